/*
 * The keys that the caller trusts: PEM public keys, and ssh-keygen's
 * allowed_signers (ssh-keygen(1), ALLOWED SIGNERS).  A line that asks for
 * something that we cannot check is not used, and said so: never half obeyed.
 */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/wire.h"

struct trusted {
	struct seal_key *key;
	const char *who;
};

struct trust {
	const char *space;   /* for which lines of allowed_signers must be */
	struct arena *a;
	VEC(struct trusted) keys;
};

struct trust *
trust_new(void)
{
	struct trust *t = x_calloc(1, sizeof(*t));

	t->a = arena_new();
	t->space = SEAL_NAMESPACE;
	return t;
}

void
trust_for_rules(struct trust *t)
{
	t->space = SEAL_NAMESPACE_RULES;
}

void
trust_for_samples(struct trust *t)
{
	t->space = SEAL_NAMESPACE_SAMPLE;
}

void
trust_free(struct trust *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < t->keys.n; i++)
		key_free(t->keys.v[i].key);
	VEC_FREE(&t->keys);
	arena_free(t->a);
	free(t);
}

size_t
trust_count(const struct trust *t)
{
	return t == NULL ? 0 : t->keys.n;
}

const struct seal_key *
trust_at(const struct trust *t, size_t i)
{
	return t->keys.v[i].key;
}

const struct seal_key *
trust_find(const struct trust *t, const char *keyid, const char **who)
{
	for (size_t i = 0; i < trust_count(t); i++)
		if (strcmp(t->keys.v[i].key->keyid, keyid) == 0) {
			*who = t->keys.v[i].who;
			return t->keys.v[i].key;
		}
	return NULL;
}

static void
add(struct trust *t, struct seal_key *key, const char *who)
{
	*VEC_PUSH(&t->keys) = (struct trusted){key, arena_strdup(t->a, who)};
}

/* Every PEM block of the file; anything but public keys is refused, private keys above all. */
static int
add_pem(struct trust *t, const char *file, const char *text, size_t len, struct diags *d)
{
	struct place at = {.file = file};
	BIO *in = BIO_new_mem_buf(text, (int)len);
	char *name = NULL, *header = NULL;
	unsigned char *der = NULL;
	long n;
	size_t found = 0;
	int rc = 0;

	if (in == NULL)
		die_memory();
	while (rc == 0 && PEM_read_bio(in, &name, &header, &der, &n) == 1) {
		struct seal_key *k = NULL;

		if (strcmp(name, PEM_STRING_PUBLIC) == 0)
			k = key_from_spki(der, (size_t)n, file, d);
		else
			diag_add(d, &seal_trust_file, &at, "holds a block \"%.40s\", not \"%s\"",
				name, PEM_STRING_PUBLIC);
		if (k != NULL)
			add(t, k, file);
		rc = k != NULL ? 0 : -1;
		found++;
		OPENSSL_free(name);
		OPENSSL_free(header);
		OPENSSL_clear_free(der, (size_t)n);
	}
	if (found == 0) {
		diag_add(d, &seal_trust_file, &at, "holds no readable PEM block");
		rc = -1;
	}
	ERR_clear_error();
	BIO_free(in);
	return rc;
}

/* ---- allowed_signers ---- */

struct line {
	struct place at;
	const char *p; /* what is left of it; NUL-terminated */
	const char *time; /* 14 digits, or NULL */
	const char *space;
	struct diags *d;
};

static int
skip(const struct line *l, const char *why, const char *what)
{
	diag_add(l->d, &seal_trust_line, &l->at, "%s%s%.80s", why, what[0] != '\0' ? ": " : "",
		what);
	return -1;
}

/* The next word; quotation marks keep blanks together, as in sshd(8) AUTHORIZED_KEYS. */
static char *
next_word(struct line *l, struct arena *a)
{
	const char *from;
	bool quoted = false;

	while (*l->p == ' ' || *l->p == '\t')
		l->p++;
	from = l->p;
	for (; *l->p != '\0' && (quoted || (*l->p != ' ' && *l->p != '\t')); l->p++)
		if (*l->p == '"')
			quoted = !quoted;
	return from == l->p ? NULL : arena_strndup(a, from, (size_t)(l->p - from));
}

/* "20270101Z", "202701011200Z" or with seconds, as 14 digits; a zone is not ours to guess. */
static int
ssh_time(const char *s, size_t n, char out[15])
{
	if (n == 0 || s[n - 1] != 'Z' || (n != 9 && n != 13 && n != 15))
		return -1;
	memset(out, '0', 14);
	out[14] = '\0';
	for (size_t i = 0; i + 1 < n; i++) {
		if (!ch_digit(s[i]))
			return -1;
		out[i] = s[i];
	}
	return 0;
}

static int
check_validity(const struct line *l, const char *value, size_t n, bool after)
{
	char bound[15];

	if (ssh_time(value, n, bound) != 0)
		return skip(l, "a validity that is not in UTC (add Z)", "");
	if (l->time == NULL)
		return skip(l, "has a validity, and no time was given to judge it", "");
	/* ssh-keygen(1): valid at or after the one, at or before the other. */
	if (after ? strcmp(l->time, bound) < 0 : strcmp(l->time, bound) > 0)
		return skip(l, after ? "not valid yet" : "not valid any more", "");
	return 0;
}

/* By our full name: a pattern that only may mean us does not. */
static bool
names_us(const char *space, const char *list, size_t n)
{
	size_t want = strlen(space);

	while (n > 0) {
		const char *comma = memchr(list, ',', n);
		size_t len = comma != NULL ? (size_t)(comma - list) : n;

		if (len == want && memcmp(list, space, want) == 0)
			return true;
		list += comma != NULL ? len + 1 : len;
		n -= comma != NULL ? len + 1 : len;
	}
	return false;
}

static int
check_option(const struct line *l, const char *name, size_t n, const char *value, size_t vn)
{
	char copy[32] = "";

	memcpy(copy, name, n < sizeof(copy) ? n : sizeof(copy) - 1);
	if (str_same_fold(copy, "namespaces")) {
		if (memchr(value, '!', vn) != NULL || !names_us(l->space, value, vn))
			return skip(l, "not for the namespace", l->space);
		return 0;
	}
	if (str_same_fold(copy, "valid-after"))
		return check_validity(l, value, vn, true);
	if (str_same_fold(copy, "valid-before"))
		return check_validity(l, value, vn, false);
	return skip(l, "an option that is not supported", copy);
}

/* name or name="value", comma between; every one must allow the key. */
static int
check_options(const struct line *l, const char *p)
{
	while (*p != '\0') {
		size_t n = strcspn(p, "=,"), vn = 0;
		const char *name = p, *value = "";

		p += n;
		if (p[0] == '=' && p[1] == '"') {
			value = p + 2;
			vn = strcspn(value, "\"");
			p = value + vn;
			if (*p != '"')
				return skip(l, "an option without its closing quotation mark", "");
			p++;
		}
		if (*p != '\0' && *p != ',')
			return skip(l, "options that cannot be read", "");
		if (check_option(l, name, n, value, vn) != 0)
			return -1;
		if (*p == ',')
			p++;
	}
	return 0;
}

static bool
is_key_type(const char *word)
{
	return str_has_prefix(word, "ssh-") || str_has_prefix(word, "ecdsa-") ||
	       str_has_prefix(word, "sk-");
}

static int
add_line(struct trust *t, struct line *l, struct arena *a)
{
	char *who = next_word(l, a), *type, *text;
	unsigned char *blob;
	struct seal_key *k;
	size_t n;

	type = next_word(l, a);
	if (type != NULL && !is_key_type(type)) {
		if (check_options(l, type) != 0)
			return -1;
		type = next_word(l, a);
	}
	text = next_word(l, a);
	if (type == NULL || text == NULL)
		return skip(l, "a line is: principals [options] type key", "");
	n = strlen(text);
	blob = arena_alloc(a, n / 4 * 3 + 1);
	if (base64_get(text, n, blob, &n) != 0)
		return skip(l, "the key is not canonical base64", "");
	k = key_from_ssh_blob(blob, n);
	if (k == NULL)
		return skip(l, "a kind of key that is not accepted", type);
	if (strcmp(type, k->alg->ssh_type) != 0) {
		key_free(k);
		return skip(l, "the key is of another kind than the line says", type);
	}
	add(t, k, who);
	return 0;
}

/* RFC 3339 in UTC to 14 digits. */
static const char *
plain_time(struct arena *a, const char *at)
{
	char *out = arena_alloc(a, 15);
	size_t n = 0;

	for (const char *p = at; p != NULL && *p != '\0' && *p != '.' && n < 14; p++)
		if (ch_digit(*p))
			out[n++] = *p;
	return n == 14 ? out : NULL;
}

static int
add_signers(struct trust *t, const char *file, const char *text, size_t len, const char *at,
	struct diags *d)
{
	struct place whole = {.file = file};
	struct arena *a = arena_new();
	size_t before = t->keys.n;
	uint32_t number = 0;
	const char *time = plain_time(a, at);

	for (size_t i = 0; i < len;) {
		const char *end = memchr(text + i, '\n', len - i);
		size_t n = end != NULL ? (size_t)(end - text) - i : len - i;
		struct line l = {{.file = file, .line = ++number}, NULL, time, t->space, d};

		l.p = arena_strndup(a, text + i, n > 0 && text[i + n - 1] == '\r' ? n - 1 : n);
		i += n + 1;
		while (*l.p == ' ' || *l.p == '\t')
			l.p++;
		if (*l.p != '\0' && *l.p != '#')
			add_line(t, &l, a);
	}
	if (t->keys.n == before)
		diag_add(d, &seal_trust_file, &whole, "gives no key to trust");
	arena_free(a);
	return t->keys.n > before ? 0 : -1;
}

int
trust_add_text(struct trust *t, const char *file, const char *text, size_t len, const char *at,
	struct diags *d)
{
	const char *pem = "-----BEGIN ";
	size_t n = strlen(pem);

	for (size_t i = 0; i + n <= len; i++)
		if ((i == 0 || text[i - 1] == '\n') && memcmp(text + i, pem, n) == 0)
			return add_pem(t, file, text, len, d);
	return add_signers(t, file, text, len, at, d);
}

int
trust_add_file(struct trust *t, const char *path, const char *at, struct diags *d)
{
	struct place where = {.file = path};
	struct arena *a = arena_new();
	char *text;
	size_t len;
	int rc = -1;

	if (file_read(a, path, MAX_TRUST_FILE, &text, &len) != 0)
		diag_add(d, &seal_trust_file, &where, "cannot be read: %s", strerror(errno));
	else
		rc = trust_add_text(t, path, text, len, at, d);
	arena_free(a);
	return rc;
}
