/* trueup sample: a sample of a control's population, fixed before evidence is asked for. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/commands.h"
#include "checker/join/join.h"
#include "checker/judge/judge.h"
#include "checker/model/control_id.h"
#include "checker/run.h"
#include "checker/samples.h"

static const struct option_row options[] = {
	{"config", 'c', "FILE", false, "trueup.json: system, framework, period, hints"},
	{"size", 'n', "N", false, "how many members are drawn, at most 1000"},
	{"by", 0, "WHO", false, "who commits to it"},
	{"as-of", 0, "TIME", false, "when it is committed; the evidence must be younger"},
	{"system", 0, "ID", false, "of several systems, the one whose population it is"},
	{"head", 0, "DIGEST", false, "SHA-256 of the last report.json (sealed), so that nobody chose the seed"},
	{"output", 'o', "FILE", false, "write the commitment there; nothing is overwritten"},
	{"members", 0, "FILE", false, "print the members of this commitment, once it is signed"},
	{"sample-signers", 0, "FILE", true, "with --members: a key that may have signed it"},
	{NULL, 0, NULL, false, NULL},
};

struct drawing {
	struct run run;
	struct arena *a;
	struct sample_row row;
	const struct args *args;
	const char *members;      /* the commitment whose members are wanted; NULL: it is made */
};

static const char *
option(const struct drawing *d, const char *name)
{
	return arg_get(&command_sample, d->args, name);
}

static int
usage(const char *what)
{
	fprintf(stderr, "trueup sample: %s\nusage: trueup %s\n", what, command_sample.synopsis);
	return EXIT_USAGE;
}

/* A commitment that stands: whose members they are its signature says. */
static int
load(struct drawing *d)
{
	struct config *cfg = &d->run.cfg;
	int rc;

	if (d->args->nrest < 1 || option(d, "sample-signers") == NULL)
		return usage("--members wants the evidence, and --sample-signers whose signature counts");
	rc = run_config(&d->run, option(d, "config"));
	if (rc != EXIT_OK)
		return rc;
	cfg->sample_files = &d->members;
	cfg->nsample_files = 1;
	if (samples_load(&d->run, arg_all(&command_sample, d->args, "sample-signers")) != 0)
		return EXIT_USAGE;
	d->row = cfg->samples[0];
	if (!d->row.proven) {
		diag_add(d->run.diags, &diag_sample, &(struct place){.file = d->members},
			"%s: its members are not known before that", d->row.unproven);
		return EXIT_UNTRUSTED;
	}
	/* As of its own instant, so that the population is that of then. */
	cfg->as_of = d->row.committed.hi;
	cfg->as_of_text = instant_utc_dup(d->a, cfg->as_of);
	return EXIT_OK;
}

static int
prepare(struct drawing *d)
{
	struct config *cfg = &d->run.cfg;
	struct sample_row *s = &d->row;
	const char *size = option(d, "size"), *head = option(d, "head");
	int64_t n = 0;
	int rc;

	if (d->args->nrest < 2)
		return usage("a control and its evidence are wanted");
	if (size == NULL || !text_to_int(size, strlen(size), 1, MAX_CP_N, &n))
		return usage("--size is a whole number from 1 to 1000");
	if (option(d, "as-of") == NULL || option(d, "by") == NULL || option(d, "output") == NULL)
		return usage("--as-of, --by and --output are needed: when, by whom, and where it is kept");
	if (head != NULL && !sample_digest(head))
		return usage("--head is a digest of 64 lower-case hexadecimal digits");
	rc = run_config(&d->run, option(d, "config"));
	if (rc != EXIT_OK)
		return rc;
	if (run_as_of(&d->run, option(d, "as-of")) != 0)
		return EXIT_USAGE;
	*s = (struct sample_row){.size = (uint32_t)n, .head = head != NULL ? head : "",
		.by = option(d, "by"), .system = option(d, "system"), .period_from = cfg->period_from,
		.committed = instant_exact(cfg->as_of), .unproven = "not signed yet"};
	s->control = control_id_parse(d->args->rest[0], cfg->framework, &s->framework, NULL, d->a);
	if (s->control == NULL)
		return usage("that is no control id that is known; \"framework\" in trueup.json helps");
	cfg->samples = s;
	cfg->nsamples = 1;
	return EXIT_OK;
}

static const struct sample_result *
drawn_of(const struct assessment *as)
{
	for (size_t i = 0; i < as->nscopes; i++)
		for (size_t c = 0; c < as->scopes[i].ncontrols; c++)
			if (as->scopes[i].controls[c].nsamples > 0)
				return &as->scopes[i].controls[c].samples[0];
	return NULL;
}

static int
refuse(struct drawing *d, const char *what)
{
	diag_add(d->run.diags, &diag_sample, &(struct place){.file = d->args->rest[0]}, "%s", what);
	return EXIT_USAGE;
}

/* New, or not at all: a second draw must not take the place of the first. */
static int
keep(struct drawing *d, const struct buf *text)
{
	const char *path = option(d, "output");
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), rc = EXIT_OK;

	if (fd < 0 || write_all(fd, text->p, text->len) != 0 || fsync(fd) != 0) {
		diag_add(d->run.diags, &diag_output, &(struct place){.file = path},
			"the commitment cannot be written: %s", strerror(errno));
		rc = EXIT_MACHINE;
	}
	if (fd >= 0)
		close(fd);
	return rc;
}

static void
tell_next(const struct drawing *d, uint64_t members)
{
	struct buf b;

	buf_init(&b, MIB);
	buf_fmt(&b, "%u of %llu members; which ones, the signature decides: have it signed, by an Ed25519 "
		"key,\nbefore evidence is asked for:\nssh-keygen -Y sign -n trueup-sample@v1 -f KEY ",
		d->row.size, (unsigned long long)members);
	text_inert(&b, option(d, "output"), 0);
	buf_str(&b, "\nthen trueup sample --members ");
	text_inert(&b, option(d, "output"), 0);
	buf_str(&b, " --sample-signers KEYS EVIDENCE prints them\n");
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

static void
tell(const struct model *m, const struct sample_result *s)
{
	struct buf b;

	buf_init(&b, 64 * MIB);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct asset *a = &m->assets[s->assets[i]];

		text_inert(&b, a->name != NULL ? a->name : a->key, 0);
		buf_chr(&b, '\n');
	}
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

static int
draw(struct drawing *d)
{
	struct run *r = &d->run;
	struct builder *b = builder_new(&r->cfg);
	const struct sample_result *s;
	const struct model *m;
	struct buf text;
	size_t skip = d->members != NULL ? 0 : 1;
	int rc = EXIT_OK;

	if (run_read(r, d->args->rest + skip, d->args->nrest - skip, builder_sink(b), NULL, NULL) != 0) {
		builder_free(b);
		return r->usage ? EXIT_USAGE : EXIT_INCOMPLETE;
	}
	run_sort(r);
	for (size_t i = 0; i < r->nsources; i++)
		builder_add_source(b, r->sources[i]);
	m = builder_freeze(b, d->a, r->diags);
	builder_free(b);
	s = drawn_of(judge(m, NULL, d->a));
	if (s == NULL)
		return refuse(d, "no such control is in scope (of several systems, name one: --system)");
	if (s->members < d->row.size)
		return refuse(d, s->members == 0 ? "no independent population lists a member to draw"
			: "the sample is larger than its population");
	if (d->members != NULL && !str_same(s->population, d->row.population))
		return refuse(d, "the population is not the one that it was drawn from");
	if (d->members != NULL) {
		tell(m, s);
		return r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;
	}
	d->row.population = s->population;
	d->row.members = s->members;
	buf_init(&text, MIB);
	sample_print(&text, &d->row, d->a);
	rc = keep(d, &text);
	buf_free(&text);
	if (rc == EXIT_OK)
		tell_next(d, s->members);
	return rc != EXIT_OK ? rc : r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;
}

static int
run(const struct args *a)
{
	struct drawing d = {.args = a, .a = arena_new()};
	int rc;

	run_init(&d.run);
	d.members = option(&d, "members");
	rc = d.members != NULL ? load(&d) : prepare(&d);
	if (rc == EXIT_OK)
		rc = draw(&d);
	run_report(&d.run);
	arena_free(d.a);
	run_free(&d.run);
	return rc;
}

const struct command command_sample = {
	"sample",
	"sample [-c FILE] -n N --by WHO --as-of TIME [--system ID] [--head DIGEST] -o FILE\n"
	"             CONTROL EVIDENCE...\n"
	"       sample --members FILE --sample-signers FILE... EVIDENCE...",
	"draw a sample of a control's population, committed before evidence is asked for",
	"Writes the commitment. Somebody whom the reader of the report trusts signs the file, by an\n"
	"Ed25519 key; --members then prints the members. Nobody can choose them: they follow from the\n"
	"population, the period, the control, the head of the chain, and the signature over all that.\n"
	"\"samples\" in trueup.json names the file. A result counts for it if it was made after the\n"
	"commitment, and a member that is not shown is a deviation.",
	options, run};
