/*
 * Nessus v2 exports (formats.md 11), item by item.  A plugin speaks when it
 * finds something: what is not there proves nothing, and only compliance items
 * can pass.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/finding.h"
#include "checker/read/read_diags.h"
#include "checker/read/xccdf_words.h"
#include "checker/read/xml_pick.h"

struct nessus {
	struct reading *r;
	struct arena *ha;            /* of one host */
	uint32_t host, item;
	struct loc at;               /* of the host */
	const char *name;
	struct idents ids;           /* ha */
	struct instant seen;
	bool credentialed, told;     /* the host has been told */
	bool inside;                 /* of a ReportHost */
};

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static bool
pick(void *ctx, const struct xml_tag *t)
{
	struct nessus *n = ctx;

	if (str_same(t->name, "ReportHost")) {
		const char *name = xml_attr(t, "name");

		arena_reset(n->ha);
		n->host++;
		n->item = 0;
		n->at = (struct loc){ .line = t->line, .col = t->col };
		n->name = arena_strdup(n->ha, name);
		n->ids = (struct idents){0};
		n->seen = instant_unknown();
		n->credentialed = n->told = false;
		n->inside = true;
		if (set(name) && strlen(name) <= MAX_ID)
			xccdf_add_name(&n->ids, name, n->ha);
	}
	return str_same(t->name, "ReportItem") ||
		(n->inside && str_same(t->name, "HostProperties"));
}

static const char *
tag_text(const struct node *tag)
{
	/* An element with an attribute has its text beside it; without text it has none. */
	return node_get_text(tag, "#text");
}

/* Several in one tag, line by line. */
static void
add_lines(struct nessus *n, const char *ns, const char *text)
{
	for (const char *p = text; set(p);) {
		size_t len = strcspn(p, "\r\n, ");
		const char *one = arena_strndup(n->ha, p, len);

		if (len > 0 && len <= MAX_ID) {
			if (ns[0] == '\0')
				xccdf_add_name(&n->ids, one, n->ha);
			else
				idents_add(&n->ids, n->ha, ns, one);
		}
		p += len + strspn(p + len, "\r\n, ");
	}
}

/* host-fqdns: [{"FQDN": "web01.x.example", "sources": [...]}, ...] as text. */
static void
add_fqdns(struct nessus *n, const char *text)
{
	for (const char *p = text; p != NULL && (p = strstr(p, "\"FQDN\"")) != NULL;) {
		const char *from = strchr(p + 6, '"'), *to = from == NULL ? NULL : strchr(from + 1, '"');

		if (to != NULL && to - from <= MAX_ID)
			xccdf_add_name(&n->ids, arena_strndup(n->ha, from + 1,
				(size_t)(to - from - 1)), n->ha);
		p = to;
	}
}

/* Epochs are UTC; the texts are the scanner's local time without a zone. */
static struct instant
host_time(struct nessus *n, const char *epoch, const char *text, uint32_t line)
{
	struct instant i = instant_unknown();

	if (set(epoch) && instant_parse_epoch(&i, epoch, n->ha) == 0)
		return i;
	if (set(text) && instant_parse_pattern(&i, text, "EEE MMM d HH:mm:ss yyyy", n->r->zone,
		n->ha) == 0)
		return i;
	i = reading_instant(n->r, text, line);
	i.raw = arena_strdup(n->ha, i.raw);
	return i;
}

static void
properties(struct nessus *n, const struct node *p)
{
	static const struct { const char *name, *ns; } names[] = {
		{ "host-fqdn", "" }, { "hostname", "" }, { "netbios-name", "" },
		{ "host-ip", "ip" }, { "mac-address", "mac" }, { "host-uuid", "agent" },
		{ "bios-uuid", "uuid" }, { "aws-instance-instanceId", "instance" },
	};
	static const char *const times[] = { "HOST_END_TIMESTAMP", "HOST_END",
		"HOST_START_TIMESTAMP", "HOST_START" };
	const char *t[4] = { NULL, NULL, NULL, NULL };

	for (const struct node *x = node_first(node_get(p, "tag")); x != NULL; x = node_next(x)) {
		const char *name = node_get_text(x, "name"), *text = tag_text(x);

		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (str_same(name, names[i].name))
				add_lines(n, names[i].ns, text);
		if (str_same(name, "host-fqdns"))
			add_fqdns(n, text);
		if (str_same(name, "Credentialed_Scan"))
			n->credentialed = text != NULL && str_same_fold(text, "true");
		for (size_t i = 0; i < 4; i++)
			if (str_same(name, times[i]))
				t[i] = text;
	}
	n->seen = host_time(n, t[0], t[1], p->line);
	if (n->seen.known != KNOWN)
		n->seen = host_time(n, t[2], t[3], p->line);
}

/* The host, once its properties are known: what was scanned, no statement of a population. */
static void
tell_host(struct nessus *n)
{
	struct record rec = { .kind = REC_ASSET, .loc = n->at };

	if (n->told)
		return;
	n->told = true;
	rec.loc.path = arena_printf(n->ha, "ReportHost[%u]", n->host);
	if (n->ids.n == 0) {
		reading_note(n->r, &read_w_asset, n->at.line, n->at.col, "ReportHost %u has no name",
			n->host);
		return;
	}
	rec.u.asset.ids = n->ids;
	rec.u.asset.name = n->name;
	rec.u.asset.seen = n->seen;
	reading_put(n->r, &rec);
}

/* "800-53|AC-2(1),800-53r5|AC-2(1),CSCv8|5.3,LEVEL|1A". */
static void
references(struct nessus *n, struct finding *f, const char *text)
{
	struct arena *a = n->r->rec;

	for (const char *p = text; set(p);) {
		size_t len = strcspn(p, ",");
		char *one = str_trim(a, arena_strndup(a, p, len)), *bar = strchr(one, '|');

		if (bar != NULL && !str_has_prefix(one, "LEVEL|")) {
			*bar = '\0';
			finding_requirement(&f->tags, one, bar + 1, a);
		}
		p += len + (p[len] == ',');
	}
}

static enum result
compliance_result(struct nessus *n, const char *raw)
{
	if (str_same(raw, "PASSED"))
		return RESULT_PASS;
	if (str_same(raw, "FAILED"))
		return RESULT_FAIL;
	if (!str_same(raw, "WARNING") && !str_same(raw, "ERROR"))
		source_odd_word(n->r->source, n->r->a, "Nessus compliance-result", raw);
	return RESULT_UNKNOWN;
}

/*
 * The plugin is shared by all checks of a kind: the check's id, else its name,
 * is the test.  Without credentials a check cannot have looked: E2.
 */
static void
compliance(struct nessus *n, const struct node *i, struct finding *f)
{
	const char *id = node_get_text(i, "compliance-check-id");
	const char *name = node_get_text(i, "compliance-check-name");
	const char *raw = node_get_text(i, "compliance-result");

	f->benchmark = node_get_text(i, "compliance-benchmark-name");
	if (!set(f->benchmark))
		f->benchmark = node_get_text(i, "compliance-audit-file");
	if (!set(f->benchmark) || strlen(f->benchmark) > MAX_ID)
		f->benchmark = "nessus";
	f->test = set(id) ? id : name;
	if (!finding_named(n->r, &f->loc, "compliance-check-id and -name", f->test))
		return;
	f->result_raw = raw == NULL ? "" : str_trim(n->r->rec, raw);
	f->result = compliance_result(n, f->result_raw);
	f->message = name;
	references(n, f, node_get_text(i, "compliance-reference"));
	if (f->result == RESULT_PASS && !n->credentialed)
		f->originator = NULL;
	finding_put(n->r, f, &n->ids);
	reading_kept(n->r);
}

static const char *const severities[] = { "info", "low", "moderate", "high", "critical" };

static void
plugin(struct nessus *n, const struct node *i, struct finding *f)
{
	const char *family = node_get_text(i, "pluginFamily");

	f->test = node_get_text(i, "pluginID");
	if (!finding_named(n->r, &f->loc, "pluginID", f->test))
		return;
	for (const struct node *x = node_first(node_get(i, "cve")); x != NULL; x = node_next(x))
		if (set(node_text(x)) && strlen(node_text(x)) <= MAX_ID)
			tags_add(&f->tags, n->r->rec, "cve", node_text(x), node_text(x), REL_EQUAL);
	if (str_same(f->severity, "info") && f->tags.n == 0) {
		reading_ignored(n->r, "informational plugin");
		return;
	}
	tags_add(&f->tags, n->r->rec, "plugin", f->test, f->test, REL_EQUAL);
	f->benchmark = "";
	f->result = RESULT_FAIL;
	f->result_raw = node_get_text(i, "severity");
	if (f->result_raw == NULL)
		f->result_raw = "";
	f->message = node_get_text(i, "pluginName");
	if (family != NULL && f->message == NULL)
		f->message = family;
	finding_put(n->r, f, &n->ids);
	reading_kept(n->r);
}

static void
item(struct nessus *n, const struct node *i)
{
	struct reading *r = n->r;
	const char *number = node_get_text(i, "severity");
	const char *factor = node_get_text(i, "risk_factor");
	struct finding f = { .loc = { .line = i->line, .col = i->col }, .at = n->seen,
		.originator = "nessus" };
	bool digit = number != NULL && *number >= '0' && *number <= '4' && number[1] == '\0';

	tell_host(n);
	reading_seen(r);
	f.loc.path = arena_printf(r->rec, "ReportHost[%u]/ReportItem[%u]", n->host, ++n->item);
	/* A severity may have been recast, which nobody signs: the higher of both words. */
	f.severity = finding_severity(r, &f, factor, digit ? severities[*number - '0'] : factor,
		&f.severity_raw);
	if (f.severity_raw == NULL)
		f.severity_raw = "";
	if (node_get(i, "compliance-result") != NULL || node_get(i, "compliance-check-name") != NULL)
		compliance(n, i, &f);
	else
		plugin(n, i, &f);
}

static void
take(void *ctx, const char *name, const struct node *x)
{
	struct nessus *n = ctx;

	if (str_same(name, "HostProperties")) {
		properties(n, x);
	} else if (n->inside) {
		item(n, x);
	} else {
		/* Never to be taken for the host before. */
		reading_seen(n->r);
		reading_refused(n->r, &read_e_record, x->line, x->col, "a ReportItem of no host");
	}
}

static void
leave(void *ctx, const char *ns, const char *name)
{
	struct nessus *n = ctx;

	(void)ns;
	if (!str_same(name, "ReportHost"))
		return;
	tell_host(n);
	n->inside = false;
	if (n->item == 0) {
		reading_seen(n->r);
		reading_ignored(n->r, "host without items");
	}
}

static int
read_nessus(struct reading *r)
{
	struct nessus n = { .r = r, .ha = arena_new() };
	const struct xml_picker p = { .ctx = &n, .pick = pick, .take = take, .leave = leave };
	int rc = reading_picked(r, &p);

	r->source->version = "2";
	r->source->producer = r->source->originator = "nessus";
	arena_free(n.ha);
	return rc;
}

static int
probe(const struct head *h, const char **sign)
{
	if (!str_same(h->root, "NessusClientData_v2"))
		return 0;
	*sign = "root element NessusClientData_v2";
	return 100;
}

static const struct word_row_doc nessus_words[] = {
	{ "Nessus compliance-result", "PASSED", "pass; without Credentialed_Scan E2" },
	{ "Nessus compliance-result", "FAILED", "fail" },
	{ "Nessus compliance-result", "WARNING, ERROR", "unknown" },
	{ "Nessus plugin", "severity 1 to 4", "fail" },
	{ "Nessus plugin", "severity 0", "ignored and counted, unless it names a CVE" },
	{ "Nessus severity", "0 1 2 3 4", "info low moderate high critical; not below risk_factor" },
	{ NULL, NULL, NULL }
};

const struct reader reader_nessus = {
	.name = "nessus",
	.title = "Nessus v2 scan",
	.what = "Shows weaknesses and compliance checks on each scanned host. A weakness that is not "
		"listed is not proved absent; nor are hosts that were not scanned.",
	.better = "a scan with credentials, exported with all severities",
	.syntax = SYNTAX_XML,
	.roles = ROLE_OBSERVATION,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_nessus,
	.words = nessus_words,
};
