/*
 * sequence: what an item went through.  `value` of each entry of the log
 * (blank or null: the entry changes nothing), repeats collapsed, must change at
 * most max_handoffs times and come straight back (A, B, A) at most max_returns
 * times; `first` is what held before the first entry that says something.
 * Within, and the log is whole: T; above in what is known: F; else U.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

struct path {
	VEC(const char *) steps;
	size_t returns;
	bool unsure, conflict;
};

static void
step(struct path *p, const char *word)
{
	size_t n = p->steps.n;

	if (n > 0 && str_same(p->steps.v[n - 1], word))
		return;
	if (n > 1 && str_same(p->steps.v[n - 2], word))
		p->returns++;
	*VEC_PUSH(&p->steps) = word;
}

/* NULL: the entry says nothing; p becomes unsure where it might. */
static const char *
word_of(struct kind_run *k, const struct program *slot, const struct kind_env *e, struct path *p)
{
	struct value x = kind_value(k, slot, e);

	if (x.type == VALUE_STRING)
		return x.len > 0 ? x.text : NULL;
	p->unsure = p->unsure || x.type != VALUE_NULL;
	p->conflict = p->conflict || x.conflict;
	return NULL;
}

static void
follow(struct kind_run *k, const struct kind_record *r, struct kind_env *e, struct path *p)
{
	const struct program *value = kind_slot(k, "value"), *first = kind_slot(k, "first");
	const struct event *v;
	bool complete;
	size_t n;

	v = kind_events(r, k->j, &n, &complete);
	p->unsure = !complete;
	for (size_t i = 0; i < n; i++) {
		const char *word, *before = NULL;

		/* An entry without a time has no place in an order. */
		if (v[i].at.known != KNOWN) {
			p->unsure = true;
			continue;
		}
		kind_bind_record(e, "event", k, &v[i], v[i].at.hi);
		word = word_of(k, value, e, p);
		if (first != NULL && p->steps.n == 0)
			before = word_of(k, first, e, p);
		e->n--;
		if (before != NULL)
			step(p, before);
		if (word != NULL)
			step(p, word);
	}
}

static const char *
path_text(struct kind_run *k, const struct path *p)
{
	struct buf b;
	const char *text;

	buf_init(&b, 4096);
	for (size_t i = 0; i < p->steps.n; i++)
		buf_fmt(&b, "%s%s", i > 0 ? " > " : "", p->steps.v[i]);
	text = arena_strdup(k->scratch, b.p);
	buf_free(&b);
	return text;
}

static void
one(struct kind_run *k, struct kind_record *r, struct kind_env *e)
{
	int64_t handoffs_max = kind_param_int(k, "max_handoffs");
	int64_t returns_max = kind_param_int(k, "max_returns");
	struct template_word w[3] = {{"path", ""}, {"handoffs", ""}, {"returns", ""}};
	struct path p = {0};
	const char *why = NULL;
	int64_t handoffs;
	enum tri v;

	follow(k, r, e, &p);
	handoffs = p.steps.n > 0 ? (int64_t)p.steps.n - 1 : 0;
	if (handoffs > handoffs_max || (int64_t)p.returns > returns_max) {
		v = TRI_F;
	} else if (p.unsure) {
		v = p.conflict ? TRI_B : TRI_U;
		why = say_text(SAY_WHY_PATH);
	} else {
		v = TRI_T;
	}
	w[0].text = path_text(k, &p);
	w[1].text = arena_printf(k->scratch, "%lld", (long long)handoffs);
	w[2].text = arena_printf(k->scratch, "%zu", p.returns);
	kind_check(k, r, e, v, why, w, 3, NULL);
	VEC_FREE(&p.steps);
}

static void
run(struct kind_run *k)
{
	kind_each(k, one);
}

static const struct var event[] = {{"event", FIELD_RECORD, "event"}};
static const char *const records[] = {"item", NULL};
static const char *const counts[] = {"int", NULL};
static const struct param_spec params[] = {{"max_handoffs", counts, NULL}, {"max_returns", counts, NULL}};
static const char *const words[] = {"why", "path", "handoffs", "returns", NULL};

const struct kind kind_sequence = {
	.spec = {.name = "sequence",
		.doc = "Each item: T if its whole log changes \"value\" at most max_handoffs times and comes "
		       "straight back at most max_returns times; F if what is known of it does more; else U.",
		.records = records,
		.slots = {{"value", WANT_STRING, true, event, 1}, {"first", WANT_STRING, false, event, 1}},
		.nslots = 2, .params = params, .nparams = 2, .words = words},
	.run = run};
