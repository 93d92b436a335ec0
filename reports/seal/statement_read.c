/* The statement read back, after its signature was verified. */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"
#include "reports/seal/wire.h"

static int
refuse(struct diags *d, const char *file, const struct node *n, const char *what)
{
	struct place at = {
		.file = file, .line = n != NULL ? n->line : 0, .col = n != NULL ? n->col : 0};

	diag_add(d, &seal_statement, &at, "%s", what);
	return -1;
}

/* A signer of ours writes name and digest; other members say nothing that we check. */
static int
read_row(struct digest_row *row, const struct node *n, const char *file, struct diags *d)
{
	const struct node *name = node_get(n, "name"), *sha = node_at(n, "digest/sha256");

	if (!node_is(name, NODE_STRING) || !node_is(sha, NODE_STRING) ||
		!is_sha256(sha->text, strlen(sha->text)))
		return refuse(d, file, n, "an entry needs a name and a SHA-256 digest");
	row->name = name->text;
	row->sha256 = sha->text;
	return 0;
}

static int
read_rows(struct digest_row **rows, size_t *n, struct arena *a, const struct node *list,
	const char *what, const char *file, struct diags *d)
{
	size_t i = 0;

	*n = 0;
	if (!node_is(list, NODE_LIST))
		return refuse(d, file, list, what);
	*rows = ARENA_ARRAY(a, struct digest_row, node_count(list) + 1);
	for (const struct node *x = list->child; x != NULL; x = x->next, i++)
		if (read_row(&(*rows)[i], x, file, d) != 0)
			return -1;
	*n = i;
	return 0;
}

static int
check_outputs(const struct statement_view *v, const char *file, struct diags *d)
{
	struct place at = {.file = file};
	struct map *seen = map_new();
	int rc = 0;

	if (v->noutputs == 0) {
		diag_add(d, &seal_empty, &at, "its list of subjects is empty");
		rc = -1;
	}
	for (size_t i = 0; i < v->noutputs && rc == 0; i++) {
		const char *name = v->outputs[i].name;
		bool fresh;

		map_slot(seen, name, strlen(name), &fresh);
		if (!fresh || !statement_safe_name(name)) {
			diag_add(d, &seal_statement, &at, "%s: \"%.200s\"",
				fresh ? "not a safe file name" : "listed twice", name);
			rc = -1;
		}
	}
	map_free(seen);
	return rc;
}

static bool
text_is(const struct node *map, const char *key, const char *want)
{
	const struct node *n = node_get(map, key);

	return node_is(n, NODE_STRING) && strcmp(n->text, want) == 0;
}

int
statement_read(struct statement_view *v, struct arena *a, const char *file, const char *p, size_t n,
	struct diags *d)
{
	const struct node *root;

	memset(v, 0, sizeof(*v));
	root = json_parse(a, file, p, n, JSON_STRICT, d);
	if (root == NULL)
		return -1;
	if (!text_is(root, "_type", SEAL_STATEMENT_TYPE))
		return refuse(d, file, root, "not an in-toto statement of version 1");
	v->kind = text_is(root, "predicateType", SEAL_PREDICATE_RECORDS) ? SEAL_RECORDS : SEAL_REPORT;
	if (v->kind == SEAL_REPORT && !text_is(root, "predicateType", SEAL_PREDICATE_TYPE))
		return refuse(d, file, root, "a statement about something else (predicateType)");
	v->predicate = node_get(root, "predicate");
	v->one_run = text_is(v->predicate, "trust", "untrusted");
	/* A word that we do not know must not read as the better one. */
	if (!v->one_run && !text_is(v->predicate, "trust", "signed"))
		return refuse(
			d, file, v->predicate, "trust is neither \"signed\" nor \"untrusted\"");
	if (read_rows(&v->outputs, &v->noutputs, a, node_get(root, "subject"),
		    "the list of subjects is missing", file, d) != 0 ||
		read_rows(&v->inputs, &v->ninputs, a, node_get(v->predicate, "inputs"),
			"the list of inputs is missing", file, d) != 0)
		return -1;
	return check_outputs(v, file, d);
}
