/*
 * Choosing controls by verdict, by what holds them back, by family and by owner.  Each value
 * is a number in a class of its controls; the style sheet has a rule for each, so that the
 * choice works without a script, and no text from evidence stands in the style sheet.
 */
#include <stdlib.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "reports/html.h"

#define VALUES 200 /* of one kind; the script's search finds the others */

static const char letters[H_FILTERS] = {'v', 'l', 'f', 'o'};

static const char *
value_of(const struct node *c, enum h_filter kind)
{
	switch (kind) {
	case H_BY_VERDICT:
		return get_str(c, "verdict");
	case H_BY_LIMIT:
		return *get_str(c, "limited_why") != '\0' ? get_str(c, "limited_why")
			: say_text(SAY_P_FREE);
	case H_BY_FAMILY:
		return get_str(c, "family");
	case H_BY_OWNER:
	case H_FILTERS:
		break;
	}
	return get_str(node_get(c, "owner"), "name");
}

struct h_choice { const char *text; size_t n, index; };

static int
by_text(const void *a, const void *b)
{
	const struct h_choice *x = *(const struct h_choice *const *)a;
	const struct h_choice *y = *(const struct h_choice *const *)b;

	return strcmp(x->text, y->text);
}

static int
by_count(const void *a, const void *b)
{
	const struct h_choice *x = *(const struct h_choice *const *)a;
	const struct h_choice *y = *(const struct h_choice *const *)b;

	if (x->n != y->n)
		return x->n > y->n ? -1 : 1;
	return strcmp(x->text, y->text);
}

static void
count_values(struct h_page *p, enum h_filter kind, struct map *m)
{
	for EACH(s, p->report, "scopes")
		for EACH(c, s, "controls") {
			const char *text = value_of(c, kind);
			void **slot = map_slot(m, text, strlen(text), NULL);
			struct h_choice *v = *slot;

			if (v == NULL) {
				v = *slot = ARENA_NEW(p->a, struct h_choice);
				v->text = text;
			}
			v->n++;
		}
}

/* Those with the most controls, then by name: verdicts stand in their own order. */
static void
order_values(struct h_page *p, enum h_filter kind)
{
	struct h_values *v = &p->values[kind];
	size_t n = map_count(v->map), kept = n < VALUES ? n : VALUES;

	v->list = ARENA_ARRAY(p->a, struct h_choice *, n + 1);
	for (size_t i = 0; i < n; i++)
		v->list[i] = map_value_at(v->map, i);
	if (n > 1 && kind != H_BY_VERDICT) {
		qsort(v->list, n, sizeof(*v->list), by_count);
		if (kind != H_BY_LIMIT)
			qsort(v->list, kept, sizeof(*v->list), by_text);
	}
	for (size_t i = 0; i < kept; i++)
		v->list[i]->index = i + 1;
	v->n = kept;
}

void
h_filters_make(struct h_page *p)
{
	for (int k = 0; k < H_FILTERS; k++) {
		p->values[k].map = map_new();
		if (k == H_BY_VERDICT)
			for EACH(s, p->report, "scopes")
				for EACH(v, s, "verdicts") {
					int64_t n;
					void **slot;

					if (node_int(v, &n) != 0 || n == 0 || v->key == NULL)
						continue;
					slot = map_slot(p->values[k].map, v->key, strlen(v->key), NULL);
					if (*slot == NULL) {
						struct h_choice *c = ARENA_NEW(p->a, struct h_choice);

						c->text = v->key;
						*slot = c;
					}
				}
		count_values(p, (enum h_filter)k, p->values[k].map);
		order_values(p, (enum h_filter)k);
	}
}

void
h_filters_free(struct h_page *p)
{
	for (int k = 0; k < H_FILTERS; k++)
		map_free(p->values[k].map);
}

void
h_filters_style(struct buf *b, const struct h_page *p)
{
	for (int k = 0; k < H_FILTERS; k++)
		for (size_t i = 1; i <= p->values[k].n; i++) {
			char c = letters[k];

			buf_fmt(b, "#controls:has(#q-%c%zu:checked) .c:not(.%c%zu),"
				"#controls:has(#q-%c%zu:checked) .group:not(:has(>.%c%zu))"
				"{display:none}", c, i, c, i, c, i, c, i);
		}
}

void
h_filters_class(struct emit_xml *x, const struct h_page *p, const struct node *c)
{
	struct buf b;

	buf_init(&b, 256);
	buf_str(&b, "c");
	for (int k = 0; k < H_FILTERS; k++) {
		const char *text = value_of(c, (enum h_filter)k);
		const struct h_choice *v = map_get(p->values[k].map, text, strlen(text));

		if (v != NULL && v->index > 0)
			buf_fmt(&b, " %c%zu", letters[k], v->index);
	}
	ex_attr(x, "class", b.p);
	buf_free(&b);
}

static const char *
blank_value(enum h_filter kind)
{
	return say_text(kind == H_BY_OWNER ? SAY_P_NO_OWNER : SAY_P_NO_FAMILY);
}

static void
put_option(struct emit_xml *x, const char *id, const char *text, size_t n)
{
	struct buf label;

	buf_init(&label, MIB);
	text_inert(&label, text, 60);
	ex_open(x, "option");
	ex_attr(x, "id", id);
	if (n > 0)
		H_SAID(x, SAY_P_OPTION, SAY_S(label.p), SAY_N(n));
	else
		ex_text(x, label.p);
	ex_close(x);
	buf_free(&label);
}

static void
put_select(struct emit_xml *x, const struct h_page *p, enum h_filter kind, enum say name)
{
	const struct h_values *v = &p->values[kind];
	char id[48];

	ex_open(x, "label");
	ex_element(x, "span", NULL, say_text(name));
	ex_open(x, "select");
	snprintf(id, sizeof(id), "q-%c", letters[kind]);
	ex_attr(x, "id", id);
	snprintf(id, sizeof(id), "q-%c0", letters[kind]);
	put_option(x, id, say_text(SAY_P_ALL), 0);
	for (size_t i = 1; i <= v->n; i++) {
		const struct h_choice *c = v->list[i - 1];

		snprintf(id, sizeof(id), "q-%c%zu", letters[kind], i);
		put_option(x, id, *c->text != '\0' ? c->text : blank_value(kind), c->n);
	}
	ex_close(x);
	ex_close(x);
}

static void
put_script_select(struct emit_xml *x, const char *id, enum say name, const enum say *options,
	const char *const *values, size_t n)
{
	ex_open(x, "label");
	ex_element(x, "span", NULL, say_text(name));
	ex_open(x, "select");
	ex_attr(x, "id", id);
	for (size_t i = 0; i < n; i++) {
		ex_open(x, "option");
		ex_attr(x, "value", values[i]);
		h_say(x, options[i]);
		ex_close(x);
	}
	ex_close(x);
	ex_close(x);
}

void
h_filters_form(struct emit_xml *x, const struct h_page *p)
{
	static const enum say groups[] = {SAY_P_BY_VERDICT, SAY_P_BY_FAMILY, SAY_P_BY_OWNER,
		SAY_P_BY_LIMIT, SAY_P_GROUP_NONE};
	static const char *const group_values[] = {"v", "f", "o", "l", ""};
	static const enum say sorts[] = {SAY_P_SORT_WORST, SAY_P_SORT_ID, SAY_P_SORT_WEIGHT,
		SAY_P_SORT_OWNER};
	static const char *const sort_values[] = {"", "id", "w", "o"};

	ex_open_class(x, "fieldset", "filters");
	ex_element(x, "legend", NULL, say_text(SAY_P_FILTER));
	put_select(x, p, H_BY_VERDICT, SAY_P_BY_VERDICT);
	put_select(x, p, H_BY_LIMIT, SAY_P_BY_LIMIT);
	put_select(x, p, H_BY_FAMILY, SAY_P_BY_FAMILY);
	put_select(x, p, H_BY_OWNER, SAY_P_BY_OWNER);
	/* Shown by the script, which alone can do these. */
	ex_open_class(x, "div", "tools");
	ex_attr(x, "id", "tools");
	ex_attr(x, "hidden", "hidden");
	put_script_select(x, "group", SAY_P_GROUP, groups, group_values, 5);
	put_script_select(x, "sort", SAY_P_SORT, sorts, sort_values, 4);
	ex_open(x, "label");
	ex_element(x, "span", NULL, say_text(SAY_P_FIND));
	ex_open(x, "input");
	ex_attr(x, "id", "find");
	ex_attr(x, "type", "search");
	ex_empty(x);
	ex_close(x);
	ex_close(x);
	ex_close(x);
}
