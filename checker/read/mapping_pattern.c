/*
 * Regular expressions of mappings, by PCRE2 with limits on steps, depth and
 * memory: a pattern that runs away on a hostile cell counts as not matching.
 * Compiled code lives in the mapping's region and is shared; what a match
 * needs is of the run.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/read/mapping_parts.h"

struct pattern {
	pcre2_code *code;
	bool group;
};

struct pattern_run {
	pcre2_match_context *limits;
	pcre2_match_data *data;
};

static void *
from_arena(size_t n, void *a)
{
	return arena_alloc(a, n);
}

static void
never(void *p, void *a)
{
	(void)p;
	(void)a;
}

const struct pattern *
pattern_compile(struct arena *a, const char *text, const char **why)
{
	pcre2_general_context *g = pcre2_general_context_create(from_arena, never, a);
	pcre2_compile_context *c = pcre2_compile_context_create(g);
	struct pattern *re = ARENA_NEW(a, struct pattern);
	PCRE2_SIZE at;
	PCRE2_UCHAR message[128];
	uint32_t groups = 0;
	int code;

	pcre2_set_max_pattern_length(c, MAX_MAP_PATTERN);
	/* No bytes without meaning, no calls out, no look at what \C would split. */
	re->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
		PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_INVALID_UTF, &code, &at, c);
	if (re->code == NULL) {
		pcre2_get_error_message(code, message, sizeof(message));
		*why = arena_printf(a, "%s at byte %zu", (const char *)message, (size_t)at);
		return NULL;
	}
	pcre2_pattern_info(re->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups > 1) {
		*why = "more than one group: use (?:...) for the others";
		return NULL;
	}
	re->group = groups == 1;
	return re;
}

struct pattern_run *
pattern_run_new(void)
{
	struct pattern_run *p = x_calloc(1, sizeof(*p));

	p->limits = pcre2_match_context_create(NULL);
	p->data = pcre2_match_data_create(2, NULL);
	if (p->limits == NULL || p->data == NULL)
		die_memory();
	pcre2_set_match_limit(p->limits, MAX_MAP_MATCH_STEPS);
	pcre2_set_depth_limit(p->limits, MAX_MAP_MATCH_DEPTH);
	pcre2_set_heap_limit(p->limits, MAX_MAP_MATCH_KIB);
	return p;
}

void
pattern_run_free(struct pattern_run *p)
{
	if (p == NULL)
		return;
	pcre2_match_data_free(p->data);
	pcre2_match_context_free(p->limits);
	free(p);
}

int
pattern_next(struct pattern_run *p, const struct pattern *re, const char *s, size_t len,
	size_t *at, size_t *from, size_t *to)
{
	PCRE2_SIZE *v;
	int rc;

	if (*at > len)
		return 0;
	rc = pcre2_match(re->code, (PCRE2_SPTR)s, len, *at, 0, p->data, p->limits);
	if (rc == PCRE2_ERROR_NOMATCH)
		return 0;
	if (rc < 0)
		return -1;
	v = pcre2_get_ovector_pointer(p->data);
	/* An empty match must not be found again for ever. */
	*at = v[1] > v[0] ? v[1] : v[1] + 1;
	*from = v[0];
	*to = v[1];
	if (re->group) {
		/* A group that took no part gives nothing. */
		*from = rc > 1 ? v[2] : 0;
		*to = rc > 1 ? v[3] : 0;
	}
	return 1;
}
