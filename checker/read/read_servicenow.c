/*
 * ServiceNow: the Table API's JSON, and the XML of lists, update sets and the
 * Table API.  servicenow_csv.c has the tables.
 */
#include "checker/read/servicenow.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/read_diags.h"
#include "checker/read/tracker_diags.h"

/* Rows of an export that reached the instance's ceiling (glide.csv.export.limit and relatives). */
#define EXPORT_LIMIT 10000

/* Values */

struct sn_val
sn_get(const struct sn_row *row, const char *name, const char *other)
{
	const struct node *n = node_get(row->node, name);
	struct sn_val v = {0};

	if (n == NULL && other != NULL)
		n = node_get(row->node, other);
	if (n == NULL)
		return v;
	v.there = true;
	v.line = n->line;
	if (n->type == NODE_MAP) {
		v.value = node_get_text(n, "value");
		if (v.value == NULL)
			v.value = node_get_text(n, "#text");
		v.display = node_get_text(n, "display_value");
		if (v.value == NULL && v.display == NULL)
			v.value = "";
	} else {
		v.value = node_text(n) == NULL ? "" : node_text(n);
	}
	return v;
}

const char *
sn_text(const struct sn_val *v)
{
	return text_set(v->display) ? v->display : v->value != NULL ? v->value : v->display;
}

const char *
sn_code(const struct sn_val *v)
{
	return v->value != NULL ? v->value : v->display;
}

struct instant
sn_time(struct sn *s, const struct sn_row *row, const char *name, const char *other)
{
	struct sn_val v = sn_get(row, name, other);
	const char *text = v.value != NULL ? v.value : v.display;
	bool local = row->local || (v.there && v.value == NULL);
	const struct zone *zone = local ? s->r->zone : s->utc;
	struct instant i = instant_unknown();

	if (!v.there || strcmp(text, "?") == 0)
		return i;
	if (instant_parse(&i, text, zone, s->r->rec) == 0 ||
		instant_parse_dmy(&i, text, s->order, zone, s->r->rec) == 0)
		return i;
	return reading_instant(s->r, text, v.line);
}

/* sys_ids are 32 hexadecimal digits. */
static bool
is_sys_id(const char *s)
{
	size_t n = 0;

	while (ch_digit(s[n]) || (s[n] >= 'a' && s[n] <= 'f'))
		n++;
	return n == 32 && s[n] == '\0';
}

struct party_ref
sn_party(struct sn *s, const struct sn_row *row, const char *name, const char *other)
{
	struct sn_val v = sn_get(row, name, other);
	struct party_ref who = {0};

	if (!v.there)
		return who;
	who.raw = sn_text(&v);
	who.name = text_set(v.display) ? v.display : NULL;
	if (text_set(v.value) && (text_set(v.display) || is_sys_id(v.value)))
		ident_add(s->r, &who.ids, "snow", v.value);
	return who;
}

struct party_ref
sn_login(struct sn *s, const char *name)
{
	struct party_ref who = { .raw = name };

	ident_add(s->r, &who.ids, "login", name);
	who.machine = str_same(name, "system");
	return who;
}

/* Rows */

/* Display values: words where the Table API has codes, or references without their sys_id. */
static bool
displays(const struct sn_row *row)
{
	const char *state = node_get_text(row->node, "state");

	if (text_set(state) && !ch_digit(state[0]) && state[0] != '-')
		return true;
	for (const struct node *n = node_is(row->node, NODE_MAP) ? row->node->child : NULL;
		n != NULL; n = n->next)
		if (node_get(n, "display_value") != NULL && node_get(n, "value") == NULL &&
			node_get(n, "#text") == NULL)
			return true;
	return false;
}

static bool
has(const struct sn_row *row, const char *name)
{
	return node_get(row->node, name) != NULL;
}

void
sn_record(struct sn *s, const struct sn_row *row)
{
	if (has(row, "documentkey") && has(row, "fieldname")) {
		sn_audit(s, row);
		return;
	}
	sn_batch_flush(s);
	if (has(row, "approver") && (has(row, "sysapproval") || has(row, "document_id")))
		sn_approval(s, row);
	else if (has(row, "element_id") && has(row, "element"))
		sn_journal(s, row);
	else if (has(row, "set") && has(row, "field") && has(row, "update_time"))
		reading_ignored(s->r, "history lines: their set names no record; export sys_audit");
	else if (has(row, "task") && has(row, "sla"))
		reading_ignored(s->r, "SLA rows: a fix clock of the tool's own");
	else if (has(row, "definition") && has(row, "calculation_complete"))
		reading_ignored(s->r, "metric rows: they name no actor; export sys_audit");
	else if (str_same(row->table, "sn_compliance_control") ||
		(has(row, "content") && has(row, "profile") && has(row, "status")))
		sn_control(s, row);
	else if (has(row, "user_name") && !has(row, "number"))
		sn_user(s, row);
	else if (!has(row, "number") && ((row->table != NULL &&
		str_has_prefix(row->table, "cmdb_ci")) || has(row, "install_status") ||
		has(row, "serial_number")))
		sn_ci(s, row);
	else
		sn_task(s, row);
}

static void
one_row(struct sn *s, const struct node *n, const char *table, const char *path)
{
	struct sn_row row = { .node = n, .table = table, .path = path };
	struct sn_val class;

	s->rows++;
	reading_seen(s->r);
	if (!node_is(n, NODE_MAP)) {
		reading_refused(s->r, &tracker_e_record, n->line, n->col, "no map of fields");
		return;
	}
	class = sn_get(&row, "sys_class_name", NULL);
	if (row.table == NULL && text_set(sn_code(&class)))
		row.table = sn_code(&class);
	s->display = s->display || displays(&row);
	row.local = s->display;
	sn_record(s, &row);
}

static void
finish(struct sn *s)
{
	bool cut = s->audit_rows > 0 && s->rows % EXPORT_LIMIT == 0;

	sn_batch_flush(s);
	if (s->rows > 0 && s->rows % EXPORT_LIMIT == 0)
		reading_note(s->r, &tracker_w_pages, 0, 0, "exactly %llu rows",
			(unsigned long long)s->rows);
	if (s->rows > 0 && s->rows % EXPORT_LIMIT == 0)
		s->r->source->complete = TRI_F;
	tracker_logs_end(&s->t, cut || s->r->source->broken);
	VEC_FREE(&s->batch.events);
	arena_free(s->batch.a);
}

/* JSON */

static void
json_value(struct sn *s, const struct node *n, const char *path)
{
	static const char *const lists[] = { "result", "records" };

	for (size_t k = 0; k < 2; k++) {
		const struct node *list = node_get(n, lists[k]);
		size_t i = 0;

		if (list == NULL)
			continue;
		if (node_is(list, NODE_MAP)) {
			one_row(s, list, NULL, arena_printf(s->r->rec, "%s/%s", path, lists[k]));
			return;
		}
		for (const struct node *x = node_first(list); x != NULL; x = x->next)
			one_row(s, x, NULL, arena_printf(s->r->rec, "%s/%s/%zu", path, lists[k],
				i++));
		return;
	}
	one_row(s, n, NULL, path);
}

static int
on_json(void *ctx, const struct json_record *rec)
{
	struct sn *s = ctx;

	if (*rec->cut != '\0')
		one_row(s, rec->node, NULL, rec->pointer);
	else
		json_value(s, rec->node, rec->pointer);
	return 0;
}

static int
read_json(struct sn *s, bool lines)
{
	static const char *const cuts[] = { "", "/result", "/records" };
	struct json_reader jr = { .cuts = cuts, .ncuts = 3, .lines = lines,
		.on_record = on_json, .ctx = s };
	struct node *rest = NULL;

	if (reading_json(s->r, &jr, &rest) != 0)
		return -1;
	if (node_is(rest, NODE_MAP) && node_is(node_get(rest, "result"), NODE_MAP))
		json_value(s, rest, "");
	else if (node_is(rest, NODE_MAP) && node_get(rest, "result") == NULL &&
		node_get(rest, "records") == NULL)
		json_value(s, rest, "");
	return 0;
}

/* XML: each child of the root is one record, named by its table. */

struct sn_xml {
	struct sn *s;
	struct xml_handler h;
	struct xml_tree *tree;
	const char *root;
	bool deleted;
	uint64_t at;
};

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct sn_xml *x = ctx;
	int rc = 0;

	if (t->depth == 1)
		x->root = arena_strdup(x->s->r->a, t->name);
	if (t->depth == 2) {
		arena_reset(x->s->r->rec);
		x->tree = xml_tree_new(x->s->r->rec, NULL, NULL);
		x->deleted = str_same(xml_attr(t, "action"), "DELETE");
	}
	if (t->depth >= 2)
		rc = xml_tree_start(x->tree, t);
	x->h.want_text = t->depth >= 2;
	return rc;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct sn_xml *x = ctx;

	return xml_tree_text(x->tree, p, n);
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct sn_xml *x = ctx;
	struct reading *r = x->s->r;
	struct node *n;

	(void)ns;
	(void)line;
	if (x->tree == NULL || (n = xml_tree_end(x->tree)) == NULL)
		return 0;
	x->at++;
	if (x->deleted) {
		reading_seen(r);
		reading_ignored(r, "records that the update set deletes");
	} else {
		one_row(x->s, n, str_same(name, "result") || str_same(name, "record") ? NULL
			: arena_strdup(r->rec, name),
			arena_printf(r->rec, "/%s/*[%llu]", x->root, (unsigned long long)x->at));
	}
	xml_tree_free(x->tree);
	x->tree = NULL;
	x->h.want_text = false;
	return 0;
}

static int
read_xml(struct sn *s)
{
	struct sn_xml x = { .s = s };
	int rc;

	x.h = (struct xml_handler){ .ctx = &x, .start = on_start, .end = on_end, .text = on_text };
	rc = reading_xml(s->r, &x.h);
	xml_tree_free(x.tree);
	return rc;
}

static int
read_servicenow(struct reading *r)
{
	struct sn s = { .r = r, .t = { .r = r, .name = SERVICENOW } };
	struct peek k = reading_peek(r);
	int rc;

	s.utc = zone_find(r->zones, "UTC");
	rc = k.table ? sn_read_csv(&s) : k.syntax == SYNTAX_XML ? read_xml(&s)
		: read_json(&s, k.lines);
	reading_peek_end(r);
	if (rc != 0)
		r->source->broken = true;
	finish(&s);
	return rc;
}

static int
probe_servicenow(const struct head *h, const char **sign)
{
	if (h->syntax == SYNTAX_CSV)
		return sn_csv_probe(h, sign);
	if (h->syntax == SYNTAX_XML && *h->root_ns == '\0' && (str_same(h->root, "unload") ||
		((str_same(h->root, "xml") || str_same(h->root, "response")) &&
		head_text(h, "<sys_id")))) {
		*sign = "ServiceNow's root element, with sys_id";
		return 80;
	}
	if (h->syntax == SYNTAX_JSON && (head_key(h, "result") || head_key(h, "records")) &&
		(head_text(h, "\"sys_id\"") || head_text(h, "\"documentkey\"") ||
		head_text(h, "\"sys_created_on\""))) {
		*sign = "member \"result\" or \"records\" with fields of ServiceNow";
		return 80;
	}
	if (h->syntax == SYNTAX_JSON && head_key(h, "sys_id") && (head_key(h, "number") ||
		head_key(h, "sys_class_name") || head_key(h, "user_name"))) {
		*sign = "member \"sys_id\" beside fields of ServiceNow";
		return 75;
	}
	return 0;
}

const struct reader reader_servicenow = {
	.name = "servicenow",
	.title = "ServiceNow tables, audit rows and event logs (JSON, XML, CSV)",
	.what = "Shows who had a record when, what was decided and approved by whom and when, who "
		"is there, and what the CMDB lists. "
		"Cannot show a history without sys_audit, nor changes of tables that are not "
		"audited.",
	.better = "its sys_audit rows and sysapproval_approver rows beside the table",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_ITEM | ROLE_ROSTER | ROLE_POPULATION | ROLE_CLAIM,
	.grade = GRADE_E2,
	.probe = probe_servicenow,
	.read = read_servicenow,
	.words = sn_words,
};
