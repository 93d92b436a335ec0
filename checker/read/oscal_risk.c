/*
 * Risks of OSCAL as items: the risk is the thing that has a life, the entry of
 * a plan of action names it.  An entry with one risk and that risk are one
 * item under the risk's uuid, so that assessment results and plan agree.
 */
#include "checker/read/oscal_assess.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/oscal_risk.h"

/* Severity */

/* How well a facet's name says "severity"; 0: not at all. Likelihood and impact are no severity. */
static int
facet_rank(const char *name)
{
	if (name == NULL)
		return 0;
	if (str_same_fold(name, "severity"))
		return 3;
	if (str_same_fold(name, "risk") || str_same_fold(name, "risk-level"))
		return 2;
	return str_same_fold(name, "base-score") || str_same_fold(name, "cvss-score") ? 1 : 0;
}

static struct oscal_severity
facet_word(const struct node *f, int rank, struct arena *a)
{
	struct oscal_severity s = { .raw = oscal_get(a, f, "value") };

	if (s.raw != NULL)
		s.word = word_severity(rank == 1 ? arena_printf(a, "cvss %s", s.raw) : s.raw, a);
	s.rank = severity_rank(s.word);
	return s;
}

void
oscal_risk_severity(const struct node *risk, struct oscal_severity *first,
	struct oscal_severity *adjusted, struct arena *a)
{
	int best = 0, best_adjusted = 0;

	*first = *adjusted = (struct oscal_severity){ .rank = -1 };
	for (const struct node *c = node_first(node_get(risk, "characterizations")); c != NULL;
		c = node_next(c))
		for (const struct node *f = node_first(node_get(c, "facets")); f != NULL;
			f = node_next(f)) {
			bool adj = str_same(oscal_prop(f, "state"), "adjusted");
			int rank = facet_rank(node_get_text(f, "name"));

			if (rank <= (adj ? best_adjusted : best))
				continue;
			*(adj ? adjusted : first) = facet_word(f, rank, a);
			*(adj ? &best_adjusted : &best) = rank;
		}
}

/* What an item gathers from risk, entries, observations and findings */

static void
add_asset(struct oscal_item *it, const struct oscal_subject *s)
{
	struct rec_item *item = &it->item;
	struct arena *a = it->x->d.r->rec;

	if (!s->asset || map_has(it->assets, s->uuid, strlen(s->uuid)))
		return;
	map_slot(it->assets, s->uuid, strlen(s->uuid), NULL);
	if (item->nassets == it->cap) {
		size_t cap = it->cap == 0 ? 4 : it->cap * 2;
		struct idents *v = ARENA_ARRAY(a, struct idents, cap);

		if (item->nassets > 0)
			memcpy(v, item->assets, item->nassets * sizeof(*v));
		item->assets = v;
		it->cap = cap;
	}
	idents_add(&item->assets[item->nassets], a, OSCAL, s->uuid);
	if (s->title != NULL && *s->title != '\0')
		idents_add(&item->assets[item->nassets], a, "name", s->title);
	item->nassets++;
}

/* judgement.md 11: an item of OSCAL starts with the earliest of its observations and its log. */
static void
detected(struct oscal_item *it, const struct instant *at)
{
	if (at->known == KNOWN)
		it->item.detected = it->item.detected.known == KNOWN
			? instant_min(it->item.detected, *at) : *at;
}

static void
add_observation(struct oscal_item *it, const char *uuid, const struct node *n)
{
	struct oscal_obs *o = uuid == NULL ? NULL : map_get(it->x->obs_by, uuid, strlen(uuid));

	if (uuid == NULL)
		return;
	if (o == NULL) {
		if (n != NULL)
			reading_note(it->x->d.r, &oscal_w_reference, n->line, n->col,
				"observation %s", text_inert_dup(it->x->d.r->rec, uuid, 80));
		return;
	}
	o->used = true;
	detected(it, &o->at);
	for (size_t i = 0; i < o->nsubjects; i++)
		add_asset(it, &o->subjects[i]);
}

static void
add_finding(struct oscal_item *it, const struct oscal_finding *f)
{
	const char *key = arena_printf(it->x->d.r->rec, "%s:%s", f->framework, f->control);
	bool fresh;

	map_slot(it->tags, key, strlen(key), &fresh);
	if (fresh)
		tags_add(&it->item.controls, it->x->d.r->rec, f->framework, f->control, f->target,
			REL_EQUAL);
	for (size_t i = 0; i < f->nobs; i++)
		add_observation(it, f->obs[i], NULL);
}

static void
add_texts(struct oscal_item *it, const struct node *n)
{
	struct arena *a = it->x->d.r->rec;
	const char *title = oscal_get(a, n, "title");

	if (title != NULL) {
		control_ids_find(&it->item.controls, title, NULL, a);
		test_ids_find(&it->item.tests, title, a);
	}
	for (const struct node *t = node_first(node_get(n, "threat-ids")); t != NULL;
		t = node_next(t))
		if (oscal_value(t, "id") != NULL)
			test_ids_find(&it->item.tests, oscal_value(t, "id"), a);
	for (const struct node *p = node_first(node_get(n, "props")); p != NULL; p = node_next(p))
		if (oscal_prop_is(p, "impacted-control-id") || oscal_prop_is(p, "control-id"))
			control_ids_find(&it->item.controls, node_get_text(p, "value"), NULL, a);
}

static void
add_node(struct oscal_item *it, const struct node *n)
{
	add_texts(it, n);
	for (const struct node *o = node_first(node_get(n, "related-observations")); o != NULL;
		o = node_next(o))
		add_observation(it, node_get_text(o, "observation-uuid"), o);
	for (const struct node *f = node_first(node_get(n, "related-findings")); f != NULL;
		f = node_next(f)) {
		const char *uuid = node_get_text(f, "finding-uuid");
		const struct oscal_finding *hit =
			uuid == NULL ? NULL : map_get(it->x->finding_by, uuid, strlen(uuid));

		if (hit != NULL)
			add_finding(it, hit);
		else if (uuid != NULL)
			reading_note(it->x->d.r, &oscal_w_reference, f->line, f->col, "finding %s",
				text_inert_dup(it->x->d.r->rec, uuid, 80));
	}
}

/* The person that an origin names first: who reported it. */
static struct party_ref
origin_party(struct oscal_assess *x, const struct node *n)
{
	for (const struct node *g = node_first(node_get(n, "origins")); g != NULL; g = node_next(g))
		for (const struct node *c = node_first(node_get(g, "actors")); c != NULL;
			c = node_next(c))
			if (str_same(node_get_text(c, "type"), "party"))
				return oscal_party(&x->d, node_get_text(c, "actor-uuid"), c->line);
	return (struct party_ref){0};
}

/* Emission */

static enum item_status
risk_status(struct oscal_assess *x, const char *raw)
{
	enum item_status s = word_status(raw, x->d.r->rec);

	if (raw != NULL && s == STATUS_UNKNOWN)
		source_odd_word(x->d.r->source, x->d.r->a, "OSCAL risk status", raw);
	return s;
}

static void
item_begin(struct oscal_item *it, struct oscal_assess *x)
{
	memset(it, 0, sizeof(*it));
	it->x = x;
	it->assets = map_new();
	it->tags = map_new();
	it->answers = map_new();
	it->item.tracker = OSCAL;
	it->item.type = ITEM_POAM; /* judgement.md 11: an OSCAL risk is a POA&M item */
	it->item.updated = x->d.modified;
	it->item.rationale_place = true;
}

static void
item_put(struct oscal_item *it, const struct oscal_rec *rec)
{
	struct record out = { .kind = REC_ITEM, .loc = oscal_loc(rec, NULL) };

	out.u.item = it->item;
	reading_put(it->x->d.r, &out);
}

static void
item_end(struct oscal_item *it)
{
	map_free(it->assets);
	map_free(it->tags);
	map_free(it->answers);
}

/* An entry of a plan without a risk: it has a title, but neither status nor deadline. */
static void
put_entry(struct oscal_assess *x, const struct oscal_rec *rec)
{
	struct oscal_item it;

	item_begin(&it, x);
	it.item.key = node_get_text(rec->node, "uuid");
	it.item.type_raw = "poam-item";
	it.item.title = oscal_get(x->d.r->rec, rec->node, "title");
	it.item.reporter = origin_party(x, rec->node);
	add_node(&it, rec->node);
	item_put(&it, rec);
	item_end(&it);
}

/* Its severity now, and the word that an adjustment without approval must not replace. */
static void
risk_severity(struct oscal_item *it, const struct node *risk)
{
	struct oscal_severity *now = &it->first;

	oscal_risk_severity(risk, &it->first, &it->adjusted, it->x->d.r->rec);
	if (it->adjusted.rank > it->first.rank || it->first.raw == NULL)
		now = &it->adjusted;
	it->item.severity = now->word;
	it->item.severity_raw = now->raw;
	if (now->raw != NULL && now->word == NULL)
		source_odd_word(it->x->d.r->source, it->x->d.r->a, "severity", now->raw);
}

struct entries { const struct oscal_rec **v; size_t n; };

static void
put_risk(struct oscal_assess *x, const struct oscal_rec *rec, const struct entries *of)
{
	struct reading *r = x->d.r;
	const struct node *risk = rec->node;
	const char *uuid = node_get_text(risk, "uuid");
	struct oscal_item it;

	item_begin(&it, x);
	it.risk = rec;
	it.item.key = uuid;
	it.item.type_raw = of->n > 0 ? "poam-item" : "risk";
	it.item.title = oscal_get(r->rec, of->n == 1 ? of->v[0]->node : risk, "title");
	it.item.status_raw = oscal_get(r->rec, risk, "status");
	it.item.status = risk_status(x, it.item.status_raw);
	it.item.due = oscal_instant(&x->d, risk, "deadline");
	it.item.reporter = origin_party(x, risk);
	risk_severity(&it, risk);
	add_node(&it, risk);
	for (size_t i = 0; i < of->n; i++) {
		add_node(&it, of->v[i]->node);
		if (it.item.reporter.raw == NULL)
			it.item.reporter = origin_party(x, of->v[i]->node);
	}
	for (struct oscal_link *l = map_get(x->of_risk, uuid, strlen(uuid)); l != NULL; l = l->next)
		add_finding(&it, l->finding);
	oscal_log_look(&it);
	detected(&it, &it.item.created);
	item_put(&it, rec);
	oscal_log_put(&it);
	item_end(&it);
}

/*
 * The risk that a reference means: by its uuid; where that is something within
 * a risk, the risk that it lies in.  0: none.
 */
static uintptr_t
resolve_risk(struct oscal_assess *x, const struct node *ref)
{
	const char *uuid = node_get_text(ref, "risk-uuid");
	uintptr_t at;

	if (uuid == NULL)
		return 0;
	at = (uintptr_t)map_get(x->risk_by, uuid, strlen(uuid));
	if (at != 0)
		return at;
	at = (uintptr_t)map_get(x->within, uuid, strlen(uuid));
	reading_note(x->d.r, at != 0 ? &oscal_w_kind : &oscal_w_reference, ref->line, ref->col,
		at != 0 ? "risk %s is something within a risk" : "risk %s",
		text_inert_dup(x->d.r->rec, uuid, 80));
	return at;
}

/* Gives each entry to the risks that it names; those without one are items of their own. */
static void
deal_entries(struct oscal_assess *x, struct entries *of)
{
	struct reading *r = x->d.r;
	struct map *uuids = map_new();

	for (size_t i = 0; i < x->items.at.n; i++) {
		const struct oscal_rec *rec = &x->items.at.v[i];
		const char *uuid = node_get_text(rec->node, "uuid");
		size_t given = 0;
		bool fresh = true;

		reading_seen(r);
		if (uuid == NULL || *uuid == '\0') {
			reading_refused(r, &oscal_e_record, rec->node->line, rec->node->col,
				"a poam-item without uuid");
			continue;
		}
		map_slot(uuids, uuid, strlen(uuid), &fresh);
		if (!fresh)
			reading_note(r, &oscal_w_twice, rec->node->line, rec->node->col, "uuid %s",
				text_inert_dup(r->rec, uuid, 80));
		for (const struct node *ref = node_first(node_get(rec->node, "related-risks"));
			ref != NULL; ref = node_next(ref)) {
			uintptr_t at = resolve_risk(x, ref);

			if (at == 0)
				continue;
			of[at - 1].v = x_realloc_array(of[at - 1].v, of[at - 1].n + 1,
				sizeof(*of->v));
			of[at - 1].v[of[at - 1].n++] = rec;
			given++;
		}
		if (given == 0)
			put_entry(x, rec);
		reading_kept(r);
		arena_reset(r->rec);
	}
	map_free(uuids);
}

void
oscal_risks_emit(struct oscal_assess *x)
{
	struct reading *r = x->d.r;
	struct entries *of = x_calloc(x->risks.at.n + 1, sizeof(*of));

	deal_entries(x, of);
	for (size_t i = 0; i < x->risks.at.n; i++) {
		const struct oscal_rec *rec = &x->risks.at.v[i];
		const char *uuid = node_get_text(rec->node, "uuid");

		reading_seen(r);
		if (uuid == NULL || *uuid == '\0') {
			reading_refused(r, &oscal_e_record, rec->node->line, rec->node->col,
				"a risk without uuid");
		} else {
			put_risk(x, rec, &of[i]);
			reading_kept(r);
		}
		free(of[i].v);
		arena_reset(r->rec);
	}
	free(of);
}
