/* trueup.json, "systems": which evidence belongs to which system (judgement.md 3). */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/config_inside.h"

static void
load_system(struct loading *l, const struct node *n, struct system_row *row)
{
	static const char *const names[] = {"id", "name", "framework", "baseline", "evidence"};

	row->loc = (struct loc){.line = n->line, .col = n->col};
	for (const struct node *m = n->child; m != NULL; m = m->next) {
		const char *near = text_nearest(m->key, names, sizeof(names) / sizeof(*names));

		if (str_same(m->key, "id"))
			row->id = config_string(l, m);
		else if (str_same(m->key, "name"))
			row->name = config_string(l, m);
		else if (str_same(m->key, "framework"))
			row->framework = config_string(l, m);
		else if (str_same(m->key, "baseline"))
			row->baseline = config_string(l, m);
		else if (str_same(m->key, "evidence"))
			row->globs = config_strings(l, m, &row->nglobs);
		else
			config_complain(l, &diag_config_member, m,
				"no member \"%.80s\" is known here%s%s%s", m->key,
				near ? "; did you mean \"" : "", near ? near : "",
				near ? "\"?" : "");
	}
	row->used = ARENA_ARRAY(l->a, bool, row->nglobs + 1);
	if (row->id == NULL || *row->id == '\0')
		config_complain(l, &diag_config_type, n,
			"\"id\" is missing: what is the system called in its plan?");
}

static void
same_name(struct loading *l, const struct node *n)
{
	const struct config *c = l->c;
	const struct system_row *last = &c->systems[c->nsystems - 1];

	for (size_t i = 0; last->id != NULL && i + 1 < c->nsystems; i++)
		if (c->systems[i].id != NULL && str_same_fold(c->systems[i].id, last->id))
			config_complain(l, &diag_config_value, n,
				"two systems are called \"%.60s\"", last->id);
}

void
config_systems(struct loading *l, const struct node *n)
{
	struct config *c = l->c;

	if (!node_is(n, NODE_LIST)) {
		config_complain(l, &diag_config_type, n, "a list of objects is wanted here");
		return;
	}
	if (node_count(n) > MAX_SYSTEMS) {
		config_complain(l, &diag_config_value, n,
			"more than %d systems: judge them in several runs", MAX_SYSTEMS);
		return;
	}
	c->systems = ARENA_ARRAY(l->a, struct system_row, node_count(n) + 1);
	for (const struct node *x = n->child; x != NULL; x = x->next) {
		if (!node_is(x, NODE_MAP)) {
			config_complain(l, &diag_config_type, x,
				"an object with \"id\" is wanted here");
			continue;
		}
		load_system(l, x, &c->systems[c->nsystems++]);
		same_name(l, x);
	}
}
