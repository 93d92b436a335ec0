/* Committed samples: of a control, on page one, and on page two (judgement.md 5). */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/model/config.h"
#include "checker/model/control_id.h"
#include "reports/build.h"

static const char *
percent(struct build *b, uint32_t millionths)
{
	return arena_printf(b->a, "%u.%02u", millionths / 10000, millionths % 10000 / 100);
}

static const char *
committer(struct build *b, const struct sample_row *s)
{
	return b->names == NAMES_NONE ? "somebody" : brief(b, s->by);
}

static const char *
sample_text(struct build *b, const struct sample_result *s)
{
	const struct sample_row *row = s->row;

	if (s->why_not != NULL)
		return SAID(b->a, SAY_SAMPLE_NOT, SAY_N(row->size), SAY_S(s->why_not));
	return SAID(b->a, SAY_SAMPLE_HOLDS, SAY_N(s->k), SAY_N(s->n), SAY_S(percent(b, s->bound)),
		SAY_N(s->members), SAY_S(instant_utc_dup(b->a, row->committed.hi)),
		SAY_S(committer(b, row)));
}

void
put_samples(struct build *b, struct node *control, const struct control_result *r)
{
	struct node *list;

	if (r->nsamples == 0)
		return;
	list = put_list(b->a, control, "samples");
	for (size_t i = 0; i < r->nsamples; i++) {
		const struct sample_result *s = &r->samples[i];
		struct node *n = put_map(b->a, list, NULL);

		put_bool(b->a, n, "counts", s->why_not == NULL);
		put_str(b->a, n, "text", sample_text(b, s));
		put_int(b->a, n, "size", s->row->size);
		put_int(b->a, n, "hold", s->k);
		put_count(b->a, n, "members", s->members);
		put_int(b->a, n, "bound", s->bound);
		put_bool(b->a, n, "raised", s->raised);
		put_str(b->a, n, "committed", instant_utc_dup(b->a, s->row->committed.hi));
		put_str(b->a, n, "by", b->names == NAMES_NONE ? NULL : s->row->by);
		put_str(b->a, n, "population", s->population);
		put_str(b->a, n, "sha256", s->row->sha256);
	}
}

const struct sample_result *
sample_find(const struct build *b, const struct sample_row *row)
{
	for (size_t i = 0; i < b->as->nscopes; i++)
		for (size_t c = 0; c < b->as->scopes[i].ncontrols; c++) {
			const struct control_result *r = &b->as->scopes[i].controls[c];

			for (size_t k = 0; k < r->nsamples; k++)
				if (r->samples[k].row == row)
					return &r->samples[k];
		}
	return NULL;
}

void
put_sample_inputs(struct build *b, struct node *list)
{
	const struct config *c = b->m->config;

	for (size_t i = 0; i < c->nsamples; i++) {
		const struct sample_row *row = &c->samples[i];
		const struct sample_result *s = sample_find(b, row);
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "kind", say_text(SAY_PARTY_SAMPLE));
		put_str(b->a, n, "value", SAID(b->a, SAY_PARTY_SAMPLE_VALUE, SAY_N(row->size),
			SAY_S(control_id_display(row->framework, row->control, b->a)),
			SAY_S(row->framework)));
		put_str(b->a, n, "sha256", row->sha256);
		put_str(b->a, n, "author", b->names == NAMES_NONE ? NULL : row->by);
		put_str(b->a, n, "change", s != NULL ? sample_text(b, s)
			: SAID(b->a, SAY_SAMPLE_NOT, SAY_N(row->size),
				SAY_S(say_text(SAY_SAMPLE_NO_CONTROL))));
		put_effect(b, n, effect_find(b, INPUT_SAMPLE, row->sha256, NULL));
	}
}
