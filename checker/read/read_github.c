/*
 * GitHub: issues (REST, and `gh issue list --json`), the repository's issue
 * events, timelines put into their issues, and alerts of code scanning,
 * Dependabot and secret scanning.  github_alert.c has the alerts.
 */
#include "checker/read/github.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/tracker_diags.h"

/* Sizes of a page, by default and at most: a list of exactly so many may be one page of several. */
static bool
full_pages(uint64_t n)
{
	return n > 0 && (n % 30 == 0 || n % 100 == 0);
}

/* {"login", "id", "type"}; null: the account is gone, and who it was nobody knows. */
struct party_ref
github_user(struct github *g, const struct node *n)
{
	struct party_ref who = {0};
	const char *login = node_get_text(n, "login");
	size_t len;

	if (!text_set(login))
		return who;
	len = strlen(login);
	who.raw = login;
	who.name = node_get_text(n, "name");
	if (!text_set(who.name))
		who.name = NULL;
	ident_add(g->r, &who.ids, GITHUB, node_get_text(n, "id"));
	ident_add(g->r, &who.ids, GITHUB, login);
	who.machine = str_same(node_get_text(n, "type"), "Bot") || node_is(node_get(n, "is_bot"),
		NODE_TRUE) || (len > 5 && strcmp(login + len - 5, "[bot]") == 0);
	return who;
}

/* "https://api.github.com/repos/o/r" or ".../o/r/issues/7" to "o/r". */
static const char *
repository(struct arena *a, const struct node *issue)
{
	const char *url = node_get_text(issue, "repository_url"), *p, *end;

	if (url != NULL && (p = strstr(url, "/repos/")) != NULL)
		return p + 7;
	url = node_get_text(issue, "html_url");
	if (url == NULL)
		url = node_get_text(issue, "url");
	if (url == NULL || (p = strstr(url, "://")) == NULL || (p = strchr(p + 3, '/')) == NULL)
		return NULL;
	p++;
	if (str_has_prefix(p, "repos/"))
		p += 6;
	end = strchr(p, '/');
	end = end == NULL ? NULL : strchr(end + 1, '/');
	return end == NULL ? NULL : arena_strndup(a, p, (size_t)(end - p));
}

static const char *
issue_key(struct github *g, const struct node *issue)
{
	const char *number = node_get_text(issue, "number");
	const char *repo = repository(g->r->rec, issue);

	if (!text_set(number))
		return NULL;
	return arena_printf(g->r->rec, "%s#%s", repo == NULL ? "" : repo, number);
}

static const char *
either(const struct node *n, const char *snake, const char *camel)
{
	const char *s = member_text(n, snake);

	return s != NULL ? s : member_text(n, camel);
}

static struct instant
time_of(struct github *g, const struct node *n, const char *snake, const char *camel)
{
	return member_instant(g->r, n, node_get(n, snake) != NULL ? snake : camel);
}

/* Issues */

static void
status(struct github *g, const struct node *n, struct rec_item *it)
{
	it->status_raw = member_text(n, "state");
	it->resolution_raw = either(n, "state_reason", "stateReason");
	it->status = tracker_status(&g->t, "GitHub state", it->status_raw);
	if (it->status != STATUS_CLOSED || !text_set(it->resolution_raw))
		return;
	/* As Jira's "Won't Do": closed, and nobody mended it. */
	if (str_same_fold(it->resolution_raw, "not_planned"))
		it->status = STATUS_ACCEPTED;
	else if (str_same_fold(it->resolution_raw, "duplicate"))
		it->status = STATUS_CANCELLED;
}

static void
issue_fill(struct github *g, const struct node *n, struct rec_item *it)
{
	const struct node *milestone = node_get(n, "milestone"), *who;
	size_t assigned = 0;

	it->title = node_get_text(n, "title");
	it->type_raw = node_get_text(node_get(n, "type"), "name");
	it->type = word_item_type(it->type_raw, g->r->rec);
	status(g, n, it);
	it->created = time_of(g, n, "created_at", "createdAt");
	it->updated = time_of(g, n, "updated_at", "updatedAt");
	it->closed = time_of(g, n, "closed_at", "closedAt");
	if (node_is(milestone, NODE_MAP))
		it->due = time_of(g, milestone, "due_on", "dueOn");
	else if (milestone != NULL)
		it->due.known = EMPTY;
	who = node_get(n, "user");
	it->reporter = github_user(g, who != NULL ? who : node_get(n, "author"));
	if (node_get(n, "assignees") != NULL)
		it->assignee.raw = "";
	for (const struct node *x = node_first(node_get(n, "assignees")); x != NULL; x = x->next)
		if (text_set(node_get_text(x, "login")))
			it->assignee = assigned++ == 0 ? github_user(g, x)
				: (struct party_ref){ .raw = arena_printf(g->r->rec, "%s; %s",
					it->assignee.raw, node_get_text(x, "login")) };
	tracker_ids(&g->t, it, it->title);
	for (const struct node *l = node_first(node_get(n, "labels")); l != NULL; l = l->next)
		tracker_label(&g->t, it, node_is(l, NODE_MAP) ? node_get_text(l, "name")
			: node_text(l));
}

static struct tracker_log *
log_of(struct github *g, const char *key, const struct node *issue, uint32_t line)
{
	struct tracker_log *log = tracker_log_of(&g->t, key, NULL, ITEM_OTHER, NULL, line);

	log->closed = log->closed || str_same_fold(node_get_text(issue, "state"), "closed");
	return log;
}

/* Events */

static void
closing(const struct node *e, const struct node *issue, struct rec_event *ev)
{
	const char *reason = node_get_text(e, "state_reason");

	if (!text_set(reason) && str_same_fold(node_get_text(issue, "state"), "closed"))
		reason = node_get_text(issue, "state_reason");
	ev->kind = EVENT_STATUS;
	ev->closes = true;
	ev->from = "open";
	ev->to = text_set(reason) ? reason : "closed";
	if (!text_set(reason) || str_same_fold(reason, "completed"))
		ev->choice = CHOICE_FIX;
	else if (str_same_fold(reason, "not_planned"))
		ev->choice = CHOICE_ACCEPT;
}

static void
label_event(struct github *g, const struct node *e, bool set, struct rec_event *ev)
{
	const char *label = node_get_text(node_get(e, "label"), "name");
	const char *word = tracker_label_severity(g->r->rec, label);

	ev->kind = EVENT_LABEL;
	ev->field = "label";
	if (!set) {
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

/* A change of assignees, or an event of its own. */
static bool
assignment(struct github *g, struct tracker_log *log, const struct node *e, const char *path,
	struct rec_event *ev)
{
	const char *name = node_get_text(e, "event");
	const struct node *by = node_get(e, "assigner");
	bool came = str_same(name, "assigned");

	if (!came && !str_same(name, "unassigned"))
		return false;
	/* Issue events name the doer "assigner", and the assignee once more as the actor. */
	if (node_is(by, NODE_MAP))
		ev->actor = github_user(g, by);
	else if (node_get(e, "issue") != NULL && str_same(node_get_text(node_get(e, "actor"),
		"login"), node_get_text(node_get(e, "assignee"), "login")))
		ev->actor = (struct party_ref){0};
	ev->field = "assignee";
	ev->to_party = github_user(g, node_get(e, "assignee"));
	tracker_assignee(&g->t, log, ev, came, e->line, path);
	return true;
}

static void
event(struct github *g, const char *key, const struct node *issue, const struct node *e,
	const char *path)
{
	struct rec_event ev = { .kind = EVENT_OTHER, .item = key };
	struct tracker_log *log = log_of(g, key, issue, e->line);
	const char *name = member_text(e, "event");

	log->given++;
	ev.id = node_get_text(e, "id");
	ev.field = name;
	ev.at = member_instant(g->r, e, node_get(e, "created_at") != NULL ? "created_at"
		: "submitted_at");
	ev.actor = github_user(g, node_get(e, node_get(e, "actor") != NULL ? "actor" : "user"));
	if (assignment(g, log, e, path, &ev))
		return;
	if (str_same(name, "closed")) {
		closing(e, issue, &ev);
		log->closes = true;
	} else if (str_same(name, "reopened")) {
		ev.kind = EVENT_REOPEN;
		ev.reopens = true;
		ev.to = "open";
	} else if (str_same(name, "labeled") || str_same(name, "unlabeled")) {
		label_event(g, e, str_same(name, "labeled"), &ev);
	} else if (str_same(name, "commented")) {
		ev.kind = EVENT_COMMENT;
		ev.to = node_get_text(e, "body");
	} else if (str_same(name, "milestoned") || str_same(name, "demilestoned")) {
		ev.to = node_get_text(node_get(e, "milestone"), "title");
	} else if (str_same(name, "marked_as_duplicate")) {
		ev.kind = EVENT_LINK;
	}
	tracker_put_event(&g->t, &ev, e->line, path);
}

static void
created(struct github *g, const struct rec_item *it, uint32_t line, const char *path)
{
	struct rec_event made = { .kind = EVENT_CREATE, .id = "created", .item = it->key,
		.at = it->created, .actor = it->reporter, .to = "open" };

	tracker_put_event(&g->t, &made, line, path);
}

/* Who closed it, where no log says so: the last time alone, and of the times before nothing. */
static void
closed_by(struct github *g, const struct rec_item *it, const struct node *n, const char *path)
{
	struct rec_event ev = { .id = "closed", .item = it->key, .field = "closed", .at = it->closed,
		.actor = github_user(g, node_get(n, "closed_by")) };

	if (!str_same_fold(it->status_raw, "closed") || !node_is(node_get(n, "closed_by"), NODE_MAP))
		return;
	closing(n, n, &ev);
	tracker_put_event(&g->t, &ev, n->line, path);
}

static void
issue(struct github *g, const struct node *n, const char *path)
{
	struct rec_item it = {0};
	const struct node *log = node_get(n, "timeline");
	size_t i = 0;

	it.key = issue_key(g, n);
	if (log == NULL)
		log = node_get(n, "events");
	if (!text_set(it.key)) {
		reading_refused(g->r, &tracker_e_record, n->line, n->col, "an issue without number");
		return;
	}
	issue_fill(g, n, &it);
	tracker_put_item(&g->t, &it, n, path);
	created(g, &it, n->line, path);
	for (const struct node *e = node_is(log, NODE_LIST) ? log->child : NULL; e != NULL;
		e = e->next)
		event(g, it.key, n, e, arena_printf(g->r->rec, "%s/%s/%zu", path, log->key, i++));
	if (!node_is(log, NODE_LIST))
		closed_by(g, &it, n, path);
	if (node_is(log, NODE_LIST))
		log_of(g, it.key, n, n->line)->cut |= full_pages(node_count(log));
	else if (!g->told_no_log)
		reading_note(g->r, &tracker_n_no_log, n->line, n->col,
			"add the repository's issue events (repos/OWNER/NAME/issues/events), or "
			"put each issue's timeline into it as member \"timeline\"");
	g->told_no_log = g->told_no_log || !node_is(log, NODE_LIST);
	reading_kept(g->r);
	g->issues++;
}

/* "https://api.github.com/repos/o/r/issues/7", which comments name, to "o/r#7". */
static const char *
key_of_url(struct github *g, const struct node *n)
{
	const char *url = node_get_text(n, "issue_url"), *p, *number;

	if (url == NULL || (p = strstr(url, "/repos/")) == NULL || (number = strstr(p,
		"/issues/")) == NULL || !ch_digit(number[8]))
		return NULL;
	return arena_printf(g->r->rec, "%.*s#%.*s", (int)(number - p - 7), p + 7,
		(int)strspn(number + 8, "0123456789"), number + 8);
}

/* A comment by itself (issues/comments), or as an entry of a timeline that says whose it is. */
static bool
comment(struct github *g, const struct node *n, const char *path)
{
	const char *key = key_of_url(g, n);
	struct rec_event ev = { .kind = EVENT_COMMENT, .field = "commented", .item = key,
		.id = node_get_text(n, "id"), .to = node_get_text(n, "body"),
		.at = member_instant(g->r, n, "created_at") };

	if (key == NULL || node_get(n, "body") == NULL)
		return false;
	ev.actor = github_user(g, node_get(n, node_get(n, "user") != NULL ? "user" : "actor"));
	tracker_put_event(&g->t, &ev, n->line, path);
	reading_kept(g->r);
	return true;
}

/* An event of the repository's list: it holds its issue. */
static void
repository_event(struct github *g, const struct node *n, const char *path)
{
	const struct node *of = node_get(n, "issue");
	const char *key;

	g->events++;
	if (of != NULL && node_is(node_get(of, "pull_request"), NODE_MAP)) {
		reading_ignored(g->r, "pull requests");
		return;
	}
	key = of == NULL ? NULL : issue_key(g, of);
	if (!text_set(key) && comment(g, n, path))
		return;
	if (!text_set(key)) {
		reading_ignored(g->r, "timeline entries that name no issue");
		if (!g->told_no_item)
			reading_note(g->r, &tracker_w_no_item, n->line, n->col,
				"a timeline alone does not say whose it is: export "
				"repos/OWNER/NAME/issues/events, or put it into its issue as "
				"member \"timeline\"");
		g->told_no_item = true;
		return;
	}
	if (!map_has(g->met, key, strlen(key))) {
		struct rec_item it = { .key = key };

		map_slot(g->met, key, strlen(key), NULL);
		issue_fill(g, of, &it);
		tracker_put_item(&g->t, &it, of, arena_printf(g->r->rec, "%s/issue", path));
		created(g, &it, of->line, path);
	}
	event(g, key, of, n, path);
	reading_kept(g->r);
}

/* One top-level value, or an element of one. */
static void
value(struct github *g, const struct node *n, const char *path)
{
	size_t i = 0;

	if (node_is(n, NODE_LIST)) {
		for (const struct node *x = n->child; x != NULL; x = x->next)
			value(g, x, arena_printf(g->r->rec, "%s/%zu", path, i++));
		return;
	}
	reading_seen(g->r);
	if (!node_is(n, NODE_MAP))
		reading_refused(g->r, &tracker_e_record, n->line, n->col, "no issue, event or alert");
	else if (github_is_alert(n))
		github_alert(g, n, path);
	else if (node_get_text(n, "event") != NULL)
		repository_event(g, n, path);
	else if (node_is(node_get(n, "pull_request"), NODE_MAP))
		reading_ignored(g->r, "pull requests");
	else if (node_get(n, "number") != NULL || !comment(g, n, path))
		issue(g, n, path);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	value(ctx, rec->node, rec->pointer);
	return 0;
}

static int
read_github(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct github g = { .r = r, .t = { .r = r, .name = GITHUB }, .met = map_new() };
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
	if (full_pages(g.events) || full_pages(r->source->seen)) {
		r->source->complete = TRI_F;
		reading_note(r, &tracker_w_pages, 0, 0, "exactly %llu records",
			(unsigned long long)r->source->seen);
	}
	tracker_logs_end(&g.t, rc != 0 || full_pages(g.events));
	map_free(g.met);
	return rc;
}

static int
probe_github(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (head_key(h, "number") && head_key(h, "state") && (head_key(h, "node_id") ||
		head_key(h, "repository_url") || head_key(h, "createdAt"))) {
		*sign = "members \"number\" and \"state\" of a GitHub issue";
		return 85;
	}
	if (head_key(h, "event") && head_key(h, "actor") && (head_key(h, "created_at") ||
		head_key(h, "node_id"))) {
		*sign = "members \"event\" and \"actor\" of GitHub's issue events";
		return 85;
	}
	if (head_key(h, "issue_url") && head_key(h, "body") && head_key(h, "user")) {
		*sign = "members \"issue_url\" and \"body\" of a comment on a GitHub issue";
		return 85;
	}
	if (head_key(h, "number") && (head_key(h, "most_recent_instance") ||
		head_key(h, "security_advisory") || head_key(h, "secret_type"))) {
		*sign = "members of a GitHub alert";
		return 85;
	}
	return 0;
}

const struct reader reader_github = {
	.name = "github",
	.title = "GitHub issues, issue events and alerts (REST JSON)",
	.what = "Shows who had an issue when, who closed it and how, and who dismissed an alert, "
		"when and why. "
		"Cannot show an issue's history without its events, nor who somebody is without a "
		"roster that knows logins.",
	.better = "issues with their timeline events, and alerts with who dismissed them",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_github,
	.read = read_github,
	.words = github_words,
};
