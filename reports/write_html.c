/*
 * report.html: one file that needs nothing else.  The policy in the page allows one style
 * element and one script, by the digests of their bytes, and nothing more.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/html.h"
#include "reports/writers.h"

#define TITLE 50 /* bytes of the organisation's name in the window's title */

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
hash(char text[2 * SHA256_LEN], const char *bytes, size_t len)
{
	unsigned char sum[SHA256_LEN];
	struct digest *d = digest_new();

	digest_add(d, bytes, len);
	digest_bytes(d, sum);
	digest_free(d);
	base64(text, sum, sizeof(sum));
}

static void
put_policy(struct emit_xml *x, const struct buf *style, const struct buf *script)
{
	char of_style[2 * SHA256_LEN], of_script[2 * SHA256_LEN], policy[320];

	hash(of_style, style->p, style->len);
	hash(of_script, script->p, script->len);
	snprintf(policy, sizeof(policy), "default-src 'none'; style-src 'sha256-%s'; "
		"script-src 'sha256-%s'; base-uri 'none'; form-action 'none'", of_style, of_script);
	meta(x, "http-equiv", "Content-Security-Policy", policy);
}

static void
put_head(struct emit_xml *x, const struct node *report, const struct buf *style,
	const struct buf *script)
{
	const char *org = get_str(report, "organisation");

	ex_open(x, "head");
	ex_open(x, "meta");
	ex_attr(x, "charset", "utf-8");
	ex_empty(x);
	put_policy(x, style, script);
	meta(x, "name", "viewport", "width=device-width, initial-scale=1");
	meta(x, "name", "referrer", "no-referrer");
	meta(x, "name", "color-scheme", "light dark");
	ex_open(x, "title");
	/* What is told apart in a row of tabs stands first. */
	if (*org != '\0') {
		ex_text_cut(x, org, TITLE);
		ex_text(x, ", trueup");
	} else {
		h_say(x, SAY_P_TITLE);
	}
	ex_close(x);
	ex_open(x, "style");
	ex_raw(x, style->p);
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
		{"#summary", SAY_N_SUMMARY}, {"#party", SAY_N_PARTY}, {"#controls", SAY_N_CONTROLS},
		{"#items", SAY_N_ITEMS}, {"#work", SAY_N_WORK}, {"#rules", SAY_N_RULES},
		{"#sources", SAY_N_SOURCES}, {"#method", SAY_N_METHOD}, {"#verify", SAY_N_VERIFY},
	};

	ex_open(x, "nav");
	ex_attr(x, "aria-label", say_text(SAY_P_NAV));
	ex_open(x, "ul");
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i].name == SAY_N_RULES && get_child(report, "rules") == NULL)
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

/* ---- what the parts look up ---- */

static void
index_items(struct h_page *p)
{
	size_t told = 0;

	for (size_t o = 0; html_item_order[o] != NULL; o++)
		for EACH(i, p->report, "items") {
			const char *id = get_str(i, "id");
			void **slot;
			struct h_item *item;

			if (!str_same(get_str(node_get(i, "clock"), "state"), html_item_order[o]))
				continue;
			slot = map_slot(p->items, id, strlen(id), NULL);
			if (*slot != NULL)
				continue;
			item = ARENA_NEW(p->a, struct h_item);
			*item = (struct h_item){i, told++ < HTML_ITEMS};
			*slot = item;
		}
}

static void
index_controls(struct h_page *p)
{
	for EACH(s, p->report, "scopes")
		for EACH(c, s, "controls") {
			const char *id = get_str(c, "id");
			void **slot = map_slot(p->controls, id, strlen(id), NULL);
			struct h_control *control;

			if (*slot != NULL)
				continue;
			control = ARENA_NEW(p->a, struct h_control);
			*control = (struct h_control){s, c};
			*slot = control;
		}
}

static void
put_body(struct emit_xml *x, const struct h_page *p, const struct buf *script)
{
	ex_open(x, "body");
	ex_open_class(x, "a", "skip");
	ex_attr(x, "href", "#summary");
	h_say(x, SAY_P_SKIP);
	ex_close(x);
	put_banner(x, p->report);
	put_nav(x, p->report);
	svg_defs(x);
	ex_open(x, "main");
	html_first(x, p);
	html_party(x, p->report);
	html_previous(x, p->report);
	html_controls(x, p);
	html_items(x, p);
	html_work(x, p->report);
	html_rules(x, p->report);
	html_sources(x, p->report);
	html_method(x, p->report);
	ex_close(x);
	ex_open(x, "footer");
	ex_text(x, "trueup ");
	ex_text(x, get_str(p->report, "tool_version"));
	ex_text(x, ", ");
	ex_text(x, get_str(p->report, "format"));
	ex_close(x);
	ex_open(x, "script");
	ex_raw(x, script->p);
	ex_close(x);
	ex_close(x);
}

static int
write_html(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct emit_xml *x = ex_to_buf(out);
	struct h_page p = {.report = report, .a = arena_new(), .items = map_new(),
		.controls = map_new()};
	struct buf style, script;
	int rc;

	p.options = o;
	ex_isolate(x);
	buf_init(&style, MIB);
	buf_init(&script, MIB);
	index_items(&p);
	index_controls(&p);
	h_filters_make(&p);
	for (size_t i = 0; html_style[i] != NULL; i++)
		buf_str(&style, html_style[i]);
	h_filters_style(&style, &p);
	for (size_t i = 0; html_script[i] != NULL; i++)
		buf_str(&script, html_script[i]);
	ex_raw(x, "<!DOCTYPE html>\n");
	ex_open(x, "html");
	ex_attr(x, "lang", "en");
	put_head(x, report, &style, &script);
	put_body(x, &p, &script);
	ex_close(x);
	ex_raw(x, "\n");
	rc = ex_finish(x);
	buf_free(&style);
	buf_free(&script);
	h_filters_free(&p);
	map_free(p.items);
	map_free(p.controls);
	arena_free(p.a);
	return rc;
}

const struct writer writer_html = {"html", "report.html", "text/html",
	"one page that needs no network; a script only sorts and searches", write_html, NULL};
