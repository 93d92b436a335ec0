/*
 * Jira issues in JSON: pages of a search, single issues, lists, lines, and
 * webhooks; REST v2, v3 and Data Center.
 */
#include "checker/read/jira.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/peek.h"

struct party_ref
jira_user(struct jira *j, const struct node *n)
{
	struct arena *a = j->r->rec;
	struct party_ref who = {0};
	const char *account, *key, *login;

	if (n == NULL)
		return who;
	who.raw = "";
	if (n->type == NODE_STRING)
		who.raw = n->text;
	if (n->type != NODE_MAP)
		return who;
	account = node_get_text(n, "accountId");
	key = node_get_text(n, "key");
	login = node_get_text(n, "name");
	who.name = node_get_text(n, "displayName");
	who.email = node_get_text(n, "emailAddress");
	who.machine = str_same(node_get_text(n, "accountType"), "app");
	if (account != NULL)
		idents_add(&who.ids, a, JIRA, account);
	if (key != NULL)
		idents_add(&who.ids, a, JIRA, key);
	if (login != NULL)
		idents_add(&who.ids, a, "login", login);
	if (who.email != NULL && strchr(who.email, '@') != NULL)
		idents_add(&who.ids, a, "email", who.email);
	who.raw = who.name != NULL ? who.name : login != NULL ? login
		: who.email != NULL ? who.email : account != NULL ? account
		: key != NULL ? key : "";
	return who;
}

/* Fields */

/*
 * The name of an option, a person's word, or a plain string; "" for JSON's null; NULL if not
 * there.
 */
static const char *
option(const struct node *n)
{
	const char *s;

	if (n == NULL)
		return NULL;
	if (n->type != NODE_MAP)
		return node_text(n) == NULL ? "" : node_text(n);
	s = node_get_text(n, "name");
	if (s == NULL)
		s = node_get_text(n, "value");
	return s == NULL ? "" : s;
}

void
jira_severity_learn(struct jira_issue *is, const char *name, const char *id)
{
	if (is->severity_field == NULL && name != NULL && id != NULL &&
		str_same_fold(name, "severity"))
		is->severity_field = id;
}

static void
severity(struct jira_issue *is, struct rec_item *item)
{
	struct arena *a = is->j->r->rec;
	const struct node *n = node_get(is->fields, "severity");
	const struct node *names = node_get(is->node, "names");

	for (const struct node *x = node_is(names, NODE_MAP) ? names->child : NULL; x != NULL;
		x = x->next)
		jira_severity_learn(is, node_text(x), x->key);
	if (n == NULL)
		n = node_get(is->fields, "Severity");
	if (n == NULL && is->severity_field != NULL)
		n = node_get(is->fields, is->severity_field);
	item->severity_raw = option(n);
	item->severity = item->severity_raw == NULL || *item->severity_raw == '\0'
		? item->severity_raw : word_severity(item->severity_raw, a);
	if (item->severity_raw != NULL && item->severity == NULL)
		source_odd_word(is->j->r->source, is->j->r->a, "severity", item->severity_raw);
	item->priority_raw = option(node_get(is->fields, "priority"));
	item->priority = item->priority_raw == NULL || *item->priority_raw == '\0'
		? item->priority_raw : word_severity(item->priority_raw, a);
	if (item->priority_raw != NULL && item->priority == NULL)
		source_odd_word(is->j->r->source, is->j->r->a, "priority", item->priority_raw);
}

static void
status(struct jira_issue *is, struct rec_item *item)
{
	struct arena *a = is->j->r->rec;
	const struct node *s = node_get(is->fields, "status"), *cat = node_get(s, "statusCategory");
	bool contrary;

	item->status_raw = option(s);
	item->resolution_raw = option(node_get(is->fields, "resolution"));
	item->status = jira_status(item->status_raw, node_get_text(cat, "key"),
		node_get_text(cat, "id"), &contrary, a);
	if (contrary && !is->j->told_category)
		reading_note(is->j->r, &jira_w_category, cat->line, cat->col,
			"category \"%s\" with number %s", node_get_text(cat, "key"),
			node_get_text(cat, "id"));
	is->j->told_category = is->j->told_category || contrary;
	if (item->status == STATUS_UNKNOWN && item->status_raw != NULL)
		source_odd_word(is->j->r->source, is->j->r->a, "Jira status", item->status_raw);
	if (item->status != STATUS_CLOSED)
		return;
	/* Which kind of end it is, the resolution says. */
	if (jira_is_duplicate(item->resolution_raw, a))
		item->status = STATUS_CANCELLED;
	else if (jira_choice(item->resolution_raw, a) == CHOICE_ACCEPT)
		item->status = STATUS_ACCEPTED;
	else if (jira_choice(item->resolution_raw, a) == CHOICE_FALSE_POSITIVE)
		item->status = STATUS_FALSE_POSITIVE;
}

static struct instant
date(struct jira_issue *is, const char *field)
{
	const struct node *n = node_get(is->fields, field);

	if (n == NULL)
		return instant_unknown();
	return reading_instant(is->j->r, node_text(n) == NULL ? "" : node_text(n), n->line);
}

/* judgement.md 11: ids are looked for in summary, labels and components. */
void
jira_find_ids(struct jira_issue *is, const char *text)
{
	struct arena *a = is->j->r->rec;
	struct rec_item *item = is->item;

	if (text == NULL)
		return;
	control_ids_find(&item->controls, text, NULL, a);
	test_ids_find(&item->tests, text, a);
	asset_ids_find(&item->assets, &item->nassets, text, IDENT_MENTION, a);
}

/* The original, of an issue that is closed as a duplicate and says of which. */
static void
duplicate(struct jira_issue *is, struct rec_item *item)
{
	struct arena *a = is->j->r->rec;

	if (!jira_is_duplicate(item->resolution_raw, a) && !jira_is_duplicate(item->status_raw, a))
		return;
	for (const struct node *l = node_first(node_get(is->fields, "issuelinks")); l != NULL;
		l = node_next(l)) {
		const char *out = node_get_text(node_get(l, "type"), "outward");
		const char *key = node_get_text(node_get(l, "outwardIssue"), "key");

		if (key == NULL || out == NULL || strcmp(str_word_key(a, out), "duplicates") != 0)
			continue;
		item->duplicate_of = key;
		return;
	}
}

static void
item_fill(struct jira_issue *is, struct rec_item *item)
{
	const struct node *f = is->fields;

	item->tracker = JIRA;
	item->key = is->key;
	item->type_raw = option(node_get(f, "issuetype"));
	item->type = word_item_type(item->type_raw, is->j->r->rec);
	item->title = node_get_text(f, "summary");
	status(is, item);
	item->created = date(is, "created");
	item->updated = date(is, "updated");
	item->due = date(is, "duedate");
	item->closed = date(is, "resolutiondate");
	item->assignee = jira_user(is->j, node_get(f, "assignee"));
	item->reporter = jira_user(is->j, node_get(f, "reporter"));
	jira_find_ids(is, item->title);
	for (const struct node *l = node_first(node_get(f, "labels")); l != NULL; l = node_next(l))
		jira_find_ids(is, node_text(l));
	for (const struct node *c = node_first(node_get(f, "components")); c != NULL;
		c = node_next(c))
		jira_find_ids(is, option(c));
	duplicate(is, item);
	jira_log_look(is);
	severity(is, item);
}

/* Whether a custom field holds an option: one of them may be the severity. */
static bool
has_option_field(const struct node *fields)
{
	for (const struct node *x = fields->child; x != NULL; x = x->next)
		if (str_has_prefix(x->key, "customfield_") && node_get(x, "value") != NULL)
			return true;
	return false;
}

static void
issue(struct jira *j, const struct node *n, const struct node *webhook, const char *path)
{
	struct record out = { .kind = REC_ITEM };
	struct jira_issue is = { .j = j, .node = n, .webhook = webhook, .path = path,
		.line = n->line, .col = n->col, .item = &out.u.item };

	reading_seen(j->r);
	is.fields = node_get(n, "fields");
	is.key = node_get_text(n, "key");
	if (!node_is(is.fields, NODE_MAP)) {
		reading_refused(j->r, &jira_e_issue, n->line, n->col, "no member \"fields\"");
		return;
	}
	if (is.key == NULL || *is.key == '\0' || strlen(is.key) > MAX_ID) {
		reading_refused(j->r, &jira_e_key, n->line, n->col,
			"no member \"key\", or one longer than any key");
		return;
	}
	item_fill(&is, &out.u.item);
	j->with_custom += is.severity_field == NULL && has_option_field(is.fields);
	out.loc = (struct loc){ .line = n->line, .col = n->col, .path = path };
	reading_put(j->r, &out);
	jira_log_put(&is);
	reading_kept(j->r);
}

/* Pages */

/* What a page declares: the total; the new search of Cloud only says whether it is the last. */
static void
page(struct jira *j, const struct node *p, uint64_t given)
{
	struct source *s = j->r->source;
	int64_t total = 0;

	s->listed += given;
	if (node_int(node_get(p, "total"), &total) != 0 || total < 0)
		return;
	s->has_total = true;
	if ((uint64_t)total > s->total)
		s->total = (uint64_t)total;
}

static void
severity_too_late(struct jira *j, const struct node *names)
{
	if (!node_is(names, NODE_MAP) || j->with_custom == 0)
		return;
	for (const struct node *x = names->child; x != NULL; x = x->next)
		if (node_text(x) != NULL && str_same_fold(node_text(x), "severity")) {
			reading_note(j->r, &jira_w_severity, x->line, x->col,
				"the severity is %s", text_inert_dup(j->r->rec, x->key, 80));
			return;
		}
}

/* One top-level value: an issue, a webhook, or (of lines) a whole page. */
static void
value(struct jira *j, const struct node *n, const char *path)
{
	const struct node *wrapped = node_get(n, "issue"), *list = node_get(n, "issues");
	struct arena *a = j->r->rec;
	uint64_t given = 0;

	if (node_is(wrapped, NODE_MAP) && node_get(n, "webhookEvent") != NULL) {
		issue(j, wrapped, n, arena_printf(a, "%s/issue", path));
		j->r->source->listed++;
		return;
	}
	if (!node_is(list, NODE_LIST)) {
		issue(j, n, NULL, path);
		j->r->source->listed++;
		return;
	}
	for (const struct node *x = list->child; x != NULL; x = x->next)
		issue(j, x, NULL, arena_printf(a, "%s/issues/%llu", path,
			(unsigned long long)given++));
	page(j, n, given);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	struct jira *j = ctx;

	if (strcmp(rec->cut, "/issues") == 0) {
		issue(j, rec->node, NULL, rec->pointer);
		j->r->source->listed++;
	} else {
		value(j, rec->node, rec->pointer);
	}
	return 0;
}

/* Complete: as many as declared. Fewer is known not to be whole; without a total nobody can say. */
static void
completeness(struct jira *j)
{
	struct source *s = j->r->source;

	if (!s->has_total)
		return;
	s->complete = s->listed >= s->total ? TRI_T : TRI_F;
	if (s->complete == TRI_F)
		reading_note(j->r, &jira_w_total, 0, 0, "%llu issues of %llu",
			(unsigned long long)s->listed, (unsigned long long)s->total);
}

static int
read_jira(struct reading *r)
{
	static const char *const cuts[] = { "", "/issues" };
	struct jira j = { .r = r };
	struct json_reader jr = { .cuts = cuts, .ncuts = 2, .on_record = on_record, .ctx = &j };
	struct node *rest = NULL;
	int rc;

	jr.lines = reading_peek(r).lines;
	rc = reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc != 0)
		return rc;
	if (node_get(rest, "issues") != NULL)
		page(&j, rest, 0);
	else if (node_is(rest, NODE_MAP))
		value(&j, rest, "");
	severity_too_late(&j, node_get(rest, "names"));
	completeness(&j);
	return 0;
}

static bool
has_key(const struct head *h, const char *key)
{
	for (size_t i = 0; i < h->nkeys; i++)
		if (strcmp(h->keys[i], key) == 0)
			return true;
	return false;
}

static bool
head_has(const struct head *h, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= h->len; i++)
		if (h->bytes[i] == what[0] && memcmp(h->bytes + i, what, n) == 0)
			return true;
	return false;
}

static int
probe_jira(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (has_key(h, "webhookEvent") && has_key(h, "issue")) {
		*sign = "members \"webhookEvent\" and \"issue\"";
		return 90;
	}
	if (has_key(h, "issues") && (has_key(h, "startAt") || has_key(h, "nextPageToken") ||
		has_key(h, "isLast") || head_has(h, "\"fields\""))) {
		*sign = "member \"issues\" with fields or page members";
		return head_has(h, "\"fields\"") || has_key(h, "startAt") ? 85 : 60;
	}
	if (has_key(h, "key") && has_key(h, "fields")) {
		*sign = "members \"key\" and \"fields\" of an issue";
		return 80;
	}
	return 0;
}

const struct reader reader_jira = {
	.name = "jira",
	.title = "Jira issues with change log (REST JSON)",
	.what = "Shows who had an issue when, what was decided by whom and when, and due dates "
		"as they moved. "
		"Cannot show why (no place for a rationale), nor what a cut-off log leaves out.",
	.better = "all pages of a search with expand=changelog",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ITEM,
	.grade = GRADE_E2,
	.probe = probe_jira,
	.read = read_jira,
	.words = jira_words,
};
