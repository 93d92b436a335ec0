/* What the folded state of a test says over time. */
#include "checker/model/model.h"

const struct seen seen_none = {.any = false};

bool
state_cleared(const struct state *s)
{
	return s->t->any && s->t->grade >= GRADE_E3 && s->t->grade >= s->sticky && s->t->lo > s->f->hi;
}
