/*
 * GitHub's alerts: each holds the dismissal in force, with who, when and why,
 * and nothing of dismissals that were taken back: their history is cut off.
 */
#include "checker/read/github.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/tracker_diags.h"

bool
github_is_alert(const struct node *n)
{
	return node_get(n, "most_recent_instance") != NULL ||
		node_get(n, "security_advisory") != NULL || node_get(n, "secret_type") != NULL;
}

static const struct { const char *word; enum choice choice; enum item_status status; } reasons[] = {
	{ "fix started", CHOICE_MITIGATE, STATUS_IN_PROGRESS },
	{ "inaccurate", CHOICE_FALSE_POSITIVE, STATUS_FALSE_POSITIVE },
	{ "not used", CHOICE_FALSE_POSITIVE, STATUS_FALSE_POSITIVE },
	{ "false positive", CHOICE_FALSE_POSITIVE, STATUS_FALSE_POSITIVE },
	{ "used in tests", CHOICE_FALSE_POSITIVE, STATUS_FALSE_POSITIVE },
	{ "tolerable risk", CHOICE_ACCEPT, STATUS_ACCEPTED },
	{ "wont fix", CHOICE_ACCEPT, STATUS_ACCEPTED },
	{ "won't fix", CHOICE_ACCEPT, STATUS_ACCEPTED },
	{ "no bandwidth", CHOICE_NONE, STATUS_OPEN },
	{ "revoked", CHOICE_FIX, STATUS_CLOSED },
};

static void
reason_of(struct github *g, const char *raw, enum choice *choice, enum item_status *status)
{
	const char *key = str_word_key(g->r->rec, raw);

	*choice = CHOICE_NONE;
	*status = STATUS_OPEN;
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strcmp(reasons[i].word, key) == 0) {
			*choice = reasons[i].choice;
			*status = reasons[i].status;
			return;
		}
	source_odd_word(g->r->source, g->r->a, "GitHub dismissal", raw);
}

/* "https://github.com/o/r/security/dependabot/3" to "o/r/security/dependabot/3". */
static const char *
alert_key(const struct node *n)
{
	const char *url = node_get_text(n, "html_url"), *p;

	if (url == NULL || (p = strstr(url, "://")) == NULL || (p = strchr(p + 3, '/')) == NULL)
		return NULL;
	return p + 1;
}

static void
severity(struct github *g, const struct node *n, struct rec_item *it)
{
	const struct node *rule = node_get(n, "rule"), *adv = node_get(n, "security_advisory");
	const char *raw = node_get_text(rule, "security_severity_level");

	if (!text_set(raw))
		raw = node_get_text(adv, "severity");
	if (!text_set(raw))
		raw = node_get_text(rule, "severity");
	it->severity_raw = raw;
	it->severity = tracker_severity(&g->t, "GitHub severity", raw);
}

static void
about(struct github *g, const struct node *n, struct rec_item *it)
{
	struct arena *a = g->r->rec;
	const struct node *rule = node_get(n, "rule"), *adv = node_get(n, "security_advisory");
	const char *cve = node_get_text(adv, "cve_id"), *id = node_get_text(rule, "id");

	it->type = adv != NULL ? ITEM_VULNERABILITY : ITEM_FINDING;
	it->type_raw = adv != NULL ? "dependabot" : rule != NULL ? "code-scanning"
		: "secret-scanning";
	it->title = adv != NULL ? node_get_text(adv, "summary") : rule != NULL
		? node_get_text(rule, "description") : node_get_text(n, "secret_type");
	if (text_set(cve))
		tags_add(&it->tests, a, "cve", cve, cve, REL_NONE);
	if (text_set(id))
		tags_add(&it->tests, a, "rule", id, id, REL_NONE);
	tracker_ids(&g->t, it, it->title);
}

static void
dismissal(struct github *g, const struct node *n, struct rec_item *it, const char *path)
{
	struct rec_event ev = { .kind = EVENT_DECIDE, .item = it->key, .field = "dismissed" };
	bool secret = node_get(n, "secret_type") != NULL;
	const char *reason = node_get_text(n, secret ? "resolution" : "dismissed_reason");

	if (!text_set(reason))
		return;
	it->resolution_raw = reason;
	ev.id = "dismissed";
	ev.at = member_instant(g->r, n, secret ? "resolved_at" : "dismissed_at");
	ev.actor = github_user(g, node_get(n, secret ? "resolved_by" : "dismissed_by"));
	ev.rationale = member_text(n, secret ? "resolution_comment" : "dismissed_comment");
	if (ev.rationale == NULL)
		ev.rationale = "";
	ev.to = reason;
	reason_of(g, reason, &ev.choice, &it->status);
	if (ev.choice == CHOICE_NONE)
		ev.kind = EVENT_OTHER;
	/* "Fix started" without a date is a plan, and the alert is not mended by it. */
	ev.closes = ev.choice != CHOICE_NONE && ev.choice != CHOICE_MITIGATE;
	tracker_put_event(&g->t, &ev, n->line, path);
}

void
github_alert(struct github *g, const struct node *n, const char *path)
{
	struct rec_item it = { .key = alert_key(n), .has_history = true, .truncated = true,
		.rationale_place = true };
	struct rec_event ev = { .kind = EVENT_STATUS, .field = "state" };

	if (!text_set(it.key)) {
		reading_refused(g->r, &tracker_e_record, n->line, n->col, "an alert without html_url");
		return;
	}
	about(g, n, &it);
	severity(g, n, &it);
	it.status_raw = member_text(n, "state");
	it.status = tracker_status(&g->t, "GitHub state", str_same(it.status_raw, "dismissed")
		|| str_same(it.status_raw, "auto_dismissed") ? "open" : it.status_raw);
	it.created = it.detected = member_instant(g->r, n, "created_at");
	it.updated = member_instant(g->r, n, "updated_at");
	it.closed = member_instant(g->r, n, "fixed_at");
	ev.item = it.key;
	dismissal(g, n, &it, path);
	/* The scanner no longer sees it: no person closed it. */
	if (it.closed.known == KNOWN) {
		ev.id = "fixed";
		ev.at = it.closed;
		ev.actor = (struct party_ref){ .raw = "scanner", .machine = true };
		ev.to = "fixed";
		ev.closes = true;
		tracker_put_event(&g->t, &ev, n->line, path);
	}
	tracker_put_item(&g->t, &it, n, path);
	g->r->source->truncated_history = true;
	reading_kept(g->r);
}

const struct word_row_doc github_words[] = {
	{ "GitHub state", "open, closed", "open, closed" },
	{ "GitHub state_reason", "completed, none", "decision: fix" },
	{ "GitHub state_reason", "not_planned",
		"decision: accept, until the milestone's date; the item stays open" },
	{ "GitHub state_reason", "duplicate", "no decision" },
	{ "GitHub dismissal", "tolerable_risk, won't fix", "decision: accept" },
	{ "GitHub dismissal", "inaccurate, not_used, false positive, used in tests",
		"decision: false positive" },
	{ "GitHub dismissal", "fix_started", "decision: mitigate, by a date if there is one" },
	{ "GitHub dismissal", "revoked", "decision: fix" },
	{ "GitHub dismissal", "no_bandwidth", "no decision; the alert is open" },
	{ "GitHub alert", "auto_dismissed, fixed", "by a machine: no decision" },
	{ "GitHub label", "severity:WORD, sev:WORD", "severity" },
	{ "GitHub label", "priority:WORD, prio:WORD", "priority" },
	{ "GitHub label", "risk accepted, accepted risk, risk acceptance", "decision: accept" },
	{ "GitHub label", "false positive", "decision: false positive" },
	{ "GitHub event", "assigned, unassigned", "assignment; several at a time are nobody's name" },
	{ "GitHub event", "commented, milestoned, others", "no decision" },
	{ NULL, NULL, NULL }
};
