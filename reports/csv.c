#include "reports/csv.h"

#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

static bool
starts_formula(const char *p)
{
	/* The wide forms of East Asian keyboards count too. */
	static const char *const starts[] = {"=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b",
		"\xef\xbc\x8d", "\xef\xbc\xa0"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (strncmp(p, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

void
csv_text(struct buf *out, const char *s)
{
	struct buf inert;
	bool begin = true;

	buf_init(&inert, MIB);
	text_inert(&inert, s, MAX_TEXT);
	buf_chr(out, '"');
	for (const char *p = inert.p; *p != '\0'; p++) {
		if (begin && starts_formula(p))
			buf_chr(out, '\'');
		begin = *p == ';' || (begin && (*p == ' ' || *p == '"' || *p == '\''));
		if (*p == '"')
			buf_chr(out, '"');
		buf_chr(out, *p);
	}
	buf_chr(out, '"');
	buf_free(&inert);
}
