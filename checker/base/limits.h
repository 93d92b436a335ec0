#ifndef TRUEUP_LIMITS_H
#define TRUEUP_LIMITS_H
/*
 * Every ceiling of the program, each with its reason.  Crossing one is a
 * diagnostic that names it, never a crash and never a silent cut.
 */

#define MIB ((size_t)1 << 20)

/* Syntax layers */
#define MAX_XML_DEPTH 256          /* deepest real file seen: 40 (ARF); the push parser of libxml2 2.9 has no stop of its own */
#define MAX_XML_TEXT (10 * MIB)    /* one text node or attribute: libxml2's own ceiling without HUGE */
#define MAX_XML_ATTRIBUTES 1024    /* quadratic attribute checks stay cheap; real files: under 30 */
#define MAX_JSON_DEPTH 128         /* deepest real file seen: 24 (OSCAL SSP) */
#define MAX_JSON_RECORD (64 * MIB) /* one record; a Jira issue with 10,000 histories is under 20 MiB */
#define MAX_JSON_SKELETON (256 * MIB) /* what stands outside the cut records */
#define MAX_CSV_FIELD (16 * MIB)   /* one cell; Jira descriptions end at 32 KiB, spreadsheets at 32,767 characters */
#define MAX_CSV_COLUMNS 4096       /* Jira's "all fields" exports have under 1,000 */
#define MAX_HEAD (64 * 1024)       /* bytes that detection looks at */

/* Files and folders */
#define MAX_FILES 1000000          /* files in one run: 1,000,000 hosts, one result each */
#define MAX_WALK_DEPTH 64          /* folders below an argument; links are not followed */
#define MAX_CONFIG (16 * MIB)      /* trueup.json, rule packs, mappings */

/* Model */
#define MAX_ID 1024                /* bytes of an identifier; longer ones are refused and counted */
#define MAX_TEXT 65536             /* bytes kept of free text; longer text is cut and counted */
#define MAX_RECORDS 400000000ull   /* 32-bit indices with room to spare */

/* Rules */
#define MAX_RULES 10000
#define MAX_EXPR (1 * MIB)
#define MAX_EXPR_DEPTH 250         /* the CEL specification asks for at least 12 of each kind of nesting */
#define MAX_EXPR_NODES 100000

/* Judge */
#define MAX_CP_N 1000              /* sample size for the exact bound in big integers */
#define MAX_INSTANCES_SHOWN 1000   /* instances of a rule in report.json; all are in checks.jsonl */

/* Diagnostics */
#define DIAG_SAME_MAX 20           /* of one code in one file; the rest are counted in one line */
#define MAX_EXCERPT 240            /* bytes of a line shown above the caret */

#endif
