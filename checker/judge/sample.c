/*
 * Committed samples (judgement.md 5, 9; READINGS 130 to 134, 182).  Nobody picks the members: they are
 * drawn here again, by a seed that the population, the period, the control, the head of the chain and
 * the signature over all that give.  Whatever of the sample is not T by results made after the
 * commitment is a deviation.
 */
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/judge/inside.h"
#include "checker/model/say.h"

struct member { const char *name; uint32_t asset; char rank[SHA256_HEX]; };

static bool
is_of(const struct judging *j, const struct sample_row *s, const struct control *c)
{
	const struct model *m = j->m;

	if (!str_same(s->control, c->id) || !str_same(s->framework, c->framework))
		return false;
	if (c->system < m->nsystems)
		return str_same(s->system, m->systems[c->system].id);
	return s->system == NULL || str_same(s->system, m->system);
}

static int
by_name(const void *x, const void *y)
{
	const struct member *a = x, *b = y;
	int c = strcmp(a->name, b->name);

	return c != 0 ? c : (a->asset > b->asset) - (a->asset < b->asset);
}

static int
by_rank(const void *x, const void *y)
{
	const struct member *a = x, *b = y;
	int c = strcmp(a->rank, b->rank);

	return c != 0 ? c : by_name(a, b);
}

static int
by_asset(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return a < b ? -1 : a > b;
}

/* What independent lists hold of the frame, by name; its digest is over netstrings of the names. */
static struct member *
members_of(struct judging *j, size_t *n)
{
	struct member *v = ARENA_ARRAY(j->a, struct member, j->listed_frame + 1);
	struct digest *d = digest_new();

	*n = 0;
	for (uint32_t i = 0; i < j->m->nassets; i++)
		if (j->listed[i])
			v[(*n)++] = (struct member){.name = j->m->assets[i].listed_as != NULL
				? j->m->assets[i].listed_as : j->m->assets[i].key, .asset = i};
	if (*n > 1)
		qsort(v, *n, sizeof(*v), by_name);
	for (size_t i = 0; i < *n; i++) {
		char len[32];
		int k = snprintf(len, sizeof(len), "%zu:", strlen(v[i].name));

		digest_add(d, len, (size_t)k);
		digest_add(d, v[i].name, strlen(v[i].name));
		digest_add(d, ",", 1);
	}
	digest_hex(d, j->population_digest);
	digest_free(d);
	return v;
}

/*
 * Whoever knows all of this knows the sample; nothing else moves it.  The signature is what the one
 * judged cannot know before the population stands: of all the rest he could try until it suits.
 */
static void
seed_of(struct judging *j, const struct sample_row *s, const struct control *c,
	char hex[SHA256_HEX])
{
	const char *text = arena_printf(j->a, "trueup-sample/1\n%s\n%s\n%s\n%s\n%s\n%s\n%s%s",
		j->population_digest, s->period_from == INT64_MIN ? ""
		: instant_utc_dup(j->a, s->period_from), c->system < j->m->nsystems ? j->m->systems[c->system].id : "",
		c->framework, c->id, s->head, s->signature != NULL ? s->signature : "",
		s->signature != NULL ? "\n" : "");

	sha256_hex(text, strlen(text), hex);
}

/* The members of the lowest ranks. */
static void
draw(struct judging *j, const struct sample_row *s, const struct control *c,
	struct sample_result *out)
{
	size_t n;
	struct member *v = members_of(j, &n);
	char seed[SHA256_HEX];
	struct digest *d;
	uint32_t *drawn;

	out->population = arena_strdup(j->a, j->population_digest);
	out->members = n;
	/* Without a signature that counts nobody can know the draw, so that there is none. */
	if (s->size > n || !s->proven)
		return;
	seed_of(j, s, c, seed);
	d = digest_new();
	for (size_t i = 0; i < n; i++) {
		digest_add(d, seed, strlen(seed));
		digest_add(d, "\n", 1);
		digest_add(d, v[i].name, strlen(v[i].name));
		digest_hex(d, v[i].rank);
	}
	digest_free(d);
	qsort(v, n, sizeof(*v), by_rank);
	drawn = ARENA_ARRAY(j->a, uint32_t, s->size + 1);
	for (uint32_t i = 0; i < s->size; i++)
		drawn[i] = v[i].asset;
	if (s->size > 1)
		qsort(drawn, s->size, sizeof(*drawn), by_asset);
	out->assets = drawn;
	out->n = s->size;
}

/* T, and by nothing that was known before the sample was fixed. */
static bool
holds(const struct control_result *r, uint32_t asset, const struct sample_row *s)
{
	for (size_t lo = 0, hi = r->ninstances; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;
		const struct instance *v = &r->instances[mid];

		if (v->asset == asset)
			return v->value == TRI_T && !v->only_na && v->listed
				&& v->t_from >= s->committed.hi;
		if (v->asset < asset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return false;
}

/* A head that is of no report of the chain is free text: the draw could be repeated until it suits. */
static bool
head_known(const struct previous *p, const char *head)
{
	return p != NULL && str_same(p->seal, "trusted") && str_same(p->source.sha256, head);
}

/*
 * Was it drawn in the period that is judged, or for it?  By its own instant, which somebody signed: a
 * period that begins a little later than it said does not make another draw of it.
 */
static bool
drawn_in_period(const struct judging *j, const struct sample_row *s)
{
	return s->proven && (s->period_from == j->cfg->period_from || s->committed.known != KNOWN
		|| s->committed.hi >= j->cfg->period_from);
}

/* Of the first draw of the control in the period: what keeps it from giving a bound. */
static const char *
objection(const struct judging *j, const struct sample_row *s, const struct sample_result *out)
{
	if (!j->slots->has_w)
		return say_text(SAY_DIM_NO_RULE_W);
	if (!s->proven)
		return s->unproven;
	if (*s->head != '\0' && !head_known(j->m->previous, s->head))
		return say_text(SAY_SAMPLE_HEAD);
	if (s->committed.known != KNOWN || s->committed.never || s->committed.hi > j->cfg->as_of)
		return say_text(SAY_SAMPLE_LATE);
	if (s->period_from != j->cfg->period_from)
		return say_text(SAY_SAMPLE_PERIOD);
	if (!j->population)
		return say_text(SAY_DIM_NO_POPULATION);
	if (s->population != NULL && !str_same(s->population, out->population))
		return say_text(SAY_SAMPLE_POPULATION);
	if (out->n == 0)
		return say_text(SAY_SAMPLE_LARGER);
	return NULL;
}

/*
 * The bound speaks of the members that lists hold; what is in N beside them is not shown.
 * Instances that left N as not applicable are deviations, and no members any more.
 */
static void
bound(struct judging *j, const struct control_result *r, struct dim *d, struct sample_result *out)
{
	uint64_t left = j->listed_frame;
	unsigned ten_thousandths;

	for (size_t i = 0; i < r->ninstances; i++)
		left -= r->instances[i].only_na && r->instances[i].listed;
	if (d->n == 0 || cp_lower(out->n, out->k, &ten_thousandths) != 0)
		return;
	out->bound = (uint32_t)(ten_thousandths * UINT64_C(100) * left / d->n);
	if (out->bound <= d->lo)
		return;
	out->raised = d->lo < d->hi;
	d->lo = out->bound < d->hi ? out->bound : d->hi;
	d->why = say_text(SAY_DIM_SAMPLED);
}

void
sample_judge(struct judging *j, const struct control *c, struct control_result *r, struct dim *d)
{
	bool had = false;

	/* They come by their instants; one of an earlier period keeps none of this from counting. */
	r->samples = ARENA_ARRAY(j->a, struct sample_result, j->cfg->nsamples);
	for (size_t i = 0; i < j->cfg->nsamples; i++) {
		const struct sample_row *s = &j->cfg->samples[i];
		struct sample_result *out;

		if (!is_of(j, s, c))
			continue;
		out = &r->samples[r->nsamples++];
		out->row = s;
		draw(j, s, c, out);
		for (uint32_t k = 0; k < out->n; k++)
			out->k += holds(r, out->assets[k], s);
		out->why_not = had ? say_text(SAY_SAMPLE_AGAIN)
			: objection(j, s, out);
		had = had || drawn_in_period(j, s);
		if (out->why_not == NULL && !d->empty)
			bound(j, r, d, out);
	}
}
