/*
 * XES event logs (IEEE 1849): one trace an item, its events in their order.
 * Activities are free words: the shared tables read them.  Attributes may be
 * nested; only those of the trace and of the event itself count.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define XES "xes"

struct attr { const char *key, *value; };
struct attrs { VEC(struct attr) v; };

struct xes {
	struct reading *r;
	struct tracker t;
	struct xml_handler h;
	uint32_t depth;                    /* of the element that is open */
	uint32_t trace_depth, event_depth; /* 0: in none */
	struct arena *a;                   /* of the trace */
	struct attrs trace, event;
	VEC(struct record) events;         /* of the trace, in a */
	uint32_t line, event_line, event_col;
	uint64_t traces;
	const char *key;
};

static const char *
attr_of(const struct attrs *at, const char *key)
{
	for (size_t i = 0; i < at->v.n; i++)
		if (strcmp(at->v.v[i].key, key) == 0)
			return at->v.v[i].value;
	return NULL;
}

/* "org:owner" or "owner": with or without the extension's prefix. */
static const char *
either(const struct attrs *at, const char *key, const char *other)
{
	const char *s = attr_of(at, key);

	return s != NULL ? s : attr_of(at, other);
}

static struct party_ref
person(struct xes *x, const char *name)
{
	struct party_ref who = { .raw = name };

	if (name != NULL && strchr(name, '@') != NULL)
		ident_add(x->r, &who.ids, "email", name);
	who.machine = name != NULL && str_same_fold(name, "system");
	return who;
}

/* lifecycle:transition of the standard's model. */
static const struct { const char *word; enum event_kind kind; enum item_status status; } steps[] = {
	{ "assign", EVENT_ASSIGN, STATUS_UNKNOWN }, { "reassign", EVENT_ASSIGN, STATUS_UNKNOWN },
	{ "start", EVENT_ACK, STATUS_UNKNOWN }, { "schedule", EVENT_OTHER, STATUS_UNKNOWN },
	{ "suspend", EVENT_STATUS, STATUS_HOLD }, { "resume", EVENT_STATUS, STATUS_IN_PROGRESS },
	{ "withdraw", EVENT_STATUS, STATUS_CANCELLED }, { "pi abort", EVENT_STATUS, STATUS_CANCELLED },
	{ "ate abort", EVENT_STATUS, STATUS_CANCELLED },
	{ "autoskip", EVENT_OTHER, STATUS_UNKNOWN }, { "manualskip", EVENT_OTHER, STATUS_UNKNOWN },
};

static void
lifecycle(struct xes *x, const char *word, struct rec_event *ev)
{
	const char *key = word == NULL ? "" : str_word_key(x->r->rec, word);

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (strcmp(steps[i].word, key) == 0) {
			ev->kind = steps[i].kind;
			ev->closes = steps[i].status == STATUS_CANCELLED;
		}
	if (ev->kind == EVENT_ASSIGN)
		ev->to_party = ev->actor; /* the resource of an assignment is whom it went to */
}

/* What the activity says: a decision counts once it is complete, or where no transition is given. */
static void
activity(struct xes *x, const char *name, const char *step, struct rec_event *ev)
{
	struct arena *a = x->r->rec;
	enum item_status s = word_status(name, a);
	bool complete = step == NULL || str_same_fold(step, "complete");
	const char *key = str_word_key(a, name);

	if (!complete)
		return;
	ev->choice = word_choice(name, a);
	if (strcmp(key, "escalate") == 0 || strcmp(key, "escalated") == 0)
		ev->kind = EVENT_ESCALATE;
	else if (strcmp(key, "reopen") == 0 || strcmp(key, "reopened") == 0) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = true;
	} else if (ev->choice != CHOICE_NONE)
		ev->kind = EVENT_DECIDE;
	else if (s != STATUS_UNKNOWN)
		ev->kind = EVENT_STATUS;
	ev->closes = ev->closes || s == STATUS_CLOSED || s == STATUS_CANCELLED ||
		s == STATUS_FALSE_POSITIVE;
	if (s == STATUS_CLOSED && ev->choice == CHOICE_NONE)
		ev->choice = CHOICE_FIX;
}

static void
event_done(struct xes *x)
{
	struct record out = { .kind = REC_EVENT };
	struct rec_event *ev = &out.u.event;
	const char *name = attr_of(&x->event, "concept:name"), *step, *due;

	step = attr_of(&x->event, "lifecycle:transition");
	ev->kind = EVENT_OTHER;
	ev->id = arena_printf(x->a, "%zu", x->events.n);
	ev->field = step;
	ev->to = name == NULL ? "" : name;
	ev->at = reading_instant(x->r, attr_of(&x->event, "time:timestamp"), x->event_line);
	ev->actor = person(x, attr_of(&x->event, "org:resource"));
	ev->rationale = either(&x->event, "rationale", "comment");
	lifecycle(x, step, ev);
	if (name != NULL)
		activity(x, name, step, ev);
	due = either(&x->event, "due", "due_date");
	if (due != NULL)
		ev->until = reading_instant(x->r, due, x->event_line);
	out.loc = (struct loc){ .line = x->event_line, .col = x->event_col,
		.path = arena_printf(x->a, "/log/trace[%llu]/event[%zu]",
		(unsigned long long)x->traces, x->events.n + 1) };
	record_copy(VEC_PUSH(&x->events), &out, x->a);
}

static void
item_fill(struct xes *x, struct rec_item *it)
{
	const struct attrs *at = &x->trace;
	const struct record *first = x->events.n > 0 ? &x->events.v[0] : NULL;
	const struct record *last = x->events.n > 0 ? &x->events.v[x->events.n - 1] : NULL;
	const char *controls = either(at, "control", "controls");

	it->title = either(at, "title", "description");
	it->type_raw = attr_of(at, "type");
	it->type = word_item_type(it->type_raw, x->r->rec);
	it->severity_raw = attr_of(at, "severity");
	it->severity = tracker_severity(&x->t, "XES severity", it->severity_raw);
	it->priority_raw = attr_of(at, "priority");
	it->priority = tracker_severity(&x->t, "XES priority", it->priority_raw);
	it->due = reading_instant(x->r, either(at, "due", "due_date"), x->line);
	it->detected = reading_instant(x->r, attr_of(at, "detected"), x->line);
	it->assignee = person(x, either(at, "org:owner", "owner"));
	if (first != NULL)
		it->created = first->u.event.at;
	if (last != NULL)
		it->updated = last->u.event.at;
	it->has_history = true;
	it->status = STATUS_OPEN;
	for (size_t i = 0; i < x->events.n; i++) {
		const struct rec_event *e = &x->events.v[i].u.event;

		if (e->reopens)
			it->status = STATUS_OPEN;
		if (e->closes) {
			it->status = STATUS_CLOSED;
			it->closed = e->at;
		}
		if (e->kind == EVENT_STATUS || e->kind == EVENT_DECIDE)
			it->status_raw = e->to;
		if (e->kind == EVENT_ASSIGN)
			it->assignee = e->to_party;
	}
	tracker_ids(&x->t, it, it->title);
	tracker_ids(&x->t, it, controls);
}

static void
trace_done(struct xes *x)
{
	struct record out = { .kind = REC_ITEM };
	struct rec_item *it = &out.u.item;

	reading_seen(x->r);
	it->tracker = XES;
	it->key = attr_of(&x->trace, "concept:name");
	if (!text_set(it->key)) {
		reading_refused(x->r, &tracker_e_record, x->line, 0, "a trace without concept:name");
		return;
	}
	item_fill(x, it);
	out.loc = (struct loc){ .line = x->line, .path = arena_printf(x->a, "/log/trace[%llu]",
		(unsigned long long)x->traces) };
	reading_put(x->r, &out);
	for (size_t i = 0; i < x->events.n; i++) {
		x->events.v[i].u.event.tracker = XES;
		x->events.v[i].u.event.item = it->key;
		reading_put(x->r, &x->events.v[i]);
	}
	reading_kept(x->r);
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct xes *x = ctx;
	const char *key = xml_attr(t, "key"), *value = xml_attr(t, "value");
	struct attrs *into = NULL;

	x->depth = t->depth;
	if (t->depth == 2 && strcmp(t->name, "trace") == 0) {
		x->trace_depth = 2;
		x->line = t->line;
		x->traces++;
		arena_reset(x->a);
		arena_reset(x->r->rec);
		x->trace.v.n = x->events.n = 0;
	} else if (x->trace_depth != 0 && t->depth == 3 && strcmp(t->name, "event") == 0) {
		x->event_depth = 3;
		x->event_line = t->line;
		x->event_col = t->col;
		x->event.v.n = 0;
	} else if (x->event_depth != 0 && t->depth == 4) {
		into = &x->event;
	} else if (x->trace_depth != 0 && x->event_depth == 0 && t->depth == 3) {
		into = &x->trace;
	}
	if (into != NULL && key != NULL && value != NULL)
		*VEC_PUSH(&into->v) = (struct attr){ arena_strdup(x->a, key),
			arena_strdup(x->a, value) };
	return 0;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct xes *x = ctx;
	uint32_t depth = x->depth--;

	(void)ns;
	(void)name;
	(void)line;
	if (x->event_depth != 0 && depth == x->event_depth) {
		x->event_depth = 0;
		event_done(x);
	} else if (x->trace_depth != 0 && depth == x->trace_depth) {
		x->trace_depth = 0;
		trace_done(x);
	}
	return 0;
}

static int
read_xes(struct reading *r)
{
	struct xes x = { .r = r, .t = { .r = r, .name = XES }, .a = arena_new() };
	int rc;

	x.h = (struct xml_handler){ .ctx = &x, .start = on_start, .end = on_end };
	rc = reading_xml(r, &x.h);
	VEC_FREE(&x.trace.v);
	VEC_FREE(&x.event.v);
	VEC_FREE(&x.events);
	arena_free(x.a);
	return rc;
}

static int
probe_xes(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_XML || !str_same(h->root, "log"))
		return 0;
	if (str_has_prefix(h->root_ns, "http://www.xes-standard.org")) {
		*sign = "root log of the XES namespace";
		return 90;
	}
	if (*h->root_ns != '\0' || (!head_text(h, "xes.") && !head_text(h, "<trace")))
		return 0;
	*sign = "root log with XES attributes or traces";
	return 75;
}

static const struct word_row_doc xes_words[] = {
	{ "XES lifecycle:transition", "assign, reassign", "assignment, to org:resource" },
	{ "XES lifecycle:transition", "start", "acknowledgement: no decision" },
	{ "XES lifecycle:transition", "suspend, resume", "on hold, in progress" },
	{ "XES lifecycle:transition", "withdraw, pi_abort, ate_abort", "closes; no decision" },
	{ "XES lifecycle:transition", "complete, or none", "the activity's name counts" },
	{ "XES concept:name of an event", "words of the shared tables of decisions and statuses",
		"decision, status; others: kept, no decision" },
	{ "XES concept:name of an event", "Escalated, Reopened", "escalation, reopening" },
	{ NULL, NULL, NULL }
};

const struct reader reader_xes = {
	.name = "xes",
	.title = "XES event logs (IEEE 1849)",
	.what = "Shows each case's steps, by whom and when, in their order. "
		"Cannot show decisions whose activities have names of their own, nor whether the log "
		"is whole.",
	.better = "the tracker's own export, which names people and due dates",
	.syntax = SYNTAX_XML,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_xes,
	.read = read_xes,
	.words = xes_words,
};
