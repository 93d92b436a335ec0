/*
 * Backstage catalogs, in YAML or JSON: users and groups, and who owns which
 * component.  A catalog lists what teams build, not what runs: it is no
 * population of assets.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/peek.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"
#include "checker/read/yaml.h"

#define BACKSTAGE "backstage"

/* "team-a", "group:team-a", "user:default/bo" to "kind:namespace/name", in lower case. */
static const char *
reference(struct arena *a, const char *text, const char *kind, const char *space)
{
	const char *colon = strchr(text, ':'), *name = colon == NULL ? text : colon + 1;
	const char *slash = strchr(name, '/');

	if (colon != NULL)
		kind = arena_strndup(a, text, (size_t)(colon - text));
	if (slash != NULL) {
		space = arena_strndup(a, name, (size_t)(slash - name));
		name = slash + 1;
	}
	return str_lower(a, arena_printf(a, "%s:%s/%s", kind, space, name));
}

static const char *
space_of(const struct node *n)
{
	const char *s = node_get_text(node_get(n, "metadata"), "namespace");

	return text_set(s) ? s : "default";
}

static void
party(struct reading *r, const struct node *n, const char *name, bool group, struct loc loc)
{
	struct record out = { .kind = REC_PARTY, .loc = loc };
	struct rec_party *p = &out.u.party;
	const struct node *spec = node_get(n, "spec"), *profile = node_get(spec, "profile");
	const struct node *annotations = node_at(n, "metadata/annotations");

	ident_add(r, &p->ids, BACKSTAGE, reference(r->rec, name, group ? "group" : "user",
		space_of(n)));
	ident_add(r, &p->ids, "email", node_get_text(profile, "email"));
	ident_add(r, &p->ids, "github", node_get_text(annotations, "github.com/user-login"));
	p->name = node_get_text(profile, "displayName");
	if (!text_set(p->name))
		p->name = name;
	p->kind_raw = group ? "group" : NULL;
	p->team = node_text(node_first(node_get(spec, "memberOf")));
	reading_put(r, &out);
}

static void
component(struct reading *r, const struct node *n, const char *kind, const char *name, struct loc loc)
{
	struct record out = { .kind = REC_ASSET, .loc = loc }, who = { .kind = REC_ASSIGN, .loc = loc };
	struct rec_asset *as = &out.u.asset;
	const struct node *spec = node_get(n, "spec");
	const char *owner = member_text(spec, "owner");

	ident_add(r, &as->ids, BACKSTAGE, reference(r->rec, name, kind, space_of(n)));
	as->name = name;
	as->kind_raw = node_get_text(spec, "type");
	as->status_raw = node_get_text(spec, "lifecycle");
	as->system = node_get_text(spec, "system");
	reading_put(r, &out);
	if (owner == NULL)
		return;
	who.u.assign = (struct rec_assign){ .subject = SUBJECT_ASSET, .asset = as->ids,
		.role = "owner", .owner = true };
	who.u.assign.party.raw = owner;
	if (*owner != '\0')
		ident_add(r, &who.u.assign.party.ids, BACKSTAGE, reference(r->rec, owner, "group",
			space_of(n)));
	reading_put(r, &who);
}

static void
entity(struct reading *r, const struct node *n, const char *path)
{
	const char *kind = node_get_text(n, "kind");
	const char *name = node_get_text(node_get(n, "metadata"), "name");
	struct loc loc = { .line = n->line, .col = n->col, .path = path };

	reading_seen(r);
	if (!text_set(kind) || !text_set(name)) {
		reading_refused(r, &tracker_e_record, n->line, n->col,
			"an entity without kind or metadata/name");
		return;
	}
	if (str_same_fold(kind, "User") || str_same_fold(kind, "Group"))
		party(r, n, name, str_same_fold(kind, "Group"), loc);
	else if (str_same_fold(kind, "Component") || str_same_fold(kind, "System") ||
		str_same_fold(kind, "Resource") || str_same_fold(kind, "API"))
		component(r, n, kind, name, loc);
	else {
		reading_ignored(r, "locations, domains, templates and other kinds");
		return;
	}
	reading_kept(r);
}

static void
on_document(void *ctx, const struct node *n, uint64_t number)
{
	struct reading *r = ctx;
	const struct node *items = node_get(n, "items");
	size_t i = 0;

	if (node_is(n, NODE_LIST) || node_is(items, NODE_LIST)) {
		for (const struct node *x = node_is(n, NODE_LIST) ? n->child : items->child;
			x != NULL; x = x->next)
			entity(r, x, arena_printf(r->rec, "document %llu/%zu",
				(unsigned long long)number, i++));
		return;
	}
	if (!node_is(n, NODE_NULL))
		entity(r, n, arena_printf(r->rec, "document %llu", (unsigned long long)number));
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	entity(ctx, rec->node, rec->pointer);
	return 0;
}

static int
read_backstage(struct reading *r)
{
	static const char *const cuts[] = { "", "/items" };
	struct json_reader jr = { .cuts = cuts, .ncuts = 2, .on_record = on_record, .ctx = r };
	struct yaml_reader y = { .r = r, .ctx = r, .document = on_document };
	struct peek k = reading_peek(r);
	struct node *rest = NULL;
	int rc;

	jr.lines = k.lines;
	rc = k.table ? reading_yaml(&y) : reading_json(r, &jr, &rest);
	reading_peek_end(r);
	if (rc == 0 && node_is(rest, NODE_MAP) && node_get(rest, "items") == NULL)
		entity(r, rest, "");
	return rc;
}

static int
probe_backstage(const struct head *h, const char **sign)
{
	if (h->syntax == SYNTAX_XML || !head_text(h, "backstage.io/v") ||
		(h->syntax == SYNTAX_JSON ? !head_key(h, "apiVersion") && !head_key(h, "items")
		: !head_text(h, "apiVersion:")))
		return 0;
	*sign = "apiVersion of backstage.io";
	return 90;
}

static const struct word_row_doc backstage_words[] = {
	{ "Backstage kind", "User, Group", "a person, a group: owns nothing by itself" },
	{ "Backstage kind", "Component, System, Resource, API", "something that has an owner" },
	{ "Backstage spec.owner", "NAME, group:NAME, user:NAME", "owner; a bare name is a group" },
	{ NULL, NULL, NULL }
};

const struct reader reader_backstage = {
	.name = "backstage",
	.title = "Backstage catalog (YAML, JSON)",
	.what = "Shows which team or person owns a component, and who is in the directory. "
		"Cannot show what runs, nor since when somebody owns it.",
	.better = "the roster of who is in each group beside it, with hire and leave dates",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_ROSTER,
	.grade = GRADE_E2,
	.probe = probe_backstage,
	.read = read_backstage,
	.words = backstage_words,
};
