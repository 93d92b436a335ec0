/* One change of a rule: its direction, and whether it may be made. */
#include "rules/lang/changes.h"

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "rules/lang/changes_inside.h"
#include "rules/lang/pack_diags.h"

bool
duration_within(struct duration a, struct duration b)
{
	if (a.months == b.months)
		return a.ns <= b.ns;
	return a.ns / NS_DAY + 1 + a.months * INT64_C(31) <= b.ns / NS_DAY + b.months * INT64_C(28);
}

const char *
value_text(struct arena *a, const struct node *n)
{
	const char *out = "", *sep = "";

	if (!node_is(n, NODE_MAP) && !node_is(n, NODE_LIST))
		return arena_strdup(a, node_text(n));
	for (const struct node *m = n->child; m != NULL; m = m->next, sep = ", ")
		out = m->key != NULL ? arena_printf(a, "%s%s%s %s", out, sep, m->key, node_text(m))
		                     : arena_printf(a, "%s%s%s", out, sep, node_text(m));
	return out;
}

static bool
same(const struct node *a, const struct node *b)
{
	if (a == NULL || b == NULL || a->type != b->type)
		return a == b;
	if (a->text != NULL || b->text != NULL)
		return str_same(a->text, b->text);
	a = a->child;
	b = b->child;
	for (; a != NULL && b != NULL; a = a->next, b = b->next)
		if (!str_same(a->key, b->key) || !same(a, b))
			return false;
	return a == b;
}

/* Is b surely not looser than a? */
static bool
tighter_duration(const struct param *p, const char *a, const char *b)
{
	struct duration x, y;

	if (a == NULL || b == NULL || duration_parse(&x, a) != 0 || duration_parse(&y, b) != 0)
		return false;
	if (str_same(p->stricter, "lower"))
		return duration_within(y, x);
	return str_same(p->stricter, "higher") && duration_within(x, y);
}

bool
change_loosens(const struct param *p, const struct node *old, const struct node *now)
{
	int64_t a, b;

	if (same(old, now))
		return false;
	if (str_same(p->type, "int") && node_int(old, &a) == 0 && node_int(now, &b) == 0)
		return str_same(p->stricter, "lower") ? b > a : !str_same(p->stricter, "higher") || b < a;
	if (str_same(p->type, "duration"))
		return !tighter_duration(p, old->text, now->text);
	if (!str_same(p->type, "table"))
		return true;
	for (const struct node *row = old->child; row != NULL; row = row->next)
		if (!tighter_duration(p, row->text, node_get_text(now, row->key)))
			return true;
	return false;
}

/* What loosens says why, by whom and until when; a plain change by whom and why. */
static void
check_reasons(struct changing *c, const struct node *n, const struct change *ch)
{
	struct pack_loading *l = &c->l;

	if (c->shipped || (!ch->looser && !c->reasons))
		return;
	if (ch->reason == NULL || ch->approver == NULL)
		pack_error(l, &diag_override_reason, n,
			"\"%s\" of %s: \"reason\" and \"approved_by\" are needed", ch->what, c->rule->id);
	if (ch->looser && ch->expires.known != KNOWN)
		pack_error(l, &diag_override_reason, n,
			"%s to %s loosens %s: it needs an end, \"expires\": a day", ch->what, ch->to,
			c->rule->id);
}

void
change_add(struct changing *c, const struct node *n, struct change ch)
{
	struct rule *r = c->rule;
	struct change *more = ARENA_ARRAY(c->l.a, struct change, r->nchanges + 1);

	ch.by = c->by;
	ch.shipped = c->shipped;
	ch.reason = c->reason;
	ch.approver = c->approver;
	ch.expires = c->expires;
	check_reasons(c, n, &ch);
	for (size_t i = 0; i < r->nchanges; i++)
		more[i] = r->changes[i];
	more[r->nchanges++] = ch;
	r->changes = more;
}

const struct change *
rule_lapsed(const struct rule *r, int64_t as_of)
{
	for (size_t i = 0; i < r->nchanges; i++)
		if (r->changes[i].looser && r->changes[i].expires.known == KNOWN
			&& r->changes[i].expires.hi < as_of)
			return &r->changes[i];
	return NULL;
}

const struct change *
rule_loosened(const struct rule *r)
{
	for (size_t i = 0; i < r->nchanges; i++)
		if (r->changes[i].looser && !r->changes[i].shipped)
			return &r->changes[i];
	return NULL;
}
