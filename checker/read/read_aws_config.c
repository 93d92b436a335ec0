/*
 * AWS Config (formats.md 28.2): the evaluations of its rules, and snapshots of
 * configuration items, which are an inventory.  The API writes names in
 * PascalCase, snapshots in camelCase.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/read_diags.h"

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

/* A member under the API's name, or with a small first letter. */
static const struct node *
get(const struct node *n, const char *name)
{
	const struct node *hit = node_get(n, name);
	char small[64];

	if (hit != NULL || strlen(name) >= sizeof(small))
		return hit;
	memcpy(small, name, strlen(name) + 1);
	small[0] = ch_low(small[0]);
	return node_get(n, small);
}

static const char *
text(const struct node *n, const char *name)
{
	return node_text(get(n, name));
}

/* RFC 3339, or an epoch with a fraction, whose whole seconds are enough. */
static struct instant
when(struct reading *r, const struct node *n, const char *name)
{
	const struct node *x = get(n, name);
	struct instant i = instant_unknown();

	if (node_is(x, NODE_NUMBER)) {
		size_t len = strspn(x->text, "0123456789");

		if (len > 0 && x->text[0] != '0' && instant_parse_epoch(&i, arena_strndup(r->rec,
			x->text, len), r->rec) == 0)
			return i;
		return instant_unknown();
	}
	return reading_instant(r, node_text(x), n->line);
}

/* "sg-0123456789abcdef0": ids that AWS gives once only. */
static bool
given_once(const char *id)
{
	const char *dash = strrchr(id, '-');

	return dash != NULL && dash != id && strlen(dash) >= 9 &&
		strspn(dash + 1, "0123456789abcdef") == strlen(dash + 1);
}

/*
 * Names by which an evaluation and an item are one: the ARN, ids that are given once, bucket
 * names. Any other name is one of its account, which an evaluation does not tell.
 */
static void
names_of(struct reading *r, const char *type, const char *id, const char *arn, const char *account,
	struct idents *ids)
{
	struct arena *a = r->rec;

	if (set(arn))
		finding_resource(ids, "aws", account, arn, a);
	if (!set(id) || strlen(id) > MAX_ID)
		return;
	if (str_same(type, "AWS::::Account"))
		finding_resource(ids, "aws", account, arena_printf(a, "AWS::::Account:%s", id), a);
	else if (str_same(type, "AWS::S3::Bucket") && !set(arn))
		idents_add(ids, a, "arn", arena_printf(a, "arn:aws:s3:::%s", id));
	else if (str_has_prefix(id, "i-") && given_once(id) && !set(arn))
		idents_add(ids, a, "instance", id);
	else if (given_once(id))
		idents_add(ids, a, "aws", id);
	else if (!set(arn))
		idents_add(ids, a, "cloud", arena_printf(a, "aws/%s/%s/%s", set(account) ? account :
			"", set(type) ? type : "", id));
}

static const struct { const char *word; enum result result; } words[] = {
	{ "COMPLIANT", RESULT_PASS }, { "NON_COMPLIANT", RESULT_FAIL },
	{ "NOT_APPLICABLE", RESULT_NOT_APPLICABLE }, { "INSUFFICIENT_DATA", RESULT_UNKNOWN },
};

static enum result
result_of(struct reading *r, const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_same(words[i].word, word))
			return words[i].result;
	source_odd_word(r->source, r->a, "AWS Config ComplianceType", word);
	return RESULT_UNKNOWN;
}

static void
evaluation(struct reading *r, const struct json_record *rec)
{
	const struct node *n = rec->node;
	const struct node *q = get(get(n, "EvaluationResultIdentifier"), "EvaluationResultQualifier");
	const char *type = text(q, "ResourceType");
	struct finding f = { .loc = { .line = rec->line, .col = rec->col, .path = rec->pointer },
		.test = text(q, "ConfigRuleName"), .originator = "aws:config",
		.message = text(n, "Annotation") };
	struct idents ids = {0};

	reading_seen(r);
	if (!finding_named(r, &f.loc, "ConfigRuleName", f.test) ||
		!finding_named(r, &f.loc, "ComplianceType", text(n, "ComplianceType")))
		return;
	f.benchmark = arena_printf(r->rec, "aws-config/%s", set(type) ? type : "");
	f.result_raw = text(n, "ComplianceType");
	f.result = result_of(r, f.result_raw);
	f.at = when(r, n, "ConfigRuleInvokedTime");
	if (f.at.known != KNOWN)
		f.at = when(r, n, "ResultRecordedTime");
	names_of(r, type, text(q, "ResourceId"), NULL, NULL, &ids);
	finding_put(r, &f, &ids);
	reading_kept(r);
}

static void
owner(struct reading *r, const struct node *tags, const struct loc *at, const struct idents *ids)
{
	static const char *const names[] = { "Owner", "owner" };
	struct record rec = { .kind = REC_ASSIGN, .loc = *at };

	for (size_t i = 0; i < 2; i++) {
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
item(struct reading *r, const struct json_record *rec)
{
	const struct node *n = rec->node, *tags = get(n, "Tags");
	const char *arn = node_get_text(n, "ARN");
	const char *status = text(n, "ConfigurationItemStatus");
	struct record out = { .kind = REC_ASSET,
		.loc = { .line = rec->line, .col = rec->col, .path = rec->pointer } };
	struct rec_asset *a = &out.u.asset;

	reading_seen(r);
	if (!set(arn))
		arn = text(n, "Arn");
	names_of(r, text(n, "ResourceType"), text(n, "ResourceId"), arn, text(n, "AwsAccountId"),
		&a->ids);
	if (a->ids.n == 0) {
		reading_refused(r, &read_e_record, rec->line, rec->col,
			"a configuration item without ARN and resourceId");
		return;
	}
	a->name = set(text(n, "ResourceName")) ? text(n, "ResourceName") : text(n, "ResourceId");
	a->kind_raw = text(n, "ResourceType");
	a->status_raw = status;
	a->seen = when(r, n, "ConfigurationItemCaptureTime");
	a->env = set(node_get_text(tags, "Env")) ? node_get_text(tags, "Env") : node_get_text(tags,
		"Environment");
	if (status != NULL && str_has_prefix(status, "ResourceDeleted"))
		a->retired = a->seen;
	a->listed = true;
	reading_put(r, &out);
	owner(r, tags, &out.loc, &a->ids);
	reading_kept(r);
	r->source->listed++;
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	if (str_same_fold(rec->cut, "/configurationItems"))
		item(ctx, rec);
	else
		evaluation(ctx, rec);
	return 0;
}

static int
read_aws_config(struct reading *r)
{
	static const char *const cuts[] = { "/configurationItems", "/ConfigurationItems",
		"/EvaluationResults", "/evaluationResults" };
	struct json_reader jr = { .cuts = cuts, .ncuts = 4, .on_record = on_record, .ctx = r };
	struct node *rest = NULL;
	int rc = reading_json(r, &jr, &rest);

	r->source->version = node_get_text(rest, "fileVersion");
	r->source->producer = r->source->originator = "aws:config";
	/* A page of the API: more follow. */
	if (set(node_get_text(rest, "NextToken")) || set(node_get_text(rest, "nextToken")))
		r->source->complete = TRI_F;
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	for (size_t i = 0; i < h->nkeys && !h->json_list; i++)
		if (str_same_fold(h->keys[i], "configurationItems") ||
			str_same_fold(h->keys[i], "EvaluationResults")) {
			*sign = arena_printf(h->a, "member %s", h->keys[i]);
			return 90;
		}
	return 0;
}

static const struct word_row_doc aws_config_words[] = {
	{ "AWS Config ComplianceType", "COMPLIANT", "pass" },
	{ "AWS Config ComplianceType", "NON_COMPLIANT", "fail" },
	{ "AWS Config ComplianceType", "NOT_APPLICABLE", "not-applicable" },
	{ "AWS Config ComplianceType", "INSUFFICIENT_DATA", "unknown" },
	{ "AWS Config configurationItemStatus", "ResourceDeleted", "retired at its capture" },
	{ NULL, NULL, NULL }
};

const struct reader reader_aws_config = {
	.name = "aws-config",
	.title = "AWS Config evaluations and snapshots",
	.what = "Shows which rules each resource meets, and which resources an account has. Cannot "
		"show accounts and regions where it does not record.",
	.better = "the account's own inventory beside it, and all rules, compliant ones too",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION | ROLE_POPULATION,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_aws_config,
	.words = aws_config_words,
};
