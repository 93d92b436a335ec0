/* What the parts of the HTML page are made of: sentences, tables, chips, anchors. */
#include "checker/base/map.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/html.h"

void
h_said(struct emit_xml *x, enum say what, const struct said *v, size_t n)
{
	struct buf b;

	buf_init(&b, MIB);
	say_list(&b, what, v, n);
	ex_text(x, b.p);
	buf_free(&b);
}

void
h_say(struct emit_xml *x, enum say what)
{
	ex_text(x, say_text(what));
}

void
h_para(struct emit_xml *x, const char *class, enum say what)
{
	ex_element(x, "p", class, say_text(what));
}

void
h_marked(struct emit_xml *x, const char *text)
{
	bool strong = false;
	struct buf b;

	buf_init(&b, MIB);
	for (const char *p = text;; p++) {
		bool mark = p[0] == '*' && p[1] == '*';

		if (!mark && *p != '\0') {
			buf_chr(&b, *p);
			continue;
		}
		ex_text(x, b.p);
		buf_reset(&b);
		if (*p == '\0')
			break;
		if (strong)
			ex_close(x);
		else
			ex_open(x, "strong");
		strong = !strong;
		p++;
	}
	if (strong)
		ex_close(x);
	buf_free(&b);
}

void
h_section(struct emit_xml *x, const char *id, enum say heading)
{
	ex_open(x, "section");
	ex_attr(x, "id", id);
	ex_attr_fmt(x, "aria-labelledby", "%s-h", id);
	ex_open(x, "h2");
	ex_attr_fmt(x, "id", "%s-h", id);
	h_say(x, heading);
	ex_close(x);
}

/* ---- tables ---- */

static bool
numeric(enum say head)
{
	static const enum say heads[] = {SAY_C_POINTS, SAY_C_CONTROLS, SAY_C_UNKNOWNS,
		SAY_C_WEIGHT_ONLY, SAY_C_SEEN, SAY_C_KEPT, SAY_C_REFUSED, SAY_C_OPEN, SAY_C_LATE,
		SAY_C_BACK, SAY_C_RECORDS};

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (heads[i] == head)
			return true;
	return false;
}

void
h_table_open(struct h_table *t, struct emit_xml *x, const char *class, enum say caption,
	const enum say *heads, size_t n)
{
	*t = (struct h_table){x, heads, n, 0};
	ex_open(x, "table");
	ex_attr_fmt(x, "class", "stack%s%s", class != NULL ? " " : "", class != NULL ? class : "");
	if (caption != SAYINGS)
		ex_element(x, "caption", NULL, say_text(caption));
	ex_open(x, "thead");
	ex_open(x, "tr");
	for (size_t i = 0; i < n; i++) {
		ex_open_class(x, "th", numeric(heads[i]) ? "n" : NULL);
		ex_attr(x, "scope", "col");
		h_say(x, heads[i]);
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
	ex_open(x, "tbody");
}

void
h_table_close(struct h_table *t)
{
	ex_close(t->x);
	ex_close(t->x);
}

void
h_row(struct h_table *t, const char *class)
{
	t->at = 0;
	ex_open_class(t->x, "tr", class);
}

void
h_cell_open(struct h_table *t, const char *class)
{
	ex_open_class(t->x, "td", class);
	ex_attr(t->x, "data-l", say_text(t->heads[t->at % t->n]));
	t->at++;
}

void
h_cell(struct h_table *t, const char *class, const char *text)
{
	h_cell_open(t, class);
	ex_text_cut(t->x, text, HTML_TEXT);
	ex_close(t->x);
}

void
h_cell_name(struct h_table *t, const char *text)
{
	h_cell_open(t, NULL);
	ex_text_cut(t->x, text, HTML_NAME);
	ex_close(t->x);
}

void
h_cell_count(struct h_table *t, uint64_t n)
{
	h_cell_open(t, "n");
	ex_count(t->x, n);
	ex_close(t->x);
}

void
h_cell_place(struct h_table *t, const char *place)
{
	h_cell_open(t, NULL);
	h_place(t->x, place);
	ex_close(t->x);
}

void
h_when(struct emit_xml *x, const char *text)
{
	struct buf b;

	buf_init(&b, MIB);
	plain_put(&b, text);
	ex_text_cut(x, b.p, HTML_TEXT);
	buf_free(&b);
}

void
h_cell_when(struct h_table *t, const char *when)
{
	h_cell_open(t, NULL);
	h_when(t->x, when);
	ex_close(t->x);
}

void
h_place(struct emit_xml *x, const char *place)
{
	if (place == NULL || *place == '\0')
		return;
	ex_open(x, "code");
	ex_text_cut(x, place, HTML_TEXT);
	ex_close(x);
}

void
h_chip(struct emit_xml *x, const char *tone, const char *word)
{
	static const struct { const char *tone, *symbol; } symbols[] = {
		{"good", "\xe2\x9c\x94 "}, {"bad", "\xe2\x9c\x96 "}, {"warn", "\xe2\x96\xb2 "},
		{"calm", "\xe2\x97\x8f "}, {"dull", "\xe2\x97\x8b "},
	};

	ex_open(x, "span");
	ex_attr_fmt(x, "class", "chip %s", tone);
	for (size_t i = 0; i < sizeof(symbols) / sizeof(*symbols); i++)
		if (str_same(symbols[i].tone, tone))
			ex_raw(x, symbols[i].symbol);
	ex_text_cut(x, word, HTML_TEXT);
	ex_close(x);
}

void
h_more(struct emit_xml *x, uint64_t n)
{
	if (n == 0)
		return;
	ex_open_class(x, "p", "soft");
	H_SAID(x, SAY_MORE_IN, SAY_N(n));
	ex_close(x);
}

/* Letters, digits, '-' and '.' stand for themselves, all else as "_" and two digits. */
static void
anchor_part(struct buf *b, const char *s)
{
	char hex[SHA256_HEX];

	if (strlen(s) > 30) {
		sha256_hex(s, strlen(s), hex);
		buf_fmt(b, "_%.24s", hex);
		return;
	}
	for (; *s != '\0'; s++) {
		if (ch_alnum(*s) || *s == '-' || *s == '.')
			buf_chr(b, *s);
		else
			buf_fmt(b, "_%02x", (unsigned)(unsigned char)*s);
	}
}

void
h_anchor(char out[128], const char *prefix, const char *a, const char *b)
{
	struct buf t;
	char hex[SHA256_HEX];

	buf_init(&t, 1024);
	buf_fmt(&t, "%s", prefix);
	for (int i = 0; i < 2; i++) {
		const char *s = i == 0 ? a : b;

		if (s == NULL || *s == '\0')
			continue;
		buf_chr(&t, '-');
		anchor_part(&t, s);
	}
	if (t.len >= 128) {
		sha256_hex(t.p, t.len, hex);
		snprintf(out, 128, "%s-_%.40s", prefix, hex);
	} else {
		snprintf(out, 128, "%s", t.p);
	}
	buf_free(&t);
}

/* Two systems may have the same framework: the second scope's controls have another prefix. */
void
h_control_anchor(char out[128], const struct h_page *p, const struct node *scope, const char *id)
{
	char prefix[32] = "control";
	size_t n = 1;

	for EACH(s, p->report, "scopes") {
		if (s == scope)
			break;
		n++;
	}
	if (n > 1)
		snprintf(prefix, sizeof(prefix), "control%zu", n);
	h_anchor(out, prefix, get_str(scope, "framework"), id);
}

void
h_attr_cut(struct emit_xml *x, const char *name, const char *value)
{
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, value, HTML_NAME);
	ex_attr(x, name, b.p);
	buf_free(&b);
}

/* ---- tones ---- */

struct tone { const char *word, *tone; };

static const char *
tone_in(const struct tone *v, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (str_same(v[i].word, word))
			return v[i].tone;
	return "dull";
}

const char *
tone_of_verdict(const char *verdict)
{
	static const struct tone v[] = {
		{"CONTRADICTED", "bad"}, {"EXPOSED", "bad"}, {"ADMITTED", "warn"}, {"PAPER", "warn"},
		{"UNKNOWN", "warn"}, {"UNTESTED_ADMITTED", "warn"}, {"PARTIAL", "calm"},
		{"PARTIAL_UNCLAIMED", "calm"}, {"PARTIAL_ADMITTED", "calm"}, {"DISPUTED", "calm"},
		{"UNCLAIMED", "good"}, {"CONFIRMED", "good"},
	};

	return tone_in(v, sizeof(v) / sizeof(*v), verdict);
}

const char *
tone_of_clock(const char *state)
{
	static const struct tone v[] = {
		{"breached", "bad"}, {"unknown", "warn"}, {"running", "calm"}, {"met", "good"},
	};

	return tone_in(v, sizeof(v) / sizeof(*v), state);
}

const char *
tone_of_status(const char *status)
{
	static const struct tone v[] = {{"GREEN", "good"}, {"AMBER", "warn"}, {"RED", "bad"}};

	return tone_in(v, sizeof(v) / sizeof(*v), status);
}

const char *
clock_said(const char *state)
{
	static const struct { const char *state; enum say said; } v[] = {
		{"breached", SAY_S_BREACHED}, {"unknown", SAY_S_UNKNOWN}, {"running", SAY_S_RUNNING},
		{"met", SAY_S_MET}, {"none", SAY_S_NONE},
	};

	for (size_t i = 0; i < sizeof(v) / sizeof(*v); i++)
		if (str_same(v[i].state, state))
			return say_text(v[i].said);
	return state;
}

/* ---- links ---- */

void
h_link_control(struct emit_xml *x, const struct h_page *p, const char *id)
{
	const struct h_control *c = map_get(p->controls, id, strlen(id));
	char anchor[128];

	if (c == NULL) {
		ex_text_cut(x, id, HTML_NAME);
		return;
	}
	h_control_anchor(anchor, p, c->scope, id);
	ex_open(x, "a");
	ex_attr_fmt(x, "href", "#%s", anchor);
	ex_text_cut(x, get_str(c->control, "label"), HTML_NAME);
	ex_close(x);
}

void
h_link_item(struct emit_xml *x, const struct h_page *p, const char *id)
{
	const struct h_item *i = map_get(p->items, id, strlen(id));
	char anchor[128];

	if (i == NULL || !i->shown) {
		ex_text_cut(x, i != NULL && *get_str(i->item, "key") != '\0' ? get_str(i->item, "key")
			: id, HTML_NAME);
		return;
	}
	h_anchor(anchor, "item", id, NULL);
	ex_open(x, "a");
	ex_attr_fmt(x, "href", "#%s", anchor);
	ex_text_cut(x, *get_str(i->item, "key") != '\0' ? get_str(i->item, "key") : id, HTML_NAME);
	ex_close(x);
}
