/* The report that a run is held to: who sealed it, that it is the sealed one, and what it knew. */
#include "checker/previous.h"

#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/digest.h"
#include "checker/base/text.h"
#include "checker/cmd.h"
#include "checker/cmd_diags.h"
#include "checker/sealed.h"
#include "reports/facts.h"
#include "reports/seal/seal.h"

struct loading {
	struct arena *a;
	struct diags *d;
	struct reportfile file;
};

static bool
lies_beside(struct loading *l, const char *name)
{
	return access(arena_printf(l->a, "%s/%s", l->file.folder, name), F_OK) == 0;
}

/* Was it ever sealed? Any part of a seal says so, also one whose other parts were taken away. */
static bool
has_seal(struct loading *l)
{
	if (lies_beside(l, SEAL_STATEMENT))
		return true;
	for (size_t i = 0; i < SEALERS; i++)
		if (lies_beside(l, arena_printf(l->a, "%s%s", SEAL_STEM, sealers[i].suffix)))
			return true;
	return false;
}

/*
 * Whom to believe: the caller's keys; without any, the key that lies beside the report, which
 * says only that nobody edited it since it was sealed.
 */
static int
choose_keys(struct loading *l, const struct option_values *trust, struct sealing *s)
{
	int rc = 0;

	s->allow_untrusted = true;
	s->trust = trust_new();
	for (size_t i = 0; i < trust->n && rc == 0; i++)
		rc = trust_add_file(s->trust, trust->v[i], NULL, l->d);
	if (rc != 0)
		return EXIT_USAGE;
	if (trust->n == 0 && trust_add_file(s->trust, arena_printf(l->a, "%s/%s", l->file.folder,
		    SEAL_PUBLIC_KEY), NULL, l->d) != 0)
		return EXIT_UNTRUSTED;
	return EXIT_OK;
}

static int
not_trusted(struct loading *l, const char *why)
{
	diag_add(l->d, &diag_previous_seal, &(struct place){.file = l->file.path}, "%s", why);
	return EXIT_UNTRUSTED;
}

static int
load(struct loading *l, struct sealed *out, const char *path, const struct option_values *trust,
	const char **seal)
{
	struct sealing s = {.unsealed = !has_seal(l)};
	int rc = EXIT_OK;

	if (s.unsealed && trust->n > 0 && access(l->file.path, F_OK) == 0)
		return not_trusted(l, "no seal lies beside it, and --trust asks for one");
	if (!s.unsealed)
		rc = choose_keys(l, trust, &s);
	if (rc == EXIT_OK)
		rc = sealed_load(out, l->a, path, &s, l->d);
	if (rc == EXIT_OK && trust->n > 0 && out->one_run)
		rc = not_trusted(l, "it was sealed by a one-run key, which nobody can trust");
	*seal = s.unsealed ? "unsealed" : trust->n > 0 ? "trusted" : "untrusted";
	sealing_end(&s);
	return rc;
}

int
previous_load(struct previous_report *out, struct arena *a, const char *path,
	const struct option_values *trust, struct diags *d)
{
	struct loading l = {.a = a, .d = d};
	const char *seal = NULL;
	char hex[SHA256_HEX];
	struct sealed sealed;
	int rc;

	reportfile_locate(&l.file, a, path);
	rc = load(&l, &sealed, path, trust, &seal);
	if (rc != EXIT_OK)
		return rc;
	sha256_hex(sealed.file.text, sealed.file.len, hex);
	if (facts_load(&out->facts, a, sealed.report, l.file.path, hex, d) != 0)
		return EXIT_USAGE;
	out->report = sealed.report;
	out->facts.file = l.file.name;
	out->facts.seal = seal;
	return EXIT_OK;
}
