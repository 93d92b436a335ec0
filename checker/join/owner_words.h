#ifndef TRUEUP_OWNER_WORDS_H
#define TRUEUP_OWNER_WORDS_H
/*
 * The two published lists (judgement.md 6, 11): words that name no person, and
 * words that name a role.  Compared as str_word_key() makes them; both end with NULL.
 */
extern const char *const no_person_words[];
extern const char *const role_words[];

#endif
