/* Packs from their text: the header, the list, ids that stand once. */
#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "rules/lang/pack_diags.h"
#include "rules/lang/pack_parts.h"

#define PACK_FORMAT "rules/1"

struct place
pack_place(struct pack_loading *l, const struct node *n, size_t skip)
{
	struct place at = {.file = l->text->path};
	size_t i = 0;

	for (uint32_t line = 1; line < n->line && i < l->text->len; i++) {
		if (l->text->text[i] == '\n')
			line++;
	}
	i += (n->col > 0 ? n->col - 1 : 0) + skip;
	place_of(&at, l->a, l->text->path, l->text->text, l->text->len,
		i < l->text->len ? i : l->text->len);
	return at;
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
	if (node_is(n, NODE_STRING))
		return arena_strdup(l->a, n->text);
	pack_error(l, &diag_pack_type, n, "a string is wanted here");
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
		bool known = false;

		for (size_t i = 0; i < n; i++)
			known = known || str_same(names[i], m->key);
		if (known)
			continue;
		near = text_nearest(m->key, names, n);
		pack_error(l, &diag_pack_member, m, "no member \"%.60s\" is known here%s%s%s", m->key,
			near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
			near != NULL ? "\"?" : "");
	}
}

struct loaded {
	VEC(struct rule *) rules;
	VEC(struct pack_file) files;
};

static void
load_rules(struct pack_loading *l, const struct node *list, struct loaded *out)
{
	if (!node_is(list, NODE_LIST)) {
		pack_error(l, &diag_pack_type, list, "\"rules\" is a list of objects");
		return;
	}
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		struct rule *r;

		if (out->rules.n >= MAX_RULES) {
			pack_error(l, &diag_pack_many, n, "more than %d rules", MAX_RULES);
			return;
		}
		r = pack_rule(l, n);
		if (r == NULL)
			continue;
		for (size_t i = 0; i < out->rules.n; i++) {
			if (str_same(out->rules.v[i]->id, r->id))
				pack_error(l, &diag_pack_duplicate, n, "%s is a rule of %s:%u already",
					r->id, out->rules.v[i]->file, out->rules.v[i]->line);
		}
		*VEC_PUSH(&out->rules) = r;
	}
}

static size_t
load_pack(struct pack_loading *l, struct loaded *out)
{
	static const char *const names[] = {
		"$schema", "trueup", "name", "version", "title", "rules", NULL};
	struct node *root = json_parse(l->a, l->text->path, l->text->text, l->text->len,
		JSON_RELAXED, l->d);
	const char *format, *name, *version;
	char hex[SHA256_HEX];

	if (root == NULL)
		return 1;
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

struct rule_set *
rules_load(struct arena *a, const struct pack_text *packs, size_t n,
	const struct kind_spec *const *kinds, struct diags *d)
{
	struct loaded out = {0};
	struct rule_set *set = NULL;
	size_t errors = 0;

	for (size_t i = 0; i < n; i++) {
		struct pack_loading l = {a, d, &packs[i], NULL, kinds, 0};

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
	VEC_FREE(&out.rules);
	VEC_FREE(&out.files);
	return set;
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
