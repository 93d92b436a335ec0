/*
 * No shipped rule turns what is unknown into T (judgement.md 1, 10): in every
 * model of its tests each member of each record is left out in turn, then each
 * class of sources, first its role, then its records too; nothing may become T that
 * was not.
 */
#include "tests/unit/rules_help.h"

/*
 * A copy of a tree without its target-th member.  Not counted: what a record
 * is (its type, the kind of an entry: those on no table are "other"), where it
 * comes from and what it is about: without that the record itself is gone, which is
 * no unknown fact (judgement.md 10); and flags, which are false and not unknown
 * where they are absent (tests/tool/MODELS.md).
 */
struct cut {
	struct arena *a;
	size_t target, seen;
	const char *what;   /* the member that was left out; NULL: none any more */
};

static bool
counted(const struct node *n)
{
	static const char *const fixed[] = {"record", "source", "kind", "tracker", "key", "item",
		"asset"};

	for (size_t i = 0; n->key != NULL && i < sizeof(fixed) / sizeof(*fixed); i++)
		if (str_same(n->key, fixed[i]))
			return false;
	return n->key != NULL && n->type != NODE_TRUE && n->type != NODE_FALSE;
}

static struct node *
copy(struct cut *c, const struct node *n)
{
	struct node *out = ARENA_NEW(c->a, struct node), **tail = &out->child;

	*out = *n;
	out->next = NULL;
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		if (counted(m) && c->seen++ == c->target) {
			c->what = m->key;
			continue;
		}
		*tail = copy(c, m);
		tail = &(*tail)->next;
	}
	*tail = NULL;
	return out;
}

/* The test with other records or sources. */
static struct node *
with(struct arena *a, const struct node *test, const char *member, struct node *instead)
{
	struct cut all = {.a = a, .target = SIZE_MAX};
	struct node *out = copy(&all, test);

	for (struct node **p = &out->child; *p != NULL; p = &(*p)->next) {
		if (!str_same((*p)->key, member))
			continue;
		instead->next = (*p)->next;
		*p = instead;
	}
	return out;
}

/* ---- judging ---- */

struct trial {
	struct bench *b;
	const struct rule_set *s;
	uint32_t rule;
	const struct assessment *before;
	size_t variants, refused, bad, allowed;
};

/* What the text itself wants otherwise. */
static const struct {
	const char *rule, *test, *member;
	/* judgement.md 5, all three: across sources T with U is T; undated, and below E3, is U. */
} allowed[] = {
	{"CON-001", "two tools disagree", "result"},
	{"CON-001", "two tools disagree", "at"},
	{"CON-001", "two tools disagree", "grade"},
	/* READINGS R5: a row of a roster that does not say what it is, is a person. */
	{"DEC-006", "without why, without an end, by a group", "kind_raw"},
	{"OWN-002", "a group of the roster is no person", "kind_raw"},
	{"OWN-003", "a group is no owner", "kind_raw"},
	{"OWN-004", "a vulnerability is asked too; a note, a leaver and a group own nothing; a risk is not asked",
		"kind_raw"},
	/* An assignment that names nobody, or nothing, is no record of an owner (READINGS 48). */
	{"OWN-009", "two records, two people", "party"},
	{"OWN-009", "two records, two people", "id"},
};

static bool
is_allowed(struct trial *v, const char *test, const char *member)
{
	for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed); i++)
		if (str_same(allowed[i].rule, v->s->rules[v->rule]->id)
			&& str_same(allowed[i].test, test) && str_same(allowed[i].member, member)) {
			v->allowed |= 1u << i;
			return true;
		}
	return false;
}

static const struct assessment *
judged(struct trial *v, struct arena *a, const struct node *model)
{
	const char *why = NULL;
	struct model *m = modelfile_load(model, v->b->z, a, v->b->d, &why);

	return m != NULL ? judge(m, v->s, a) : NULL;
}

static size_t
count_t(const struct assessment *as, uint32_t rule, const char *subject)
{
	size_t n = 0;

	for (size_t i = 0; i < as->nchecks; i++)
		n += as->checks[i].rule == rule && as->checks[i].value == TRI_T
			&& (subject == NULL || str_same(as->checks[i].subject, subject));
	return n;
}

/* Without the member that names it a subject has another name: then their number counts. */
static bool
is_name(const char *member)
{
	return str_same(member, "id") || str_same(member, "at") || str_same(member, "ids") || str_same(member, "name")
		|| str_same(member, "value");
}

static void
compare(struct trial *v, struct arena *a, const struct node *model, const char *test,
	const char *member, const char *what)
{
	const struct assessment *after = judged(v, a, model);

	v->variants++;
	if (after == NULL) {
		v->refused++;
		return;
	}
	for (size_t i = 0; i < after->nchecks; i++) {
		const struct check *c = &after->checks[i];
		const char *subject = is_name(member) ? NULL : c->subject;

		if (c->rule != v->rule || c->value != TRI_T
			|| count_t(after, v->rule, subject) <= count_t(v->before, v->rule, subject)
			|| is_allowed(v, test, member))
			continue;
		fprintf(stderr, "%s, %s: %s is T without %s %s\n", v->s->rules[v->rule]->id, test,
			c->subject, what, member);
		v->bad++;
	}
}

static void
without_members(struct trial *v, const struct rule_test *t)
{
	const struct node *records = node_get(t->node, "records");

	for (size_t k = 0;; k++) {
		struct arena *a = arena_new();
		struct cut c = {.a = a, .target = k};
		struct node *fewer = copy(&c, records);

		if (c.what == NULL) {
			arena_free(a);
			return;
		}
		compare(v, a, with(a, t->node, "records", fewer), t->name, c.what,
			arena_printf(a, "member %zu,", k));
		arena_free(a);
	}
}

static bool
has_role(const struct node *source, const char *role)
{
	const struct node *n = node_get(source, "roles");

	for (n = n != NULL ? n->child : NULL; n != NULL; n = n->next)
		if (str_same(n->text, role))
			return true;
	return false;
}

/* Out of a list whatever the role (of its source) is. */
static struct node *
without(struct arena *a, const struct node *list, const struct node *sources, const char *role)
{
	struct cut all = {.a = a, .target = SIZE_MAX};
	struct node *out = copy(&all, list), **p = &out->child;

	while (*p != NULL) {
		const struct node *s = *p;
		const char *path = node_get_text(*p, "source");

		for (const struct node *x = sources->child; path != NULL && x != NULL; x = x->next)
			if (str_same(node_get_text(x, "path"), path))
				s = x;
		if (has_role(s, role))
			*p = (*p)->next;
		else
			p = &(*p)->next;
	}
	return out;
}

static struct node *
without_role(struct arena *a, const struct node *sources, const char *role)
{
	struct cut all = {.a = a, .target = SIZE_MAX};
	struct node *out = copy(&all, sources);

	for (struct node *s = out->child; s != NULL; s = s->next) {
		for (struct node *m = s->child; m != NULL; m = m->next) {
			struct node **p = &m->child;

			while (str_same(m->key, "roles") && *p != NULL) {
				if (str_same((*p)->text, role))
					*p = (*p)->next;
				else
					p = &(*p)->next;
			}
		}
	}
	return out;
}

static void
without_classes(struct trial *v, const struct rule_test *t)
{
	static const char *const roles[] = {"roster", "roles", "population", "item", "observation",
		"claim", "mapping"};
	const struct node *sources = node_get(t->node, "sources"), *records = node_get(t->node, "records");

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++) {
		struct arena *a = arena_new();
		struct node *model = with(a, t->node, "sources", without_role(a, sources, roles[i]));

		compare(v, a, model, t->name, roles[i], "the role");
		model = with(a, t->node, "sources", without(a, sources, sources, roles[i]));
		model = with(a, model, "records", without(a, records, sources, roles[i]));
		compare(v, a, model, t->name, roles[i], "the class");
		arena_free(a);
	}
}

static void
test_unknown(void **state)
{
	struct bench *b = bench_new();
	struct pack_text p = {"core.rules.jsonc", pack_core_text, pack_core_len};
	struct trial v = {.b = b, .s = rules_load(b->a, &p, 1, kind_specs, b->d)};
	size_t t = 0, asked = 0;

	(void)state;
	if (v.s == NULL)
		fail_msg("%s", printed(b));
	for (v.rule = 0; v.rule < v.s->nrules; v.rule++) {
		struct rule *r = v.s->rules[v.rule];
		bool was = r->enabled;

		r->enabled = r->draft == NULL;
		asked += r->enabled;
		for (size_t k = 0; k < r->ntests; k++) {
			struct arena *a = arena_new();

			v.before = judged(&v, a, r->tests[k].node);
			assert_non_null(v.before);
			t += count_t(v.before, v.rule, NULL);
			without_members(&v, &r->tests[k]);
			without_classes(&v, &r->tests[k]);
			arena_free(a);
		}
		r->enabled = was;
	}
	print_message("%zu variants, %zu refused as no model\n", v.variants, v.refused);
	assert_int_equal(v.bad, 0);
	/* It would find nothing if nothing were judged. */
	assert_true(t >= asked - 2);
	assert_true(v.variants > 1000);
	assert_true(v.refused * 4 < v.variants);
	assert_int_equal(v.allowed, (1u << (sizeof(allowed) / sizeof(*allowed))) - 1);
	bench_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
