/* Rules, sources, page two, method, and how to check the page. */
#include "checker/base/text.h"
#include "reports/html.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

static void
rule_instances(struct emit_xml *x, const struct node *r)
{
	static const enum say heads[] = {SAY_C_VALUE, SAY_C_SUBJECT, SAY_C_MESSAGE, SAY_C_WHERE};
	uint64_t total = (uint64_t)get_int(r, "instances_total"), told = 0;
	struct h_table t;

	if (get_child(r, "instances") == NULL)
		return;
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(i, r, "instances") {
		const char *value = get_str(i, "value");

		if (told == HTML_RULE_ROWS)
			break;
		told++;
		h_row(&t, NULL);
		h_cell_open(&t, NULL);
		h_chip(x, str_same(value, "T") ? "good" : str_same(value, "U") ? "warn" : "bad", value);
		ex_close(x);
		h_cell_name(&t, get_str(i, "subject"));
		h_cell(&t, NULL, get_str(i, "message"));
		h_cell_place(&t, get_str(i, "at"));
		ex_close(x);
	}
	h_table_close(&t);
	if (total > told) {
		ex_open_class(x, "p", "soft");
		H_SAID(x, SAY_MORE_CHECKS, SAY_N(total - told));
		ex_close(x);
	}
}

static void
rule_counts(struct emit_xml *x, const struct node *r)
{
	static const struct { const char *key, *tone; enum say name; } counts[] = {
		{"f", "bad", SAY_C_FAILS}, {"b", "bad", SAY_C_CONFLICT}, {"u", "warn", SAY_C_UNKNOWN},
		{"t", "good", SAY_C_HOLDS},
	};

	for (size_t i = 0; i < COUNT(counts); i++) {
		if (get_int(r, counts[i].key) == 0)
			continue;
		ex_open(x, "span");
		ex_attr_fmt(x, "class", "chip %s", counts[i].tone);
		ex_count(x, (uint64_t)get_int(r, counts[i].key));
		ex_text(x, " ");
		h_say(x, counts[i].name);
		ex_close(x);
		ex_text(x, " ");
	}
}

/* What the organisation set itself: a limit that is not a standard's or the default. */
static void
put_loosened(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_NAME, SAY_C_VALUE, SAY_C_BASIS};
	const char *ours = say_text(SAY_PARAM_CONFIGURED);
	struct h_table t;
	bool any = false;

	for EACH(p, report, "parameters")
		any = any || str_same(get_str(p, "basis"), ours);
	ex_element(x, "h3", NULL, say_text(SAY_P_LOOSENED));
	if (!any) {
		h_para(x, "soft", SAY_P_LOOSENED_NONE);
		return;
	}
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(p, report, "parameters")
		if (str_same(get_str(p, "basis"), ours)) {
			h_row(&t, NULL);
			h_cell(&t, NULL, get_str(p, "name"));
			h_cell(&t, NULL, get_str(p, "value"));
			h_cell(&t, NULL, get_str(p, "basis"));
			ex_close(x);
		}
	h_table_close(&t);
}

static void
rules_counted(struct emit_xml *x, const struct node *report)
{
	uint64_t asked = 0, off = 0, draft = 0;

	for EACH(r, report, "rules") {
		off += !get_bool(r, "enabled");
		draft += get_bool(r, "enabled") && get_bool(r, "draft");
		asked += get_bool(r, "enabled") && !get_bool(r, "draft");
	}
	ex_open(x, "p");
	H_SAID(x, SAY_P_RULES_COUNT, SAY_N(asked), SAY_N(off), SAY_N(draft));
	ex_close(x);
}

static void
rule_marks(struct emit_xml *x, const struct node *r)
{
	if (!get_bool(r, "enabled"))
		h_chip(x, "warn", say_text(SAY_X_RULE_OFF));
	else if (get_bool(r, "draft"))
		h_chip(x, "dull", say_text(SAY_P_DRAFT));
}

void
html_rules(struct emit_xml *x, const struct node *report)
{
	char anchor[128];

	if (get_child(report, "rules") == NULL)
		return;
	h_section(x, "rules", SAY_H_RULES);
	rules_counted(x, report);
	for EACH(r, report, "rules") {
		h_anchor(anchor, "rule", get_str(r, "id"), NULL);
		ex_open(x, "details");
		ex_attr(x, "id", anchor);
		ex_open(x, "summary");
		ex_open_class(x, "span", "id");
		ex_text_cut(x, get_str(r, "id"), HTML_NAME);
		ex_close(x);
		ex_open_class(x, "span", "what");
		ex_text_cut(x, get_str(r, "question"), HTML_TEXT);
		ex_close(x);
		ex_open_class(x, "span", "counts");
		rule_marks(x, r);
		rule_counts(x, r);
		ex_close(x);
		ex_close(x);
		ex_open_class(x, "div", "body");
		ex_open_class(x, "p", "soft");
		ex_text_cut(x, get_str(r, "refs"), HTML_TEXT);
		ex_close(x);
		rule_instances(x, r);
		ex_close(x);
		ex_close(x);
	}
	put_loosened(x, report);
	ex_close(x);
}

/* ---- sources ---- */

static void
source_marks(struct emit_xml *x, const struct node *s)
{
	if (get_bool(s, "broken")) {
		ex_text(x, " ");
		h_chip(x, "bad", say_text(SAY_P_BROKEN));
	}
	if (get_bool(s, "empty")) {
		ex_text(x, " ");
		h_chip(x, "bad", say_text(SAY_P_EMPTY_FILE));
	}
}

static void
source_row(struct h_table *t, const struct node *s)
{
	struct emit_xml *x = t->x;
	const char *format = get_str(s, "format");
	bool first = true;

	h_row(t, NULL);
	h_cell_open(t, NULL);
	ex_text_cut(x, get_str(s, "path"), HTML_TEXT);
	source_marks(x, s);
	ex_close(x);
	h_cell(t, NULL, *format != '\0' ? format : say_text(SAY_P_NOT_DATA));
	h_cell(t, NULL, get_str(s, "grade"));
	h_cell_count(t, (uint64_t)get_int(s, "seen"));
	h_cell_count(t, (uint64_t)get_int(s, "kept"));
	h_cell_count(t, (uint64_t)get_int(s, "refused"));
	h_cell_open(t, NULL);
	for EACH(i, s, "ignored") {
		int64_t n;

		if (node_int(i, &n) != 0)
			continue;
		ex_text(x, first ? "" : "; ");
		first = false;
		ex_count(x, (uint64_t)n);
		ex_text(x, " ");
		ex_text_cut(x, i->key, HTML_TEXT);
	}
	ex_close(x);
	h_cell_open(t, NULL);
	ex_element(x, "code", "digest", get_str(s, "sha256"));
	ex_close(x);
	ex_close(x);
}

void
html_sources(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_FILE, SAY_C_FORMAT, SAY_C_GRADE, SAY_C_SEEN,
		SAY_C_KEPT, SAY_C_REFUSED, SAY_C_IGNORED, SAY_C_DIGEST};
	uint64_t n = 0, data = 0;
	struct h_table t;

	for EACH(s, report, "sources") {
		n++;
		data += *get_str(s, "format") != '\0';
	}
	h_section(x, "sources", SAY_H_SOURCES);
	ex_open(x, "p");
	H_SAID(x, SAY_P_READ_COUNT, SAY_N(n), SAY_N(data), SAY_N(n - data));
	ex_text(x, " ");
	h_say(x, get_bool(report, "complete") ? SAY_COMPLETE_PAGE : SAY_INCOMPLETE_PAGE);
	ex_close(x);
	h_table_open(&t, x, "sources", SAYINGS, heads, COUNT(heads));
	n = 0;
	for EACH(s, report, "sources")
		if (n++ < HTML_ITEMS)
			source_row(&t, s);
	h_table_close(&t);
	h_more(x, n > HTML_ITEMS ? n - HTML_ITEMS : 0);
	ex_close(x);
}

/* ---- page two ---- */

static void
put_parameters(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_NAME, SAY_C_VALUE, SAY_C_BASIS};
	struct h_table t;

	ex_element(x, "h3", NULL, say_text(SAY_H_PARAMETERS));
	h_para(x, "soft", SAY_M_TRUEUP_DEFAULTS);
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(p, report, "parameters") {
		h_row(&t, NULL);
		h_cell(&t, NULL, get_str(p, "name"));
		h_cell(&t, NULL, get_str(p, "value"));
		h_cell(&t, NULL, get_str(p, "basis"));
		ex_close(x);
	}
	h_table_close(&t);
}

static const char *
or_say(const char *s, enum say what)
{
	return *s != '\0' ? s : say_text(what);
}

void
html_party(struct emit_xml *x, const struct node *report)
{
	static const enum say heads[] = {SAY_C_WHAT, SAY_C_VALUE, SAY_C_AUTHOR, SAY_C_CHANGE,
		SAY_C_EFFECT, SAY_C_DIGEST};
	struct h_table t;

	h_section(x, "party", SAY_H_PARTY);
	h_para(x, NULL, SAY_P_PARTY_INTRO);
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for EACH(p, report, "judged_party_inputs") {
		h_row(&t, NULL);
		h_cell(&t, NULL, get_str(p, "kind"));
		h_cell_when(&t, get_str(p, "value"));
		h_cell(&t, NULL, or_say(get_str(p, "author"), SAY_P_NOT_NAMED));
		h_cell(&t, NULL, or_say(get_str(p, "change"), SAY_P_NO_PREVIOUS));
		h_cell(&t, NULL, or_say(get_str(p, "effect"), SAY_P_NOT_MEASURED));
		h_cell_open(&t, NULL);
		if (*get_str(p, "sha256") != '\0')
			ex_element(x, "code", "digest", get_str(p, "sha256"));
		ex_close(x);
		ex_close(x);
	}
	h_table_close(&t);
	put_parameters(x, report);
	ex_close(x);
}

/* ---- method ---- */

static void
command(struct emit_xml *x, enum say what, const char *text)
{
	h_para(x, NULL, what);
	ex_open(x, "pre");
	ex_element(x, "code", NULL, text);
	ex_close(x);
}

void
html_method(struct emit_xml *x, const struct node *report)
{
	static const enum say paragraphs[] = {SAY_M_CLAIM, SAY_M_REAL, SAY_M_INTERVAL, SAY_M_PARTS,
		SAY_M_GRADES, SAY_M_CLOCK, SAY_M_SUMS, SAY_M_LIMITS};

	(void)report;
	h_section(x, "method", SAY_H_METHOD);
	for (size_t i = 0; i < COUNT(paragraphs); i++)
		h_para(x, NULL, paragraphs[i]);
	ex_close(x);
	h_section(x, "verify", SAY_H_VERIFY);
	h_para(x, NULL, SAY_V_INTRO);
	command(x, SAY_V_STEP_VERIFY, "trueup verify --trust KEYS FOLDER");
	command(x, SAY_V_STEP_SUMS, "sha256sum -c --strict SHA256SUMS");
	command(x, SAY_V_STEP_EXPLAIN, "trueup explain report.json AC-2");
	h_para(x, "soft", SAY_V_UNTRUSTED);
	ex_close(x);
}
