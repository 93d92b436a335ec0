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
	{NULL, 0, NULL, false, NULL},
};

struct drawing {
	struct run run;
	struct arena *a;
	struct sample_row row;
	const struct args *args;
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
tell(const struct drawing *d, const struct model *m, const struct sample_result *s)
{
	struct buf b;

	buf_init(&b, 64 * MIB);
	for (uint32_t i = 0; i < s->n; i++) {
		const struct asset *a = &m->assets[s->assets[i]];

		text_inert(&b, a->name != NULL ? a->name : a->key, 0);
		buf_chr(&b, '\n');
	}
	buf_fmt(&b, "%u of %llu members; have the commitment signed before evidence is asked for:\n"
		"ssh-keygen -Y sign -n trueup-sample@v1 -f KEY ", s->n, (unsigned long long)s->members);
	text_inert(&b, option(d, "output"), 0);
	buf_chr(&b, '\n');
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
	int rc;

	if (run_read(r, d->args->rest + 1, d->args->nrest - 1, builder_sink(b), NULL, NULL) != 0) {
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
	if (s->n == 0)
		return refuse(d, s->members == 0 ? "no independent population lists a member to draw"
			: "the sample is larger than its population");
	d->row.population = s->population;
	d->row.members = s->members;
	buf_init(&text, MIB);
	sample_print(&text, &d->row, d->a);
	rc = keep(d, &text);
	buf_free(&text);
	if (rc == EXIT_OK)
		tell(d, m, s);
	return rc != EXIT_OK ? rc : r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;
}

static int
run(const struct args *a)
{
	struct drawing d = {.args = a, .a = arena_new()};
	int rc;

	run_init(&d.run);
	rc = prepare(&d);
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
	"             CONTROL EVIDENCE...",
	"draw a sample of a control's population, committed before evidence is asked for",
	"Writes the commitment and prints the members. Nobody can choose them: they follow from the\n"
	"population, the period, the control and the head of the chain. Somebody whom the reader of\n"
	"the report trusts signs the file; \"samples\" in trueup.json names it. A result counts for\n"
	"it if it was made after the commitment, and a member that is not shown is a deviation.",
	options, run};
