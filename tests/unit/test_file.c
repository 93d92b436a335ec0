/* Reading, walking, and outputs that are never half there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"

struct fixture {
	struct arena *a;
	char *dir;
};

static int
setup(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct fixture *f = malloc(sizeof(*f));

	if (f == NULL)
		return -1;
	f->a = arena_new();
	f->dir = arena_printf(f->a, "%s/trueup-test-XXXXXX", tmp == NULL ? "/tmp" : tmp);
	if (mkdtemp(f->dir) == NULL)
		return -1;
	*state = f;
	return 0;
}

static int
remove_all(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *e;
	int rc = 0;

	if (d == NULL)
		return unlinkat(at, name, 0);
	while ((e = readdir(d)) != NULL) {
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			rc |= remove_all(fd, e->d_name);
	}
	closedir(d);
	return rc | unlinkat(at, name, AT_REMOVEDIR);
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	int rc = remove_all(AT_FDCWD, f->dir);

	arena_free(f->a);
	free(f);
	return rc;
}

static const char *
in(struct fixture *f, const char *name)
{
	return arena_printf(f->a, "%s/%s", f->dir, name);
}

static void
put(struct fixture *f, const char *name, const char *text)
{
	int fd = open(in(f, name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write_all(fd, text, strlen(text)), 0);
	close(fd);
}

static void
assert_holds(struct fixture *f, const char *name, const char *want)
{
	char *text;
	size_t len;

	assert_int_equal(file_read(f->a, in(f, name), MIB, &text, &len), 0);
	assert_string_equal(text, want);
	assert_int_equal(len, strlen(want));
}

/* The names in a folder of the fixture, whatever they are. */
static size_t
count_in(struct fixture *f, const char *name)
{
	DIR *d = opendir(in(f, name));
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static void
reading_has_a_ceiling(void **state)
{
	struct fixture *f = *state;
	char *text;
	size_t len;

	put(f, "ten", "0123456789");
	put(f, "none", "");
	assert_int_equal(file_read(f->a, in(f, "ten"), 10, &text, &len), 0);
	assert_string_equal(text, "0123456789");
	assert_int_equal(len, 10);
	assert_int_equal(file_read(f->a, in(f, "ten"), 9, &text, &len), -1);
	assert_int_equal(errno, EFBIG);
	assert_null(text);
	assert_int_equal(file_read(f->a, in(f, "none"), 0, &text, &len), 0);
	assert_string_equal(text, "");
	assert_int_equal(file_read(f->a, in(f, "missing"), 10, &text, &len), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(file_read(f->a, f->dir, 10, &text, &len), -1);
	assert_int_equal(errno, EISDIR);
	assert_int_equal(file_read(f->a, "/dev/zero", MIB, &text, &len), -1);
	assert_int_equal(errno, EFBIG);
}

static void
note_skip(void *ctx, const char *rel, const char *why)
{
	struct buf *b = ctx;

	buf_fmt(b, "%s: %s\n", rel, why);
}

static void
walking_is_sorted_and_follows_no_links(void **state)
{
	static const char *const want[] = {"A", "a.b", "a/c", "a/d/e", "b", "\xff"};
	struct fixture *f = *state;
	struct walk_entry *v;
	struct buf skipped;
	size_t n;

	assert_int_equal(mkdir(in(f, "a"), 0700), 0);
	assert_int_equal(mkdir(in(f, "a/d"), 0700), 0);
	for (size_t i = sizeof(want) / sizeof(*want); i-- > 0;)
		put(f, want[i], want[i]);
	assert_int_equal(symlink("/etc/passwd", in(f, "link")), 0);
	assert_int_equal(symlink("..", in(f, "a/loop")), 0);
	assert_int_equal(mkfifo(in(f, "pipe"), 0600), 0);
	buf_init(&skipped, 4096);
	assert_int_equal(file_walk(f->a, f->dir, &v, &n, note_skip, &skipped), 0);
	assert_int_equal(n, sizeof(want) / sizeof(*want));
	for (size_t i = 0; i < n; i++) {
		assert_string_equal(v[i].rel, want[i]);
		assert_string_equal(v[i].path, in(f, want[i]));
	}
	assert_string_equal(skipped.p,
		"a/loop: a symbolic link\nlink: a symbolic link\npipe: a pipe\n");
	buf_free(&skipped);

	assert_int_equal(file_walk(f->a, in(f, "a/"), &v, &n, NULL, NULL), 0);
	assert_int_equal(n, 2);
	assert_string_equal(v[0].rel, "c");
	assert_string_equal(v[0].path, in(f, "a/c"));
	assert_int_equal(file_walk(f->a, in(f, "a/d/e"), &v, &n, NULL, NULL), 0);
	assert_int_equal(n, 1);
	assert_string_equal(v[0].rel, "e");
	assert_int_equal(file_walk(f->a, in(f, "missing"), &v, &n, NULL, NULL), -1);
	assert_int_equal(errno, ENOENT);
}

static void
walking_stops_at_a_depth(void **state)
{
	struct fixture *f = *state;
	struct walk_entry *v;
	struct buf path, skipped;
	size_t n;

	buf_init(&path, 4096);
	buf_init(&skipped, 4096);
	buf_str(&path, "d");
	for (int i = 0; i < MAX_WALK_DEPTH + 3; i++) {
		assert_int_equal(mkdir(in(f, path.p), 0700), 0);
		buf_str(&path, "/d");
	}
	put(f, "top", "");
	assert_int_equal(file_walk(f->a, f->dir, &v, &n, note_skip, &skipped), 0);
	assert_int_equal(n, 1);
	assert_non_null(strstr(skipped.p, "too deep"));
	buf_free(&path);
	buf_free(&skipped);
}

static void
outputs_appear_at_commit(void **state)
{
	struct fixture *f = *state;
	struct outdir *o = outdir_open(in(f, "new/out"));
	struct stat st;
	int fd;

	assert_non_null(o);
	assert_int_equal(outdir_write(o, "seal.json", "seal", 4), 0);
	fd = outdir_begin(o, "report.json");
	assert_true(fd >= 0);
	assert_int_equal(write_all(fd, "report", 6), 0);
	assert_int_equal(outdir_commit(o, "seal.json"), -1); /* one is not done */
	assert_int_equal(errno, EBUSY);
	assert_int_equal(outdir_done(o, fd), 0);
	assert_int_equal(stat(in(f, "new/out/report.json"), &st), -1);
	assert_int_equal(outdir_commit(o, "seal.json"), 0);
	outdir_close(o);
	assert_holds(f, "new/out/report.json", "report");
	assert_holds(f, "new/out/seal.json", "seal");
	assert_int_equal(count_in(f, "new/out"), 2);
}

static void
outputs_replace_and_follow_no_link(void **state)
{
	struct fixture *f = *state;
	struct outdir *o;
	struct stat st;

	put(f, "victim", "untouched");
	put(f, "report.json", "old");
	assert_int_equal(symlink("victim", in(f, "seal.json")), 0);
	o = outdir_open(f->dir);
	assert_non_null(o);
	assert_int_equal(outdir_write(o, "report.json", "new", 3), 0);
	assert_int_equal(outdir_write(o, "seal.json", "seal", 4), 0);
	assert_int_equal(outdir_commit(o, "seal.json"), 0);
	outdir_close(o);
	assert_holds(f, "report.json", "new");
	assert_holds(f, "seal.json", "seal");
	assert_holds(f, "victim", "untouched");
	assert_int_equal(lstat(in(f, "seal.json"), &st), 0);
	assert_true(S_ISREG(st.st_mode));
	assert_int_equal(count_in(f, "."), 3);
}

static void
rollback_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	struct outdir *o = outdir_open(f->dir);

	put(f, "a", "old");
	assert_non_null(o);
	assert_int_equal(outdir_write(o, "a", "new", 3), 0);
	assert_true(outdir_begin(o, "b") >= 0);
	outdir_rollback(o);
	outdir_rollback(NULL);
	assert_holds(f, "a", "old");
	assert_int_equal(count_in(f, "."), 1);
}

/* The last one cannot be renamed: the first, already renamed, is put back as it was. */
static void
failed_commit_is_undone(void **state)
{
	struct fixture *f = *state;
	struct outdir *o = outdir_open(f->dir);

	put(f, "a", "old");
	assert_int_equal(mkdir(in(f, "seal"), 0700), 0);
	put(f, "seal/x", "");
	assert_non_null(o);
	assert_int_equal(outdir_write(o, "seal", "seal", 4), 0);
	assert_int_equal(outdir_write(o, "a", "new", 3), 0);
	assert_int_equal(outdir_write(o, "b", "new", 3), 0);
	assert_int_equal(outdir_commit(o, "seal"), -1);
	assert_string_equal(outdir_failed(o), in(f, "seal"));
	assert_holds(f, "a", "new");
	outdir_rollback(o);
	assert_holds(f, "a", "old");
	assert_int_equal(count_in(f, "."), 2);
}

static void
names_are_checked(void **state)
{
	static const char *const bad[] = {"", ".", "..", "../x", "a/b", ".hidden"};
	struct fixture *f = *state;
	struct outdir *o = outdir_open(f->dir);

	assert_non_null(o);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(outdir_begin(o, bad[i]), -1);
		assert_int_equal(errno, EINVAL);
	}
	assert_int_equal(outdir_write(o, "a", "1", 1), 0);
	assert_int_equal(outdir_write(o, "a", "2", 1), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(outdir_commit(o, "b"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(outdir_done(o, 12345), -1);
	outdir_rollback(o);
	put(f, "file", "");
	assert_null(outdir_open(in(f, "file")));
	assert_int_equal(errno, ENOTDIR);
	assert_null(outdir_open(in(f, "file/below")));
}

static void
a_file_too_big_fails_cleanly(void **state)
{
	struct fixture *f = *state;
	struct outdir *o = outdir_open(f->dir);
	struct rlimit old, small;
	char *big = arena_alloc(f->a, 100000);
	int rc, why;

	assert_non_null(o);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 50000;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	rc = outdir_write(o, "report.json", big, 100000);
	why = errno;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(rc, -1);
	assert_int_equal(why, EFBIG);
	assert_string_equal(outdir_failed(o), in(f, "report.json"));
	outdir_rollback(o);
	assert_int_equal(count_in(f, "."), 0);
}

static void
a_full_disk_is_an_error(void **state)
{
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(write_all(fd, "x", 1), -1);
	assert_int_equal(errno, ENOSPC);
	assert_int_equal(write_all(fd, "", 0), 0);
	close(fd);
}

#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_A_FOLDER(reading_has_a_ceiling),
		IN_A_FOLDER(walking_is_sorted_and_follows_no_links),
		IN_A_FOLDER(walking_stops_at_a_depth),
		IN_A_FOLDER(outputs_appear_at_commit),
		IN_A_FOLDER(outputs_replace_and_follow_no_link),
		IN_A_FOLDER(rollback_leaves_nothing),
		IN_A_FOLDER(failed_commit_is_undone),
		IN_A_FOLDER(names_are_checked),
		IN_A_FOLDER(a_file_too_big_fails_cleanly),
		cmocka_unit_test(a_full_disk_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
