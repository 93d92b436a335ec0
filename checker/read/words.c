/*
 * Words that several formats share, as one table (words.def), which
 * `trueup formats --words` prints.
 */
#include "checker/read/reader.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

enum table { TABLE_severity, TABLE_status, TABLE_type, TABLE_choice, TABLE_state, TABLE_result };

/* Severities by the model's rank (model/record.h). */
enum { INFO, LOW, MODERATE, HIGH, CRITICAL };

struct word { enum table table; const char *key; int value; };

static const struct word words[] = {
#define W(table, word, value, meaning) { TABLE_##table, word, value },
#include "checker/read/words.def"
#undef W
};

#define W(table, word, value, meaning) { #table, word, meaning },
const struct word_row_doc shared_words[] = {
#include "checker/read/words.def"
	{ NULL, NULL, NULL }
};
#undef W

#define WORDS (sizeof(words) / sizeof(words[0]))

/* lower-case key without apostrophes, of either kind. */
static const char *
word_key(const char *raw, struct arena *a)
{
	char *k = str_word_key(a, raw), *to = k;

	for (const char *p = k; *p != '\0'; p++) {
		if (*p == '\'' || *p == '`')
			continue;
		if (strncmp(p, "\xe2\x80\x99", 3) == 0 || strncmp(p, "\xe2\x80\x98", 3) == 0) {
			p += 2;
			continue;
		}
		*to++ = *p;
	}
	*to = '\0';
	return k;
}

static bool
look_up(enum table table, const char *key, int *value)
{
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].table == table && words[i].key[0] == key[0] &&
			strcmp(words[i].key, key) == 0) {
			*value = words[i].value;
			return true;
		}
	return false;
}

/* "CVSS 9.8", "cvss:7.0": the bands of CVSS 3.1, section 5. */
static int
cvss_rank(const char *key)
{
	int64_t whole = 0;
	size_t n = 0;

	if (!str_has_prefix(key, "cvss"))
		return -1;
	for (key += 4; *key != '\0' && !ch_digit(*key); key++)
		;
	while (ch_digit(key[n]))
		n++;
	if (n == 0 || !text_to_int(key, n, 0, 10, &whole))
		return -1;
	if (whole == 0)
		return key[n] == '.' && key[n + 1] > '0' ? LOW : INFO;
	return whole >= 9 ? CRITICAL : whole >= 7 ? HIGH : whole >= 4 ? MODERATE : LOW;
}

const char *
word_severity(const char *raw, struct arena *a)
{
	const char *key;
	int rank;

	if (raw == NULL)
		return NULL;
	key = word_key(raw, a);
	if (look_up(TABLE_severity, key, &rank))
		return severity_word(rank);
	rank = cvss_rank(key);
	return rank < 0 ? NULL : severity_word(rank);
}

enum item_status
word_status(const char *raw, struct arena *a)
{
	const char *key;
	int v;

	if (raw == NULL)
		return STATUS_UNKNOWN;
	key = word_key(raw, a);
	if (look_up(TABLE_status, key, &v))
		return (enum item_status)v;
	/* "Waiting for customer", "Awaiting user info". */
	return str_has_prefix(key, "waiting") || str_has_prefix(key, "awaiting") ? STATUS_HOLD :
		STATUS_UNKNOWN;
}

enum item_type
word_item_type(const char *raw, struct arena *a)
{
	const char *key;

	if (raw == NULL)
		return ITEM_OTHER;
	key = word_key(raw, a);
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].table == TABLE_type && strstr(key, words[i].key) != NULL)
			return (enum item_type)words[i].value;
	return ITEM_OTHER;
}

enum choice
word_choice(const char *raw, struct arena *a)
{
	int v;

	if (raw != NULL && look_up(TABLE_choice, word_key(raw, a), &v))
		return (enum choice)v;
	return CHOICE_NONE;
}

enum claim_state
word_claim_state(const char *raw, struct arena *a)
{
	const char *key = raw == NULL ? "" : word_key(raw, a);
	int v;

	if (key[0] == '\0')
		return STATE_NONE;
	return look_up(TABLE_state, key, &v) ? (enum claim_state)v : STATE_UNKNOWN;
}

enum result
word_result(const char *raw, bool *known, struct arena *a)
{
	int v = RESULT_UNKNOWN;

	*known = raw != NULL && look_up(TABLE_result, word_key(raw, a), &v);
	return *known ? (enum result)v : RESULT_UNKNOWN;
}
