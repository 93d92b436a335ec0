/*
 * GitLab: issues, resource state and label events, and notes, each as the
 * API's lists or as lines.  Who had an issue when stands in system notes
 * alone, in English; state changes stand in state events alone: a file is
 * whole only with both.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define GITLAB "gitlab"

struct gitlab {
	struct reading *r;
	struct tracker t;
	uint64_t notes, events;
	bool told_no_log;
};

static bool
full_pages(uint64_t n)
{
	return n > 0 && (n % 20 == 0 || n % 100 == 0);
}

static struct party_ref
user(struct gitlab *g, const struct node *n)
{
	struct party_ref who = {0};
	const char *login = node_get_text(n, "username");

	if (!text_set(login))
		return who;
	who.raw = login;
	who.name = node_get_text(n, "name");
	ident_add(g->r, &who.ids, GITLAB, node_get_text(n, "id"));
	ident_add(g->r, &who.ids, GITLAB, login);
	who.machine = node_is(node_get(n, "bot"), NODE_TRUE);
	return who;
}

/* Issues */

static const char *
issue_key(struct gitlab *g, const struct node *n)
{
	const char *full = node_get_text(node_get(n, "references"), "full");
	const char *url = node_get_text(n, "web_url"), *iid = node_get_text(n, "iid");
	const char *p, *end;

	if (text_set(full))
		return full;
	if (!text_set(iid))
		return NULL;
	/* "https://host/group/project/-/issues/11" */
	if (url == NULL || (p = strstr(url, "://")) == NULL || (p = strchr(p + 3, '/')) == NULL ||
		(end = strstr(p, "/-/")) == NULL)
		return arena_printf(g->r->rec, "%s#%s", node_get_text(n, "project_id") == NULL ? ""
			: node_get_text(n, "project_id"), iid);
	return arena_printf(g->r->rec, "%.*s#%s", (int)(end - p - 1), p + 1, iid);
}

static void
people(struct gitlab *g, const struct node *n, struct rec_item *it)
{
	const struct node *list = node_get(n, "assignees");
	size_t many = 0;

	it->reporter = user(g, node_get(n, "author"));
	if (list != NULL)
		it->assignee.raw = "";
	for (const struct node *x = node_first(list); x != NULL; x = x->next)
		if (text_set(node_get_text(x, "username")))
			it->assignee = many++ == 0 ? user(g, x) : (struct party_ref){ .raw =
				arena_printf(g->r->rec, "%s; %s", it->assignee.raw,
				node_get_text(x, "username")) };
}

static void
fill(struct gitlab *g, const struct node *n, struct rec_item *it)
{
	const char *severity = node_get_text(n, "severity");

	it->title = node_get_text(n, "title");
	it->type_raw = node_get_text(n, "issue_type");
	it->type = word_item_type(it->type_raw, g->r->rec);
	it->status_raw = member_text(n, "state");
	it->status = tracker_status(&g->t, "GitLab state", it->status_raw);
	it->created = member_instant(g->r, n, "created_at");
	it->updated = member_instant(g->r, n, "updated_at");
	it->closed = member_instant(g->r, n, "closed_at");
	it->due = member_instant(g->r, n, "due_date");
	/* GitLab's own word for issues whose severity nobody set. */
	if (text_set(severity) && !str_same_fold(severity, "unknown")) {
		it->severity_raw = severity;
		it->severity = tracker_severity(&g->t, "GitLab severity", severity);
	}
	people(g, n, it);
	tracker_ids(&g->t, it, it->title);
	for (const struct node *l = node_first(node_get(n, "labels")); l != NULL; l = l->next)
		tracker_label(&g->t, it, node_is(l, NODE_MAP) ? node_get_text(l, "name")
			: node_text(l));
}

static void
issue(struct gitlab *g, const struct node *n, const char *path)
{
	struct rec_item it = {0};
	struct rec_event made = { .kind = EVENT_CREATE, .id = "created", .to = "opened" };

	it.key = issue_key(g, n);
	it.id = node_get_text(n, "id");
	if (!text_set(it.key)) {
		reading_refused(g->r, &tracker_e_record, n->line, n->col, "an issue without iid");
		return;
	}
	fill(g, n, &it);
	tracker_put_item(&g->t, &it, n, path);
	made.item = it.key;
	made.at = it.created;
	made.actor = it.reporter;
	tracker_put_event(&g->t, &made, n->line, path);
	if (!g->told_no_log)
		reading_note(g->r, &tracker_n_no_log, n->line, n->col,
			"export each issue's resource_state_events, resource_label_events and notes "
			"into the same file, one JSON value a line");
	g->told_no_log = true;
	reading_kept(g->r);
}

/* Logs: the issue is named by its global id. */

static void
state_event(struct gitlab *g, const struct node *n, struct rec_event *ev)
{
	ev->kind = EVENT_STATUS;
	ev->field = "state";
	ev->to = member_text(n, "state");
	if (str_same(ev->to, "closed")) {
		ev->closes = true;
		ev->choice = CHOICE_FIX;
	} else if (str_same(ev->to, "reopened") || str_same(ev->to, "opened")) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = true;
	} else {
		source_odd_word(g->r->source, g->r->a, "GitLab state", ev->to == NULL ? "" : ev->to);
	}
}

static void
label_event(struct gitlab *g, const struct node *n, struct rec_event *ev)
{
	const char *label = node_get_text(node_get(n, "label"), "name");
	const char *word = tracker_label_severity(g->r->rec, label);
	bool came = str_same(node_get_text(n, "action"), "add");

	ev->kind = EVENT_LABEL;
	ev->field = "label";
	if (!came) {
		ev->from = label;
		return;
	}
	ev->to = label;
	ev->choice = tracker_label_choice(g->r->rec, label);
	if (word == NULL)
		return;
	ev->kind = EVENT_SEVERITY;
	ev->severity = tracker_severity(&g->t, "severity label", word);
}

static void
resource_event(struct gitlab *g, const struct node *n, const char *path)
{
	struct rec_event ev = { .kind = EVENT_OTHER };
	const char *type = node_get_text(n, "resource_type");
	struct tracker_log *log;

	ev.item = node_get_text(n, "resource_id");
	if (!text_set(ev.item)) {
		reading_refused(g->r, &tracker_e_record, n->line, n->col,
			"an event without resource_id");
		return;
	}
	if (type != NULL && !str_same(type, "Issue")) {
		reading_ignored(g->r, "events of merge requests, epics and milestones");
		return;
	}
	log = tracker_log_of(&g->t, NULL, ev.item, ITEM_OTHER, NULL, n->line);
	log->given++;
	g->events++;
	ev.id = arena_printf(g->r->rec, "%s.%s", node_get(n, "label") != NULL ? "label" : "state",
		node_get_text(n, "id") == NULL ? "" : node_get_text(n, "id"));
	ev.at = member_instant(g->r, n, "created_at");
	ev.actor = user(g, node_get(n, "user"));
	if (node_get(n, "label") != NULL || node_get(n, "action") != NULL)
		label_event(g, n, &ev);
	else
		state_event(g, n, &ev);
	tracker_put_event(&g->t, &ev, n->line, path);
	reading_kept(g->r);
}

/* Notes */

/* "@bo" at p to its name in a; NULL: none. *end is behind it. */
static const char *
mention(struct arena *a, const char *p, const char **end)
{
	size_t n = 1;

	if (*p != '@')
		return NULL;
	while (ch_alnum(p[n]) || p[n] == '_' || p[n] == '-' || p[n] == '.')
		n++;
	*end = p + n;
	return n == 1 ? NULL : arena_strndup(a, p + 1, n - 1);
}

/* "assigned to @a and unassigned @b": each as a change. */
static bool
assignments(struct gitlab *g, struct tracker_log *log, struct rec_event *ev, const char *body,
	uint32_t line, const char *path)
{
	bool came = true, any = false;

	if (!str_has_prefix(body, "assigned to @") && !str_has_prefix(body, "unassigned @"))
		return false;
	for (const char *p = body; *p != '\0';) {
		const char *name, *end = p + 1;

		if (str_has_prefix(p, "unassigned "))
			came = false;
		else if (str_has_prefix(p, "assigned to "))
			came = true;
		if (str_has_prefix(p, "unassigned "))
			end = p + strlen("unassigned ");
		name = mention(g->r->rec, p, &end);
		if (name != NULL) {
			struct party_ref who = { .raw = name };

			ident_add(g->r, &who.ids, GITLAB, name);
			ev->to_party = who;
			tracker_assignee(&g->t, log, ev, came, line, path);
			any = true;
		}
		p = end;
	}
	return any;
}

/* "changed due date to March 1, 2025": the only place that tells who set it. */
static bool
due_date(struct gitlab *g, struct rec_event *ev, const char *body)
{
	static const char set[] = "changed due date to ", none[] = "removed due date";

	if (str_has_prefix(body, none)) {
		ev->kind = EVENT_DUE;
		ev->to = "";
		ev->until.known = EMPTY;
		return true;
	}
	if (!str_has_prefix(body, set))
		return false;
	ev->kind = EVENT_DUE;
	ev->to = body + sizeof(set) - 1;
	if (instant_parse_pattern(&ev->until, ev->to, "MMM d, yyyy", g->r->zone, g->r->rec) != 0 &&
		instant_parse_pattern(&ev->until, ev->to, "MMMM d, yyyy", g->r->zone, g->r->rec) != 0)
		ev->until = reading_instant(g->r, ev->to, 0);
	return true;
}

static void
note(struct gitlab *g, const struct node *n, const char *path)
{
	struct rec_event ev = { .kind = EVENT_COMMENT };
	const char *body = node_get_text(n, "body"), *type = node_get_text(n, "noteable_type");
	struct tracker_log *log;

	ev.item = node_get_text(n, "noteable_id");
	if (!text_set(ev.item)) {
		reading_refused(g->r, &tracker_e_record, n->line, n->col,
			"a note without noteable_id: noteable_iid alone does not name the project");
		return;
	}
	if (type != NULL && !str_same(type, "Issue")) {
		reading_ignored(g->r, "notes of merge requests and snippets");
		return;
	}
	ev.id = arena_printf(g->r->rec, "note.%s", node_get_text(n, "id") == NULL ? ""
		: node_get_text(n, "id"));
	ev.at = member_instant(g->r, n, "created_at");
	ev.actor = user(g, node_get(n, "author"));
	ev.to = body;
	reading_kept(g->r);
	if (!node_is(node_get(n, "system"), NODE_TRUE) || body == NULL) {
		tracker_put_event(&g->t, &ev, n->line, path);
		return;
	}
	g->notes++;
	log = tracker_log_of(&g->t, NULL, ev.item, ITEM_OTHER, NULL, n->line);
	log->given++;
	ev.field = "system note";
	ev.kind = EVENT_OTHER;
	if (assignments(g, log, &ev, body, n->line, path))
		return;
	if (!due_date(g, &ev, body) && str_has_prefix(body, "marked this issue as a duplicate"))
		ev.kind = EVENT_LINK;
	tracker_put_event(&g->t, &ev, n->line, path);
}

static void
value(struct gitlab *g, const struct node *n, const char *path)
{
	size_t i = 0;

	if (node_is(n, NODE_LIST)) {
		for (const struct node *x = n->child; x != NULL; x = x->next)
			value(g, x, arena_printf(g->r->rec, "%s/%zu", path, i++));
		return;
	}
	reading_seen(g->r);
	if (!node_is(n, NODE_MAP))
		reading_refused(g->r, &tracker_e_record, n->line, n->col, "no issue, event or note");
	else if (node_get(n, "resource_type") != NULL || node_get(n, "resource_id") != NULL)
		resource_event(g, n, path);
	else if (node_get(n, "body") != NULL && node_get(n, "system") != NULL)
		note(g, n, path);
	else
		issue(g, n, path);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	value(ctx, rec->node, rec->pointer);
	return 0;
}

static int
read_gitlab(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct gitlab g = { .r = r, .t = { .r = r, .name = GITLAB } };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_record, .ctx = &g };
	struct node *rest = NULL;
	struct peek k;
	int rc;

	k = reading_peek(r);
	jr.lines = k.lines;
	if (k.lines && k.list) /* pages put behind one another: each list is a value */
		jr.ncuts = 0;
	rc = reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc == 0 && node_is(rest, NODE_MAP))
		value(&g, rest, "");
	if (full_pages(r->source->seen)) {
		r->source->complete = TRI_F;
		reading_note(r, &tracker_w_pages, 0, 0, "exactly %llu records",
			(unsigned long long)r->source->seen);
	}
	tracker_logs_end(&g.t, rc != 0 || full_pages(r->source->seen) || g.notes == 0 ||
		g.events == 0);
	return rc;
}

static int
probe_gitlab(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (head_key(h, "iid") && head_key(h, "project_id") && head_key(h, "state")) {
		*sign = "members \"iid\" and \"project_id\" of a GitLab issue";
		return 85;
	}
	if (head_key(h, "resource_type") && head_key(h, "resource_id")) {
		*sign = "members \"resource_type\" and \"resource_id\" of GitLab's events";
		return 85;
	}
	if (head_key(h, "system") && head_key(h, "body") && (head_key(h, "noteable_id") ||
		head_key(h, "noteable_iid"))) {
		*sign = "members \"noteable_id\" and \"system\" of GitLab's notes";
		return 85;
	}
	return 0;
}

static const struct word_row_doc gitlab_words[] = {
	{ "GitLab state", "opened, closed", "open, closed" },
	{ "GitLab state event", "closed", "decision: fix; closes" },
	{ "GitLab state event", "reopened, opened", "reopens" },
	{ "GitLab severity", "UNKNOWN", "not set" },
	{ "GitLab label", "severity::WORD, priority::WORD", "severity, priority" },
	{ "GitLab label", "risk::accepted, risk accepted, accepted risk", "decision: accept" },
	{ "GitLab label", "false positive", "decision: false positive" },
	{ "GitLab system note", "assigned to @NAME, unassigned @NAME", "assignment" },
	{ "GitLab system note", "changed due date to DATE, removed due date", "due date" },
	{ "GitLab system note", "others", "kept, no decision" },
	{ NULL, NULL, NULL }
};

const struct reader reader_gitlab = {
	.name = "gitlab",
	.title = "GitLab issues, resource events and notes (REST JSON)",
	.what = "Shows who had an issue when, who closed it, and due dates as they moved. "
		"Cannot show a history without both state events and system notes, nor why an issue "
		"was closed.",
	.better = "issues with resource state, label and milestone events",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_gitlab,
	.read = read_gitlab,
	.words = gitlab_words,
};
