/* trueup read: the records as JSON Lines, in the order of the files. */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/commands.h"
#include "checker/run.h"

static const struct option_row options[] = {
	{"config", 'c', "FILE", false, "trueup.json: formats, zones and hints"},
	{"strict", 0, NULL, false, "stop at the first source that is broken"},
	{NULL, 0, NULL, false, NULL},
};

struct printer {
	struct sink sink;
	struct buf line;
};

static void
put(struct sink *s, const struct record *r)
{
	struct printer *p = (struct printer *)s;

	buf_reset(&p->line);
	record_print(&p->line, r);
	buf_chr(&p->line, '\n');
	fwrite(p->line.p, 1, p->line.len, stdout);
}

static int
run(const struct args *a)
{
	struct printer p = {.sink = {put}};
	struct run r;
	int status;

	if (a->nrest == 0) {
		fprintf(stderr, "trueup read: no evidence named\nusage: trueup %s\n",
			command_read.synopsis);
		return EXIT_USAGE;
	}
	run_init(&r);
	buf_init(&p.line, 256 * MIB);
	r.strict = arg_get(&command_read, a, "strict") != NULL;
	status = run_config(&r, arg_get(&command_read, a, "config"));
	if (status == EXIT_OK) {
		puts("{\"trueup\":\"records/1\"}");
		if (run_read(&r, a->rest, a->nrest, &p.sink, NULL, NULL) != 0)
			status = r.usage ? EXIT_USAGE : EXIT_INCOMPLETE;
		else if (r.nincomplete > 0)
			status = EXIT_INCOMPLETE;
	}
	run_report(&r);
	buf_free(&p.line);
	run_free(&r);
	return status;
}

const struct command command_read = {
	"read", "read [-c FILE] [--strict] EVIDENCE...", "the records as JSON Lines",
	"Prints every fact that the readers find, one JSON object a line, with the line of the\n"
	"source that it came from. Nothing is joined or judged yet.",
	options, run};
