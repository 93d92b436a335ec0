/* From the command line to the table of commands, and nothing else. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "checker/args.h"
#include "checker/base/die.h"
#include "checker/base/text.h"
#include "checker/cmd.h"

#ifndef TRUEUP_VERSION
#define TRUEUP_VERSION "0.1"
#endif

static void
usage(FILE *out)
{
	fputs("usage: trueup COMMAND [OPTION]... [ARGUMENT]...\n\n"
	      "Compares what compliance records say with what evidence shows.\n\n",
		out);
	for (size_t i = 0; commands[i] != NULL; i++)
		fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->help);
	fputs("\n'trueup COMMAND --help' tells the options of a command; trueup(1) tells everything.\n"
	      "Exit status: 0 gates pass, 1 a gate failed, 2 usage or rule error, 3 evidence incomplete,\n"
	      "4 not verified or untrusted, 5 could not write, 70 a bug.\n",
		out);
}

static int
unknown_command(const char *name)
{
	const char *words[64], *near;
	size_t n = 0;

	for (size_t i = 0; commands[i] != NULL && n < 64; i++)
		words[n++] = commands[i]->name;
	near = text_nearest(name, words, n);
	fprintf(stderr, "trueup: no command \"%.80s\"", name);
	if (near != NULL)
		fprintf(stderr, "; did you mean \"%s\"?", near);
	fputs("\nRun 'trueup --help' for the list.\n", stderr);
	return EXIT_USAGE;
}

#define STDOUT_PIECE ((size_t)256 * 1024)

/* A result that did not reach its reader is no result: a full disk or a closed pipe is exit 5. */
static int
finish(int status)
{
	bool earlier = ferror(stdout) != 0; /* of an error before this call the reason is lost */

	if (fflush(stdout) != 0 || earlier) {
		fprintf(stderr, "trueup: standard output could not be written%s%s\n",
			earlier ? "" : ": ", earlier ? "" : strerror(errno));
		status = exit_worse(status, EXIT_MACHINE);
	}
	return status;
}

/*
 * Evidence, keys and reports must never get the numbers of the standard streams.
 * A closed output stays one that cannot be written: nothing is lost unseen.
 */
static void
hold_standard_streams(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
}

int
main(int argc, char **argv)
{
	const struct command *c = NULL;
	struct args args;
	int status;

	hold_standard_streams();
	signal(SIGPIPE, SIG_IGN);
	/* A file over the limit is EFBIG, an error to report, not a death. */
	signal(SIGXFSZ, SIG_IGN);
	/* What is printed is written in large pieces, most of it at the end: then the reason of a failure is known. */
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, x_malloc(STDOUT_PIECE), _IOFBF, STDOUT_PIECE); /* until the end */
	if (argc < 2 || str_same(argv[1], "--help") || str_same(argv[1], "-h")
		|| str_same(argv[1], "help")) {
		usage(argc < 2 ? stderr : stdout);
		return argc < 2 ? EXIT_USAGE : finish(EXIT_OK);
	}
	if (str_same(argv[1], "--version")) {
		puts("trueup " TRUEUP_VERSION);
		return finish(EXIT_OK);
	}
	for (size_t i = 0; commands[i] != NULL; i++) {
		if (str_same(commands[i]->name, argv[1]))
			c = commands[i];
	}
	if (c == NULL)
		return unknown_command(argv[1]);
	switch (args_parse(&args, c, argc - 2, argv + 2)) {
	case ARGS_OK:
		status = c->run(&args);
		break;
	case ARGS_HELP:
		status = EXIT_OK;
		break;
	case ARGS_WRONG:
	default:
		status = EXIT_USAGE;
		break;
	}
	args_free(&args, c);
	return finish(status);
}
