/* trueup.json, "identities": names that are one asset because somebody says so (attacks G8). */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/config_inside.h"

static const char *const kinds[] = {"arn", "instance", "serial", "uuid", "agent", "fqdn", "host",
	"ip", "mac", "tag", "name", "oscal"};

/* "fqdn:web01.x.example" */
static void
load_name(struct loading *l, const struct node *n, struct ident *out)
{
	const char *text = config_string(l, n), *colon = text != NULL ? strchr(text, ':') : NULL;
	bool known = false;

	if (text == NULL)
		return;
	for (size_t i = 0; colon != NULL && i < sizeof(kinds) / sizeof(*kinds); i++)
		known = known || (strlen(kinds[i]) == (size_t)(colon - text)
			&& strncmp(text, kinds[i], strlen(kinds[i])) == 0);
	if (!known || colon[1] == '\0') {
		config_complain(l, &diag_config_value, n, "\"%.60s\" is no name of an asset: write its kind "
			"before it, such as fqdn:web01.x.example or serial:C02XYZ", text);
		return;
	}
	out->ns = arena_strndup(l->a, text, (size_t)(colon - text));
	out->value = colon + 1;
}

static void
load_names(struct loading *l, const struct node *n, struct idents *ids)
{
	if (!config_want(l, n, NODE_LIST, "a list of names"))
		return;
	if (node_count(n) < 2)
		config_complain(l, &diag_config_value, n, "two names or more are wanted: which are one asset?");
	ids->v = ARENA_ARRAY(l->a, struct ident, node_count(n) + 1);
	for (const struct node *x = node_first(n); x != NULL; x = node_next(x))
		load_name(l, x, &ids->v[ids->n++]);
}

static void
load_row(struct loading *l, const struct node *n, struct identity_row *row)
{
	static const char *const names[] = {"asset", "reason", "approved_by", "expires"};

	row->loc = config_loc(n);
	for (const struct node *m = node_is(n, NODE_MAP) ? n->child : NULL; m != NULL; m = m->next) {
		const char *near = text_nearest(m->key, names, sizeof(names) / sizeof(*names));

		if (str_same(m->key, "asset"))
			load_names(l, m, &row->ids);
		else if (str_same(m->key, "reason"))
			row->reason = config_string(l, m);
		else if (str_same(m->key, "approved_by"))
			row->approver = config_string(l, m);
		else if (str_same(m->key, "expires"))
			row->expires = config_instant(l, m);
		else
			config_complain(l, &diag_config_member, m,
				"no member \"%.80s\" is known here%s%s%s", m->key,
				near ? "; did you mean \"" : "", near ? near : "",
				near ? "\"?" : "");
	}
	/* A day without a zone ends first where it ends first, UTC+14, as in overrides. */
	if (row->expires.known == KNOWN && row->expires.date_only)
		row->expires.hi = row->expires.lo + NS_DAY - 1;
	if (row->ids.n == 0 || row->reason == NULL || *row->reason == '\0' || row->approver == NULL
		|| *row->approver == '\0' || row->expires.known != KNOWN || row->expires.never)
		config_complain(l, &diag_config_type, n, "\"asset\", \"reason\", \"approved_by\" and "
			"\"expires\" are all needed: it makes assets fewer");
}

void
config_identities(struct loading *l, const struct node *n)
{
	if (!config_want(l, n, NODE_LIST, "a list of objects"))
		return;
	if (node_count(n) > MAX_IDENTITIES) {
		config_complain(l, &diag_config_value, n,
			"more than %d: correct the names at their sources", MAX_IDENTITIES);
		return;
	}
	l->c->identities = ARENA_ARRAY(l->a, struct identity_row, node_count(n) + 1);
	for (const struct node *x = node_first(n); x != NULL; x = node_next(x))
		load_row(l, x, &l->c->identities[l->c->nidentities++]);
}
