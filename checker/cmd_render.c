/*
 * trueup render: other formats from a finished report, without the evidence.
 * The bytes are those that the run would have written.  Only a report whose
 * seal holds is rendered, and only the bytes that were sealed: a report that
 * was edited would otherwise come out as clean as any other.
 */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/commands.h"
#include "checker/output.h"
#include "checker/sealed.h"
#include "reports/walk.h"
#include "reports/writer.h"

static const struct option_row options[] = {
	{"format", 'f', "LIST", false, "which, by comma (default: text)"},
	{"output", 'o', "DIR", false, "write files there; without it one format goes to standard output"},
	{"history", 0, "REPORT", true, "an earlier report of the chain: html and pdf then show the trend"},
	SEALING_OPTIONS,
	{NULL, 0, NULL, false, NULL},
};

struct job {
	const struct args *args;
	struct arena *a;
	struct diags *d;
	struct sealing sealing;
	struct sealed sealed;
	struct writer_options options;
	bool *chosen;
	size_t nchosen;
};

static const char *
option(const struct job *j, const char *name)
{
	return arg_get(&command_render, j->args, name);
}

static int
usage(const char *what)
{
	fprintf(stderr, "trueup render: %s\nusage: trueup %s\n", what, command_render.synopsis);
	return EXIT_USAGE;
}

/* ---- the files ---- */

static bool
same_folder(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int
not_written(struct job *j, const char *where)
{
	diag_add(j->d, &diag_output, &(struct place){.file = where}, "cannot be written: %s",
		strerror(errno));
	return EXIT_MACHINE;
}

static int
write_folder(struct job *j, const char *dir)
{
	struct outdir *out = outdir_open(dir);
	char hex[SHA256_HEX];
	int rc = EXIT_OK;

	if (out == NULL)
		return not_written(j, dir);
	for (size_t i = 0; writers[i] != NULL && rc == EXIT_OK; i++)
		if (j->chosen[i] && output_one(out, writers[i], j->sealed.report, &j->options, hex) != 0)
			rc = not_written(j, arena_printf(j->a, "%s/%s", dir, writers[i]->file));
	if (rc == EXIT_OK && outdir_commit(out, NULL) != 0)
		rc = not_written(j, outdir_failed(out) != NULL ? outdir_failed(out) : dir);
	if (rc == EXIT_OK)
		outdir_close(out);
	else
		outdir_rollback(out);
	return rc;
}

static int
print_one(struct job *j)
{
	char hex[SHA256_HEX];

	for (size_t i = 0; writers[i] != NULL; i++)
		if (j->chosen[i] && output_stream(STDOUT_FILENO, writers[i], j->sealed.report, &j->options, hex) != 0)
			return not_written(j, "standard output");
	return EXIT_OK;
}

static int
choose(struct job *j)
{
	const char *list = option(j, "format"), *dir = option(j, "output");

	if (list == NULL && dir != NULL)
		list = "html";
	for (size_t i = 0; writers[i] != NULL; i++)
		if (dir == NULL && writers[i]->file == NULL
			&& (list == NULL || str_same(list, writers[i]->name)))
			j->chosen[i] = true;
	for (size_t i = 0; writers[i] != NULL; i++)
		j->nchosen += j->chosen[i];
	if (j->nchosen == 1)
		return EXIT_OK;
	if (output_formats(j->chosen, "render", list) != 0)
		return EXIT_USAGE;
	for (size_t i = 0; writers[i] != NULL; i++)
		j->nchosen += j->chosen[i];
	if (j->nchosen == 0)
		return usage("no format named");
	if (dir == NULL && j->nchosen > 1)
		return usage("more than one file: say with --output where");
	return EXIT_OK;
}

static int
later(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;

	return strcmp(get_str(*x, "as_of"), get_str(*y, "as_of"));
}

/* Every earlier report is believed for its seal, as the report itself; oldest first, whatever the order. */
static int
take_history(struct job *j)
{
	const struct option_values *v = arg_all(&command_render, j->args, "history");
	const struct node **reports = ARENA_ARRAY(j->a, const struct node *, v->n + 1);
	int rc = EXIT_OK;

	for (size_t i = 0; i < v->n; i++) {
		struct sealed s;

		rc = exit_worse(rc, sealed_load(&s, j->a, v->v[i], &j->sealing, j->d));
		reports[i] = s.report;
	}
	if (rc != EXIT_OK)
		return rc;
	qsort(reports, v->n, sizeof(*reports), later);
	if (v->n > 0 && strcmp(get_str(reports[v->n - 1], "as_of"),
		get_str(j->sealed.report, "as_of")) > 0)
		return usage("a report of the history is dated after the one that is rendered");
	j->options.history = reports;
	j->options.nhistory = v->n;
	return EXIT_OK;
}

static int
render(struct job *j)
{
	const char *dir = option(j, "output");
	int rc = choose(j);

	if (rc == EXIT_OK)
		rc = sealing_begin(&j->sealing, &command_render, j->args, j->d);
	if (rc == EXIT_OK)
		rc = sealed_load(&j->sealed, j->a, j->args->rest[0], &j->sealing, j->d);
	if (rc != EXIT_OK)
		return rc;
	if (dir != NULL && same_folder(dir, j->sealed.file.folder))
		return usage("a file more in the report's own folder would not be part of its seal: "
			"name another with --output");
	j->options = (struct writer_options){.width = 80, .seal_key = j->sealed.keyid};
	rc = take_history(j);
	if (rc != EXIT_OK)
		return rc;
	return dir != NULL ? write_folder(j, dir) : print_one(j);
}

static int
render_report(const struct args *a, struct arena *mem, struct diags *d)
{
	struct job j = {.args = a, .a = mem, .d = d,
		.chosen = ARENA_ARRAY(mem, bool, writers_count() + 1)};
	int status = render(&j);

	sealing_end(&j.sealing);
	return status;
}

static int
run(const struct args *a)
{
	if (a->nrest != 1)
		return usage("one report is wanted");
	return reportfile_run(a, render_report);
}

const struct command command_render = {
	"render",
	"render [-f LIST] [-o DIR] [--history REPORT]... [--trust FILE]... [--allow-untrusted] "
	"[--unsealed] REPORT",
	"other formats from a finished report, without the evidence",
	"Makes any format that 'trueup formats' lists from report.json (or its folder): the same\n"
	"bytes as check would have written. The seal is checked first, as verify does; a report\n"
	"that was edited, cut off or sealed by nobody you trust is not rendered. With --history\n"
	"html and pdf also show how the numbers went, from earlier reports whose seals are checked\n"
	"in the same way.",
	options, run};
