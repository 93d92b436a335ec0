/* The table of writers: a format is its file and its row here. */
#include "checker/base/text.h"
#include "reports/writers.h"

const struct writer *const writers[] = {
	&writer_json,
	&writer_text,
	&writer_html,
	&writer_requests,
	&writer_worklist,
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
