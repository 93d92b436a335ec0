/*
 * The exact lower bound of Clopper and Pearson (judgement.md 9, Arithmetic),
 * without floating point: Pr[Bin(n, j/10000) >= k] <= 1/20 is compared as
 *
 *     20 * sum over i = k..n of C(n, i) j^i (10000 - j)^(n - i)  <=  10000^n
 *
 * The only file of the judge with big integers.
 */
#include <openssl/bn.h>
#include <stdbool.h>

#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/judge/judge.h"

#define SCALE 10000u

/* The sum runs over the shorter tail. */
struct tail {
	BIGNUM *sum, *whole, *term;
	unsigned n, k;
};

static void
must(int ok)
{
	if (!ok)
		die_memory(); /* BIGNUM fails for want of memory only */
}

/* sum = sum over i = from..to of C(n, i) a^i b^(n - i). */
static void
binomial_sum(struct tail *t, unsigned from, unsigned to, unsigned a, unsigned b)
{
	/* From term to term: times (n - i) a, over (i + 1) b; each division is exact. */
	must(BN_one(t->term));
	for (unsigned i = 0; i < from; i++) {
		must(BN_mul_word(t->term, (BN_ULONG)(t->n - i) * a));
		(void)BN_div_word(t->term, (BN_ULONG)i + 1);
	}
	for (unsigned i = from; i < t->n; i++)
		must(BN_mul_word(t->term, b));
	BN_zero(t->sum);
	for (unsigned i = from; i <= to; i++) {
		must(BN_add(t->sum, t->sum, t->term));
		if (i == to)
			break;
		must(BN_mul_word(t->term, (BN_ULONG)(t->n - i) * a));
		(void)BN_div_word(t->term, ((BN_ULONG)i + 1) * b);
	}
}

/* Is Pr[Bin(n, j/SCALE) >= k] <= 1/20? k is at least 1, 0 < j < SCALE. */
static bool
within(struct tail *t, unsigned j)
{
	if (t->n - t->k < t->k) {
		binomial_sum(t, t->k, t->n, j, SCALE - j);
	} else {
		binomial_sum(t, 0, t->k - 1, j, SCALE - j);
		must(BN_sub(t->sum, t->whole, t->sum));
	}
	must(BN_mul_word(t->sum, 20));
	return BN_cmp(t->sum, t->whole) <= 0;
}

int
cp_lower(unsigned n, unsigned k, unsigned *j)
{
	struct tail t = {.n = n, .k = k};
	unsigned lo = 0, hi = SCALE; /* within at lo, not at hi: Pr is 1 there */

	if (n > MAX_CP_N)
		return -1;
	*j = 0;
	if (k > n)
		die_bug("cp_lower: more successes than trials");
	if (k == 0)
		return 0;
	t.sum = BN_new();
	t.whole = BN_new();
	t.term = BN_new();
	must(t.sum && t.whole && t.term);
	must(BN_one(t.whole));
	for (unsigned i = 0; i < n; i++)
		must(BN_mul_word(t.whole, SCALE));
	while (hi - lo > 1) {
		unsigned mid = lo + (hi - lo) / 2;

		if (within(&t, mid))
			lo = mid;
		else
			hi = mid;
	}
	*j = lo;
	BN_free(t.term);
	BN_free(t.whole);
	BN_free(t.sum);
	return 0;
}
