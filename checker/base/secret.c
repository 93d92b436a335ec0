/*
 * Secrets in texts of evidence: tickets and scan outputs hold them, and a
 * report goes further than they did.  Prefixes are those that the issuers
 * document; words are masked only where a value is assigned to them.
 */
#include "checker/base/text.h"

#include <string.h>

static bool
token_char(char c)
{
	return ch_alnum(c) || c == '-' || c == '_';
}

static size_t
run_of(const char *s, bool (*is)(char c))
{
	size_t n = 0;

	while (s[n] != '\0' && is(s[n]))
		n++;
	return n;
}

static bool
alnum_char(char c)
{
	return ch_alnum(c);
}

static bool
value_char(char c)
{
	return c > ' ' && c != '"' && c != '\'' && c != ',' && c != ';' && c != '<' && c != '>';
}

/* AWS, GitHub, GitLab, Slack, Google, Stripe, npm, PyPI. */
static const struct { const char *prefix; size_t least; } prefixes[] = {
	{"AKIA", 16}, {"ASIA", 16}, {"ghp_", 36}, {"gho_", 36}, {"ghu_", 36}, {"ghs_", 36},
	{"ghr_", 36}, {"github_pat_", 22}, {"glpat-", 20}, {"xoxb-", 10}, {"xoxp-", 10},
	{"xoxa-", 10}, {"xoxr-", 10}, {"xoxs-", 10}, {"AIza", 35}, {"sk_live_", 16},
	{"rk_live_", 16}, {"npm_", 36}, {"pypi-", 50},
};

static size_t
known_key(const char *s)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		size_t n, more;

		if (s[0] != prefixes[i].prefix[0])
			continue;
		n = strlen(prefixes[i].prefix);
		if (strncmp(s, prefixes[i].prefix, n) != 0)
			continue;
		more = run_of(s + n, prefixes[i].prefix[n - 1] == 'A' ? alnum_char : token_char);
		if (more >= prefixes[i].least)
			return n + more;
	}
	return 0;
}

/* RFC 7519: three parts in base64url, the first of which begins with "{" and a quote. */
static size_t
web_token(const char *s)
{
	size_t a, b, c;

	if (strncmp(s, "eyJ", 3) != 0)
		return 0;
	a = run_of(s, token_char);
	if (a < 10 || s[a] != '.')
		return 0;
	b = run_of(s + a + 1, token_char);
	if (b < 10 || s[a + 1 + b] != '.')
		return 0;
	c = run_of(s + a + b + 2, token_char);
	return a + b + 2 + c;
}

/* RFC 7468: to the end line, or to the end of what is there. */
static size_t
private_key(const char *s)
{
	const char *kind, *end;

	if (strncmp(s, "-----BEGIN ", 11) != 0)
		return 0;
	kind = strstr(s + 11, "-----");
	if (kind == NULL || kind - s > 60 || kind - s < 22 || strncmp(kind - 11, "PRIVATE KEY", 11) != 0)
		return 0;
	end = strstr(kind + 5, "-----END ");
	return end == NULL ? strlen(s) : (size_t)(end - s);
}

/* "scheme://user:password@host": the password; *skip is what stands before it. */
static size_t
password_of_address(const char *s, size_t *skip)
{
	size_t n;

	if (strncmp(s, "://", 3) != 0)
		return 0;
	*skip = 3;
	while (value_char(s[*skip]) && s[*skip] != ':' && s[*skip] != '@' && s[*skip] != '/')
		(*skip)++;
	if (s[*skip] != ':')
		return 0;
	(*skip)++;
	n = 0;
	while (value_char(s[*skip + n]) && s[*skip + n] != '@' && s[*skip + n] != '/')
		n++;
	return s[*skip + n] == '@' ? n : 0;
}

static bool
letters_and_digits(const char *s, size_t n)
{
	bool letter = false, digit = false;

	for (size_t i = 0; i < n; i++) {
		letter = letter || ch_alpha(s[i]);
		digit = digit || ch_digit(s[i]);
	}
	return letter && digit;
}

/* "password=...", "api_key: '...'": the value. Prose after a colon is not one. */
static size_t
assigned(const char *s, size_t *skip)
{
	static const char *const words[] = {"password", "passwd", "pwd", "secret", "api_key", "apikey",
		"api-key", "access_key", "access_token", "auth_token", "client_secret", "private_key",
		"token", "bearer"};
	size_t n = 0, len;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words) && n == 0; i++) {
		size_t k = 0;

		while (words[i][k] != '\0' && ch_low(s[k]) == words[i][k])
			k++;
		n = words[i][k] == '\0' ? k : 0;
	}
	if (n == 0)
		return 0;
	*skip = n;
	while (s[*skip] == '"' || s[*skip] == '\'' || s[*skip] == ' ')
		(*skip)++;
	/* "Bearer TOKEN" has no sign between the two (RFC 6750). */
	if (ch_low(s[0]) == 'b' && n == 6) {
		len = run_of(s + *skip, value_char);
		return *skip > n && len >= 20 ? len : 0;
	}
	if (s[*skip] != '=' && s[*skip] != ':')
		return 0;
	n = *skip;
	(*skip)++;
	while (s[*skip] == '"' || s[*skip] == '\'' || s[*skip] == ' ')
		(*skip)++;
	len = run_of(s + *skip, value_char);
	if (s[n] == '=' && *skip - n <= 2)
		return len >= 4 ? len : 0;
	return len >= 8 && letters_and_digits(s + *skip, len) ? len : 0;
}

/* Which of the above can begin with a byte: most bytes begin none, and reports have many. */
enum { KEY = 1, PEM = 2, ADDRESS = 4, WORD = 8 };
static const unsigned char begins[256] = {
	['A'] = KEY | WORD, ['g'] = KEY, ['x'] = KEY, ['s'] = KEY | WORD, ['r'] = KEY, ['n'] = KEY,
	['p'] = KEY | WORD, ['e'] = KEY, ['-'] = PEM, [':'] = ADDRESS, ['P'] = WORD, ['S'] = WORD,
	['a'] = WORD, ['b'] = WORD, ['B'] = WORD, ['c'] = WORD, ['C'] = WORD, ['t'] = WORD, ['T'] = WORD,
};

bool
text_mask_secrets(char *s)
{
	bool any = false;
	char before = ' ';

	for (size_t i = 0; s[i] != '\0'; before = s[i++]) {
		unsigned may = begins[(unsigned char)s[i]];
		size_t skip = 0, n = 0;

		if (may == 0)
			continue;
		if ((may & KEY) && (!token_char(before) || before == '_' || before == '-')) {
			n = known_key(s + i);
			if (n == 0)
				n = web_token(s + i);
		}
		if (n == 0 && (may & PEM))
			n = private_key(s + i);
		if (n == 0 && (may & ADDRESS))
			n = password_of_address(s + i, &skip);
		if (n == 0 && (may & WORD) && !ch_alnum(before))
			n = assigned(s + i, &skip);
		if (n == 0)
			continue;
		memset(s + i + skip, '*', n);
		i += skip + n - 1;
		any = true;
	}
	return any;
}
