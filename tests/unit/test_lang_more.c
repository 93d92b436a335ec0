/* The extensions of the language: strings, math, bindings, base64; on unknowns as on values. */
#include "tests/unit/lang_help.h"

static void
test_strings(void **state)
{
	static const struct row rows[] = {
		{"'naïve'.charAt(2) == 'ï' && 'naïve'.charAt(5) == ''", 'T', NULL},
		{"'naïve'.charAt(6) == ''", 'E', "no position"},
		{"'a-b-c'.indexOf('-') == 1 && 'a-b-c'.indexOf('-', 2) == 3", 'T', NULL},
		{"'ïa'.indexOf('a') == 1 && 'x'.indexOf('y') == -1 && ''.indexOf('') == 0", 'T', NULL},
		{"'abab'.lastIndexOf('ab') == 2 && 'abab'.lastIndexOf('ab', 1) == 0", 'T', NULL},
		{"'ab'.lastIndexOf('abc') == -1 && 'ab'.lastIndexOf('') == 2", 'T', NULL},
		{"'ab'.indexOf('a', -1) == 0", 'E', "no position"},
		{"'AbÄ'.lowerAscii() == 'abÄ' && 'abä'.upperAscii() == 'ABä'", 'T', NULL},
		{"'aXbX'.replace('X', '--') == 'a--b--' && 'aXbX'.replace('X', '', 1) == 'abX'",
			'T', NULL},
		{"'aï'.replace('', '.') == '.a.ï.' && 'ab'.replace('', '.', 1) == '.ab'", 'T', NULL},
		{"'ab'.replace('b', 'c', 0) == 'ab' && 'ab'.replace('z', 'c') == 'ab'", 'T', NULL},
		{"'a,b,,c'.split(',') == ['a', 'b', '', 'c']", 'T', NULL},
		{"'a,b,c'.split(',', 2) == ['a', 'b,c'] && 'a,b'.split(',', 0) == []", 'T', NULL},
		{"'aïb'.split('') == ['a', 'ï', 'b'] && 'aïb'.split('', 2) == ['a', 'ïb']", 'T', NULL},
		{"''.split(',') == [''] && ''.split('') == []", 'T', NULL},
		{"'naïve'.substring(2) == 'ïve' && 'naïve'.substring(2, 3) == 'ï'", 'T', NULL},
		{"'ab'.substring(2, 1) == ''", 'E', "before the start"},
		{"' \\t a b\\u2003\\n'.trim() == 'a b' && ' '.trim() == '' && 'ï '.trim() == 'ï'",
			'T', NULL},
		{"['a', 'b'].join() == 'ab' && ['a', 'b'].join(', ') == 'a, b' && [].join('x') == ''",
			'T', NULL},
		{"[dyn('a'), dyn(1)].join() == ''", 'E', "int in the list"},
		{"'aïb'.reverse() == 'bïa'", 'T', NULL},
		{"strings.quote('a\"b\\n') == '\"a\\\\\"b\\\\n\"'", 'T', NULL},
		{"'%s: %d of %d'.format([control.id, 3, 4u]) == 'AC-2: 3 of 4'", 'T', NULL},
		{"'%.2f %e %x %X %o %b %%'.format([1.005, 1500, 255, 'Az', 8, -5]) == "
			"'1.00 1.500000e+03 ff 417A 10 -101 %'", 'T', NULL},
		{"'%s %s'.format([0.00001, -1e21]) == '0.00001 -1000000000000000000000'", 'T', NULL},
		{"'%s'.format([{'b': [true, null], 'a': 1.50}]) == '{a: 1.5, b: [true, null]}'",
			'T', NULL},
		{"'%d %d'.format([1]) == ''", 'E', "too few"},
		{"'%q'.format([1]) == ''", 'E', "no conversion '%q'"},
		{"'%.999f'.format([1.0]) == ''", 'E', "not finished"},
		{"'%'.format([1.0]) == ''", 'E', "not finished"},
		{"'%s'.format([control.due]) == '2024-10-04T01:00:00Z'", 'T', NULL},
	};

	RUN(rows);
}

/* What is not known stays so through every function. */
static void
test_unknown(void **state)
{
	static const struct row rows[] = {
		{"control.sponsor.trim() == ''", 'U', "sponsors"},
		{"'x'.replace('x', control.sponsor) == ''", 'U', "sponsors"},
		{"'%s'.format([control.sponsor]) == ''", 'U', "sponsors"},
		{"'%s'.format([control.reviewed]) == ''", 'U', "only the date"},
		{"'%s'.format(control.notes) == ''", 'U', "control.notes"},
		{"control.notes.join() == ''", 'U', "control.notes"},
		{"['a', control.sponsor].join() == ''", 'U', "sponsors"},
		{"control.deputy.trim() == ''", 'E', "control.deputy is empty"},
		{"math.greatest(control.tags.size(), control.notes.size()) == 2", 'U', "control.notes"},
		{"cel.bind(x, control.open, x || true)", 'T', NULL},
		{"cel.bind(x, control.open, x && true)", 'U', "no tickets"},
		{"cel.bind(x, control.contested, x)", 'B', "disagree"},
		{"cel.bind(x, 1 / 0, true)", 'T', NULL},
	};

	RUN(rows);
}

static void
test_math(void **state)
{
	static const struct row rows[] = {
		{"math.greatest(1, control.weight, 3) == 5 && math.least([4, 2u, 3.5]) == 2", 'T', NULL},
		{"math.greatest([]) == 1", 'E', "empty list"},
		{"math.greatest(dyn('a'), dyn(1)) == 1", 'E', "string is no number"},
		{"math.ceil(1.2) == 2.0 && math.ceil(-1.2) == -1.0 && math.floor(-1.2) == -2.0",
			'T', NULL},
		{"math.round(2.5) == 3.0 && math.round(-2.5) == -3.0 && math.round(2.4) == 2.0 && "
			"math.round(0.49999999999999994) == 0.0 && math.trunc(-1.9) == -1.0", 'T', NULL},
		{"math.round(1e300) == 1e300", 'T', NULL},
		{"math.abs(-3) == 3 && math.abs(-2.5) == 2.5 && math.sign(-9) == -1 && "
			"math.sign(0u) == 0u && math.sign(0.5) == 1.0", 'T', NULL},
		{"math.abs(-9223372036854775807 - 1) == 1", 'E', "no int"},
		{"math.sqrt(16) == 4.0 && math.sqrt(2.25) == 1.5 && math.isNaN(math.sqrt(-1)) && "
			"math.sqrt(0) == 0.0 && math.sqrt(0.25) == 0.5 && math.sqrt(1e-300) > 0.0",
			'T', NULL},
		{"math.isInf(1.0 / 0.0) && math.isFinite(1.0) && !math.isNaN(1.0)", 'T', NULL},
		{"math.bitAnd(6, 3) == 2 && math.bitOr(6u, 3u) == 7u && math.bitXor(6, 3) == 5 && "
			"math.bitNot(0) == -1", 'T', NULL},
		{"math.bitShiftLeft(1, 63) < 0 && math.bitShiftRight(-1, 63) == 1 && "
			"math.bitShiftLeft(1, 64) == 0", 'T', NULL},
		{"math.bitShiftLeft(1, -1) == 0", 'E', "less than nothing"},
		{"base64.encode(b'hi') == 'aGk=' && base64.decode('aGk') == b'hi' && "
			"base64.decode('aGk=') == b'hi' && base64.encode(b'') == ''", 'T', NULL},
		{"base64.decode('a?==') == b''", 'E', "not base64"},
		{"base64.decode('aaaaa') == b''", 'E', "not base64"},
		{"cel.bind(w, control.weight, w * w) == 25", 'T', NULL},
		{"[1, 2].all(x, cel.bind(y, x + 1, y > 1 && y < 4))", 'T', NULL},
	};

	RUN(rows);
}

static void
test_refused(void **state)
{
	static const struct { const char *text, *code, *says; } rows[] = {
		{"math.absolute(1) == 1", "E312", "\"math.absolute\""},
		{"math.abs('a') == 1", "E313", "no 'math.abs' for string"},
		{"math.greatest(1, 'a') == 1", "E313", "list of numbers"},
		{"[1, 2].join() == ''", "E313", "list(string)"},
		{"'a'.split(1) == ['a']", "E313", "no 'split'"},
		{"cel.bind(1, 2, 3) == 3", "E315", "cel.bind(x, 1, x + x)"},
		{"cel.bind(x, 'a', x + 1) == 3", "E313", "no '+' for string and int"},
		{"cel.bind(x, 1, x) == 'a'", "E313", "cannot compare int with string"},
		{"cel.bind(x, 1, y) == 1", "E310", "no variable \"y\""},
		{"control.?id.hasValue()", "E314", "ask control.id == null"},
		{"optional.of(control).id.hasValue()", "E314", "every control has its fields"},
		{"has(control.?id)", "E315", "has(map.key)"},
		{"optional.of(1)", "E316", "this is optional_type(int)"},
		{"[?control.id].size() == 1", "E313", "behind '?' wants optional_type"},
		{"has('a'.b)", "E313", "has() wants map, this is string"},
		{"control.id.orValue('x') == 'x'", "E313", "it takes optional.(dyn)"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		diags_free(b->d);
		b->d = diags_new();
		assert_null(compile(b, rows[i].text, WANT_BOOL));
		assert_int_equal(1, diags_count(b->d));
		if (strcmp(diags_at(b->d, 0)->kind->code, rows[i].code) != 0 ||
			strstr(diags_at(b->d, 0)->text, rows[i].says) == NULL)
			fail_msg("%s: %s %s", rows[i].text, diags_at(b->d, 0)->kind->code,
				diags_at(b->d, 0)->text);
	}
}

/* None is a fact: what is not known is never none, and never the other side of orValue. */
static void
test_optional(void **state)
{
	static const struct row rows[] = {
		{"optional.of(control.id).value() == 'AC-2'", 'T', NULL},
		{"optional.none().orValue(control.id) == 'AC-2'", 'T', NULL},
		{"optional.of(control.sponsor).hasValue()", 'U', "sponsors"},
		{"optional.of(control.sponsor).orValue('x') == 'x'", 'U', "sponsors"},
		{"optional.ofNonZeroValue(control.sponsor).hasValue()", 'U', "sponsors"},
		{"optional.none().orValue(control.open)", 'U', "no tickets"},
		{"optional.of(true).orValue(control.open)", 'T', NULL},
		{"optional.of(control.contested).value()", 'B', "disagree"},
		{"control.notes[?7].hasValue()", 'U', "control.notes"},
		{"control.notes[?0].orValue('x') == 'x'", 'U', "control.notes"},
		{"{'a': control.sponsor}.?a.hasValue()", 'U', "sponsors"},
		{"{'a': control.sponsor}.?b.hasValue()", 'F', NULL},
		{"[?optional.of(control.sponsor)] == []", 'U', "sponsors"},
		{"[?optional.of(control.sponsor)].size() == 0", 'U', "sponsors"},
		{"[1, ?{'a': control.weight}.?a].size() == 2", 'T', NULL},
		{"['AC-2', ?optional.of(control.sponsor)].exists(x, x == control.id)", 'T', NULL},
		{"['AC-2', ?optional.of(control.sponsor)].all(x, x == control.id)", 'U', "sponsors"},
		{"{?'a': optional.of(control.sponsor)}.size() == 0", 'U', "sponsors"},
		{"optional.of(control.sponsor).optMap(s, 1).hasValue()", 'U', "sponsors"},
		{"optional.of(1).optMap(x, control.sponsor).hasValue()", 'U', "sponsors"},
		{"optional.of(1).optMap(x, control.sponsor).orValue('x') == 'x'", 'U', "sponsors"},
		{"optional.of(control.sponsor) == optional.none()", 'U', "sponsors"},
		{"optional.ofNonZeroValue(control.notes).hasValue() || true", 'T', NULL},
	};

	RUN(rows);
}

/* A string that grows, or a format of many doubles, ends at a ceiling and not in a hang. */
static void
test_bounded(void **state)
{
	static const struct row rows[] = {
		{"cel.bind(a, 'xxxxxxxxxxxxxxxxxxxx', cel.bind(b, a.replace('', a), "
			"cel.bind(c, b.replace('', b), cel.bind(d, c.replace('', c), "
			"d.replace('', d).size())))) == 1", 'E', "ceiling"},
	};

	RUN(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_strings), TEST(test_unknown), TEST(test_math), TEST(test_refused),
		TEST(test_optional), TEST(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
