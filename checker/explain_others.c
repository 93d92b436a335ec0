/* Items with the arithmetic of their clock, rules with instances, sources with their account. */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/explain.h"

#define ROWS 20

static void
fact(struct buf *b, enum say label, const char *text)
{
	if (*text != '\0')
		explain_line(b, say_text(label), text, NULL);
}

/* ---- items ---- */

static void
decision(struct buf *b, const struct node *clock)
{
	const struct node *d = node_get(clock, "decision");
	const char *by = get_str(d, "by");

	if (!node_is(d, NODE_MAP))
		explain_line(b, say_text(SAY_T_DECISION), say_text(SAY_T_DECISION_NONE), NULL);
	else if (*by == '\0')
		EXPLAIN(b, say_text(SAY_T_DECISION), get_str(d, "from"), SAY_T_DECISION_BARE,
			SAY_S(get_str(d, "choice")), SAY_S(get_str(d, "at")));
	else
		EXPLAIN(b, say_text(SAY_T_DECISION), get_str(d, "from"), SAY_T_DECISION_IS,
			SAY_S(get_str(d, "choice")), SAY_S(get_str(d, "at")), SAY_S(by));
	fact(b, SAY_C_REASON, get_str(d, "rationale"));
}

static void
clock_facts(struct buf *b, const struct node *report, const struct node *c)
{
	char as_of[64];

	if (*get_str(c, "start") != '\0')
		EXPLAIN(b, say_text(SAY_T_START), NULL, SAY_T_STARTED_BY, SAY_S(get_str(c, "start")),
			SAY_S(get_str(c, "started_by")));
	if (*get_str(c, "due") != '\0')
		EXPLAIN(b, say_text(SAY_T_DUE), NULL, SAY_T_DUE_BY, SAY_S(get_str(c, "due")),
			SAY_S(get_str(c, "limit")));
	decision(b, c);
	EXPLAIN(b, "", NULL, SAY_AS_OF, SAY_S(as_of_text(report, as_of)));
	if (*get_str(c, "late") != '\0')
		EXPLAIN(b, say_text(SAY_T_LATE), NULL, SAY_X_LATE_NOW, SAY_S(get_str(c, "late")));
}

static void
clock_rise(struct buf *b, const struct node *c)
{
	const char *state = get_str(c, "state");

	buf_fmt(b, "\n%s\n", say_text(SAY_X_CLOCK_RISE));
	if (str_same(state, "running"))
		EXPLAIN(b, "-", NULL, SAY_X_DECIDE_BY, SAY_S(get_str(c, "due")));
	else if (str_same(state, "breached"))
		explain_line(b, "-", say_text(get_bool(c, "overdue_undecided") ? SAY_X_DECIDE_NOW
			: SAY_X_DECIDED_LATE), NULL);
	else if (str_same(state, "unknown"))
		EXPLAIN(b, "-", NULL, SAY_X_CLOCK_MISSING, SAY_S(get_str(c, "why")));
	else
		explain_line(b, "-", say_text(str_same(state, "met") ? SAY_X_CLOCK_FINE
			: SAY_X_CLOCK_NONE), NULL);
}

static void
way(struct buf *b, const struct node *item)
{
	size_t n = 0;
	struct buf text;

	buf_init(&text, MIB);
	for EACH(p, item, "path")
		buf_fmt(&text, "%s%s", n++ > 0 ? " > " : "", node_text(p) != NULL ? node_text(p) : "");
	explain_line(b, say_text(SAY_T_TEAMS), n > 0 ? text.p : say_text(SAY_P_WAY_UNKNOWN), NULL);
	if (n > 1)
		EXPLAIN(b, "", NULL, SAY_P_BOUNCED, SAY_N((uint64_t)get_int(item, "handoffs")),
			SAY_N((uint64_t)(get_int(item, "returns_direct")
				+ get_int(item, "returns_indirect"))));
	for EACH(h, item, "hand_offs")
		EXPLAIN(b, "", get_str(h, "place"), SAY_X_HAND_OFF, SAY_S(get_str(h, "at")),
			SAY_S(get_str(h, "from")), SAY_S(get_str(h, "to")),
			SAY_S(*get_str(h, "by") != '\0' ? get_str(h, "by") : say_text(SAY_SOMEBODY)));
	buf_free(&text);
}

static void
names(struct buf *b, const struct node *map, const char *list, enum say label)
{
	struct buf text;

	buf_init(&text, MIB);
	for EACH(x, map, list)
		buf_fmt(&text, "%s%s", text.len > 0 ? ", " : "", node_text(x) != NULL ? node_text(x) : "");
	fact(b, label, text.p);
	buf_free(&text);
}

void
explain_item(struct buf *b, const struct node *report, const struct node *item)
{
	const struct node *c = node_get(item, "clock");
	const char *owner = get_str(item, "owner");
	struct buf text;

	buf_init(&text, MIB);
	buf_fmt(&text, "%s: %s: %s", say_text(SAY_T_CLOCK), get_str(c, "state"), get_str(c, "why"));
	explain_head(b, get_str(item, "id"), get_str(item, "title"), text.p);
	explain_line(b, say_text(SAY_T_TYPE), get_str(item, "type"), get_str(item, "from"));
	fact(b, SAY_C_SEVERITY, get_str(item, "severity"));
	fact(b, SAY_T_STATUS, *get_str(item, "status_raw") != '\0' ? get_str(item, "status_raw")
		: get_str(item, "status"));
	fact(b, SAY_T_OWNER, *owner != '\0' ? owner : say_text(SAY_P_NO_OWNER));
	names(b, item, "controls", SAY_C_CONTROLS);
	if (!str_same(get_str(c, "state"), "none"))
		clock_facts(b, report, c);
	way(b, item);
	explain_timeline(b, item);
	clock_rise(b, c);
	buf_free(&text);
}

/* ---- what page two says of it ---- */

static bool
speaks_of(const struct node *input, const char *id, bool rule)
{
	const char *value = get_str(input, "value");
	size_t len = strlen(id);

	if (!rule)
		return str_same(value, id);
	return strncmp(value, id, len) == 0 && value[len] == ':' && value[len + 1] == ' ';
}

/* Changes of a rule, or a file of mappings, with what they do to the scores. */
static void
on_page_two(struct buf *b, const struct node *report, const char *id, bool rule)
{
	for EACH(i, report, "judged_party_inputs") {
		if (!speaks_of(i, id, rule))
			continue;
		explain_line(b, get_str(i, "kind"), rule ? get_str(i, "value") : "", NULL);
		if (*get_str(i, "change") != '\0')
			explain_line(b, "", get_str(i, "change"), NULL);
		if (*get_str(i, "effect") != '\0')
			EXPLAIN(b, "", NULL, SAY_X_EFFECT, SAY_S(get_str(i, "effect")));
	}
}

/* ---- rules ---- */

void
explain_rule(struct buf *b, const struct node *report, const struct node *r)
{
	uint64_t told = 0, all = (uint64_t)get_int(r, "instances_total");

	explain_head(b, get_str(r, "id"), get_str(r, "question"), "");
	EXPLAIN(b, say_text(SAY_C_COUNTS), NULL, SAY_X_RULE_COUNTS, SAY_N((uint64_t)get_int(r, "t")),
		SAY_N((uint64_t)get_int(r, "f")), SAY_N((uint64_t)get_int(r, "u")),
		SAY_N((uint64_t)get_int(r, "b")));
	fact(b, SAY_C_SEVERITY, get_str(r, "severity"));
	fact(b, SAY_C_BASIS, get_str(r, "basis"));
	fact(b, SAY_X_REFS, get_str(r, "refs"));
	if (!get_bool(r, "enabled"))
		explain_line(b, "", say_text(SAY_X_RULE_OFF), NULL);
	if (get_bool(r, "draft"))
		explain_line(b, "", say_text(SAY_X_RULE_DRAFT), NULL);
	on_page_two(b, report, get_str(r, "id"), true);
	for EACH(i, r, "instances") {
		if (told == ROWS)
			break;
		told++;
		EXPLAIN(b, get_str(i, "value"), get_str(i, "at"), SAY_X_FACT_ROW,
			SAY_S(get_str(i, "subject")), SAY_S(get_str(i, "message")));
		if (*get_str(i, "also") != '\0')
			explain_line(b, "", "", get_str(i, "also"));
		if (*get_str(i, "fix") != '\0')
			EXPLAIN(b, "", NULL, SAY_X_FIX, SAY_S(get_str(i, "fix")));
	}
	if (all > told)
		EXPLAIN(b, "", NULL, SAY_MORE_CHECKS, SAY_N(all - told));
}

/* ---- sources ---- */

/* "a.json:12" and "a.json: /x" are places in "a.json", "a.json.old:3" is none. */
static bool
place_in(const char *place, const char *path)
{
	size_t len = strlen(path);

	return strncmp(place, path, len) == 0 && (place[len] == ':' || place[len] == '\0');
}

static void
cited(struct buf *b, const struct node *report, const char *path)
{
	uint64_t told = 0;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			for EACH(f, c, "from") {
				if (node_text(f) == NULL || !place_in(node_text(f), path) || told > ROWS)
					continue;
				if (told++ == 0)
					buf_fmt(b, "\n%s\n", say_text(SAY_X_CITED));
				if (told <= ROWS)
					explain_line(b, get_str(c, "label"), get_str(c, "verdict"),
						node_text(f));
			}
	if (told > ROWS)
		explain_line(b, "", "...", NULL);
}

void
explain_source(struct buf *b, const struct node *report, const struct node *s)
{
	const char *format = get_str(s, "format"), *complete = get_str(s, "complete");

	explain_head(b, get_str(s, "path"), get_str(s, "producer"), "");
	explain_line(b, say_text(SAY_C_FORMAT), *format != '\0' ? format : say_text(SAY_P_NOT_DATA),
		NULL);
	fact(b, SAY_C_GRADE, get_str(s, "grade"));
	fact(b, SAY_C_DIGEST, get_str(s, "sha256"));
	names(b, s, "roles", SAY_X_ROLES);
	EXPLAIN(b, say_text(SAY_X_RECORDS), NULL, SAY_X_ACCOUNT, SAY_N((uint64_t)get_int(s, "seen")),
		SAY_N((uint64_t)get_int(s, "kept")), SAY_N((uint64_t)get_int(s, "refused")),
		SAY_N((uint64_t)get_int(s, "ignored_total")));
	for EACH(r, s, "records")
		EXPLAIN(b, "", NULL, SAY_X_FACT_ROW, SAY_S(node_text(r) != NULL ? node_text(r) : ""),
			SAY_S(r->key != NULL ? r->key : ""));
	for EACH(i, s, "ignored")
		EXPLAIN(b, say_text(SAY_C_IGNORED), NULL, SAY_X_FACT_ROW,
			SAY_S(node_text(i) != NULL ? node_text(i) : ""), SAY_S(i->key != NULL ? i->key : ""));
	for EACH(w, s, "unknown_words")
		explain_line(b, say_text(SAY_X_ODD_WORD), get_str(w, "word"), NULL);
	explain_line(b, "", say_text(str_same(complete, "T") ? SAY_X_COMPLETE_T
		: str_same(complete, "F") ? SAY_X_COMPLETE_F : SAY_X_COMPLETE_U), NULL);
	if (get_bool(s, "broken"))
		explain_line(b, "", say_text(SAY_P_BROKEN), NULL);
	if (get_bool(s, "empty"))
		explain_line(b, "", say_text(SAY_P_EMPTY_FILE), NULL);
	fact(b, SAY_C_AT, get_str(s, "as_of"));
	on_page_two(b, report, get_str(s, "path"), false);
	cited(b, report, get_str(s, "path"));
}

/* ---- the previous report ---- */

void
explain_previous(struct buf *b, const struct node *report)
{
	const struct node *p = node_get(report, "previous"), *r = node_get(p, "ratchet");
	char as_of[64];

	explain_head(b, say_text(SAY_PARTY_CHAIN), "", "");
	EXPLAIN(b, say_text(SAY_C_FILE), NULL, SAY_X_PREVIOUS, SAY_S(get_str(p, "file")),
		SAY_S(as_of_text(p, as_of)), SAY_S(seal_text(get_str(p, "seal"))),
		SAY_S(get_str(p, "sha256")));
	buf_fmt(b, "\n%s\n", say_text(SAY_H_CARRIED));
	for EACH(l, p, "lines")
		EXPLAIN(b, "-", get_str(l, "at"), SAY_CARRIED_LINE, SAY_S(get_str(l, "subject")),
			SAY_S(get_str(l, "text")));
	if (get_child(p, "lines") == NULL)
		explain_line(b, "-", say_text(SAY_K_NOTHING), NULL);
	buf_fmt(b, "\n%s\n", say_text(SAY_H_MEASURED));
	for EACH(s, p, "like_for_like")
		EXPLAIN(b, "-", NULL, SAY_D_LIKE, SAY_S(get_str(s, "scope")),
			SAY_N(percent_down(get_int(s, "now"))), SAY_N(percent_down(get_int(s, "before"))),
			SAY_N((uint64_t)get_int(s, "controls")));
	for EACH(m, p, "measured")
		explain_line(b, "-", get_str(m, "text"), NULL);
	if (get_child(p, "measured") == NULL)
		explain_line(b, "-", say_text(SAY_K_SAME), NULL);
	buf_fmt(b, "\n%s\n", say_text(SAY_H_RATCHET));
	explain_line(b, "-", say_text(get_bool(r, "holds") ? SAY_K_RATCHET_HOLDS
		: SAY_K_RATCHET_SLIPS), NULL);
	for EACH(w, r, "why")
		explain_line(b, "-", get_str(w, "text"), get_str(w, "at"));
}
