/* Facts read back: strictly, for they decide what the next run may say. */
#include "reports/facts.h"

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"
#include "checker/model/words.h"
#include "reports/report_diags.h"
#include "reports/walk.h"

struct loading {
	struct arena *a;
	struct diags *d;
	const char *file;
	struct previous *p;
	struct map *assets, *tests; /* key to index + 1 */
	struct prev_control *controls; size_t ncontrols;
	int rc;
};

static void
wrong(struct loading *l, const struct node *n, const char *what)
{
	struct place at = {.file = l->file};

	if (n != NULL) {
		at.line = n->line;
		at.col = n->col;
	}
	diag_add(l->d, &diag_report_facts, &at, "%s: %s", diag_report_facts.title, what);
	l->rc = -1;
}

/* A text, or (needed false) null. */
static const char *
text(struct loading *l, const struct node *map, const char *key, bool needed)
{
	const struct node *n = node_get(map, key);

	if (node_is(n, NODE_STRING))
		return n->text;
	if (n == NULL || needed || n->type != NODE_NULL)
		wrong(l, n != NULL ? n : map, key);
	return needed ? "" : NULL;
}

static bool
flag(struct loading *l, const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	if (!node_is(n, NODE_TRUE) && !node_is(n, NODE_FALSE))
		wrong(l, n != NULL ? n : map, key);
	return node_is(n, NODE_TRUE);
}

static int
word(struct loading *l, const struct node *map, const char *key, const struct word_list *words)
{
	const char *s = text(l, map, key, true);
	int w = word_find(words, s);

	if (w < 0)
		wrong(l, node_get(map, key), key);
	return w < 0 ? 0 : w;
}

static int
severity(struct loading *l, const struct node *map)
{
	const char *s = text(l, map, "severity", false);
	int rank = s == NULL ? -1 : severity_rank(s);

	if (s != NULL && rank < 0)
		wrong(l, node_get(map, "severity"), "severity");
	return rank;
}

static bool
exact(struct loading *l, const char *s, int64_t *ns)
{
	struct instant i;

	if (instant_parse(&i, s, NULL, l->a) != 0 || i.known != KNOWN || i.never || i.lo != i.hi)
		return false;
	*ns = i.lo;
	return true;
}

/* One, "a to b", or null. */
static struct instant
span(struct loading *l, const struct node *map, const char *key, bool needed)
{
	const char *s = text(l, map, key, needed), *to = s == NULL ? NULL : strstr(s, FACT_TO);
	struct instant i = instant_unknown();
	bool good;

	if (s == NULL)
		return i;
	good = to == NULL ? exact(l, s, &i.lo)
		: exact(l, arena_strndup(l->a, s, (size_t)(to - s)), &i.lo);
	good = good && exact(l, to == NULL ? s : to + strlen(FACT_TO), &i.hi) && i.lo <= i.hi;
	if (!good)
		wrong(l, node_get(map, key), key);
	else
		i.known = KNOWN;
	return i;
}

/* The elements of a list of maps; *n its length. */
static const struct node *
list(struct loading *l, const struct node *map, const char *key, size_t *n)
{
	const struct node *v = node_get(map, key);

	*n = 0;
	if (!node_is(v, NODE_LIST)) {
		wrong(l, v != NULL ? v : map, key);
		return NULL;
	}
	for (const struct node *x = v->child; x != NULL; x = x->next) {
		if (x->type != NODE_MAP && x->type != NODE_STRING) {
			wrong(l, x, key);
			return NULL;
		}
		++*n;
	}
	return v->child;
}

static const char *
at(struct loading *l, const char *what, size_t i)
{
	return arena_printf(l->a, "/facts/%s/%zu", what, i);
}

static void
index_add(struct loading *l, struct map *m, const char *key, size_t i, const struct node *n)
{
	bool fresh;
	void **slot = map_slot(m, key, strlen(key), &fresh);

	if (!fresh)
		wrong(l, n, "twice");
	*slot = (void *)(uintptr_t)(i + 1);
}

static const char *
pair(struct loading *l, const char *x, const char *y)
{
	return arena_printf(l->a, "%s\n%s", x == NULL ? "" : x, y);
}

/* ---- parts ---- */

/* The controls that a list names by their places. */
static struct prev_control *
controls(struct loading *l, const struct node *map, const char *key, size_t *n)
{
	const struct node *x = node_get(map, key);
	struct prev_control *v;
	int64_t place;
	size_t i = 0;

	*n = 0;
	if (!node_is(x, NODE_LIST)) {
		wrong(l, x != NULL ? x : map, key);
		return NULL;
	}
	*n = node_count(x);
	v = ARENA_ARRAY(l->a, struct prev_control, *n + 1);
	for (x = x->child; x != NULL; x = x->next) {
		if (node_int(x, &place) != 0 || place < 0 || (size_t)place >= l->ncontrols)
			wrong(l, x, key);
		else
			v[i++] = l->controls[place];
	}
	*n = i;
	return v;
}

static void
load_controls(struct loading *l, const struct node *facts)
{
	const struct node *x = list(l, facts, "controls", &l->ncontrols);
	size_t i = 0;

	l->controls = ARENA_ARRAY(l->a, struct prev_control, l->ncontrols + 1);
	for (; x != NULL; x = x->next)
		l->controls[i++] = (struct prev_control){text(l, x, "system", false),
			text(l, x, "framework", true), text(l, x, "control", true)};
}

static struct idents
idents(struct loading *l, const struct node *map)
{
	struct idents ids = {0};
	size_t n;

	for (const struct node *x = list(l, map, "ids", &n); x != NULL; x = x->next) {
		const char *s = x->type == NODE_STRING ? x->text : "", *colon = strchr(s, ':');

		if (colon == NULL || colon == s || colon[1] == '\0')
			wrong(l, x, "ids");
		else
			idents_add(&ids, l->a, arena_strndup(l->a, s, (size_t)(colon - s)), colon + 1);
	}
	if (ids.n == 0)
		wrong(l, map, "ids");
	return ids;
}

static void
load_assets(struct loading *l, const struct node *facts)
{
	size_t n, i = 0, k;
	const struct node *x = list(l, facts, "population", &n);

	l->p->assets = ARENA_ARRAY(l->a, struct prev_asset, n + 1);
	for (; x != NULL; x = x->next, i++) {
		struct prev_asset *to = &l->p->assets[i];
		const struct node *s = list(l, x, "systems", &to->nsystems);

		to->key = text(l, x, "asset", true);
		to->name = text(l, x, "name", false);
		to->ids = idents(l, x);
		to->systems = ARENA_ARRAY(l->a, const char *, to->nsystems + 1);
		for (k = 0; s != NULL; s = s->next)
			to->systems[k++] = s->type == NODE_STRING ? s->text : "";
		to->criticality = (int)get_int(x, "criticality");
		if (get_int(x, "criticality") < 0 || get_int(x, "criticality") > 5)
			wrong(l, x, "criticality");
		to->counts = flag(l, x, "counts");
		to->listed = flag(l, x, "listed");
		to->owner_failed = flag(l, x, "owner_failed");
		to->last = span(l, x, "last", false);
		to->pointer = at(l, "population", i);
		index_add(l, l->assets, to->key, i, x);
	}
	l->p->nassets = i;
}

static void
load_tests(struct loading *l, const struct node *facts)
{
	size_t groups, n, all = 0, g = 0;
	const struct node *first = list(l, facts, "required_tests", &groups);

	for (const struct node *x = first; x != NULL; x = x->next) {
		list(l, x, "tests", &n);
		all += n;
	}
	l->p->tests = ARENA_ARRAY(l->a, struct prev_test, all + 1);
	for (const struct node *x = first; x != NULL; x = x->next, g++) {
		const char *benchmark = text(l, x, "benchmark", false);
		size_t k = 0;

		for (const struct node *y = list(l, x, "tests", &n); y != NULL; y = y->next, k++) {
			struct prev_test *to = &l->p->tests[l->p->ntests++];

			to->benchmark = benchmark;
			to->id = text(l, y, "test", true);
			to->title = text(l, y, "title", false);
			to->severity = severity(l, y);
			to->required = flag(l, y, "required");
			to->failing = flag(l, y, "failing");
			to->controls = controls(l, y, "controls", &to->ncontrols);
			to->pointer = arena_printf(l->a, "/facts/required_tests/%zu/tests/%zu", g, k);
			index_add(l, l->tests, pair(l, benchmark, to->id), l->p->ntests - 1, y);
		}
	}
}

static void
load_failures(struct loading *l, const struct node *facts)
{
	size_t n, i = 0;
	const struct node *x = list(l, facts, "failing", &n);

	l->p->failures = ARENA_ARRAY(l->a, struct prev_failure, n + 1);
	for (; x != NULL; x = x->next, i++) {
		struct prev_failure *to = &l->p->failures[i];
		const char *asset = text(l, x, "asset", false);
		const char *test = pair(l, text(l, x, "benchmark", false), text(l, x, "test", true));
		uintptr_t a = asset == NULL ? 0 : (uintptr_t)map_get(l->assets, asset, strlen(asset));
		uintptr_t t = (uintptr_t)map_get(l->tests, test, strlen(test));

		if ((asset != NULL && a == 0) || t == 0)
			wrong(l, x, "failing");
		to->asset = asset == NULL || a == 0 ? UINT32_MAX : (uint32_t)(a - 1);
		to->test = t == 0 ? 0 : (uint32_t)(t - 1);
		to->unplaced = flag(l, x, "unplaced");
		to->originator = text(l, x, "originator", true);
		to->grade = (enum grade)word(l, x, "grade", &words_grade);
		to->at = span(l, x, "at", true);
		to->first = span(l, x, "first", true);
		to->pointer = at(l, "failing", i);
	}
	l->p->nfailures = i;
}

static void
load_items(struct loading *l, const struct node *facts)
{
	static const char *const states[] = {"none", "running", "met", "breached", "unknown"};
	static const struct word_list words_state = {states, 5};
	size_t n, i = 0;
	const struct node *x = list(l, facts, "clocks", &n);

	l->p->items = ARENA_ARRAY(l->a, struct prev_item, n + 1);
	for (; x != NULL; x = x->next, i++) {
		struct prev_item *to = &l->p->items[i];

		to->tracker = text(l, x, "tracker", true);
		to->key = text(l, x, "key", true);
		to->title = text(l, x, "title", false);
		to->type = (enum item_type)word(l, x, "type", &words_item_type);
		to->severity = severity(l, x);
		to->state = (enum prev_state)word(l, x, "state", &words_state);
		to->open = flag(l, x, "open");
		to->undecided = flag(l, x, "undecided");
		to->owner_failed = flag(l, x, "owner_failed");
		to->start = span(l, x, "start", false);
		to->due = span(l, x, "due", false);
		to->ended = span(l, x, "ended", false);
		to->controls = controls(l, x, "controls", &to->ncontrols);
		to->pointer = at(l, "clocks", i);
	}
	l->p->nitems = i;
}

int
facts_load(struct previous *out, struct arena *a, const struct node *report, const char *file,
	const char *sha256, struct diags *d)
{
	const struct node *facts = node_get(report, "facts");
	struct loading l = {.a = a, .d = d, .file = file, .p = out};

	*out = (struct previous){0};
	out->source = (struct source){.path = PREVIOUS_PATH, .grade = GRADE_E3, .previous = true,
		.index = UINT32_MAX, .newest = INT64_MIN, .oldest = INT64_MAX};
	memcpy(out->source.sha256, sha256, strnlen(sha256, sizeof(out->source.sha256) - 1));
	l.assets = map_new();
	l.tests = map_new();
	load_controls(&l, facts);
	load_assets(&l, facts);
	load_tests(&l, facts);
	if (l.rc == 0)
		load_failures(&l, facts);
	load_items(&l, facts);
	out->owners = controls(&l, facts, "owners_failing", &out->nowners);
	out->whole = flag(&l, facts, "whole");
	if (!exact(&l, text(&l, report, "as_of", true), &out->as_of))
		wrong(&l, node_get(report, "as_of"), "as_of");
	out->carried_from = node_get_text(node_get(report, "previous"), "sha256");
	map_free(l.assets);
	map_free(l.tests);
	return l.rc;
}
