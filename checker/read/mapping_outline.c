/* What a mapping makes, and of what: for `trueup map check`. */
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/read/mapping_parts.h"

static void
put_tests(struct buf *b, const struct map_emit *e)
{
	for (size_t i = 0; i < e->ntests; i++) {
		const struct map_test *t = &e->tests[i];

		buf_fmt(b, "%s\"%s\"", i == 0 ? "; when " : " and ", t->ref.text);
		if (t->column)
			buf_str(b, " is there");
		else if (t->present >= 0)
			buf_str(b, t->present ? " is filled" : " is blank");
		else
			buf_str(b, t->nis > 0 ? " is one of some words" : t->nisnot > 0 ?
				" is none of some words" : " matches");
	}
}

static void
put_value(struct buf *b, const struct map_value *v)
{
	if (v->constant != NULL)
		buf_fmt(b, "the word %s", v->constant);
	for (size_t i = 0; i < v->nrefs; i++)
		buf_fmt(b, "%s\"%s\"", i == 0 ? "" : ", else ", v->refs[i].text);
	if (v->table != NULL)
		buf_fmt(b, " by table \"%s\"", v->table->name);
	if (v->fallback != NULL)
		buf_fmt(b, ", else the word %s", v->fallback);
}

static void
put_set(struct buf *b, const struct map_set *s)
{
	buf_fmt(b, "    %s%-*s ", s->member->name, s->required ? 1 : 0, s->required ? "*" : "");
	for (size_t i = strlen(s->member->name) + s->required; i < 14; i++)
		buf_chr(b, ' ');
	for (size_t i = 0; i < s->nvalues; i++) {
		buf_str(b, i == 0 ? "" : "; ");
		put_value(b, &s->values[i]);
	}
	buf_chr(b, '\n');
}

void
mapping_outline(const struct mapping *m, struct buf *b)
{
	static const char *const formats[] = { "tables", "JSON", "XML" };

	buf_fmt(b, "%s %s, for %s%s%s\n", m->info.name, m->info.version == NULL ? "" :
		m->info.version, formats[m->format], m->info.title == NULL ? "" : ": ",
		m->info.title == NULL ? "" : m->info.title);
	if (m->info.loosens)
		buf_fmt(b, "loosens until %s: \"%s\", approved by %s\n", m->info.expires.raw,
			m->info.reason, m->info.approver);
	for (size_t i = 0; i < m->nemits; i++) {
		const struct map_emit *e = &m->emits[i];

		buf_fmt(b, "  %s of each %s", record_kind_word(e->kind), e->each_text == NULL ?
			"row" : e->each_text);
		put_tests(b, e);
		buf_chr(b, '\n');
		for (size_t s = 0; s < e->nsets; s++)
			put_set(b, &e->sets[s]);
	}
	buf_str(b, "  * without it the row is refused\n");
}
