#include "checker/model/record.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/model/words.h"

static const char *const kinds[] = {"control", "select", "claim", "assign", "party", "role",
	"asset", "test", "observation", "item", "event", "acceptance", "mapping", "evidence",
	"system"};
static const char *const states[] = {"unknown", "none", "implemented", "alternative", "inherited",
	"partial", "planned", "not-implemented", "not-applicable"};
static const char *const claim_kinds[] = {"ssp", "grc", "soa", "poam", "checklist"};
static const char *const results[] = {"pass", "fail", "unknown", "not-applicable"};
static const char *const types[] = {"other", "vulnerability", "finding", "risk", "audit-finding",
	"incident", "request", "poam"};
static const char *const statuses[] = {"unknown", "open", "in-progress", "hold", "awaiting",
	"accepted", "false-positive", "closed", "cancelled"};
static const char *const events[] = {"create", "assign", "team", "status", "escalate", "decide",
	"comment", "due", "severity", "priority", "ack", "reopen", "close", "label", "link",
	"other"};
static const char *const choices[] = {"none", "fix", "mitigate", "accept", "avoid", "transfer",
	"false-positive", "reject"};
static const char *const relations[] = {"none", "equal", "subset", "superset", "intersects"};
static const char *const grades[] = {"E0", "E1", "E2", "E3", "E4", "E5"};
static const char *const subjects[] = {"control", "asset", "item", "system"};
static const char *const tris[] = {"U", "T", "F", "B"};

#define LIST(v) {(v), (int)(sizeof(v) / sizeof(*(v)))}
const struct word_list words_record_kind = LIST(kinds), words_claim_state = LIST(states),
	words_claim_kind = LIST(claim_kinds), words_result = LIST(results),
	words_item_type = LIST(types), words_item_status = LIST(statuses),
	words_event_kind = LIST(events), words_choice = LIST(choices),
	words_relation = LIST(relations), words_grade = LIST(grades),
	words_subject = LIST(subjects), words_tri = LIST(tris);

_Static_assert(sizeof(kinds) / sizeof(*kinds) == REC_KINDS, "a word for each kind of record");

int
word_find(const struct word_list *w, const char *word)
{
	for (int i = 0; word != NULL && i < w->n; i++)
		if (strcmp(w->v[i], word) == 0)
			return i;
	return -1;
}

const char *
word_at(const struct word_list *w, int i)
{
	return i >= 0 && i < w->n ? w->v[i] : "?";
}

const char *record_kind_word(enum record_kind k) { return word_at(&words_record_kind, (int)k); }
const char *claim_state_word(enum claim_state s) { return word_at(&words_claim_state, (int)s); }
const char *claim_kind_word(enum claim_kind k) { return word_at(&words_claim_kind, (int)k); }
const char *result_word(enum result r) { return word_at(&words_result, (int)r); }
const char *item_type_word(enum item_type t) { return word_at(&words_item_type, (int)t); }
const char *item_status_word(enum item_status s) { return word_at(&words_item_status, (int)s); }
const char *event_kind_word(enum event_kind k) { return word_at(&words_event_kind, (int)k); }
const char *choice_word(enum choice c) { return word_at(&words_choice, (int)c); }
const char *relation_word(enum relation r) { return word_at(&words_relation, (int)r); }
const char *grade_word(enum grade g) { return word_at(&words_grade, (int)g); }

static const char *const severities[] = {"info", "low", "moderate", "high", "critical"};

int
severity_rank(const char *word)
{
	for (int i = 0; word != NULL && i < 5; i++)
		if (str_same_fold(word, severities[i]))
			return i;
	return word != NULL && str_same_fold(word, "medium") ? 2 : -1;
}

const char *
severity_word(int rank)
{
	return rank >= 0 && rank < 5 ? severities[rank] : NULL;
}

/* The last place of the table holds what found no place, so that the account still adds up. */
void
source_ignore(struct source *s, const char *reason, uint64_t n)
{
	size_t i;

	if (n == 0)
		return;
	for (i = 0; i < s->nignored; i++)
		if (strcmp(s->ignored[i].reason, reason) == 0)
			break;
	if (i == SOURCE_REASONS)
		s->ignored[--i].reason = "other reasons";
	if (i == s->nignored) {
		s->ignored[i].reason = reason;
		s->nignored++;
	}
	s->ignored[i].n += n;
}

#define SOURCE_WORDS (sizeof(((struct source *)0)->words) / sizeof(((struct source *)0)->words[0]))

/* Is text "table: word"? */
static bool
is_word(const char *text, const char *table, const char *word)
{
	size_t n = strlen(table);

	return strncmp(text, table, n) == 0 && text[n] == ':' && text[n + 1] == ' '
		&& strcmp(text + n + 2, word) == 0;
}

void
source_odd_word(struct source *s, struct arena *a, const char *table, const char *word)
{
	if (word == NULL)
		word = "";
	s->odd_words++;
	for (size_t i = 0; i < s->nwords; i++)
		if (is_word(s->words[i].word, table, word)) {
			s->words[i].n++;
			return;
		}
	if (s->nwords < SOURCE_WORDS) {
		s->words[s->nwords].word = arena_printf(a, "%s: %s", table, word);
		s->words[s->nwords++].n = 1;
	}
}
