#ifndef TRUEUP_TEST_SEAL_HELP_H
#define TRUEUP_TEST_SEAL_HELP_H
/* A folder of its own for each test, stock programs run in it, and keys of every kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"

struct place_of_test {
	struct arena *a;
	struct diags *d;
	char dir[64];
};

static inline int
set_up(void **state)
{
	struct place_of_test *t = calloc(1, sizeof(*t));

	assert_non_null(t);
	snprintf(t->dir, sizeof(t->dir), "/tmp/trueup-seal-XXXXXX");
	assert_non_null(mkdtemp(t->dir));
	t->a = arena_new();
	t->d = diags_new();
	*state = t;
	return 0;
}

static inline const char *
in_dir(struct place_of_test *t, const char *name)
{
	return arena_printf(t->a, "%s/%s", t->dir, name);
}

static inline void
put_file(struct place_of_test *t, const char *name, const void *p, size_t n, mode_t mode)
{
	int fd = open(in_dir(t, name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write_all(fd, p, n), 0);
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
}

static inline char *
get_file(struct place_of_test *t, const char *name, size_t *n)
{
	char *p;

	assert_int_equal(file_read(t->a, in_dir(t, name), (size_t)1 << 24, &p, n), 0);
	return p;
}

/* Exit status of a shell script run in the folder; its words go to the file "said". */
static inline int
shell(struct place_of_test *t, const char *script)
{
	pid_t pid = fork();
	int status;

	assert_true(pid >= 0);
	if (pid == 0) {
		int out =
			chdir(t->dir) != 0 ? -1 : open("said", O_WRONLY | O_CREAT | O_TRUNC, 0600);

		if (out < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0)
			_exit(126);
		execlp("sh", "sh", "-c", script, (char *)NULL);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static inline int
tear_down(void **state)
{
	struct place_of_test *t = *state;

	shell(t, "rm -rf ./* ./.[!.]*");
	rmdir(t->dir);
	arena_free(t->a);
	diags_free(t->d);
	free(t);
	return 0;
}

static inline size_t
count_code(const struct diags *d, const char *code)
{
	size_t n = 0;

	for (size_t i = 0; i < diags_count(d); i++)
		if (strcmp(diags_at(d, i)->kind->code, code) == 0)
			n++;
	return n;
}

/* Exactly one error, of this code; forgets it. */
static inline void
expect_code(struct place_of_test *t, const char *code, const char *what)
{
	if (count_code(t->d, code) != 1 || diags_errors(t->d) != 1) {
		diags_print(t->d, stderr, false);
		fail_msg("%s: expected one %s", what, code);
	}
	diags_free(t->d);
	t->d = diags_new();
}

static inline void
expect_clean(struct place_of_test *t, const char *what)
{
	if (diags_count(t->d) != 0) {
		diags_print(t->d, stderr, false);
		fail_msg("%s: diagnostics", what);
	}
}

struct key_case {
	const char *name, *make; /* writes k.pem */
};

static const struct key_case key_cases[] = {
	{"P-256",
		"umask 077; openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out k.pem"},
	{"Ed25519", "umask 077; openssl genpkey -algorithm ED25519 -out k.pem"},
	{"RSA-3072",
		"umask 077; openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out k.pem"},
};
#define KEY_CASES (sizeof(key_cases) / sizeof(key_cases[0]))

static inline const char *
key_option(struct place_of_test *t, size_t i)
{
	assert_int_equal(shell(t, key_cases[i].make), 0);
	return arena_printf(t->a, "file:%s/k.pem", t->dir);
}

#endif
