/*
 * reuse: the same thing offered twice.  Records of one `same` (a digest, a text)
 * are one artefact; if it is offered `across` more than one value (paths,
 * periods, items), each of them is F.  One value only, and nothing unknown that
 * could be another: T; else U.  A blank `same` is no artefact; a blank `across` is
 * a value.  Its F caps the grade: what rests on the record supports nothing.
 */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"

static void
fill(struct kind_run *k, const struct kind_env *e, struct member *m)
{
	m->text = kind_text(k, "across", e, &m->unknown, &m->why);
	if (m->text == NULL && !m->unknown)
		m->text = "";
}

static void
settle(struct kind_run *k, const struct group *g, bool lost)
{
	struct template_word w[3] = {{"same", g->key}, {"n", ""}, {"other", ""}};
	const char *first = NULL, *second = NULL, *unknown = NULL;

	for (size_t i = 0; i < g->members.n; i++) {
		const struct member *m = &g->members.v[i];

		if (m->unknown)
			unknown = m->why != NULL ? m->why : "";
		else if (first == NULL)
			first = m->text;
		else if (second == NULL && !str_same(first, m->text))
			second = m->text;
	}
	w[1].text = arena_printf(k->j->a, "%zu", g->members.n);
	for (size_t i = 0; i < g->members.n; i++) {
		const struct member *m = &g->members.v[i];
		enum tri v = second != NULL ? TRI_F : unknown != NULL || lost ? TRI_U : TRI_T;
		const char *why = v != TRI_U ? NULL : m->unknown ? m->why : unknown != NULL ? unknown
			: say_text(SAY_WHY_OFFERED);

		w[2].text = second == NULL ? "" : str_same(m->text, first) ? second : first;
		group_check(k, m, v, why, w, 3);
	}
}

static void
run(struct kind_run *k)
{
	struct groups g;

	groups_make(&g, k, "same", fill);
	for (size_t i = 0; i < g.list.n; i++)
		settle(k, &g.list.v[i], g.lost.n > 0);
	for (size_t i = 0; i < g.lost.n; i++)
		group_check(k, &g.lost.v[i], g.lost.v[i].conflict ? TRI_B : TRI_U, g.lost.v[i].why, NULL,
			0);
	groups_free(&g);
}

static const char *const records[] = {"source", "acceptance", NULL};
static const char *const words[] = {"why", "same", "n", "other", NULL};

const struct kind kind_reuse = {
	.spec = {.name = "reuse", .together = true,
		.doc = "Each record: F if another with the same \"same\" has another \"across\", T if none "
		       "has, U if one that is unknown may. A source that is F supports nothing; an "
		       "acceptance that is F is no decision that counts.",
		.records = records,
		.slots = {{"same", WANT_STRING, true, NULL, 0}, {"across", WANT_STRING, true, NULL, 0}},
		.nslots = 2, .words = words, .caps = true, .only_caps = true},
	.run = run};
