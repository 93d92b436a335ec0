#include "checker/run.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/die.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd.h"
#include "checker/cmd_diags.h"
#include "checker/config.h"
#include "checker/intake.h"
#include "checker/model/say.h"
#include "checker/streams.h"
#include "checker/read/mapping.h"
#include "reports/seal/seal.h"

void
run_init(struct run *r)
{
	*r = (struct run){0};
	r->a = arena_new();
	r->diags = diags_new();
	r->zones = zones_new();
	config_default(&r->cfg);
	r->cfg.as_of = INSTANT_MAX;
}

void
run_free(struct run *r)
{
	if (r == NULL)
		return;
	trust_free(r->rule_trust);
	trust_free(r->stream_trust);
	streams_free(r->streams);
	free(r->sources);
	free(r->incomplete);
	zones_free(r->zones);
	diags_free(r->diags);
	arena_free(r->a);
	*r = (struct run){0};
}

void
run_incomplete(struct run *r, const char *why)
{
	r->incomplete = x_realloc_array(r->incomplete, r->nincomplete + 1, sizeof(*r->incomplete));
	r->incomplete[r->nincomplete++] = arena_strdup(r->a, why);
}

int
run_config(struct run *r, const char *path)
{
	char *text;

	if (path == NULL)
		return EXIT_OK;
	r->config_path = path;
	if (file_read(r->a, path, MAX_CONFIG, &text, &r->config_len) == 0) {
		r->config_text = text;
		return config_parse(&r->cfg, path, text, r->config_len, r->a, r->zones, r->diags)
			== 0 ? EXIT_OK : EXIT_USAGE;
	}
	diag_add(r->diags, &diag_file_unreadable, &(struct place){.file = path},
			"the configuration cannot be read: %s; nothing was judged", strerror(errno));
	return EXIT_USAGE;
}

int
run_config_without(const struct run *r, const char *const *members, size_t n, struct config *out,
	struct arena *a, struct diags *d)
{
	config_default(out);
	if (r->config_text != NULL && config_parse_without(out, r->config_path, r->config_text,
		r->config_len, members, n, a, r->zones, d) != 0)
		return -1;
	out->as_of = r->cfg.as_of;
	out->as_of_text = r->cfg.as_of_text;
	out->names = r->cfg.names;
	out->samples = r->cfg.samples;
	out->nsamples = r->cfg.nsamples;
	return 0;
}

int
run_as_of(struct run *r, const char *text)
{
	struct instant i;

	if (text == NULL)
		return 0;
	if (instant_parse(&i, text, r->cfg.zone != NULL ? r->cfg.zone : zone_find(r->zones, "UTC"),
		    r->a) != 0 || i.known != KNOWN || i.never) {
		diag_add(r->diags, &diag_config_value, &(struct place){.file = "--as-of"},
			"\"%.60s\" is no instant: write 2026-11-01 or 2026-11-01T00:00:00Z", text);
		return -1;
	}
	r->cfg.as_of = i.hi;
	r->cfg.as_of_text = text;
	return 0;
}

void
run_report(struct run *r)
{
	diags_sort(r->diags);
	diags_print(r->diags, stderr, isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL);
}

static void
skipped(void *ctx, const char *rel, const char *why)
{
	static const char *const harmless[] = {
		"a symbolic link", "a pipe", "a socket", "a device"};
	struct run *r = ctx;

	for (size_t i = 0; i < sizeof(harmless) / sizeof(*harmless); i++) {
		if (str_same(why, harmless[i])) {
			diag_add(r->diags, &diag_skipped, &(struct place){.file = rel},
				"%s: not followed, not read", why);
			return;
		}
	}
	diag_add(r->diags, &diag_walk, &(struct place){.file = rel},
		"not read: %s; the run is incomplete", why);
	run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_UNREAD, SAY_S(rel), SAY_S(why)));
}

/* The files of one argument. */
struct argument { struct walk_entry *files; size_t n; bool is_file; };

static int
walk_argument(struct run *r, const char *path, struct argument *arg)
{
	struct stat st;

	if (stat(path, &st) != 0 || file_walk(r->a, path, &arg->files, &arg->n, skipped, r) != 0) {
		diag_add(r->diags, &diag_path_missing, &(struct place){.file = path},
			"%s: correct the path; nothing was judged", strerror(errno));
		r->usage = true;
		return -1;
	}
	arg->is_file = S_ISREG(st.st_mode);
	if (arg->n == 0) {
		diag_add(r->diags, &diag_folder_empty, &(struct place){.file = path},
			"no file in it: an empty folder supports nothing; the run is incomplete");
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_EMPTY, SAY_S(path)));
	}
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of all files, so that parts that were read apart can be told to be of one folder. */
static void
note_listing(struct run *r, const struct argument *v, size_t n)
{
	char *hex = arena_alloc(r->a, SHA256_HEX);
	struct digest *d = digest_new();
	size_t total = 0, k = 0;
	const char **names;

	for (size_t i = 0; i < n; i++)
		total += v[i].n;
	names = x_calloc(total + 1, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		for (size_t f = 0; f < v[i].n; f++)
			names[k++] = v[i].files[f].rel;
	qsort(names, total, sizeof(*names), by_name);
	for (size_t i = 0; i < total; i++)
		digest_add(d, names[i], strlen(names[i]) + 1);
	digest_hex(d, hex);
	digest_free(d);
	free(names);
	r->listing = hex;
}

static int
read_argument(struct intake *in, const struct argument *arg)
{
	intake_seals(in, arg->files, arg->n);
	for (size_t i = 0; i < arg->n; i++) {
		if (arg->files[i].rel == NULL || !streams_in_part(in->run, arg->files[i].rel))
			continue;
		if (intake_file(in, &arg->files[i], arg->is_file) != 0)
			return -1;
	}
	return 0;
}

int
run_mapping(struct run *r, struct mappings *maps, const char *path)
{
	char *text;
	size_t len;

	if (file_read(r->a, path, MAX_CONFIG, &text, &len) == 0)
		return mappings_add(maps, path, text, len, r->diags);
	diag_add(r->diags, &diag_file_unreadable, &(struct place){.file = path},
		"no built-in mapping has that name ('trueup formats --mappings' lists them), and as a "
		"file: %s", strerror(errno));
	return -1;
}

/* A mapping of trueup.json that is a file joins the set, and is then known by its name. */
static int
load_mappings(struct run *r, struct mappings *maps)
{
	for (size_t i = 0; i < r->cfg.nevidence; i++) {
		struct evidence_row *row = &r->cfg.evidence[i];
		struct mapping_info info;
		char *text;
		size_t len;

		if (row->mapping == NULL || mapping_find(maps, row->mapping) != NULL)
			continue;
		if (file_read(r->a, row->mapping, MAX_CONFIG, &text, &len) != 0) {
			diag_add(r->diags, &diag_file_unreadable,
				&(struct place){.file = r->config_path, .line = row->loc.line,
					.col = row->loc.col},
				"no built-in mapping is named \"%.60s\" ('trueup formats --mappings' lists "
				"them), and as a file: %s", row->mapping, strerror(errno));
			return -1;
		}
		if (mappings_add(maps, row->mapping, text, len, r->diags) != 0)
			return -1;
		mapping_describe(mappings_at(maps, mappings_count(maps) - 1), &info);
		row->mapping_file = row->mapping;
		row->mapping = info.name;
	}
	return 0;
}

static void
unused(struct run *r, const char *glob, struct loc loc)
{
	diag_add(r->diags, &diag_evidence_unused,
		&(struct place){.file = r->config_path, .line = loc.line, .col = loc.col},
		"\"%.120s\" matches no file: the run is incomplete", glob);
	/* Reports name no path of the machine: every configuration is trueup.json there. */
	run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_UNUSED, SAY_S(glob)));
}

static void
unused_globs(struct run *r)
{
	for (size_t i = 0; i < r->cfg.nevidence; i++)
		if (!r->cfg.evidence[i].used && r->cfg.evidence[i].glob != NULL)
			unused(r, r->cfg.evidence[i].glob, r->cfg.evidence[i].loc);
	for (size_t i = 0; i < r->cfg.nsystems; i++)
		for (size_t k = 0; k < r->cfg.systems[i].nglobs; k++)
			if (!r->cfg.systems[i].used[k])
				unused(r, r->cfg.systems[i].globs[k], r->cfg.systems[i].loc);
}

int
run_read(struct run *r, const char *const *paths, size_t n, struct sink *sink,
	void (*done)(void *ctx, struct source *s, const struct reader *reader), void *ctx)
{
	struct mappings *maps = mappings_builtin(r->a, r->diags);
	struct intake in = {.run = r, .sink = sink, .maps = maps, .done = done, .ctx = ctx};
	struct argument *v = x_calloc(n + 1, sizeof(*v));
	int rc = maps == NULL ? -1 : load_mappings(r, maps);

	r->usage = rc != 0;
	r->hints = rc == 0 ? intake_hints(r, r->a) : NULL;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = walk_argument(r, paths[i], &v[i]);
	r->walk_incomplete = r->nincomplete;
	if (rc == 0)
		note_listing(r, v, n);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = read_argument(&in, &v[i]);
	if (rc == 0)
		rc = intake_streams(&in);
	if (rc == 0)
		intake_parts(&in);
	/* Whether a row fits any file only all shards together can tell. */
	if (rc == 0 && !r->reads_only)
		unused_globs(r);
	free(v);
	return rc;
}

static int
by_sentence(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The same sentences whichever was read first, and once each: shards tell some of them again. */
static void
sort_incomplete(struct run *r)
{
	size_t n = 0;

	if (r->nincomplete > 1)
		qsort(r->incomplete, r->nincomplete, sizeof(*r->incomplete), by_sentence);
	for (size_t i = 0; i < r->nincomplete; i++)
		if (n == 0 || !str_same(r->incomplete[n - 1], r->incomplete[i]))
			r->incomplete[n++] = r->incomplete[i];
	r->nincomplete = n;
}

static int
by_path(const void *a, const void *b)
{
	const struct source *x = *(const struct source *const *)a;
	const struct source *y = *(const struct source *const *)b;
	int c = strcmp(x->path, y->path);

	return c != 0 ? c : strcmp(x->sha256, y->sha256);
}

void
run_sort(struct run *r)
{
	if (r->nsources > 1)
		qsort(r->sources, r->nsources, sizeof(*r->sources), by_path);
	for (size_t i = 0; i < r->nsources; i++)
		r->sources[i]->index = (uint32_t)i;
	sort_incomplete(r);
}

int
run_status(const struct run *r)
{
	int status = r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;

	return r->seal_refused ? exit_worse(status, EXIT_UNTRUSTED) : status;
}

int64_t
run_newest(const struct run *r)
{
	int64_t newest = INT64_MIN;

	for (size_t i = 0; i < r->nsources; i++) {
		if (r->sources[i]->newest > newest)
			newest = r->sources[i]->newest;
	}
	return newest;
}
