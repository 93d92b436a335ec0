/* The table of sealers, and signing that checks itself. */
#include "reports/seal/seal.h"

#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "reports/seal/key.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/sealers.h"

const struct sealer sealers[SEALERS] = {
	{"dsse", ".dsse.json", "{\"payloadType\":", dsse_sign, dsse_open, dsse_verify},
	{"ssh", ".intoto.json.sshsig", "-----BEGIN SSH SIGNATURE-----", sshsig_sign, sshsig_open,
		sshsig_verify},
};

const struct sealer *
sealer_of(const char *p, size_t n)
{
	for (size_t i = 0; i < SEALERS; i++) {
		size_t len = strlen(sealers[i].marker);

		if (n >= len && memcmp(p, sealers[i].marker, len) == 0)
			return &sealers[i];
	}
	return NULL;
}

void
envelope_close(struct envelope *e)
{
	key_free(e->carried);
	e->carried = NULL;
}

bool
seal_check(const struct sealer *s, const struct seal_key *key, const char *env, size_t env_len,
	const char *p, size_t n, struct diags *d)
{
	struct arena *a = arena_new();
	struct envelope e = {.file = s->name};
	bool good = false;

	if (s->open(&e, a, env, env_len, d) == 0)
		good = strcmp(e.keyid, key->keyid) == 0 && s->verify(&e, key, p, n);
	if (e.payload != NULL && (e.payload_len != n || memcmp(e.payload, p, n) != 0))
		good = false;
	envelope_close(&e);
	arena_free(a);
	return good;
}

int
seal_sign(const struct sealer *s, const struct seal_key *key, const char *p, size_t n,
	struct buf *out, struct diags *d)
{
	struct place at = {.file = s->name};

	if (n > MAX_STATEMENT) {
		diag_add(d, &seal_size, &at, "a statement of %zu bytes; the ceiling is %zu", n,
			(size_t)MAX_STATEMENT);
		return -1;
	}
	if (s->sign(key, p, n, out) != 0)
		diag_add(d, &seal_sign_failed, &at, "%s refused to sign: %s", key->alg->name,
			key_reason());
	/* OpenSSL has been seen to make signatures that do not verify (signing.md 1.3). */
	else if (!seal_check(s, key, out->p, out->len, p, n, d))
		diag_add(d, &seal_sign_failed, &at, "the signature just made does not verify");
	else
		return 0;
	buf_reset(out);
	return -1;
}
