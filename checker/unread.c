#include "checker/unread.h"

#include <string.h>

#include "checker/base/text.h"
#include "checker/model/say.h"
#include "checker/read/reader.h"

static const struct { const char *end; enum syntax syntax; } ends[] = {
	{".json", SYNTAX_JSON}, {".jsonl", SYNTAX_JSON}, {".ndjson", SYNTAX_JSON},
	{".xml", SYNTAX_XML}, {".csv", SYNTAX_CSV}, {".tsv", SYNTAX_CSV},
};

static enum syntax
named_syntax(const char *file)
{
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(ends) / sizeof(*ends); i++) {
		if (str_same_fold(dot, ends[i].end))
			return ends[i].syntax;
	}
	return SYNTAX_NONE;
}

bool
unread_is_export(const char *file)
{
	return named_syntax(file) != SYNTAX_NONE;
}

static int
any_tag(void *ctx, const struct xml_tag *t)
{
	(void)ctx;
	(void)t;
	return 0;
}

static int
any_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	(void)ctx;
	(void)ns;
	(void)name;
	(void)line;
	return 0;
}

static int
any_record(void *ctx, const struct json_record *r)
{
	(void)ctx;
	(void)r;
	return 0;
}

static bool
has(const struct head *h, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= h->len; i++) {
		if (memcmp(h->bytes + i, word, n) == 0)
			return true;
	}
	return false;
}

static const char *
xml_broken(struct reading *r, const struct head *h)
{
	struct xml_handler x = {.start = any_tag, .end = any_end};

	if (h->root == NULL || *h->root == '\0')
		return say_text(SAY_UNREAD_NO_ROOT);
	/* Refused in what is read; here it is no break: a document type is good XML. */
	if (has(h, "<!DOCTYPE"))
		return NULL;
	return reading_xml(r, &x) == 0 ? NULL : say_text(SAY_UNREAD_XML);
}

static const char *
json_broken_at(struct reading *r)
{
	static const char *const cuts[] = {""};
	const struct json_reader jr = {.cuts = cuts, .ncuts = 1, .lines = true,
		.on_record = any_record};

	return reading_json(r, &jr, NULL) == 0 ? NULL : say_text(SAY_UNREAD_JSON);
}

static bool
is_blank(const struct head *h)
{
	for (size_t i = 0; i < h->len; i++) {
		if (!ch_space(h->bytes[i]))
			return false;
	}
	return true;
}

const char *
unread_broken(struct reading *r, const struct head *h, const char *file)
{
	enum syntax want = named_syntax(file);

	if (want == SYNTAX_NONE)
		return NULL;
	if (is_blank(h))
		return say_text(SAY_UNREAD_BLANK);
	if (want == SYNTAX_CSV && h->syntax != SYNTAX_XML && h->syntax != SYNTAX_JSON)
		return memchr(h->bytes, '\0', h->len) == NULL ? NULL
			: say_text(SAY_UNREAD_TABLE);
	if (h->syntax == SYNTAX_XML)
		return xml_broken(r, h);
	if (h->syntax == SYNTAX_JSON)
		return json_broken_at(r);
	return want == SYNTAX_XML ? say_text(SAY_UNREAD_NOT_XML)
		: say_text(SAY_UNREAD_NOT_JSON);
}

const char *
unread_container(const char *file, const char *head, size_t len)
{
	static const char *const packed[] = {".zip", ".gz", ".tgz", ".tar", ".zst", ".tzst"};
	static const char *const sheets[] = {".xlsx", ".xlsm", ".xlsb", ".xls"};
	const char *dot = strrchr(file, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(packed) / sizeof(*packed); i++) {
		if (str_same_fold(dot, packed[i]))
			return say_text(SAY_UNREAD_NOT_ARCHIVE);
	}
	for (size_t i = 0; dot != NULL && i < sizeof(sheets) / sizeof(*sheets); i++) {
		if (!str_same_fold(dot, sheets[i]))
			continue;
		/* Compound files, MS-CFB 2.2: the old format, and the wrapping of encrypted workbooks. */
		return len >= 8 && memcmp(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0 ?
			say_text(SAY_UNREAD_OLD_WORKBOOK) :
			say_text(SAY_UNREAD_NOT_WORKBOOK);
	}
	return NULL;
}
