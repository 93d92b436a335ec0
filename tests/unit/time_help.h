#ifndef TRUEUP_TIME_HELP_H
#define TRUEUP_TIME_HELP_H
/* What every test of times stands on: an arena and the zones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/instant.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

struct time_help {
	struct arena *a;
	struct zones *z;
};

static inline int
setup(void **state)
{
	static struct time_help f;

	f.a = arena_new();
	f.z = zones_new();
	*state = &f;
	return 0;
}

static inline int
teardown(void **state)
{
	struct time_help *f = *state;

	arena_free(f->a);
	zones_free(f->z);
	return 0;
}

#endif
