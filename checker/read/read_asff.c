/*
 * AWS Security Finding Format of 2018-10-08 (formats.md 9): lists, lines,
 * {"Findings": []} and events of the bus, one finding at a time.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/json_list.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"

#define SCHEMA "2018-10-08"

struct asff { struct reading *r; uint64_t suppressed; };

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static struct instant
when(struct reading *r, const struct node *n, const char *name)
{
	return reading_instant(r, node_get_text(n, name), n->line);
}

static const struct { const char *word; enum result result; } words[] = {
	{ "PASSED", RESULT_PASS }, { "FAILED", RESULT_FAIL }, { "WARNING", RESULT_FAIL },
	{ "NOT_AVAILABLE", RESULT_UNKNOWN },
};

/*
 * Without a compliance status it is a thing detected: never a pass; what the
 * product no longer shows, or only mentions, is unknown.
 */
static enum result
result_of(struct reading *r, const struct node *n, const struct finding *f, const char **raw)
{
	const char *status = node_text(node_at(n, "Compliance/Status"));
	const char *record = node_get_text(n, "RecordState");

	*raw = set(status) ? status : set(record) ? record : "";
	if (!set(status))
		return str_same(record, "ARCHIVED") || str_same(f->severity, "info")
			? RESULT_UNKNOWN : RESULT_FAIL;
	/* Nobody looks any more: the resource is gone, or the check is off (READINGS.md 211). */
	if (str_same(record, "ARCHIVED") && str_same(status, "PASSED"))
		return RESULT_UNKNOWN;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_same(words[i].word, status))
			return words[i].result;
	source_odd_word(r->source, r->a, "ASFF Compliance.Status", status);
	return RESULT_UNKNOWN;
}

/* "arn:aws:securityhub:us-east-1::product/aquasecurity/aquasecurity": vendor and product. */
static const char *
product_of(const char *arn, struct arena *a)
{
	const char *p = arn == NULL ? NULL : strstr(arn, "product/"), *slash;

	if (p == NULL || p[8] == '\0')
		return NULL;
	p += 8;
	slash = strchr(p, '/');
	if (slash == NULL)
		return str_lower(a, p);
	return str_lower(a, arena_printf(a, "%.*s:%s", (int)(slash - p), p, slash + 1));
}

/* The control, else a CVE that it is about, else the rule that made it. */
static const char *
test_of(struct reading *r, const struct node *n, struct tags *tags)
{
	const char *id = node_text(node_at(n, "Compliance/SecurityControlId"));
	struct tags found = {0};

	for (const struct node *v = node_first(node_get(n, "Vulnerabilities")); v != NULL;
		v = node_next(v))
		if (set(node_get_text(v, "Id")))
			test_ids_find(&found, node_get_text(v, "Id"), r->rec);
	if (found.n == 0 && node_at(n, "Compliance/Status") == NULL) {
		test_ids_find(&found, node_get_text(n, "Title"), r->rec);
		test_ids_find(&found, node_get_text(n, "Id"), r->rec);
	}
	for (size_t i = 0; i < found.n; i++)
		if (str_same(found.v[i].scheme, "cve")) {
			tags_add(tags, r->rec, "cve", found.v[i].id, found.v[i].raw, REL_EQUAL);
			if (!set(id))
				id = found.v[i].id;
		}
	if (!set(id))
		id = node_text(node_at(n, "ProductFields/ControlId"));
	return set(id) ? id : node_get_text(n, "GeneratorId");
}

/*
 * When it was last observed. The time of the last change stands for it only where nobody can
 * have changed it by hand: a note moves it, and is no test.
 */
static struct instant
observed(struct reading *r, const struct node *n)
{
	struct instant i = when(r, n, "LastObservedAt");

	if (i.known == KNOWN)
		return i;
	return when(r, n, node_get(n, "Note") != NULL ? "CreatedAt" : "UpdatedAt");
}

static void
owner(struct reading *r, const struct node *res, const struct finding *f, const struct idents *ids)
{
	static const char *const names[] = { "Owner", "owner" };
	const struct node *tags = node_get(res, "Tags");
	struct record rec = { .kind = REC_ASSIGN, .loc = f->loc };

	for (size_t i = 0; i < 2 && ids->n > 0; i++) {
		const char *who = node_get_text(tags, names[i]);

		if (who == NULL)
			continue;
		rec.u.assign.subject = SUBJECT_ASSET;
		rec.u.assign.asset = *ids;
		rec.u.assign.role = "owner";
		rec.u.assign.owner = true;
		rec.u.assign.party.raw = who;
		reading_put(r, &rec);
		return;
	}
}

static void
each_resource(struct reading *r, const struct node *n, struct finding *f, bool vulnerability)
{
	const char *account = node_get_text(n, "AwsAccountId");
	const struct idents none = {0};
	const char *product = f->originator == NULL ? "asff" : f->originator;
	size_t count = 0;

	for (const struct node *res = node_first(node_get(n, "Resources")); res != NULL;
		res = node_next(res), count++) {
		const char *type = node_get_text(res, "Type");
		struct idents ids = {0};

		finding_resource(&ids, "aws", account, node_get_text(res, "Id"), r->rec);
		if (!vulnerability)
			f->benchmark = set(type) ? arena_printf(r->rec, "%s/%s", product, type)
				: product;
		finding_put(r, f, &ids);
		owner(r, res, f, &ids);
	}
	if (count > 0)
		return;
	reading_note(r, &read_w_asset, f->loc.line, f->loc.col, "the finding names no resource");
	finding_put(r, f, &none);
}

/* The note is the only place where ASFF names a person; without it there is no item. */
static void
note(struct reading *r, const struct node *n, const struct finding *f)
{
	static const struct { const char *word; enum item_status status; } states[] = {
		{ "NEW", STATUS_OPEN }, { "NOTIFIED", STATUS_IN_PROGRESS },
		{ "SUPPRESSED", STATUS_ACCEPTED }, { "RESOLVED", STATUS_CLOSED },
	};
	const struct node *note = node_get(n, "Note");
	struct record item = { .kind = REC_ITEM, .loc = f->loc };
	struct record event = { .kind = REC_EVENT, .loc = f->loc };
	struct rec_item *i = &item.u.item;
	struct rec_event *e = &event.u.event;
	const struct node *list = node_get(n, "Resources");
	bool cve = f->tags.n > 0 && str_same(f->tags.v[0].scheme, "cve");

	i->tracker = e->tracker = "securityhub";
	i->key = e->item = node_get_text(n, "Id");
	i->type = cve ? ITEM_VULNERABILITY : ITEM_FINDING;
	i->title = node_get_text(n, "Title");
	i->severity = f->severity;
	i->severity_raw = f->severity_raw;
	i->status_raw = node_text(node_at(n, "Workflow/Status"));
	for (size_t k = 0; k < sizeof(states) / sizeof(states[0]); k++)
		if (str_same(states[k].word, i->status_raw))
			i->status = states[k].status;
	i->created = when(r, n, "CreatedAt");
	i->detected = when(r, n, "FirstObservedAt");
	i->updated = when(r, n, "UpdatedAt");
	i->controls = f->tags;
	tags_add(&i->tests, r->rec, cve ? "cve" : "rule", f->test, f->test, REL_NONE);
	i->assets = ARENA_ARRAY(r->rec, struct idents, node_count(list) + 1);
	for (const struct node *res = node_first(list); res != NULL; res = node_next(res)) {
		struct idents *ids = &i->assets[i->nassets];

		*ids = (struct idents){0};
		finding_resource(ids, "aws", node_get_text(n, "AwsAccountId"), node_get_text(res,
			"Id"), r->rec);
		i->nassets += ids->n > 0;
		if (!node_is(list, NODE_LIST))
			break;
	}
	i->truncated = true; /* the newest note alone is there */
	i->rationale_place = true;
	reading_put(r, &item);
	e->at = when(r, note, "UpdatedAt");
	e->actor.raw = node_get_text(note, "UpdatedBy");
	e->rationale = node_get_text(note, "Text");
	e->to = i->status_raw;
	e->kind = i->status == STATUS_ACCEPTED ? EVENT_DECIDE : EVENT_COMMENT;
	e->choice = i->status == STATUS_ACCEPTED ? CHOICE_ACCEPT : CHOICE_NONE;
	reading_put(r, &event);
}

static void
finding(void *ctx, const struct node *n, const char *path)
{
	struct asff *s = ctx;
	struct reading *r = s->r;
	struct finding f = { .loc = { .line = n->line, .col = n->col, .path = path } };
	const char *schema = node_get_text(n, "SchemaVersion");
	const char *now = node_text(node_at(n, "Severity/Label"));
	const char *base = node_text(node_at(n, "FindingProviderFields/Severity/Label"));
	bool suppressed = str_same(node_text(node_at(n, "Workflow/Status")), "SUPPRESSED");
	bool named = set(node_text(node_at(n, "Note/UpdatedBy")));

	reading_seen(r);
	if (!str_same(schema, SCHEMA)) {
		reading_refused(r, &scan_e_version, n->line, n->col,
			"SchemaVersion \"%s\": " SCHEMA " is read", schema == NULL ? "" :
			text_inert_dup(r->rec, schema, 40));
		return;
	}
	r->source->version = SCHEMA;
	f.originator = product_of(node_get_text(n, "ProductArn"), r->rec);
	if (r->source->producer == NULL && f.originator != NULL)
		r->source->producer = arena_strdup(r->a, f.originator);
	f.test = test_of(r, n, &f.tags);
	if (!finding_named(r, &f.loc, "an Id", node_get_text(n, "Id")) ||
		!finding_named(r, &f.loc, "a test", f.test))
		return;
	f.severity = finding_severity(r, &f, base, now, &f.severity_raw);
	f.result = result_of(r, n, &f, &f.result_raw);
	f.at = observed(r, n);
	f.first = when(r, n, "FirstObservedAt");
	f.message = node_get_text(n, "Title");
	for (const struct node *x = node_first(node_at(n, "Compliance/RelatedRequirements"));
		x != NULL; x = node_next(x))
		finding_requirement(&f.tags, NULL, node_text(x), r->rec);
	each_resource(r, n, &f, f.tags.n > 0 && str_same(f.tags.v[0].scheme, "cve"));
	if (named)
		note(r, n, &f);
	s->suppressed += suppressed && !named;
	reading_kept(r);
}

/* One top-level value: a finding, or a list of them within something. */
static void
value(void *ctx, const struct node *n, const char *path)
{
	struct asff *s = ctx;
	static const char *const lists[] = { "Findings", "findings", "detail/findings" };

	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		const struct node *list = node_at(n, lists[i]);
		size_t k = 0;

		if (list == NULL)
			continue;
		for (const struct node *x = node_first(list); x != NULL; x = node_next(x))
			finding(s, x, arena_printf(s->r->rec, "%s/%s/%zu", path, lists[i], k++));
		return;
	}
	finding(s, n, path);
}

static int
read_asff(struct reading *r)
{
	static const char *const cuts[] = { "", "/Findings", "/findings", "/detail/findings" };
	struct asff s = { .r = r };
	const struct json_list list = { .cuts = cuts, .ncuts = 4, .ctx = &s,
		.record = finding, .value = value };
	int rc = reading_json_list(r, &list, NULL);

	finding_suppressed(r, s.suppressed);
	return rc;
}

static bool
has(const struct head *h, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= h->len; i++)
		if (memcmp(h->bytes + i, what, n) == 0)
			return true;
	return false;
}

static int
probe(const struct head *h, const char **sign)
{
	bool schema = false, arn = false, list = false;

	for (size_t i = 0; i < h->nkeys; i++) {
		schema = schema || str_same(h->keys[i], "SchemaVersion");
		arn = arn || str_same(h->keys[i], "ProductArn");
		list = list || str_same_fold(h->keys[i], "Findings") ||
			str_same(h->keys[i], "detail");
	}
	if (!(schema && arn) && !(list && has(h, "\"SchemaVersion\"") && has(h, "\"ProductArn\"")))
		return 0;
	*sign = "members SchemaVersion and ProductArn";
	return 95;
}

static const struct word_row_doc asff_words[] = {
	{ "ASFF Compliance.Status", "PASSED", "pass" },
	{ "ASFF Compliance.Status", "FAILED, WARNING", "fail" },
	{ "ASFF Compliance.Status", "NOT_AVAILABLE", "unknown" },
	{ "ASFF Compliance.Status", "(none)", "fail while active and not informational, else unknown" },
	{ "ASFF Workflow.Status", "SUPPRESSED", "a decision only with Note.UpdatedBy; changes no result" },
	{ "ASFF Workflow.Status", "RESOLVED", "set by the service when a check passes: no decision" },
	{ NULL, NULL, NULL }
};

const struct reader reader_asff = {
	.name = "asff",
	.title = "AWS Security Finding Format",
	.what = "Shows what a product found on each resource, first and last, and the newest note "
		"of a person. Cannot show that what is gone was fixed: findings expire.",
	.better = "all findings, passing ones too, with their notes",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION | ROLE_ITEM,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_asff,
	.words = asff_words,
};
