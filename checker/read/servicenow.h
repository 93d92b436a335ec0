#ifndef TRUEUP_READ_SERVICENOW_H
#define TRUEUP_READ_SERVICENOW_H
/*
 * ServiceNow tables: what read_servicenow.c (syntaxes), servicenow_task.c
 * (items, assets, people), servicenow_log.c (audit rows, approvals, event
 * logs) and servicenow_words.c share.  A row is a map of field names,
 * whichever syntax it came in.
 */
#include "checker/base/vec.h"
#include "checker/read/tracker.h"

#define SERVICENOW "servicenow" /* the key space of records; "snow": that of sys_ids of people and assets */

struct sn_val {
	const char *value, *display; /* NULL: that form is not there */
	uint32_t line;
	bool there;
};

struct sn_row {
	const struct node *node;
	const char *table;           /* class or element name; NULL: not told */
	const char *path;
	bool local;                  /* dates are in the user's zone and format, not in UTC */
};

/* Events of one update: same record, same instant, in rows that follow one another. */
struct sn_batch {
	struct arena *a;
	char *key;
	VEC(struct record) events;
	bool coded;                  /* one of them is a close code */
};

struct sn {
	struct reading *r;
	struct tracker t;
	const struct zone *utc;
	char order;                  /* of day and month in dates of CSV: 'd', 'm' or 0 */
	bool display;                /* JSON of display values: dates are local */
	bool told_no_log;
	uint64_t rows, audit_rows;
	struct sn_batch batch;
};

/* A field under the first of the names that is there (NULL: one name). */
struct sn_val sn_get(const struct sn_row *row, const char *name, const char *other);
const char *sn_text(const struct sn_val *v);  /* what people read; NULL: not there */
const char *sn_code(const struct sn_val *v);  /* value, else what is there */
struct instant sn_time(struct sn *s, const struct sn_row *row, const char *name, const char *other);
struct party_ref sn_party(struct sn *s, const struct sn_row *row, const char *name,
	const char *other);
/* A user name of the log (a login, not a sys_id). */
struct party_ref sn_login(struct sn *s, const char *name);

/* One row, whatever it is: put, refused or ignored. */
void sn_record(struct sn *s, const struct sn_row *row);

/* servicenow_csv.c */
int sn_read_csv(struct sn *s);
int sn_csv_probe(const struct head *h, const char **sign);

/* servicenow_task.c */
void sn_task(struct sn *s, const struct sn_row *row);
/* The rows of one number in an event log, oldest first. */
void sn_event_log(struct sn *s, const struct sn_row *rows, size_t n);
bool sn_task_fill(struct sn *s, const struct sn_row *row, struct rec_item *item);
void sn_ci(struct sn *s, const struct sn_row *row);
void sn_user(struct sn *s, const struct sn_row *row);
void sn_control(struct sn *s, const struct sn_row *row);

/* servicenow_log.c */
void sn_audit(struct sn *s, const struct sn_row *row);
void sn_batch_flush(struct sn *s);
void sn_approval(struct sn *s, const struct sn_row *row);
void sn_journal(struct sn *s, const struct sn_row *row);

/* servicenow_words.c */
enum item_type sn_type(struct sn *s, const char *table, const char *number, const char **raw);
/* By the display word; a bare code by the table that it is of. */
enum item_status sn_status(struct sn *s, const char *table, const char *word);
enum choice sn_close_choice(struct sn *s, const char *code);
enum event_kind sn_field_kind(const char *field);
/* "1 - High", "3": the model's word, or NULL. */
const char *sn_severity_word(struct sn *s, const char *word, bool priority);
extern const struct word_row_doc sn_words[];

#endif
