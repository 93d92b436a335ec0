/* The table of writers: a format is its file and its row here. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "reports/writers.h"

const struct writer *const writers[] = {
	&writer_json,
	&writer_text,
	&writer_html,
	&writer_pdf,
	&writer_requests,
	&writer_worklist,
	&writer_markdown,
	&writer_sarif,
	&writer_junit,
	&writer_annotations,
	&writer_codequality,
	&writer_badge_records,
	&writer_badge_evidence,
	&writer_prometheus,
	&writer_oscal_ar_json,
	&writer_oscal_ar_xml,
	&writer_oscal_poam_json,
	&writer_oscal_poam_xml,
	&writer_cyclonedx,
	&writer_csv_controls,
	&writer_csv_checks,
	&writer_csv_items,
	&writer_csv_owners,
	NULL,
};

const struct writer *
writer_find(const char *name)
{
	for (size_t i = 0; writers[i] != NULL; i++)
		if (str_same(writers[i]->name, name))
			return writers[i];
	return NULL;
}

size_t
writers_count(void)
{
	return sizeof(writers) / sizeof(*writers) - 1;
}

const char *
writer_refused(const struct writer *w)
{
	return w == &writer_pdf ? pdf_refused() : NULL;
}

const char *
writer_word(const struct writer *w)
{
	return w->group != NULL ? w->group : w->name;
}

const char *
writers_choose(bool *chosen, const char *list, size_t *len)
{
	while (list[*len = strspn(list, ",")] != '\0') {
		bool found = false;

		list += *len;
		*len = strcspn(list, ",");
		for (size_t i = 0; writers[i] != NULL; i++) {
			const char *word = writer_word(writers[i]);

			if (writers[i]->file == NULL || strlen(word) != *len
				|| strncmp(word, list, *len) != 0)
				continue;
			chosen[i] = found = true;
		}
		if (!found)
			return list;
		list += *len;
	}
	return NULL;
}

const char *const *
writers_files(struct arena *a, size_t *n)
{
	const char **v = ARENA_ARRAY(a, const char *, writers_count() + 1);

	*n = 0;
	for (size_t i = 0; writers[i] != NULL; i++)
		if (writers[i]->file != NULL)
			v[(*n)++] = writers[i]->file;
	return v;
}
