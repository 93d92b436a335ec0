/* Doubles from text. The shipped rules use none; the language has them. */
#include "checker/base/die.h"
#include "checker/base/text.h"
#include "rules/lang/lex.h"

/* [+-] digits [. digits] [e [+-] digits], with at least one digit before the exponent. */
static bool
shape(const char *p, size_t n)
{
	size_t i = 0, whole = 0;

	if (i < n && (p[i] == '+' || p[i] == '-'))
		i++;
	for (; i < n && ch_digit(p[i]); i++)
		whole++;
	if (i < n && p[i] == '.')
		for (i++; i < n && ch_digit(p[i]); i++)
			whole++;
	if (whole == 0)
		return false;
	if (i < n && ch_low(p[i]) == 'e') {
		i++;
		if (i < n && (p[i] == '+' || p[i] == '-'))
			i++;
		if (i == n)
			return false;
		while (i < n && ch_digit(p[i]))
			i++;
	}
	return i == n;
}

/* want: in lower case. */
static bool
word(const char *p, size_t n, const char *want)
{
	size_t i = 0;

	while (i < n && want[i] != '\0' && ch_low(p[i]) == want[i])
		i++;
	return i == n && want[i] == '\0';
}

/* NaN and the infinities under the names that strconv.ParseFloat takes, in any case. */
static bool
named(const char *p, size_t n, double *out)
{
	bool minus = n > 0 && p[0] == '-';
	size_t sign = n > 0 && (p[0] == '-' || p[0] == '+');

	p += sign;
	n -= sign;
	if (word(p, n, "nan") && sign == 0)
		*out = __builtin_nan("");
	else if (word(p, n, "inf") || word(p, n, "infinity"))
		*out = minus ? -__builtin_inf() : __builtin_inf();
	else
		return false;
	return true;
}

bool
text_to_double(const char *p, size_t n, double *out)
{
	char small[128], *text = small;
	int read;

	if (!shape(p, n))
		return named(p, n, out);
	if (n >= sizeof(small))
		text = x_malloc(n + 1);
	memcpy(text, p, n);
	text[n] = '\0';
	/* Nothing in this program sets a locale (base/banned.h), so the point is a point. */
	read = sscanf(text, "%lf", out);
	if (text != small)
		free(text);
	/* Digits that stand for no double are no double: 1e309. */
	return read == 1 && __builtin_isfinite(*out);
}
