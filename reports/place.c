#include "reports/place.h"

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/walk.h"

struct places { struct map *paths; };

struct places *
places_new(const struct node *report)
{
	struct places *p = x_calloc(1, sizeof(*p));

	p->paths = map_new();
	for EACH(s, report, "sources") {
		const char *path = get_str(s, "path");

		map_slot(p->paths, path, strlen(path), NULL);
	}
	return p;
}

void
places_free(struct places *p)
{
	if (p == NULL)
		return;
	map_free(p->paths);
	free(p);
}

/* The number behind the last colon; 0: there is none. */
static uint32_t
last_number(const char *text, size_t len, size_t *colon)
{
	int64_t n;

	*colon = len;
	while (*colon > 0 && ch_digit(text[*colon - 1]))
		(*colon)--;
	if (*colon == len || *colon < 2 || text[*colon - 1] != ':'
		|| !text_to_int(text + *colon, len - *colon, 1, UINT32_MAX, &n))
		return 0;
	(*colon)--;
	return (uint32_t)n;
}

bool
place_split(struct place_parts *out, const struct places *p, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text), colon;
	uint32_t line;

	if (len == 0)
		return false;
	*out = (struct place_parts){.path = text, .len = len, .inside = ""};
	if (map_has(p->paths, text, len))
		return true;
	line = last_number(text, len, &colon);
	if (line > 0 && map_has(p->paths, text, colon)) {
		out->len = colon;
		out->line = line;
		return true;
	}
	for (const char *at = strstr(text, ": "); at != NULL; at = strstr(at + 1, ": "))
		if (map_has(p->paths, text, (size_t)(at - text))) {
			out->len = (size_t)(at - text);
			out->inside = at + 2;
			return true;
		}
	/* Of no source of this report: by its looks. */
	if (line > 0) {
		out->len = colon;
		out->line = line;
	}
	return true;
}

void
uri_put(struct buf *b, const char *path, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = path[i];

		if (ch_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/')
			buf_chr(b, c);
		else
			buf_fmt(b, "%%%02X", (unsigned)(unsigned char)c);
	}
}
