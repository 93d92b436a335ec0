#ifndef TRUEUP_UNREAD_H
#define TRUEUP_UNREAD_H
/*
 * Files of no known format that are named like an export.  One that does not
 * even parse in the syntax that its name gives was an export once, or hides
 * one: what it says is lost, so the run is incomplete (attacks G19).  One
 * that parses is an artefact.
 */
#include <stdbool.h>
#include <stddef.h>

struct head;
struct reading;

/* Does the name end like that of an export (.json, .xml, .csv ...)? */
bool unread_is_export(const char *file);

/* What is wrong with it, a constant; NULL: it parses. Reads r to its end or first break (diagnosed). */
const char *unread_broken(struct reading *r, const struct head *h, const char *file);

/*
 * Of a file that does not begin like a container: what is wrong if it is named like one (.zip,
 * .gz, .xlsx ...), a constant; else NULL.
 */
const char *unread_container(const char *file, const char *head, size_t len);

#endif
