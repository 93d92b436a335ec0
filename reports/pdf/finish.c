/*
 * What cairo 1.16 leaves out: the language, the title in the window's bar, and the file's
 * identity.  They are added as an incremental update (ISO 32000-1, 7.5.6): the catalogue once
 * more with two entries, a cross-reference section of one object, and a trailer with an ID that
 * is made of the bytes before, so that two runs give the same file.
 */
#include <string.h>

#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/text.h"
#include "reports/pdf/page.h"

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

int
pdf_finish(struct buf *out, const char *p, size_t n)
{
	const char *trailer = last(p, n, "trailer"), *start = last(p, n, "startxref"), *catalogue, *end;
	int64_t root, info, size, xref;
	char object[48], hex[SHA256_HEX];
	struct buf add;

	if (trailer == NULL || start == NULL || !number_after(trailer, start, "/Root", &root)
		|| !number_after(trailer, start, "/Info", &info)
		|| !number_after(trailer, start, "/Size", &size)
		|| !number_after(start, p + n, "startxref", &xref))
		return -1;
	snprintf(object, sizeof(object), "%lld 0 obj\n", (long long)root);
	catalogue = last(p, n, object);
	end = catalogue != NULL ? strstr(catalogue, "\nendobj") : NULL;
	if (end == NULL || end > trailer)
		return -1;
	while (end > catalogue && (end[-1] == '\n' || end[-1] == ' '))
		end--;
	if (end - catalogue < 4 || end[-1] != '>' || end[-2] != '>')
		return -1;
	sha256_hex(p, n, hex);
	buf_add(out, p, n);
	buf_init(&add, n + 4096);
	buf_add(&add, catalogue, (size_t)(end - 2 - catalogue));
	buf_str(&add, "   /Lang (en)\n   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n");
	buf_add(out, add.p, add.len);
	buf_fmt(out, "xref\n%lld 1\n%010zu 00000 n \ntrailer\n<< /Size %lld\n   /Root %lld 0 R\n"
		"   /Info %lld 0 R\n   /Prev %lld\n   /ID [<%.32s> <%.32s>]\n>>\nstartxref\n%zu\n%%%%EOF\n",
		(long long)root, n, (long long)size, (long long)root, (long long)info, (long long)xref,
		hex, hex, n + add.len);
	buf_free(&add);
	return out->over ? -1 : 0;
}
