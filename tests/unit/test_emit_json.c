/* The JSON serializer: exact bytes, hostile text, and errors that stick. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "reports/emit_json.h"

static void
write_sample(struct emit_json *j)
{
	ej_object(j);
	ej_kstr(j, "a", "x");
	ej_kobject(j, "empty");
	ej_end(j);
	ej_karray(j, "list");
	ej_int(j, INT64_MIN);
	ej_int(j, INT64_MAX);
	ej_array(j);
	ej_end(j);
	ej_object(j);
	ej_kbool(j, "t", true);
	ej_kbool(j, "f", false);
	ej_end(j);
	ej_null(j);
	ej_str(j, NULL);
	ej_raw(j, "1.50", 4);
	ej_end(j);
	ej_kint(j, "n", -7);
	ej_knull(j, "z");
	ej_end(j);
}

static void
layouts(void **state)
{
	static const char compact[] =
		"{\"a\":\"x\",\"empty\":{},\"list\":[-9223372036854775808,9223372036854775807,[],"
		"{\"t\":true,\"f\":false},null,null,1.50],\"n\":-7,\"z\":null}\n";
	static const char pretty[] =
		"{\n  \"a\": \"x\",\n  \"empty\": {},\n  \"list\": [\n    -9223372036854775808,\n"
		"    9223372036854775807,\n    [],\n    {\n      \"t\": true,\n      \"f\": false\n    },\n"
		"    null,\n    null,\n    1.50\n  ],\n  \"n\": -7,\n  \"z\": null\n}\n";
	struct emit_json *j;
	struct buf b;

	(void)state;
	buf_init(&b, 4096);
	j = ej_to_buf(&b, EJ_COMPACT);
	write_sample(j);
	assert_int_equal(ej_finish(j), 0);
	assert_string_equal(b.p, compact);
	buf_reset(&b);
	j = ej_to_buf(&b, EJ_PRETTY);
	write_sample(j);
	assert_int_equal(ej_finish(j), 0);
	assert_string_equal(b.p, pretty);
	buf_reset(&b);
	j = ej_to_buf(&b, EJ_COMPACT); /* JSON Lines */
	for (int i = 0; i < 2; i++) {
		ej_object(j);
		ej_kint(j, "i", i);
		ej_end(j);
	}
	ej_str(j, "x");
	assert_int_equal(ej_finish(j), 0);
	assert_string_equal(b.p, "{\"i\":0}\n{\"i\":1}\n\"x\"\n");
	buf_free(&b);
	assert_int_equal(ej_finish(NULL), 0);
}

static void
texts(void **state)
{
	static const struct { const char *in, *out; } cases[] = {
		{"", ""},
		{"plain /<>'", "plain /<>'"},
		{"\"\\\b\f\n\r\t", "\\\"\\\\\\b\\f\\n\\r\\t"},
		{"\x01\x1f\x7f\x1b[31m", "\\u0001\\u001f\\u007f\\u001b[31m"},
		{"\xc2\x9b", "\\u009b"},                         /* C1: a terminal may act on it */
		{"\xe2\x80\xa8\xe2\x80\xa9", "\\u2028\\u2029"},
		{"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80"},
		{"a\xff" "b", "a\xef\xbf\xbd" "b"},
		{"\xc3", "\xef\xbf\xbd"},
		{"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},         /* overlong */
		/* What reorders a line, joins words unseen or tags them: told, and not acted out. */
		{"a\xe2\x80\xae" "b", "a\\u202eb"}, {"\xe2\x81\xa6x\xe2\x81\xa9", "\\u2066x\\u2069"},
		{"\xe2\x80\x8b\xef\xbb\xbf", "\\u200b\\ufeff"}, {"\xf3\xa0\x81\x81", "\\udb40\\udc41"},
		{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* a surrogate */
		{"\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	};
	struct buf b, want;

	(void)state;
	buf_init(&b, 4096);
	buf_init(&want, 4096);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct emit_json *j;

		buf_reset(&b);
		buf_reset(&want);
		buf_fmt(&want, "{\"%s\":\"%s\"}\n", cases[i].out, cases[i].out);
		j = ej_to_buf(&b, EJ_COMPACT);
		ej_object(j);
		ej_kstr(j, cases[i].in, cases[i].in);
		ej_end(j);
		assert_int_equal(ej_finish(j), 0);
		assert_string_equal(b.p, want.p);
	}
	buf_reset(&b);
	{
		struct emit_json *j = ej_to_buf(&b, EJ_COMPACT);

		ej_strn(j, "a\0b", 3);
		assert_int_equal(ej_finish(j), 0);
		assert_string_equal(b.p, "\"a\\u0000b\"\n");
	}
	buf_free(&b);
	buf_free(&want);
}

/* Whatever bytes come, the strict reader reads the output, across every edge of the inner buffer.
 */
static void
read_back(void **state)
{
	struct buf b;
	char noise[300];
	uint32_t seed = 1;

	(void)state;
	buf_init(&b, (size_t)1 << 22);
	for (int round = 0; round < 40; round++) {
		struct arena *a = arena_new();
		struct diags *d = diags_new();
		struct emit_json *j;

		buf_reset(&b);
		j = ej_to_buf(&b, round % 2 ? EJ_PRETTY : EJ_COMPACT);
		ej_array(j);
		for (int i = 0; i < 500; i++) {
			for (size_t k = 0; k < sizeof(noise); k++) {
				seed = seed * 1103515245u + 12345u;
				noise[k] = (char)(seed >> 16 == 0 ? 1 : seed >> 16);
				if (noise[k] == 0)
					noise[k] = 'x';
			}
			ej_strn(j, noise, (size_t)(seed >> 8) % sizeof(noise));
		}
		ej_end(j);
		assert_int_equal(ej_finish(j), 0);
		assert_true(b.len > 64 * 1024);
		if (json_parse(a, "out", b.p, b.len, JSON_STRICT, d) == NULL) {
			diags_print(d, stderr, false);
			fail();
		}
		arena_free(a);
		diags_free(d);
	}
	buf_free(&b);
}

static int
fail_second(void *ctx, const void *p, size_t n)
{
	int *calls = ctx;

	(void)p;
	(void)n;
	errno = ENOSPC;
	return (*calls)++ == 0 ? 0 : -1;
}

static void
errors_stick(void **state)
{
	int calls = 0, fd;
	struct emit_json *j = ej_to(fail_second, &calls, EJ_COMPACT);
	struct buf b;

	(void)state;
	ej_array(j);
	for (int i = 0; i < 100000; i++)
		ej_str(j, "some text that fills the buffer");
	assert_true(ej_failed(j));
	ej_end(j);
	errno = 0;
	assert_int_equal(ej_finish(j), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(calls, 2); /* nothing more after the first error */

	buf_init(&b, 100);
	j = ej_to_buf(&b, EJ_COMPACT);
	ej_strn(j, (char[200]){0}, 200);
	assert_int_equal(ej_finish(j), -1);
	assert_int_equal(errno, EFBIG);
	buf_free(&b);

	fd = open("/dev/full", O_WRONLY);
	assert_true(fd >= 0);
	j = ej_to_fd(fd, EJ_PRETTY);
	ej_int(j, 1);
	assert_int_equal(ej_finish(j), -1);
	assert_int_equal(errno, ENOSPC);
	close(fd);
}

static void
to_a_descriptor(void **state)
{
	char text[16] = "";
	struct emit_json *j;
	int fds[2];

	(void)state;
	assert_int_equal(pipe(fds), 0);
	j = ej_to_fd(fds[1], EJ_COMPACT);
	ej_array(j);
	ej_abandon(j); /* nothing was written yet, so nothing is */
	j = ej_to_fd(fds[1], EJ_COMPACT);
	ej_int(j, 42);
	assert_int_equal(ej_finish(j), 0);
	close(fds[1]);
	assert_int_equal(read(fds[0], text, sizeof(text) - 1), 3);
	assert_string_equal(text, "42\n");
	close(fds[0]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(layouts),
		cmocka_unit_test(texts),
		cmocka_unit_test(read_back),
		cmocka_unit_test(errors_stick),
		cmocka_unit_test(to_a_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
