/* The records that a rule is for, one after the other. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

static struct kind_record
record_of(struct kind_run *k, const void *rec, const char *subject, const struct loc *at)
{
	return (struct kind_record){.view = {k->j->m, rec, k->j->cfg->as_of}, .subject = subject,
		.control = NOT_ONE, .item = NOT_ONE, .asset = NOT_ONE, .at = *at};
}

static bool
control_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct control *c = &k->j->m->controls[i];

	*r = record_of(k, c, c->id, &c->loc);
	r->control = (uint32_t)i;
	return c->in_scope;
}

static bool
item_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct item *it = &k->j->m->items[i];

	*r = record_of(k, it, it->key, &it->loc);
	r->item = (uint32_t)i;
	return !it->vanished; /* no source has such a record: there is nothing to ask */
}

static bool
asset_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct asset *as = &k->j->m->assets[i];

	*r = record_of(k, as, as->name != NULL && as->name[0] != '\0' ? as->name : as->key, &as->loc);
	r->asset = (uint32_t)i;
	return as->in_scope && !as->retired;
}

static bool
acceptance_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct acceptance *ac = &k->j->m->acceptances[i];

	*r = record_of(k, ac, ac->id != NULL && ac->id[0] != '\0' ? ac->id : say_text(SAY_WHY_NO_ID),
		&ac->loc);
	r->item = ac->item;
	r->control = ac->control;
	return true;
}

static bool
population_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct population *p = &k->j->m->populations[i];
	struct loc at = {.source = p->source};

	*r = record_of(k, p, p->source->path, &at);
	return true;
}

static bool
party_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct party *p = &k->j->m->parties[i];
	struct loc none = {0};

	*r = record_of(k, p, p->name != NULL ? p->name : p->key,
		p->nrows > 0 ? &p->row_locs[0] : &none);
	return p->on_roster;
}

static bool
source_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	size_t i = w->i++;
	const struct source *s = k->j->m->sources[i];
	struct loc at = {.source = s};

	*r = record_of(k, s, s->path, &at);
	return true;
}

/* Entry by entry of all logs: i is the item, entry the place in its log. */
static bool
event_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	const struct item *it = &k->j->m->items[w->i];
	const struct event *ev;
	struct buf b;

	if (w->entry >= it->nevents) {
		w->i++;
		w->entry = 0;
		return false;
	}
	ev = &it->events[w->entry++];
	buf_init(&b, 4096);
	buf_fmt(&b, "%s at ", it->key);
	instant_put(&b, &ev->at);
	*r = record_of(k, ev, arena_strdup(k->scratch, b.p), &ev->loc);
	buf_free(&b);
	r->item = ev->item;
	if (ev->at.known == KNOWN && !ev->at.never)
		r->view.at = ev->at.lo;
	return true;
}

static bool
observation_at(struct kind_run *k, struct kind_walk *w, struct kind_record *r)
{
	const struct model *m = k->j->m;
	const struct state *s = &m->states[w->i++];
	const struct seen *last = s->f->any ? s->f : s->t->any ? s->t : s->u->any ? s->u : s->na;
	const char *on = "nothing";

	if (s->asset != NOT_ONE)
		on = m->assets[s->asset].name != NULL ? m->assets[s->asset].name : m->assets[s->asset].key;
	*r = record_of(k, s, arena_printf(k->scratch, "%s on %s", m->tests[s->test].id, on),
		&last->loc);
	r->asset = s->asset;
	return true;
}

static const struct walk_row {
	const char *name;
	bool (*at)(struct kind_run *k, struct kind_walk *w, struct kind_record *r);
	size_t count; /* offset of the number in the model; of events, of the items */
} walks[] = {
	{"control", control_at, offsetof(struct model, ncontrols)},
	{"item", item_at, offsetof(struct model, nitems)},
	{"asset", asset_at, offsetof(struct model, nassets)},
	{"acceptance", acceptance_at, offsetof(struct model, nacceptances)},
	{"population", population_at, offsetof(struct model, npopulations)},
	{"party", party_at, offsetof(struct model, nparties)},
	{"source", source_at, offsetof(struct model, nsources)},
	{"event", event_at, offsetof(struct model, nitems)},
	{"observation", observation_at, offsetof(struct model, nstates)},
};

const char *const kind_records[] = {"control", "item", "asset", "acceptance", "population",
	"party", "source", "event", "observation", NULL};
const char *const kind_entities[] = {
	"control", "item", "asset", "acceptance", "population", "party", "source", NULL};

static const struct walk_row *
walk_of(const char *record)
{
	for (size_t i = 0; i < sizeof(walks) / sizeof(*walks); i++) {
		if (str_same(walks[i].name, record))
			return &walks[i];
	}
	die_bug("a rule for records that no kind walks over");
}

bool
kind_next(struct kind_run *k, struct kind_walk *w, struct kind_record *r, struct kind_env *e,
	enum tri *where, const char **why)
{
	const struct walk_row *row = walk_of(k->rule->record);
	size_t n;

	memcpy(&n, (const char *)k->j->m + row->count, sizeof(n));
	while (w->i < n) {
		arena_reset(k->scratch);
		if (!row->at(k, w, r))
			continue;
		kind_env(k, r, e);
		trace_record(k, r);
		*why = NULL;
		*where = k->rule->where == NULL ? TRI_T : kind_tri(k, k->rule->where, e, why);
		if (*where != TRI_F)
			return true;
	}
	trace_end(k);
	return false;
}

/*
 * A list is whole only where its sources say so (judgement.md 1): what holds of all of them
 * may be T only then.
 */
bool
kind_whole(const struct kind_run *k)
{
	static const struct { const char *record; unsigned role; } classes[] = {
		{"item", ROLE_ITEM}, {"event", ROLE_ITEM}, {"acceptance", ROLE_ITEM},
		{"asset", ROLE_POPULATION}, {"population", ROLE_POPULATION}, {"party", ROLE_ROSTER},
		{"observation", ROLE_OBSERVATION},
	};
	unsigned role = 0;
	bool any = false;

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (str_same(classes[i].record, k->rule->record))
			role = classes[i].role;
	for (size_t i = 0; i < k->j->m->nsources; i++) {
		const struct source *s = k->j->m->sources[i];

		if (s->broken || ((s->roles & role) != 0
			&& (s->complete != TRI_T || s->truncated_history)))
			return false;
		any = any || (s->roles & role) != 0;
	}
	return any || role == 0;
}

void
kind_each(struct kind_run *k, void (*one)(struct kind_run *, struct kind_record *, struct kind_env *))
{
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		if (where == TRI_T)
			one(k, &r, &e);
		else
			kind_check(k, &r, &e, where, why, NULL, 0, NULL);
	}
}
