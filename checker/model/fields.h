#ifndef TRUEUP_FIELDS_H
#define TRUEUP_FIELDS_H
/*
 * What rules can see: every record type, its fields, their types and meaning,
 * in one table (model/fields_*.c).  Expressions are type-checked against it
 * when a pack is loaded; `trueup model` prints it; the manual is made from it.
 * The values behind it are read only.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/instant.h"

enum field_type {
	FIELD_BOOL,
	FIELD_INT,
	FIELD_STRING,
	FIELD_TIMESTAMP,     /* an instant: an interval (base/instant.h) */
	FIELD_DURATION,      /* nanoseconds */
	FIELD_STRINGS,       /* list of strings */
	FIELD_RECORD,        /* one record of type `record` */
	FIELD_RECORDS        /* list of records of type `record` */
};

/* A record as an expression sees it: whose it is decides how to read ctx and rec. */
struct view {
	const void *ctx; /* the model or the assessment */
	const void *rec;
	int64_t at;      /* the instant that time-dependent fields answer for (ns) */
};

struct fval;

/* A list of a model field; complete only where a source says so (judgement: else `all` is never true). */
struct flist {
	size_t n;
	bool complete;
	void (*get)(const struct flist *l, size_t i, struct fval *out);
	const void *ctx, *p;
	int64_t at;
};

struct fval {
	enum known known;  /* UNKNOWN: trail says what is missing; EMPTY: null */
	bool conflict;     /* UNKNOWN because sources disagree: a result carrying it is B, else U */
	const char *trail; /* "control.owner: no roster was given" */
	union {
		bool b;
		int64_t i;         /* FIELD_INT; FIELD_DURATION in ns */
		const char *s;
		struct instant t;
		struct view rec;
		struct flist list;
	} v;
};

struct field {
	const char *name;
	enum field_type type;
	const char *record; /* of FIELD_RECORD, FIELD_RECORDS */
	const char *doc;    /* one sentence */
	void (*get)(const struct view *v, struct fval *out);
};

struct record_type {
	const char *name;   /* "control", "party", "item", "event", ... */
	const char *doc;
	const struct field *fields;
	size_t nfields;
};

/* The table; ends with a NULL name. */
extern const struct record_type *const record_types[];

const struct record_type *record_type_find(const char *name);
const struct field *record_type_field(const struct record_type *t, const char *name);

#endif
