#ifndef TRUEUP_JUDGE_INSIDE_H
#define TRUEUP_JUDGE_INSIDE_H
/*
 * What the files of this room share: nobody else includes it, but unit tests.
 * Everything that is allocated lives in the judging's region.
 */
#include "checker/base/digest.h"
#include "checker/judge/assessment.h"
#include "checker/judge/judge.h"
#include "checker/judge/slots.h"

struct arena;

#define NOT_ONE UINT32_MAX

/* Which source would turn an unknown into an answer: bits, for requests.csv. */
enum missing {
	MISSING_ROSTER = 1 << 0,
	MISSING_ITEMS = 1 << 1,
	MISSING_POPULATION = 1 << 2,
	MISSING_OBSERVATIONS = 1 << 3,
	MISSING_AUTHORITY = 1 << 4,
	MISSING_ROLES = 1 << 5,
	MISSING_CALENDARS = 1 << 6,
	MISSING_OWNERS = 1 << 7,
	MISSING_OTHER = 1 << 8      /* nothing that a whole source would answer */
};
#define MISSING_CLASSES 8

/* A value with its reason; missing is set only where v is U. */
struct answer {
	enum tri v;
	unsigned missing;
	const char *why;
};

/* Something in an item's log or a register that may be a decision. */
struct decision {
	struct instant at;
	struct instant end;       /* of an acceptance: its last instant; else UNKNOWN */
	enum choice choice;
	struct answer valid;      /* T: it is a decision */
	bool closes;
	const struct event *event;           /* NULL: from a register */
	const struct acceptance *acceptance; /* NULL: from the log */
	const struct who *decider;
};

/* What the judge knows of an item beside its clock. */
struct item_state {
	struct decision *decisions; size_t ndecisions; /* by time; none that is F */
	const struct acceptance *const *rows; size_t nrows; /* of registers, about this item */
	struct instant start;
	bool start_unsure;        /* never MET, never running (judgement.md 7, clock start) */
	bool duplicate;           /* its mark has an effect */
	bool has_clock;
	bool kept_clock;          /* by the previous report alone: nothing good of it counts */
	bool open;                /* at as_of, in some reading at least */
	bool suspect;             /* one of its decisions does not count because of a cap */
	struct answer owner;      /* at as_of */
	unsigned missing;         /* of a clock that is U */
	int64_t accepted_until;   /* end of the valid acceptance in force at as_of; INT64_MIN: none */
};

/* The state of one test on one asset, over all originators. */
struct cell {
	uint32_t asset, test;     /* asset NOT_ONE: about none */
	enum tri value;           /* T F U B; U where na */
	bool na, stale;
	bool weak_f;              /* an F that is only listed: undated, or below the floor */
	bool suspect;             /* a T is left out because its source is capped */
	bool na_capped;           /* U only because whoever says "not applicable" is capped */
	bool tested;              /* any result but "not applicable" */
	bool f_any;
	int64_t first_f;          /* latest reading of the earliest admissible F */
	int64_t t_from;           /* of T: not before that */
	struct loc at;
};

/* An asset while one control is judged. */
struct mark {
	bool on, stale, late, suspect;
	uint32_t required, t, f, b, u, na, na_capped;
	int64_t t_from;           /* of its T, the one that may be the oldest */
	uint32_t test;
	struct loc at;
};

/* Whom a row of the authority matrix means: a party of the roster, or a role of the table. */
struct authority_row { const struct party *party; bool role, many; };

struct caps;

struct judging {
	const struct model *m;
	struct caps *caps;        /* of rules of effect "cap"; NULL: none */
	const struct config *cfg;
	const struct slots *slots;
	struct arena *a;
	struct explaining *explaining; /* NULL: nobody asks for it */
	struct assessment *out;
	struct item_state *items;
	struct map *names;        /* authority.c */
	struct authority_row *rows;
	bool population;          /* an independent one was given */
	bool covered;             /* items_covered() */
	uint64_t listed_frame;    /* assets of the frame that it lists */
	/* W */
	struct cell *cells; size_t ncells;         /* by asset, test */
	uint32_t *by_test; uint32_t *test_first;   /* cells by test, asset; test_first has ntests + 1 */
	uint32_t *bench;                           /* of a test */
	uint32_t *bench_assets; uint32_t *bench_first; size_t nbench;
	bool *counts;                              /* asset counts in N, of whatever system */
	/* Of the system whose controls are judged: frame_of() */
	bool framed; uint32_t frame_system;
	bool *frame, *listed;                      /* asset counts in N; and an independent population lists it */
	uint64_t nframe;
	char population_digest[SHA256_HEX];
	struct mark *marks;
	uint32_t *touched; size_t ntouched;
	uint32_t *asset_named, *test_named;        /* by an item of the control: its index + 1 */
	unsigned *control_missing, *own_missing;   /* by control; own: of its own owner only */
};

/* interval.c: shares in millionths, lo down and hi up; a share of nothing is [0, 1]. */
uint32_t share_down(uint64_t part, uint64_t whole);
uint32_t share_up(uint64_t part, uint64_t whole);
/* n, m, good, bad to lo and hi (judgement.md 5). */
void dim_settle(struct dim *d);
struct dim dim_open(const char *why); /* [0, 1] */
struct instant instant_plus(const struct instant *i, int64_t ns);
struct instant instant_limit(const struct instant *i, struct duration d, const struct zone *zone);
int64_t ns_add(int64_t a, int64_t b); /* saturating */

/* own.c */
struct answer who_valid(struct judging *j, const struct who *w, int64_t lo, int64_t hi);
/* A valid owner at as_of; *name is the text to print, "" if none. */
struct answer owner_valid(struct judging *j, const struct owner_refs *r, const char **name);
/* Has the role table any row for it? */
struct dim own_judge(struct judging *j, const struct control *c, struct control_result *r);
void own_items(struct judging *j);
/* T: the same party; U: cannot be told. */
enum tri who_same(const struct who *a, const struct who *b);

/* decide.c */
void decide_items(struct judging *j); /* fills decisions and open of every item */
struct answer decide_lowering(struct judging *j, const struct item *it, const struct event *e,
	int old_rank);
/* Adds ACCEPTED where an acceptance of the control itself is valid and in force. */
void control_accepted(struct judging *j, const struct control *c, struct control_result *r);
void result_accepted(struct control_result *r, int64_t until); /* INT64_MIN: nothing */
/* caps.c */
bool capped_source(const struct judging *j, const struct source *s);
bool capped_actor(const struct judging *j, const struct who *w);
bool capped_acceptance(const struct judging *j, const struct acceptance *a);
/* authority.c: made once, before anything is decided; freed at the end. */
void names_make(struct judging *j);
void names_free(struct judging *j);
void authority_make(struct judging *j);
/* How high the authority must reach: the highest severity word so far; sure: nothing may be higher. */
struct reach { int severity; bool sure; };
/* May this decider do it, at this severity? */
struct answer authority_of(struct judging *j, const struct who *decider, enum choice choice,
	bool lowering, struct reach reach, const struct instant *at);
/* T: the decider is none of requester, reporter and the assignee at that instant. */
struct answer segregated(const struct judging *j, const struct item *it, const struct who *decider,
	const struct who *requester, enum choice choice, const struct instant *at);

/* severity.c: the due date from severity history (judgement.md 2, 7, 11). */
struct instant due_of(struct judging *j, const struct item *it, const struct instant *start,
	struct clock *out);
/* The highest word up to then, -1: none; *sure: no word of that time is blank or unknown. */
int severity_highest(const struct item *it, const struct instant *until, bool *sure);
/* The rank that the previous report knew and neither record nor log remembers; 0: there is none. */
int severity_remembered(const struct judging *j, const struct item *it);
/* At a severity rank, below low: low; the shorter one of rule and configuration. it NULL: of a test. */
struct duration limit_of(struct judging *j, const struct item *it, int rank);

/* clock.c, start.c, life.c */
void clock_starts(struct judging *j);
void clocks_run(struct judging *j);
/* Open at t: certainly (sure) or in some reading. */
bool open_at(struct judging *j, uint32_t item, int64_t t, bool sure);
struct instant closed_at(struct judging *j, uint32_t item);
/* Breaches after the due date: an acceptance that ended, 192 days; *at: the last of them. */
enum { BREACH_SURE = 1, BREACH_MAYBE = 2 };
unsigned later_breach(struct judging *j, uint32_t item, int64_t *at, const char **why);

/* timeline.c: after the clocks. */
void timelines_make(struct judging *j);
void burden_make(struct judging *j);    /* burden.c: after the timelines */
bool timeline_waits(const char *state); /* a state in which an item waits, by its first word */

struct dim decided_judge(struct judging *j, const struct control *c, struct control_result *r);
/* An item source that covers the period, of this system or of none (NOT_ONE: there are not several). */
bool items_covered(const struct judging *j, uint32_t system);

/* cells.c, cover.c */
void cells_make(struct judging *j);
/* Sets the frame of a system; NOT_ONE: there are not several. */
void frame_of(struct judging *j, uint32_t system);
struct dim cover_judge(struct judging *j, const struct control *c, struct control_result *r);
bool na_refuted(struct judging *j, const struct control *c);

/* sample.c: the samples of the control, and the bound that the first of them gives its W. */
void sample_judge(struct judging *j, const struct control *c, struct control_result *r,
	struct dim *d);

/* verdict.c */
void verdict_settle(struct judging *j, const struct control *c, struct control_result *r);
enum verdict verdict_cell(int claim, int reality); /* claim: 1 pass, 0 none, -1 fail; reality: 3 pass .. 0 fail */
enum limit limited_by(const struct model *m, const struct control_result *r);

/* scores.c */
void scores_make(struct judging *j);
void scope_score(struct scope_result *s, const struct model *m);

/* checks.c, requests.c */
void lists_make(struct judging *j);
void requests_make(struct judging *j);

#endif
