/*
 * libxml2's SAX2 push parser, held on a short leash.  No handler for entities
 * or documents is set, so nothing is built and nothing is opened; all errors
 * come to us, with the parser as their context, and the first one ends it.
 */
#include "checker/read/xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>

#include "checker/base/block16.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/read/syntax_diags.h"

/* Entities stay unread and unexpanded; no limit of libxml2 is lifted. */
#pragma GCC poison XML_PARSE_NOENT XML_PARSE_DTDLOAD XML_PARSE_DTDATTR XML_PARSE_HUGE

#define XML_OPTIONS (XML_PARSE_NONET | XML_PARSE_BIG_LINES)
/* Bytes at a time; also what an attribute bomb can hold before it is seen. */
#define SLICE ((size_t)64 << 10)

struct xml_stream {
	struct xml_handler *h;
	struct diags *d;
	char *file;
	xmlSAXHandler sax;
	xmlParserCtxtPtr ctxt;
	struct xml_attr *attrs;      /* of the present tag: room for MAX_XML_ATTRIBUTES */
	char *values;
	size_t values_cap;
	uint32_t depth;
	size_t namespaces;
	uint16_t declared[MAX_XML_DEPTH + 1]; /* namespaces, by depth */
	size_t text;                 /* bytes since the last tag */
	/* A start tag that has not ended yet: libxml2 compares its attributes only at the end. */
	struct { unsigned long at; size_t seen, attrs; char quote; } pending;
	bool moved;  /* an error without a context: the buffer may have been moved under the input */
	bool failed; /* refused, broken or stopped: libxml2's own result does not say so */
	bool begun, root, ending;    /* a byte, an element, the last byte has been seen */
};

const char *
xml_attr(const struct xml_tag *t, const char *name)
{
	for (size_t i = 0; i < t->nattrs; i++)
		if (t->attrs[i].ns[0] == '\0' && strcmp(t->attrs[i].name, name) == 0)
			return t->attrs[i].value;
	return NULL;
}

static const char *
str(const xmlChar *s)
{
	return (const char *)s;
}

/* The bytes of the line that are at hand, MAX_EXCERPT at most on either side. */
static char *
excerpt(const struct xml_stream *s, struct place *at)
{
	const char *base = str(s->ctxt->input->base), *end = str(s->ctxt->input->end);
	const char *cur = str(s->ctxt->input->cur), *from = cur, *to = cur;
	char *text;

	while (from > base && cur - from < MAX_EXCERPT && from[-1] != '\n')
		from--;
	while (to < end && to - cur < MAX_EXCERPT && *to != '\n' && *to != '\r' && *to != '\0')
		to++;
	if (at->col == 0 || at->col - 1 < (uint32_t)(cur - from))
		at->col = (uint32_t)(cur - from) + 1;
	at->cut = at->col - 1 - (uint32_t)(cur - from);
	text = x_malloc((size_t)(to - from) + 1);
	memcpy(text, from, (size_t)(to - from));
	text[to - from] = '\0';
	return text;
}

/*
 * The first thing that is wrong; what libxml2 says after it follows from it.
 * The parser is not stopped from here: inside of a conversion it would lose
 * the buffer that it is working on (libxml2 2.9).  `failed` stops all handlers.
 */
static void __attribute__((format(printf, 3, 4)))
fail(struct xml_stream *s, const struct diag_kind *kind, const char *fmt, ...)
{
	struct place at = {.file = s->file};
	char text[512], *line = NULL;
	va_list ap;

	if (s->failed)
		return;
	s->failed = true;
	if (s->ctxt != NULL && s->ctxt->input != NULL) {
		at.line = (uint32_t)s->ctxt->input->line;
		at.col = (uint32_t)s->ctxt->input->col;
		if (s->ctxt->input->base != NULL && !s->moved)
			at.excerpt = line = excerpt(s, &at);
	}
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_add(s->d, kind, &at, "%s", text);
	free(line);
}

/* At the end of handlers: nothing more of the slice is read. */
static void
stop_if_failed(struct xml_stream *s)
{
	if (s->failed)
		xmlStopParser(s->ctxt);
}

/* Whether bytes are left that libxml2 waits to see the rest of. */
static bool
unread(const struct xml_stream *s)
{
	const xmlParserInput *in = s->ctxt->input;
	const xmlChar *p = in == NULL ? NULL : in->cur;

	while (p != NULL && p < in->end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p != NULL && p < in->end;
}

/* Our kind for an error of libxml2, and where its words mislead, ours. */
static const struct diag_kind *
kind_of(const struct xml_stream *s, const xmlError *e, const char **text)
{
	*text = e->message == NULL ? "not well-formed" : e->message;
	if (e->code == XML_ERR_DOCUMENT_EMPTY ||
		(e->code == XML_ERR_DOCUMENT_END && !s->root && !unread(s))) {
		*text = "there is no element in it";
		return &xml_empty;
	}
	/* "Extra content" is what it says of both ways in which an end is out of place. */
	if (e->code == XML_ERR_DOCUMENT_END && (s->depth > 0 || !s->root)) {
		*text = s->root ? "the file ends inside an element"
				: "the file ends before its first element is complete";
		return &xml_truncated;
	}
	if (e->code == XML_ERR_TAG_NOT_FINISHED ||
		(s->ending && !unread(s) && (s->depth > 0 || !s->root))) {
		*text = "the file ends inside a tag or an element";
		return &xml_truncated;
	}
	if ((e->code == XML_ERR_ATTRIBUTE_NOT_FINISHED && strstr(*text, "length") != NULL) ||
		(e->code == XML_ERR_INTERNAL_ERROR && strstr(*text, "Huge") != NULL))
		return &xml_size;
	return &xml_syntax;
}

static void
on_error(void *ctx, xmlErrorPtr e)
{
	struct xml_stream *s = ctx;
	const struct diag_kind *kind;
	const char *text;

	/* That a namespace is no URI does not matter: names are compared as they are. */
	if (s->failed || e->level < XML_ERR_ERROR || e->code == XML_WAR_NS_URI)
		return;
	/* A conversion that fails (encodings) says so between growing its buffer and telling the parser. */
	s->moved = e->ctxt == NULL;
	text = e->message == NULL ? "not well-formed" : e->message;
	kind = s->moved ? &xml_syntax : kind_of(s, e, &text);
	fail(s, kind, "%.*s", (int)strcspn(text, "\n"), text);
}

static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name;
	(void)external;
	(void)system;
	fail(ctx, &xml_doctype, "a DOCTYPE is refused: take it out");
	stop_if_failed(ctx);
}

/*
 * Values are slices of libxml2's input.  It leaves "&#38;" in attributes for
 * whoever would expand entities; no other reference is ever left there.
 */
static size_t
value_copy(char *out, const char *p, size_t n)
{
	char *w = out;

	if (memchr(p, '&', n) == NULL) {
		memcpy(out, p, n);
		out[n] = '\0';
		return n;
	}
	for (const char *end = p + n; p < end; p++) {
		*w++ = *p;
		if (*p == '&' && end - p >= 5 && memcmp(p, "&#38;", 5) == 0)
			p += 4;
	}
	*w = '\0';
	return (size_t)(w - out);
}

/* Attributes of five pointers each: name, prefix, namespace, begin, end. -1: over the ceiling. */
static int
attrs_take(struct xml_stream *s, const xmlChar **attrs, size_t n)
{
	const xmlChar **a = attrs;
	size_t need = n;
	char *to;

	for (size_t i = 0; i < n; i++, a += 5)
		need += (size_t)(a[4] - a[3]);
	if (need > MAX_XML_TEXT)
		return -1;
	if (need > s->values_cap) {
		s->values_cap = need * 2;
		s->values = x_realloc(s->values, s->values_cap);
	}
	if (s->attrs == NULL)
		s->attrs = x_calloc(MAX_XML_ATTRIBUTES, sizeof(*s->attrs));
	to = s->values;
	for (size_t i = 0; i < n; i++, attrs += 5) {
		struct xml_attr *x = &s->attrs[i];

		x->name = str(attrs[0]);
		x->ns = attrs[2] == NULL ? "" : str(attrs[2]);
		x->value = to;
		x->len = value_copy(to, str(attrs[3]), (size_t)(attrs[4] - attrs[3]));
		to += x->len + 1;
	}
	return 0;
}

/* The last '<' before p; base if there is none. */
static const char *
tag_begin(const char *base, const char *p)
{
	const block16 open = BLOCK16('<');

	for (; p - base >= 16; p -= 16) {
		size_t n = block16_last((block16)(block16_load(p - 16) == open));

		if (n < 16)
			return p - 16 + n;
	}
	while (p > base && *p != '<')
		p--;
	return p;
}

/* libxml2 stands at the end of the tag; its '<' is where the element is. */
static void
tag_place(const struct xml_stream *s, struct xml_tag *t)
{
	const xmlParserInput *in = s->ctxt->input;
	const char *base = str(in->base), *cur = str(in->cur), *p = tag_begin(base, cur);
	const char *line = p, *lf;

	t->line = (uint32_t)in->line;
	lf = memchr(p, '\n', (size_t)(cur - p));
	if (lf == NULL) {
		t->col = (uint32_t)in->col - (uint32_t)(cur - p);
		return;
	}
	for (; lf != NULL; lf = memchr(lf + 1, '\n', (size_t)(cur - lf - 1)))
		t->line--;
	while (line > base && line[-1] != '\n')
		line--;
	t->col = (uint32_t)(p - line) + 1;
}

/* A handler has said no; if it did not say why, that is said here. */
static void
stopped(struct xml_stream *s, size_t said)
{
	if (diags_count(s->d) == said)
		fail(s, &xml_stopped, "the reader gave up in this element");
	s->failed = true;
}

static void
element(struct xml_stream *s, struct xml_tag *t, int nnamespaces, int nattrs, const xmlChar **attrs)
{
	size_t said = diags_count(s->d);

	if (s->depth == MAX_XML_DEPTH) {
		fail(s, &xml_depth, "more than %d levels", MAX_XML_DEPTH);
		return;
	}
	/* Its escapes hide markup from whoever looks at the bytes. */
	if (!s->root && s->ctxt->encoding != NULL &&
		xmlStrncasecmp(s->ctxt->encoding, (const xmlChar *)"UTF-7", 5) == 0) {
		fail(s, &xml_syntax, "encoding UTF-7 is refused: save it as UTF-8");
		return;
	}
	t->depth = ++s->depth;
	s->root = true;
	s->declared[s->depth] = (uint16_t)nnamespaces;
	s->namespaces += (size_t)nnamespaces;
	if (nattrs > MAX_XML_ATTRIBUTES || s->namespaces > MAX_XML_NAMESPACES) {
		fail(s, &xml_attributes, "more than %d attributes or %d namespaces",
			MAX_XML_ATTRIBUTES, MAX_XML_NAMESPACES);
		return;
	}
	if (attrs_take(s, attrs, (size_t)nattrs) != 0) {
		fail(s, &xml_size, "the attributes of one element have more than %zu bytes",
			(size_t)MAX_XML_TEXT);
		return;
	}
	t->attrs = s->attrs;
	t->nattrs = (size_t)nattrs;
	tag_place(s, t);
	if (s->h->start(s->h->ctx, t) != 0)
		stopped(s, said);
}

static void
on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nnamespaces,
	const xmlChar **namespaces, int nattrs, int ndefaulted, const xmlChar **attrs)
{
	struct xml_stream *s = ctx;
	struct xml_tag t = {.name = str(name), .ns = uri == NULL ? "" : str(uri)};

	(void)prefix;
	(void)namespaces;
	(void)ndefaulted;
	if (s->failed)
		return;
	s->text = 0;
	element(s, &t, nnamespaces, nattrs, attrs);
	stop_if_failed(s);
}

static void
on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml_stream *s = ctx;
	size_t said;

	(void)prefix;
	if (s->failed)
		return;
	said = diags_count(s->d);
	s->text = 0;
	s->namespaces -= s->declared[s->depth];
	s->depth--;
	if (s->h->end(s->h->ctx, uri == NULL ? "" : str(uri), str(name),
		    (uint32_t)s->ctxt->input->line) != 0)
		stopped(s, said);
	stop_if_failed(s);
}

static void
on_text(void *ctx, const xmlChar *text, int len)
{
	struct xml_stream *s = ctx;
	size_t n = (size_t)len, said;

	if (s->failed)
		return;
	s->text += n;
	if (s->text > MAX_XML_TEXT) {
		fail(s, &xml_size, "a text of more than %zu bytes", (size_t)MAX_XML_TEXT);
	} else if (s->h->want_text && s->h->text != NULL) {
		said = diags_count(s->d);
		if (s->h->text(s->h->ctx, str(text), n) != 0)
			stopped(s, said);
	}
	stop_if_failed(s);
}

struct xml_stream *
xml_stream_new(struct xml_handler *h, const char *file, struct diags *d)
{
	struct xml_stream *s = x_calloc(1, sizeof(*s));

	s->h = h;
	s->d = d;
	s->file = x_strdup(file);
	s->sax.initialized = XML_SAX2_MAGIC;
	s->sax.internalSubset = on_doctype;
	s->sax.startElementNs = on_start;
	s->sax.endElementNs = on_end;
	s->sax.characters = on_text;
	/* The same: libxml2 then does not guess which is which. */
	s->sax.ignorableWhitespace = on_text;
	s->sax.serror = on_error;
	s->ctxt = xmlCreatePushParserCtxt(&s->sax, s, NULL, 0, NULL);
	if (s->ctxt == NULL)
		die_memory();
	if (xmlCtxtUseOptions(s->ctxt, XML_OPTIONS) != 0)
		die_bug("libxml2 does not know an option");
	return s;
}

void
xml_stream_free(struct xml_stream *s)
{
	if (s == NULL)
		return;
	if (s->ctxt->myDoc != NULL)
		xmlFreeDoc(s->ctxt->myDoc);
	xmlFreeParserCtxt(s->ctxt);
	free(s->attrs);
	free(s->values);
	free(s->file);
	free(s);
}

/*
 * libxml2 compares each attribute of a tag with each other one, and only then
 * tells: a tag that spans slices is counted here while it grows.
 */
static void
pending_check(struct xml_stream *s)
{
	const xmlParserInput *in = s->ctxt->input;
	size_t n;

	if (s->failed || in == NULL || in->cur == NULL)
		return;
	n = (size_t)(in->end - in->cur);
	if (n < SLICE / 2 || *in->cur != '<')
		return;
	if (s->pending.at != in->consumed + (unsigned long)(in->cur - in->base)) {
		s->pending.at = in->consumed + (unsigned long)(in->cur - in->base);
		s->pending.seen = s->pending.attrs = 0;
		s->pending.quote = 0;
	}
	for (; s->pending.seen < n; s->pending.seen++) {
		char c = (char)in->cur[s->pending.seen];

		if (s->pending.quote == 0 && (c == '"' || c == '\''))
			s->pending.quote = c;
		else if (s->pending.quote != 0 && c == s->pending.quote) {
			s->pending.quote = 0;
			s->pending.attrs++;
		}
	}
	if (s->pending.attrs > MAX_XML_ATTRIBUTES && in->cur[1] != '!' && in->cur[1] != '?')
		fail(s, &xml_attributes, "more than %d attributes", MAX_XML_ATTRIBUTES);
}

/* Errors that libxml2 raises without a context (encodings) come to us as well while this lasts. */
static void
parse(struct xml_stream *s, const char *p, size_t n, bool last)
{
	xmlStructuredErrorFunc before = xmlStructuredError;
	void *before_ctx = xmlStructuredErrorContext;

	xmlSetStructuredErrorFunc(s, on_error);
	xmlParseChunk(s->ctxt, p, (int)n, last);
	xmlSetStructuredErrorFunc(before_ctx, before);
}

int
xml_stream_feed(struct xml_stream *s, const char *p, size_t n)
{
	while (n > 0 && !s->failed) {
		size_t take = n < SLICE ? n : SLICE;

		s->begun = true;
		parse(s, p, take, false);
		p += take;
		n -= take;
		pending_check(s);
	}
	return s->failed ? -1 : 0;
}

int
xml_stream_end(struct xml_stream *s)
{
	if (s->failed)
		return -1;
	s->ending = true;
	if (!s->begun)
		fail(s, &xml_empty, "the file is empty");
	else
		parse(s, "", 0, true);
	/* Not known to happen; but nothing that is not well-formed passes without a word. */
	if (!s->failed && (!s->ctxt->wellFormed || !s->root || s->depth != 0))
		fail(s, &xml_syntax, "not well-formed");
	if (s->failed)
		return -1;
	s->failed = true; /* nothing may follow */
	return 0;
}
