/* Rule packs: every error of the loader, word for word, and that nothing comes of a wrong pack. */
#include "tests/unit/rules_help.h"

#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

/* A pack without fault, line by line; each case below changes one line of it. */
static const char *const good[] = {
	"{",
	"  'trueup': 'rules/1', 'name': 'own', 'version': '1',",
	"  'rules': [",
	"    { 'id': 'R-1', 'kind': 'resolve',",
	"      'dim': 'O', 'effect': 'flag', 'severity': 'low',",
	"      'question': 'Who?', 'for': 'control', 'where': 'control.applicable',",
	"      'ref': 'control.owner',",
	"      'must': 'party.active',",
	"      'params': {},",
	"      'message': '{control.id} {why}', 'fix': 'Do it.',",
	"      'refs': ['X:1'],",
	"      'tests': [] }",
	"  ]",
	"}",
};
#define GOOD_LINES (sizeof(good) / sizeof(*good))
/* Another rule, of the kind that needs a parameter. */
#define LATE                                                                                       \
	"    { 'id': 'R-2', 'kind': 'deadline', 'dim': 'D', 'effect': 'flag', 'severity': 'low',\n"  \
	"      'question': 'When?', 'for': 'item', 'start': 'item.created', 'message': 'm', 'fix': 'f',\n"

static const struct refused {
	const char *what;
	size_t line;          /* of good, from 1 */
	const char *instead;
	const char *printed;  /* code and text; then the excerpt and the caret */
} refused[] = {
#include "tests/unit/pack_refused.h"
};

static char *
pack_with(struct bench *b, size_t line, const char *instead)
{
	const char *text = "";

	for (size_t i = 0; i < GOOD_LINES; i++)
		text = arena_printf(b->a, "%s%s\n", text, i + 1 == line ? instead : good[i]);
	return quotes(b, text);
}

static void
test_good(void **state)
{
	struct bench *b = bench_new();
	struct rule_set *s = load_text(b, "own.jsonc", pack_with(b, 0, NULL));
	const struct rule *r;

	(void)state;
	if (s == NULL)
		fail_msg("%s", printed(b));
	assert_int_equal(s->nrules, 1);
	assert_int_equal(s->npacks, 1);
	assert_string_equal(s->packs[0].name, "own");
	assert_int_equal(strlen(s->packs[0].sha256), 64);
	r = rule_find(s, "R-1");
	assert_non_null(r);
	assert_int_equal(r->line, 4);
	assert_int_equal(r->col, 5);
	assert_true(r->enabled);
	assert_int_equal(r->nrefs, 1);
	assert_null(rule_find(s, "R-2"));
	bench_free(b);
}

static void
test_refused(void **state)
{
	size_t bad = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct bench *b = bench_new();
		const struct rule_set *s = load_text(b, "own.jsonc",
			pack_with(b, refused[i].line, refused[i].instead));
		const char *want = quotes(b, refused[i].printed), *got = printed(b);

		if (s != NULL || !str_same(want, got)) {
			fprintf(stderr, "%s%s\n--- wanted\n%s--- got\n%s", refused[i].what,
				s != NULL ? ": loaded" : "", want, got);
			bad++;
		}
		bench_free(b);
	}
	assert_int_equal(bad, 0);
}

/* The places of a pack that stands on one line, and a long one, are right too. */
static void
test_one_line(void **state)
{
	struct bench *b = bench_new();
	char *text = arena_printf(b->a, "%*s%s", 100000, "",
		pack_with(b, 8, "'must': 'party.activ',"));
	const struct diag *d;
	char *at;

	(void)state;
	for (char *p = text; *p != '\0'; p++)
		if (*p == '\n')
			*p = ' ';
	at = strstr(text, "activ\"");
	assert_non_null(at);
	assert_null(load_text(b, "own.jsonc", text));
	assert_int_equal(diags_count(b->d), 1);
	d = diags_at(b->d, 0);
	assert_int_equal(d->at.line, 1);
	assert_int_equal(d->at.col, (size_t)(at - text) + 1);
	assert_memory_equal(d->at.excerpt + (d->at.col - 1 - d->at.cut), "activ", 5);
	bench_free(b);
}

/* All errors of all packs are told, in one go, and no rule comes of any of them. */
static void
test_all_errors(void **state)
{
	static const char first[] =
		"{ 'trueup': 'rules/1', 'name': 'a', 'version': '1', 'nmae': 1, 'rules': [\n"
		"  { 'id': 'R-1', 'kind': 'require', 'dim': 'X', 'effect': 'flag', 'severity': 'low',\n"
		"    'question': 'q', 'for': 'control', 'must': 'control.ownr != null', 'fix': 'f',\n"
		"    'message': '{control.idd}', 'refs': 'X' },\n"
		"  { 'id': 'R-2', 'kind': 'requir' },\n"
		"  7 ] }\n";
	static const char *const want[] = {
		"a.jsonc 1:53 E351", "a.jsonc 2:44 E359", "a.jsonc 3:57 E311", "a.jsonc 4:26 E311",
		"a.jsonc 4:41 E352", "a.jsonc 5:3 E353", "a.jsonc 5:3 E353", "a.jsonc 5:3 E353",
		"a.jsonc 5:3 E353", "a.jsonc 5:3 E353", "a.jsonc 5:3 E353", "a.jsonc 5:26 E355",
		"a.jsonc 6:3 E352", "b.jsonc 1:1 E350", "c.jsonc 2:1 E013",
	};
	struct bench *b = bench_new();
	struct pack_text packs[4] = {
		{"a.jsonc", quotes(b, first), strlen(first)},
		{"b.jsonc", "[]", 2},
		{"c.jsonc", "{\n", 2},
		{"d.jsonc", pack_with(b, 0, NULL), 0},
	};

	(void)state;
	packs[3].len = strlen(packs[3].text);
	assert_null(rules_load(b->a, packs, 4, kind_specs, b->d));
	diags_sort(b->d);
	for (size_t i = 0; i < diags_count(b->d); i++) {
		const struct diag *d = diags_at(b->d, i);
		const char *got = arena_printf(b->a, "%s %u:%u %s", d->at.file, d->at.line, d->at.col,
			d->kind->code);

		if (i >= sizeof(want) / sizeof(*want) || strncmp(got, want[i], strlen(want[i])) != 0)
			fail_msg("%zu: %s", i, got);
	}
	assert_int_equal(diags_count(b->d), sizeof(want) / sizeof(*want));
	bench_free(b);
}

/* Across packs a name stands for one pack, an id for one rule; the message says where the other is. */
static void
test_duplicate(void **state)
{
	struct bench *b = bench_new();
	char *text = pack_with(b, 0, NULL);
	struct pack_text packs[2] = {
		{"one.jsonc", text, strlen(text)}, {"two.jsonc", text, strlen(text)}};

	(void)state;
	assert_null(rules_load(b->a, packs, 2, kind_specs, b->d));
	assert_string_equal(printed(b),
		"two.jsonc:2:32: error[E354]: one.jsonc is a pack of that name already\n"
		"    2 |   \"trueup\": \"rules/1\", \"name\": \"own\", \"version\": \"1\",\n"
		"      |                                ^\n"
		"two.jsonc:4:13: error[E354]: R-1 is a rule of one.jsonc:4 already\n"
		"    4 |     { \"id\": \"R-1\", \"kind\": \"resolve\",\n"
		"      |             ^\n");
	bench_free(b);
}

/* core and one of its own ids. */
static void
test_duplicate_of_core(void **state)
{
	struct bench *b = bench_new();
	char *text = pack_with(b, 4, "{ 'id': 'OWN-001', 'kind': 'resolve',");
	struct pack_text packs[2] = {
		{"core.rules.jsonc", pack_core_text, pack_core_len}, {"own.jsonc", text, strlen(text)}};

	(void)state;
	assert_null(rules_load(b->a, packs, 2, kind_specs, b->d));
	assert_int_equal(diags_count(b->d), 1);
	assert_string_equal(diags_at(b->d, 0)->kind->code, "E354");
	bench_free(b);
}

/* The ceiling of rules is one for all packs, and the largest set still loads at once. */
static void
test_many(void **state)
{
	struct bench *b = bench_new();
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);
	struct pack_text packs[2];

	(void)state;
	fputs("{\"trueup\": \"rules/1\", \"name\": \"many\", \"version\": \"1\", \"rules\": [", f);
	for (int i = 0; i < MAX_RULES; i++)
		fprintf(f, "%s{\"id\": \"R-%d\", \"kind\": \"require\", \"dim\": \"G\", \"effect\": \"flag\","
			"\"severity\": \"low\", \"question\": \"q\", \"for\": \"control\","
			"\"must\": \"control.claimed\", \"message\": \"m\", \"fix\": \"f\"}",
			i > 0 ? "," : "", i);
	fputs("]}", f);
	fclose(f);
	packs[0] = (struct pack_text){"many.jsonc", text, n};
	packs[1].path = "more.jsonc";
	packs[1].text = pack_with(b, 0, NULL);
	packs[1].len = strlen(packs[1].text);
	assert_non_null(rules_load(b->a, packs, 1, kind_specs, b->d));
	assert_int_equal(diags_count(b->d), 0);
	assert_null(rules_load(b->a, packs, 2, kind_specs, b->d));
	assert_string_equal(printed(b),
		"more.jsonc:4:5: error[E360]: more than 10000 rules\n"
		"    4 |     { \"id\": \"R-1\", \"kind\": \"resolve\",\n"
		"      |     ^\n");
	free(text);
	bench_free(b);
}

/* Whether two trees say the same in the same places, but for the elements of lists named "tests". */
static bool
same_but_tests(const struct node *a, const struct node *b, size_t *left_out)
{
	for (; a != NULL && b != NULL; a = a->next, b = b->next) {
		bool tests = str_same(a->key, "tests");

		if (a->type != b->type || !str_same(a->key, b->key) || !str_same(a->text, b->text)
			|| a->line != b->line || a->col != b->col)
			return false;
		if (tests && a->child != NULL && b->child == NULL)
			*left_out += node_count(a);
		else if (!same_but_tests(a->child, b->child, left_out))
			return false;
	}
	return a == NULL && b == NULL;
}

/* What a run judges by is core as it stands, less the tests. */
static void
test_core_to_judge(void **state)
{
	struct bench *b = bench_new();
	struct pack_text core = {"core.rules.jsonc", pack_core_text, pack_core_len};
	const struct node *whole = json_parse(b->a, "core", pack_core_text, pack_core_len,
		JSON_RELAXED, b->d);
	const struct node *plain = json_parse(b->a, "plain", pack_core_plain, pack_core_plain_len,
		JSON_RELAXED, b->d);
	const struct rule_set *all = rules_load(b->a, &core, 1, kind_specs, b->d);
	const struct rule_set *judged = rules_load_to_judge(b->a, &core, 1, kind_specs, b->d);
	size_t left_out = 0, tests = 0;

	(void)state;
	assert_non_null(all);
	assert_non_null(judged);
	assert_true(same_but_tests(whole, plain, &left_out));
	assert_true(pack_core_plain_len < pack_core_len / 4);
	assert_int_equal(all->nrules, judged->nrules);
	for (size_t i = 0; i < all->nrules; i++) {
		tests += all->rules[i]->ntests;
		assert_int_equal(judged->rules[i]->ntests, 0);
		assert_int_equal(all->rules[i]->line, judged->rules[i]->line);
	}
	assert_true(tests > 0 && tests == left_out);
	assert_string_equal(all->packs[0].sha256, judged->packs[0].sha256);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_all_errors),
		cmocka_unit_test(test_duplicate),
		cmocka_unit_test(test_duplicate_of_core),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_core_to_judge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
