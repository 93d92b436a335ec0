/*
 * What cairo 1.16 leaves out: the language, the title in the window's bar, words for drawings,
 * metadata as XMP, and the file's identity.  They are added as an incremental update
 * (ISO 32000-1, 7.5.6): objects once more with what they lack, one new one, a cross-reference
 * section, and a trailer with an ID that is made of the bytes before, so that two runs give
 * the same file.
 */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "reports/emit_xml.h"
#include "reports/pdf/page.h"

struct moved { int64_t id; size_t at; };
struct update {
	struct buf *out;             /* what is added */
	const char *p; size_t n;     /* what cairo wrote */
	VEC(struct moved) objects;   /* by id, for they are added in that order */
};

/* The last place at which a line of the file says so. */
static const char *
last(const char *p, size_t n, const char *what)
{
	size_t len = strlen(what);

	for (size_t i = n - len; i > 0; i--)
		if (p[i - 1] == '\n' && memcmp(p + i, what, len) == 0)
			return p + i;
	return NULL;
}

/* "   /Root 61 0 R": the number after a name of the trailer; it ends before end. */
static bool
number_after(const char *p, const char *end, const char *name, int64_t *out)
{
	size_t len = strlen(name), digits;

	for (; p + len < end; p++)
		if (memcmp(p, name, len) == 0) {
			p += len;
			p += strspn(p, " \n");
			digits = strspn(p, "0123456789");
			return text_to_int(p, digits, 0, INT32_MAX, out);
		}
	return false;
}

static void
begin_object(struct update *u, int64_t id)
{
	*VEC_PUSH(&u->objects) = (struct moved){id, u->n + u->out->len};
}

/* The dictionary that stands at object once more, with more entries at its end. 0 or -1. */
static int
amend(struct update *u, int64_t id, const char *object, const char *entries)
{
	const char *end = strstr(object, "\nendobj");

	while (end != NULL && end > object && (end[-1] == '\n' || end[-1] == ' '))
		end--;
	if (end == NULL || end - object < 4 || end[-1] != '>' || end[-2] != '>')
		return -1;
	begin_object(u, id);
	buf_add(u->out, object, (size_t)(end - 2 - object));
	buf_fmt(u->out, "%s>>\nendobj\n", entries);
	return 0;
}

/* A text string (7.9.2.2): UTF-16 with its mark, in hexadecimal. Not UTF-8: nothing. */
static void
text_string(struct buf *b, const char *s)
{
	size_t n = strlen(s), wide;

	buf_str(b, "<FEFF");
	for (size_t i = 0; i < n; i += wide) {
		int32_t c = utf8_next(s + i, n - i, &wide);

		if (c >= 0x10000)
			buf_fmt(b, "%04X%04X", 0xd800u + (((unsigned)c - 0x10000u) >> 10),
				0xdc00u + (((unsigned)c - 0x10000u) & 0x3ffu));
		else if (c >= 0)
			buf_fmt(b, "%04X", (unsigned)c);
	}
	buf_chr(b, '>');
}

/* Each drawing says in words what it shows (14.9.3); cairo writes them in the order of drawing. */
static int
put_alts(struct update *u, const struct pdf_words *w)
{
	static const char mark[] = " 0 obj\n<< /Type /StructElem\n   /S /Figure\n";
	const char *end = u->p + u->n;
	size_t told = 0;
	struct buf entry;
	int rc = 0;

	buf_init(&entry, MIB);
	for (const char *p = u->p; rc == 0 && p + sizeof(mark) < end; p++) {
		const char *id = p;
		int64_t number;

		if (*p != ' ' || memcmp(p, mark, sizeof(mark) - 1) != 0)
			continue;
		while (id > u->p && ch_digit(id[-1]))
			id--;
		if (told == w->nalts || !text_to_int(id, (size_t)(p - id), 1, INT32_MAX, &number)) {
			rc = -1;
			break;
		}
		buf_reset(&entry);
		buf_str(&entry, "   /Alt ");
		text_string(&entry, w->alts[told++]);
		buf_chr(&entry, '\n');
		rc = amend(u, number, id, entry.p);
	}
	buf_free(&entry);
	return rc == 0 && told == w->nalts ? 0 : -1;
}

static void
alt_of_language(struct emit_xml *x, const char *name, const char *text)
{
	ex_open(x, name);
	ex_open(x, "rdf:Alt");
	ex_open(x, "rdf:li");
	ex_attr(x, "xml:lang", "x-default");
	ex_text(x, text);
	ex_close(x);
	ex_close(x);
	ex_close(x);
}

/* ISO 16684-1: what the Info dictionary says, for programs that read XMP only. */
static void
xmp(struct buf *b, const struct pdf_words *w)
{
	struct emit_xml *x = ex_to_buf(b);

	ex_raw(x, "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n");
	ex_open(x, "x:xmpmeta");
	ex_attr(x, "xmlns:x", "adobe:ns:meta/");
	ex_open(x, "rdf:RDF");
	ex_attr(x, "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
	ex_open(x, "rdf:Description");
	ex_attr(x, "rdf:about", "");
	ex_attr(x, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	ex_attr(x, "xmlns:xmp", "http://ns.adobe.com/xap/1.0/");
	ex_element(x, "dc:format", NULL, "application/pdf");
	alt_of_language(x, "dc:title", w->title);
	alt_of_language(x, "dc:description", w->subject);
	ex_open(x, "dc:language");
	ex_open(x, "rdf:Bag");
	ex_element(x, "rdf:li", NULL, "en");
	ex_close(x);
	ex_close(x);
	ex_element(x, "xmp:CreateDate", NULL, w->made);
	ex_element(x, "xmp:ModifyDate", NULL, w->made);
	ex_element(x, "xmp:CreatorTool", NULL, "trueup");
	ex_close(x);
	ex_close(x);
	ex_close(x);
	ex_raw(x, "\n<?xpacket end=\"r\"?>\n");
	ex_finish(x);
}

static void
put_metadata(struct update *u, int64_t id, const struct pdf_words *w)
{
	struct buf packet;

	buf_init(&packet, MIB);
	xmp(&packet, w);
	begin_object(u, id);
	buf_fmt(u->out, "%lld 0 obj\n<< /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n",
		(long long)id, packet.len);
	buf_add(u->out, packet.p, packet.len);
	buf_str(u->out, "\nendstream\nendobj\n");
	buf_free(&packet);
}

static void
put_trailer(struct update *u, int64_t size, int64_t root, int64_t info, int64_t xref)
{
	size_t at = u->n + u->out->len;
	char hex[SHA256_HEX];

	sha256_hex(u->p, u->n, hex);
	buf_str(u->out, "xref\n");
	for (size_t i = 0; i < u->objects.n; i++)
		buf_fmt(u->out, "%lld 1\n%010zu 00000 n \n", (long long)u->objects.v[i].id,
			u->objects.v[i].at);
	buf_fmt(u->out, "trailer\n<< /Size %lld\n   /Root %lld 0 R\n   /Info %lld 0 R\n   /Prev %lld\n"
		"   /ID [<%.32s> <%.32s>]\n>>\nstartxref\n%zu\n%%%%EOF\n", (long long)size,
		(long long)root, (long long)info, (long long)xref, hex, hex, at);
}

int
pdf_finish(struct buf *out, const char *p, size_t n, const struct pdf_words *w)
{
	const char *trailer = last(p, n, "trailer"), *start = last(p, n, "startxref"), *catalogue;
	struct update u = {.p = p, .n = n};
	struct buf add;
	int64_t root, info, size, xref;
	char object[48], entries[160];
	int rc = -1;

	if (trailer == NULL || start == NULL || !number_after(trailer, start, "/Root", &root)
		|| !number_after(trailer, start, "/Info", &info)
		|| !number_after(trailer, start, "/Size", &size)
		|| !number_after(start, p + n, "startxref", &xref))
		return -1;
	snprintf(object, sizeof(object), "%lld 0 obj\n", (long long)root);
	catalogue = last(p, n, object);
	if (catalogue == NULL || catalogue > trailer)
		return -1;
	snprintf(entries, sizeof(entries), "   /Lang (en)\n   /Metadata %lld 0 R\n"
		"   /ViewerPreferences << /DisplayDocTitle true >>\n", (long long)size);
	buf_init(&add, n + 8 * MIB);
	u.out = &add;
	if (put_alts(&u, w) == 0 && amend(&u, root, catalogue, entries) == 0) {
		put_metadata(&u, size, w);
		put_trailer(&u, size + 1, root, info, xref);
		buf_add(out, p, n);
		buf_add(out, add.p, add.len);
		rc = out->over || add.over ? -1 : 0;
	}
	buf_free(&add);
	VEC_FREE(&u.objects);
	return rc;
}
