/* trueup map check: is a mapping right, and what would it make of a file? */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/commands.h"
#include "checker/read/mapping.h"
#include "checker/run.h"

#define ROWS_SHOWN 5

static const struct option_row options[] = {
	{"rows", 'n', "N", false, "rows of the sample whose records are shown (default 5)"},
	{NULL, 0, NULL, false, NULL},
};

/* Records of the first rows, as `trueup read` prints them; the rest is counted. */
struct shower {
	struct sink sink;
	int64_t rows, shown;
	uint32_t line;
	struct buf text;
};

static void
put(struct sink *s, const struct record *r)
{
	struct shower *w = (struct shower *)s;

	if (r->loc.line != w->line || w->shown == 0) {
		if (w->shown >= w->rows)
			return;
		w->line = r->loc.line;
		w->shown++;
	}
	if (w->line != r->loc.line)
		return;
	record_print(&w->text, r);
	buf_chr(&w->text, '\n');
}

static void
print_counts(const struct source *s)
{
	printf("\n  %llu seen = %llu kept + %llu refused", (unsigned long long)s->seen,
		(unsigned long long)s->kept, (unsigned long long)s->refused);
	for (size_t i = 0; i < s->nignored; i++)
		printf(" + %llu %s", (unsigned long long)s->ignored[i].n, s->ignored[i].reason);
	fputs("\n  records:", stdout);
	for (int k = 0; k < REC_KINDS; k++)
		if (s->by_kind[k] > 0)
			printf(" %llu %s", (unsigned long long)s->by_kind[k],
				record_kind_word((enum record_kind)k));
	puts("");
	if (s->odd_words > 0)
		printf("  words on no table, %llu in all:", (unsigned long long)s->odd_words);
	for (size_t i = 0; i < s->nwords; i++) {
		struct buf b;

		buf_init(&b, MAX_TEXT);
		text_inert(&b, s->words[i].word, 60);
		printf("%s \"%s\" %llu", i == 0 ? "" : ",", b.p == NULL ? "" : b.p,
			(unsigned long long)s->words[i].n);
		buf_free(&b);
	}
	if (s->odd_words > 0)
		puts("");
}

static void
done(void *ctx, struct source *s, const struct reader *reader)
{
	struct buf b;

	(void)ctx;
	buf_init(&b, MAX_TEXT);
	text_inert(&b, s->path, 0);
	printf("\nsample %s", b.p == NULL ? "" : b.p);
	buf_free(&b);
	if (reader == NULL)
		printf(": %s\n", s->sign != NULL ? s->sign : "not read");
	else
		print_counts(s);
}

/* The mapping alone: NULL (diagnosed) if it is not right. */
static const struct mapping *
load(struct run *r, const char *path)
{
	struct mappings *maps = mappings_builtin(r->a, r->diags);
	const struct mapping *m;

	if (maps == NULL)
		return NULL;
	m = mapping_find(maps, path);
	if (m != NULL)
		return m;
	return run_mapping(r, maps, path) == 0 ? mappings_at(maps, mappings_count(maps) - 1) : NULL;
}

static int
sample(struct run *r, const char *mapping, const char *const *path, int64_t rows)
{
	struct shower w = {.sink = {put}, .rows = rows};
	int status;

	buf_init(&w.text, 256 * MIB);
	r->cfg.evidence = ARENA_ARRAY(r->a, struct evidence_row, 1);
	r->cfg.evidence[0] = (struct evidence_row){.glob = "**", .mapping = mapping, .as_of = instant_unknown()};
	r->cfg.nevidence = 1;
	if (run_read(r, path, 1, &w.sink, done, NULL) != 0)
		status = r->usage ? EXIT_USAGE : EXIT_INCOMPLETE;
	else
		status = r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;
	if (w.text.len > 0)
		printf("  the first %lld rows give:\n%s", (long long)w.shown, w.text.p);
	buf_free(&w.text);
	return status;
}

static int
check(const struct args *a, struct run *r)
{
	const char *rows = arg_get(&command_map, a, "rows");
	const struct mapping *m = load(r, a->rest[1]);
	int64_t n = ROWS_SHOWN;
	struct buf b;

	if (rows != NULL && !text_to_int(rows, strlen(rows), 0, 1000000, &n)) {
		fprintf(stderr, "trueup map: --rows wants a number\n");
		return EXIT_USAGE;
	}
	if (m == NULL)
		return EXIT_USAGE;
	buf_init(&b, 16 * MIB);
	mapping_outline(m, &b);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
	return a->nrest == 3 ? sample(r, a->rest[1], a->rest + 2, n) : EXIT_OK;
}

static int
run(const struct args *a)
{
	struct run r;
	int status;

	if (a->nrest < 2 || a->nrest > 3 || !str_same(a->rest[0], "check")) {
		fprintf(stderr, "trueup map: check and a mapping are wanted\nusage: trueup %s\n",
			command_map.synopsis);
		return EXIT_USAGE;
	}
	run_init(&r);
	status = check(a, &r);
	run_report(&r);
	run_free(&r);
	return status;
}

const struct command command_map = {
	"map", "map [-n N] check MAPPING [SAMPLE]", "is a mapping right, and what does it make of a file",
	"Checks a mapping (a file, or the name of a built-in one) and says what it makes and of\n"
	"what. With a sample: what is seen, kept, refused and left, words that no table knows, and\n"
	"the records of the first rows.",
	options, run};
