/* Identifiers of assets in their normal form (formats.md C.2). */
#include <arpa/inet.h>

#include "checker/base/text.h"
#include "checker/join/inside.h"

static const struct { const char *ns; enum strength strength; } namespaces[] = {
	{"fqdn", MEDIUM}, {"tag", MEDIUM}, {"k8s", MEDIUM},
	{"host", WEAK}, {"name", WEAK}, {"ip", WEAK}, {"mac", WEAK},
	{"serial", STRONG}, {"uuid", STRONG}, {"instance", STRONG},
	{"arn", STRONG},
};

/* Native identifiers of systems that we do not know are strong in their own namespace. */
enum strength
ident_strength(const char *ns)
{
	for (size_t i = 0; i < sizeof(namespaces) / sizeof(*namespaces); i++)
		if (strcmp(namespaces[i].ns, ns) == 0)
			return namespaces[i].strength;
	return STRONG;
}

/* Words that stand where a name should be; in lower case. */
static const char *const no_names[] = {
	"", "-", "=", "s", "?", "0", "n/a", "na", "none", "null", "nil", "unknown", "undefined",
	"tbd",
	"localhost", "localhost.localdomain", "localhost.local", "localhost4", "localhost6",
	"localhost4.localdomain4", "localhost6.localdomain6", "localhost.localdomain.localdomain",
	"ip6-localhost", "ip6-loopback", "localdomain",
	"to be filled by o.e.m.", "system serial number", "default string", "not specified",
	"not applicable", "123456789", "chassis serial number",
	/* SHA-1 of the empty string in the shape of a version 5 UUID: InSpec without a target */
	"da39a3ee-5e6b-5b0d-b255-bfef95601890",
	"da39a3ee5e6b4b0d3255bfef95601890afd80709",
	"e3b0c442-98fc-1c14-9afb-f4c8996fb924",
	"00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
	"03000200-0400-0500-0006-000700080009",
};

static bool
names_nothing(const char *low)
{
	for (size_t i = 0; i < sizeof(no_names) / sizeof(*no_names); i++)
		if (strcmp(no_names[i], low) == 0)
			return true;
	return false;
}

/* The canonical text of an address in a; NULL: none. IPv4 in IPv6 is the IPv4 address. */
static char *
ip_normal(struct arena *a, const char *s)
{
	unsigned char v4[4], v6[16];
	static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
	char out[INET6_ADDRSTRLEN];
	char *plain = arena_strdup(a, s), *end;

	end = strchr(plain, '%');
	if (end == NULL)
		end = strchr(plain, '/');
	if (end != NULL)
		*end = '\0';
	if (inet_pton(AF_INET, plain, v4) == 1)
		return arena_strdup(a, inet_ntop(AF_INET, v4, out, sizeof(out)));
	if (inet_pton(AF_INET6, plain, v6) != 1)
		return NULL;
	if (memcmp(v6, mapped, sizeof(mapped)) == 0)
		return arena_strdup(a, inet_ntop(AF_INET, v6 + 12, out, sizeof(out)));
	return arena_strdup(a, inet_ntop(AF_INET6, v6, out, sizeof(out)));
}

/* Addresses that every host has, or that bridges of virtual machines share. */
static bool
ip_names_nothing(const char *ip)
{
	return str_has_prefix(ip, "127.") || str_has_prefix(ip, "169.254.")
		|| strcmp(ip, "0.0.0.0") == 0 || strcmp(ip, "::") == 0 || strcmp(ip, "::1") == 0
		|| (str_has_prefix(ip, "fe") && strchr("89ab", ip[2]) != NULL
			&& strchr(ip, ':') != NULL)
		|| strcmp(ip, "192.168.122.1") == 0 || strcmp(ip, "172.17.0.1") == 0
		|| strcmp(ip, "255.255.255.255") == 0;
}

/* Twelve hex digits in lower case; NULL: no MAC address. */
static char *
mac_normal(struct arena *a, const char *s)
{
	char *out = arena_alloc(a, 13);
	size_t n = 0;

	for (; *s != '\0'; s++) {
		char c = ch_low(*s);

		if (c == ':' || c == '-' || c == '.')
			continue;
		if (n == 12 || (!ch_digit(c) && (c < 'a' || c > 'f')))
			return NULL;
		out[n++] = c;
	}
	return n == 12 ? out : NULL;
}

static bool
mac_names_nothing(const char *mac)
{
	return strcmp(mac, "000000000000") == 0 || str_has_prefix(mac, "ff")
		|| str_has_prefix(mac, "0242");
}

static void
add(struct idents *out, struct arena *a, const char *ns, const char *value)
{
	for (size_t i = 0; i < out->n; i++)
		if (strcmp(out->v[i].ns, ns) == 0 && strcmp(out->v[i].value, value) == 0)
			return;
	idents_add(out, a, ns, value);
}

/* Letters, digits, '-', '_' and dots between them. */
static bool
host_shape(const char *s)
{
	if (!ch_alnum(*s))
		return false;
	for (const char *p = s; *p != '\0'; p++)
		if (!ch_alnum(*p) && *p != '-' && *p != '_' && (*p != '.' || p[1] == '.'))
			return false;
	return true;
}

/*
 * "web01:443" is web01, and "https://web01/x" as well.  What else has a colon or a
 * path is no host: cut there, "arn:aws:s3:::a" and ":::b", or the images of one
 * registry, would be one asset, and what passes on one would clear the other.
 */
static bool
host_alone(char **word)
{
	char *scheme = strstr(*word, "://"), *end;

	if (scheme != NULL)
		*word = scheme + 3;
	end = *word + strcspn(*word, "/");
	if (*end == '/' && end[1] != '\0' && scheme == NULL)
		return false;
	*end = '\0';
	end = *word + strcspn(*word, ":");
	if (*end == ':') {
		for (const char *p = end + 1; *p != '\0'; p++)
			if (!ch_digit(*p))
				return false;
		*end = '\0';
	}
	return true;
}

/* One word of a host cell: an address, a full name or a short one. */
static bool
host_word(struct idents *out, struct arena *a, char *word)
{
	char *ip = ip_normal(a, word);
	size_t n;

	if (ip != NULL) {
		if (ip_names_nothing(ip))
			return false;
		add(out, a, "ip", ip);
		return true;
	}
	if (!host_alone(&word))
		return false;
	n = strlen(word);
	while (n > 0 && word[n - 1] == '.')
		word[--n] = '\0';
	for (char *p = word; *p != '\0'; p++)
		*p = ch_low(*p);
	if (names_nothing(word) || !host_shape(word))
		return false;
	add(out, a, strchr(word, '.') != NULL ? "fqdn" : "host", word);
	return true;
}

/*
 * A cell of names and addresses: "web01.x.example (10.0.0.7) 443/tcp",
 * "10.1.11.12\n192.168.1.50".
 */
static bool
host_cell(struct idents *out, struct arena *a, const char *value)
{
	bool any = false, first = true;

	for (const char *p = value; *p != '\0';) {
		size_t n = strcspn(p, " \t\r\n(),;[]");
		char *word = arena_strndup(a, p, n);

		/* After the first word only addresses and full names count: the rest is prose. */
		if (n > 0 && (first || ip_normal(a, word) != NULL
			|| (strchr(word, '.') != NULL && strchr(word, '/') == NULL))) {
			any = host_word(out, a, word) || any;
			first = false;
		}
		p += n;
		p += strspn(p, " \t\r\n(),;[]");
	}
	return any;
}

/* Several words are a title, unless the first is an address or a full name. */
static bool
name_cell(struct idents *out, struct arena *a, const char *value)
{
	size_t n = strcspn(value, " \t\r\n(");
	char *word = arena_strndup(a, value, n);
	char *low = str_word_key(a, value);

	if (value[n] == '\0' ? host_shape(word) || ip_normal(a, word) != NULL
		: strchr(word, '.') != NULL && host_shape(word))
		return host_cell(out, a, value);
	if (names_nothing(low))
		return false;
	add(out, a, "name", low);
	return true;
}

/* The cloud writes one account in several ways (formats.md C.2). */
static char *
arn_normal(struct arena *a, const char *s)
{
	const char *account = str_has_prefix(s, "AWS::::Account:") ? s + 15 : NULL;

	return account == NULL ? arena_strdup(a, s)
			       : arena_printf(a, "arn:aws:iam::%s:root", account);
}

static bool
same_letters(const char *s)
{
	char c = '\0';

	for (; *s != '\0'; s++) {
		if (*s == '-')
			continue;
		if (c != '\0' && *s != c)
			return false;
		c = *s;
	}
	return c == '0' || c == 'f';
}

bool
ident_normal(struct idents *out, struct arena *a, const char *ns, const char *value)
{
	char *s = str_trim(a, value), *low = str_lower(a, s), *mac;

	if (names_nothing(low))
		return false;
	/* Tables of cloud resources have them in the column of hosts. */
	if (strcmp(ns, "host") == 0 && (str_has_prefix(low, "arn:") || str_has_prefix(s, "AWS::::")))
		ns = "arn";
	if (strcmp(ns, "fqdn") == 0 || strcmp(ns, "host") == 0 || strcmp(ns, "ip") == 0
		|| strcmp(ns, IDENT_MENTION) == 0)
		return host_cell(out, a, s);
	if (strcmp(ns, "name") == 0)
		return name_cell(out, a, s);
	if (strcmp(ns, "mac") == 0) {
		mac = mac_normal(a, s);
		if (mac == NULL || mac_names_nothing(mac))
			return false;
		add(out, a, ns, mac);
		return true;
	}
	if (strcmp(ns, "uuid") == 0 || strcmp(ns, "agent") == 0) {
		size_t n = strlen(low);

		if (n > 2 && low[0] == '{' && low[n - 1] == '}') {
			low[n - 1] = '\0';
			low++;
		}
		if (names_nothing(low) || same_letters(low))
			return false;
		add(out, a, ns, low);
		return true;
	}
	if (strcmp(ns, "arn") == 0)
		add(out, a, ns, arn_normal(a, s));
	else if (strcmp(ns, "azure") == 0 || str_has_prefix(low, "/subscriptions/"))
		add(out, a, ns, low);
	else if (str_has_prefix(s, "//compute.googleapis.com/"))
		add(out, a, ns, s + strlen("//compute.googleapis.com/"));
	else
		add(out, a, ns, s);
	return true;
}
