#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/regex.h"

struct regex {
	pcre2_code *code;
	size_t states;
};

static void *
from_arena(PCRE2_SIZE n, void *arena)
{
	return arena_alloc(arena, n);
}

/* The region is freed whole. */
static void
keep(void *p, void *arena)
{
	(void)p;
	(void)arena;
}

const struct regex *
regex_compile(struct arena *a, const char *pattern, size_t n, size_t *at, const char **why)
{
	struct regex *re = ARENA_NEW(a, struct regex);
	pcre2_general_context *memory = pcre2_general_context_create(from_arena, keep, a);
	pcre2_compile_context *context = pcre2_compile_context_create(memory);
	PCRE2_UCHAR text[160];
	PCRE2_SIZE where = 0;
	struct buf b;
	size_t bad = 0;
	int error = 0;

	buf_init(&b, MAX_PATTERN * 16);
	/* Every start at once, so that time does not grow with the square of the text. */
	buf_str(&b, "(?s:.)*?(?:");
	*why = regex_translate(&b, pattern, n, &bad, &re->states);
	buf_str(&b, ")");
	if (at != NULL)
		*at = bad;
	if (*why == NULL && b.over)
		*why = "the pattern is too long";
	if (*why != NULL)
		goto out;
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	re->code = pcre2_compile((PCRE2_SPTR)b.p, b.len, PCRE2_UTF | PCRE2_ANCHORED |
		PCRE2_ALT_CIRCUMFLEX | PCRE2_NO_AUTO_CAPTURE | PCRE2_NO_DOTSTAR_ANCHOR |
		PCRE2_NO_AUTO_POSSESS |
		PCRE2_NEVER_BACKSLASH_C, &error, &where, context);
	if (re->code == NULL) {
		pcre2_get_error_message(error, text, sizeof(text));
		*why = arena_strdup(a, (const char *)text);
	}
out:
	buf_free(&b);
	return *why == NULL ? re : NULL;
}

/* The matcher compares the states of each step in pairs. */
uint64_t
regex_work(const struct regex *re, size_t n)
{
	uint64_t work;

	if (__builtin_mul_overflow((uint64_t)re->states * re->states, (uint64_t)n + 1, &work))
		return UINT64_MAX;
	return work;
}

enum regex_answer
regex_match(const struct regex *re, struct arena *a, const char *p, size_t n)
{
	pcre2_general_context *memory;
	pcre2_match_data *data;
	size_t cells = 1024;
	int rc;

	if (regex_work(re, n) > MAX_MATCH_WORK)
		return REGEX_TOO_MUCH;
	memory = pcre2_general_context_create(from_arena, keep, a);
	data = pcre2_match_data_create(1, memory);
	do {
		int *workspace = ARENA_ARRAY(a, int, cells);

		rc = pcre2_dfa_match(re->code, (PCRE2_SPTR)p, n, 0, PCRE2_DFA_SHORTEST, data, NULL,
			workspace, cells);
		cells *= 8;
	} while (rc == PCRE2_ERROR_DFA_WSSIZE && cells <= 64 * 1024);
	if (rc >= 0)
		return REGEX_YES;
	if (rc == PCRE2_ERROR_NOMATCH)
		return REGEX_NO;
	if (rc <= PCRE2_ERROR_UTF8_ERR1 && rc >= PCRE2_ERROR_UTF8_ERR21)
		return REGEX_NOT_TEXT;
	return REGEX_TOO_MUCH;
}
