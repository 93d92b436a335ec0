/*
 * trueup gate: gates over a finished report, decided as check does.  Only a report whose seal
 * holds passes one: whoever edited a number would otherwise choose the answer.
 */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/commands.h"
#include "checker/gate.h"
#include "checker/sealed.h"

static const struct option_row options[] = {
	{"list", 0, NULL, false, "the names that an expression may use"},
	SEALING_OPTIONS,
	{NULL, 0, NULL, false, NULL},
};

static int
list(void)
{
	for (const struct gate_name *g = gate_names; g->name != NULL; g++)
		printf("%-16s %s\n", g->name, g->meaning);
	printf("\nDefault: %s\n", GATE_DEFAULT);
	return EXIT_OK;
}

static int
decide(const struct args *a, const struct node *report, struct arena *mem, struct diags *d)
{
	struct gate_result g;
	struct buf b;

	if (gate_run(&g, report, a->rest + 1, a->nrest - 1, mem, d) != 0)
		return EXIT_USAGE;
	buf_init(&b, MIB);
	gate_print(&b, &g);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
	if (!node_is(node_get(report, "complete"), NODE_TRUE))
		return g.none ? EXIT_INCOMPLETE : exit_worse(EXIT_INCOMPLETE, g.pass ? 0 : EXIT_GATE);
	return g.none || g.pass ? EXIT_OK : EXIT_GATE;
}

static int
gate_report(const struct args *a, struct arena *mem, struct diags *d)
{
	struct sealing s = {0};
	struct sealed sealed;
	int rc = sealing_begin(&s, &command_gate, a, d);

	if (rc == EXIT_OK)
		rc = sealed_load(&sealed, mem, a->rest[0], &s, d);
	if (rc == EXIT_OK)
		rc = decide(a, sealed.report, mem, d);
	sealing_end(&s);
	return rc;
}

static int
run(const struct args *a)
{
	if (arg_get(&command_gate, a, "list") != NULL)
		return list();
	if (a->nrest == 0) {
		fprintf(stderr, "trueup gate: no report named\nusage: trueup %s\n", command_gate.synopsis);
		return EXIT_USAGE;
	}
	return reportfile_run(a, gate_report);
}

const struct command command_gate = {
	"gate",
	"gate [--list] [--trust FILE]... [--allow-untrusted] [--unsealed] REPORT [EXPR]...",
	"gate a finished report",
	"Decides the gates over report.json (or its folder) exactly as check does. Every scope\n"
	"must pass every expression. The seal is checked first, as verify does: by a report that was\n"
	"edited, cut off or sealed by nobody you trust nothing is decided, and the status is 4.",
	options, run};
