/* Okta users: GET /api/v1/users, as a list, lines, or one user. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_list.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define OKTA "okta"
/* A page of the API holds 200 users unless asked for fewer; a file of exactly so many may be one page. */
#define PAGE 200

static const struct { const char *word; enum tri active; } statuses[] = {
	{ "active", TRI_T }, { "password expired", TRI_T }, { "locked out", TRI_T },
	{ "recovery", TRI_T }, { "provisioned", TRI_T },
	{ "staged", TRI_F }, { "suspended", TRI_F }, { "deprovisioned", TRI_F },
};

static enum tri
active_of(struct reading *r, const char *raw)
{
	const char *key = raw == NULL ? "" : str_word_key(r->rec, raw);

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (strcmp(statuses[i].word, key) == 0)
			return statuses[i].active;
	if (text_set(raw))
		source_odd_word(r->source, r->a, "Okta status", raw);
	return TRI_U;
}

static const char *
name_of(struct reading *r, const struct node *p)
{
	const char *s = node_get_text(p, "displayName"), *given, *family;

	if (text_set(s))
		return s;
	given = node_get_text(p, "firstName");
	family = node_get_text(p, "lastName");
	if (text_set(given) && text_set(family))
		return arena_printf(r->rec, "%s %s", given, family);
	return text_set(family) ? family : text_set(given) ? given : NULL;
}

/* Free text in most directories: a name, often an address, beside it an id of some kind. */
static struct party_ref
manager_of(struct reading *r, const struct node *p)
{
	const char *name = member_text(p, "manager"), *id = member_text(p, "managerId");
	struct party_ref who = {0};

	who.raw = text_set(name) ? name : text_set(id) ? id : name != NULL ? name : id;
	if (text_set(name) && strchr(name, '@') != NULL)
		ident_add(r, &who.ids, "email", name);
	if (text_set(id) && strchr(id, '@') != NULL)
		ident_add(r, &who.ids, "email", id);
	else if (text_set(id))
		ident_add(r, &who.ids, str_has_prefix(id, "00u") ? OKTA : "emp", id);
	return who;
}

static void
addresses(struct reading *r, const struct node *p, struct idents *ids)
{
	const char *login = node_get_text(p, "login"), *mail = node_get_text(p, "email");

	ident_add(r, ids, "login", login);
	if (login != NULL && strchr(login, '@') != NULL)
		ident_add(r, ids, "email", login);
	if (mail != NULL && !str_same(mail, login))
		ident_add(r, ids, "email", mail);
	ident_add(r, ids, "email", node_get_text(p, "secondEmail"));
}

static void
user(void *ctx, const struct node *u, const char *path)
{
	struct reading *r = ctx;
	struct record out = { .kind = REC_PARTY };
	struct rec_party *p = &out.u.party;
	const struct node *profile = node_get(u, "profile");
	const char *status;

	reading_seen(r);
	ident_add(r, &p->ids, OKTA, node_get_text(u, "id"));
	addresses(r, profile, &p->ids);
	if (p->ids.n == 0) {
		reading_refused(r, &tracker_e_record, u->line, u->col,
			"a user without id, login and email");
		return;
	}
	ident_add(r, &p->ids, "emp", node_get_text(profile, "employeeNumber"));
	status = member_text(u, "status");
	p->name = name_of(r, profile);
	p->kind_raw = node_get_text(profile, "userType");
	p->team = node_get_text(profile, "department");
	p->title = node_get_text(profile, "title");
	p->status_raw = status;
	p->active = active_of(r, status);
	p->hired = member_instant(r, profile, "hireDate");
	p->left = member_instant(r, profile, "terminationDate");
	p->created = member_instant(r, u, "created");
	/* When the status changed; the profile changes at other times too. */
	p->modified = member_instant(r, u, "statusChanged");
	if (p->modified.known != KNOWN)
		p->modified = member_instant(r, u, "lastUpdated");
	p->manager = manager_of(r, profile);
	out.loc = (struct loc){ .line = u->line, .col = u->col, .path = path };
	reading_put(r, &out);
	reading_kept(r);
	r->source->listed++;
}

static int
read_okta(struct reading *r)
{
	static const char *const cuts[] = { "" };
	const struct json_list list = { .cuts = cuts, .ncuts = 1, .ctx = r,
		.record = user };
	int rc = reading_json_list(r, &list, NULL);

	if (rc == 0 && r->source->listed > 0 && r->source->listed % PAGE == 0) {
		r->source->complete = TRI_F;
		reading_note(r, &tracker_w_pages, 0, 0, "exactly %llu users",
			(unsigned long long)r->source->listed);
	}
	return rc;
}

static int
probe_okta(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON || !head_key(h, "profile") || !head_key(h, "status") ||
		!head_text(h, "\"login\""))
		return 0;
	*sign = "members \"status\" and \"profile\" with a login";
	return 85;
}

static const struct word_row_doc okta_words[] = {
	{ "Okta status", "ACTIVE, PASSWORD_EXPIRED, LOCKED_OUT, RECOVERY, PROVISIONED", "active" },
	{ "Okta status", "STAGED", "not active: has not started yet" },
	{ "Okta status", "SUSPENDED, DEPROVISIONED", "inactive from statusChanged on" },
	{ NULL, NULL, NULL }
};

const struct reader reader_okta = {
	.name = "okta",
	.title = "Okta users",
	.what = "Shows who has an account, and since when it has its status. "
		"Cannot show when somebody left, unless the profile has terminationDate.",
	.better = "the HR roster with hire and leave dates beside it: an account is no employment",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ROSTER,
	.grade = GRADE_E2,
	.probe = probe_okta,
	.read = read_okta,
	.words = okta_words,
};
