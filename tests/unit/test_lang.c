/* What expressions say: values, blank cells, unknowns, incomplete lists, intervals. */
#include "tests/unit/lang_help.h"

/* ---- operators ---- */

static void
test_operators(void **state)
{
	static const struct row rows[] = {
		{"control.weight + 2 == 7 && control.weight - 2 == 3", 'T', NULL},
		{"control.weight * 2 == 10 && control.weight / 2 == 2 && control.weight % 2 == 1",
			'T', NULL},
		{"-control.weight == -5 && !(control.weight == 4)", 'T', NULL},
		{"control.weight < 6 && control.weight <= 5 && control.weight > 4 && control.weight >= 5", 'T', NULL},
		{"control.weight != 5", 'F', NULL},
		{"control.id + '/' + control.owner == 'AC-2/Ann'", 'T', NULL},
		{"control.id in ['AC-1', 'AC-2']", 'T', NULL},
		{"control.id in {'AC-1': 1}", 'F', NULL},
		{"{'AC-2': 'x'}[control.id] == 'x'", 'T', NULL},
		{"control.tags[0] == 'low' && control.tags[1] == 'high'", 'T', NULL},
		{"control.tags[2] == 'low'", 'E', "no such element"},
		{"control.applicable ? control.weight == 5 : false", 'T', NULL},
		{"control.person.name == 'ann' && control.person.active", 'T', NULL},
		{"control.person == control.people[0] && control.person != control.people[1]",
			'T', NULL},
		{"control.tags + ['x'] == ['low', 'high', 'x']", 'T', NULL},
		{"control.weight / 0 == 1", 'E', "division by zero"},
		{"9223372036854775807 + control.weight == 1", 'E', "overflow"},
		{"control.owner.startsWith('A') && control.owner.endsWith('n')", 'T', NULL},
		{"control.owner.contains('n') && control.owner.size() == 3", 'T', NULL},
		{"control.id.matches('^[A-Z]{2}-[0-9]+$')", 'T', NULL},
		{"control.id.matches(control.owner)", 'F', NULL},
		{"control.age == duration('36h') && control.age > limit", 'T', NULL},
		{"control.due + limit - control.due == limit", 'T', NULL},
		{"control.due.getFullYear() == 2024 && control.due.getMonth() == 9", 'T', NULL},
		{"control.due.getHours('Europe/Berlin') == 3 && control.due.getHours('+05:30') == 6", 'T', NULL},
		{"[1, 2, 3].map(x, x * x).filter(x, x > 1) == [4, 9]", 'T', NULL},
		{"has({'a': 1}.a) && !has({'a': 1}.b)", 'T', NULL},
		{"'\\ud83d\\ude00' == '\\U0001F600' && size('\\u00e9') == 1", 'T', NULL},
		{"type(control.id) == string && type(1u) == uint", 'T', NULL},
	};

	RUN(rows);
}

/* ---- null: the cell is blank ---- */

static void
test_null(void **state)
{
	static const struct row rows[] = {
		{"control.deputy == null", 'T', NULL},
		{"control.owner == null", 'F', NULL},
		{"control.owner != null", 'T', NULL},
		{"control.blank == null && control.nobody == null", 'T', NULL},
		{"control.deputy == 'Ann'", 'F', NULL},
		{"control.deputy in ['Ann', 'Bob']", 'F', NULL},
		{"control.deputy", 'N', NULL},
		{"control.deputy.startsWith('A')", 'E', "control.deputy is empty"},
		{"control.blank < control.due", 'E', "control.blank is empty"},
		{"control.nobody.active", 'E', "control.nobody is empty"},
		{"control.deputy == null || control.deputy.startsWith('A')", 'T', NULL},
		{"control.sponsor == null", 'U', "no table of sponsors"},
		{"(control.deputy == null ? control.owner : control.deputy) == 'Ann'", 'T', NULL},
		{"(control.applicable ? null : control.owner) == null", 'T', NULL},
	};

	RUN(rows);
}

/* ---- unknowns ---- */

static void
test_unknown(void **state)
{
	static const struct row rows[] = {
		{"control.open", 'U', "control.open: no tickets"},
		{"control.bare == 'x'", 'U', "control.bare: not known"},
		{"false && control.open", 'F', NULL},
		{"control.open && false", 'F', NULL},
		{"true && control.open", 'U', "no tickets"},
		{"control.open && true", 'U', "no tickets"},
		{"true || control.open", 'T', NULL},
		{"control.open || true", 'T', NULL},
		{"false || control.open", 'U', "no tickets"},
		{"!control.open", 'U', "no tickets"},
		{"control.open ? true : true", 'U', "no tickets"},
		{"control.sponsor == 'x'", 'U', "sponsors"},
		{"control.sponsor + 'y' == 'x'", 'U', "sponsors"},
		{"control.sponsor.startsWith('x')", 'U', "sponsors"},
		{"control.sponsor in ['x']", 'U', "sponsors"},
		{"control.id in ['AC-2', control.sponsor]", 'T', NULL},
		{"control.id in ['AC-1', control.sponsor]", 'U', "sponsors"},
		{"{'a': control.sponsor}.a == 'x'", 'U', "sponsors"},
		{"size([control.sponsor]) == 1", 'T', NULL},
		{"control.ghost.active", 'U', "control.ghost: not found"},
		{"control.ghost.name == 'x' && control.open",
			'U', "not found; control.open: no tickets"},
		{"control.open && control.open", 'U', "control.open: no tickets"},
		{"control.lost < control.due", 'U', "control.lost: not known"},
		{"control.contested", 'B', "disagree"},
		{"control.contested && false", 'F', NULL},
		{"control.contested && true", 'B', "disagree"},
		{"control.open && control.contested", 'B', "disagree"},
		{"control.contested || control.open", 'B', "no tickets"},
		/* What is missing might have made the error right. */
		{"control.open && 1 / (control.weight - 5) == 1", 'U', "no tickets"},
		{"1 / (control.weight - 5) == 1 && control.open", 'U', "no tickets"},
		{"1 / (control.weight - 5) == 1 && false", 'F', NULL},
		{"1 / (control.weight - 5) == 1 || true", 'T', NULL},
		{"1 / (control.weight - 5) == 1 || false", 'E', "division"},
	};

	RUN(rows);
}

/* ---- lists that no source calls complete ---- */

static void
test_lists(void **state)
{
	static const struct row rows[] = {
		{"control.tags.all(t, t != 'x')", 'T', NULL},
		{"control.notes.all(t, t != 'x')", 'U', "control.notes: no source says"},
		{"control.notes.all(t, t != 'low')", 'F', NULL},
		{"control.notes.exists(t, t == 'low')", 'T', NULL},
		{"control.notes.exists(t, t == 'x')", 'U', NULL},
		{"control.tags.exists(t, t == 'x')", 'F', NULL},
		{"control.notes.exists_one(t, t == 'low')", 'U', NULL},
		{"control.notes.exists_one(t, true)", 'F', NULL},
		{"control.tags.exists_one(t, t == 'low')", 'T', NULL},
		{"control.notes.size() == 2", 'U', NULL},
		{"size(control.tags) == 2", 'T', NULL},
		{"control.notes[0] == 'low'", 'U', NULL},
		{"'low' in control.notes", 'T', NULL},
		{"'x' in control.notes", 'U', NULL},
		{"'x' in control.rumours", 'B', "sources disagree"},
		{"control.rumours.all(t, t != 'x')", 'B', "sources disagree"},
		{"control.notes == ['low', 'high']", 'U', NULL},
		{"control.notes == ['low']", 'F', NULL},
		{"control.notes.map(t, t + '!').exists(t, t == 'low!')", 'T', NULL},
		{"control.notes.map(t, t + '!').all(t, t != 'x')", 'U', NULL},
		{"control.notes.filter(t, t == 'low').size() == 1", 'U', NULL},
		{"control.tags.filter(t, t == 'low').size() == 1", 'T', NULL},
		{"(control.notes + control.tags).size() == 4", 'U', NULL},
		{"control.guests.all(p, p.name != '')", 'U', "the list was cut"},
		{"control.guests.exists(p, p.active)", 'T', NULL},
		/* A complete list with an element that nobody knows. */
		{"control.people.all(p, p.team == 'red')", 'U', "no roster"},
		{"control.people.exists(p, p.team == 'red')", 'T', NULL},
		{"control.people.exists(p, p.team == 'blue')", 'U', "no roster"},
		{"control.people.filter(p, p.team == 'red').exists(p, p.name == 'ann')", 'T', NULL},
		{"control.people.filter(p, p.team == 'red').size() == 1", 'U', "no roster"},
		{"control.people.map(p, p.team).exists(t, t == 'red')", 'T', NULL},
		{"control.people.map(p, p.team).size() == 2", 'T', NULL},
		{"control.people.exists_one(p, p.team == 'red')", 'U', "no roster"},
		{"control.people.all(i, p, i < 2)", 'T', NULL},
		{"control.guests.all(i, p, i < 2)", 'U', "the list was cut"},
		{"control.people.all(p, 1 / control.weight == 0 && p.name != '')", 'T', NULL},
	};

	RUN(rows);
}

/* ---- instants are intervals ---- */

static void
test_intervals(void **state)
{
	static const struct row rows[] = {
		{"control.due < timestamp('2024-10-04T01:00:00.000000001Z')", 'T', NULL},
		{"control.due == timestamp('2024-10-04T01:00:00Z')", 'T', NULL},
		{"control.reviewed < control.due", 'U', "control.reviewed: only the date is known"},
		{"control.due >= control.reviewed", 'U', "only the date is known"},
		{"control.reviewed == control.due", 'U', "only the date is known"},
		{"control.reviewed != control.due", 'U', "only the date is known"},
		{"control.reviewed == control.reviewed", 'U', "only the date is known"},
		{"control.reviewed < timestamp('2024-10-05T00:00:00Z')", 'T', NULL},
		{"control.reviewed <= timestamp('2024-10-03T23:59:59Z')", 'F', NULL},
		{"control.reviewed == timestamp('2024-10-05T00:00:00Z')", 'F', NULL},
		{"control.reviewed >= timestamp('2024-10-04T00:00:00Z')", 'T', NULL},
		{"control.reviewed > timestamp('2024-10-04T00:00:00Z')", 'U', NULL},
		{"control.seen < control.due", 'U', "control.seen: time zone missing"},
		{"control.seen + duration('12h') > control.due", 'U', "time zone missing"},
		{"control.seen + limit > control.due", 'T', NULL},
		{"control.due - control.reviewed < duration('2h')", 'T', NULL},
		{"control.due - control.reviewed < duration('0s')", 'U', "only the date"},
		{"control.due - control.reviewed > duration('1h')", 'F', NULL},
		{"control.due - (control.due - control.reviewed) == control.due", 'U', NULL},
		{"control.due - (control.due - control.reviewed) < control.due - duration('1h')", 'F', NULL},
		{"control.due - (control.due - control.reviewed) < control.due + duration('23h')", 'T', NULL},
		{"control.due.getDayOfWeek() == 5 && control.due.getDayOfYear() == 277", 'T', NULL},
		{"control.due.getDayOfMonth() == 3 && control.due.getDate() == 4", 'T', NULL},
		{"control.age.getHours() == 36 && control.age.getMinutes() == 2160", 'T', NULL},
		{"control.reviewed.getFullYear() == 2024 && control.reviewed.getDate() == 4",
			'T', NULL},
		{"control.reviewed.getHours() == 4", 'U', "only the date is known"},
		{"control.reviewed.getDate('+02:00') == 4", 'U', "only the date is known"},
		{"string(control.reviewed) == ''", 'U', "only the date is known"},
		{"control.due < control.ends", 'T', NULL},
		{"control.ends < timestamp('2999-01-01T00:00:00Z')", 'F', NULL},
		{"control.ends - control.due > limit", 'E', "no end"},
		{"control.ends + limit > control.due", 'T', NULL},
		{"control.due in [control.reviewed]", 'U', NULL},
		{"control.due in [control.reviewed, control.due]", 'T', NULL},
	};

	RUN(rows);
}

static void
test_results(void **state)
{
	struct bench *b = *state;
	struct value v = program_run(compile(b, "control.reviewed + limit", WANT_TIMESTAMP),
		bindings,
		2, b->a);

	assert_int_equal(VALUE_TIMESTAMP, v.type);
	assert_true(v.v.t.lo == DAY0 + NS_DAY && v.v.t.hi == DAY0 + 2 * NS_DAY - 1);
	assert_true(v.v.t.date_only);
	v = program_run(compile(b, "control.age", WANT_DURATION), bindings, 2, b->a);
	assert_true(v.type == VALUE_DURATION && v.v.i == 36 * NS_HOUR);
	v = program_run(compile(b, "control.due - control.reviewed", WANT_DURATION), bindings, 2,
		b->a);
	assert_int_equal(VALUE_UNKNOWN, v.type);
	v = program_run(compile(b, "control.ends", WANT_TIMESTAMP), bindings, 2, b->a);
	assert_true(v.type == VALUE_TIMESTAMP && v.v.t.never);
	v = program_run(compile(b, "timestamp('0001-01-01T00:00:00Z')", WANT_TIMESTAMP), bindings,
		2,
		b->a);
	assert_int_equal(VALUE_ERROR, v.type);
	v = program_run(compile(b, "control.person", WANT_ANY), bindings, 2, b->a);
	assert_true(v.type == VALUE_RECORD && v.v.rec.rec == rec_ann);
	v = program_run(compile(b, "control.id", WANT_STRING), bindings, 2, b->a);
	assert_string_equal("AC-2", v.text);
	assert_int_equal(4, v.len);
	/* A slot that is bool, an expression that is known only when it runs. */
	v = program_run(compile(b, "dyn(control.id)", WANT_BOOL), bindings, 2, b->a);
	assert_int_equal(VALUE_ERROR, v.type);
	/* Not bound at all. */
	v = program_run(compile(b, "control.applicable", WANT_BOOL), bindings, 1, b->a);
	assert_int_equal(VALUE_ERROR, v.type);
}

static void
test_tri(void **state)
{
	static const struct { const char *text; enum tri want; const char *why; } rows[] = {
		{"control.applicable", TRI_T, NULL}, {"!control.applicable", TRI_F, NULL},
		{"control.open", TRI_U, "no tickets"}, {"control.contested", TRI_B, "disagree"},
		{"1 / (control.weight - 5) == 1", TRI_U, "division"},
		{"control.deputy == null ? null : true", TRI_U, "is empty"},
	};
	struct bench *b = *state;
	const char *why;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct program *p = compile(b, rows[i].text, WANT_BOOL);

		assert_non_null(p);
		assert_int_equal(rows[i].want, program_tri(p, bindings, 2, b->a, &why));
		if (rows[i].why == NULL)
			assert_null(why);
		else
			assert_non_null(strstr(why, rows[i].why));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_operators), TEST(test_null), TEST(test_unknown), TEST(test_lists),
		TEST(test_intervals), TEST(test_results), TEST(test_tri),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
