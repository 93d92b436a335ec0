#ifndef TRUEUP_MODEL_H
#define TRUEUP_MODEL_H
/*
 * The joined, frozen model: who is who, what is what, what was seen, what was
 * decided.  Made by join/ from records, read by judge/, rules/ and reports/,
 * changed by nobody.  Arrays are sorted by bytes of their keys, so indices do not
 * depend on the order of the input.
 */
#include "checker/model/config.h"
#include "checker/model/previous.h"
#include "checker/model/record.h"

struct party {                    /* a canonical person, team, tool */
	const char *key;          /* smallest strong key: "email:bo@x.example" */
	const char *name;
	bool on_roster;
	struct rec_party *rows; struct loc *row_locs; size_t nrows; /* roster rows that are this party */
	const char *team;
	bool machine, group;
};

/* What a reference was found to be (formats.md C.1). */
enum resolution {
	RES_UNKNOWN,   /* the field is unknown: no source can say */
	RES_EMPTY,     /* the place is there and blank */
	RES_NOBODY,    /* words that name no person: "TBD", "Security Team", "n/a" */
	RES_ROLE,      /* a role word or a role of the table, with its holder in party where exactly one holds it */
	RES_PARTY,     /* exactly one party of the roster */
	RES_AMBIGUOUS, /* several */
	RES_MISS,      /* in no roster (or no roster was given) */
	RES_MACHINE    /* bot, service account, tool */
};
struct who {
	enum resolution how;
	const char *raw;
	const char *key;          /* for comparing: same key, same party; raw-derived where unresolved */
	const char *mail;         /* of a party in no roster, where the key is another: the address; or NULL */
	const struct party *party;   /* RES_PARTY; RES_ROLE with exactly one holder at the asked instant */
	const char *role;         /* RES_ROLE: the role word */
	struct loc loc;
};

struct owner_ref {                /* one naming of an owner by one source */
	struct who who;
	bool accountable;
	struct instant from, to;
	bool unplaced;            /* its source belongs to none of several systems: no T by it */
	struct loc loc;
};
struct owner_refs {
	struct owner_ref *v; size_t n;  /* in force at as_of: those certainly over or yet to come are left out */
	bool source_names_owners; /* the source that has this record names owners for records of this kind */
};

struct asset {
	const char *key, *name;
	struct idents ids;
	int criticality;          /* 1..5, 0 unknown */
	bool listed;              /* by an independent population (judgement.md 5) */
	const char *listed_as;    /* the smallest name of it in independent populations; NULL: in none */
	bool stated;              /* by any population, independent or not: it counts in N like what was seen */
	bool seen;                /* any observation on it */
	bool in_scope;
	bool retired;             /* dated retirement of an independent source, later than its last result */
	struct owner_refs owners;
	struct loc loc;           /* of its population row, else where first seen */
	const char *system;
	uint64_t systems;         /* that it belongs to, a bit each; 0: to none of several (judgement.md 3) */
	/* Of the previous report: it was in N, of these systems; its owner was no valid one. */
	bool was, was_listed, owner_failed;
	/*
	 * Why it stands beside what its name leads to now: nothing, several assets, or one that another
	 * listed asset of that report is already. And how many others, not all of them listed, are in it.
	 */
	enum was_apart { WAS_PLACED, WAS_NAMELESS, WAS_MANY, WAS_TWO } apart;
	uint32_t was_merged;
	bool criticality_was;     /* its criticality is that of that report: this run says a lower one, or none */
	uint64_t was_systems;
	int64_t was_last;         /* its newest result that that report knew; INT64_MIN: none */
};

struct test {
	const char *benchmark, *id, *title;
	int severity;             /* highest known rank; -1 unknown */
	struct loc loc;           /* in the previous report: no source of this run has it */
	struct instant due, added; /* of a list of exploited flaws that has it, or its CVE: the earliest; UNKNOWN: none */
	const struct prev_test *was; /* in the previous report; NULL: it was not */
};

/*
 * The folded state of (originator, asset, test): judgement.md 5; files of one
 * originator are folded together, so every (originator, asset, test) is there once.
 * Undated results are U before everything else (u at INT64_MIN). A T or F below E3 is
 * in t or f only where there is no better one, and in u at its instant; not applicable
 * below E3 is in u alone.
 */
struct seen {
	bool any;
	enum grade grade;
	int64_t lo, hi;           /* of the latest one */
	struct loc loc;
	const char *raw;
};
extern const struct seen seen_none; /* stands where there is none: most states have one result or two */
struct state {
	uint32_t asset;           /* index; UINT32_MAX: about no asset */
	uint32_t test;
	const struct source *source;
	const char *originator;
	const struct seen *t, *f, *u, *na; /* latest of each; never NULL, nor are the next */
	const struct seen *first_f; /* earliest admissible F */
	/* latest F that is only listed: below E3, or undated (then lo = hi = INT64_MIN) */
	const struct seen *listed_f;
	/* of an ambiguous name, the latest dated result but F: it may be another asset's, or this one's */
	const struct seen *doubt;
	bool tested;              /* any result but "not applicable", of whatever grade, age or name */
	bool undated_f;
	bool unplaced;            /* its asset has no usable identifier: F is listed, T counts for none (asset: UINT32_MAX) */
	bool ambiguous;           /* the asset was ambiguous: T counts for none (no t here), F for every candidate */
	/* Failed in the previous report: a T clears that only with this grade; E0: it did not. */
	enum grade sticky;
};
/* Is the failure over: is there a surely later pass, of the grade that it takes (judgement.md 5, 8)? */
bool state_cleared(const struct state *s);

/* A control, and everything linked to it. */
struct link_test { uint32_t test; bool t_counts; struct loc loc; const char *via; }; /* t_counts: equal or superset */
enum link_how { LINK_TAG = 1, LINK_TEST = 2, LINK_PROCESS = 4,
	LINK_UNPLACED = 8,            /* the item belongs to none of several systems: what is good of it counts in none */
	LINK_PREVIOUS = 16 };         /* the previous report linked it; what is good by this link alone counts for nothing */
/* By the previous report alone: then it counts only against the control. */
static inline bool
link_previous(unsigned how)
{
	return (how & LINK_PREVIOUS) != 0 && (how & (LINK_TAG | LINK_TEST | LINK_PROCESS)) == 0;
}
/* Does what is good of the item count in its control? */
static inline bool
link_counts(unsigned how)
{
	return (how & LINK_UNPLACED) == 0 && !link_previous(how);
}
struct link_item { uint32_t item; unsigned how; };

struct claim_seen {               /* all statements about it, strongest first */
	enum claim_kind kind;
	enum claim_state state;
	bool of_parts;            /* no word on the whole: put together from its parts */
	const char *state_raw;
	uint32_t p;               /* millionths of parts combined */
	struct instant at;
	struct who by, approver;
	const char *reason;
	struct instant review;
	bool unplaced;            /* of none of several systems */
	struct loc loc;
};

struct control {                  /* of one system: with several, each has its own */
	const char *framework, *id, *title, *family; /* id canonical: "ac-2.1" */
	uint32_t scope;           /* index; UINT32_MAX: in none */
	uint32_t system;          /* index; UINT32_MAX: there are not several */
	bool in_scope;
	bool in_catalog;
	const char *scope_from;   /* "profile ...", "configured list", "SSP requirements", "your own records" */
	uint32_t weight;
	struct claim_seen *claims; size_t nclaims; /* [0] counts; p in force below */
	bool has_claim;
	enum claim_state state;
	uint32_t p;               /* 0, 500000, 1000000 */
	bool claims_disagree;
	bool na;                  /* claimed not applicable */
	struct owner_refs owners;
	bool owner_failed;        /* in the previous report */
	struct link_test *tests; size_t ntests;
	struct link_item *items; size_t nitems;
	struct loc loc;
};

struct event {
	uint32_t item;            /* whose log it stands in: index */
	struct instant at;
	struct who actor;
	enum event_kind kind;
	const char *field, *from, *to;
	struct who to_party;
	const struct who *was;    /* of EVENT_ASSIGN: whom `from` names; NULL: nobody tells */
	const char *team;         /* of EVENT_ASSIGN, EVENT_TEAM: the team after it, where known */
	enum choice choice;
	struct instant until;
	const char *rationale;
	int severity;             /* -1 unknown */
	int severity_before;      /* of changes: the word before; -1 blank or unknown */
	bool evaluated, closes, reopens;
	struct loc loc;
};

struct item {
	const char *tracker, *key, *title;
	enum item_type type;
	const char *type_raw;
	int severity;             /* highest word of its linked sources; -1 unknown */
	bool severity_empty, severity_from_priority, informational;
	enum item_status status;
	const char *status_raw;
	struct instant created, detected, evaluated, due, closed;
	struct instant first_fail;   /* earliest failing linked observation; UNKNOWN if none */
	struct who reporter, assignee;
	const char *team;
	struct event *events; size_t nevents; /* by time, then by the source's order */
	bool has_history, truncated, rationale_place;
	bool tracker_open;        /* by the state that its tracker gives, "accepted" included */
	bool open;                /* or perhaps accepted: an accepted item is open */
	uint32_t *assets; size_t nassets;
	uint32_t *tests; size_t ntests;   /* linked by test, CVE or weakness */
	bool names_test;          /* a test, CVE or weakness is named at all */
	bool names_cve;           /* a CVE itself */
	bool names_lost;          /* an asset or a test that it names is no single one that is known */
	uint32_t duplicate_of;    /* index, or UINT32_MAX */
	struct instant duplicate_at;
	struct owner_refs owners; /* the assignee now, and owners where the source names them */
	struct loc loc;
	const struct source *source;
	/* In the previous report; vanished: no source of this run shows it any more. */
	const struct prev_item *was;
	bool vanished;
	/* Timeline (method.md 2.4) */
	const char **path; size_t npath;  /* teams, collapsed */
	uint32_t teams;           /* different ones in path */
	uint32_t handoffs, returns_direct, returns_indirect;
};

struct acceptance {
	const char *id;
	uint32_t item;            /* index, or UINT32_MAX */
	uint32_t control;         /* index, or UINT32_MAX */
	struct who approver, requester;
	struct instant granted, expires;
	const char *reason, *state_raw;
	struct loc loc;
};

struct role_row { const char *key, *role; struct who who; struct instant from, to; struct loc loc; }; /* key: str_word_key */

struct population { const struct source *source; size_t listed; bool independent; const char *why_not; };

struct system { const char *id, *name; };
/* (system, framework and version, baseline): what is scored apart (judgement.md 3). */
struct scope {
	uint32_t system;          /* index; UINT32_MAX: there are not several */
	const char *framework, *revision, *baseline; /* revision NULL: unknown */
};

struct notice { const char *code, *text; uint64_t n; struct loc loc; };

struct model {
	const struct config *config;
	const struct previous *previous; /* NULL: none was given */
	const struct source *const *sources; size_t nsources; /* all inputs, by path */
	unsigned given;           /* classes (enum role) of which any source was given */
	struct instant *whole_rosters; size_t nwhole_rosters; /* dates of those declared or known complete */
	bool has_role_table;
	struct party *parties; size_t nparties;
	struct role_row *roles; size_t nroles;    /* by key */
	struct asset *assets; size_t nassets;
	struct test *tests; size_t ntests;
	struct state *states; size_t nstates;     /* sorted by asset, test, source */
	struct control *controls; size_t ncontrols;
	struct item *items; size_t nitems;
	struct acceptance *acceptances; size_t nacceptances;
	struct population *populations; size_t npopulations;
	struct notice *notices; size_t nnotices;
	struct system *systems; size_t nsystems;  /* several, or none */
	const uint64_t *of_source;  /* systems of each source, a bit each; 0: of none of several; NULL: not told */
	bool left_out;            /* something is over a ceiling of the model: the run is incomplete */
	struct scope *scopes; size_t nscopes;     /* by system, framework */
	/* Of the first scope; NULL without any. With several systems each scope has its own. */
	const char *framework, *revision, *baseline, *system;
	/* benchmarks: test indices of each, for "required tests" */
	struct benchmark { const char *id; uint32_t *tests; size_t ntests; } *benchmarks; size_t nbenchmarks;
	const struct source *exploited; /* the newest whole list of exploited flaws (CISA KEV); NULL: none */
	uint64_t after_as_of;     /* records dated after it */
	uint64_t unlinked_items, other_items;
	uint64_t ambiguous_assets, poisoned, unplaced;
};

/*
 * Does this entry end an acceptance: a closing by a person with a word for
 * something else?  What the tracker calls closed is open where the last thing
 * chosen for it is to accept it (judgement.md 6), and a machine chooses nothing (7).
 */
bool event_ends_acceptance(const struct event *e);
/* T: granted, by its state word (blank: the instant of the grant speaks); F: not; U: on no table. */
enum tri acceptance_granted(const struct acceptance *row, int64_t as_of);

/* Was the party active at every / no instant of [lo, hi]? T, F or U, with the reason (a constant or in a). */
enum tri party_active(const struct model *m, const struct party *p, int64_t lo, int64_t hi,
	const char **why);

/*
 * Does a complete roster cover [lo, hi], so that who is not in it was not there (judgement.md 1)?
 * A roster says nothing of a day further from its own date than roster_slack.
 */
bool roster_covers(const struct model *m, int64_t lo, int64_t hi);

/*
 * Who holds a role over [lo, hi], by the role table (judgement.md 6). v: T exactly one active
 * person; F nobody, or several; U cannot be told. one: the only party that may hold it, NULL else.
 */
struct holding { enum tri v; const struct party *one; unsigned active, perhaps, rows; };
struct holding role_holding(const struct model *m, const char *role, int64_t lo, int64_t hi);

#endif
