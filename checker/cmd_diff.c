/* trueup diff: regressions first; more than two reports are a trend. */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/commands.h"
#include "checker/sealed.h"
#include "reports/diff.h"
#include "reports/emit_json.h"
#include "reports/ratchet.h"
#include "reports/walk.h"
#include "reports/words.h"

#define SHOWN 200     /* lines of a class in text; --json and --all tell every one */
#define STEP_SHOWN 5  /* regressions of each step of a trend */
#define LINE_CUT 500  /* bytes of one sentence */

static const struct option_row options[] = {
	{"all", 0, NULL, false, "every line, not the first 200 of a kind"},
	{"json", 0, NULL, false, "one object a line: changes, then the counts"},
	SEALING_OPTIONS,
	{NULL, 0, NULL, false, NULL},
};

static const enum say headings[CHANGE_CLASSES] = {[CHANGE_REGRESSION] = SAY_H_REGRESSIONS,
	[CHANGE_FIX] = SAY_H_FIXES, [CHANGE_NEW] = SAY_H_NEW, [CHANGE_GONE] = SAY_H_GONE,
	[CHANGE_METHOD] = SAY_H_CHANGED_METHOD};

static int
status_of(const struct diff *d)
{
	if (d->count[CHANGE_REGRESSION] > 0)
		return d->count[CHANGE_FIX] > 0 ? EXIT_BOTH : EXIT_REGRESSIONS;
	return d->n > 0 ? EXIT_FIXES : EXIT_OK;
}

/* ---- text ---- */

static void
put_line(struct buf *b, const struct change *c)
{
	buf_str(b, "  ");
	if (change_of_measure(c))
		buf_str(b, say_text(SAY_D_MEASURE));
	text_inert(b, c->text, LINE_CUT);
	if (*c->at != '\0') {
		buf_str(b, "  [");
		text_inert(b, c->at, LINE_CUT);
		buf_chr(b, ']');
	}
	buf_chr(b, '\n');
}

static void
put_class(struct buf *b, const struct diff *d, enum change_class class, bool all)
{
	size_t told = 0;

	if (d->count[class] == 0)
		return;
	buf_fmt(b, "%s (", say_text(headings[class]));
	count_put(b, d->count[class]);
	buf_str(b, ")\n");
	for (size_t i = 0; i < d->n; i++) {
		if (d->v[i].class != class)
			continue;
		if (told++ == SHOWN && !all)
			break;
		put_line(b, &d->v[i]);
	}
	if (!all && d->count[class] > SHOWN) {
		buf_str(b, "  ");
		SAY_WITH(b, SAY_MORE, SAY_N(d->count[class] - SHOWN));
		buf_chr(b, '\n');
	}
	buf_chr(b, '\n');
}

/* One line a report and scope, so that columns can be compared downwards. */
static void
put_numbers(struct buf *b, const struct node *report)
{
	char as_of[64];

	for EACH(s, report, "scopes") {
		struct printed p = printed_scores(s);
		bool defined = node_is(node_at(s, "scores/procedural"), NODE_NUMBER);

		text_inert(b, as_of_text(report, as_of), 0);
		buf_str(b, "  ");
		if (defined)
			SAY_WITH(b, SAY_D_NUMBERS, SAY_N(p.procedural), SAY_N(p.real_low),
				SAY_N(p.real_high), SAY_N((uint64_t)get_int(s, "contradicted")),
				SAY_N((uint64_t)get_int(s, "failing")),
				SAY_N((uint64_t)get_int(report, "late_total")));
		else
			buf_str(b, say_text(SAY_B_NOTHING));
		buf_str(b, "  ");
		text_inert(b, get_str(s, "id"), 200);
		buf_chr(b, '\n');
	}
	if (get_child(report, "scopes") != NULL)
		return;
	text_inert(b, as_of_text(report, as_of), 0);
	buf_fmt(b, "  %s\n", say_text(SAY_B_NOTHING));
}

static void
put_summary(struct buf *b, const struct diff *d)
{
	if (d->n == 0) {
		buf_fmt(b, "%s\n", say_text(SAY_D_SAME));
		return;
	}
	SAY_WITH(b, SAY_D_SUMMARY, SAY_N(d->count[CHANGE_REGRESSION]), SAY_N(d->count[CHANGE_FIX]),
		SAY_N(d->count[CHANGE_NEW]), SAY_N(d->count[CHANGE_GONE]),
		SAY_N(d->count[CHANGE_METHOD]));
	buf_chr(b, '\n');
}

/* The score of what both have, and how many changes are not of the evidence. */
static void
put_like(struct buf *b, const struct diff *d, const struct node *old, const struct node *new)
{
	uint64_t measure = 0;

	for EACH(s, new, "scopes") {
		struct like l = like_for_like(scope_before(old, s), s);

		if (l.controls == 0)
			continue;
		SAY_WITH(b, SAY_D_LIKE, SAY_S(get_str(s, "id")), SAY_N(percent_down(l.now)),
			SAY_N(percent_down(l.before)), SAY_N(l.controls));
		buf_chr(b, '\n');
	}
	for (size_t i = 0; i < d->n; i++)
		measure += change_of_measure(&d->v[i]);
	if (d->n == 0)
		return;
	SAY_WITH(b, SAY_D_SIDES, SAY_N(measure), SAY_N(d->n - measure));
	buf_chr(b, '\n');
}

/* Whose word each report is. */
static void
put_seals(struct buf *b, const struct sealed *v, size_t n)
{
	char as_of[64];

	for (size_t i = 0; i < n; i++) {
		text_inert(b, as_of_text(v[i].report, as_of), 0);
		buf_str(b, "  ");
		if (v[i].keyid != NULL)
			SAY_WITH(b, SAY_D_SEALED, SAY_S(v[i].keyid));
		else
			say(b, v[i].one_run ? SAY_D_ONE_RUN : SAY_D_UNSEALED);
		if (v[i].who != NULL) {
			buf_str(b, "  (");
			text_inert(b, v[i].who, LINE_CUT);
			buf_chr(b, ')');
		}
		buf_chr(b, '\n');
	}
	buf_chr(b, '\n');
}

/*
 * The steps of a trend, each against the one before, with what got worse in it: what was broken
 * and mended between the first and the last is in no difference of these two.
 */
static void
put_steps(struct buf *b, struct arena *a, const struct sealed *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct diff step;
		char from[64], to[64];
		size_t worse;

		diff_build(&step, a, v[i - 1].report, v[i].report);
		text_inert(b, as_of_text(v[i - 1].report, from), 0);
		buf_str(b, " - ");
		text_inert(b, as_of_text(v[i].report, to), 0);
		buf_str(b, ": ");
		put_summary(b, &step);
		worse = step.count[CHANGE_REGRESSION];
		for (size_t k = 0; k < worse && k < STEP_SHOWN; k++)
			put_line(b, &step.v[k]);
		if (worse > STEP_SHOWN) {
			buf_str(b, "  ");
			SAY_WITH(b, SAY_MORE, SAY_N(worse - STEP_SHOWN));
			buf_chr(b, '\n');
		}
	}
	buf_chr(b, '\n');
}

/* ---- JSON ---- */

static void
json_counts(struct emit_json *j, const struct diff *d)
{
	for (int c = 0; c < CHANGE_CLASSES; c++)
		ej_kint(j, change_word((enum change_class)c), (int64_t)d->count[c]);
}

/* The key that signed each report: its id, "one-run", or null where nobody looked. */
static void
json_seals(struct emit_json *j, struct arena *a, const struct sealed *v, size_t n)
{
	ej_karray(j, "seals");
	for (size_t i = 0; i < n; i++)
		ej_str(j, v[i].keyid != NULL ? arena_printf(a, "sha256:%s", v[i].keyid)
			: v[i].one_run ? "one-run" : NULL);
	ej_end(j);
}

static void
json_steps(struct emit_json *j, struct arena *a, const struct sealed *v, size_t n)
{
	ej_karray(j, "steps");
	for (size_t i = 1; i < n; i++) {
		struct diff step;

		diff_build(&step, a, v[i - 1].report, v[i].report);
		ej_object(j);
		ej_kinert(j, "from", get_str(v[i - 1].report, "as_of"), 0);
		ej_kinert(j, "to", get_str(v[i].report, "as_of"), 0);
		json_counts(j, &step);
		ej_end(j);
	}
	ej_end(j);
}

static void
put_json(struct buf *b, const struct diff *d, struct arena *a, const struct sealed *v, size_t n)
{
	struct emit_json *j = ej_to_buf(b, EJ_COMPACT);

	for (size_t i = 0; i < d->n; i++) {
		const struct change *c = &d->v[i];

		ej_object(j);
		ej_kstr(j, "class", change_word(c->class));
		ej_kstr(j, "about", c->about);
		ej_kbool(j, "measure", change_of_measure(c));
		ej_kinert(j, "subject", c->subject, 0);
		ej_kinert(j, "text", c->text, 0);
		ej_kinert(j, "at", c->at, 0);
		ej_end(j);
	}
	ej_object(j);
	json_counts(j, d);
	json_seals(j, a, v, n);
	if (n > 2)
		json_steps(j, a, v, n);
	ej_end(j);
	ej_finish(j);
}

/* ---- the command ---- */

static int
take(void *ctx, const void *p, size_t n)
{
	const int *fd = ctx;

	return write_all(*fd, p, n);
}

static void
put_text(struct buf *b, const struct diff *d, struct arena *a, const struct sealed *v, size_t n,
	bool all)
{
	for (size_t i = 0; i < n; i++)
		put_numbers(b, v[i].report);
	buf_chr(b, '\n');
	put_seals(b, v, n);
	if (n > 2)
		put_steps(b, a, v, n);
	for (int c = 0; c < CHANGE_CLASSES; c++)
		put_class(b, d, (enum change_class)c, all);
	put_summary(b, d);
	put_like(b, d, v[0].report, v[n - 1].report);
}

static int
compare(const struct args *a, const struct sealing *s, struct arena *mem, struct diags *diags)
{
	struct sealed *v = ARENA_ARRAY(mem, struct sealed, a->nrest);
	bool all = arg_get(&command_diff, a, "all") != NULL;
	int fd = STDOUT_FILENO, rc = EXIT_OK;
	struct diff d;
	struct buf b;

	/* All are looked at, so that one answer tells all that is wrong. */
	for (size_t i = 0; i < a->nrest; i++)
		rc = exit_worse(rc, sealed_load(&v[i], mem, a->rest[i], s, diags));
	if (rc != EXIT_OK)
		return rc;
	diff_build(&d, mem, v[0].report, v[a->nrest - 1].report);
	buf_init_sink(&b, take, &fd);
	if (arg_get(&command_diff, a, "json") != NULL)
		put_json(&b, &d, mem, v, a->nrest);
	else
		put_text(&b, &d, mem, v, a->nrest, all);
	if (buf_drain(&b) != 0) {
		diag_add(diags, &diag_output, &(struct place){.file = "standard output"},
			"cannot be written");
		rc = EXIT_MACHINE;
	}
	buf_free(&b);
	return rc != EXIT_OK ? rc : status_of(&d);
}

static int
diff_reports(const struct args *a, struct arena *mem, struct diags *d)
{
	struct sealing s = {0};
	int status = sealing_begin(&s, &command_diff, a, d);

	if (status == EXIT_OK)
		status = compare(a, &s, mem, d);
	sealing_end(&s);
	return status;
}

static int
run(const struct args *a)
{
	if (a->nrest < 2) {
		fprintf(stderr, "trueup diff: two reports are wanted, the older one first\nusage: trueup %s\n",
			command_diff.synopsis);
		return EXIT_USAGE;
	}
	return reportfile_run(a, diff_reports);
}

const struct command command_diff = {
	"diff",
	"diff [--all] [--json] [--trust FILE]... [--allow-untrusted] [--unsealed] OLD NEW...",
	"what got worse between two reports, then what got better",
	"Compares the first report with the last; of more than two the numbers and the steps\n"
	"between them are shown as well. What could hide a failure counts as a regression: a\n"
	"control, asset, open item or rule that is gone, a lower weight, another limit, a failing\n"
	"test without a later result. The seal of each is checked first, as verify does, for an\n"
	"older report that was edited can hide what got worse; which key signed is told. Exit\n"
	"status: 0 the same, 4 a seal does not hold or is of nobody you trust, 10 changed and\n"
	"nothing worse, 11 regressions, 12 regressions and fixes.",
	options, run};
