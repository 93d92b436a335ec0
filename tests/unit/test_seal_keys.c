/* Keys from files and the environment, keys that are trusted, and the process that holds one. */
#include "tests/unit/seal_help.h"

#include <signal.h>

static void
key_files(void **state)
{
	static const struct { const char *make, *option, *code;
	} cases[] = {
		{"openssl genpkey -algorithm ED25519 -out k && chmod 644 k", "k", "E602"},
		{"openssl genpkey -algorithm ED25519 -out k && chmod 640 k", "k", "E602"},
		{"openssl genpkey -algorithm ED25519 -out k && chmod 604 k", "k", "E602"},
		{"true", "absent", "E601"},
		{"mkdir -m 700 k", "k", "E601"},
		{"mkfifo -m 600 k", "k", "E601"},
		{"umask 077; echo nothing > k", "k", "E603"},
		{"umask 077; : > k", "k", "E603"},
		{"umask 077; openssl ecparam -genkey -noout -name prime256v1 -out k", "k", "E603"},
		{"umask 077; openssl genpkey -algorithm ED25519 -out p && openssl pkey -in p -pubout -out k",
			"k", "E603"},
		{"umask 077; openssl genpkey -algorithm ED25519 -aes256 -pass pass:x -out k", "k",
			"E603"},
		{"umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out k",
			"k", "E604"},
		{"umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 "
		 "-pkeyopt ec_param_enc:explicit -out k",
			"k", "E604"},
		{"umask 077; openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out k",
			"k", "E604"},
		{"umask 077; openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 "
		 "-pkeyopt rsa_keygen_pubexp:3 -out k",
			"k", "E604"},
		{"umask 077; openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:3072 -out k",
			"k", "E604"},
		{"umask 077; openssl genpkey -algorithm X25519 -out k", "k", "E604"},
		{"umask 077; head -c 70000 /dev/zero > k", "k", "E609"},
	};
	struct place_of_test *t = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(shell(t, "rm -rf k p"), 0);
		assert_int_equal(shell(t, cases[i].make), 0);
		assert_null(
			key_load(arena_printf(t->a, "file:%s/%s", t->dir, cases[i].option), t->d));
		expect_code(t, cases[i].code, cases[i].make);
	}
}

static void
key_options(void **state)
{
	static const char *const bad[] = {
		"", "file:", "env:", "k.pem", "pkcs11:token=x", "ephemeral"};
	struct place_of_test *t = *state;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(key_load(bad[i], t->d));
		expect_code(t, "E600", bad[i]);
	}
	unsetenv("TRUEUP_TEST_KEY");
	assert_null(key_load("env:TRUEUP_TEST_KEY", t->d));
	expect_code(t, "E605", "not set");
	setenv("TRUEUP_TEST_KEY", "", 1);
	assert_null(key_load("env:TRUEUP_TEST_KEY", t->d));
	expect_code(t, "E605", "empty");
}

/* A key through a link, as secrets are mounted, is one; PEM and SSH forms name the same key. */
static void
one_key_one_id(void **state)
{
	struct place_of_test *t = *state;

	for (size_t i = 0; i < KEY_CASES; i++) {
		const char *option = key_option(t, i);
		struct seal_key *k = key_load(option, t->d), *linked, *other;
		struct trust *trust = trust_new();
		struct buf b;

		assert_int_equal(
			shell(t, "ln -sf k.pem link && openssl pkey -in k.pem -pubout -out pub"),
			0);
		linked = key_load(arena_printf(t->a, "file:%s/link", t->dir), t->d);
		assert_non_null(k);
		assert_non_null(linked);
		assert_string_equal(k->keyid, linked->keyid);
		buf_init(&b, 1 << 16);
		assert_int_equal(key_ssh_blob(k, &b), 0);
		other = key_from_ssh_blob((unsigned char *)b.p, b.len);
		assert_non_null(other);
		assert_string_equal(k->keyid, other->keyid);
		assert_null(key_from_ssh_blob((unsigned char *)b.p, b.len - 1));
		buf_chr(&b, '\0');
		assert_null(key_from_ssh_blob((unsigned char *)b.p, b.len));
		assert_int_equal(trust_add_file(trust, in_dir(t, "pub"), NULL, t->d), 0);
		assert_string_equal(trust_at(trust, 0)->keyid, k->keyid);
		/* The public half cannot sign. */
		buf_reset(&b);
		assert_int_equal(key_sign(other, k->alg->dsse_md, "x", 1, &b), -1);
		assert_int_equal(
			shell(t, "openssl pkey -pubin -in pub -outform DER | sha256sum"), 0);
		{
			size_t n;

			assert_memory_equal(get_file(t, "said", &n), k->keyid, 64);
		}
		key_free(k);
		key_free(linked);
		key_free(other);
		trust_free(trust);
		buf_free(&b);
	}
	expect_clean(t, "one key");
}

/* A compressed point is another spelling of a key: the id stays the same. */
static void
compressed_point(void **state)
{
	struct place_of_test *t = *state;
	struct trust *a = trust_new(), *b = trust_new();

	key_option(t, 0);
	assert_int_equal(
		shell(t,
			"openssl pkey -in k.pem -pubout -out a && "
			"openssl pkey -in k.pem -pubout -ec_conv_form compressed -out b && ! cmp -s a b"),
		0);
	assert_int_equal(trust_add_file(a, in_dir(t, "a"), NULL, t->d), 0);
	assert_int_equal(trust_add_file(b, in_dir(t, "b"), NULL, t->d), 0);
	assert_string_equal(trust_at(a, 0)->keyid, trust_at(b, 0)->keyid);
	trust_free(a);
	trust_free(b);
}

static void
keygen(void **state)
{
	struct place_of_test *t = *state;
	struct trust *pem = trust_new(), *ssh = trust_new();
	struct seal_key *k;
	struct stat st;
	struct buf print;
	size_t n;

	buf_init(&print, 256);
	assert_int_equal(seal_keygen(in_dir(t, "key.pem"), "boss@example.com", &print, t->d), 0);
	assert_int_equal(stat(in_dir(t, "key.pem"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	k = key_load(arena_printf(t->a, "file:%s/key.pem", t->dir), t->d);
	assert_non_null(k);
	assert_false(k->one_run);
	assert_int_equal(trust_add_file(pem, in_dir(t, "key.pub.pem"), NULL, t->d), 0);
	assert_int_equal(trust_add_file(ssh, in_dir(t, "key.allowed_signers"), NULL, t->d), 0);
	assert_string_equal(k->keyid, trust_at(pem, 0)->keyid);
	assert_string_equal(k->keyid, trust_at(ssh, 0)->keyid);
	assert_int_equal(
		shell(t, "cut -d' ' -f3- key.allowed_signers > k.pub && ssh-keygen -l -f k.pub"),
		0);
	assert_non_null(strstr(get_file(t, "said", &n), print.p));
	expect_clean(t, "keygen");
	/* Nothing is overwritten, nothing is left half done. */
	assert_int_equal(seal_keygen(in_dir(t, "key.pem"), "x", &print, t->d), -1);
	expect_code(t, "E606", "again");
	assert_int_equal(shell(t, "rm key.pub.pem key.allowed_signers"), 0);
	assert_int_equal(seal_keygen(in_dir(t, "key.pem"), "x", &print, t->d), -1);
	expect_code(t, "E606", "key only");
	assert_int_equal(shell(t, "test ! -e key.pub.pem && test ! -e key.allowed_signers"), 0);
	assert_int_equal(shell(t, "ln -s /tmp/nowhere link.pem"), 0);
	assert_int_equal(seal_keygen(in_dir(t, "link.pem"), "x", &print, t->d), -1);
	expect_code(t, "E606", "link");
	key_free(k);
	trust_free(pem);
	trust_free(ssh);
	buf_free(&print);
}

/* %s stands for type and key. The code of the warning, or NULL: the key is trusted. */
static void
allowed_signers(void **state)
{
	static const struct { const char *line, *at, *code;
	} cases[] = {
		{"a %s", NULL, NULL},
		{"a,b %s a comment", NULL, NULL},
		{"  \"a b\"\t%s\r", NULL, NULL},
		{"# %s\na %s", NULL, NULL},
		{"a namespaces=\"trueup-report@v1\" %s", NULL, NULL},
		{"a namespaces=\"git,trueup-report@v1\" %s", NULL, NULL},
		{"a namespaces=\"git\" %s", NULL, "E632"},
		{"a namespaces=\"trueup-report-dev@v1\" %s", NULL, "E632"},
		{"a namespaces=\"trueup-report@v1,!trueup-report@v1\" %s", NULL, "E632"},
		{"a namespaces=\"*,!trueup-report@v1\" %s", NULL, "E632"},
		{"a namespaces=\"trueup-report@v1 %s", NULL, "E632"},
		{"a cert-authority %s", NULL, "E632"},
		{"a unknown=\"x\" %s", NULL, "E632"},
		{"a valid-before=\"20270101Z\" %s", NULL, "E632"},
		{"a valid-before=\"20270101Z\" %s", "2026-12-31T23:59:59Z", NULL},
		{"a valid-before=\"20270101Z\" %s", "2027-01-01T00:00:01Z", "E632"},
		{"a valid-before=\"20270101\" %s", "2026-12-31T23:59:59Z", "E632"},
		{"a valid-after=\"202701011200Z\" %s", "2027-01-01T12:00:00Z", NULL},
		{"a valid-after=\"202701011200Z\" %s", "2027-01-01T11:59:59.9Z", "E632"},
		{"a valid-after=\"20260101Z\",valid-before=\"20270101Z\" %s",
			"2025-06-01T00:00:00Z", "E632"},
		{"a valid-before=\"20270101Z\",namespaces=\"git\" %s", "2026-06-01T00:00:00Z",
			"E632"},
		{"%s", NULL, "E632"},
		{"a ssh-ed25519", NULL, "E632"},
		{"a ssh-ed25519 AAAA", NULL, "E632"},
		{"a ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==", NULL, "E632"},
		{"a sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29t", NULL,
			"E632"},
		{"", NULL, ""},
	};
	struct place_of_test *t = *state;
	struct seal_key *k = key_generate(false, t->d);
	struct buf b;

	buf_init(&b, 4096);
	assert_int_equal(key_allowed_signer(k, "a", &b), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *key = strstr(b.p, "ecdsa-");
		const char *at = strstr(cases[i].line, "%s"), *code = cases[i].code;
		struct trust *trust = trust_new();
		struct buf text;

		buf_init(&text, 4096);
		for (const char *p = cases[i].line; *p != '\0'; p++) {
			if (p == at)
				buf_add(&text, key, strcspn(key, "\n"));
			if (p[0] == '%')
				at = strstr(++p, "%s");
			else
				buf_chr(&text, *p);
		}
		if (trust_add_text(trust, "signers", text.p, text.len, cases[i].at, t->d) !=
			(code == NULL ? 0 : -1))
			fail_msg("%s", cases[i].line);
		assert_int_equal(trust_count(trust), code == NULL ? 1 : 0);
		assert_int_equal(count_code(t->d, "E632"), code != NULL && code[0] != '\0');
		assert_int_equal(count_code(t->d, "E631"), code != NULL);
		diags_free(t->d);
		t->d = diags_new();
		trust_free(trust);
		buf_free(&text);
	}
	key_free(k);
	buf_free(&b);
}

static void
trust_files(void **state)
{
	struct place_of_test *t = *state;
	struct trust *trust = trust_new();
	const char *who;

	assert_int_equal(trust_add_file(trust, in_dir(t, "absent"), NULL, t->d), -1);
	expect_code(t, "E631", "absent");
	key_option(t, 0);
	assert_int_equal(trust_add_file(trust, in_dir(t, "k.pem"), NULL, t->d), -1);
	expect_code(t, "E631", "a private key");
	assert_int_equal(
		shell(t,
			"openssl pkey -in k.pem -pubout -out pub && "
			"{ echo '# ours'; cat pub; } > two && openssl genpkey -algorithm ED25519 | openssl pkey -pubout >> two"),
		0);
	assert_int_equal(trust_add_file(trust, in_dir(t, "two"), NULL, t->d), 0);
	assert_int_equal(trust_count(trust), 2);
	assert_ptr_equal(trust_find(trust, trust_at(trust, 1)->keyid, &who), trust_at(trust, 1));
	assert_string_equal(who, in_dir(t, "two"));
	assert_null(trust_find(trust, "0", &who));
	assert_int_equal(shell(t, "head -c 100 pub > cut"), 0);
	assert_int_equal(trust_add_file(trust, in_dir(t, "cut"), NULL, t->d), -1);
	expect_code(t, "E631", "cut");
	assert_int_equal(shell(t, "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 "
		"| openssl pkey -pubout > p384"), 0);
	assert_int_equal(trust_add_file(trust, in_dir(t, "p384"), NULL, t->d), -1);
	expect_code(t, "E604", "P-384");
	trust_free(trust);
}

/* ---- the signing process ---- */

static void
signs_once(struct place_of_test *t, struct signer *s, bool one_run)
{
	static const char text[] = "{\"statement\":1}\n";
	struct seals seals, again;
	struct buf none;

	assert_non_null(s);
	assert_int_equal(signer_one_run(s), one_run);
	assert_int_equal(signer_seal(s, text, sizeof(text) - 1, &seals, t->d), 0);
	for (size_t i = 0; i < SEALERS; i++)
		assert_true(seal_check(&sealers[i], signer_key(s), seals.env[i].p, seals.env[i].len,
			text, sizeof(text) - 1, t->d));
	expect_clean(t, "signer");
	buf_init(&none, 4096);
	assert_int_equal(key_sign(signer_key(s), "SHA256", "x", 1, &none), -1);
	assert_int_equal(signer_seal(s, text, sizeof(text) - 1, &again, t->d), -1);
	expect_code(t, "E607", "a second time");
	for (size_t i = 0; i < SEALERS; i++)
		assert_int_equal(again.env[i].len, 0);
	seals_free(&seals);
	seals_free(&again);
	buf_free(&none);
	signer_free(s);
}

static void
signer_signs(void **state)
{
	struct place_of_test *t = *state;
	char *value;
	size_t n;

	signs_once(t, signer_start(NULL, t->d), true);
	signs_once(t, signer_start("one-run", t->d), true);
	signs_once(t, signer_start(key_option(t, 0), t->d), false);
	setenv("TRUEUP_TEST_KEY", get_file(t, "k.pem", &n), 1);
	value = getenv("TRUEUP_TEST_KEY");
	signs_once(t, signer_start("env:TRUEUP_TEST_KEY", t->d), false);
	assert_null(getenv("TRUEUP_TEST_KEY"));
	for (size_t i = 0; i < n; i++)
		assert_int_equal(value[i], 0);
	/* What is wrong with a key is said by the parent, in the child's words. */
	assert_null(signer_start("file:/nowhere/key.pem", t->d));
	assert_string_equal(diags_at(t->d, 0)->at.file, "/nowhere/key.pem");
	expect_code(t, "E601", "no key");
}

static void
signer_killed(void **state)
{
	static char big[1 << 22];
	struct place_of_test *t = *state;

	for (int round = 0; round < 2; round++) {
		struct signer *s = signer_start(NULL, t->d);
		size_t n = round == 0 ? 10 : sizeof(big); /* fits the socket's buffer; does not */
		struct seals seals;

		assert_non_null(s);
		if (round == 0) { /* alive but deaf, so that sending works and the answer is what
				     fails */
			assert_int_equal(kill(signer_pid(s), SIGSTOP), 0);
			if (fork() == 0) {
				usleep(200000);
				kill(signer_pid(s), SIGKILL);
				_exit(0);
			}
		} else {
			assert_int_equal(kill(signer_pid(s), SIGKILL), 0);
		}
		memset(big, ' ', sizeof(big));
		assert_int_equal(signer_seal(s, big, n, &seals, t->d), -1);
		assert_non_null(strstr(diags_at(t->d, 0)->text, "signal 9"));
		expect_code(t, "E607", "killed");
		for (size_t i = 0; i < SEALERS; i++)
			assert_int_equal(seals.env[i].len, 0);
		seals_free(&seals);
		signer_free(s);
		while (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
	}
}

/* A parent that goes away without sealing leaves no process behind. */
static void
signer_unused(void **state)
{
	struct place_of_test *t = *state;
	struct signer *s = signer_start(NULL, t->d);
	pid_t pid = signer_pid(s);

	signer_free(s);
	assert_int_equal(kill(pid, 0), -1);
	signer_free(NULL);
	expect_clean(t, "unused");
}

static void
on_alarm(int signal_number)
{
	(void)signal_number;
}

/* Signals that the parent catches neither break the frames nor end the child. */
static void
signer_interrupted(void **state)
{
	struct place_of_test *t = *state;
	struct sigaction act = {.sa_handler = on_alarm}, old;
	size_t n = (size_t)16 << 20;
	char *text = malloc(n);
	struct seals seals;
	struct signer *s;
	pid_t pest, parent = getpid();

	assert_non_null(text);
	memset(text, 'x', n);
	sigaction(SIGALRM, &act, &old); /* no SA_RESTART */
	pest = fork();
	if (pest == 0)
		for (;;) {
			usleep(500);
			if (kill(parent, SIGALRM) != 0)
				_exit(0);
		}
	s = signer_start(NULL, t->d);
	assert_non_null(s);
	assert_int_equal(signer_seal(s, text, n, &seals, t->d), 0);
	kill(pest, SIGKILL);
	while (waitpid(pest, NULL, 0) < 0)
		continue;
	sigaction(SIGALRM, &old, NULL);
	expect_clean(t, "interrupted");
	seals_free(&seals);
	signer_free(s);
	free(text);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(key_files),
		TEST(key_options),
		TEST(one_key_one_id),
		TEST(compressed_point),
		TEST(keygen),
		TEST(allowed_signers),
		TEST(trust_files),
		TEST(signer_signs),
		TEST(signer_killed),
		TEST(signer_unused),
		TEST(signer_interrupted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
