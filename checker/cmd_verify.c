/* trueup verify: seal, digests, inputs. Trusted keys come from the caller only. */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/commands.h"
#include "reports/seal/seal.h"
#include "reports/writer.h"

static const struct option_row options[] = {
	{"trust", 0, "FILE", true, "a public key (PEM) or allowed_signers file to trust"},
	{"at", 0, "TIME", false, "the time at which allowed_signers must be valid (RFC 3339)"},
	{"inputs", 0, "DIR", false, "check the digests of the inputs that are found there"},
	{"allow-untrusted", 0, NULL, false, "accept the seal of a one-run key"},
	{NULL, 0, NULL, false, NULL},
};

static int
load_trust(struct trust *t, const struct args *a, struct diags *d)
{
	const struct option_values *files = arg_all(&command_verify, a, "trust");
	const char *at = arg_get(&command_verify, a, "at");
	int rc = 0;

	for (size_t i = 0; i < files->n; i++)
		rc |= trust_add_file(t, files->v[i], at, d);
	return rc;
}

static void
print_result(const struct verified *v)
{
	if (v->status != EXIT_OK) {
		printf("NOT VERIFIED%s\n", v->untrusted ? " (UNTRUSTED: sealed by a one-run key)" : "");
		return;
	}
	printf("VERIFIED%s: signed by %s\n", v->kind == SEAL_RECORDS ? " (record stream)" : "",
		v->who != NULL ? v->who : "a one-run key (UNTRUSTED, allowed)");
	printf("    key    sha256:%s\n    files  %zu listed, all as they were sealed\n", v->keyid,
		v->files);
	if (v->inputs > 0)
		printf("    inputs %zu listed, %zu not at hand, %zu changed\n", v->inputs,
			v->inputs_absent, v->inputs_bad);
	if (v->unlisted > 0)
		printf("    %zu files in the folder are not part of what was sealed\n", v->unlisted);
}

static int
run(const struct args *a)
{
	struct verify_options o = {
		.any_kind = true,
		.allow_untrusted = arg_get(&command_verify, a, "allow-untrusted") != NULL,
		.inputs = arg_get(&command_verify, a, "inputs")};
	struct arena *mem = arena_new();
	struct diags *d = diags_new();
	struct trust *t = trust_new();
	struct verified v = {0};
	int status = EXIT_USAGE;

	o.outputs = writers_files(mem, &o.noutputs);
	if (a->nrest != 1) {
		fprintf(stderr, "trueup verify: one report folder is wanted\nusage: trueup %s\n",
			command_verify.synopsis);
	} else if (load_trust(t, a, d) == 0) {
		o.trust = t;
		status = seal_verify(&v, mem, a->rest[0], &o, d);
		if (status != SEAL_NO_REPORT)
			print_result(&v);
	}
	diags_print(d, stderr, isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL);
	trust_free(t);
	diags_free(d);
	arena_free(mem);
	return status;
}

const struct command command_verify = {
	"verify", "verify [--trust FILE]... [--at TIME] [--inputs DIR] [--allow-untrusted] REPORT",
	"check the seal and the files of a report, or of a record stream",
	"Checks the signature over the statement by keys that you name, then every file that the\n"
	"statement lists. The key that a report carries is never trusted by itself. VERIFY.md in\n"
	"the report folder says how to do the same with openssl and ssh-keygen.",
	options, run};
