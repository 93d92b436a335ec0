/*
 * trueup.json, member by member.  One table names the members, so that a
 * misspelt one is refused with the nearest name, never quietly ignored.
 */
#include "checker/config.h"

#include <errno.h>

#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/config_inside.h"
#include "checker/model/control_id.h"
#include "checker/read/reader.h"

/* The byte at a line and column of the text. */
static size_t
offset_of(const struct loading *l, const struct node *n)
{
	size_t at = 0;

	for (uint32_t line = 1; line < n->line && at < l->len; at++) {
		if (l->text[at] == '\n')
			line++;
	}
	return at + (n->col > 0 ? n->col - 1 : 0) <= l->len ? at + (n->col > 0 ? n->col - 1 : 0)
	                                                    : l->len;
}

/* The name stands before its value; where it cannot be found (an escape in it), the value will do. */
static size_t
name_offset(const struct loading *l, const struct node *n)
{
	size_t value = offset_of(l, n), len = n->key != NULL ? strlen(n->key) : 0;

	for (size_t at = value; n->key != NULL && at-- > 0;) {
		if (l->text[at] == '"' && at + len + 1 < value && l->text[at + len + 1] == '"'
			&& strncmp(l->text + at + 1, n->key, len) == 0)
			return at;
	}
	return value;
}

void
config_complain(struct loading *l, const struct diag_kind *kind, const struct node *n,
	const char *fmt, ...)
{
	struct place at;
	va_list ap;
	char *text;

	place_of(&at, l->a, l->file, l->text, l->len,
		kind == &diag_config_member ? name_offset(l, n) : offset_of(l, n));
	if (kind == &diag_config_member && n->key != NULL)
		at.width = (uint32_t)strlen(n->key) + 2;
	va_start(ap, fmt);
	text = arena_vprintf(l->a, fmt, ap);
	va_end(ap);
	diag_add(l->d, kind, &at, "%s", text);
}

void
config_members(struct loading *l, const struct node *map, const struct member *table)
{
	const char *names[40];
	size_t n = 0;

	for (; table[n].name != NULL; n++)
		names[n] = table[n].name;
	if (!node_is(map, NODE_MAP)) {
		config_complain(l, &diag_config_type, map, "an object { ... } is wanted here");
		return;
	}
	for (const struct node *m = map->child; m != NULL; m = m->next) {
		const struct member *row = table;
		const char *near;

		while (row->name != NULL && !str_same(row->name, m->key))
			row++;
		if (row->name != NULL) {
			row->load(l, m);
			continue;
		}
		near = text_nearest(m->key, names, n);
		config_complain(l, &diag_config_member, m, "no member \"%.80s\" is known here%s%s%s", m->key,
			near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
			near != NULL ? "\"?" : "");
	}
}

const char *
config_string(struct loading *l, const struct node *n)
{
	if (!node_is(n, NODE_STRING)) {
		config_complain(l, &diag_config_type, n, "a string is wanted here");
		return NULL;
	}
	return arena_strdup(l->a, n->text);
}

static bool
want_bool(struct loading *l, const struct node *n)
{
	if (!node_is(n, NODE_TRUE) && !node_is(n, NODE_FALSE))
		config_complain(l, &diag_config_type, n, "true or false is wanted here");
	return node_is(n, NODE_TRUE);
}

bool
config_want(struct loading *l, const struct node *n, enum node_type type, const char *what)
{
	if (!node_is(n, type))
		config_complain(l, &diag_config_type, n, "%s is wanted here", what);
	return node_is(n, type);
}

bool
config_int(struct loading *l, const struct node *n, int64_t min, int64_t max, int64_t *out)
{
	if (node_int(n, out) != 0 || *out < min || *out > max) {
		config_complain(l, &diag_config_value, n, "a whole number from %lld to %lld is wanted here",
			(long long)min, (long long)max);
		return false;
	}
	return true;
}

struct instant
config_instant(struct loading *l, const struct node *n)
{
	struct instant i = instant_unknown();
	const char *text = config_string(l, n);

	if (text != NULL && (instant_parse(&i, text, l->c->zone, l->a) != 0 || i.known != KNOWN))
		config_complain(l, &diag_config_value, n,
			"\"%.60s\" is no instant: write 2026-11-01 or 2026-11-01T00:00:00Z", text);
	return i;
}

static bool
want_duration(struct loading *l, const struct node *n, struct duration *out)
{
	const char *text = config_string(l, n);

	if (text == NULL)
		return false;
	if (duration_parse(out, text) != 0) {
		config_complain(l, &diag_config_value, n, "\"%.60s\" is no duration: write P3D, PT24H or P1M",
			text);
		return false;
	}
	return true;
}

/* A value of the configuration may tighten what the judgement asks, never loosen it unseen. */
#define LOOSER "that needs an override with reason, approver and end"

static void
want_ns(struct loading *l, const struct node *n, int64_t *out)
{
	struct duration d;

	if (!want_duration(l, n, &d))
		return;
	if (d.months != 0)
		config_complain(l, &diag_config_value, n, "days or hours are wanted here, not months");
	else if (d.ns > *out)
		config_complain(l, &diag_config_value, n, "%s is looser than the default: " LOOSER, n->text);
	else
		*out = d.ns;
}

const char **
config_strings(struct loading *l, const struct node *n, size_t *count)
{
	const char **v = ARENA_ARRAY(l->a, const char *, node_count(n) + 1);

	*count = 0;
	if (!node_is(n, NODE_LIST)) {
		config_complain(l, &diag_config_type, n, "a list of strings is wanted here");
		return v;
	}
	for (const struct node *x = n->child; x != NULL; x = x->next) {
		const char *s = config_string(l, x);

		if (s != NULL)
			v[(*count)++] = s;
	}
	return v;
}

struct loc
config_loc(const struct node *n)
{
	return (struct loc){.line = n->line, .col = n->col};
}

struct party_ref
config_party(struct loading *l, const struct node *n)
{
	struct party_ref p = {.raw = config_string(l, n)};

	if (p.raw != NULL && strchr(p.raw, '@') != NULL)
		p.email = p.raw;
	else
		p.name = p.raw;
	return p;
}

/* ---- the members ---- */

static void
m_organisation(struct loading *l, const struct node *n)
{
	l->c->organisation = config_string(l, n);
}

static void
m_zone(struct loading *l, const struct node *n)
{
	const char *name = config_string(l, n);

	if (name == NULL)
		return;
	l->c->zone = zone_find(l->z, name);
	if (l->c->zone == NULL)
		config_complain(l, &diag_config_value, n,
			"no zone \"%.60s\": write UTC, +02:00 or a name of the tz database", name);
}

static void
m_period_from(struct loading *l, const struct node *n)
{
	struct instant i = config_instant(l, n);

	if (i.known == KNOWN)
		l->c->period_from = i.lo;
}

static void
m_period(struct loading *l, const struct node *n)
{
	static const struct member table[] = {{"from", m_period_from}, {NULL, NULL}};

	config_members(l, n, table);
}

static void
load_evidence_row(struct loading *l, const struct node *n, struct evidence_row *row)
{
	static const char *const names[] = {
		"path", "format", "mapping", "zone", "as_of", "complete", "date_order"};

	if (!node_is(n, NODE_MAP)) {
		config_complain(l, &diag_config_type, n, "an object with \"path\" is wanted here");
		return;
	}
	row->loc = config_loc(n);
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		const char *near = text_nearest(m->key, names, sizeof(names) / sizeof(*names));

		if (str_same(m->key, "path"))
			row->glob = config_string(l, m);
		else if (str_same(m->key, "format"))
			row->format = config_string(l, m);
		else if (str_same(m->key, "mapping"))
			row->mapping = config_string(l, m);
		else if (str_same(m->key, "zone"))
			row->zone = config_string(l, m);
		else if (str_same(m->key, "as_of"))
			row->as_of = config_instant(l, m);
		else if (str_same(m->key, "complete"))
			row->complete = want_bool(l, m) ? TRI_T : TRI_F;
		else if (str_same(m->key, "date_order"))
			row->date_order = config_string(l, m);
		else
			config_complain(l, &diag_config_member, m, "no member \"%.80s\" is known here%s%s%s",
				m->key, near ? "; did you mean \"" : "", near ? near : "",
				near ? "\"?" : "");
	}
	if (row->glob == NULL)
		config_complain(l, &diag_config_type, n, "\"path\" is missing: which files does this speak of?");
	if (row->zone != NULL && zone_find(l->z, row->zone) == NULL)
		config_complain(l, &diag_config_value, n, "no zone \"%.60s\"", row->zone);
	if (row->format != NULL && reader_find(row->format) == NULL)
		config_complain(l, &diag_config_value, n, "no format \"%.60s\": 'trueup formats' lists them",
			row->format);
	if (row->date_order != NULL && !str_same(row->date_order, "dmy")
		&& !str_same(row->date_order, "mdy"))
		config_complain(l, &diag_config_value, n, "\"date_order\" is \"dmy\" or \"mdy\"");
}

static void
m_evidence(struct loading *l, const struct node *n)
{
	if (!node_is(n, NODE_LIST)) {
		config_complain(l, &diag_config_type, n, "a list of objects is wanted here");
		return;
	}
	l->c->evidence = ARENA_ARRAY(l->a, struct evidence_row, node_count(n) + 1);
	for (const struct node *x = n->child; x != NULL; x = x->next)
		load_evidence_row(l, x, &l->c->evidence[l->c->nevidence++]);
}

static void
m_weights(struct loading *l, const struct node *n)
{
	if (!node_is(n, NODE_MAP)) {
		config_complain(l, &diag_config_type, n, "an object {\"AC-2\": 5, ...} is wanted here");
		return;
	}
	l->c->has_weights = true;
	l->c->weights = ARENA_ARRAY(l->a, struct weight_row, node_count(n) + 1);
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		struct weight_row *row = &l->c->weights[l->c->nweights];
		int64_t w;

		if (!config_int(l, m, 1, 1000000, &w))
			continue;
		row->control = control_id_parse(m->key, l->c->framework, &row->framework, NULL, l->a);
		if (row->control == NULL) {
			config_complain(l, &diag_config_value, m, "\"%.60s\" is no control id that is known", m->key);
			continue;
		}
		row->weight = (uint32_t)w;
		l->c->nweights++;
	}
}

static void
m_criticality(struct loading *l, const struct node *n)
{
	if (!node_is(n, NODE_MAP)) {
		config_complain(l, &diag_config_type, n,
			"an object {\"web01.x.example\": 5, ...} is wanted here");
		return;
	}
	l->c->criticality = ARENA_ARRAY(l->a, struct crit_row, node_count(n) + 1);
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		int64_t v;

		if (config_int(l, m, 1, 5, &v))
			l->c->criticality[l->c->ncriticality++] =
				(struct crit_row){arena_strdup(l->a, m->key), (int)v};
	}
}

static void
m_process(struct loading *l, const struct node *n)
{
	struct process_row *rows;
	size_t total = 0;

	if (!config_want(l, n, NODE_MAP, "an object {\"incident\": [\"IR-4\"], ...}"))
		return;
	/* Added to those that look after a kind already: none is taken away (READINGS 150). */
	total = l->c->nprocess;
	for (const struct node *m = n->child; m != NULL; m = m->next)
		total += node_count(m) + 1;
	rows = ARENA_ARRAY(l->a, struct process_row, total + 1);
	memcpy(rows, l->c->process, l->c->nprocess * sizeof(*rows));
	l->c->process = rows;
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		int type = -1;

		for (int t = ITEM_OTHER; t <= ITEM_POAM; t++) {
			if (str_same(item_type_word((enum item_type)t), m->key))
				type = t;
		}
		if (type < 0) {
			config_complain(l, &diag_config_value, m, "no item type \"%.60s\"", m->key);
			continue;
		}
		for (const struct node *x = node_first(m); x != NULL; x = node_next(x)) {
			struct process_row *row = &rows[l->c->nprocess++];
			const char *id = config_string(l, x);

			row->type = (enum item_type)type;
			row->control = id == NULL ? NULL
			                          : control_id_parse(id, l->c->framework,
							  &row->framework, NULL, l->a);
			if (row->control == NULL) {
				config_complain(l, &diag_config_value, x, "\"%.60s\" is no control id that is known",
					id != NULL ? id : "");
				l->c->nprocess--;
			}
		}
	}
}

static void
m_scope(struct loading *l, const struct node *n)
{
	l->c->scope = config_strings(l, n, &l->c->nscope);
	if (node_is(n, NODE_LIST) && node_count(n) == 0)
		config_complain(l, &diag_config_value, n,
			"the list is empty: name the controls in scope, or leave the member out");
}

static void
m_system(struct loading *l, const struct node *n)
{
	l->c->system = config_string(l, n);
}

static void
m_framework(struct loading *l, const struct node *n)
{
	l->c->framework = config_string(l, n);
}

static void
m_o_classes(struct loading *l, const struct node *n)
{
	if (!config_want(l, n, NODE_LIST, "a list of items, assets, risks"))
		return;
	/* Added to those that must have an owner anyway (READINGS 150). */
	for (const struct node *x = node_first(n); x != NULL; x = node_next(x)) {
		const char *w = config_string(l, x);

		if (w != NULL && str_same(w, "items"))
			l->c->o_classes |= O_ITEMS;
		else if (w != NULL && str_same(w, "assets"))
			l->c->o_classes |= O_ASSETS;
		else if (w != NULL && str_same(w, "risks"))
			l->c->o_classes |= O_RISKS;
		else if (w != NULL)
			config_complain(l, &diag_config_value, x, "the classes are items, assets and risks");
	}
}

static void
m_floor_severity(struct loading *l, const struct node *n)
{
	const char *w = config_string(l, n);
	int rank;

	if (w == NULL)
		return;
	rank = severity_rank(w);
	if (rank < 0)
		config_complain(l, &diag_config_value, n, "a severity is wanted: low, moderate, high, critical");
	else if (rank > l->c->floor_severity)
		config_complain(l, &diag_config_value, n, "%s is looser than the default: " LOOSER, w);
	else
		l->c->floor_severity = rank;
}

static void
m_max_age(struct loading *l, const struct node *n)
{
	want_ns(l, n, &l->c->max_age);
}

static void
m_limits(struct loading *l, const struct node *n)
{
	if (!config_want(l, n, NODE_MAP, "an object {\"high\": \"PT24H\", ...}"))
		return;
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		int rank = severity_rank(m->key);

		struct duration d;

		if (rank < 1) {
			config_complain(l, &diag_config_member, m, "limits stand for low, moderate, high, critical");
			continue;
		}
		if (!want_duration(l, m, &d))
			continue;
		if (d.months != 0 || d.ns > l->c->limits[rank].ns)
			config_complain(l, &diag_config_value, m, "%s is looser than the default: " LOOSER, m->text);
		else
			l->c->limits[rank] = d;
	}
}

static void
m_rules(struct loading *l, const struct node *n)
{
	l->c->rules = config_strings(l, n, &l->c->nrules);
}

static void
m_profile(struct loading *l, const struct node *n)
{
	l->c->profile = config_string(l, n);
}

static void
m_overrides(struct loading *l, const struct node *n)
{
	l->c->overrides = config_strings(l, n, &l->c->noverrides);
}

static void
m_calendars(struct loading *l, const struct node *n)
{
	l->c->calendars = config_strings(l, n, &l->c->ncalendars);
}

static void
m_samples(struct loading *l, const struct node *n)
{
	l->c->sample_files = config_strings(l, n, &l->c->nsample_files);
}

static void
m_gates(struct loading *l, const struct node *n)
{
	l->c->gates = config_strings(l, n, &l->c->ngates);
}

static void
m_names(struct loading *l, const struct node *n)
{
	const char *w = config_string(l, n);

	if (w == NULL)
		return;
	if (!str_same(w, "owners") && !str_same(w, "all") && !str_same(w, "none"))
		config_complain(l, &diag_config_value, n, "\"names\" is owners, all or none");
	l->c->names = w;
}

static void
m_schema(struct loading *l, const struct node *n)
{
	config_string(l, n);
}

static const struct member members[] = {{"$schema", m_schema}, {"organisation", m_organisation},
	{"zone", m_zone}, {"period", m_period}, {"evidence", m_evidence}, {"authority", config_authority},
	{"roles", config_roles}, {"weights", m_weights}, {"criticality", m_criticality},
	{"process_controls", m_process}, {"scope", m_scope}, {"system", m_system},
	{"systems", config_systems},
	{"framework", m_framework}, {"o_classes", m_o_classes}, {"floor_severity", m_floor_severity},
	{"max_age", m_max_age}, {"limits", m_limits}, {"rules", m_rules}, {"calendars", m_calendars},
	{"profile", m_profile}, {"overrides", m_overrides}, {"identities", config_identities}, {"samples", m_samples}, {"gates", m_gates},
	{"names", m_names}, {NULL, NULL}};

int
config_parse(struct config *c, const char *file, const char *text, size_t len, struct arena *a,
	struct zones *z, struct diags *d)
{
	return config_parse_without(c, file, text, len, NULL, 0, a, z, d);
}

static void
drop_members(struct node *map, const char *const *names, size_t n)
{
	for (struct node **at = &map->child; *at != NULL;) {
		bool drop = false;

		for (size_t i = 0; i < n; i++)
			drop = drop || str_same((*at)->key, names[i]);
		if (drop)
			*at = (*at)->next;
		else
			at = &(*at)->next;
	}
}

int
config_parse_without(struct config *c, const char *file, const char *text, size_t len,
	const char *const *members_out, size_t nout, struct arena *a, struct zones *z,
	struct diags *d)
{
	struct loading l = {c, a, z, d, file, text, len};
	size_t before = diags_errors(d);
	struct node *root;
	const struct node *m;
	char hex[SHA256_HEX];

	root = json_parse(a, file, text, len, JSON_RELAXED, d);
	if (root == NULL)
		return -1;
	if (nout > 0 && node_is(root, NODE_MAP))
		drop_members(root, members_out, nout);
	sha256_hex(text, len, hex);
	c->sha256 = arena_strdup(a, hex);
	c->given = ARENA_ARRAY(a, const char *, node_count(root) + 1);
	for (m = node_is(root, NODE_MAP) ? root->child : NULL; m != NULL; m = m->next)
		c->given[c->ngiven++] = m->key;
	/* Zone and framework first: others are read by them. What is wrong with them is told below. */
	l.d = diags_new();
	for (size_t i = 0; i < 2; i++) {
		m = node_get(root, i == 0 ? "zone" : "framework");
		if (m != NULL && node_is(m, NODE_STRING))
			(i == 0 ? m_zone : m_framework)(&l, m);
	}
	diags_free(l.d);
	l.d = d;
	config_members(&l, root, members);
	return diags_errors(d) == before ? 0 : -1;
}

/* What a profile sets beside rules: it adds to what there is. framework: of the ids in it. */
static const struct member profile_members[] = {{"process_controls", m_process},
	{"o_classes", m_o_classes}, {"framework", m_framework}, {NULL, NULL}};

int
config_profile(struct config *c, const char *file, const char *text, size_t len,
	const struct node *map, struct arena *a, struct zones *z, struct diags *d)
{
	struct loading l = {c, a, z, d, file, text, len};
	const char *framework = c->framework, *own = node_get_text(map, "framework");
	size_t before = diags_errors(d);

	/* Its ids are read by its own framework; what is scored is the configuration's to say. */
	if (own != NULL)
		c->framework = own;
	config_members(&l, map, profile_members);
	c->framework = framework;
	return diags_errors(d) == before ? 0 : -1;
}
