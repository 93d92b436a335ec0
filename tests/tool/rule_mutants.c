/*
 * rule_mutants ALLOWED: do the tests beside the shipped rules bite?  Each
 * operator, literal, operand and condition of each expression and each default of
 * each parameter is changed in turn, on the text of the pack, and the rule's own
 * tests run again: one of them must fail.  A change that none can notice
 * stands in ALLOWED with its reason, one a line:
 *
 *     RULE slot: changed text | reason
 *
 * Exit status 1: a change was not noticed, or ALLOWED names one that was, or that is none.
 */
#include <stdio.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "checker/base/instant.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/zone.h"
#include "checker/judge/kind.h"
#include "checker/ruletest.h"

struct allowed { const char *name; bool used; };

struct hunt {
	struct arena *a;
	struct zones *z;
	struct allowed *allowed; size_t nallowed;
	const char *rule;
	size_t made, noticed, refused, excused, survived;
	/* The text that is changed: of one string of the pack, between its quotes. */
	const char *slot, *text;
	size_t offset, len;
};

static size_t
offset_of(const struct node *n)
{
	size_t at = 0;

	for (uint32_t line = 1; line < n->line; at++)
		line += pack_core_text[at] == '\n';
	return at + n->col - 1;
}

/* 1: a test noticed it; 0: none did; -1: the pack does not load. */
static int
noticed(struct hunt *h, const char *changed)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	size_t rest = pack_core_len - h->offset - h->len;
	const char *pack = arena_printf(a, "%.*s%s%.*s", (int)h->offset, pack_core_text, changed,
		(int)rest, pack_core_text + h->offset + h->len);
	struct pack_text p = {"core.rules.jsonc", pack, strlen(pack)};
	const struct rule_set *s = rules_load(a, &p, 1, kind_specs, d);
	int out = s == NULL ? -1 : 0;

	for (size_t i = 0; s != NULL && i < s->nrules; i++) {
		for (size_t t = 0; str_same(s->rules[i]->id, h->rule) && t < s->rules[i]->ntests; t++)
			if (out == 0 && rule_test_run(s, i, t, h->z, d, NULL) != 0)
				out = 1;
	}
	diags_free(d);
	arena_free(a);
	return out;
}

static bool
excused(struct hunt *h, const char *name)
{
	for (size_t i = 0; i < h->nallowed; i++) {
		if (!str_same(h->allowed[i].name, name))
			continue;
		h->allowed[i].used = true;
		return true;
	}
	return false;
}

/* Tries the text with [from, to) of it replaced. */
static void
try(struct hunt *h, size_t from, size_t to, const char *instead)
{
	const char *changed = arena_printf(h->a, "%.*s%s%s", (int)from, h->text, instead, h->text + to);
	const char *name = arena_printf(h->a, "%s %s: %s", h->rule, h->slot, changed);
	int n;

	if (str_same(changed, h->text))
		return;
	h->made++;
	n = noticed(h, changed);
	if (n < 0) {
		h->refused++;
	} else if (n > 0) {
		h->noticed++;
	} else if (excused(h, name)) {
		h->excused++;
	} else {
		h->survived++;
		printf("# nobody noticed %s\n", name);
	}
}

/* ---- expressions ---- */

static const struct { const char *word; const char *instead[3]; } operators[] = {
	{"==", {"!="}}, {"!=", {"=="}}, {"<=", {"<", ">="}}, {">=", {">", "<="}}, {"&&", {"||"}},
	{"||", {"&&"}}, {"<", {"<=", ">"}}, {">", {">=", "<"}}, {"+", {"-"}}, {"-", {"+"}},
};

static size_t
end_of_string(const char *s, size_t i)
{
	char quote = s[i++];

	while (s[i] != '\0' && s[i] != quote)
		i++;
	return s[i] == '\0' ? i : i + 1;
}

/* From a place on, to where what stands there ends: a bracket, or an operator that binds less. */
static size_t
extent(const char *s, size_t i, bool forward, const char *stops)
{
	int depth = 0;

	for (;; i += forward ? 1 : (size_t)-1) {
		char c = forward ? s[i] : i > 0 ? s[i - 1] : '\0';
		bool open = c == (forward ? '(' : ')') || c == (forward ? '[' : ']');
		bool shut = c == (forward ? ')' : '(') || c == (forward ? ']' : '[');

		if (c == '\0' || (depth == 0 && (shut || strchr(stops, c) != NULL)))
			return i;
		depth += open ? 1 : shut ? -1 : 0;
	}
}

/* Both sides of && and ||: one that changes nothing could as well not be there. */
static void
operands(struct hunt *h, size_t i, const char *neutral)
{
	size_t from = extent(h->text, i, false, "&|?:,"), to = extent(h->text, i + 2, true, "&|?:,");

	while (h->text[from] == ' ')
		from++;
	try(h, from, i, arena_printf(h->a, "%s ", neutral));
	try(h, i + 2, to, arena_printf(h->a, " %s", neutral));
}

static size_t
operator_at(struct hunt *h, size_t i)
{
	for (size_t k = 0; k < sizeof(operators) / sizeof(*operators); k++) {
		size_t n = strlen(operators[k].word);

		if (strncmp(h->text + i, operators[k].word, n) != 0)
			continue;
		for (size_t r = 0; r < 3 && operators[k].instead[r] != NULL; r++)
			try(h, i, i + n, operators[k].instead[r]);
		if (h->text[i] == '&')
			operands(h, i, "true");
		if (h->text[i] == '|')
			operands(h, i, "false");
		return i + n;
	}
	return i;
}

static size_t
literal_at(struct hunt *h, size_t i)
{
	const char *s = h->text;
	size_t end = i;
	int64_t v;

	if (s[i] == '\'') {
		end = end_of_string(s, i);
		try(h, i, end, arena_printf(h->a, "'x%.*s'", (int)(end - i - 2), s + i + 1));
	}
	while (s[i] >= '0' && s[i] <= '9' && s[end] >= '0' && s[end] <= '9')
		end++;
	if (end > i && s[i] != '\'' && text_to_int(s + i, end - i, 0, INT32_MAX, &v)) {
		try(h, i, end, arena_printf(h->a, "%lld", (long long)v + 1));
		try(h, i, end, arena_printf(h->a, "%lld", (long long)v - 1));
	}
	return end;
}

/* Names are stepped over whole: "t1" holds no number. */
static size_t
name_at(const char *s, size_t i)
{
	size_t end = i;

	while ((s[end] >= 'a' && s[end] <= 'z') || s[end] == '_'
		|| (end > i && s[end] >= '0' && s[end] <= '9'))
		end++;
	return end;
}

static void
hunt_expression(struct hunt *h, bool boolean)
{
	const char *s = h->text;
	size_t next;

	if (boolean) {
		try(h, 0, h->len, "true");
		try(h, 0, h->len, "false");
		try(h, 0, h->len, arena_printf(h->a, "!(%s)", s));
	}
	for (size_t i = 0; s[i] != '\0'; i = next) {
		next = name_at(s, i);
		if (next == i)
			next = literal_at(h, i);
		if (next == i)
			next = operator_at(h, i);
		if (s[i] == '?') {
			size_t from = extent(s, i, false, "?:,");

			try(h, from, i, "true ");
			try(h, from, i, "false ");
		}
		next = next == i ? i + 1 : next;
	}
}

/* ---- parameters ---- */

static void
hunt_default(struct hunt *h, const char *text)
{
	struct duration d;
	int64_t v;

	if (text_to_int(text, strlen(text), 0, INT32_MAX, &v)) {
		try(h, 0, h->len, arena_printf(h->a, "%lld", (long long)v + 1));
		try(h, 0, h->len, arena_printf(h->a, "%lld", (long long)v - 1));
	} else if (duration_parse(&d, text) == 0 && d.months == 0) {
		try(h, 0, h->len, arena_printf(h->a, "PT%lldS", (long long)(d.ns / NS_SECOND + 1)));
		if (d.ns >= NS_SECOND)
			try(h, 0, h->len,
				arena_printf(h->a, "PT%lldS", (long long)(d.ns / NS_SECOND - 1)));
	} else {
		try(h, 0, h->len, arena_printf(h->a, "%s-changed", text));
	}
}

static int
at_node(struct hunt *h, const char *slot, const struct node *n)
{
	h->slot = slot;
	h->text = n->text;
	h->len = strlen(n->text);
	h->offset = offset_of(n) + (n->type == NODE_STRING);
	if (memcmp(pack_core_text + h->offset, n->text, h->len) == 0)
		return 0;
	printf("# %s %s: its text has escapes, so that its place cannot be told\n", h->rule, slot);
	h->survived++;
	return -1;
}

static void
hunt_param(struct hunt *h, const struct param *p)
{
	const struct node *row = p->value;

	if (node_is(row, NODE_STRING) || node_is(row, NODE_NUMBER)) {
		if (at_node(h, p->name, row) == 0)
			hunt_default(h, row->text);
		return;
	}
	for (row = row->child; row != NULL; row = row->next)
		if (at_node(h, row->key != NULL ? arena_printf(h->a, "%s.%s", p->name, row->key) : p->name,
			    row) == 0)
			hunt_default(h, row->text);
}

static void
hunt_rule(struct hunt *h, const struct rule *r, const struct node *rule)
{
	const struct node *where = node_get(rule, "where");

	h->rule = r->id;
	if (where != NULL && at_node(h, "where", where) == 0)
		hunt_expression(h, true);
	for (size_t i = 0; i < r->spec->nslots; i++) {
		const struct slot_spec *s = &r->spec->slots[i];
		const struct node *n = node_get(rule, s->name);

		if (n != NULL && at_node(h, s->name, n) == 0)
			hunt_expression(h, s->want == WANT_BOOL);
	}
	for (size_t i = 0; i < r->nparams; i++)
		hunt_param(h, &r->params[i]);
}

/* ---- the list of those that nobody can notice ---- */

static int
load_allowed(struct hunt *h, const char *path)
{
	char *text, *line, *end, *bar;
	size_t len;

	if (file_read(h->a, path, MIB, &text, &len) != 0)
		return -1;
	h->allowed = ARENA_ARRAY(h->a, struct allowed, len + 1);
	for (line = text; *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		if (*end == '\n')
			*end++ = '\0';
		if (*line == '#' || *line == '\0')
			continue;
		bar = strstr(line, " | ");
		if (bar == NULL || bar[3] == '\0')
			return -1;
		*bar = '\0';
		h->allowed[h->nallowed++].name = line;
	}
	return 0;
}

static const struct node *
rule_node(const struct node *root, const char *id)
{
	const struct node *n = node_get(root, "rules")->child;

	while (n != NULL && !str_same(node_get_text(n, "id"), id))
		n = n->next;
	return n;
}

int
main(int argc, char **argv)
{
	struct hunt h = {.a = arena_new(), .z = zones_new()};
	struct diags *d = diags_new();
	struct pack_text p = {"core.rules.jsonc", pack_core_text, pack_core_len};
	const struct rule_set *s = rules_load(h.a, &p, 1, kind_specs, d);
	const struct node *root = json_parse(h.a, p.path, p.text, p.len, JSON_RELAXED, d);
	int bad = 0;

	if (argc != 2 || s == NULL || root == NULL || load_allowed(&h, argv[1]) != 0) {
		diags_print(d, stderr, false);
		fprintf(stderr, "rule_mutants: the pack or the list cannot be read\n");
		return 2;
	}
	for (size_t i = 0; i < s->nrules; i++)
		if (s->rules[i]->draft == NULL)
			hunt_rule(&h, s->rules[i], rule_node(root, s->rules[i]->id));
	for (size_t i = 0; i < h.nallowed; i++) {
		if (h.allowed[i].used)
			continue;
		printf("# noticed all the same, or no such change: %s\n", h.allowed[i].name);
		bad = 1;
	}
	printf("%zu changes: %zu noticed, %zu refused by the loader, %zu excused, %zu unnoticed\n",
		h.made, h.noticed, h.refused, h.excused, h.survived);
	bad |= h.survived > 0;
	diags_free(d);
	zones_free(h.z);
	arena_free(h.a);
	return bad;
}
