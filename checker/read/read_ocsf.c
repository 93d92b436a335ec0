/*
 * OCSF findings 1.x, among them those of Prowler, which writes compliance
 * checks as detection findings (formats.md 10): lists, lines and single events,
 * one at a time.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/json_list.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/xccdf_words.h"

enum ocsf_class { VULNERABILITY = 2002, COMPLIANCE = 2003, DETECTION = 2004, INCIDENT = 2005,
	POSTURE = 2007 };

struct ocsf { struct reading *r; uint64_t suppressed; };

struct event {
	struct reading *r;
	const struct node *n;
	const char *product, *provider, *account;
	int64_t class_uid, status_id, activity_id;
	bool prowler;
	struct finding f;
};

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static int64_t
number(const struct node *n, const char *path)
{
	int64_t v;

	return node_int(node_at(n, path), &v) == 0 ? v : -1;
}

/*
 * Epochs go before their text: the text of Prowler's is local time without a
 * zone, the number is not (formats.md 10a).
 */
static struct instant
when(struct reading *r, const struct node *n, const char *name)
{
	const struct node *epoch = node_get(n, name);
	struct instant i = instant_unknown();

	if (node_is(epoch, NODE_NUMBER) && ch_digit(epoch->text[0]) &&
		epoch->text[0] != '0' &&
		instant_parse_epoch(&i, epoch->text, r->rec) == 0)
		return i;
	return reading_instant(r, node_get_text(n, arena_printf(r->rec, "%s_dt", name)),
		n == NULL ? 0 : n->line);
}

/* Results */

static const struct { const char *word; enum result result; } words[] = {
	{ "pass", RESULT_PASS }, { "fail", RESULT_FAIL }, { "warning", RESULT_FAIL },
	{ "manual", RESULT_UNKNOWN }, { "muted", RESULT_FAIL }, { "unknown", RESULT_UNKNOWN },
	{ "other", RESULT_UNKNOWN },
};

static enum result
word_of(struct event *e, const char *raw)
{
	const char *key = str_lower(e->r->rec, raw);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(words[i].word, key) == 0)
			return words[i].result;
	source_odd_word(e->r->source, e->r->a, "OCSF status", raw);
	return RESULT_UNKNOWN;
}

/* By compliance.status_id, else its word. */
static enum result
status_of(struct event *e, const struct node *c, const char **raw)
{
	const char *word = node_get_text(c, "status");

	switch (number(c, "status_id")) {
	case 1:
		*raw = set(word) ? word : "1";
		return RESULT_PASS;
	case 2:
		*raw = set(word) ? word : "2";
		return RESULT_FAIL; /* a warning: weak, but no pass */
	case 3:
		*raw = set(word) ? word : "3";
		return RESULT_FAIL;
	default:
		break;
	}
	if (!set(word))
		word = node_get_text(e->n, "status_code");
	*raw = set(word) ? word : "";
	return set(word) ? word_of(e, word) : RESULT_UNKNOWN;
}

/* The same result in other words beside it: where they differ the worse one counts. */
static enum result
with_words(struct event *e, const struct node *c, enum result result)
{
	const char *const said[] = { node_get_text(c, "status"), node_get_text(c, "status_code"),
		node_get_text(e->n, "status_code") };

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		for (size_t k = 0; set(said[i]) && k < sizeof(words) / sizeof(words[0]); k++)
			if (str_same_fold(words[k].word, said[i]) && (words[k].result == RESULT_FAIL ||
				(words[k].result == RESULT_UNKNOWN && result == RESULT_PASS)))
				result = words[k].result;
	return result;
}

/* A pass whose own checks say otherwise is none: the parts combine by Kleene (judgement.md 11). */
static enum result
with_checks(struct event *e, const struct node *c, enum result result)
{
	for (const struct node *x = node_first(node_get(c, "checks")); x != NULL; x = node_next(x)) {
		const char *raw = "";
		int64_t id = number(x, "status_id");
		enum result one = id == 1 ? RESULT_PASS : id == 2 || id == 3 ? RESULT_FAIL
			: RESULT_UNKNOWN;

		if (id < 0 && set(raw = node_get_text(x, "status")))
			one = word_of(e, raw);
		if (one == RESULT_FAIL || (one == RESULT_UNKNOWN && result == RESULT_PASS))
			result = one;
	}
	for (const struct node *x = node_first(node_get(c, "assessments")); x != NULL;
		x = node_next(x))
		if (node_is(node_get(x, "meets_criteria"), NODE_FALSE) && result == RESULT_PASS)
			result = RESULT_FAIL;
	return result;
}

/* A finding that was put away is looked at by nobody any more: its pass is none (READINGS.md 211). */
static enum result
with_status(const struct event *e, enum result result)
{
	const char *word = node_get_text(e->n, "status");

	if (result == RESULT_PASS && (e->status_id == 5 || e->status_id == 6 ||
		str_same_fold(word, "Archived") || str_same_fold(word, "Deleted")))
		return RESULT_UNKNOWN;
	return result;
}

/* Tags */

static void
requirements(struct event *e, const struct node *c)
{
	const struct node *standards = node_get(c, "standards");
	const struct node *only = node_first(standards);
	const char *framework = only != NULL && node_next(only) == NULL ? node_text(only) : NULL;

	for (const struct node *x = node_first(node_get(c, "requirements")); x != NULL;
		x = node_next(x))
		finding_requirement(&e->f.tags, framework, node_text(x), e->r->rec);
}

/* Prowler: {"NIST-800-53-Revision-5": ["ac_2_1"], ...}. */
static void
prowler_requirements(struct event *e)
{
	const struct node *c = node_at(e->n, "unmapped/compliance");

	for (const struct node *fw = node_is(c, NODE_MAP) ? c->child : NULL; fw != NULL;
		fw = fw->next)
		for (const struct node *x = node_first(fw); x != NULL; x = node_next(x))
			finding_requirement(&e->f.tags, fw->key, node_text(x), e->r->rec);
}

/* Resources */

static void
names_of(struct event *e, const struct node *res, struct idents *ids)
{
	struct arena *a = e->r->rec;
	const char *uid = node_get_text(res, "uid"), *name = node_get_text(res, "name");

	finding_resource(ids, e->provider, e->account, uid, a);
	xccdf_add_name(ids, node_get_text(res, "hostname"), a);
	for (const struct node *x = node_first(node_get(res, "ip")); x != NULL; x = node_next(x))
		if (set(node_text(x)))
			idents_add(ids, a, "ip", node_text(x));
	if (set(node_get_text(res, "mac")))
		idents_add(ids, a, "mac", node_get_text(res, "mac"));
	/* A bare name is one within its account, as a bare uid is. */
	if (ids->n == 0 && set(name))
		finding_resource(ids, e->provider, e->account, name, a);
}

static void
owner(struct event *e, const struct node *res, const struct idents *ids)
{
	const struct node *o = node_get(res, "owner");
	struct record rec = { .kind = REC_ASSIGN, .loc = e->f.loc };
	struct rec_assign *x = &rec.u.assign;
	const char *mail = node_get_text(o, "email_addr"), *name = node_get_text(o, "name");

	if (!node_is(o, NODE_MAP) || ids->n == 0)
		return;
	x->subject = SUBJECT_ASSET;
	x->asset = *ids;
	x->role = "owner";
	x->owner = true;
	x->party.name = name;
	x->party.email = mail;
	x->party.raw = set(name) ? name : set(mail) ? mail : "";
	reading_put(e->r, &rec);
}

static void
describe(struct event *e, const struct node *res, const struct idents *ids)
{
	struct record rec = { .kind = REC_ASSET, .loc = e->f.loc };
	struct rec_asset *x = &rec.u.asset;

	if (ids->n == 0)
		return;
	x->ids = *ids;
	x->name = node_get_text(res, "name");
	x->kind_raw = node_get_text(res, "type");
	x->criticality_raw = node_get_text(res, "criticality");
	x->env = node_get_text(res, "region");
	x->seen = e->f.at;
	reading_put(e->r, &rec);
}

/* One result for each resource; kinds of resources are benchmarks of their own. */
static void
each_resource(struct event *e)
{
	const struct node *list = node_get(e->n, "resources");
	size_t n = 0;

	if (list == NULL)
		list = node_get(e->n, "resource");
	if (list == NULL)
		list = node_get(e->n, "device");
	for (const struct node *res = node_first(list); res != NULL; res = node_next(res), n++) {
		struct idents ids = {0};
		const char *type = node_get_text(res, "type");

		if (e->class_uid != VULNERABILITY)
			e->f.benchmark = set(type) ? arena_printf(e->r->rec, "%s/%s", e->product,
				type) : e->product;
		names_of(e, res, &ids);
		describe(e, res, &ids);
		finding_put(e->r, &e->f, &ids);
		owner(e, res, &ids);
	}
	if (n == 0) {
		const struct idents none = {0};

		reading_note(e->r, &read_w_asset, e->f.loc.line, e->f.loc.col,
			"the finding names no resource");
		finding_put(e->r, &e->f, &none);
	}
}

/* Items: what a person was named for (READINGS.md). */

static enum item_status
item_status(const struct event *e)
{
	static const enum item_status finding[] = { STATUS_UNKNOWN, STATUS_OPEN,
		STATUS_IN_PROGRESS, STATUS_UNKNOWN, STATUS_CLOSED, STATUS_CLOSED, STATUS_CANCELLED };
	static const enum item_status incident[] = { STATUS_UNKNOWN, STATUS_OPEN,
		STATUS_IN_PROGRESS, STATUS_HOLD, STATUS_CLOSED, STATUS_CLOSED };

	if (e->class_uid == INCIDENT)
		return e->status_id >= 0 && e->status_id < 6 ? incident[e->status_id]
			: STATUS_UNKNOWN;
	return e->status_id >= 0 && e->status_id < 7 ? finding[e->status_id] : STATUS_UNKNOWN;
}

static void
item(struct event *e, enum item_type type)
{
	struct record rec = { .kind = REC_ITEM, .loc = e->f.loc };
	struct rec_item *i = &rec.u.item;
	const struct node *info = node_get(e->n, "finding_info"), *who = node_get(e->n, "assignee");
	const char *mail = node_get_text(who, "email_addr"), *name = node_get_text(who, "name");
	const struct node *list = node_get(e->n, "resources");
	struct arena *a = e->r->rec;

	i->tracker = arena_printf(a, "ocsf:%s", e->product);
	i->key = node_get_text(info, "uid");
	i->type = type;
	i->type_raw = node_get_text(e->n, "class_name");
	i->title = node_get_text(info, "title");
	i->severity = e->f.severity;
	i->severity_raw = e->f.severity_raw;
	i->status = item_status(e);
	i->status_raw = node_get_text(e->n, "status");
	i->created = when(e->r, info, "created_time");
	i->detected = when(e->r, info, "first_seen_time");
	i->updated = when(e->r, e->n, "time");
	if (node_is(who, NODE_MAP)) {
		i->assignee.name = name;
		i->assignee.email = mail;
		i->assignee.raw = set(name) ? name : set(mail) ? mail : "";
	}
	i->team = node_text(node_at(e->n, "assignee_group/name"));
	i->controls = e->f.tags;
	if (e->f.test != NULL)
		tags_add(&i->tests, a, type == ITEM_VULNERABILITY ? "cve" : "rule", e->f.test,
			e->f.test, REL_NONE);
	i->assets = ARENA_ARRAY(a, struct idents, node_count(list) + 1);
	for (const struct node *res = node_first(list); res != NULL; res = node_next(res)) {
		struct idents *ids = &i->assets[i->nassets];

		*ids = (struct idents){0};
		names_of(e, res, ids);
		i->nassets += ids->n > 0;
		if (!node_is(list, NODE_LIST))
			break;
	}
	if (set(i->key) && strlen(i->key) <= MAX_ID)
		reading_put(e->r, &rec);
}

/* Events */

static void
severity_of(struct event *e, const struct node *n)
{
	static const char *const by_id[] = { NULL, "info", "low", "moderate", "high", "critical",
		"critical" };
	int64_t id = number(n, "severity_id");

	e->f.severity_raw = node_get_text(n, "severity");
	e->f.severity = id > 0 && id < 7 ? by_id[id] : word_severity(e->f.severity_raw, e->r->rec);
	if (e->f.severity_raw == NULL)
		e->f.severity_raw = node_get_text(n, "severity_id");
}

static void
compliance(struct event *e)
{
	const struct node *c = node_get(e->n, "compliance");
	const char *checks = node_text(node_at(c, "checks/0/uid"));

	e->f.test = node_text(node_at(e->n, "metadata/event_code"));
	if (!set(e->f.test))
		e->f.test = node_get_text(c, "control");
	if (!set(e->f.test))
		e->f.test = set(checks) ? checks : node_text(node_at(e->n,
			"finding_info/analytic/uid"));
	if (!set(e->f.test))
		e->f.test = node_text(node_at(e->n, "finding_info/title"));
	if (!finding_named(e->r, &e->f.loc, "a test", e->f.test))
		return;
	if (c != NULL)
		e->f.result = with_checks(e, c, with_words(e, c, status_of(e, c,
			&e->f.result_raw)));
	else
		e->f.result = status_of(e, NULL, &e->f.result_raw);
	e->f.result = with_status(e, e->f.result);
	requirements(e, c);
	prowler_requirements(e);
	each_resource(e);
	if (node_get(e->n, "assignee") != NULL)
		item(e, ITEM_FINDING);
	reading_kept(e->r);
}

/* Something was detected: never a pass; closed by a tool, it is no longer known. */
static void
detected(struct event *e)
{
	e->f.test = node_text(node_at(e->n, "finding_info/analytic/uid"));
	if (!set(e->f.test))
		e->f.test = node_text(node_at(e->n, "finding_info/title"));
	if (!finding_named(e->r, &e->f.loc, "a test", e->f.test))
		return;
	e->f.result_raw = set(node_get_text(e->n, "status")) ? node_get_text(e->n, "status") : "";
	e->f.result = e->activity_id == 3 || e->status_id >= 4 ? RESULT_UNKNOWN : RESULT_FAIL;
	each_resource(e);
	if (node_get(e->n, "assignee") != NULL)
		item(e, ITEM_FINDING);
	reading_kept(e->r);
}

static void
vulnerabilities(struct event *e)
{
	const struct node *list = node_get(e->n, "vulnerabilities");
	const struct tags none = {0};
	bool any = false;

	e->f.result_raw = set(node_get_text(e->n, "status")) ? node_get_text(e->n, "status") : "";
	if (node_count(list) * (node_count(node_get(e->n, "resources")) + 1) > MAX_FINDING_PAIRS) {
		reading_refused(e->r, &read_w_long, e->f.loc.line, e->f.loc.col,
			"vulnerabilities and resources of one finding make more than %d pairs",
			MAX_FINDING_PAIRS);
		return;
	}
	for (const struct node *v = node_first(list); v != NULL; v = node_next(v)) {
		const char *cve = node_text(node_at(v, "cve/uid"));

		e->f.test = set(cve) ? cve : node_text(node_at(v, "advisory/uid"));
		if (!set(e->f.test) || strlen(e->f.test) > MAX_ID)
			continue;
		if (set(node_get_text(v, "severity"))) {
			e->f.severity_raw = node_get_text(v, "severity");
			e->f.severity = word_severity(e->f.severity_raw, e->r->rec);
		}
		e->f.tags = none;
		tags_add(&e->f.tags, e->r->rec, "cve", e->f.test, e->f.test, REL_EQUAL);
		/* Closed: by whom, and whether it is fixed, is not said. */
		e->f.result = e->activity_id == 3 || e->status_id >= 4 ? RESULT_UNKNOWN
			: RESULT_FAIL;
		each_resource(e);
		if (node_get(e->n, "assignee") != NULL)
			item(e, ITEM_VULNERABILITY);
		any = true;
	}
	if (any)
		reading_kept(e->r);
	else
		finding_named(e->r, &e->f.loc, "a vulnerability that has an id", NULL);
}

static void
incident(struct event *e)
{
	e->f.test = NULL;
	if (!finding_named(e->r, &e->f.loc, "finding_info.uid",
		node_text(node_at(e->n, "finding_info/uid"))))
		return;
	item(e, ITEM_INCIDENT);
	reading_kept(e->r);
}

/* false: not an event that can be read (refused or ignored). */
static bool
fit(struct event *e)
{
	struct reading *r = e->r;
	const char *version = node_text(node_at(e->n, "metadata/version"));

	if (e->class_uid < 0 || !set(version)) {
		reading_refused(r, &read_e_record, e->n->line, e->n->col,
			"an entry without class_uid or metadata.version");
		return false;
	}
	if (!str_has_prefix(version, "1.")) {
		reading_refused(r, &scan_e_version, e->n->line, e->n->col,
			"OCSF version \"%s\": 1.x is read", text_inert_dup(r->rec, version, 40));
		return false;
	}
	if (r->source->version == NULL)
		r->source->version = arena_strdup(r->a, version);
	if ((e->class_uid < VULNERABILITY || e->class_uid > INCIDENT) && e->class_uid != POSTURE) {
		reading_ignored(r, "event of a class that is no finding");
		return false;
	}
	return true;
}

static void
one_event(void *ctx, const struct node *n, const char *path)
{
	struct ocsf *o = ctx;
	struct reading *r = o->r;
	struct event e = { .r = r, .n = n,
		.f.loc = { .line = n->line, .col = n->col, .path = path } };
	const struct node *product = node_at(n, "metadata/product");
	const struct node *info = node_get(n, "finding_info");
	const char *name = node_get_text(product, "name");
	const char *vendor = node_get_text(product, "vendor_name");

	reading_seen(r);
	e.class_uid = number(n, "class_uid");
	e.status_id = number(n, "status_id");
	e.activity_id = number(n, "activity_id");
	if (!fit(&e))
		return;
	o->suppressed += e.class_uid != INCIDENT && e.status_id == 3;
	e.prowler = name != NULL && str_same_fold(name, "prowler");
	if (set(name)) {
		e.product = xccdf_originator(name, r->rec);
		if (set(vendor) && !str_same_fold(vendor, name) && e.product != NULL)
			e.product = arena_printf(r->rec, "%s:%s", str_lower(r->rec, vendor),
				e.product);
	}
	e.f.originator = e.product;
	if (e.product == NULL)
		e.product = "ocsf";
	if (r->source->producer == NULL && set(name))
		r->source->producer = arena_strdup(r->a, name);
	e.provider = node_text(node_at(n, "cloud/provider"));
	e.account = node_text(node_at(n, "cloud/account/uid"));
	e.f.at = when(r, info, "last_seen_time");
	if (e.f.at.known != KNOWN)
		e.f.at = when(r, n, "time");
	e.f.first = when(r, info, "first_seen_time");
	e.f.message = node_text(node_get(n, "message"));
	severity_of(&e, n);
	if (e.class_uid == VULNERABILITY)
		vulnerabilities(&e);
	else if (e.class_uid == INCIDENT)
		incident(&e);
	else if (e.class_uid == DETECTION && !e.prowler && node_get(n, "compliance") == NULL)
		detected(&e);
	else
		compliance(&e);
}

static int
read_ocsf(struct reading *r)
{
	static const char *const cuts[] = { "" };
	struct ocsf o = { .r = r };
	const struct json_list list = { .cuts = cuts, .ncuts = 1, .ctx = &o,
		.record = one_event };
	int rc = reading_json_list(r, &list, NULL);

	finding_suppressed(r, o.suppressed);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	bool class_uid = false, metadata = false;

	for (size_t i = 0; i < h->nkeys; i++) {
		class_uid = class_uid || str_same(h->keys[i], "class_uid");
		metadata = metadata || str_same(h->keys[i], "metadata");
	}
	if (!class_uid || !metadata)
		return 0;
	*sign = "members class_uid and metadata";
	return 90;
}

static const struct word_row_doc ocsf_words[] = {
	{ "OCSF compliance.status_id", "1", "pass" },
	{ "OCSF compliance.status_id", "2, 3", "fail: a warning is no pass" },
	{ "OCSF status_code", "PASS", "pass" },
	{ "OCSF status_code", "FAIL, WARNING, MUTED", "fail" },
	{ "OCSF status_code", "MANUAL, Unknown, Other", "unknown" },
	{ "OCSF status", "Suppressed", "changes no result: no approver, no end" },
	{ "OCSF status", "Resolved, Archived, Deleted", "of vulnerabilities and detections: unknown" },
	{ "OCSF severity_id", "1 2 3 4 5 6", "info low moderate high critical critical" },
	{ NULL, NULL, NULL }
};

const struct reader reader_ocsf = {
	.name = "ocsf",
	.title = "OCSF 1.x findings, also Prowler's",
	.what = "Shows what a scanner found on each resource, when, and for which requirement. "
		"Cannot show that nothing else exists, nor who accepted what it suppresses.",
	.better = "all findings, passing ones too",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION | ROLE_ITEM,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_ocsf,
	.words = ocsf_words,
};
