/* Tables of XCCDF (NIST IR 7275 r4, table 26; formats.md 2). */
#include "checker/read/xccdf_words.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

static const struct { const char *word; enum result result; const char *meaning; } results[] = {
	{ "pass", RESULT_PASS, "pass" },
	{ "fixed", RESULT_PASS, "pass" },
	{ "fail", RESULT_FAIL, "fail" },
	{ "error", RESULT_UNKNOWN, "unknown" },
	{ "unknown", RESULT_UNKNOWN, "unknown" },
	{ "notchecked", RESULT_UNKNOWN, "unknown" },
	{ "informational", RESULT_UNKNOWN, "unknown" },
	{ "notapplicable", RESULT_NOT_APPLICABLE, "not-applicable" },
};

const struct word_row_doc xccdf_words[] = {
	{ "result", "pass", "pass" },
	{ "result", "fixed", "pass" },
	{ "result", "fail", "fail" },
	{ "result", "error", "unknown" },
	{ "result", "unknown", "unknown" },
	{ "result", "notchecked", "unknown" },
	{ "result", "informational", "unknown" },
	{ "result", "notapplicable", "not-applicable" },
	{ "result", "notselected", "no result: ignored and counted" },
	{ "role", "full", "as the result says" },
	{ "role", "unscored", "as the result says" },
	{ "role", "unchecked", "unknown" },
	{ "check system", "http://scap.nist.gov/schema/ocil/2", "interview: E0" },
	{ "identity", "privileged=false", "passes are E2" },
	{ "override", "new-result", "a person's word: E1; old-result stays the tool's" },
	{ NULL, NULL, NULL }
};

bool
xccdf_result(const char *word, enum result *out)
{
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (str_same(results[i].word, word)) {
			*out = results[i].result;
			return true;
		}
	return false;
}

/* The nth part between colons, without its escapes; NULL if it is blank or any. */
static char *
cpe_part(const char *cpe, size_t nth, struct arena *a)
{
	const char *end;

	while (nth-- > 0) {
		cpe = strchr(cpe, ':');
		if (cpe == NULL)
			return NULL;
		cpe++;
	}
	end = strchr(cpe, ':');
	if (end == NULL)
		end = cpe + strlen(cpe);
	if (end == cpe || (end == cpe + 1 && (*cpe == '*' || *cpe == '-')))
		return NULL;
	return str_lower(a, arena_strndup(a, cpe, (size_t)(end - cpe)));
}

/* "OpenSCAP 1.3.5", "SCC/5.4": words up to the first that begins with a digit. */
static char *
without_version(const char *text, struct arena *a)
{
	char *s = str_lower(a, str_trim(a, text));
	size_t n = 0, end = 0;

	while (s[n] != '\0') {
		size_t word = n;

		while (s[n] != '\0' && !ch_space(s[n]) && s[n] != '/')
			n++;
		if (ch_digit(s[word]) || (ch_low(s[word]) == 'v' && ch_digit(s[word + 1])))
			break;
		end = n;
		while (s[n] != '\0' && (ch_space(s[n]) || s[n] == '/'))
			n++;
	}
	s[end] = '\0';
	return s[0] == '\0' ? NULL : s;
}

char *
xccdf_originator(const char *test_system, struct arena *a)
{
	char *vendor, *product;

	if (test_system == NULL || test_system[0] == '\0')
		return NULL;
	if (!str_has_prefix(test_system, "cpe:"))
		return without_version(test_system, a);
	/* cpe:/a:vendor:product and cpe:2.3:a:vendor:product */
	vendor = cpe_part(test_system, str_has_prefix(test_system, "cpe:2.3:") ? 3 : 2, a);
	product = cpe_part(test_system, str_has_prefix(test_system, "cpe:2.3:") ? 4 : 3, a);
	if (product == NULL)
		return vendor;
	return vendor == NULL ? product : arena_printf(a, "%s:%s", vendor, product);
}

static void
add_once(struct idents *ids, const char *ns, const char *value, struct arena *a)
{
	for (size_t i = 0; i < ids->n; i++)
		if (str_same(ids->v[i].ns, ns) && str_same(ids->v[i].value, value))
			return;
	idents_add(ids, a, ns, value);
}

/* Only characters of an IPv4 or IPv6 address, with the marks of one. */
static bool
looks_ip(const char *s)
{
	size_t dots = 0, colons = 0, letters = 0;

	for (; *s != '\0' && *s != '%'; s++) {
		dots += *s == '.';
		colons += *s == ':';
		letters += ch_alpha(*s);
		if (!ch_digit(*s) && *s != '.' && *s != ':' && !(ch_low(*s) >= 'a' &&
			ch_low(*s) <= 'f'))
			return false;
	}
	return colons >= 2 || (dots == 3 && letters == 0);
}

static bool
looks_fqdn(const char *s)
{
	const char *dot = strchr(s, '.');

	return dot != NULL && dot != s && dot[1] != '\0' && strpbrk(s, " \t/\\") == NULL;
}

void
xccdf_add_name(struct idents *ids, const char *value, struct arena *a)
{
	const char *s = value == NULL ? "" : str_trim(a, value);

	if (s[0] == '\0')
		return;
	add_once(ids, looks_ip(s) ? "ip" : looks_fqdn(s) ? "fqdn" : "host", s, a);
}

bool
xccdf_add_fact(struct idents *ids, const char *name, const char *value, struct arena *a)
{
	/* XCCDF 1.2, table 27; SCC writes urn:scap:, older content urn:xccdf:fact:ethernet:. */
	static const struct { const char *last, *ns; } facts[] = {
		{ "host_name", "" }, { "fqdn", "" }, { "ipv4", "ip" }, { "ipv6", "ip" },
		{ "ip", "ip" }, { "mac", "mac" }, { "MAC", "mac" }, { "ein", "tag" },
		{ "guid", "uuid" },
	};
	const char *last = name == NULL ? NULL : strrchr(name, ':');
	const char *s = value == NULL ? "" : str_trim(a, value);

	for (size_t i = 0; last != NULL && i < sizeof(facts) / sizeof(facts[0]); i++) {
		if (!str_same(facts[i].last, last + 1))
			continue;
		if (s[0] == '\0')
			return true;
		if (facts[i].ns[0] == '\0')
			xccdf_add_name(ids, s, a);
		else
			add_once(ids, facts[i].ns, s, a);
		return true;
	}
	return false;
}

static void
tag_once(struct tags *tags, const char *scheme, const char *id, const char *raw, struct arena *a)
{
	for (size_t i = 0; i < tags->n; i++)
		if (str_same(tags->v[i].scheme, scheme) && str_same(tags->v[i].id, id))
			return;
	/* A producer's own tag on its test counts as equal for what is tested (judgement.md 5). */
	tags_add(tags, a, scheme, id, raw, REL_EQUAL);
}

void
xccdf_add_ident(struct tags *tags, const char *system, const char *text, struct arena *a)
{
	const char *s = text == NULL ? "" : str_trim(a, text);
	const char *framework = NULL;
	char *id;

	if (s[0] == '\0')
		return;
	if (strstr(system, "cci") != NULL || str_has_prefix(s, "CCI-")) {
		id = control_id_parse(s, "cci", &framework, NULL, a);
		tag_once(tags, "cci", id != NULL ? id : s, s, a);
	} else if (strstr(system, "cce") != NULL || str_has_prefix(s, "CCE-")) {
		tag_once(tags, "cce", s, s, a);
	} else if (str_has_prefix(s, "SV-") || str_has_prefix(s, "V-")) {
		tag_once(tags, "stig", s, s, a);
	} else if (strstr(system, "800-53") != NULL) {
		xccdf_add_reference(tags, system, s, a);
	} else {
		tag_once(tags, system[0] == '\0' ? "ident" : system, s, s, a);
	}
}

bool
xccdf_add_reference(struct tags *tags, const char *href, const char *text, struct arena *a)
{
	static const struct { const char *part, *framework; } documents[] = {
		{ "800-53", "nist-800-53" },
		{ "800-171", "nist-800-171" },
		{ "iso.org/standard/54534", "iso-27001-2013" },
			/* ISO's number of the 2013 edition */
		{ "stigs/cci", "cci" },
		{ "disa.mil/cci", "cci" },
	};
	struct tags found = {0};

	if (href == NULL || text == NULL)
		return false;
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++) {
		if (strstr(href, documents[i].part) == NULL)
			continue;
		control_ids_find(&found, text, documents[i].framework, a);
		for (size_t j = 0; j < found.n; j++) {
			/* "AC-2 (1)(2)" may mean parts: what the finder doubts stays a subset. */
			if (found.v[j].relation == REL_SUBSET)
				tags_add(tags, a, found.v[j].scheme, found.v[j].id, found.v[j].raw,
					REL_SUBSET);
			else
				tag_once(tags, found.v[j].scheme, found.v[j].id, found.v[j].raw, a);
		}
		return found.n > 0;
	}
	return false;
}

void
xccdf_add_stig(struct tags *tags, const char *rule, struct arena *a)
{
	const char *framework = NULL, *sv = strstr(rule, "SV-");
	char *id;

	if (sv == NULL)
		return;
	id = control_id_parse(sv, "stig", &framework, NULL, a);
	if (id != NULL && str_same(framework, "stig"))
		tag_once(tags, "stig", id, rule, a);
}
