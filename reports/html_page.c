/*
 * report.html: one file that needs nothing else.  No script; the policy in the
 * page allows one style element, by the digest of its bytes, and nothing more.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/html.h"
#include "reports/writers.h"

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
		SAY_C_WEIGHT_ONLY, SAY_C_SEEN, SAY_C_KEPT, SAY_C_REFUSED};

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

/* ---- the page ---- */

static void
base64(char *out, const unsigned char *p, size_t n)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < n; i += 3) {
		unsigned v = (unsigned)p[i] << 16 | (i + 1 < n ? (unsigned)p[i + 1] << 8 : 0)
			| (i + 2 < n ? p[i + 2] : 0);

		*out++ = digits[v >> 18 & 63];
		*out++ = digits[v >> 12 & 63];
		*out++ = i + 1 < n ? digits[v >> 6 & 63] : '=';
		*out++ = i + 2 < n ? digits[v & 63] : '=';
	}
	*out = '\0';
}

static void
meta(struct emit_xml *x, const char *attr, const char *name, const char *content)
{
	ex_open(x, "meta");
	ex_attr(x, attr, name);
	ex_attr(x, "content", content);
	ex_empty(x);
}

static void
put_policy(struct emit_xml *x)
{
	unsigned char hash[SHA256_LEN];
	char text[2 * SHA256_LEN];
	char policy[256];
	struct digest *d = digest_new();

	for (size_t i = 0; html_style[i] != NULL; i++)
		digest_add(d, html_style[i], strlen(html_style[i]));
	digest_bytes(d, hash);
	digest_free(d);
	base64(text, hash, sizeof(hash));
	snprintf(policy, sizeof(policy), "default-src 'none'; style-src 'sha256-%s'; "
		"base-uri 'none'; form-action 'none'", text);
	meta(x, "http-equiv", "Content-Security-Policy", policy);
}

static void
put_head(struct emit_xml *x, const struct node *report)
{
	const char *org = get_str(report, "organisation");

	ex_open(x, "head");
	ex_open(x, "meta");
	ex_attr(x, "charset", "utf-8");
	ex_empty(x);
	put_policy(x);
	meta(x, "name", "viewport", "width=device-width, initial-scale=1");
	meta(x, "name", "referrer", "no-referrer");
	meta(x, "name", "color-scheme", "light dark");
	ex_open(x, "title");
	h_say(x, SAY_P_TITLE);
	if (*org != '\0') {
		ex_text(x, ": ");
		ex_text_cut(x, org, HTML_TEXT);
	}
	ex_close(x);
	ex_open(x, "style");
	for (size_t i = 0; html_style[i] != NULL; i++)
		ex_raw(x, html_style[i]);
	ex_close(x);
	ex_close(x);
}

static void
put_banner(struct emit_xml *x, const struct node *report)
{
	const char *org = get_str(report, "organisation"), *status = get_str(report, "status");
	char as_of[64];

	ex_open(x, "header");
	ex_element(x, "span", "brand", "trueup");
	ex_open_class(x, "span", "soft");
	if (*org != '\0') {
		ex_text_cut(x, org, HTML_TEXT);
		ex_text(x, ", ");
	}
	H_SAID(x, SAY_AS_OF, SAY_S(as_of_text(report, as_of)));
	ex_close(x);
	h_chip(x, tone_of_status(status), status);
	ex_close(x);
}

static void
put_nav(struct emit_xml *x, const struct node *report)
{
	static const struct { const char *href; enum say name; } parts[] = {
		{"#summary", SAY_P_SUMMARY}, {"#controls", SAY_H_CONTROLS}, {"#items", SAY_H_ITEMS},
		{"#rules", SAY_H_RULES}, {"#sources", SAY_H_SOURCES}, {"#party", SAY_H_PARTY},
		{"#method", SAY_H_METHOD}, {"#verify", SAY_H_VERIFY},
	};

	ex_open(x, "nav");
	ex_attr(x, "aria-label", say_text(SAY_P_NAV));
	ex_open(x, "ul");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i].name == SAY_H_RULES && get_child(report, "rules") == NULL)
			continue;
		ex_open(x, "li");
		ex_open(x, "a");
		ex_attr(x, "href", parts[i].href);
		h_say(x, parts[i].name);
		ex_close(x);
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
}

static int
write_html(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct emit_xml *x = ex_to_buf(out);

	(void)o;
	ex_raw(x, "<!DOCTYPE html>\n");
	ex_open(x, "html");
	ex_attr(x, "lang", "en");
	put_head(x, report);
	ex_open(x, "body");
	ex_open_class(x, "a", "skip");
	ex_attr(x, "href", "#summary");
	h_say(x, SAY_P_SKIP);
	ex_close(x);
	put_banner(x, report);
	put_nav(x, report);
	svg_defs(x);
	ex_open(x, "main");
	html_first(x, report);
	html_controls(x, report);
	html_items(x, report);
	html_rules(x, report);
	html_sources(x, report);
	html_party(x, report);
	html_method(x, report);
	ex_close(x);
	ex_open(x, "footer");
	ex_text(x, "trueup ");
	ex_text(x, get_str(report, "tool_version"));
	ex_text(x, ", ");
	ex_text(x, get_str(report, "format"));
	ex_close(x);
	ex_close(x);
	ex_close(x);
	ex_raw(x, "\n");
	return ex_finish(x);
}

const struct writer writer_html = {"html", "report.html", "text/html",
	"one page that needs no network and no script", write_html, NULL};
