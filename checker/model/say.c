/* The table of sentences, and how numbers stand in them. */
#include "checker/model/say.h"

#include <stdio.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"

static const char *const sentences[SAYINGS] = {
#define SAY(name, text) [SAY_##name] = text,
#include "checker/model/sentences.def"
#undef SAY
};

void
count_put(struct buf *b, uint64_t n)
{
	char digits[32];
	int len = snprintf(digits, sizeof(digits), "%llu", (unsigned long long)n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && len > 4 && (len - i) % 3 == 0)
			buf_chr(b, ',');
		buf_chr(b, digits[i]);
	}
}

/* "{0}" or "{0|one|many}"; p stands after the brace. Returns what follows the closing one. */
static const char *
fill(struct buf *b, const char *p, const struct said *v, size_t n)
{
	size_t i = (size_t)(*p - '0'), len;

	if (!ch_digit(*p) || i >= n)
		die_bug("a sentence asks for more than it is given");
	p++;
	if (*p == '}') {
		if (v[i].s != NULL)
			buf_str(b, v[i].s);
		else
			count_put(b, v[i].n);
		return p + 1;
	}
	if (*p != '|')
		die_bug("a sentence with a broken place");
	p++;
	len = strcspn(p, "|");
	if (v[i].n == 1)
		buf_add(b, p, len);
	p += len + (p[len] == '|');
	len = strcspn(p, "}");
	if (v[i].n != 1)
		buf_add(b, p, len);
	return p + len + (p[len] == '}');
}

void
say_list(struct buf *b, enum say what, const struct said *v, size_t n)
{
	const char *p = sentences[what];

	while (*p != '\0') {
		size_t len = strcspn(p, "{");

		buf_add(b, p, len);
		p += len;
		if (*p == '{')
			p = fill(b, p + 1, v, n);
	}
}

void
say(struct buf *b, enum say what)
{
	say_list(b, what, NULL, 0);
}

const char *
say_text(enum say what)
{
	return sentences[what];
}

char *
said_list(struct arena *a, enum say what, const struct said *v, size_t n)
{
	struct buf b;
	char *text;

	buf_init(&b, MIB);
	say_list(&b, what, v, n);
	text = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return text;
}
