#include "checker/gate.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "rules/lang/program.h"

const struct gate_name gate_names[] = {
	{"complete", "every source was read to its end (bool)"},
	{"real_low", "what evidence supports at least, whole per cent, rounded down"},
	{"real_high", "what it supports at most, whole per cent, rounded up"},
	{"procedural", "what the records say, whole per cent, rounded up"},
	{"supported", "part of procedural that evidence supports, rounded down"},
	{"refuted", "part of procedural that evidence refutes, rounded up"},
	{"not_shown", "part of procedural that is only written down, rounded up"},
	{"understatement", "works, and nobody claims it, rounded down"},
	{"fog", "real_high less real_low, rounded up"},
	{"contradicted", "controls with verdict CONTRADICTED"},
	{"failing", "controls with admissible failing evidence"},
	{"ratchet", "nothing that the previous report had is shown less or left the count (bool; needs --previous)"},
	{"status", "\"GREEN\", \"AMBER\", \"RED\" or \"UNDEFINED\""},
	{NULL, NULL},
};

#define RATCHET_REASONS 3 /* told in a line; the report has all */
#define GATE_NAMES (sizeof(gate_names) / sizeof(*gate_names) - 1)

static bool
rounds_down(const char *name)
{
	return str_same(name, "real_low") || str_same(name, "supported")
		|| str_same(name, "understatement");
}

/* As the report found it, when both trees were at hand; what it does not say is unknown. */
static struct fval
ratchet_of(const struct node *report, const struct node *scope)
{
	const struct node *r = node_at(report, "previous/ratchet/scopes");
	const char *id = node_get_text(scope, "id");

	for (const struct node *s = r != NULL ? r->child : NULL; s != NULL; s = s->next)
		if (str_same(node_get_text(s, "scope"), id))
			return (struct fval){.known = KNOWN,
				.v.b = node_is(node_get(s, "holds"), NODE_TRUE)};
	return (struct fval){.known = UNKNOWN, .trail = "the report has no such scope"};
}

/* The value of a name in a scope; UNKNOWN where the report has none (an undefined score). */
static struct fval
value_of(const struct node *report, const struct node *scope, const char *name)
{
	const struct node *scores = node_get(scope, "scores"), *n;
	struct fval v = {.known = UNKNOWN, .trail = "the report has no such score"};
	int64_t i;

	if (str_same(name, "complete")) {
		n = node_get(report, "complete");
		if (node_is(n, NODE_TRUE) || node_is(n, NODE_FALSE))
			v = (struct fval){.known = KNOWN, .v.b = n->type == NODE_TRUE};
	} else if (str_same(name, "ratchet")) {
		v = ratchet_of(report, scope);
	} else if (str_same(name, "status")) {
		const char *s = node_get_text(scores, "status");

		if (s != NULL)
			v = (struct fval){.known = KNOWN, .v.s = s};
	} else if (str_same(name, "contradicted") || str_same(name, "failing")) {
		if (node_int(node_get(scope, name), &i) == 0)
			v = (struct fval){.known = KNOWN, .v.i = i};
	} else if (node_int(node_get(scores, name), &i) == 0 && i >= 0) {
		v = (struct fval){.known = KNOWN,
			.v.i = rounds_down(name) ? i / 10000 : (i + 9999) / 10000};
	}
	return v;
}

static enum field_type
type_of(const char *name)
{
	return str_same(name, "complete") || str_same(name, "ratchet") ? FIELD_BOOL
		: str_same(name, "status") ? FIELD_STRING : FIELD_INT;
}

static bool
mentions(const char *expr, const char *name)
{
	size_t len = strlen(name);

	for (const char *p = strstr(expr, name); p != NULL; p = strstr(p + 1, name)) {
		bool left = p == expr || !(ch_alnum(p[-1]) || p[-1] == '_');

		if (left && !ch_alnum(p[len]) && p[len] != '_')
			return true;
	}
	return false;
}

bool
gate_needs_previous(const char *const *exprs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (mentions(exprs[i], "ratchet"))
			return true;
	return false;
}

/* Why a ratchet does not hold in a scope: the first reasons, and how many more. */
static void
explain_ratchet(struct buf *b, const struct node *report, const char *scope)
{
	const struct node *why = node_at(report, "previous/ratchet/why");
	size_t n = 0;

	for (const struct node *w = why != NULL ? why->child : NULL; w != NULL; w = w->next) {
		const char *of = node_get_text(w, "scope"), *text = node_get_text(w, "text");

		if ((of != NULL && !str_same(of, scope)) || ++n > RATCHET_REASONS)
			continue;
		buf_str(b, n == 1 ? ": " : "; ");
		text_inert(b, text != NULL ? text : "", 200);
	}
	if (n > RATCHET_REASONS)
		buf_fmt(b, "; and %zu more", n - RATCHET_REASONS);
}

static const char *
explain(struct arena *a, const char *expr, const struct binding *b, const struct node *report,
	const char *scope)
{
	struct buf out;
	char *text;

	buf_init(&out, MIB);
	for (size_t i = 0; i < GATE_NAMES; i++) {
		if (!mentions(expr, b[i].name))
			continue;
		if (out.len > 0)
			buf_str(&out, ", ");
		buf_fmt(&out, "%s is ", b[i].name);
		if (b[i].value.known != KNOWN)
			buf_str(&out, "unknown");
		else if (type_of(b[i].name) == FIELD_BOOL)
			buf_str(&out, b[i].value.v.b ? "true" : "false");
		else if (type_of(b[i].name) == FIELD_STRING)
			buf_fmt(&out, "\"%s\"", b[i].value.v.s);
		else
			buf_fmt(&out, "%lld", (long long)b[i].value.v.i);
		if (str_same(b[i].name, "ratchet") && !(b[i].value.known == KNOWN && b[i].value.v.b))
			explain_ratchet(&out, report, scope);
	}
	text = arena_strdup(a, out.p);
	buf_free(&out);
	return text;
}

static int
compile(struct program **out, const char *expr, struct arena *a, struct diags *d)
{
	struct var vars[GATE_NAMES];
	struct place at = {.file = "gate", .line = 1, .col = 1, .excerpt = expr};

	for (size_t i = 0; i < GATE_NAMES; i++)
		vars[i] = (struct var){gate_names[i].name, type_of(gate_names[i].name), NULL};
	*out = program_compile(a, expr, &at, vars, GATE_NAMES, WANT_BOOL, d);
	return *out == NULL ? -1 : 0;
}

static void
run_line(struct gate_result *out, const struct node *report, const struct node *scope,
	const char *expr, const struct program *p, struct arena *a)
{
	struct binding b[GATE_NAMES];
	const char *why = NULL;
	struct gate_line *line = &out->lines[out->n++];

	for (size_t i = 0; i < GATE_NAMES; i++)
		b[i] = (struct binding){gate_names[i].name,
			value_of(report, scope, gate_names[i].name)};
	line->scope = node_get_text(scope, "id");
	line->expr = expr;
	line->pass = program_tri(p, b, GATE_NAMES, a, &why) == TRI_T;
	line->why = explain(a, expr, b, report, line->scope);
	out->pass = out->pass && line->pass;
}

int
gate_run(struct gate_result *out, const struct node *report, const char *const *exprs, size_t n,
	struct arena *a, struct diags *d)
{
	static const char *const standard[] = {GATE_DEFAULT};
	const struct node *scopes = node_get(report, "scopes");
	struct program **programs;
	int rc = 0;

	*out = (struct gate_result){.pass = true};
	if (n == 1 && str_same(exprs[0], "none")) {
		out->none = true;
		return 0;
	}
	if (n == 0) {
		exprs = standard;
		n = 1;
	}
	if (gate_needs_previous(exprs, n) && !node_is(node_get(report, "previous"), NODE_MAP)) {
		diag_add(d, &diag_gate_previous, NULL, "this report was held to no other: run check with "
			"--previous REPORT");
		return -1;
	}
	programs = ARENA_ARRAY(a, struct program *, n);
	for (size_t i = 0; i < n; i++) {
		if (compile(&programs[i], exprs[i], a, d) != 0)
			rc = -1;
	}
	if (rc != 0)
		return -1;
	out->lines = ARENA_ARRAY(a, struct gate_line, n * (node_count(scopes) + 1));
	for (const struct node *s = scopes != NULL ? scopes->child : NULL; s != NULL; s = s->next) {
		for (size_t i = 0; i < n; i++)
			run_line(out, report, s, exprs[i], programs[i], a);
	}
	if (out->n == 0) {
		out->pass = false;
		out->why = "there is no scope to judge: nothing says which controls apply";
	} else if (!node_is(node_get(report, "as_of_given"), NODE_TRUE)) {
		out->pass = false;
		out->why = "no --as-of was given: stale evidence cannot be told from fresh";
	} else if (!node_is(node_get(report, "complete"), NODE_TRUE)) {
		out->pass = false;
		out->why = "the evidence is incomplete: what was not read may say anything";
	}
	return 0;
}

/* More than one scope: then each line says whose it is. */
static bool
several(const struct gate_result *g)
{
	for (size_t i = 1; i < g->n; i++)
		if (!str_same(g->lines[i].scope, g->lines[0].scope))
			return true;
	return false;
}

void
gate_print(struct buf *b, const struct gate_result *g)
{
	if (g->none) {
		buf_str(b, "Gate: none was asked (--gate none).\n");
		return;
	}
	for (size_t i = 0; i < g->n; i++) {
		buf_fmt(b, "Gate %s", g->lines[i].pass ? "passed: " : "FAILED: ");
		if (several(g)) {
			text_inert(b, g->lines[i].scope, 200);
			buf_str(b, ": ");
		}
		text_inert(b, g->lines[i].expr, 200);
		buf_fmt(b, "\n    (%s)\n", g->lines[i].why);
	}
	if (g->why != NULL)
		buf_fmt(b, "Gate FAILED: %s.\n", g->why);
}
