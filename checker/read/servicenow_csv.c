/*
 * ServiceNow in CSV: event logs, audit rows and approvals.  A plain list is a
 * table like any other, which a mapping reads.  Rows are held back while a date
 * has shown cells such as 03/04/2025 and none yet that tells day from month
 * (formats.md 0.2.7), and in an event log until their number's rows are all there.
 */
#include "checker/read/servicenow.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/tracker_diags.h"

struct sn_csv {
	struct sn *s;
	const char **names; size_t nnames; /* field names of the columns; NULL: no header yet */
	size_t number;                     /* column, or SIZE_MAX */
	bool log;                          /* an event log: rows of one number belong together */
	struct arena *held;
	VEC(struct sn_row) rows;
	struct dmy_votes votes;
};

/* Column labels in lists, where they differ from the field's name. */
static const struct { const char *label, *field; } labels[] = {
	{ "table_name", "tablename" }, { "document_key", "documentkey" },
	{ "field_name", "fieldname" }, { "old_value", "oldvalue" }, { "new_value", "newvalue" },
	{ "created", "sys_created_on" }, { "updated", "sys_updated_on" },
	{ "created_by", "sys_created_by" }, { "updated_by", "sys_updated_by" },
	{ "approval_for", "sysapproval" }, { "approving", "document_id" },
	{ "updates", "sys_mod_count" }, { "opened", "opened_at" }, { "closed", "closed_at" },
	{ "resolved", "resolved_at" }, { "configuration_item", "cmdb_ci" },
};

static const char *
field_name(struct arena *a, const char *key)
{
	char *f = arena_strdup(a, key);

	for (char *p = f; *p != '\0'; p++)
		if (*p == ' ')
			*p = '_';
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
		if (strcmp(labels[i].label, f) == 0)
			return labels[i].field;
	return f;
}

static bool
among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

/* What a header is one of: a log, audit rows, approvals; NULL: none of them. */
static const char *
csv_sign(const char *const *f, size_t n, bool *log)
{
	*log = false;
	if (among(f, n, "documentkey") && among(f, n, "fieldname") && among(f, n, "newvalue"))
		return "columns of sys_audit";
	if (among(f, n, "approver") && among(f, n, "state") &&
		(among(f, n, "sysapproval") || among(f, n, "document_id")))
		return "columns of sysapproval_approver";
	*log = among(f, n, "number") && among(f, n, "sys_mod_count") &&
		(among(f, n, "sys_updated_at") || among(f, n, "sys_updated_on")) &&
		(among(f, n, "state") || among(f, n, "incident_state"));
	return *log ? "columns of an incident event log" : NULL;
}

static void
csv_process(struct sn_csv *c)
{
	struct sn *s = c->s;
	size_t i = 0, k;

	s->order = dmy_decide(&c->votes);
	if (s->order == 0 && s->r->date_order != NULL)
		s->order = s->r->date_order[0];
	while (i < c->rows.n) {
		struct sn_val a = sn_get(&c->rows.v[i], "number", NULL);

		for (k = i + 1; c->log && k < c->rows.n; k++) {
			struct sn_val b = sn_get(&c->rows.v[k], "number", NULL);

			if (!str_same(a.value, b.value))
				break;
		}
		if (c->log)
			sn_event_log(s, &c->rows.v[i], k - i);
		else
			sn_record(s, &c->rows.v[i]);
		arena_reset(s->r->rec);
		i = k;
	}
	c->rows.n = 0;
	arena_reset(c->held);
}

static bool
is_date_field(const char *f)
{
	size_t n = strlen(f);

	return (n > 3 && (strcmp(f + n - 3, "_at") == 0 || strcmp(f + n - 3, "_on") == 0)) ||
		strcmp(f, "due_date") == 0;
}

static void
csv_keep(struct sn_csv *c, const struct csv_row *row)
{
	struct node *map = ARENA_NEW(c->held, struct node), **last = &map->child;
	struct sn_row *keep;

	map->type = NODE_MAP;
	map->line = row->line;
	for (size_t i = 0; i < row->n && i < c->nnames; i++) {
		struct node *n = ARENA_NEW(c->held, struct node);

		*n = (struct node){ .key = c->names[i], .type = NODE_STRING, .line = row->line,
			.text = arena_strndup(c->held, row->cells[i], row->lens[i]) };
		if (is_date_field(c->names[i]))
			dmy_vote(&c->votes, n->text);
		*last = n;
		last = &n->next;
	}
	keep = VEC_PUSH(&c->rows);
	*keep = (struct sn_row){ .node = map, .table = c->log ? "incident" : NULL, .local = true,
		.path = arena_printf(c->held, "row %llu", (unsigned long long)row->row) };
}

static bool
csv_header(struct sn_csv *c, const struct csv_row *row)
{
	struct arena *a = c->s->r->a;
	const char **names = ARENA_ARRAY(a, const char *, row->n + 1);

	for (size_t i = 0; i < row->n; i++)
		names[i] = field_name(a, str_word_key(a, row->cells[i]));
	if (csv_sign(names, row->n, &c->log) == NULL)
		return false;
	c->names = names;
	c->nnames = row->n;
	c->number = SIZE_MAX;
	for (size_t i = 0; i < row->n; i++)
		if (strcmp(names[i], "number") == 0)
			c->number = i;
	return true;
}

static int
on_row(void *ctx, const struct csv_row *row)
{
	struct sn_csv *c = ctx;
	bool same = false, settled;

	if (c->names == NULL) {
		csv_header(c, row);
		return 0;
	}
	if (row->n == 1 && row->cells[0][0] == '\0')
		return 0; /* an empty line */
	if (c->log && c->rows.n > 0 && c->number < row->n) {
		struct sn_val last = sn_get(&c->rows.v[c->rows.n - 1], "number", NULL);

		same = str_same(last.value, row->cells[c->number]);
	}
	settled = c->votes.open == 0 || c->votes.dmy > 0 || c->votes.mdy > 0 ||
		c->s->r->date_order != NULL;
	if (!same && c->rows.n > 0 && (settled || arena_used(c->held) > MAX_MAP_HELD))
		csv_process(c);
	c->s->rows++;
	reading_seen(c->s->r);
	csv_keep(c, row);
	return 0;
}

int
sn_read_csv(struct sn *s)
{
	struct sn_csv c = { .s = s, .held = arena_new() };
	struct csv_options o = {0};
	int rc = reading_csv(s->r, &o, on_row, &c);

	csv_process(&c);
	if (rc == 0 && c.names == NULL) {
		reading_note(s->r, &tracker_e_record, 0, 0,
			"no row names the columns of an event log, of sys_audit or of approvals");
		s->r->source->broken = true;
		rc = -1;
	}
	VEC_FREE(&c.rows);
	arena_free(c.held);
	return rc;
}

int
sn_csv_probe(const struct head *h, const char **sign)
{
	const char **names = ARENA_ARRAY(h->a, const char *, h->nheader + 1);
	bool log;

	for (size_t i = 0; i < h->nheader; i++)
		names[i] = field_name(h->a, h->header[i]);
	*sign = csv_sign(names, h->nheader, &log);
	return *sign == NULL ? 0 : 75;
}
