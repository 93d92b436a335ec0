/* require: one record; the value of `must`. */
#include "checker/judge/kind.h"

static void
run(struct kind_run *k)
{
	const struct program *must = kind_slot(k, "must");
	struct kind_walk w = {0};
	struct kind_record r;
	struct kind_env e;
	enum tri where;
	const char *why;

	while (kind_next(k, &w, &r, &e, &where, &why)) {
		enum tri v = where;

		/* A record of which it is unknown whether the rule is for it is kept, with value U. */
		if (where == TRI_T)
			v = kind_tri(k, must, &e, &why);
		kind_check(k, &r, &e, v, why, NULL, 0, NULL);
	}
}

static const char *const words[] = {"why", NULL};

const struct kind kind_require = {
	.spec = {.name = "require",
		.doc = "Each record: T, F, U or B as \"must\" is; U where it is unknown whether the rule "
		       "is for it.",
		.records = kind_records,
		.slots = {{"must", WANT_BOOL, true, NULL, 0}}, .nslots = 1, .words = words},
	.run = run};
