/*
 * What a hostile report folder can hold: envelopes, the statement, a file of
 * trusted keys.  The first byte chooses; the rest is the file.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/diag.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is accepted is in its only form: made again from its parts, it is the same. */
static void
try_envelope(const struct sealer *s, struct arena *a, const char *p, size_t n, struct diags *d)
{
	struct envelope e = {.file = "fuzz"};
	struct buf blob;

	if (s->open(&e, a, p, n, d) == 0) {
		if (strlen(e.keyid) != 64 || e.sig == NULL ||
			(e.payload == NULL) == (e.carried == NULL))
			die_bug("an envelope half taken apart");
		if (e.carried != NULL) {
			buf_init(&blob, 1 << 16);
			if (key_ssh_blob(e.carried, &blob) != 0)
				die_bug("a key that cannot be written again");
			buf_free(&blob);
			s->verify(&e, e.carried, "x", 1);
		}
	} else if (diags_errors(d) == 0) {
		die_bug("refused without a word");
	}
	envelope_close(&e);
}

static void
try_statement(struct arena *a, const char *p, size_t n, struct diags *d)
{
	struct statement_view v;

	if (statement_read(&v, a, "fuzz", p, n, d) != 0) {
		if (diags_errors(d) == 0)
			die_bug("refused without a word");
		return;
	}
	if (v.noutputs == 0)
		die_bug("an empty statement was accepted");
	for (size_t i = 0; i < v.noutputs; i++)
		if (!statement_safe_name(v.outputs[i].name) || strlen(v.outputs[i].sha256) != 64)
			die_bug("an unsafe entry was accepted");
}

static void
try_trust(const char *p, size_t n, struct diags *d)
{
	struct trust *t = trust_new();
	const char *who;

	if (trust_add_text(t, "fuzz", p, n, "2026-11-01T00:00:00Z", d) != 0 && diags_errors(d) == 0)
		die_bug("refused without a word");
	for (size_t i = 0; i < trust_count(t); i++)
		if (trust_find(t, trust_at(t, i)->keyid, &who) == NULL)
			die_bug("a key that cannot be found");
	trust_free(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *p = (const char *)data + 1;
	struct arena *a;
	struct diags *d;

	if (size == 0)
		return 0;
	a = arena_new();
	d = diags_new();
	switch (data[0] % (SEALERS + 2)) {
	case SEALERS:
		try_statement(a, p, size - 1, d);
		break;
	case SEALERS + 1:
		try_trust(p, size - 1, d);
		break;
	default:
		try_envelope(&sealers[data[0] % (SEALERS + 2)], a, p, size - 1, d);
		break;
	}
	diags_free(d);
	arena_free(a);
	return 0;
}
