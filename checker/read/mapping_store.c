/* A text of a mapping into a member of a record, by the member's type (model/members.h). */
#include "checker/read/mapping_parts.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"
#include "checker/read/read_diags.h"
#include "checker/read/xccdf_words.h"

static void *
at(struct record *rec, const struct member *m)
{
	return (char *)rec + m->offset;
}

static const char **
text_at(struct record *rec, const struct member *m)
{
	return at(rec, m);
}

/*
 * The place where a set keeps what the text means; *known: it is there already.
 * NULL: too long for a word.  A set has one value, and so one table, wherever
 * its texts are words (mapping_emit.c).
 */
static int *
memo(struct map_run *run, const struct map_set *set, const char *text, bool *known)
{
	size_t n = strnlen(text, MEMO_TEXT);
	struct map_memo *m = &run->memos[set->id];
	uint32_t h = 0;

	*known = false;
	if (n == 0 || n == MEMO_TEXT)
		return NULL;
	for (size_t i = 0; i < n; i++)
		h = h * 31 + (unsigned char)text[i];
	h = (h ^ h >> 8) % MEMO_WORDS;
	*known = strcmp(m->v[h].text, text) == 0;
	if (!*known)
		memcpy(m->v[h].text, text, n + 1);
	return &m->v[h].value;
}

/* What look says of a text, asked once while the set remembers it. */
static int
meaning(struct map_run *run, const struct map_set *set, const struct map_value *v, const char *text,
	int (*look)(struct map_run *, const struct map_set *, const struct map_value *,
		const char *))
{
	bool known;
	int *place = memo(run, set, text, &known), value;

	if (known)
		return *place;
	value = look(run, set, v, text);
	if (place != NULL)
		*place = value;
	return value;
}

static void
odd(struct map_run *run, const struct member *m, const char *text)
{
	source_odd_word(run->r->source, run->r->a, m->name, text);
}

static int
table_row(struct map_run *run, const struct map_set *set, const struct map_value *v,
	const char *text)
{
	const char *key = str_word_key(run->r->rec, text);

	(void)set;
	for (size_t i = 0; i < v->table->nrows; i++)
		if (strcmp(v->table->rows[i].key, key) == 0)
			return (int)i;
	return -1;
}

/* The value that the mapping's table has for a word. Not there: *else, counted; NULL: unknown. */
static const char *
by_table(struct map_run *run, const struct map_set *set, const struct map_value *v,
	const char *text)
{
	int i = meaning(run, set, v, text, table_row);

	if (i >= 0)
		return v->table->rows[i].value;
	odd(run, set->member, text);
	return v->table->otherwise;
}

/* The built-in table of a member for a word; -1: it stands on none. */
static int
builtin(const struct member *m, const char *text, struct arena *a)
{
	bool known;
	int v;

	if (m->words == &words_result) {
		v = (int)word_result(text, &known, a);
		return known ? v : -1;
	}
	if (m->words == &words_claim_state) {
		v = (int)word_claim_state(text, a);
		return v == STATE_UNKNOWN ? -1 : v;
	}
	if (m->words == &words_item_status) {
		v = (int)word_status(text, a);
		return v == STATUS_UNKNOWN ? -1 : v;
	}
	/*
	 * An unknown type or choice is no odd word: most types have no clock, most resolutions
	 * decide nothing.
	 */
	if (m->words == &words_item_type)
		return (int)word_item_type(text, a);
	if (m->words == &words_choice)
		return (int)word_choice(text, a);
	return -1;
}

static int
word_of(struct map_run *run, const struct map_set *set, const struct map_value *v, const char *text)
{
	const struct member *m = set->member;
	int i;

	if (v->constant != NULL)
		return word_find(m->words, text);
	i = builtin(m, text, run->r->rec);
	return i >= 0 ? i : word_find(m->words, str_lower(run->r->rec, text));
}

static void
store_word(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	const struct member *m = set->member;
	const char *value;
	int i;

	if (v->table != NULL) {
		value = by_table(run, set, v, text);
		i = value == NULL ? -1 : word_find(m->words, value);
	} else {
		i = meaning(run, set, v, text, word_of);
		if (i < 0 && v->constant == NULL)
			odd(run, m, text);
	}
	if (i >= 0)
		*(int *)at(rec, m) = i;
}

static void
store_bool(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	static const char *const yes[] = { "true", "yes", "y", "1", "x" };
	static const char *const no[] = { "false", "no", "n", "0" };
	const char *key = v->table == NULL ? text : by_table(run, set, v, text);
	bool known = key == NULL;

	key = key == NULL ? "" : str_word_key(run->r->rec, key);
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (strcmp(yes[i], key) == 0)
			*(bool *)at(rec, set->member) = known = true;
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		known = known || strcmp(no[i], key) == 0;
	if (!known)
		odd(run, set->member, text);
}

static void
store_int(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	const char *value = v->table == NULL ? text : by_table(run, set, v, text);
	int64_t n;

	if (value != NULL && text_to_int(value, strlen(value), 0, 5, &n))
		*(int *)at(rec, set->member) = (int)n;
	else if (value != NULL)
		odd(run, set->member, text);
}

static int
severity_of(struct map_run *run, const struct map_set *set, const struct map_value *v,
	const char *text)
{
	(void)set;
	(void)v;
	return severity_rank(word_severity(text, run->r->rec));
}

static void
store_severity(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	const char *word;

	if (v->table != NULL)
		word = severity_word(severity_rank(by_table(run, set, v, text)));
	else
		word = severity_word(meaning(run, set, v, text, severity_of));
	if (word == NULL && v->table == NULL)
		odd(run, set->member, text);
	*text_at(rec, set->member) = word;
}

/*
 * A control's id with framework and part beside it.  An id of no scheme that is
 * known is bad, unless the mapping keeps such ids: then it is one of the
 * organisation's own ("own").
 */
static int
store_control(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	const char **framework = set->framework == NULL ? NULL : text_at(rec, set->framework);
	const char **part = set->part == NULL ? NULL : text_at(rec, set->part);
	const char *hint = v->framework, *found = NULL, *sub = NULL;
	char *id;

	if (hint == NULL && framework != NULL && *framework != NULL && **framework != '\0')
		hint = *framework;
	id = control_id_parse(text, hint, &found, &sub, run->r->rec);
	if (id == NULL && v->on_bad != BAD_KEEP) {
		reading_note(run->r, &map_w_value, 0, 0, "\"%s\" is no control id%s%s",
			text_inert_dup(run->r->rec, text, 60), hint == NULL ?
			" that shows its framework" : " of ", hint == NULL ? "" : hint);
		return v->on_bad == BAD_ERROR ? -1 : 1;
	}
	*text_at(rec, set->member) = id == NULL ? text : id;
	if (framework != NULL)
		*framework = found != NULL ? found : hint != NULL ? hint : "own";
	if (part != NULL && sub != NULL)
		*part = sub;
	return 0;
}

static int
store_text(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	if (v->type == TYPE_CONTROL)
		return store_control(run, rec, set, v, text);
	if (set->text == TEXT_SEVERITY) {
		store_severity(run, rec, set, v, text);
		return 0;
	}
	if (v->table != NULL)
		text = by_table(run, set, v, text);
	if (text != NULL && set->text == TEXT_FRAMEWORK)
		text = framework_canonical(text, NULL, run->r->rec);
	*text_at(rec, set->member) = text;
	return 0;
}

static bool
all_digits(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n >= 9 && s[n] == '\0';
}

/*
 * The mapping's patterns, then ISO 8601 and its relatives, epoch numbers, then day and month by
 * the column's order.
 */
static int
store_instant(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text, uint32_t column, uint32_t line)
{
	struct instant *out = at(rec, set->member);
	struct reading *r = run->r;
	const char *order = r->date_order != NULL ? r->date_order : run->m->date_order;

	/* Records of trees stream: what cells before this one have shown must do. */
	if (run->m->format != MAP_CSV && order == NULL)
		dmy_vote(&run->votes[column], text);
	for (size_t i = 0; i < run->m->ndates; i++)
		if (instant_parse_pattern(out, text, run->m->dates[i], r->zone, r->rec) == 0)
			return 0;
	if (all_digits(text) ? instant_parse_epoch(out, text, r->rec) == 0 :
		instant_parse(out, text, r->zone, r->rec) == 0)
		return 0;
	if (instant_parse_dmy(out, text, order != NULL ? order[0] : column < run->width ?
		dmy_decide(&run->votes[column]) : 0, r->zone, r->rec) == 0)
		return 0;
	if (column < run->width && !run->bad_told[column]) {
		run->bad_told[column] = true;
		reading_note(r, &map_w_value, line, 0, "\"%s\" is no date or time",
			text_inert_dup(r->rec, text, 60));
	}
	*out = instant_unknown();
	out->raw = text;
	return v->on_bad == BAD_ERROR ? -1 : 1;
}

static void
store_tags(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	struct tags *tags = at(rec, set->member);

	if (v->ns != NULL)
		tags_add(tags, run->r->rec, v->ns, text, text, REL_NONE);
	else if (v->type == TYPE_CONTROL || strcmp(set->member->name, "controls") == 0)
		control_ids_find(tags, text, v->framework, run->r->rec);
	else
		test_ids_find(tags, text, run->r->rec);
}

/*
 * A column of assets names one a text, also by its short name; free text only what can be
 * nothing else.
 */
static void
store_asset(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	struct idents **list = at(rec, set->member), *more;
	size_t *n = (size_t *)(void *)((char *)rec + set->member->count), before = *n;

	asset_ids_find(list, n, text, v->ns == NULL ? IDENT_MENTION : "fqdn", run->r->rec);
	if (*n > before || v->ns == NULL)
		return;
	more = ARENA_ARRAY(run->r->rec, struct idents, *n + 1);
	if (*n > 0)
		memcpy(more, *list, *n * sizeof(*more));
	if (strcmp(v->ns, "auto") == 0)
		xccdf_add_name(&more[*n], text, run->r->rec);
	else
		idents_add(&more[*n], run->r->rec, v->ns, text);
	*list = more;
	++*n;
}

static void
store_party(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text)
{
	struct party_ref *p = at(rec, set->member);

	if (p->raw == NULL)
		p->raw = text;
	if (v->ns != NULL)
		idents_add(&p->ids, run->r->rec, v->ns, text);
}

int
map_store(struct map_run *run, struct record *rec, const struct map_set *set,
	const struct map_value *v, const char *text, const struct got_list *from, uint32_t line)
{
	const struct member *m = set->member;

	/* The raw word is the source's: what the mapping adds is none. */
	if (set->raw != NULL && v->constant == NULL && !from->fallback)
		*text_at(rec, set->raw) = text;
	switch (m->type) {
	case MEMBER_TEXT:
		return store_text(run, rec, set, v, text);
	case MEMBER_BOOL:
		store_bool(run, rec, set, v, text);
		break;
	case MEMBER_INT:
		store_int(run, rec, set, v, text);
		break;
	case MEMBER_WORD:
		store_word(run, rec, set, v, text);
		break;
	case MEMBER_INSTANT:
		return store_instant(run, rec, set, v, text, from->column, line);
	case MEMBER_PARTY:
		store_party(run, rec, set, v, text);
		break;
	case MEMBER_IDENTS:
		if (strcmp(v->ns, "auto") == 0)
			xccdf_add_name(at(rec, m), text, run->r->rec);
		else
			idents_add(at(rec, m), run->r->rec, v->ns, text);
		break;
	case MEMBER_ASSETS:
		store_asset(run, rec, set, v, text);
		break;
	case MEMBER_TAGS:
		store_tags(run, rec, set, v, text);
		break;
	default:
		break;
	}
	return 0;
}

/* The table has the column, and the cell is blank: empty, not unknown (judgement.md 1). */
void
map_store_empty(struct record *rec, const struct map_set *set)
{
	const struct member *m = set->member;

	if (set->raw != NULL)
		*text_at(rec, set->raw) = "";
	if (m->type == MEMBER_TEXT)
		*text_at(rec, m) = "";
	else if (m->type == MEMBER_INSTANT)
		((struct instant *)at(rec, m))->known = EMPTY;
	else if (m->type == MEMBER_PARTY && ((struct party_ref *)at(rec, m))->raw == NULL)
		((struct party_ref *)at(rec, m))->raw = "";
	else if (m->words == &words_claim_state)
		*(int *)at(rec, m) = STATE_NONE;
}
