/* Names and addresses of people in the form in which they are compared (formats.md C.1). */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/owner_words.h"

static const char *const titles[] = {"mr", "mrs", "ms", "miss", "dr", "prof", "maj", "major",
	"capt", "captain", "col", "colonel", "lt", "sgt", "sir", NULL};

static const char *const machine_words[] = {"admin", "administrator", "automation",
	"automation for jira", "dependabot", "github actions", "gitlab bot", "jenkins",
	"jira automation", "jira service account", "renovate", "root", "service account", "system",
	"system user", NULL};

static const char *const machine_kinds[] = {"agent", "application", "app", "bot", "machine",
	"service", "service account", "serviceprincipal", "service principal", "system", "tool",
	NULL};

static const char *const group_kinds[] = {"department", "distribution list", "distributionlist",
	"group", "mailing list", "mailing_list", "org", "organization", "organisation", "queue",
	"resource", "role", "room", "shared mailbox", "shared", "team", "vendor", NULL};

static bool
in(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/*
 * What stands in round or square brackets is a remark: "(inactive)", "[X]", "(ISSO)"; "<a@b>" an
 * address.
 */
static char *
without_brackets(struct arena *a, const char *s)
{
	static const char open[] = "([<", close[] = ")]>";
	char *out = arena_alloc(a, strlen(s) + 1);
	size_t o = 0;

	while (*s != '\0') {
		const char *k = strchr(open, *s);
		const char *end = k == NULL ? NULL : strchr(s, close[k - open]);

		if (end != NULL) {
			s = end + 1;
			out[o++] = ' ';
		} else {
			out[o++] = *s++;
		}
	}
	return out;
}

static int
word_compare(const void *x, const void *y)
{
	return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/*
 * The words of a full name, sorted, so that "Lee, Bo" is "Bo Lee".  NULL where it
 * is no full name: one word or initials never decide who somebody is.
 */
char *
person_key(struct arena *a, const char *name)
{
	const char *words[16];
	char *s, *out;
	size_t n = 0, len = 0, full = 0;

	if (name == NULL)
		return NULL;
	s = str_word_key(a, without_brackets(a, name));
	for (char *p = s; *p != '\0'; p++)
		if (strchr(",.\"'`;", *p) != NULL)
			*p = *p == '\'' || *p == '`' ? '\1' : ' ';
	for (char *p = s; *p != '\0' && n < 16;) {
		char *from;
		size_t o = 0;

		while (*p == ' ')
			p++;
		from = p;
		/* "O'Brien" is "obrien". */
		for (; *p != '\0' && *p != ' '; p++)
			if (*p != '\1')
				from[o++] = *p;
		if (*p != '\0')
			p++;
		if (o == 0)
			continue;
		from[o] = '\0';
		if (in(titles, from))
			continue;
		words[n++] = from;
		len += o + 1;
		full += o > 1 ? 1 : 0;
	}
	if (n < 2 || full < 2)
		return NULL;
	qsort(words, n, sizeof(*words), word_compare);
	out = arena_alloc(a, len + 1);
	len = 0;
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			out[len++] = ' ';
		memcpy(out + len, words[i], strlen(words[i]));
		len += strlen(words[i]);
	}
	return out;
}

/* The address in "Bo Lee <bo@x.example>", "mailto:bo@x.example", " Bo@X.example ". */
static char *
address_in(struct arena *a, const char *s)
{
	const char *open = strrchr(s, '<'), *close = open == NULL ? NULL : strchr(open, '>');
	char *out = str_trim(
		a, close == NULL ? s : arena_strndup(a, open + 1, (size_t)(close - open - 1)));
	size_t n;

	if (strncasecmp(out, "mailto:", 7) == 0)
		out += 7;
	n = strlen(out);
	if (n > 1 && (out[0] == '"' || out[0] == '\'') && out[n - 1] == out[0]) {
		out[n - 1] = '\0';
		out++;
	}
	return out;
}

/* Lower case without a "+tag"; a guest's address is that of his home. NULL: no address. */
char *
email_key(struct arena *a, const char *address)
{
	char *s, *at, *plus, *ext;

	if (address == NULL)
		return NULL;
	s = str_lower(a, address_in(a, address));
	at = strrchr(s, '@');
	if (at == NULL || at == s || at[1] == '\0' || strpbrk(s, " \t,;") != NULL)
		return NULL;
	ext = strstr(s, "#ext#@");
	if (ext != NULL) {
		*ext = '\0';
		at = strrchr(s, '_');
		if (at == NULL)
			return NULL;
		*at = '@';
		return s;
	}
	if (str_has_prefix(at, "@users.noreply.github.com"))
		return NULL;
	plus = memchr(s, '+', (size_t)(at - s));
	return plus == NULL || plus == s ? s
		: arena_printf(a, "%.*s%s", (int)(plus - s), s, at);
}

bool
words_name_nobody(struct arena *a, const char *raw)
{
	return in(no_person_words, str_word_key(a, raw));
}

bool
words_name_role(struct arena *a, const char *raw)
{
	return in(role_words, str_word_key(a, raw));
}

bool
login_is_machine(struct arena *a, const char *raw)
{
	char *low = str_lower(a, str_trim(a, raw));
	size_t n = strlen(low);

	return (n > 5 && strcmp(low + n - 5, "[bot]") == 0) || str_has_prefix(low, "svc-")
		|| str_has_prefix(low, "svc_") || str_has_prefix(low, "svc.")
		|| in(machine_words, str_word_key(a, raw));
}

bool
kind_is_machine(struct arena *a, const char *kind)
{
	return kind != NULL && in(machine_kinds, str_word_key(a, kind));
}

bool
kind_is_group(struct arena *a, const char *kind)
{
	return kind != NULL && in(group_kinds, str_word_key(a, kind));
}
