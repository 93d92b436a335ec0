/*
 * report.json read back.  What gates, writers and `explain` rely on is checked
 * here once: the format, the members that they need with their types, and that
 * every number is whole and not negative.
 */
#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "checker/base/text.h"
#include "reports/build.h"
#include "reports/report_diags.h"

enum { A_BOOL = 1, A_NUMBER = 2, A_STRING = 4, A_LIST = 8, A_MAP = 16, A_NULL = 32, A_SHARE = 64 };

/* '#' stands for every element of a list. A_SHARE: millionths, at most 1,000,000. */
static const struct { const char *path; unsigned type; } members[] = {
	{"tool_version", A_STRING}, {"as_of", A_STRING}, {"as_of_given", A_BOOL},
	{"complete", A_BOOL}, {"incomplete", A_LIST}, {"incomplete/#", A_STRING},
	{"status", A_STRING}, {"headline", A_STRING},
	{"scopes", A_LIST}, {"scopes/#", A_MAP}, {"scopes/#/id", A_STRING},
	{"scopes/#/framework", A_STRING},
	{"scopes/#/contradicted", A_NUMBER}, {"scopes/#/failing", A_NUMBER},
	{"scopes/#/scores", A_MAP},
	{"scopes/#/scores/procedural", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/supported", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/refuted", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/not_shown", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/real_low", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/real_high", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/understatement", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/fog", A_NUMBER | A_NULL | A_SHARE},
	{"scopes/#/scores/status", A_STRING},
	{"scopes/#/loss", A_LIST}, {"scopes/#/loss/#", A_MAP},
	{"scopes/#/loss/#/points", A_NUMBER | A_SHARE}, {"scopes/#/loss/#/reason", A_STRING},
	{"scopes/#/verdicts", A_MAP},
	{"scopes/#/controls", A_LIST}, {"scopes/#/controls/#", A_MAP},
	{"scopes/#/controls/#/id", A_STRING}, {"scopes/#/controls/#/verdict", A_STRING},
	{"scopes/#/controls/#/claim", A_MAP}, {"scopes/#/controls/#/claim/p", A_NUMBER | A_SHARE},
	{"scopes/#/controls/#/o", A_MAP}, {"scopes/#/controls/#/d", A_MAP},
	{"scopes/#/controls/#/w", A_MAP},
	{"scopes/#/controls/#/real_low", A_NUMBER | A_SHARE},
	{"scopes/#/controls/#/real_high", A_NUMBER | A_SHARE},
	{"items", A_LIST}, {"items/#", A_MAP}, {"items/#/id", A_STRING}, {"items/#/clock", A_MAP},
	{"rules", A_LIST}, {"rules/#", A_MAP}, {"rules/#/id", A_STRING},
	{"requests", A_LIST}, {"late", A_LIST}, {"not_persons", A_LIST}, {"work", A_LIST},
	{"notices", A_LIST}, {"judged_party_inputs", A_LIST}, {"first", A_LIST},
	{"sources", A_LIST}, {"sources/#", A_MAP}, {"sources/#/path", A_STRING},
	{"previous", A_MAP | A_NULL}, {"facts", A_MAP},
};

struct loading { const char *file; struct diags *d; int rc; };

static void
complain(struct loading *l, const struct diag_kind *kind, const struct node *n, const char *what)
{
	struct place at = {.file = l->file};

	if (n != NULL) {
		at.line = n->line;
		at.col = n->col;
	}
	diag_add(l->d, kind, &at, "%s: %s", kind->title, what);
	l->rc = -1;
}

static unsigned
type_of(const struct node *n)
{
	switch (n->type) {
	case NODE_NULL:
		return A_NULL;
	case NODE_FALSE:
	case NODE_TRUE:
		return A_BOOL;
	case NODE_NUMBER:
		return A_NUMBER;
	case NODE_STRING:
		return A_STRING;
	case NODE_LIST:
		return A_LIST;
	case NODE_MAP:
		return A_MAP;
	}
	return 0;
}

static const struct node *
member(const struct node *map, const char *name, size_t len)
{
	for (const struct node *c = map->child; c != NULL; c = c->next)
		if (strncmp(c->key, name, len) == 0 && c->key[len] == '\0')
			return c;
	return NULL;
}

/* Walks one row of the table below n; lists and maps on the way have rows of their own. */
static void
need(struct loading *l, const struct node *n, const char *path, const char *whole, unsigned type)
{
	size_t len = strcspn(path, "/");
	int64_t v;

	if (*path == '\0') {
		if (!(type_of(n) & type))
			complain(l, &diag_report_type, n, whole);
		else if ((type & A_SHARE) && n->type == NODE_NUMBER && node_int(n, &v) == 0
			&& v > MILLION)
			complain(l, &diag_report_range, n, whole);
		return;
	}
	if (*path == '#') {
		for (const struct node *c = n->type == NODE_LIST ? n->child : NULL; c != NULL;
			c = c->next)
			need(l, c, path + len + (path[len] == '/'), whole, type);
		return;
	}
	if (n->type != NODE_MAP)
		return;
	n = member(n, path, len);
	if (n != NULL)
		need(l, n, path + len + (path[len] == '/'), whole, type);
	else if (path[len] == '\0')
		complain(l, &diag_report_member, NULL, whole);
}

/* Nothing is counted below nothing; only what an input of page two does to a score has a sign. */
static void
numbers(struct loading *l, const struct node *n, int64_t least)
{
	int64_t v;

	if (n->type == NODE_NUMBER) {
		if (node_int(n, &v) != 0)
			complain(l, &diag_report_number, n, n->text);
		else if (v < least)
			complain(l, &diag_report_range, n, n->text);
	}
	if (n->type != NODE_LIST && n->type != NODE_MAP)
		return;
	for (const struct node *c = n->child; c != NULL; c = c->next)
		numbers(l, c, str_same(c->key, "effects") ? -(int64_t)MILLION : least);
}

/* ---- what must agree in every report that a run writes ---- */

static void
agree(struct loading *l, bool good, const struct node *n, const char *what)
{
	if (!good)
		complain(l, &diag_report_sums, n, what);
}

static void
scope_agrees(struct loading *l, const struct node *s)
{
	const struct node *scores = node_get(s, "scores"), *verdicts = node_get(s, "verdicts");
	int64_t failing = 0;

	agree(l, get_int(scores, "procedural") == get_int(scores, "supported")
			+ get_int(scores, "refuted") + get_int(scores, "not_shown"), scores,
		"procedural is not supported + refuted + not_shown");
	agree(l, get_int(scores, "real_low") <= get_int(scores, "real_high"), scores,
		"real_low is above real_high");
	agree(l, get_int(s, "contradicted") == get_int(verdicts, "CONTRADICTED"), s,
		"contradicted is not the count of that verdict");
	for EACH(v, s, "verdicts") {
		int64_t n = 0, want = -1;

		for EACH(c, s, "controls")
			n += str_same(get_str(c, "verdict"), v->key);
		agree(l, node_int(v, &want) == 0 && n == want, v,
			"a verdict's count is not that of the controls");
	}
	for EACH(c, s, "controls") {
		failing += get_bool(c, "failing");
		agree(l, get_int(c, "real_low") <= get_int(c, "real_high"), c,
			"real_low of a control is above its real_high");
		agree(l, node_get(verdicts, get_str(c, "verdict")) != NULL, c,
			"a control has a verdict that is not among the counts");
	}
	agree(l, failing == get_int(s, "failing"), s,
		"failing is not the count of the controls that fail");
}

static void
numbers_agree(struct loading *l, const struct node *r)
{
	static const char *const lists[][2] = {{"late", "late_total"}, {"work", "work_total"},
		{"not_persons", "not_persons_total"}};
	static const char *const states[] = {"none", "running", "met", "breached", "unknown"};
	const struct node *clocks = node_get(r, "clocks");
	int64_t sum = 0;

	for EACH(s, r, "scopes")
		scope_agrees(l, s);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		agree(l, node_get(r, lists[i][1]) == NULL
				|| (int64_t)node_count(node_get(r, lists[i][0])) <= get_int(r, lists[i][1]),
			node_get(r, lists[i][0]), "a list is longer than its total");
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++)
		sum += get_int(clocks, states[i]);
	agree(l, clocks == NULL || (sum == get_int(clocks, "items")
			&& sum == get_int(clocks, "left_out")
				+ (int64_t)node_count(node_get(r, "items"))),
		clocks, "the counts of clocks are not those of the items");
	agree(l, !get_bool(r, "complete") || get_child(r, "incomplete") == NULL,
		node_get(r, "complete"), "it is complete, and says why it is not");
}

const struct node *
report_load(struct arena *a, const char *file, const char *text, size_t len, struct diags *d)
{
	struct loading l = {.file = file, .d = d};
	const struct node *r = json_parse(a, file, text, len, JSON_STRICT, d);
	const char *format;

	if (r == NULL)
		return NULL;
	if (r->type != NODE_MAP) {
		complain(&l, &diag_report_no_object, r, "a report is an object");
		return NULL;
	}
	format = node_get_text(r, "format");
	if (!str_same(format, REPORT_FORMAT)) {
		complain(&l, &diag_report_format, node_get(r, "format"),
			format == NULL ? "\"format\" is missing"
				: arena_printf(a, "it is \"%s\"; this version reads \"%s\"",
					text_inert_dup(a, format, 60), REPORT_FORMAT));
		return NULL;
	}
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		need(&l, r, members[i].path, members[i].path, members[i].type);
	numbers(&l, r, 0);
	if (l.rc == 0)
		numbers_agree(&l, r);
	return l.rc == 0 ? r : NULL;
}
