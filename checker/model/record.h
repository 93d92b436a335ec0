#ifndef TRUEUP_RECORD_H
#define TRUEUP_RECORD_H
/*
 * What readers emit: facts, each with the place that it came from, and
 * nothing joined yet.  Strings: NULL is unknown (no column, no such member),
 * "" is empty (the source has the place and it is blank).  The producer's raw
 * word stands beside every normalised one.  record_fields.c has one table of all
 * members, from which `trueup read` prints records and the record stream is
 * read back.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/base/instant.h"

struct arena;

enum grade { GRADE_E0, GRADE_E1, GRADE_E2, GRADE_E3, GRADE_E4, GRADE_E5 };

/* What a source may speak about: classes of the absence property (judgement.md 1), as bits. */
enum role {
	ROLE_CLAIM = 1 << 0,
	ROLE_OBSERVATION = 1 << 1,
	ROLE_ITEM = 1 << 2,
	ROLE_ROSTER = 1 << 3,
	ROLE_POPULATION = 1 << 4,
	ROLE_MAPPING = 1 << 5,
	ROLE_CATALOG = 1 << 6,   /* catalogs and profiles: page-two inputs */
	ROLE_ROLES = 1 << 7,     /* role table */
	ROLE_EVIDENCE = 1 << 8   /* artefacts listed, not read as data */
};

struct source;

struct loc {
	const struct source *source;
	uint32_t line, col;  /* from 1; 0: unknown */
	const char *path;    /* XPath, JSON pointer or "row 12"; may be NULL */
};

struct ident { const char *ns, *value; };      /* ("jira", "712020:aa"), ("fqdn", "web01.x.example") */
struct idents { struct ident *v; size_t n; };
/* What looks like a full name in a text: it finds an asset that is known, and adds none. */
#define IDENT_MENTION "mention"
struct strings { const char **v; size_t n; };

/* A party as a source names it: raw text, and what it says of it. raw NULL: unknown, "": empty. */
struct party_ref {
	const char *raw;
	const char *name, *email;
	struct idents ids;   /* native ids; ns: jira, oscal, emp, login, scim, ... and "email" */
	bool machine;        /* the source itself says: a tool, bot or service */
};

/* A control tag on something; scheme is a framework ("nist-800-53") or "cci", "cce", "stig", "rule". */
enum relation { REL_NONE, REL_EQUAL, REL_SUBSET, REL_SUPERSET, REL_INTERSECTS };
struct tag {
	const char *scheme, *id, *raw;
	enum relation relation; /* REL_NONE: the source states none: counts as subset (F only) */
};
struct tags { struct tag *v; size_t n; };

enum record_kind {
	REC_CONTROL, REC_SELECT, REC_CLAIM, REC_ASSIGN, REC_PARTY, REC_ROLE, REC_ASSET, REC_TEST,
	REC_OBSERVATION, REC_ITEM, REC_EVENT, REC_ACCEPTANCE, REC_MAPPING, REC_EVIDENCE, REC_SYSTEM,
	REC_KINDS
};

/* A control of a catalog. */
struct rec_control {
	const char *framework, *id, *title, *family, *revision;
	bool withdrawn;
};

/* A baseline (OSCAL profile) takes a control in, or leaves it out; id "*": all of the catalog. */
struct rec_select {
	const char *baseline, *framework, *id;
	bool exclude;
};

enum claim_kind { CLAIM_SSP, CLAIM_GRC, CLAIM_SOA, CLAIM_POAM, CLAIM_CHECKLIST }; /* strongest first */
enum claim_state {
	STATE_UNKNOWN, STATE_NONE, /* NONE: the requirement stands there without any state */
	STATE_IMPLEMENTED, STATE_ALTERNATIVE, STATE_INHERITED, STATE_PARTIAL, STATE_PLANNED,
	STATE_NOT_IMPLEMENTED, STATE_NOT_APPLICABLE
};
struct rec_claim {
	enum claim_kind kind;
	const char *system, *framework, *control;
	const char *part;      /* statement or component; NULL: the requirement itself */
	enum claim_state state;
	const char *state_raw;
	struct instant at;
	struct party_ref by, approver; /* approver, reason, review: of "not applicable" */
	const char *reason;
	struct instant review;
};

/* Who answers for what. An empty party.raw says: this source has the place, and it is blank. */
enum subject_kind { SUBJECT_CONTROL, SUBJECT_ASSET, SUBJECT_ITEM, SUBJECT_SYSTEM };
struct rec_assign {
	enum subject_kind subject;
	const char *framework, *id;   /* control; or item key, system id */
	struct idents asset;          /* of SUBJECT_ASSET */
	const char *role;             /* raw word: "owner", "responsible", "system-owner" */
	bool owner;                   /* the role is one of ownership (not a contact) */
	bool accountable;             /* the source marks this one as accountable */
	struct party_ref party;
	struct instant from, to;
};

/* A row of a roster. */
struct rec_party {
	struct idents ids;            /* "email" (several), "emp", "login", "scim", "jira", ... */
	const char *name, *kind_raw, *team, *title;
	enum tri active;              /* U: the roster does not say */
	const char *status_raw;
	struct instant hired, left;
	struct instant created, modified; /* of the record (SCIM meta) */
	struct party_ref manager;
};

struct rec_role {                     /* who holds a role, from when to when */
	const char *role;
	struct party_ref party;
	struct instant from, to;
};

struct rec_asset {
	struct idents ids;            /* arn instance serial uuid agent fqdn host ip mac tag name oscal */
	const char *name, *kind_raw, *system, *status_raw, *env;
	const char *criticality_raw;
	int criticality;              /* 1 low .. 5 crown jewel; 0 unknown. Inverted scales are turned by the reader */
	enum tri in_scope;
	struct instant retired, seen;
	bool listed;                  /* the source is a population statement and lists it */
};

/* A test that a benchmark defines, with the control tags of its producer. */
struct rec_test {
	const char *benchmark, *test, *title, *severity, *severity_raw;
	struct instant due;           /* by which an authority wants it mended everywhere (CISA KEV) */
	struct instant added;         /* since when it lists it as exploited */
	struct tags tags;
};

enum result { RESULT_PASS, RESULT_FAIL, RESULT_UNKNOWN, RESULT_NOT_APPLICABLE };
struct rec_observation {
	struct idents asset;          /* none: about the system or control itself */
	const char *benchmark, *test;
	enum result result;
	const char *result_raw;
	struct instant at;
	const char *severity, *severity_raw;
	const char *originator;       /* product without version (judgement.md 11) */
	const char *method;           /* test, examine, interview */
	enum grade grade;             /* at most the reader's */
	struct tags tags;             /* control tags on the result itself */
	const char *message;
	bool override;                /* a person's word laid over a tool's */
};

enum item_type {
	ITEM_OTHER, ITEM_VULNERABILITY, ITEM_FINDING, ITEM_RISK, ITEM_AUDIT_FINDING, ITEM_INCIDENT,
	ITEM_REQUEST, /* acceptance request */
	ITEM_POAM
};
enum item_status { STATUS_UNKNOWN, STATUS_OPEN, STATUS_IN_PROGRESS, STATUS_HOLD, STATUS_AWAITING,
	STATUS_ACCEPTED, STATUS_FALSE_POSITIVE, STATUS_CLOSED, STATUS_CANCELLED };
struct rec_item {
	const char *tracker, *key;    /* ("jira", "SEC-12"); tracker names the key space */
	const char *id;               /* a second key in the same space, by which logs of other files name it; or NULL */
	enum item_type type;
	const char *type_raw, *title;
	const char *severity, *severity_raw, *priority, *priority_raw; /* words: critical high moderate low info; NULL, "" as above */
	enum item_status status;
	const char *status_raw, *resolution_raw;
	struct instant created, detected, evaluated, due, closed, updated;
	struct party_ref reporter, assignee;
	const char *team;
	struct tags controls, tests;  /* tests: scheme "cve", "rule", "cci", "stig", "plugin" */
	struct idents *assets; size_t nassets;
	const char *duplicate_of;     /* key in the same tracker */
	bool has_history;             /* the source carries a log for it */
	bool truncated;               /* and the log is cut off */
	bool rationale_place;         /* decisions of this source have a place for a rationale */
};

enum event_kind {
	EVENT_CREATE, EVENT_ASSIGN, EVENT_TEAM, EVENT_STATUS, EVENT_ESCALATE, EVENT_DECIDE, EVENT_COMMENT,
	EVENT_DUE, EVENT_SEVERITY, EVENT_PRIORITY, EVENT_ACK, EVENT_REOPEN, EVENT_CLOSE, EVENT_LABEL, EVENT_LINK,
	EVENT_OTHER
};
enum choice { CHOICE_NONE, CHOICE_FIX, CHOICE_MITIGATE, CHOICE_ACCEPT, CHOICE_AVOID, CHOICE_TRANSFER,
	CHOICE_FALSE_POSITIVE, CHOICE_REJECT };
struct rec_event {
	const char *tracker, *item;
	const char *id;               /* the source's own id of the entry; same id, same entry */
	struct instant at;
	struct party_ref actor;
	enum event_kind kind;
	const char *field, *from, *to; /* as the source has them (display text) */
	struct party_ref to_party;    /* of EVENT_ASSIGN */
	enum choice choice;           /* of EVENT_DECIDE, and of closings that are decisions */
	struct instant until;         /* end of an acceptance, date of a fix */
	const char *rationale;        /* NULL: the source has no place for one; "": blank */
	const char *severity;         /* of EVENT_SEVERITY / PRIORITY: the new word, normalised */
	const char *severity_before;  /* and the old one; NULL: only `from` tells it, in the source's word */
	bool evaluated;               /* a status that the word table marks as "evaluated" */
	bool closes, reopens;
};

/* A register of accepted risks (rows, OSCAL deviations). */
struct rec_acceptance {
	const char *id, *tracker, *item; /* of an item, or */
	const char *framework, *control; /* of a control */
	struct party_ref approver, requester;
	struct instant granted, expires;
	const char *reason, *state_raw;
};

struct rec_mapping {
	const char *scheme, *id;      /* from: "cci" "CCI-000015"; "rule" "SV-230221" */
	const char *framework, *control, *revision;
	enum relation relation;
	const char *definition;
	const char *part;             /* of the control, where the mapping goes no further: "a.1"; NULL: the whole */
};

struct rec_evidence { const char *control, *framework, *path, *sha256, *kind_raw; struct instant collected; struct party_ref collector; };
struct rec_system { const char *id, *name, *framework, *baseline, *revision; };

struct record {
	enum record_kind kind;
	struct loc loc;
	union {
		struct rec_control control;
		struct rec_select select;
		struct rec_claim claim;
		struct rec_assign assign;
		struct rec_party party;
		struct rec_role role;
		struct rec_asset asset;
		struct rec_test test;
		struct rec_observation observation;
		struct rec_item item;
		struct rec_event event;
		struct rec_acceptance acceptance;
		struct rec_mapping mapping;
		struct rec_evidence evidence;
		struct rec_system system;
	} u;
};

/* One input file, and the account of its records: seen = kept + refused + ignored. */
#define SOURCE_REASONS 24
struct source {
	const char *path;             /* relative to the argument that it came from */
	char sha256[65];
	uint64_t size;
	const char *format;           /* the reader's name; NULL: not read as data */
	const char *version, *producer, *sign; /* sign: by what it was recognised */
	const char *originator;
	enum grade grade;
	unsigned roles;               /* that its records really had */
	const struct zone *zone;      /* configured or file-wide; NULL: none */
	struct instant as_of;         /* export date: configured, else the newest instant in it */
	int64_t newest, oldest;       /* instants seen in it; INT64_MIN / MAX if none */
	enum tri complete;            /* the list is whole: T as many as it declares, or declared so */
	bool has_total;
	uint64_t total, listed;       /* declared and given number of main records */
	const char *query;            /* pages with the same query are one source */
	bool truncated_history;
	bool independent_list;        /* of populations: not the tested set in another file (set by join) */
	bool previous;                /* no input: the report that the run is held to (model/previous.h) */
	bool broken, empty;           /* of a known format, but unreadable; or nothing in it */
	bool unsealed;                /* a record stream that nobody trusted vouches for: E2 at most */
	uint64_t seen, kept, refused;
	struct { const char *reason; uint64_t n; } ignored[SOURCE_REASONS];
	size_t nignored;
	uint64_t by_kind[REC_KINDS];
	uint64_t cut_texts, odd_words; /* texts cut at MAX_TEXT; words on no table */
	struct { const char *word; uint64_t n; } words[32]; size_t nwords; /* the first unknown words */
	/* of a mapping that loosens (attacks G4): why and by whose approval (NULL: none), until when */
	const char *loosens, *loosened_by;
	struct instant loosened_until;
	uint64_t systems;             /* configured systems that it is evidence of, a bit each; 0: not said */
	uint32_t index;               /* after sorting by path and digest */
};

void source_ignore(struct source *s, const char *reason, uint64_t n); /* reason: a constant */
void source_odd_word(struct source *s, struct arena *a, const char *table, const char *word);

/* Where records go: the model's builder, the printer of `trueup read`, a counter. */
struct sink {
	/* Copies what it keeps; the record may be freed afterwards. */
	void (*put)(struct sink *s, const struct record *r);
};

/* Words of the enumerations, for streams and reports; find: -1 if not a word of it. */
const char *record_kind_word(enum record_kind k);
const char *claim_state_word(enum claim_state s);
const char *claim_kind_word(enum claim_kind k);
const char *result_word(enum result r);          /* pass fail unknown not-applicable */
const char *item_type_word(enum item_type t);
const char *item_status_word(enum item_status s);
const char *event_kind_word(enum event_kind k);
const char *choice_word(enum choice c);
const char *relation_word(enum relation r);
const char *grade_word(enum grade g);            /* E0 .. E5 */

/* A deep copy into a region. */
void record_copy(struct record *to, const struct record *from, struct arena *a);
/* The same, where texts that recent has met lately are not copied again (base/recent.h). */
struct recent;
void record_copy_recent(struct record *to, const struct record *from, struct arena *a,
	struct recent *recent);

/* One line of the record stream (no line end); and back: -1 with *why. */
struct buf;
struct node;
void record_print(struct buf *b, const struct record *r);
int record_load(struct record *r, const struct node *n, const struct source *s, struct arena *a,
	const char **why);

/* Severity words in order: low 1, moderate 2, high 3, critical 4; info 0; -1 unknown. */
int severity_rank(const char *word);
const char *severity_word(int rank);

#endif
