/* Page two, beside what the judged party supplied: what the previous report holds this one to. */
#include "checker/base/text.h"
#include "reports/html.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

static void
carried(struct emit_xml *x, const struct node *p)
{
	static const enum say heads[] = {SAY_C_SUBJECT, SAY_C_WHAT, SAY_C_WHERE};
	uint64_t all = 0, told = 0;
	struct h_table t;

	for EACH(n, p, "carried")
		all += (uint64_t)get_int(node_get(p, "carried"), n->key);
	ex_element(x, "h3", NULL, say_text(SAY_H_CARRIED));
	if (all == 0) {
		h_para(x, NULL, SAY_K_NOTHING);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(l, p, "lines") {
		if (told++ == HTML_ITEMS)
			break;
		h_row(&t, NULL);
		h_cell_name(&t, get_str(l, "subject"));
		h_cell_when(&t, get_str(l, "text"));
		h_cell_place(&t, get_str(l, "at"));
		ex_close(x);
	}
	h_table_close(&t);
	h_more(x, all > HTML_ITEMS ? all - HTML_ITEMS : 0);
}

static void
measured(struct emit_xml *x, const struct node *p)
{
	uint64_t all = (uint64_t)get_int(p, "measured_total"), told = 0;

	ex_element(x, "h3", NULL, say_text(SAY_H_MEASURED));
	for EACH(s, p, "like_for_like") {
		ex_open(x, "p");
		H_SAID(x, SAY_D_LIKE, SAY_S(get_str(s, "scope")), SAY_N(percent_down(get_int(s, "now"))),
			SAY_N(percent_down(get_int(s, "before"))),
			SAY_N((uint64_t)get_int(s, "controls")));
		ex_close(x);
	}
	if (all == 0) {
		h_para(x, NULL, SAY_K_SAME);
		return;
	}
	ex_open(x, "ul");
	for EACH(m, p, "measured") {
		if (told++ == HTML_ITEMS)
			break;
		ex_element(x, "li", NULL, get_str(m, "text"));
	}
	ex_close(x);
	h_more(x, all > HTML_ITEMS ? all - HTML_ITEMS : 0);
}

static void
ratchet(struct emit_xml *x, const struct node *p)
{
	const struct node *r = node_get(p, "ratchet");
	uint64_t told = 0, all = (uint64_t)get_int(r, "why_total");

	ex_element(x, "h3", NULL, say_text(SAY_H_RATCHET));
	h_para(x, NULL, get_bool(r, "holds") ? SAY_K_RATCHET_HOLDS : SAY_K_RATCHET_SLIPS);
	if (all == 0)
		return;
	ex_open(x, "ul");
	for EACH(w, r, "why") {
		if (told++ == HTML_ITEMS)
			break;
		ex_element(x, "li", NULL, get_str(w, "text"));
	}
	ex_close(x);
	h_more(x, all > HTML_ITEMS ? all - HTML_ITEMS : 0);
}

void
html_previous(struct emit_xml *x, const struct node *report)
{
	const struct node *p = node_get(report, "previous");
	char as_of[64];

	if (!node_is(p, NODE_MAP))
		return;
	h_section(x, "previous", SAY_H_PREVIOUS);
	ex_open(x, "p");
	H_SAID(x, SAY_PARTY_CHAIN_VALUE, SAY_S(get_str(p, "file")), SAY_S(as_of_text(p, as_of)),
		SAY_S(seal_text(get_str(p, "seal"))));
	ex_text(x, " ");
	ex_element(x, "code", "digest", get_str(p, "sha256"));
	ex_close(x);
	carried(x, p);
	measured(x, p);
	ratchet(x, p);
	ex_close(x);
}
