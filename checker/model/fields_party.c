/* People and what stands for people in rosters. */
#include "checker/base/text.h"
#include "checker/model/fields_inside.h"

#define GET(name) static void name(const struct view *v, struct fval *out)
#define PARTY(v) ((const struct party *)(v)->rec)

GET(party_key) { field_word(out, PARTY(v)->key); }
GET(party_name) { field_text(out, PARTY(v)->name, "party.name: the roster has none"); }
GET(party_team) { field_text(out, PARTY(v)->team, "party.team: the roster has none"); }
GET(party_on_roster) { field_bool(out, PARTY(v)->on_roster); }

GET(party_kind)
{
	field_word(out, PARTY(v)->machine ? "machine" : PARTY(v)->group ? "group" : "person");
}

GET(party_is_active)
{
	const char *why = "";
	enum tri t = party_active(view_model(v), PARTY(v), v->at, v->at, &why);

	field_tri(out, t, why);
}

GET(party_why)
{
	const char *why = "";

	party_active(view_model(v), PARTY(v), v->at, v->at, &why);
	field_word(out, why);
}

/* The last of the known dates of all his rows; blank where a row has the place and no date. */
static void
last_date(struct fval *out, const struct party *p, size_t offset, const char *trail)
{
	struct instant best = instant_unknown();

	for (size_t i = 0; i < p->nrows; i++) {
		const struct instant *t = (const struct instant *)(const void *)
			((const char *)&p->rows[i] + offset);

		if (t->known == KNOWN && (best.known != KNOWN || t->hi > best.hi))
			best = *t;
		else if (t->known == EMPTY && best.known == UNKNOWN)
			best = *t;
	}
	field_instant(out, &best, trail);
}

GET(party_hired)
{
	last_date(out, PARTY(v), offsetof(struct rec_party, hired),
		"party.hired: the roster has no such date");
}

GET(party_left)
{
	last_date(out, PARTY(v), offsetof(struct rec_party, left),
		"party.left: the roster has no such date");
}

GET(party_title)
{
	const char *title = NULL;

	for (size_t i = 0; title == NULL && i < PARTY(v)->nrows; i++)
		title = PARTY(v)->rows[i].title;
	field_text(out, title, "party.title: the roster has none");
}

static void
one_item(const struct flist *l, size_t i, struct fval *out)
{
	const struct model *m = l->ctx;
	const struct party *p = l->p;

	for (size_t k = 0; k < m->nitems; k++)
		if (m->items[k].assignee.party == p && i-- == 0) {
			list_record(l, &m->items[k], out);
			return;
		}
	field_unknown(out, "party.items: no such item");
}

GET(party_items)
{
	const struct model *m = view_model(v);
	size_t n = 0;

	if ((m->given & ROLE_ITEM) == 0) {
		field_unknown(out, "party.items: no tickets or findings were given");
		return;
	}
	for (size_t i = 0; i < m->nitems; i++)
		n += m->items[i].assignee.party == PARTY(v) ? 1 : 0;
	field_list(out, v, PARTY(v), n, false, one_item);
}

/* ---- its rows in lists of accounts and people ---- */

#define ROW(v) ((const struct rec_party *)(v)->rec)

GET(account_active) { field_tri(out, ROW(v)->active, "account.active: the list does not say"); }
GET(account_status)
{
	field_text(out, ROW(v)->status_raw, "account.status_raw: the list has none");
}
GET(account_left) { field_instant(out, &ROW(v)->left, "account.left: the list has no such date"); }
GET(account_changed)
{
	field_instant(out, &ROW(v)->modified, "account.changed: the list has no such date");
}

static void
one_account(const struct flist *l, size_t i, struct fval *out)
{
	list_record(l, (const struct rec_party *)l->p + i, out);
}

/* Whole where every list of people and accounts that was given says that it is. */
GET(party_accounts)
{
	const struct model *m = view_model(v);
	bool whole = true, any = false;

	for (size_t i = 0; i < m->nsources; i++)
		if ((m->sources[i]->roles & ROLE_ROSTER) != 0) {
			any = true;
			whole = whole && m->sources[i]->complete == TRI_T && !m->sources[i]->broken;
		}
	field_list(out, v, PARTY(v)->rows, PARTY(v)->nrows, any && whole, one_account);
}

static const struct field account_fields[] = {
	{"active", FIELD_BOOL, NULL, "That list says that it is active.", account_active},
	{"status_raw", FIELD_STRING, NULL, "State in the list's own word.", account_status},
	{"left", FIELD_TIMESTAMP, NULL, "First day away, as that list has it.", account_left},
	{"changed", FIELD_TIMESTAMP, NULL, "When the row was last changed.", account_changed},
};

const struct record_type type_account = {"account",
	"A row of one list of people or accounts (HR, identity provider, directory).",
	FIELDS(account_fields)};

static const struct field party_fields[] = {
	{"key", FIELD_STRING, NULL, "Key under which parties are compared.", party_key},
	{"name", FIELD_STRING, NULL, "Name in the roster.", party_name},
	{"team", FIELD_STRING, NULL, "Team or department in the roster.", party_team},
	{"title", FIELD_STRING, NULL, "Job title in the roster.", party_title},
	{"kind", FIELD_STRING, NULL, "person, group or machine.", party_kind},
	{"on_roster", FIELD_BOOL, NULL, "A roster lists them.", party_on_roster},
	{"active", FIELD_BOOL, NULL, "Was there at the instant that is asked about.",
		party_is_active},
	{"active_why", FIELD_STRING, NULL, "What the roster says of that, in a few words.",
		party_why},
	{"hired", FIELD_TIMESTAMP, NULL, "First day.", party_hired},
	{"left", FIELD_TIMESTAMP, NULL, "First day away.", party_left},
	{"accounts", FIELD_RECORDS, "account",
		"Their rows in all lists of people and accounts; complete only where every list is.",
		party_accounts},
	{"items", FIELD_RECORDS, "item", "Items assigned to them now.", party_items},
};

const struct record_type type_party = {"party", "A person, group or machine of a roster.",
	FIELDS(party_fields)};
