/* A person, by what has his name as owner; an asset, by what fails on it and what names it. */
#include "checker/base/text.h"
#include "checker/explain.h"

#define ROWS 20

static void
item_line(struct buf *b, const struct node *i)
{
	const struct node *c = node_get(i, "clock");

	EXPLAIN(b, say_text(SAY_X_ITEM), get_str(i, "from"), SAY_X_ITEM_SHORT,
		SAY_S(get_str(i, "id")), SAY_S(get_str(c, "state")), SAY_S(get_str(c, "why")));
}

static void
more(struct buf *b, uint64_t all)
{
	if (all > ROWS)
		EXPLAIN(b, "", NULL, SAY_X_MORE, SAY_N(all - ROWS));
}

/* ---- people ---- */

/* As the report spells it, whoever asks. */
static const char *
spelled(const struct node *report, const char *name)
{
	static const char *const lists[] = {"items", "work"};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for EACH(n, report, lists[i])
			if (str_same_fold(get_str(n, "owner"), name))
				return get_str(n, "owner");
	return name;
}

static bool
owns(const struct node *n, const char *key, const char *name)
{
	return *get_str(n, key) != '\0' && str_same_fold(get_str(n, key), name);
}

static uint64_t
owned_controls(struct buf *b, const struct node *report, const char *name)
{
	uint64_t n = 0;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			const struct node *o = node_get(c, "owner");
			const struct node *from = node_first(node_get(o, "from"));

			if (!owns(o, "name", name))
				continue;
			if (n++ < ROWS && b != NULL)
				EXPLAIN(b, say_text(SAY_X_CONTROL), node_text(from), SAY_X_OWNED_CONTROL,
					SAY_S(get_str(c, "label")), SAY_S(get_str(c, "verdict")),
					SAY_S(say_text(str_same(get_str(o, "valid"), "T")
						? SAY_X_OWNER_COUNTS : SAY_X_OWNER_COUNTS_NOT)));
		}
	return n;
}

static uint64_t
owned_items(struct buf *b, const struct node *report, const char *name)
{
	uint64_t n = 0;

	for EACH(i, report, "items")
		if (owns(i, "owner", name) && n++ < ROWS && b != NULL)
			item_line(b, i);
	return n;
}

static uint64_t
owned_work(struct buf *b, const struct node *report, const char *name)
{
	uint64_t n = 0;

	for EACH(w, report, "work") {
		if (!owns(w, "owner", name))
			continue;
		if (n++ >= ROWS || b == NULL)
			continue;
		if (*get_str(w, "due") != '\0')
			EXPLAIN(b, "-", get_str(w, "at"), SAY_X_WORK_DUE, SAY_S(get_str(w, "subject")),
				SAY_S(get_str(w, "what")), SAY_S(get_str(w, "due")));
		else
			EXPLAIN(b, "-", get_str(w, "at"), SAY_X_WORK, SAY_S(get_str(w, "subject")),
				SAY_S(get_str(w, "what")));
	}
	return n;
}

bool
explain_owner(struct buf *b, const struct node *report, const char *name)
{
	uint64_t controls = owned_controls(NULL, report, name);
	uint64_t items = owned_items(NULL, report, name), work = owned_work(NULL, report, name);
	struct buf what;

	if (controls + items + work == 0)
		return false;
	buf_init(&what, 4096);
	SAY_WITH(&what, SAY_X_ANSWERS_FOR, SAY_N(controls), SAY_N(items));
	explain_head(b, spelled(report, name), "", what.p);
	buf_free(&what);
	more(b, owned_controls(b, report, name));
	more(b, owned_items(b, report, name));
	if (work > 0) {
		buf_fmt(b, "\n%s\n", say_text(SAY_X_CLOCK_RISE));
		more(b, owned_work(b, report, name));
	}
	return true;
}

/* ---- assets ---- */

static uint64_t
failing_on(struct buf *b, const struct node *report, const char *name)
{
	uint64_t n = 0;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			for EACH(f, node_get(c, "instances"), "failing")
				if (owns(f, "asset", name) && n++ < ROWS && b != NULL)
					EXPLAIN(b, say_text(SAY_X_FAILS), get_str(f, "at"),
						SAY_X_FAILS_TEST, SAY_S(get_str(c, "label")),
						SAY_S(*get_str(f, "title") != '\0' ? get_str(f, "title")
							: get_str(f, "test")));
	return n;
}

static uint64_t
named_in(struct buf *b, const struct node *report, const char *name)
{
	uint64_t n = 0;

	for EACH(i, report, "items")
		for EACH(a, i, "assets")
			if (node_text(a) != NULL && str_same_fold(node_text(a), name) && n++ < ROWS
				&& b != NULL)
				item_line(b, i);
	return n;
}

static void
about_asset(struct buf *b, const struct node *p)
{
	struct buf ids;

	buf_init(&ids, 4096);
	for EACH(i, p, "ids")
		buf_fmt(&ids, "%s%s", ids.len > 0 ? ", " : "", node_text(i) != NULL ? node_text(i) : "");
	explain_line(b, say_text(SAY_X_IDS), ids.p, NULL);
	buf_free(&ids);
	if (get_int(p, "criticality") > 0)
		EXPLAIN(b, say_text(SAY_X_CRITICALITY), NULL, SAY_X_OF_FIVE,
			SAY_N((uint64_t)get_int(p, "criticality")));
	explain_line(b, say_text(SAY_X_INVENTORY), say_text(get_bool(p, "listed") ? SAY_X_LISTED
		: SAY_X_NOT_LISTED), NULL);
	explain_line(b, say_text(SAY_X_LAST), *get_str(p, "last") != '\0' ? get_str(p, "last")
		: say_text(SAY_X_NEVER), NULL);
}

/* "fqdn:db01.x.example", or without the kind of id. */
static bool
is_id(const char *id, const char *name)
{
	const char *value = id != NULL ? strchr(id, ':') : NULL;

	return id != NULL && (str_same_fold(id, name) || (value != NULL && str_same_fold(value + 1, name)));
}

static const struct node *
asset_named(const struct node *report, const char *name)
{
	for EACH(p, node_get(report, "facts"), "population") {
		if (owns(p, "name", name) || owns(p, "asset", name))
			return p;
		for EACH(i, p, "ids")
			if (is_id(node_text(i), name))
				return p;
	}
	return NULL;
}

bool
explain_asset(struct buf *b, const struct node *report, const char *name)
{
	const struct node *p = asset_named(report, name);
	const char *called = p != NULL ? get_str(p, "name") : name;
	uint64_t fails = failing_on(NULL, report, called), items = named_in(NULL, report, called);
	struct buf what;

	if (p == NULL && fails + items == 0)
		return false;
	buf_init(&what, 4096);
	SAY_WITH(&what, SAY_X_ASSET, SAY_N(fails), SAY_N(items));
	explain_head(b, called, "", what.p);
	buf_free(&what);
	if (p != NULL)
		about_asset(b, p);
	more(b, failing_on(b, report, called));
	more(b, named_in(b, report, called));
	buf_fmt(b, "\n%s\n", say_text(SAY_X_CLOCK_RISE));
	if (fails > 0)
		explain_line(b, "-", say_text(SAY_X_ASSET_PASS), NULL);
	if (p == NULL || !get_bool(p, "listed"))
		explain_line(b, "-", say_text(SAY_X_ASSET_LIST), NULL);
	if (p != NULL && *get_str(p, "last") == '\0')
		explain_line(b, "-", say_text(SAY_X_ASSET_SCAN), NULL);
	if (fails == 0 && p != NULL && get_bool(p, "listed") && *get_str(p, "last") != '\0')
		explain_line(b, "-", say_text(SAY_X_ASSET_FINE), NULL);
	return true;
}
