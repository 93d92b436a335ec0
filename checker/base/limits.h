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
#define MAX_XML_NAMESPACES 1024    /* in scope at one place: each is compared with each name; real files: under 30 */
#define MAX_XML_ELEMENT (64 * MIB) /* memory of one collected element; a rule with its check text is under 1 MiB */
#define MAX_JSON_DEPTH 128         /* deepest real file seen: 24 (OSCAL SSP) */
#define MAX_JSON_RECORD (64 * MIB) /* one record; a Jira issue with 10,000 histories is under 20 MiB */
#define MAX_JSON_SKELETON (256 * MIB) /* what stands outside the cut records */
#define MAX_JSON_VALUES (16 * MIB)  /* values of one tree: a report with all its facts; 64 MiB of OCSF findings hold about 2,300,000 */
#define MAX_JSON_NUMBER 4096       /* digits and signs of one number; the longest integers in evidence are keys of 16,384 bits */
#define MAX_CSV_FIELD (16 * MIB)   /* one cell; Jira descriptions end at 32 KiB, spreadsheets at 32,767 characters */
#define MAX_CSV_COLUMNS 4096       /* Jira's "all fields" exports have under 1,000 */
#define MAX_CSV_ROW (64 * MIB)     /* one row; all cells of a Jira issue together are under 4 MiB */
#define MAX_HEAD (64 * 1024)       /* bytes that detection looks at */

/* Containers */
#define MAX_ARCHIVE_BYTES ((uint64_t)64 << 30) /* all that one file unpacks to: 8,000 ARF results of 8 MiB */
#define MAX_ARCHIVE_RATIO 250      /* unpacked to packed bytes; the most repetitive real result sets: about 100 */
#define MAX_ARCHIVE_FREE (32 * MIB) /* unpacked bytes before the ratio counts: small files of blanks are no attack */
#define MAX_ARCHIVE_MEMBERS 200000 /* of one file, folders and links too; each costs 2 KiB of memory */
#define MAX_ARCHIVE_NAME 4096      /* bytes of a member's name: the longest path of common systems */
#define MAX_ARCHIVE_DEPTH 2        /* containers around a file: a workbook, or scan.xml.gz, in a bundle */
#define MAX_ARCHIVE_SPOOL (256 * MIB) /* a packed container that is a member is held in memory: it must be sought in */

/* Workbooks */
#define MAX_XLSX_STRINGS (512 * MIB) /* shared strings, all of them in memory: a sheet of 1,000,000 rows has under 200 MiB */
#define MAX_XLSX_SHEETS 1024       /* more nobody finds his way in */
#define MAX_XLSX_STYLES 65536      /* Excel's own ceiling: 65,490 */
#define MAX_XLSX_MERGES 65536      /* merged cells of a sheet */
#define MAX_XLSX_ROW 1048576       /* Excel's own ceiling */

/* Readers */
#define MAX_FINDING_PAIRS 1000000  /* vulnerabilities times resources of one finding; scanners write some hundred */

/* Record streams */
#define MAX_STREAM_PARTS 65536     /* of one folder: more machines than any cluster gives to one job */
#define MAX_STREAM_ZONES 1024      /* of one stream: the tz database has some 600 names */
#define MAX_STREAM_SPOOL (32 * MIB) /* records of one source held in memory until its account is known; more go to a file */

/* Telling what a file holds */
#define MAX_TALLY 1000000          /* distinct names of a kind that `identify` counts; more are "at least" */

/* Mappings */
#define MAX_MAP_PATTERN 1000       /* bytes of a regular expression: longer ones nobody can review */
#define MAX_MAP_MATCH_STEPS 1000000 /* of PCRE2 on one cell: about 10 ms */
#define MAX_MAP_MATCH_DEPTH 10000  /* back-tracking points in memory at once */
#define MAX_MAP_MATCH_KIB 20000    /* memory of one match; PCRE2's own default */
#define MAX_MAP_HELD (64 * MIB)    /* rows kept until a column shows whether day or month stands first */

/* Files and folders */
#define MAX_FILES 1000000          /* files in one run: 1,000,000 hosts, one result each */
#define MAX_WALK_DEPTH 64          /* folders below an argument; links are not followed */
#define MAX_CONFIG (16 * MIB)      /* trueup.json, rule packs, mappings */

/* Model */
#define MAX_CANDIDATES 100         /* assets that one short name may mean: each failure counts for each; a name of more names nothing */
#define MAX_NAMESAKES 100          /* parties that one name may mean: a name of more is known to be nobody's in particular */
#define MAX_IDENTITIES 100         /* merges of assets by configuration: each is one that somebody has approved by name */
#define MAX_SYSTEMS 64             /* judged in one run: what evidence belongs to is one bit each of a word */
#define MAX_FRAMEWORKS 200         /* scored for one system; the largest GRC tools ship about a hundred */
#define MAX_MAPPED 1000            /* controls that one id of a mapping leads to: every test of it is linked to each */
#define MAX_ID 1024                /* bytes of an identifier; longer ones are refused and counted */
#define MAX_TEXT 65536             /* bytes kept of free text; longer text is cut and counted */
#define MAX_RECORDS 400000000ull   /* 32-bit indices with room to spare */

/* Rules */
#define MAX_RULES 10000
#define MAX_EXPR (1 * MIB)
#define MAX_EXPR_DEPTH 250         /* the CEL specification asks for at least 12 of each kind of nesting */
#define MAX_EXPR_NODES 100000
#define MAX_EXPR_STEPS 10000000u   /* of one run: a second; a rule over 10,000 log entries takes some 100,000 */
#define MAX_EXPR_BYTES (64 * MIB)  /* strings and lists made in one run; a doubling string has no other stop */
#define MAX_EXPR_COST 100000000000ull /* static bound for lists of 100: refuses loops nested deeper than five */
#define MAX_TRAIL 500              /* bytes of what an unknown names as missing; a page has room for two lines */
#define MAX_MESSAGE 2048           /* bytes kept free for one message of a run */
#define MAX_PATTERN 1000           /* bytes, and states after repetition: RE2's own ceiling for repetitions */
#define MAX_MATCH_WORK 500000000ull /* states squared times bytes of text, in one match: about a second */

/* Judge */
#define MAX_FOLLOWERS 250          /* log entries looked at as the answer to one: each by each is quadratic */
#define MAX_CP_N 1000              /* sample size for the exact bound in big integers */
#define MAX_EFFECTS 32             /* runs without an input of page two; where there are more inputs, those of a kind are left out together */
#define MAX_EFFECT_FACTS 8000000ull /* states and log entries judged in all these runs together: some seconds; a larger model has fewer of them, or none */
#define MAX_INSTANCES_SHOWN 1000   /* instances of a rule in report.json; all are in checks.jsonl */

/* Reports: a report of all of these is read back below MAX_JSON_VALUES */
#define MAX_ITEMS_SHOWN 20000      /* items told with their clock and way; every clock is in facts */
#define MAX_FAILING_SHOWN 100      /* failing assets of a control; all are in checks.jsonl */
#define MAX_LINKED_SHOWN 200       /* items of a control; process controls have all of them */
#define MAX_STEPS_SHOWN 100        /* hand-offs of an item; more than twenty is a story already */
#define MAX_WORK_SHOWN 100000      /* lines of the work list: more nobody reads */
#define MAX_TEAMS_SHOWN 1000       /* teams with their load, the heaviest first; a large company has some hundred */
#define MAX_CARRIED_SHOWN 1000    /* of each kind, known from the previous report alone: listed in the report */
#define MAX_FACTS 200000           /* of each kind, for the next run; a notice says so if there are more */

/* Seal */
#define MAX_STATEMENT (256 * MIB)  /* 1,000,000 inputs of 200 bytes each, and room */
#define MAX_ENVELOPE (MAX_STATEMENT / 3 * 4 + MIB) /* the statement in base64 and its frame */
#define MAX_KEY_FILE (64 * 1024)   /* a PEM key; RSA with 8192 bits takes 6.5 KiB */
#define MAX_TRUST_FILE (4 * MIB)   /* allowed_signers: 10,000 signers with RSA keys of 400 bytes */

/* Diagnostics */
#define DIAG_SAME_MAX 20           /* of one code in one file; the rest are counted in one line */
#define MAX_EXCERPT 240            /* bytes of a line shown above the caret */

#endif
