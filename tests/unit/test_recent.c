/* Copies of strings that come again: equal always, shared while met lately (base/recent.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/recent.h"

static void
again_is_the_same_copy(void **state)
{
	struct arena *a = arena_new();
	struct recent *r = recent_new();
	char name[] = "Bo Lee";
	const char *first = recent_copy(r, a, name);

	(void)state;
	assert_ptr_not_equal(first, name);
	name[0] = 'J';
	assert_string_equal(first, "Bo Lee");
	assert_ptr_equal(recent_copy(r, a, "Bo Lee"), first);
	assert_string_equal(recent_copy(r, a, name), "Jo Lee");
	assert_string_equal(recent_copy(r, a, ""), "");
	assert_null(recent_copy(r, a, NULL));
	recent_free(r);
	arena_free(a);
}

/* More strings than places: what was pushed out is copied again, and nothing is mixed up. */
static void
content_survives_crowding(void **state)
{
	struct arena *a = arena_new();
	struct recent *r = recent_new();
	const char *kept[200];
	char text[32], prose[400];

	(void)state;
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 50000; i++) {
			const char *copy;

			snprintf(text, sizeof(text), "/issues/%d", i);
			copy = recent_copy(r, a, text);
			assert_string_equal(copy, text);
			if (round == 0 && i < 200)
				kept[i] = copy;
		}
	for (int i = 0; i < 200; i++) {
		snprintf(text, sizeof(text), "/issues/%d", i);
		assert_string_equal(kept[i], text);
	}
	memset(prose, 'x', sizeof(prose) - 1);
	prose[sizeof(prose) - 1] = '\0';
	assert_string_equal(recent_copy(r, a, prose), prose);
	recent_free(r);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(again_is_the_same_copy),
		cmocka_unit_test(content_survives_crowding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
