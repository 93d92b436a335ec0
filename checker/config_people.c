/* trueup.json, "authority" and "roles": who may decide what, and who is what (judgement.md 6, 11). */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/config_inside.h"

/* An empty list would read as all of them. */
static void
load_choices(struct loading *l, const struct node *n, unsigned *bits)
{
	if (node_count(n) == 0)
		config_complain(l, &diag_config_value, n,
			"the list is empty: name a choice, or leave the member out for all of them");
	for (const struct node *x = node_first(n); x != NULL; x = node_next(x)) {
		const char *word = config_string(l, x);
		unsigned found = 0;

		for (int c = CHOICE_FIX; word != NULL && c <= CHOICE_REJECT; c++) {
			if (str_same(choice_word((enum choice)c), word))
				found = 1u << c;
		}
		if (word != NULL && found == 0)
			config_complain(l, &diag_config_value, x, "no choice \"%.60s\": write fix, mitigate, "
				"accept, avoid, transfer, false-positive or reject", word);
		*bits |= found;
	}
}

static void
check_span(struct loading *l, const struct node *n, const struct instant *from,
	const struct instant *to)
{
	if (from->known == KNOWN && to->known == KNOWN && to->hi < from->lo)
		config_complain(l, &diag_config_value, n, "\"to\" is before \"from\": it never holds");
}

static void
load_authority_row(struct loading *l, const struct node *n, struct authority *row)
{
	static const char *const names[] = {"party", "choices", "up_to", "from", "to"};

	row->up_to = 4;
	row->loc = config_loc(n);
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		const char *near = text_nearest(m->key, names, sizeof(names) / sizeof(*names));
		const char *word;

		if (str_same(m->key, "party")) {
			row->party = config_party(l, m);
		} else if (str_same(m->key, "choices")) {
			if (config_want(l, m, NODE_LIST, "a list of choices"))
				load_choices(l, m, &row->choices);
		} else if (str_same(m->key, "up_to")) {
			word = config_string(l, m);
			row->up_to = word != NULL ? severity_rank(word) : 4;
			if (row->up_to < 1)
				config_complain(l, &diag_config_value, m,
					"\"up_to\" is low, moderate, high or critical");
		} else if (str_same(m->key, "from")) {
			row->from = config_instant(l, m);
		} else if (str_same(m->key, "to")) {
			row->to = config_instant(l, m);
		} else {
			config_complain(l, &diag_config_member, m, "no member \"%.80s\" is known here%s%s%s",
				m->key, near ? "; did you mean \"" : "", near ? near : "",
				near ? "\"?" : "");
		}
	}
	if (row->party.raw == NULL)
		config_complain(l, &diag_config_type, n, "\"party\" is missing: who may decide?");
	check_span(l, n, &row->from, &row->to);
}

void
config_authority(struct loading *l, const struct node *n)
{
	if (!node_is(n, NODE_LIST)) {
		config_complain(l, &diag_config_type, n, "a list of objects is wanted here");
		return;
	}
	l->c->has_authority = true;
	l->c->authority = ARENA_ARRAY(l->a, struct authority, node_count(n) + 1);
	for (const struct node *x = n->child; x != NULL; x = x->next)
		load_authority_row(l, x, &l->c->authority[l->c->nauthority++]);
}

static void
load_role_row(struct loading *l, const struct node *n, struct rec_role *row)
{
	for (const struct node *m = node_is(n, NODE_MAP) ? n->child : NULL; m != NULL; m = m->next) {
		if (str_same(m->key, "role"))
			row->role = config_string(l, m);
		else if (str_same(m->key, "party"))
			row->party = config_party(l, m);
		else if (str_same(m->key, "from"))
			row->from = config_instant(l, m);
		else if (str_same(m->key, "to"))
			row->to = config_instant(l, m);
		else
			config_complain(l, &diag_config_member, m,
				"no member \"%.80s\" is known here: role, party, from, to", m->key);
	}
	if (row->role == NULL || row->party.raw == NULL)
		config_complain(l, &diag_config_type, n, "\"role\" and \"party\" are both needed");
	check_span(l, n, &row->from, &row->to);
}

void
config_roles(struct loading *l, const struct node *n)
{
	if (!config_want(l, n, NODE_LIST, "a list of objects"))
		return;
	l->c->roles = ARENA_ARRAY(l->a, struct rec_role, node_count(n) + 1);
	for (const struct node *x = node_first(n); x != NULL; x = node_next(x))
		load_role_row(l, x, &l->c->roles[l->c->nroles++]);
}
