/*
 * OSCAL system security plans: what is claimed of each control, who answers
 * for it, and which assets the system has.
 */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

#define REQS "/system-security-plan/control-implementation/implemented-requirements"
#define ITEMS "/system-security-plan/system-implementation/inventory-items"
#define COMPONENTS "/system-security-plan/system-implementation"

static const char *const cuts[] = { REQS, ITEMS };

/* Prose and parameters: the bulk of a plan, and nothing that can be checked. */
static const char *const drop[] = { "description", "remarks", "set-parameters", "links", "export",
	"provided", "responsibilities", "satisfied", "inherited" };
#define NDROP (sizeof(drop) / sizeof(drop[0]))

struct ssp {
	struct oscal_doc d;
	struct oscal_list reqs, items;
	struct map *components;      /* uuid to node */
	const char *system, *framework;
	const struct node *approver; /* party-uuid of who approved the document as a whole */
};

static int
on_record(void *ctx, struct oscal_doc *d, const struct oscal_rec *rec)
{
	struct ssp *s = ctx;
	bool req = strcmp(rec->cut, REQS) == 0;

	oscal_list_add(req ? &s->reqs : &s->items, oscal_keep(d, rec, drop, NDROP));
	return 0;
}

/* States */

struct stated { enum claim_state state; const char *raw, *reason; size_t n; };

/* What the claim is worth, for the weakest of several (judgement.md 3). */
static int
worth(enum claim_state s)
{
	switch (s) {
	case STATE_IMPLEMENTED: case STATE_ALTERNATIVE: case STATE_INHERITED:
		return 3;
	case STATE_NOT_APPLICABLE:
		return 2;
	case STATE_PARTIAL:
		return 1;
	case STATE_PLANNED: case STATE_NOT_IMPLEMENTED: case STATE_UNKNOWN: case STATE_NONE:
	default:
		return 0;
	}
}

static void
state_add(struct ssp *s, struct stated *st, const char *raw)
{
	enum claim_state state = word_claim_state(raw, s->d.r->rec);

	if (raw == NULL || state == STATE_NONE)
		return;
	if (state == STATE_UNKNOWN)
		source_odd_word(s->d.r->source, s->d.r->a, "OSCAL implementation-status", raw);
	if (st->n == 0 || worth(state) < worth(st->state))
		st->state = state;
	st->raw = st->n++ == 0 ? raw : arena_printf(s->d.r->rec, "%s, %s", st->raw, raw);
}

/*
 * The state that stands at n itself: implementation-status; else FedRAMP's
 * properties of that name, of which it allows several; else the origination.
 */
static struct stated
state_of(struct ssp *s, const struct node *n)
{
	struct stated st = { .state = STATE_NONE };
	const struct node *own = node_get(n, "implementation-status");

	state_add(s, &st, oscal_get(s->d.r->rec, own, "state"));
	st.reason = oscal_get(s->d.r->rec, own, "remarks");
	for (const struct node *p = own != NULL ? NULL : node_first(node_get(n, "props"));
		p != NULL; p = node_next(p))
		if (oscal_prop_is(p, "implementation-status"))
			state_add(s, &st, oscal_get(s->d.r->rec, p, "value"));
	if (st.n == 0 && str_same(oscal_prop(n, "control-origination"), "inherited"))
		state_add(s, &st, "inherited");
	if (st.n > 1)
		reading_note(s->d.r, &oscal_w_two_states, n->line, n->col, "states \"%s\"",
			text_inert_dup(s->d.r->rec, st.raw, 80));
	return st;
}

/* Claims */

struct about { const struct oscal_rec *rec; const char *framework, *control; };

static void
claim(struct ssp *s, const struct about *on, const struct node *n, const char *path,
	const char *part, const struct stated *st)
{
	struct record out = { .kind = REC_CLAIM, .loc = oscal_loc(on->rec, n) };
	struct rec_claim *c = &out.u.claim;

	out.loc.path = path;
	c->kind = CLAIM_SSP;
	c->system = s->system;
	c->framework = on->framework;
	c->control = on->control;
	c->part = part;
	c->state = st->state;
	c->state_raw = st->raw;
	c->reason = st->reason;
	c->at = s->d.modified;
	if (s->approver != NULL)
		c->by = oscal_party(&s->d, node_text(s->approver), s->approver->line);
	reading_put(s->d.r, &out);
}

static const char *
component_name(struct ssp *s, const struct node *by)
{
	const char *uuid = node_get_text(by, "component-uuid"), *title = NULL;

	if (uuid == NULL)
		return "component";
	title = oscal_get(s->d.r->rec, map_get(s->components, uuid, strlen(uuid)), "title");
	return title != NULL && *title != '\0' ? title : uuid;
}

/*
 * What is said part by part: by components of the requirement, and by its
 * statements and their components.  A component that says nothing beside
 * others that do is a part without a state.  Only counts if emit is false.
 */
static size_t
by_components(struct ssp *s, const struct about *on, const struct node *n, const char *path,
	const char *prefix, bool emit)
{
	size_t states = 0, i = 0;

	for (const struct node *b = node_first(node_get(n, "by-components")); b != NULL;
		b = node_next(b), i++) {
		struct stated st = state_of(s, b);

		states += st.n > 0;
		if (emit)
			claim(s, on, b, oscal_step(&s->d, path, "by-components", "by-component", i),
				arena_printf(s->d.r->rec, "%s%s", prefix, component_name(s, b)),
					&st);
	}
	return states;
}

static size_t
parts(struct ssp *s, const struct about *on, bool emit)
{
	const struct node *req = on->rec->node;
	size_t states = by_components(s, on, req, on->rec->path, "", emit), i = 0;

	for (const struct node *t = node_first(node_get(req, "statements")); t != NULL;
		t = node_next(t), i++) {
		const char *path = oscal_step(&s->d, on->rec->path, "statements", "statement", i);
		const char *id = node_get_text(t, "statement-id");
		struct stated st = state_of(s, t);

		if (id == NULL)
			id = "statement";
		states += st.n > 0;
		if (st.n > 0) {
			if (emit)
				claim(s, on, t, path, id, &st);
			continue; /* its own state is that of its components together */
		}
		states += by_components(s, on, t, path, arena_printf(s->d.r->rec, "%s/", id), emit);
	}
	return states;
}

/* judgement.md 3: the requirement's own state, else those of its parts, else none. */
static void
claims(struct ssp *s, const struct about *on)
{
	const struct node *req = on->rec->node;
	struct stated own = state_of(s, req);

	if (own.n == 0 && parts(s, on, false) > 0)
		parts(s, on, true);
	else
		claim(s, on, req, on->rec->path, NULL, &own);
}

/* Owners */

/*
 * Roles of the components that a requirement is implemented by; those of the system as a whole are
 * not its own.
 */
static void
component_roles(struct ssp *s, const struct about *on, const struct node *list,
	const struct rec_assign *subject, struct map *seen)
{
	for (const struct node *b = node_first(list); b != NULL; b = node_next(b)) {
		const char *uuid = node_get_text(b, "component-uuid");
		const struct node *c =
			uuid == NULL ? NULL : map_get(s->components, uuid, strlen(uuid));

		oscal_assigns(&s->d, on->rec, node_get(b, "responsible-roles"), subject, seen);
		if (c != NULL && !str_same(node_get_text(c, "type"), "this-system"))
			oscal_assigns(&s->d, on->rec, node_get(c, "responsible-roles"), subject,
				seen);
	}
}

static void
owners(struct ssp *s, const struct about *on)
{
	const struct node *req = on->rec->node;
	struct rec_assign subject = { .subject = SUBJECT_CONTROL, .framework = on->framework,
		.id = on->control };
	struct map *seen = map_new();

	oscal_assigns(&s->d, on->rec, node_get(req, "responsible-roles"), &subject, seen);
	component_roles(s, on, node_get(req, "by-components"), &subject, seen);
	for (const struct node *t = node_first(node_get(req, "statements")); t != NULL;
		t = node_next(t)) {
		oscal_assigns(&s->d, on->rec, node_get(t, "responsible-roles"), &subject, seen);
		component_roles(s, on, node_get(t, "by-components"), &subject, seen);
	}
	map_free(seen);
}

static void
requirement(struct ssp *s, const struct oscal_rec *rec)
{
	struct reading *r = s->d.r;
	struct about on = { .rec = rec };
	const char *part;

	reading_seen(r);
	on.control = oscal_control(node_get_text(rec->node, "control-id"), &on.framework, &part,
		r->rec);
	if (on.control == NULL) {
		reading_refused(r, &oscal_e_record, rec->node->line, rec->node->col,
			"an implemented requirement without control-id");
		return;
	}
	if (s->framework == NULL)
		s->framework = arena_strdup(r->a, on.framework);
	claims(s, &on);
	owners(s, &on);
	reading_kept(r);
}

/* Assets */

static void
asset_put(struct ssp *s, const struct oscal_rec *rec, struct rec_asset *asset,
	const char *owners_key)
{
	struct record out = { .kind = REC_ASSET, .loc = oscal_loc(rec, NULL) };
	struct rec_assign subject = { .subject = SUBJECT_ASSET };

	asset->system = s->system;
	out.u.asset = *asset;
	reading_put(s->d.r, &out);
	subject.asset = asset->ids;
	oscal_assigns(&s->d, rec, node_get(rec->node, owners_key), &subject, NULL);
	reading_kept(s->d.r);
}

/* The inventory is the plan's statement of its population: everything in it is in scope. */
static void
inventory_item(struct ssp *s, const struct oscal_rec *rec)
{
	struct rec_asset asset = { .listed = true, .in_scope = TRI_T };
	const char *env;

	reading_seen(s->d.r);
	oscal_asset_ids(&s->d, rec->node, &asset.ids, &asset.name);
	if (asset.ids.n == 0) {
		reading_refused(s->d.r, &oscal_e_record, rec->node->line, rec->node->col,
			"an inventory item without uuid or other identifier");
		return;
	}
	asset.kind_raw = oscal_prop(rec->node, "asset-type");
	asset.criticality_raw = oscal_prop(rec->node, "criticality");
	env = oscal_prop(rec->node, "environment");
	asset.env = env;
	asset_put(s, rec, &asset, "responsible-parties");
}

/*
 * A component is a kind of thing; what counts as population are its instances
 * in the inventory.  It is told as an asset because results name components.
 */
static void
component(struct ssp *s, const struct node *n, size_t i)
{
	struct oscal_rec rec = { .node = n, .xml = s->d.xml,
		.path = oscal_step(&s->d, COMPONENTS, "components", "component", i) };
	struct rec_asset asset = {0};
	const char *props_name = NULL;

	reading_seen(s->d.r);
	if (node_get_text(n, "uuid") == NULL) {
		reading_refused(s->d.r, &oscal_e_record, n->line, n->col,
			"a component without uuid");
		return;
	}
	if (oscal_is_paper(node_get_text(n, "type"))) {
		reading_ignored(s->d.r, "component that is a document or a process");
		return;
	}
	oscal_asset_ids(&s->d, n, &asset.ids, &props_name);
	asset.name = oscal_get(s->d.r->rec, n, "title");
	asset.kind_raw = node_get_text(n, "type");
	asset.status_raw = node_get_text(node_get(n, "status"), "state");
	if (str_same(asset.status_raw, "disposition"))
		asset.in_scope = TRI_F;
	asset_put(s, &rec, &asset, "responsible-roles");
}

/* The system */

static void
index_components(struct ssp *s)
{
	for (const struct node *c = node_first(node_at(s->d.top,
		"system-implementation/components"));
		c != NULL; c = node_next(c)) {
		const char *uuid = node_get_text(c, "uuid");

		if (uuid != NULL)
			*map_slot(s->components, uuid, strlen(uuid), NULL) = (void *)(uintptr_t)c;
	}
}

static void
system_find(struct ssp *s)
{
	const struct node *of = node_get(s->d.top, "system-characteristics");
	const struct node *id = node_first(node_get(of, "system-ids"));

	s->system = arena_strdup(s->d.r->a, oscal_value(id, "id"));
	if (s->system == NULL || *s->system == '\0')
		s->system = oscal_get(s->d.r->a, of, "system-name");
	for (const struct node *x = node_first(node_get(s->d.metadata, "actions")); x != NULL;
		x = node_next(x))
		if (str_same(node_get_text(x, "type"), "approval"))
			s->approver = node_first(node_get(node_first(
				node_get(x, "responsible-parties")), "party-uuids"));
}

static void
system_put(struct ssp *s)
{
	const struct node *import = node_get(s->d.top, "import-profile");
	struct oscal_rec rec = { .node = s->d.metadata, .xml = s->d.xml,
		.path = "/system-security-plan/metadata" };
	struct record out = { .kind = REC_SYSTEM, .loc = oscal_loc(&rec, NULL) };
	struct rec_system *y = &out.u.system;
	struct rec_assign subject = { .subject = SUBJECT_SYSTEM, .id = s->system };

	y->id = s->system;
	y->name = oscal_get(s->d.r->rec, node_get(s->d.top, "system-characteristics"),
		"system-name");
	y->framework = s->framework;
	y->baseline = oscal_href(&s->d, node_get_text(import, "href"), s->d.r->rec);
	y->revision = oscal_revision(y->baseline, s->d.r->rec);
	reading_put(s->d.r, &out);
	oscal_assigns(&s->d, &rec, node_get(s->d.metadata, "responsible-parties"), &subject, NULL);
	arena_reset(s->d.r->rec);
}

static void
emit(struct ssp *s)
{
	const struct node *list = node_at(s->d.top, "system-implementation/components");
	size_t n = 0;

	index_components(s);
	system_find(s);
	for (size_t i = 0; i < s->reqs.at.n; i++) {
		requirement(s, &s->reqs.at.v[i]);
		arena_reset(s->d.r->rec);
	}
	for (size_t i = 0; i < s->items.at.n; i++) {
		inventory_item(s, &s->items.at.v[i]);
		arena_reset(s->d.r->rec);
	}
	for (const struct node *c = node_first(list); c != NULL; c = node_next(c)) {
		component(s, c, n++);
		arena_reset(s->d.r->rec);
	}
	if (s->d.metadata != NULL)
		system_put(s);
}

static int
read_ssp(struct reading *r)
{
	struct ssp s = { .components = map_new() };
	struct oscal_plan plan = { .root = "system-security-plan", .cuts = cuts,
		.ncuts = sizeof(cuts) / sizeof(cuts[0]), .on = on_record, .ctx = &s };
	int rc = oscal_read(&s.d, r, &plan);

	if (rc == 0)
		emit(&s);
	else
		oscal_broken_off(r, s.reqs.at.n + s.items.at.n, false);
	oscal_list_free(&s.reqs);
	oscal_list_free(&s.items);
	oscal_free(&s.d);
	map_free(s.components);
	return rc;
}

static int
probe_ssp(const struct head *h, const char **sign)
{
	return oscal_probe(h, "system-security-plan", sign);
}

const struct reader reader_oscal_ssp = {
	.name = "oscal-ssp",
	.title = "OSCAL system security plan",
	.what = "Shows what is claimed of each control, who answers for it, and the system's "
		"inventory. "
		"Cannot prove that any of it is so, nor when it was said: only the document has "
		"a date.",
	.better = "assessment results or scanner results beside it: a plan is paper",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_CLAIM | ROLE_POPULATION,
	.grade = GRADE_E0,
	.probe = probe_ssp,
	.read = read_ssp,
	.words = oscal_words,
};
