/* The statement: in-toto Statement v1, written once, as bytes, the same for the same facts. */
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "reports/emit_json.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/wire.h"

struct pair {
	const char *name, *text;
};

struct total {
	const char *scope, *name;
	int64_t value;
};

struct statement {
	enum seal_kind kind;
	struct arena *a;
	VEC(struct pair) outputs, inputs, rules, parameters;
	VEC(struct total) totals;
	struct pair tool, chain;
	int64_t records;
};

struct statement *
statement_new(enum seal_kind kind)
{
	struct statement *s = x_calloc(1, sizeof(*s));

	s->kind = kind;
	s->a = arena_new();
	return s;
}

enum seal_kind
statement_kind(const struct statement *s)
{
	return s->kind;
}

void
statement_free(struct statement *s)
{
	if (s == NULL)
		return;
	VEC_FREE(&s->outputs);
	VEC_FREE(&s->inputs);
	VEC_FREE(&s->rules);
	VEC_FREE(&s->parameters);
	VEC_FREE(&s->totals);
	arena_free(s->a);
	free(s);
}

static struct pair
pair_of(struct statement *s, const char *name, const char *text)
{
	return (struct pair){arena_strdup(s->a, name), arena_strdup(s->a, text)};
}

void
statement_output(struct statement *s, const char *name, const char *sha256)
{
	*VEC_PUSH(&s->outputs) = pair_of(s, name, sha256);
}

void
statement_input(struct statement *s, const char *name, const char *sha256)
{
	*VEC_PUSH(&s->inputs) = pair_of(s, name, sha256);
}

void
statement_rule(struct statement *s, const char *name, const char *sha256)
{
	*VEC_PUSH(&s->rules) = pair_of(s, name, sha256);
}

void
statement_parameter(struct statement *s, const char *name, const char *value)
{
	*VEC_PUSH(&s->parameters) = pair_of(s, name, value);
}

void
statement_tool(struct statement *s, const char *name, const char *version)
{
	s->tool = pair_of(s, name, version);
}

void
statement_chain(struct statement *s, int64_t records, const char *sha256)
{
	s->records = records;
	s->chain = pair_of(s, "chain", sha256);
}

void
statement_total(struct statement *s, const char *scope, const char *name, int64_t value)
{
	*VEC_PUSH(&s->totals) =
		(struct total){arena_strdup(s->a, scope), arena_strdup(s->a, name), value};
}

bool
statement_safe_name(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > MAX_ID || !utf8_valid(name, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7f || name[i] == '\\')
			return false;
	for (const char *p = name;; p++) {
		size_t part = strcspn(p, "/");

		if (part == 0 || (part == 1 && p[0] == '.') ||
			(part == 2 && p[0] == '.' && p[1] == '.'))
			return false;
		p += part;
		if (*p == '\0')
			return true;
	}
}

static int
by_pair(const void *x, const void *y)
{
	const struct pair *a = x, *b = y;
	int c = strcmp(a->name, b->name);

	return c != 0 ? c : strcmp(a->text, b->text);
}

static int
by_total(const void *x, const void *y)
{
	const struct total *a = x, *b = y;
	int c = strcmp(a->scope, b->scope);

	return c != 0 ? c : strcmp(a->name, b->name);
}

/* A sorted copy: the same facts give the same bytes, whatever the order in which they came. */
static struct pair *
sorted(const struct pair *v, size_t n)
{
	struct pair *copy = x_malloc((n + 1) * sizeof(*copy));

	if (n > 0) {
		memcpy(copy, v, n * sizeof(*copy));
		qsort(copy, n, sizeof(*copy), by_pair);
	}
	return copy;
}

static int
refuse(struct diags *d, const char *why, const char *what)
{
	struct place at = {.file = SEAL_STATEMENT};

	diag_add(d, &seal_statement, &at, "%s: \"%s\"", why, what);
	return -1;
}

static int
check_digests(const struct pair *v, size_t n, struct diags *d)
{
	for (size_t i = 0; i < n; i++)
		if (!is_sha256(v[i].text, strlen(v[i].text)))
			return refuse(d, "not a SHA-256 in hexadecimal", v[i].name);
	return 0;
}

/* Each file once, below the folder; not the seal, which cannot list its own digest. */
static int
check_outputs(const struct pair *v, size_t n, struct diags *d)
{
	for (size_t i = 0; i < n; i++) {
		if (!statement_safe_name(v[i].name))
			return refuse(d, "not a safe file name", v[i].name);
		if (i > 0 && strcmp(v[i - 1].name, v[i].name) == 0)
			return refuse(d, "listed twice", v[i].name);
		if (strcmp(v[i].name, SEAL_STATEMENT) == 0)
			return refuse(d, "part of the seal", v[i].name);
		for (size_t k = 0; k < SEALERS; k++)
			if (str_has_prefix(v[i].name, SEAL_STEM) &&
				strcmp(v[i].name + strlen(SEAL_STEM), sealers[k].suffix) == 0)
				return refuse(d, "part of the seal", v[i].name);
	}
	return check_digests(v, n, d);
}

static int
check_names(const struct pair *v, size_t n, struct diags *d)
{
	for (size_t i = 1; i < n; i++)
		if (strcmp(v[i - 1].name, v[i].name) == 0)
			return refuse(d, "given twice", v[i].name);
	return 0;
}

static void
put_digest(struct emit_json *j, const char *sha256)
{
	ej_kobject(j, "digest");
	ej_kstr(j, "sha256", sha256);
	ej_end(j);
}

/* in-toto's ResourceDescriptor, in the two members that we need. */
static void
put_descriptors(struct emit_json *j, const char *key, const struct pair *v, size_t n)
{
	ej_karray(j, key);
	for (size_t i = 0; i < n; i++) {
		ej_object(j);
		ej_kstr(j, "name", v[i].name);
		put_digest(j, v[i].text);
		ej_end(j);
	}
	ej_end(j);
}

static void
end_scope(struct emit_json *j)
{
	ej_end(j); /* values */
	ej_end(j);
}

static int
put_totals(struct emit_json *j, const struct total *v, size_t n, struct diags *d)
{
	ej_karray(j, "totals");
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || strcmp(v[i - 1].scope, v[i].scope) != 0;

		if (!first && strcmp(v[i - 1].name, v[i].name) == 0)
			return refuse(d, "total given twice", v[i].name);
		if (first) {
			if (i > 0)
				end_scope(j);
			ej_object(j);
			ej_kstr(j, "scope", v[i].scope);
			ej_kobject(j, "values");
		}
		ej_kint(j, v[i].name, v[i].value);
	}
	if (n > 0)
		end_scope(j);
	ej_end(j);
	return 0;
}

/* What the predicate holds besides the lists of files. */
static int
put_facts(struct emit_json *j, const struct statement *s, const struct pair *parameters,
	bool one_run, struct diags *d)
{
	struct total *totals = x_malloc((s->totals.n + 1) * sizeof(*totals));
	int rc;

	if (s->totals.n > 0)
		memcpy(totals, s->totals.v, s->totals.n * sizeof(*totals));
	qsort(totals, s->totals.n, sizeof(*totals), by_total);
	ej_kstr(j, "trust", one_run ? "untrusted" : "signed");
	ej_kobject(j, "tool");
	ej_kstr(j, "name", s->tool.name);
	ej_kstr(j, "version", s->tool.text);
	ej_end(j);
	ej_kobject(j, "parameters");
	for (size_t i = 0; i < s->parameters.n; i++)
		ej_kstr(j, parameters[i].name, parameters[i].text);
	ej_end(j);
	rc = put_totals(j, totals, s->totals.n, d);
	free(totals);
	return rc;
}

static void
put_chain(struct emit_json *j, const struct statement *s)
{
	ej_key(j, "chain");
	if (s->chain.text == NULL) {
		ej_null(j);
		return;
	}
	ej_object(j);
	ej_kint(j, "records", s->records);
	put_digest(j, s->chain.text);
	ej_end(j);
}

static int
put_statement(struct buf *out, const struct statement *s, struct pair *const lists[4], bool one_run,
	struct diags *d)
{
	struct emit_json *j = ej_to_buf(out, EJ_COMPACT);

	ej_object(j);
	ej_kstr(j, "_type", SEAL_STATEMENT_TYPE);
	put_descriptors(j, "subject", lists[0], s->outputs.n);
	ej_kstr(j, "predicateType",
		s->kind == SEAL_RECORDS ? SEAL_PREDICATE_RECORDS : SEAL_PREDICATE_TYPE);
	ej_kobject(j, "predicate");
	if (put_facts(j, s, lists[3], one_run, d) != 0) {
		ej_abandon(j);
		return -1;
	}
	put_chain(j, s);
	put_descriptors(j, "inputs", lists[1], s->inputs.n);
	put_descriptors(j, "rules", lists[2], s->rules.n);
	ej_end(j);
	ej_end(j);
	if (ej_finish(j) == 0 && out->len <= MAX_STATEMENT)
		return 0;
	diag_add(d, &seal_size, NULL, "the statement has more than %zu bytes",
		(size_t)MAX_STATEMENT);
	return -1;
}

int
statement_write(const struct statement *s, bool one_run, struct buf *out, struct diags *d)
{
	struct pair *const lists[4] = {
		sorted(s->outputs.v, s->outputs.n),
		sorted(s->inputs.v, s->inputs.n),
		sorted(s->rules.v, s->rules.n),
		sorted(s->parameters.v, s->parameters.n),
	};
	size_t start = out->len;
	int rc = -1;

	if (s->outputs.n == 0)
		diag_add(d, &seal_empty, NULL, "there is no output to seal");
	else if (check_outputs(lists[0], s->outputs.n, d) == 0 &&
		 check_digests(lists[1], s->inputs.n, d) == 0 &&
		 check_digests(lists[2], s->rules.n, d) == 0 &&
		 check_names(lists[3], s->parameters.n, d) == 0 &&
		 (s->chain.text == NULL || check_digests(&s->chain, 1, d) == 0))
		rc = put_statement(out, s, lists, one_run, d);
	if (rc != 0)
		out->len = start;
	for (size_t i = 0; i < 4; i++)
		free(lists[i]);
	return rc;
}

int
statement_sums(const struct statement *s, struct buf *out)
{
	struct pair *v = sorted(s->outputs.v, s->outputs.n);

	for (size_t i = 0; i < s->outputs.n; i++)
		buf_fmt(out, "%s  %s\n", v[i].text, v[i].name);
	free(v);
	return out->over ? -1 : 0;
}
