/* Items with their clock and their way through the teams: the worst first. */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/html.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

static void
term(struct emit_xml *x, enum say what)
{
	ex_element(x, "dt", NULL, say_text(what));
	ex_open(x, "dd");
}

static void
fact(struct emit_xml *x, enum say what, const char *text)
{
	if (*text == '\0')
		return;
	term(x, what);
	ex_text_cut(x, text, HTML_TEXT);
	ex_close(x);
}

/* A sentence whose parts may hold instants and spans. */
static void
said_when(struct emit_xml *x, enum say what, const char *a, const char *b, const char *c)
{
	const struct said v[] = {{.s = a}, {.s = b}, {.s = c}};
	struct buf text;

	buf_init(&text, MIB);
	say_list(&text, what, v, COUNT(v));
	h_when(x, text.p);
	buf_free(&text);
}

static void
put_decision(struct emit_xml *x, const struct node *clock)
{
	const struct node *d = node_get(clock, "decision");
	const char *by = get_str(d, "by");

	term(x, SAY_T_DECISION);
	if (!node_is(d, NODE_MAP)) {
		h_say(x, SAY_T_DECISION_NONE);
	} else {
		if (*by != '\0')
			said_when(x, SAY_T_DECISION_IS, get_str(d, "choice"), get_str(d, "at"), by);
		else
			said_when(x, SAY_T_DECISION_BARE, get_str(d, "choice"), get_str(d, "at"), "");
		ex_text(x, " ");
		h_place(x, get_str(d, "from"));
	}
	ex_close(x);
}

static void
put_clock(struct emit_xml *x, const struct node *item)
{
	const struct node *c = node_get(item, "clock");
	const char *state = get_str(c, "state");

	term(x, SAY_T_CLOCK);
	h_chip(x, tone_of_clock(state), clock_said(state));
	ex_text(x, " ");
	ex_text_cut(x, get_str(c, "why"), HTML_TEXT);
	ex_close(x);
	if (str_same(state, "none"))
		return;
	if (*get_str(c, "start") != '\0') {
		term(x, SAY_T_START);
		said_when(x, SAY_T_STARTED_BY, get_str(c, "start"), get_str(c, "started_by"), "");
		ex_close(x);
	}
	if (*get_str(c, "due") != '\0') {
		term(x, SAY_T_DUE);
		said_when(x, SAY_T_DUE_BY, get_str(c, "due"), get_str(c, "limit"), "");
		ex_close(x);
	}
	put_decision(x, c);
	fact(x, SAY_T_LATE, get_str(c, "late"));
}

static void
put_hand_offs(struct emit_xml *x, const struct node *item)
{
	static const enum say heads[] = {SAY_C_AT, SAY_C_FROM, SAY_C_TO, SAY_C_BY, SAY_C_WHERE};
	struct h_table t;

	if (get_child(item, "hand_offs") == NULL)
		return;
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(h, item, "hand_offs") {
		h_row(&t, NULL);
		h_cell_when(&t, get_str(h, "at"));
		h_cell(&t, NULL, get_str(h, "from"));
		h_cell(&t, NULL, get_str(h, "to"));
		h_cell(&t, NULL, get_str(h, "by"));
		h_cell_place(&t, get_str(h, "place"));
		ex_close(x);
	}
	h_table_close(&t);
}

static void
put_way(struct emit_xml *x, const struct node *report, const struct node *item)
{
	size_t n = node_count(node_get(item, "path"));

	ex_element(x, "h4", NULL, say_text(SAY_T_WAY));
	if (n == 0) {
		h_para(x, "soft", SAY_P_WAY_UNKNOWN);
	} else if (n == 1) {
		h_para(x, "soft", SAY_P_WAY_NONE);
	} else {
		ex_open(x, "p");
		H_SAID(x, SAY_P_BOUNCED, SAY_N((uint64_t)get_int(item, "handoffs")),
			SAY_N((uint64_t)(get_int(item, "returns_direct")
				+ get_int(item, "returns_indirect"))));
		ex_close(x);
	}
	if (svg_timeline(x, report, item)) {
		if (n > 1)
			h_para(x, "soft small", SAY_P_TIMELINE_KEY);
	} else if (n > 1) {
		svg_way(x, item);
	}
	put_hand_offs(x, item);
}

static void
put_controls(struct emit_xml *x, const struct h_page *p, const struct node *item)
{
	size_t told = 0;

	if (get_child(item, "controls") == NULL)
		return;
	term(x, SAY_C_CONTROLS);
	for EACH(c, item, "controls") {
		if (told++ == HTML_ROWS)
			break;
		if (told > 1)
			ex_text(x, ", ");
		h_link_control(x, p, node_text(c) != NULL ? node_text(c) : "");
	}
	ex_close(x);
}

static void
put_body(struct emit_xml *x, const struct h_page *p, const struct node *item)
{
	ex_open_class(x, "div", "body");
	ex_open_class(x, "dl", "facts");
	put_clock(x, item);
	fact(x, SAY_T_OWNER, get_str(item, "owner"));
	fact(x, SAY_T_TYPE, get_str(item, "type"));
	fact(x, SAY_C_SEVERITY, get_str(item, "severity"));
	fact(x, SAY_T_STATUS, *get_str(item, "status_raw") != '\0' ? get_str(item, "status_raw")
		: get_str(item, "status"));
	put_controls(x, p, item);
	term(x, SAY_T_WHERE);
	h_place(x, get_str(item, "from"));
	ex_close(x);
	ex_close(x);
	put_way(x, p->report, item);
	ex_close(x);
}

static void
put_item(struct emit_xml *x, const struct h_page *p, const struct node *item)
{
	const char *state = get_str(node_get(item, "clock"), "state");
	const char *owner = get_str(item, "owner"), *key = get_str(item, "key");
	const char *late = get_str(node_get(item, "clock"), "late");
	char anchor[128];

	h_anchor(anchor, "item", get_str(item, "id"), NULL);
	ex_open_class(x, "details", tone_of_clock(state));
	ex_attr(x, "id", anchor);
	ex_open(x, "summary");
	ex_open_class(x, "span", "id");
	ex_text_cut(x, *key != '\0' ? key : get_str(item, "id"), HTML_NAME);
	ex_close(x);
	ex_open_class(x, "span", "what");
	ex_text_cut(x, get_str(item, "title"), HTML_TEXT);
	ex_text(x, " ");
	ex_open_class(x, "span", "soft");
	ex_text_cut(x, *owner != '\0' ? owner : say_text(SAY_P_NO_OWNER), HTML_TEXT);
	if (*late != '\0') {
		ex_text(x, ", ");
		H_SAID(x, SAY_P_LATE, SAY_S(late));
	}
	ex_close(x);
	svg_way_small(x, item);
	ex_close(x);
	h_chip(x, tone_of_clock(state), clock_said(state));
	ex_close(x);
	put_body(x, p, item);
	ex_close(x);
}

/* ---- teams ---- */

static void
put_teams(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_TEAM, SAY_C_SHARE, SAY_C_OPEN, SAY_C_LATE, SAY_C_BACK};
	uint64_t n = (uint64_t)get_int(report, "teams_total"), told = 0;
	int64_t most = get_int(get_child(report, "teams"), "open");
	struct h_table t;

	if (get_child(report, "teams") == NULL)
		return;
	ex_element(x, "h3", NULL, say_text(SAY_H_TEAMS));
	h_table_open(&t, x, "wide", SAY_P_TEAMS_NOTE, heads, COUNT(heads));
	for EACH(team, report, "teams") {
		const char *name = get_str(team, "team");

		if (told++ == HTML_TEAMS)
			break;
		h_row(&t, NULL);
		h_cell_name(&t, *name != '\0' ? name : say_text(SAY_P_NO_TEAM));
		h_cell_open(&t, "bar");
		svg_load(x, team, most);
		ex_close(x);
		h_cell_count(&t, (uint64_t)get_int(team, "open"));
		h_cell_count(&t, (uint64_t)get_int(team, "late"));
		h_cell_count(&t, (uint64_t)get_int(team, "got_back"));
		ex_close(x);
	}
	h_table_close(&t);
	if (n <= HTML_TEAMS)
		return;
	ex_open_class(x, "p", "soft");
	H_SAID(x, SAY_P_TEAMS_CUT, SAY_N(HTML_TEAMS), SAY_N(n));
	ex_close(x);
}

/* ---- acceptances ---- */

/* Both are UTC and RFC 3339, or the date alone, which ends with its day. */
static bool
is_over(const char *until, const char *as_of)
{
	size_t n = strlen(until) < 20 ? 10 : 20;

	return *until != '\0' && strncmp(until, as_of, n) < 0;
}

static void
acceptance_row(struct h_table *t, const struct h_page *p, const struct node *item)
{
	const struct node *d = node_at(item, "clock/decision");
	const char *until = get_str(d, "until"), *by = get_str(d, "by");
	struct buf b, when;

	buf_init(&b, 256);
	buf_init(&when, 256);
	h_row(t, NULL);
	h_cell_open(t, NULL);
	h_link_item(t->x, p, get_str(item, "id"));
	ex_close(t->x);
	h_cell(t, NULL, *by != '\0' ? by : say_text(SAY_P_NOT_NAMED));
	h_cell_when(t, get_str(d, "at"));
	h_cell_open(t, NULL);
	if (*until == '\0') {
		h_chip(t->x, "warn", say_text(SAY_P_ACCEPTED_OPEN));
	} else if (is_over(until, get_str(p->report, "as_of"))) {
		plain_put(&when, until);
		SAY_WITH(&b, SAY_P_ACCEPTED_OVER, SAY_S(when.p));
		h_chip(t->x, "bad", b.p);
	} else {
		h_when(t->x, until);
	}
	ex_close(t->x);
	h_cell(t, NULL, get_str(d, "rationale"));
	h_cell_place(t, get_str(d, "from"));
	ex_close(t->x);
	buf_free(&b);
	buf_free(&when);
}

static void
put_acceptances(struct emit_xml *x, const struct h_page *p)
{
	static const enum say heads[] = {SAY_C_ITEM, SAY_C_BY, SAY_C_AT, SAY_C_UNTIL, SAY_C_WHY_ACCEPTED,
		SAY_C_WHERE};
	uint64_t told = 0, n = 0;
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_P_ACCEPTED));
	for EACH(i, p->report, "items")
		n += str_same(get_str(node_at(i, "clock/decision"), "choice"), "accept");
	if (n == 0) {
		h_para(x, "soft", SAY_P_ACCEPTED_NONE);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(i, p->report, "items")
		if (told < HTML_ITEMS
			&& str_same(get_str(node_at(i, "clock/decision"), "choice"), "accept")) {
			acceptance_row(&t, p, i);
			told++;
		}
	h_table_close(&t);
	h_more(x, n - told);
}

const char *const html_item_order[] = {"breached", "unknown", "running", "met", "none", NULL};

void
html_items(struct emit_xml *x, const struct h_page *p)
{
	const struct node *n = node_get(p->report, "clocks");
	uint64_t all = (uint64_t)get_int(n, "items");

	h_section(x, "items", SAY_H_ITEMS);
	if (all == 0) {
		h_para(x, "soft", SAY_NONE_ITEMS);
		ex_close(x);
		return;
	}
	ex_open(x, "p");
	H_SAID(x, SAY_P_ITEMS_COUNT, SAY_N(all), SAY_N((uint64_t)get_int(n, "breached")),
		SAY_N((uint64_t)get_int(n, "unknown")), SAY_N((uint64_t)get_int(n, "running")),
		SAY_N((uint64_t)get_int(n, "met")), SAY_N((uint64_t)get_int(n, "none")));
	if (all > HTML_ITEMS) {
		ex_text(x, " ");
		H_SAID(x, SAY_P_ITEMS_CUT, SAY_N(HTML_ITEMS));
	}
	ex_close(x);
	put_teams(x, p->report);
	put_acceptances(x, p);
	ex_element(x, "h3", NULL, say_text(SAY_H_ITEMS_EACH));
	for (size_t i = 0; i < map_count(p->items); i++) {
		const struct h_item *item = map_value_at(p->items, i);

		if (item->shown)
			put_item(x, p, item->item);
	}
	ex_close(x);
}
