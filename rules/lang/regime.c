/* What a profile knows beside rules: clocks that no rule can ask yet, and tables over facts. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "rules/lang/changes_inside.h"
#include "rules/lang/pack_diags.h"

static const char *const bases[] = {"standard", "secondary", "trueup", NULL};

static void
load_clock(struct changing *c, struct regime_clock *k, const struct node *n)
{
	static const char *const names[] = {"id", "what", "start", "limit", "calendar", "basis",
		"source", NULL};
	struct duration d;

	if (!node_is(n, NODE_MAP)) {
		pack_error(&c->l, &diag_change, n, "a clock is an object { ... }");
		return;
	}
	pack_members(&c->l, n, names);
	k->id = pack_word(&c->l, n, "id", NULL);
	k->what = pack_word(&c->l, n, "what", NULL);
	k->start = pack_word(&c->l, n, "start", NULL);
	k->limit = pack_word(&c->l, n, "limit", NULL);
	k->calendar = node_get(n, "calendar") != NULL ? pack_word(&c->l, n, "calendar", NULL) : "clock";
	k->basis = pack_word(&c->l, n, "basis", bases);
	k->source = pack_word(&c->l, n, "source", NULL);
	if (k->limit != NULL && duration_parse(&d, k->limit) != 0)
		pack_error(&c->l, &diag_change, node_get(n, "limit"), "an ISO 8601 duration is wanted here");
	if (k->calendar != NULL && !str_same(k->calendar, "clock") && !str_same(k->calendar, "calendar")
		&& !str_has_prefix(k->calendar, "business:"))
		pack_error(&c->l, &diag_change, node_get(n, "calendar"),
			"clock, calendar or business:NAME is wanted here");
}

/* Longer is looser; what is not a duration ("upgrade": with the next one) is longest of all. */
static bool
longer(const char *a, const char *b)
{
	struct duration x, y;
	bool ax = duration_parse(&x, a) == 0, by = duration_parse(&y, b) == 0;

	if (!ax || !by)
		return !ax && by;
	return !duration_within(x, y);
}

/* Every combination once; and where one more fact holds, no more time. */
static void
check_rows(struct changing *c, const struct regime_table *t, const struct node *n)
{
	size_t want = (size_t)1 << t->nkeys;
	const char *limit[64] = {0};

	for (size_t i = 0; i < t->nrows; i++) {
		if (limit[t->rows[i].facts] != NULL)
			pack_error(&c->l, &diag_table, n, "%s: a row stands twice", t->name);
		limit[t->rows[i].facts] = t->rows[i].limit;
	}
	if (t->nrows != want)
		pack_error(&c->l, &diag_table, n, "%s is not total: %zu rows of %zu", t->name, t->nrows, want);
	for (size_t f = 0; f < want; f++)
		for (size_t k = 0; k < t->nkeys; k++) {
			size_t worse = f | ((size_t)1 << k);

			if (worse != f && limit[f] != NULL && limit[worse] != NULL
				&& longer(limit[worse], limit[f]))
				pack_error(&c->l, &diag_table, n, "%s is not monotone: with %s %s follows %s",
					t->name, t->keys[k], limit[worse], limit[f]);
		}
}

static void
load_row(struct changing *c, struct regime_table *t, const struct node *n)
{
	const struct node *v = node_is(n, NODE_LIST) ? n->child : NULL;
	unsigned facts = 0;

	for (size_t k = 0; k < t->nkeys; k++, v = v != NULL ? v->next : NULL)
		if (node_is(v, NODE_TRUE))
			facts |= 1u << k;
		else if (!node_is(v, NODE_FALSE)) {
			pack_error(&c->l, &diag_table, n, "a row is %zu times true or false, then a limit",
				t->nkeys);
			return;
		}
	if (!node_is(v, NODE_STRING)) {
		pack_error(&c->l, &diag_table, n, "the limit of the row is missing");
		return;
	}
	t->rows[t->nrows].facts = facts;
	t->rows[t->nrows].limit = arena_strdup(c->l.a, v->text);
	t->rows[t->nrows++].also = v->next != NULL ? arena_strdup(c->l.a, node_text(v->next)) : "";
}

/* The facts that the regime wants assumed until somebody shows otherwise. */
static void
load_assumed(struct changing *c, struct regime_table *t, const struct node *list)
{
	if (list != NULL && !node_is(list, NODE_LIST))
		pack_error(&c->l, &diag_table, list, "\"assume\" is a list of keys of the table");
	for (const struct node *n = node_is(list, NODE_LIST) ? list->child : NULL; n != NULL;
		n = n->next) {
		size_t k = 0;

		while (k < t->nkeys && !str_same(t->keys[k], node_text(n)))
			k++;
		if (k == t->nkeys)
			pack_error(&c->l, &diag_table, n, "%s has no key \"%.40s\"", t->name,
				node_text(n) != NULL ? node_text(n) : "?");
		else
			t->assumed |= 1u << k;
	}
}

static void
load_table(struct changing *c, struct regime_table *t, const struct node *n)
{
	static const char *const names[] = {"keys", "assume", "rows", "basis", "source", NULL};
	const struct node *keys = node_get(n, "keys"), *rows = node_get(n, "rows");

	t->name = arena_strdup(c->l.a, n->key);
	if (!node_is(n, NODE_MAP) || !node_is(keys, NODE_LIST) || !node_is(rows, NODE_LIST)
		|| node_count(keys) > 6 || node_count(rows) > 64) {
		pack_error(&c->l, &diag_table, n,
			"a table has \"keys\", at most 6 facts, and \"rows\", one a combination");
		return;
	}
	pack_members(&c->l, n, names);
	t->basis = pack_word(&c->l, n, "basis", bases);
	t->source = pack_word(&c->l, n, "source", NULL);
	t->keys = ARENA_ARRAY(c->l.a, const char *, 7);
	for (const struct node *k = keys->child; k != NULL; k = k->next)
		t->keys[t->nkeys++] = arena_strdup(c->l.a, node_text(k) != NULL ? node_text(k) : "?");
	load_assumed(c, t, node_get(n, "assume"));
	for (const struct node *r = rows->child; r != NULL; r = r->next)
		load_row(c, t, r);
	check_rows(c, t, n);
}

void
regime_load(struct changing *c, struct profile *p, const struct node *root)
{
	const struct node *clocks = node_get(root, "clocks"), *tables = node_get(root, "tables");

	p->clocks = ARENA_ARRAY(c->l.a, struct regime_clock, node_count(clocks) + 1);
	if (clocks != NULL && !node_is(clocks, NODE_LIST))
		pack_error(&c->l, &diag_change, clocks, "\"clocks\" is a list of objects");
	else
		for (const struct node *n = clocks != NULL ? clocks->child : NULL; n != NULL; n = n->next)
			load_clock(c, &p->clocks[p->nclocks++], n);
	if (tables != NULL && !node_is(tables, NODE_MAP)) {
		pack_error(&c->l, &diag_table, tables, "\"tables\" is an object of tables");
		return;
	}
	for (const struct node *n = tables != NULL ? tables->child : NULL; n != NULL; n = n->next)
		p->ntables++;
	p->tables = ARENA_ARRAY(c->l.a, struct regime_table, p->ntables + 1);
	p->ntables = 0;
	for (const struct node *n = tables != NULL ? tables->child : NULL; n != NULL; n = n->next)
		load_table(c, &p->tables[p->ntables++], n);
}
