/*
 * CISA's catalog of known exploited vulnerabilities (KEV): what is exploited,
 * and by when it is to be mended.  It says nothing of any system.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define BENCHMARK "cisa-kev"

static void
vulnerability(struct reading *r, const struct node *n, const char *path)
{
	struct record out = { .kind = REC_TEST };
	struct rec_test *t = &out.u.test;
	struct tags ids = {0};
	const char *cve = node_get_text(n, "cveID");

	reading_seen(r);
	r->source->listed++;
	if (text_set(cve))
		test_ids_find(&ids, cve, r->rec);
	if (ids.n != 1 || strcmp(ids.v[0].scheme, "cve") != 0) {
		reading_refused(r, &tracker_e_record, n->line, n->col, "cveID \"%s\"",
			cve == NULL ? "" : text_inert_dup(r->rec, cve, 40));
		return;
	}
	t->benchmark = BENCHMARK;
	t->test = ids.v[0].id;
	t->title = node_get_text(n, "vulnerabilityName");
	t->due = member_instant(r, n, "dueDate");
	t->added = member_instant(r, n, "dateAdded");
	tags_add(&t->tags, r->rec, "cve", ids.v[0].id, cve, REL_NONE);
	for (const struct node *c = node_first(node_get(n, "cwes")); c != NULL; c = c->next)
		if (text_set(node_text(c)))
			tags_add(&t->tags, r->rec, "cwe", node_text(c), node_text(c), REL_NONE);
	out.loc = (struct loc){ .line = n->line, .col = n->col, .path = path };
	reading_put(r, &out);
	reading_kept(r);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	vulnerability(ctx, rec->node, rec->pointer);
	return 0;
}

static int
read_kev(struct reading *r)
{
	static const char *const cuts[] = { "/vulnerabilities" };
	struct json_reader jr = { .cuts = cuts, .ncuts = 1, .on_record = on_record, .ctx = r };
	struct source *s = r->source;
	struct node *rest = NULL;
	struct instant released;
	int64_t count;

	if (reading_json(r, &jr, &rest) != 0)
		return -1;
	s->version = arena_strdup(r->a, node_get_text(rest, "catalogVersion"));
	s->producer = "CISA";
	released = member_instant(r, rest, "dateReleased");
	if (released.known == KNOWN && s->as_of.known != KNOWN) {
		s->as_of = released;
		s->as_of.raw = arena_strdup(r->a, released.raw);
	}
	if (node_int(node_get(rest, "count"), &count) == 0 && count >= 0) {
		s->has_total = true;
		s->total = (uint64_t)count;
		s->complete = s->listed == s->total ? TRI_T : TRI_F;
		if (s->listed != s->total)
			reading_note(r, &tracker_w_count, 0, 0, "count says %lld, %llu are there",
				(long long)count, (unsigned long long)s->listed);
	}
	return 0;
}

static int
probe_kev(const struct head *h, const char **sign)
{
	if (h->syntax != SYNTAX_JSON || !head_key(h, "catalogVersion") ||
		!head_text(h, "\"vulnerabilities\""))
		return 0;
	*sign = "members \"catalogVersion\" and \"vulnerabilities\"";
	return 90;
}

static const struct word_row_doc kev_words[] = {
	{ "KEV dueDate", "a date", "by then it is to be mended, that day included; never computed" },
	{ "KEV dateAdded", "a date", "since then it is known to be exploited" },
	{ NULL, NULL, NULL }
};

const struct reader reader_kev = {
	.name = "kev",
	.title = "CISA known exploited vulnerabilities catalog (JSON)",
	.what = "Shows which vulnerabilities are exploited, and by when CISA wants them mended. "
		"Proves nothing about any system.",
	.better = "the newest catalog: entries are added weekly",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe_kev,
	.read = read_kev,
	.words = kev_words,
};
