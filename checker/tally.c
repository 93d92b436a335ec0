#include "checker/tally.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"

void
tally_init(struct tally *t)
{
	*t = (struct tally){.controls = map_new(), .assets = map_new(), .people = map_new(),
		.items = map_new()};
}

void
tally_free(struct tally *t)
{
	map_free(t->controls);
	map_free(t->assets);
	map_free(t->people);
	map_free(t->items);
}

void
tally_reset(struct tally *t)
{
	tally_free(t);
	tally_init(t);
}

static void
note(struct tally *t, struct map *set, const char *a, const char *b)
{
	struct buf key;
	bool fresh;

	if (b == NULL || *b == '\0')
		return;
	if (map_count(set) >= MAX_TALLY) {
		t->more = true;
		return;
	}
	buf_init(&key, MAX_TEXT * 2);
	buf_str(&key, a == NULL ? "" : a);
	buf_chr(&key, ':');
	buf_str(&key, b);
	map_slot(set, key.p, key.len, &fresh);
	buf_free(&key);
}

static void
note_asset(struct tally *t, const struct idents *ids)
{
	if (ids->n > 0)
		note(t, t->assets, ids->v[0].ns, ids->v[0].value);
}

static void
note_person(struct tally *t, const struct party_ref *p)
{
	if (!p->machine)
		note(t, t->people, "", p->raw);
}

static void
note_tags(struct tally *t, const struct tags *tags)
{
	for (size_t i = 0; i < tags->n; i++)
		note(t, t->controls, tags->v[i].scheme, tags->v[i].id);
}

static void
add_item(struct tally *t, const struct rec_item *i)
{
	note(t, t->items, i->tracker, i->key);
	note_person(t, &i->reporter);
	note_person(t, &i->assignee);
	note_tags(t, &i->controls);
	for (size_t a = 0; a < i->nassets; a++)
		note_asset(t, &i->assets[a]);
}

static void
add_event(struct tally *t, const struct rec_event *e)
{
	note(t, t->items, e->tracker, e->item);
	note_person(t, &e->actor);
	note_person(t, &e->to_party);
	t->events += e->at.known == KNOWN;
}

static void
add_assign(struct tally *t, const struct rec_assign *a)
{
	note_person(t, &a->party);
	if (a->subject == SUBJECT_CONTROL)
		note(t, t->controls, a->framework, a->id);
	else if (a->subject == SUBJECT_ASSET)
		note_asset(t, &a->asset);
}

void
tally_add(struct tally *t, const struct record *r)
{
	switch (r->kind) {
	case REC_CONTROL:
		note(t, t->controls, r->u.control.framework, r->u.control.id);
		break;
	case REC_SELECT:
		note(t, t->controls, r->u.select.framework, r->u.select.id);
		break;
	case REC_CLAIM:
		t->claims++;
		note(t, t->controls, r->u.claim.framework, r->u.claim.control);
		note_person(t, &r->u.claim.by);
		break;
	case REC_ASSIGN:
		add_assign(t, &r->u.assign);
		break;
	case REC_PARTY:
		note(t, t->people, r->u.party.ids.n > 0 ? r->u.party.ids.v[0].ns : "",
			r->u.party.ids.n > 0 ? r->u.party.ids.v[0].value : r->u.party.name);
		break;
	case REC_ROLE:
		note_person(t, &r->u.role.party);
		break;
	case REC_ASSET:
		note_asset(t, &r->u.asset.ids);
		break;
	case REC_TEST:
		note_tags(t, &r->u.test.tags);
		break;
	case REC_OBSERVATION:
		t->results[r->u.observation.result]++;
		note_asset(t, &r->u.observation.asset);
		note_tags(t, &r->u.observation.tags);
		break;
	case REC_ITEM:
		add_item(t, &r->u.item);
		break;
	case REC_EVENT:
		add_event(t, &r->u.event);
		break;
	case REC_ACCEPTANCE:
		t->acceptances++;
		note_person(t, &r->u.acceptance.approver);
		break;
	case REC_MAPPING:
		t->mappings++;
		note(t, t->controls, r->u.mapping.framework, r->u.mapping.control);
		break;
	case REC_EVIDENCE:
		t->evidence++;
		break;
	case REC_SYSTEM:
	case REC_KINDS:
		break;
	}
}

void
tally_rows(const struct tally *t, struct tally_row out[TALLY_ROWS])
{
	const struct tally_row rows[TALLY_ROWS] = {
		{"claim", "claims", t->claims},
		{"passing result", "passing results", t->results[RESULT_PASS]},
		{"failing result", "failing results", t->results[RESULT_FAIL]},
		{"other result", "other results", t->results[RESULT_UNKNOWN] +
			t->results[RESULT_NOT_APPLICABLE]},
		{"item", "items", map_count(t->items)},
		{"dated event", "dated events", t->events},
		{"acceptance", "acceptances", t->acceptances},
		{"mapping", "mappings", t->mappings},
		{"control", "controls", map_count(t->controls)},
		{"asset", "assets", map_count(t->assets)},
		{"person or team", "people or teams", map_count(t->people)},
	};

	memcpy(out, rows, sizeof(rows));
}
