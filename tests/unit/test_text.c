/* Words and bytes without a locale; evidence made inert; digests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/text.h"
#include "checker/base/utf8.h"

#define COUNT(a) (sizeof(a) / sizeof(*(a)))

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
comparing(void **state)
{
	(void)state;
	assert_true(str_same_fold("Owner", "oWNER"));
	assert_false(str_same_fold("Owner", "Owners"));
	assert_false(str_same_fold("\xc3\x84", "\xc3\xa4")); /* ASCII only */
	assert_true(str_same_fold(NULL, NULL));
	assert_false(str_same_fold(NULL, ""));
	assert_true(str_same("a", "a"));
	assert_false(str_same("a", "A"));
	assert_false(str_same("", NULL));
	assert_true(str_has_prefix("control.id", "control."));
	assert_false(str_has_prefix("con", "control."));
	assert_false(str_has_prefix(NULL, ""));
}

static void
trimming(void **state)
{
	assert_string_equal(str_trim(*state, " \t a b\r\n"), "a b");
	assert_string_equal(str_trim(*state, "  "), "");
	assert_null(str_trim(*state, NULL));
	assert_string_equal(str_lower(*state, "AbC-\xc3\x84"), "abc-\xc3\x84");
	assert_null(str_lower(*state, NULL));
}

static void
word_keys(void **state)
{
	static const struct { const char *word, *key; } rows[] = {
		{"  In_Progress--now ", "in progress now"}, {"Due Date", "due date"},
		{"Priorit\xc3\xa4t", "prioritat"}, {"PRIORIT\xc3\x84T", "prioritat"},
		{"Priorita\xcc\x88t", "prioritat"}, /* the mark as a character of its own */
		{"Stra\xc3\x9f" "e", "strasse"}, {"\xc5\x81\xc3\xb3" "d\xc5\xba", "lodz"},
		{"a\xc2\xa0" "b", "a b"}, {"\xe2\x80\x93x", "x"}, {"---", ""}, {"", ""},
		{"\xd0\x9a\xd0\xbb\xd1\x8e\xd1\x87", "\xd0\x9a\xd0\xbb\xd1\x8e\xd1\x87"},
		{"a\xff" "B", "a\xff" "b"}, {"Ti\xe1\xba\xbfng", "tieng"},
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(str_word_key(*state, rows[i].word), rows[i].key);
	assert_null(str_word_key(*state, NULL));
}

static void
utf8_strictly(void **state)
{
	static const struct { const char *bytes; size_t len, n; int32_t c; } rows[] = {
		{"a", 1, 1, 'a'}, {"\xc3\xa4", 2, 2, 0xe4}, {"\xe2\x82\xac", 3, 3, 0x20ac},
		{"\xf0\x9f\x98\x80", 4, 4, 0x1f600}, {"\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff},
		{"\xc2\x80", 2, 2, 0x80}, {"\xe0\xa0\x80", 3, 3, 0x800},
		{"\xf0\x90\x80\x80", 4, 4, 0x10000}, {"\xc0\x80", 2, 1, -1},
		{"\xc1\xbf", 2, 1, -1}, {"\xe0\x80\xaf", 3, 1, -1},
		{"\xf0\x80\x80\xaf", 4, 1, -1}, {"\xed\xa0\x80", 3, 1, -1},
		{"\xed\xbf\xbf", 3, 1, -1},
		{"\xf4\x90\x80\x80", 4, 1, -1}, {"\xf5\x80\x80\x80", 4, 1, -1}, {"\x80", 1, 1, -1},
		{"\xe2\x82", 2, 1, -1}, {"\xc3", 1, 1, -1}, {"\xc3(", 2, 1, -1}, {"\xff", 1, 1, -1},
		{"", 0, 1, -1},
	};
	struct buf b;

	(void)state;
	buf_init(&b, 100);
	for (size_t i = 0; i < COUNT(rows); i++) {
		size_t n;

		assert_int_equal(utf8_next(rows[i].bytes, rows[i].len, &n), rows[i].c);
		assert_int_equal(n, rows[i].n);
		if (rows[i].len == 0)
			continue;
		assert_int_equal(utf8_valid(rows[i].bytes, rows[i].len), rows[i].c >= 0);
		if (rows[i].c < 0)
			continue;
		buf_reset(&b);
		utf8_put(&b, (uint32_t)rows[i].c);
		assert_string_equal(b.p, rows[i].bytes);
	}
	buf_free(&b);
	assert_true(utf8_valid("", 0));
	assert_false(utf8_valid("ab\xe2\x82", 4));
}

static void
inert(void **state)
{
	static const struct { const char *in; size_t max; const char *out; } rows[] = {
		{"plain \xc3\xa4 \xe2\x82\xac", 0, "plain \xc3\xa4 \xe2\x82\xac"},
		{"a\x1b[31mred", 0, "a<U+001B>[31mred"}, {"a\tb\r\nc\nd\re", 0, "a b c d e"},
		{"\x7f\xc2\x9b", 0, "<U+007F><U+009B>"},
		{"abc\xe2\x80\xae" "fdp.exe", 0, "abc<U+202E>fdp.exe"},
		{"a\xe2\x80\x8b" "b\xef\xbb\xbf", 0, "a<U+200B>b<U+FEFF>"},
		{"\xc2\xad\xe2\x81\xa9\xf3\xa0\x80\xa1", 0, "<U+00AD><U+2069><U+E0021>"},
		{"a\xff\xc3", 0, "a<FF><C3>"}, {"\xed\xa0\x80", 0, "<ED><A0><80>"},
		{"abcdef", 3, "abc..."}, {"abc", 3, "abc"}, {"a\xc3\xa4" "b", 2, "a..."},
		/* The line end goes past the cut. */
		{"a\r\nbcdef", 2, "a ..."},
		{"", 0, ""},
	};
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(text_inert_dup(*state, rows[i].in, rows[i].max), rows[i].out);
	assert_string_equal(text_inert_dup(*state, NULL, 0), "");
	/* A ceiling keeps what fits. */
	buf_init(&b, 3);
	text_inert(&b, "abcdef", 0);
	assert_string_equal(b.p, "abc");
	assert_true(b.over);
	buf_free(&b);
}

static void
widths(void **state)
{
	(void)state;
	assert_int_equal(utf8_width('a'), 1);
	assert_int_equal(utf8_width(0x301), 0);
	assert_int_equal(utf8_width(0x4e2d), 2);
	assert_int_equal(utf8_width(0x1f600), 2);
	assert_int_equal(utf8_width(0x20ac), 1);
}

static void
nearest(void **state)
{
	static const char *const fields[] = {"control", "claim", "owner", "owners", "id"};
	static const struct { const char *word, *want; } rows[] = {
		{"contrl", "control"}, {"cnotrol", "control"}, {"Owner", "owner"},
		{"OWNER", "owner"},
		{"ownerz", "owner"}, {"owners", "owners"}, {"clam", "claim"}, {"di", NULL},
		{"xyz", NULL},
		{"c", NULL}, {"", NULL}, {"controlling", NULL},
	};
	char longest[200];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got = text_nearest(rows[i].word, fields, COUNT(fields));

		if (!str_same(got, rows[i].want))
			fail_msg("%s: %s", rows[i].word, got == NULL ? "(none)" : got);
	}
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_null(text_nearest(longest, fields, COUNT(fields)));
	assert_null(text_nearest(NULL, fields, COUNT(fields)));
}

static void
integers(void **state)
{
	static const struct { const char *s; int64_t min, max; bool ok; int64_t v; } rows[] = {
		{"0", 0, 9, true, 0}, {"12", 0, 12, true, 12}, {"13", 0, 12, false, 0},
		{"-5", -5, 0, true, -5}, {"-6", -5, 0, false, 0}, {"007", 0, 9, true, 7},
		{"9223372036854775807", INT64_MIN, INT64_MAX, true, INT64_MAX},
		{"9223372036854775808", INT64_MIN, INT64_MAX, false, 0},
		{"-9223372036854775808", INT64_MIN, INT64_MAX, true, INT64_MIN},
		{"-9223372036854775809", INT64_MIN, INT64_MAX, false, 0},
		{"99999999999999999999", INT64_MIN, INT64_MAX, false, 0}, {"", 0, 9, false, 0},
		{"-", -9, 9, false, 0}, {"+1", 0, 9, false, 0}, {"1 ", 0, 9, false, 0},
		{"1.0", 0, 9, false, 0}, {"0x1", 0, 9, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t v = 0;
		bool ok = text_to_int(rows[i].s, strlen(rows[i].s), rows[i].min, rows[i].max, &v);

		if (ok != rows[i].ok || v != rows[i].v)
			fail_msg("\"%s\": %d", rows[i].s, ok);
	}
}

/* FIPS 180-4 examples, and that a digest starts anew after each result. */
static void
digests(void **state)
{
	static const char abc[] =
		"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
	static const char none[] =
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
	struct digest *d = digest_new();
	unsigned char raw[SHA256_LEN];
	char hex[SHA256_HEX];

	(void)state;
	digest_add(d, "a", 1);
	digest_add(d, NULL, 0);
	digest_add(d, "bc", 2);
	digest_hex(d, hex);
	assert_string_equal(hex, abc);
	digest_hex(d, hex);
	assert_string_equal(hex, none);
	digest_add(d, "abc", 3);
	digest_bytes(d, raw);
	assert_int_equal(raw[0], 0xba);
	assert_int_equal(raw[31], 0xad);
	digest_free(d);
	digest_free(NULL);
	sha256_hex("abc", 3, hex);
	assert_string_equal(hex, abc);
}

static void
secrets(void **state)
{
	static const struct { const char *text, *want; } rows[] = {
		{"key AKIAABCDEFGHIJKLMNOP end", "key ******************** end"},
		{"AKIASHORT and XAKIAABCDEFGHIJKLMNOP", "AKIASHORT and XAKIAABCDEFGHIJKLMNOP"},
		{"ghp_abcdefghijklmnopqrstuvwxyz0123456789", "****************************************"},
		{"glpat-0123456789abcdefghij.", "**************************."},
		{"eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl x", "************************************** x"},
		{"https://bo:hunter2@x.example/a", "https://bo:*******@x.example/a"},
		{"https://x.example:8443/a@b", "https://x.example:8443/a@b"},
		{"db_password=hunter2;", "db_password=*******;"},
		{"\"api_key\": \"a1b2c3d4e5\",", "\"api_key\": \"**********\","},
		{"Password: minimum length is 14", "Password: minimum length is 14"},
		{"password policy", "password policy"},
		{"the secretary = Anna", "the secretary = Anna"},
		{"Authorization: Bearer abcdefghijklmnopqrstuvwx", "Authorization: Bearer ************************"},
		{"-----BEGIN RSA PRIVATE KEY----- MIIE -----END RSA PRIVATE KEY-----",
			"*************************************-----END RSA PRIVATE KEY-----"},
		{"-----BEGIN EC PRIVATE KEY----- cut", "**********************************"},
		{"-----BEGIN CERTIFICATE----- MIIE", "-----BEGIN CERTIFICATE----- MIIE"},
		{"xccdf_org.ssgproject.content_rule_accounts_password_minlen = fail",
			"xccdf_org.ssgproject.content_rule_accounts_password_minlen = fail"},
		{"ASIAABCDEFGHIJKLMNOP", "********************"},
		{"xoxb-0123456789", "***************"},
		{"AIza0123456789abcdefghij0123456789abcde", "***************************************"},
		{"sk_live_0123456789abcdef rk_live_0123456789abcdef",
			"************************ ************************"},
		{"npm_abcdefghijklmnopqrstuvwxyz0123456789", "****************************************"},
		{"github_pat_0123456789abcdef012345", "*********************************"},
		{"pypi-012345678901234567890123456789012345678901234567890123456789",
			"*****************************************************************"},
		{"PASSWD=abcdef; Token=abcdef Client_Secret=abcdef API-KEY=abcdef",
			"PASSWD=******; Token=****** Client_Secret=****** API-KEY=******"},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char text[200];

		snprintf(text, sizeof(text), "%s", rows[i].text);
		assert_int_equal(text_mask_secrets(text), strcmp(rows[i].text, rows[i].want) != 0);
		assert_string_equal(text, rows[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(secrets),
		cmocka_unit_test(comparing),
		cmocka_unit_test(trimming),
		cmocka_unit_test(word_keys),
		cmocka_unit_test(utf8_strictly),
		cmocka_unit_test(inert),
		cmocka_unit_test(widths),
		cmocka_unit_test(nearest),
		cmocka_unit_test(integers),
		cmocka_unit_test(digests),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
