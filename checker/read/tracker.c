/* Shared by the readers of trackers and rosters. */
#include "checker/read/tracker.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/read_diags.h"

bool
text_set(const char *s)
{
	return s != NULL && *s != '\0';
}

bool
head_key(const struct head *h, const char *key)
{
	for (size_t i = 0; i < h->nkeys; i++)
		if (strcmp(h->keys[i], key) == 0)
			return true;
	return false;
}

bool
head_text(const struct head *h, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= h->len; i++)
		if (h->bytes[i] == what[0] && memcmp(h->bytes + i, what, n) == 0)
			return true;
	return false;
}

const char *
member_text(const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	if (n == NULL)
		return NULL;
	return node_text(n) == NULL ? "" : node_text(n);
}

struct instant
member_instant(struct reading *r, const struct node *map, const char *key)
{
	const struct node *n = node_get(map, key);

	if (n == NULL)
		return instant_unknown();
	return reading_instant(r, node_text(n) == NULL ? "" : node_text(n), n->line);
}

void
tracker_ids(struct tracker *t, struct rec_item *item, const char *text)
{
	struct arena *a = t->r->rec;

	if (!text_set(text))
		return;
	control_ids_find(&item->controls, text, NULL, a);
	test_ids_find(&item->tests, text, a);
	asset_ids_find(&item->assets, &item->nassets, text, IDENT_MENTION, a);
}

const char *
tracker_severity(struct tracker *t, const char *table, const char *raw)
{
	const char *word;

	if (raw == NULL || *raw == '\0')
		return raw;
	word = word_severity(raw, t->r->rec);
	if (word == NULL)
		source_odd_word(t->r->source, t->r->a, table, raw);
	return word;
}

enum item_status
tracker_status(struct tracker *t, const char *table, const char *raw)
{
	enum item_status s = word_status(raw, t->r->rec);

	if (s == STATUS_UNKNOWN && text_set(raw))
		source_odd_word(t->r->source, t->r->a, table, raw);
	return s;
}

bool
status_is_over(enum item_status s)
{
	return s == STATUS_CLOSED || s == STATUS_FALSE_POSITIVE || s == STATUS_CANCELLED ||
		s == STATUS_ACCEPTED;
}

void
ident_add(struct reading *r, struct idents *ids, const char *ns, const char *value)
{
	if (!text_set(value))
		return;
	if (strlen(value) > MAX_ID)
		reading_note(r, &read_w_long, 0, 0, "%s of %zu bytes", ns, strlen(value));
	else
		idents_add(ids, r->rec, ns, value);
}

void
tracker_put_item(struct tracker *t, const struct rec_item *item, const struct node *at,
	const char *path)
{
	struct record out = { .kind = REC_ITEM, .u.item = *item };

	t->items++;
	t->over += status_is_over(item->status);
	out.u.item.tracker = t->name;
	out.loc = (struct loc){ .line = at->line, .col = at->col, .path = path };
	reading_put(t->r, &out);
}

void
tracker_complete(struct tracker *t)
{
	struct source *s = t->r->source;

	if (!s->has_total)
		return;
	s->complete = s->listed < s->total ? TRI_F : t->items > 0 && t->over == 0 ? TRI_U : TRI_T;
}

void
tracker_put_event(struct tracker *t, const struct rec_event *ev, uint32_t line, const char *path)
{
	struct record out = { .kind = REC_EVENT, .u.event = *ev };

	out.u.event.tracker = t->name;
	out.loc = (struct loc){ .line = line, .path = path };
	reading_put(t->r, &out);
}

/* Labels */

/* "severity::high" to "severity high": separators of scoped labels are blanks. */
static char *
label_key(struct arena *a, const char *label)
{
	char *s = arena_strdup(a, label);

	for (char *p = s; *p != '\0'; p++)
		if (*p == ':' || *p == '/')
			*p = ' ';
	return str_word_key(a, s);
}

static const char *
behind(const char *key, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_has_prefix(key, names[i]) && key[strlen(names[i])] == ' ')
			return key + strlen(names[i]) + 1;
	return NULL;
}

const char *
tracker_label_severity(struct arena *a, const char *label)
{
	static const char *const names[] = { "severity", "sev", "risk severity" };

	return label == NULL ? NULL : behind(label_key(a, label), names, 3);
}

enum choice
tracker_label_choice(struct arena *a, const char *label)
{
	static const struct { const char *word; enum choice choice; } words[] = {
		{ "risk accepted", CHOICE_ACCEPT }, { "accepted risk", CHOICE_ACCEPT },
		{ "risk acceptance", CHOICE_ACCEPT }, { "false positive", CHOICE_FALSE_POSITIVE },
	};
	const char *key = label == NULL ? "" : label_key(a, label);
	size_t n = strlen(key);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t k = strlen(words[i].word);

		if (n >= k && strcmp(key + n - k, words[i].word) == 0 &&
			(n == k || key[n - k - 1] == ' '))
			return words[i].choice;
	}
	return CHOICE_NONE;
}

void
tracker_label(struct tracker *t, struct rec_item *item, const char *label)
{
	static const char *const priority[] = { "priority", "prio" };
	struct arena *a = t->r->rec;
	const char *word;

	if (!text_set(label))
		return;
	tracker_ids(t, item, label);
	word = tracker_label_severity(a, label);
	if (word != NULL && item->severity == NULL) {
		item->severity_raw = label;
		item->severity = tracker_severity(t, "severity label", word);
	}
	word = behind(label_key(a, label), priority, 2);
	if (word != NULL && item->priority == NULL) {
		item->priority_raw = label;
		item->priority = tracker_severity(t, "priority label", word);
	}
	if (item->type == ITEM_OTHER && word_item_type(label, a) != ITEM_OTHER) {
		item->type = word_item_type(label, a);
		item->type_raw = label;
	}
}

/* Logs */

struct tracker_change {
	struct tracker_change *next;
	struct record ev;
	bool came;
	size_t order;
};

struct tracker_log *
tracker_log_of(struct tracker *t, const char *key, const char *id, enum item_type type,
	const char *type_raw, uint32_t line)
{
	struct arena *a = t->r->a;
	const char *name = text_set(key) ? key : id;
	struct tracker_log *l;
	void **slot;

	if (t->logs == NULL)
		t->logs = map_new();
	slot = map_slot(t->logs, name, strlen(name), NULL);
	if (*slot != NULL)
		return *slot;
	*slot = l = ARENA_NEW(a, struct tracker_log);
	l->key = arena_strdup(a, key);
	l->id = arena_strdup(a, id);
	l->type_raw = arena_strdup(a, type_raw);
	l->type = type;
	l->line = line;
	return l;
}

void
tracker_assignee(struct tracker *t, struct tracker_log *log, const struct rec_event *ev, bool came,
	uint32_t line, const char *path)
{
	struct arena *a = t->r->a;
	struct tracker_change *c = ARENA_NEW(a, struct tracker_change);
	struct record r = { .kind = REC_EVENT, .u.event = *ev };

	r.u.event.tracker = t->name;
	r.loc = (struct loc){ .line = line, .path = path };
	record_copy(&c->ev, &r, a);
	c->came = came;
	c->next = log->changes;
	c->order = log->changes == NULL ? 0 : log->changes->order + 1;
	log->changes = c;
}

static int
by_time(const void *pa, const void *pb)
{
	const struct tracker_change *a = *(struct tracker_change *const *)pa;
	const struct tracker_change *b = *(struct tracker_change *const *)pb;
	int64_t x = a->ev.u.event.at.lo, y = b->ev.u.event.at.lo;

	if (x != y)
		return x < y ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* GitHub allows ten; of more nobody can be told. */
#define MOST_ASSIGNEES 16

/* Those who have it at an instant. */
struct holders {
	const struct party_ref *v[MOST_ASSIGNEES];
	size_t n;
	bool over;
};

static void
holders_change(struct holders *h, const struct party_ref *who, bool came)
{
	size_t at = 0;

	while (at < h->n && !str_same(h->v[at]->raw, who->raw))
		at++;
	if (came && at == h->n) {
		if (h->n == MOST_ASSIGNEES)
			h->over = true;
		else
			h->v[h->n++] = who;
	} else if (!came && at < h->n) {
		memmove(&h->v[at], &h->v[at + 1], (h->n - at - 1) * sizeof(h->v[0]));
		h->n--;
	}
}

/* One by name, several as one text that is nobody's name. */
static struct party_ref
holders_name(struct arena *a, const struct holders *h)
{
	struct party_ref who = { .raw = "" };

	if (h->over)
		who.raw = "several";
	else if (h->n == 1)
		who = *h->v[0];
	for (size_t i = 0; !h->over && h->n > 1 && i < h->n; i++)
		who.raw = arena_printf(a, "%s%s%s", who.raw, i == 0 ? "" : "; ",
			h->v[i]->raw == NULL ? "" : h->v[i]->raw);
	return who;
}

static void
put_assignments(struct tracker *t, const struct tracker_log *l)
{
	VEC(struct tracker_change *) all = {0};
	struct holders h = {0};

	for (struct tracker_change *c = l->changes; c != NULL; c = c->next)
		*VEC_PUSH(&all) = c;
	if (all.n > 1)
		qsort(all.v, all.n, sizeof(all.v[0]), by_time);
	for (size_t i = 0; i < all.n; i++) {
		struct record out = all.v[i]->ev;

		if (l->replaces && i > 0 && all.v[i]->ev.u.event.at.lo !=
			all.v[i - 1]->ev.u.event.at.lo)
			h = (struct holders){0};
		holders_change(&h, &all.v[i]->ev.u.event.to_party, all.v[i]->came);
		arena_reset(t->r->rec);
		out.u.event.kind = EVENT_ASSIGN;
		out.u.event.to_party = holders_name(t->r->rec, &h);
		out.u.event.to = out.u.event.to_party.raw;
		reading_put(t->r, &out);
	}
	VEC_FREE(&all);
}

void
tracker_logs_end(struct tracker *t, bool cut)
{
	for (size_t i = 0; t->logs != NULL && i < map_count(t->logs); i++) {
		const struct tracker_log *l = map_value_at(t->logs, i);
		bool gone = cut || l->cut || l->highest > l->given || (l->closed && !l->closes);
		struct record out = { .kind = REC_ITEM };

		put_assignments(t, l);
		out.u.item = (struct rec_item){ .tracker = t->name, .key = l->key, .id = l->id,
			.type = l->type, .type_raw = l->type_raw, .has_history = true,
			.truncated = gone };
		out.loc = (struct loc){ .line = l->line };
		reading_put(t->r, &out);
		t->r->source->truncated_history |= gone;
	}
	map_free(t->logs);
	t->logs = NULL;
}
