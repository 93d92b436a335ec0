/* Packs from their text: the header, the list, ids that stand once. */
#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "rules/lang/pack_diags.h"
#include "rules/lang/pack_parts.h"

#define PACK_FORMAT "rules/1"

/* Bytes around a place that are looked at: far more than an excerpt holds. */
#define NEAR ((size_t)64 * 1024)

void
pack_lines(struct pack_loading *l)
{
	const char *end = l->text->text + l->text->len;
	VEC(size_t) v = {0};

	*VEC_PUSH(&v) = 0;
	for (const char *p = l->text->text; (p = memchr(p, '\n', (size_t)(end - p))) != NULL;)
		*VEC_PUSH(&v) = (size_t)(++p - l->text->text);
	l->nlines = v.n;
	l->lines = ARENA_ARRAY(l->a, size_t, v.n);
	memcpy(l->lines, v.v, v.n * sizeof(*v.v));
	VEC_FREE(&v);
}

static size_t
offset_of(const struct pack_loading *l, const struct node *n)
{
	size_t line = n->line > 0 ? n->line - 1 : 0, at;

	at = l->lines[line < l->nlines ? line : l->nlines - 1] + (n->col > 0 ? n->col - 1 : 0);
	return at < l->text->len ? at : l->text->len;
}

/* A pack may be one long line and have thousands of places: only the surroundings are read. */
static struct place
place_at(struct pack_loading *l, uint32_t line, size_t at)
{
	size_t start = l->lines[line > 0 && line <= l->nlines ? line - 1 : 0], from = start;
	size_t end = l->text->len - at > NEAR ? at + NEAR : l->text->len;
	struct place p;

	if (at - start > NEAR)
		from = at - NEAR;
	place_of(&p, l->a, l->text->path, l->text->text + from, end - from, at - from);
	p.line = line;
	p.col += (uint32_t)(from - start);
	p.cut += (uint32_t)(from - start);
	return p;
}

struct place
pack_place(struct pack_loading *l, const struct node *n, size_t skip)
{
	size_t at = offset_of(l, n) + skip;

	return place_at(l, n->line, at < l->text->len ? at : l->text->len);
}

/* Where the name of a member stands: before its value, mostly on the same line. */
static struct place
name_place(struct pack_loading *l, const struct node *n)
{
	size_t at = offset_of(l, n), len = strlen(n->key), line = n->line;
	size_t stop = at > NEAR ? at - NEAR : 0;
	const char *text = l->text->text;

	for (size_t i = at; i-- > stop;) {
		struct place p;

		if (text[i] == '\n' && line > 1)
			line--;
		if (text[i] != '"' || at - i < len + 2 || text[i + len + 1] != '"'
			|| memcmp(text + i + 1, n->key, len) != 0)
			continue;
		p = place_at(l, (uint32_t)line, i);
		p.width = (uint32_t)len + 2;
		return p;
	}
	return pack_place(l, n, 0);
}

void
pack_error(struct pack_loading *l, const struct diag_kind *kind, const struct node *n,
	const char *fmt, ...)
{
	struct place at = pack_place(l, n, 0);
	va_list ap;

	va_start(ap, fmt);
	diag_add(l->d, kind, &at, "%s", arena_vprintf(l->a, fmt, ap));
	va_end(ap);
	l->errors++;
}

const char *
pack_string(struct pack_loading *l, const struct node *n)
{
	if (node_is(n, NODE_STRING) && n->text[0] != '\0')
		return arena_strdup(l->a, n->text);
	pack_error(l, &diag_pack_type, n, node_is(n, NODE_STRING) ? "this is blank"
		: "a string is wanted here");
	return NULL;
}

void
pack_members(struct pack_loading *l, const struct node *map, const char *const *names)
{
	size_t n = 0;

	while (names[n] != NULL)
		n++;
	for (const struct node *m = map->child; m != NULL; m = m->next) {
		const char *near;
		struct place at;
		bool known = false;

		for (size_t i = 0; i < n; i++)
			known = known || str_same(names[i], m->key);
		if (known)
			continue;
		near = text_nearest(m->key, names, n);
		at = name_place(l, m);
		diag_add(l->d, &diag_pack_member, &at, "no member \"%.60s\" is known here%s%s%s",
			m->key, near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
			near != NULL ? "\"?" : "");
		l->errors++;
	}
}

struct loaded {
	VEC(struct rule *) rules;
	VEC(struct pack_file) files;
	struct map *ids;       /* of all packs: the rule that has it */
	size_t seen;           /* rules, right or wrong */
	bool to_judge;         /* without the tests of core */
};

static void
load_rule(struct pack_loading *l, const struct node *n, struct loaded *out)
{
	struct rule *r = pack_rule(l, n);
	const struct rule *first;
	void **slot;
	bool fresh;

	if (r == NULL)
		return;
	slot = map_slot(out->ids, r->id, strlen(r->id), &fresh);
	first = *slot;
	if (fresh) {
		*slot = r;
		*VEC_PUSH(&out->rules) = r;
	} else {
		pack_error(l, &diag_pack_duplicate, node_get(n, "id"), "%s is a rule of %s:%u already",
			r->id, first->file, first->line);
	}
}

static void
load_rules(struct pack_loading *l, const struct node *list, struct loaded *out)
{
	if (!node_is(list, NODE_LIST)) {
		pack_error(l, &diag_pack_type, list, "\"rules\" is a list of objects");
		return;
	}
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		if (++out->seen > MAX_RULES) {
			pack_error(l, &diag_pack_many, n, "more than %d rules", MAX_RULES);
			return;
		}
		load_rule(l, n, out);
	}
}

static size_t
load_pack(struct pack_loading *l, struct loaded *out)
{
	static const char *const names[] = {
		"$schema", "trueup", "name", "version", "title", "rules", NULL};
	bool plain = out->to_judge && l->text->text == pack_core_text;
	struct node *root = json_parse(l->a, l->text->path, plain ? pack_core_plain : l->text->text,
		plain ? pack_core_plain_len : l->text->len, JSON_RELAXED, l->d);
	const char *format, *name, *version;
	char hex[SHA256_HEX];

	if (root == NULL)
		return 1;
	pack_lines(l);
	format = node_get_text(root, "trueup");
	name = node_get_text(root, "name");
	version = node_get_text(root, "version");
	if (!node_is(root, NODE_MAP) || !str_same(format, PACK_FORMAT) || name == NULL
		|| version == NULL || node_get(root, "rules") == NULL) {
		pack_error(l, &diag_pack_header, root,
			"this is no rule pack: \"trueup\": \"" PACK_FORMAT
			"\", \"name\", \"version\" and \"rules\" are needed");
		return l->errors;
	}
	pack_members(l, root, names);
	l->pack = arena_strdup(l->a, name);
	/* A report names packs: nobody's rules may come under the name of another's. */
	for (size_t i = 0; i < out->files.n; i++)
		if (str_same(out->files.v[i].name, l->pack))
			pack_error(l, &diag_pack_duplicate, node_get(root, "name"),
				"%s is a pack of that name already", out->files.v[i].path);
	sha256_hex(l->text->text, l->text->len, hex);
	*VEC_PUSH(&out->files) = (struct pack_file){l->pack, arena_strdup(l->a, version),
		arena_strdup(l->a, l->text->path), arena_strdup(l->a, hex)};
	load_rules(l, node_get(root, "rules"), out);
	return l->errors;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp((*(struct rule *const *)a)->id, (*(struct rule *const *)b)->id);
}

static struct rule_set *
load_all(struct arena *a, const struct pack_text *packs, size_t n,
	const struct kind_spec *const *kinds, bool to_judge, struct diags *d)
{
	struct loaded out = {.ids = map_new(), .to_judge = to_judge};
	struct rule_set *set = NULL;
	size_t errors = 0;

	for (size_t i = 0; i < n; i++) {
		struct pack_loading l = {.a = a, .d = d, .text = &packs[i], .kinds = kinds};

		errors += load_pack(&l, &out);
	}
	if (errors == 0) {
		set = ARENA_NEW(a, struct rule_set);
		set->nrules = out.rules.n;
		set->rules = ARENA_ARRAY(a, struct rule *, out.rules.n + 1);
		if (out.rules.n > 0) {
			memcpy(set->rules, out.rules.v, out.rules.n * sizeof(*set->rules));
			qsort(set->rules, set->nrules, sizeof(*set->rules), by_id);
		}
		set->npacks = out.files.n;
		set->packs = ARENA_ARRAY(a, struct pack_file, out.files.n + 1);
		if (out.files.n > 0)
			memcpy(set->packs, out.files.v, out.files.n * sizeof(*set->packs));
	}
	map_free(out.ids);
	VEC_FREE(&out.rules);
	VEC_FREE(&out.files);
	return set;
}

struct rule_set *
rules_load(struct arena *a, const struct pack_text *packs, size_t n,
	const struct kind_spec *const *kinds, struct diags *d)
{
	return load_all(a, packs, n, kinds, false, d);
}

struct rule_set *
rules_load_to_judge(struct arena *a, const struct pack_text *packs, size_t n,
	const struct kind_spec *const *kinds, struct diags *d)
{
	return load_all(a, packs, n, kinds, true, d);
}

const struct rule *
rule_find(const struct rule_set *s, const char *id)
{
	for (size_t i = 0; i < s->nrules; i++) {
		if (str_same(s->rules[i]->id, id))
			return s->rules[i];
	}
	return NULL;
}

const struct param *
rule_param(const struct rule *r, const char *name)
{
	for (size_t i = 0; i < r->nparams; i++) {
		if (str_same(r->params[i].name, name))
			return &r->params[i];
	}
	return NULL;
}
