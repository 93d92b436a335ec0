/*
 * VERIFY.md: how to check the folder with ssh-keygen, openssl and sha256sum.
 * Its sh blocks are run by the tests as they stand.
 */
#include "reports/seal/key.h"
#include "reports/seal/seal.h"

static const char trusted_key[] =
	"The files `" SEAL_PUBLIC_KEY "` and `" SEAL_ALLOWED_SIGNERS "` came with this %s: whoever\n"
	"could rewrite it could rewrite them too. Before you rely on the checks below, compare\n"
	"the fingerprint with one that the signer gave you by another way, or set `KEY` and `SIGNERS` to\n"
	"your own copies of the public key and of the allowed_signers file.\n\n";

static const char untrusted_key[] =
	"**UNTRUSTED.** No key was configured, so this %s was sealed with a key that was made for\n"
	"this one run and then thrown away. Nobody vouches for it. The checks below show that no file\n"
	"was changed since the run; they do not show who made the report, and anybody could have made\n"
	"another one in the same way. `trueup keygen` makes a lasting key.\n\n";

static const char right_key[] =
	"## 1. Is it the right key?\n\n"
	"Prints the fingerprint above if it is, and nothing if it is not:\n\n"
	"```sh\n"
	"openssl pkey -pubin -in \"${KEY:-" SEAL_PUBLIC_KEY "}\" -outform DER | sha256sum |\n"
	"  grep '^%s '\n"
	"```\n\n";

static const char by_ssh[] =
	"## 2. Is the statement the signed one?\n\n"
	"With `ssh-keygen`, which prints `Good \"%s\" signature`:\n\n"
	"```sh\n"
	"( SIGNERS=${SIGNERS:-" SEAL_ALLOWED_SIGNERS "}\n"
	"  WHO=$(ssh-keygen -Y find-principals -s " SEAL_STATEMENT ".sshsig -f \"$SIGNERS\") &&\n"
	"  ssh-keygen -Y verify -f \"$SIGNERS\" -I \"$WHO\" -n %s \\\n"
	"    -s " SEAL_STATEMENT ".sshsig < " SEAL_STATEMENT " )\n"
	"```\n\n";

static const char by_openssl[] =
	"Or with `openssl`, from the DSSE envelope, which prints `%s`:\n\n"
	"```sh\n"
	"( T=$(mktemp -d) && trap 'rm -rf \"$T\"' EXIT &&\n"
	"  sed 's/.*\"payload\":\"\\([^\"]*\\)\".*/\\1/' report.dsse.json | base64 -d > \"$T/payload\" &&\n"
	"  cmp " SEAL_STATEMENT " \"$T/payload\" &&\n"
	"  sed 's/.*\"sig\":\"\\([^\"]*\\)\".*/\\1/' report.dsse.json | base64 -d > \"$T/sig\" &&\n"
	"  printf 'DSSEv1 %zu %s %%d ' \"$(wc -c < \"$T/payload\")\" > \"$T/signed\" &&\n"
	"  cat \"$T/payload\" >> \"$T/signed\" &&\n"
	"  openssl %s )\n"
	"```\n\n";

static const char of_digest[] =
	"dgst -sha256 -verify \"${KEY:-" SEAL_PUBLIC_KEY "}\" \\\n"
	"    -signature \"$T/sig\" \"$T/signed\"";
static const char of_message[] =
	"pkeyutl -verify -pubin -inkey \"${KEY:-" SEAL_PUBLIC_KEY "}\" \\\n"
	"    -rawin -in \"$T/signed\" -sigfile \"$T/sig\"";

static const char by_sums[] =
	"## 3. Are the files the ones that the statement lists?\n\n"
	"The statement holds the digest of `" SEAL_SUMS "`, and that file holds those of all outputs.\n"
	"Every line must end in `OK`:\n\n"
	"```sh\n"
	"grep -qF '\"name\":\"" SEAL_SUMS "\",\"digest\":{\"sha256\":\"'\"$(sha256sum < " SEAL_SUMS
	" | cut -c 1-64)\"'\"}' \\\n"
	"  " SEAL_STATEMENT " && sha256sum -c --strict " SEAL_SUMS "\n"
	"```\n\n"
	"A file in this folder that `" SEAL_SUMS "` does not list, other than the statement, its\n"
	"envelopes and `" SEAL_SUMS "` itself, is not part of what was sealed.\n\n";

static const char by_trueup[] =
	"## With trueup\n\n"
	"`trueup verify` does all of this, names each missing, changed and unlisted file, and accepts\n"
	"only keys that you give it: neither the key in this folder nor the one in the signature.\n";

int
verify_md_write(const struct seal_key *key, enum seal_kind kind, struct buf *out)
{
	bool message = key->alg->dsse_md == NULL;
	const char *space = key->one_run ? SEAL_NAMESPACE_ONE_RUN : SEAL_NAMESPACE;
	const char *what = kind == SEAL_RECORDS ? "record stream" : "report";

	buf_fmt(out, "# How to verify this %s\n\n", what);
	if (key->one_run)
		buf_fmt(out, untrusted_key, what);
	buf_fmt(out, "The %s was sealed with one %s key:\n\n- SHA-256 of the public key: `%s`\n",
		what, key->alg->name, key->keyid);
	buf_str(out, "- SSH fingerprint: `");
	if (key_ssh_fingerprint(key, out) != 0)
		return -1;
	buf_str(out, "`\n\n");
	if (!key->one_run)
		buf_fmt(out, trusted_key, what);
	buf_fmt(out, right_key, key->keyid);
	buf_fmt(out, by_ssh, space, space);
	buf_fmt(out, by_openssl, message ? "Signature Verified Successfully" : "Verified OK",
		sizeof(SEAL_PAYLOAD_TYPE) - 1, SEAL_PAYLOAD_TYPE, message ? of_message : of_digest);
	buf_str(out, by_sums);
	buf_str(out, by_trueup);
	return out->over ? -1 : 0;
}
