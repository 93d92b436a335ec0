/*
 * Records out of a stream.  The window holds what the scan still needs: the
 * record that has begun, or the token; the skeleton is copied out of it as it
 * passes by.
 */
#include "checker/base/arena.h"
#include "checker/base/json.h"
#include "checker/base/json_diags.h"
#include "checker/base/json_scan.h"

#define SLICE ((size_t)64 << 10) /* bytes scanned at a time: stays in the second-level cache */
#define WINDOW_FIRST 4096        /* bytes: most files of a folder are small */
#define LINE_KEPT 4096           /* bytes of the line before the mark that are kept for messages */
#define NO_CUT SIZE_MAX

struct cut {
	const char *pattern;
	char **steps; /* NULL: any list position */
	size_t n;
};

struct json_stream {
	int (*on_record)(void *ctx, const struct json_record *r);
	void *ctx;
	struct arena *region, *own;
	struct json_scan scan;
	struct cut *cuts;
	size_t ncuts;
	const char *cut;      /* the pattern of the list that is being cut */
	char *window;
	size_t len, cap;
	struct json_poslist record, rest;
	struct buf skeleton;
	uint64_t rest_at;     /* what stands before is in the skeleton already */
	uint64_t rest_origin; /* scan.origin, while records have theirs */
	struct buf pointer;
	size_t pointer_list;  /* length of the part that names the list */
	bool failed;
};

static char *
step_text(struct arena *a, const char *p, size_t n)
{
	char *out = arena_strndup(a, p, n), *w = out;

	for (const char *r = out; *r != '\0'; r++) {
		if (r[0] == '~' && (r[1] == '0' || r[1] == '1'))
			*w++ = *++r == '0' ? '~' : '/';
		else
			*w++ = *r;
	}
	*w = '\0';
	return out;
}

static void
cut_parse(struct arena *a, const char *pattern, struct cut *c)
{
	const char *p = pattern;
	size_t n = 0;

	for (; *p != '\0'; p++)
		n += *p == '/';
	if (*pattern != '\0' && *pattern != '/')
		die_bug("a cut pattern that does not begin with a slash");
	c->pattern = pattern;
	c->steps = ARENA_ARRAY(a, char *, n);
	for (p = pattern; *p == '/'; c->n++) {
		size_t len = strcspn(++p, "/");

		c->steps[c->n] = len == 1 && *p == '#' ? NULL : step_text(a, p, len);
		p += len;
	}
}

struct json_stream *
json_stream_new(const struct json_reader *r, const char *file, struct arena *record_region,
	struct diags *d)
{
	struct json_stream *s = x_calloc(1, sizeof(*s));

	s->on_record = r->on_record;
	s->ctx = r->ctx;
	s->region = record_region;
	s->own = arena_new();
	json_scan_init(&s->scan, arena_strdup(s->own, file), d);
	buf_init(&s->skeleton, MAX_JSON_SKELETON);
	buf_init(&s->pointer, MAX_JSON_SKELETON);
	s->cap = WINDOW_FIRST;
	s->window = x_malloc(s->cap);
	s->scan.pos = &s->rest;
	s->scan.p = s->scan.end = s->scan.start = s->window;
	s->ncuts = r->ncuts;
	s->cuts = ARENA_ARRAY(s->own, struct cut, r->ncuts);
	for (size_t i = 0; i < r->ncuts; i++) {
		cut_parse(s->own, arena_strdup(s->own, r->cuts[i]), &s->cuts[i]);
		if (r->lines && s->cuts[i].n == 0)
			s->scan.whole = &s->rest;
	}
	if (r->lines) {
		s->scan.lines = true;
		s->scan.cut_depth = 0;
		s->scan.pos = &s->record;
		s->cut = "";
	}
	return s;
}

void
json_stream_free(struct json_stream *s)
{
	if (s == NULL)
		return;
	json_scan_free(&s->scan);
	VEC_FREE(&s->record.v);
	VEC_FREE(&s->rest.v);
	buf_free(&s->skeleton);
	buf_free(&s->pointer);
	arena_free(s->own);
	free(s->window);
	free(s);
}

/* The name under which frame i of the scan has its present member. */
static const struct json_key *
name_in(const struct json_scan *s, size_t i)
{
	size_t past = i + 1 < s->open.n ? s->open.v[i + 1].keys : s->keys.n;

	return &s->keys.v[past - 1];
}

/* Whether the list that has just been opened is the one that c names. */
static bool
cut_matches(const struct json_scan *s, const struct cut *c)
{
	if (c->n != s->open.n - 1)
		return false;
	for (size_t i = 0; i < c->n; i++) {
		const struct json_key *k;

		if (s->open.v[i].map != (c->steps[i] != NULL))
			return false;
		if (c->steps[i] == NULL)
			continue;
		k = name_in(s, i);
		if (strlen(c->steps[i]) != k->len ||
			memcmp(c->steps[i], s->pool.p + k->at, k->len) != 0)
			return false;
	}
	return true;
}

/* The JSON pointer of the list that has just been opened (RFC 6901). */
static void
pointer_begin(struct json_stream *s)
{
	const struct json_scan *scan = &s->scan;

	buf_reset(&s->pointer);
	for (size_t i = 0; i + 1 < scan->open.n; i++) {
		const struct json_key *k;

		if (!scan->open.v[i].map) {
			buf_fmt(&s->pointer, "/%llu",
				(unsigned long long)scan->open.v[i].index - 1);
			continue;
		}
		k = name_in(scan, i);
		buf_chr(&s->pointer, '/');
		for (const char *p = scan->pool.p + k->at, *end = p + k->len; p < end; p++) {
			if (*p == '~' || *p == '/')
				buf_str(&s->pointer, *p == '~' ? "~0" : "~1");
			else
				buf_chr(&s->pointer, *p);
		}
	}
	s->pointer_list = s->pointer.len;
}

static void
pointer_add(struct json_stream *s, uint64_t index)
{
	char digits[24], *p = digits + sizeof(digits);

	do
		*--p = (char)('0' + index % 10);
	while ((index /= 10) > 0);
	*--p = '/';
	s->pointer.len = s->pointer_list;
	buf_add(&s->pointer, p, (size_t)(digits + sizeof(digits) - p));
}

static const char *
at_hand(const struct json_stream *s, uint64_t place)
{
	return s->window + (place - s->scan.start_at);
}

static int
too_large(struct json_stream *s, const char *what, size_t max)
{
	json_broken(&s->scan, &json_size, s->scan.p, "%s of more than %zu bytes", what, max);
	return -1;
}

/* Copies what lies outside of records, up to place. */
static int
rest_copy(struct json_stream *s, uint64_t place)
{
	if (s->scan.lines && s->scan.tops == 0)
		s->rest_at = s->scan.origin = place; /* blanks, before what may yet be one list */
	if (s->scan.lines || s->cut != NULL)
		return 0;
	if (s->rest_at < s->scan.bom)
		s->rest_at = s->scan.bom;
	if (place > s->rest_at) {
		buf_add(&s->skeleton, at_hand(s, s->rest_at), (size_t)(place - s->rest_at));
		s->rest_at = place;
	}
	return s->skeleton.over ? too_large(s, "a document, records aside,", MAX_JSON_SKELETON) : 0;
}

static int
list_opened(struct json_stream *s)
{
	s->cut = NULL;
	for (size_t i = 0; i < s->ncuts; i++) {
		if (!cut_matches(&s->scan, &s->cuts[i]))
			continue;
		if (rest_copy(s, json_place(&s->scan, s->scan.p)) != 0)
			return -1;
		s->cut = s->cuts[i].pattern;
		s->scan.cut_depth = s->scan.open.n;
		s->scan.pos = &s->record;
		s->rest_origin = s->scan.origin;
		pointer_begin(s);
		return 0;
	}
	return 0;
}

/* Past the bracket: from it on, everything belongs to the skeleton again. */
static void
list_closed(struct json_stream *s)
{
	uint64_t bracket = json_place(&s->scan, s->scan.p) - 1;

	s->scan.origin = s->rest_origin + (bracket - s->rest_at);
	s->scan.pos = &s->rest;
	s->rest_at = bracket;
	s->cut = NULL;
}

static int
record_done(struct json_stream *s)
{
	const struct json_scan *scan = &s->scan;
	struct json_record r = {
		.cut = s->cut,
		.raw = at_hand(s, scan->record_at),
		.raw_len = (size_t)(json_place(scan, scan->p) - scan->record_at),
		.line = scan->record_line,
		.col = scan->record_col,
	};
	int rc;

	pointer_add(s, (scan->lines ? scan->tops : scan->open.v[scan->open.n - 1].index) - 1);
	r.pointer = s->pointer.p;
	r.node = json_build(s->region, r.raw, r.raw_len, &s->record);
	rc = s->on_record(s->ctx, &r);
	arena_reset(s->region);
	return rc == 0 ? 0 : -1;
}

/* Forgets what stands before the mark, but for the beginning of its line. */
static int
compact(struct json_stream *s)
{
	struct json_scan *scan = &s->scan;
	uint64_t keep = json_scan_mark(scan);
	size_t drop;

	if (rest_copy(s, keep) != 0)
		return -1;
	if (json_place(scan, scan->end) - keep > MAX_JSON_RECORD)
		return too_large(s, scan->in_record ? "a record" : "a text", MAX_JSON_RECORD);
	if (keep - scan->line_at < LINE_KEPT && scan->line_at < keep)
		keep = scan->line_at > scan->start_at ? scan->line_at : scan->start_at;
	drop = (size_t)(keep - scan->start_at);
	if (drop == 0)
		return 0;
	s->len -= drop;
	memmove(s->window, s->window + drop, s->len);
	scan->start_at = keep;
	scan->p -= drop;
	if (scan->in_string)
		scan->token -= drop;
	scan->end = s->window + s->len;
	return 0;
}

static int
run(struct json_stream *s)
{
	for (;;) {
		int rc = 0;

		switch (json_scan_run(&s->scan)) {
		case JSON_LIST:
			rc = list_opened(s);
			break;
		case JSON_RECORD:
			rc = record_done(s);
			break;
		case JSON_CUT_END:
			list_closed(s);
			break;
		case JSON_MORE:
			return compact(s);
		case JSON_DONE:
			return 0;
		case JSON_GO:
		case JSON_BROKEN:
			rc = -1;
			break;
		}
		if (rc != 0)
			return -1;
	}
}

/* Room for n bytes more; what points into the window moves with it. */
static void
window_grow(struct json_stream *s, size_t n)
{
	size_t p = (size_t)(s->scan.p - s->window);
	size_t token = s->scan.in_string ? (size_t)(s->scan.token - s->window) : 0;

	if (s->cap - s->len >= n)
		return;
	while (s->cap - s->len < n)
		s->cap *= 2;
	s->window = x_realloc(s->window, s->cap);
	s->scan.start = s->window;
	s->scan.p = s->window + p;
	s->scan.token = s->window + token;
}

int
json_stream_feed(struct json_stream *s, const char *p, size_t n)
{
	while (n > 0 && !s->failed) {
		size_t take = n < SLICE ? n : SLICE;

		window_grow(s, take);
		memcpy(s->window + s->len, p, take);
		s->len += take;
		s->scan.end = s->window + s->len;
		p += take;
		n -= take;
		s->failed = run(s) != 0;
	}
	return s->failed ? -1 : 0;
}

struct node *
json_stream_end(struct json_stream *s, struct arena *a)
{
	struct node *root;

	if (s->failed)
		return NULL;
	s->scan.final = true;
	s->failed = true; /* nothing may follow */
	if (run(s) != 0 || rest_copy(s, json_place(&s->scan, s->scan.end)) != 0)
		return NULL;
	if (!s->scan.lines)
		return json_build(a, s->skeleton.p, s->skeleton.len, &s->rest);
	root = ARENA_NEW(a, struct node);
	root->type = NODE_LIST;
	root->line = root->col = 1;
	return root;
}
