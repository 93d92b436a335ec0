#include "checker/sealed.h"

#include <stdio.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/diag.h"
#include "checker/base/digest.h"
#include "checker/base/text.h"
#include "checker/cmd.h"
#include "checker/cmd_diags.h"
#include "reports/report.h"
#include "reports/seal/seal.h"
#include "reports/writer.h"

int
sealing_begin(struct sealing *s, const struct command *c, const struct args *a, struct diags *d)
{
	const struct option_values *files = arg_all(c, a, "trust");

	*s = (struct sealing){.allow_untrusted = arg_get(c, a, "allow-untrusted") != NULL,
		.unsealed = arg_get(c, a, "unsealed") != NULL};
	if (s->unsealed && (files->n > 0 || s->allow_untrusted)) {
		fprintf(stderr, "trueup %s: --unsealed looks at no seal: --trust and --allow-untrusted do\n"
			"usage: trueup %s\n", c->name, c->synopsis);
		return EXIT_USAGE;
	}
	s->trust = trust_new();
	for (size_t i = 0; i < files->n; i++)
		if (trust_add_file(s->trust, files->v[i], NULL, d) != 0)
			return EXIT_USAGE;
	return EXIT_OK;
}

void
sealing_end(struct sealing *s)
{
	trust_free(s->trust);
	s->trust = NULL;
}

/* The bytes in memory are those that the statement lists, whatever the file holds by now. */
static int
same_as_sealed(const struct reportfile *f, struct arena *a, const struct verified *v,
	struct diags *d)
{
	char hex[SHA256_HEX];
	struct statement_view view;

	sha256_hex(f->text, f->len, hex);
	if (statement_read(&view, a, SEAL_STATEMENT, v->statement, v->statement_len, d) != 0)
		return EXIT_UNTRUSTED;
	for (size_t i = 0; i < view.noutputs; i++)
		if (str_same(view.outputs[i].name, f->name) && str_same(view.outputs[i].sha256, hex))
			return EXIT_OK;
	diag_add(d, &diag_not_sealed, &(struct place){.file = f->path},
		"the statement beside it does not list these bytes: it was edited, or is another run's");
	return EXIT_UNTRUSTED;
}

static int
look_at_seal(struct sealed *out, struct arena *a, const struct sealing *s, struct diags *d)
{
	struct verify_options o = {.trust = s->trust, .allow_untrusted = s->allow_untrusted};
	struct verified v = {0};
	int rc;

	o.outputs = writers_files(a, &o.noutputs);
	rc = seal_verify(&v, a, out->file.folder, &o, d);
	if (rc == EXIT_OK)
		rc = same_as_sealed(&out->file, a, &v, d);
	out->one_run = v.untrusted;
	out->keyid = v.untrusted ? NULL : v.keyid;
	out->who = v.who;
	return rc;
}

int
sealed_load(struct sealed *out, struct arena *a, const char *path, const struct sealing *s,
	struct diags *d)
{
	int rc = EXIT_OK;

	*out = (struct sealed){0};
	if (reportfile_read(&out->file, a, path, d) != 0)
		return EXIT_USAGE;
	if (!s->unsealed)
		rc = look_at_seal(out, a, s, d);
	if (rc != EXIT_OK)
		return rc;
	out->report = report_load(a, out->file.path, out->file.text, out->file.len, d);
	return out->report != NULL ? EXIT_OK : EXIT_USAGE;
}
