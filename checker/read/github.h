#ifndef TRUEUP_READ_GITHUB_H
#define TRUEUP_READ_GITHUB_H
/* GitHub: what read_github.c (issues and events) and github_alert.c share. */
#include "checker/read/tracker.h"

#define GITHUB "github" /* the key space of items, "owner/name#7", and of logins and user ids */

struct github {
	struct reading *r;
	struct tracker t;
	struct map *met;     /* keys of issues that events have shown */
	uint64_t events, issues;
	bool told_no_log, told_no_item;
};

struct party_ref github_user(struct github *g, const struct node *n);

/* Alerts of code scanning, Dependabot and secret scanning. */
bool github_is_alert(const struct node *n);
void github_alert(struct github *g, const struct node *n, const char *path);

extern const struct word_row_doc github_words[];

#endif
