/*
 * trueup check: from evidence to a sealed report, once through the house.
 * The signer is forked before any evidence is opened; nothing is written
 * until everything is judged; a failed gate is decided apart from any format.
 */
#include <errno.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/commands.h"
#include "checker/effects.h"
#include "checker/gate.h"
#include "checker/join/join.h"
#include "checker/judge/judge.h"
#include "checker/model/say.h"
#include "checker/output.h"
#include "checker/previous.h"
#include "checker/read/read_diags.h"
#include "checker/rulefiles.h"
#include "checker/run.h"
#include "checker/samples.h"
#include "checker/streams.h"
#include "reports/report.h"
#include "reports/seal/seal.h"
#include "reports/writer.h"

static const struct option_row options[] = {
	{"config", 'c', "FILE", false, "trueup.json: zones, hints, authority, weights"},
	{"rules", 'r', "FILE", true, "a rule pack beside core, a profile or an override"},
	{"require-signed-rules", 0, "FILE", true, "every such file must be signed by a key of FILE"},
	{"sample-signers", 0, "FILE", true, "samples count whose commitment a key of FILE has signed"},
	{"output", 'o', "DIR", false, "write the sealed report there"},
	{"format", 'f', "LIST", false, "renderings beside report.json, by comma (default: html)"},
	{"as-of", 0, "TIME", false, "the only clock: an instant, or a date (its last moment)"},
	{"gate", 0, "EXPR", true, "pass only if this holds for every scope; \"none\" asks for none"},
	{"previous", 0, "REPORT", false, "the last report (its folder, or report.json): its failures stay until they are shown mended"},
	{"trust", 0, "FILE", true, "a key of FILE must have sealed --previous; record streams that it sealed count as their raw files"},
	{"key", 0, "KEY", false, "signing key: file:PATH or env:NAME (default: a one-run key, UNTRUSTED)"},
	{"names", 0, "WHO", false, "owners (default), all or none"},
	{"strict", 0, NULL, false, "stop at the first source that is broken"},
	{"quiet", 'q', NULL, false, "print the gate and nothing else"},
	{NULL, 0, NULL, false, NULL},
};

struct job {
	const struct args *args;
	struct run run;
	struct arena *a;          /* model, assessment, report */
	struct signer *signer;
	struct builder *builder;
	struct previous_report previous;
	struct arena *alone;      /* of what is judged without it; freed once it is compared */
	const struct assessment *without;
	const struct rule_set *rules;
	const struct assessment *assessment;
	const struct node *report;
	struct gate_result gate;
	int status;
};

static const char *
option(const struct job *j, const char *name)
{
	return arg_get(&command_check, j->args, name);
}

static int
usage(const char *what)
{
	fprintf(stderr, "trueup check: %s\nusage: trueup %s\n", what, command_check.synopsis);
	return EXIT_USAGE;
}

static bool
ratchet_asked(const struct job *j)
{
	const struct option_values *gates = arg_all(&command_check, j->args, "gate");

	return gates->n > 0 ? gate_needs_previous(gates->v, gates->n)
		: gate_needs_previous(j->run.cfg.gates, j->run.cfg.ngates);
}

/* Options, key, configuration, rules: all that can be wrong before evidence is opened. */
static int
prepare(struct job *j)
{
	const char *names = option(j, "names");
	int rc;

	if (j->args->nrest == 0)
		return usage("no evidence named");
	if (output_formats_check(option(j, "format")) != 0)
		return EXIT_USAGE;
	if (names != NULL && !str_same(names, "owners") && !str_same(names, "all")
		&& !str_same(names, "none"))
		return usage("--names is owners, all or none");
	if (option(j, "output") != NULL) {
		j->signer = signer_start(option(j, "key"), j->run.diags);
		if (j->signer == NULL)
			return EXIT_USAGE;
	} else if (option(j, "key") != NULL) {
		return usage("--key signs a report: give --output as well");
	}
	rc = run_config(&j->run, option(j, "config"));
	if (rc != EXIT_OK)
		return rc;
	if (names != NULL)
		j->run.cfg.names = names;
	if (run_as_of(&j->run, option(j, "as-of")) != 0)
		return EXIT_USAGE;
	if (rulefiles_trust(&j->run, arg_all(&command_check, j->args, "require-signed-rules")) != 0)
		return EXIT_USAGE;
	if (samples_load(&j->run, arg_all(&command_check, j->args, "sample-signers")) != 0)
		return EXIT_USAGE;
	if (streams_trust(&j->run, arg_all(&command_check, j->args, "trust")) != 0)
		return EXIT_USAGE;
	j->rules = rulefiles_load_without(&j->run, arg_all(&command_check, j->args, "rules"), NULL);
	if (j->rules == NULL)
		return EXIT_USAGE;
	if (option(j, "previous") == NULL && ratchet_asked(j)) {
		diag_add(j->run.diags, &diag_gate_previous, NULL, "give --previous REPORT; of a first "
			"run no ratchet can be asked");
		return EXIT_USAGE;
	}
	return option(j, "previous") == NULL ? EXIT_OK : previous_load(&j->previous, j->run.a,
		option(j, "previous"), arg_all(&command_check, j->args, "trust"), j->run.diags);
}

/* Not of a later day: what it knows would lie ahead. */
static int
take_previous(struct job *j)
{
	struct run *r = &j->run;
	const struct previous *p = &j->previous.facts;

	if (j->previous.report == NULL)
		return EXIT_OK;
	if (r->cfg.as_of_text == NULL && p->as_of > r->cfg.as_of)
		r->cfg.as_of = p->as_of;
	if (p->as_of > r->cfg.as_of) {
		diag_add(r->diags, &diag_previous_later, &(struct place){.file = option(j, "previous")},
			"it is as of %s, this run as of %s", instant_utc_dup(r->a, p->as_of),
			instant_utc_dup(r->a, r->cfg.as_of));
		return EXIT_USAGE;
	}
	j->alone = arena_new();
	j->without = effects_alone(j->builder, j->rules, j->alone);
	builder_previous(j->builder, p);
	return EXIT_OK;
}

/* What a mapping loosens ends with its approval, whatever the dates in the file are (attacks G4). */
static void
approvals_ended(struct run *r)
{
	for (size_t i = 0; i < r->nsources; i++) {
		const struct source *s = r->sources[i];
		const char *until = s->loosened_until.raw;

		if (s->loosens == NULL
			|| (s->loosened_until.known == KNOWN && s->loosened_until.hi >= r->cfg.as_of))
			continue;
		until = until != NULL ? until : "a day that is not given";
		diag_add(r->diags, &map_e_expired, &(struct place){.file = s->path},
			"the approval of its mapping ended on %s, before as-of: the run is incomplete",
			until);
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_MAPPING, SAY_S(s->path), SAY_S(until)));
	}
}

static int
read_evidence(struct job *j)
{
	struct run *r = &j->run;

	j->builder = builder_new(&r->cfg);
	if (run_read(r, j->args->rest, j->args->nrest, builder_sink(j->builder), NULL, NULL) != 0)
		return r->usage ? EXIT_USAGE : exit_worse(EXIT_INCOMPLETE, run_status(r));
	run_sort(r);
	for (size_t i = 0; i < r->nsources; i++)
		builder_add_source(j->builder, r->sources[i]);
	if (r->cfg.as_of_text == NULL) {
		int64_t newest = run_newest(r);

		r->cfg.as_of = newest == INT64_MIN ? 0 : newest;
		diag_add(r->diags, &diag_as_of_missing, NULL,
			"no --as-of: the newest date in the evidence is taken, and no gate can pass");
	}
	if (take_previous(j) != EXIT_OK)
		return EXIT_USAGE;
	approvals_ended(r);
	return EXIT_OK;
}

static int
judge_it(struct job *j)
{
	struct run *r = &j->run;
	const struct option_values *gates = arg_all(&command_check, j->args, "gate");
	const char *const *exprs = gates->n > 0 ? gates->v : r->cfg.gates;
	size_t n = gates->n > 0 ? gates->n : r->cfg.ngates;
	struct report_options o = {.names = r->cfg.names, .gates = exprs,
		.ngates = n, .previous = j->previous.report, .gate_none = n == 1 && str_same(exprs[0], "none")};
	const struct model *m = builder_freeze(j->builder, j->a, r->diags);

	if (m->left_out)
		run_incomplete(r, say_text(SAY_INCOMPLETE_LEFT_OUT));
	o.complete = r->nincomplete == 0;
	o.incomplete_why = r->incomplete;
	o.nincomplete = r->nincomplete;
	if (!effects_affordable(m)) {
		builder_free(j->builder);
		j->builder = NULL;
	}
	j->assessment = judge(m, j->rules, j->a);
	o.inputs = output_inputs(r, j->rules, j->a, &o.ninputs);
	o.effects = effects_measure(&(struct effects_of){r, arg_all(&command_check, j->args, "rules"),
		j->rules, j->builder, j->assessment, j->previous.report != NULL, j->without}, j->a,
		&o.neffects);
	arena_free(j->alone);
	j->alone = NULL;
	builder_free(j->builder);
	j->builder = NULL;
	j->report = report_build(j->a, j->assessment, &o);
	if (gate_run(&j->gate, j->report, exprs, n, j->a, r->diags) != 0)
		return EXIT_USAGE;
	return EXIT_OK;
}

static unsigned
terminal_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize ws;
	int64_t n;

	if (!isatty(STDOUT_FILENO))
		return 80; /* a file is the same from every terminal */
	if (columns != NULL && text_to_int(columns, strlen(columns), 20, 1000, &n))
		return (unsigned)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) == 0 && ws.ws_col >= 20)
		return ws.ws_col;
	return 80;
}

static void
print_summary(struct job *j)
{
	struct writer_options wo = {
		.colour = isatty(STDOUT_FILENO) && getenv("NO_COLOR") == NULL, .width = terminal_width()};
	const struct writer *text = writer_find("text");
	struct buf b;

	buf_init(&b, OUTPUT_MAX);
	if (option(j, "quiet") == NULL)
		text->write(&b, j->report, &wo);
	if (option(j, "output") != NULL && option(j, "quiet") == NULL) {
		buf_str(&b, "\nReport: ");
		text_inert(&b, option(j, "output"), 0);
		buf_str(&b, signer_one_run(j->signer)
				? " (UNTRUSTED: sealed by a one-run key; trueup keygen makes a lasting one)\n"
				: " (sealed)\n");
	} else if (option(j, "quiet") == NULL) {
		buf_str(&b, "\nNothing was written: -o DIR writes the sealed report.\n");
	}
	gate_print(&b, &j->gate);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

static int
run_job(struct job *j)
{
	int rc = prepare(j);

	if (rc == EXIT_OK)
		rc = read_evidence(j);
	if (rc == EXIT_OK)
		rc = judge_it(j);
	if (rc != EXIT_OK)
		return rc;
	if (option(j, "output") != NULL)
		rc = output_write(&j->run, option(j, "output"), option(j, "format"), j->assessment,
			j->report, j->rules, j->signer);
	print_summary(j);
	rc = exit_worse(rc, run_status(&j->run));
	if (!j->gate.none && !j->gate.pass)
		rc = exit_worse(rc, EXIT_GATE);
	return rc;
}

static int
run(const struct args *a)
{
	struct job j = {.args = a};
	int rc;

	run_init(&j.run);
	j.a = arena_new();
	j.run.strict = option(&j, "strict") != NULL;
	rc = run_job(&j);
	run_report(&j.run);
	signer_free(j.signer);
	builder_free(j.builder);
	arena_free(j.alone);
	arena_free(j.a);
	run_free(&j.run);
	return rc;
}

const struct command command_check = {
	"check",
	"check [-c FILE] [-r FILE]... [-o DIR] [-f LIST] [--as-of TIME] [--gate EXPR]...\n"
	"             [--previous REPORT] [--trust FILE]... [--key KEY] [--names WHO]\n"
	"             [--require-signed-rules FILE]... [--sample-signers FILE]... [--strict] [-q]\n"
	"             EVIDENCE...",
	"compare what the records say with what the evidence shows",
	"Reads every file below the arguments, joins them, judges them by the rules and prints\n"
	"what the records say, what evidence supports and refutes, who owns it, and which\n"
	"decisions are late. With -o the report is written and sealed. The gate decides the\n"
	"exit status; the default is: complete && contradicted == 0 && failing == 0 && real_low > 0.",
	options, run};
