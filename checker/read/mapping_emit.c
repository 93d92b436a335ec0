/* The loader's second half: emit, when, set and values. */
#include "checker/read/mapping_parts.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/read_diags.h"

static const struct member *
member_of(enum record_kind kind, const char *name)
{
	const struct members *all = &record_members[kind];

	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->v[i].name, name) == 0)
			return &all->v[i];
	return NULL;
}

/* "is" and "not" as words: compared like headers and table keys. */
static void
read_test(struct map_load *l, const struct node *n, struct map_test *t)
{
	static const char *const names[] = { "ref", "is", "not", "matches", "present",
		"column", NULL };
	const struct node *matches, *present;
	const char *re, *why;

	map_only(l, n, names);
	t->at = n;
	t->present = -1;
	if (node_get(n, "ref") == NULL) {
		map_error(l, &map_e_syntax, n, "a test must say its \"ref\"");
		return;
	}
	map_read_ref(l, node_get(n, "ref"), &t->ref);
	map_strings(l, node_get(n, "is"), &t->is, &t->nis);
	map_strings(l, node_get(n, "not"), &t->isnot, &t->nisnot);
	map_words(l, t->is, t->nis);
	map_words(l, t->isnot, t->nisnot);
	matches = node_get(n, "matches");
	re = map_string(l, matches);
	if (re != NULL) {
		t->matches = pattern_compile(l->a, re, &why);
		if (t->matches == NULL)
			map_error(l, &map_e_syntax, matches, "no regular expression: %s", why);
	}
	present = node_get(n, "present");
	if (present != NULL && present->type != NODE_TRUE && present->type != NODE_FALSE)
		map_error(l, &map_e_syntax, present, "\"present\" must be true or false");
	else if (present != NULL)
		t->present = present->type == NODE_TRUE;
	t->column = node_is(node_get(n, "column"), NODE_TRUE);
	if (node_get(n, "column") != NULL && !t->column)
		map_error(l, &map_e_syntax, node_get(n, "column"), "\"column\" must be true");
	if (t->nis + t->nisnot == 0 && t->matches == NULL && t->present < 0 && !t->column)
		map_error(l, &map_e_syntax, n,
			"a test must ask \"is\", \"not\", \"matches\", \"present\" or \"column\"");
}

bool
map_is_list(const struct member *m)
{
	return m->type == MEMBER_IDENTS || m->type == MEMBER_ASSETS || m->type == MEMBER_TAGS;
}

static bool
is_severity(const struct member *m)
{
	return m->type == MEMBER_TEXT &&
		(strcmp(m->name, "severity") == 0 || strcmp(m->name, "priority") == 0);
}

bool
map_value_ok(const struct member *m, const char *value)
{
	int64_t n;

	if (is_severity(m))
		return severity_rank(value) >= 0 || str_same(value, "unknown");
	if (m->type == MEMBER_WORD)
		return word_find(m->words, value) >= 0;
	if (m->type == MEMBER_BOOL)
		return str_same(value, "true") || str_same(value, "false");
	if (m->type == MEMBER_INT)
		return text_to_int(value, strlen(value), 0, 5, &n);
	return m->type != MEMBER_INSTANT;
}

static void
check_value(struct map_load *l, const struct node *at, const struct member *m, const char *value)
{
	if (value != NULL && !map_value_ok(m, value))
		map_error(l, &map_e_syntax, at, "\"%s\" is no value of \"%s\"",
			text_inert_dup(l->a, value, 60), m->name);
}

static void
read_table_of(struct map_load *l, const struct node *n, const struct member *m,
	struct map_value *v)
{
	const char *name = map_string(l, n);
	const char **names = ARENA_ARRAY(l->a, const char *, l->m->ntables + 1);

	if (name == NULL)
		return;
	for (size_t i = 0; i < l->m->ntables; i++) {
		names[i] = l->m->tables[i].name;
		if (strcmp(names[i], name) == 0)
			v->table = &l->m->tables[i];
	}
	if (v->table == NULL) {
		map_error(l, &map_e_syntax, n, "no table \"%s\"%s", text_inert_dup(l->a, name, 60),
			map_near(l, name, names, l->m->ntables));
		return;
	}
	for (size_t i = 0; i < v->table->nrows; i++)
		check_value(l, v->table->rows[i].at, m, v->table->rows[i].value);
	check_value(l, v->table->otherwise_at, m, v->table->otherwise);
}

/* Types say what the member says already; only "control" changes what a text becomes. */
static void
read_type(struct map_load *l, const struct node *n, const struct member *m, struct map_value *v)
{
	static const struct { const char *name; unsigned members; } types[] = {
		{ "string", 1u << MEMBER_TEXT }, { "severity", 1u << MEMBER_TEXT },
		{ "control", 1u << MEMBER_TEXT | 1u << MEMBER_TAGS },
		{ "time", 1u << MEMBER_INSTANT }, { "date", 1u << MEMBER_INSTANT },
		{ "bool", 1u << MEMBER_BOOL }, { "number", 1u << MEMBER_INT },
		{ "party", 1u << MEMBER_PARTY },
		{ "asset", 1u << MEMBER_ASSETS | 1u << MEMBER_IDENTS },
	};
	const char *type = map_string(l, n), *names[sizeof(types) / sizeof(types[0])];

	if (type == NULL)
		return;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strcmp(types[i].name, type) != 0)
			continue;
		if ((types[i].members >> m->type & 1) == 0)
			map_error(l, &map_e_syntax, n, "\"%s\" is no type of \"%s\"", type,
				m->name);
		else if (strcmp(type, "control") == 0)
			v->type = TYPE_CONTROL;
		return;
	}
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		names[i] = types[i].name;
	map_error(l, &map_e_syntax, n, "no type \"%s\"%s", text_inert_dup(l->a, type, 60),
		map_near(l, type, names, sizeof(types) / sizeof(types[0])));
}

static void
read_rest(struct map_load *l, const struct node *n, const struct member *m, struct map_value *v)
{
	const struct node *match = node_get(n, "match");
	const char *re = map_string(l, match), *letters = map_string(l, node_get(n, "case"));
	const char *bad = map_string(l, node_get(n, "on_bad")), *why;

	map_strings(l, node_get(n, "split"), &v->split, &v->nsplit);
	for (size_t i = 0; i < v->nsplit; i++)
		if (v->split[i][0] == '\0')
			map_error(l, &map_e_syntax, node_get(n, "split"), "an empty separator");
	if (re != NULL && (v->match = pattern_compile(l->a, re, &why)) == NULL)
		map_error(l, &map_e_syntax, match, "no regular expression: %s", why);
	if (letters != NULL && !str_same(letters, "lower") && !str_same(letters, "upper"))
		map_error(l, &map_e_syntax, node_get(n, "case"),
			"\"case\" must be \"lower\" or \"upper\"");
	v->letters = letters == NULL ? 0 : letters[0];
	read_table_of(l, node_get(n, "map"), m, v);
	read_type(l, node_get(n, "type"), m, v);
	v->framework = map_string(l, node_get(n, "framework"));
	v->ns = map_string(l, node_get(n, "ns"));
	if (v->ns != NULL && m->type != MEMBER_IDENTS && m->type != MEMBER_PARTY &&
		m->type != MEMBER_TAGS && m->type != MEMBER_ASSETS)
		map_error(l, &map_e_syntax, node_get(n, "ns"), "\"%s\" has no name spaces",
			m->name);
	v->fallback = map_string(l, node_get(n, "default"));
	check_value(l, node_get(n, "default"), m, v->fallback);
	if (bad != NULL && !str_same(bad, "null") && !str_same(bad, "error") && !str_same(bad,
		"keep"))
		map_error(l, &map_e_syntax, node_get(n, "on_bad"),
			"\"on_bad\" must be \"null\", \"error\" or \"keep\"");
	v->on_bad = str_same(bad, "error") ? BAD_ERROR : str_same(bad, "keep") ?
		BAD_KEEP : BAD_NULL;
}

int
map_read_value(struct map_load *l, const struct node *n, const struct member *m,
	struct map_value *v)
{
	static const char *const names[] = { "const", "ref", "any", "split", "match", "case", "map",
		"type", "framework", "ns", "default", "on_bad", NULL };
	const struct node *c;

	v->at = n;
	if (n->type == NODE_STRING) {
		map_read_refs(l, n, &v->refs, &v->nrefs);
		return 0;
	}
	map_only(l, n, names);
	if (n->type != NODE_MAP)
		return -1;
	c = node_get(n, "const");
	if (c != NULL)
		v->constant = node_text(c);
	if (c != NULL && v->constant == NULL)
		map_error(l, &map_e_syntax, c, "\"const\" must be a string, number or truth value");
	else
		check_value(l, c, m, v->constant);
	map_read_refs(l, node_get(n, node_get(n, "ref") != NULL ? "ref" : "any"), &v->refs,
		&v->nrefs);
	if ((v->constant != NULL) + (node_get(n, "ref") != NULL) + (node_get(n,
		"any") != NULL) != 1)
		map_error(l, &map_e_syntax, n, "a value has one of \"ref\", \"any\" and \"const\"");
	read_rest(l, n, m, v);
	return 0;
}

static const struct member *
text_member(enum record_kind kind, const char *name)
{
	const struct member *m = member_of(kind, name);

	return m != NULL && m->type == MEMBER_TEXT ? m : NULL;
}

static void
read_set(struct map_load *l, struct map_emit *e, const struct node *n)
{
	const struct members *all = &record_members[e->kind];
	const struct member *m = member_of(e->kind, n->key);
	struct map_set *set = &e->sets[e->nsets];
	size_t count = n->type == NODE_LIST ? node_count(n) : 1;

	if (m == NULL) {
		const char **names = ARENA_ARRAY(l->a, const char *, all->n + 1);

		for (size_t i = 0; i < all->n; i++)
			names[i] = all->v[i].name;
		map_error(l, &map_e_syntax, n, "\"%s\" is no member of %s%s",
			text_inert_dup(l->a, n->key, 60), record_kind_word(e->kind),
			map_near(l, n->key, names, all->n));
		return;
	}
	*set = (struct map_set){ .member = m, .id = l->m->nsets++ };
	set->text = is_severity(m) ? TEXT_SEVERITY : strcmp(m->name, "framework") == 0 ?
		TEXT_FRAMEWORK : TEXT_AS_IS;
	set->framework = text_member(e->kind, "framework");
	set->part = text_member(e->kind, "part");
	set->values = ARENA_ARRAY(l->a, struct map_value, count + 1);
	/* A party may be named and have identifiers beside its name. */
	if (n->type == NODE_LIST && !map_is_list(m) && m->type != MEMBER_PARTY)
		map_error(l, &map_e_syntax, n, "\"%s\" takes one value", m->name);
	for (const struct node *c = node_first(n); c != NULL;
		c = n->type == NODE_LIST ? c->next : NULL)
		if (map_read_value(l, c, m, &set->values[set->nvalues++]) != 0)
			return;
	for (size_t i = 0; m->type == MEMBER_IDENTS && i < set->nvalues; i++)
		if (set->values[i].ns == NULL)
			map_error(l, &map_e_syntax, set->values[i].at,
				"identifiers need their \"ns\": "
				"email, emp, login, auto, ip, serial, ...");
	e->nsets++;
}

/* "status" fills "status_raw" as well, unless the mapping sets that itself. */
static void
find_raws(struct map_load *l, struct map_emit *e)
{
	for (size_t i = 0; i < e->nsets; i++) {
		const char *name = arena_printf(l->a, "%s_raw", e->sets[i].member->name);
		const struct member *raw = text_member(e->kind, name);

		if (raw == NULL)
			continue;
		for (size_t j = 0; raw != NULL && j < e->nsets; j++)
			if (e->sets[j].member == raw)
				raw = NULL;
		e->sets[i].raw = raw;
	}
}

static void
read_require(struct map_load *l, struct map_emit *e, const struct node *n)
{
	const char **names;
	size_t count;

	map_strings(l, n, &names, &count);
	for (size_t i = 0; i < count; i++) {
		bool found = false;

		for (size_t j = 0; j < e->nsets; j++)
			if (strcmp(e->sets[j].member->name, names[i]) == 0)
				found = e->sets[j].required = true;
		if (!found)
			map_error(l, &map_e_syntax, n, "\"%s\" is required but not set",
				text_inert_dup(l->a, names[i], 60));
	}
}

/*
 * Words that a record cannot do without (model/members.h) must be set, or it could never be
 * made.
 */
static void
check_must(struct map_load *l, const struct map_emit *e, const struct node *n)
{
	const struct members *all = &record_members[e->kind];

	for (size_t i = 0; i < all->n; i++) {
		bool set = false;

		if (all->v[i].type != MEMBER_WORD || all->v[i].missing != MEMBER_MUST)
			continue;
		for (size_t j = 0; j < e->nsets; j++)
			set = set || e->sets[j].member == &all->v[i];
		if (!set)
			map_error(l, &map_e_syntax, n, "a record of kind %s must set \"%s\"",
				record_kind_word(e->kind), all->v[i].name);
	}
}

/* What each word of the record is when it is not there. */
static void
find_words(struct map_load *l, struct map_emit *e)
{
	const struct members *all = &record_members[e->kind];

	e->words = ARENA_ARRAY(l->a, struct map_word, all->n + 1);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].type == MEMBER_WORD && all->v[i].missing != MEMBER_MUST)
			e->words[e->nwords++] =
				(struct map_word){ all->v[i].offset, all->v[i].missing };
}

static void
read_emit(struct map_load *l, const struct node *n, struct map_emit *e)
{
	static const char *const names[] = { "record", "each", "when", "set", "require", NULL };
	const char *kind = map_string(l, node_get(n, "record"));
	const struct node *when = node_get(n, "when"), *set = node_get(n, "set");
	int k = kind == NULL ? -1 : word_find(&words_record_kind, kind);

	map_only(l, n, names);
	if (k < 0) {
		map_error(l, &map_e_syntax, node_get(n, "record") != NULL ? node_get(n,
			"record") : n,
			"\"record\" must be one of the kinds of record%s",
			kind == NULL ? "" : map_near(l, kind, words_record_kind.v,
				(size_t)words_record_kind.n));
		return;
	}
	e->kind = (enum record_kind)k;
	e->at = n;
	map_read_each(l, node_get(n, "each"), e);
	e->tests = ARENA_ARRAY(l->a, struct map_test, node_count(when) + 1);
	for (const struct node *c = node_first(when); c != NULL;
		c = when->type == NODE_LIST ? c->next : NULL)
		read_test(l, c, &e->tests[e->ntests++]);
	if (!node_is(set, NODE_MAP) || node_count(set) == 0 || node_count(set) > MAP_MAX_SETS) {
		map_error(l, &map_e_syntax, set != NULL ? set : n,
			"\"set\" must be an object with 1 to %d members",
			MAP_MAX_SETS);
		return;
	}
	e->sets = ARENA_ARRAY(l->a, struct map_set, node_count(set) + 1);
	for (const struct node *c = set->child; c != NULL; c = c->next)
		read_set(l, e, c);
	find_raws(l, e);
	find_words(l, e);
	read_require(l, e, node_get(n, "require"));
	check_must(l, e, n);
}

void
map_read_emits(struct map_load *l, const struct node *list)
{
	if (list->type != NODE_LIST || node_count(list) == 0 || node_count(list) > MAP_MAX_EMITS) {
		map_error(l, &map_e_syntax, list, "\"emit\" must be a list of 1 to %d records",
			MAP_MAX_EMITS);
		return;
	}
	l->m->emits = ARENA_ARRAY(l->a, struct map_emit, node_count(list));
	for (const struct node *c = list->child; c != NULL; c = c->next)
		read_emit(l, c, &l->m->emits[l->m->nemits++]);
}
