/* ServiceNow's logs: audit rows, approvals, journal entries. */
#include "checker/read/servicenow.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/tracker_diags.h"

static const char *
text_of(const struct sn_row *row, const char *name, const char *other)
{
	struct sn_val v = sn_get(row, name, other);

	return sn_text(&v);
}

static const char *
code_of(const struct sn_row *row, const char *name, const char *other)
{
	struct sn_val v = sn_get(row, name, other);

	return sn_code(&v);
}

/*
 * A close code that the same update sets says what was chosen; the status
 * beside it then decides nothing of its own (judgement.md 11, as of Jira).
 */
void
sn_batch_flush(struct sn *s)
{
	struct sn_batch *b = &s->batch;

	for (size_t i = 0; i < b->events.n; i++) {
		struct record *ev = &b->events.v[i];

		if (b->coded && ev->u.event.kind == EVENT_STATUS) {
			ev->u.event.choice = CHOICE_NONE;
			ev->u.event.closes = false;
		}
		reading_put(s->r, ev);
	}
	b->events.n = 0;
	b->coded = false;
	b->key = NULL;
	if (b->a != NULL)
		arena_reset(b->a);
}

static void
batch_add(struct sn *s, const char *key, const struct record *ev, bool coded)
{
	struct sn_batch *b = &s->batch;

	if (b->a == NULL)
		b->a = arena_new();
	if (b->key != NULL && strcmp(b->key, key) != 0)
		sn_batch_flush(s);
	if (b->key == NULL)
		b->key = arena_strdup(b->a, key);
	record_copy(VEC_PUSH(&b->events), ev, b->a);
	b->coded = b->coded || coded;
}

/* A reference in the log is a sys_id; sometimes the export adds the name. */
static struct party_ref
audit_party(struct sn *s, const char *value)
{
	struct party_ref who = {0};

	who.raw = value;
	ident_add(s->r, &who.ids, "snow", value);
	return who;
}

static void
status_event(struct sn *s, const char *table, struct rec_event *ev)
{
	enum item_status to = sn_status(s, table, ev->to), from = sn_status(s, table, ev->from);

	ev->closes = status_is_over(to);
	if (to == STATUS_CLOSED && !status_is_over(from))
		ev->choice = CHOICE_FIX;
	if (status_is_over(from) && to != STATUS_UNKNOWN && !ev->closes) {
		ev->kind = EVENT_REOPEN;
		ev->reopens = true;
	}
}

static void
fill_change(struct sn *s, const char *table, struct rec_event *ev)
{
	switch (ev->kind) {
	case EVENT_ASSIGN:
		ev->to_party = audit_party(s, ev->to);
		break;
	case EVENT_STATUS:
		status_event(s, table, ev);
		break;
	case EVENT_DUE:
		ev->until = instant_unknown();
		if (!text_set(ev->to))
			ev->until.known = EMPTY;
		else if (instant_parse(&ev->until, ev->to, s->utc, s->r->rec) != 0)
			ev->until = instant_unknown();
		break;
	case EVENT_SEVERITY: case EVENT_PRIORITY:
		ev->severity = sn_severity_word(s, ev->to, ev->kind == EVENT_PRIORITY);
		ev->severity_before = sn_severity_word(s, ev->from, ev->kind == EVENT_PRIORITY);
		break;
	case EVENT_DECIDE:
		if (!text_set(ev->to)) {
			ev->kind = EVENT_OTHER;
			break;
		}
		ev->choice = sn_close_choice(s, ev->to);
		ev->closes = true;
		break;
	case EVENT_CREATE: case EVENT_TEAM: case EVENT_ESCALATE: case EVENT_COMMENT:
	case EVENT_ACK: case EVENT_REOPEN: case EVENT_CLOSE: case EVENT_LABEL: case EVENT_LINK:
	case EVENT_OTHER: default:
		break;
	}
}

void
sn_audit(struct sn *s, const struct sn_row *row)
{
	struct record out = { .kind = REC_EVENT };
	struct rec_event *ev = &out.u.event;
	const char *item = code_of(row, "documentkey", NULL), *table, *raw;
	const char *field = code_of(row, "fieldname", NULL);
	enum item_type type;

	s->audit_rows++;
	if (!text_set(item) || !text_set(field)) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"an audit row without documentkey or fieldname");
		return;
	}
	table = code_of(row, "tablename", NULL);
	type = sn_type(s, table, NULL, &raw);
	ev->tracker = SERVICENOW;
	ev->item = item;
	ev->id = code_of(row, "sys_id", NULL);
	ev->field = field;
	ev->kind = sn_field_kind(field);
	ev->from = text_of(row, "oldvalue", NULL);
	ev->to = text_of(row, "newvalue", NULL);
	ev->at = sn_time(s, row, "sys_created_on", NULL);
	ev->actor = sn_login(s, code_of(row, "user", "user_name"));
	ev->rationale = NULL; /* close_notes is a field, and a row, of its own */
	fill_change(s, table, ev);
	out.loc = (struct loc){ .line = row->node->line, .col = row->node->col,
		.path = row->path };
	if (str_same(table, "sys_user") || (table != NULL && str_has_prefix(table, "cmdb"))) {
		reading_ignored(s->r, "changes of people and configuration items");
		return;
	}
	batch_add(s, arena_printf(s->r->rec, "%s\n%s", item,
		ev->at.raw == NULL ? "" : ev->at.raw), &out, ev->kind == EVENT_DECIDE);
	tracker_log_of(&s->t, NULL, item, type, raw, row->node->line);
	reading_kept(s->r);
}

/* What is approved tells whether an approval is a decision about a risk. */
static bool
approves_risk(const char *what)
{
	return what != NULL && (strstr(what, "exception") != NULL ||
		strstr(what, "acceptance") != NULL || strstr(what, "risk") != NULL ||
		strstr(what, "sn_grc_issue") != NULL);
}

void
sn_approval(struct sn *s, const struct sn_row *row)
{
	struct rec_event ev = { .kind = EVENT_DECIDE, .field = "approval" };
	struct sn_val of = sn_get(row, "document_id", "sysapproval");
	const char *key, *table = code_of(row, "source_table", NULL);

	if (!text_set(sn_code(&of)))
		of = sn_get(row, "sysapproval", NULL);
	/* A display value that is a number names the record better than its sys_id. */
	key = sn_code(&of);
	if (!text_set(key)) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"an approval that does not say of what");
		return;
	}
	ev.item = key;
	ev.id = code_of(row, "sys_id", NULL);
	ev.to = text_of(row, "state", NULL);
	ev.at = sn_time(s, row, "sys_updated_on", NULL);
	ev.actor = sn_party(s, row, "approver", NULL);
	ev.rationale = text_of(row, "comments", NULL);
	if (ev.rationale == NULL)
		ev.rationale = "";
	if (approves_risk(table) && str_same_fold(ev.to, "approved"))
		ev.choice = CHOICE_ACCEPT;
	else if (approves_risk(table) && str_same_fold(ev.to, "rejected"))
		ev.choice = CHOICE_REJECT;
	else
		ev.kind = EVENT_OTHER;
	tracker_put_event(&s->t, &ev, row->node->line, row->path);
	reading_kept(s->r);
}

void
sn_journal(struct sn *s, const struct sn_row *row)
{
	struct rec_event ev = { .kind = EVENT_COMMENT };

	ev.item = code_of(row, "element_id", NULL);
	if (!text_set(ev.item)) {
		reading_refused(s->r, &tracker_e_record, row->node->line, row->node->col,
			"a journal entry without element_id");
		return;
	}
	ev.id = code_of(row, "sys_id", NULL);
	ev.field = code_of(row, "element", NULL);
	ev.to = text_of(row, "value", NULL);
	ev.at = sn_time(s, row, "sys_created_on", NULL);
	ev.actor = sn_login(s, code_of(row, "sys_created_by", NULL));
	tracker_put_event(&s->t, &ev, row->node->line, row->path);
	reading_kept(s->r);
}
