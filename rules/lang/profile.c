/* Profiles and overrides from their text, applied to loaded rules. */
#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/changes_inside.h"
#include "rules/lang/pack_diags.h"

const char *
rules_format(const struct pack_text *t, struct arena *a)
{
	struct diags *d = diags_new();
	const struct node *root = json_parse(a, t->path, t->text, t->len, JSON_RELAXED, d);
	const char *format = node_get_text(root, "trueup");

	diags_free(d);
	return format;
}

/* ---- one rule ---- */

static void
give_value(struct changing *c, struct param *p, const struct node *n)
{
	static const char *const names[] = {"value", "basis", "source", "effective_from",
		"effective_to", NULL};
	static const char *const bases[] = {"standard", "secondary", "trueup", NULL};
	const struct node *value = n;
	struct param now = *p;
	size_t before = c->l.errors;

	/* A profile says where its numbers come from; an override is the organisation's own. */
	if (!c->reasons) {
		if (!node_is(n, NODE_MAP) || (value = node_get(n, "value")) == NULL) {
			pack_error(&c->l, &diag_change, n, "{ \"value\", \"basis\", \"source\" } is wanted here");
			return;
		}
		pack_members(&c->l, n, names);
		now.basis = pack_word(&c->l, n, "basis", bases);
		now.source = pack_word(&c->l, n, "source", NULL);
		pack_effective(&c->l, &now, n);
	} else {
		now.basis = "trueup";
		now.source = c->by;
	}
	now.value = value;
	now.text = arena_strdup(c->l.a, node_text(value));
	pack_check_value(&c->l, &now, value);
	if (c->l.errors != before)
		return;
	if (change_loosens(p, p->value, value) || value_text(c->l.a, p->value) == NULL
		|| !str_same(value_text(c->l.a, p->value), value_text(c->l.a, value)))
		change_add(c, n, (struct change){.what = p->name, .from = value_text(c->l.a, p->value),
			.to = value_text(c->l.a, value), .looser = change_loosens(p, p->value, value),
			.standard = str_same(p->basis, "standard") && str_same(now.basis, "trueup")});
	*p = now;
}

static void
give_values(struct changing *c, const struct node *map)
{
	const char *names[RULE_PARAMS + 1] = {0};

	for (size_t i = 0; i < c->rule->nparams; i++)
		names[i] = c->rule->params[i].name;
	if (!node_is(map, NODE_MAP)) {
		pack_error(&c->l, &diag_change, map, "\"params\" is an object of parameters and values");
		return;
	}
	pack_members(&c->l, map, names);
	for (size_t i = 0; i < c->rule->nparams; i++) {
		const struct node *n = node_get(map, c->rule->params[i].name);

		if (n != NULL)
			give_value(c, &c->rule->params[i], n);
	}
}

static void
give_asked(struct changing *c, const struct node *n)
{
	bool ask = node_is(n, NODE_TRUE);

	if (!ask && !node_is(n, NODE_FALSE)) {
		pack_error(&c->l, &diag_change, n, "\"ask\" is true or false");
		return;
	}
	if (ask && c->rule->draft != NULL)
		pack_error(&c->l, &diag_change, n, "%s cannot be asked: no export says %s", c->rule->id,
			c->rule->draft);
	else if (ask != c->rule->enabled)
		change_add(c, n, (struct change){.what = "asked", .from = ask ? "no" : "yes",
			.to = ask ? "yes" : "no", .looser = !ask});
	c->rule->enabled = ask && c->rule->draft == NULL;
}

/* Its limits come from a table of the profile, over facts that the rule names. */
static void
give_table(struct changing *c, const struct node *n)
{
	const struct profile *p = c->profile;
	size_t slot = 0;

	while (slot < c->rule->spec->nslots && !str_same(c->rule->spec->slots[slot].name, "facts"))
		slot++;
	if (slot == c->rule->spec->nslots || c->rule->slots[slot] == NULL) {
		pack_error(&c->l, &diag_change, n, "%s names no facts that a table could ask for",
			c->rule->id);
		return;
	}
	for (size_t i = 0; p != NULL && i < p->ntables; i++)
		if (str_same(p->tables[i].name, node_text(n))) {
			change_add(c, n, (struct change){.what = "table", .from = c->rule->table != NULL
				? c->rule->table->name : "none", .to = p->tables[i].name,
				.looser = c->rule->table != NULL});
			c->rule->table = &p->tables[i];
			return;
		}
	pack_error(&c->l, &diag_change, n, p == NULL ? "an override gives no tables: a profile does"
		: "no table of that name is in \"tables\"");
}

static int
rank_of(const char *word)
{
	static const char *const words[] = {"info", "low", "moderate", "high", "critical"};

	for (int i = 0; i < 5; i++)
		if (str_same(words[i], word))
			return i;
	return -1;
}

static void
give_severity(struct changing *c, const struct node *n)
{
	const char *word = node_text(n);

	if (rank_of(word) < 0) {
		pack_error(&c->l, &diag_change, n, "\"severity\" is critical, high, moderate, low or info");
		return;
	}
	if (!str_same(word, c->rule->severity))
		change_add(c, n, (struct change){.what = "severity", .from = c->rule->severity,
			.to = word, .looser = rank_of(word) < rank_of(c->rule->severity)});
	c->rule->severity = arena_strdup(c->l.a, word);
}

static void
load_expires(struct changing *c, const struct node *n)
{
	c->expires = instant_unknown();
	if (n == NULL)
		return;
	if (!node_is(n, NODE_STRING) || instant_parse(&c->expires, n->text, NULL, c->l.a) != 0
		|| c->expires.known != KNOWN || c->expires.never) {
		c->expires = instant_unknown();
		pack_error(&c->l, &diag_override_reason, n,
			"an end is a day that comes, such as \"2027-03-31\"; \"never\" is none");
	}
	c->expires.raw = c->expires.known == KNOWN ? arena_strdup(c->l.a, n->text) : NULL;
	/* A day without a zone ends first where it ends first: UTC+14. */
	if (c->expires.known == KNOWN && c->expires.date_only)
		c->expires.hi = c->expires.lo + NS_DAY - 1;
}

static void
one_rule(struct changing *c, const struct node *n)
{
	static const char *const names[] = {"ask", "params", "severity", "table", "reason",
		"approved_by", "expires", NULL};

	if (!node_is(n, NODE_MAP)) {
		pack_error(&c->l, &diag_change, n, "an object with what changes is wanted here");
		return;
	}
	pack_members(&c->l, n, names);
	c->reason = node_get(n, "reason") != NULL ? pack_string(&c->l, node_get(n, "reason")) : NULL;
	c->approver = node_get(n, "approved_by") != NULL
		? pack_string(&c->l, node_get(n, "approved_by")) : c->approver_all;
	load_expires(c, node_get(n, "expires"));
	if (node_get(n, "params") != NULL)
		give_values(c, node_get(n, "params"));
	if (node_get(n, "table") != NULL)
		give_table(c, node_get(n, "table"));
	if (node_get(n, "severity") != NULL)
		give_severity(c, node_get(n, "severity"));
	if (node_get(n, "ask") != NULL)
		give_asked(c, node_get(n, "ask"));
}

/* "core/OWN-004" or "OWN-004". */
static struct rule *
rule_named(struct changing *c, const struct node *n)
{
	const char **names = ARENA_ARRAY(c->l.a, const char *, c->set->nrules + 1);
	const char *slash = strchr(n->key, '/'), *id = slash != NULL ? slash + 1 : n->key, *near;

	for (size_t i = 0; i < c->set->nrules; i++) {
		struct rule *r = c->set->rules[i];
		size_t len = slash != NULL ? (size_t)(slash - n->key) : 0;

		names[i] = r->id;
		if (str_same(r->id, id)
			&& (slash == NULL || (strlen(r->pack) == len && strncmp(r->pack, n->key, len) == 0)))
			return r;
	}
	near = text_nearest(id, names, c->set->nrules);
	pack_error(&c->l, &diag_change, n, "no rule \"%.60s\" is loaded%s%s%s", n->key,
		near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
		near != NULL ? "\"?" : "");
	return NULL;
}

static bool
left_alone(const struct changing *c, const struct rule *r)
{
	for (const char *const *id = c->but; id != NULL && *id != NULL; id++)
		if (str_same(*id, r->id))
			return true;
	return false;
}

void
change_rules(struct changing *c, const struct node *map)
{
	if (map == NULL)
		return;
	if (!node_is(map, NODE_MAP)) {
		pack_error(&c->l, &diag_change, map, "\"rules\" is an object: ids, and what changes");
		return;
	}
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		c->rule = rule_named(c, n);
		if (c->rule != NULL && !left_alone(c, c->rule))
			one_rule(c, n);
	}
}

/* ---- files ---- */

static const struct node *
open_text(struct changing *c, const struct pack_text *t, const char *format, struct arena *a,
	struct diags *d)
{
	struct node *root;

	c->l = (struct pack_loading){.a = a, .d = d, .text = t};
	root = json_parse(a, t->path, t->text, t->len, JSON_RELAXED, d);
	if (root == NULL)
		return NULL;
	pack_lines(&c->l);
	if (node_is(root, NODE_MAP) && str_same(node_get_text(root, "trueup"), format))
		return root;
	pack_error(&c->l, &diag_change, root, "this is no %s: it begins { \"trueup\": \"%s\", ... }",
		format[0] == 'p' ? "profile" : "override", format);
	return NULL;
}

static void
list_file(struct rule_set *s, struct arena *a, const char *name, const char *version,
	const struct pack_text *t)
{
	struct pack_file *more = ARENA_ARRAY(a, struct pack_file, s->npacks + 1);
	char hex[SHA256_HEX];

	for (size_t i = 0; i < s->npacks; i++)
		more[i] = s->packs[i];
	sha256_hex(t->text, t->len, hex);
	more[s->npacks++] = (struct pack_file){name, version, arena_strdup(a, t->path),
		arena_strdup(a, hex)};
	s->packs = more;
}

struct profile *
profile_apply(struct rule_set *s, const struct pack_text *t, bool shipped, struct arena *a,
	struct diags *d)
{
	static const char *const names[] = {"$schema", "trueup", "name", "version", "title", "source",
		"rules", "config", "clocks", "tables", NULL};
	struct changing c = {.set = s, .shipped = shipped};
	const struct node *root = open_text(&c, t, "profile/1", a, d);
	struct profile *p = ARENA_NEW(a, struct profile);

	if (root == NULL)
		return NULL;
	pack_members(&c.l, root, names);
	p->name = pack_word(&c.l, root, "name", NULL);
	p->version = pack_word(&c.l, root, "version", NULL);
	p->title = pack_word(&c.l, root, "title", NULL);
	p->source = pack_word(&c.l, root, "source", NULL);
	p->path = arena_strdup(a, t->path);
	p->shipped = shipped;
	p->config = node_get(root, "config");
	c.by = arena_printf(a, "profile %s", p->name != NULL ? p->name : "?");
	regime_load(&c, p, root);
	c.profile = p;
	change_rules(&c, node_get(root, "rules"));
	if (c.l.errors > 0)
		return NULL;
	list_file(s, a, c.by, p->version, t);
	return p;
}

int
override_apply(struct rule_set *s, const struct pack_text *t, struct arena *a, struct diags *d)
{
	return override_apply_but(s, t, NULL, a, d);
}

int
override_apply_but(struct rule_set *s, const struct pack_text *t, const char *const *but,
	struct arena *a, struct diags *d)
{
	static const char *const names[] = {"$schema", "trueup", "organisation", "approved_by", "rules",
		NULL};
	struct changing c = {.set = s, .reasons = true, .but = but};
	const struct node *root = open_text(&c, t, "override/1", a, d);
	const char *who;

	if (root == NULL)
		return -1;
	pack_members(&c.l, root, names);
	who = pack_word(&c.l, root, "organisation", NULL);
	c.by = arena_printf(a, "override %s", who != NULL ? who : "?");
	if (node_get(root, "approved_by") != NULL)
		c.approver_all = pack_string(&c.l, node_get(root, "approved_by"));
	change_rules(&c, node_get(root, "rules"));
	if (c.l.errors > 0)
		return -1;
	list_file(s, a, c.by, "", t);
	return 0;
}
