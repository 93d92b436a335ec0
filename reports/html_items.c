/* Items with their clock and their way through the teams: the worst first. */
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
			H_SAID(x, SAY_T_DECISION_IS, SAY_S(get_str(d, "choice")),
				SAY_S(get_str(d, "at")), SAY_S(by));
		else
			H_SAID(x, SAY_T_DECISION_BARE, SAY_S(get_str(d, "choice")),
				SAY_S(get_str(d, "at")));
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
	h_chip(x, tone_of_clock(state), state);
	ex_text(x, " ");
	ex_text_cut(x, get_str(c, "why"), HTML_TEXT);
	ex_close(x);
	if (str_same(state, "none"))
		return;
	if (*get_str(c, "start") != '\0') {
		term(x, SAY_T_START);
		H_SAID(x, SAY_T_STARTED_BY, SAY_S(get_str(c, "start")), SAY_S(get_str(c, "started_by")));
		ex_close(x);
	}
	if (*get_str(c, "due") != '\0') {
		term(x, SAY_T_DUE);
		H_SAID(x, SAY_T_DUE_BY, SAY_S(get_str(c, "due")), SAY_S(get_str(c, "limit")));
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
		h_cell(&t, NULL, get_str(h, "at"));
		h_cell(&t, NULL, get_str(h, "from"));
		h_cell(&t, NULL, get_str(h, "to"));
		h_cell(&t, NULL, get_str(h, "by"));
		h_cell_place(&t, get_str(h, "place"));
		ex_close(x);
	}
	h_table_close(&t);
}

static void
put_way(struct emit_xml *x, const struct node *item)
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
		svg_way(x, item);
	}
	put_hand_offs(x, item);
}

/* The item names controls by their ids; their scopes know how they are written. */
static void
control_link(struct emit_xml *x, const struct node *report, const char *id)
{
	char anchor[128];

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			if (!str_same(get_str(c, "id"), id))
				continue;
			h_anchor(anchor, "control", get_str(s, "framework"), id);
			ex_open(x, "a");
			ex_attr_fmt(x, "href", "#%s", anchor);
			ex_text_cut(x, get_str(c, "label"), HTML_NAME);
			ex_close(x);
			return;
		}
	ex_text_cut(x, id, HTML_TEXT);
}

static void
put_controls(struct emit_xml *x, const struct node *report, const struct node *item)
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
		control_link(x, report, node_text(c) != NULL ? node_text(c) : "");
	}
	ex_close(x);
}

static void
put_body(struct emit_xml *x, const struct node *report, const struct node *item)
{
	ex_open_class(x, "div", "body");
	ex_open_class(x, "dl", "facts");
	put_clock(x, item);
	fact(x, SAY_T_OWNER, get_str(item, "owner"));
	fact(x, SAY_T_TYPE, get_str(item, "type"));
	fact(x, SAY_C_SEVERITY, get_str(item, "severity"));
	fact(x, SAY_T_STATUS, *get_str(item, "status_raw") != '\0' ? get_str(item, "status_raw")
		: get_str(item, "status"));
	put_controls(x, report, item);
	term(x, SAY_T_WHERE);
	h_place(x, get_str(item, "from"));
	ex_close(x);
	ex_close(x);
	put_way(x, item);
	ex_close(x);
}

static void
put_item(struct emit_xml *x, const struct node *report, const struct node *item)
{
	const char *state = get_str(node_get(item, "clock"), "state");
	const char *owner = get_str(item, "owner"), *key = get_str(item, "key");
	const char *late = get_str(node_get(item, "clock"), "late");
	char anchor[128];

	h_anchor(anchor, "item", get_str(item, "id"), NULL);
	ex_open(x, "details");
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
	h_chip(x, tone_of_clock(state), state);
	ex_close(x);
	put_body(x, report, item);
	ex_close(x);
}

void
html_items(struct emit_xml *x, const struct node *report)
{
	static const char *const order[] = {"breached", "unknown", "running", "met", "none"};
	const struct node *n = node_get(report, "clocks");
	uint64_t all = (uint64_t)get_int(n, "items"), told = 0;

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
	for (size_t o = 0; o < COUNT(order); o++)
		for EACH(item, report, "items")
			if (told < HTML_ITEMS && str_same(get_str(node_get(item, "clock"), "state"),
				order[o])) {
				put_item(x, report, item);
				told++;
			}
	ex_close(x);
}
