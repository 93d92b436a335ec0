/* trueup explain: why a control, item, rule, owner, asset or source of a finished report is where it is. */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/commands.h"
#include "checker/explain.h"
#include "checker/model/previous.h"
#include "checker/reportfile.h"

#define LABEL 15 /* columns of the labels */

static const struct option_row options[] = {
	{NULL, 0, NULL, false, NULL},
};

void
explain_head(struct buf *b, const char *name, const char *title, const char *what)
{
	if (b->len > 0)
		buf_chr(b, '\n');
	text_inert(b, name, 0);
	if (*title != '\0') {
		buf_str(b, "  ");
		text_inert(b, title, 0);
	}
	buf_chr(b, '\n');
	if (*what == '\0')
		return;
	text_inert(b, what, 0);
	buf_chr(b, '\n');
}

void
explain_line(struct buf *b, const char *label, const char *text, const char *place)
{
	if (str_same(label, "-"))
		buf_str(b, "  - ");
	else
		buf_fmt(b, "  %-*s", LABEL, label);
	text_inert(b, text, 0);
	if (place != NULL && *place != '\0') {
		buf_str(b, "  [");
		text_inert(b, place, 0);
		buf_chr(b, ']');
	}
	buf_chr(b, '\n');
}

void
explain_say(struct buf *b, const char *label, enum say what, const struct said *v, size_t n,
	const char *place)
{
	struct buf text;

	buf_init(&text, MIB);
	say_list(&text, what, v, n);
	explain_line(b, label, text.p, place);
	buf_free(&text);
}

/* ---- finding ---- */

static bool
called(const struct node *n, const char *key, const char *id)
{
	return *get_str(n, key) != '\0' && str_same_fold(get_str(n, key), id);
}

/* "AC-2(1)", "ac-2.1", or with its framework before a slash. */
static bool
is_control(const struct node *scope, const struct node *c, const char *id)
{
	const char *framework = get_str(scope, "framework");
	size_t len = strlen(framework);

	if (len > 0 && strlen(id) > len && id[len] == '/' && strncmp(id, framework, len) == 0)
		id += len + 1;
	return called(c, "id", id) || called(c, "label", id);
}

static size_t
explain_all(struct buf *b, const struct node *report, const char *id)
{
	size_t found = 0;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			if (is_control(s, c, id)) {
				explain_control(b, report, s, c);
				found++;
			}
	for EACH(i, report, "items")
		if (called(i, "id", id) || called(i, "key", id)) {
			explain_item(b, report, i);
			found++;
		}
	for EACH(r, report, "rules")
		if (called(r, "id", id)) {
			explain_rule(b, report, r);
			found++;
		}
	for EACH(s, report, "sources")
		if (str_same(get_str(s, "path"), id)) {
			explain_source(b, report, s);
			found++;
		}
	found += explain_owner(b, report, id) ? 1 : 0;
	found += explain_asset(b, report, id) ? 1 : 0;
	if (str_same(id, say_text(SAY_PARTY_CHAIN)) && node_is(node_get(report, "previous"), NODE_MAP)) {
		explain_previous(b, report);
		found++;
	}
	return found;
}

static const char *
nearest(const struct node *report, const char *id)
{
	static const struct { const char *list, *name; } lists[] = {
		{"items", "key"}, {"items", "id"}, {"items", "owner"}, {"rules", "id"}, {"sources", "path"},
	};
	VEC(const char *) names = {0};
	const char *near;

	for EACH(s, report, "scopes")
		for EACH(c, s, "controls")
			*VEC_PUSH(&names) = get_str(c, "label");
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for EACH(n, report, lists[i].list)
			*VEC_PUSH(&names) = get_str(n, lists[i].name);
	for EACH(p, node_get(report, "facts"), "population")
		*VEC_PUSH(&names) = get_str(p, "name");
	near = text_nearest(id, names.v, names.n);
	VEC_FREE(&names);
	return near;
}

static void
not_found(const struct node *report, const char *id)
{
	const char *near = nearest(report, id);
	struct buf b;

	buf_init(&b, MIB);
	buf_str(&b, "trueup explain: \"");
	text_inert(&b, id, 200);
	buf_fmt(&b, "\": %s", say_text(SAY_X_NO_ID));
	if (near != NULL) {
		struct buf mean;

		buf_init(&mean, MIB);
		SAY_WITH(&mean, SAY_X_MEAN, SAY_S(near));
		buf_str(&b, "; ");
		text_inert(&b, mean.p, 0);
		buf_free(&mean);
	}
	fwrite(b.p, 1, b.len, stderr);
	fputc('\n', stderr);
	buf_free(&b);
}

/* A place in the previous report was told: which one that is. */
static void
previous_named(struct buf *b, const struct node *report)
{
	const struct node *p = node_get(report, "previous");
	char as_of[64];

	if (!node_is(p, NODE_MAP) || b->len == 0 || strstr(b->p, "[" PREVIOUS_PATH) == NULL
		|| get_child(p, "lines") == NULL)
		return;
	buf_chr(b, '\n');
	EXPLAIN(b, say_text(SAY_L_PREVIOUS), NULL, SAY_X_PREVIOUS, SAY_S(get_str(p, "file")),
		SAY_S(as_of_text(p, as_of)), SAY_S(seal_text(get_str(p, "seal"))),
		SAY_S(get_str(p, "sha256")));
}

static int
explain(const struct args *a, struct arena *mem, struct diags *d)
{
	const struct node *report = reportfile_load(mem, a->rest[0], d);
	int status = EXIT_OK;
	struct buf b;

	if (report == NULL)
		return EXIT_USAGE;
	buf_init(&b, 64 * MIB);
	for (size_t i = 1; i < a->nrest; i++)
		if (explain_all(&b, report, a->rest[i]) == 0) {
			not_found(report, a->rest[i]);
			status = EXIT_USAGE;
		}
	previous_named(&b, report);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
	return status;
}

static int
run(const struct args *a)
{
	if (a->nrest < 2) {
		fprintf(stderr, "trueup explain: a report and a name are needed\nusage: trueup %s\n",
			command_explain.synopsis);
		return EXIT_USAGE;
	}
	return reportfile_run(a, explain);
}

const struct command command_explain = {
	"explain", "explain REPORT ID...", "why a control, item, rule, owner, asset or source is where it is",
	"ID is a control (AC-2, ac-2.1), an item (SEC-12), a rule (OWN-001), an owner, an asset (by name\n"
	"or id) or the path of a source, as the report has them; of several all are told. Prints the facts with the lines that they come from, the arithmetic,\n"
	"and what would have to change for the verdict to rise.",
	options, run};
