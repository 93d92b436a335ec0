/* Items: their clock with its arithmetic, who owns them, and their way through the teams. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/build.h"

static const char *
nonblank(const char *s)
{
	return s != NULL && *s != '\0' ? s : NULL;
}

static void
put_decision(struct build *b, struct node *clock, const struct clock *c)
{
	struct node *n;

	if (c->stop.known != KNOWN && c->decision == NULL) {
		put_str(b->a, clock, "decision", NULL);
		return;
	}
	n = put_map(b->a, clock, "decision");
	put_str(b->a, n, "choice", c->choice == CHOICE_NONE ? NULL : choice_word(c->choice));
	put_instant(b, n, "at", &c->stop);
	if (c->decision == NULL)
		return;
	put_str(b->a, n, "by", decider_name(b, &c->decision->actor));
	put_instant(b, n, "until", &c->decision->until);
	put_cut(b->a, n, "rationale", c->decision->rationale);
	put_place(b, n, "from", &c->decision->loc);
}

static void
put_clock(struct build *b, struct node *item, const struct clock *c)
{
	struct node *n = put_map(b->a, item, "clock");
	struct buf late;

	put_str(b->a, n, "state", clock_word(c->state));
	put_str(b->a, n, "why", nonblank(c->why));
	if (c->state == CLOCK_NONE)
		return;
	put_instant(b, n, "start", &c->start);
	put_str(b->a, n, "started_by", nonblank(c->started_by));
	put_str(b->a, n, "limit", nonblank(c->limit_text));
	put_str(b->a, n, "severity", severity_word((int)c->severity_used));
	put_instant(b, n, "due", &c->due);
	put_decision(b, n, c);
	put_bool(b->a, n, "in_period", c->in_period);
	put_bool(b->a, n, "overdue_undecided", c->overdue_undecided);
	put_int(b->a, n, "late_seconds", c->late_ns > 0 ? c->late_ns / NS_SECOND : 0);
	buf_init(&late, 128);
	span_put(&late, c->late_ns);
	put_str(b->a, n, "late", c->late_ns > 0 ? late.p : NULL);
	buf_free(&late);
}

/* The log entries in which the team changes; "from" is the team before, where it is known. */
static void
put_hand_offs(struct build *b, struct node *item, const struct item *it)
{
	struct node *list = put_list(b->a, item, "hand_offs");
	const char *team = it->npath > 0 ? it->path[0] : NULL;
	size_t shown = 0;

	for (size_t i = 0; i < it->nevents && shown < MAX_STEPS_SHOWN; i++) {
		const struct event *e = &it->events[i];
		struct node *n;

		if (nonblank(e->team) == NULL || str_same(e->team, team)
			|| (e->at.known == KNOWN && e->at.lo > b->m->config->as_of))
			continue;
		n = put_map(b->a, list, NULL);
		put_instant(b, n, "at", &e->at);
		put_str(b->a, n, "from", team);
		put_str(b->a, n, "to", e->team);
		put_str(b->a, n, "by", other_name(b, &e->actor));
		put_place(b, n, "place", &e->loc);
		team = e->team;
		shown++;
	}
}

static void
put_way(struct build *b, struct node *item, const struct item *it)
{
	struct node *list = put_list(b->a, item, "path");
	size_t last = it->npath < MAX_STEPS_SHOWN ? it->npath : MAX_STEPS_SHOWN;

	for (size_t i = 0; i < last; i++)
		put_str(b->a, list, NULL, it->path[i] != NULL ? it->path[i] : "");
	put_count(b->a, item, "path_total", it->npath);
	put_hand_offs(b, item, it);
	put_int(b->a, item, "handoffs", it->handoffs);
	put_int(b->a, item, "returns_direct", it->returns_direct);
	put_int(b->a, item, "returns_indirect", it->returns_indirect);
}

static const char *
owner_raw(const struct item *it)
{
	const struct owner_refs *r = &it->owners;

	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].accountable && nonblank(r->v[i].who.raw) != NULL)
			return r->v[i].who.raw;
	for (size_t i = 0; i < r->n; i++)
		if (nonblank(r->v[i].who.raw) != NULL)
			return r->v[i].who.raw;
	return it->assignee.raw;
}

/* Its controls, each id once: with several systems each has its own of that name. */
static void
put_controls(struct build *b, struct node *item, uint32_t index)
{
	struct node *list = put_list(b->a, item, "controls");

	for (uint32_t i = b->link_first[index]; i < b->link_first[index + 1]; i++) {
		const char *id = b->m->controls[b->links[i]].id;
		uint32_t k = b->link_first[index];

		while (k < i && !str_same(b->m->controls[b->links[k]].id, id))
			k++;
		if (k == i)
			put_str(b->a, list, NULL, id);
	}
}

static void
put_item(struct build *b, struct node *list, uint32_t index)
{
	const struct item *it = &b->m->items[index];
	struct node *n = put_map(b->a, list, NULL), *v;

	put_str(b->a, n, "id", item_id(b, index));
	put_str(b->a, n, "tracker", it->tracker);
	put_str(b->a, n, "key", it->key);
	put_cut(b->a, n, "title", it->title);
	put_str(b->a, n, "type", item_type_word(it->type));
	put_cut(b->a, n, "type_raw", it->type_raw);
	put_str(b->a, n, "severity", it->severity < 0 ? NULL : severity_word(it->severity));
	put_str(b->a, n, "status", item_status_word(it->status));
	put_cut(b->a, n, "status_raw", it->status_raw);
	put_bool(b->a, n, "open", it->open);
	put_instant(b, n, "created", &it->created);
	put_instant(b, n, "detected", &it->detected);
	put_instant(b, n, "closed", &it->closed);
	put_str(b->a, n, "owner", owner_name(b, owner_raw(it)));
	put_str(b->a, n, "team", nonblank(it->team));
	if (index < b->as->nclocks)
		put_clock(b, n, &b->as->clocks[index]);
	put_way(b, n, it);
	put_timeline(b, n, index);
	put_controls(b, n, index);
	v = put_list(b->a, n, "assets");
	for (size_t i = 0; i < it->nassets && i < MAX_STEPS_SHOWN; i++)
		put_str(b->a, v, NULL, asset_name(b, it->assets[i]));
	put_bool(b->a, n, "has_history", it->has_history);
	put_bool(b->a, n, "truncated", it->truncated);
	put_place(b, n, "from", &it->loc);
}

/* Which items are told where there are too many: those whose clock says most. */
static bool *
choose(struct build *b, size_t *left_out)
{
	static const enum clock_state order[] = {CLOCK_BREACHED, CLOCK_UNKNOWN, CLOCK_RUNNING,
		CLOCK_MET, CLOCK_NONE};
	bool *told = ARENA_ARRAY(b->a, bool, b->m->nitems + 1);
	size_t n = 0;

	for (size_t s = 0; s < sizeof(order) / sizeof(*order); s++)
		for (size_t i = 0; i < b->m->nitems && n < MAX_ITEMS_SHOWN; i++) {
			enum clock_state state = i < b->as->nclocks ? b->as->clocks[i].state
				: CLOCK_NONE;

			if (state != order[s])
				continue;
			told[i] = true;
			n++;
		}
	*left_out = b->m->nitems - n;
	return told;
}

void
put_items(struct build *b, struct node *report)
{
	size_t left_out, count[CLOCK_UNKNOWN + 1] = {0};
	bool *told = choose(b, &left_out);
	struct node *list = put_list(b->a, report, "items"), *n;

	for (uint32_t i = 0; i < b->m->nitems; i++) {
		count[i < b->as->nclocks ? b->as->clocks[i].state : CLOCK_NONE]++;
		if (told[i])
			put_item(b, list, i);
	}
	n = put_map(b->a, report, "clocks");
	put_count(b->a, n, "items", b->m->nitems);
	put_count(b->a, n, "left_out", left_out);
	for (int i = CLOCK_NONE; i <= CLOCK_UNKNOWN; i++)
		put_count(b->a, n, clock_word((enum clock_state)i), count[i]);
}
