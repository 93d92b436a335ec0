/* trueup rules: list, show, lint, test, explain. */
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/commands.h"
#include "checker/judge/kind.h"
#include "checker/ruleexplain.h"
#include "checker/rulefiles.h"
#include "checker/rulelint.h"
#include "checker/ruletest.h"
#include "rules/lang/changes.h"

static const struct option_row options[] = {
	{"rules", 'r', "FILE", true, "a rule pack beside core, a profile or an override"},
	{"require-signed-rules", 0, "FILE", true, "every such file must be signed by a key of FILE"},
	{"draft", 0, NULL, false, "list the rules whose inputs no export carries yet"},
	{"config", 'c', "FILE", false, "explain: trueup.json: zones, authority, rules"},
	{"as-of", 0, "TIME", false, "explain: an instant, or a date (its last moment)"},
	{NULL, 0, NULL, false, NULL},
};

static int
list(const struct rule_set *s, bool draft)
{
	for (size_t i = 0; i < s->nrules; i++) {
		const struct rule *r = s->rules[i];

		if ((r->draft != NULL) != draft)
			continue;
		printf("%-10s %-11s %s  %-9s %s\n", r->id, r->kind, r->dim, r->severity, r->question);
		if (draft)
			printf("           missing: %s\n", r->draft);
		else if (r->off != NULL)
			printf("           off: %s\n", r->off);
	}
	return EXIT_OK;
}

static void
show_slot(const struct kind_spec *k, const struct slot_spec *s)
{
	static const char *const wants[] = {"bool", "string", "int", "timestamp", "duration", "list", "any"};

	printf("    %-12s %s, %s; sees ", s->name, wants[s->want], s->required ? "needed" : "optional");
	for (size_t v = 0; v < s->nvars; v++)
		printf("%s, ", s->vars[v].name);
	printf("%s, as_of, the parameters\n", k->records[1] == NULL
		? k->records[0] : "the record");
}

static void
show_kind(const struct kind_spec *k)
{
	printf("kind %s\n    %s\n\n    for          ", k->name, k->doc);
	for (size_t i = 0; k->records[i] != NULL; i++)
		printf("%s%s", i > 0 ? ", " : "", k->records[i]);
	puts("");
	printf("    %-12s bool, optional; sees the record, as_of, the parameters\n", "where");
	for (size_t i = 0; i < k->nslots; i++)
		show_slot(k, &k->slots[i]);
	for (size_t i = 0; i < k->nparams; i++) {
		printf("    %-12s needed parameter: ", k->params[i].name);
		for (size_t t = 0; k->params[i].types[t] != NULL; t++)
			printf("%s%s", t > 0 ? " or " : "", k->params[i].types[t]);
		puts("");
	}
	printf("    message      words beside those:");
	for (size_t i = 0; k->words != NULL && k->words[i] != NULL; i++)
		printf(" %s", k->words[i]);
	printf("\n    effect       flag");
	if (k->scores != NULL)
		printf("; instance in dimension %s, for %s", k->scores, k->scores_for);
	puts("");
}

static void
show(const struct rule *r)
{
	printf("%s (%s, %s:%u)\n    %s\n\n", r->id, r->pack, r->file, r->line, r->question);
	printf("    kind %s, for every %s; dimension %s, effect %s, severity %s\n", r->kind, r->record,
		r->dim,
		r->effect == EFFECT_INSTANCE ? "instance" : r->effect == EFFECT_CAP ? "cap" : "flag",
		r->severity);
	if (r->where != NULL)
		printf("    %-10s %s\n", "where", program_text(r->where));
	for (size_t i = 0; i < r->spec->nslots; i++) {
		if (r->slots[i] != NULL)
			printf("    %-10s %s\n", r->spec->slots[i].name, program_text(r->slots[i]));
	}
	for (size_t i = 0; i < r->nparams; i++) {
		const struct param *p = &r->params[i];

		printf("    parameter %s (%s): ", p->name, p->type);
		if (p->text != NULL)
			fputs(p->text, stdout);
		for (const struct node *n = node_is(p->value, NODE_MAP) ? p->value->child : NULL; n != NULL;
			n = n->next)
			printf("%s %s%s", n->key, node_text(n), n->next != NULL ? ", " : "");
		printf("\n        stricter when %s; basis: %s; source: %s\n", p->stricter, p->basis,
			p->source);
	}
	printf("    fix        %s\n    refs      ", r->fix);
	for (size_t i = 0; i < r->nrefs; i++)
		printf(" %s%s", r->refs[i], i + 1 < r->nrefs ? "," : "\n");
	printf("    tests      %zu\n", r->ntests);
}

static void
show_table(const struct regime_table *t)
{
	printf("\n    table %s (%s: %s)\n", t->name, t->basis, t->source);
	for (size_t i = 0; i < t->nrows; i++) {
		fputs("       ", stdout);
		for (size_t k = 0; k < t->nkeys; k++)
			printf(" %s%s", (t->rows[i].facts >> k & 1) != 0 ? "" : "not ", t->keys[k]);
		printf(": %s %s\n", t->rows[i].limit, t->rows[i].also);
	}
}

/* The members of trueup.json that it sets: "o_classes: items, risks". */
static void
show_config(const struct node *map)
{
	for (const struct node *m = map != NULL ? map->child : NULL; m != NULL; m = m->next) {
		printf("    config %s:%s%s\n", m->key, node_text(m) != NULL ? " " : "",
			node_text(m) != NULL ? node_text(m) : "");
		for (const struct node *x = m->child; x != NULL; x = x->next) {
			printf("        %s%s", x->key != NULL ? x->key : node_text(x), x->key != NULL ? ":" : "");
			for (const struct node *id = x->child; id != NULL; id = id->next)
				printf(" %s", node_text(id));
			puts("");
		}
	}
}

/* A built-in profile, on a fresh set of core: what it sets, and its numbers with their marks. */
static int
show_profile(struct run *r, const struct pack_text *text)
{
	struct pack_text core = {"core.rules.jsonc", pack_core_text, pack_core_len};
	struct rule_set *s = rules_load(r->a, &core, 1, kind_specs, r->diags);
	const struct profile *p = s != NULL ? profile_apply(s, text, true, r->a, r->diags) : NULL;

	if (p == NULL)
		return EXIT_USAGE;
	printf("profile %s %s\n    %s\n    source: %s\n", p->name, p->version, p->title, p->source);
	for (size_t i = 0; i < s->nrules; i++)
		for (size_t c = 0; c < s->rules[i]->nchanges; c++) {
			const struct change *ch = &s->rules[i]->changes[c];
			const struct param *pa = rule_param(s->rules[i], ch->what);

			printf("    %s %s: %s -> %s%s\n", s->rules[i]->id, ch->what, ch->from, ch->to,
				ch->looser ? " (looser)" : "");
			if (pa != NULL)
				printf("        basis: %s; source: %s\n", pa->basis, pa->source);
		}
	show_config(p->config);
	for (size_t i = 0; i < p->nclocks; i++) {
		const struct regime_clock *k = &p->clocks[i];

		printf("    clock %s: %s: %s from %s (%s)\n        basis: %s; source: %s\n", k->id,
			k->what, k->limit, k->start, k->calendar, k->basis, k->source);
	}
	for (size_t i = 0; i < p->ntables; i++)
		show_table(&p->tables[i]);
	return EXIT_OK;
}

static int
show_named(struct run *run, const struct rule_set *s, const char *name)
{
	const struct rule *r = rule_find(s, name);
	const struct kind *k = kind_find(name);

	if (r != NULL)
		show(r);
	else if (k != NULL)
		show_kind(&k->spec);
	else if (shipped_profile(name) != NULL)
		return show_profile(run, shipped_profile(name));
	else {
		fprintf(stderr, "trueup rules: no rule, kind or profile \"%.60s\"\n", name);
		return EXIT_USAGE;
	}
	return EXIT_OK;
}

static int
lint(const struct rule_set *s, const struct rule_choice *c, struct run *r)
{
	size_t bad = rules_lint(s, c, r->zones, r->a), n = c->n == 0 ? s->nrules : c->n;

	printf("%zu rule%s, %zu remark%s\n", n, n == 1 ? "" : "s", bad, bad == 1 ? "" : "s");
	return bad == 0 ? EXIT_OK : EXIT_USAGE;
}

/* What the joins of the tests' own models remark is no news; errors are. */
static int
test(const struct rule_set *s, const struct rule_choice *c, struct run *r)
{
	struct diags *d = diags_new();
	int rc = rules_test(s, c, r->zones, d) == 0 ? EXIT_OK : EXIT_GATE;

	if (diags_errors(d) > 0)
		diags_move(r->diags, d);
	diags_free(d);
	return rc;
}

/* A rule that is named and is none: nothing would be run, and nothing be wrong. */
static int
check_choice(const struct rule_set *s, const struct rule_choice *c, struct arena *a)
{
	const char **ids = ARENA_ARRAY(a, const char *, s->nrules + 1), *near;
	int rc = 0;

	for (size_t i = 0; i < s->nrules; i++)
		ids[i] = s->rules[i]->id;
	for (size_t i = 0; i < c->n; i++) {
		if (rule_find(s, c->ids[i]) != NULL)
			continue;
		near = text_nearest(c->ids[i], ids, s->nrules);
		fprintf(stderr, near != NULL ? "trueup rules: no rule \"%.60s\"; did you mean \"%s\"?\n"
			: "trueup rules: no rule \"%.60s\"\n", c->ids[i], near);
		rc = -1;
	}
	return rc;
}

static int
dispatch(const struct args *a, struct run *r)
{
	const char *verb = a->nrest > 0 ? a->rest[0] : "list";
	const struct rule_set *s;

	int rc = run_config(r, arg_get(&command_rules, a, "config"));

	if (rc != EXIT_OK)
		return rc;
	if (run_as_of(r, arg_get(&command_rules, a, "as-of")) != 0)
		return EXIT_USAGE;
	if (rulefiles_trust(r, arg_all(&command_rules, a, "require-signed-rules")) != 0)
		return EXIT_USAGE;
	s = rulefiles_load(r, arg_all(&command_rules, a, "rules"));

	if (s == NULL)
		return EXIT_USAGE;
	if (str_same(verb, "list"))
		return list(s, arg_get(&command_rules, a, "draft") != NULL);
	if ((str_same(verb, "show") || str_same(verb, "explain")) && a->nrest == 2)
		return show_named(r, s, a->rest[1]);
	if (str_same(verb, "explain") && a->nrest > 3)
		return rule_explain(r, s, a->rest[1], a->rest[2], a->rest + 3, a->nrest - 3);
	if (str_same(verb, "lint") || str_same(verb, "test")) {
		const struct rule_choice c = {a->rest + 1, a->nrest - 1};

		if (check_choice(s, &c, r->a) != 0)
			return EXIT_USAGE;
		return str_same(verb, "lint") ? lint(s, &c, r) : test(s, &c, r);
	}
	fprintf(stderr, "trueup rules: list, show ID, lint, test or explain is wanted\n"
			"usage: trueup %s\n", command_rules.synopsis);
	return EXIT_USAGE;
}

static int
run(const struct args *a)
{
	struct run r;
	int status;

	run_init(&r);
	status = dispatch(a, &r);
	run_report(&r);
	run_free(&r);
	return status;
}

const struct command command_rules = {
	"rules", "rules [-c FILE] [-r FILE]... [--require-signed-rules FILE]... [--draft]\n"
	"             [--as-of TIME] [list | show ID | lint [ID]... | test [ID]... | explain ID |\n"
	"             explain RULE RECORD EVIDENCE...]",
	"list, show, lint and test rules",
	"Loads core and the packs that are named. show prints a rule or a kind; lint looks for\n"
	"rules without source or tests of each value, conditions that never or always hold, limits\n"
	"not tested at both ends, rules that say the same, long sentences; test runs their own\n"
	"tests; explain prints how a rule comes to its answer on one record (SEC-12, ac-2, web01): facts, limit, arithmetic, result.",
	options, run};
