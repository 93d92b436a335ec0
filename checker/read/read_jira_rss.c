/*
 * Jira's XML export (RSS 0.92): issues as they stand, with comments and without
 * any log.  The key space is that of the JSON export, so a log that is
 * given beside it is found.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/jira.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"
#include "checker/read/xml_each.h"

struct rss {
	struct reading *r;
	struct tracker t;
	bool told_no_log;
};

/* The text of an element, with attributes or without; NULL: not there. */
static const char *
text_of(const struct node *n)
{
	const char *s;

	if (n == NULL)
		return NULL;
	if (!node_is(n, NODE_MAP))
		return node_text(n) == NULL ? "" : node_text(n);
	s = node_get_text(n, "#text");
	return s == NULL ? "" : s;
}

static const char *
text_at(const struct node *n, const char *name)
{
	return text_of(node_get(n, name));
}

/* "Thu, 2 Jul 2026 11:30:00 +0200" (RFC 822, English names). */
static struct instant
when(struct rss *x, const struct node *n)
{
	struct instant i = instant_unknown();
	const char *text = text_of(n);

	if (n == NULL)
		return i;
	if (*text == '\0') {
		i.known = EMPTY;
		return i;
	}
	if (instant_parse_pattern(&i, text, "EEE, d MMM yyyy HH:mm:ss Z", x->r->zone, x->r->rec) == 0)
		return i;
	return reading_instant(x->r, text, n->line);
}

/* Cloud gives accountid, Data Center username; "-1" is nobody. */
static struct party_ref
user(struct rss *x, const struct node *n)
{
	struct party_ref who = {0};
	const char *account = node_get_text(n, "accountid"), *login = node_get_text(n, "username");

	if (n == NULL)
		return who;
	who.raw = "";
	if (str_same(account, "-1") || str_same(login, "-1"))
		return who;
	who.raw = who.name = text_of(n);
	ident_add(x->r, &who.ids, JIRA, account);
	ident_add(x->r, &who.ids, "login", login);
	return who;
}

static void
status(struct rss *x, const struct node *n, struct rec_item *it)
{
	const struct node *cat = node_get(n, "statusCategory"), *res = node_get(n, "resolution");
	bool contrary;

	if (cat == NULL)
		cat = node_get(node_get(n, "status"), "statusCategory");
	it->status_raw = text_at(n, "status");
	it->resolution_raw = text_of(res);
	if (str_same(node_get_text(res, "id"), "-1"))
		it->resolution_raw = "";
	it->status = jira_status(it->status_raw, node_get_text(cat, "key"), node_get_text(cat, "id"),
		&contrary, x->r->rec);
	if (it->status == STATUS_UNKNOWN && text_set(it->status_raw))
		source_odd_word(x->r->source, x->r->a, "Jira status", it->status_raw);
	if (it->status != STATUS_CLOSED)
		return;
	if (jira_is_duplicate(it->resolution_raw, x->r->rec))
		it->status = STATUS_CANCELLED;
	else if (jira_choice(it->resolution_raw, x->r->rec) == CHOICE_ACCEPT)
		it->status = STATUS_ACCEPTED;
	else if (jira_choice(it->resolution_raw, x->r->rec) == CHOICE_FALSE_POSITIVE)
		it->status = STATUS_FALSE_POSITIVE;
}

/* Of several values none is the severity. */
static const char *
only_text(const struct node *list)
{
	const struct node *first = node_first(list);

	return first == NULL || first->next != NULL ? NULL : text_of(first);
}

static void
severity(struct rss *x, const struct node *n, struct rec_item *it)
{
	const struct node *fields = node_at(n, "customfields/customfield");

	for (const struct node *f = node_first(fields); f != NULL; f = f->next)
		if (str_same_fold(text_at(f, "customfieldname"), "severity"))
			it->severity_raw = only_text(node_at(f,
				"customfieldvalues/customfieldvalue"));
	it->severity = tracker_severity(&x->t, "severity", it->severity_raw);
	it->priority_raw = text_at(n, "priority");
	it->priority = tracker_severity(&x->t, "priority", it->priority_raw);
}

static void
duplicate(struct rss *x, const struct node *n, struct rec_item *it)
{
	if (!jira_is_duplicate(it->resolution_raw, x->r->rec))
		return;
	for (const struct node *t = node_first(node_at(n, "issuelinks/issuelinktype")); t != NULL;
		t = t->next)
		for (const struct node *o = node_first(node_get(t, "outwardlinks")); o != NULL;
			o = o->next)
			if (str_same(node_get_text(o, "description"), "duplicates"))
				it->duplicate_of = text_of(node_first(node_at(o, "issuelink/issuekey")));
}

static void
comments(struct rss *x, const struct node *n, const char *key, const char *path)
{
	for (const struct node *c = node_first(node_at(n, "comments/comment")); c != NULL;
		c = c->next) {
		struct rec_event ev = { .kind = EVENT_COMMENT, .item = key };
		const char *author = node_get_text(c, "author"), *id = node_get_text(c, "id");

		ev.id = arena_printf(x->r->rec, "comment.%s", id == NULL ? "" : id);
		ev.at = when(x, node_get(c, "created"));
		ev.actor.raw = author;
		ident_add(x->r, &ev.actor.ids, JIRA, author);
		ev.to = text_of(c);
		tracker_put_event(&x->t, &ev, c->line, path);
	}
}

static void
issue(void *ctx, const struct node *n, uint64_t number)
{
	struct rss *x = ctx;
	struct rec_item it = {0};
	struct rec_event made = { .kind = EVENT_CREATE, .id = "created" };
	const char *path = arena_printf(x->r->rec, "/rss/channel/item[%llu]",
		(unsigned long long)number);

	reading_seen(x->r);
	x->r->source->listed++;
	it.key = text_at(n, "key");
	if (!text_set(it.key)) {
		reading_refused(x->r, &jira_e_key, n->line, n->col, "no element \"key\"");
		return;
	}
	it.type_raw = text_at(n, "type");
	it.type = word_item_type(it.type_raw, x->r->rec);
	it.title = text_at(n, "summary");
	status(x, n, &it);
	severity(x, n, &it);
	it.created = when(x, node_get(n, "created"));
	it.updated = when(x, node_get(n, "updated"));
	it.due = when(x, node_get(n, "due"));
	it.closed = when(x, node_get(n, "resolved"));
	it.assignee = user(x, node_get(n, "assignee"));
	it.reporter = user(x, node_get(n, "reporter"));
	tracker_ids(&x->t, &it, it.title);
	for (const struct node *l = node_first(node_at(n, "labels/label")); l != NULL; l = l->next)
		tracker_ids(&x->t, &it, text_of(l));
	for (const struct node *c = node_first(node_get(n, "component")); c != NULL; c = c->next)
		tracker_ids(&x->t, &it, text_of(c));
	duplicate(x, n, &it);
	tracker_put_item(&x->t, &it, n, path);
	made.item = it.key;
	made.at = it.created;
	made.actor = it.reporter;
	tracker_put_event(&x->t, &made, n->line, path);
	comments(x, n, it.key, path);
	if (!x->told_no_log)
		reading_note(x->r, &tracker_n_no_log, n->line, n->col,
			"Jira's XML has no history: export JSON with expand=changelog");
	x->told_no_log = true;
	reading_kept(x->r);
}

/* <issue start="0" end="50" total="120"/> of the channel. */
static void
page(void *ctx, const struct xml_tag *t)
{
	struct rss *x = ctx;
	const char *total = strcmp(t->name, "issue") == 0 ? xml_attr(t, "total") : NULL;
	int64_t n;

	if (total == NULL || !text_to_int(total, strlen(total), 0, INT64_MAX, &n))
		return;
	x->r->source->has_total = true;
	x->r->source->total = (uint64_t)n;
}

static int
read_jira_rss(struct reading *r)
{
	struct rss x = { .r = r, .t = { .r = r, .name = JIRA } };
	struct xml_each e = { .r = r, .depth = 3, .name = "item", .ctx = &x, .record = issue,
		.tag = page };
	struct source *s = r->source;
	int rc = reading_xml_each(&e);

	if (rc == 0)
		tracker_complete(&x.t);
	if (rc == 0 && s->complete == TRI_F)
		reading_note(r, &jira_w_total, 0, 0, "%llu issues of %llu",
			(unsigned long long)s->listed, (unsigned long long)s->total);
	return rc;
}

static int
probe_jira_rss(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_XML || !str_same(h->root, "rss") || (!head_text(h, "by JIRA") &&
		!head_text(h, "<key ") && !head_text(h, "<build-info")))
		return 0;
	*sign = "root rss with issue keys";
	return 85;
}

const struct reader reader_jira_rss = {
	.name = "jira-rss",
	.title = "Jira issues (RSS XML export)",
	.what = "Shows how each issue stands: who has it, its status, dates and comments. "
		"Cannot show who decided what and when: it has no change log.",
	.better = "the JSON of a search with expand=changelog, which has the history",
	.syntax = SYNTAX_XML,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_jira_rss,
	.read = read_jira_rss,
	.words = jira_words,
};
