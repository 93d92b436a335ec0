/* The containers: regions, buffers with a ceiling, growing arrays, ordered maps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/map.h"
#include "checker/base/vec.h"

static void
arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t round = 0; round < 2; round++) {
		for (size_t n = 0; n < 3000; n += 7) {
			unsigned char *p = arena_alloc(a, n);

			assert_int_equal((uintptr_t)p % 16, 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xaa, n);
		}
		memset(arena_alloc(a, (size_t)3 << 20), 0xaa, (size_t)3 << 20);
		assert_true(arena_used(a) > (size_t)3 << 20);
		arena_reset(a);
		assert_int_equal(arena_used(a), 0);
	}
	arena_free(a);
	arena_free(NULL);
}

/* With sanitizers a block that is freed twice, or by nobody, fails this. */
static void
arena_frees_what_it_adopted(void **state)
{
	struct arena *a = arena_new();
	char *first = x_strdup("first"), *second;
	struct arena_mark mark;

	(void)state;
	arena_adopt(a, first);
	mark = arena_mark(a);
	for (size_t i = 0; i < 5; i++) {
		second = x_strdup("second");
		arena_adopt(a, second);
		/* Into other blocks than that of the mark. */
		memset(arena_raw(a, (size_t)64 << 10), 0xaa, (size_t)64 << 10);
		assert_string_equal(second, "second");
		arena_back(a, mark);
		assert_string_equal(first, "first");
	}
	arena_adopt(a, NULL);
	arena_reset(a);
	arena_adopt(a, x_strdup("third"));
	assert_int_equal((uintptr_t)arena_raw(a, 1) % 16, 0);
	arena_free(a);
}

static void
arena_copies_text(void **state)
{
	struct arena *a = arena_new();
	char big[5000];

	(void)state;
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	assert_string_equal(arena_strndup(a, "abcdef", 3), "abc");
	assert_string_equal(arena_strndup(a, NULL, 0), "");
	assert_null(arena_strdup(a, NULL));
	assert_string_equal(arena_printf(a, "%s-%d", "a", 7), "a-7");
	assert_string_equal(arena_printf(a, "%s", big), big);
	arena_free(a);
}

static void
buf_stops_at_its_ceiling(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 10);
	assert_string_equal(b.p, "");
	buf_str(&b, "12345");
	buf_fmt(&b, "%03d", 7);
	assert_string_equal(b.p, "12345007");
	assert_false(b.over);
	buf_str(&b, "xyz");
	assert_true(b.over);
	assert_string_equal(b.p, "12345007");
	buf_chr(&b, 'a');
	buf_chr(&b, 'b');
	assert_int_equal(b.len, 10);
	buf_reset(&b);
	assert_false(b.over);
	assert_int_equal(b.len, 0);
	buf_free(&b);
	buf_free(&b);
	buf_free(NULL);
}

static void
buf_grows(void **state)
{
	struct buf b;
	char big[2000];

	(void)state;
	memset(big, 'y', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	buf_init(&b, 1000000);
	for (int i = 0; i < 100; i++)
		buf_fmt(&b, "%s", big);
	assert_false(b.over);
	assert_int_equal(b.len, 199900);
	assert_int_equal(strlen(b.p), 199900);
	buf_add(&b, "a\0b", 3);
	assert_int_equal(b.len, 199903);
	buf_free(&b);
}

static void
vec_gives_zeroed_elements(void **state)
{
	struct pair { int a; int b; };
	VEC(struct pair) v = {0};

	(void)state;
	for (int i = 0; i < 1000; i++) {
		assert_int_equal(VEC_PUSH(&v)->b, 0);
		v.v[i].a = i;
		v.v[i].b = -1;
	}
	assert_int_equal(v.n, 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(v.v[i].a, i);
	VEC_FREE(&v);
	assert_null(v.v);
}

static void
map_keeps_the_order_of_arrival(void **state)
{
	struct map *m = map_new();
	char key[32];
	static int values[5000];

	(void)state;
	for (int i = 0; i < 5000; i++) {
		int n = snprintf(key, sizeof(key), "key-%d", 4999 - i);
		bool fresh = false;
		void **slot = map_slot(m, key, (size_t)n, &fresh);

		assert_true(fresh);
		assert_null(*slot);
		values[i] = i;
		*slot = &values[i];
	}
	assert_int_equal(map_count(m), 5000);
	for (int i = 0; i < 5000; i++) {
		int n = snprintf(key, sizeof(key), "key-%d", 4999 - i);
		size_t len;
		bool fresh = true;

		assert_string_equal(map_key_at(m, (size_t)i, &len), key);
		assert_int_equal(len, n);
		assert_ptr_equal(map_value_at(m, (size_t)i), &values[i]);
		assert_ptr_equal(map_get(m, key, (size_t)n), &values[i]);
		assert_ptr_equal(*map_slot(m, key, (size_t)n, &fresh), &values[i]);
		assert_false(fresh);
	}
	assert_int_equal(map_count(m), 5000);
	assert_false(map_has(m, "key-5000", 8));
	assert_null(map_get(m, "key-", 4));
	map_free(m);
	map_free(NULL);
}

static void
map_keys_are_bytes(void **state)
{
	struct map *m = map_new();
	int a, b, c;

	(void)state;
	*map_slot(m, "x\0y", 3, NULL) = &a;
	*map_slot(m, "x", 1, NULL) = &b;
	*map_slot(m, "", 0, NULL) = &c;
	assert_ptr_equal(map_get(m, "x\0y", 3), &a);
	assert_ptr_equal(map_get(m, "x", 1), &b);
	assert_ptr_equal(map_get(m, "", 0), &c);
	assert_false(map_has(m, "x\0z", 3));
	map_free(m);
}

static void
map_interns(void **state)
{
	struct map *m = map_new();
	char text[] = "asset-1";
	const char *p = map_intern(m, text, 7), *first;

	(void)state;
	first = p;
	text[0] = 'X';
	assert_string_equal(p, "asset-1");
	for (int i = 0; i < 1000; i++) {
		char key[16];

		map_intern(m, key, (size_t)snprintf(key, sizeof(key), "%d", i));
	}
	assert_ptr_equal(map_intern(m, "asset-1 and more", 7), first);
	assert_ptr_not_equal(map_intern(m, "asset-2", 7), first);
	map_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeroed_aligned_memory),
		cmocka_unit_test(arena_frees_what_it_adopted),
		cmocka_unit_test(arena_copies_text),
		cmocka_unit_test(buf_stops_at_its_ceiling),
		cmocka_unit_test(buf_grows),
		cmocka_unit_test(vec_gives_zeroed_elements),
		cmocka_unit_test(map_keeps_the_order_of_arrival),
		cmocka_unit_test(map_keys_are_bytes),
		cmocka_unit_test(map_interns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
