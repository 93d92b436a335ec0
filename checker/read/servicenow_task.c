/* ServiceNow records that stand for something: items, assets, people, controls. */
#include "checker/read/servicenow.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/tracker_diags.h"

static const char *
text_of(const struct sn_row *row, const char *name, const char *other)
{
	struct sn_val v = sn_get(row, name, other);

	return sn_text(&v);
}

static void
severity(struct sn *s, const struct sn_row *row, struct rec_item *item)
{
	item->priority_raw = text_of(row, "priority", NULL);
	item->priority = sn_severity_word(s, item->priority_raw, true);
	item->severity_raw = text_of(row, "severity", NULL);
	item->severity = sn_severity_word(s, item->severity_raw, false);
	/*
	 * Every incident is made with severity 3; few ever set it.  Beside a higher
	 * priority it would loosen the limit by nobody's word.
	 */
	if (item->severity != NULL && strcmp(item->severity, "low") == 0 &&
		severity_rank(item->priority) > severity_rank("low"))
		item->severity = item->severity_raw = NULL;
}

static void
status(struct sn *s, const struct sn_row *row, struct rec_item *item)
{
	item->status_raw = text_of(row, "state", "incident_state");
	item->status = sn_status(s, item->type_raw, item->status_raw);
	item->resolution_raw = text_of(row, "close_code", "closed_code");
	if (item->resolution_raw == NULL)
		item->resolution_raw = text_of(row, "response", "resolution_code");
	if (item->status == STATUS_CLOSED && text_set(item->resolution_raw) &&
		sn_close_choice(s, item->resolution_raw) == CHOICE_ACCEPT)
		item->status = STATUS_ACCEPTED;
	if (item->status == STATUS_CLOSED && item->resolution_raw != NULL &&
		strcmp(str_word_key(s->r->rec, item->resolution_raw), "duplicate") == 0)
		item->status = STATUS_CANCELLED;
}

static void
asset(struct sn *s, const struct sn_row *row, struct rec_item *item)
{
	struct sn_val ci = sn_get(row, "cmdb_ci", "business_service");
	const char *name = sn_text(&ci), *id = sn_code(&ci);

	if (!text_set(name) || strcmp(name, "?") == 0)
		return;
	item->assets = ARENA_NEW(s->r->rec, struct idents);
	item->nassets = 1;
	ident_add(s->r, item->assets, "name", name);
	if (id != NULL && strcmp(id, name) != 0)
		ident_add(s->r, item->assets, "snow", id);
}

/* false: neither number nor sys_id. */
bool
sn_task_fill(struct sn *s, const struct sn_row *row, struct rec_item *item)
{
	struct sn_val id = sn_get(row, "sys_id", NULL);

	item->key = text_of(row, "number", NULL);
	item->id = sn_code(&id);
	if (!text_set(item->key)) {
		item->key = item->id;
		item->id = NULL;
	}
	if (!text_set(item->key) || strlen(item->key) > MAX_ID)
		return false;
	item->type = sn_type(s, row->table, item->key, &item->type_raw);
	item->title = text_of(row, "short_description", "name");
	status(s, row, item);
	severity(s, row, item);
	item->created = sn_time(s, row, "sys_created_on", "sys_created_at");
	item->detected = sn_time(s, row, "opened_at", "opened");
	item->due = sn_time(s, row, "due_date", "sla_due");
	item->closed = sn_time(s, row, "resolved_at", "closed_at");
	item->updated = sn_time(s, row, "sys_updated_on", "sys_updated_at");
	item->assignee = sn_party(s, row, "assigned_to", NULL);
	item->reporter = sn_party(s, row, "opened_by", "caller_id");
	item->team = text_of(row, "assignment_group", NULL);
	tracker_ids(&s->t, item, item->title);
	asset(s, row, item);
	if (item->resolution_raw != NULL &&
		strcmp(str_word_key(s->r->rec, item->resolution_raw), "duplicate") == 0)
		item->duplicate_of = text_of(row, "parent_incident", "parent");
	return true;
}

/* Risks, issues and exceptions have an owner beside whoever works on them. */
static void
owner(struct sn *s, const struct sn_row *row, const char *key)
{
	struct record out = { .kind = REC_ASSIGN };
	struct rec_assign *as = &out.u.assign;
	struct sn_val v = sn_get(row, "owner", "owned_by");

	if (!v.there)
		return;
	as->subject = SUBJECT_ITEM;
	as->framework = SERVICENOW;
	as->id = key;
	as->role = "owner";
	as->owner = true;
	as->party = sn_party(s, row, "owner", "owned_by");
	out.loc = (struct loc){ .line = row->node->line, .col = row->node->col,
		.path = row->path };
	reading_put(s->r, &out);
}

void
sn_task(struct sn *s, const struct sn_row *row)
{
	struct rec_item item = {0};

	if (!sn_task_fill(s, row, &item)) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"neither number nor sys_id");
		return;
	}
	tracker_put_item(&s->t, &item, row->node, row->path);
	owner(s, row, item.key);
	if (!s->told_no_log)
		reading_note(s->r, &tracker_n_no_log, row->node->line, row->node->col,
			"tables hold no history: export sys_audit, and sysapproval_approver, "
			"for the same records");
	s->told_no_log = true;
	reading_kept(s->r);
}

/* Event logs: one row an update, with everything as it then stood. */

static bool
differs(const struct sn_row *a, const struct sn_row *b, const char *name, const char *other)
{
	const char *x = text_of(a, name, other), *y = text_of(b, name, other);

	return strcmp(x == NULL ? "" : x, y == NULL ? "" : y) != 0;
}

static void
change(struct sn *s, const struct sn_row *was, const struct sn_row *is, const char *key,
	const char *field, const char *other)
{
	struct rec_event ev = { .item = key };

	if (!sn_get(is, field, other).there || (was != NULL && !differs(was, is, field, other)))
		return;
	ev.field = field;
	ev.kind = sn_field_kind(field);
	ev.at = sn_time(s, is, "sys_updated_on", "sys_updated_at");
	ev.actor = sn_party(s, is, "sys_updated_by", NULL);
	ev.from = was == NULL ? NULL : text_of(was, field, other);
	ev.to = text_of(is, field, other);
	ev.id = arena_printf(s->r->rec, "%s.%s", text_of(is, "sys_mod_count", NULL), field);
	if (ev.kind == EVENT_ASSIGN)
		ev.to_party = sn_party(s, is, field, other);
	if (ev.kind == EVENT_PRIORITY) {
		ev.severity = sn_severity_word(s, ev.to, true);
		ev.severity_before = sn_severity_word(s, ev.from, true);
	}
	if (ev.kind == EVENT_STATUS) {
		enum item_status to = sn_status(s, is->table, ev.to);
		enum item_status from = sn_status(s, is->table, ev.from);

		ev.closes = status_is_over(to);
		if (ev.closes && to == STATUS_CLOSED && !status_is_over(from))
			ev.choice = CHOICE_FIX;
		if (status_is_over(from) && to != STATUS_UNKNOWN && !ev.closes) {
			ev.kind = EVENT_REOPEN;
			ev.reopens = true;
		}
	}
	tracker_put_event(&s->t, &ev, is->node->line, is->path);
}

/* Nothing is missing from the log: its update counts begin at 0 and skip none. */
static bool
gapless(const struct sn_row *rows, size_t n)
{
	int64_t next = 0, at;

	for (size_t i = 0; i < n; i++) {
		const char *count = text_of(&rows[i], "sys_mod_count", NULL);

		if (count == NULL || !text_to_int(count, strlen(count), 0, INT64_MAX, &at) ||
			at > next)
			return false;
		next = at + 1;
	}
	return true;
}

void
sn_event_log(struct sn *s, const struct sn_row *rows, size_t n)
{
	static const char *const watched[][2] = {
		{ "assignment_group", NULL }, { "assigned_to", NULL },
		{ "state", "incident_state" }, { "priority", NULL }, { "due_date", NULL },
	};
	const struct sn_row *last = &rows[n - 1];
	struct rec_item item = {0};
	struct rec_event ev = { .kind = EVENT_CREATE, .id = "created" };

	if (!sn_task_fill(s, last, &item)) {
		for (size_t i = 0; i < n; i++)
			reading_refused(s->r, &tracker_e_record, rows[i].node->line,
				rows[i].node->col, "neither number nor sys_id");
		return;
	}
	item.has_history = true;
	item.truncated = !gapless(rows, n);
	s->r->source->truncated_history |= item.truncated;
	tracker_put_item(&s->t, &item, last->node, last->path);
	ev.item = item.key;
	ev.at = item.created.known == KNOWN ? item.created : item.detected;
	ev.actor = sn_party(s, &rows[0], "sys_created_by", "opened_by");
	ev.to = text_of(&rows[0], "state", "incident_state");
	tracker_put_event(&s->t, &ev, rows[0].node->line, rows[0].path);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < sizeof(watched) / sizeof(watched[0]); k++)
			if (i > 0 || k < 2)
				change(s, i == 0 ? NULL : &rows[i - 1], &rows[i], item.key,
					watched[k][0], watched[k][1]);
		reading_kept(s->r);
	}
}

/* Configuration items: the inventory, and who owns what is in it. */

/* "1 - most critical" is the top of an inverted scale. */
static int
criticality(const char *raw, struct arena *a)
{
	static const struct { const char *word; int c; } words[] = {
		{ "most critical", 5 }, { "somewhat critical", 4 }, { "less critical", 2 },
		{ "not critical", 1 },
	};
	const char *key = raw == NULL ? "" : str_word_key(a, raw);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strstr(key, words[i].word) != NULL)
			return words[i].c;
	return 0;
}

static void
assign(struct sn *s, const struct sn_row *row, const struct rec_asset *as, const char *field,
	const char *role, bool is_owner)
{
	struct record out = { .kind = REC_ASSIGN };

	if (!sn_get(row, field, NULL).there)
		return;
	out.u.assign = (struct rec_assign){ .subject = SUBJECT_ASSET, .asset = as->ids,
		.role = role, .owner = is_owner, .party = sn_party(s, row, field, NULL) };
	out.loc = (struct loc){ .line = row->node->line, .col = row->node->col,
		.path = row->path };
	reading_put(s->r, &out);
}

void
sn_ci(struct sn *s, const struct sn_row *row)
{
	static const char *const ids[][2] = {
		{ "snow", "sys_id" }, { "name", "name" }, { "fqdn", "fqdn" }, { "ip", "ip_address" },
		{ "mac", "mac_address" }, { "serial", "serial_number" }, { "tag", "asset_tag" },
	};
	struct record out = { .kind = REC_ASSET };
	struct rec_asset *as = &out.u.asset;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		ident_add(s->r, &as->ids, ids[i][0], text_of(row, ids[i][1], NULL));
	if (as->ids.n == 0) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"a configuration item without sys_id and name");
		return;
	}
	as->name = text_of(row, "name", NULL);
	as->kind_raw = text_of(row, "sys_class_name", NULL);
	as->status_raw = text_of(row, "install_status", "operational_status");
	as->env = text_of(row, "environment", "used_for");
	as->criticality_raw = text_of(row, "business_criticality", "busines_criticality");
	as->criticality = criticality(as->criticality_raw, s->r->rec);
	as->seen = sn_time(s, row, "last_discovered", NULL);
	as->retired = sn_time(s, row, "retirement_date", NULL);
	as->listed = true;
	out.loc = (struct loc){ .line = row->node->line, .col = row->node->col,
		.path = row->path };
	reading_put(s->r, &out);
	assign(s, row, as, "owned_by", "owner", true);
	assign(s, row, as, "managed_by", "managed by", false);
	assign(s, row, as, "support_group", "support group", false);
	reading_kept(s->r);
}

/* People */

static enum tri
flag(const char *raw)
{
	if (raw == NULL)
		return TRI_U;
	if (str_same_fold(raw, "true") || str_same(raw, "1"))
		return TRI_T;
	return str_same_fold(raw, "false") || str_same(raw, "0") ? TRI_F : TRI_U;
}

void
sn_user(struct sn *s, const struct sn_row *row)
{
	struct record out = { .kind = REC_PARTY };
	struct rec_party *p = &out.u.party;
	const char *mail = text_of(row, "email", NULL);

	ident_add(s->r, &p->ids, "snow", text_of(row, "sys_id", NULL));
	ident_add(s->r, &p->ids, "login", text_of(row, "user_name", NULL));
	ident_add(s->r, &p->ids, "emp", text_of(row, "employee_number", NULL));
	ident_add(s->r, &p->ids, "email", mail);
	if (p->ids.n == 0) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"a user without sys_id, user_name and email");
		return;
	}
	p->name = text_of(row, "name", NULL);
	p->team = text_of(row, "department", NULL);
	p->title = text_of(row, "title", NULL);
	p->status_raw = text_of(row, "active", NULL);
	p->active = flag(p->status_raw);
	p->created = sn_time(s, row, "sys_created_on", NULL);
	p->modified = sn_time(s, row, "sys_updated_on", NULL);
	p->manager = sn_party(s, row, "manager", NULL);
	out.loc = (struct loc){ .line = row->node->line, .col = row->node->col,
		.path = row->path };
	reading_put(s->r, &out);
	reading_kept(s->r);
}

/* A control of the GRC tables: what its owner, or an indicator, says of it. */
void
sn_control(struct sn *s, const struct sn_row *row)
{
	struct record out = { .kind = REC_CLAIM };
	struct rec_claim *c = &out.u.claim;
	struct tags ids = {0};
	const char *name = text_of(row, "name", NULL), *content = text_of(row, "content", NULL);

	if (content != NULL)
		control_ids_find(&ids, content, NULL, s->r->rec);
	if (ids.n == 0 && name != NULL)
		control_ids_find(&ids, name, NULL, s->r->rec);
	if (ids.n == 0) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"a control whose objective and name hold no control id");
		return;
	}
	out.loc = (struct loc){ .line = row->node->line, .col = row->node->col,
		.path = row->path };
	c->kind = CLAIM_GRC;
	c->framework = ids.v[0].scheme;
	c->control = ids.v[0].id;
	c->state_raw = text_of(row, "status", NULL);
	c->state = word_claim_state(c->state_raw, s->r->rec);
	c->at = sn_time(s, row, "sys_updated_on", NULL);
	reading_put(s->r, &out);
	if (sn_get(row, "owner", NULL).there) {
		struct record who = { .kind = REC_ASSIGN, .loc = out.loc };

		who.u.assign = (struct rec_assign){ .subject = SUBJECT_CONTROL,
			.framework = ids.v[0].scheme, .id = ids.v[0].id, .role = "owner",
			.owner = true, .party = sn_party(s, row, "owner", NULL) };
		reading_put(s->r, &who);
	}
	reading_kept(s->r);
}
