#ifndef TRUEUP_READ_JIRA_H
#define TRUEUP_READ_JIRA_H
/*
 * Jira issues in JSON: what read_jira.c (issues), jira_log.c (their logs) and jira_words.c share.
 */
#include "checker/read/reader.h"

#define JIRA "jira" /* the key space of issues; user ids are in it too */

struct jira {
	struct reading *r;
	bool told_no_log, told_category; /* notes that are given once a file */
	uint64_t with_custom;            /* issues with option fields whose name is not known */
};

/* One issue as it is read. All pointers live in r->rec. */
struct jira_issue {
	struct jira *j;
	const struct node *node, *fields;
	const struct node *webhook;   /* the wrapper, if it came by one */
	const char *path, *key;
	uint32_t line, col;
	const char *severity_field;   /* id of the custom field named "Severity", or NULL */
	struct rec_item *item;
};

/* The user at n: NULL is unknown, JSON's null is blank. */
struct party_ref jira_user(struct jira *j, const struct node *n);

/* Controls, tests and assets that a text names, added to those of the item. */
void jira_find_ids(struct jira_issue *is, const char *text);

/* Whether the log is there, and whole; what the issue once was and named, it is and names. */
void jira_log_look(struct jira_issue *is);
/* The events of the issue: creation, first assignee, log, comments. */
void jira_log_put(struct jira_issue *is);

/* The name of the severity field in a log or a names map: learns its id. */
void jira_severity_learn(struct jira_issue *is, const char *name, const char *id);

/* Words */

/* judgement.md 11, Decisions: of a resolution, or of a status without one. */
enum choice jira_choice(const char *word, struct arena *a);
bool jira_is_duplicate(const char *word, struct arena *a);
/* By the category's key and number, refined by the name; *contrary: key and number differ. */
enum item_status jira_status(const char *name, const char *category, const char *category_id,
	bool *contrary, struct arena *a);
bool jira_status_evaluated(const char *name, struct arena *a);
enum event_kind jira_field_kind(const char *field, struct arena *a);

extern const struct word_row_doc jira_words[];

#endif
