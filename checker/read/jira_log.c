/*
 * The log of a Jira issue.  Cloud gives the newest entry first, Data Center
 * the oldest, and both at times neither: it is sorted by instant and id.  Who
 * had the issue at first, and its first due date, stand in no entry: they are
 * the "from" of the first change, else what is there now.
 */
#include "checker/read/jira.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/json_reader_diags.h"

struct entry {
	const struct node *items, *author;
	const char *id, *path;
	struct instant at;
	uint32_t line;
	int64_t number;
	size_t order;
};
struct log { VEC(struct entry) at; };

/* What holds while the log is walked through. */
struct walk {
	struct jira_issue *is;
	const struct entry *e;
	size_t item;                /* position within the entry */
	const char *resolution;     /* in force; "" or NULL: none */
	struct instant due;
	bool resolves;              /* this entry sets the resolution */
	bool reopened;              /* since the resolution was set */
};

static const char *
text_of(const struct node *n)
{
	const char *s = node_text(n);

	return s == NULL ? "" : s;
}

/* A list of histories; Python's str() of a missing one is the string "None". */
static const struct node *
histories(const struct jira_issue *is)
{
	const struct node *h = node_at(is->node, "changelog/histories");

	return node_is(h, NODE_LIST) ? h : NULL;
}

/* A log names each field beside its id, so it tells which custom field is the severity. */
static void
severity_in_log(struct jira_issue *is)
{
	const struct node *change = node_get(node_get(is->webhook, "changelog"), "items");

	for (const struct node *x = node_first(change); x != NULL; x = node_next(x))
		jira_severity_learn(is, node_get_text(x, "field"), node_get_text(x, "fieldId"));
	for (const struct node *h = node_first(histories(is)); h != NULL; h = node_next(h))
		for (const struct node *x = node_first(node_get(h, "items")); x != NULL;
			x = node_next(x))
			jira_severity_learn(is, node_get_text(x, "field"),
				node_get_text(x, "fieldId"));
}

/*
 * Whoever retypes a finding as a task or takes the control out of its summary or labels changes
 * nothing of what it was (attacks G1, READINGS 152): the type with a decision clock stays, and ids
 * are looked for in what was there.
 */
static void
once(struct jira_issue *is, const struct node *change)
{
	const char *field = node_get_text(change, "fieldId");
	const char *from = node_get_text(change, "fromString");
	const char *word;

	if (field == NULL)
		field = node_get_text(change, "field");
	if (field == NULL || from == NULL)
		return;
	word = str_word_key(is->j->r->rec, field);
	if (str_same(word, "summary") || str_same(word, "labels") || str_same(word, "components")
		|| str_same(word, "component"))
		jira_find_ids(is, from);
	if ((str_same(word, "issuetype") || str_same(word, "issue type"))
		&& is->item->type == ITEM_OTHER
		&& word_item_type(from, is->j->r->rec) != ITEM_OTHER) {
		is->item->type = word_item_type(from, is->j->r->rec);
		is->item->type_raw = from;
	}
}

static void
look_back(struct jira_issue *is)
{
	const struct node *change = node_get(node_get(is->webhook, "changelog"), "items");

	for (const struct node *x = node_first(change); x != NULL; x = node_next(x))
		once(is, x);
	for (const struct node *h = node_first(histories(is)); h != NULL; h = node_next(h))
		for (const struct node *x = node_first(node_get(h, "items")); x != NULL;
			x = node_next(x))
			once(is, x);
}

void
jira_log_look(struct jira_issue *is)
{
	const struct node *log = node_get(is->node, "changelog");
	int64_t total = 0;

	severity_in_log(is);
	look_back(is);
	if (is->webhook != NULL) { /* one entry, of who knows how many */
		is->item->has_history = node_get(is->webhook, "changelog") != NULL;
		is->item->truncated = true;
		return;
	}
	is->item->has_history = histories(is) != NULL;
	if (!is->item->has_history) {
		if (!is->j->told_no_log)
			reading_note(is->j->r, &jira_n_no_log, is->line, is->col,
				"issue %s has no changelog",
				text_inert_dup(is->j->r->rec, is->key, 80));
		is->j->told_no_log = true;
		return;
	}
	if (node_int(node_get(log, "total"), &total) == 0 && total > 0 &&
		(uint64_t)total > node_count(histories(is))) {
		is->item->truncated = true;
		reading_note(is->j->r, &jira_w_truncated, log->line, log->col,
			"issue %s: %lld entries declared, %zu given",
			text_inert_dup(is->j->r->rec, is->key, 80), (long long)total,
			node_count(histories(is)));
	}
	if (is->item->truncated)
		is->j->r->source->truncated_history = true;
}

static int
by_time(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->at.lo != b->at.lo)
		return a->at.lo < b->at.lo ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static void
entry_add(struct jira_issue *is, struct log *log, const struct node *n, const struct node *author,
	struct instant at, const char *path)
{
	struct entry *e = VEC_PUSH(&log->at);

	e->items = node_get(n, "items");
	e->author = author;
	e->id = node_get_text(n, "id");
	e->path = path;
	e->at = at;
	e->line = n->line;
	e->order = log->at.n;
	if (e->id == NULL || !text_to_int(e->id, strlen(e->id), 0, INT64_MAX, &e->number))
		e->number = (int64_t)e->order;
	if (e->id == NULL)
		e->id = arena_printf(is->j->r->rec, "#%zu", e->order);
}

static void
log_gather(struct jira_issue *is, struct log *log)
{
	struct reading *r = is->j->r;
	const struct node *change = node_get(is->webhook, "changelog");
	size_t i = 0;

	for (const struct node *h = node_first(histories(is)); h != NULL; h = node_next(h), i++)
		entry_add(is, log, h, node_get(h, "author"),
			reading_instant(r, node_get_text(h, "created"), h->line),
			arena_printf(r->rec, "%s/changelog/histories/%zu", is->path, i));
	if (change != NULL) {
		struct instant at = instant_unknown();
		const char *stamp = node_get_text(is->webhook, "timestamp");

		if (stamp != NULL && instant_parse_epoch(&at, stamp, r->rec) != 0)
			at = instant_unknown();
		entry_add(is, log, change, node_get(is->webhook, "user"), at,
			arena_printf(r->rec, "%s/changelog", is->path));
	}
	if (log->at.n > 1)
		qsort(log->at.v, log->at.n, sizeof(log->at.v[0]), by_time);
}

static bool
is_field(const struct node *item, const char *field)
{
	const char *id = node_get_text(item, "fieldId"), *name = node_get_text(item, "field");

	return id != NULL ? strcmp(id, field) == 0 : name != NULL && str_same_fold(name, field);
}

/* The first change of a field, or NULL. */
static const struct node *
first_change(const struct log *log, const char *field)
{
	for (size_t i = 0; i < log->at.n; i++)
		for (const struct node *x = node_first(log->at.v[i].items); x != NULL;
			x = node_next(x))
			if (is_field(x, field))
				return x;
	return NULL;
}

/* Events */

static void
event_put(struct jira_issue *is, struct rec_event *ev, uint32_t line, const char *path)
{
	struct record out = { .kind = REC_EVENT };

	ev->tracker = JIRA;
	ev->item = is->key;
	out.loc = (struct loc){ .line = line, .path = path };
	out.u.event = *ev;
	reading_put(is->j->r, &out);
}

/* A user as the log names one: an id and the display name of that time. */
static struct party_ref
log_user(struct jira_issue *is, const struct node *item, const char *id, const char *name)
{
	struct party_ref who = {0};
	const char *native = node_get_text(item, id);

	who.raw = text_of(node_get(item, name));
	if (*who.raw == '\0' && native != NULL)
		who.raw = native;
	if (*who.raw != '\0')
		who.name = who.raw;
	if (native != NULL && *native != '\0')
		idents_add(&who.ids, is->j->r->rec, JIRA, native);
	return who;
}

/* Creation, with the first status, and the first assignee where the log reaches back to it. */
static void
beginning(struct jira_issue *is, const struct log *log)
{
	const struct node *created = node_get(is->fields, "created");
	const struct node *status = first_change(log, "status");
	const struct node *assign = first_change(log, "assignee");
	struct rec_event ev = { .kind = EVENT_CREATE, .id = "created" };

	if (created == NULL)
		return;
	ev.at = is->item->created;
	ev.actor = jira_user(is->j, node_get(is->fields, "creator"));
	if (ev.actor.raw == NULL)
		ev.actor = is->item->reporter;
	if (!is->item->truncated && is->item->has_history)
		ev.to = status != NULL ? text_of(node_get(status, "fromString"))
			: is->item->status_raw;
	event_put(is, &ev, created->line, is->path);
	if (is->item->truncated || !is->item->has_history)
		return;
	ev.kind = EVENT_ASSIGN;
	ev.id = "created.assignee";
	ev.field = "assignee";
	ev.to_party = assign != NULL ? log_user(is, assign, "from", "fromString")
		: is->item->assignee;
	ev.to = ev.to_party.raw;
	if (ev.to != NULL && *ev.to != '\0')
		event_put(is, &ev, created->line, is->path);
}

/* The status that an entry leads to, by the categories that the issue itself names. */
static enum item_status
status_of(struct jira_issue *is, const struct node *item, const char *id, const char *name)
{
	const struct node *now = node_get(is->fields, "status");
	const char *to = node_get_text(item, id);
	const struct node *cat = to != NULL && str_same(node_get_text(now, "id"), to)
		? node_get(now, "statusCategory") : NULL;
	bool contrary;

	return jira_status(node_get_text(item, name), node_get_text(cat, "key"),
		node_get_text(cat, "id"), &contrary, is->j->r->rec);
}

static bool
is_over(enum item_status s)
{
	return s == STATUS_CLOSED || s == STATUS_FALSE_POSITIVE || s == STATUS_CANCELLED ||
		s == STATUS_ACCEPTED;
}

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

/* A closing is a decision of its own only where no resolution says which. */
static void
status_event(struct walk *w, const struct node *item, struct rec_event *ev)
{
	struct arena *a = w->is->j->r->rec;
	enum item_status to = status_of(w->is, item, "to", "toString");
	enum item_status from = status_of(w->is, item, "from", "fromString");

	ev->evaluated = jira_status_evaluated(ev->to, a);
	if (strcmp(str_word_key(a, ev->to), "escalated") == 0)
		ev->kind = EVENT_ESCALATE;
	ev->closes = is_over(to);
	if (is_over(from) && to != STATUS_UNKNOWN && !is_over(to)) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = w->reopened = true;
	}
	/* "Resolution, or status without one" (judgement.md 11): beside one it neither closes nor chooses. */
	if (w->resolves || (set(w->resolution) && !w->reopened))
		ev->closes = false;
	if (!ev->closes || set(w->resolution))
		return;
	ev->choice = jira_choice(ev->to, a);
	/* A translated name whose category is "done": done by a person, in whatever words. */
	if (ev->choice == CHOICE_NONE && to == STATUS_CLOSED)
		ev->choice = CHOICE_FIX;
	if (ev->choice == CHOICE_ACCEPT)
		ev->until = w->due;
}

static void
resolution_event(struct walk *w, struct rec_event *ev)
{
	struct reading *r = w->is->j->r;

	w->resolution = ev->to;
	w->reopened = false;
	if (!set(ev->to)) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = true;
		return;
	}
	ev->closes = true;
	ev->choice = jira_choice(ev->to, r->rec);
	if (ev->choice == CHOICE_NONE && !jira_is_duplicate(ev->to, r->rec))
		source_odd_word(r->source, r->a, "Jira resolution", ev->to);
	if (ev->choice == CHOICE_ACCEPT)
		ev->until = w->due;
}

static struct instant
due_of(struct jira_issue *is, const struct node *item, const char *date, const char *text)
{
	const struct node *n = node_get(item, date);

	/* "to" is the bare date, "toString" the same in some format. */
	if (node_text(n) == NULL)
		n = node_get(item, text);
	return reading_instant(is->j->r, text_of(n), item->line);
}

static void
item_event(struct walk *w, const struct node *item)
{
	struct jira_issue *is = w->is;
	struct arena *a = is->j->r->rec;
	struct rec_event ev = { .at = w->e->at };
	const char *id = node_get_text(item, "fieldId");

	ev.field = node_get_text(item, "field");
	ev.kind = jira_field_kind(ev.field, a);
	if (ev.kind == EVENT_OTHER && id != NULL)
		ev.kind = jira_field_kind(id, a);
	if (is->severity_field != NULL && str_same(id, is->severity_field))
		ev.kind = EVENT_SEVERITY;
	ev.id = arena_printf(a, "%s.%zu", w->e->id, w->item);
	ev.actor = jira_user(is->j, node_is(w->e->author, NODE_MAP) ? w->e->author : NULL);
	ev.from = text_of(node_get(item, "fromString"));
	ev.to = text_of(node_get(item, "toString"));
	switch (ev.kind) {
	case EVENT_ASSIGN:
		ev.to_party = log_user(is, item, "to", "toString");
		break;
	case EVENT_STATUS:
		status_event(w, item, &ev);
		break;
	case EVENT_DECIDE:
		resolution_event(w, &ev);
		break;
	case EVENT_DUE:
		ev.until = due_of(is, item, "to", "toString");
		break;
	case EVENT_SEVERITY: case EVENT_PRIORITY:
		ev.severity = word_severity(ev.to, a);
		if (ev.severity == NULL)
			ev.severity = set(ev.to) ? NULL : "";
		ev.severity_before = word_severity(ev.from, a);
		if (ev.severity_before == NULL)
			ev.severity_before = set(ev.from) ? NULL : "";
		break;
	case EVENT_CREATE: case EVENT_TEAM: case EVENT_ESCALATE: case EVENT_COMMENT:
	case EVENT_ACK: case EVENT_REOPEN: case EVENT_CLOSE: case EVENT_LABEL: case EVENT_LINK:
	case EVENT_OTHER: default:
		break;
	}
	event_put(is, &ev, item->line, w->e->path);
}

/*
 * A due date that an entry sets holds for the decision in the same entry (judgement.md 11,
 * Decisions).
 */
static void
entry_events(struct walk *w)
{
	w->resolves = false;
	for (const struct node *x = node_first(w->e->items); x != NULL; x = node_next(x)) {
		if (is_field(x, "duedate"))
			w->due = due_of(w->is, x, "to", "toString");
		if (is_field(x, "resolution") && set(text_of(node_get(x, "toString"))))
			w->resolves = true;
	}
	w->item = 0;
	for (const struct node *x = node_first(w->e->items); x != NULL; x = node_next(x), w->item++)
		item_event(w, x);
}

/* Comments */

/* Text of Atlassian's document format: its text nodes in order. Depth is the syntax layer's. */
static void
adf_text(struct buf *b, const struct node *n)
{
	const char *text = node_get_text(n, "text");

	if (text != NULL)
		buf_str(b, text);
	for (const struct node *c = node_first(node_get(n, "content")); c != NULL; c = node_next(c))
		adf_text(b, c);
	if (str_same(node_get_text(n, "type"), "paragraph"))
		buf_chr(b, '\n');
}

static const char *
comment_text(struct arena *a, const struct node *body)
{
	struct buf b;
	const char *out;

	if (!node_is(body, NODE_MAP))
		return node_text(body);
	buf_init(&b, MAX_TEXT + 1);
	adf_text(&b, body);
	out = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return out;
}

static void
comments(struct jira_issue *is)
{
	struct reading *r = is->j->r;
	size_t i = 0;

	for (const struct node *c = node_first(node_at(is->fields, "comment/comments")); c != NULL;
		c = node_next(c), i++) {
		struct rec_event ev = { .kind = EVENT_COMMENT };
		const struct node *author = node_get(c, "author");
		const char *id = node_get_text(c, "id");

		if (!node_is(c, NODE_MAP))
			continue;
		ev.id = arena_printf(r->rec, "comment.%s", id == NULL ? "" : id);
		ev.at = reading_instant(r, node_get_text(c, "created"), c->line);
		ev.actor = jira_user(is->j, node_is(author, NODE_MAP) ? author : NULL);
		ev.to = comment_text(r->rec, node_get(c, "body"));
		event_put(is, &ev, c->line,
			arena_printf(r->rec, "%s/fields/comment/comments/%zu", is->path, i));
	}
}

void
jira_log_put(struct jira_issue *is)
{
	struct log log = {0};
	struct walk w = { .is = is, .due = is->item->due };
	const struct node *first;

	log_gather(is, &log);
	first = first_change(&log, "duedate");
	if (first != NULL)
		w.due = due_of(is, first, "from", "fromString");
	first = first_change(&log, "resolution");
	if (first != NULL)
		w.resolution = text_of(node_get(first, "fromString"));
	else
		w.resolution = is->item->resolution_raw;
	beginning(is, &log);
	for (size_t i = 0; i < log.at.n; i++) {
		w.e = &log.at.v[i];
		entry_events(&w);
	}
	comments(is);
	VEC_FREE(&log.at);
}
