/* RE2's syntax (its own "Syntax" page), read strictly and written in PCRE2's. */
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/regex.h"

#define MAX_GROUPS 64 /* open at once */
#define MAX_NAMED  64 /* groups with a name */

struct reader {
	const char *p;
	size_t n, i;
	struct buf *out;
	const char *why;
	/* Per open group: states in it, and whether $ means the end of a line. */
	size_t states[MAX_GROUPS];
	bool lines[MAX_GROUPS];
	size_t depth;
	struct { size_t at, n; } names[MAX_NAMED];
	size_t nnames;
	size_t atom;     /* states of the last atom */
	size_t atom_at;  /* where it begins in out, if it is one character or class */
	bool single;
	bool repeatable; /* the last thing may be followed by a repetition */
};

static bool
bad(struct reader *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	return false;
}

static char
peek(const struct reader *r, size_t k)
{
	return r->i + k < r->n ? r->p[r->i + k] : '\0';
}

static void
atom(struct reader *r, size_t states)
{
	r->atom = states;
	r->states[r->depth] += states;
	r->repeatable = true;
	r->single = true;
}

static bool
hex(char c)
{
	return ch_digit(c) || (ch_low(c) >= 'a' && ch_low(c) <= 'f');
}

/* \x41, \x{1F600}: behind the x. */
static bool
hex_escape(struct reader *r)
{
	size_t from = r->i;

	if (peek(r, 0) == '{') {
		r->i++;
		while (hex(peek(r, 0)))
			r->i++;
		if (r->i == from + 1 || r->i > from + 7 || peek(r, 0) != '}')
			return bad(r, "\\x{...} takes one to six hexadecimal digits");
		r->i++;
	} else if (hex(peek(r, 0)) && hex(peek(r, 1))) {
		r->i += 2;
	} else {
		return bad(r, "\\x takes two hexadecimal digits");
	}
	buf_str(r->out, "\\x");
	buf_add(r->out, r->p + from, r->i - from);
	return true;
}

/* \pL, \p{Greek}, \P{^Lu}: behind the backslash. */
static bool
property(struct reader *r)
{
	size_t from = r->i++;

	if (peek(r, 0) == '{') {
		r->i++;
		if (peek(r, 0) == '^')
			r->i++;
		while (ch_alnum(peek(r, 0)) || peek(r, 0) == '_')
			r->i++;
		if (peek(r, 0) != '}')
			return bad(r, "\\p{...} takes the name of a Unicode property");
		r->i++;
	} else if (ch_upper(peek(r, 0))) {
		r->i++;
	} else {
		return bad(r, "\\p takes a Unicode property");
	}
	buf_chr(r->out, '\\');
	buf_add(r->out, r->p + from, r->i - from);
	return true;
}

static bool
octal(char c)
{
	return c >= '0' && c <= '7';
}

/* \0 to \777; a single digit but 0 would be a back-reference. */
static bool
octal_escape(struct reader *r)
{
	unsigned v = 0, n = 0;

	if (peek(r, 0) != '0' && !octal(peek(r, 1)))
		return bad(r, "back-references are not part of RE2's syntax");
	for (; n < 3 && octal(peek(r, 0)); n++, r->i++)
		v = v * 8 + (unsigned)(peek(r, 0) - '0');
	buf_fmt(r->out, "\\x{%x}", v);
	return true;
}

/* What means the same in a class and outside. 1: done; 0: not one of these; -1: broken. */
static int
common_escape(struct reader *r)
{
	char c = peek(r, 0);
	const char *hit;

	if (c != '\0' && (unsigned char)c < 0x80 && !ch_alnum(c)) {
		buf_chr(r->out, '\\');
		buf_chr(r->out, c);
		r->i++;
		return 1;
	}
	if (octal(c))
		return octal_escape(r) ? 1 : -1;
	if (c == 'x') {
		r->i++;
		return hex_escape(r) ? 1 : -1;
	}
	if (c == 'p' || c == 'P')
		return property(r) ? 1 : -1;
	hit = c == '\0' ? NULL : strchr("aftnrdDwW", c);
	if (hit != NULL || c == 'v') {
		buf_str(r->out, c == 'v' ? "\\x0b" : "\\");
		if (hit != NULL)
			buf_chr(r->out, c);
		r->i++;
		return 1;
	}
	return 0;
}

/* \Q...\E: everything in it stands for itself. */
static void
quoted(struct reader *r)
{
	size_t before = r->out->len;

	while (r->i < r->n && !(peek(r, 0) == '\\' && peek(r, 1) == 'E')) {
		size_t n;

		if (utf8_next(r->p + r->i, r->n - r->i, &n) < 0) {
			bad(r, "the pattern is not UTF-8");
			return;
		}
		r->atom_at = r->out->len;
		if (n == 1 && !ch_alnum(r->p[r->i]))
			buf_chr(r->out, '\\');
		buf_add(r->out, r->p + r->i, n);
		r->i += n;
		atom(r, 1);
	}
	if (r->i < r->n)
		r->i += 2;
	if (r->out->len == before)
		r->repeatable = false;
}

static bool
escape(struct reader *r)
{
	char c;
	int rc;

	r->i++;
	if (r->i >= r->n)
		return bad(r, "the pattern ends with a backslash");
	c = peek(r, 0);
	rc = common_escape(r);
	if (rc != 0) {
		if (rc > 0)
			atom(r, 1);
		return rc > 0;
	}
	r->i++;
	switch (c) {
	case 's': buf_str(r->out, "[\\t\\n\\f\\r ]"); break;
	case 'S': buf_str(r->out, "[^\\t\\n\\f\\r ]"); break;
	case 'A': case 'z': case 'b': case 'B':
		buf_chr(r->out, '\\');
		buf_chr(r->out, c);
		break;
	case 'Q':
		quoted(r);
		return r->why == NULL;
	case 'k': case 'g':
		return bad(r, "back-references are not part of RE2's syntax");
	default:
		r->i--;
		return bad(r, "an escape that RE2's syntax does not have");
	}
	atom(r, 1);
	return true;
}

static bool
posix_class(struct reader *r)
{
	static const char *const names[] = {
		"alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print",
		"punct", "space", "upper", "word", "xdigit",
	};
	size_t from = r->i + 2 + (peek(r, 2) == '^'), i = from;

	while (i < r->n && ch_lower(r->p[i]))
		i++;
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		if (strlen(names[k]) != i - from || memcmp(names[k], r->p + from, i - from) != 0)
			continue;
		if (r->n - i < 2 || r->p[i] != ':' || r->p[i + 1] != ']')
			break;
		buf_add(r->out, r->p + r->i, i + 2 - r->i);
		r->i = i + 2;
		return true;
	}
	return bad(r, "[:...:] takes the name of a character class");
}

static bool
class_escape(struct reader *r)
{
	int rc;

	r->i++;
	if ((rc = common_escape(r)) != 0)
		return rc > 0;
	if (peek(r, 0) == 's') {
		buf_str(r->out, "\\t\\n\\f\\r ");
	} else if (peek(r, 0) == 'S') {
		/* PCRE2 counts the vertical tab as space, RE2 does not. */
		buf_str(r->out, "\\S\\x0b");
	} else {
		return bad(r, "an escape that RE2's syntax does not have in a class");
	}
	r->i++;
	return true;
}

static bool
class(struct reader *r)
{
	bool first = true;

	buf_chr(r->out, '[');
	r->i++;
	if (peek(r, 0) == '^') {
		buf_chr(r->out, '^');
		r->i++;
	}
	for (; r->i < r->n; first = false) {
		char c = peek(r, 0);

		if (c == ']' && !first) {
			buf_chr(r->out, ']');
			r->i++;
			atom(r, 1);
			return true;
		}
		if (c == '[' && peek(r, 1) == ':') {
			if (!posix_class(r))
				return false;
			continue;
		}
		if (c == '\\') {
			if (!class_escape(r))
				return false;
			continue;
		}
		if (c == '[' || c == ']')
			buf_chr(r->out, '\\');
		buf_chr(r->out, c);
		r->i++;
	}
	return bad(r, "a class without ]");
}

/* "(?i-s:", "(?i)": behind the question mark. */
static bool
flags(struct reader *r)
{
	size_t from = r->i;
	bool minus = false, lines = r->lines[r->depth];

	while (strchr("imsU-", peek(r, 0)) != NULL && peek(r, 0) != '\0') {
		if (peek(r, 0) == '-' && minus)
			return bad(r, "two minus signs in a group's flags");
		minus = minus || peek(r, 0) == '-';
		if (peek(r, 0) == 'm')
			lines = !minus;
		r->i++;
	}
	buf_str(r->out, "(?");
	buf_add(r->out, r->p + from, r->i - from);
	if (peek(r, 0) == ')' && r->i > from) {
		buf_chr(r->out, ')');
		r->i++;
		r->repeatable = false;
		r->lines[r->depth] = lines;
		return true;
	}
	if (peek(r, 0) != ':')
		return bad(r, "a kind of group that RE2's syntax does not have");
	buf_chr(r->out, ':');
	r->i++;
	r->lines[++r->depth] = lines;
	return true;
}

/* Notes a group's name; RE2 takes each but once. */
static bool
new_name(struct reader *r, size_t at, size_t n)
{
	for (size_t i = 0; i < r->nnames; i++)
		if (r->names[i].n == n && memcmp(r->p + r->names[i].at, r->p + at, n) == 0)
			return bad(r, "two groups of one name");
	if (r->nnames == MAX_NAMED)
		return bad(r, "more than 64 groups with names");
	r->names[r->nnames].at = at;
	r->names[r->nnames++].n = n;
	return true;
}

static bool
group(struct reader *r)
{
	size_t from;

	r->i++;
	if (r->depth + 2 >= MAX_GROUPS)
		return bad(r, "groups nest too deep");
	r->states[r->depth + 1] = 0;
	r->lines[r->depth + 1] = r->lines[r->depth];
	r->repeatable = false;
	if (peek(r, 0) == '*')
		return bad(r, "verbs are not part of RE2's syntax");
	if (peek(r, 0) != '?') {
		buf_chr(r->out, '(');
		r->depth++;
		return true;
	}
	r->i++;
	if (peek(r, 0) == '=' || peek(r, 0) == '!' ||
		(peek(r, 0) == '<' && (peek(r, 1) == '=' || peek(r, 1) == '!')))
		return bad(r, "look-around is not part of RE2's syntax");
	if (peek(r, 0) == 'P' && peek(r, 1) == '=')
		return bad(r, "back-references are not part of RE2's syntax");
	if ((peek(r, 0) != 'P' || peek(r, 1) != '<') && peek(r, 0) != '<')
		return flags(r);
	/* A name means nothing to a match that is only a yes or no. */
	r->i += peek(r, 0) == 'P' ? 2 : 1;
	from = r->i;
	while (ch_alnum(peek(r, 0)) || peek(r, 0) == '_')
		r->i++;
	if (r->i == from || peek(r, 0) != '>')
		return bad(r, "a group's name has letters, digits and '_'");
	if (!new_name(r, from, r->i - from))
		return false;
	r->i++;
	buf_str(r->out, "(?:");
	r->depth++;
	return true;
}

static bool
close_group(struct reader *r)
{
	size_t inside;

	if (r->depth == 0)
		return bad(r, "a ) without its (");
	r->i++;
	inside = r->states[r->depth--];
	buf_chr(r->out, ')');
	atom(r, inside + 1);
	r->single = false;
	return true;
}

/* {2}, {2,}, {2,5}; anything else in braces stands for itself. */
static bool
counted(const struct reader *r, size_t *end, size_t *max)
{
	size_t i = r->i + 1, lo = 0, hi = 0, digits = 0;

	for (; i < r->n && ch_digit(r->p[i]); i++, digits++)
		lo = lo > 9999 ? lo : lo * 10 + (size_t)(r->p[i] - '0');
	if (digits == 0)
		return false;
	hi = lo;
	if (i < r->n && r->p[i] == ',') {
		i++;
		if (i < r->n && ch_digit(r->p[i]))
			for (hi = 0; i < r->n && ch_digit(r->p[i]); i++)
				hi = hi > 9999 ? hi : hi * 10 + (size_t)(r->p[i] - '0');
	}
	if (i >= r->n || r->p[i] != '}')
		return false;
	*end = i + 1;
	*max = hi < lo ? SIZE_MAX : hi;
	return true;
}

/*
 * The matcher counts the turns of x+ and x{2,} in each of its states, which
 * then never become equal, and time grows with the cube of the text.  Groups
 * are not counted: (?:x)+.
 */
static void
wrap(struct reader *r)
{
	size_t n = r->out->len - r->atom_at;
	char *copy;

	if (!r->single || r->out->over)
		return;
	copy = x_malloc(n + 1);
	memcpy(copy, r->out->p + r->atom_at, n);
	r->out->len = r->atom_at;
	buf_str(r->out, "(?:");
	buf_add(r->out, copy, n);
	buf_chr(r->out, ')');
	free(copy);
}

static bool
repeat(struct reader *r)
{
	size_t end = r->i + 1, times = 1;

	if (peek(r, 0) == '{' && !counted(r, &end, &times)) {
		r->atom_at = r->out->len;
		buf_str(r->out, "\\{");
		r->i++;
		atom(r, 1);
		return true;
	}
	if (!r->repeatable)
		return bad(r, "a repetition of nothing, or of a repetition");
	if (times > 1000)
		return bad(r, "a repetition counts up to 1000, the smaller number first");
	if (times > 1)
		r->states[r->depth] += r->atom * (times - 1);
	if (peek(r, 0) == '+' || peek(r, 0) == '{')
		wrap(r);
	buf_add(r->out, r->p + r->i, end - r->i);
	r->i = end;
	if (peek(r, 0) == '?') {
		buf_chr(r->out, '?');
		r->i++;
	}
	r->repeatable = false;
	return r->states[r->depth] <= MAX_PATTERN || bad(r, "the repetitions multiply to too much");
}

static bool
step(struct reader *r)
{
	char c = peek(r, 0);
	size_t n;

	if (strchr("*+?{", c) == NULL)
		r->atom_at = r->out->len;
	switch (c) {
	case '\\': return escape(r);
	case '[': return class(r);
	case '(': return group(r);
	case ')': return close_group(r);
	case '*': case '+': case '?': case '{': return repeat(r);
	case '|':
		buf_chr(r->out, c);
		r->i++;
		r->repeatable = false;
		return true;
	case '$':
		/* PCRE2's own $ outside (?m) also matches before a line end that ends the text. */
		buf_str(r->out, r->lines[r->depth] ? "$" : "\\z");
		r->i++;
		atom(r, 1);
		return true;
	default:
		break;
	}
	if (utf8_next(r->p + r->i, r->n - r->i, &n) < 0 || c == '\0')
		return bad(r, c == '\0' ? "a NUL byte" : "the pattern is not UTF-8");
	buf_add(r->out, r->p + r->i, n);
	r->i += n;
	atom(r, 1);
	return true;
}

const char *
regex_translate(struct buf *out, const char *pattern, size_t n, size_t *at, size_t *states)
{
	struct reader r = {.p = pattern, .n = n, .out = out};

	*at = 0;
	*states = 0;
	if (n > MAX_PATTERN)
		return "the pattern is too long";
	while (r.i < r.n)
		if (!step(&r))
			break;
	if (r.why == NULL && r.depth > 0)
		bad(&r, "a ( without its )");
	*at = r.i;
	*states = r.states[0] + 2;
	return r.why;
}
