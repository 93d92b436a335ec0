/* Buffers: the ceiling, and those that give on what they hold. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "checker/base/buf.h"

struct taker { size_t calls, bytes, most, refuse_at; unsigned sum; };

static int
take(void *ctx, const void *p, size_t n)
{
	struct taker *t = ctx;

	if (++t->calls == t->refuse_at) {
		errno = ENOSPC;
		return -1;
	}
	t->bytes += n;
	t->most = n > t->most ? n : t->most;
	for (size_t i = 0; i < n; i++)
		t->sum = t->sum * 31 + ((const unsigned char *)p)[i];
	return 0;
}

static void
ceiling(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 8);
	buf_str(&b, "12345678");
	assert_false(b.over);
	buf_chr(&b, '9');
	assert_true(b.over);
	assert_string_equal(b.p, "12345678");
	buf_free(&b);
}

/* Many small pieces and one large: every byte in order, and little memory. */
static void
sink(void **state)
{
	struct taker t = {0};
	unsigned sum = 0;
	size_t cap = 0;
	struct buf b;

	(void)state;
	buf_init_sink(&b, take, &t);
	for (unsigned i = 0; i < 1000000; i++) {
		char c = (char)('a' + i % 26);

		buf_chr(&b, c);
		sum = sum * 31 + (unsigned char)c;
		cap = b.cap > cap ? b.cap : cap;
	}
	assert_true(cap <= 256 * 1024);
	assert_int_equal(buf_drain(&b), 0);
	assert_int_equal(t.bytes, 1000000);
	assert_int_equal(t.sum, sum);
	assert_true(t.calls > 10);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

static void
refused(void **state)
{
	struct taker t = {.refuse_at = 2};
	char block[50000] = {0};
	struct buf b;

	(void)state;
	buf_init_sink(&b, take, &t);
	for (int i = 0; i < 20; i++)
		buf_add(&b, block, sizeof(block));
	assert_true(b.over);
	errno = 0;
	assert_int_equal(buf_drain(&b), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(t.calls, 2);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ceiling),
		cmocka_unit_test(sink),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
