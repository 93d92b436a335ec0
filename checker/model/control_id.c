#include "checker/model/control_id.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/model/id_scan.h"

#define NIST "nist-800-53"

/* Highest control number of each family (NIST SP 800-53 r5.2, and appendix J of r4). */
static const struct { char name[3]; int last; } families[] = {
	{"ac", 25}, {"at", 6}, {"au", 16}, {"ca", 9}, {"cm", 14}, {"cp", 13}, {"ia", 13},
	{"ir", 10}, {"ma", 7}, {"mp", 8}, {"pe", 23}, {"pl", 11}, {"pm", 32}, {"ps", 9},
	{"pt", 8}, {"ra", 10}, {"sa", 24}, {"sc", 51}, {"si", 23}, {"sr", 12},
	{"ap", 2}, {"ar", 8}, {"di", 2}, {"dm", 3}, {"ip", 4}, {"se", 2}, {"tr", 3}, {"ul", 2},
};

/* Parts that OSCAL hangs on a control id; what follows is a statement, objective, guidance. */
static const char *const tails[] = {"_smt", "_obj", "_gdn", "_asm", "_odp", "_prm", "_fr"};

/* Grows a list that only knows its length: room is doubled at powers of two. */
static void *
list_grow(struct arena *a, void *v, size_t n, size_t size)
{
	void *p;

	if (n != 0 && (n & (n - 1)) != 0)
		return v;
	p = arena_alloc(a, size * (n == 0 ? 1 : n * 2));
	if (n > 0)
		memcpy(p, v, size * n);
	return p;
}

void
tags_add(struct tags *t, struct arena *a, const char *scheme, const char *id, const char *raw,
	enum relation rel)
{
	t->v = list_grow(a, t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = (struct tag){arena_strdup(a, scheme), arena_strdup(a, id),
		arena_strdup(a, raw), rel};
}

void
idents_add(struct idents *t, struct arena *a, const char *ns, const char *value)
{
	t->v = list_grow(a, t->v, t->n, sizeof(*t->v));
	t->v[t->n++] = (struct ident){arena_strdup(a, ns), arena_strdup(a, value)};
}

bool
tags_has(const struct tags *t, const char *scheme, const char *id)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_same(t->v[i].scheme, scheme) && str_same(t->v[i].id, id))
			return true;
	return false;
}

/*
 * Dashes of Unicode to '-', its blanks to ' ' (formats.md C.3), ends trimmed of blanks and
 * ",;.".
 */
char *
id_plain(struct arena *a, const char *s)
{
	size_t len = strlen(s), o = 0, n;
	char *out = arena_alloc(a, len + 1);

	for (size_t i = 0; i < len; i += n) {
		int32_t c;

		if ((unsigned char)s[i] < 0x80) {
			out[o++] = s[i];
			n = 1;
			continue;
		}
		c = utf8_next(s + i, len - i, &n);
		if (c < 0) {
			n = 1;
			out[o++] = s[i];
		} else if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) {
			out[o++] = '-';
		} else if (c == 0xa0 || c == 0x2007 || c == 0x202f) {
			out[o++] = ' ';
		} else {
			memcpy(out + o, s + i, n);
			o += n;
		}
	}
	while (o > 0 && (ch_space(out[o - 1]) || strchr(",;.", out[o - 1]) != NULL))
		o--;
	out[o] = '\0';
	while (ch_space(*out))
		out++;
	return out;
}

/* One or two digits, leading zeros aside, not followed by a third; 0: none. */
static int
small_number(const char **p)
{
	const char *s = *p;
	int v = 0, n = 0;

	while (*s == '0')
		s++;
	for (; ch_digit(*s) && n < 3; s++, n++)
		v = v * 10 + (*s - '0');
	if (n == 0 || n > 2)
		return 0;
	*p = s;
	return v;
}

/* "(1)" with blanks inside and before; 0: none. */
static int
paren_number(const char **p)
{
	const char *s = *p;
	int v;

	while (*s == ' ')
		s++;
	if (*s != '(')
		return 0;
	for (s++; *s == ' '; s++)
		;
	v = small_number(&s);
	while (*s == ' ')
		s++;
	if (v == 0 || *s != ')')
		return 0;
	*p = s + 1;
	return v;
}

/* The highest number of a family; 0: there is no such family. */
static int
family_last(const char f[3])
{
	for (size_t i = 0; i < sizeof(families) / sizeof(*families); i++)
		if (families[i].name[0] == f[0] && families[i].name[1] == f[1])
			return families[i].last;
	return 0;
}

/* No scheme has an id without a digit: most texts are done with here. */
bool
id_possible(const char *s)
{
	while (*s != '\0' && !ch_digit(*s))
		s++;
	return *s != '\0';
}

bool
nist_at(const char *s, bool prose, struct nist_id *out, const char **end)
{
	char f[3] = {ch_low(s[0]), s[0] == '\0' ? '\0' : ch_low(s[1]), '\0'};
	const char *p;
	int last;

	if (!ch_lower(f[0]) || !ch_lower(f[1]))
		return false;
	p = s + 2;
	/* "at 3", "pm10": without a dash only capitals are an id, and none in prose. */
	if (*p == '-' || (*p == '_' && !prose))
		p++;
	else if (prose || !ch_upper(s[0]) || !ch_upper(s[1]))
		return false;
	else if (*p == ' ')
		p++;
	last = family_last(f);
	if (last == 0)
		return false;
	out->number = small_number(&p);
	if (out->number == 0 || out->number > last)
		return false;
	memcpy(out->family, f, sizeof(f));
	out->enhancement = paren_number(&p);
	if (out->enhancement == 0 && (*p == '.' || *p == '_')) {
		const char *q = p + 1;

		out->enhancement = small_number(&q);
		if (out->enhancement != 0)
			p = q;
	}
	*end = p;
	return true;
}

/* What small_number() has read. */
static char *
put_small(char *p, int n)
{
	if (n > 9)
		*p++ = (char)('0' + n / 10);
	*p++ = (char)('0' + n % 10);
	return p;
}

char *
nist_print(const struct nist_id *n, struct arena *a)
{
	char *out = arena_alloc(a, sizeof("ac-99.99")), *p = out;

	*p++ = n->family[0];
	*p++ = n->family[1];
	*p++ = '-';
	p = put_small(p, n->number);
	if (n->enhancement != 0) {
		*p++ = '.';
		put_small(p, n->enhancement);
	}
	return out;
}

/* "800-53", "NIST SP 800-53 Rev. 5", "NIST.800-53.r5", and a separator: past it; else s. */
static const char *
skip_prefix(const char *s)
{
	const char *p = s;

	if (strchr("NnSs8", *p) == NULL)
		return s;
	if (strncasecmp(p, "NIST", 4) == 0)
		for (p += 4; *p != '\0' && strchr(" .-", *p) != NULL; p++)
			;
	if (strncasecmp(p, "SP", 2) == 0)
		for (p += 2; *p != '\0' && strchr(" .-", *p) != NULL; p++)
			;
	if (strncmp(p, "800-53", 6) != 0)
		return s;
	p += 6;
	while (*p == ' ' || *p == '.')
		p++;
	if (ch_low(*p) == 'r') {
		const char *q = p + 1;

		while (ch_alpha(*q))
			q++;
		while (*q == ' ' || *q == '.')
			q++;
		if (*q >= '3' && *q <= '5')
			p = q + 1;
	}
	while (*p != '\0' && strchr(" /:|_-.", *p) != NULL)
		p++;
	return p;
}

/* A roman numeral below 40, or one letter. */
static bool
part_word(const char *s, size_t n)
{
	if (n == 1)
		return true;
	if (n > 5)
		return false;
	for (size_t i = 0; i < n; i++)
		if (strchr("ivx", ch_low(s[i])) == NULL)
			return false;
	return true;
}

/* " a 1", "(a)", "a.[01]" to "a.1", "a", "a.[1]"; NULL: this is no part of a control. */
static char *
part_parse(const char *s, struct arena *a)
{
	char *out = arena_alloc(a, strlen(s) * 2 + 1);
	size_t o = 0, parts = 0;

	while (*s != '\0') {
		bool objective = false;
		const char *from;

		while (*s != '\0' && strchr(" ._()-", *s) != NULL)
			s++;
		if (*s == '\0')
			break;
		objective = *s == '[';
		s += objective ? 1 : 0;
		from = s;
		if (ch_alpha(*s)) {
			while (ch_alpha(*s))
				s++;
			if (!part_word(from, (size_t)(s - from)))
				return NULL;
		} else {
			/* Parts start with a letter: "AC-2(1)(2)" is a list. */
			if (small_number(&s) == 0 || (parts == 0 && !objective))
				return NULL;
			while (*from == '0')
				from++;
		}
		if (objective && *s != ']')
			return NULL;
		if (parts++ > 5)
			return NULL;
		if (o > 0)
			out[o++] = '.';
		if (objective)
			out[o++] = '[';
		for (; from < s; from++)
			out[o++] = ch_low(*from);
		if (objective)
			out[o++] = ']', s++;
	}
	out[o] = '\0';
	return out;
}

/* A whole cell as a control of NIST SP 800-53. */
static char *
nist_parse(const char *s, bool procedure, const char **part, struct arena *a)
{
	struct nist_id n;
	const char *end, *tail = NULL;
	char *head, *sub;
	bool tails_possible;

	s = skip_prefix(s);
	tails_possible = strchr(s, '_') != NULL;
	head = arena_strdup(a, s);
	for (size_t i = 0; tails_possible && i < sizeof(tails) / sizeof(*tails); i++) {
		char *at = strstr(head, tails[i]);

		if (at != NULL && (tail == NULL || at < tail))
			tail = at;
	}
	if (tail != NULL)
		head[tail - head] = '\0';
	if (!nist_at(head, false, &n, &end))
		return NULL;
	sub = part_parse(end, a);
	if (sub == NULL)
		return NULL;
	/* In 800-53A of revision 3, "AC-1.1 (iii)" is procedure 1 of AC-1, no enhancement. */
	if (procedure && n.enhancement != 0) {
		sub = arena_printf(a, "%d%s%s", n.enhancement, *sub != '\0' ? "." : "", sub);
		n.enhancement = 0;
	}
	if (tail != NULL)
		sub = arena_printf(a, "%s%s", sub, s + (tail - head) + (*sub == '\0' ? 1 : 0));
	if (part != NULL && *sub != '\0')
		*part = sub;
	return nist_print(&n, a);
}

/* Digits and dots, at least min and at most max numbers of up to three digits. */
static bool
dotted(const char *s, int min, int max)
{
	int n = 0;

	for (;;) {
		int digits = 0;

		while (ch_digit(*s))
			s++, digits++;
		if (digits == 0 || digits > 3)
			return false;
		n++;
		if (*s == '\0')
			return n >= min && n <= max;
		if (*s++ != '.')
			return false;
	}
}

/*
 * "PR.AC-1" of CSF 1.1, "PR.AA-01" of 2.0: written differently, and never equal without a
 * mapping.
 */
static bool
csf_shape(const char *s)
{
	static const char *const functions[] = {"GV", "ID", "PR", "DE", "RS", "RC"};
	bool found = false;

	if (!ch_upper(s[0]) || !ch_upper(s[1]) || s[2] != '.')
		return false;
	for (size_t i = 0; i < 6; i++)
		found = found || strncmp(s, functions[i], 2) == 0;
	if (!found || !ch_upper(s[3]) || !ch_upper(s[4]) || s[5] != '-')
		return false;
	s += 6;
	return ch_digit(s[0]) && (s[1] == '\0' || (ch_digit(s[1]) && s[2] == '\0'));
}

/* "CC6.1", "cc 6.1"; with a hint also A1.2, C1.1, P1.1, PI1.1. */
static char *
soc2_parse(const char *s, bool hinted, struct arena *a)
{
	static const char *const series[] = {"CC", "PI", "A", "C", "P"};

	for (size_t i = 0; i < (hinted ? 5u : 1u); i++) {
		size_t n = strlen(series[i]);
		const char *p = s + n;

		if (strncasecmp(s, series[i], n) != 0)
			continue;
		while (*p == ' ')
			p++;
		if (dotted(p, 2, 2))
			return arena_printf(a, "%s%s", series[i], p);
	}
	return NULL;
}

/* "AC.L2-3.1.1" of CMMC is requirement 3.1.1 of SP 800-171. */
static const char *
cmmc_part(const char *s)
{
	if (ch_upper(s[0]) && ch_upper(s[1]) && s[2] == '.' && s[3] == 'L' && ch_digit(s[4])
		&& s[5] == '-' && dotted(s + 6, 3, 3))
		return s + 6;
	return NULL;
}

/* "CIS-1.4: 1.20": the benchmark's version with the id; ids stay strings ("1.2" is not "1.20"). */
static char *
cis_parse(const char *s, const char *hint, const char **framework, struct arena *a)
{
	const char *colon = strchr(s, ':'), *p;
	char *version;

	if (strncasecmp(s, "CIS-", 4) != 0 || colon == NULL)
		return hint != NULL && dotted(s, 1, 6) ? arena_strdup(a, s) : NULL;
	version = arena_strndup(a, s + 4, (size_t)(colon - s - 4));
	for (p = colon + 1; *p == ' '; p++)
		;
	if (!dotted(p, 1, 6) || !dotted(version, 1, 3))
		return NULL;
	if (hint == NULL)
		*framework = arena_printf(a, "cis-%s", version);
	else if (strlen(hint) < strlen(version)
		|| strcmp(hint + strlen(hint) - strlen(version), version) != 0)
		*framework = arena_printf(a, "%s-%s", hint, version);
	return arena_strdup(a, p);
}

/* Annex A: two numbers are the 2022 edition, three that of 2013; only a mapping ties them. */
static char *
iso_parse(const char *s, const char **framework, struct arena *a)
{
	const char *p = (s[0] == 'A' || s[0] == 'a') && s[1] == '.' ? s + 2 : s;

	if (dotted(p, 3, 3)) {
		*framework = "iso-27001-2013";
		return arena_printf(a, "A.%s", p);
	}
	if (!dotted(p, 2, 2))
		return NULL;
	*framework = "iso-27001-2022";
	return arena_strdup(a, p);
}

/* Ids of a framework of somebody's own: as written, if it is one word with a digit in it. */
static char *
own_parse(const char *s, struct arena *a)
{
	bool digit = false;

	if (*s == '\0' || strlen(s) > MAX_ID)
		return NULL;
	for (const char *p = s; *p != '\0'; p++) {
		if (ch_space(*p) || *p == ',' || *p == ';')
			return NULL;
		digit = digit || ch_digit(*p);
	}
	return digit ? arena_strdup(a, s) : NULL;
}

/* With the framework known. *framework is set to it, or made exact. */
static char *
hinted_parse(const char *s, const char *hint, const char **framework, const char **part,
	struct arena *a)
{
	*framework = hint;
	if (strcmp(hint, NIST) == 0)
		return nist_parse(s, false, part, a);
	if (strcmp(hint, "nist-800-53a") == 0) {
		*framework = NIST;
		return nist_parse(s, true, part, a);
	}
	if (str_has_prefix(hint, "iso-27001"))
		return iso_parse(s, framework, a);
	if (strcmp(hint, "soc2") == 0)
		return soc2_parse(s, true, a);
	if (strcmp(hint, "nist-csf") == 0)
		return csf_shape(s) ? arena_strdup(a, s) : NULL;
	if (strcmp(hint, "cci") == 0)
		return cci_at(s, true, a, NULL);
	if (strcmp(hint, "stig") == 0)
		return stig_at(s, a, NULL);
	if (strcmp(hint, "cmmc") == 0 || strcmp(hint, "nist-800-171") == 0) {
		*framework = "nist-800-171";
		if (cmmc_part(s) != NULL)
			s = cmmc_part(s);
		return dotted(s, 3, 3) ? arena_strdup(a, s) : NULL;
	}
	if (str_has_prefix(hint, "cis"))
		return cis_parse(s, hint, framework, a);
	if (strcmp(hint, "pci-dss") == 0)
		return dotted(s, 1, 6) ? arena_strdup(a, s) : NULL;
	return own_parse(s, a);
}

/* Without a hint only forms that no other scheme uses. */
static char *
unhinted_parse(const char *s, const char **framework, const char **part, struct arena *a)
{
	char *id;

	*framework = "cci";
	if ((id = cci_at(s, false, a, NULL)) != NULL)
		return id;
	*framework = "stig";
	if ((id = stig_at(s, a, NULL)) != NULL)
		return id;
	*framework = NIST;
	if ((id = nist_parse(s, false, part, a)) != NULL)
		return id;
	*framework = "nist-csf";
	if (csf_shape(s))
		return arena_strdup(a, s);
	*framework = "soc2";
	if ((id = soc2_parse(s, false, a)) != NULL)
		return id;
	*framework = "nist-800-171";
	if (cmmc_part(s) != NULL)
		return arena_strdup(a, cmmc_part(s));
	return strncasecmp(s, "CIS-", 4) == 0 ? cis_parse(s, NULL, framework, a) : NULL;
}

char *
control_id_parse(const char *raw, const char *framework_hint, const char **framework,
	const char **part, struct arena *a)
{
	const char *fw = NULL, *sub = NULL;
	char *s, *id = NULL;

	if (framework != NULL)
		*framework = NULL;
	if (part != NULL)
		*part = NULL;
	if (raw == NULL || strlen(raw) > MAX_ID || !id_possible(raw))
		return NULL;
	s = id_plain(a, raw);
	if (strncasecmp(s, "Control ", 8) == 0)
		s += 8;
	if (*s != '\0')
		id = framework_hint != NULL && *framework_hint != '\0'
			? hinted_parse(
				s, framework_canonical(framework_hint, NULL, a), &fw, &sub, a)
			: unhinted_parse(s, &fw, &sub, a);
	if (id == NULL)
		return NULL;
	if (framework != NULL)
		*framework = fw;
	if (part != NULL)
		*part = sub;
	return id;
}
