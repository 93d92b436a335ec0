/* One record on its way out: cut, counted, dated. */
#include "checker/read/reader.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/model/members.h"
#include "checker/read/read_diags.h"

/*
 * Free text keeps its first MAX_TEXT bytes, cut between characters; the cut is
 * counted in the source's row.
 */
static void
cut(struct reading *r, const char **text)
{
	size_t n = MAX_TEXT;

	if (*text == NULL || strnlen(*text, MAX_TEXT + 1) <= MAX_TEXT)
		return;
	while (n > 0 && ((unsigned char)(*text)[n] & 0xc0) == 0x80)
		n--;
	*text = arena_strndup(r->rec, *text, n);
	r->source->cut_texts++;
}

/* An address of more bytes than any mail server takes names nobody. */
static void
cut_party(struct reading *r, struct party_ref *p)
{
	cut(r, &p->raw);
	cut(r, &p->name);
	if (p->email == NULL || strnlen(p->email, MAX_ID + 1) <= MAX_ID)
		return;
	reading_note(r, &read_w_long, 0, 0, "an e-mail address of %zu bytes", strlen(p->email));
	p->email = NULL;
}

/* Every text of the record: what is printed must load again (record_load.c). */
static void
cut_texts(struct reading *r, struct record *rec)
{
	const struct members *all = &record_members[rec->kind];

	cut(r, &rec->loc.path);
	for (size_t i = 0; i < all->n; i++) {
		void *p = (char *)rec + all->v[i].offset;

		if (all->v[i].type == MEMBER_TEXT)
			cut(r, p);
		else if (all->v[i].type == MEMBER_INSTANT)
			cut(r, &((struct instant *)p)->raw);
		else if (all->v[i].type == MEMBER_PARTY)
			cut_party(r, p);
	}
}

static void
date(struct source *s, const struct instant *i)
{
	if (i->known != KNOWN || i->never)
		return;
	if (i->lo < s->oldest)
		s->oldest = i->lo;
	if (i->hi > s->newest)
		s->newest = i->hi;
}

/*
 * Instants by which the age of an export is told: due dates and expiries lie
 * in the future and are no sign of it.
 */
static void
date_record(struct source *s, const struct record *rec)
{
	switch (rec->kind) {
	case REC_CLAIM:
		date(s, &rec->u.claim.at);
		break;
	case REC_PARTY:
		/* A roster's own date is the newest instant in it (judgement.md 11): of any kind. */
		date(s, &rec->u.party.hired);
		date(s, &rec->u.party.left);
		date(s, &rec->u.party.created);
		date(s, &rec->u.party.modified);
		break;
	case REC_ASSET:
		date(s, &rec->u.asset.seen);
		break;
	case REC_OBSERVATION:
		date(s, &rec->u.observation.at);
		break;
	case REC_ITEM:
		date(s, &rec->u.item.created);
		date(s, &rec->u.item.detected);
		date(s, &rec->u.item.updated);
		date(s, &rec->u.item.closed);
		break;
	case REC_EVENT:
		date(s, &rec->u.event.at);
		break;
	case REC_ACCEPTANCE:
		date(s, &rec->u.acceptance.granted);
		break;
	case REC_EVIDENCE:
		date(s, &rec->u.evidence.collected);
		break;
	case REC_CONTROL: case REC_SELECT: case REC_ASSIGN: case REC_ROLE: case REC_TEST:
	case REC_MAPPING: case REC_SYSTEM: case REC_KINDS: default:
		break;
	}
}

/* The class of sources that this record makes its source one of (judgement.md 1). */
static unsigned
role_of(const struct record *rec)
{
	switch (rec->kind) {
	case REC_CLAIM: return ROLE_CLAIM;
	case REC_OBSERVATION: return ROLE_OBSERVATION;
	case REC_ITEM: case REC_EVENT: case REC_ACCEPTANCE: return ROLE_ITEM;
	case REC_PARTY: return ROLE_ROSTER;
	case REC_ROLE: return ROLE_ROLES;
	case REC_ASSET: return rec->u.asset.listed ? ROLE_POPULATION : 0;
	case REC_MAPPING: case REC_TEST: return ROLE_MAPPING;
	case REC_CONTROL: case REC_SELECT: return ROLE_CATALOG;
	case REC_EVIDENCE: return ROLE_EVIDENCE;
	case REC_ASSIGN: case REC_SYSTEM: case REC_KINDS: default: return 0;
	}
}

void
reading_put(struct reading *r, struct record *rec)
{
	struct source *s = r->source;

	rec->loc.source = s;
	/* Whatever a record says of itself: its format proves no more (judgement.md 4). */
	if (rec->kind == REC_OBSERVATION && rec->u.observation.grade > s->grade)
		rec->u.observation.grade = s->grade;
	cut_texts(r, rec);
	date_record(s, rec);
	s->by_kind[rec->kind]++;
	s->roles |= role_of(rec);
	r->sink->put(r->sink, rec);
}
