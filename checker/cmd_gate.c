/* trueup gate: gates over a finished report, decided as check does. */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/commands.h"
#include "checker/gate.h"
#include "checker/reportfile.h"

static const struct option_row options[] = {
	{"list", 0, NULL, false, "the names that an expression may use"},
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
gate_report(const struct args *a, struct arena *mem, struct diags *d)
{
	const struct node *report = reportfile_load(mem, a->rest[0], d);
	struct gate_result g;
	struct buf b;

	if (report == NULL || gate_run(&g, report, a->rest + 1, a->nrest - 1, mem, d) != 0)
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
	"gate", "gate [--list] REPORT [EXPR]...", "gate a finished report",
	"Decides the gates over report.json (or its folder) exactly as check does. Every scope\n"
	"must pass every expression. The seal is not looked at: trueup verify does that.",
	options, run};
