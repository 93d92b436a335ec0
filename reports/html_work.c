/* What each owner has to do: the lists of worklist.csv, the longest first. */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/html.h"

#define COUNT(v) (sizeof(v) / sizeof(*(v)))

struct owner { const char *name; uint64_t n; const struct node *first; size_t at; };

static int
by_length(const void *a, const void *b)
{
	const struct owner *x = *(const struct owner *const *)a;
	const struct owner *y = *(const struct owner *const *)b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static const char *
task_word(const char *kind)
{
	static const struct { const char *kind; enum say said; } v[] = {
		{"decide", SAY_W_DECIDE}, {"fix", SAY_W_FIX}, {"own", SAY_W_OWN}, {"show", SAY_W_SHOW},
	};

	for (size_t i = 0; i < COUNT(v); i++)
		if (str_same(v[i].kind, kind))
			return say_text(v[i].said);
	return kind;
}

static void
put_task(struct h_table *t, const struct node *w)
{
	const char *kind = get_str(w, "kind");

	h_row(t, NULL);
	h_cell_open(t, NULL);
	h_chip(t->x, str_same(kind, "show") ? "warn" : "bad", task_word(kind));
	ex_close(t->x);
	h_cell_name(t, get_str(w, "subject"));
	h_cell(t, NULL, get_str(w, "what"));
	h_cell_when(t, get_str(w, "due"));
	h_cell_place(t, get_str(w, "at"));
	ex_close(t->x);
}

/* Lists stand in the report owner by owner. */
static void
put_owner(struct emit_xml *x, const struct owner *o)
{
	static const enum say heads[] = {SAY_C_TASK, SAY_C_SUBJECT, SAY_C_WHAT, SAY_C_DUE, SAY_C_WHERE};
	uint64_t told = 0;
	struct h_table t;

	ex_open(x, "details");
	ex_open(x, "summary");
	ex_open_class(x, "span", "id");
	ex_text_cut(x, *o->name != '\0' ? o->name : say_text(SAY_P_NO_OWNER), HTML_NAME);
	ex_close(x);
	ex_open_class(x, "span", "count");
	H_SAID(x, SAY_P_WORK_COUNT, SAY_N(o->n));
	ex_close(x);
	ex_close(x);
	ex_open_class(x, "div", "body");
	h_table_open(&t, x, NULL, SAYINGS, heads, COUNT(heads));
	for (const struct node *w = o->first; w != NULL && told < HTML_TASKS && told < o->n;
		w = w->next) {
		if (!str_same(get_str(w, "owner"), o->name))
			continue;
		put_task(&t, w);
		told++;
	}
	h_table_close(&t);
	if (o->n > told) {
		ex_open_class(x, "p", "soft");
		H_SAID(x, SAY_P_WORK_MORE, SAY_N(o->n - told));
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
}

static void
put_owners(struct emit_xml *x, const struct node *report, struct arena *a, struct map *owners)
{
	const struct owner **v;
	size_t n;

	for EACH(w, report, "work") {
		const char *name = get_str(w, "owner");
		void **slot = map_slot(owners, name, strlen(name), NULL);
		struct owner *o = *slot;

		if (o == NULL) {
			o = *slot = ARENA_NEW(a, struct owner);
			*o = (struct owner){name, 0, w, map_count(owners)};
		}
		o->n++;
	}
	n = map_count(owners);
	v = ARENA_ARRAY(a, const struct owner *, n + 1);
	for (size_t i = 0; i < n; i++)
		v[i] = map_value_at(owners, i);
	if (n > 1)
		qsort(v, n, sizeof(*v), by_length);
	ex_open_class(x, "div", "lists");
	for (size_t i = 0; i < n && i < HTML_OWNERS; i++)
		put_owner(x, v[i]);
	ex_close(x);
	if (n <= HTML_OWNERS)
		return;
	ex_open_class(x, "p", "soft");
	H_SAID(x, SAY_P_WORK_CUT, SAY_N(HTML_OWNERS));
	ex_close(x);
}

void
html_work(struct emit_xml *x, const struct node *report)
{
	struct arena *a = arena_new();
	struct map *owners = map_new();

	h_section(x, "work", SAY_H_WORK);
	if (get_child(report, "work") == NULL) {
		h_para(x, "soft", SAY_P_WORK_NONE);
	} else {
		h_para(x, "soft", SAY_P_WORK_INTRO);
		put_owners(x, report, a, owners);
	}
	ex_close(x);
	map_free(owners);
	arena_free(a);
}
