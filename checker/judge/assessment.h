#ifndef TRUEUP_ASSESSMENT_H
#define TRUEUP_ASSESSMENT_H
/*
 * What the judge found: per control O, D, W, R, verdict and overlays; per
 * rule its checks; per scope the scores.  Integers only: millionths, lo
 * rounded down and hi up (judgement.md 9).  Reports read it, nobody changes it.
 */
#include "checker/model/model.h"

#define MILLION 1000000u

enum dimension { DIM_O, DIM_D, DIM_W, DIM_I, DIM_G };

enum verdict {
	CONTRADICTED, EXPOSED, ADMITTED, PAPER, VERDICT_UNKNOWN, UNTESTED_ADMITTED, PARTIAL,
	PARTIAL_UNCLAIMED, PARTIAL_ADMITTED, DISPUTED, UNCLAIMED, CONFIRMED, /* by rank */
	NOT_EXERCISED, NOT_APPLICABLE, /* outside the rank */
	VERDICTS
};
const char *verdict_word(enum verdict v);    /* "CONTRADICTED" */
const char *verdict_meaning(enum verdict v); /* "reported green, evidence says red" */

enum overlay {
	ORPHANED = 1 << 0, UNDECIDED = 1 << 1, REFUTED = 1 << 2, STALE = 1 << 3, SUSPECT = 1 << 4,
	ACCEPTED = 1 << 5, LOOSENED = 1 << 6
};

/* Why a control is held where it is (judgement.md 8, 11 "Limited by"). */
enum limit {
	LIMIT_NONE, LIMIT_ROSTER, LIMIT_ITEMS, LIMIT_POPULATION, LIMIT_OBSERVATIONS, LIMIT_O, LIMIT_D, LIMIT_W
};
const char *limit_word(enum limit l);    /* "roster", "items", "population", "observations", "O", "D", "W" */
const char *limit_sentence(enum limit l); /* "nobody gave us a roster", "nobody decided in time" */

struct dim {
	bool empty;              /* proved empty or left out: lo, hi are null */
	uint32_t lo, hi;         /* millionths */
	uint64_t n, m, good, bad;
	const char *kind;        /* O: the class with the smallest lo: "control", "items", "assets", "risks" */
	const char *why;         /* a sentence: "population not established" */
};

/* A rule on one instance. */
struct check {
	uint32_t rule;           /* index in rules */
	uint32_t control, item, asset; /* UINT32_MAX where not about one */
	enum tri value;
	const char *subject;     /* "AC-2", "SEC-12", "AC-2 on web01" */
	const char *message;     /* rendered; F and B: what is wrong; U: the missing fact */
	const char *fix;
	struct loc at;           /* the line that decides it */
	struct loc also;         /* the other side, of a contradiction */
};

struct rule_result {
	const char *id, *pack, *question, *severity, *kind, *effect;
	enum dimension dim;
	bool enabled, draft;
	uint64_t t, f, u, b;
	const char *refs;        /* joined with ", " */
	const char *basis;       /* of its parameters: "standard", "trueup default" */
};

/* A clock of an item that the judge ran (judgement.md 7). */
enum clock_state { CLOCK_NONE, CLOCK_RUNNING, CLOCK_MET, CLOCK_BREACHED, CLOCK_UNKNOWN };
struct clock {
	uint32_t item;
	enum clock_state state;
	bool in_period;          /* counts as ended in the period (MET, BREACHED, UNKNOWN) */
	struct instant start, due, stop; /* stop UNKNOWN: none */
	const char *started_by;  /* "detected", "first failing observation", "created" */
	const char *limit_text;  /* "P3D (critical, trueup default) after evaluation or P5D" */
	enum choice choice;      /* of the decision that stopped it */
	const struct event *decision; /* NULL: none */
	const char *why;         /* one sentence: arithmetic or what is missing */
	bool overdue_undecided;  /* breached without a decision in force at as_of */
	int64_t late_ns;         /* of BREACHED: how late, else 0 */
	uint32_t severity_used;  /* rank */
	int was_severity;        /* rank that only the previous report remembers; 0: none */
	bool ended;              /* decided or closed, somewhere in these: */
	int64_t end_lo, end_hi;
	bool by_previous;        /* it would be in another state without the previous report */
};

/*
 * What the log of an item tells of its way (method.md 2.3, 2.4); times in ns from
 * detection to closing or as_of.  Only with `known`; else only `reopened` counts.
 */
enum timeline_owner {
	TIMELINE_DOUBT,          /* nobody can say */
	TIMELINE_NOBODY,         /* no active person ever had it */
	TIMELINE_ASSIGNED,       /* one had it, and none did anything about it */
	TIMELINE_OWNED           /* one had it and did something: after to_owner */
};
struct timeline {
	bool known, exact;       /* exact: no instant was a day or without a zone */
	enum timeline_owner owner;
	int64_t life, to_owner, unowned, owner_unknown;
	uint32_t moves_empty;    /* between teams, and nothing went on for two days; pending: not over yet */
	uint32_t moves_pending;
	uint32_t escalations, escalations_undecided, escalations_open;
	uint32_t slips;          /* due dates that moved later */
	int64_t slipped;
	uint32_t pauses, pauses_own; /* own: set by the one who had it, or perhaps by him */
	int64_t paused, paused_by_others;
	int64_t net;             /* life less honest pauses */
	uint32_t reopened;
	int64_t overdue;         /* past due, open, not accepted; 0: not */
};

/* What hangs on whom, over all items; weights are severity ranks, 1 to 4. */
struct burden {
	uint64_t open, closed, reopened, overdue;
	uint64_t overdue_days;   /* whole days past due, times weight */
	uint64_t escalations, escalations_undecided;
	uint64_t weight_open, weight_unowned; /* unowned: no valid owner, for sure */
	uint32_t owners, bus_factor;
	bool owners_unsure;      /* some owners may be none */
};

/* One W instance: (control, asset). */
struct instance {
	uint32_t asset;
	enum tri value;
	bool stale, only_na, listed;
	bool uncovered;          /* F or B that no item covers, older than its limit: UNDECIDED */
	uint32_t nrequired, nt, nf, nu;
	uint32_t nb;             /* required tests on which two originators disagree (B) */
	int64_t t_from;          /* of a T: none of its results is certainly older than that */
	struct loc at;           /* the deciding line */
	uint32_t test;           /* of the deciding line; UINT32_MAX none */
};

/* A committed sample of the control's population (judgement.md 5). */
struct sample_result {
	const struct sample_row *row;
	const char *why_not;     /* a sentence: it gives no bound; NULL: it does */
	const char *population;  /* digest of the members that there are today */
	uint64_t members;        /* of the population */
	const uint32_t *assets; uint32_t n; /* drawn, by asset; none if it is larger than the population */
	uint32_t k;              /* of them T, by results from its commitment on */
	uint32_t bound;          /* millionths of N: the bound's share of the members */
	bool raised;             /* W's lo is by it */
};

struct control_result {
	uint32_t control;        /* index in the model */
	uint32_t weight;
	uint32_t p;              /* millionths */
	bool has_claim;
	struct dim o, d, w;
	enum tri owner;          /* own owner valid? */
	bool owner_previous;     /* F because it was, and no source shows a valid one since */
	const char *owner_text;  /* name printed, or "" */
	const char *owner_why;
	uint32_t r_lo, r_hi;
	enum verdict verdict;
	unsigned overlays;
	uint64_t refuted;        /* n of REFUTED(n) */
	int64_t accepted_until;
	enum limit limited_by;
	struct instance *instances; size_t ninstances; /* those with a required test, by asset; the others of N are U */
	bool failing;            /* admissible failing evidence (gate `failing`) */
	uint64_t tests_hold, tests_fail; /* single tests that hold / fail, for the share beside W */
	uint64_t listed_failures;        /* F below the floor or undated: only listed */
	struct loc fail_at;
	struct sample_result *samples; size_t nsamples; /* by commitment: the first is the control's, the others were drawn again */
};

enum status { GREEN, AMBER, RED, STATUS_UNDEFINED };

struct loss { enum limit by; uint64_t points; uint32_t controls; }; /* millionths of the whole */

struct scope_result {
	const char *id, *system, *framework, *baseline; /* system, baseline: "" if none */
	const char *revision;    /* of the framework; NULL: unknown */
	const char *scope_from;
	struct control_result *controls; size_t ncontrols; /* by control index */
	uint64_t weight;         /* of applicable controls */
	uint32_t procedural, supported, refuted, not_shown; /* P = supported + refuted + not_shown, as printed */
	uint32_t real_low, real_high, understatement, fog;
	enum status status;
	bool undefined;          /* all weight removed */
	uint32_t contradicted, failing; /* numbers of controls */
	uint32_t verdicts[VERDICTS];
	struct loss loss[8]; size_t nloss; /* largest first */
	uint64_t tests_hold, tests_total;
	bool weighted;           /* a weight file was given */
	uint64_t criticality_unknown; /* assets */
	const char *caps_unknown;
};

/* Which file to ask whom for (design.md 7, requests.csv). */
struct request {
	const char *what;        /* "roster" */
	const char *ask;         /* "an export of all employees with dates, from HR or the directory" */
	const char *whom;
	uint64_t unknowns;       /* it would answer */
	uint64_t weight_only;    /* weight for which it is the only thing missing */
	uint32_t controls;
	bool given;              /* some source of the class was given */
};

struct work { const char *owner, *kind, *subject, *what, *due; struct loc at; }; /* worklist.csv */

struct assessment {
	const struct model *model;
	struct scope_result *scopes; size_t nscopes;
	struct clock *clocks; size_t nclocks;   /* one an item, by item index */
	enum tri *item_owners;                  /* the same */
	enum tri *asset_owners;                 /* by asset; NULL: not asked (o_classes) */
	bool *counts;                           /* by asset: in N */
	bool *fails;                            /* by state: its failure is in force */
	struct timeline *timelines;             /* the same */
	struct burden burden;
	struct rule_result *rules; size_t nrules;
	struct check *checks; size_t nchecks;   /* by rule, then subject */
	struct request *requests; size_t nrequests;
	struct work *work; size_t nwork;
	struct late { uint32_t clock; uint32_t control; uint32_t asset; const char *text; const char *who; struct loc at; } *late; size_t nlate;
	struct not_person { uint32_t control; const char *raw, *why; struct loc at; } *not_persons; size_t nnot_persons;
	const struct rule_set *rule_set;
};

#endif
