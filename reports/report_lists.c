/* Lists of the first page: late decisions, owners that are no persons, missing sources, work. */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/vec.h"
#include "reports/build.h"

static void
put_late(struct build *b, struct node *list, const struct late *l)
{
	struct node *n = put_map(b->a, list, NULL);
	bool item = l->clock < b->as->nclocks;
	const char *subject = "", *control = NULL;

	if (l->control < b->m->ncontrols)
		control = control_name(b, l->control);
	if (item)
		subject = b->m->items[b->as->clocks[l->clock].item].key;
	else if (control != NULL && l->asset < b->m->nassets)
		subject = SAID(b->a, SAY_ON_ASSET, SAY_S(control), SAY_S(asset_name(b, l->asset)));
	put_str(b->a, n, "item", item ? item_id(b, b->as->clocks[l->clock].item) : NULL);
	put_str(b->a, n, "subject", subject);
	put_str(b->a, n, "label", control);
	put_str(b->a, n, "control", l->control < b->m->ncontrols
		? b->m->controls[l->control].id : NULL);
	put_str(b->a, n, "asset", l->asset < b->m->nassets ? asset_name(b, l->asset) : NULL);
	put_str(b->a, n, "text", late_text(b, l));
	put_str(b->a, n, "who", owner_name(b, l->who));
	put_int(b->a, n, "late_seconds", item ? b->as->clocks[l->clock].late_ns / NS_SECOND : 0);
	put_place(b, n, "at", &l->at);
}

/* The latest first; of equals in the judge's order. */
struct order { int64_t late; uint32_t index; };

static int
by_lateness(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->late != y->late)
		return x->late > y->late ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void
put_all_late(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "late");
	struct order *v = ARENA_ARRAY(b->a, struct order, b->as->nlate + 1);
	size_t n = b->as->nlate < MAX_ITEMS_SHOWN ? b->as->nlate : MAX_ITEMS_SHOWN;

	for (size_t i = 0; i < b->as->nlate; i++) {
		const struct late *l = &b->as->late[i];

		v[i] = (struct order){l->clock < b->as->nclocks
			? b->as->clocks[l->clock].late_ns : 0, (uint32_t)i};
	}
	if (b->as->nlate > 1)
		qsort(v, b->as->nlate, sizeof(*v), by_lateness);
	for (size_t i = 0; i < n; i++)
		put_late(b, list, &b->as->late[v[i].index]);
	put_count(b->a, report, "late_total", b->as->nlate);
}

static void
put_not_persons(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "not_persons");

	for (size_t i = 0; i < b->as->nnot_persons && i < MAX_ITEMS_SHOWN; i++) {
		const struct not_person *p = &b->as->not_persons[i];
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "control", b->m->controls[p->control].id);
		put_str(b->a, n, "label", control_name(b, p->control));
		put_cut(b->a, n, "raw", p->raw != NULL && *p->raw != '\0' ? owner_name(b, p->raw)
			: p->raw);
		put_str(b->a, n, "why", p->why);
		put_place(b, n, "at", &p->at);
	}
	put_count(b->a, report, "not_persons_total", b->as->nnot_persons);
}

struct wanted { const struct request *r; uint64_t points; };

/* What most weight waits for comes first; then what holds most points of the worst scope back, as in what to do first; then
   what nobody gave at all. */
static int
by_weight(const void *a, const void *b)
{
	const struct wanted *v = a, *w = b;
	const struct request *x = v->r, *y = w->r;

	if (x->weight_only != y->weight_only)
		return x->weight_only > y->weight_only ? -1 : 1;
	if (v->points != w->points)
		return v->points > w->points ? -1 : 1;
	if (x->given != y->given)
		return x->given ? 1 : -1;
	if (x->unknowns != y->unknowns)
		return x->unknowns > y->unknowns ? -1 : 1;
	return x < y ? -1 : x > y;
}

static void
put_requests(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "requests");
	struct wanted *v = ARENA_ARRAY(b->a, struct wanted, b->as->nrequests + 1);
	const struct scope_result *scope = scope_worst(b->as);

	for (size_t i = 0; i < b->as->nrequests; i++) {
		v[i].r = &b->as->requests[i];
		v[i].points = scope != NULL ? points_waiting(scope, v[i].r->what) : 0;
	}
	if (b->as->nrequests > 1)
		qsort(v, b->as->nrequests, sizeof(*v), by_weight);
	for (size_t i = 0; i < b->as->nrequests; i++) {
		const struct request *r = v[i].r;
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "what", r->what);
		put_str(b->a, n, "ask", r->ask);
		put_str(b->a, n, "whom", r->whom);
		put_count(b->a, n, "unknowns", r->unknowns);
		put_count(b->a, n, "weight_only", r->weight_only);
		put_int(b->a, n, "controls", r->controls);
	}
}

static void
put_work(struct build *b, struct node *report)
{
	struct node *list = put_list(b->a, report, "work");

	for (size_t i = 0; i < b->as->nwork && i < MAX_WORK_SHOWN; i++) {
		const struct work *w = &b->as->work[i];
		struct node *n = put_map(b->a, list, NULL);

		put_str(b->a, n, "owner", owner_name(b, w->owner));
		put_str(b->a, n, "kind", w->kind);
		put_str(b->a, n, "subject", w->subject);
		put_str(b->a, n, "what", w->what);
		put_str(b->a, n, "due", w->due != NULL && *w->due != '\0' ? w->due : NULL);
		put_place(b, n, "at", &w->at);
	}
	put_count(b->a, report, "work_total", b->as->nwork);
}

void
put_lists(struct build *b, struct node *report)
{
	put_all_late(b, report);
	put_not_persons(b, report);
	put_requests(b, report);
	put_work(b, report);
}
