/* Envelopes: made here and checked by others, made by others and checked here, and broken. */
#include "tests/unit/seal_help.h"

#include "reports/seal/sealers.h"
#include "reports/seal/wire.h"

static const char message[] = "{\"_type\":\"test\",\"n\":6100}\n";
#define MESSAGE_LEN (sizeof(message) - 1)

/* RFC 4648 10, and texts that mean the same to a lenient reader. */
static void
base64_has_one_form(void **state)
{
	static const char *const good[][2] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="},
		{"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="},
		{"foobar", "Zm9vYmFy"}};
	static const char *const bad[] = {"Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n",
		" Zg==", "Zg==Zg==", "Zm9v=", "Z===", "====", "Zm_v", "Zm8=Zm9v"};
	unsigned char out[64];
	struct buf b;
	size_t n;

	(void)state;
	buf_init(&b, 64);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		buf_reset(&b);
		base64_put(&b, good[i][0], strlen(good[i][0]));
		assert_string_equal(b.p, good[i][1]);
		assert_int_equal(base64_get(b.p, b.len, out, &n), 0);
		assert_int_equal(n, strlen(good[i][0]));
		assert_memory_equal(out, good[i][0], n);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (base64_get(bad[i], strlen(bad[i]), out, &n) == 0)
			fail_msg("accepted: %s", bad[i]);
	buf_free(&b);
}

/* RFC 4251 5, examples of mpint; and longer or negative spellings. */
static void
mpint_has_one_form(void **state)
{
	static const unsigned char good[] = {0, 0, 0, 2, 0, 0x80};
	static const struct { unsigned char p[8]; size_t n; } bad[] = {
		{{0, 0, 0, 0}, 4}, {{0, 0, 0, 1, 0}, 5}, {{0, 0, 0, 2, 0, 0x7f}, 6},
		{{0, 0, 0, 1, 0x80}, 5}, {{0, 0, 0, 9, 1}, 5}, {{0, 0, 0}, 3}};
	struct wire w = {good, sizeof(good), false};
	struct slice s = wire_mpint(&w);
	struct buf b;

	(void)state;
	assert_false(w.bad);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.p[0], 0x80);
	buf_init(&b, 64);
	wire_put_mpint(&b, (const unsigned char *)"\0\0\x80", 3);
	assert_int_equal(b.len, sizeof(good));
	assert_memory_equal(b.p, good, sizeof(good));
	buf_free(&b);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		w = (struct wire){bad[i].p, bad[i].n, false};
		wire_mpint(&w);
		assert_true(w.bad);
	}
}

/* The example of the DSSE protocol text. */
static void
pae_vector(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 256);
	assert_int_equal(dsse_pae("http://example.com/HelloWorld", "hello world", 11, &b), 0);
	assert_string_equal(b.p, "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
	buf_free(&b);
}

static void
every_byte_counts(const struct sealer *s, const struct seal_key *k, const struct envelope *e)
{
	char copy[MESSAGE_LEN];
	unsigned char sig[1024];
	struct envelope forged = *e;

	for (size_t i = 0; i < MESSAGE_LEN; i++) {
		memcpy(copy, message, MESSAGE_LEN);
		copy[i] = (char)(copy[i] ^ 1);
		assert_false(s->verify(e, k, copy, MESSAGE_LEN));
	}
	assert_false(s->verify(e, k, message, MESSAGE_LEN - 1));
	assert_in_range(e->sig_len, 64, sizeof(sig));
	forged.sig = sig;
	for (size_t i = 0; i < e->sig_len; i++) {
		memcpy(sig, e->sig, e->sig_len);
		sig[i] ^= 0x40;
		assert_false(s->verify(&forged, k, message, MESSAGE_LEN));
	}
	forged.sig_len--;
	assert_false(s->verify(&forged, k, message, MESSAGE_LEN));
}

static void
round_trips(void **state)
{
	struct place_of_test *t = *state;

	for (size_t i = 0; i < KEY_CASES * SEALERS; i++) {
		const struct sealer *s = &sealers[i % SEALERS];
		struct seal_key *k = key_load(key_option(t, i / SEALERS), t->d), *other;
		struct envelope e = {.file = "e"};
		struct buf env;

		assert_non_null(k);
		other = key_generate(false, t->d);
		buf_init(&env, 1 << 16);
		assert_int_equal(seal_sign(s, k, message, MESSAGE_LEN, &env, t->d), 0);
		assert_ptr_equal(sealer_of(env.p, env.len), s);
		assert_true(seal_check(s, k, env.p, env.len, message, MESSAGE_LEN, t->d));
		assert_false(seal_check(s, other, env.p, env.len, message, MESSAGE_LEN, t->d));
		assert_int_equal(s->open(&e, t->a, env.p, env.len, t->d), 0);
		assert_string_equal(e.keyid, k->keyid);
		assert_true(s->verify(&e, k, message, MESSAGE_LEN));
		assert_false(s->verify(&e, other, message, MESSAGE_LEN));
		every_byte_counts(s, k, &e);
		expect_clean(t, key_cases[i / SEALERS].name);
		envelope_close(&e);
		key_free(k);
		key_free(other);
		buf_free(&env);
	}
}

/* ssh-keygen accepts ours, and refuses it after one changed byte, another namespace, a one-run key.
 */
static void
ssh_keygen_checks_ours(void **state)
{
	static const char verify[] =
		"ssh-keygen -Y verify -f signers -I boss -n trueup-report@v1 -s s < m";
	struct place_of_test *t = *state;

	for (size_t i = 0; i < KEY_CASES; i++) {
		struct seal_key *k = key_load(key_option(t, i), t->d);
		struct buf env, line;

		assert_non_null(k);
		buf_init(&env, 1 << 16);
		buf_init(&line, 1 << 16);
		assert_int_equal(key_allowed_signer(k, "boss", &line), 0);
		assert_int_equal(seal_sign(&sealers[1], k, message, MESSAGE_LEN, &env, t->d), 0);
		put_file(t, "signers", line.p, line.len, 0600);
		put_file(t, "m", message, MESSAGE_LEN, 0600);
		put_file(t, "s", env.p, env.len, 0600);
		assert_int_equal(shell(t, verify), 0);
		put_file(t, "m", "{\"_type\":\"test\",\"n\":6200}\n", MESSAGE_LEN, 0600);
		assert_int_not_equal(shell(t, verify), 0);
		put_file(t, "m", message, MESSAGE_LEN, 0600);
		buf_reset(&env);
		k->one_run = true; /* the namespace alone must make the difference */
		assert_int_equal(seal_sign(&sealers[1], k, message, MESSAGE_LEN, &env, t->d), 0);
		put_file(t, "s", env.p, env.len, 0600);
		assert_int_not_equal(shell(t, verify), 0);
		key_free(k);
		buf_free(&env);
		buf_free(&line);
	}
	expect_clean(t, "ssh-keygen");
}

static bool
accepts_ssh(struct place_of_test *t, const char *message_name)
{
	struct envelope e = {.file = "m.sig"};
	struct trust *trust = trust_new();
	const struct seal_key *k;
	const char *who = NULL;
	size_t n, mn;
	char *sig = get_file(t, "m.sig", &n), *m = get_file(t, message_name, &mn);
	bool good = false;

	assert_int_equal(trust_add_file(trust, in_dir(t, "signers"), NULL, t->d), 0);
	if (sealers[1].open(&e, t->a, sig, n, t->d) == 0) {
		k = trust_find(trust, e.keyid, &who);
		assert_non_null(k);
		assert_string_equal(who, "boss");
		good = sealers[1].verify(&e, k, m, mn);
	}
	envelope_close(&e);
	trust_free(trust);
	return good;
}

static void
ours_checks_ssh_keygen(void **state)
{
	static const char *const kinds[] = {"ecdsa -b 256", "ed25519", "rsa -b 3072"};
	struct place_of_test *t = *state;

	put_file(t, "m", message, MESSAGE_LEN, 0600);
	put_file(t, "other", "x", 1, 0600);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const char *make = arena_printf(t->a,
			"rm -f id id.pub m.sig; ssh-keygen -q -t %s -N '' -C c -f id && "
			"printf 'boss %%s\\n' \"$(cat id.pub)\" > signers && "
			"ssh-keygen -q -Y sign -f id -n trueup-report@v1 m", kinds[i]);

		assert_int_equal(shell(t, make), 0);
		assert_true(accepts_ssh(t, "m"));
		assert_false(accepts_ssh(t, "other"));
		expect_clean(t, kinds[i]);
		assert_int_equal(shell(t, "rm m.sig; ssh-keygen -q -Y sign -f id -n git m"), 0);
		assert_false(accepts_ssh(t, "m"));
		expect_code(t, "E619", kinds[i]);
		assert_int_equal(shell(t, "rm m.sig; ssh-keygen -q -Y sign -O hashalg=sha256 -f id "
			"-n trueup-report@v1 m"), 0);
		assert_false(accepts_ssh(t, "m"));
		expect_code(t, "E612", kinds[i]);
	}
}

/* text with its first `from` replaced. */
static char *
swap(struct place_of_test *t, const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	assert_non_null(at);
	return arena_printf(t->a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void
expect_refused(struct place_of_test *t, size_t sealer, const char *text, size_t n, const char *code,
	const char *what)
{
	struct envelope e = {.file = "e"};

	assert_int_equal(sealers[sealer].open(&e, t->a, text, n, t->d), -1);
	expect_code(t, code, what);
	envelope_close(&e);
}

static void
dsse_has_one_form(void **state)
{
	static const char *const swaps[][3] = {
		{"{\"payloadType\"", "{ \"payloadType\"", "E612"},
		{"{\"payloadType\"", "{\"a\":1,\"payloadType\"", "E612"},
		{"\"payload\":", "\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":",
			"E612"},
		{"vnd.in-toto+json", "vnd.in-toto%2Bjson", "E613"},
		{"application/vnd.in-toto+json", "text/plain", "E613"},
		{"\"payload\":\"ey", "\"payload\":\"ey\\n", "E612"},
		{"\"payload\":\"ey", "\"payload\":\" ey", "E612"},
		{"\"payload\":\"ey", "\"payload\":\"ey==", "E612"},
		{"fQo=\"", "fQp=\"", "E612"}, /* the same bytes to a lenient reader */
		{"fQo=\"", "fQo\"", "E612"},
		{"\"keyid\":\"", "\"keyid\":\"A", "E612"},
		{"\"keyid\"", "\"x\":1,\"keyid\"", "E612"},
		{"\"sig\":\"", "\"sig\":\"=", "E612"},
		{"}]}", ",\"x\":1}]}", "E612"},
		{"}]}", "},{\"keyid\":\"\",\"sig\":\"\"}]}", "E612"},
		{"}]}", "}],\"payload\":\"\"}", "E612"},
		{"]}\n", "]}", "E612"},
		{"]}\n", "]}\n\n", "E612"},
		{"]}\n", "]}\n{}", "E612"},
		{"{\"payloadType\"", "\xef\xbb\xbf{\"payloadType\"", "E612"},
	};
	struct place_of_test *t = *state;
	struct seal_key *k = key_generate(false, t->d);
	struct buf env;

	buf_init(&env, 1 << 16);
	assert_int_equal(seal_sign(&sealers[0], k, message, MESSAGE_LEN, &env, t->d), 0);
	for (size_t i = 0; i < sizeof(swaps) / sizeof(swaps[0]); i++) {
		const char *bad = swap(t, env.p, swaps[i][0], swaps[i][1]);

		expect_refused(t, 0, bad, strlen(bad), swaps[i][2], swaps[i][1]);
	}
	for (size_t n = 0; n < env.len; n++)
		expect_refused(t, 0, env.p, n, "E612", "cut");
	/* The key id in capitals, or one digit short, would be another text for the same key. */
	{
		char *at = strstr(env.p, "\"keyid\":\"") + 9, digit = *at;

		*at = 'G';
		expect_refused(t, 0, env.p, env.len, "E612", "key id");
		*at = 'A';
		expect_refused(t, 0, env.p, env.len, "E612", "key id in capitals");
		*at = digit;
		memmove(at, at + 1, strlen(at));
		expect_refused(t, 0, env.p, env.len - 1, "E612", "a short key id");
	}
	key_free(k);
	buf_free(&env);
}

/* Another blob in the same armor. */
static void
armored(struct buf *out, const unsigned char *p, size_t n)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	base64_put(&b, p, n);
	buf_str(out, "-----BEGIN SSH SIGNATURE-----\n");
	for (size_t i = 0; i < b.len; i += 70) {
		buf_add(out, b.p + i, b.len - i < 70 ? b.len - i : 70);
		buf_chr(out, '\n');
	}
	buf_str(out, "-----END SSH SIGNATURE-----\n");
	buf_free(&b);
}

static void
refuse_blob(struct place_of_test *t, const unsigned char *p, size_t n, const char *what)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	armored(&b, p, n);
	expect_refused(t, 1, b.p, b.len, "E612", what);
	buf_free(&b);
}

static void
sshsig_has_one_form(void **state)
{
	static const char *const swaps[][2] = {
		{"-----\n", "-----\r\n"},
		{"-----\n", "-----\n\n"},
		{"-----\nU", "-----\nComment: x\nU"},
		{"-----\nU", "-----\n U"},
		{"-----END", "\n-----END"},
		{"END SSH SIGNATURE-----\n", "END SSH SIGNATURE-----"},
		{"END SSH SIGNATURE-----\n", "END SSH SIGNATURE-----\nx"},
		{"BEGIN SSH", "BEGIN PGP"},
	};
	struct place_of_test *t = *state;
	struct seal_key *k = key_generate(false, t->d);
	unsigned char blob[1024];
	struct buf env, text;
	size_t n;

	buf_init(&env, 1 << 16);
	buf_init(&text, 1 << 16);
	assert_int_equal(seal_sign(&sealers[1], k, message, MESSAGE_LEN, &env, t->d), 0);
	for (size_t i = 0; i < sizeof(swaps) / sizeof(swaps[0]); i++) {
		const char *bad = swap(t, env.p, swaps[i][0], swaps[i][1]);

		expect_refused(t, 1, bad, strlen(bad), "E612", swaps[i][1]);
	}
	for (const char *p = env.p + 30; *p != '-'; p++)
		if (*p != '\n')
			buf_chr(&text, *p);
	assert_int_equal(base64_get(text.p, text.len, blob, &n), 0);
	for (size_t i = 0; i < n; i++)
		refuse_blob(t, blob, i, "a cut blob");
	blob[n] = 0;
	refuse_blob(t, blob, n + 1, "a byte behind the blob");
	blob[9] = 2;
	refuse_blob(t, blob, n, "version 2");
	key_free(k);
	buf_free(&env);
	buf_free(&text);
}

/* One signature in about 512 has a short r or s: in 20,000 none is met once in 10^17 runs. */
static void
short_integers(void **state)
{
	struct place_of_test *t = *state;
	struct seal_key *k = key_generate(false, t->d);
	size_t shorter = 0;

	for (int i = 0; i < 20000 && shorter < 2; i++) {
		struct envelope e = {.file = "e"};
		struct buf env;

		buf_init(&env, 1 << 16);
		assert_int_equal(seal_sign(&sealers[1], k, message, MESSAGE_LEN, &env, t->d), 0);
		assert_int_equal(sealers[1].open(&e, t->a, env.p, env.len, t->d), 0);
		shorter += e.sig_len < 70;
		envelope_close(&e);
		buf_free(&env);
	}
	assert_true(shorter > 0);
	expect_clean(t, "short integers");
	key_free(k);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(base64_has_one_form),
		TEST(mpint_has_one_form),
		TEST(pae_vector),
		TEST(round_trips),
		TEST(ssh_keygen_checks_ours),
		TEST(ours_checks_ssh_keygen),
		TEST(dsse_has_one_form),
		TEST(sshsig_has_one_form),
		TEST(short_integers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
