/* A control: what is claimed, what is shown, and the lines of evidence that decide. */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/html.h"
#include "reports/rise.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

static void
term(struct emit_xml *x, enum say what)
{
	ex_element(x, "dt", NULL, say_text(what));
	ex_open(x, "dd");
}

static bool
null_share(const struct node *d)
{
	return get_bool(d, "empty") || !node_is(node_get(d, "lo"), NODE_NUMBER);
}

static void
share_words(struct emit_xml *x, int64_t lo, int64_t hi)
{
	if (percent_down(lo) == percent_up(hi))
		H_SAID(x, SAY_P_SHARE_EXACT, SAY_N(percent_down(lo)));
	else
		H_SAID(x, SAY_P_SHARE, SAY_N(percent_down(lo)), SAY_N(percent_up(hi)));
}

static void
counted(struct emit_xml *x, char dim, const struct node *d)
{
	uint64_t n = (uint64_t)get_int(d, "n"), good = (uint64_t)get_int(d, "good");
	uint64_t bad = (uint64_t)get_int(d, "bad");

	if (n == 0)
		return;
	if (dim == 'o')
		H_SAID(x, SAY_P_COUNT_O, SAY_N(good), SAY_N(n), SAY_S(get_str(d, "kind")), SAY_N(bad));
	else if (dim == 'd')
		H_SAID(x, SAY_P_COUNT_D, SAY_N(good), SAY_N(n), SAY_N(bad));
	else
		H_SAID(x, SAY_P_COUNT_W, SAY_N(good), SAY_N(n), SAY_N(bad));
}

static void
dim_row(struct h_table *t, const struct node *c, const char *key, enum say question)
{
	const struct node *d = node_get(c, key);

	h_row(t, NULL);
	h_cell_open(t, NULL);
	ex_element(t->x, "b", NULL, key[0] == 'o' ? "O" : key[0] == 'd' ? "D" : "W");
	ex_text(t->x, " ");
	h_say(t->x, question);
	ex_close(t->x);
	h_cell_open(t, NULL);
	if (null_share(d)) {
		h_say(t->x, SAY_P_EMPTY_DIM);
	} else {
		share_words(t->x, get_int(d, "lo"), get_int(d, "hi"));
		svg_share(t->x, get_int(d, "lo"), get_int(d, "hi"));
	}
	ex_close(t->x);
	h_cell_open(t, NULL);
	counted(t->x, key[0], d);
	ex_close(t->x);
	h_cell(t, NULL, get_str(d, "why"));
	ex_close(t->x);
}

static void
put_dims(struct emit_xml *x, const struct node *c)
{
	static const enum say heads[] = {SAY_C_QUESTION, SAY_C_SHARE, SAY_C_COUNTS,
		SAY_C_REASON_WHY};
	struct h_table t;

	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	dim_row(&t, c, "o", SAY_P_DIM_O);
	dim_row(&t, c, "d", SAY_P_DIM_D);
	dim_row(&t, c, "w", SAY_P_DIM_W);
	h_table_close(&t);
}

static void
put_claim(struct emit_xml *x, const struct node *c)
{
	const struct node *claim = node_get(c, "claim");
	const char *state = get_str(claim, "state");

	term(x, SAY_T_CLAIM);
	if (*state == '\0')
		h_say(x, SAY_P_CLAIM_NONE);
	else if (*get_str(claim, "raw") == '\0')
		ex_text(x, state);
	else
		H_SAID(x, SAY_P_CLAIM_IS, SAY_S(state), SAY_S(get_str(claim, "raw")));
	ex_text(x, " ");
	h_place(x, get_str(claim, "from"));
	if (get_bool(claim, "disagree")) {
		ex_open(x, "br");
		ex_empty(x);
		h_say(x, SAY_P_OTHER_CLAIMS);
		for EACH(o, claim, "others") {
			ex_text(x, " ");
			ex_text(x, get_str(o, "state"));
			ex_text(x, " ");
			h_place(x, get_str(o, "from"));
		}
	}
	ex_close(x);
}

static void
put_owner(struct emit_xml *x, const struct node *c)
{
	const struct node *owner = node_get(c, "owner");
	const char *name = get_str(owner, "name"), *valid = get_str(owner, "valid");

	term(x, SAY_T_OWNER);
	ex_text_cut(x, *name != '\0' ? name : say_text(SAY_P_NO_OWNER), HTML_TEXT);
	ex_text(x, " ");
	if (str_same(valid, "T"))
		h_chip(x, "good", say_text(SAY_P_VALID_T));
	else if (str_same(valid, "U"))
		h_chip(x, "warn", say_text(SAY_P_VALID_U));
	else
		h_chip(x, "bad", say_text(SAY_P_VALID_F));
	ex_text(x, " ");
	ex_text_cut(x, get_str(owner, "why"), HTML_TEXT);
	for EACH(f, owner, "from") {
		ex_text(x, " ");
		h_place(x, node_text(f));
	}
	ex_close(x);
}

static void
put_marks(struct emit_xml *x, const struct node *c)
{
	struct buf b;

	if (get_child(c, "overlays") == NULL)
		return;
	buf_init(&b, MIB);
	term(x, SAY_T_OVERLAYS);
	for EACH(o, c, "overlays") {
		buf_reset(&b);
		plain_put(&b, node_text(o) != NULL ? node_text(o) : "");
		h_chip(x, "warn", b.p);
		ex_text(x, " ");
	}
	buf_free(&b);
	ex_close(x);
}

static void
put_failing(struct emit_xml *x, const struct node *c)
{
	static const enum say heads[] = {SAY_C_ASSET, SAY_C_TEST, SAY_C_SEVERITY, SAY_C_WHERE};
	const struct node *inst = node_get(c, "instances");
	uint64_t n = (uint64_t)get_int(inst, "failing_total"), told = 0;
	struct h_table t;

	if (get_child(inst, "failing") == NULL)
		return;
	ex_element(x, "h5", NULL, say_text(SAY_P_FAILING_ASSETS));
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(f, inst, "failing") {
		if (told == HTML_ROWS)
			break;
		told++;
		h_row(&t, NULL);
		h_cell_name(&t, get_str(f, "asset"));
		h_cell_open(&t, NULL);
		ex_text_cut(x, get_str(f, "test"), HTML_NAME);
		if (*get_str(f, "title") != '\0') {
			ex_text(x, ": ");
			ex_text_cut(x, get_str(f, "title"), HTML_TEXT);
		}
		if (get_bool(f, "uncovered")) {
			ex_text(x, " ");
			h_chip(x, "bad", say_text(SAY_P_UNCOVERED));
		}
		ex_close(x);
		h_cell(&t, NULL, get_str(f, "severity"));
		h_cell_place(&t, get_str(f, "at"));
		ex_close(x);
	}
	h_table_close(&t);
	h_more(x, n > told ? n - told : 0);
}

static void
put_samples_of(struct emit_xml *x, const struct node *c)
{
	struct buf b;

	buf_init(&b, MIB);
	for EACH(s, c, "samples") {
		buf_reset(&b);
		plain_put(&b, get_str(s, "text"));
		ex_element(x, "p", get_bool(s, "counts") ? NULL : "soft", b.p);
	}
	buf_free(&b);
}

static void
put_counts(struct emit_xml *x, const struct node *c)
{
	const struct node *inst = node_get(c, "instances");
	uint64_t listed = (uint64_t)get_int(inst, "listed_failures");
	uint64_t stale = (uint64_t)get_int(inst, "stale");

	if (listed > 0) {
		ex_open_class(x, "p", "soft");
		H_SAID(x, SAY_P_LISTED_FAILURES, SAY_N(listed));
		ex_close(x);
	}
	if (stale > 0) {
		ex_open_class(x, "p", "soft");
		H_SAID(x, SAY_P_STALE, SAY_N(stale));
		ex_close(x);
	}
}

/* ---- its items: late decisions and acceptances stand out ---- */

static void
linked_decision(struct h_table *t, const struct node *item)
{
	const struct node *d = node_at(item, "clock/decision");

	h_cell_open(t, NULL);
	if (node_is(d, NODE_MAP)) {
		ex_text_cut(t->x, get_str(d, "choice"), HTML_NAME);
		ex_text(t->x, ", ");
		h_when(t->x, get_str(d, "at"));
		if (*get_str(d, "until") != '\0') {
			ex_text(t->x, ", ");
			h_say(t->x, SAY_P_UNTIL);
			ex_text(t->x, " ");
			h_when(t->x, get_str(d, "until"));
		}
	} else {
		h_say(t->x, SAY_T_DECISION_NONE);
	}
	ex_close(t->x);
}

static void
linked_row(struct h_table *t, const struct h_page *p, const char *id)
{
	const struct h_item *i = map_get(p->items, id, strlen(id));
	const struct node *clock = node_get(i != NULL ? i->item : NULL, "clock");
	const char *state = get_str(clock, "state");
	const char *owner = get_str(i != NULL ? i->item : NULL, "owner");

	h_row(t, NULL);
	h_cell_open(t, NULL);
	h_link_item(t->x, p, id);
	ex_close(t->x);
	h_cell_open(t, NULL);
	if (i != NULL)
		h_chip(t->x, tone_of_clock(state), clock_said(state));
	if (*get_str(clock, "late") != '\0') {
		ex_text(t->x, " ");
		ex_text_cut(t->x, get_str(clock, "late"), HTML_NAME);
	}
	ex_close(t->x);
	linked_decision(t, i != NULL ? i->item : NULL);
	h_cell(t, NULL, *owner != '\0' ? owner : say_text(SAY_NOBODY));
	h_cell_open(t, "way");
	if (i != NULL)
		svg_way_small(t->x, i->item);
	ex_close(t->x);
	ex_close(t->x);
}

static void
put_linked(struct emit_xml *x, const struct h_page *p, const struct node *c)
{
	static const enum say heads[] = {SAY_C_ITEM, SAY_C_STATE, SAY_C_DECISION, SAY_T_OWNER,
		SAY_T_WAY};
	uint64_t n = (uint64_t)get_int(c, "items_total"), told = 0;
	struct h_table t;

	if (get_child(c, "items") == NULL)
		return;
	ex_element(x, "h5", NULL, say_text(SAY_P_LINKED_ITEMS));
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(i, c, "items") {
		if (told == HTML_ROWS)
			break;
		told++;
		linked_row(&t, p, node_text(i) != NULL ? node_text(i) : "");
	}
	h_table_close(&t);
	h_more(x, n > told ? n - told : 0);
}

/* ---- what would raise it ---- */

struct rising { struct emit_xml *x; bool list; };

static void
rise_head(void *to, const char *text)
{
	struct rising *r = to;

	ex_element(r->x, "h5", NULL, say_text(SAY_P_RISE));
	ex_open(r->x, "p");
	ex_text_cut(r->x, text, 2 * HTML_TEXT);
	ex_close(r->x);
}

static void
rise_point(void *to, const char *text, const char *place)
{
	struct rising *r = to;

	if (!r->list)
		ex_open(r->x, "ul");
	r->list = true;
	ex_open(r->x, "li");
	ex_text_cut(r->x, text, 2 * HTML_TEXT);
	ex_text(r->x, " ");
	h_place(r->x, place);
	ex_close(r->x);
}

static void
put_rise(struct emit_xml *x, const struct h_page *p, const struct node *c)
{
	struct rising r = {x, false};

	rise_tell(&(struct rise){rise_head, rise_point, &r}, p->report, c);
	if (r.list)
		ex_close(x);
}

static void
put_from(struct emit_xml *x, const struct node *c)
{
	if (get_child(c, "from") == NULL)
		return;
	ex_element(x, "h5", NULL, say_text(SAY_P_DECIDED_BY));
	ex_open_class(x, "ul", "lines");
	for EACH(f, c, "from") {
		ex_open(x, "li");
		h_place(x, node_text(f));
		ex_close(x);
	}
	ex_close(x);
}

static void
put_summary(struct emit_xml *x, const struct node *c)
{
	const char *owner = get_str(node_get(c, "owner"), "name"), *title = get_str(c, "title");
	const char *verdict = get_str(c, "verdict"), *limit = get_str(c, "limited_why");

	ex_open(x, "summary");
	ex_open_class(x, "span", "id");
	ex_text_cut(x, get_str(c, "label"), HTML_NAME);
	ex_close(x);
	ex_open_class(x, "span", "what");
	if (*title != '\0') {
		ex_open_class(x, "span", "name");
		ex_text_cut(x, title, HTML_TEXT);
		ex_close(x);
	}
	ex_open_class(x, "span", "soft");
	ex_text_cut(x, *owner != '\0' ? owner : say_text(SAY_P_NO_OWNER), HTML_TEXT);
	if (*limit != '\0') {
		ex_text(x, "; ");
		ex_text_cut(x, limit, HTML_TEXT);
	}
	ex_close(x);
	ex_close(x);
	h_chip(x, tone_of_verdict(verdict), verdict);
	ex_open_class(x, "span", "share");
	share_words(x, get_int(c, "real_low"), get_int(c, "real_high"));
	svg_interval(x, get_int(node_get(c, "claim"), "p"), get_int(c, "real_low"),
		get_int(c, "real_high"));
	ex_close(x);
	ex_close(x);
}

void
html_control(struct emit_xml *x, const struct h_page *p, const struct node *scope,
	const struct node *c)
{
	char anchor[128];

	h_control_anchor(anchor, p, scope, get_str(c, "id"));
	ex_open(x, "details");
	ex_attr(x, "id", anchor);
	h_filters_class(x, p, c);
	ex_attr_fmt(x, "data-w", "%llu", (unsigned long long)get_int(c, "weight"));
	h_attr_cut(x, "data-id", get_str(c, "label"));
	put_summary(x, c);
	ex_open_class(x, "div", "body");
	ex_open_class(x, "dl", "facts");
	put_claim(x, c);
	put_owner(x, c);
	term(x, SAY_T_LIMIT);
	ex_text(x, get_str(c, "limited_why"));
	ex_close(x);
	put_marks(x, c);
	term(x, SAY_T_WEIGHT);
	ex_count(x, (uint64_t)get_int(c, "weight"));
	ex_close(x);
	ex_close(x);
	put_dims(x, c);
	put_rise(x, p, c);
	put_failing(x, c);
	put_samples_of(x, c);
	put_counts(x, c);
	put_linked(x, p, c);
	put_from(x, c);
	ex_close(x);
	ex_close(x);
}

void
html_controls(struct emit_xml *x, const struct h_page *p)
{
	h_section(x, "controls", SAY_H_CONTROLS);
	h_filters_form(x, p);
	for EACH(s, p->report, "scopes")
		html_scope(x, p, s);
	ex_close(x);
}
