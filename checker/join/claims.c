/* What the paper says of a control: each document once, the strongest first (judgement.md 3). */
#include "checker/base/text.h"
#include "checker/join/inside.h"
#include "checker/join/join_diags.h"

static bool
says_nothing(enum claim_state s)
{
	return s == STATE_UNKNOWN || s == STATE_NONE;
}

static uint32_t
points(enum claim_state s)
{
	switch (s) {
	case STATE_IMPLEMENTED: case STATE_ALTERNATIVE: case STATE_INHERITED:
	case STATE_NOT_APPLICABLE:
		return 1000000;
	case STATE_PARTIAL:
		return 500000;
	case STATE_UNKNOWN: case STATE_NONE: case STATE_PLANNED: case STATE_NOT_IMPLEMENTED:
	default:
		return 0;
	}
}

/* Of which part it speaks: named so, or written into the id ("ac-2_smt.a"). NULL: of the whole. */
static const char *
part_of(struct freeze *f, const struct rec_claim *c)
{
	const char *fw, *part = NULL;

	if (c->part != NULL && *c->part != '\0')
		return c->part;
	return control_id_parse(c->control, c->framework, &fw, &part, f->tmp) != NULL ? part
		: NULL;
}

/* Which is the newer one; a statement without a date is older than any. */
static int
instant_order(const struct instant *a, const struct instant *b)
{
	int64_t x = a->known == KNOWN && !a->never ? instant_sort_key(a) : INT64_MIN,
		y = b->known == KNOWN && !b->never ? instant_sort_key(b) : INT64_MIN;

	return (x > y) - (x < y);
}

/* Of equally new statements the less green counts, and none takes the weight that another keeps. */
static int
weaker_first(const struct rec_claim *a, const struct rec_claim *b)
{
	uint32_t x = points(a->state), y = points(b->state);
	bool p = a->state == STATE_NOT_APPLICABLE, q = b->state == STATE_NOT_APPLICABLE;

	return x != y ? (x > y) - (x < y) : p - q;
}

static int
record_compare(const void *x, const void *y)
{
	const struct record *a = *(const struct record *const *)x;
	const struct record *b = *(const struct record *const *)y;
	int c = (int)a->u.claim.kind - (int)b->u.claim.kind;

	if (c == 0)
		c = source_compare(a->loc.source, b->loc.source);
	return c != 0 ? c : loc_compare(&a->loc, &b->loc);
}

/* The newest statement of the requirement itself; of equally new ones the less green. */
static const struct record *
whole(struct freeze *f, const struct record *const *v, size_t n)
{
	const struct record *best = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct rec_claim *c = &v[i]->u.claim,
				       *b = best == NULL ? NULL : &best->u.claim;
		int order;

		if (says_nothing(c->state) || part_of(f, c) != NULL)
			continue;
		order = b == NULL ? 1 : instant_order(&c->at, &b->at);
		if (order > 0 || (order == 0 && weaker_first(c, b) < 0))
			best = v[i];
	}
	return best;
}

struct part { const char *name; const struct rec_claim *c; };

/* By part; of one part what says something first, then the newest, then what is less green. */
static int
part_compare(const void *x, const void *y)
{
	const struct part *a = x, *b = y;
	int c = strcmp(a->name, b->name);

	if (c == 0)
		c = (int)says_nothing(a->c->state) - (int)says_nothing(b->c->state);
	if (c == 0)
		c = instant_order(&b->c->at, &a->c->at);
	return c != 0 ? c : weaker_first(a->c, b->c);
}

/*
 * All 1 is 1, all 0 is 0, else a half; a part of which nothing is known is never taken as done.
 * Of each part the newest statement counts (judgement.md 2, 3).
 */
static void
combine(struct freeze *f, struct claim_seen *out, const struct record *const *v, size_t n)
{
	size_t rows = 0, parts = 0, ones = 0, zeros = 0, known = 0;
	struct part *all = ARENA_ARRAY(f->tmp, struct part, n + 1);
	enum claim_state only = STATE_UNKNOWN;
	bool same = true, odd = false;

	for (size_t i = 0; i < n; i++) {
		const struct rec_claim *c = &v[i]->u.claim;
		const char *name = part_of(f, c);

		if (name != NULL)
			all[rows++] = (struct part){name, c};
		else
			odd = odd || c->state == STATE_UNKNOWN;
	}
	if (rows > 1)
		qsort(all, rows, sizeof(*all), part_compare);
	for (size_t i = 0; i < rows; i++) {
		enum claim_state s = all[i].c->state;

		if (i > 0 && strcmp(all[i].name, all[i - 1].name) == 0)
			continue;
		same = same && (parts == 0 || s == only);
		only = s;
		parts++;
		known += says_nothing(s) ? 0 : 1;
		ones += points(s) == 1000000 ? 1 : 0;
		zeros += points(s) == 0 ? 1 : 0;
	}
	out->of_parts = true;
	if (known == 0) {
		out->state = odd ? STATE_UNKNOWN : STATE_NONE;
		return;
	}
	out->p = ones == parts ? 1000000 : zeros == parts ? 0 : 500000;
	if (same)
		out->state = only;
	else if (out->p == 1000000)
		out->state = STATE_IMPLEMENTED;
	else
		out->state = out->p == 0 ? STATE_NOT_IMPLEMENTED : STATE_PARTIAL;
}

/* One document on one control. */
static struct claim_seen
one_document(struct freeze *f, const struct record *const *v, size_t n)
{
	const struct record *r = whole(f, v, n);
	struct claim_seen out = {0};

	if (r != NULL) {
		out.state = r->u.claim.state;
		out.p = points(out.state);
	} else {
		combine(f, &out, v, n);
		r = v[0];
	}
	out.kind = r->u.claim.kind;
	out.state_raw = keep(f, r->u.claim.state_raw);
	out.at = keep_instant(f, r->u.claim.at);
	out.loc = keep_loc(f, r->loc);
	out.by = resolve_at(f, &r->u.claim.by, r->loc, NULL);
	if (f->out->approvals)
		out.approver = resolve_at(f, &(struct party_ref){0}, r->loc, NULL);
	else
		out.approver = resolve_at(f, &r->u.claim.approver, r->loc, NULL);
	out.review = keep_instant(f, r->u.claim.review);
	out.reason = keep(f, r->u.claim.reason);
	/* The whole's word stands with its own date and approval, parts with that of the newest. */
	for (size_t i = 0; out.of_parts && i < n; i++)
		if (instant_order(&v[i]->u.claim.at, &out.at) > 0)
			out.at = keep_instant(f, v[i]->u.claim.at);
	return out;
}

/*
 * Not applicable may take the control's weight only where the requirement itself is said to be:
 * a part that is counts as done (judgement.md 11, Weights).
 */
static bool
takes_weight(const struct claim_seen *s)
{
	return s->state == STATE_NOT_APPLICABLE && !s->of_parts;
}

/* What says something before what does not; then the kind, the newest, the place. */
static int
seen_compare(const void *x, const void *y)
{
	const struct claim_seen *a = x, *b = y;
	int c = (int)says_nothing(a->state) - (int)says_nothing(b->state);

	if (c == 0)
		c = (int)a->kind - (int)b->kind;
	if (c == 0)
		c = instant_order(&b->at, &a->at);
	if (c == 0)
		c = (a->p > b->p) - (a->p < b->p);
	/* None of equally new ones takes the weight that another keeps. */
	if (c == 0)
		c = (int)takes_weight(a) - (int)takes_weight(b);
	return c != 0 ? c : loc_compare(&a->loc, &b->loc);
}

static void
note_disagreement(struct freeze *f, struct control *c)
{
	for (size_t i = 1; i < c->nclaims; i++) {
		const struct claim_seen *a = &c->claims[0], *b = &c->claims[i];
		struct place at = {.file = b->loc.source == NULL ? NULL : b->loc.source->path,
			.line = b->loc.line, .col = b->loc.col};

		if (says_nothing(b->state) || says_nothing(a->state)
			|| (a->p == b->p && (a->state == STATE_NOT_APPLICABLE)
				== (b->state == STATE_NOT_APPLICABLE)))
			continue;
		c->claims_disagree = true;
		if (c->in_scope)
			diag_add(f->d, &join_claims_disagree, &at,
				"%s: \"%s\" here, \"%s\" in the %s",
				control_id_display(c->framework, c->id, f->tmp),
				claim_state_word(b->state), claim_state_word(a->state),
				claim_kind_word(a->kind));
	}
}

static uint64_t
claim_systems(struct freeze *f, const struct record *r)
{
	return systems_of(f, r->u.claim.system, r->loc.source);
}

void
freeze_claims(struct freeze *f, const struct draft *d, uint32_t system, struct control *c)
{
	const struct record **v = ARENA_ARRAY(f->tmp, const struct record *, d->claims.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < d->claims.n; i++)
		if (belongs(claim_systems(f, d->claims.v[i]), system) != TRI_F)
			v[n++] = d->claims.v[i];
	if (n == 0)
		return;
	qsort(v, n, sizeof(*v), record_compare);
	c->claims = ARENA_ARRAY(f->a, struct claim_seen, n);
	for (size_t i = 0; i < n;) {
		struct claim_seen *to = &c->claims[c->nclaims++];
		size_t k = i + 1;

		while (k < n && v[k]->u.claim.kind == v[i]->u.claim.kind
			&& source_compare(v[k]->loc.source, v[i]->loc.source) == 0)
			k++;
		*to = one_document(f, (const struct record *const *)v + i, k - i);
		for (; i < k; i++)
			to->unplaced = to->unplaced
				|| belongs(claim_systems(f, v[i]), system) == TRI_U;
	}
	if (c->nclaims > 1)
		qsort(c->claims, c->nclaims, sizeof(*c->claims), seen_compare);
	c->loc = c->claims[0].loc;
	c->state = c->claims[0].state;
	c->has_claim = !says_nothing(c->state);
	c->p = c->has_claim ? c->claims[0].p : 0;
	c->na = takes_weight(&c->claims[0]);
	note_disagreement(f, c);
}
