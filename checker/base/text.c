#include "checker/base/text.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/utf8.h"

bool
str_same(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_same_fold(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	while (*a != '\0' && ch_low(*a) == ch_low(*b)) {
		a++;
		b++;
	}
	return ch_low(*a) == ch_low(*b);
}

bool
str_has_prefix(const char *s, const char *prefix)
{
	return s != NULL && strncmp(s, prefix, strlen(prefix)) == 0;
}

char *
str_trim(struct arena *a, const char *s)
{
	size_t n;

	if (s == NULL)
		return NULL;
	while (ch_space(*s))
		s++;
	n = strlen(s);
	while (n > 0 && ch_space(s[n - 1]))
		n--;
	return arena_strndup(a, s, n);
}

char *
str_lower(struct arena *a, const char *s)
{
	char *p = arena_strdup(a, s);

	for (char *q = p; q != NULL && *q != '\0'; q++)
		*q = ch_low(*q);
	return p;
}

bool
text_to_int(const char *s, size_t len, int64_t min, int64_t max, int64_t *out)
{
	bool negative = len > 0 && s[0] == '-';
	int64_t v = 0; /* kept negative: INT64_MIN has no positive twin */
	size_t i = negative ? 1 : 0;

	if (i == len)
		return false;
	for (; i < len; i++) {
		if (!ch_digit(s[i]) || v < INT64_MIN / 10)
			return false;
		v *= 10;
		if (v < INT64_MIN + (s[i] - '0'))
			return false;
		v -= s[i] - '0';
	}
	if (!negative) {
		if (v == INT64_MIN)
			return false;
		v = -v;
	}
	if (v < min || v > max)
		return false;
	*out = v;
	return true;
}

/* Names longer than this are not typing errors of one another. */
#define NEAR_MAX 64

/*
 * Edit distance with neighbours swapped as one step (optimal string
 * alignment), ASCII case aside; anything over 2 may be reported as 3.
 */
static size_t
distance(const char *a, size_t na, const char *b, size_t nb)
{
	size_t row[3][NEAR_MAX + 1];

	if ((na > nb ? na - nb : nb - na) > 2)
		return 3;
	for (size_t j = 0; j <= nb; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t *cur = row[i % 3], *up = row[(i + 2) % 3], *upup = row[(i + 1) % 3];

		cur[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			char x = ch_low(a[i - 1]), y = ch_low(b[j - 1]);
			size_t best = up[j - 1] + (x != y);

			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (cur[j - 1] + 1 < best)
				best = cur[j - 1] + 1;
			if (i > 1 && j > 1 && x == ch_low(b[j - 2]) && y == ch_low(a[i - 2]) &&
				upup[j - 2] + 1 < best)
				best = upup[j - 2] + 1;
			cur[j] = best;
		}
	}
	return row[na % 3][nb];
}

const char *
text_nearest(const char *word, const char *const *candidates, size_t n)
{
	size_t len = word == NULL ? 0 : strlen(word), best = 3;
	const char *found = NULL;

	if (len == 0 || len > NEAR_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t m = strlen(candidates[i]), d;

		if (m > NEAR_MAX)
			continue;
		d = distance(word, len, candidates[i], m);
		if (d < best && d * 2 < len) {
			best = d;
			found = candidates[i];
		}
	}
	return found;
}
