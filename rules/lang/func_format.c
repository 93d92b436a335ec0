/*
 * "%s is %.2f".format([...]) and strings.quote() of the extension "strings";
 * base64 of "encoders".  What is unknown in the list makes the text unknown.
 */
#include "checker/base/arena.h"
#include "checker/base/base64.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/func.h"
#include "rules/lang/lex.h"

#define MAX_DIGITS 100 /* behind the point: what a double is made of ends before its 1,075th */

struct out_text {
	struct run *r;
	const struct expr *site;
	struct buf b;
	struct val *why; /* set: the text cannot be made */
};

static bool put_value(struct out_text *t, const struct val *v);

static bool
refuse(struct out_text *t, const char *how, const struct val *v)
{
	set_error(t->r, t->why, "%s: no '%s' for %s", run_source(t->r, t->site), how,
		type_word((enum type_kind)v->type));
	return false;
}

/* NaN and the infinities look the same under every word; false: d is an ordinary number. */
static bool
put_odd_double(struct buf *b, double d)
{
	if (__builtin_isfinite(d))
		return false;
	buf_str(b, __builtin_isnan(d) ? "NaN" : d < 0 ? "-Infinity" : "Infinity");
	return true;
}

/* The fewest digits that read back as the same number, without an exponent. */
static void
put_double(struct buf *b, double d)
{
	char text[40], digits[24];
	int64_t exp = 0;
	int n = 0;
	double back;

	if (put_odd_double(b, d))
		return;
	for (int more = 0; more < 17; more++) {
		snprintf(text, sizeof(text), "%.*e", more, d);
		if (text_to_double(text, strlen(text), &back) && back >= d && back <= d)
			break;
	}
	/* -d.ddde-XX: its digits, and where the point belongs among them. */
	for (const char *p = text; *p != 'e'; p++)
		if (ch_digit(*p))
			digits[n++] = *p;
	text_to_int(strchr(text, 'e') + (strchr(text, '+') != NULL ? 2 : 1),
		strlen(strchr(text, 'e')) - (strchr(text, '+') != NULL ? 2 : 1), -999, 999, &exp);
	if (text[0] == '-')
		buf_chr(b, '-');
	if (exp < 0)
		buf_str(b, "0.");
	for (int64_t i = exp; i < -1; i++)
		buf_chr(b, '0');
	for (int i = 0; i < n; i++) {
		if (exp >= 0 && i == exp + 1)
			buf_chr(b, '.');
		buf_chr(b, digits[i]);
	}
	for (int64_t i = n; i <= exp; i++)
		buf_chr(b, '0');
}

/* Bytes as text: each run of what is not UTF-8 becomes one U+FFFD. */
static void
put_bytes_text(struct buf *b, const char *p, size_t n)
{
	bool bad = false;
	size_t k;

	for (size_t i = 0; i < n; i += k) {
		if (utf8_next(p + i, n - i, &k) >= 0) {
			buf_add(b, p + i, k);
			bad = false;
			continue;
		}
		k = 1;
		if (!bad)
			utf8_put(b, 0xfffd);
		bad = true;
	}
}

static bool
put_time(struct out_text *t, const struct val *v)
{
	const struct expr *const site[] = {t->site};

	if (moment_cmp(v->v.t.lo, v->v.t.hi) != 0) {
		set_interval_unknown(t->r, site, v, 1, t->why);
		return false;
	}
	if (v->type == VALUE_DURATION)
		span_text_put(&t->b, v->v.t.lo);
	else if (v->never)
		buf_str(&t->b, "never");
	else
		moment_put(&t->b, v->v.t.lo);
	return true;
}

static bool
put_list(struct out_text *t, const struct vlist *l)
{
	struct val v;

	if (!l->complete) {
		set_unknown(t->r, t->why, l->conflict, "%s", l->trail);
		return false;
	}
	buf_chr(&t->b, '[');
	for (size_t i = 0; i < l->n; i++) {
		if (i > 0)
			buf_str(&t->b, ", ");
		vlist_get(l, i, &v);
		if (!put_value(t, &v))
			return false;
	}
	buf_chr(&t->b, ']');
	return true;
}

/* The text of one key, in the run's region. */
static char *
key_text(struct out_text *t, const struct val *key)
{
	struct out_text one = {.r = t->r, .site = t->site, .why = t->why};
	char *text = NULL;

	buf_init(&one.b, MAX_EXPR_BYTES);
	if (put_value(&one, key) && (text = run_room(t->r, one.b.len + 1, t->why)) != NULL)
		memcpy(text, one.b.p, one.b.len + 1);
	buf_free(&one.b);
	return text;
}

/* Entries in the order of their keys' text. */
static bool
put_map(struct out_text *t, const struct vmap *m)
{
	size_t *order = run_room(t->r, (m->n + 1) * sizeof(*order), t->why);
	char **keys = order == NULL ? NULL : run_room(t->r, (m->n + 1) * sizeof(*keys), t->why);

	if (keys == NULL || !run_step(t->r, m->n * m->n / 4, t->why))
		return false;
	for (size_t i = 0; i < m->n; i++) {
		size_t k = i;

		if ((keys[i] = key_text(t, &m->keys[i])) == NULL)
			return false;
		for (; k > 0 && strcmp(keys[order[k - 1]], keys[i]) > 0; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	buf_chr(&t->b, '{');
	for (size_t i = 0; i < m->n; i++) {
		buf_fmt(&t->b, "%s%s: ", i > 0 ? ", " : "", keys[order[i]]);
		if (!put_value(t, &m->values[order[i]]))
			return false;
	}
	buf_chr(&t->b, '}');
	return true;
}

/* As %s has it. */
static bool
put_value(struct out_text *t, const struct val *v)
{
	/* A double is tried with more and more digits: some microseconds. */
	if (!run_step(t->r, v->type == VALUE_DOUBLE ? 50 : 1, t->why) ||
		pass_odd(t->r, v, 1, t->why))
		return false;
	switch (v->type) {
	case VALUE_NULL: buf_str(&t->b, "null"); return true;
	case VALUE_BOOL: buf_str(&t->b, v->v.b ? "true" : "false"); return true;
	case VALUE_INT: buf_fmt(&t->b, "%lld", (long long)v->v.i); return true;
	case VALUE_UINT: buf_fmt(&t->b, "%llu", (unsigned long long)v->v.u); return true;
	case VALUE_DOUBLE: put_double(&t->b, v->v.d); return true;
	case VALUE_STRING: buf_add(&t->b, v->v.s.p, v->v.s.n); return true;
	case VALUE_BYTES: put_bytes_text(&t->b, v->v.s.p, v->v.s.n); return true;
	case VALUE_TIMESTAMP: case VALUE_DURATION: return put_time(t, v);
	case VALUE_TYPE: buf_str(&t->b, type_word(v->v.type.kind)); return true;
	case VALUE_LIST: return put_list(t, v->v.list);
	case VALUE_MAP: return put_map(t, v->v.map);
	case VALUE_RECORD: case VALUE_OPTIONAL: case VALUE_UNKNOWN: case VALUE_ERROR: break;
	}
	return refuse(t, "%s", v);
}

/* A whole number to a base that is a power of two; what is less than nothing gets a sign. */
static void
put_base(struct buf *b, const struct val *v, unsigned bits, bool upper)
{
	bool less = v->type == VALUE_INT && v->v.i < 0;
	uint64_t u = v->type == VALUE_BOOL ? v->v.b : v->type == VALUE_UINT ? v->v.u
		: less ? 0 - (uint64_t)v->v.i : (uint64_t)v->v.i;
	char text[66];
	size_t n = sizeof(text);

	do {
		text[--n] = (upper ? "0123456789ABCDEF" : "0123456789abcdef")
			[u & ((1u << bits) - 1)];
		u >>= bits;
	} while (u > 0);
	if (less)
		text[--n] = '-';
	buf_add(b, text + n, sizeof(text) - n);
}

static bool
put_hex(struct out_text *t, const struct val *v, bool upper)
{
	if (v->type == VALUE_INT || v->type == VALUE_UINT) {
		put_base(&t->b, v, 4, upper);
		return true;
	}
	if (v->type != VALUE_STRING && v->type != VALUE_BYTES)
		return refuse(t, upper ? "%X" : "%x", v);
	for (size_t i = 0; i < v->v.s.n; i++)
		buf_fmt(&t->b, upper ? "%02X" : "%02x", (unsigned char)v->v.s.p[i]);
	return true;
}

static bool
put_float(struct out_text *t, const struct val *v, bool exponent, int digits)
{
	double d = v->type == VALUE_INT ? (double)v->v.i : v->type == VALUE_UINT ? (double)v->v.u
		: v->v.d;

	if (v->type != VALUE_INT && v->type != VALUE_UINT && v->type != VALUE_DOUBLE)
		return refuse(t, exponent ? "%e" : "%f", v);
	if (!run_step(t->r, 20, t->why))
		return false;
	if (!put_odd_double(&t->b, d))
		buf_fmt(&t->b, exponent ? "%.*e" : "%.*f", digits, d);
	return true;
}

static bool
whole_number(const struct val *v)
{
	return v->type == VALUE_INT || v->type == VALUE_UINT;
}

/* One argument under one letter. */
static bool
put_as(struct out_text *t, char letter, int digits, const struct val *v)
{
	if (pass_odd(t->r, v, 1, t->why))
		return false;
	switch (letter) {
	case 's': return put_value(t, v);
	case 'd':
		return whole_number(v) || v->type == VALUE_DOUBLE ? put_value(t, v)
			: refuse(t, "%d", v);
	case 'f': case 'e': return put_float(t, v, letter == 'e', digits);
	case 'x': case 'X': return put_hex(t, v, letter == 'X');
	case 'o': case 'b':
		if (!whole_number(v) && (letter == 'o' || v->type != VALUE_BOOL))
			return refuse(t, letter == 'o' ? "%o" : "%b", v);
		put_base(&t->b, v, letter == 'o' ? 3 : 1, false);
		return true;
	}
	set_error(t->r, t->why, "%s: no conversion '%%%c'", run_source(t->r, t->site),
		letter > ' ' && letter < 127 ? letter : '?');
	return false;
}

/* The digits behind "%.", up to the letter; -1 if there are none or too many. */
static int
precision(const char **p, const char *end)
{
	int n = 0;
	const char *start = ++*p;

	for (; *p < end && ch_digit(**p) && n <= MAX_DIGITS; ++*p)
		n = n * 10 + (**p - '0');
	return *p == start || n > MAX_DIGITS ? -1 : n;
}

static bool
put_all(struct out_text *t, const struct val *format, const struct vlist *l)
{
	const char *p = format->v.s.p, *end = p + format->v.s.n, *mark;
	size_t next = 0;
	struct val v;

	for (; p < end; p++) {
		int digits = 6;

		mark = memchr(p, '%', (size_t)(end - p));
		buf_add(&t->b, p, (size_t)((mark == NULL ? end : mark) - p));
		if (mark == NULL)
			return true;
		p = mark + 1;
		if (p < end && *p == '%') {
			buf_chr(&t->b, '%');
			continue;
		}
		if (p < end && *p == '.')
			digits = precision(&p, end);
		if (p == end || digits < 0) {
			set_error(t->r, t->why, "%s: a '%%' that is not finished",
				run_source(t->r, t->site));
			return false;
		}
		if (next == l->n) {
			set_error(t->r, t->why, "%s: %zu values are too few",
				run_source(t->r, t->site), l->n);
			return false;
		}
		vlist_get(l, next++, &v);
		if (!put_as(t, *p, digits, &v))
			return false;
	}
	return true;
}

FUNC(fn_format)
{
	struct out_text t = {.r = r, .site = site, .why = out};
	const struct vlist *l = args[1].v.list;
	char *copy;

	if (!l->complete) {
		set_unknown(r, out, l->conflict, "%s", l->trail);
		return;
	}
	buf_init(&t.b, MAX_EXPR_BYTES);
	if (put_all(&t, &args[0], l) && (copy = run_room(r, t.b.len + (t.b.over ? MAX_EXPR_BYTES
		: 1), out)) != NULL) {
		memcpy(copy, t.b.p, t.b.len + 1);
		*out = val_string(copy, t.b.len);
	}
	buf_free(&t.b);
}

/* In double quotes, with the language's escapes; bytes that are not UTF-8 become U+FFFD. */
FUNC(fn_quote)
{
	static const char plain[] = "\a\b\f\n\r\t\v\\\"", letters[] = "abfnrtv\\\"";
	struct buf text, b;
	char *copy;

	(void)site;
	if (!run_step(r, args[0].v.s.n / 16, out))
		return;
	buf_init(&text, MAX_EXPR_BYTES);
	buf_init(&b, MAX_EXPR_BYTES);
	put_bytes_text(&text, args[0].v.s.p, args[0].v.s.n);
	buf_chr(&b, '"');
	for (size_t i = 0; i < text.len; i++) {
		const char *hit = text.p[i] == '\0' ? NULL : strchr(plain, text.p[i]);

		if (hit == NULL) {
			buf_chr(&b, text.p[i]);
			continue;
		}
		buf_chr(&b, '\\');
		buf_chr(&b, letters[hit - plain]);
	}
	buf_chr(&b, '"');
	copy = run_room(r, b.len + (b.over ? MAX_EXPR_BYTES : 1), out);
	if (copy != NULL) {
		memcpy(copy, b.p, b.len + 1);
		*out = val_string(copy, b.len);
	}
	buf_free(&b);
	buf_free(&text);
}

FUNC(fn_base64_encode)
{
	size_t n = args[0].v.s.n, len = (n + 2) / 3 * 4;
	char *p = run_room(r, len + 1, out);
	struct buf b;

	(void)site;
	if (p == NULL)
		return;
	buf_init(&b, len + 1);
	base64_put(&b, args[0].v.s.p, n);
	memcpy(p, b.p, len);
	p[len] = '\0';
	buf_free(&b);
	*out = val_string(p, len);
}

/* The padding may be missing; anything else that is not base64 is an error. */
FUNC(fn_base64_decode)
{
	const char *in = args[0].v.s.p;
	size_t n = args[0].v.s.n, len = 0, have = 0, pad = 0;
	char *p = run_room(r, n / 4 * 3 + 4, out);
	uint32_t bits = 0;

	if (p == NULL)
		return;
	for (; n > 0 && n % 4 == 0 && pad < 2 && in[n - pad - 1] == '='; pad++)
		;
	n -= pad;
	for (size_t i = 0; i < n; i++) {
		int d = base64_digit(in[i]);

		if (d < 0 || n % 4 == 1) {
			set_error(r, out, "%s: not base64", run_source(r, site));
			return;
		}
		bits = (bits << 6 | (uint32_t)d) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			p[len++] = (char)(unsigned char)(bits >> have);
		}
	}
	*out = val_bytes(p, len);
}
