/* The controls, worst verdict first; each opens down to the lines of its evidence. */
#include "checker/base/text.h"
#include "reports/html.h"

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
	if (get_child(c, "overlays") == NULL)
		return;
	term(x, SAY_T_OVERLAYS);
	for EACH(o, c, "overlays") {
		h_chip(x, "warn", node_text(o));
		ex_text(x, " ");
	}
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
	h_table_open(&t, x, NULL, SAY_P_FAILING_ASSETS, heads, COUNT(heads));
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

static void
put_linked(struct emit_xml *x, const struct node *c)
{
	uint64_t n = (uint64_t)get_int(c, "items_total"), told = 0;
	char anchor[128];

	if (get_child(c, "items") == NULL)
		return;
	ex_element(x, "h4", NULL, say_text(SAY_P_LINKED_ITEMS));
	ex_open(x, "p");
	for EACH(i, c, "items") {
		if (told == HTML_ROWS)
			break;
		told++;
		h_anchor(anchor, "item", node_text(i), NULL);
		ex_open(x, "a");
		ex_attr_fmt(x, "href", "#%s", anchor);
		ex_text_cut(x, node_text(i), HTML_TEXT);
		ex_close(x);
		ex_text(x, " ");
	}
	ex_close(x);
	h_more(x, n > told ? n - told : 0);
}

static void
put_from(struct emit_xml *x, const struct node *c)
{
	if (get_child(c, "from") == NULL)
		return;
	ex_element(x, "h4", NULL, say_text(SAY_P_DECIDED_BY));
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
	const struct node *w = node_get(c, "owner");
	const char *owner = get_str(w, "name");

	ex_open(x, "summary");
	ex_open_class(x, "span", "id");
	ex_text_cut(x, get_str(c, "label"), HTML_NAME);
	ex_close(x);
	ex_open_class(x, "span", "what");
	ex_text_cut(x, get_str(c, "title"), HTML_TEXT);
	ex_text(x, " ");
	ex_open_class(x, "span", "soft");
	ex_text_cut(x, *owner != '\0' ? owner : say_text(SAY_P_NO_OWNER), HTML_TEXT);
	ex_close(x);
	ex_close(x);
	ex_open_class(x, "span", "share");
	share_words(x, get_int(c, "real_low"), get_int(c, "real_high"));
	svg_share(x, get_int(c, "real_low"), get_int(c, "real_high"));
	ex_close(x);
	ex_close(x);
}

static void
put_control(struct emit_xml *x, const struct node *scope, const struct node *c)
{
	char anchor[128];

	h_anchor(anchor, "control", get_str(scope, "framework"), get_str(c, "id"));
	ex_open(x, "details");
	ex_attr(x, "id", anchor);
	put_summary(x, c);
	ex_open_class(x, "div", "body");
	put_dims(x, c);
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
	put_failing(x, c);
	put_counts(x, c);
	put_linked(x, c);
	put_from(x, c);
	ex_close(x);
	ex_close(x);
}

static const struct node *
of_verdict(const struct node *c, const char *verdict)
{
	while (c != NULL && !str_same(get_str(c, "verdict"), verdict))
		c = c->next;
	return c;
}

/* Verdicts stand in the report by rank, the worst first. */
static void
put_group(struct emit_xml *x, const struct node *scope, const struct node *verdict)
{
	const char *word = verdict->key != NULL ? verdict->key : "";
	const struct node *c = of_verdict(get_child(scope, "controls"), word);
	int64_t n;

	if (c == NULL)
		return;
	ex_open(x, "div");
	ex_attr_fmt(x, "class", "group %s", tone_of_verdict(word));
	ex_open(x, "h3");
	h_chip(x, tone_of_verdict(word), word);
	ex_text(x, " ");
	ex_text(x, get_str(c, "meaning"));
	ex_text(x, " ");
	ex_open_class(x, "span", "soft");
	if (node_int(verdict, &n) == 0)
		H_SAID(x, SAY_CONTROLS_COUNT, SAY_N((uint64_t)n));
	ex_close(x);
	ex_close(x);
	for (; c != NULL; c = of_verdict(c->next, word))
		put_control(x, scope, c);
	ex_close(x);
}

void
html_controls(struct emit_xml *x, const struct node *report)
{
	h_section(x, "controls", SAY_H_CONTROLS);
	ex_open_class(x, "input", "filter");
	ex_attr(x, "type", "checkbox");
	ex_attr(x, "id", "gaps");
	ex_empty(x);
	ex_open(x, "label");
	ex_attr(x, "for", "gaps");
	h_say(x, SAY_P_GAPS_ONLY);
	ex_close(x);
	for EACH(s, report, "scopes") {
		ex_open(x, "h3");
		H_SAID(x, SAY_P_SCOPE, SAY_S(get_str(s, "id")));
		ex_close(x);
		for EACH(v, s, "verdicts")
			put_group(x, s, v);
	}
	ex_close(x);
}
