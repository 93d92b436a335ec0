/*
 * The grammar of RFC 8259, one token after another.  Nothing is kept of the
 * bytes: tokens that the window cuts in two are begun again, strings go on.
 */
#include "checker/base/json_scan.h"

#include <stdarg.h>

#include "checker/base/block16.h"
#include "checker/base/json_diags.h"
#include "checker/base/text.h"

#define NO_CUT SIZE_MAX

void
json_scan_init(struct json_scan *s, const char *file, struct diags *d)
{
	*s = (struct json_scan){.file = file, .diags = d, .cut_depth = NO_CUT, .line = 1};
	buf_init(&s->pool, MAX_JSON_SKELETON + MAX_JSON_RECORD);
}

void
json_scan_free(struct json_scan *s)
{
	for (size_t i = 0; i < s->open.n; i++)
		json_names_drop(s, &s->open.v[i]);
	VEC_FREE(&s->open);
	VEC_FREE(&s->keys);
	VEC_FREE(&s->hashes);
	buf_free(&s->pool);
}

uint64_t
json_scan_mark(const struct json_scan *s)
{
	if (s->in_record)
		return s->record_at;
	return json_place(s, s->in_string ? s->token : s->p);
}

/* The bytes of the line that are at hand, MAX_EXCERPT at most on either side of at. */
static char *
excerpt(const struct json_scan *s, const char *at, struct place *place)
{
	size_t before = (size_t)(json_place(s, at) - s->line_at), held = (size_t)(at - s->start);
	const char *from, *to = at;
	char *text;

	if (before > held)
		before = held;
	if (before > MAX_EXCERPT)
		before = MAX_EXCERPT;
	from = at - before;
	while (to < s->end && to - at < MAX_EXCERPT && *to != '\n' && *to != '\r' && *to != '\0')
		to++;
	place->cut = (uint32_t)(json_place(s, from) - s->line_at);
	text = x_malloc((size_t)(to - from) + 1);
	memcpy(text, from, (size_t)(to - from));
	text[to - from] = '\0';
	return text;
}

enum json_event
json_broken(struct json_scan *s, const struct diag_kind *kind, const char *at, const char *fmt, ...)
{
	uint64_t col = json_place(s, at) - s->line_at + 1;
	struct place place = {.file = s->file, .line = s->line,
		.col = col > UINT32_MAX ? UINT32_MAX : (uint32_t)col};
	char *line = excerpt(s, at, &place), text[512];
	va_list ap;

	place.excerpt = line;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_add(s->diags, kind, &place, "%s", text);
	free(line);
	return JSON_BROKEN;
}

/* What stands where something else should, in words of ASCII. */
static const char *
found(const struct json_scan *s, char out[16])
{
	unsigned char c;

	if (s->p == s->end)
		return "the end";
	c = (unsigned char)*s->p;
	if (c > 0x20 && c < 0x7f)
		snprintf(out, 16, "'%c'", c);
	else
		snprintf(out, 16, "byte 0x%02X", c);
	return out;
}

static enum json_event
unexpected(struct json_scan *s, const char *wanted)
{
	char c = *s->p, what[16];

	if (c == '/' && s->blank == NULL)
		return json_broken(s, &json_syntax, s->p, "comments are not JSON: take it out");
	if (c == '\'')
		return json_broken(s, &json_syntax, s->p,
			"names and texts stand in double quotes, not in single ones");
	return json_broken(s, &json_syntax, s->p, "%s expected, found %s", wanted, found(s, what));
}

static enum json_event
ended(struct json_scan *s)
{
	const struct json_frame *f;

	if (s->open.n == 0 && (s->want == JSON_WANT_END || s->lines))
		return JSON_DONE;
	if (s->open.n == 0)
		return json_broken(s, &json_empty, s->p, "there is no JSON value in it");
	f = &s->open.v[s->open.n - 1];
	return json_broken(s, &json_truncated, s->p,
		"the text ends inside the %s of line %lu, column %lu", f->map ? "map" : "list",
		(unsigned long)f->line, (unsigned long)f->col);
}

/* Looks at the first four bytes once they are there: UTF-8 alone is read. */
static enum json_event
begin(struct json_scan *s)
{
	const unsigned char *b = (const unsigned char *)s->p;
	size_t n = (size_t)(s->end - s->p);

	if (n < 4 && !s->final)
		return JSON_MORE;
	s->begun = true;
	if (n >= 2 && ((b[0] == 0xff && b[1] == 0xfe) || (b[0] == 0xfe && b[1] == 0xff)))
		return json_broken(s, &json_encoding, s->p, "this is UTF-16; UTF-8 is needed");
	if (n >= 2 && (b[0] == 0 || b[1] == 0))
		return json_broken(s, &json_encoding, s->p,
			"this is UTF-16 or UTF-32 without a byte order mark; UTF-8 is needed");
	if (n >= 3 && memcmp(b, "\xef\xbb\xbf", 3) == 0) {
		s->bom = 3;
		s->p += 3;
		s->line_at = s->origin = 3;
	}
	return JSON_GO;
}

static void
line_end(struct json_scan *s, const char *p)
{
	uint64_t at = json_place(s, p);

	if (*p == '\r')
		s->cr_at = at + 1;
	if (*p == '\r' || at != s->cr_at || at == 0)
		s->line++;
	s->line_at = at + 1;
}

/* Relaxed only, where the text is whole: blanks out one comment. */
static enum json_event
comment(struct json_scan *s)
{
	const char *p = s->p + 2, *open = s->p;
	bool block;

	if (s->end - s->p < 2 || (s->p[1] != '/' && s->p[1] != '*'))
		return unexpected(s, "a comment");
	block = s->p[1] == '*';
	for (; p < s->end; p++) {
		if (block ? *p == '*' && s->end - p > 1 && p[1] == '/' : *p == '\n' || *p == '\r')
			break;
		if (*p == '\n' || *p == '\r')
			line_end(s, p);
	}
	if (block && p == s->end)
		return json_broken(s, &json_truncated, s->end, "a comment is not closed");
	s->p = block ? p + 2 : p;
	if (!utf8_valid(open, (size_t)(s->p - open)))
		return json_broken(
			s, &json_encoding, s->p - 1, "the comment that ends here is not UTF-8");
	memset(s->blank + (open - s->start), ' ', (size_t)(s->p - open));
	return JSON_GO;
}

/* Indentation is most of a pretty-printed file. */
static const char *
spaces(const char *p, const char *end)
{
	const block16 space = BLOCK16(' ');

	while (end - p >= 16) {
		size_t n = block16_first((block16)(block16_load(p) != space));

		if (n < 16)
			return p + n;
		p += 16;
	}
	while (p < end && *p == ' ')
		p++;
	return p;
}

static enum json_event
blanks(struct json_scan *s)
{
	for (;;) {
		while (s->p < s->end && (*s->p == '\n' || *s->p == '\r')) {
			line_end(s, s->p);
			s->p++;
		}
		if (s->p == s->end)
			return s->final ? ended(s) : JSON_MORE;
		if (*s->p == ' ') {
			s->p = spaces(s->p, s->end);
		} else if (*s->p == '\t') {
			s->p++;
		} else if (*s->p == '/' && s->blank != NULL) {
			enum json_event e = comment(s);

			if (e != JSON_GO)
				return e;
		} else {
			return JSON_GO;
		}
	}
}

static size_t
digits(const char *p, const char *end)
{
	const char *from = p;

	while (p < end && ch_digit(*p))
		p++;
	return (size_t)(p - from);
}

static bool
in_number(char c)
{
	return ch_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

/* RFC 8259 section 6. On JSON_GO *past is its end; the caller moves. */
static enum json_event
number(struct json_scan *s, const char **past)
{
	const char *p = s->p, *end = s->end;
	size_t n;

	while (p < end && in_number(*p))
		p++;
	if (p - s->p > MAX_JSON_NUMBER)
		return json_broken(
			s, &json_size, s->p, "a number of more than %d bytes", MAX_JSON_NUMBER);
	if (p == end && !s->final)
		return JSON_MORE;
	if (p == end && s->open.n > 0) {
		s->p = p; /* its last digits may be missing: no record of a broken file */
		return ended(s);
	}
	*past = end = p;
	p = s->p + (*s->p == '-');
	n = digits(p, end);
	if (n == 0)
		return json_broken(s, &json_number, p, "digits expected in a number");
	if (n > 1 && *p == '0')
		return json_broken(s, &json_number, p, "a number has no leading zeros");
	p += n;
	if (p < end && *p == '.') {
		n = digits(++p, end);
		if (n == 0)
			return json_broken(s, &json_number, p, "digits expected after the point");
		p += n;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		p += p < end && (*p == '+' || *p == '-');
		n = digits(p, end);
		if (n == 0)
			return json_broken(s, &json_number, p, "digits expected in the exponent");
		p += n;
	}
	if (p != end)
		return json_broken(s, &json_number, p, "the number goes on in a way that is none");
	if (end - s->p > 60)
		s->pos->long_number = true;
	return JSON_GO;
}

static enum json_event
cut_word(struct json_scan *s)
{
	if (!s->final)
		return JSON_MORE;
	return json_broken(s, &json_truncated, s->p, "the text ends inside a word");
}

static enum json_event
literal(struct json_scan *s, const char **past)
{
	static const char *const words[] = {"true", "false", "null"};
	size_t have = (size_t)(s->end - s->p);

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t n = strlen(words[i]);

		if (*s->p != words[i][0])
			continue;
		if (have >= n && memcmp(s->p, words[i], n) == 0) {
			*past = s->p + n;
			return JSON_GO;
		}
		if (have < n && memcmp(s->p, words[i], have) == 0)
			return cut_word(s);
		return json_broken(s, &json_syntax, s->p, "true, false or null expected");
	}
	if (*s->p == '+' || *s->p == '.' || *s->p == 'N' || *s->p == 'I')
		return json_broken(s, &json_number, s->p, "no number of JSON begins like this");
	return unexpected(s, "a value");
}

static uint32_t
column(const struct json_scan *s)
{
	uint64_t col = json_place(s, s->p) - s->line_at + 1;

	return col > UINT32_MAX ? UINT32_MAX : (uint32_t)col;
}

/* A value at the top: the only one, or one a line. */
static enum json_event
top_begins(struct json_scan *s)
{
	if (s->tops == 0 && s->lines && s->whole != NULL && *s->p == '[') {
		s->lines = false;
		s->cut_depth = NO_CUT;
		s->pos = s->whole;
	}
	if (s->tops > 0 && s->line == s->top_line)
		return json_broken(s, &json_trailing, s->p,
			"a second value on the same line: JSON Lines has one value a line");
	s->tops++;
	return JSON_GO;
}

/* Called when it is sure that the value's token is whole or goes on by itself. */
static enum json_event
value_begins(struct json_scan *s)
{
	struct json_pos *pos;
	uint64_t place = json_place(s, s->p);

	if (s->open.n == 0) {
		if (top_begins(s) == JSON_BROKEN)
			return JSON_BROKEN;
	} else {
		s->open.v[s->open.n - 1].index++;
	}
	if (s->open.n == s->cut_depth && !s->in_record) {
		s->in_record = true;
		s->record_at = s->origin = place;
		s->record_line = s->line;
		s->record_col = column(s);
		s->pos->v.n = 0;
		s->pos->long_number = false;
		s->pos->nul = false;
	}
	if (s->pos->v.n == MAX_JSON_VALUES)
		return json_broken(s, &json_size, s->p,
			"more than %zu values in one record or document", (size_t)MAX_JSON_VALUES);
	pos = VEC_PUSH(&s->pos->v);
	pos->at = (uint32_t)(place - s->origin);
	pos->line = s->line;
	pos->col = column(s);
	return JSON_GO;
}

static enum json_event
value_ended(struct json_scan *s)
{
	s->want = s->open.n == 0 ? JSON_WANT_END : JSON_WANT_COMMA;
	if (s->open.n == 0)
		s->top_line = s->line;
	if (s->in_record && s->open.n == s->cut_depth) {
		s->in_record = false;
		return JSON_RECORD;
	}
	return JSON_GO;
}

static enum json_event
open_one(struct json_scan *s)
{
	struct json_frame *f;

	if (s->open.n == MAX_JSON_DEPTH)
		return json_broken(s, &json_depth, s->p, "more than %d levels", MAX_JSON_DEPTH);
	f = VEC_PUSH(&s->open);
	f->map = *s->p == '{';
	f->keys = s->keys.n;
	f->pool = s->pool.len;
	f->line = s->line;
	f->col = column(s);
	s->p++;
	s->want = f->map ? JSON_WANT_MEMBER : JSON_WANT_ELEMENT;
	return !f->map && !s->in_record && s->cut_depth == NO_CUT ? JSON_LIST : JSON_GO;
}

static enum json_event
close_one(struct json_scan *s)
{
	struct json_frame *f = &s->open.v[s->open.n - 1];
	bool cut = s->open.n == s->cut_depth && !s->in_record;
	enum json_event e;

	if ((*s->p == '}') != f->map)
		return json_broken(s, &json_syntax, s->p,
			"the %s of line %lu, column %lu is closed by '%c'", f->map ? "map" : "list",
			(unsigned long)f->line, (unsigned long)f->col, *s->p);
	if (f->map)
		json_names_drop(s, f);
	s->open.n--;
	s->p++;
	if (cut)
		s->cut_depth = NO_CUT;
	e = value_ended(s);
	return cut ? JSON_CUT_END : e;
}

static enum json_event
value(struct json_scan *s)
{
	const char *past = NULL;
	enum json_event e = JSON_GO;
	char c = *s->p;
	bool scalar = c != '{' && c != '[' && c != '"';

	if (scalar)
		e = c == '-' || ch_digit(c) ? number(s, &past) : literal(s, &past);
	if (e == JSON_GO)
		e = value_begins(s);
	if (e != JSON_GO)
		return e;
	if (scalar) {
		s->p = past;
		return value_ended(s);
	}
	if (c != '"')
		return open_one(s);
	s->token = s->p++;
	s->in_string = true;
	s->is_name = s->escaped = false;
	return JSON_GO;
}

/* A closing bracket after a comma: nothing in relaxed mode, an error else. */
static enum json_event
comma_before_end(struct json_scan *s)
{
	if (s->blank == NULL)
		return json_broken(
			s, &json_syntax, s->p, "a comma before the end: take the comma out");
	s->blank[s->comma_at - s->start_at] = ' ';
	return close_one(s);
}

static enum json_event
name(struct json_scan *s)
{
	if (*s->p != '"')
		return unexpected(s, "a name in double quotes");
	s->token = s->p++;
	s->in_string = s->is_name = true;
	s->escaped = false;
	return JSON_GO;
}

static enum json_event
after_value(struct json_scan *s)
{
	const struct json_frame *f = &s->open.v[s->open.n - 1];

	if (*s->p == ',') {
		s->comma_at = json_place(s, s->p);
		s->want = f->map ? JSON_WANT_NAME : JSON_WANT_VALUE;
		s->p++;
		return JSON_GO;
	}
	if (*s->p == '}' || *s->p == ']')
		return close_one(s);
	return unexpected(s, f->map ? "a comma or '}'" : "a comma or ']'");
}

static enum json_event
after_top(struct json_scan *s)
{
	if (!s->lines)
		return json_broken(s, &json_trailing, s->p, "text after the end of the value");
	return value(s);
}

static enum json_event
string_goes_on(struct json_scan *s)
{
	enum json_event e = json_string_run(s);
	size_t n;

	if (e != JSON_GO)
		return e;
	s->in_string = false;
	if (!s->is_name)
		return value_ended(s);
	n = (size_t)(s->p - s->token) - 2;
	if (n > UINT32_MAX / 2)
		return json_broken(s, &json_size, s->token, "a name that is too long");
	s->want = JSON_WANT_COLON;
	return json_name_add(s, s->token + 1, n);
}

static enum json_event
token(struct json_scan *s)
{
	switch (s->want) {
	case JSON_WANT_ELEMENT:
		return *s->p == ']' ? close_one(s) : value(s);
	case JSON_WANT_VALUE:
		if (*s->p == ']' && s->open.n > 0 && !s->open.v[s->open.n - 1].map)
			return comma_before_end(s);
		return value(s);
	case JSON_WANT_MEMBER:
		return *s->p == '}' ? close_one(s) : name(s);
	case JSON_WANT_NAME:
		return *s->p == '}' ? comma_before_end(s) : name(s);
	case JSON_WANT_COLON:
		if (*s->p != ':')
			return unexpected(s, "a colon");
		s->p++;
		s->want = JSON_WANT_VALUE;
		return JSON_GO;
	case JSON_WANT_COMMA:
		return after_value(s);
	case JSON_WANT_END:
		break;
	}
	return after_top(s);
}

enum json_event
json_scan_run(struct json_scan *s)
{
	enum json_event e = s->begun ? JSON_GO : begin(s);

	while (e == JSON_GO) {
		if (s->in_string) {
			e = string_goes_on(s);
			continue;
		}
		e = blanks(s);
		if (e == JSON_GO)
			e = token(s);
	}
	return e;
}
