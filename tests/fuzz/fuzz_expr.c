/* Any bytes as an expression and as a message: compiled, and run if they compile. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "rules/lang/template.h"
#include "rules/lang/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct var vars[] = {
	{"s", FIELD_STRING, NULL}, {"i", FIELD_INT, NULL}, {"b", FIELD_BOOL, NULL},
	{"t", FIELD_TIMESTAMP, NULL}, {"d", FIELD_DURATION, NULL}, {"u", FIELD_BOOL, NULL},
};

static const struct binding bindings[] = {
	{"s", {.known = KNOWN, .v.s = "a string"}},
	{"i", {.known = KNOWN, .v.i = -3}},
	{"b", {.known = EMPTY}},
	{"t", {.known = KNOWN, .v.t = {.known = KNOWN, .date_only = true, .hi = NS_DAY - 1}}},
	{"d", {.known = KNOWN, .v.i = NS_HOUR}},
	{"u", {.known = UNKNOWN, .conflict = true, .trail = "u: two sources disagree"}},
};

#define N (sizeof(vars) / sizeof(vars[0]))

static void
checked(struct arena *a, const char *text, struct diags *d)
{
	struct program *p = lang_compile_vars(a, text, NULL, vars, N, NULL, NULL, WANT_ANY, d);
	struct value v;

	if (p == NULL) {
		/* What is refused is refused with a reason. */
		if (diags_errors(d) == 0)
			abort();
		return;
	}
	v = program_run(p, bindings, N, a);
	if ((v.type == VALUE_UNKNOWN || v.type == VALUE_ERROR) && v.text == NULL)
		abort();
}

/* The same without static types, where more reaches the evaluator. */
static void
unchecked(struct arena *a, const char *text, size_t n, struct diags *d)
{
	struct lang_env env = {.unchecked = true};
	struct program *p = lang_compile(a, text, n, NULL, &env, WANT_ANY, d);

	if (p != NULL)
		lang_run(p, NULL, a);
}

static void
message(struct arena *a, const char *text, struct diags *d)
{
	static const char *const words[] = {"why"};
	struct template *t = template_compile_for(a, text, NULL, vars, N, words, 1, NULL, NULL, d);
	struct buf out;

	if (t == NULL)
		return;
	buf_init(&out, MAX_TEXT);
	template_render(t, bindings, N, NULL, 0, a, &out);
	buf_free(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	char *text = arena_strndup(a, (const char *)data, size);

	checked(a, text, d);
	unchecked(a, text, size, d);
	message(a, text, d);
	diags_free(d);
	arena_free(a);
	return 0;
}
