/*
 * PagerDuty: incidents and log entries of the REST API, alone, in lines, or
 * the entries put into their incident (?include[]=...).  The log entries are the
 * history; what an incident itself holds of it is emptied when it is resolved.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define PAGERDUTY "pagerduty"

struct pd {
	struct reading *r;
	struct tracker t;
	bool more, told_no_log;
};

/* {id, type, summary}; services and integrations are machines. */
static struct party_ref
agent(struct pd *p, const struct node *n)
{
	struct party_ref who = {0};
	const char *id = node_get_text(n, "id"), *type = node_get_text(n, "type");

	if (!node_is(n, NODE_MAP))
		return who;
	who.name = node_get_text(n, "summary");
	if (!text_set(who.name))
		who.name = node_get_text(n, "name");
	who.email = node_get_text(n, "email");
	ident_add(p->r, &who.ids, PAGERDUTY, id);
	ident_add(p->r, &who.ids, "email", who.email);
	who.machine = type != NULL && !str_has_prefix(type, "user");
	who.raw = text_set(who.name) ? who.name : id == NULL ? "" : id;
	return who;
}

/* Incidents */

static void
assignees(struct pd *p, const struct node *n, struct rec_item *it)
{
	const struct node *list = node_get(n, "assignments");
	size_t many = 0;

	if (list != NULL)
		it->assignee.raw = "";
	for (const struct node *x = node_first(list); x != NULL; x = x->next) {
		struct party_ref who = agent(p, node_get(x, "assignee"));

		if (!text_set(who.raw))
			continue;
		it->assignee = many++ == 0 ? who : (struct party_ref){ .raw =
			arena_printf(p->r->rec, "%s; %s", it->assignee.raw, who.raw) };
	}
}

static void
item_fill(struct pd *p, const struct node *n, struct rec_item *it)
{
	it->title = node_get_text(n, "title");
	if (it->title == NULL)
		it->title = node_get_text(n, "summary");
	it->type = ITEM_INCIDENT;
	it->type_raw = "incident";
	it->status_raw = member_text(n, "status");
	it->status = tracker_status(&p->t, "PagerDuty status", it->status_raw);
	it->priority_raw = member_text(node_get(n, "priority"), "summary");
	if (!text_set(it->priority_raw))
		it->priority_raw = member_text(n, "urgency");
	it->priority = tracker_severity(&p->t, "PagerDuty priority", it->priority_raw);
	it->created = it->detected = member_instant(p->r, n, "created_at");
	it->updated = member_instant(p->r, n, "last_status_change_at");
	it->closed = member_instant(p->r, n, "resolved_at");
	if (it->closed.known != KNOWN && it->status == STATUS_CLOSED)
		it->closed = it->updated;
	it->team = node_get_text(node_first(node_get(n, "teams")), "summary");
	assignees(p, n, it);
	tracker_ids(&p->t, it, it->title);
}

/* Log entries */

static struct tracker_log *
log_of(struct pd *p, const char *incident, uint32_t line)
{
	struct tracker_log *log = tracker_log_of(&p->t, incident, NULL, ITEM_INCIDENT, "incident",
		line);

	/* A log that does not begin with the trigger is cut off. */
	if (log->given++ == 0)
		log->cut = log->replaces = true;
	return log;
}

/* "escalate_log_entry_reference" to "escalate". */
static const char *
entry_type(struct arena *a, const char *type)
{
	const char *end = type == NULL ? NULL : strstr(type, "_log_entry");

	return end == NULL ? type : arena_strndup(a, type, (size_t)(end - type));
}

/* "Assigned to Bo Lee." "Escalated to Bo Lee by Cy Ng." where the entry has no list. */
static struct party_ref
in_summary(struct arena *a, const char *summary)
{
	struct party_ref who = {0};
	const char *p = summary == NULL ? NULL : strstr(summary, " to "), *end;

	if (p == NULL)
		return who;
	p += 4;
	end = strstr(p, " by ");
	if (end == NULL)
		end = strstr(p, " through ");
	if (end == NULL)
		end = strrchr(p, '.');
	if (end == NULL)
		end = p + strlen(p);
	who.raw = who.name = arena_strndup(a, p, (size_t)(end - p));
	return who;
}

static void
handed(struct pd *p, struct tracker_log *log, const struct node *n, const struct rec_event *ev,
	const char *path)
{
	const struct node *list = node_get(n, "assignees");
	struct rec_event to = *ev;

	if (list == NULL)
		list = node_get(n, "assigned_user");
	to.id = arena_printf(p->r->rec, "%s.assignee", ev->id == NULL ? "" : ev->id);
	if (list == NULL) {
		to.to_party = in_summary(p->r->rec, node_get_text(n, "summary"));
		if (text_set(to.to_party.raw))
			tracker_assignee(&p->t, log, &to, true, n->line, path);
	}
	for (const struct node *x = node_first(list); x != NULL; x = x->next) {
		to.to_party = agent(p, x);
		if (text_set(to.to_party.raw))
			tracker_assignee(&p->t, log, &to, true, n->line, path);
	}
}

static const struct { const char *type; enum event_kind kind; } types[] = {
	{ "trigger", EVENT_CREATE }, { "acknowledge", EVENT_ACK }, { "resolve", EVENT_STATUS },
	{ "reopen", EVENT_REOPEN }, { "escalate", EVENT_ESCALATE },
	{ "exhaust_escalation_path", EVENT_ESCALATE }, { "repeat_escalation_path", EVENT_ESCALATE },
	{ "annotate", EVENT_COMMENT }, { "status_update", EVENT_COMMENT },
};

static void
entry(struct pd *p, const struct node *n, const char *incident, const char *path)
{
	struct rec_event ev = { .kind = EVENT_OTHER, .item = incident };
	const char *type = entry_type(p->r->rec, node_get_text(n, "type"));
	struct tracker_log *log = log_of(p, incident, n->line);

	ev.id = node_get_text(n, "id");
	ev.field = type;
	ev.at = member_instant(p->r, n, "created_at");
	ev.actor = agent(p, node_get(n, "agent"));
	ev.to = node_get_text(n, "summary");
	for (size_t i = 0; type != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(types[i].type, type) == 0)
			ev.kind = types[i].kind;
	if (ev.kind == EVENT_CREATE)
		log->cut = false;
	if (ev.kind == EVENT_STATUS) {
		ev.closes = log->closes = true;
		ev.to = "resolved";
		if (!ev.actor.machine)
			ev.choice = CHOICE_FIX;
	}
	ev.reopens = ev.kind == EVENT_REOPEN;
	if (str_same(type, "assign") || str_same(type, "escalate") || str_same(type, "delegate"))
		handed(p, log, n, &ev, path);
	if (!str_same(type, "assign"))
		tracker_put_event(&p->t, &ev, n->line, path);
}

static void
log_entry(struct pd *p, const struct node *n, const char *path)
{
	const char *incident = node_get_text(node_get(n, "incident"), "id");

	reading_seen(p->r);
	if (!text_set(incident)) {
		reading_refused(p->r, &tracker_e_record, n->line, n->col,
			"a log entry without incident/id");
		return;
	}
	entry(p, n, incident, path);
	reading_kept(p->r);
}

static void
incident(struct pd *p, const struct node *n, const char *path)
{
	struct rec_item it = {0};
	const struct node *list = node_get(n, "log_entries");
	size_t i = 0;

	reading_seen(p->r);
	p->r->source->listed++;
	it.key = node_get_text(n, "id");
	if (!text_set(it.key)) {
		reading_refused(p->r, &tracker_e_record, n->line, n->col, "an incident without id");
		return;
	}
	item_fill(p, n, &it);
	tracker_put_item(&p->t, &it, n, path);
	for (const struct node *x = node_is(list, NODE_LIST) ? list->child : NULL; x != NULL;
		x = x->next)
		entry(p, x, it.key, arena_printf(p->r->rec, "%s/log_entries/%zu", path, i++));
	if (i > 0)
		log_of(p, it.key, n->line)->closed = it.status == STATUS_CLOSED;
	else if (!p->told_no_log)
		reading_note(p->r, &tracker_n_no_log, n->line, n->col,
			"export the log entries of the same time (/log_entries?is_overview=false)");
	p->told_no_log = p->told_no_log || i == 0;
	reading_kept(p->r);
}

/* Values */

static void
value(struct pd *p, const struct node *n, const char *path)
{
	static const char *const lists[] = { "incidents", "log_entries" };
	const struct node *one = node_get(n, "incident");
	const char *type = node_get_text(n, "type");
	size_t i;

	if (node_is(n, NODE_MAP) && node_get(n, "status") == NULL) {
		for (size_t k = 0; k < 2; k++) {
			const struct node *list = node_get(n, lists[k]);

			i = 0;
			for (const struct node *x = node_first(list); x != NULL; x = x->next) {
				const char *at = arena_printf(p->r->rec, "%s/%s/%zu", path, lists[k],
					i++);

				if (k == 0)
					incident(p, x, at);
				else
					log_entry(p, x, at);
			}
			if (list != NULL) {
				p->more = p->more || node_is(node_get(n, "more"), NODE_TRUE);
				return;
			}
		}
	}
	if (type != NULL && strstr(type, "_log_entry") != NULL)
		log_entry(p, n, path);
	else if (node_is(one, NODE_MAP) && node_get(n, "status") == NULL)
		incident(p, one, arena_printf(p->r->rec, "%s/incident", path));
	else
		incident(p, n, path);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	struct pd *p = ctx;

	if (strcmp(rec->cut, "/incidents") == 0)
		incident(p, rec->node, rec->pointer);
	else if (strcmp(rec->cut, "/log_entries") == 0)
		log_entry(p, rec->node, rec->pointer);
	else
		value(p, rec->node, rec->pointer);
	return 0;
}

static int
read_pagerduty(struct reading *r)
{
	static const char *const cuts[] = { "", "/incidents", "/log_entries" };
	struct pd p = { .r = r, .t = { .r = r, .name = PAGERDUTY } };
	struct json_reader jr = { .cuts = cuts, .ncuts = 3, .on_record = on_record, .ctx = &p };
	struct node *rest = NULL;
	int rc;

	jr.lines = reading_peek(r).lines;
	rc = reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc == 0 && node_is(rest, NODE_MAP))
		value(&p, rest, "");
	if (p.more) {
		r->source->complete = TRI_F;
		reading_note(r, &tracker_w_pages, 0, 0, "member \"more\": another page follows");
	}
	tracker_logs_end(&p.t, rc != 0 || p.more);
	return rc;
}

static int
probe_pagerduty(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (head_text(h, "_log_entry\"") && (head_key(h, "log_entries") ||
		head_key(h, "incidents") || head_key(h, "channel"))) {
		*sign = "log entries of PagerDuty";
		return 85;
	}
	if (head_text(h, "\"incident_number\"") && (head_key(h, "incidents") ||
		head_key(h, "incident") || head_key(h, "incident_number"))) {
		*sign = "member \"incident_number\" of PagerDuty";
		return 85;
	}
	return 0;
}

static const struct word_row_doc pd_words[] = {
	{ "PagerDuty status", "triggered, acknowledged, resolved", "open, in progress, closed" },
	{ "PagerDuty log entry", "resolve", "decision: fix, by a user; by a service none" },
	{ "PagerDuty log entry", "assign, escalate, delegate", "assignment; several at a time are nobody's name" },
	{ "PagerDuty log entry", "escalate, exhaust_escalation_path, repeat_escalation_path",
		"escalation: no decision" },
	{ "PagerDuty log entry", "acknowledge", "acknowledgement: no decision" },
	{ "PagerDuty log entry", "annotate, status_update", "comment" },
	{ "PagerDuty log entry", "notify, snooze, others", "kept, no decision" },
	{ "PagerDuty priority", "P1 to P5, else the urgency high, low", "priority" },
	{ NULL, NULL, NULL }
};

const struct reader reader_pagerduty = {
	.name = "pagerduty",
	.title = "PagerDuty incidents and log entries (REST JSON)",
	.what = "Shows who was paged, acknowledged and resolved an incident when, and escalations that "
		"nobody answered. "
		"Cannot show a history without log entries, nor why something was resolved.",
	.better = "incidents with their log entries",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_pagerduty,
	.read = read_pagerduty,
	.words = pd_words,
};
