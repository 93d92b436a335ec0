/* trueup keygen: a lasting signing key. */
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/commands.h"
#include "reports/seal/seal.h"

static const struct option_row options[] = {
	{"principal", 0, "NAME", false, "who signs, for allowed_signers (default: trueup)"},
	{NULL, 0, NULL, false, NULL},
};

static int
run(const struct args *a)
{
	const char *who = arg_get(&command_keygen, a, "principal");
	struct diags *d;
	struct buf print;
	int rc;

	if (a->nrest != 1) {
		fprintf(stderr, "trueup keygen: one file name is wanted\nusage: trueup %s\n",
			command_keygen.synopsis);
		return EXIT_USAGE;
	}
	d = diags_new();
	buf_init(&print, 4096);
	rc = seal_keygen(a->rest[0], who != NULL ? who : "trueup", &print, d);
	if (rc == 0)
		printf("%s: the private key; keep it secret\n"
		       "beside it .pub.pem and .allowed_signers: give these to those who verify\n%s\n",
			a->rest[0], print.p);
	diags_print(d, stderr, false);
	buf_free(&print);
	diags_free(d);
	return rc == 0 ? EXIT_OK : EXIT_MACHINE;
}

const struct command command_keygen = {
	"keygen", "keygen [--principal NAME] FILE", "make a signing key (ECDSA P-256)",
	"Writes FILE (mode 0600) and beside it the public key as PEM and as a line for\n"
	"ssh-keygen's allowed_signers. Nothing is overwritten.",
	options, run};
