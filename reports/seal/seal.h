#ifndef TRUEUP_SEAL_H
#define TRUEUP_SEAL_H
/*
 * Who says that this is the report, and that it is unchanged.  One in-toto
 * statement lists the digest of every output; it is written once, as bytes,
 * and every envelope signs exactly those bytes: nothing is ever serialised
 * again to be signed or checked.  The envelopes can be checked with openssl
 * and ssh-keygen alone; VERIFY.md in the folder says how.
 *
 * Keys are named by SHA-256 of their SubjectPublicKeyInfo, in hexadecimal.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "checker/base/buf.h"
#include "checker/base/digest.h"

struct arena;
struct diags;
struct node;
struct outdir;
struct seal_key;
struct trust;

#define SEAL_STEM "report"
#define SEAL_STATEMENT_SUFFIX ".intoto.json"
#define SEAL_STATEMENT SEAL_STEM SEAL_STATEMENT_SUFFIX
#define SEAL_PUBLIC_KEY SEAL_STEM ".pub.pem"
#define SEAL_ALLOWED_SIGNERS SEAL_STEM ".allowed_signers"
#define SEAL_SUMS "SHA256SUMS"
#define SEAL_VERIFY_MD "VERIFY.md"

#define SEAL_PAYLOAD_TYPE "application/vnd.in-toto+json"
#define SEAL_STATEMENT_TYPE "https://in-toto.io/Statement/v1"
/* A name, not an address: nobody's domain is claimed. */
#define SEAL_PREDICATE_TYPE "urn:trueup:attestation:compliance-reality:v0.1"
/* Of record streams: a seal of facts never stands for one of a judgement. */
#define SEAL_PREDICATE_RECORDS "urn:trueup:attestation:records:v0.1"
#define SEAL_RECORDS_FILE "records.jsonl"
#define SEAL_NAMESPACE "trueup-report@v1"
/* Of rule files: a signature of a report never stands for one of rules. */
#define SEAL_NAMESPACE_RULES "trueup-rules@v1"
/* And for committed samples. */
#define SEAL_NAMESPACE_SAMPLE "trueup-sample@v1"
#define SEAL_NAMESPACE_ONE_RUN "trueup-report-dev@v1"

/* What a statement is about; each has its own predicate type. */
enum seal_kind { SEAL_REPORT, SEAL_RECORDS };

/* ---- Sealers: one file and one row each ---- */

/* An envelope taken apart but not believed. */
struct envelope {
	const char *file;         /* as messages name it */
	char keyid[65];           /* the key that it names */
	struct seal_key *carried; /* the key that it brings along, or NULL; never trusted by itself */
	const char *space;        /* the only namespace that is accepted; NULL: those of reports */
	bool one_run;             /* says itself that its key was made for one run */
	const char *payload;      /* a copy of the statement; NULL: none */
	size_t payload_len;
	const unsigned char *sig;
	size_t sig_len;
};

struct sealer {
	const char *name;
	const char *suffix; /* of the file, behind the stem of the report */
	const char *marker; /* its first bytes */
	/* Appends the envelope over the n bytes at p. 0, or -1: OpenSSL refused, or too large. */
	int (*sign)(const struct seal_key *key, const char *p, size_t n, struct buf *out);
	/* Takes n bytes apart, into a; the caller sets e->file. 0, or -1 with a diagnostic. */
	int (*open)(struct envelope *e, struct arena *a, const char *p, size_t n, struct diags *d);
	/* Whether this key signed these n bytes. */
	bool (*verify)(
		const struct envelope *e, const struct seal_key *key, const char *p, size_t n);
};

#define SEALERS 2
extern const struct sealer sealers[SEALERS];

/* By the first bytes; NULL: none. */
const struct sealer *sealer_of(const char *p, size_t n);

/* Signs, then verifies as `verify` would. 0, or -1 with a diagnostic and nothing in out. */
int seal_sign(const struct sealer *s, const struct seal_key *key, const char *p, size_t n,
	struct buf *out, struct diags *d);
/* Opens an envelope and checks it with this one key. */
bool seal_check(const struct sealer *s, const struct seal_key *key, const char *env, size_t env_len,
	const char *p, size_t n, struct diags *d);
void envelope_close(struct envelope *e); /* frees the carried key */

/* ---- The statement ---- */

struct statement;

/* Owner frees with statement_free(). Everything is copied; order of calls does not matter. */
struct statement *statement_new(enum seal_kind kind);
enum seal_kind statement_kind(const struct statement *s);
void statement_free(struct statement *s);

/* sha256: 64 lower-case hexadecimal digits. Outputs are named relative to the report folder. */
void statement_output(struct statement *s, const char *name, const char *sha256);
void statement_input(struct statement *s, const char *name, const char *sha256);
void statement_rule(struct statement *s, const char *name, const char *sha256);
void statement_tool(struct statement *s, const char *name, const char *version);
void statement_parameter(struct statement *s, const char *name, const char *value);
/* scope: id of a scope, or "" for the whole run. Scores are millionths. */
void statement_total(struct statement *s, const char *scope, const char *name, int64_t value);
/* Of the chain before this run's finish record: records and digest of the last. */
void statement_chain(struct statement *s, int64_t records, const char *sha256);

/* Appends the bytes. -1 with a diagnostic: no output, a name twice or unsafe, too large. */
int statement_write(const struct statement *s, bool one_run, struct buf *out, struct diags *d);

/* One line an output so far, as `sha256sum -c` reads them. 0, or -1: larger than out. */
int statement_sums(const struct statement *s, struct buf *out);

struct digest_row {
	const char *name;
	const char *sha256;
};

struct statement_view {
	enum seal_kind kind;
	const struct node *predicate;
	bool one_run; /* its trust is "untrusted" */
	struct digest_row *outputs, *inputs;
	size_t noutputs, ninputs;
};

/* Only for bytes whose signature was verified. The view lives in a. 0, or -1 with diagnostics. */
int statement_read(struct statement_view *v, struct arena *a, const char *file, const char *p,
	size_t n, struct diags *d);

/* Relative, without "." and "..", no control characters, no backslash. */
bool statement_safe_name(const char *name);

/* ---- Keys ---- */

/*
 * Makes a P-256 key pair: path (0600), and beside it .pub.pem and
 * .allowed_signers in place of its .pem.  Overwrites nothing, leaves nothing
 * half done.  Appends the SSH fingerprint.  0, or -1 with a diagnostic.
 */
int seal_keygen(const char *path, const char *principal, struct buf *fingerprint, struct diags *d);

/* Keys that the caller trusts. Owner frees. */
struct trust *trust_new(void);
/* Trust for rule files instead of reports: lines of allowed_signers name another namespace. */
void trust_for_rules(struct trust *t);
/*
 * Is sig (`ssh-keygen -Y sign -n trueup-rules@v1`) a signature over the n bytes at p by a trusted key?
 * file names the signature in messages.  False with a diagnostic.
 */
bool seal_check_rules(const struct trust *t, const char *file, const char *sig, size_t sig_len,
	const char *p, size_t n, struct diags *d);
/*
 * The same for committed samples: `ssh-keygen -Y sign -n trueup-sample@v1`.  hex gets the digest of
 * the signature itself, of which a key has one for one text: so only Ed25519 keys are accepted.
 */
void trust_for_samples(struct trust *t);
bool seal_check_sample(const struct trust *t, const char *file, const char *sig, size_t sig_len,
	const char *p, size_t n, char hex[SHA256_HEX], struct diags *d);
void trust_free(struct trust *t);
/*
 * PEM public keys, or an allowed_signers file, known by its content.  at (RFC
 * 3339, UTC; or NULL) decides valid-after and valid-before; without it such
 * lines are not used.  0, or -1: the file gives no key, with a diagnostic.
 */
int trust_add_file(struct trust *t, const char *path, const char *at, struct diags *d);
int trust_add_text(struct trust *t, const char *file, const char *text, size_t len, const char *at,
	struct diags *d);
size_t trust_count(const struct trust *t);
/* By key id; NULL: not trusted. *who: the principal or file that it came from. */
const struct seal_key *trust_find(const struct trust *t, const char *keyid, const char **who);
const struct seal_key *trust_at(const struct trust *t, size_t i);

/* ---- The signing process ---- */

struct signer;

struct seals {
	struct buf env[SEALERS]; /* in the order of the table */
};

/*
 * Forks; call it before any evidence is opened and before threads are made.
 * The child loads the key ("file:PATH", "env:VAR", NULL: one-run key), reads
 * only statement bytes, signs once, wipes the key and ends.  An environment
 * variable that held the key is wiped here.  NULL with a diagnostic.
 */
struct signer *signer_start(const char *option, struct diags *d);
const struct seal_key *signer_key(const struct signer *s); /* the public half */
bool signer_one_run(const struct signer *s);
pid_t signer_pid(const struct signer *s);
/* Once. 0: every envelope is there and verified; -1 with a diagnostic. Then seals_free(). */
int signer_seal(struct signer *s, const char *p, size_t n, struct seals *out, struct diags *d);
void seals_free(struct seals *s);
/* Ends the child if it still waits, and reaps it. NULL is allowed. */
void signer_free(struct signer *s);

/*
 * Seals a report folder under construction: adds the public key, VERIFY.md and
 * SHA256SUMS to the outputs of st, and writes them, the statement and the
 * envelopes.  The caller commits.  0, or -1 with a diagnostic.
 */
int seal_folder(struct outdir *o, struct signer *s, struct statement *st, struct diags *d);
/* The text of VERIFY.md, appended: how to check the folder with stock commands. 0 or -1. */
int verify_md_write(const struct seal_key *key, enum seal_kind kind, struct buf *out);

/* ---- Verification ---- */

#define SEAL_NO_REPORT 2 /* nothing there to verify: usage */
#define SEAL_REFUSED 4   /* did not verify, or untrusted */

struct verify_options {
	enum seal_kind kind;         /* the only one that is accepted */
	bool any_kind;               /* accept every kind */
	const struct trust *trust;   /* NULL: none */
	bool allow_untrusted;        /* accept a one-run key */
	const char *inputs;          /* folder in which inputs are looked for; NULL: none */
	const char *const *outputs;  /* names that our writers give files, besides report.* */
	size_t noutputs;
};

struct verified {
	int status;               /* 0, SEAL_NO_REPORT or SEAL_REFUSED: the exit status */
	enum seal_kind kind;      /* what it is a seal of, once its signature was verified */
	bool untrusted;           /* a one-run key signed, whether accepted or not */
	const char *keyid;        /* of the key that signed; NULL: no signature verified */
	const char *who;          /* principal or file of the trusted key; NULL: not trusted */
	const char *statement;    /* the bytes that were verified; NULL: none */
	size_t statement_len;
	const struct node *predicate;
	size_t files, files_bad;  /* listed; of these missing, changed or odd */
	size_t inputs, inputs_bad, inputs_absent;
	size_t unlisted;          /* files in the folder that the statement does not list */
};

/*
 * path: a report folder, its statement, or an envelope. What is wrong goes to
 * d, one diagnostic each, and out lives in a. Returns out->status. Signatures
 * are verified over the bytes before anything in them is parsed; after a bad
 * one nothing else is looked at.
 */
int seal_verify(struct verified *out, struct arena *a, const char *path,
	const struct verify_options *o, struct diags *d);

#endif
