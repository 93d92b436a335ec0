/*
 * Verification: the caller's keys, the exact bytes, then the meaning.  Until a
 * signature is verified nothing in the statement is parsed; what the seal says
 * about itself is believed in one respect only, against itself: that it was
 * made by a one-run key.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "reports/seal/key.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/verify_parts.h"

struct seal_set {
	struct arena *a;
	struct diags *d;
	const struct verify_options *o;
	const char *folder, *stem, *statement_name;
	int dir;
	bool whole;             /* a folder was named: every part must be there */
	const char *p;          /* the statement; NULL: not there yet */
	size_t n;
	struct envelope env[SEALERS];
	bool have[SEALERS];
};

/* ---- what lies there ---- */

static bool
strip(const char *name, const char *suffix, size_t *stem)
{
	size_t n = strlen(name), k = strlen(suffix);

	if (n <= k || strcmp(name + n - k, suffix) != 0)
		return false;
	*stem = n - k;
	return true;
}

/* A file: its folder, and the stem that the parts of its seal share. */
static int
locate_file(struct seal_set *s, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	struct place at = {.file = path};
	size_t stem = 0;
	bool known = strip(name, SEAL_STATEMENT_SUFFIX, &stem);

	for (size_t i = 0; i < SEALERS && !known; i++)
		known = strip(name, sealers[i].suffix, &stem);
	if (!known) {
		diag_add(s->d, &seal_path, &at,
			"neither a folder, nor a statement (*%s), nor an envelope",
			SEAL_STATEMENT_SUFFIX);
		return -1;
	}
	s->stem = arena_strndup(s->a, name, stem);
	s->folder = slash == NULL ? "." :
		slash == path ? "/" : arena_strndup(s->a, path, (size_t)(slash - path));
	return 0;
}

static int
locate(struct seal_set *s, const char *path)
{
	struct place at = {.file = path};
	struct stat st;

	if (stat(path, &st) != 0) {
		diag_add(s->d, &seal_path, &at, "%s", strerror(errno));
		return -1;
	}
	s->whole = S_ISDIR(st.st_mode);
	s->stem = SEAL_STEM;
	s->folder = path;
	if (!s->whole && locate_file(s, path) != 0)
		return -1;
	s->dir = open(s->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->dir < 0) {
		diag_add(s->d, &seal_path, &at, "%s", strerror(errno));
		return -1;
	}
	s->statement_name = arena_printf(s->a, "%s%s", s->stem, SEAL_STATEMENT_SUFFIX);
	return 0;
}

/* 0: read, or absent where that is allowed (*text is NULL then); -1 with a diagnostic. */
static int
read_part(struct seal_set *s, const char *name, size_t max, bool needed, char **text, size_t *len)
{
	struct place at = {.file = name};

	*text = NULL;
	if (read_below(s->a, s->dir, name, max, text, len) == 0)
		return 0;
	*text = NULL;
	if (errno == ENOENT && !needed)
		return 0;
	if (errno == EFBIG)
		diag_add(s->d, &seal_size, &at, "more than %zu bytes", max);
	else
		diag_add(s->d, &seal_missing, &at, "%s",
			errno == EINVAL || errno == ELOOP ? "not a regular file" : strerror(errno));
	return -1;
}

static int
open_envelope(struct seal_set *s, size_t i)
{
	const char *name = arena_printf(s->a, "%s%s", s->stem, sealers[i].suffix);
	struct envelope *e = &s->env[i];
	struct place at = {.file = name};
	char *text;
	size_t len;

	e->file = name;
	if (read_part(s, name, MAX_ENVELOPE, s->whole, &text, &len) != 0)
		return -1;
	if (text == NULL)
		return 0;
	if (sealers[i].open(e, s->a, text, len, s->d) != 0)
		return -1;
	s->have[i] = true;
	if (e->payload == NULL)
		return 0;
	if (s->p == NULL) {
		s->p = e->payload;
		s->n = e->payload_len;
	} else if (s->n != e->payload_len || memcmp(s->p, e->payload, s->n) != 0) {
		diag_add(s->d, &seal_payload, &at, "its payload is not %s", s->statement_name);
		return -1;
	}
	return 0;
}

static int
read_seal(struct seal_set *s)
{
	struct place at = {.file = s->folder};
	char *text;
	bool any = false;
	int rc = 0;

	if (read_part(s, s->statement_name, MAX_STATEMENT, s->whole, &text, &s->n) != 0)
		rc = -1;
	s->p = text;
	/* All of them, so that one run tells everything that is wrong. */
	for (size_t i = 0; i < SEALERS; i++) {
		if (open_envelope(s, i) != 0)
			rc = -1;
		any = any || s->have[i];
	}
	if (rc == 0 && (!any || s->p == NULL)) {
		diag_add(s->d, &seal_missing, &at, any ? "the statement is not there" :
			"no envelope is there: this report was never sealed");
		rc = -1;
	}
	return rc;
}

/* ---- who signed ---- */

/* A key that the caller trusts under which this signature verifies after all; NULL: none. */
static const struct seal_key *
maker_of(const struct seal_set *s, size_t i)
{
	for (size_t k = 0; k < trust_count(s->o->trust); k++)
		if (sealers[i].verify(&s->env[i], trust_at(s->o->trust, k), s->p, s->n))
			return trust_at(s->o->trust, k);
	for (size_t k = 0; k < SEALERS; k++)
		if (s->env[k].carried != NULL &&
			sealers[i].verify(&s->env[i], s->env[k].carried, s->p, s->n))
			return s->env[k].carried;
	return NULL;
}

static int
refuse_signature(const struct seal_set *s, size_t i)
{
	struct place at = {.file = s->env[i].file};
	const struct seal_key *maker = maker_of(s, i);

	if (maker != NULL)
		diag_add(s->d, &seal_wrong_key, &at, "it names the key %s, but %s made it",
			s->env[i].keyid, maker->keyid);
	else
		diag_add(s->d, &seal_bad_signature, &at,
			"not a signature of the key %s over these bytes", s->env[i].keyid);
	return -1;
}

/* The key that a one-run seal brings along, if it is the one that this envelope names. */
static const struct seal_key *
one_run_key(const struct seal_set *s, size_t i)
{
	for (size_t k = 0; k < SEALERS; k++)
		if (s->env[k].one_run && strcmp(s->env[k].keyid, s->env[i].keyid) == 0)
			return s->env[k].carried;
	return NULL;
}

static int
refuse_key(const struct seal_set *s, size_t i)
{
	struct place at = {.file = s->env[i].file};
	const struct trust *t = s->o->trust;
	struct buf b;

	if (maker_of(s, i) != NULL && strcmp(maker_of(s, i)->keyid, s->env[i].keyid) != 0)
		return refuse_signature(s, i);
	if (trust_count(t) == 0) {
		diag_add(s->d, &seal_no_trust, &at, "it names the key %s", s->env[i].keyid);
		return -1;
	}
	buf_init(&b, MAX_TEXT);
	for (size_t k = 0; k < trust_count(t) && k < 3; k++)
		buf_fmt(&b, "%s%s", k > 0 ? ", " : "", trust_at(t, k)->keyid);
	diag_add(s->d, &seal_unknown_key, &at, "it names the key %s; you trust %s%s",
		s->env[i].keyid, b.p, trust_count(t) > 3 ? ", ..." : "");
	buf_free(&b);
	return -1;
}

static int
check_envelope(const struct seal_set *s, size_t i, struct verified *out)
{
	const struct envelope *e = &s->env[i];
	const char *who = NULL;
	const struct seal_key *key = trust_find(s->o->trust, e->keyid, &who);

	if (key == NULL)
		key = one_run_key(s, i);
	if (key == NULL)
		return refuse_key(s, i);
	if (!sealers[i].verify(e, key, s->p, s->n))
		return refuse_signature(s, i);
	if (who == NULL || e->one_run)
		out->untrusted = true;
	out->who = out->untrusted ? NULL : arena_strdup(s->a, who);
	out->keyid = arena_strdup(s->a, e->keyid);
	return 0;
}

static int
check_seal(const struct seal_set *s, struct verified *out)
{
	int rc = 0;

	for (size_t i = 0; i < SEALERS; i++)
		if (s->have[i] && check_envelope(s, i, out) != 0)
			rc = -1;
	if (rc != 0) {
		out->keyid = out->who = NULL;
		return -1;
	}
	out->statement = s->p;
	out->statement_len = s->n;
	return 0;
}

/* ---- what it says ---- */

static void
check_trust(const struct seal_set *s, const struct statement_view *v, const struct verified *out)
{
	struct place at = {.file = s->statement_name};

	if (v->one_run != out->untrusted) {
		diag_add(s->d, &seal_statement, &at, "it says trust \"%s\", but the key is %s",
			v->one_run ? "untrusted" : "signed",
			out->untrusted ? "a one-run key" : "one that you trust");
	} else if (out->untrusted) {
		diag_add(s->d, s->o->allow_untrusted ? &seal_untrusted_allowed : &seal_untrusted,
			&at, "the one-run key %s", out->keyid);
	}
}

static int
check_all(struct seal_set *s, struct verified *out)
{
	size_t errors = diags_errors(s->d);
	struct statement_view v;

	if (read_seal(s) != 0 || check_seal(s, out) != 0)
		return SEAL_REFUSED;
	if (statement_read(&v, s->a, s->statement_name, s->p, s->n, s->d) != 0)
		return SEAL_REFUSED;
	out->predicate = v.predicate;
	out->kind = v.kind;
	if (!s->o->any_kind && v.kind != s->o->kind) {
		struct place at = {.file = s->statement_name};

		diag_add(s->d, &seal_statement, &at, "a seal of %s, and one of %s is wanted",
			v.kind == SEAL_RECORDS ? "a record stream" : "a report",
			s->o->kind == SEAL_RECORDS ? "a record stream" : "a report");
		return SEAL_REFUSED;
	}
	check_trust(s, &v, out);
	verify_outputs(out, &v, s->dir, s->d);
	verify_unlisted(out, &v, s->folder, s->stem, s->o, s->d);
	if (s->o->inputs != NULL && verify_inputs(out, &v, s->o, s->d) != 0 &&
		diags_errors(s->d) == errors + 1)
		return SEAL_NO_REPORT;
	return diags_errors(s->d) > errors ? SEAL_REFUSED : 0;
}

int
seal_verify(struct verified *out, struct arena *a, const char *path, const struct verify_options *o,
	struct diags *d)
{
	struct seal_set s = {.a = a, .d = d, .o = o, .dir = -1};

	memset(out, 0, sizeof(*out));
	out->status = locate(&s, path) != 0 ? SEAL_NO_REPORT : check_all(&s, out);
	for (size_t i = 0; i < SEALERS; i++)
		envelope_close(&s.env[i]);
	if (s.dir >= 0)
		close(s.dir);
	return out->status;
}
