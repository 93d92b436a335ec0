/* The report's tree from top to bottom: what is said, and in which order. */
#include "reports/report.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/build.h"
#include "reports/ratchet.h"

/* Worst first: RED, a score that is not defined, AMBER, GREEN; of equals the least supported. */
const struct scope_result *
scope_worst(const struct assessment *as)
{
	static const int rank[] = {[RED] = 0, [STATUS_UNDEFINED] = 1, [AMBER] = 2, [GREEN] = 3};
	const struct scope_result *worst = NULL;

	for (size_t i = 0; i < as->nscopes; i++) {
		const struct scope_result *s = &as->scopes[i];

		if (worst == NULL || rank[s->status] < rank[worst->status]
			|| (s->status == worst->status && s->real_low < worst->real_low))
			worst = s;
	}
	return worst;
}

static void
remember(struct build *b, const struct who *w)
{
	void **slot;

	if (w->raw == NULL || *w->raw == '\0')
		return;
	slot = map_slot(b->who, w->raw, strlen(w->raw), NULL);
	if (*slot == NULL)
		*slot = (void *)(uintptr_t)w;
}

static void
remember_owners(struct build *b, const struct owner_refs *r)
{
	for (size_t i = 0; i < r->n; i++)
		remember(b, &r->v[i].who);
}

/* Whose key stands behind a printed name: needed only where names are not printed. */
static void
remember_people(struct build *b)
{
	const struct model *m = b->m;

	b->who = map_new();
	for (size_t i = 0; i < m->ncontrols; i++)
		remember_owners(b, &m->controls[i].owners);
	for (size_t i = 0; i < m->nitems; i++) {
		remember_owners(b, &m->items[i].owners);
		remember(b, &m->items[i].assignee);
	}
}

/* The controls in scope of each item, so that an item can name them. */
static void
link_back(struct build *b)
{
	const struct model *m = b->m;
	uint32_t *first = ARENA_ARRAY(b->a, uint32_t, m->nitems + 2), *at;

	for (size_t c = 0; c < m->ncontrols; c++)
		for (size_t i = 0; m->controls[c].in_scope && i < m->controls[c].nitems; i++)
			first[m->controls[c].items[i].item + 1]++;
	for (size_t i = 0; i < m->nitems; i++)
		first[i + 1] += first[i];
	b->links = ARENA_ARRAY(b->a, uint32_t, first[m->nitems] + 1);
	at = ARENA_ARRAY(b->a, uint32_t, m->nitems + 1);
	for (uint32_t c = 0; c < m->ncontrols; c++)
		for (size_t i = 0; m->controls[c].in_scope && i < m->controls[c].nitems; i++) {
			uint32_t item = m->controls[c].items[i].item;

			b->links[first[item] + at[item]++] = c;
		}
	b->link_first = first;
}

static void
put_head(struct build *b, struct node *r)
{
	static const char *const status[] = {"GREEN", "AMBER", "RED", "UNDEFINED"};
	const struct config *cfg = b->m->config;
	const struct scope_result *worst = scope_worst(b->as);
	struct node *list;

	put_str(b->a, r, "format", REPORT_FORMAT);
	put_str(b->a, r, "tool_version", REPORT_TOOL_VERSION);
	put_cut(b->a, r, "organisation", cfg->organisation);
	put_str(b->a, r, "as_of", instant_utc_dup(b->a, cfg->as_of));
	put_bool(b->a, r, "as_of_given", cfg->as_of_text != NULL);
	put_str(b->a, r, "period_from", cfg->period_from == INT64_MIN ? NULL
		: instant_utc_dup(b->a, cfg->period_from));
	put_str(b->a, r, "names", b->names == NAMES_ALL ? "all" : b->names == NAMES_NONE ? "none"
		: "owners");
	put_bool(b->a, r, "complete", b->o->complete);
	list = put_list(b->a, r, "incomplete");
	for (size_t i = 0; i < b->o->nincomplete; i++)
		put_str(b->a, list, NULL, b->o->incomplete_why[i]);
	list = put_map(b->a, r, "thresholds");
	put_int(b->a, list, "target", cfg->target);
	put_int(b->a, list, "partial_at", cfg->partial_at);
	put_int(b->a, list, "fail_below", cfg->fail_below);
	put_str(b->a, r, "status", status[worst != NULL ? worst->status : STATUS_UNDEFINED]);
	list = put_list(b->a, r, "gates");
	if (b->o->gate_none)
		put_str(b->a, list, NULL, "none");
	for (size_t i = 0; i < b->o->ngates && !b->o->gate_none; i++)
		put_str(b->a, list, NULL, b->o->gates[i]);
}

const struct node *
report_build(struct arena *a, const struct assessment *as, const struct report_options *o)
{
	struct build b = {.a = a, .as = as, .m = as->model, .o = o};
	const char *names = o->names != NULL ? o->names : "owners";
	struct node *r = tree_map(a), *facts, *scopes, *previous;

	b.names = str_same(names, "all") ? NAMES_ALL : str_same(names, "none") ? NAMES_NONE
		: NAMES_OWNERS;
	if (b.names == NAMES_NONE)
		remember_people(&b);
	link_back(&b);
	facts = facts_make(&b);
	previous = put_previous(&b);
	scopes = scopes_make(&b);
	put_head(&b, r);
	put_headline(&b, r, scopes);
	put_first(&b, r);
	put_notices(&b, r, previous);
	tree_add(r, "scopes", scopes);
	put_failing_tests(&b, r);
	put_lists(&b, r);
	put_items(&b, r);
	put_teams(&b, r);
	put_burden(&b, r);
	put_rules(&b, r);
	put_judged_party(&b, r);
	put_sources(&b, r);
	if (previous != NULL)
		tree_add(r, "previous", previous);
	else
		put_str(a, r, "previous", NULL);
	tree_add(r, "facts", facts);
	if (previous != NULL)
		ratchet_put(a, previous, o->previous, r);
	map_free(b.who);
	map_free(b.teams);
	return r;
}
