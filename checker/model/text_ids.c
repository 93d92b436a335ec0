/* Identifiers in prose: nothing is guessed; a token counts where its form can be nothing else. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"
#include "checker/model/id_scan.h"

/* A token can start after this: "XAC-2", "SV-86707", "PR.AC-1" and "x/ac-2" hold no AC-2. */
static bool
starts_token(const char *text, const char *p)
{
	char c = p == text ? ' ' : p[-1];

	return !ch_alnum(c) && c != '-' && c != '_' && c != '.' && c != '/' && c != '\\'
		&& c != '@';
}

static bool
ends_token(const char *p)
{
	if (ch_alnum(*p))
		return false;
	if (*p == '-' || *p == '_' || *p == '.' || *p == '@')
		return !ch_alnum(p[1]);
	return true;
}

char *
cci_at(const char *s, bool bare, struct arena *a, const char **end)
{
	const char *p = s;
	uint32_t v = 0;
	int n = 0;
	char *out;

	if (strncasecmp(p, "CCI", 3) == 0 && (p[3] == '-' || p[3] == '_' || p[3] == ' '))
		p += 4;
	else if (!bare)
		return NULL;
	for (; ch_digit(*p) && n < 7; p++, n++)
		v = v * 10 + (uint32_t)(*p - '0');
	if (n == 0 || n > 6 || v == 0 || (end == NULL && *p != '\0'))
		return NULL;
	if (end != NULL)
		*end = p;
	out = arena_strndup(a, "CCI-000000", 10);
	for (char *to = out + 10; v > 0; v /= 10)
		*--to = (char)('0' + v % 10);
	return out;
}

char *
stig_at(const char *s, struct arena *a, const char **end)
{
	const char *p = s, *from;
	char *out;

	if (*p == 'x' && str_has_prefix(p, "xccdf_mil.disa.stig_rule_"))
		p += strlen("xccdf_mil.disa.stig_rule_");
	if (strncasecmp(p, "SV-", 3) != 0)
		return NULL;
	from = p += 3;
	while (ch_digit(*p))
		p++;
	if (p - from < 3 || p - from > 9)
		return NULL;
	s = p;
	if (*p == 'r' && ch_digit(p[1]))
		for (p++; ch_digit(*p); p++)
			;
	if (str_has_prefix(p, "_rule"))
		p += 5;
	if (end == NULL && *p != '\0')
		return NULL;
	if (end != NULL)
		*end = p;
	out = arena_alloc(a, (size_t)(s - from) + 4);
	memcpy(out, "SV-", 3);
	memcpy(out + 3, from, (size_t)(s - from));
	return out;
}

static void
add_once(struct tags *out, struct arena *a, const char *scheme, const char *id, const char *raw,
	size_t len, enum relation rel)
{
	if (!tags_has(out, scheme, id))
		tags_add(out, a, scheme, id, arena_strndup(a, raw, len), rel);
}

/* "(1)-(4)", "-(4)", "to (4)" after an enhancement: the last of the range; 0: no range. */
static int
range_end(const char **p)
{
	const char *s = *p;
	int v = 0;

	while (*s == ' ')
		s++;
	if (*s == '-')
		s++;
	else if (str_has_prefix(s, "to ") || str_has_prefix(s, ".."))
		s += 2;
	else
		return 0;
	while (*s == ' ')
		s++;
	if (*s++ != '(')
		return 0;
	for (int n = 0; ch_digit(*s) && n < 2; n++)
		v = v * 10 + (*s++ - '0');
	if (v == 0 || *s != ')')
		return 0;
	*p = s + 1;
	return v;
}

/* "(2)(3)" after "(1)": may be enhancements, may be parts. */
static int
next_paren(const char **p)
{
	const char *s = *p;
	int v = 0;

	while (*s == ' ')
		s++;
	if (*s++ != '(')
		return 0;
	for (int n = 0; ch_digit(*s) && n < 2; n++)
		v = v * 10 + (*s++ - '0');
	if (v == 0 || *s != ')')
		return 0;
	*p = s + 1;
	return v;
}

/* An id, a range or a row of enhancements of 800-53 at s; false: none. out NULL: only looks. */
static bool
nist_take(struct tags *out, const char *s, bool prose, struct arena *a, const char **end)
{
	struct nist_id n;
	const char *p;
	int last, v;

	if (!nist_at(s, prose, &n, &p))
		return false;
	*end = p;
	if (n.enhancement != 0 && (last = range_end(&p)) > n.enhancement) {
		*end = p;
		for (struct nist_id i = n; i.enhancement <= last; i.enhancement++)
			if (out != NULL)
				add_once(out, a, "nist-800-53", nist_print(&i, a), s,
					(size_t)(p - s), REL_NONE);
		return true;
	}
	p = *end;
	if (n.enhancement != 0 && p[-1] == ')' && next_paren(&p) != 0) {
		while (next_paren(&p) != 0)
			;
		if (out != NULL) {
			add_once(out, a, "nist-800-53", nist_print(&n, a), s, (size_t)(p - s),
				REL_SUBSET);
			while ((v = next_paren(end)) != 0) {
				n.enhancement = v;
				add_once(out, a, "nist-800-53", nist_print(&n, a), s,
					(size_t)(p - s), REL_SUBSET);
			}
		}
		*end = p;
		return true;
	}
	if (out != NULL)
		add_once(out, a, "nist-800-53", nist_print(&n, a), s, (size_t)(*end - s), REL_NONE);
	return true;
}

static bool
list_separator(char c, bool blanks)
{
	return c == ',' || c == ';' || c == '\n' || c == '\r' || c == '|' || c == '\t'
		|| (blanks && c == ' ');
}

/* One element of a list. false: it is none. */
static bool
element_take(struct tags *out, const char *raw, const char *framework, struct arena *a)
{
	const char *fw, *end, *plain = id_plain(a, raw);
	char *id;

	if (*plain == '\0')
		return true;
	if (framework == NULL || strcmp(framework, "nist-800-53") == 0) {
		struct tags some = {0};

		if (nist_take(&some, plain, false, a, &end) && *end == '\0') {
			for (size_t i = 0; out != NULL && i < some.n; i++)
				add_once(out, a, some.v[i].scheme, some.v[i].id, plain,
					strlen(plain), some.v[i].relation);
			return true;
		}
	}
	id = control_id_parse(plain, framework, &fw, NULL, a);
	if (id == NULL
		|| (framework == NULL && (strcmp(fw, "cci") == 0 || strcmp(fw, "stig") == 0)))
		return false;
	if (out != NULL)
		add_once(out, a, fw, id, plain, strlen(plain), REL_NONE);
	return true;
}

/* Takes every element that is an id. out NULL: only looks whether each is one. */
static bool
list_take(struct tags *out, const char *text, const char *framework, bool blanks, struct arena *a)
{
	bool all = true;

	for (const char *p = text; *p != '\0' && (all || out != NULL);) {
		const char *from = p;

		while (*p != '\0' && !list_separator(*p, blanks))
			p++;
		if (!element_take(out, arena_strndup(a, from, (size_t)(p - from)), framework, a))
			all = false;
		while (*p != '\0' && list_separator(*p, blanks))
			p++;
	}
	return all;
}

/* Ids of other schemes that no prose uses for anything else: PR.AC-1, CC6.1, AC.L2-3.1.1. */
static bool
token_take(struct tags *out, const char *s, struct arena *a, const char **end)
{
	size_t n = 0;
	const char *fw;
	char *word, *id;

	if (!ch_upper(s[0]) || !ch_upper(s[1]))
		return false;
	while (ch_alnum(s[n]) || s[n] == '.' || s[n] == '-')
		n++;
	while (n > 0 && (s[n - 1] == '.' || s[n - 1] == '-'))
		n--;
	if (n < 4 || n > 16)
		return false;
	word = arena_strndup(a, s, n);
	id = control_id_parse(word, NULL, &fw, NULL, a);
	if (id == NULL || (strcmp(fw, "nist-csf") != 0 && strcmp(fw, "soc2") != 0
		&& strcmp(fw, "nist-800-171") != 0))
		return false;
	add_once(out, a, fw, id, word, n, REL_NONE);
	*end = s + n;
	return true;
}

/* What may follow an id in prose: the end of a token, or the letter of a part ("AC-2a"). */
static bool
ends_id(const char *p)
{
	return ends_token(p) || (ch_lower(*p) && ends_token(p + 1) && p[-1] != ')');
}

static void
prose_take(struct tags *out, const char *text, struct arena *a)
{
	const char *plain = id_plain(a, text), *end;

	for (const char *p = plain; *p != '\0'; p++) {
		if (!ch_alpha(*p) || !starts_token(plain, p))
			continue;
		if (nist_take(NULL, p, true, a, &end) && ends_id(end))
			nist_take(out, p, true, a, &end);
		else if (!token_take(out, p, a, &end))
			continue;
		p = end - 1;
	}
}

void
control_ids_find(struct tags *out, const char *text, const char *framework, struct arena *a)
{
	char *fw;

	if (text == NULL || !id_possible(text))
		return;
	fw = framework == NULL || *framework == '\0' ? NULL
						      : framework_canonical(framework, NULL, a);
	if (list_take(NULL, text, fw, false, a))
		list_take(out, text, fw, false, a);
	else if (fw == NULL || str_has_prefix(fw, "nist-800-53"))
		prose_take(out, text, a);
	else
		list_take(out, text, fw, true, a);
}

/* "CVE-2021-44228": a year, and four digits or more. */
static bool
cve_take(struct tags *out, const char *s, struct arena *a, const char **end)
{
	const char *p = s;
	size_t year = 0, n = 0;

	if (strncasecmp(p, "CVE-", 4) != 0)
		return false;
	for (p += 4; ch_digit(p[year]); year++)
		;
	if (year != 4 || p[4] != '-')
		return false;
	for (p += 5; ch_digit(p[n]); n++)
		;
	if (n < 4 || n > 12)
		return false;
	*end = p + n;
	add_once(out, a, "cve", arena_printf(a, "CVE-%.*s", (int)(*end - s - 4), s + 4), s,
		(size_t)(*end - s), REL_NONE);
	return true;
}

/* An XCCDF rule id with its namespace: "xccdf_org.ssgproject.content_rule_...". */
static bool
rule_take(struct tags *out, const char *s, struct arena *a, const char **end)
{
	size_t n = 0;
	char *id;

	if (!str_has_prefix(s, "xccdf_"))
		return false;
	while (ch_alnum(s[n]) || strchr("._-", s[n]) != NULL) {
		if (s[n] == '\0')
			break;
		n++;
	}
	while (n > 0 && strchr("._-", s[n - 1]) != NULL)
		n--;
	id = arena_strndup(a, s, n);
	if (strstr(id, "_rule_") == NULL)
		return false;
	add_once(out, a, "rule", id, id, n, REL_NONE);
	*end = s + n;
	return true;
}

/* "SV-", "CCI", "CVE", "xccdf_": the letters that the ids of tests begin with. */
static bool
test_id_possible(const char *s)
{
	char b = s[0] == '\0' ? '\0' : ch_low(s[1]);

	switch (ch_low(s[0])) {
	case 's': return b == 'v';
	case 'c': return b == 'c' || b == 'v';
	case 'x': return b == 'c';
	default: return false;
	}
}

void
test_ids_find(struct tags *out, const char *text, struct arena *a)
{
	const char *plain, *end;
	char *id;

	if (text == NULL || (!id_possible(text) && strstr(text, "xccdf_") == NULL))
		return;
	plain = id_plain(a, text);
	for (const char *p = plain; *p != '\0'; p++) {
		if (!test_id_possible(p) || !starts_token(plain, p))
			continue;
		if ((id = stig_at(p, a, &end)) != NULL && ends_token(end))
			add_once(out, a, "stig", id, p, (size_t)(end - p), REL_NONE);
		else if ((id = cci_at(p, false, a, &end)) != NULL && ends_token(end))
			add_once(out, a, "cci", id, p, (size_t)(end - p), REL_NONE);
		else if (!cve_take(out, p, a, &end) && !rule_take(out, p, a, &end))
			continue;
		p = end - 1;
	}
}

static bool
hex_run(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ch_digit(s[i]) && (ch_low(s[i]) < 'a' || ch_low(s[i]) > 'f'))
			return false;
	return true;
}

static bool
uuid_shape(const char *s, size_t n)
{
	return n == 36 && hex_run(s, 8) && s[8] == '-' && hex_run(s + 9, 4) && s[13] == '-'
		&& hex_run(s + 14, 4) && s[18] == '-' && hex_run(s + 19, 4) && s[23] == '-'
		&& hex_run(s + 24, 12);
}

/* Two labels or more, the last one of letters: "web01.x.example". */
static bool
fqdn_shape(const char *s, size_t n)
{
	size_t label = 0, labels = 0, last = 0;

	for (size_t i = 0; i <= n; i++) {
		if (i < n && s[i] != '.') {
			label++;
			if (!ch_alnum(s[i]) && s[i] != '-')
				return false;
			continue;
		}
		if (label == 0 || label > 63)
			return false;
		labels++;
		last = i - label;
		label = 0;
	}
	if (labels < 2 || n > 253 || n - last < 2)
		return false;
	for (size_t i = last; i < n; i++)
		if (!ch_alpha(s[i]))
			return false;
	return true;
}

static const char *
asset_shape(const char *s, size_t n, const char *name_ns)
{
	if (n > 8 && strncmp(s, "arn:", 4) == 0)
		return "arn";
	if ((n == 10 || n == 19) && s[0] == 'i' && s[1] == '-' && hex_run(s + 2, n - 2))
		return "instance";
	if (uuid_shape(s, n))
		return "uuid";
	return fqdn_shape(s, n) ? name_ns : NULL;
}

void
asset_ids_find(struct idents **out, size_t *n, const char *text, const char *name_ns,
	struct arena *a)
{
	for (const char *p = text == NULL ? "" : text; *p != '\0';) {
		const char *from = p, *ns;
		size_t len;
		struct idents one = {0}, *grown;

		while (*p != '\0' && !ch_space(*p) && strchr(",;|\"'()[]<>{}", *p) == NULL)
			p++;
		len = (size_t)(p - from);
		while (len > 0 && strchr(".:!?", from[len - 1]) != NULL)
			len--;
		if (*p != '\0')
			p++;
		ns = memchr(from, '@', len) != NULL ? NULL : asset_shape(from, len, name_ns);
		if (ns == NULL)
			continue;
		idents_add(&one, a, ns, arena_strndup(a, from, len));
		grown = arena_alloc(a, sizeof(*grown) * (*n + 1));
		if (*n > 0)
			memcpy(grown, *out, sizeof(*grown) * *n);
		grown[(*n)++] = one;
		*out = grown;
	}
}
