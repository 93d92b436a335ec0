/*
 * The lines that are no records, back from a stream that anybody may have written: each member has
 * its type and its ceiling, none is left out unseen, and a path leads nowhere.
 */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/node.h"
#include "checker/base/text.h"
#include "checker/model/line.h"
#include "checker/model/stream.h"
#include "checker/model/words.h"

bool
stream_is_head(const struct node *n)
{
	return node_is(n, NODE_MAP) && node_get(n, "trueup") != NULL;
}

static bool
is_line(const struct node *n, const char *word)
{
	const struct node *kind = node_is(n, NODE_MAP) ? node_get(n, "record") : NULL;

	return node_is(kind, NODE_STRING) && strcmp(kind->text, word) == 0;
}

bool
stream_is_source(const struct node *n)
{
	return is_line(n, "source");
}

bool
stream_is_end(const struct node *n)
{
	return is_line(n, "end");
}

bool
stream_path_safe(const char *path)
{
	const char *p = path;

	if (*p == '\0' || *p == '/')
		return false;
	for (; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return false;
	for (p = path; p != NULL; p = strchr(p, '/')) {
		p += p != path;
		if (p[0] == '.' && p[1] == '.' && (p[2] == '/' || p[2] == '\0'))
			return false;
	}
	return true;
}

static int
load_count(struct load *l, uint64_t *out, const struct node *n, uint64_t max)
{
	int64_t v;

	if (node_int(n, &v) != 0 || v < 0 || (uint64_t)v > max)
		return load_fail(l, n->key, "must be a whole number in its range");
	*out = (uint64_t)v;
	return 0;
}

static int
load_digest(struct load *l, const char **out, const struct node *n)
{
	const char *s;

	if (load_text(l, &s, n, 64) != 0)
		return -1;
	if (strlen(s) != 64 || strspn(s, "0123456789abcdef") != 64)
		return load_fail(l, n->key, "must be SHA-256 in hexadecimal");
	*out = s;
	return 0;
}

static int
load_list(struct load *l, const struct node *n, size_t max, size_t *count)
{
	if (n->type != NODE_LIST)
		return load_fail(l, n->key, "must be a list");
	*count = node_count(n);
	return *count <= max ? 0 : load_fail(l, n->key, "is too long");
}

static int
load_texts(struct load *l, const char *const **out, size_t *count, const struct node *n)
{
	const char **v;
	size_t i = 0;

	if (load_list(l, n, MAX_FILES, count) != 0)
		return -1;
	v = ARENA_ARRAY(l->a, const char *, *count + 1);
	for (const struct node *c = n->child; c != NULL; c = c->next)
		if (load_text(l, &v[i++], c, MAX_TEXT) != 0)
			return -1;
	*out = v;
	return 0;
}

static int
loaded(const struct load *l, int rc, const char **why)
{
	*why = rc == 0 ? NULL : l->why;
	return rc;
}

/* ---- the head ---- */

static int
head_member(struct load *l, struct stream_head *h, const struct node *c)
{
	uint64_t v = 0;
	int rc;

	if (strcmp(c->key, "listing") == 0)
		return load_digest(l, &h->listing, c);
	if (strcmp(c->key, "hints") == 0)
		return load_digest(l, &h->hints, c);
	if (strcmp(c->key, "tool") == 0)
		return load_text(l, &h->tool, c, MAX_ID);
	if (strcmp(c->key, "part") != 0 && strcmp(c->key, "parts") != 0)
		return load_fail(l, c->key, "is no member of the first line");
	rc = load_count(l, &v, c, MAX_STREAM_PARTS);
	*(strcmp(c->key, "part") == 0 ? &h->part : &h->parts) = (unsigned)v;
	return rc;
}

int
stream_head_load(struct stream_head *h, const struct node *n, struct arena *a, const char **why)
{
	struct load l = {NULL, a, NULL};
	const struct node *version = node_get(n, "trueup");
	int rc = 0;

	*h = (struct stream_head){0};
	if (!node_is(version, NODE_STRING) || strcmp(version->text, STREAM_VERSION) != 0)
		rc = load_fail(&l, "trueup", "is not \"" STREAM_VERSION "\"");
	for (const struct node *c = n->child; c != NULL && rc == 0; c = c->next)
		if (c != version)
			rc = head_member(&l, h, c);
	if (rc == 0 && (h->part > h->parts || (h->part == 0) != (h->parts == 0)))
		rc = load_fail(&l, "part", "and \"parts\" must be given both, the one within the other");
	return loaded(&l, rc, why);
}

/* ---- a source ---- */

static int
load_ignored(struct load *l, struct source *s, const struct node *n)
{
	size_t count;

	if (load_list(l, n, SOURCE_REASONS, &count) != 0)
		return -1;
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		const struct node *reason = node_get(c, "reason"), *number = node_get(c, "n");
		const char *text = NULL;
		uint64_t v = 0;

		if (reason == NULL || number == NULL || node_count(c) != 2)
			return load_fail(l, n->key, "must hold objects of \"reason\" and \"n\"");
		if (load_text(l, &text, reason, MAX_ID) != 0
			|| load_count(l, &v, number, MAX_RECORDS) != 0)
			return -1;
		source_ignore(s, text, v);
	}
	return 0;
}

static int
load_words(struct load *l, struct source *s, const struct node *n)
{
	size_t count;

	if (load_list(l, n, sizeof(s->words) / sizeof(*s->words), &count) != 0)
		return -1;
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		const struct node *word = node_get(c, "word"), *number = node_get(c, "n");

		if (word == NULL || number == NULL || node_count(c) != 2)
			return load_fail(l, n->key, "must hold objects of \"word\" and \"n\"");
		if (load_text(l, &s->words[s->nwords].word, word, 2 * MAX_TEXT) != 0
			|| load_count(l, &s->words[s->nwords].n, number, MAX_RECORDS) != 0)
			return -1;
		s->nwords++;
	}
	return 0;
}

static int
load_kinds(struct load *l, struct source *s, const struct node *n)
{
	if (n->type != NODE_MAP)
		return load_fail(l, n->key, "must be an object of counts");
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		int kind = word_find(&words_record_kind, c->key);

		if (kind < 0)
			return load_fail(l, c->key, "is no kind of record");
		if (load_count(l, &s->by_kind[kind], c, MAX_RECORDS) != 0)
			return -1;
	}
	return 0;
}

static int
load_grade(struct load *l, struct source *s, const struct node *n)
{
	int word;

	if (load_word(l, &word, &words_grade, n) != 0)
		return -1;
	s->grade = (enum grade)word;
	return 0;
}

static int
load_complete(struct load *l, struct source *s, const struct node *n)
{
	int word;

	if (load_word(l, &word, &words_tri, n) != 0)
		return -1;
	s->complete = (enum tri)word;
	return 0;
}

static int
load_own_digest(struct load *l, struct source *s, const struct node *n)
{
	const char *hex = "";

	/* A file that could not be opened has none. */
	if (node_is(n, NODE_STRING) && *n->text == '\0')
		return 0;
	if (load_digest(l, &hex, n) != 0)
		return -1;
	memcpy(s->sha256, hex, sizeof(s->sha256));
	return 0;
}

static int
load_path(struct load *l, struct source *s, const struct node *n)
{
	if (load_text(l, &s->path, n, MAX_TEXT) != 0)
		return -1;
	return stream_path_safe(s->path) ? 0
		: load_fail(l, n->key, "must be a path below the evidence, with no way out of it");
}

#define AT(m) offsetof(struct source, m)
static const struct { const char *name; size_t at; } counts[] = {
	{"size", AT(size)}, {"total", AT(total)}, {"listed", AT(listed)}, {"seen", AT(seen)},
	{"kept", AT(kept)}, {"refused", AT(refused)}, {"cut_texts", AT(cut_texts)},
	{"odd_words", AT(odd_words)},
}, flags[] = {
	{"has_total", AT(has_total)}, {"truncated_history", AT(truncated_history)},
	{"broken", AT(broken)}, {"empty", AT(empty)},
}, texts[] = {
	{"format", AT(format)}, {"version", AT(version)}, {"producer", AT(producer)},
	{"sign", AT(sign)}, {"originator", AT(originator)}, {"query", AT(query)},
	{"loosens", AT(loosens)}, {"loosened_by", AT(loosened_by)},
};

static const struct {
	const char *name;
	int (*load)(struct load *l, struct source *s, const struct node *n);
} parts[] = {
	{"path", load_path}, {"sha256", load_own_digest}, {"grade", load_grade},
	{"complete", load_complete}, {"ignored", load_ignored}, {"records", load_kinds},
	{"words", load_words},
};

static int
source_member(struct load *l, struct stream_source *row, const struct node *c)
{
	char *s = (char *)row->s;

	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++)
		if (strcmp(c->key, counts[i].name) == 0)
			return load_count(l, (uint64_t *)(void *)(s + counts[i].at), c, INT64_MAX);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		if (strcmp(c->key, flags[i].name) == 0)
			return load_flag(l, (bool *)(s + flags[i].at), c);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (strcmp(c->key, texts[i].name) == 0)
			return load_text(l, (const char **)(void *)(s + texts[i].at), c, MAX_TEXT);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (strcmp(c->key, parts[i].name) == 0)
			return parts[i].load(l, row->s, c);
	if (strcmp(c->key, "as_of") == 0)
		return load_instant(l, &row->s->as_of, c);
	if (strcmp(c->key, "loosened_until") == 0)
		return load_instant(l, &row->s->loosened_until, c);
	if (strcmp(c->key, "records_sha256") == 0)
		return load_digest(l, &row->records_sha256, c);
	if (strcmp(c->key, "incomplete") == 0)
		return load_texts(l, &row->incomplete, &row->nincomplete, c);
	return load_fail(l, c->key, "is no member of a source");
}

/* seen = kept + refused + ignored (design.md 3); sums of counts below 2^63 do not overflow. */
static bool
adds_up(const struct source *s)
{
	uint64_t ignored = 0;

	for (size_t i = 0; i < s->nignored; i++)
		ignored += s->ignored[i].n;
	return s->kept <= s->seen && s->refused <= s->seen - s->kept
		&& ignored == s->seen - s->kept - s->refused;
}

int
stream_source_load(struct stream_source *row, const struct node *n, struct arena *a,
	const char **why)
{
	struct load l = {NULL, a, NULL};
	int rc = 0;

	for (const struct node *c = n->child; c != NULL && rc == 0; c = c->next)
		if (strcmp(c->key, "record") != 0)
			rc = source_member(&l, row, c);
	if (rc == 0 && row->s->path == NULL)
		rc = load_fail(&l, "path", "is missing");
	if (rc == 0 && row->records_sha256 == NULL)
		rc = load_fail(&l, "records_sha256", "is missing");
	if (rc == 0 && !adds_up(row->s))
		rc = load_fail(&l, "seen", "is not kept, refused and ignored together");
	return loaded(&l, rc, why);
}

/* ---- the end ---- */

static int
load_zones(struct load *l, struct stream_end *e, const struct node *n)
{
	struct stream_zone *v;
	size_t i = 0;

	if (load_list(l, n, MAX_STREAM_ZONES, &e->nzones) != 0)
		return -1;
	v = ARENA_ARRAY(l->a, struct stream_zone, e->nzones + 1);
	e->zones = v;
	for (const struct node *c = n->child; c != NULL; c = c->next, i++) {
		const struct node *name = node_get(c, "name"), *hex = node_get(c, "sha256");

		if (name == NULL || hex == NULL || node_count(c) != 2)
			return load_fail(l, n->key, "must hold objects of \"name\" and \"sha256\"");
		if (load_text(l, &v[i].name, name, MAX_ID) != 0
			|| load_digest(l, &v[i].sha256, hex) != 0)
			return -1;
		if (!stream_path_safe(v[i].name))
			return load_fail(l, "name", "is no name of a time zone");
	}
	return 0;
}

int
stream_end_load(struct stream_end *e, const struct node *n, struct arena *a, const char **why)
{
	struct load l = {NULL, a, NULL};
	int rc = 0;

	*e = (struct stream_end){0};
	for (const struct node *c = n->child; c != NULL && rc == 0; c = c->next) {
		if (strcmp(c->key, "record") == 0)
			continue;
		if (strcmp(c->key, "sources") == 0)
			rc = load_count(&l, &e->sources, c, MAX_RECORDS);
		else if (strcmp(c->key, "records") == 0)
			rc = load_count(&l, &e->records, c, MAX_RECORDS);
		else if (strcmp(c->key, "incomplete") == 0)
			rc = load_texts(&l, &e->incomplete, &e->nincomplete, c);
		else if (strcmp(c->key, "zones") == 0)
			rc = load_zones(&l, e, c);
		else
			rc = load_fail(&l, c->key, "is no member of the last line");
	}
	return loaded(&l, rc, why);
}
