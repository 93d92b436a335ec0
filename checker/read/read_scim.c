/* SCIM 2.0 users (RFC 7643), as lists, lists of lists (lines) and single resources. */
#include "checker/read/reader.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/json_list.h"
#include "checker/read/json_reader_diags.h"
#include "checker/read/read_diags.h"

#define ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

/* Attribute names are case-insensitive (RFC 7643 section 2.1). */
static const struct node *
get(const struct node *map, const char *name)
{
	const struct node *hit = node_get(map, name);

	if (hit != NULL || !node_is(map, NODE_MAP))
		return hit;
	for (const struct node *n = map->child; n != NULL; n = n->next)
		if (str_same_fold(n->key, name))
			return n;
	return NULL;
}

static const char *
get_text(const struct node *map, const char *name)
{
	return node_text(get(map, name));
}

static bool
set(const char *s)
{
	return s != NULL && *s != '\0';
}

static void
add_id(struct reading *r, struct idents *ids, const char *ns, const char *value)
{
	if (!set(value))
		return;
	if (strlen(value) > MAX_ID)
		reading_note(r, &read_w_long, 0, 0, "%s of %zu bytes", ns, strlen(value));
	else
		idents_add(ids, r->rec, ns, value);
}

static const char *
name_of(struct reading *r, const struct node *u)
{
	const struct node *n = get(u, "name");
	const char *s = get_text(u, "displayName"), *given, *family;

	if (!set(s))
		s = get_text(n, "formatted");
	if (set(s))
		return s;
	given = get_text(n, "givenName");
	family = get_text(n, "familyName");
	if (set(given) && set(family))
		return arena_printf(r->rec, "%s %s", given, family);
	return set(family) ? family : set(given) ? given : NULL;
}

/* A boolean; some identity providers send it as a string. */
static enum tri
active_of(struct reading *r, const struct node *u)
{
	const struct node *n = get(u, "active");
	const char *s = node_text(n);

	if (s == NULL)
		return TRI_U;
	if (str_same_fold(s, "true"))
		return TRI_T;
	if (str_same_fold(s, "false"))
		return TRI_F;
	reading_note(r, &scim_w_active, n->line, n->col, "active is \"%s\"",
		text_inert_dup(r->rec, s, 40));
	return TRI_U;
}

/* {"value": id, "displayName": name}; older: managerId; others: the id as a string. */
static struct party_ref
manager_of(struct reading *r, const struct node *ext)
{
	const struct node *m = get(ext, "manager");
	struct party_ref who = {0};
	const char *id = node_is(m, NODE_MAP) ? get_text(m, "value") : node_text(m);

	if (!set(id))
		id = get_text(m, "managerId");
	who.name = get_text(m, "displayName");
	if (m != NULL)
		who.raw = set(who.name) ? who.name : set(id) ? id : "";
	add_id(r, &who.ids, "scim", id);
	return who;
}

static void
names_of(struct reading *r, const struct node *u, const struct node *ext, struct idents *ids)
{
	const char *login = get_text(u, "userName");

	add_id(r, ids, "scim", get_text(u, "id"));
	add_id(r, ids, "emp", get_text(ext, "employeeNumber"));
	add_id(r, ids, "external", get_text(u, "externalId"));
	add_id(r, ids, "login", login);
	if (login != NULL && strchr(login, '@') != NULL)
		add_id(r, ids, "email", login);
	for (const struct node *m = node_first(get(u, "emails")); m != NULL; m = node_next(m)) {
		const char *mail = node_is(m, NODE_MAP) ? get_text(m, "value") : node_text(m);

		if (mail != NULL && !str_same(mail, login))
			add_id(r, ids, "email", mail);
	}
}

static bool
is_group(const struct node *u)
{
	const char *type = get_text(get(u, "meta"), "resourceType");

	if (type != NULL)
		return str_same_fold(type, "Group");
	for (const struct node *s = node_first(get(u, "schemas")); s != NULL; s = node_next(s))
		if (str_same_fold(node_text(s), "urn:ietf:params:scim:schemas:core:2.0:Group"))
			return true;
	return false;
}

static void
resource(void *ctx, const struct node *u, const char *path)
{
	struct reading *r = ctx;
	struct record out = { .kind = REC_PARTY };
	struct rec_party *p = &out.u.party;
	const struct node *ext = get(u, ENTERPRISE), *meta = get(u, "meta");

	reading_seen(r);
	if (!set(get_text(u, "id")) && !set(get_text(u, "userName"))) {
		reading_refused(r, &scim_e_user, u->line, u->col, "neither id nor userName");
		return;
	}
	names_of(r, u, ext, &p->ids);
	p->name = name_of(r, u);
	/* A group is told too: a queue that owns something is no person. */
	p->kind_raw = is_group(u) ? "group" : get_text(u, "userType");
	p->team = get_text(ext, "department");
	p->title = get_text(u, "title");
	p->status_raw = get_text(u, "active");
	p->active = active_of(r, u);
	p->created = reading_instant(r, get_text(meta, "created"), u->line);
	p->modified = reading_instant(r, get_text(meta, "lastModified"), u->line);
	p->manager = manager_of(r, ext);
	out.loc = (struct loc){ .line = u->line, .col = u->col, .path = path };
	reading_put(r, &out);
	reading_kept(r);
	r->source->listed++;
}

static void
page(struct reading *r, const struct node *p)
{
	int64_t total;

	if (node_int(get(p, "totalResults"), &total) != 0 || total < 0)
		return;
	r->source->has_total = true;
	if ((uint64_t)total > r->source->total)
		r->source->total = (uint64_t)total;
}

/* One top-level value: a resource, or (of lines) a whole page. */
static void
value(void *ctx, const struct node *n, const char *path)
{
	struct reading *r = ctx;
	const struct node *list = get(n, "Resources");
	size_t i = 0;

	if (list == NULL && get(n, "totalResults") == NULL) {
		resource(r, n, path);
		return;
	}
	for (const struct node *u = node_is(list, NODE_LIST) ? list->child : NULL; u != NULL;
		u = u->next)
		resource(r, u, arena_printf(r->rec, "%s/%s/%zu", path, list->key, i++));
	page(r, n);
}

static int
read_scim(struct reading *r)
{
	static const char *const cuts[] = { "", "/Resources", "/resources" };
	const struct json_list list = { .cuts = cuts, .ncuts = 3, .ctx = r,
		.record = resource, .value = value };
	struct source *s = r->source;
	int rc = reading_json_list(r, &list, NULL);

	if (rc != 0)
		return rc;
	/* judgement.md 11, Rosters: as many records as totalResults. */
	if (s->has_total) {
		s->complete = s->listed >= s->total ? TRI_T : TRI_F;
		if (s->complete == TRI_F)
			reading_note(r, &scim_w_total, 0, 0, "%llu resources of %llu",
				(unsigned long long)s->listed, (unsigned long long)s->total);
	}
	return 0;
}

static int
probe_scim(const struct head *h, const char **sign)
{
	static const char urn[] = "urn:ietf:params:scim:";
	bool keys = false;

	if (h->syntax != SYNTAX_JSON)
		return 0;
	for (size_t i = 0; i < h->nkeys; i++)
		keys = keys || str_same_fold(h->keys[i], "schemas") ||
			str_same_fold(h->keys[i], "Resources");
	for (size_t i = 0; keys && i + sizeof(urn) - 1 <= h->len; i++)
		if (h->bytes[i] == 'u' && memcmp(h->bytes + i, urn, sizeof(urn) - 1) == 0) {
			*sign = "SCIM schema names";
			return 90;
		}
	return 0;
}

static const struct word_row_doc scim_words[] = {
	{ "SCIM active", "true, \"True\"", "active from created to the roster's date" },
	{ "SCIM active", "false, \"False\"", "inactive from lastModified on; unknown before" },
	{ "SCIM resourceType", "Group", "a group: owns nothing" },
	{ NULL, NULL, NULL }
};

const struct reader reader_scim = {
	.name = "scim",
	.title = "SCIM 2.0 users",
	.what = "Shows who has an account, its names and whether it is active now. "
		"Cannot show when somebody left: only that the account changed since.",
	.better = "the HR roster with hire and leave dates beside it: an account is no employment",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ROSTER,
	.grade = GRADE_E2,
	.probe = probe_scim,
	.read = read_scim,
	.words = scim_words,
};
