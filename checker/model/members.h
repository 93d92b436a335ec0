#ifndef TRUEUP_MEMBERS_H
#define TRUEUP_MEMBERS_H
/*
 * Every member of every record kind, once: name, type, offset.  Printing,
 * loading and copying walk this table, so no member can be forgotten by one of them.
 */
#include "checker/model/record.h"
#include "checker/model/words.h"

enum member_type {
	MEMBER_TEXT,      /* const char * */
	MEMBER_BOOL,
	MEMBER_INT,       /* int, 0 unknown, 1 to 5 */
	MEMBER_WORD,      /* an enumeration; words tell which */
	MEMBER_INSTANT,
	MEMBER_PARTY,
	MEMBER_IDENTS,
	MEMBER_ASSETS,    /* struct idents *, and the number of them at `count` */
	MEMBER_TAGS
};

struct member {
	const char *name;
	enum member_type type;
	size_t offset;             /* in struct record */
	size_t count;              /* of MEMBER_ASSETS */
	const struct word_list *words;
	/* of MEMBER_WORD: what it is when it is not there; MUST: an error */
	int missing;
};

#define MEMBER_MUST (-1)

struct members { const struct member *v; size_t n; };
extern const struct members record_members[REC_KINDS];

#endif
