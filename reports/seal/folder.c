/* Sealing a report folder under construction. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "checker/base/die.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"

static int
put_file(struct outdir *o, const char *name, const struct buf *b, struct diags *d)
{
	struct place at = {.file = name};

	if (b->over) {
		diag_add(d, &seal_size, &at, "more than %zu bytes", b->max);
		return -1;
	}
	if (outdir_write(o, name, b->p, b->len) == 0)
		return 0;
	diag_add(d, &seal_write, &at, "%s", strerror(errno));
	return -1;
}

/* Writes an output and lists it in the statement. */
static int
put_listed(struct outdir *o, struct statement *st, const char *name, const struct buf *b,
	struct diags *d)
{
	char sha256[SHA256_HEX];

	if (put_file(o, name, b, d) != 0)
		return -1;
	sha256_hex(b->p, b->len, sha256);
	statement_output(st, name, sha256);
	return 0;
}

/* Public key, allowed_signers, VERIFY.md: what a reader needs who has no trueup. */
static int
put_companions(struct outdir *o, const struct seal_key *key, enum seal_kind kind,
	struct statement *st, struct diags *d)
{
	struct buf pem, line, text;
	int rc = -1;

	buf_init(&pem, MAX_KEY_FILE);
	buf_init(&line, MAX_KEY_FILE);
	buf_init(&text, MAX_KEY_FILE);
	if (key_public_pem(key, &pem) != 0 ||
		key_allowed_signer(key, key->one_run ? "UNTRUSTED" : "trueup", &line) != 0 ||
		verify_md_write(key, kind, &text) != 0)
		die_bug("a public key that cannot be written");
	if (put_listed(o, st, SEAL_PUBLIC_KEY, &pem, d) == 0 &&
		put_listed(o, st, SEAL_ALLOWED_SIGNERS, &line, d) == 0 &&
		put_listed(o, st, SEAL_VERIFY_MD, &text, d) == 0)
		rc = 0;
	buf_free(&pem);
	buf_free(&line);
	buf_free(&text);
	return rc;
}

int
seal_folder(struct outdir *o, struct signer *s, struct statement *st, struct diags *d)
{
	struct seals seals = {0};
	struct buf sums, bytes;
	char name[64];
	int rc = -1;

	buf_init(&sums, MAX_STATEMENT);
	buf_init(&bytes, MAX_STATEMENT);
	if (put_companions(o, signer_key(s), statement_kind(st), st, d) != 0)
		goto out;
	statement_sums(st, &sums); /* too large: put_file() tells */
	if (put_listed(o, st, SEAL_SUMS, &sums, d) != 0 ||
		statement_write(st, signer_one_run(s), &bytes, d) != 0 ||
		signer_seal(s, bytes.p, bytes.len, &seals, d) != 0 ||
		put_file(o, SEAL_STATEMENT, &bytes, d) != 0)
		goto out;
	for (size_t i = 0; i < SEALERS; i++) {
		snprintf(name, sizeof(name), SEAL_STEM "%s", sealers[i].suffix);
		if (put_file(o, name, &seals.env[i], d) != 0)
			goto out;
	}
	rc = 0;
out:
	seals_free(&seals);
	buf_free(&sums);
	buf_free(&bytes);
	return rc;
}
