/* From a line of MODELS.md to a frozen model, by way of records and the builder. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/node.h"
#include "checker/base/text.h"
#include "checker/join/join.h"
#include "checker/judge/assessment.h"
#include "checker/model/line.h"
#include "checker/model/words.h"
#include "checker/modelfile.h"
#include "reports/facts.h"

struct in {
	struct zones *zones;
	struct arena *a;
	struct diags *d;
	const char *why;
	struct config cfg;
	struct source *sources;
	size_t nsources;
};

static int
fail(struct in *in, const char *what, const char *text)
{
	in->why = arena_printf(in->a, "%s: %s", what, text != NULL ? text : "missing or of no use");
	return -1;
}

/* A misspelt member would be a default, silently. */
static int
members_known(struct in *in, const struct node *map, const char *const *names)
{
	for (const struct node *n = node_is(map, NODE_MAP) ? map->child : NULL; n != NULL; n = n->next) {
		size_t i = 0;

		while (names[i] != NULL && !str_same(names[i], n->key))
			i++;
		if (names[i] == NULL)
			return fail(in, "no such member", n->key);
	}
	return 0;
}

/* Unknown where absent. */
static int
instant_of(struct in *in, const struct node *map, const char *key, struct instant *out)
{
	const char *text = node_get_text(map, key);
	struct load l = {.a = in->a};

	*out = instant_unknown();
	if (node_is(node_get(map, key), NODE_MAP))
		return load_instant(&l, out, node_get(map, key)) == 0 ? 0 : fail(in, key, l.why);
	if (text == NULL)
		return 0;
	return instant_parse(out, text, in->cfg.zone, in->a) == 0 ? 0 : fail(in, key, text);
}

static int
exact_of(struct in *in, const struct node *map, const char *key, int64_t *out)
{
	struct instant i;

	if (instant_of(in, map, key, &i) != 0)
		return -1;
	if (i.known == UNKNOWN)
		return 0;
	if (i.known != KNOWN || i.lo != i.hi)
		return fail(in, key, "must be one instant");
	*out = i.lo;
	return 0;
}

static int
span_of(struct in *in, const struct node *map, const char *key, int64_t *out)
{
	const char *text = node_get_text(map, key);
	struct duration d;

	if (text == NULL)
		return 0;
	if (duration_parse(&d, text) != 0 || d.months != 0)
		return fail(in, key, text);
	*out = d.ns;
	return 0;
}

static int
share_of(struct in *in, const struct node *map, const char *key, uint32_t *out)
{
	const struct node *n = node_get(map, key);
	int64_t v;

	if (n == NULL)
		return 0;
	if (node_int(n, &v) != 0 || v < 0 || v > MILLION)
		return fail(in, key, node_text(n));
	*out = (uint32_t)v;
	return 0;
}

static int
authority_of(struct in *in, const struct node *list)
{
	struct authority *v = ARENA_ARRAY(in->a, struct authority, node_count(list) + 1);

	in->cfg.authority = v;
	in->cfg.has_authority = list != NULL;
	for (const struct node *n = node_first(list); n != NULL; n = node_next(n)) {
		const char *up_to = node_get_text(n, "up_to");
		struct authority *row = &v[in->cfg.nauthority++];

		row->party.raw = node_get_text(n, "party");
		row->up_to = up_to == NULL ? 4 : severity_rank(up_to);
		if (row->party.raw == NULL || row->up_to < 0)
			return fail(in, "authority", "needs a party, and a severity word");
		for (const struct node *c = node_first(node_get(n, "choices")); c != NULL;
			c = node_next(c)) {
			int w = word_find(&words_choice, node_text(c));

			if (w < 0)
				return fail(in, "choices", node_text(c));
			row->choices |= 1u << w;
		}
		if (instant_of(in, n, "from", &row->from) != 0
			|| instant_of(in, n, "to", &row->to) != 0)
			return -1;
	}
	return 0;
}

static int
roles_of(struct in *in, const struct node *list)
{
	struct rec_role *v = ARENA_ARRAY(in->a, struct rec_role, node_count(list) + 1);

	in->cfg.roles = v;
	for (const struct node *n = node_first(list); n != NULL; n = node_next(n)) {
		struct rec_role *row = &v[in->cfg.nroles++];

		row->role = node_get_text(n, "role");
		row->party.raw = node_get_text(n, "party");
		if (row->role == NULL || row->party.raw == NULL)
			return fail(in, "roles", NULL);
		if (instant_of(in, n, "from", &row->from) != 0
			|| instant_of(in, n, "to", &row->to) != 0)
			return -1;
	}
	return 0;
}

static int
maps_of(struct in *in, const struct node *cfg)
{
	const struct node *w = node_get(cfg, "weights"), *c = node_get(cfg, "criticality");
	int64_t v;

	in->cfg.has_weights = w != NULL;
	in->cfg.weights = ARENA_ARRAY(in->a, struct weight_row, node_count(w) + 1);
	in->cfg.criticality = ARENA_ARRAY(in->a, struct crit_row, node_count(c) + 1);
	for (const struct node *n = node_is(w, NODE_MAP) ? w->child : NULL; n != NULL; n = n->next) {
		if (node_int(n, &v) != 0 || v < 1 || v > INT32_MAX)
			return fail(in, "weights", n->key);
		in->cfg.weights[in->cfg.nweights++] = (struct weight_row){in->cfg.framework, n->key,
			(uint32_t)v};
	}
	for (const struct node *n = node_is(c, NODE_MAP) ? c->child : NULL; n != NULL; n = n->next) {
		if (node_int(n, &v) != 0 || v < 0 || v > 5)
			return fail(in, "criticality", n->key);
		in->cfg.criticality[in->cfg.ncriticality++] = (struct crit_row){n->key, (int)v};
	}
	return 0;
}

static int
process_of(struct in *in, const struct node *map)
{
	struct process_row *v;
	size_t n = 0;

	if (map == NULL)
		return 0;
	for (const struct node *t = map->child; t != NULL; t = t->next)
		n += node_count(t);
	v = ARENA_ARRAY(in->a, struct process_row, n + 1);
	in->cfg.process = v;
	in->cfg.nprocess = 0;
	for (const struct node *t = map->child; t != NULL; t = t->next) {
		int type = word_find(&words_item_type, t->key);

		if (type < 0)
			return fail(in, "process_controls", t->key);
		for (const struct node *c = t->child; c != NULL; c = c->next)
			v[in->cfg.nprocess++] = (struct process_row){(enum item_type)type,
				in->cfg.framework != NULL ? in->cfg.framework : "nist-800-53",
				node_text(c)};
	}
	return 0;
}

static int
classes_of(struct in *in, const struct node *list)
{
	static const struct { const char *word; unsigned bit; } words[] = {
		{"items", O_ITEMS}, {"assets", O_ASSETS}, {"risks", O_RISKS}};

	if (list == NULL)
		return 0;
	in->cfg.o_classes = 0;
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		unsigned bit = 0;

		for (size_t i = 0; i < 3; i++)
			if (str_same(words[i].word, node_text(n)))
				bit = words[i].bit;
		if (bit == 0)
			return fail(in, "o_classes", node_text(n));
		in->cfg.o_classes |= bit;
	}
	return 0;
}

static int
limits_of(struct in *in, const struct node *map)
{
	if (map == NULL)
		return 0;
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		int rank = severity_rank(n->key);

		if (rank < 1 || node_text(n) == NULL
			|| duration_parse(&in->cfg.limits[rank], node_text(n)) != 0)
			return fail(in, "limits", n->key);
	}
	return 0;
}

static int
scope_of(struct in *in, const struct node *list)
{
	if (list == NULL)
		return 0;
	in->cfg.scope = ARENA_ARRAY(in->a, const char *, node_count(list) + 1);
	for (const struct node *n = list->child; n != NULL; n = n->next)
		in->cfg.scope[in->cfg.nscope++] = node_text(n);
	return 0;
}

/* A sample whose commitment is taken as proven, but where "proven" is false. */
static int
sample_in(struct in *in, const struct node *n, struct sample_row *row)
{
	static const char *const names[] = {"framework", "control", "population", "size", "head",
		"period_from", "committed", "proven", NULL};
	const char *head = node_get_text(n, "head");
	int64_t size;

	*row = (struct sample_row){.sha256 = "", .head = head != NULL ? head : "",
		.framework = node_get_text(n, "framework"), .control = node_get_text(n, "control"),
		.population = node_get_text(n, "population"), .period_from = INT64_MIN,
		.proven = !node_is(node_get(n, "proven"), NODE_FALSE), .unproven = "nobody signed it"};
	if (members_known(in, n, names) != 0)
		return -1;
	if (row->framework == NULL || row->control == NULL || node_get(n, "size") == NULL
		|| node_int(node_get(n, "size"), &size) != 0 || size < 1 || size > MAX_CP_N)
		return fail(in, "samples", "needs a framework, a control and a size");
	row->size = (uint32_t)size;
	if (exact_of(in, n, "period_from", &row->period_from) != 0)
		return -1;
	return instant_of(in, n, "committed", &row->committed);
}

static int
samples_of(struct in *in, const struct node *list)
{
	in->cfg.samples = ARENA_ARRAY(in->a, struct sample_row, node_count(list) + 1);
	for (const struct node *n = node_first(list); n != NULL; n = node_next(n))
		if (sample_in(in, n, &in->cfg.samples[in->cfg.nsamples++]) != 0)
			return -1;
	return 0;
}

static int
config_in(struct in *in, const struct node *cfg)
{
	struct config *c = &in->cfg;
	static const char *const names[] = {"as_of", "period_from", "zone", "system", "framework",
		"revision", "scope", "authority", "roles", "weights", "criticality",
		"process_controls", "o_classes", "floor_severity", "max_age", "roster_slack",
		"evaluate_within", "open_end", "limits", "target", "fail_below", "partial_at", "samples",
		NULL};
	const char *zone = node_get_text(cfg, "zone"), *floor = node_get_text(cfg, "floor_severity");

	config_default(c);
	if (members_known(in, cfg, names) != 0)
		return -1;
	if (zone != NULL && (c->zone = zone_find(in->zones, zone)) == NULL)
		return fail(in, "zone", zone);
	if (node_get_text(cfg, "as_of") == NULL || exact_of(in, cfg, "as_of", &c->as_of) != 0)
		return fail(in, "as_of", "must be one instant");
	c->as_of_text = node_get_text(cfg, "as_of");
	c->system = node_get_text(cfg, "system");
	c->framework = node_get_text(cfg, "framework");
	c->revision = node_get_text(cfg, "revision");
	if (floor != NULL && (c->floor_severity = severity_rank(floor)) < 0)
		return fail(in, "floor_severity", floor);
	if (exact_of(in, cfg, "period_from", &c->period_from) != 0
		|| span_of(in, cfg, "max_age", &c->max_age) != 0
		|| span_of(in, cfg, "roster_slack", &c->roster_slack) != 0
		|| span_of(in, cfg, "evaluate_within", &c->evaluate_within) != 0
		|| span_of(in, cfg, "open_end", &c->open_end) != 0
		|| share_of(in, cfg, "target", &c->target) != 0
		|| share_of(in, cfg, "fail_below", &c->fail_below) != 0
		|| share_of(in, cfg, "partial_at", &c->partial_at) != 0
		|| authority_of(in, node_get(cfg, "authority")) != 0
		|| roles_of(in, node_get(cfg, "roles")) != 0 || maps_of(in, cfg) != 0
		|| process_of(in, node_get(cfg, "process_controls")) != 0
		|| classes_of(in, node_get(cfg, "o_classes")) != 0
		|| limits_of(in, node_get(cfg, "limits")) != 0
		|| samples_of(in, node_get(cfg, "samples")) != 0
		|| scope_of(in, node_get(cfg, "scope")) != 0)
		return -1;
	return 0;
}

static int
roles_bits(struct in *in, const struct node *list, unsigned *out)
{
	static const struct { const char *word; unsigned bit; } words[] = {
		{"claim", ROLE_CLAIM}, {"observation", ROLE_OBSERVATION}, {"item", ROLE_ITEM},
		{"roster", ROLE_ROSTER}, {"population", ROLE_POPULATION}, {"mapping", ROLE_MAPPING},
		{"catalog", ROLE_CATALOG}, {"roles", ROLE_ROLES}, {"evidence", ROLE_EVIDENCE}};

	for (const struct node *n = node_first(list); n != NULL; n = node_next(n)) {
		unsigned bit = 0;

		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (str_same(words[i].word, node_text(n)))
				bit = words[i].bit;
		if (bit == 0)
			return fail(in, "roles", node_text(n));
		*out |= bit;
	}
	return 0;
}

static enum tri
tri_of(const struct node *n)
{
	return node_is(n, NODE_TRUE) ? TRI_T : node_is(n, NODE_FALSE) ? TRI_F : TRI_U;
}

static int
source_in(struct in *in, const struct node *n, struct source *s)
{
	static const char *const names[] = {"path", "roles", "format", "originator", "grade",
		"complete", "as_of", "total", "listed", "query", "truncated", "newest", "oldest", NULL};
	const char *format = node_get_text(n, "format"), *grade = node_get_text(n, "grade");
	int64_t v;

	if (members_known(in, n, names) != 0)
		return -1;

	s->path = node_get_text(n, "path");
	if (s->path == NULL)
		return fail(in, "path", NULL);
	s->format = format != NULL ? format : "json";
	s->originator = node_get_text(n, "originator");
	if (grade != NULL && word_find(&words_grade, grade) < 0)
		return fail(in, "grade", grade);
	s->grade = grade == NULL ? GRADE_E3 : (enum grade)word_find(&words_grade, grade);
	s->zone = in->cfg.zone;
	s->query = node_get_text(n, "query");
	s->complete = tri_of(node_get(n, "complete"));
	s->truncated_history = node_is(node_get(n, "truncated"), NODE_TRUE);
	s->newest = INT64_MIN;
	s->oldest = INT64_MAX;
	if (node_get(n, "total") != NULL) {
		if (node_int(node_get(n, "total"), &v) != 0 || v < 0)
			return fail(in, "total", s->path);
		s->has_total = true;
		s->total = (uint64_t)v;
	}
	if (node_get(n, "listed") != NULL) {
		if (node_int(node_get(n, "listed"), &v) != 0 || v < 0)
			return fail(in, "listed", s->path);
		s->listed = (uint64_t)v;
	}
	if (roles_bits(in, node_get(n, "roles"), &s->roles) != 0)
		return -1;
	return instant_of(in, n, "as_of", &s->as_of);
}

static void
note(struct source *s, const struct instant *i)
{
	if (i->known != KNOWN || i->never)
		return;
	if (i->hi > s->newest)
		s->newest = i->hi;
	if (i->lo < s->oldest)
		s->oldest = i->lo;
}

static void
note_record(struct source *s, const struct record *r)
{
	s->seen++;
	s->kept++;
	s->by_kind[r->kind]++;
	if (r->kind == REC_OBSERVATION)
		note(s, &r->u.observation.at);
	if (r->kind == REC_EVENT)
		note(s, &r->u.event.at);
	if (r->kind == REC_CLAIM)
		note(s, &r->u.claim.at);
	if (r->kind == REC_ITEM) {
		note(s, &r->u.item.created);
		note(s, &r->u.item.closed);
		note(s, &r->u.item.updated);
		note(s, &r->u.item.detected);
	}
}

/* The record without our own member "source". */
static const struct node *
without_source(struct in *in, const struct node *n)
{
	struct node *copy = ARENA_NEW(in->a, struct node), **tail;

	*copy = *n;
	tail = &copy->child;
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (str_same(c->key, "source"))
			continue;
		*tail = ARENA_NEW(in->a, struct node);
		**tail = *c;
		tail = &(*tail)->next;
	}
	*tail = NULL;
	return copy;
}

static int
record_in(struct in *in, const struct node *n, struct sink *sink)
{
	const char *path = node_get_text(n, "source"), *why = NULL;
	struct record r;
	struct source *s = NULL;

	for (size_t i = 0; i < in->nsources; i++)
		if (str_same(in->sources[i].path, path))
			s = &in->sources[i];
	if (s == NULL)
		return fail(in, "source", path);
	if (record_load(&r, without_source(in, n), s, in->a, &why) != 0)
		return fail(in, "record", why);
	note_record(s, &r);
	sink->put(sink, &r);
	return 0;
}

static int
limit_times(struct in *in, const struct node *n, struct source *s)
{
	if (exact_of(in, n, "newest", &s->newest) != 0 || exact_of(in, n, "oldest", &s->oldest) != 0)
		return -1;
	if (s->as_of.known != KNOWN && s->newest != INT64_MIN)
		s->as_of = instant_exact(s->newest);
	return 0;
}

/* Of a report's members its day, its facts, and who vouches for it (nobody, if it says nothing). */
static int
previous_in(struct in *in, const struct node *n, struct builder *b)
{
	const char *sha256 = node_get_text(n, "sha256"), *seal = node_get_text(n, "seal");
	struct previous *p;

	if (n == NULL)
		return 0;
	p = ARENA_NEW(in->a, struct previous);
	if (facts_load(p, in->a, n, PREVIOUS_PATH, sha256 != NULL ? sha256 : "", in->d) != 0)
		return fail(in, "previous", "its facts are of no use");
	if (p->as_of > in->cfg.as_of)
		return fail(in, "previous", "is of a later day");
	p->file = "report.json";
	p->seal = seal != NULL ? seal : "unsealed";
	builder_previous(b, p);
	return 0;
}

struct model *
modelfile_load(const struct node *n, struct zones *zones, struct arena *a, struct diags *d,
	const char **why)
{
	struct in *in = ARENA_NEW(a, struct in);
	const struct node *list = node_get(n, "sources");
	struct builder *b = NULL;
	struct model *m = NULL;
	size_t i = 0;

	in->zones = zones;
	in->a = a;
	in->d = d;
	in->sources = ARENA_ARRAY(a, struct source, node_count(list) + 1);
	if (config_in(in, node_get(n, "config")) != 0)
		goto out;
	for (const struct node *s = node_first(list); s != NULL; s = node_next(s))
		if (source_in(in, s, &in->sources[in->nsources++]) != 0)
			goto out;
	b = builder_new(&in->cfg);
	if (previous_in(in, node_get(n, "previous"), b) != 0)
		goto out;
	for (const struct node *r = node_first(node_get(n, "records")); r != NULL; r = node_next(r))
		if (record_in(in, r, builder_sink(b)) != 0)
			goto out;
	for (const struct node *s = node_first(list); s != NULL; s = node_next(s), i++) {
		if (limit_times(in, s, &in->sources[i]) != 0)
			goto out;
		builder_add_source(b, &in->sources[i]);
	}
	m = builder_freeze(b, a, d);
out:
	builder_free(b);
	*why = in->why;
	return m;
}
