/* The log of an OSCAL risk, its remediations, and what they decide (judgement.md 7 and 11). */
#include "checker/read/oscal_risk.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

/* A type of log entry, or a status that an entry changes to. */
struct log_word {
	const char *word;
	enum event_kind kind;
	enum choice choice;
	bool closes;
};

static const struct log_word types[] = {
	{ "dr-approved", EVENT_DECIDE, CHOICE_ACCEPT, false },
	{ "dr-rejected", EVENT_DECIDE, CHOICE_REJECT, false },
	{ "dr-submission", EVENT_STATUS, CHOICE_NONE, false },
	{ "dr-updated", EVENT_STATUS, CHOICE_NONE, false },
	{ "mitigation", EVENT_DECIDE, CHOICE_MITIGATE, false },
	{ "remediated", EVENT_DECIDE, CHOICE_FIX, false },
	{ "closed", EVENT_CLOSE, CHOICE_FIX, true },
	{ "milestone-complete", EVENT_OTHER, CHOICE_NONE, false },
	{ "status-update", EVENT_COMMENT, CHOICE_NONE, false },
	{ "vendor-check-in", EVENT_COMMENT, CHOICE_NONE, false },
};

/* What a change of status is, in an entry whose type says no more. */
static const struct log_word changes[] = {
	{ "deviation-approved", EVENT_DECIDE, CHOICE_ACCEPT, false },
	{ "closed", EVENT_CLOSE, CHOICE_FIX, true },
};

static const struct { const char *word; enum choice choice; } remedies[] = {
	{ "avoid", CHOICE_AVOID }, { "mitigate", CHOICE_MITIGATE },
	{ "contingency", CHOICE_MITIGATE }, { "transfer", CHOICE_TRANSFER },
	{ "share", CHOICE_TRANSFER }, { "accept", CHOICE_ACCEPT },
};

static const struct log_word *
find_word(const struct log_word *v, size_t n, const char *word)
{
	for (size_t i = 0; word != NULL && i < n; i++)
		if (str_same_fold(v[i].word, word))
			return &v[i];
	return NULL;
}
#define FIND(table, word) find_word(table, sizeof(table) / sizeof(table[0]), word)

static const struct node *
log_entries(const struct oscal_item *it)
{
	return node_at(it->risk->node, "risk-log/entries");
}

/* Who logged an entry: the first party of it. */
static struct party_ref
logger(struct oscal_item *it, const struct node *entry)
{
	for (const struct node *l = node_first(node_get(entry, "logged-by")); l != NULL;
		l = node_next(l))
		if (node_get_text(l, "party-uuid") != NULL)
			return oscal_party(&it->x->d, node_get_text(l, "party-uuid"), l->line);
	return (struct party_ref){0};
}

static bool
is_closing(const struct node *entry)
{
	return str_same(oscal_prop(entry, "type"), "closed") ||
		str_same(node_get_text(entry, "status-change"), "closed");
}

/* The one party that is to do all the tasks; NULL if there are several, or none. */
static const struct node *
only_doer(const struct node *remedies_of)
{
	const struct node *who = NULL;

	for (const struct node *m = node_first(remedies_of); m != NULL; m = node_next(m))
		for (const struct node *t = node_first(node_get(m, "tasks")); t != NULL;
			t = node_next(t))
			for (const struct node *o = node_first(node_get(t, "responsible-roles"));
				o != NULL; o = node_next(o))
				for (const struct node *p = node_first(node_get(o, "party-uuids"));
					p != NULL; p = node_next(p)) {
					if (who != NULL && !str_same(node_text(who), node_text(p)))
						return NULL;
					who = p;
				}
	return who;
}

void
oscal_log_look(struct oscal_item *it)
{
	struct oscal_doc *d = &it->x->d;
	const struct node *who = only_doer(node_get(it->risk->node, "remediations"));

	it->item.has_history = node_count(log_entries(it)) > 0;
	for (const struct node *e = node_first(log_entries(it)); e != NULL; e = node_next(e)) {
		struct instant at = oscal_instant(d, e, "start");

		if (at.known == KNOWN)
			it->item.created = it->item.created.known == KNOWN
				? instant_min(it->item.created, at) : at;
		if (is_closing(e))
			it->item.closed = at;
	}
	if (who != NULL)
		it->item.assignee = oscal_party(d, node_text(who), who->line);
}

static void
event_put(struct oscal_item *it, struct rec_event *ev, const struct node *n)
{
	struct record out = { .kind = REC_EVENT, .loc = oscal_loc(it->risk, n) };

	ev->tracker = OSCAL;
	ev->item = it->item.key;
	out.u.event = *ev;
	reading_put(it->x->d.r, &out);
}

static const char *
prose(struct oscal_item *it, const struct node *n, const char *key)
{
	const char *s = oscal_get(it->x->d.r->rec, n, key);

	return s == NULL ? "" : s; /* OSCAL has a place for it */
}

/* What an approved deviation decides: the risk's own properties say which of three it is. */
static void
deviation(struct oscal_item *it, struct rec_event *ev)
{
	const struct node *risk = it->risk->node;

	if (oscal_prop_yes(risk, "false-positive")) {
		ev->choice = CHOICE_FALSE_POSITIVE;
	} else if (oscal_prop_yes(risk, "risk-adjusted") && it->adjusted.word != NULL) {
		ev->kind = EVENT_SEVERITY;
		ev->choice = CHOICE_NONE;
		ev->from = it->first.raw;
		ev->to = it->adjusted.raw;
		ev->severity = it->adjusted.word;
	} else {
		ev->until = it->item.due;
	}
}

static void
log_event(struct oscal_item *it, const struct node *e, const char **status)
{
	struct oscal_doc *d = &it->x->d;
	const char *type = oscal_prop(e, "type");
	const char *change = oscal_get(d->r->rec, e, "status-change");
	const struct log_word *w = FIND(types, type);
	struct rec_event ev = { .kind = EVENT_OTHER, .id = node_get_text(e, "uuid") };

	if (type != NULL && w == NULL)
		source_odd_word(d->r->source, d->r->a, "OSCAL risk-log type", type);
	if (w == NULL || (w->choice == CHOICE_NONE && FIND(changes, change) != NULL))
		w = FIND(changes, change) != NULL ? FIND(changes, change) : w;
	if (w != NULL) {
		ev.kind = w->kind;
		ev.choice = w->choice;
		ev.closes = w->closes;
	} else if (change != NULL) {
		ev.kind = EVENT_STATUS;
	}
	ev.field = type != NULL ? type : change != NULL ? "status-change" : NULL;
	ev.at = oscal_instant(d, e, "start");
	ev.actor = logger(it, e);
	ev.from = *status;
	ev.to = change;
	ev.rationale = prose(it, e, "description");
	if (change != NULL) {
		if (str_same(*status, "closed") && !str_same(change, "closed")) {
			ev.reopens = true;
			ev.kind = ev.kind == EVENT_STATUS ? EVENT_REOPEN : ev.kind;
		}
		ev.closes = ev.closes || str_same(change, "closed");
		*status = change;
	}
	/* Mitigation is a decision with a date only (judgement.md 7). */
	if (ev.choice == CHOICE_MITIGATE) {
		ev.until = it->item.due;
		if (ev.until.known != KNOWN) {
			ev.choice = CHOICE_NONE;
			ev.kind = EVENT_COMMENT;
		}
	}
	if (ev.choice == CHOICE_ACCEPT)
		deviation(it, &ev);
	event_put(it, &ev, e);
}

/* The first entry of the log that speaks of a remediation: when it was decided, and by whom. */
static const struct node *
entry_of(const struct oscal_item *it, const char *uuid)
{
	return uuid == NULL ? NULL : map_get(it->answers, uuid, strlen(uuid));
}

static void
index_answers(struct oscal_item *it, const struct node *entry)
{
	for (const struct node *x = node_first(node_get(entry, "related-responses")); x != NULL;
		x = node_next(x)) {
		const char *uuid = node_get_text(x, "response-uuid");
		void **slot;

		if (uuid == NULL)
			continue;
		slot = map_slot(it->answers, uuid, strlen(uuid), NULL);
		if (*slot == NULL)
			*slot = (void *)(uintptr_t)entry;
	}
}

/* The end of the last of its tasks; a milestone past the deadline is told. */
static struct instant
tasks_end(struct oscal_item *it, const struct node *remedy)
{
	struct oscal_doc *d = &it->x->d;
	struct instant end = instant_unknown();

	for (const struct node *t = node_first(node_get(remedy, "tasks")); t != NULL;
		t = node_next(t)) {
		const struct node *timing = node_get(t, "timing");
		struct instant at = oscal_instant(d, node_get(timing, "within-date-range"), "end");

		if (at.known != KNOWN)
			at = oscal_instant(d, node_get(timing, "on-date"), "date");
		if (at.known != KNOWN)
			continue;
		end = end.known == KNOWN ? instant_max(end, at) : at;
		if (instant_before(&it->item.due, &at) == TRI_T)
			reading_note(d->r, &oscal_n_milestone, t->line, t->col, "%s, deadline %s",
				text_inert_dup(d->r->rec, at.raw == NULL ? "" : at.raw, 40),
				text_inert_dup(d->r->rec, it->item.due.raw == NULL ? "" :
					it->item.due.raw, 40));
	}
	return end;
}

/*
 * A planned remediation decides if it has a date; a recommendation decides
 * nothing.  OSCAL gives it neither instant nor decider but through the log.
 */
static void
remedy_event(struct oscal_item *it, const struct node *m)
{
	struct oscal_doc *d = &it->x->d;
	const char *life = node_get_text(m, "lifecycle"), *type = oscal_prop(m, "type");
	const struct node *entry = entry_of(it, node_get_text(m, "uuid"));
	struct instant end = tasks_end(it, m);
	struct rec_event ev = { .kind = EVENT_OTHER, .id = node_get_text(m, "uuid"),
		.field = "remediation", .to = life };

	ev.at = oscal_instant(d, entry, "start");
	ev.actor = logger(it, entry);
	for (const struct node *g = node_first(node_get(m, "origins")); entry == NULL &&
		ev.actor.raw == NULL && g != NULL; g = node_next(g))
		for (const struct node *c = node_first(node_get(g, "actors")); c != NULL;
			c = node_next(c))
			if (str_same(node_get_text(c, "type"), "party"))
				ev.actor = oscal_party(d, node_get_text(c, "actor-uuid"), c->line);
	ev.rationale = prose(it, m, "description");
	ev.until = it->item.due.known == KNOWN ? it->item.due : end;
	if (str_same(life, "completed")) {
		ev.kind = EVENT_DECIDE;
		ev.choice = CHOICE_FIX;
	} else if (str_same(life, "planned") && ev.until.known == KNOWN) {
		ev.kind = EVENT_DECIDE;
		ev.choice = type == NULL ? CHOICE_MITIGATE : CHOICE_NONE;
		for (size_t i = 0; type != NULL && i < sizeof(remedies) / sizeof(remedies[0]); i++)
			if (str_same_fold(remedies[i].word, type))
				ev.choice = remedies[i].choice;
	}
	if (ev.choice == CHOICE_NONE)
		ev.kind = EVENT_OTHER;
	event_put(it, &ev, m);
}

/* Who is to do the tasks of a remediation. */
static void
remedy_roles(struct oscal_item *it, const struct node *m)
{
	struct rec_assign subject = { .subject = SUBJECT_ITEM, .framework = OSCAL,
		.id = it->item.key };

	for (const struct node *t = node_first(node_get(m, "tasks")); t != NULL; t = node_next(t))
		oscal_assigns(&it->x->d, it->risk, node_get(t, "responsible-roles"), &subject,
			NULL);
}

/*
 * The register of acceptances: one for each approved deviation that accepts;
 * and where the status alone says so, one without approver and date, which is
 * what there is on paper.
 */
static void
acceptances(struct oscal_item *it)
{
	struct oscal_doc *d = &it->x->d;
	struct party_ref requester = {0};
	bool status = str_same(it->item.status_raw, "deviation-approved");
	struct record out = { .kind = REC_ACCEPTANCE, .loc = oscal_loc(it->risk, NULL) };
	struct rec_acceptance *ac = &out.u.acceptance;
	size_t n = 0;

	if (oscal_prop_yes(it->risk->node, "false-positive") ||
		(oscal_prop_yes(it->risk->node, "risk-adjusted") && it->adjusted.word != NULL))
		return;
	ac->tracker = OSCAL;
	ac->item = it->item.key;
	ac->expires = it->item.due;
	ac->state_raw = it->item.status_raw;
	for (const struct node *e = node_first(log_entries(it)); e != NULL; e = node_next(e)) {
		const char *type = oscal_prop(e, "type");

		if (str_same(type, "dr-submission"))
			requester = logger(it, e);
		if (!str_same(type, "dr-approved") && (type != NULL ||
			!str_same(node_get_text(e, "status-change"), "deviation-approved")))
			continue;
		out.loc = oscal_loc(it->risk, e);
		ac->id = node_get_text(e, "uuid");
		ac->approver = logger(it, e);
		ac->requester = requester;
		ac->granted = oscal_instant(d, e, "start");
		ac->reason = prose(it, e, "description");
		reading_put(d->r, &out);
		n++;
	}
	if (n > 0 || !status)
		return;
	ac->id = it->item.key;
	reading_put(d->r, &out);
}

void
oscal_log_put(struct oscal_item *it)
{
	const char *status = NULL;

	for (const struct node *e = node_first(log_entries(it)); e != NULL; e = node_next(e)) {
		log_event(it, e, &status);
		index_answers(it, e);
	}
	for (const struct node *m = node_first(node_get(it->risk->node, "remediations")); m != NULL;
		m = node_next(m)) {
		remedy_event(it, m);
		remedy_roles(it, m);
	}
	acceptances(it);
}
