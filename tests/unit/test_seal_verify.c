/* A sealed folder, checked by trueup and by stock programs, and each way to tamper with it. */
#include "tests/unit/seal_help.h"

#include "checker/base/node.h"

static const char report[] = "{\"real_low\":610000}\n";
static const char html[] = "<p>61 %</p>\n";
static const char raw_input[] = "host,result\na,fail\n";

static void
add_output(struct place_of_test *t, struct outdir *o, struct statement *st, const char *name,
	const char *text)
{
	char sha256[SHA256_HEX];

	(void)t;
	sha256_hex(text, strlen(text), sha256);
	assert_int_equal(outdir_write(o, name, text, strlen(text)), 0);
	statement_output(st, name, sha256);
}

static struct statement *
make_statement(void)
{
	struct statement *st = statement_new(SEAL_REPORT);
	char sha256[SHA256_HEX];

	sha256_hex(raw_input, strlen(raw_input), sha256);
	statement_input(st, "in/scan.csv", sha256);
	statement_rule(st, "core.json", sha256);
	statement_tool(st, "trueup", "0.1");
	statement_parameter(st, "as_of", "2026-11-01T00:00:00Z");
	statement_total(st, "s1", "real_low", 610000);
	return st;
}

/* A folder "out", sealed by the key of this option, and the public key in "trusted.pem". */
static void
make_folder(struct place_of_test *t, const char *option)
{
	struct signer *s = signer_start(option, t->d);
	struct outdir *o = outdir_open(in_dir(t, "out"));
	struct statement *st = make_statement();

	assert_non_null(s);
	assert_non_null(o);
	add_output(t, o, st, "report.json", report);
	add_output(t, o, st, "report.html", html);
	assert_int_equal(seal_folder(o, s, st, t->d), 0);
	assert_int_equal(outdir_commit(o, "report.dsse.json"), 0);
	outdir_close(o);
	statement_free(st);
	signer_free(s);
	assert_int_equal(shell(t, "cp out/report.pub.pem trusted.pem && mkdir -p base/in"), 0);
	put_file(t, "base/in/scan.csv", raw_input, strlen(raw_input), 0600);
	expect_clean(t, "sealing");
}

static int
verify(struct place_of_test *t, struct verified *v, const char *path, const char *trusted,
	bool allow, const char *inputs)
{
	static const char *const outputs[] = {"checks.jsonl", "worklist.csv"};
	struct trust *trust = trust_new();
	struct verify_options o = {.trust = trust, .allow_untrusted = allow, .inputs = inputs,
		.outputs = outputs, .noutputs = 2};
	int status;

	if (trusted != NULL)
		assert_int_equal(trust_add_file(trust, in_dir(t, trusted), NULL, t->d), 0);
	status = seal_verify(v, t->a, in_dir(t, path), &o, t->d);
	assert_int_equal(status, v->status);
	trust_free(trust);
	return status;
}

static void
sealed_folder_verifies(void **state)
{
	static const char *const paths[] = {"out", "out/", "out/report.intoto.json",
		"out/report.dsse.json", "out/report.intoto.json.sshsig"};
	struct place_of_test *t = *state;
	struct verified v;
	char *bytes;
	size_t n;

	for (size_t k = 0; k < KEY_CASES; k++) {
		assert_int_equal(shell(t, "rm -rf out base"), 0);
		make_folder(t, key_option(t, k));
		for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
			assert_int_equal(
				verify(t, &v, paths[i], "trusted.pem", false, in_dir(t, "base")),
				0);
			assert_false(v.untrusted);
			assert_int_equal(v.files, 6);
			assert_int_equal(v.files_bad, 0);
			assert_int_equal(v.inputs, 1);
			assert_int_equal(v.inputs_absent, 0);
			assert_int_equal(v.unlisted, 0);
			assert_string_equal(node_get_text(v.predicate, "trust"), "signed");
			assert_string_equal(v.who, in_dir(t, "trusted.pem"));
			bytes = get_file(t, "out/report.intoto.json", &n);
			assert_int_equal(v.statement_len, n);
			assert_memory_equal(v.statement, bytes, n);
		}
		assert_int_equal(
			verify(t, &v, "out", "out/report.allowed_signers", false, NULL), 0);
		assert_string_equal(v.who, "trueup");
		expect_clean(t, key_cases[k].name);
	}
}

struct tampering {
	const char *what;   /* in shell, in the folder */
	const char *code;   /* of the only error; NULL: none */
	int status;
	const char *file;   /* that the message names; NULL: not looked at */
};

/* sed on one line keeps a byte's place; the statement and the DSSE envelope are one line each. */
static const struct tampering tamperings[] = {
	{"true", NULL, 0, NULL},
	{"printf x >> report.html", "E625", 4, "report.html"},
	{"printf '{\"real_low\":990000}\\n' > report.json", "E625", 4, "report.json"},
	{"rm report.html", "E624", 4, "report.html"},
	{"rm SHA256SUMS", "E624", 4, "SHA256SUMS"},
	{"mv report.html h && ln -s h report.html", "E626", 4, "report.html"},
	{"rm report.html && mkdir report.html", "E626", 4, "report.html"},
	{"rm report.html && mkfifo report.html", "E626", 4, "report.html"},
	{"echo > report.pdf", "E627", 4, "report.pdf"},
	{"echo > REPORT.PDF", "E627", 4, "REPORT.PDF"},
	{"ln -s /etc/passwd report.pdf", "E627", 4, "report.pdf"},
	{"echo > worklist.csv", "E627", 4, "worklist.csv"},
	{"echo > notes.txt", NULL, 0, NULL},
	{"rm report.dsse.json", "E611", 4, "report.dsse.json"},
	{"rm report.intoto.json.sshsig", "E611", 4, "report.intoto.json.sshsig"},
	{"rm report.intoto.json", "E611", 4, "report.intoto.json"},
	{"mv report.intoto.json s && ln -s s report.intoto.json", "E611", 4, "report.intoto.json"},
	{"sed -i 's/610000/940000/' report.intoto.json", "E614", 4, "report.dsse.json"},
	{"truncate -s -1 report.intoto.json", "E614", 4, "report.dsse.json"},
	{"echo >> report.intoto.json", "E614", 4, "report.dsse.json"},
	{"echo >> report.dsse.json", "E612", 4, "report.dsse.json"},
	{"echo >> report.intoto.json.sshsig", "E612", 4, "report.intoto.json.sshsig"},
	{"jq -c . report.dsse.json > x && sed -i 's/:\"/: \"/' x && mv x report.dsse.json", "E612",
		4, NULL},
	{"cp ../old.dsse report.dsse.json", "E614", 4, "report.dsse.json"},
	{"cp ../old.ssh report.intoto.json.sshsig", "E618", 4, "report.intoto.json.sshsig"},
	{"cp ../other.ssh report.intoto.json.sshsig", "E616", 4, "report.intoto.json.sshsig"},
	{"cp ../git.ssh report.intoto.json.sshsig", "E619", 4, "report.intoto.json.sshsig"},
};

/* Envelopes of another statement by the same key; signatures by another key, and for another
 * purpose. */
static void
make_others(struct place_of_test *t, const char *option)
{
	static const char by_ssh[] =
		"umask 077; cp clean/report.intoto.json m && ssh-keygen -q -t ed25519 -N '' -f id && "
		"ssh-keygen -q -Y sign -f id -n trueup-report@v1 m && mv m.sig other.ssh && "
		"ssh-keygen -q -Y sign -f id -n git m && mv m.sig git.ssh";
	struct signer *s = signer_start(option, t->d);
	struct seals seals;

	assert_non_null(s);
	assert_int_equal(signer_seal(s, "{}\n", 3, &seals, t->d), 0);
	put_file(t, "old.dsse", seals.env[0].p, seals.env[0].len, 0600);
	put_file(t, "old.ssh", seals.env[1].p, seals.env[1].len, 0600);
	seals_free(&seals);
	signer_free(s);
	assert_int_equal(shell(t, by_ssh), 0);
}

static void
tampering_is_named(void **state)
{
	struct place_of_test *t = *state;
	const char *option = key_option(t, 0);
	struct verified v;

	make_folder(t, option);
	assert_int_equal(shell(t, "cp -r out clean"), 0);
	make_others(t, option);
	for (size_t i = 0; i < sizeof(tamperings) / sizeof(tamperings[0]); i++) {
		const struct tampering *x = &tamperings[i];
		const char *script = arena_printf(
			t->a, "rm -rf out && cp -r clean out && cd out && %s", x->what);

		assert_int_equal(shell(t, script), 0);
		if (verify(t, &v, "out", "trusted.pem", false, NULL) != x->status) {
			diags_print(t->d, stderr, false);
			fail_msg("%s: status %d", x->what, v.status);
		}
		if (x->file != NULL)
			assert_string_equal(diags_at(t->d, 0)->at.file, x->file);
		if (x->code != NULL)
			expect_code(t, x->code, x->what);
		assert_int_equal(diags_errors(t->d), 0);
		diags_free(t->d);
		t->d = diags_new();
	}
}

/* Each file that is wrong is named, not only the first. */
static void
every_file_is_named(void **state)
{
	struct place_of_test *t = *state;
	struct verified v;

	make_folder(t, key_option(t, 0));
	assert_int_equal(shell(t, "cd out && rm report.html SHA256SUMS && echo >> report.json && "
		"echo > report.svg && echo > a && echo > b"), 0);
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, NULL), 4);
	assert_int_equal(count_code(t->d, "E624"), 2);
	assert_int_equal(count_code(t->d, "E625"), 1);
	assert_int_equal(count_code(t->d, "E627"), 1);
	assert_int_equal(count_code(t->d, "E628"), 1);
	assert_int_equal(v.files_bad, 3);
	assert_int_equal(v.unlisted, 3);
}

/* In the statement and in the decoded signature, every single byte counts. */
static void
every_byte_of_the_folder(void **state)
{
	static const char *const files[] = {"out/report.intoto.json", "out/report.dsse.json",
		"out/report.intoto.json.sshsig"};
	struct place_of_test *t = *state;
	struct verified v;

	make_folder(t, key_option(t, 1));
	for (size_t i = 0; i < 3; i++) {
		size_t n;
		char *p = get_file(t, files[i], &n);

		for (size_t k = 0; k < n; k++) {
			p[k] = (char)(p[k] ^ 1);
			put_file(t, files[i], p, n, 0600);
			p[k] = (char)(p[k] ^ 1);
			if (verify(t, &v, "out", "trusted.pem", true, NULL) != 4)
				fail_msg("%s: byte %zu was changed unnoticed", files[i], k);
			assert_null(v.predicate);
			assert_null(v.keyid);
			diags_free(t->d);
			t->d = diags_new();
		}
		put_file(t, files[i], p, n, 0600);
	}
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, NULL), 0);
}

static void
keys_come_from_the_caller(void **state)
{
	struct place_of_test *t = *state;
	struct verified v;

	make_folder(t, key_option(t, 0));
	assert_int_equal(verify(t, &v, "out", NULL, true, NULL), 4);
	assert_int_equal(count_code(t->d, "E615"), 2);
	assert_int_equal(diags_errors(t->d), 2);
	assert_null(v.predicate);
	diags_free(t->d);
	t->d = diags_new();
	assert_int_equal(
		shell(t, "openssl genpkey -algorithm ED25519 | openssl pkey -pubout > other.pem"),
		0);
	assert_int_equal(verify(t, &v, "out", "other.pem", true, NULL), 4);
	assert_int_equal(count_code(t->d, "E616"), 2);
	assert_int_equal(diags_errors(t->d), 2);
	diags_free(t->d);
	t->d = diags_new();
	/* Both keys trusted, and the envelope names the one that did not sign. */
	assert_int_equal(shell(t, "cat trusted.pem other.pem > both.pem; "
		"A=$(openssl pkey -pubin -in trusted.pem -outform DER | sha256sum | cut -c 1-64); "
		"B=$(openssl pkey -pubin -in other.pem -outform DER | sha256sum | cut -c 1-64); "
		"sed -i \"s/$A/$B/\" out/report.dsse.json"), 0);
	assert_int_equal(verify(t, &v, "out", "both.pem", true, NULL), 4);
	expect_code(t, "E617", "another trusted key is named");
	assert_int_equal(verify(t, &v, "out", "trusted.pem", true, NULL), 4);
	expect_code(t, "E617", "an unknown key is named");
}

static void
one_run_is_untrusted(void **state)
{
	struct place_of_test *t = *state;
	struct verified v;

	make_folder(t, NULL);
	assert_int_equal(verify(t, &v, "out", NULL, false, NULL), 4);
	assert_true(v.untrusted);
	assert_null(v.who);
	expect_code(t, "E620", "refused");
	assert_int_equal(verify(t, &v, "out", NULL, true, NULL), 0);
	assert_true(v.untrusted);
	assert_int_equal(count_code(t->d, "E621"), 1);
	diags_free(t->d);
	t->d = diags_new();
	/* A one-run key stays one, whoever calls it trusted. */
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, NULL), 4);
	expect_code(t, "E620", "called trusted");
	assert_int_equal(shell(t, "echo >> out/report.html"), 0);
	assert_int_equal(verify(t, &v, "out", NULL, true, NULL), 4);
	expect_code(t, "E625", "changed");
}

/* Writes "out" with a statement of any bytes, signed as the rest. */
static void
seal_bytes(struct place_of_test *t, const char *option, const char *text)
{
	struct signer *s = signer_start(option, t->d);
	struct seals seals;

	assert_non_null(s);
	assert_int_equal(shell(t, "mkdir -p out"), 0);
	assert_int_equal(signer_seal(s, text, strlen(text), &seals, t->d), 0);
	put_file(t, "out/report.intoto.json", text, strlen(text), 0600);
	put_file(t, "out/report.dsse.json", seals.env[0].p, seals.env[0].len, 0600);
	put_file(t, "out/report.intoto.json.sshsig", seals.env[1].p, seals.env[1].len, 0600);
	seals_free(&seals);
	signer_free(s);
}

/* Signed by the right key, and still no seal of ours. */
#define ROW(name) "{\"name\":\"" name "\",\"digest\":{\"sha256\":\"" ZEROS "\"}}"
#define ZEROS "0000000000000000000000000000000000000000000000000000000000000000"
#define TYPE "\"_type\":\"" SEAL_STATEMENT_TYPE "\","
#define PREDICATE(trust)                                                                           \
	"\"predicateType\":\"" SEAL_PREDICATE_TYPE "\",\"predicate\":{\"trust\":\"" trust          \
	"\",\"inputs\":[]}"

static void
signed_nonsense(void **state)
{
	static const struct { const char *text, *code;
	} cases[] = {
		{"{" TYPE "\"subject\":[]," PREDICATE("signed") "}", "E623"},
		{"{" TYPE PREDICATE("signed") "}", "E622"},
		{"{" TYPE "\"subject\":{}," PREDICATE("signed") "}", "E622"},
		{"{" TYPE "\"subject\":[" ROW("../x") "]," PREDICATE("signed") "}", "E622"},
		{"{" TYPE "\"subject\":[" ROW("/etc/passwd") "]," PREDICATE("signed") "}", "E622"},
		{"{" TYPE "\"subject\":[" ROW("a") "," ROW("a") "]," PREDICATE("signed") "}",
			"E622"},
		{"{" TYPE "\"subject\":[" ROW("a") "]," PREDICATE("untrusted") "}", "E622"},
		{"{" TYPE "\"subject\":[" ROW("a") "]," PREDICATE("great") "}", "E622"},
		{"{" TYPE
		 "\"subject\":[" ROW("a") "],\"predicateType\":\"https://slsa.dev/provenance/v1\"}",
			"E622"},
		{"{\"_type\":\"https://in-toto.io/Statement/v0.1\",\"subject\":[" ROW(
			 "a") "]," PREDICATE("signed") "}",
			"E622"},
		{"{" TYPE "\"subject\":[{\"name\":\"a\",\"digest\":{\"sha1\":\"00\"}}]," PREDICATE(
			 "signed") "}",
			"E622"},
		{"[]", "E622"},
		{"null", "E622"},
	};
	struct place_of_test *t = *state;
	const char *option = key_option(t, 1);
	struct verified v;

	assert_int_equal(shell(t, "openssl pkey -in k.pem -pubout -out trusted.pem"), 0);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		seal_bytes(t, option, cases[i].text);
		assert_int_equal(verify(t, &v, "out", "trusted.pem", false, NULL), 4);
		assert_int_equal(count_code(t->d, cases[i].code), 1);
		diags_free(t->d);
		t->d = diags_new();
	}
	/* Two readings of one member: refused by the strict parser, whatever its code. */
	seal_bytes(t, option, "{" TYPE "\"subject\":[],\"subject\":[" ROW("a") "]," PREDICATE("signed") "}");
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, NULL), 4);
	assert_int_equal(diags_errors(t->d), 1);
	diags_free(t->d);
	t->d = diags_new();
	/* A one-run key that claims to be more. */
	seal_bytes(t, NULL, "{" TYPE "\"subject\":[" ROW("a") "]," PREDICATE("signed") "}");
	assert_int_equal(verify(t, &v, "out", NULL, true, NULL), 4);
	assert_int_equal(count_code(t->d, "E622"), 1);
}

static void
no_report(void **state)
{
	struct place_of_test *t = *state;
	struct verified v;

	assert_int_equal(verify(t, &v, "absent", NULL, false, NULL), 2);
	expect_code(t, "E610", "absent");
	put_file(t, "x.html", "x", 1, 0600);
	assert_int_equal(verify(t, &v, "x.html", NULL, false, NULL), 2);
	expect_code(t, "E610", "another file");
	make_folder(t, key_option(t, 1));
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, "/nowhere/at/all"), 2);
	expect_code(t, "E610", "no folder of inputs");
	assert_int_equal(shell(t, "rm out/*.dsse.json out/*.sshsig"), 0);
	assert_int_equal(verify(t, &v, "out/report.intoto.json", "trusted.pem", true, NULL), 4);
	expect_code(t, "E611", "never sealed");
}

static void
inputs_at_hand(void **state)
{
	struct place_of_test *t = *state;
	struct verified v;

	make_folder(t, key_option(t, 1));
	assert_int_equal(shell(t, "sed -i s/fail/pass/ base/in/scan.csv"), 0);
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, in_dir(t, "base")), 4);
	assert_int_equal(v.inputs_bad, 1);
	expect_code(t, "E629", "changed input");
	assert_int_equal(shell(t, "mv base/in base/real && ln -s real base/in"), 0);
	assert_int_equal(verify(t, &v, "out", "trusted.pem", false, in_dir(t, "base")), 0);
	assert_int_equal(v.inputs_absent, 1);
	assert_int_equal(count_code(t->d, "E630"), 1);
}

/* The sh blocks of VERIFY.md, as they stand, in the folder. */
static const char run_blocks[] =
	"cd out && awk '/^```sh$/ { n++; on = 1; next } /^```$/ { on = 0 } "
	"on { print > (\"../block\" n) } END { print n > \"../blocks\" }' VERIFY.md && "
	"test \"$(cat ../blocks)\" = 4 && for n in 1 2 3 4; do sh ../block$n || exit $((10 + n)); done";

static void
stock_commands_verify(void **state)
{
	struct place_of_test *t = *state;

	for (size_t k = 0; k <= KEY_CASES; k++) {
		const char *option = k < KEY_CASES ? key_option(t, k) : NULL;
		size_t n;

		assert_int_equal(shell(t, "rm -rf out base"), 0);
		make_folder(t, option);
		if (shell(t, run_blocks) != 0)
			fail_msg("VERIFY.md: %s", get_file(t, "said", &n));
		assert_int_equal(strstr(get_file(t, "out/VERIFY.md", &n), "UNTRUSTED") != NULL,
			option == NULL);
		assert_int_equal(
			shell(t,
				arena_printf(t->a,
					"cp -r out clean%zu; printf x >> out/report.html; %s", k,
					run_blocks)),
			14);
		assert_int_equal(shell(t, arena_printf(t->a, "rm -rf out; cp -r clean%zu out; "
			"sed -i s/610000/940000/ out/report.intoto.json; %s", k, run_blocks)), 12);
		assert_int_equal(shell(t, arena_printf(t->a, "openssl genpkey -algorithm ED25519 | "
			"openssl pkey -pubout > out/report.pub.pem; %s", run_blocks)), 11);
		assert_int_equal(
			shell(t, arena_printf(t->a, "cp clean%zu/report.pub.pem out", k)), 0);
		/* The same change in the envelope as well: the signature has to notice. */
		assert_int_equal(
			shell(t,
				"cd out && B=$(base64 -w0 < report.intoto.json) && "
				"sed -i \"s|\\\"payload\\\":\\\"[^\\\"]*|\\\"payload\\\":\\\"$B|\" report.dsse.json && sh ../block3"),
			1);
	}
}

static void
statement_bytes(void **state)
{
	static const char expected[] =
		"{\"_type\":\"https://in-toto.io/Statement/v1\",\"subject\":[" ROW("report.html") "," ROW(
			"report.json") "],\"predicateType\":\"" SEAL_PREDICATE_TYPE "\","
				       "\"predicate\":{\"trust\":\"signed\",\"tool\":{\"name\":\"trueup\",\"version\":\"0.1\"},"
				       "\"parameters\":{\"as_of\":\"2026-11-01\",\"names\":\"all\"},"
				       "\"totals\":[{\"scope\":\"\",\"values\":{\"items\":-3}},{\"scope\":\"s1\",\"values\":"
				       "{\"procedural\":940000,\"real_low\":610000}}],"
				       "\"chain\":{\"records\":2,\"digest\":{\"sha256\":\"" ZEROS
				       "\"}},"
				       "\"inputs\":[" ROW("a/\\\"x\\\".csv") "," ROW(
					       "b") "],\"rules\":[" ROW("core.json") "]}}\n";
	struct place_of_test *t = *state;

	for (int turn = 0; turn < 2; turn++) {
		struct statement *st = statement_new(SEAL_REPORT);
		struct buf b;

		buf_init(&b, 4096);
		statement_output(st, turn ? "report.json" : "report.html", ZEROS);
		statement_output(st, turn ? "report.html" : "report.json", ZEROS);
		statement_input(st, turn ? "b" : "a/\"x\".csv", ZEROS);
		statement_input(st, turn ? "a/\"x\".csv" : "b", ZEROS);
		statement_parameter(st, turn ? "names" : "as_of", turn ? "all" : "2026-11-01");
		statement_parameter(st, turn ? "as_of" : "names", turn ? "2026-11-01" : "all");
		statement_total(st, "s1", turn ? "real_low" : "procedural", turn ? 610000 : 940000);
		statement_total(st, "s1", turn ? "procedural" : "real_low", turn ? 940000 : 610000);
		statement_total(st, "", "items", -3);
		statement_rule(st, "core.json", ZEROS);
		statement_tool(st, "trueup", "0.1");
		statement_chain(st, 2, ZEROS);
		assert_int_equal(statement_write(st, false, &b, t->d), 0);
		assert_string_equal(b.p, expected);
		buf_free(&b);
		statement_free(st);
	}
	expect_clean(t, "statement");
}

static void
statement_refuses(void **state)
{
	static const char *const names[] = {"", "/a", "../a", "a/../b", ".", "a//b", "a/", "a\\b",
		"a\nb", "\xff", "report.intoto.json", "report.dsse.json",
		"report.intoto.json.sshsig", "twice"};
	struct place_of_test *t = *state;
	struct statement *st;
	struct buf b;

	buf_init(&b, 4096);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		st = statement_new(SEAL_REPORT);
		statement_output(st, "twice", ZEROS);
		statement_output(st, names[i], ZEROS);
		assert_int_equal(statement_write(st, false, &b, t->d), -1);
		expect_code(t, "E622", names[i]);
		statement_free(st);
	}
	st = statement_new(SEAL_REPORT);
	assert_int_equal(statement_write(st, false, &b, t->d), -1);
	expect_code(t, "E623", "no output");
	statement_output(st, "a", "abc");
	assert_int_equal(statement_write(st, false, &b, t->d), -1);
	expect_code(t, "E622", "no digest");
	statement_free(st);
	assert_int_equal(b.len, 0);
	buf_free(&b);
}

int
main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(statement_bytes),
		TEST(statement_refuses),
		TEST(sealed_folder_verifies),
		TEST(tampering_is_named),
		TEST(every_file_is_named),
		TEST(every_byte_of_the_folder),
		TEST(keys_come_from_the_caller),
		TEST(one_run_is_untrusted),
		TEST(signed_nonsense),
		TEST(no_report),
		TEST(inputs_at_hand),
		TEST(stock_commands_verify),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
