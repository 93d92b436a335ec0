/*
 * LDIF (RFC 2849) of directories: people and groups, entry by entry.  Nothing is
 * fetched (`attr:< url`), and change records are no content.
 */
#include "checker/base/arena.h"
#include "checker/base/base64.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/lines.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

/* One attribute with its continued lines; photos are under 1 MiB. */
#define MAX_LDIF_LINE (8 * MIB)
/* Days from 1601, where FILETIME begins, to 1970, in seconds. */
#define FILETIME_1970 INT64_C(11644473600)

struct attr { const char *name, *value; uint32_t line; };

struct ldif {
	struct reading *r;
	struct buf line;              /* with its continuations, without line ends */
	uint32_t at, began;           /* lines: the present one, and where line begins */
	bool comment;                 /* line is one */
	VEC(struct attr) attrs;       /* of the entry, in r->rec */
	uint32_t entry_line;
	bool fetches, changes;
	const char *bad;              /* why the entry cannot be taken; NULL: it can */
};

static const char *
attr_of(const struct ldif *l, const char *name)
{
	for (size_t i = 0; i < l->attrs.n; i++)
		if (str_same_fold(l->attrs.v[i].name, name))
			return l->attrs.v[i].value;
	return NULL;
}

/* Base64 to text; NULL: it is none, or no text. */
static const char *
decoded(struct arena *a, const char *p)
{
	size_t n = 0;
	const char *to = base64_loose(a, p, strlen(p), &n);

	return to != NULL && strlen(to) == n && utf8_valid(to, n) ? to : NULL;
}

/* Times of directories */

/* "20250215100000.0Z" (RFC 4517 section 3.3.13) by way of RFC 3339. */
static struct instant
generalized(struct ldif *l, const char *name)
{
	const char *s = attr_of(l, name), *zone;
	size_t n = 0;

	if (s == NULL)
		return instant_unknown();
	while (ch_digit(s[n]))
		n++;
	if (n != 14)
		return reading_instant(l->r, s, l->entry_line);
	zone = strpbrk(s, "Z+-");
	return reading_instant(l->r, arena_printf(l->r->rec, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s%s", s,
		s + 4, s + 6, s + 8, s + 10, s + 12, zone == NULL ? "" : zone), l->entry_line);
}

/* 100 ns since 1601; 0 and the largest value are "never". */
static struct instant
filetime(struct ldif *l, const char *name)
{
	const char *s = attr_of(l, name);
	struct instant i = instant_unknown();
	int64_t v;

	if (s == NULL || !text_to_int(s, strlen(s), 0, INT64_MAX, &v) || v == 0 || v == INT64_MAX)
		return i;
	v = v / 10000000 - FILETIME_1970;
	if (v <= INSTANT_MIN / NS_SECOND || v >= INSTANT_MAX / NS_SECOND)
		return i;
	i = instant_exact(v * NS_SECOND);
	i.raw = s;
	return i;
}

/* Entries */

static bool
has_class(const struct ldif *l, const char *const *classes, size_t n)
{
	for (size_t i = 0; i < l->attrs.n; i++)
		for (size_t k = 0; k < n; k++)
			if (str_same_fold(l->attrs.v[i].name, "objectClass") &&
				str_same_fold(l->attrs.v[i].value, classes[k]))
				return true;
	return false;
}

static bool
is_person(const struct ldif *l)
{
	static const char *const classes[] = { "person", "user", "inetOrgPerson",
		"organizationalPerson", "account", "posixAccount", "inetUser" };

	return has_class(l, classes, sizeof(classes) / sizeof(classes[0]));
}

static bool
is_group(const struct ldif *l)
{
	static const char *const classes[] = { "group", "groupOfNames", "groupOfUniqueNames",
		"posixGroup", "groupOfMembers" };

	return has_class(l, classes, sizeof(classes) / sizeof(classes[0]));
}

/* Of accounts of computers and services, which are "user" too. */
static bool
is_computer(const struct ldif *l)
{
	static const char *const classes[] = { "computer", "msDS-GroupManagedServiceAccount" };

	return has_class(l, classes, sizeof(classes) / sizeof(classes[0]));
}

/*
 * The first value of a DN, unescaped: "CN=Lee\2C Bo,OU=x" to "Lee, Bo"; as it stands where the
 * bytes that it escapes are no text.
 */
static const char *
dn_name(struct arena *a, const char *dn)
{
	const char *p = dn == NULL ? NULL : strchr(dn, '=');
	char *to, *out;

	if (p == NULL)
		return dn;
	to = out = arena_strdup(a, p + 1);
	for (p++; *p != '\0' && *p != ','; p++) {
		static const char hex[] = "0123456789abcdef";
		const char *h, *k;

		if (*p != '\\' || p[1] == '\0') {
			*to++ = *p;
			continue;
		}
		h = strchr(hex, ch_low(p[1]));
		k = p[2] == '\0' ? NULL : strchr(hex, ch_low(p[2]));
		if (h != NULL && k != NULL) {
			*to++ = (char)((h - hex) * 16 + (k - hex));
			p += 2;
		} else {
			*to++ = *++p;
		}
	}
	*to = '\0';
	return strlen(out) == (size_t)(to - out) && utf8_valid(out, strlen(out)) ? out : dn;
}

static void
names(struct ldif *l, struct idents *ids)
{
	static const char *const map[][2] = {
		{ "uid", "login" }, { "sAMAccountName", "login" }, { "userPrincipalName", "email" },
		{ "mail", "email" }, { "employeeID", "emp" }, { "employeeNumber", "emp" },
		{ "entryUUID", "ldap" }, { "objectSid", "sid" },
	};
	const char *dn = attr_of(l, "dn");

	if (dn != NULL)
		ident_add(l->r, ids, "dn", str_lower(l->r->rec, dn));
	for (size_t i = 0; i < l->attrs.n; i++) {
		const struct attr *at = &l->attrs.v[i];

		for (size_t k = 0; k < sizeof(map) / sizeof(map[0]); k++)
			if (str_same_fold(at->name, map[k][0]))
				ident_add(l->r, ids, map[k][1], at->value);
		if (str_same_fold(at->name, "proxyAddresses") && (str_has_prefix(at->value, "SMTP:") ||
			str_has_prefix(at->value, "smtp:")))
			ident_add(l->r, ids, "email", at->value + 5);
	}
}

/* Bit 2 of userAccountControl is "disabled"; others have attributes of their own. */
static enum tri
active_of(struct ldif *l, const char **raw)
{
	const char *uac = attr_of(l, "userAccountControl"), *lock = attr_of(l, "nsAccountLock");
	int64_t bits;

	*raw = uac != NULL ? uac : lock;
	if (uac != NULL && text_to_int(uac, strlen(uac), INT64_MIN, INT64_MAX, &bits))
		return (bits & 2) != 0 ? TRI_F : TRI_T;
	if (lock != NULL)
		return str_same_fold(lock, "true") ? TRI_F : str_same_fold(lock, "false") ? TRI_T
			: TRI_U;
	return TRI_U;
}

static void
person(struct ldif *l, bool group)
{
	struct record out = { .kind = REC_PARTY };
	struct rec_party *p = &out.u.party;
	const char *manager = attr_of(l, "manager");

	names(l, &p->ids);
	p->name = attr_of(l, "displayName");
	if (!text_set(p->name))
		p->name = attr_of(l, "cn");
	p->kind_raw = group ? "group" : is_computer(l) ? "service" : attr_of(l, "employeeType");
	p->team = attr_of(l, "department");
	if (p->team == NULL)
		p->team = attr_of(l, "departmentNumber");
	p->title = attr_of(l, "title");
	p->active = active_of(l, &p->status_raw);
	p->left = filetime(l, "accountExpires");
	p->created = generalized(l, attr_of(l, "whenCreated") != NULL ? "whenCreated"
		: "createTimestamp");
	p->modified = generalized(l, attr_of(l, "whenChanged") != NULL ? "whenChanged"
		: "modifyTimestamp");
	if (manager != NULL) {
		p->manager.raw = p->manager.name = dn_name(l->r->rec, manager);
		ident_add(l->r, &p->manager.ids, "dn", str_lower(l->r->rec, manager));
	}
	out.loc = (struct loc){ .line = l->entry_line, .col = 1, .path = attr_of(l, "dn") };
	reading_put(l->r, &out);
	reading_kept(l->r);
	l->r->source->listed++;
}

static void
entry_done(struct ldif *l)
{
	struct reading *r = l->r;

	if (l->attrs.n == 0 || (l->attrs.n == 1 && str_same_fold(l->attrs.v[0].name, "version"))) {
		l->attrs.n = 0;
		return;
	}
	reading_seen(r);
	if (l->changes)
		reading_refused(r, &tracker_e_change, l->entry_line, 1, "changetype: %s",
			text_inert_dup(r->rec, attr_of(l, "changetype"), 40));
	else if (l->fetches)
		reading_refused(r, &tracker_e_url, l->entry_line, 1, "an attribute with \":<\"");
	else if (attr_of(l, "dn") == NULL || l->bad != NULL)
		reading_refused(r, &tracker_e_record, l->entry_line, 1, "%s", l->bad != NULL ? l->bad
			: "an entry without dn");
	else if (is_person(l) || is_group(l))
		person(l, is_group(l));
	else
		reading_ignored(r, "entries that are neither people nor groups");
	l->attrs.n = 0;
	l->changes = l->fetches = false;
	l->bad = NULL;
	arena_reset(r->rec);
}

/* "cn;lang-en: Bo" is the attribute cn. */
static void
line_done(struct ldif *l)
{
	struct arena *a = l->r->rec;
	char *colon;
	const char *value;
	struct attr at = { .line = l->began };

	if (l->line.len == 0 || l->comment)
		return;
	if (l->attrs.n == 0)
		l->entry_line = l->began;
	if (text_bad(l->line.p, l->line.len) != NULL)
		l->bad = text_bad(l->line.p, l->line.len);
	colon = memchr(l->line.p, ':', l->line.len);
	if (colon == NULL || colon == l->line.p || l->line.over) {
		l->bad = "a line that is no attribute";
		at.name = at.value = "?";
		*VEC_PUSH(&l->attrs) = at;
		return;
	}
	at.name = arena_strndup(a, l->line.p, strcspn(l->line.p, ":;"));
	value = colon + 1;
	if (*value == '<') {
		l->fetches = true;
		at.value = "";
	} else if (*value == ':') {
		at.value = decoded(a, value + 1);
		if (at.value == NULL)
			at.value = ""; /* bytes: a photo, an objectGUID */
	} else {
		while (*value == ' ')
			value++;
		at.value = arena_strdup(a, value);
	}
	l->changes = l->changes || str_same_fold(at.name, "changetype");
	if (!str_same_fold(at.name, "version"))
		*VEC_PUSH(&l->attrs) = at;
}

/* One line as it stands in the file: a leading blank continues the one before. */
static void
physical(struct ldif *l, const char *p, size_t n)
{
	l->at++;
	if (n > 0 && p[0] == ' ') {
		buf_add(&l->line, p + 1, n - 1);
		return;
	}
	line_done(l);
	buf_reset(&l->line);
	l->began = l->at;
	l->comment = n > 0 && p[0] == '#';
	if (n == 0)
		entry_done(l);
	else
		buf_add(&l->line, p, n);
}

static void
on_line(void *ctx, const struct text_line *line)
{
	struct ldif *l = ctx;

	physical(l, line->p, line->len);
	if (line->over && !l->comment)
		l->bad = "a line that is too long";
}

static int
read_ldif(struct reading *r)
{
	struct ldif l = { .r = r };
	int rc;

	buf_init(&l.line, MAX_LDIF_LINE);
	rc = reading_lines(r, MAX_LDIF_LINE, on_line, &l);
	if (rc == 0)
		physical(&l, "", 0);
	buf_free(&l.line);
	VEC_FREE(&l.attrs);
	return rc;
}

/* The first line that is no comment and not blank. */
static int
probe_ldif(const struct head *h, const char **sign)
{
	const char *p = h->bytes, *end = h->bytes + h->len;

	while (p < end && (*p == '#' || *p == '\n' || *p == '\r' || *p == ' ')) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		if (nl == NULL)
			return 0;
		p = nl + 1;
	}
	if ((size_t)(end - p) > 3 && ch_low(p[0]) == 'd' && ch_low(p[1]) == 'n' && p[2] == ':') {
		*sign = "first line \"dn:\"";
		return 85;
	}
	if ((size_t)(end - p) > 10 && memcmp(p, "version: 1", 10) == 0) {
		*sign = "first line \"version: 1\"";
		return 85;
	}
	return 0;
}

static const struct word_row_doc ldif_words[] = {
	{ "LDAP userAccountControl", "bit 2 set, not set", "inactive, active" },
	{ "LDAP nsAccountLock", "true, false", "inactive, active" },
	{ "LDAP accountExpires", "0, 9223372036854775807", "never" },
	{ "LDAP objectClass", "person, user, inetOrgPerson, account, posixAccount", "a person" },
	{ "LDAP objectClass", "group, groupOfNames, groupOfUniqueNames, posixGroup",
		"a group: owns nothing" },
	{ "LDAP objectClass", "computer, msDS-GroupManagedServiceAccount", "a service" },
	{ NULL, NULL, NULL }
};

const struct reader reader_ldif = {
	.name = "ldif",
	.title = "LDIF of directories (Active Directory, OpenLDAP)",
	.what = "Shows who has an account, its names, and whether it is disabled or expires. "
		"Cannot show since when, nor leavers that are only moved to another unit.",
	.better = "the HR roster with hire and leave dates beside it: an account is no employment",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_ROSTER,
	.grade = GRADE_E2,
	.probe = probe_ldif,
	.read = read_ldif,
	.words = ldif_words,
};
