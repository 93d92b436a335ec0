/* Names of frameworks: the same one however a source spells it. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"

/* First match wins, on the name in lower case without blanks and separators. */
static const struct { const char *part, *name; } known[] = {
	{"80053a", "nist-800-53a"},
	{"80053", "nist-800-53"},
	{"800171", "nist-800-171"},
	{"cmmc", "cmmc"},
	{"27001", "iso-27001"},
	{"soc2", "soc2"},
	{"trustservices", "soc2"},
	{"nistcsf", "nist-csf"},
	{"cybersecurityframework", "nist-csf"},
	{"pcidss", "pci-dss"},
};

/* "rev5", "r5", "rev. 4", "revision 3" at the end of a squeezed name. */
static const char *
revision_of(const char *squeezed, struct arena *a)
{
	static const char *const words[] = {"revision", "rev", "r"};

	for (const char *p = squeezed; *p != '\0'; p++)
		for (size_t i = 0; i < 3; i++) {
			size_t n = strlen(words[i]);

			if (strncmp(p, words[i], n) == 0 && ch_digit(p[n]))
				return arena_strndup(a, p + n, 1);
		}
	return NULL;
}

/* Names that are canonical already, as our own tables and mappings write them. */
static bool
is_canonical(const char *raw)
{
	static const char *const exact[] = {"nist-800-53", "cci", "stig", "nist-800-171", "soc2",
		"nist-csf", "iso-27001-2013", "iso-27001-2022"};

	for (size_t i = 0; i < sizeof(exact) / sizeof(*exact); i++)
		if (strcmp(exact[i], raw) == 0)
			return true;
	return false;
}

char *
framework_canonical(const char *raw, const char **revision, struct arena *a)
{
	char *squeezed, *plain;
	size_t o = 0;

	if (revision != NULL)
		*revision = NULL;
	if (raw == NULL)
		return NULL;
	if (is_canonical(raw))
		return arena_strdup(a, raw);
	squeezed = arena_alloc(a, strlen(raw) + 1);
	for (const char *p = raw; *p != '\0'; p++)
		if (ch_alnum(*p))
			squeezed[o++] = ch_low(*p);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		const char *at = strstr(squeezed, known[i].part);

		if (at == NULL)
			continue;
		if (revision != NULL)
			*revision = revision_of(at + strlen(known[i].part), a);
		/*
		 * Editions of ISO 27001 number their controls differently: they are two frameworks.
		 */
		if (strcmp(known[i].part, "27001") == 0 && strstr(at + 5, "2022") != NULL)
			return arena_strdup(a, "iso-27001-2022");
		if (strcmp(known[i].part, "27001") == 0 && strstr(at + 5, "2013") != NULL)
			return arena_strdup(a, "iso-27001-2013");
		return arena_strdup(a, known[i].name);
	}
	plain = str_lower(a, str_trim(a, raw));
	for (char *p = plain; *p != '\0'; p++)
		if (ch_space(*p) || *p == '_')
			*p = '-';
	return plain;
}

char *
control_id_display(const char *framework, const char *id, struct arena *a)
{
	char *out;
	char *dot;

	if (id == NULL || framework == NULL || strcmp(framework, "nist-800-53") != 0)
		return arena_strdup(a, id);
	out = arena_alloc(a, strlen(id) + 3);
	memcpy(out, id, strlen(id));
	for (char *p = out; *p != '\0'; p++)
		if (ch_lower(*p))
			*p = (char)(*p - 32);
	dot = strchr(out, '.');
	if (dot != NULL) {
		*dot = '(';
		out[strlen(id)] = ')';
	}
	return out;
}

char *
control_id_family(const char *framework, const char *id, struct arena *a)
{
	size_t n = 0;

	if (framework != NULL && strcmp(framework, "nist-800-53") == 0) {
		while (ch_alpha(id[n]))
			n++;
		return arena_strndup(a, id, n);
	}
	n = strcspn(id, ".-");
	return arena_strndup(a, id, n);
}
