/* Microsoft Graph users (Entra ID): pages of GET /users, lines of them, or one user. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/json_list.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define ENTRA "entra"

struct graph {
	struct reading *r;
	uint64_t silent;  /* users without accountEnabled */
	bool more;        /* a page says that another follows */
};

/* "bo_y.example#EXT#@tenant" is bo@y.example, a guest. */
static const char *
guest_mail(struct reading *r, const char *upn)
{
	const char *ext = upn == NULL ? NULL : strstr(upn, "#EXT#");
	char *mail, *at;

	if (ext == NULL)
		return NULL;
	mail = arena_strndup(r->rec, upn, (size_t)(ext - upn));
	at = strrchr(mail, '_');
	if (at == NULL)
		return NULL;
	*at = '@';
	return mail;
}

static void
addresses(struct reading *r, const struct node *u, struct idents *ids)
{
	const char *upn = node_get_text(u, "userPrincipalName"), *mail = node_get_text(u, "mail");
	const char *guest = guest_mail(r, upn);

	ident_add(r, ids, "login", upn);
	if (guest != NULL)
		ident_add(r, ids, "email", guest);
	else if (upn != NULL && strstr(upn, "#EXT#") == NULL && strchr(upn, '@') != NULL)
		ident_add(r, ids, "email", upn);
	if (mail != NULL && !str_same(mail, upn) && !str_same(mail, guest))
		ident_add(r, ids, "email", mail);
	/* "SMTP:" is the primary address, "smtp:" another; X500 and SIP are none. */
	for (const struct node *x = node_first(node_get(u, "proxyAddresses")); x != NULL;
		x = x->next)
		if (node_text(x) != NULL && (str_has_prefix(node_text(x), "SMTP:") ||
			str_has_prefix(node_text(x), "smtp:")) &&
			!str_same(node_text(x) + 5, mail) && !str_same(node_text(x) + 5, upn))
			ident_add(r, ids, "email", node_text(x) + 5);
	for (const struct node *x = node_first(node_get(u, "otherMails")); x != NULL; x = x->next)
		ident_add(r, ids, "email", node_text(x));
	ident_add(r, ids, "login", node_get_text(u, "onPremisesSamAccountName"));
}

static struct party_ref
manager_of(struct reading *r, const struct node *u)
{
	const struct node *m = node_get(u, "manager");
	struct party_ref who = {0};
	const char *mail = node_get_text(m, "mail"), *id = node_get_text(m, "id");

	if (!node_is(m, NODE_MAP))
		return who;
	who.name = node_get_text(m, "displayName");
	who.raw = text_set(who.name) ? who.name : text_set(mail) ? mail : id != NULL ? id : "";
	ident_add(r, &who.ids, ENTRA, id);
	ident_add(r, &who.ids, "email", mail);
	return who;
}

static enum tri
enabled(struct graph *g, const struct node *u, const char **raw)
{
	const struct node *n = node_get(u, "accountEnabled");

	*raw = node_text(n);
	if (n == NULL)
		g->silent++;
	if (node_is(n, NODE_TRUE))
		return TRI_T;
	return node_is(n, NODE_FALSE) ? TRI_F : TRI_U;
}

static void
user(void *ctx, const struct node *u, const char *path)
{
	struct graph *g = ctx;
	struct reading *r = g->r;
	struct record out = { .kind = REC_PARTY };
	struct rec_party *p = &out.u.party;

	reading_seen(r);
	ident_add(r, &p->ids, ENTRA, node_get_text(u, "id"));
	addresses(r, u, &p->ids);
	if (p->ids.n == 0) {
		reading_refused(r, &tracker_e_record, u->line, u->col,
			"a user without id, userPrincipalName and mail");
		return;
	}
	ident_add(r, &p->ids, "emp", node_get_text(u, "employeeId"));
	p->name = node_get_text(u, "displayName");
	p->kind_raw = node_get_text(u, "userType");
	p->team = node_get_text(u, "department");
	p->title = node_get_text(u, "jobTitle");
	p->active = enabled(g, u, &p->status_raw);
	p->hired = member_instant(r, u, "employeeHireDate");
	p->left = member_instant(r, u, "employeeLeaveDateTime");
	if (p->left.known != KNOWN && node_get(u, "deletedDateTime") != NULL)
		p->left = member_instant(r, u, "deletedDateTime");
	p->created = member_instant(r, u, "createdDateTime");
	p->manager = manager_of(r, u);
	out.loc = (struct loc){ .line = u->line, .col = u->col, .path = path };
	reading_put(r, &out);
	reading_kept(r);
	r->source->listed++;
}

static void
page(struct graph *g, const struct node *p)
{
	int64_t count;

	g->more = g->more || text_set(node_get_text(p, "@odata.nextLink"));
	if (node_int(node_get(p, "@odata.count"), &count) != 0 || count < 0)
		return;
	g->r->source->has_total = true;
	if ((uint64_t)count > g->r->source->total)
		g->r->source->total = (uint64_t)count;
}

static void
value(void *ctx, const struct node *n, const char *path)
{
	struct graph *g = ctx;
	const struct node *list = node_get(n, "value");
	size_t i = 0;

	if (list == NULL && node_get(n, "@odata.nextLink") == NULL) {
		user(g, n, path);
		return;
	}
	for (const struct node *u = node_is(list, NODE_LIST) ? list->child : NULL; u != NULL;
		u = u->next)
		user(g, u, arena_printf(g->r->rec, "%s/value/%zu", path, i++));
	page(g, n);
}

static int
read_graph(struct reading *r)
{
	static const char *const cuts[] = { "", "/value" };
	struct graph g = { .r = r };
	const struct json_list list = { .cuts = cuts, .ncuts = 2, .ctx = &g,
		.record = user, .value = value };
	struct source *s = r->source;
	int rc = reading_json_list(r, &list, NULL);

	if (rc != 0)
		return rc;
	if (s->has_total)
		s->complete = s->listed >= s->total ? TRI_T : TRI_F;
	else if (g.more) {
		s->complete = TRI_F;
		reading_note(r, &tracker_w_pages, 0, 0, "@odata.nextLink: another page follows");
	}
	if (g.silent > 0)
		reading_note(r, &tracker_w_active, 0, 0, "%llu of %llu users",
			(unsigned long long)g.silent, (unsigned long long)s->listed);
	return 0;
}

static int
probe_graph(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON)
		return 0;
	if (head_key(h, "@odata.context") && head_text(h, "/$metadata#users")) {
		*sign = "@odata.context of users";
		return 90;
	}
	if (head_key(h, "userPrincipalName") ||
		(head_key(h, "value") && head_text(h, "\"userPrincipalName\""))) {
		*sign = "member \"userPrincipalName\"";
		return 80;
	}
	return 0;
}

static const struct word_row_doc graph_words[] = {
	{ "Graph accountEnabled", "true", "active" },
	{ "Graph accountEnabled", "false", "inactive, since when is not known; before "
		"employeeHireDate: not started" },
	{ "Graph accountEnabled", "left out", "unknown: ask for it by $select" },
	{ "Graph employeeLeaveDateTime", "an instant, also a future one", "left then" },
	{ NULL, NULL, NULL }
};

const struct reader reader_graph = {
	.name = "graph",
	.title = "Microsoft Graph users (Entra ID)",
	.what = "Shows who has an account, whether it is enabled now, and managers where expanded. "
		"Cannot show since when, nor who left, without employeeLeaveDateTime.",
	.better = "the HR roster with hire and leave dates beside it, and managers expanded",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_ROSTER,
	.grade = GRADE_E2,
	.probe = probe_graph,
	.read = read_graph,
	.words = graph_words,
};
