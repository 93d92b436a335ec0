/*
 * Bugzilla: bugs (REST JSON, and show_bug.cgi?ctype=xml) and their history
 * (REST JSON).  A bug's history is whole, and holds no first values.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"
#include "checker/read/xml_each.h"

#define BUGZILLA "bugzilla"

struct bz {
	struct reading *r;
	struct tracker t;
	bool told_no_log;
};

/* The text of a member, which in XML may have attributes; of one that is said twice nothing is known. */
static const char *
text_at(const struct node *n, const char *name, const char *other)
{
	const struct node *x = node_get(n, name);

	if (x == NULL && other != NULL)
		x = node_get(n, other);
	if (x == NULL)
		return NULL;
	if (node_is(x, NODE_LIST) && node_first(x) != NULL && node_first(x)->next != NULL)
		return "";
	if (node_is(x, NODE_MAP))
		return node_get_text(x, "#text") == NULL ? "" : node_get_text(x, "#text");
	return node_text(node_first(x)) == NULL ? "" : node_text(node_first(x));
}

static struct instant
when(struct bz *b, const struct node *n, const char *name, const char *other)
{
	const char *text = text_at(n, name, other);

	if (text == NULL)
		return instant_unknown();
	return reading_instant(b->r, text, n->line);
}

/* A login, which is an address unless the instance hides its domain. */
static struct party_ref
person(struct bz *b, const char *login, const char *real)
{
	struct party_ref who = { .raw = login };

	if (login == NULL)
		return who;
	who.name = text_set(real) ? real : NULL;
	ident_add(b->r, &who.ids, strchr(login, '@') != NULL ? "email" : BUGZILLA, login);
	/* Where bugs go that nobody has. */
	if (str_has_prefix(login, "nobody"))
		who = (struct party_ref){ .raw = "" };
	return who;
}

static const struct { const char *word; enum item_status status; } states[] = {
	{ "unconfirmed", STATUS_OPEN }, { "confirmed", STATUS_OPEN },
	{ "in progress", STATUS_IN_PROGRESS },
};

static enum item_status
status_of(struct bz *b, const char *raw)
{
	const char *key = raw == NULL ? "" : str_word_key(b->r->rec, raw);

	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].word, key) == 0)
			return states[i].status;
	return tracker_status(&b->t, "Bugzilla status", raw);
}

static const struct { const char *word; enum choice choice; } resolutions[] = {
	{ "fixed", CHOICE_FIX }, { "wontfix", CHOICE_ACCEPT }, { "invalid", CHOICE_FALSE_POSITIVE },
	{ "worksforme", CHOICE_FALSE_POSITIVE }, { "duplicate", CHOICE_NONE },
	{ "incomplete", CHOICE_NONE }, { "inactive", CHOICE_NONE }, { "moved", CHOICE_NONE },
	{ "later", CHOICE_NONE }, { "remind", CHOICE_NONE }, { "expired", CHOICE_NONE },
};

static enum choice
choice_of(struct bz *b, const char *raw)
{
	const char *key;

	if (!text_set(raw))
		return CHOICE_NONE;
	key = str_word_key(b->r->rec, raw);
	for (size_t i = 0; i < sizeof(resolutions) / sizeof(resolutions[0]); i++)
		if (strcmp(resolutions[i].word, key) == 0)
			return resolutions[i].choice;
	source_odd_word(b->r->source, b->r->a, "Bugzilla resolution", raw);
	return CHOICE_NONE;
}

/* S1 to S4 beside the older words; "--" and "N/A" are blank. */
static const char *
severity_of(struct bz *b, const char *table, const char *raw)
{
	static const char *const steps[] = { "critical", "high", "moderate", "low" };

	if (raw == NULL || *raw == '\0')
		return raw;
	if (strspn(raw, "-") == strlen(raw) || str_same_fold(raw, "n/a"))
		return "";
	if ((raw[0] == 'S' || raw[0] == 's') && raw[1] >= '1' && raw[1] <= '4' && raw[2] == '\0')
		return steps[raw[1] - '1'];
	return tracker_severity(&b->t, table, raw);
}

/* Bugs */

static void
fill(struct bz *b, const struct node *n, struct rec_item *it)
{
	const struct node *to = node_get(n, "assigned_to_detail"), *by = node_get(n,
		"creator_detail");

	it->title = text_at(n, "summary", "short_desc");
	it->type_raw = text_at(n, "type", "cf_type");
	it->type = word_item_type(it->type_raw, b->r->rec);
	it->status_raw = text_at(n, "status", "bug_status");
	it->resolution_raw = text_at(n, "resolution", NULL);
	it->status = status_of(b, it->status_raw);
	if (it->status == STATUS_CLOSED && choice_of(b, it->resolution_raw) == CHOICE_ACCEPT)
		it->status = STATUS_ACCEPTED;
	else if (it->status == STATUS_CLOSED &&
		choice_of(b, it->resolution_raw) == CHOICE_FALSE_POSITIVE)
		it->status = STATUS_FALSE_POSITIVE;
	else if (it->status == STATUS_CLOSED && text_set(it->resolution_raw) &&
		choice_of(b, it->resolution_raw) == CHOICE_NONE)
		it->status = STATUS_CANCELLED;
	it->severity_raw = text_at(n, "severity", "bug_severity");
	it->severity = severity_of(b, "Bugzilla severity", it->severity_raw);
	it->priority_raw = text_at(n, "priority", NULL);
	it->priority = severity_of(b, "Bugzilla priority", it->priority_raw);
	it->created = when(b, n, "creation_time", "creation_ts");
	it->updated = when(b, n, "last_change_time", "delta_ts");
	it->closed = when(b, n, "cf_last_resolved", NULL);
	it->due = when(b, n, "deadline", NULL);
	it->assignee = person(b, text_at(n, "assigned_to", NULL), to != NULL
		? node_get_text(to, "real_name") : node_get_text(node_get(n, "assigned_to"), "name"));
	it->reporter = person(b, text_at(n, "creator", "reporter"), by != NULL
		? node_get_text(by, "real_name") : node_get_text(node_get(n, "reporter"), "name"));
	if (it->status == STATUS_CANCELLED && (text_set(text_at(n, "dupe_of", "dup_id"))))
		it->duplicate_of = text_at(n, "dupe_of", "dup_id");
	tracker_ids(&b->t, it, it->title);
	for (const struct node *k = node_first(node_get(n, "keywords")); k != NULL; k = k->next)
		tracker_label(&b->t, it, node_text(k));
	for (const struct node *k = node_first(node_get(n, "alias")); k != NULL; k = k->next)
		tracker_ids(&b->t, it, node_text(k));
}

static void
comments(struct bz *b, const struct node *n, const char *key, const char *path)
{
	for (const struct node *c = node_first(node_get(n, "long_desc")); c != NULL; c = c->next) {
		struct rec_event ev = { .kind = EVENT_COMMENT, .item = key };

		ev.id = arena_printf(b->r->rec, "comment.%s", text_at(c, "commentid", NULL) == NULL
			? "" : text_at(c, "commentid", NULL));
		ev.at = when(b, c, "bug_when", NULL);
		ev.actor = person(b, text_at(c, "who", NULL), node_get_text(node_get(c, "who"),
			"name"));
		ev.to = text_at(c, "thetext", NULL);
		tracker_put_event(&b->t, &ev, c->line, path);
	}
}

static void
bug(struct bz *b, const struct node *n, const char *path)
{
	struct rec_item it = {0};
	struct rec_event made = { .kind = EVENT_CREATE, .id = "created" };

	it.key = text_at(n, "id", "bug_id");
	if (!text_set(it.key)) {
		reading_refused(b->r, &tracker_e_record, n->line, n->col, "a bug without id");
		return;
	}
	fill(b, n, &it);
	tracker_put_item(&b->t, &it, n, path);
	made.item = it.key;
	made.at = it.created;
	made.actor = it.reporter;
	tracker_put_event(&b->t, &made, n->line, path);
	comments(b, n, it.key, path);
	if (!b->told_no_log)
		reading_note(b->r, &tracker_n_no_log, n->line, n->col,
			"bugs hold no history: export each one's (/rest/bug/ID/history)");
	b->told_no_log = true;
	reading_kept(b->r);
}

/* Histories */

static const struct { const char *field; enum event_kind kind; } fields[] = {
	{ "status", EVENT_STATUS }, { "bug_status", EVENT_STATUS },
	{ "resolution", EVENT_DECIDE }, { "assigned_to", EVENT_ASSIGN },
	{ "deadline", EVENT_DUE }, { "severity", EVENT_SEVERITY },
	{ "bug_severity", EVENT_SEVERITY }, { "priority", EVENT_PRIORITY },
	{ "keywords", EVENT_LABEL }, { "dupe_of", EVENT_LINK },
};

/* Beside a resolution a status decides nothing (judgement.md 11, as of Jira). */
static bool
resolves(const struct node *entry)
{
	for (const struct node *c = node_first(node_get(entry, "changes")); c != NULL; c = c->next)
		if (str_same(node_get_text(c, "field_name"), "resolution") &&
			text_set(node_get_text(c, "added")))
			return true;
	return false;
}

static void
status_event(struct bz *b, bool resolved, struct rec_event *ev)
{
	enum item_status to = status_of(b, ev->to), from = status_of(b, ev->from);

	if (status_is_over(from) && to != STATUS_UNKNOWN && !status_is_over(to)) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = true;
	}
	if (resolved || !status_is_over(to) || status_is_over(from))
		return;
	ev->closes = true;
}

static void
change(struct bz *b, const struct node *c, bool resolved, struct rec_event *ev)
{
	ev->field = node_get_text(c, "field_name");
	ev->from = member_text(c, "removed");
	ev->to = member_text(c, "added");
	if (ev->to == NULL)
		ev->to = "";
	for (size_t i = 0; ev->field != NULL && i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].field, ev->field) == 0)
			ev->kind = fields[i].kind;
	if (ev->kind == EVENT_STATUS) {
		status_event(b, resolved, ev);
	} else if (ev->kind == EVENT_DECIDE) {
		ev->closes = text_set(ev->to);
		ev->choice = choice_of(b, ev->to);
		if (!ev->closes)
			ev->kind = EVENT_OTHER;
	} else if (ev->kind == EVENT_ASSIGN) {
		ev->to_party = person(b, ev->to, NULL);
	} else if (ev->kind == EVENT_DUE) {
		ev->until = reading_instant(b->r, ev->to, c->line);
	} else if (ev->kind == EVENT_SEVERITY || ev->kind == EVENT_PRIORITY) {
		ev->severity = severity_of(b, "Bugzilla severity", ev->to);
		ev->severity_before = severity_of(b, "Bugzilla severity", ev->from);
	}
}

static void
history(struct bz *b, const struct node *n, const char *path)
{
	const char *key = text_at(n, "id", NULL);
	size_t i = 0;

	if (!text_set(key)) {
		reading_refused(b->r, &tracker_e_record, n->line, n->col, "a history without id");
		return;
	}
	tracker_log_of(&b->t, key, NULL, ITEM_OTHER, NULL, n->line);
	for (const struct node *h = node_first(node_get(n, "history")); h != NULL; h = h->next) {
		const char *at = arena_printf(b->r->rec, "%s/history/%zu", path, i);
		struct instant t = when(b, h, "when", NULL);
		struct party_ref who = person(b, node_get_text(h, "who"), NULL);
		bool resolved = resolves(h);
		size_t k = 0;

		for (const struct node *c = node_first(node_get(h, "changes")); c != NULL;
			c = c->next) {
			struct rec_event ev = { .kind = EVENT_OTHER, .item = key, .at = t,
				.actor = who };

			ev.id = arena_printf(b->r->rec, "%zu.%zu", i, k++);
			change(b, c, resolved, &ev);
			tracker_put_event(&b->t, &ev, c->line, at);
		}
		i++;
	}
	reading_kept(b->r);
}

static void
value(struct bz *b, const struct node *n, const char *path)
{
	const struct node *list = node_get(n, "bugs");
	size_t i = 0;

	if (list != NULL) {
		for (const struct node *x = node_first(list); x != NULL; x = x->next)
			value(b, x, arena_printf(b->r->rec, "%s/bugs/%zu", path, i++));
		return;
	}
	reading_seen(b->r);
	if (node_get(n, "history") != NULL)
		history(b, n, path);
	else
		bug(b, n, path);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	value(ctx, rec->node, rec->pointer);
	return 0;
}

static void
on_bug(void *ctx, const struct node *n, uint64_t number)
{
	struct bz *b = ctx;

	reading_seen(b->r);
	bug(b, n, arena_printf(b->r->rec, "/bugzilla/bug[%llu]", (unsigned long long)number));
}

static int
read_bugzilla(struct reading *r)
{
	static const char *const cuts[] = { "", "/bugs" };
	struct bz b = { .r = r, .t = { .r = r, .name = BUGZILLA } };
	struct json_reader jr = { .cuts = cuts, .ncuts = 2, .on_record = on_record, .ctx = &b };
	struct xml_each e = { .r = r, .depth = 2, .name = "bug", .ctx = &b, .record = on_bug };
	struct peek k = reading_peek(r);
	struct node *rest = NULL;
	int rc;

	jr.lines = k.lines;
	rc = k.syntax == SYNTAX_XML ? reading_xml_each(&e) : reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc == 0 && node_is(rest, NODE_MAP) && node_get(rest, "bugs") == NULL)
		value(&b, rest, "");
	tracker_logs_end(&b.t, rc != 0);
	return rc;
}

static int
probe_bugzilla(const struct head *h, const char **sign)
{
	if (h->syntax == SYNTAX_XML && str_same(h->root, "bugzilla")) {
		*sign = "root bugzilla";
		return 90;
	}
	if (h->syntax != SYNTAX_JSON || !head_key(h, "bugs") || (!head_text(h, "\"bug_status\"") &&
		!head_text(h, "\"creation_time\"") && !head_text(h, "\"field_name\"") &&
		!head_text(h, "\"history\"")))
		return 0;
	*sign = "member \"bugs\" with fields of Bugzilla";
	return 85;
}

static const struct word_row_doc bz_words[] = {
	{ "Bugzilla status", "UNCONFIRMED, NEW, CONFIRMED, REOPENED", "open" },
	{ "Bugzilla status", "ASSIGNED, IN_PROGRESS", "in progress" },
	{ "Bugzilla status", "RESOLVED, VERIFIED, CLOSED", "closed" },
	{ "Bugzilla resolution", "FIXED", "decision: fix" },
	{ "Bugzilla resolution", "WONTFIX",
		"decision: accept, until the deadline then in force; the bug stays open" },
	{ "Bugzilla resolution", "INVALID, WORKSFORME", "decision: false positive" },
	{ "Bugzilla resolution", "DUPLICATE, INCOMPLETE, INACTIVE, MOVED, LATER, REMIND",
		"no decision" },
	{ "Bugzilla severity", "S1, S2, S3, S4", "critical, high, moderate, low" },
	{ "Bugzilla severity", "blocker, critical, major, normal, minor, trivial",
		"as the shared table" },
	{ "Bugzilla field", "assigned_to, deadline, severity, priority, keywords", "as named" },
	{ NULL, NULL, NULL }
};

const struct reader reader_bugzilla = {
	.name = "bugzilla",
	.title = "Bugzilla bugs and histories (REST JSON, XML)",
	.what = "Shows who had a bug when, what it was resolved as by whom and when. "
		"Cannot show a history without the bug's history, nor a rationale.",
	.better = "bugs with their history",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_bugzilla,
	.read = read_bugzilla,
	.words = bz_words,
};
