/* Sources with the account of their records, populations, and the other inputs of the run. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "reports/build.h"

static const struct { unsigned bit; const char *word; } roles[] = {
	{ROLE_CLAIM, "claim"}, {ROLE_OBSERVATION, "observation"}, {ROLE_ITEM, "item"},
	{ROLE_ROSTER, "roster"}, {ROLE_POPULATION, "population"}, {ROLE_MAPPING, "mapping"},
	{ROLE_CATALOG, "catalog"}, {ROLE_ROLES, "role-table"}, {ROLE_EVIDENCE, "artefact"},
};

static void
put_roles(struct build *b, struct node *source, const struct source *s)
{
	struct node *list = put_list(b->a, source, "roles");

	for (size_t i = 0; i < sizeof(roles) / sizeof(*roles); i++)
		if (s->roles & roles[i].bit)
			put_str(b->a, list, NULL, roles[i].word);
}

/* Keys are bytes of JSON like all text. */
static const char *
key_text(struct build *b, const char *s)
{
	return utf8_valid(s, strlen(s)) ? s : text_inert_dup(b->a, s, 0);
}

/* Reasons are constants of the readers; should two be alike, they are one member. */
static void
put_ignored(struct build *b, struct node *source, const struct source *s)
{
	struct node *n = put_map(b->a, source, "ignored");
	uint64_t total = 0;

	for (size_t i = 0; i < s->nignored; i++) {
		uint64_t sum = 0;
		bool before = false;

		for (size_t k = 0; k < s->nignored; k++)
			if (str_same(s->ignored[k].reason, s->ignored[i].reason)) {
				before = before || k < i;
				sum += s->ignored[k].n;
			}
		total += s->ignored[i].n;
		if (!before && s->ignored[i].reason != NULL)
			put_count(b->a, n, key_text(b, s->ignored[i].reason), sum);
	}
	put_count(b->a, source, "ignored_total", total);
}

static void
put_records(struct build *b, struct node *source, const struct source *s)
{
	struct node *n = put_map(b->a, source, "records");

	for (int k = 0; k < REC_KINDS; k++)
		if (s->by_kind[k] > 0)
			put_count(b->a, n, record_kind_word((enum record_kind)k), s->by_kind[k]);
}

static void
put_words(struct build *b, struct node *source, const struct source *s)
{
	struct node *list = put_list(b->a, source, "unknown_words");

	for (size_t i = 0; i < s->nwords; i++) {
		struct node *n = put_map(b->a, list, NULL);

		put_cut(b->a, n, "word", s->words[i].word);
		put_count(b->a, n, "n", s->words[i].n);
	}
	put_count(b->a, source, "unknown_words_total", s->odd_words);
}

static void
put_limit(struct build *b, struct node *n, const char *key, int64_t ns)
{
	bool given = ns != INT64_MIN && ns != INT64_MAX && ns != 0;

	put_str(b->a, n, key, given ? instant_utc_dup(b->a, ns) : NULL);
}

static void
put_source(struct build *b, struct node *list, const struct source *s)
{
	struct node *n = put_map(b->a, list, NULL);

	put_str(b->a, n, "path", s->path);
	put_str(b->a, n, "sha256", s->sha256);
	put_count(b->a, n, "size", s->size);
	put_str(b->a, n, "format", s->format);
	put_cut(b->a, n, "version", s->version);
	put_cut(b->a, n, "producer", s->producer);
	put_cut(b->a, n, "recognised_by", s->sign);
	put_str(b->a, n, "grade", s->format != NULL ? grade_word(s->grade) : NULL);
	put_str(b->a, n, "integrity", say_text(SAY_LISTED));
	put_roles(b, n, s);
	put_records(b, n, s);
	put_count(b->a, n, "seen", s->seen);
	put_count(b->a, n, "kept", s->kept);
	put_count(b->a, n, "refused", s->refused);
	put_ignored(b, n, s);
	put_instant(b, n, "as_of", &s->as_of);
	put_limit(b, n, "oldest", s->oldest);
	put_limit(b, n, "newest", s->newest);
	put_str(b->a, n, "complete", tri_word(s->complete));
	put_bool(b->a, n, "broken", s->broken);
	put_bool(b->a, n, "empty", s->empty);
	put_bool(b->a, n, "truncated_history", s->truncated_history);
	put_count(b->a, n, "cut_texts", s->cut_texts);
	put_words(b, n, s);
}

static void
put_populations(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "populations");

	for (size_t i = 0; i < b->m->npopulations; i++) {
		const struct population *p = &b->m->populations[i];
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "path", p->source != NULL ? p->source->path : NULL);
		put_count(b->a, n, "listed", p->listed);
		put_bool(b->a, n, "independent", p->independent);
		put_str(b->a, n, "why_not", p->why_not);
	}
}

static void
put_estate(struct build *b, struct node *report)
{
	struct node *n = put_map(b->a, report, "estate");
	uint64_t in_scope = 0, listed = 0, seen = 0;

	for (size_t i = 0; i < b->m->nassets; i++) {
		in_scope += b->m->assets[i].in_scope;
		listed += b->m->assets[i].in_scope && b->m->assets[i].listed;
		seen += b->m->assets[i].in_scope && b->m->assets[i].seen;
	}
	put_count(b->a, n, "assets", in_scope);
	put_count(b->a, n, "listed", listed);
	put_count(b->a, n, "seen", seen);
	put_count(b->a, n, "ambiguous", b->m->ambiguous_assets);
	put_count(b->a, n, "poisoned", b->m->poisoned);
	put_count(b->a, n, "unplaced", b->m->unplaced);
}

void
put_sources(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "sources");

	for (size_t i = 0; i < b->m->nsources; i++)
		put_source(b, list, b->m->sources[i]);
	put_populations(b, report);
	put_estate(b, report);
	list = put_list(b->a, report, "inputs");
	for (size_t i = 0; i < b->o->ninputs; i++) {
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "name", b->o->inputs[i].name);
		put_str(b->a, n, "sha256", b->o->inputs[i].sha256);
	}
}
