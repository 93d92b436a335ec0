#include "reports/emit_json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/utf8.h"

#define EJ_CHUNK (64 * 1024) /* bytes a write: few calls, little memory */

struct emit_json {
	ej_write_fn *write;
	void *ctx;
	int fd;
	int error;
	enum ej_style style;
	bool keyed;                 /* a key was given, its value comes next */
	size_t depth;
	char open[MAX_JSON_DEPTH];  /* '{' or '[' a level */
	bool filled[MAX_JSON_DEPTH];
	size_t len;
	char p[EJ_CHUNK];
};

static int
write_to_fd(void *ctx, const void *p, size_t n)
{
	const int *fd = ctx;

	return write_all(*fd, p, n);
}

static int
write_to_buf(void *ctx, const void *p, size_t n)
{
	struct buf *b = ctx;

	buf_add(b, p, n);
	if (!b->over)
		return 0;
	errno = EFBIG;
	return -1;
}

struct emit_json *
ej_to(ej_write_fn *write, void *ctx, enum ej_style style)
{
	struct emit_json *j = x_calloc(1, sizeof(*j));

	j->write = write;
	j->ctx = ctx;
	j->style = style;
	return j;
}

struct emit_json *
ej_to_fd(int fd, enum ej_style style)
{
	struct emit_json *j = ej_to(write_to_fd, NULL, style);

	j->fd = fd;
	j->ctx = &j->fd;
	return j;
}

struct emit_json *
ej_to_buf(struct buf *out, enum ej_style style)
{
	return ej_to(write_to_buf, out, style);
}

static void
flush(struct emit_json *j)
{
	if (j->error == 0 && j->len > 0 && j->write(j->ctx, j->p, j->len) != 0)
		j->error = errno != 0 ? errno : EIO;
	j->len = 0;
}

static void
put(struct emit_json *j, const char *p, size_t n)
{
	while (n > 0 && j->error == 0) {
		size_t room = sizeof(j->p) - j->len;
		size_t part = n < room ? n : room;

		memcpy(j->p + j->len, p, part);
		j->len += part;
		p += part;
		n -= part;
		if (j->len == sizeof(j->p))
			flush(j);
	}
}

static void
put_chr(struct emit_json *j, char c)
{
	j->p[j->len++] = c;
	if (j->len == sizeof(j->p))
		flush(j);
}

static void
put_line(struct emit_json *j)
{
	if (j->style != EJ_PRETTY)
		return;
	put_chr(j, '\n');
	for (size_t i = 0; i < j->depth; i++)
		put(j, "  ", 2);
}

int
ej_finish(struct emit_json *j)
{
	int error;

	if (j == NULL)
		return 0;
	if (j->error == 0 && (j->depth != 0 || j->keyed))
		die_bug("JSON output ends inside a value");
	flush(j);
	error = j->error;
	free(j);
	if (error == 0)
		return 0;
	errno = error;
	return -1;
}

void
ej_abandon(struct emit_json *j)
{
	free(j);
}

bool
ej_failed(const struct emit_json *j)
{
	return j->error != 0;
}

/* What stands before an element: comma, line, or nothing after a key. */
static void
before(struct emit_json *j)
{
	if (j->depth == 0)
		return;
	if (j->filled[j->depth - 1])
		put_chr(j, ',');
	j->filled[j->depth - 1] = true;
	put_line(j);
}

static void
before_value(struct emit_json *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (j->depth > 0 && j->open[j->depth - 1] == '{')
		die_bug("JSON member without a key");
	before(j);
}

static void
after_value(struct emit_json *j)
{
	if (j->depth == 0)
		put_chr(j, '\n');
}

static void
begin(struct emit_json *j, char c)
{
	before_value(j);
	if (j->depth == MAX_JSON_DEPTH)
		die_bug("JSON output too deep");
	j->open[j->depth] = c;
	j->filled[j->depth++] = false;
	put_chr(j, c);
}

void
ej_object(struct emit_json *j)
{
	begin(j, '{');
}

void
ej_object_begun(struct emit_json *j, const char *p, size_t n)
{
	begin(j, '{');
	put(j, p + 1, n - 1);
	j->filled[j->depth - 1] = n > 1;
}

void
ej_array(struct emit_json *j)
{
	begin(j, '[');
}

void
ej_end(struct emit_json *j)
{
	if (j->depth == 0 || j->keyed)
		die_bug("JSON output: an end too many");
	j->depth--;
	if (j->filled[j->depth])
		put_line(j);
	put_chr(j, j->open[j->depth] == '{' ? '}' : ']');
	after_value(j);
}

static void
put_unit(struct emit_json *j, uint32_t c)
{
	static const char hex[] = "0123456789abcdef";
	char text[6] = "\\u";

	for (size_t i = 0; i < 4; i++)
		text[2 + i] = hex[c >> (12 - 4 * i) & 15];
	put(j, text, sizeof(text));
}

static void
put_escape(struct emit_json *j, uint32_t c)
{
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* pairs: character, letter */

	for (size_t i = 0; i + 1 < sizeof(named) - 1; i += 2)
		if (c == (uint32_t)named[i]) {
			put_chr(j, '\\');
			put_chr(j, named[i + 1]);
			return;
		}
	if (c >= 0x10000) {
		put_unit(j, 0xd800 + ((c - 0x10000) >> 10));
		c = 0xdc00 + ((c - 0x10000) & 0x3ff);
	}
	put_unit(j, c);
}

/*
 * RFC 8259 7; also whatever acts on who looks at the bytes: DEL, C1 controls, line
 * separators, bidirectional controls, characters that cannot be seen. Nothing is lost.
 */
static bool
must_escape(uint32_t c)
{
	return c == '"' || c == '\\' || utf8_invisible(c);
}

static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void
put_string(struct emit_json *j, const char *s, size_t n)
{
	size_t from = 0, i = 0;

	put_chr(j, '"');
	while (i < n) {
		size_t wide = 1;
		int32_t c;

		if (is_plain((unsigned char)s[i])) {
			i++;
			continue;
		}
		c = utf8_next(s + i, n - i, &wide);
		if (c >= 0 && !must_escape((uint32_t)c)) {
			i += wide;
			continue;
		}
		put(j, s + from, i - from);
		if (c < 0) {
			wide = 1;
			put(j, "\xef\xbf\xbd", 3);
		} else {
			put_escape(j, (uint32_t)c);
		}
		i += wide;
		from = i;
	}
	put(j, s + from, n - from);
	put_chr(j, '"');
}

void
ej_key(struct emit_json *j, const char *key)
{
	if (j->depth == 0 || j->keyed || j->open[j->depth - 1] != '{')
		die_bug("JSON key outside of an object");
	before(j);
	put_string(j, key, strlen(key));
	put_chr(j, ':');
	if (j->style == EJ_PRETTY)
		put_chr(j, ' ');
	j->keyed = true;
}

void
ej_strn(struct emit_json *j, const char *s, size_t n)
{
	before_value(j);
	put_string(j, s, n);
	after_value(j);
}

void
ej_str(struct emit_json *j, const char *s)
{
	if (s == NULL)
		ej_null(j);
	else
		ej_strn(j, s, strlen(s));
}

void
ej_raw(struct emit_json *j, const char *p, size_t n)
{
	before_value(j);
	put(j, p, n);
	after_value(j);
}

void
ej_int(struct emit_json *j, int64_t v)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%" PRId64, v);

	ej_raw(j, text, (size_t)n);
}

void
ej_bool(struct emit_json *j, bool v)
{
	ej_raw(j, v ? "true" : "false", v ? 4 : 5);
}

void
ej_null(struct emit_json *j)
{
	ej_raw(j, "null", 4);
}

void
ej_kobject(struct emit_json *j, const char *key)
{
	ej_key(j, key);
	ej_object(j);
}

void
ej_karray(struct emit_json *j, const char *key)
{
	ej_key(j, key);
	ej_array(j);
}

void
ej_kstr(struct emit_json *j, const char *key, const char *s)
{
	ej_key(j, key);
	ej_str(j, s);
}

void
ej_kstrn(struct emit_json *j, const char *key, const char *s, size_t n)
{
	ej_key(j, key);
	ej_strn(j, s, n);
}

void
ej_kinert(struct emit_json *j, const char *key, const char *s, size_t max)
{
	struct buf b;

	buf_init(&b, s == NULL ? 16 : strlen(s) * 8 + 16);
	text_inert(&b, s != NULL ? s : "", max);
	ej_key(j, key);
	ej_strn(j, b.p, b.len);
	buf_free(&b);
}

void
ej_kint(struct emit_json *j, const char *key, int64_t v)
{
	ej_key(j, key);
	ej_int(j, v);
}

void
ej_kbool(struct emit_json *j, const char *key, bool v)
{
	ej_key(j, key);
	ej_bool(j, v);
}

void
ej_knull(struct emit_json *j, const char *key)
{
	ej_key(j, key);
	ej_null(j);
}
