#ifndef TRUEUP_JSON_HELP_H
#define TRUEUP_JSON_HELP_H
/* What the tests of JSON stand on: a region and its diagnostics, anew for each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/json.h"
#include "tests/unit/syntax_help.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

struct world {
	struct arena *a;
	struct diags *d;
};

static inline int
setup(void **state)
{
	static struct world w;

	w.a = arena_new();
	w.d = diags_new();
	*state = &w;
	return 0;
}

static inline int
teardown(void **state)
{
	struct world *w = *state;

	arena_free(w->a);
	diags_free(w->d);
	return 0;
}

/* For a stream: how many records there are, in *ctx. */
static inline int
count_records(void *ctx, const struct json_record *r)
{
	assert_non_null(r->node);
	++*(int *)ctx;
	return 0;
}

#endif
