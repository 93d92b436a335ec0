/*
 * eval: what an expression costs.  A comparison of two fields, and the average of all
 * conditions of the shipped rules on records of their own tests; a pack of 10,000 rules, and an
 * expression of a megabyte.  Prints one line each with its budget; exit status 1 if one is missed.
 */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/node.h"
#include "checker/judge/kind.h"
#include "checker/modelfile.h"

#define ROUNDS 200000

/* Processor time, so that a busy machine disturbs less. */
static int64_t
now(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (int64_t)u.ru_utime.tv_sec * NS_SECOND + (int64_t)u.ru_utime.tv_usec * 1000;
}

static bool
told(const char *what, int64_t got, int64_t budget, const char *unit)
{
	printf("%-44s %8lld %s (budget %lld)%s\n", what, (long long)got, unit, (long long)budget,
		got > budget ? "  MISSED" : "");
	return got <= budget;
}

/* One program on one record, many times. ns each. */
static int64_t
cost(const struct program *p, const char *name, const struct view *v, int64_t rounds)
{
	struct arena *a = arena_new();
	struct binding b[2] = {{name, {.known = KNOWN}}, {"as_of", {.known = KNOWN}}};
	int64_t start;

	b[0].value.v.rec = *v;
	b[1].value.v.t = instant_exact(v->at);
	start = now();
	for (int64_t i = 0; i < rounds; i++) {
		program_tri(p, b, 2, a, NULL);
		if (i % 64 == 0)
			arena_reset(a);
	}
	start = now() - start;
	arena_free(a);
	return start / rounds;
}

static bool
comparison(struct arena *a, struct diags *d, const struct model *m)
{
	static const struct var vars[] = {{"item", FIELD_RECORD, "item"}, {"as_of", FIELD_TIMESTAMP, NULL}};
	struct place at = {.file = "bench"};
	const struct program *p = program_compile(a, "item.created < item.closed", &at, vars, 2, WANT_BOOL,
		d);
	struct view v = {m, &m->items[0], m->config->as_of};

	return p != NULL && told("a comparison of two fields", cost(p, "item", &v, ROUNDS), 200, "ns");
}

/* Each `where` and condition of a shipped rule that is for items, on the first item of its first test. */
static bool
shipped(struct arena *a, struct diags *d, struct zones *z, const struct rule_set *s)
{
	int64_t sum = 0, n = 0;

	for (size_t i = 0; i < s->nrules; i++) {
		const struct rule *r = s->rules[i];
		const char *why = NULL;
		const struct model *m = r->ntests == 0 ? NULL
			: modelfile_load(r->tests[0].node, z, a, d, &why);
		struct view v = {m, NULL, 0};

		if (m == NULL || m->nitems == 0 || strcmp(r->record, "item") != 0 || r->where == NULL)
			continue;
		v.rec = &m->items[0];
		v.at = m->config->as_of;
		sum += cost(r->where, "item", &v, ROUNDS / 10);
		n++;
	}
	return n > 0 && told("the average shipped condition", sum / n, 2000, "ns");
}

static bool
many(const char *what, const char *text, size_t len, int64_t budget)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct pack_text t = {"many.jsonc", text, len};
	int64_t start = now();
	const struct rule_set *s = rules_load(a, &t, 1, kind_specs, d);
	bool good;

	start = (now() - start) / 1000000;
	good = told(what, start, budget, "ms") && (s != NULL || diags_errors(d) > 0);
	printf("    %s\n", s != NULL ? "loaded" : "refused with a diagnostic");
	diags_free(d);
	arena_free(a);
	return good;
}

#define RULE "\"kind\":\"require\",\"dim\":\"G\",\"effect\":\"flag\",\"severity\":\"low\",\"question\":\"q\","      \
	"\"for\":\"item\",\"message\":\"{item.key}\",\"fix\":\"f\",\"must\":\""

static bool
large(void)
{
	struct buf b;
	bool good;

	buf_init(&b, 64 * MIB);
	buf_str(&b, "{\"trueup\":\"rules/1\",\"name\":\"n\",\"version\":\"1\",\"rules\":[");
	for (int i = 0; i < 10000; i++)
		buf_fmt(&b, "%s{\"id\":\"R-%d\"," RULE "item.created < item.closed && item.team != 'x'\"}",
			i > 0 ? "," : "", i);
	buf_str(&b, "]}");
	good = many("a pack of 10,000 rules", b.p, b.len, 5000);
	buf_reset(&b);
	buf_str(&b, "{\"trueup\":\"rules/1\",\"name\":\"n\",\"version\":\"1\",\"rules\":[{\"id\":\"R\"," RULE);
	while (b.len < MIB)
		buf_str(&b, "item.open && ");
	buf_str(&b, "true\"}]}");
	good = many("an expression of a megabyte", b.p, b.len, 5000) && good;
	buf_free(&b);
	return good;
}

int
main(void)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	struct zones *z = zones_new();
	struct pack_text core = {"core.rules.jsonc", pack_core_text, pack_core_len};
	const struct rule_set *s = rules_load(a, &core, 1, kind_specs, d);
	const struct rule *r = s != NULL ? rule_find(s, "DEC-003") : NULL;
	const char *why = NULL;
	const struct model *m = r != NULL ? modelfile_load(r->tests[0].node, z, a, d, &why) : NULL;
	bool good = m != NULL && m->nitems > 0;

	good = good && comparison(a, d, m);
	good = shipped(a, d, z, s) && good;
	good = large() && good;
	diags_free(d);
	zones_free(z);
	arena_free(a);
	return good ? 0 : 1;
}
