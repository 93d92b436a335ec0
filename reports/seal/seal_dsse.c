/*
 * The DSSE envelope, in one byte form only: what sign writes is what open
 * reads, compared piece by piece.  No JSON parser sees an envelope before its
 * signature is verified, so there is nothing on which two parsers could
 * differ: no second member of a name, no blanks, no other member.
 */
#include <inttypes.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "reports/seal/key.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/sealers.h"
#include "reports/seal/wire.h"

static const char before_type[] = "{\"payloadType\":\"";
static const char before_payload[] = "\",\"payload\":\"";
static const char before_keyid[] = "\",\"signatures\":[{\"keyid\":\"";
static const char before_sig[] = "\",\"sig\":\"";
static const char the_end[] = "\"}]}\n";

#define SIG_MAX 4096 /* characters of a signature in base64; RSA with 8192 bits takes 1,368 */

int
dsse_pae(const char *type, const char *p, size_t n, struct buf *out)
{
	buf_fmt(out, "DSSEv1 %zu %s %zu ", strlen(type), type, n);
	buf_add(out, p, n);
	return out->over ? -1 : 0;
}

int
dsse_sign(const struct seal_key *key, const char *p, size_t n, struct buf *out)
{
	struct buf pae, sig;
	int rc = -1;

	buf_init(&pae, MAX_STATEMENT + 256);
	buf_init(&sig, SIG_MAX);
	if (dsse_pae(SEAL_PAYLOAD_TYPE, p, n, &pae) != 0 ||
		key_sign(key, key->alg->dsse_md, pae.p, pae.len, &sig) != 0)
		goto out;
	buf_str(out, before_type);
	buf_str(out, SEAL_PAYLOAD_TYPE);
	buf_str(out, before_payload);
	base64_put(out, p, n);
	buf_str(out, before_keyid);
	buf_str(out, key->keyid);
	buf_str(out, before_sig);
	base64_put(out, sig.p, sig.len);
	buf_str(out, the_end);
	rc = out->over ? -1 : 0;
out:
	buf_free(&pae);
	buf_free(&sig);
	return rc;
}

struct cursor {
	const char *file, *start, *p;
	size_t n;
	struct diags *d;
};

static int
refuse(struct cursor *c, const char *what)
{
	struct place at = {.file = c->file};

	diag_add(c->d, &seal_envelope, &at, "at byte %zu: %s", (size_t)(c->p - c->start), what);
	return -1;
}

static int
take(struct cursor *c, const char *text, const char *what)
{
	size_t n = strlen(text);

	if (c->n < n || memcmp(c->p, text, n) != 0)
		return refuse(c, what);
	c->p += n;
	c->n -= n;
	return 0;
}

/* What stands before the next quotation mark. */
static int
take_text(struct cursor *c, struct slice *out)
{
	const char *end = memchr(c->p, '"', c->n);

	if (end == NULL)
		return refuse(c, "a text without end");
	*out = (struct slice){(const unsigned char *)c->p, (size_t)(end - c->p)};
	c->n -= out->n;
	c->p = end;
	return 0;
}

static int
take_base64(struct cursor *c, struct arena *a, unsigned char **bytes, size_t *len)
{
	struct cursor from = *c;
	struct slice s;

	if (take_text(c, &s) != 0)
		return -1;
	*bytes = arena_alloc(a, s.n / 4 * 3 + 1);
	if (s.n == 0 || base64_get((const char *)s.p, s.n, *bytes, len) != 0)
		return refuse(&from, "not canonical base64 (RFC 4648 4)");
	return 0;
}

int
dsse_open(struct envelope *e, struct arena *a, const char *p, size_t n, struct diags *d)
{
	struct cursor c = {e->file, p, p, n, d};
	struct place at = {.file = e->file};
	unsigned char *payload, *sig;
	struct slice type, keyid;

	if (take(&c, before_type, "payloadType must come first") != 0 || take_text(&c, &type) != 0)
		return -1;
	if (!slice_is(type, SEAL_PAYLOAD_TYPE)) {
		diag_add(d, &seal_payload_type, &at, "payloadType is \"%.*s\"",
			(int)(type.n < 80 ? type.n : 80), (const char *)type.p);
		return -1;
	}
	if (take(&c, before_payload, "payload must come next") != 0 ||
		take_base64(&c, a, &payload, &e->payload_len) != 0 ||
		take(&c, before_keyid, "one signature with its keyid must come next") != 0 ||
		take_text(&c, &keyid) != 0)
		return -1;
	if (!is_sha256((const char *)keyid.p, keyid.n))
		return refuse(&c, "keyid is not SHA-256 in hexadecimal");
	if (take(&c, before_sig, "sig must come next") != 0 ||
		take_base64(&c, a, &sig, &e->sig_len) != 0 ||
		take(&c, the_end, "members or signatures too many") != 0)
		return -1;
	if (c.n != 0)
		return refuse(&c, "bytes behind the envelope");
	memcpy(e->keyid, keyid.p, keyid.n);
	e->keyid[keyid.n] = '\0';
	e->payload = (const char *)payload;
	e->sig = sig;
	return 0;
}

bool
dsse_verify(const struct envelope *e, const struct seal_key *key, const char *p, size_t n)
{
	struct buf pae;
	bool good;

	buf_init(&pae, MAX_STATEMENT + 256);
	good = dsse_pae(SEAL_PAYLOAD_TYPE, p, n, &pae) == 0 &&
	       key_verify(key, key->alg->dsse_md, pae.p, pae.len, e->sig, e->sig_len);
	buf_free(&pae);
	return good;
}
