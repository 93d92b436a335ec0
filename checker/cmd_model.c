/* trueup model: what rules can see, from the field table itself. */
#include "checker/base/text.h"
#include "checker/commands.h"
#include "checker/model/fields.h"
#include "reports/emit_json.h"

static const struct option_row options[] = {
	{"json", 0, NULL, false, "one JSON object a line"},
	{NULL, 0, NULL, false, NULL},
};

static const char *
type_word(const struct field *f, char out[64])
{
	static const char *const words[] = {"bool", "int", "string", "timestamp", "duration",
		"list(string)", "", ""};

	if (f->type == FIELD_RECORD)
		snprintf(out, 64, "%s", f->record);
	else if (f->type == FIELD_RECORDS)
		snprintf(out, 64, "list(%s)", f->record);
	else
		snprintf(out, 64, "%s", words[f->type]);
	return out;
}

static void
print_type(const struct record_type *t, bool json)
{
	char word[64];

	if (!json)
		printf("%s\n    %s\n\n", t->name, t->doc);
	for (size_t i = 0; i < t->nfields; i++) {
		const struct field *f = &t->fields[i];

		if (!json) {
			printf("  %-24s %-18s %s\n", f->name, type_word(f, word), f->doc);
			continue;
		}
		printf("{\"record\":\"%s\",\"field\":\"%s\",\"type\":\"%s\",\"doc\":\"%s\"}\n", t->name,
			f->name, type_word(f, word), f->doc);
	}
	if (!json)
		putchar('\n');
}

static int
run(const struct args *a)
{
	bool json = arg_get(&command_model, a, "json") != NULL;
	const char *want = a->nrest > 0 ? a->rest[0] : NULL;

	if (want != NULL && record_type_find(want) == NULL) {
		fprintf(stderr, "trueup model: no record type \"%.60s\"\n", want);
		return EXIT_USAGE;
	}
	for (size_t i = 0; record_types[i] != NULL; i++) {
		if (want == NULL || str_same(want, record_types[i]->name))
			print_type(record_types[i], json);
	}
	return EXIT_OK;
}

const struct command command_model = {
	"model", "model [--json] [TYPE]", "what rules can see: every field, its type and meaning",
	"Prints the record types and fields that expressions of rules can use.", options, run};
