/*
 * Every reader of the table against its own good fixtures, with one word of their values that no
 * table knows: the account adds up, and an unknown word never gives a pass that was not there.
 * Nor does an element of XML that says its value twice, with a good word first or last.
 */
#include <dirent.h>

#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"
#include "checker/read/mapping.h"

#define WORDS 150 /* places a file: all of a small one; TRUEUP_WORDS asks for others */
#define ODD "zzfrob"

/* Names of things: another name is another thing, and what was laid over it is no longer. */
static const struct { const char *path, *word; } names[] = {
	{ "fixtures/good/hdf/overlay.json", "overlay" },
	{ "fixtures/good/hdf/overlay.json", "SV" },
	{ "fixtures/good/hdf/overlay.json", "900004" },
	{ "fixtures/good/hdf/min.json", "c2" },
};

static bool
is_name(const char *path, const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].path, path) == 0 && strlen(names[i].word) == n &&
			memcmp(names[i].word, word, n) == 0)
			return true;
	return false;
}

static uint64_t
passes(const struct reader *rd, const struct mappings *set, const char *p, size_t n)
{
	struct run run;
	uint64_t count = 0;

	run_init(&run);
	run.mappings = set;
	run.format = rd->name;
	run_input(&run, input_of(p, n), "odd word");
	run_assert_conserved(&run);
	for (size_t i = 0; i < run.records.n; i++)
		if (run.records.v[i].kind == REC_OBSERVATION)
			count += run.records.v[i].u.observation.result == RESULT_PASS;
	run_close(&run);
	return count;
}

static bool
letter(char c)
{
	return ch_alpha(c) || ch_digit(c) || c == '_';
}

/* Is the word from..to one of a value, not the name of a member, an element or an attribute? */
static bool
is_value(const struct buf *b, size_t from, size_t to, char syntax)
{
	size_t end = to;

	if (syntax == '<')
		return !(from > 0 && strchr("</?:!", b->p[from - 1]) != NULL) &&
			!(to < b->len && strchr("=:", b->p[to]) != NULL);
	if (syntax != '{')
		return memchr(b->p, '\n', from) != NULL;
	while (end < b->len && b->p[end] != '"')
		end++;
	return !(end + 1 < b->len && b->p[end + 1] == ':');
}

/* Whole lists of words at the top of a table are its header, which is no value. */
static char
syntax_of(const struct buf *b)
{
	size_t at = b->len >= 3 && memcmp(b->p, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < b->len && ch_space(b->p[at]))
		at++;
	return at == b->len ? 0 : b->p[at] == '<' ? '<' : b->p[at] == '{' || b->p[at] == '[' ? '{' : 0;
}

static size_t
places(void)
{
	const char *asked = getenv("TRUEUP_WORDS");
	int64_t n;

	return asked != NULL && text_to_int(asked, strlen(asked), 1, 100000, &n) ? (size_t)n : WORDS;
}

static size_t
odd_words(const struct reader *rd, const struct mappings *set, const char *path, const struct buf *b)
{
	char syntax = syntax_of(b);
	uint64_t all = passes(rd, set, b->p, b->len);
	size_t words = 0, step, wrong = 0;

	for (size_t i = 0; i < b->len; i++)
		words += letter(b->p[i]) && (i == 0 || !letter(b->p[i - 1]));
	step = words / places() + 1;
	words = 0;
	for (size_t from = 0, to; from < b->len; from = to + 1) {
		struct buf odd;

		for (to = from; to < b->len && letter(b->p[to]); to++)
			;
		if (to - from < 2 || words++ % step != 0 || !is_value(b, from, to, syntax))
			continue;
		buf_init(&odd, 32 * MIB);
		buf_add(&odd, b->p, from);
		buf_str(&odd, ODD);
		buf_add(&odd, b->p + to, b->len - to);
		if (passes(rd, set, odd.p, odd.len) > all && !is_name(path, b->p + from, to - from)) {
			print_message("# %s: a pass more with " ODD " for %.*s at byte %zu\n", path,
				(int)(to - from), b->p + from, from);
			wrong++;
		}
		buf_free(&odd);
	}
	return wrong;
}

/* An element at b->p[from] that holds text alone: its end, and where its text begins; 0: it is none. */
static size_t
leaf(const struct buf *b, size_t from, size_t *name, size_t *text, size_t *text_end)
{
	size_t i = from + 1, n;

	while (i < b->len && (letter(b->p[i]) || b->p[i] == ':' || b->p[i] == '-'))
		i++;
	*name = n = i - from - 1;
	while (i < b->len && b->p[i] != '>' && b->p[i] != '<')
		i++;
	if (n == 0 || i >= b->len || b->p[i] != '>' || b->p[i - 1] == '/')
		return 0;
	*text = ++i;
	while (i < b->len && b->p[i] != '<')
		i++;
	*text_end = i;
	if (i + n + 3 > b->len || b->p[i + 1] != '/' || memcmp(b->p + i + 2, b->p + from + 1, n) != 0 ||
		b->p[i + 2 + n] != '>')
		return 0;
	return i + n + 3;
}

static size_t
said_twice(const struct reader *rd, const struct mappings *set, const char *path, const struct buf *b)
{
	static const char *const good[] = { "pass", "NotAFinding", "true", "compliant", "RESOLVED" };
	uint64_t all;
	size_t wrong = 0, name, text, text_end, end;

	if (syntax_of(b) != '<')
		return 0;
	all = passes(rd, set, b->p, b->len);
	for (size_t from = 0; from < b->len; from++) {
		if (b->p[from] != '<' || (end = leaf(b, from, &name, &text, &text_end)) == 0)
			continue;
		for (size_t k = 0; k < 2 * (sizeof(good) / sizeof(good[0])); k++) {
			struct buf odd;
			size_t at = k % 2 == 0 ? from : end;

			buf_init(&odd, 32 * MIB);
			buf_add(&odd, b->p, at);
			buf_add(&odd, b->p + from, text - from);
			buf_str(&odd, good[k / 2]);
			buf_add(&odd, b->p + text_end, end - text_end);
			buf_add(&odd, b->p + at, b->len - at);
			if (passes(rd, set, odd.p, odd.len) > all) {
				print_message("# %s: a pass more with a second <%.*s>%s at byte %zu\n",
					path, (int)name, b->p + from + 1, good[k / 2], at);
				wrong++;
			}
			buf_free(&odd);
		}
	}
	return wrong;
}

/* What is done to a good file; the number of passes that should not be. */
typedef size_t attack_fn(const struct reader *rd, const struct mappings *set, const char *path,
	const struct buf *b);

static size_t
each_file(const struct reader *rd, const struct mappings *set, attack_fn *attack)
{
	char folder[256], path[1024];
	struct dirent *e;
	size_t wrong = 0;
	DIR *dir;

	snprintf(folder, sizeof(folder), "fixtures/good/%s", rd->name);
	dir = opendir(folder);
	assert_non_null(dir);
	while ((e = readdir(dir)) != NULL) {
		struct buf b;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, e->d_name);
		take_file(&b, path);
		wrong += attack(rd, set, path, &b);
		buf_free(&b);
	}
	closedir(dir);
	return wrong;
}

static size_t
each_reader(attack_fn *attack)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *set = mappings_builtin(a, d);
	size_t wrong = 0;

	for (size_t i = 0; readers[i] != NULL; i++)
		wrong += each_file(readers[i], set, attack);
	diags_free(d);
	arena_free(a);
	return wrong;
}

static void
test_words(void **state)
{
	(void)state;
	assert_int_equal(each_reader(odd_words), 0);
}

static void
test_said_twice(void **state)
{
	(void)state;
	assert_int_equal(each_reader(said_twice), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_said_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
