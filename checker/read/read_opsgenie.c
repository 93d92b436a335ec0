/*
 * Opsgenie alerts and incidents.  Logs of an alert do not name it, so they are
 * read where they stand in it (member "logs"); else its report tells when it was
 * acknowledged and closed, and by whom.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_list.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define OPSGENIE "opsgenie"

struct og {
	struct reading *r;
	struct tracker t;
	bool told_no_item;
};

/* An address as a rule, "System" where nobody did it. */
static struct party_ref
person(struct og *o, const char *name)
{
	struct party_ref who = { .raw = name };

	if (name != NULL && strchr(name, '@') != NULL)
		ident_add(o->r, &who.ids, "email", name);
	who.machine = name != NULL && str_same_fold(name, "system");
	return who;
}

static void
item_fill(struct og *o, const struct node *n, struct rec_item *it)
{
	it->title = node_get_text(n, "message");
	it->type = ITEM_INCIDENT;
	it->type_raw = node_get(n, "impactedServices") != NULL ? "incident" : "alert";
	it->status_raw = member_text(n, "status");
	it->status = tracker_status(&o->t, "Opsgenie status", it->status_raw);
	if (it->status == STATUS_OPEN && node_is(node_get(n, "acknowledged"), NODE_TRUE))
		it->status = STATUS_IN_PROGRESS;
	it->priority_raw = member_text(n, "priority");
	it->priority = tracker_severity(&o->t, "Opsgenie priority", it->priority_raw);
	it->created = member_instant(o->r, n, "createdAt");
	it->detected = node_get(n, "impactStartDate") != NULL
		? member_instant(o->r, n, "impactStartDate") : it->created;
	it->updated = member_instant(o->r, n, "updatedAt");
	if (it->status == STATUS_CLOSED && node_get(n, "impactEndDate") != NULL)
		it->closed = member_instant(o->r, n, "impactEndDate");
	it->assignee = person(o, member_text(n, "owner"));
	it->team = node_get_text(n, "ownerTeam");
	tracker_ids(&o->t, it, it->title);
	for (const struct node *x = node_first(node_get(n, "tags")); x != NULL; x = x->next)
		tracker_label(&o->t, it, node_text(x));
}

/* Milliseconds from the alert's creation. */
static struct instant
offset(const struct rec_item *it, const struct node *report, const char *name)
{
	struct instant at = instant_unknown();
	int64_t ms;

	if (it->created.known != KNOWN || node_int(node_get(report, name), &ms) != 0 || ms < 0 ||
		ms > INT64_C(100) * 365 * 86400 * 1000)
		return at;
	at = instant_exact(it->created.lo + ms * (NS_SECOND / 1000));
	at.hi = it->created.hi + ms * (NS_SECOND / 1000);
	return at;
}

static void
report(struct og *o, const struct node *n, struct rec_item *it, const char *path)
{
	const struct node *rep = node_get(n, "report");
	struct rec_event ev = { .kind = EVENT_ACK, .item = it->key };

	if (!node_is(rep, NODE_MAP))
		return;
	it->has_history = it->truncated = true;
	o->r->source->truncated_history = true;
	if (text_set(node_get_text(rep, "acknowledgedBy"))) {
		ev.id = "acknowledged";
		ev.at = offset(it, rep, "ackTime");
		ev.actor = person(o, node_get_text(rep, "acknowledgedBy"));
		tracker_put_event(&o->t, &ev, rep->line, path);
	}
	if (text_set(node_get_text(rep, "closedBy"))) {
		ev.kind = EVENT_STATUS;
		ev.id = "closed";
		ev.at = it->closed = offset(it, rep, "closeTime");
		ev.actor = person(o, node_get_text(rep, "closedBy"));
		ev.to = "closed";
		ev.closes = true;
		ev.choice = ev.actor.machine ? CHOICE_NONE : CHOICE_FIX;
		tracker_put_event(&o->t, &ev, rep->line, path);
	}
}

/* English sentences. What is on no row is kept and decides nothing. */
static const struct { const char *begins; enum event_kind kind; } sentences[] = {
	{ "Alert created", EVENT_CREATE }, { "Alert acknowledged", EVENT_ACK },
	{ "Alert closed", EVENT_STATUS }, { "Alert is assigned to", EVENT_ASSIGN },
	{ "Alert assigned to", EVENT_ASSIGN }, { "Owner is set to", EVENT_ASSIGN },
	{ "Escalated to", EVENT_ESCALATE }, { "Note added", EVENT_COMMENT },
	{ "Added note", EVENT_COMMENT },
};

/* "... to [bo@x.example]" */
static const char *
bracketed(struct arena *a, const char *text)
{
	const char *p = strchr(text, '['), *end = p == NULL ? NULL : strchr(p, ']');

	return end == NULL ? NULL : arena_strndup(a, p + 1, (size_t)(end - p - 1));
}

static void
log_entry(struct og *o, const struct node *n, struct rec_item *it, const char *path)
{
	struct rec_event ev = { .kind = EVENT_OTHER, .item = it->key };
	const char *text = node_get_text(n, "log");

	ev.at = member_instant(o->r, n, "createdAt");
	ev.id = node_get_text(n, "offset");
	ev.actor = person(o, node_get_text(n, "owner"));
	if (str_same(node_get_text(n, "type"), "system"))
		ev.actor.machine = true;
	ev.field = node_get_text(n, "type");
	ev.to = text == NULL ? "" : text;
	for (size_t i = 0; i < sizeof(sentences) / sizeof(sentences[0]); i++)
		if (str_has_prefix(ev.to, sentences[i].begins))
			ev.kind = sentences[i].kind;
	if (ev.kind == EVENT_CREATE)
		it->truncated = false;
	if (ev.kind == EVENT_STATUS) {
		ev.to = "closed";
		ev.closes = true;
		ev.choice = ev.actor.machine ? CHOICE_NONE : CHOICE_FIX;
		it->closed = ev.at;
	}
	if (ev.kind == EVENT_ASSIGN) {
		ev.to_party = person(o, bracketed(o->r->rec, ev.to));
		ev.to = ev.to_party.raw;
	}
	tracker_put_event(&o->t, &ev, n->line, path);
}

static void
logs(struct og *o, const struct node *n, struct rec_item *it, const char *path)
{
	const struct node *list = node_get(n, "logs");
	size_t i = 0;

	if (!node_is(list, NODE_LIST))
		return;
	it->has_history = it->truncated = true;
	for (const struct node *x = list->child; x != NULL; x = x->next)
		log_entry(o, x, it, arena_printf(o->r->rec, "%s/logs/%zu", path, i++));
}

static void
alert(void *ctx, const struct node *n, const char *path)
{
	struct og *o = ctx;
	struct rec_item it = {0};

	reading_seen(o->r);
	if (node_get(n, "log") != NULL) {
		reading_ignored(o->r, "log entries that name no alert");
		if (!o->told_no_item)
			reading_note(o->r, &tracker_w_no_item, n->line, n->col,
				"put the logs of an alert into it, as member \"logs\"");
		o->told_no_item = true;
		return;
	}
	it.key = node_get_text(n, "id");
	if (!text_set(it.key)) {
		reading_refused(o->r, &tracker_e_record, n->line, n->col, "an alert without id");
		return;
	}
	item_fill(o, n, &it);
	if (node_get(n, "logs") != NULL)
		logs(o, n, &it, path);
	else
		report(o, n, &it, path);
	o->r->source->truncated_history |= it.truncated;
	tracker_put_item(&o->t, &it, n, path);
	reading_kept(o->r);
}

static void
value(void *ctx, const struct node *n, const char *path)
{
	struct og *o = ctx;
	const struct node *data = node_get(n, "data");
	size_t i = 0;

	if (!node_is(n, NODE_MAP) || data == NULL) {
		alert(o, n, path);
		return;
	}
	for (const struct node *x = node_first(data); x != NULL; x = x->next)
		alert(o, x, node_is(data, NODE_MAP) ? arena_printf(o->r->rec, "%s/data", path)
			: arena_printf(o->r->rec, "%s/data/%zu", path, i++));
}

static int
read_opsgenie(struct reading *r)
{
	static const char *const cuts[] = { "", "/data" };
	struct og o = { .r = r, .t = { .r = r, .name = OPSGENIE } };
	const struct json_list list = { .cuts = cuts, .ncuts = 2, .ctx = &o,
		.record = alert, .value = value };
	const struct node *rest = NULL;
	int rc = reading_json_list(r, &list, &rest);

	if (rc != 0)
		return rc;
	if (text_set(node_get_text(node_get(rest, "paging"), "next"))) {
		r->source->complete = TRI_F;
		reading_note(r, &tracker_w_pages, 0, 0, "paging/next: another page follows");
	}
	return 0;
}

static int
probe_opsgenie(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (head_text(h, "\"tinyId\"") && (head_key(h, "tinyId") || head_key(h, "data"))) {
		*sign = "member \"tinyId\" of Opsgenie";
		return 85;
	}
	if (head_key(h, "data") && head_text(h, "\"log\"") && head_text(h, "\"offset\"")) {
		*sign = "members \"log\" and \"offset\" of Opsgenie's alert logs";
		return 80;
	}
	return 0;
}

static const struct word_row_doc og_words[] = {
	{ "Opsgenie status", "open, closed, resolved", "open, closed, closed; acknowledged: in progress" },
	{ "Opsgenie log", "Alert closed ...", "decision: fix, by a person; by the system none" },
	{ "Opsgenie log", "Alert acknowledged ...", "acknowledgement: no decision" },
	{ "Opsgenie log", "Alert is assigned to [NAME]", "assignment" },
	{ "Opsgenie log", "Escalated to ...", "escalation: no decision" },
	{ "Opsgenie priority", "P1, P2, P3, P4, P5", "critical, high, moderate, low, info" },
	{ NULL, NULL, NULL }
};

const struct reader reader_opsgenie = {
	.name = "opsgenie",
	.title = "Opsgenie alerts and incidents (REST JSON)",
	.what = "Shows who owns an alert, and who acknowledged and closed it when. "
		"Cannot show its history unless the logs stand in it.",
	.better = "alerts with their logs",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_opsgenie,
	.read = read_opsgenie,
	.words = og_words,
};
