/* trueup model: what rules can see, from the field table itself. */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
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
print_json(const struct record_type *t, const struct field *f, const char *type)
{
	struct emit_json *j;
	struct buf b;

	buf_init(&b, MIB);
	j = ej_to_buf(&b, EJ_COMPACT);
	ej_object(j);
	ej_kstr(j, "record", t->name);
	ej_kstr(j, "field", f->name);
	ej_kstr(j, "type", type);
	ej_kstr(j, "doc", f->doc);
	ej_end(j);
	ej_finish(j);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
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
		print_json(t, f, type_word(f, word));
	}
	if (!json)
		putchar('\n');
}

static int
run(const struct args *a)
{
	bool json = arg_get(&command_model, a, "json") != NULL;
	const char *want = a->nrest > 0 ? a->rest[0] : NULL;

	if (a->nrest > 1) {
		fprintf(stderr, "trueup model: one record type at a time\nusage: trueup %s\n",
			command_model.synopsis);
		return EXIT_USAGE;
	}
	if (want != NULL && record_type_find(want) == NULL) {
		fprintf(stderr, "trueup model: no record type \"%.60s\": 'trueup model' lists them\n", want);
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
