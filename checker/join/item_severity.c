/* The severity of an item at as_of, from its records and its log (judgement.md 2, 7). */
#include "checker/base/text.h"
#include "checker/join/inside.h"

/* What the records of an item say, one after another. */
struct said_severity {
	int severity, priority;  /* the highest; -1: no word of ours */
	bool blank;              /* a severity cell is there and empty */
	bool strange;            /* a word that is on no table */
};

static void
hear(struct said_severity *s, int rank, bool blank, bool strange)
{
	if (rank > s->severity)
		s->severity = rank;
	s->blank = s->blank || blank;
	s->strange = s->strange || strange;
}

/* The first entry of this source after as_of that changes it says what it was at as_of. */
static const struct record *
changed_later(struct freeze *f, const struct group *g, const struct source *source,
	enum event_kind kind)
{
	for (size_t i = 0; i < g->events.n; i++) {
		const struct record *r = g->events.v[i];

		if (r->u.event.kind == kind && r->loc.source == source
			&& after(f->cfg, &r->u.event.at))
			return r;
	}
	return NULL;
}

/*
 * Where the reader does not say what an old word means, it is the source's own:
 * none of ours is unknown.
 */
static int
word_before(const struct rec_event *e)
{
	return severity_rank(e->severity_before != NULL ? e->severity_before : e->from);
}

static void
hear_record(struct freeze *f, struct said_severity *s, const struct record *r,
	const struct group *g)
{
	const struct rec_item *x = &r->u.item;
	const struct record *later = changed_later(f, g, r->loc.source, EVENT_SEVERITY);
	int priority = severity_rank(x->priority);

	if (later != NULL) {
		const struct rec_event *e = &later->u.event;
		bool blank = e->from != NULL && *e->from == '\0';

		hear(s, word_before(e), blank, !blank && word_before(e) < 0);
	} else {
		int rank = severity_rank(x->severity);
		bool raw = x->severity_raw != NULL && *x->severity_raw != '\0';

		hear(s, rank, x->severity != NULL && *x->severity == '\0', rank < 0 && raw);
	}
	later = changed_later(f, g, r->loc.source, EVENT_PRIORITY);
	if (later != NULL)
		priority = word_before(&later->u.event);
	if (priority > s->priority)
		s->priority = priority;
}

/* Does the log tell any severity word, or that there was one? */
static bool
log_says(const struct item *it, int *last)
{
	bool any = false;

	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->kind != EVENT_SEVERITY || (e->severity < 0 && e->severity_before < 0))
			continue;
		any = true;
		*last = e->severity;
	}
	return any;
}

/*
 * The highest severity word of all of them.  A blank cell stays blank beside
 * the word of another record: MET asks for the strictest limit then, and the
 * clock is left out only where nobody leaves it blank.  A priority stands in
 * only where there is no severity word at all, the log's included.
 */
void
item_severity(struct freeze *f, struct item *it, const struct group *g)
{
	struct said_severity s = {.severity = -1, .priority = -1};
	int last = -1;
	bool logged;

	for (size_t i = 0; i < g->items.n; i++)
		hear_record(f, &s, g->items.v[i], g);
	logged = log_says(it, &last);
	it->severity = s.severity;
	/* Where no record has the place, the log's last word is the item's. */
	if (s.severity < 0 && !s.blank && !s.strange)
		it->severity = last;
	it->severity_empty = s.blank;
	it->informational = it->severity == 0 && !s.blank;
	if (it->severity < 0 && !s.strange && !logged && s.priority >= 0) {
		it->severity = s.priority;
		it->severity_from_priority = true;
	}
}
