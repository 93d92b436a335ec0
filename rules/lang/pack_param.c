/* The parameters of a rule, its sources and its tests, all checked when it is loaded. */
#include "checker/base/arena.h"
#include "checker/base/instant.h"
#include "checker/base/text.h"
#include "rules/lang/pack_diags.h"
#include "rules/lang/pack_parts.h"

/* Of a list; nothing else has any. */
static const struct node *
elements(const struct node *n)
{
	return node_is(n, NODE_LIST) ? n->child : NULL;
}

static void
wrong(struct pack_loading *l, const struct param *p, const struct node *n, const char *wanted)
{
	pack_error(l, &diag_pack_param, n, "\"%.40s\" is of type %s: %s is wanted here", p->name,
		p->type, wanted);
}

static bool
is_duration(const struct node *n)
{
	struct duration d;

	return node_is(n, NODE_STRING) && duration_parse(&d, n->text) == 0 && d.months >= 0 && d.ns >= 0;
}

static void
check_table(struct pack_loading *l, const struct param *p, const struct node *n)
{
	static const char *const rows[] = {"critical", "high", "moderate", "low", NULL};

	if (!node_is(n, NODE_MAP)) {
		wrong(l, p, n, "an object of severity words and durations");
		return;
	}
	pack_members(l, n, rows);
	for (size_t i = 0; rows[i] != NULL; i++) {
		const struct node *row = node_get(n, rows[i]);

		if (row == NULL)
			pack_error(l, &diag_pack_param, n, "the row \"%s\" is missing", rows[i]);
		else if (!is_duration(row))
			wrong(l, p, row, "an ISO 8601 duration such as \"P3D\"");
	}
}

static void
check_value(struct pack_loading *l, const struct param *p, const struct node *n)
{
	int64_t v;

	if (str_same(p->type, "int") && node_int(n, &v) != 0)
		wrong(l, p, n, "a whole number");
	if (str_same(p->type, "duration") && !is_duration(n))
		wrong(l, p, n, "an ISO 8601 duration such as \"P3D\"");
	if (str_same(p->type, "string") && !node_is(n, NODE_STRING))
		wrong(l, p, n, "a string");
	if (str_same(p->type, "table"))
		check_table(l, p, n);
	if (!str_same(p->type, "strings"))
		return;
	if (!node_is(n, NODE_LIST))
		wrong(l, p, n, "a list of strings");
	for (const struct node *s = elements(n); s != NULL; s = s->next) {
		if (!node_is(s, NODE_STRING))
			wrong(l, p, s, "a string");
	}
}

/* Two values of one type in order; durations with months are compared by the shortest reading. */
static bool
above(const struct param *p, const struct node *a, const struct node *b)
{
	struct duration x, y;
	int64_t i, k;

	if (str_same(p->type, "int"))
		return node_int(a, &i) == 0 && node_int(b, &k) == 0 && i > k;
	return str_same(p->type, "duration") && is_duration(a) && is_duration(b)
		&& duration_parse(&x, a->text) == 0 && duration_parse(&y, b->text) == 0
		&& (x.months != y.months ? x.months > y.months : x.ns > y.ns);
}

static void
check_bounds(struct pack_loading *l, const struct param *p)
{
	const struct node *const bounds[] = {p->min, p->max};

	for (size_t i = 0; i < 2; i++) {
		if (bounds[i] == NULL)
			continue;
		if (!str_same(p->type, "int") && !str_same(p->type, "duration"))
			wrong(l, p, bounds[i], "no bound");
		else
			check_value(l, p, bounds[i]);
	}
	if (above(p, p->min, p->value))
		pack_error(l, &diag_pack_param, p->value, "the default is below min");
	if (above(p, p->value, p->max))
		pack_error(l, &diag_pack_param, p->value, "the default is above max");
}

void
pack_check_value(struct pack_loading *l, const struct param *p, const struct node *n)
{
	const char *low = p->min != NULL ? node_text(p->min) : NULL;
	const char *high = p->max != NULL ? node_text(p->max) : NULL;
	size_t before = l->errors;

	check_value(l, p, n);
	if (l->errors == before && (above(p, p->min, n) || above(p, n, p->max)))
		pack_error(l, &diag_pack_param, n, "\"%.40s\" lies between %s and %s", p->name,
			low != NULL ? low : "nothing", high != NULL ? high : "any");
}

void
pack_effective(struct pack_loading *l, struct param *p, const struct node *n)
{
	const struct node *const ends[] = {node_get(n, "effective_from"), node_get(n, "effective_to")};
	int64_t at[2] = {INSTANT_MIN, INSTANT_MAX};

	for (size_t i = 0; i < 2; i++) {
		struct instant day;

		if (ends[i] == NULL)
			continue;
		if (!node_is(ends[i], NODE_STRING)
			|| instant_parse(&day, arena_printf(l->a, "%sT00:00:00Z", ends[i]->text), NULL, l->a) != 0
			|| day.known != KNOWN)
			pack_error(l, &diag_pack_param, ends[i], "a day such as \"2026-06-10\" is wanted here");
		else
			at[i] = day.lo;
	}
	if (ends[0] != NULL || ends[1] != NULL) {
		p->effective.from = at[0];
		p->effective.to = at[1];
	}
}

static void
load_param(struct pack_loading *l, struct param *p, const struct node *n)
{
	static const char *const names[] = {
		"type", "default", "min", "max", "stricter", "source", "basis", NULL};
	static const char *const types[] = {"int", "duration", "string", "strings", "table", NULL};
	static const char *const ways[] = {"lower", "higher", "none", NULL};
	static const char *const bases[] = {"standard", "secondary", "trueup", NULL};

	p->name = arena_strdup(l->a, n->key);
	p->line = n->line;
	if (!node_is(n, NODE_MAP)) {
		pack_error(l, &diag_pack_param, n, "a parameter is an object with type and default");
		return;
	}
	pack_members(l, n, names);
	p->type = pack_word(l, n, "type", types);
	p->value = node_get(n, "default");
	p->min = node_get(n, "min");
	p->max = node_get(n, "max");
	p->stricter = pack_word(l, n, "stricter", ways);
	p->basis = pack_word(l, n, "basis", bases);
	p->text = arena_strdup(l->a, node_text(p->value));
	if (node_get(n, "source") == NULL)
		pack_error(l, &diag_pack_param, n,
			"\"source\" is missing: a number without a source is an opinion");
	else
		p->source = pack_string(l, node_get(n, "source"));
	if (p->value == NULL)
		pack_error(l, &diag_pack_param, n, "\"default\" is missing");
	else if (p->type != NULL)
		check_value(l, p, p->value);
	if (p->type != NULL && p->value != NULL)
		check_bounds(l, p);
}

/* A parameter that hides the record or what a slot sees would change what an expression means. */
static void
check_name(struct pack_loading *l, const struct rule *r, const struct node *n)
{
	bool taken = str_same(n->key, r->record) || str_same(n->key, "as_of");
	size_t len = strspn(n->key, "abcdefghijklmnopqrstuvwxyz0123456789_");

	for (size_t s = 0; s < r->spec->nslots; s++) {
		for (size_t v = 0; v < r->spec->slots[s].nvars; v++)
			taken = taken || str_same(n->key, r->spec->slots[s].vars[v].name);
	}
	for (size_t w = 0; r->spec->words != NULL && r->spec->words[w] != NULL; w++)
		taken = taken || str_same(n->key, r->spec->words[w]);
	if (taken)
		pack_error(l, &diag_pack_param, n, "\"%.40s\" is the name of something else here",
			n->key);
	else if (len == 0 || n->key[len] != '\0' || (n->key[0] >= '0' && n->key[0] <= '9'))
		pack_error(l, &diag_pack_param, n,
			"the name of a parameter is small letters, digits and '_'");
}

/* A string of which the kind knows all that it can be. */
static void
check_one_of(struct pack_loading *l, const struct param *p, const char *const *words)
{
	const char *all = "";

	for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
		if (p->text != NULL && str_same(words[i], p->text))
			return;
		all = arena_printf(l->a, "%s%s%s", all, i > 0 ? ", " : "", words[i]);
	}
	if (words != NULL)
		pack_error(l, &diag_pack_param, p->value, "\"%.40s\" is one of: %s", p->name, all);
}

/* What the kind reads by its name must be there, or it would ask for nothing. */
static void
check_needed(struct pack_loading *l, const struct rule *r, const struct node *rule)
{
	const struct kind_spec *k = r->spec;

	for (size_t i = 0; i < k->nparams; i++) {
		const struct param *p = rule_param(r, k->params[i].name);
		const char *const *t = k->params[i].types;

		if (p == NULL) {
			pack_error(l, &diag_pack_param, rule, "the kind %s needs the parameter \"%s\"",
				k->name, k->params[i].name);
			continue;
		}
		while (*t != NULL && p->type != NULL && !str_same(*t, p->type))
			t++;
		if (*t != NULL)
			check_one_of(l, p, k->params[i].words);
		if (*t == NULL)
			pack_error(l, &diag_pack_param, node_get(node_get(node_get(rule, "params"), p->name),
				"type"), "the kind %s reads \"%s\" as %s%s%s", k->name, p->name,
				k->params[i].types[0], k->params[i].types[1] != NULL ? " or " : "",
				k->params[i].types[1] != NULL ? k->params[i].types[1] : "");
	}
}

void
pack_params(struct pack_loading *l, struct rule *r, const struct node *rule)
{
	const struct node *n = node_get(rule, "params");
	size_t before = l->errors;

	if (n != NULL && !node_is(n, NODE_MAP)) {
		pack_error(l, &diag_pack_type, n, "\"params\" is an object");
		return;
	}
	r->params = ARENA_ARRAY(l->a, struct param, RULE_PARAMS);
	for (const struct node *m = n != NULL ? n->child : NULL; m != NULL; m = m->next) {
		if (r->nparams == RULE_PARAMS) {
			pack_error(l, &diag_pack_param, m, "more than %d parameters", RULE_PARAMS);
			return;
		}
		check_name(l, r, m);
		load_param(l, &r->params[r->nparams++], m);
	}
	if (l->errors == before && r->draft == NULL)
		check_needed(l, r, rule);
}

/* ---- sources and tests ---- */

static bool
is_value(const struct node *n)
{
	static const char *const words[] = {"T", "F", "U", "B"};
	bool known = false;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		known = known || (node_is(n, NODE_STRING) && str_same(n->text, words[i]));
	return known;
}

static void
check_want(struct pack_loading *l, const struct node *want)
{
	if (!node_is(want, NODE_MAP)) {
		pack_error(l, &diag_pack_test, want, "\"want\" is an object of subjects and values");
		return;
	}
	for (const struct node *n = want->child; n != NULL; n = n->next) {
		bool right = node_is(n, NODE_LIST) ? n->child != NULL : is_value(n);

		for (const struct node *v = elements(n); v != NULL; v = v->next)
			right = right && is_value(v);
		if (!right)
			pack_error(l, &diag_pack_test, n,
				"T, F, U or B is wanted here, or a list of them where there are several");
	}
}

/* A test that wants nothing because its "want" is misspelt would pass. */
static void
load_test(struct pack_loading *l, struct rule *r, const struct node *n)
{
	static const char *const names[] = {"name", "config", "sources", "records", "want", NULL};

	if (!node_is(n, NODE_MAP)) {
		pack_error(l, &diag_pack_test, n, "a test is an object { ... }");
		return;
	}
	pack_members(l, n, names);
	for (size_t i = 0; names[i] != NULL; i++) {
		if (node_get(n, names[i]) == NULL)
			pack_error(l, &diag_pack_test, n, "\"%s\" is missing", names[i]);
	}
	if (node_get(n, "want") != NULL)
		check_want(l, node_get(n, "want"));
	if (node_get(n, "name") == NULL)
		return;
	r->tests[r->ntests].name = pack_string(l, node_get(n, "name"));
	r->tests[r->ntests++].node = n;
}

void
pack_lists(struct pack_loading *l, struct rule *r, const struct node *rule)
{
	const struct node *refs = node_get(rule, "refs"), *tests = node_get(rule, "tests");

	if (refs != NULL && !node_is(refs, NODE_LIST))
		pack_error(l, &diag_pack_type, refs, "\"refs\" is a list of strings");
	if (tests != NULL && !node_is(tests, NODE_LIST))
		pack_error(l, &diag_pack_type, tests, "\"tests\" is a list of objects");
	r->refs = ARENA_ARRAY(l->a, const char *, node_count(refs) + 1);
	r->tests = ARENA_ARRAY(l->a, struct rule_test, node_count(tests) + 1);
	for (const struct node *n = elements(refs); n != NULL; n = n->next) {
		const char *s = pack_string(l, n);

		if (s != NULL)
			r->refs[r->nrefs++] = s;
	}
	for (const struct node *n = elements(tests); n != NULL; n = n->next)
		load_test(l, r, n);
}
