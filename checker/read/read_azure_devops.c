/*
 * Azure DevOps: work items, the updates of work items, and service hooks.
 * When an update was made stands in its System.ChangedDate; revisedDate says
 * when it was replaced, and is the year 9999 in the newest.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define ADO "azure-devops"
#define VSTS "Microsoft.VSTS."

struct ado {
	struct reading *r;
	struct tracker t;
	bool told_no_log;
};

/* {displayName, uniqueName, id}; older: "Bo Lee <bo@x.example>", or a bare name. */
static struct party_ref
person(struct ado *d, const struct node *n)
{
	struct party_ref who = {0};
	const char *unique;

	if (n == NULL)
		return who;
	who.raw = "";
	if (!node_is(n, NODE_MAP)) {
		who.raw = node_text(n) == NULL ? "" : node_text(n);
		return who;
	}
	unique = node_get_text(n, "uniqueName");
	who.name = node_get_text(n, "displayName");
	ident_add(d->r, &who.ids, ADO, node_get_text(n, "id"));
	if (unique != NULL && strchr(unique, '@') != NULL)
		ident_add(d->r, &who.ids, "email", unique);
	else
		ident_add(d->r, &who.ids, "login", unique);
	who.raw = text_set(who.name) ? who.name : text_set(unique) ? unique : "";
	return who;
}

static const struct { const char *word; enum item_status status; } states[] = {
	{ "proposed", STATUS_OPEN }, { "committed", STATUS_IN_PROGRESS },
	{ "removed", STATUS_CANCELLED }, { "design", STATUS_OPEN }, { "ready", STATUS_OPEN },
	{ "inactive", STATUS_CANCELLED }, { "completed", STATUS_CLOSED },
	{ "requested", STATUS_OPEN }, { "approved", STATUS_IN_PROGRESS },
};

static enum item_status
state_of(struct ado *d, const char *word)
{
	const char *key = word == NULL ? "" : str_word_key(d->r->rec, word);

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].word, key) == 0)
			return states[i].status;
	return tracker_status(&d->t, "Azure DevOps state", word);
}

/* System.Reason: why it is in its state. What is not here leaves the choice open. */
static const struct { const char *word; enum choice choice; } reasons[] = {
	{ "fixed", CHOICE_FIX }, { "fixed and verified", CHOICE_FIX }, { "verified", CHOICE_FIX },
	{ "completed", CHOICE_FIX }, { "work finished", CHOICE_FIX }, { "work done", CHOICE_FIX },
	{ "code complete and unit tests pass", CHOICE_FIX }, { "acceptance tests pass", CHOICE_FIX },
	{ "moved to state closed", CHOICE_FIX }, { "moved to state done", CHOICE_FIX },
	{ "moved to state resolved", CHOICE_FIX },
	{ "deferred", CHOICE_ACCEPT }, { "wont fix", CHOICE_ACCEPT }, { "will not fix", CHOICE_ACCEPT },
	{ "won't fix", CHOICE_ACCEPT },
	{ "as designed", CHOICE_FALSE_POSITIVE }, { "cannot reproduce", CHOICE_FALSE_POSITIVE },
	{ "not a bug", CHOICE_FALSE_POSITIVE },
};

static enum choice
choice_of(struct ado *d, const char *reason)
{
	const char *key;

	if (!text_set(reason))
		return CHOICE_NONE;
	key = str_word_key(d->r->rec, reason);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i].word, key) == 0)
			return reasons[i].choice;
	source_odd_word(d->r->source, d->r->a, "Azure DevOps reason", reason);
	return CHOICE_NONE;
}

/* Work items */

static const char *
field(const struct node *f, const char *name)
{
	return member_text(f, name);
}

static void
find_tags(struct ado *d, struct rec_item *it, const char *tags)
{
	const char *end;

	for (const char *p = tags; text_set(p); p = *end == '\0' ? end : end + 1) {
		end = strchr(p, ';');
		if (end == NULL)
			end = p + strlen(p);
		tracker_label(&d->t, it, str_trim(d->r->rec, arena_strndup(d->r->rec, p,
			(size_t)(end - p))));
	}
}

/* Severity and priority, with words like "2 - High"; priority is a bare digit of four. */
static const char *
ranked(struct ado *d, const char *table, const char *raw)
{
	static const char *const steps[] = { "critical", "high", "moderate", "low" };

	if (text_set(raw) && raw[0] >= '1' && raw[0] <= '4' && (raw[1] == '\0' || ch_space(raw[1])))
		return steps[raw[0] - '1'];
	return tracker_severity(&d->t, table, raw);
}

static struct instant
when(struct ado *d, const struct node *f, const char *name, const char *other)
{
	return member_instant(d->r, f, other == NULL || node_get(f, name) != NULL ? name : other);
}

static void
item_fill(struct ado *d, const struct node *f, struct rec_item *it)
{
	it->title = field(f, "System.Title");
	it->type_raw = field(f, "System.WorkItemType");
	it->type = word_item_type(it->type_raw, d->r->rec);
	it->status_raw = field(f, "System.State");
	it->status = state_of(d, it->status_raw);
	it->resolution_raw = field(f, VSTS "Common.ResolvedReason");
	if (it->resolution_raw == NULL)
		it->resolution_raw = field(f, "System.Reason");
	if (it->status == STATUS_CLOSED && choice_of(d, it->resolution_raw) == CHOICE_ACCEPT)
		it->status = STATUS_ACCEPTED;
	if (it->status == STATUS_CLOSED && choice_of(d, it->resolution_raw) == CHOICE_FALSE_POSITIVE)
		it->status = STATUS_FALSE_POSITIVE;
	it->severity_raw = field(f, VSTS "Common.Severity");
	it->severity = ranked(d, "Azure DevOps severity", it->severity_raw);
	it->priority_raw = field(f, VSTS "Common.Priority");
	it->priority = ranked(d, "Azure DevOps priority", it->priority_raw);
	it->created = when(d, f, "System.CreatedDate", NULL);
	it->updated = when(d, f, "System.ChangedDate", NULL);
	it->due = when(d, f, VSTS "Scheduling.DueDate", VSTS "Scheduling.TargetDate");
	it->closed = when(d, f, VSTS "Common.ClosedDate", VSTS "Common.ResolvedDate");
	it->assignee = person(d, node_get(f, "System.AssignedTo"));
	it->reporter = person(d, node_get(f, "System.CreatedBy"));
	it->team = field(f, "System.AreaPath");
	tracker_ids(&d->t, it, it->title);
	find_tags(d, it, field(f, "System.Tags"));
}

static void
work_item(struct ado *d, const struct node *n, const char *path)
{
	const struct node *f = node_get(n, "fields");
	struct rec_item it = {0};

	it.key = node_get_text(n, "id");
	if (!text_set(it.key))
		it.key = node_get_text(f, "System.Id");
	if (!text_set(it.key) || !node_is(f, NODE_MAP)) {
		reading_refused(d->r, &tracker_e_record, n->line, n->col,
			"a work item without id or fields");
		return;
	}
	item_fill(d, f, &it);
	tracker_put_item(&d->t, &it, n, path);
	if (!d->told_no_log)
		reading_note(d->r, &tracker_n_no_log, n->line, n->col,
			"work items hold no history: export each one's updates "
			"(_apis/wit/workItems/ID/updates)");
	d->told_no_log = true;
	reading_kept(d->r);
}

/* Updates */

static const struct { const char *field; enum event_kind kind; } fields[] = {
	{ "System.AssignedTo", EVENT_ASSIGN }, { "System.State", EVENT_STATUS },
	{ VSTS "Scheduling.DueDate", EVENT_DUE }, { VSTS "Scheduling.TargetDate", EVENT_DUE },
	{ VSTS "Common.Severity", EVENT_SEVERITY }, { VSTS "Common.Priority", EVENT_PRIORITY },
	{ "System.AreaPath", EVENT_TEAM }, { "System.History", EVENT_COMMENT },
	{ "System.Tags", EVENT_LABEL },
};

/* What changes with every update, and is told by the update itself. */
static const char *const silent[] = {
	"System.Rev", "System.ChangedDate", "System.ChangedBy", "System.AuthorizedDate",
	"System.AuthorizedAs", "System.RevisedDate", "System.Watermark", "System.PersonId",
	"System.Id", VSTS "Common.StateChangeDate",
};

static bool
is_silent(const char *name)
{
	for (size_t i = 0; i < sizeof(silent) / sizeof(silent[0]); i++)
		if (strcmp(silent[i], name) == 0)
			return true;
	return false;
}

struct update {
	const struct node *fields;
	const char *item, *id, *path;
	struct instant at;
	struct party_ref by;
};

static const char *
shown(const struct node *n)
{
	const char *s = node_text(n);

	if (s == NULL && node_is(n, NODE_MAP)) {
		s = node_get_text(n, "displayName");
		if (s == NULL)
			s = node_get_text(n, "uniqueName");
	}
	return s == NULL ? "" : s;
}

static void
status_event(struct ado *d, const struct update *u, struct rec_event *ev)
{
	enum item_status to = state_of(d, ev->to);
	enum item_status from = text_set(ev->from) ? state_of(d, ev->from) : STATUS_OPEN;
	const char *reason = shown(node_get(node_get(u->fields, "System.Reason"), "newValue"));
	const char *resolved = shown(node_get(node_get(u->fields, VSTS "Common.ResolvedReason"),
		"newValue"));

	ev->closes = status_is_over(to);
	if (status_is_over(from) && to != STATUS_UNKNOWN && !ev->closes) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = true;
		return;
	}
	if (!ev->closes || status_is_over(from) || to == STATUS_CANCELLED)
		return;
	ev->choice = choice_of(d, text_set(resolved) ? resolved : reason);
}

static void
change(struct ado *d, const struct update *u, const struct node *f, struct tracker_log *log)
{
	const struct node *was = node_get(f, "oldValue"), *is = node_get(f, "newValue");
	struct rec_event ev = { .kind = EVENT_OTHER, .item = u->item, .at = u->at,
		.actor = u->by, .field = f->key };

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].field, f->key) == 0)
			ev.kind = fields[i].kind;
	ev.id = arena_printf(d->r->rec, "%s.%s", u->id, f->key);
	ev.from = shown(was);
	ev.to = shown(is);
	if (ev.kind == EVENT_STATUS)
		status_event(d, u, &ev);
	log->closes = log->closes || ev.closes;
	if (ev.kind == EVENT_ASSIGN)
		ev.to_party = is == NULL ? (struct party_ref){ .raw = "" } : person(d, is);
	if (ev.kind == EVENT_DUE) {
		ev.until = is == NULL ? instant_unknown() : reading_instant(d->r, ev.to, f->line);
		if (is == NULL)
			ev.until.known = EMPTY;
	}
	if (ev.kind == EVENT_SEVERITY || ev.kind == EVENT_PRIORITY) {
		ev.severity = ranked(d, "Azure DevOps severity", ev.to);
		ev.severity_before = ranked(d, "Azure DevOps severity", ev.from);
	}
	tracker_put_event(&d->t, &ev, f->line, u->path);
}

static void
update(struct ado *d, const struct node *n, const char *path)
{
	struct update u = { .path = path, .fields = node_get(n, "fields") };
	const struct node *changed = node_get(node_get(u.fields, "System.ChangedDate"), "newValue");
	struct tracker_log *log;
	int64_t number;

	u.item = node_get_text(n, "workItemId");
	u.id = node_get_text(n, "id");
	if (!text_set(u.item) || !text_set(u.id)) {
		reading_refused(d->r, &tracker_e_record, n->line, n->col,
			"an update without workItemId or id");
		return;
	}
	log = tracker_log_of(&d->t, u.item, NULL, ITEM_OTHER, NULL, n->line);
	log->given++;
	if (node_int(node_get(n, "id"), &number) == 0 && number > 0 &&
		(uint64_t)number > log->highest)
		log->highest = (uint64_t)number;
	u.by = person(d, node_get(n, "revisedBy"));
	u.at = changed == NULL ? instant_unknown() : reading_instant(d->r, shown(changed),
		n->line);
	if (log->highest > 0 && str_same(u.id, "1")) {
		struct rec_event made = { .kind = EVENT_CREATE, .id = "created", .item = u.item,
			.at = u.at, .actor = u.by };

		made.to = shown(node_get(node_get(u.fields, "System.State"), "newValue"));
		tracker_put_event(&d->t, &made, n->line, path);
	}
	/* Links and attachments alone: revisedBy tells who, and nothing tells when. */
	for (const struct node *f = node_is(u.fields, NODE_MAP) ? u.fields->child : NULL; f != NULL;
		f = f->next)
		if (!is_silent(f->key))
			change(d, &u, f, log);
	reading_kept(d->r);
}

/* Values */

static void
value(struct ado *d, const struct node *n, const char *path)
{
	const struct node *list = node_get(n, "value"), *hook = node_get(n, "resource");
	size_t i = 0;

	if (node_is(n, NODE_LIST) || node_is(list, NODE_LIST)) {
		for (const struct node *x = node_is(n, NODE_LIST) ? n->child : list->child;
			x != NULL; x = x->next)
			value(d, x, arena_printf(d->r->rec, "%s%s/%zu", path, list != NULL ? "/value"
				: "", i++));
		return;
	}
	reading_seen(d->r);
	if (!node_is(n, NODE_MAP)) {
		reading_refused(d->r, &tracker_e_record, n->line, n->col, "no work item or update");
		return;
	}
	if (node_get(n, "eventType") != NULL && node_is(hook, NODE_MAP)) {
		/* One update, of who knows how many. */
		if (text_set(node_get_text(hook, "workItemId")))
			tracker_log_of(&d->t, node_get_text(hook, "workItemId"), NULL, ITEM_OTHER,
				NULL, n->line)->cut = true;
		n = hook;
		path = arena_printf(d->r->rec, "%s/resource", path);
	}
	if (node_get(n, "workItemId") != NULL)
		update(d, n, path);
	else
		work_item(d, n, path);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	value(ctx, rec->node, rec->pointer);
	return 0;
}

static int
read_ado(struct reading *r)
{
	static const char *const cuts[] = { "", "/value" };
	struct ado d = { .r = r, .t = { .r = r, .name = ADO } };
	struct json_reader jr = { .cuts = cuts, .ncuts = 2, .on_record = on_record, .ctx = &d };
	struct node *rest = NULL;
	int rc;

	jr.lines = reading_peek(r).lines;
	rc = reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc == 0 && node_is(rest, NODE_MAP) && node_get(rest, "value") == NULL)
		value(&d, rest, "");
	tracker_logs_end(&d.t, rc != 0);
	return rc;
}

static int
probe_ado(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (head_text(h, "\"workItemId\"") && (head_key(h, "value") || head_key(h, "rev") ||
		head_key(h, "eventType"))) {
		*sign = "member \"workItemId\" of Azure DevOps updates";
		return 85;
	}
	if (head_text(h, "\"System.State\"") && (head_key(h, "fields") || head_key(h, "value"))) {
		*sign = "field \"System.State\" of an Azure DevOps work item";
		return 85;
	}
	return 0;
}

static const struct word_row_doc ado_words[] = {
	{ "Azure DevOps state", "New, Proposed, Active, Committed, Resolved, Done, Closed",
		"open, open, in progress, in progress, closed, closed, closed" },
	{ "Azure DevOps state", "Removed, Inactive", "cancelled: decides nothing" },
	{ "Azure DevOps reason", "Fixed, Verified, Completed, Work finished, Moved to state Closed",
		"decision: fix" },
	{ "Azure DevOps reason", "Deferred, Won't fix",
		"decision: accept, until the due date then in force; the item stays open" },
	{ "Azure DevOps reason", "As Designed, Cannot Reproduce", "decision: false positive" },
	{ "Azure DevOps reason", "others, Duplicate", "no decision" },
	{ "Azure DevOps severity", "1, 2, 3, 4, with or without words", "critical, high, moderate, low" },
	{ "Azure DevOps field", "System.AssignedTo, System.State, DueDate, TargetDate, Severity",
		"as named" },
	{ "Azure DevOps field", "System.History", "comment" },
	{ NULL, NULL, NULL }
};

const struct reader reader_azure_devops = {
	.name = "azure-devops",
	.title = "Azure DevOps work items and updates (REST JSON)",
	.what = "Shows who had a work item when, what it was closed as by whom and when, and due dates "
		"as they moved. "
		"Cannot show a history from work items alone, nor a rationale.",
	.better = "work items with all their updates",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_ado,
	.read = read_ado,
	.words = ado_words,
};
