#ifndef TRUEUP_CONFIG_H
#define TRUEUP_CONFIG_H
/* What trueup.json says that the judgement needs (design.md 9). Defaults stand in config_default(). */
#include "checker/model/record.h"

struct authority {               /* judgement.md 11, Authority */
	struct party_ref party;
	unsigned choices;        /* bits 1 << enum choice; 0: all */
	int up_to;               /* highest severity rank; 4 by default */
	struct instant from, to;
	struct loc loc;
};

struct weight_row { const char *framework, *control; uint32_t weight; };
struct crit_row { const char *asset; int criticality; };
struct word_row { const char *tracker, *raw; enum item_type type; };
struct process_row { enum item_type type; const char *framework, *control; };

/* Configured population, roster... hints of one evidence path (a glob). */
struct evidence_row {
	const char *glob, *format, *mapping, *zone, *as_of_text;
	struct instant as_of;
	enum tri complete;
	const char *date_order;  /* "dmy", "mdy" */
	const char *mapping_file; /* where the mapping was read from; NULL: built in */
	struct loc loc;
	bool used;
};

/* A system that is judged apart, and the files that are evidence of it alone (judgement.md 3). */
struct system_row {
	const char *id, *name, *framework, *baseline;
	const char **globs; size_t nglobs;
	bool *used;              /* of each glob */
	struct loc loc;
};

/* Names that somebody says are one asset: approved, and not for ever. */
struct identity_row {
	struct idents ids;
	const char *reason, *approver;
	struct instant expires;          /* its last instant */
	struct loc loc;
};

/* A sample as it was committed, before evidence was asked for (judgement.md 5; READINGS 130). */
struct sample_row {
	const char *file, *sha256;       /* of the commitment */
	const char *system, *framework, *control; /* system NULL: the only one */
	const char *population;          /* digest of the members of that day; NULL (tests, draws): whichever there are */
	uint64_t members;
	uint32_t size;
	const char *head;                /* of the chain before the draw, 64 hex digits; "": none */
	int64_t period_from;             /* INT64_MIN: no lower bound */
	struct instant committed;
	const char *by;
	bool proven;                     /* a key that the caller trusts has signed it */
	const char *unproven;            /* why not: a sentence */
	const char *signature;           /* digest of the signature, which moves the draw; NULL: none (models) */
};

enum o_class { O_ITEMS = 1, O_ASSETS = 2, O_RISKS = 4 };

struct config {
	const char *organisation;
	const struct zone *zone;
	int64_t as_of;
	const char *as_of_text;
	int64_t period_from;     /* INT64_MIN: no lower bound */
	struct authority *authority; size_t nauthority; bool has_authority;
	struct rec_role *roles; size_t nroles;
	struct weight_row *weights; size_t nweights; bool has_weights;
	struct crit_row *criticality; size_t ncriticality;
	const struct process_row *process; size_t nprocess; /* default: judgement.md 11, for nist-800-53 */
	struct evidence_row *evidence; size_t nevidence;
	const char *system, *framework, *revision;      /* of the one scope, if configured */
	struct system_row *systems; size_t nsystems;    /* at most MAX_SYSTEMS; with fewer than two, all evidence is of one */
	const char **scope; size_t nscope;              /* configured control list */
	unsigned o_classes;      /* default O_ITEMS */
	int floor_severity;      /* default moderate (2) */
	int64_t max_age;         /* ns; default P90D [A] */
	int64_t roster_slack;    /* ns; default P35D [A] */
	int64_t evaluate_within; /* ns; default P5D [A] */
	int64_t open_end;        /* ns; 192 days (VER-TFR-MAV) */
	struct duration limits[5]; /* by severity rank; [0] unused */
	uint32_t target, fail_below, partial_at; /* millionths: 950000, 600000, 500000 [A] */
	struct identity_row *identities; size_t nidentities;
	const char **sample_files; size_t nsample_files;
	struct sample_row *samples; size_t nsamples; /* by instant of commitment, then digest */
	const char **gates; size_t ngates;
	const char **rules; size_t nrules;
	const char *profile;     /* a built-in one by name, or a file; NULL: none */
	const char **overrides; size_t noverrides;
	const char **calendars; size_t ncalendars; /* files, beside the shipped ones */
	const char *names;       /* owners, all, none */
	const char *sha256;      /* of trueup.json; NULL: none */
	const char **given; size_t ngiven; /* the members that it has at its top */
};

/* Everything by default; as_of must be set by the caller. */
void config_default(struct config *c);

#endif
