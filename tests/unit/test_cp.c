/* The exact lower bound against method.md 8, floored to 1/10000, and against closed forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/limits.h"
#include "checker/judge/judge.h"

static void
vectors(void **state)
{
	static const struct { unsigned n, k, j; } rows[] = {
		{1, 1, 500}, {2, 2, 2236}, {5, 5, 5492}, {5, 4, 3425}, {12, 12, 7790},
		{25, 25, 8870}, {25, 24, 8238}, {40, 37, 8174}, {60, 60, 9512}, {60, 58, 8987},
		{100, 95, 8977}, {7, 0, 0}, {0, 0, 0}, {1000, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned j = 77777;

		assert_int_equal(cp_lower(rows[i].n, rows[i].k, &j), 0);
		assert_int_equal(j, rows[i].j);
	}
}

/* By Python's integers: 20 sum comb(n, i) j^i (10000 - j)^(n - i) <= 10000^n, over both ways to sum. */
static void
computed_elsewhere(void **state)
{
	static const struct { unsigned n, k, j; } rows[] = {
		{1, 1, 500}, {2, 1, 253}, {2, 2, 2236}, {3, 1, 169}, {3, 2, 1353},
		{3, 3, 3684}, {7, 1, 73}, {7, 3, 1287}, {7, 6, 4792}, {7, 7, 6518},
		{13, 1, 39}, {13, 6, 2239}, {13, 12, 6836}, {13, 13, 7941}, {29, 1, 17},
		{29, 3, 287}, {29, 14, 3202}, {29, 28, 8466}, {29, 29, 9018}, {59, 1, 8},
		{59, 29, 3782}, {59, 53, 8091}, {59, 58, 9221}, {59, 59, 9504}, {60, 1, 8},
		{60, 30, 3874}, {60, 35, 4689}, {60, 59, 9233}, {60, 60, 9512}, {99, 1, 5},
		{99, 13, 794}, {99, 49, 4082}, {99, 98, 9529}, {99, 99, 9701}, {150, 1, 3},
		{150, 75, 4299}, {150, 94, 5568}, {150, 149, 9687}, {150, 150, 9802},
		{299, 1, 1}, {299, 149, 4492}, {299, 298, 9842}, {299, 299, 9900}, {500, 1, 1},
		{500, 30, 435}, {500, 250, 4622}, {500, 499, 9905}, {500, 500, 9940},
		{777, 1, 0}, {777, 388, 4692}, {777, 520, 6403}, {777, 776, 9939},
		{777, 777, 9961}, {999, 1, 0}, {999, 220, 1987}, {999, 499, 4730},
		{999, 998, 9952}, {999, 999, 9970}, {1000, 1, 0}, {1000, 39, 294},
		{1000, 500, 4735}, {1000, 999, 9952}, {1000, 1000, 9970},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		unsigned j = 77777;

		assert_int_equal(cp_lower(rows[i].n, rows[i].k, &j), 0);
		assert_int_equal(j, rows[i].j);
	}
}

/* k = n: the largest j with (j/10000)^n <= 1/20, here by repeated exact products in 64 bits. */
static void
closed_form(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 4; n++) {
		unsigned j, best = 0;
		uint64_t whole = 1;

		for (unsigned i = 0; i < n; i++)
			whole *= 10000;
		for (unsigned x = 0; x <= 10000; x++) {
			uint64_t power = 1;

			for (unsigned i = 0; i < n; i++)
				power *= x;
			if (power <= whole / 20)
				best = x;
		}
		assert_int_equal(cp_lower(n, n, &j), 0);
		assert_int_equal(j, best);
	}
}

/* Nondecreasing in k, never above k/n (I7), over both ways to sum. */
static void
monotone(void **state)
{
	(void)state;
	for (unsigned n = 1; n <= 40; n++) {
		unsigned last = 0;

		for (unsigned k = 0; k <= n; k++) {
			unsigned j;

			assert_int_equal(cp_lower(n, k, &j), 0);
			assert_true(j >= last);
			assert_true(j * n <= 10000 * k);
			assert_true(k == 0 || k == 1 || j > last);
			last = j;
		}
	}
}

static void
largest(void **state)
{
	unsigned j;

	(void)state;
	/* 0.05^(1/1000) = 0.997008... ; half of them: 0.4735 (normal approximation 0.4740) */
	assert_int_equal(cp_lower(MAX_CP_N, MAX_CP_N, &j), 0);
	assert_int_equal(j, 9970);
	assert_int_equal(cp_lower(MAX_CP_N, 500, &j), 0);
	assert_in_range(j, 4730, 4740);
	assert_int_equal(cp_lower(MAX_CP_N + 1, 1, &j), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors),
		cmocka_unit_test(computed_elsewhere),
		cmocka_unit_test(closed_form),
		cmocka_unit_test(monotone),
		cmocka_unit_test(largest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
