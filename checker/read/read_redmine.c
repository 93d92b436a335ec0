/*
 * Redmine issues with journals (REST JSON).  Journals name values by number:
 * what a number means is known where it is the issue's own present value.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_list.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define REDMINE "redmine"

struct rm {
	struct reading *r;
	struct tracker t;
	bool told_no_log;
};

/* {id, name} */
static struct party_ref
user(struct rm *m, const struct node *n)
{
	struct party_ref who = {0};

	if (n == NULL)
		return who;
	who.raw = node_get_text(n, "name");
	if (who.raw == NULL)
		who.raw = "";
	who.name = text_set(who.raw) ? who.raw : NULL;
	ident_add(m->r, &who.ids, REDMINE, node_get_text(n, "id"));
	return who;
}

static const char *
name_at(const struct node *n, const char *member)
{
	const struct node *x = node_get(n, member);

	return x == NULL ? NULL : member_text(x, "name") == NULL ? "" : member_text(x, "name");
}

static enum item_status
status_of(struct rm *m, const struct node *status)
{
	const char *name = node_get_text(status, "name");
	enum item_status s = word_status(name, m->r->rec);
	const struct node *closed = node_get(status, "is_closed");

	if (s == STATUS_UNKNOWN && str_same_fold(name, "feedback"))
		s = STATUS_HOLD;
	/* The flag decides whether it is over, since names are free. */
	if (node_is(closed, NODE_TRUE) && !status_is_over(s))
		s = STATUS_CLOSED;
	else if (node_is(closed, NODE_FALSE) && status_is_over(s) && s != STATUS_ACCEPTED)
		s = STATUS_IN_PROGRESS;
	if (s == STATUS_UNKNOWN && text_set(name))
		source_odd_word(m->r->source, m->r->a, "Redmine status", name);
	return s;
}

static void
item_fill(struct rm *m, const struct node *n, struct rec_item *it)
{
	it->title = node_get_text(n, "subject");
	it->type_raw = name_at(n, "tracker");
	it->type = word_item_type(it->type_raw, m->r->rec);
	it->status_raw = name_at(n, "status");
	it->status = status_of(m, node_get(n, "status"));
	it->priority_raw = name_at(n, "priority");
	it->priority = tracker_severity(&m->t, "Redmine priority", it->priority_raw);
	for (const struct node *c = node_first(node_get(n, "custom_fields")); c != NULL; c = c->next)
		if (str_same_fold(node_get_text(c, "name"), "severity"))
			it->severity_raw = member_text(c, "value");
	it->severity = tracker_severity(&m->t, "Redmine severity", it->severity_raw);
	it->created = member_instant(m->r, n, "created_on");
	it->updated = member_instant(m->r, n, "updated_on");
	it->closed = member_instant(m->r, n, "closed_on");
	it->due = member_instant(m->r, n, "due_date");
	it->reporter = user(m, node_get(n, "author"));
	it->assignee = user(m, node_get(n, "assigned_to"));
	/* Redmine leaves out who has it where nobody has: but so does a list of fields. */
	it->has_history = node_get(n, "journals") != NULL;
	tracker_ids(&m->t, it, it->title);
}

/* The issue's present member where the number is that of it. */
static const struct node *
present(const struct node *issue, const char *member, const char *id)
{
	const struct node *n = node_get(issue, member);

	return id != NULL && str_same(node_get_text(n, "id"), id) ? n : NULL;
}

static void
status_event(struct rm *m, const struct node *issue, struct rec_event *ev)
{
	const struct node *to = present(issue, "status", ev->to), *from = present(issue, "status",
		ev->from);
	enum item_status s = to == NULL ? STATUS_UNKNOWN : status_of(m, to);

	ev->kind = EVENT_STATUS;
	if (to == NULL) {
		/* It left the end where it stands now: whatever it came to, it was open again. */
		if (from != NULL && status_is_over(status_of(m, from))) {
			ev->kind = EVENT_REOPEN;
			ev->reopens = true;
		}
		return;
	}
	ev->to = node_get_text(to, "name");
	ev->closes = status_is_over(s);
	if (s == STATUS_CLOSED)
		ev->choice = CHOICE_FIX;
	else if (ev->closes)
		ev->choice = word_choice(ev->to, m->r->rec);
	if (s == STATUS_CANCELLED)
		ev->choice = CHOICE_NONE;
}

static void
detail(struct rm *m, const struct node *issue, const struct node *d, struct rec_event *ev)
{
	const char *name = node_get_text(d, "name");

	ev->field = name;
	ev->from = member_text(d, "old_value");
	ev->to = member_text(d, "new_value");
	if (ev->from == NULL)
		ev->from = "";
	if (ev->to == NULL)
		ev->to = "";
	ev->kind = EVENT_OTHER;
	if (!str_same(node_get_text(d, "property"), "attr"))
		return;
	if (str_same(name, "status_id")) {
		status_event(m, issue, ev);
	} else if (str_same(name, "assigned_to_id")) {
		const struct node *now = present(issue, "assigned_to", ev->to);

		ev->kind = EVENT_ASSIGN;
		ev->to_party.raw = ev->to;
		if (now != NULL)
			ev->to_party = user(m, now);
		else
			ident_add(m->r, &ev->to_party.ids, REDMINE, ev->to);
	} else if (str_same(name, "due_date")) {
		ev->kind = EVENT_DUE;
		ev->until = reading_instant(m->r, ev->to, d->line);
	} else if (str_same(name, "priority_id")) {
		const struct node *now = present(issue, "priority", ev->to);

		ev->kind = EVENT_PRIORITY;
		ev->severity = now == NULL ? NULL : word_severity(node_get_text(now, "name"),
			m->r->rec);
	}
}

static void
journals(struct rm *m, const struct node *n, const char *key, const char *path)
{
	size_t i = 0;

	for (const struct node *j = node_first(node_get(n, "journals")); j != NULL; j = j->next) {
		struct rec_event ev = { .kind = EVENT_COMMENT, .item = key };
		const char *notes = node_get_text(j, "notes"), *id = node_get_text(j, "id");
		const char *at = arena_printf(m->r->rec, "%s/journals/%zu", path, i++);
		size_t k = 0;

		if (!node_is(j, NODE_MAP))
			continue;
		ev.at = member_instant(m->r, j, "created_on");
		ev.actor = user(m, node_get(j, "user"));
		ev.id = arena_printf(m->r->rec, "%s.notes", id == NULL ? "" : id);
		if (text_set(notes)) {
			ev.to = notes;
			tracker_put_event(&m->t, &ev, j->line, at);
		}
		for (const struct node *d = node_first(node_get(j, "details")); d != NULL;
			d = d->next) {
			struct rec_event one = { .item = key, .at = ev.at, .actor = ev.actor };

			one.id = arena_printf(m->r->rec, "%s.%zu", id == NULL ? "" : id, k++);
			detail(m, n, d, &one);
			tracker_put_event(&m->t, &one, d->line, at);
		}
	}
}

/* The first change of a field says what it was at first; without one it is what it is now. */
static const char *
first_was(const struct node *n, const char *field)
{
	for (const struct node *j = node_first(node_get(n, "journals")); j != NULL; j = j->next)
		for (const struct node *d = node_first(node_get(j, "details")); d != NULL; d = d->next)
			if (str_same(node_get_text(d, "name"), field))
				return member_text(d, "old_value") == NULL ? ""
					: member_text(d, "old_value");
	return NULL;
}

static void
beginning(struct rm *m, const struct node *n, const struct rec_item *it, const char *path)
{
	struct rec_event ev = { .kind = EVENT_CREATE, .id = "created", .item = it->key,
		.at = it->created, .actor = it->reporter };
	const char *was = first_was(n, "assigned_to_id");

	tracker_put_event(&m->t, &ev, n->line, path);
	if (!it->has_history || (was == NULL && it->assignee.raw == NULL) ||
		(was != NULL && *was == '\0'))
		return;
	ev.kind = EVENT_ASSIGN;
	ev.id = "created.assignee";
	ev.field = "assigned_to_id";
	ev.to_party = it->assignee;
	if (was != NULL) {
		ev.to_party = (struct party_ref){ .raw = was };
		ident_add(m->r, &ev.to_party.ids, REDMINE, was);
	}
	ev.to = ev.to_party.raw;
	tracker_put_event(&m->t, &ev, n->line, path);
}

static void
issue(void *ctx, const struct node *n, const char *path)
{
	struct rm *m = ctx;
	struct rec_item it = {0};

	reading_seen(m->r);
	m->r->source->listed++;
	it.key = node_get_text(n, "id");
	if (!text_set(it.key)) {
		reading_refused(m->r, &tracker_e_record, n->line, n->col, "an issue without id");
		return;
	}
	item_fill(m, n, &it);
	tracker_put_item(&m->t, &it, n, path);
	beginning(m, n, &it, path);
	journals(m, n, it.key, path);
	if (!it.has_history && !m->told_no_log)
		reading_note(m->r, &tracker_n_no_log, n->line, n->col,
			"lists have no journals: export each issue by itself "
			"(/issues/ID.json?include=journals)");
	m->told_no_log = m->told_no_log || !it.has_history;
	reading_kept(m->r);
}

static void
page(struct rm *m, const struct node *n)
{
	int64_t total;

	if (node_int(node_get(n, "total_count"), &total) != 0 || total < 0)
		return;
	m->r->source->has_total = true;
	if ((uint64_t)total > m->r->source->total)
		m->r->source->total = (uint64_t)total;
}

static void
value(void *ctx, const struct node *n, const char *path)
{
	struct rm *m = ctx;
	const struct node *one = node_get(n, "issue"), *list = node_get(n, "issues");
	size_t i = 0;

	if (node_is(one, NODE_MAP)) {
		issue(m, one, arena_printf(m->r->rec, "%s/issue", path));
		return;
	}
	if (list == NULL) {
		issue(m, n, path);
		return;
	}
	for (const struct node *x = node_first(list); x != NULL; x = x->next)
		issue(m, x, arena_printf(m->r->rec, "%s/issues/%zu", path, i++));
	page(m, n);
}

static int
read_redmine(struct reading *r)
{
	static const char *const cuts[] = { "", "/issues" };
	struct rm m = { .r = r, .t = { .r = r, .name = REDMINE } };
	const struct json_list list = { .cuts = cuts, .ncuts = 2, .ctx = &m,
		.record = issue, .value = value };
	struct source *s = r->source;
	int rc = reading_json_list(r, &list, NULL);

	if (rc != 0)
		return rc;
	tracker_complete(&m.t);
	if (s->complete == TRI_F)
		reading_note(r, &tracker_w_pages, 0, 0, "%llu issues of %llu",
			(unsigned long long)s->listed, (unsigned long long)s->total);
	return 0;
}

static int
probe_redmine(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON || !head_text(h, "\"created_on\""))
		return 0;
	if (head_key(h, "issue") || (head_key(h, "issues") && (head_key(h, "total_count") ||
		head_text(h, "\"tracker\""))) || (head_key(h, "tracker") && head_key(h, "subject"))) {
		*sign = "members of Redmine's issues";
		return 88;
	}
	return 0;
}

static const struct word_row_doc rm_words[] = {
	{ "Redmine status", "is_closed true, false", "over, not over, whatever the name says" },
	{ "Redmine status", "New, In Progress, Feedback, Resolved, Closed, Rejected",
		"open, in progress, hold, closed, closed, cancelled" },
	{ "Redmine journal", "status_id to the issue's present status, if that is over",
		"closes; decision: fix, of a cancelled one none" },
	{ "Redmine journal", "status_id to another number", "kept; what it means nobody says" },
	{ "Redmine journal", "assigned_to_id, due_date, priority_id", "as named" },
	{ "Redmine journal", "notes", "comment" },
	{ NULL, NULL, NULL }
};

const struct reader reader_redmine = {
	.name = "redmine",
	.title = "Redmine issues with journals (REST JSON)",
	.what = "Shows who had an issue when, who closed it, and due dates as they moved. "
		"Cannot show what a status was called that the issue no longer has.",
	.better = "issues with their journals",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_redmine,
	.read = read_redmine,
	.words = rm_words,
};
