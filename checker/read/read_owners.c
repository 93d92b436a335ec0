/*
 * OWNERS and OWNERS_ALIASES of Kubernetes and Prow: who approves changes of which paths, and who
 * stands behind a name of several.  Reviewers approve nothing; the emeriti have left.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"
#include "checker/read/yaml.h"

/* "@" before a login is allowed; an address is one. */
static struct party_ref
login(struct reading *r, const char *word)
{
	struct party_ref who = { .raw = word };

	if (*word == '@')
		word++;
	if (strchr(word, '@') != NULL)
		ident_add(r, &who.ids, "email", word);
	else if (*word != '\0' && strchr(word, '/') == NULL)
		ident_add(r, &who.ids, "github", word);
	return who;
}

static void
approver(struct reading *r, const char *path, const struct node *n, const char *name)
{
	struct record out = { .kind = REC_ASSIGN };
	struct rec_assign *a = &out.u.assign;

	a->subject = SUBJECT_ASSET;
	ident_add(r, &a->asset, "path", path);
	a->role = "approver";
	a->owner = true;
	a->party = login(r, name);
	out.loc = (struct loc){ .line = n->line, .col = n->col };
	reading_put(r, &out);
}

/* The approvers of a path; a path without any is told as one that nobody owns. */
static void
approvers(struct reading *r, const char *path, const struct node *of)
{
	const struct node *list = node_get(of, "approvers");
	size_t n = 0;

	reading_seen(r);
	if (!node_is(list, NODE_LIST)) {
		reading_ignored(r, "paths without approvers");
		return;
	}
	for (const struct node *x = list->child; x != NULL; x = x->next) {
		if (!text_set(node_text(x))) {
			reading_note(r, &tracker_e_record, x->line, x->col, "an approver that is no name");
			continue;
		}
		approver(r, path, x, node_text(x));
		n++;
	}
	if (n == 0)
		approver(r, path, list, "");
	reading_kept(r);
}

static void
alias(struct reading *r, const struct node *list)
{
	size_t n = 0;

	reading_seen(r);
	for (const struct node *x = node_first(list); x != NULL; x = node_next(x)) {
		struct record out = { .kind = REC_ROLE };

		if (!text_set(node_text(x)))
			continue;
		out.u.role.role = list->key;
		out.u.role.party = login(r, node_text(x));
		out.loc = (struct loc){ .line = x->line, .col = x->col };
		reading_put(r, &out);
		n++;
	}
	if (n > 0)
		reading_kept(r);
	else
		reading_ignored(r, "names without members");
}

static void
on_document(void *ctx, const struct node *n, uint64_t number)
{
	struct reading *r = ctx;
	const struct node *aliases = node_get(n, "aliases"), *filters = node_get(n, "filters");

	(void)number;
	if (node_is(n, NODE_NULL))
		return;
	if ((aliases != NULL && !node_is(aliases, NODE_MAP)) || (filters != NULL && !node_is(filters, NODE_MAP))) {
		reading_seen(r);
		reading_refused(r, &tracker_e_record, n->line, n->col, "aliases and filters are lists by name");
	}
	for (const struct node *x = node_is(aliases, NODE_MAP) ? aliases->child : NULL; x != NULL; x = x->next)
		alias(r, x);
	for (const struct node *x = node_is(filters, NODE_MAP) ? filters->child : NULL; x != NULL; x = x->next)
		approvers(r, x->key, x);
	if (node_get(n, "approvers") != NULL)
		approvers(r, "*", n);
	else if (aliases == NULL && filters == NULL) {
		reading_seen(r);
		reading_refused(r, &tracker_e_record, n->line, n->col, "neither approvers nor aliases");
	}
}

static int
read_owners(struct reading *r)
{
	struct yaml_reader y = { .r = r, .ctx = r, .document = on_document };

	return reading_yaml(&y);
}

/* A member at the beginning of a line. */
static bool
member(const struct head *h, const char *name)
{
	size_t n = strlen(name);

	return (h->len > n && memcmp(h->bytes, name, n) == 0) ||
		head_text(h, arena_printf(h->a, "\n%s", name));
}

static int
probe_owners(const struct head *h, const char **sign)
{
	if (h->syntax == SYNTAX_XML || h->syntax == SYNTAX_JSON)
		return 0;
	if (member(h, "aliases:") && !member(h, "controls:") && head_text(h, ":\n  - ")) {
		*sign = "member \"aliases\" of lists";
		return 50;
	}
	if (member(h, "aliases:") && head_text(h, ":\n    - ")) {
		*sign = "member \"aliases\" of lists";
		return 50;
	}
	if (!member(h, "approvers:") && !(member(h, "filters:") && head_text(h, "approvers:")))
		return 0;
	*sign = "member \"approvers\"";
	return 50;
}

const struct reader reader_owners = {
	.name = "owners",
	.title = "OWNERS and OWNERS_ALIASES of Kubernetes projects (YAML)",
	.what = "Shows who approves changes of which paths, and who is behind a group's name. Cannot show "
		"that anybody answers for what runs, nor since when.",
	.better = "a roster that knows the logins beside it: OWNERS files name nobody otherwise",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_EVIDENCE | ROLE_ROLES,
	.grade = GRADE_E2,
	.probe = probe_owners,
	.read = read_owners,
};
