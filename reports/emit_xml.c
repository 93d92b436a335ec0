#include "reports/emit_xml.h"

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/words.h"

#define EX_DEPTH 64 /* our own nesting; pages have under 20 */

struct emit_xml {
	struct buf *out;
	const char *open[EX_DEPTH];
	size_t depth;
	bool in_tag, isolate;
};

struct emit_xml *
ex_to_buf(struct buf *out)
{
	struct emit_xml *x = x_calloc(1, sizeof(*x));

	x->out = out;
	return x;
}

void
ex_isolate(struct emit_xml *x)
{
	x->isolate = true;
}

int
ex_finish(struct emit_xml *x)
{
	bool over = x->out->over;

	if (x->depth != 0)
		die_bug("XML output ends inside an element");
	free(x);
	return over ? -1 : 0;
}

static void
end_tag(struct emit_xml *x)
{
	if (x->in_tag)
		buf_chr(x->out, '>');
	x->in_tag = false;
}

void
ex_open(struct emit_xml *x, const char *name)
{
	end_tag(x);
	if (x->depth == EX_DEPTH)
		die_bug("XML output too deep");
	x->open[x->depth++] = name;
	buf_chr(x->out, '<');
	buf_str(x->out, name);
	x->in_tag = true;
}

static void
escape_bytes(struct buf *out, const char *from, size_t n)
{
	for (const char *p = from; p < from + n; p++) {
		switch (*p) {
		case '&':
			buf_str(out, "&amp;");
			break;
		case '<':
			buf_str(out, "&lt;");
			break;
		case '>':
			buf_str(out, "&gt;");
			break;
		case '"':
			buf_str(out, "&quot;");
			break;
		case '\'':
			buf_str(out, "&#39;");
			break;
		default:
			buf_chr(out, *p);
		}
	}
}

/* apart: what is written from right to left stands in an element of its own. */
static void
escape(struct buf *out, const char *s, size_t max, bool apart)
{
	size_t n;
	struct buf b;

	if (s == NULL)
		return;
	/* The longest spelling of one byte is "<U+XXXX>". */
	buf_init(&b, strlen(s) * 8 + 8);
	text_inert(&b, s, max);
	for (const char *p = b.p; *p != '\0'; p += n) {
		/* All such letters are two bytes or more, the first past those of Latin. */
		n = apart && (unsigned char)*p >= 0xd6 ? text_rtl_run(p) : 0;
		if (n > 0)
			buf_str(out, "<bdi>");
		escape_bytes(out, p, n > 0 ? n : 1);
		if (n > 0)
			buf_str(out, "</bdi>");
		n += n == 0;
	}
	buf_free(&b);
}

/* Elements that hold text only (HTML, 13.1.2; SVG). */
static bool
may_isolate(const struct emit_xml *x)
{
	static const char *const bare[] = {"title", "text", "option", "style", "script"};

	for (size_t i = 0; i < sizeof(bare) / sizeof(*bare); i++)
		if (x->depth > 0 && str_same(x->open[x->depth - 1], bare[i]))
			return false;
	return x->isolate;
}

void
ex_attr(struct emit_xml *x, const char *name, const char *value)
{
	if (!x->in_tag)
		die_bug("XML attribute outside of a tag");
	if (value == NULL)
		return;
	buf_fmt(x->out, " %s=\"", name);
	escape(x->out, value, 0, false);
	buf_chr(x->out, '"');
}

void
ex_attr_fmt(struct emit_xml *x, const char *name, const char *fmt, ...)
{
	struct buf b;
	va_list ap;

	buf_init(&b, MIB);
	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	ex_attr(x, name, b.p);
	buf_free(&b);
}

void
ex_close(struct emit_xml *x)
{
	if (x->depth == 0)
		die_bug("XML output: an end too many");
	end_tag(x);
	buf_fmt(x->out, "</%s>", x->open[--x->depth]);
}

void
ex_empty(struct emit_xml *x)
{
	if (!x->in_tag)
		die_bug("XML output: an empty element that is not empty");
	buf_str(x->out, "/>");
	x->depth--;
	x->in_tag = false;
}

void
ex_text(struct emit_xml *x, const char *s)
{
	end_tag(x);
	escape(x->out, s, 0, may_isolate(x));
}

void
ex_text_cut(struct emit_xml *x, const char *s, size_t max)
{
	end_tag(x);
	escape(x->out, s, max, may_isolate(x));
}

void
ex_count(struct emit_xml *x, uint64_t n)
{
	end_tag(x);
	count_put(x->out, n);
}

void
ex_raw(struct emit_xml *x, const char *s)
{
	end_tag(x);
	buf_str(x->out, s);
}

void
ex_open_class(struct emit_xml *x, const char *name, const char *class)
{
	ex_open(x, name);
	ex_attr(x, "class", class);
}

void
ex_element(struct emit_xml *x, const char *name, const char *class, const char *text)
{
	ex_open_class(x, name, class);
	ex_text(x, text);
	ex_close(x);
}
