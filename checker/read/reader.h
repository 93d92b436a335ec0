#ifndef TRUEUP_READER_H
#define TRUEUP_READER_H
/*
 * One row a format: detection by content, and a function that turns a stream
 * of bytes into records.  Help, `trueup formats`, fuzz targets and tests are
 * made from the table in registry.c.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/diag.h"
#include "checker/base/json.h"
#include "checker/model/control_id.h"
#include "checker/model/record.h"
#include "checker/read/csv.h"
#include "checker/read/xml.h"

struct arena;
struct map;
struct zones;
struct mappings;
struct stream_end;
struct stream_head;
struct stream_source;

/*
 * Who reads a record stream: whether its seal is trusted, so that its records count as if their
 * files had been read here, and where its lines go that are no records.
 */
struct stream_host {
	bool sealed;
	void *ctx;
	/* Once, of any stream that `trueup read` wrote. */
	void (*head)(void *ctx, const struct stream_head *h);
	/*
	 * Only of sealed streams: the run's row for this source, filled in; NULL: its records were
	 * counted already.  Of others: told, and the result is not used.
	 */
	struct source *(*begin)(void *ctx, const struct stream_source *row);
	void (*end)(void *ctx, const struct stream_end *e);
};

enum syntax { SYNTAX_XML, SYNTAX_JSON, SYNTAX_CSV, SYNTAX_NONE };

/* What detection sees: the first MAX_HEAD bytes, already looked at. */
struct head {
	enum syntax syntax;
	const char *bytes; size_t len;
	const char *root_ns, *root;           /* XML: root element */
	const char *const *keys; size_t nkeys; /* JSON: top-level members, and of the first element of a top-level list */
	bool json_list, json_lines;
	const char *const *header; size_t nheader; /* CSV: cells of the likeliest header row, as str_word_key */
	struct arena *a;
	const struct mappings *mappings; /* set by the caller after head_look(); NULL: the built-in ones alone */
};

/* Everything a reader has while it reads one source. */
struct reading {
	struct source *source;        /* counts go here */
	struct sink *sink;
	struct arena *a;              /* lives as long as the source is read */
	struct arena *rec;            /* reset after each record: by reading_json and reading_csv, in XML by the reader */
	struct arena *keep;           /* lives as long as the source's row; NULL: a does */
	struct diags *diags;
	struct zones *zones;
	const struct zone *zone;      /* configured for it; NULL: none */
	const char *date_order;
	const char *file;             /* for messages */
	const struct mappings *mappings; /* NULL: the built-in ones */
	const char *mapping;          /* the mapping to use, by name; NULL: the one that fits best */
	/* The bytes: n > 0 read, 0 end, -1 failed (diagnosed). Whoever gives them hashes them, to the end. */
	long (*more)(struct reading *r, char *p, size_t n);
	void *more_ctx;
	/* Of a sheet, instead of bytes: all its rows to on_row. 0; -1 broken (diagnosed) or stopped. NULL: bytes. */
	int (*rows)(void *ctx, int (*on_row)(void *ctx, const struct csv_row *row), void *row_ctx);
	void *rows_ctx;
	const char *sheet;            /* its name; NULL: no sheet of a workbook */
	const struct stream_host *stream; /* of record streams; NULL: nobody vouches for them */
	bool strict;
	bool time_noted;              /* an unreadable instant has been told */
};

struct word_row_doc { const char *table, *word, *meaning; }; /* ends with table NULL */

struct reader {
	const char *name;             /* "oscal-ssp" */
	const char *title;            /* "OSCAL system security plan" */
	const char *what;             /* one line: what it proves, and what it cannot */
	const char *better;           /* what to export instead of it, or beside it */
	enum syntax syntax;
	unsigned roles;
	enum grade grade;
	/* 0: no; 1..100: how sure; sign: by which sign (in h->a). */
	int (*probe)(const struct head *h, const char **sign);
	/* Reads all of it. 0; -1 if broken (diagnosed); records before the break were given. */
	int (*read)(struct reading *r);
	const struct word_row_doc *words;
};

extern const struct reader *const readers[]; /* ends with NULL */
const struct reader *reader_find(const char *name);

/*
 * Runs a reader over r->more: names format, grade and sign in the source's row
 * before, and settles the row after: broken, empty, as_of (unless set), strings
 * moved to r->keep.  0, or -1 if broken (diagnosed).
 */
int reading_run(struct reading *r, const struct reader *rd, const char *sign);

/* Looks at a head. The one best reader; NULL if none or a tie: then *tie names both. */
const struct reader *reader_detect(const struct head *h, const char **sign, const char **tie);

/* Fills a head from the first bytes of a file (strips BOM; UTF-16 CSV and XML are looked through). */
void head_look(struct head *h, const char *bytes, size_t len, struct arena *a);

/* Fills a head from the first rows of a sheet, made `width` wide. */
void head_rows(struct head *h, const struct csv_row *rows, size_t n, size_t width, struct arena *a);

/*
 * Pushes all bytes of r through the syntax layer, up to the first break. 0 or -1
 * (diagnosed, source marked broken). r->rec is reset after each record of JSON
 * and each row of CSV.
 */
int reading_xml(struct reading *r, struct xml_handler *h);
int reading_json(struct reading *r, const struct json_reader *jr, struct node **skeleton);
int reading_csv(struct reading *r, const struct csv_options *o,
	int (*on_row)(void *ctx, const struct csv_row *row), void *ctx);

/*
 * The account: every main record a reader meets is `seen`, and then exactly
 * one of kept, refused (diagnosed) or ignored by a named reason.
 */
void reading_seen(struct reading *r);
void reading_kept(struct reading *r);
void reading_refused(struct reading *r, const struct diag_kind *kind, uint32_t line, uint32_t col,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void reading_ignored(struct reading *r, const char *reason);
/* A diagnostic that refuses nothing. */
void reading_note(struct reading *r, const struct diag_kind *kind, uint32_t line, uint32_t col,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Sends one record (counts by kind, cuts over-long texts, notes newest and oldest instants). */
void reading_put(struct reading *r, struct record *rec);

/*
 * Control tags that are not the producer's own word (judgement.md 5) carry F only: a stream or a
 * table that anybody can write must not lend a control to another tool's test.
 */
void reading_second_hand(struct record *rec);

/* An instant from text with the source's zone; an unreadable one is UNKNOWN, noted once per file with its line. */
struct instant reading_instant(struct reading *r, const char *text, uint32_t line);

/* Shared word tables (formats.md 0.4): the model's word or NULL. */
const char *word_severity(const char *raw, struct arena *a);
enum item_status word_status(const char *raw, struct arena *a);
enum item_type word_item_type(const char *raw, struct arena *a); /* judgement.md 11, Process controls */
enum choice word_choice(const char *raw, struct arena *a);
enum claim_state word_claim_state(const char *raw, struct arena *a); /* blank: STATE_NONE */
/* *known is false, and the result unknown, for a word on no table. */
enum result word_result(const char *raw, bool *known, struct arena *a);
extern const struct word_row_doc shared_words[];

#endif
