/*
 * trueup read: the records as JSON Lines, in the order of the files, with the account of each file
 * before its records.  With -o into a folder that is sealed as a report is, so that other machines
 * can take them for the files themselves.
 */
#include <errno.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/commands.h"
#include "checker/streamout.h"
#include "reports/report.h"
#include "reports/seal/seal.h"

static const struct option_row options[] = {
	{"config", 'c', "FILE", false, "trueup.json: formats, zones and hints"},
	{"output", 'o', "DIR", false, "write the stream and its seal there"},
	{"key", 0, "KEY", false, "signing key: file:PATH or env:NAME (default: a one-run key, UNTRUSTED)"},
	{"part", 0, "PART", false, "read one part of the files, as 2/7; each file is in one of them"},
	{"strict", 0, NULL, false, "stop at the first source that is broken"},
	{NULL, 0, NULL, false, NULL},
};

struct job {
	const struct args *args;
	struct run run;
	struct signer *signer;
	struct outdir *dir;
	struct streamout out;
};

static const char *
option(const struct job *j, const char *name)
{
	return arg_get(&command_read, j->args, name);
}

static int
usage(const char *what)
{
	fprintf(stderr, "trueup read: %s\nusage: trueup %s\n", what, command_read.synopsis);
	return EXIT_USAGE;
}

static int
choose_part(struct job *j)
{
	const char *text = option(j, "part"), *slash;
	int64_t part, parts;

	if (text == NULL)
		return 0;
	slash = strchr(text, '/');
	if (slash == NULL || !text_to_int(text, (size_t)(slash - text), 1, MAX_STREAM_PARTS, &part)
		|| !text_to_int(slash + 1, strlen(slash + 1), 1, MAX_STREAM_PARTS, &parts)
		|| part > parts)
		return -1;
	j->run.part = (unsigned)part;
	j->run.parts = (unsigned)parts;
	return 0;
}

static int
prepare(struct job *j)
{
	if (j->args->nrest == 0)
		return usage("no evidence named");
	if (choose_part(j) != 0)
		return usage("--part is like 2/7: the second of seven parts");
	if (option(j, "output") == NULL && option(j, "key") != NULL)
		return usage("--key seals a stream: give --output as well");
	if (option(j, "output") != NULL) {
		j->signer = signer_start(option(j, "key"), j->run.diags);
		if (j->signer == NULL)
			return EXIT_USAGE;
	}
	return run_config(&j->run, option(j, "config"));
}

static int
failed(struct job *j)
{
	const char *dir = option(j, "output");
	const char *name = j->dir != NULL ? outdir_failed(j->dir) : NULL;

	if (dir == NULL) {
		fprintf(stderr, "trueup: standard output could not be written: %s\n",
			strerror(errno));
		return EXIT_MACHINE;
	}
	diag_add(j->run.diags, &diag_output, &(struct place){.file = dir},
		"%s%scannot be written: %s; nothing of this stream is left there",
		name != NULL ? name : "", name != NULL ? " " : "", strerror(errno));
	return EXIT_MACHINE;
}

/* The seal lists the stream, and the raw files with their digests. */
static int
seal(struct job *j, const char *hex)
{
	struct statement *st = statement_new(SEAL_RECORDS);
	struct run *r = &j->run;
	int rc;

	statement_output(st, SEAL_RECORDS_FILE, hex);
	for (size_t i = 0; i < r->nsources; i++)
		if (r->sources[i]->sha256[0] != '\0')
			statement_input(st, r->sources[i]->path, r->sources[i]->sha256);
	statement_tool(st, "trueup", REPORT_TOOL_VERSION);
	if (r->cfg.sha256 != NULL)
		statement_parameter(st, "config_sha256", r->cfg.sha256);
	if (r->parts > 0)
		statement_parameter(st, "part", arena_printf(r->a, "%u/%u", r->part, r->parts));
	rc = seal_folder(j->dir, j->signer, st, r->diags);
	statement_free(st);
	if (rc != 0)
		return EXIT_MACHINE;
	if (outdir_commit(j->dir, SEAL_STEM ".dsse.json") != 0)
		return failed(j);
	outdir_close(j->dir);
	j->dir = NULL;
	return EXIT_OK;
}

static int
begin_output(struct job *j)
{
	int fd = STDOUT_FILENO;

	if (option(j, "output") != NULL) {
		j->dir = outdir_open(option(j, "output"));
		fd = j->dir == NULL ? -1 : outdir_begin(j->dir, SEAL_RECORDS_FILE);
	}
	if (fd < 0)
		return failed(j);
	streamout_init(&j->out, &j->run, fd);
	return EXIT_OK;
}

/* A stream is whole, or nothing is left of it: on a pipe its last line is missing then. */
static int
read_all(struct job *j)
{
	struct run *r = &j->run;
	char hex[SHA256_HEX];
	int rc;

	if (run_read(r, j->args->rest, j->args->nrest, &j->out.sink, streamout_source,
		    &j->out) != 0)
		return r->usage ? EXIT_USAGE : exit_worse(EXIT_INCOMPLETE, run_status(r));
	if (streamout_end(&j->out, hex) != 0)
		return failed(j);
	if (j->dir == NULL)
		return run_status(r);
	if (outdir_done(j->dir, j->out.fd) != 0)
		return failed(j);
	rc = seal(j, hex);
	return exit_worse(rc, run_status(r));
}

static int
run(const struct args *a)
{
	struct job j = {.args = a};
	int status;

	run_init(&j.run);
	j.run.reads_only = true;
	j.run.strict = option(&j, "strict") != NULL;
	status = prepare(&j);
	if (status == EXIT_OK)
		status = begin_output(&j);
	if (status == EXIT_OK) {
		status = read_all(&j);
		streamout_free(&j.out);
	}
	outdir_rollback(j.dir);
	signer_free(j.signer);
	run_report(&j.run);
	run_free(&j.run);
	return status;
}

const struct command command_read = {
	"read", "read [-c FILE] [-o DIR [--key KEY]] [--part PART] [--strict] EVIDENCE...",
	"the records as JSON Lines",
	"Prints every fact that the readers find, one JSON object a line, with the line of the\n"
	"source that it came from; before the records of a source its digest and account. Nothing\n"
	"is joined or judged yet. With -o the stream is sealed: 'trueup check --trust' then takes\n"
	"it for the files themselves, so that machines can read parts of a folder (--part).",
	options, run};
