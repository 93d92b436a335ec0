/* Shared by the readers of trackers and rosters. */
#include "checker/read/tracker.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
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
	asset_ids_find(&item->assets, &item->nassets, text, a);
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

	out.u.item.tracker = t->name;
	out.loc = (struct loc){ .line = at->line, .col = at->col, .path = path };
	reading_put(t->r, &out);
}

void
tracker_put_event(struct tracker *t, const struct rec_event *ev, uint32_t line, const char *path)
{
	struct record out = { .kind = REC_EVENT, .u.event = *ev };

	out.u.event.tracker = t->name;
	out.loc = (struct loc){ .line = line, .path = path };
	reading_put(t->r, &out);
}

/* What is known of an item from its log; in r->a, one an item. */
struct logged {
	const char *key, *id, *type_raw;
	enum item_type type;
	uint32_t line;
};

void
tracker_log_of(struct tracker *t, const char *key, const char *id, enum item_type type,
	const char *type_raw, uint32_t line)
{
	struct arena *a = t->r->a;
	const char *name = text_set(key) ? key : id;
	struct logged *l;
	void **slot;

	if (t->logs == NULL)
		t->logs = map_new();
	slot = map_slot(t->logs, name, strlen(name), NULL);
	if (*slot != NULL)
		return;
	*slot = l = ARENA_NEW(a, struct logged);
	l->key = arena_strdup(a, key);
	l->id = arena_strdup(a, id);
	l->type_raw = arena_strdup(a, type_raw);
	l->type = type;
	l->line = line;
}

void
tracker_logs_end(struct tracker *t, bool cut)
{
	for (size_t i = 0; t->logs != NULL && i < map_count(t->logs); i++) {
		const struct logged *l = map_value_at(t->logs, i);
		struct record out = { .kind = REC_ITEM };

		out.u.item = (struct rec_item){ .tracker = t->name, .key = l->key, .id = l->id,
			.type = l->type, .type_raw = l->type_raw, .has_history = true,
			.truncated = cut };
		out.loc = (struct loc){ .line = l->line };
		reading_put(t->r, &out);
	}
	if (cut && t->logs != NULL)
		t->r->source->truncated_history = true;
	map_free(t->logs);
	t->logs = NULL;
}
