/* trueup formats: what can be read and written, with grades and word tables. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/catalogue.h"
#include "checker/commands.h"
#include "checker/read/mapping.h"
#include "checker/read/reader.h"
#include "reports/writer.h"

static const struct option_row options[] = {
	{"words", 0, NULL, false, "the word tables: which raw word means what"},
	{"mappings", 0, NULL, false, "the built-in mappings of tables (CSV)"},
	{"table", 0, NULL, false, "what is read, as a table for documents (Markdown)"},
	{"messages", 0, NULL, false, "every message: its code, what it means, what to do; or those named"},
	{NULL, 0, NULL, false, NULL},
};

static void
print_words(const char *reader, const struct word_row_doc *w)
{
	for (; w != NULL && w->table != NULL; w++)
		printf("%-14s %-16s %-32s %s\n", reader, w->table, w->word, w->meaning);
}

static void
roles(unsigned bits, char out[120])
{
	static const char *const words[] = {"claims", "observations", "items", "roster", "population",
		"mapping", "catalog", "roles", "artefacts"};
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (bits & (1u << i))
			len += (size_t)snprintf(out + len, 120 - len, "%s%s", len > 0 ? ", " : "",
				words[i]);
	}
}

static void
print_table(void)
{
	puts("| format | what it is | grade at most | speaks of |\n|---|---|---|---|");
	for (size_t i = 0; readers[i] != NULL; i++) {
		char what[120];

		roles(readers[i]->roles, what);
		printf("| `%s` | %s | %s | %s |\n", readers[i]->name, readers[i]->title,
			grade_word(readers[i]->grade), *what != '\0' ? what : "nothing that is judged");
	}
}

static void
print_mappings(void)
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	const struct mappings *maps = mappings_builtin(a, d);
	struct mapping_info info;

	for (size_t i = 0; maps != NULL && i < mappings_count(maps); i++) {
		mapping_describe(mappings_at(maps, i), &info);
		printf("%-26s %-4s %s\n", info.name, info.version, info.title);
	}
	diags_free(d);
	arena_free(a);
}

static void
print_message(const struct diag_kind *k)
{
	static const char *const levels[] = {"note", "warning", "error"};

	printf("%s %s: %s\n    %s\n", k->code, levels[k->level], k->title, k->advice);
}

static int
print_messages(const struct args *a)
{
	struct arena *mem = arena_new();
	size_t n;
	const struct diag_kind **all = catalogue_sorted(mem, &n);
	int status = EXIT_OK;

	for (size_t i = 0; a->nrest == 0 && i < n; i++)
		print_message(all[i]);
	arena_free(mem);
	for (size_t i = 0; i < a->nrest; i++) {
		const struct diag_kind *k = catalogue_find(a->rest[i]);

		if (k != NULL) {
			print_message(k);
			continue;
		}
		fprintf(stderr, "trueup formats: no message has the code \"%.40s\"\n", a->rest[i]);
		status = EXIT_USAGE;
	}
	return status;
}

static int
run(const struct args *a)
{
	if (arg_get(&command_formats, a, "messages") != NULL)
		return print_messages(a);
	if (a->nrest > 0) {
		fprintf(stderr, "trueup formats: nothing is asked about \"%.80s\"\nusage: trueup %s\n",
			a->rest[0], command_formats.synopsis);
		return EXIT_USAGE;
	}
	if (arg_get(&command_formats, a, "mappings") != NULL) {
		print_mappings();
		return EXIT_OK;
	}
	if (arg_get(&command_formats, a, "table") != NULL) {
		print_table();
		return EXIT_OK;
	}
	if (arg_get(&command_formats, a, "words") != NULL) {
		print_words("(all)", shared_words);
		for (size_t i = 0; readers[i] != NULL; i++)
			print_words(readers[i]->name, readers[i]->words);
		return EXIT_OK;
	}
	puts("Read:");
	for (size_t i = 0; readers[i] != NULL; i++) {
		char what[120];

		roles(readers[i]->roles, what);
		printf("  %-16s %s, at most %s: %s\n      %s\n", readers[i]->name, readers[i]->title,
			grade_word(readers[i]->grade), what, readers[i]->what);
	}
	puts("\nWritten:");
	for (size_t i = 0; writers[i] != NULL; i++)
		printf("  %-16s %-26s %s\n", writer_word(writers[i]),
			writers[i]->file != NULL ? writers[i]->file : "(terminal)", writers[i]->what);
	return EXIT_OK;
}

const struct command command_formats = {
	"formats", "formats [--words | --mappings | --table | --messages [CODE]...]",
	"what can be read and written, grades, word tables, messages",
	"Lists the formats that are recognised by content, what each can prove, and the\n"
	"formats of reports. Grades: E0 assertion, E1 policy or checklist, E2 export without\n"
	"provenance, E3 a tool's own result, E4 two independent tools, E5 recomputed here.",
	options, run};
