/*
 * Runs the expression language against tests in the form of the Common
 * Expression Language's own (JSON Lines: suite, section, name, expr, env,
 * bindings, want):
 *
 *     cel_conformance FILE
 *
 * Every failure is printed; then passes by suite, and the totals.  Exit 1 if
 * one failed, 2 if the file cannot be read.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "rules/lang/lex.h"
#include "rules/lang/value.h"

#define MAX_VARS 16
#define STAND_IN "\xee\x80\x80" /* U+E000, in place of U+0000, which base/json.h refuses */

/* What is not run, and why. name NULL: the whole suite. */
static const struct { const char *suite, *name, *why; } skips[] = {
	{"network_ext", NULL, "IP addresses are not part of the language"},
	{"block_ext", NULL, "cel.block is for optimizers"},
	{"proto2", NULL, "no protocol buffers"},
	{"proto2_ext", NULL, "no protocol buffers"},
	{"proto3", NULL, "no protocol buffers"},
	{"enums", NULL, "no protocol buffers"},
	{"wrappers", NULL, "no protocol buffers"},
	{"dynamic", NULL, "no protocol buffers"},
	{"unknowns", NULL, "unknowns are tested by tests/unit/test_lang.c"},
};

struct count { size_t passed, failed, skipped; };

struct test {
	struct arena *a;
	const struct node *n;
	struct lang_var vars[MAX_VARS];
	struct val vals[MAX_VARS];
	const struct val *at[MAX_VARS];
	size_t nvars;
	struct zones *zones;
	char *said; /* why it failed */
};

static bool
fail(struct test *t, const char *what, const char *more)
{
	t->said = arena_printf(t->a, "%s%s", what, more);
	return false;
}

static const struct type *
parse_type(struct test *t, const char **p)
{
	static const struct { const char *word; enum type_kind kind; } words[] = {
		{"int", TYPE_INT}, {"uint", TYPE_UINT}, {"double", TYPE_DOUBLE}, {"bool",
			TYPE_BOOL},
		{"string", TYPE_STRING}, {"bytes", TYPE_BYTES}, {"null", TYPE_NULL},
		{"timestamp", TYPE_TIMESTAMP}, {"duration", TYPE_DURATION}, {"type", TYPE_TYPE},
	};
	const struct type *key, *elem;
	size_t n;

	if (str_has_prefix(*p, "list(")) {
		*p += 5;
		elem = parse_type(t, p);
		*p += **p == ')';
		return type_list(t->a, elem);
	}
	if (str_has_prefix(*p, "map(")) {
		*p += 4;
		key = parse_type(t, p);
		*p += strspn(*p, ", ");
		elem = parse_type(t, p);
		*p += **p == ')';
		return type_map(t->a, key, elem);
	}
	n = strcspn(*p, ",)");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == n && memcmp(words[i].word, *p, n) == 0) {
			*p += n;
			return type_of_kind(words[i].kind);
		}
	*p += n;
	return type_of_kind(TYPE_DYN);
}

/* Puts U+0000 back. */
static char *
real_text(struct arena *a, const char *s, size_t *len)
{
	char *out = arena_strdup(a, s);
	size_t n = 0;

	for (const char *p = s; *p != '\0';)
		if (str_has_prefix(p, STAND_IN)) {
			out[n++] = '\0';
			p += 3;
		} else {
			out[n++] = *p++;
		}
	out[n] = '\0';
	*len = n;
	return out;
}

static struct val
base64(struct arena *a, const char *s)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char *out = arena_alloc(a, strlen(s) + 1);
	uint32_t bits = 0;
	size_t n = 0, have = 0;

	for (; *s != '\0' && *s != '='; s++) {
		const char *at = strchr(digits, *s);

		bits = bits << 6 | (uint32_t)(at == NULL ? 0 : at - digits);
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(unsigned char)(bits >> have);
		}
	}
	return val_bytes(out, n);
}

static struct moment
read_moment(const struct node *pair)
{
	int64_t sec = 0, nano = 0;

	if (pair != NULL && pair->child != NULL) {
		node_int(pair->child, &sec);
		node_int(pair->child->next, &nano);
	}
	return moment_add((struct moment){sec, 0}, moment_of_ns(nano));
}

static struct val read_value(struct test *t, const struct node *n);

static struct val
read_list(struct test *t, const struct node *n)
{
	struct vlist *l = ARENA_NEW(t->a, struct vlist);
	struct val *items = ARENA_ARRAY(t->a, struct val, node_count(n) + 1);

	for (const struct node *x = n->child; x != NULL; x = x->next)
		items[l->n++] = read_value(t, x);
	l->items = items;
	l->complete = true;
	return (struct val){.type = VALUE_LIST, .v.list = l};
}

static struct val
read_map(struct test *t, const struct node *n)
{
	struct vmap *m = ARENA_NEW(t->a, struct vmap);
	struct val *keys = ARENA_ARRAY(t->a, struct val, node_count(n) + 1);
	struct val *values = ARENA_ARRAY(t->a, struct val, node_count(n) + 1);

	for (const struct node *x = n->child; x != NULL; x = x->next, m->n++) {
		keys[m->n] = read_value(t, x->child);
		values[m->n] = read_value(t, x->child->next);
	}
	m->keys = keys;
	m->values = values;
	return (struct val){.type = VALUE_MAP, .v.map = m};
}

static struct val
read_type_name(const char *word)
{
	for (int k = TYPE_NULL; k <= TYPE_OPTIONAL; k++)
		if (strcmp(type_word((enum type_kind)k), word) == 0)
			return val_kind((enum type_kind)k, NULL);
	return val_kind(TYPE_BAD, NULL);
}

/* {"int": "1"}: one member, whose name is the type. */
static struct val
read_value(struct test *t, const struct node *n)
{
	const struct node *x = n->child;
	const char *text = node_text(x), *type = x->key;
	struct val v = {.type = VALUE_ERROR};
	int64_t i = 0;
	size_t len;

	if (strcmp(type, "null") == 0)
		return val_null();
	if (strcmp(type, "bool") == 0)
		return val_bool(x->type == NODE_TRUE);
	if (strcmp(type, "int") == 0)
		return text_to_int(text, strlen(text), INT64_MIN, INT64_MAX, &i) ? val_int(i) : v;
	if (strcmp(type, "uint") == 0) {
		uint64_t u = 0;

		for (; ch_digit(*text); text++)
			u = u * 10 + (uint64_t)(*text - '0');
		return val_uint(u);
	}
	if (strcmp(type, "double") == 0) {
		double d = 0;

		return text_to_double(text, strlen(text), &d) ? val_double(d) : v;
	}
	if (strcmp(type, "string") == 0) {
		text = real_text(t->a, text, &len);
		return val_string(text, len);
	}
	if (strcmp(type, "bytes") == 0)
		return base64(t->a, text);
	if (strcmp(type, "type") == 0)
		return read_type_name(text);
	if (strcmp(type, "list") == 0)
		return read_list(t, x);
	if (strcmp(type, "map") == 0)
		return read_map(t, x);
	if (strcmp(type, "timestamp") == 0)
		return val_timestamp(read_moment(x));
	if (strcmp(type, "duration") == 0)
		return val_duration(read_moment(x));
	return v;
}

static size_t
variable(struct test *t, const char *name)
{
	for (size_t i = 0; i < t->nvars; i++)
		if (strcmp(t->vars[i].name, name) == 0)
			return i;
	if (t->nvars == MAX_VARS)
		return 0;
	t->vars[t->nvars].name = name;
	t->vars[t->nvars].type = type_of_kind(TYPE_DYN);
	return t->nvars++;
}

static void
read_variables(struct test *t)
{
	const struct node *env = node_get(t->n, "env"), *bindings = node_get(t->n, "bindings");

	for (const struct node *x = env == NULL ? NULL : env->child; x != NULL; x = x->next) {
		const char *p = x->text;
		size_t i = variable(t, x->key);

		t->vars[i].type = parse_type(t, &p);
	}
	for (const struct node *x = bindings == NULL ? NULL : bindings->child; x != NULL;
		x = x->next) {
		size_t i = variable(t, x->key);

		t->vals[i] = read_value(t, x);
		t->at[i] = &t->vals[i];
	}
}

/* Strictly: 1 is not 1u here, -0.0 is not 0.0, and NaN is NaN. */
static bool
same(const struct val *a, const struct val *b)
{
	struct val x, y;

	if (a->type != b->type)
		return false;
	if (a->type == VALUE_DOUBLE) {
		if (__builtin_isnan(a->v.d) || __builtin_isnan(b->v.d))
			return __builtin_isnan(a->v.d) && __builtin_isnan(b->v.d);
		return val_same(a, b) && !__builtin_signbit(a->v.d) == !__builtin_signbit(b->v.d);
	}
	if (a->type != VALUE_LIST)
		return val_same(a, b);
	if (a->v.list->n != b->v.list->n)
		return false;
	for (size_t i = 0; i < a->v.list->n; i++) {
		vlist_get(a->v.list, i, &x);
		vlist_get(b->v.list, i, &y);
		if (!same(&x, &y))
			return false;
	}
	return true;
}

static bool
same_type_text(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, " ");
		b += strspn(b, " ");
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
	}
}

static const char *
first_diag(const struct diags *d)
{
	return diags_count(d) == 0 ? "nothing was said" : diags_at(d, 0)->text;
}

static bool
judge(struct test *t, const struct program *p, const struct diags *d)
{
	const struct node *want = node_get(t->n, "want"), *type = node_get(t->n, "want_type");
	bool error = node_get(want, "error") != NULL;
	struct val got, expected;

	if (p == NULL)
		return error || fail(t, "does not compile: ", first_diag(d));
	if (type != NULL && !same_type_text(type->text, type_text(t->a, program_type(p))))
		return fail(t, "has type ", type_text(t->a, program_type(p)));
	if (want == NULL)
		return type != NULL || fail(t, "the test says nothing", "");
	got = lang_run(p, t->at, t->a);
	if (error)
		return got.type == VALUE_ERROR || fail(t, "gives a value, not an error: ",
			type_word((enum type_kind)got.type));
	if (got.type == VALUE_ERROR || got.type == VALUE_UNKNOWN)
		return fail(t, "fails: ", got.v.s.p);
	expected = read_value(t, want);
	return same(&got, &expected) || fail(t, "gives another value of type ",
		type_word((enum type_kind)got.type));
}

static bool
run(struct test *t)
{
	struct diags *d = diags_new();
	struct lang_env env = {.zones = t->zones};
	struct program *p;
	size_t len;
	char *expr = real_text(t->a, node_get_text(t->n, "expr"), &len);
	bool ok;

	read_variables(t);
	env.vars = t->vars;
	env.nvars = t->nvars;
	env.container = node_get_text(t->n, "container");
	env.unchecked = node_is(node_get(t->n, "disable_check"), NODE_TRUE);
	env.no_macros = node_is(node_get(t->n, "disable_macros"), NODE_TRUE);
	p = lang_compile(t->a, expr, len, NULL, &env, WANT_ANY, d);
	ok = judge(t, p, d);
	diags_free(d);
	return ok;
}

static const char *
skipped(const char *suite, const char *name)
{
	for (size_t i = 0; i < sizeof(skips) / sizeof(skips[0]); i++)
		if (str_same(skips[i].suite, suite) &&
			(skips[i].name == NULL || str_same(skips[i].name, name)))
			return skips[i].why;
	return NULL;
}

/* \u0000 of JSON becomes \ue000; an escaped backslash before "u0000" is no escape. */
static void
hide_nul(char *line, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (line[i] == '\\') {
			if (n - i >= 6 && memcmp(line + i, "\\u0000", 6) == 0)
				line[i + 2] = 'e';
			i++;
		}
}

static int
one_line(struct arena *a, const char *file, char *line, size_t n, struct zones *zones,
	struct map *suites)
{
	struct diags *d = diags_new();
	struct test t = {.a = a, .zones = zones};
	const char *suite, *name;
	struct count *c;
	void **slot;
	int rc = -1;

	hide_nul(line, n);
	t.n = json_parse(a, file, line, n, JSON_STRICT, d);
	suite = node_get_text(t.n, "suite");
	name = node_get_text(t.n, "name");
	if (suite == NULL || name == NULL || node_get_text(t.n, "expr") == NULL) {
		fprintf(stderr, "%s: not a test: %.*s\n", file, (int)(n > 100 ? 100 : n), line);
		diags_print(d, stderr, false);
		goto out;
	}
	slot = map_slot(suites, suite, strlen(suite), NULL);
	if (*slot == NULL)
		*slot = calloc(1, sizeof(*c));
	c = *slot;
	if (c == NULL)
		goto out;
	rc = 0;
	if (skipped(suite, name) != NULL) {
		c->skipped++;
	} else if (run(&t)) {
		c->passed++;
	} else {
		c->failed++;
		printf("FAIL %s/%s: %s\n     %s\n", suite, name, t.said,
			node_get_text(t.n, "expr"));
	}
out:
	diags_free(d);
	return rc;
}

static bool
report(const struct map *suites)
{
	struct count sum = {0};

	for (size_t i = 0; i < map_count(suites); i++) {
		const struct count *c = map_value_at(suites, i);

		printf("%-16s %4zu passed %4zu failed %4zu skipped\n", map_key_at(suites, i, NULL),
			c->passed, c->failed, c->skipped);
		sum.passed += c->passed;
		sum.failed += c->failed;
		sum.skipped += c->skipped;
	}
	for (size_t i = 0; i < sizeof(skips) / sizeof(skips[0]); i++)
		if (map_has(suites, skips[i].suite, strlen(skips[i].suite)))
			printf("skipped %s%s%s: %s\n", skips[i].suite, skips[i].name ? "/" : "",
				skips[i].name ? skips[i].name : "", skips[i].why);
	printf("%zu passed, %zu failed, %zu skipped\n", sum.passed, sum.failed, sum.skipped);
	return sum.failed == 0 && sum.passed > 0;
}

int
main(int argc, char **argv)
{
	struct arena *file = arena_new(), *a = arena_new();
	struct zones *zones = zones_new();
	struct map *suites = map_new();
	char *text, *line, *end;
	size_t len;
	int rc = 2;

	if (argc != 2 || file_read(file, argv[1], 64 * MIB, &text, &len) < 0) {
		fprintf(stderr, "usage: cel_conformance FILE (JSON Lines)\n");
		goto out;
	}
	for (line = text; line < text + len; line = end + 1) {
		end = memchr(line, '\n', (size_t)(text + len - line));
		if (end == NULL)
			end = text + len;
		arena_reset(a);
		if (end > line && one_line(a, argv[1], line, (size_t)(end - line), zones,
			suites) < 0)
			goto out;
	}
	rc = report(suites) ? 0 : 1;
out:
	for (size_t i = 0; i < map_count(suites); i++)
		free(map_value_at(suites, i));
	map_free(suites);
	zones_free(zones);
	arena_free(a);
	arena_free(file);
	return rc;
}
