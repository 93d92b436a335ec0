#ifndef TRUEUP_JOIN_HELP_H
#define TRUEUP_JOIN_HELP_H
/*
 * Models for tests of the join: records as lines of the record stream, each after the name of
 * its source.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "checker/base/text.h"
#include "checker/join/join.h"
#include "checker/model/words.h"

#define WORLD_SOURCES 16
#define WORLD_RECORDS 512

struct world {
	struct arena *a, *model_region;
	struct zones *zones;
	struct diags *d;
	struct config cfg;
	struct source sources[WORLD_SOURCES];
	size_t nsources;
	struct record records[WORLD_RECORDS];
	size_t n;
	const struct model *m;
};

static inline int64_t
world_ns(struct world *w, const char *text)
{
	struct instant i;

	if (instant_parse(&i, text, zone_find(w->zones, "UTC"), w->a) != 0 || i.known != KNOWN)
		fail_msg("no instant: %s", text);
	return i.lo;
}

static inline struct world *
world_new(const char *as_of)
{
	struct world *w = calloc(1, sizeof(*w));

	assert_non_null(w);
	w->a = arena_new();
	w->model_region = arena_new();
	w->zones = zones_new();
	w->d = diags_new();
	config_default(&w->cfg);
	w->cfg.zone = zone_find(w->zones, "UTC");
	w->cfg.as_of = world_ns(w, as_of);
	return w;
}

static inline void
world_free(struct world *w)
{
	diags_free(w->d);
	zones_free(w->zones);
	arena_free(w->model_region);
	arena_free(w->a);
	free(w);
}

static inline struct source *
world_source(struct world *w, const char *path)
{
	struct source *s;

	for (size_t i = 0; i < w->nsources; i++)
		if (strcmp(w->sources[i].path, path) == 0)
			return &w->sources[i];
	assert_true(w->nsources < WORLD_SOURCES);
	s = &w->sources[w->nsources++];
	s->path = arena_strdup(w->a, path);
	s->format = "test";
	s->grade = GRADE_E3;
	s->zone = w->cfg.zone;
	s->newest = INT64_MIN;
	s->oldest = INT64_MAX;
	return s;
}

static inline unsigned
world_role(const struct record *r)
{
	static const unsigned roles[REC_KINDS] = {[REC_CLAIM] = ROLE_CLAIM,
		[REC_OBSERVATION] = ROLE_OBSERVATION,
		[REC_ITEM] = ROLE_ITEM,
		[REC_EVENT] = ROLE_ITEM,
		[REC_ACCEPTANCE] = ROLE_ITEM,
		[REC_PARTY] = ROLE_ROSTER,
		[REC_ROLE] = ROLE_ROLES,
		[REC_MAPPING] = ROLE_MAPPING,
		[REC_CONTROL] = ROLE_CATALOG,
		[REC_SELECT] = ROLE_CATALOG};

	if (r->kind == REC_ASSET)
		return r->u.asset.listed ? ROLE_POPULATION : 0;
	return roles[r->kind];
}

/* 'single quotes' stand for double ones; lines are numbered by source unless they say otherwise. */
static inline void
world_add(struct world *w, const char *source, const char *line)
{
	struct source *s = world_source(w, source);
	char *text = arena_strdup(w->a, line);
	struct node *n;
	const char *why;

	for (char *p = text; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	n = json_parse(w->a, source, text, strlen(text), JSON_STRICT, w->d);
	if (n == NULL)
		fail_msg("not JSON: %s", line);
	assert_true(w->n < WORLD_RECORDS);
	if (record_load(&w->records[w->n], n, s, w->a, &why) != 0)
		fail_msg("%s: %s", line, why);
	if (w->records[w->n].loc.line == 0)
		w->records[w->n].loc.line = (uint32_t)++s->seen;
	s->roles |= world_role(&w->records[w->n]);
	w->n++;
}

/* In the order given by `order` (NULL: as added). */
static inline const struct model *
world_freeze_order(struct world *w, struct arena *a, const size_t *order)
{
	struct builder *b = builder_new(&w->cfg);
	const struct model *m;

	for (size_t i = 0; i < w->n; i++)
		builder_sink(b)->put(builder_sink(b), &w->records[order == NULL ? i : order[i]]);
	for (size_t i = 0; i < w->nsources; i++)
		builder_add_source(b, &w->sources[i]);
	m = builder_freeze(b, a, w->d);
	builder_free(b);
	return m;
}

static inline const struct model *
world_freeze(struct world *w)
{
	w->m = world_freeze_order(w, w->model_region, NULL);
	return w->m;
}

static inline const struct asset *
world_asset(const struct world *w, const char *key)
{
	for (size_t i = 0; i < w->m->nassets; i++)
		if (strcmp(w->m->assets[i].key, key) == 0)
			return &w->m->assets[i];
	fail_msg("no asset %s", key);
	abort();
}

static inline const struct control *
world_control(const struct world *w, const char *id)
{
	for (size_t i = 0; i < w->m->ncontrols; i++)
		if (strcmp(w->m->controls[i].id, id) == 0)
			return &w->m->controls[i];
	fail_msg("no control %s", id);
	abort();
}

static inline const struct item *
world_item(const struct world *w, const char *key)
{
	for (size_t i = 0; i < w->m->nitems; i++)
		if (strcmp(w->m->items[i].key, key) == 0)
			return &w->m->items[i];
	fail_msg("no item %s", key);
	abort();
}

static inline size_t
world_diags(const struct world *w, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < diags_count(w->d); i++)
		n += strcmp(diags_at(w->d, i)->kind->code, code) == 0 ? 1 : 0;
	return n;
}

static inline void
world_claim(struct world *w, const char *source, const char *kind, const char *id, const char *rest)
{
	world_add(w, source,
		arena_printf(w->a,
			"{'record':'claim','kind':'%s','framework':'nist-800-53',"
			"'control':'%s'%s}",
			kind, id, rest));
}

static inline void
world_observe(struct world *w, const char *test, const char *rest)
{
	world_add(w, "scan",
		arena_printf(w->a,
			"{'record':'observation','asset':[{'ns':'fqdn','value':'a.x'}],"
			"'benchmark':'B','test':'%s','originator':'oscap','grade':'E3'%s}",
			test, rest));
}

#endif
