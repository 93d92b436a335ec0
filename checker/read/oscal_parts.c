/* What all OSCAL documents have in common: text, properties, parties, roles, references. */
#include "checker/read/oscal.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/json_reader_diags.h"

/* Records that are kept until the document has been read. */

static bool
dropped(const char *const *drop, size_t n, const char *key)
{
	for (size_t i = 0; key != NULL && i < n; i++)
		if (strcmp(drop[i], key) == 0)
			return true;
	return false;
}

/* Depth is bounded by the syntax layers (MAX_JSON_DEPTH, MAX_XML_DEPTH). */
static struct node *
keep_node(struct arena *a, const struct node *n, const char *const *drop, size_t ndrop)
{
	bool status = n->key != NULL && strcmp(n->key, "implementation-status") == 0;
	struct node *to = ARENA_NEW(a, struct node), **end = &to->child;

	*to = *n;
	to->key = arena_strdup(a, n->key);
	to->text = arena_strdup(a, n->text);
	to->child = to->next = NULL;
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (!status && dropped(drop, ndrop, c->key))
			continue;
		*end = keep_node(a, c, drop, ndrop);
		end = &(*end)->next;
	}
	return to;
}

struct oscal_rec
oscal_keep(struct oscal_doc *d, const struct oscal_rec *rec, const char *const *drop, size_t ndrop)
{
	struct oscal_rec to = *rec;

	to.node = keep_node(d->r->a, rec->node, drop, ndrop);
	to.path = arena_strdup(d->r->a, rec->path);
	to.cut = NULL; /* the pattern is gone with the stream */
	return to;
}

void
oscal_list_add(struct oscal_list *l, struct oscal_rec rec)
{
	*VEC_PUSH(&l->at) = rec;
}

void
oscal_list_free(struct oscal_list *l)
{
	VEC_FREE(&l->at);
}

void
oscal_broken_off(struct reading *r, size_t n, bool seen)
{
	for (size_t i = 0; i < n; i++) {
		if (!seen)
			reading_seen(r);
		reading_ignored(r, "read before the document broke off or was refused");
	}
}

struct loc
oscal_loc(const struct oscal_rec *rec, const struct node *n)
{
	struct loc at = { .path = rec->path };

	if (n == NULL)
		n = rec->node;
	at.line = n->line;
	at.col = n->col;
	return at;
}

const char *
oscal_step(const struct oscal_doc *d, const char *path, const char *json, const char *xml,
	size_t i)
{
	return d->xml ? arena_printf(d->r->rec, "%s/%s[%zu]", path, xml, i + 1)
		: arena_printf(d->r->rec, "%s/%s/%zu", path, json, i);
}

/* Text */

char *
oscal_text(struct arena *a, const struct node *n)
{
	const char *s = node_text(n);
	char *out, *to;

	if (s == NULL && node_is(n, NODE_MAP))
		s = node_get_text(n, "#text");
	if (s == NULL)
		return NULL;
	out = to = arena_alloc(a, strlen(s) + 1);
	for (; *s != '\0'; s++) {
		if (!ch_space(*s))
			*to++ = *s;
		else if (to > out && to[-1] != ' ')
			*to++ = ' ';
	}
	if (to > out && to[-1] == ' ')
		to--;
	*to = '\0';
	return out;
}

char *
oscal_get(struct arena *a, const struct node *map, const char *key)
{
	return oscal_text(a, node_get(map, key));
}

const char *
oscal_value(const struct node *n, const char *key)
{
	const char *v = node_text(n);

	if (v == NULL)
		v = node_get_text(n, key);
	return v != NULL ? v : node_get_text(n, "#text");
}

static bool
known_ns(const char *ns)
{
	static const char *const ours[] = {
		"http://csrc.nist.gov/ns/oscal", "https://csrc.nist.gov/ns/oscal",
		"https://fedramp.gov/ns/oscal", "http://fedramp.gov/ns/oscal",
	};

	if (ns == NULL)
		return true;
	for (size_t i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
		if (strcmp(ns, ours[i]) == 0)
			return true;
	return false;
}

bool
oscal_prop_is(const struct node *prop, const char *name)
{
	return str_same(node_get_text(prop, "name"), name) && known_ns(node_get_text(prop, "ns"));
}

const struct node *
oscal_prop_node(const struct node *n, const char *name, bool any)
{
	for (const struct node *p = node_first(node_get(n, "props")); p != NULL; p = node_next(p))
		if (oscal_prop_is(p, name) || (any && str_same(node_get_text(p, "name"), name)))
			return p;
	return NULL;
}

const char *
oscal_prop(const struct node *n, const char *name)
{
	return node_get_text(oscal_prop_node(n, name, false), "value");
}

bool
oscal_prop_yes(const struct node *n, const char *name)
{
	const char *v = oscal_prop(n, name);

	return v != NULL && (str_same_fold(v, "yes") || str_same_fold(v, "true") ||
		str_same_fold(v, "approved"));
}

struct instant
oscal_instant(struct oscal_doc *d, const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	return reading_instant(d->r, oscal_text(d->r->rec, n), n == NULL ? 0 : n->line);
}

/* Parties */

static const struct node *
party_node(const struct oscal_doc *d, const char *uuid)
{
	return uuid == NULL ? NULL : map_get(d->parties, uuid, strlen(uuid));
}

struct party_ref
oscal_party(struct oscal_doc *d, const char *uuid, uint32_t line)
{
	struct arena *a = d->r->rec;
	const struct node *p = party_node(d, uuid);
	struct party_ref who = {0};
	void **told;

	if (uuid == NULL)
		return who;
	who.raw = uuid;
	idents_add(&who.ids, a, "oscal", uuid);
	if (p == NULL) {
		told = map_slot(d->noted, uuid, strlen(uuid), NULL);
		if (*told == NULL)
			reading_note(d->r, &oscal_w_party, line, 0, "party %s is not in metadata",
				text_inert_dup(a, uuid, 80));
		*told = d;
		return who;
	}
	who.name = oscal_get(a, p, "name");
	if (who.name == NULL || *who.name == '\0')
		who.name = oscal_get(a, p, "short-name");
	if (who.name != NULL && *who.name != '\0')
		who.raw = who.name;
	for (const struct node *m = node_first(node_get(p, "email-addresses")); m != NULL;
		m = node_next(m)) {
		const char *mail = oscal_text(a, m);

		if (mail == NULL || *mail == '\0')
			continue;
		if (who.email == NULL)
			who.email = mail;
		idents_add(&who.ids, a, "email", mail);
	}
	for (const struct node *x = node_first(node_get(p, "external-ids")); x != NULL;
		x = node_next(x)) {
		const char *id = oscal_value(x, "id");

		if (id != NULL && *id != '\0')
			idents_add(&who.ids, a, "external", id);
	}
	return who;
}

/* Controls */

const char *
oscal_control(const char *raw, const char **framework, const char **part, struct arena *a)
{
	static const char *const tails[] = { "_smt", "_stmt", "_obj", "_gdn", "_asm", "_fr" };
	char *id;

	*framework = *part = NULL;
	if (raw == NULL || strlen(raw) > MAX_ID || *(raw = str_trim(a, raw)) == '\0')
		return NULL;
	id = control_id_parse(raw, NULL, framework, part, a);
	if (id != NULL)
		return id;
	*framework = "oscal";
	id = arena_strdup(a, raw);
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		char *at = strstr(id, tails[i]);

		if (at == NULL || at == id)
			continue;
		*part = raw + (at - id) + 1;
		*at = '\0';
	}
	return id;
}

/* Assets */

/* Properties that identify an asset, and the name space of their values (formats.md C.2). */
static const struct { const char *prop, *ns; } asset_props[] = {
	{ "fqdn", "fqdn" }, { "ipv4-address", "ip" }, { "ipv6-address", "ip" },
	{ "mac-address", "mac" }, { "asset-tag", "tag" }, { "asset-id", "tag" },
	{ "serial-number", "serial" }, { "hostname", "host" }, { "host-name", "host" },
	{ "netbios-name", "host" }, { "uri", "uri" }, { "arn", "arn" },
	{ "instance-id", "instance" },
};

void
oscal_asset_ids(struct oscal_doc *d, const struct node *n, struct idents *ids, const char **name)
{
	const char *uuid = node_get_text(n, "uuid");

	if (uuid != NULL && *uuid != '\0')
		idents_add(ids, d->r->rec, "oscal", uuid);
	for (size_t i = 0; i < sizeof(asset_props) / sizeof(asset_props[0]); i++)
		for (const struct node *p = node_first(node_get(n, "props")); p != NULL;
			p = node_next(p)) {
			const char *v = oscal_get(d->r->rec, p, "value");

			if (!oscal_prop_is(p, asset_props[i].prop) || v == NULL || *v == '\0')
				continue;
			idents_add(ids, d->r->rec, asset_props[i].ns, v);
			if (*name == NULL)
				*name = v;
		}
}

bool
oscal_is_paper(const char *type)
{
	static const char *const paper[] = { "policy", "process", "procedure", "process-procedure",
		"plan", "guidance", "standard", "validation" };

	for (size_t i = 0; type != NULL && i < sizeof(paper) / sizeof(paper[0]); i++)
		if (str_same_fold(type, paper[i]))
			return true;
	return false;
}

/* Roles */

bool
oscal_role_owner(const char *role, bool *accountable, struct arena *a)
{
	char *low = str_lower(a, role == NULL ? "" : role);
	size_t n = strlen(low);

	*accountable = false;
	/* A point of contact of the owner is none. */
	if (strstr(low, "contact") != NULL || strstr(low, "-poc") != NULL ||
		strcmp(low, "poc") == 0 || (n > 4 && strcmp(low + n - 4, "_poc") == 0))
		return false;
	*accountable = strstr(low, "accountable") != NULL ||
		strcmp(low, "authorizing-official") == 0;
	return *accountable || strstr(low, "owner") != NULL;
}

static void
assign_one(struct oscal_doc *d, const struct oscal_rec *rec, const struct node *at,
	const struct rec_assign *subject, const char *role, const char *uuid, struct map *seen)
{
	struct record out = { .kind = REC_ASSIGN, .loc = oscal_loc(rec, at) };
	struct rec_assign *as = &out.u.assign;

	if (seen != NULL) {
		const char *key = arena_printf(d->r->rec, "%s\n%s\n%s",
			subject->id == NULL ? "" : subject->id, role, uuid == NULL ? "" : uuid);
		bool fresh;

		map_slot(seen, key, strlen(key), &fresh);
		if (!fresh)
			return;
	}
	*as = *subject;
	as->role = role;
	as->owner = oscal_role_owner(role, &as->accountable, d->r->rec);
	if (uuid != NULL)
		as->party = oscal_party(d, uuid, at->line);
	else
		as->party.raw = role; /* a role that somebody unnamed holds */
	reading_put(d->r, &out);
}

/* Those that the document as a whole names for a role; how many. */
static size_t
assign_by_metadata(struct oscal_doc *d, const struct oscal_rec *rec, const struct node *at,
	const struct rec_assign *subject, const char *role, struct map *seen)
{
	size_t n = 0;

	for (const struct oscal_holder *h = map_get(d->holders, role, strlen(role)); h != NULL;
		h = h->next)
		for (const struct node *u = node_first(node_get(h->party, "party-uuids"));
			u != NULL;
			u = node_next(u)) {
			if (node_text(u) == NULL)
				continue;
			assign_one(d, rec, at, subject, role, node_text(u), seen);
			n++;
		}
	return n;
}

void
oscal_assigns(struct oscal_doc *d, const struct oscal_rec *rec, const struct node *list,
	const struct rec_assign *subject, struct map *seen)
{
	for (const struct node *r = node_first(list); r != NULL; r = node_next(r)) {
		const char *role = node_get_text(r, "role-id");
		size_t n = 0;

		if (role == NULL)
			continue;
		for (const struct node *u = node_first(node_get(r, "party-uuids")); u != NULL;
			u = node_next(u)) {
			if (node_text(u) == NULL)
				continue;
			assign_one(d, rec, r, subject, role, node_text(u), seen);
			n++;
		}
		if (n == 0 && assign_by_metadata(d, rec, r, subject, role, seen) == 0)
			assign_one(d, rec, r, subject, role, NULL, seen);
	}
}

/* References */

const char *
oscal_href(struct oscal_doc *d, const char *href, struct arena *a)
{
	const struct node *res;
	const char *text;

	if (href == NULL || *href != '#')
		return arena_strdup(a, href);
	res = map_get(d->resources, href + 1, strlen(href + 1));
	if (res == NULL)
		return arena_strdup(a, href);
	text = oscal_get(a, res, "title");
	if (text == NULL || *text == '\0')
		text = oscal_get(a, res, "description");
	if (text == NULL || *text == '\0')
		text = oscal_text(a, node_get(node_first(node_get(res, "rlinks")), "href"));
	return text == NULL || *text == '\0' ? arena_strdup(a, href) : text;
}

const char *
oscal_revision(const char *text, struct arena *a)
{
	const char *revision = NULL;

	if (text != NULL)
		framework_canonical(text, &revision, a);
	return revision;
}

const struct word_row_doc oscal_words[] = {
	{ "OSCAL implementation-status", "implemented", "implemented" },
	{ "OSCAL implementation-status", "partial", "partial" },
	{ "OSCAL implementation-status", "planned", "planned" },
	{ "OSCAL implementation-status", "alternative", "alternative" },
	{ "OSCAL implementation-status", "not-applicable", "not applicable" },
	{ "OSCAL implementation-status", "not-implemented", "not implemented" },
	{ "OSCAL implementation-status", "inherited", "inherited" },
	{ "OSCAL role-id", "*owner*", "owner" },
	{ "OSCAL role-id", "*accountable*", "owner, accountable" },
	{ "OSCAL role-id", "authorizing-official", "owner, accountable" },
	{ "OSCAL role-id", "*contact*, *-poc*", "contact: never an owner" },
	{ "OSCAL finding state", "satisfied", "pass (at most E2 with reason other)" },
	{ "OSCAL finding state", "not-satisfied", "fail" },
	{ "OSCAL method", "TEST",
		"E3 with a tool as actor, a subject and collected; E2 without one of them; E1 by "
		"a person" },
	{ "OSCAL method", "EXAMINE", "E1" },
	{ "OSCAL method", "INTERVIEW", "E0" },
	{ "OSCAL risk status", "open", "open" },
	{ "OSCAL risk status", "investigating", "in progress" },
	{ "OSCAL risk status", "remediating", "in progress" },
	{ "OSCAL risk status", "deviation-requested", "awaiting decision" },
	{ "OSCAL risk status", "deviation-approved", "accepted (open)" },
	{ "OSCAL risk status", "closed", "closed" },
	{ "OSCAL risk-log type", "dr-approved",
		"decision: accept, or false positive if the risk says so" },
	{ "OSCAL risk-log type", "dr-rejected", "decision: reject" },
	{ "OSCAL risk-log type", "dr-submission", "request; no decision" },
	{ "OSCAL risk-log type", "dr-updated", "request; no decision" },
	{ "OSCAL risk-log type", "mitigation", "decision: mitigate, with a deadline" },
	{ "OSCAL risk-log type", "remediated", "decision: fix" },
	{ "OSCAL risk-log type", "closed", "decision: fix; closes" },
	{ "OSCAL risk-log type", "milestone-complete", "no decision" },
	{ "OSCAL risk-log type", "status-update", "comment" },
	{ "OSCAL risk-log type", "vendor-check-in", "comment" },
	{ "OSCAL remediation type", "avoid", "decision: avoid" },
	{ "OSCAL remediation type", "mitigate", "decision: mitigate" },
	{ "OSCAL remediation type", "contingency", "decision: mitigate" },
	{ "OSCAL remediation type", "transfer", "decision: transfer" },
	{ "OSCAL remediation type", "share", "decision: transfer" },
	{ "OSCAL remediation type", "accept", "decision: accept" },
	{ "OSCAL remediation lifecycle", "recommendation", "no decision" },
	{ "OSCAL remediation lifecycle", "planned", "decision, with a deadline" },
	{ "OSCAL remediation lifecycle", "completed", "decision: fix" },
	{ NULL, NULL, NULL }
};
