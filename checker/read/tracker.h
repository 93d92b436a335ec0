#ifndef TRUEUP_READ_TRACKER_H
#define TRUEUP_READ_TRACKER_H
/*
 * What the readers of trackers and rosters share: words with their raw form,
 * ids in titles and labels, entries of logs, and items of which a file holds
 * nothing but the log.
 */
#include "checker/read/reader.h"

struct tracker {
	struct reading *r;
	const char *name;   /* the key space of its items, and of its user ids */
	struct map *logs;   /* keys of items met in logs alone, in order; NULL before the first */
	uint64_t items, over; /* given, and those of them that are over */
};

bool text_set(const char *s); /* neither NULL nor "" */

/* Detection: is there a top-level member of that name, does the head hold that text? */
bool head_key(const struct head *h, const char *key);
bool head_text(const struct head *h, const char *what);

/*
 * The text of a member: "" for JSON's null and for what is no text, NULL if it is not there.
 */
const char *member_text(const struct node *map, const char *key);
/* An instant: EMPTY for null, unknown if it is not there. */
struct instant member_instant(struct reading *r, const struct node *map, const char *key);

/* judgement.md 11: controls, tests and assets by pattern, in summary, labels and components. */
void tracker_ids(struct tracker *t, struct rec_item *item, const char *text);
/* The model's word; "" of a blank, NULL of NULL and of a word on no table (counted under `table`). */
const char *tracker_severity(struct tracker *t, const char *table, const char *raw);
enum item_status tracker_status(struct tracker *t, const char *table, const char *raw);
bool status_is_over(enum item_status s); /* an accepted item is open (judgement.md 6), but the tracker closed it */

/* Adds an id unless it is blank or too long (noted). */
void ident_add(struct reading *r, struct idents *ids, const char *ns, const char *value);

void tracker_put_item(struct tracker *t, const struct rec_item *item, const struct node *at,
	const char *path);
/*
 * Complete: as many as declared, and not open items alone: such a list says
 * nothing of what is not in it (Redmine lists open issues unless asked).
 */
void tracker_complete(struct tracker *t);
/* Sets tracker; the item's key must be set. */
void tracker_put_event(struct tracker *t, const struct rec_event *ev, uint32_t line,
	const char *path);

/* Controls, tests and assets, and where it is such a label, the type, severity and priority. */
void tracker_label(struct tracker *t, struct rec_item *item, const char *label);
/* "severity::high", "sev: high": the word behind it; NULL: no such label. */
const char *tracker_label_severity(struct arena *a, const char *label);
/* "Risk accepted", "risk::accepted", "false positive" set as a label; never "accepted" alone. */
enum choice tracker_label_choice(struct arena *a, const char *label);

/*
 * An item whose log this file holds, and perhaps nothing else of it: at the end
 * it is given with has_history, so that the item itself may stand in another
 * file.  Lives in r->a.
 */
struct tracker_log {
	const char *key, *id, *type_raw;
	enum item_type type;
	uint32_t line;
	uint64_t given, highest;  /* entries, and the highest number among them (0: not numbered) */
	bool cut;                 /* something shows that entries are missing */
	bool closed, closes;      /* the item is closed; an entry of the log closes it */
	bool replaces;            /* assignees of one instant take the place of those before */
	struct tracker_change *changes; /* of assignees, newest first */
};
/* key or id: what the log calls the item. */
struct tracker_log *tracker_log_of(struct tracker *t, const char *key, const char *id,
	enum item_type type, const char *type_raw, uint32_t line);
/*
 * One assignee came or went.  Items of these trackers have several at a time,
 * and entries come in any order: the assignments are given at the end.
 */
void tracker_assignee(struct tracker *t, struct tracker_log *log, const struct rec_event *ev,
	bool came, uint32_t line, const char *path);
/* Gives them; cut: the log of each may be cut off. Frees. */
void tracker_logs_end(struct tracker *t, bool cut);

#endif
