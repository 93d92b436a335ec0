#ifndef TRUEUP_SEALED_H
#define TRUEUP_SEALED_H
/*
 * A finished report that is believed because its seal holds: what every command shares that
 * makes something out of one.  The bytes that are parsed are those that were sealed, whatever
 * the file holds by then.  The caller says whom to trust, never the report.
 */
#include "checker/reportfile.h"

struct args;
struct arena;
struct command;
struct diags;
struct trust;

/* Rows for the command's table. */
#define SEALING_OPTIONS                                                                            \
	{"trust", 0, "FILE", true, "a public key (PEM) or allowed_signers file to trust"},         \
	{"allow-untrusted", 0, NULL, false, "accept the seal of a one-run key"},                   \
	{"unsealed", 0, NULL, false, "do not look at the seal: whoever edited the report is believed"}

struct sealing {
	struct trust *trust;
	bool allow_untrusted, unsealed;
};

/* From the options above. 0 or an exit status, with a word on standard error or in d. Owner: sealing_end(). */
int sealing_begin(struct sealing *s, const struct command *c, const struct args *a, struct diags *d);
void sealing_end(struct sealing *s);

struct sealed {
	struct reportfile file;
	const struct node *report;
	const char *keyid, *who; /* that signed, and its principal or file; NULL: one-run key, or not looked at */
	bool one_run;
};

/* A report, or the folder that it is in. 0 or an exit status, with diagnostics. Lives in a. */
int sealed_load(struct sealed *out, struct arena *a, const char *path, const struct sealing *s,
	struct diags *d);

#endif
