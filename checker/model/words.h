#ifndef TRUEUP_MODEL_WORDS_H
#define TRUEUP_MODEL_WORDS_H
/* The words of each enumeration, in its order: for streams, rules and reports. */
#include <stddef.h>

struct word_list { const char *const *v; int n; };

extern const struct word_list words_record_kind, words_claim_state, words_claim_kind, words_result,
	words_item_type, words_item_status, words_event_kind, words_choice, words_relation,
	words_grade, words_subject, words_tri;

/* -1: not a word of it. */
int word_find(const struct word_list *w, const char *word);
/* Outside the list: "?". */
const char *word_at(const struct word_list *w, int i);

#endif
