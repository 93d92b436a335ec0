#include "checker/run.h"

#include <errno.h>
#include <fcntl.h>
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
#include "checker/read/mapping.h"
#include "checker/unread.h"

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
	free(r->sources);
	free(r->incomplete);
	zones_free(r->zones);
	diags_free(r->diags);
	arena_free(r->a);
	*r = (struct run){0};
}

void
run_incomplete(struct run *r, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	r->incomplete = x_realloc_array(r->incomplete, r->nincomplete + 1, sizeof(*r->incomplete));
	r->incomplete[r->nincomplete++] = arena_vprintf(r->a, fmt, ap);
	va_end(ap);
}

int
run_config(struct run *r, const char *path)
{
	size_t before = diags_errors(r->diags);

	if (path == NULL)
		return EXIT_OK;
	r->config_path = path;
	if (config_load(&r->cfg, path, r->a, r->zones, r->diags) == 0)
		return EXIT_OK;
	if (diags_errors(r->diags) == before)
		diag_add(r->diags, &diag_file_unreadable, &(struct place){.file = path},
			"the configuration cannot be read: %s; nothing was judged", strerror(errno));
	return EXIT_USAGE;
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

/* ---- one file ---- */

struct opened {
	struct run *run;
	struct source *source;
	struct digest *digest;
	int fd;
	char head[MAX_HEAD];
	size_t head_len, head_given;
	const char *file;
};

static long
more(struct reading *rd, char *p, size_t n)
{
	struct opened *o = rd->more_ctx;
	ssize_t got;

	if (o->head_given < o->head_len) {
		size_t left = o->head_len - o->head_given;

		if (n > left)
			n = left;
		memcpy(p, o->head + o->head_given, n);
		o->head_given += n;
		return (long)n;
	}
	do {
		got = read(o->fd, p, n);
	} while (got < 0 && errno == EINTR);
	if (got < 0) {
		diag_add(o->run->diags, &diag_file_unreadable, &(struct place){.file = o->file},
			"%s: the rest of the file was not read", strerror(errno));
		o->source->broken = true;
		return -1;
	}
	digest_add(o->digest, p, (size_t)got);
	o->source->size += (uint64_t)got;
	return (long)got;
}

/* The digest is of the whole file, also where the reader stopped half-way. */
static void
drain(struct opened *o)
{
	struct reading rd = {.more_ctx = o};
	char *p = x_malloc(MIB);

	while (more(&rd, p, MIB) > 0)
		continue;
	free(p);
	digest_hex(o->digest, o->source->sha256);
}

static int
open_head(struct opened *o, const char *path)
{
	struct stat st;

	o->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (o->fd < 0)
		return -1;
	if (fstat(o->fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		errno = 0;
		return -1;
	}
	while (o->head_len < sizeof(o->head)) {
		ssize_t got = read(o->fd, o->head + o->head_len, sizeof(o->head) - o->head_len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		o->head_len += (size_t)got;
	}
	digest_add(o->digest, o->head, o->head_len);
	o->source->size = o->head_len;
	return 0;
}

static struct evidence_row *
hint_for(struct run *r, const char *rel)
{
	for (size_t i = 0; i < r->cfg.nevidence; i++) {
		if (r->cfg.evidence[i].glob != NULL && glob_fits(r->cfg.evidence[i].glob, rel)) {
			r->cfg.evidence[i].used = true;
			return &r->cfg.evidence[i];
		}
	}
	return NULL;
}

static void
refuse_source(struct run *r, struct source *s, const struct diag_kind *kind, const char *file,
	const char *text)
{
	s->broken = kind != &diag_file_empty;
	s->empty = kind == &diag_file_empty;
	diag_add(r->diags, kind, &(struct place){.file = file}, "%s", text);
	run_incomplete(r, "%s: %s", s->path, text);
}

/* Files that speak to this program are no evidence: they may be in the folder, with comments. */
static bool
is_own_file(const struct run *r, const struct opened *o)
{
	struct stat mine, st;
	const char *slash = strrchr(o->file, '/');

	if (str_same(slash != NULL ? slash + 1 : o->file, "trueup.json"))
		return true;
	if (fstat(o->fd, &mine) != 0)
		return false;
	if (r->config_path != NULL && stat(r->config_path, &st) == 0 && st.st_ino == mine.st_ino
		&& st.st_dev == mine.st_dev)
		return true;
	for (size_t i = 0; i < r->cfg.nevidence; i++) {
		const char *path = r->cfg.evidence[i].mapping_file;

		if (path != NULL && stat(path, &st) == 0 && st.st_ino == mine.st_ino
			&& st.st_dev == mine.st_dev)
			return true;
	}
	return false;
}

/* Of no known format: an artefact, unless it was an export once (design.md 3, attacks G19). */
static void
pass_by(struct run *r, struct opened *o, const struct head *h)
{
	struct reading rd = {.source = o->source, .a = arena_new(), .rec = arena_new(),
		.diags = r->diags, .zones = r->zones, .file = o->file, .more = more, .more_ctx = o};
	const char *why = is_own_file(r, o) ? NULL : unread_broken(&rd, h, o->file);

	if (why != NULL)
		refuse_source(r, o->source, &diag_unread_broken, o->file, why);
	else
		diag_add(r->diags, &diag_passed_by, &(struct place){.file = o->file},
			"of no known format, so it is only listed: if it is evidence, give it a "
			"format or mapping in trueup.json");
	arena_free(rd.rec);
	arena_free(rd.a);
}

static const struct reader *
detect(struct run *r, struct opened *o, const struct evidence_row *hint, bool named,
	const struct mappings *maps)
{
	struct arena *a = arena_new();
	struct head h;
	const char *sign = NULL, *tie = NULL;
	const struct reader *reader = NULL;

	head_look(&h, o->head, o->head_len, a);
	h.mappings = maps;
	if (hint != NULL && hint->format != NULL) {
		reader = reader_find(hint->format);
		sign = "configured";
		if (reader == NULL)
			refuse_source(r, o->source, &diag_not_understood, o->file,
				arena_printf(r->a, "no format \"%.60s\": 'trueup formats' lists them",
					hint->format));
	} else if (hint != NULL && hint->mapping != NULL) {
		reader = reader_find("csv-mapping");
		sign = "configured mapping";
	} else {
		reader = reader_detect(&h, &sign, &tie);
		if (reader == NULL && tie != NULL)
			refuse_source(r, o->source, &diag_format_tie, o->file,
				arena_printf(r->a, "this file fits %s equally well: name one in trueup.json (\"evidence\", \"format\")", tie));
		else if (reader == NULL && named)
			refuse_source(r, o->source, &diag_not_understood, o->file,
				"this file is of no known format: 'trueup formats' lists what is read, "
				"and a mapping can describe any CSV");
		else if (reader == NULL && unread_is_export(o->file))
			pass_by(r, o, &h);
	}
	if (reader != NULL) {
		o->source->format = reader->name;
		o->source->grade = reader->grade;
		o->source->sign = arena_strdup(r->a, sign);
	}
	arena_free(a);
	return reader;
}

static void
apply_hint(struct run *r, struct source *s, const struct evidence_row *hint)
{
	s->zone = r->cfg.zone;
	if (hint == NULL)
		return;
	if (hint->zone != NULL)
		s->zone = zone_find(r->zones, hint->zone);
	s->as_of = hint->as_of;
	s->complete = hint->complete;
}

/* Nothing in it, though neither a total of zero nor a table's header says that there is nothing. */
static bool
says_nothing(const struct source *s)
{
	return s->empty && !(s->has_total && s->total == 0) && !str_same(s->format, "csv-mapping");
}

/* A result or an item that cannot be used might be the one that fails (attacks G19). */
static bool
lost_evidence(const struct source *s, const struct reader *reader)
{
	unsigned roles = s->kept > 0 ? s->roles : reader->roles;

	return s->refused > 0 && (roles & (ROLE_OBSERVATION | ROLE_ITEM)) != 0;
}

static void
read_with(struct run *r, struct opened *o, const struct reader *reader, struct sink *sink,
	const struct evidence_row *hint, const struct mappings *maps)
{
	struct reading rd = {.source = o->source, .sink = sink, .a = arena_new(), .rec = arena_new(),
		.diags = r->diags, .zones = r->zones, .zone = o->source->zone,
		.date_order = hint != NULL ? hint->date_order : NULL, .file = o->file,
		.keep = r->a, .mappings = maps, .mapping = hint != NULL ? hint->mapping : NULL,
		.more = more, .more_ctx = o, .strict = r->strict};

	if (reading_run(&rd, reader, o->source->sign) != 0 || o->source->broken) {
		o->source->broken = true;
		diag_add(r->diags, &diag_file_broken, &(struct place){.file = o->file},
			"read as %s up to the break: %llu record%s kept; the run is incomplete",
			reader->name, (unsigned long long)o->source->kept,
			o->source->kept == 1 ? "" : "s");
		run_incomplete(r, "%s is broken", o->source->path);
	} else if (says_nothing(o->source)) {
		refuse_source(r, o->source, &diag_file_empty, o->file,
			arena_printf(r->a, "recognised as %s, and holds no record of it", reader->name));
	} else if (lost_evidence(o->source, reader)) {
		diag_add(r->diags, &diag_lost_evidence, &(struct place){.file = o->file},
			"%llu of %llu records refused: each might be a failure; the run is incomplete",
			(unsigned long long)o->source->refused, (unsigned long long)o->source->seen);
		run_incomplete(r, "%s: %llu records could not be used", o->source->path,
			(unsigned long long)o->source->refused);
	}
	arena_free(rd.rec);
	arena_free(rd.a);
}

static struct source *
add_source(struct run *r, const char *rel)
{
	struct source *s = ARENA_NEW(r->a, struct source);

	if (r->nsources == r->cap) {
		r->cap = r->cap == 0 ? 32 : r->cap * 2;
		r->sources = x_realloc_array(r->sources, r->cap, sizeof(*r->sources));
	}
	s->path = arena_strdup(r->a, rel);
	s->newest = INT64_MIN;
	s->oldest = INT64_MAX;
	r->sources[r->nsources++] = s;
	return s;
}

static int
read_file(struct run *r, const struct walk_entry *e, bool named, struct sink *sink,
	struct mappings *maps, void (*done)(void *, struct source *, const struct reader *),
	void *ctx)
{
	struct opened *o = x_calloc(1, sizeof(*o));
	struct source *s = add_source(r, e->rel);
	const struct evidence_row *hint = hint_for(r, e->rel);
	const struct reader *reader = NULL;

	*o = (struct opened){.run = r, .source = s, .digest = digest_new(), .fd = -1, .file = e->rel};
	apply_hint(r, s, hint);
	if (open_head(o, e->path) != 0) {
		refuse_source(r, s, &diag_file_unreadable, e->rel,
			arena_printf(r->a, "the file cannot be read: %s",
				errno == 0 ? "it is no regular file" : strerror(errno)));
	} else if (o->head_len == 0) {
		refuse_source(r, s, &diag_file_empty, e->rel, "the file is empty: export it again, or take it away");
		drain(o);
	} else {
		reader = detect(r, o, hint, named || hint != NULL, maps);
		if (reader != NULL)
			read_with(r, o, reader, sink, hint, maps);
		drain(o);
	}
	if (done != NULL)
		done(ctx, s, reader);
	if (o->fd >= 0)
		close(o->fd);
	digest_free(o->digest);
	free(o);
	if (!r->strict || !(s->broken || s->empty))
		return 0;
	diag_add(r->diags, &diag_strict, &(struct place){.file = e->rel},
		"stopped here (--strict): nothing was judged");
	return -1;
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
	run_incomplete(r, "%s was not read: %s", rel, why);
}

static int
read_argument(struct run *r, const char *path, struct sink *sink, struct mappings *maps,
	void (*done)(void *, struct source *, const struct reader *), void *ctx)
{
	struct walk_entry *files;
	struct stat st;
	size_t n;

	if (stat(path, &st) != 0 || file_walk(r->a, path, &files, &n, skipped, r) != 0) {
		diag_add(r->diags, &diag_path_missing, &(struct place){.file = path},
			"%s: correct the path; nothing was judged", strerror(errno));
		r->usage = true;
		return -1;
	}
	if (n == 0) {
		diag_add(r->diags, &diag_folder_empty, &(struct place){.file = path},
			"no file in it: an empty folder supports nothing; the run is incomplete");
		run_incomplete(r, "%s holds no file", path);
	}
	for (size_t i = 0; i < n; i++) {
		if (read_file(r, &files[i], S_ISREG(st.st_mode), sink, maps, done, ctx) != 0)
			return -1;
	}
	return 0;
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

int
run_read(struct run *r, const char *const *paths, size_t n, struct sink *sink,
	void (*done)(void *ctx, struct source *s, const struct reader *reader), void *ctx)
{
	struct mappings *maps = mappings_builtin(r->a, r->diags);
	int rc = maps == NULL ? -1 : load_mappings(r, maps);

	r->usage = rc != 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = read_argument(r, paths[i], sink, maps, done, ctx);
	for (size_t i = 0; i < r->cfg.nevidence && rc == 0; i++) {
		const struct evidence_row *row = &r->cfg.evidence[i];

		if (!row->used && row->glob != NULL) {
			diag_add(r->diags, &diag_evidence_unused,
				&(struct place){.file = r->config_path, .line = row->loc.line,
					.col = row->loc.col},
				"\"%.120s\" matches no file: the run is incomplete", row->glob);
			/* Reports name no path of the machine: every configuration is trueup.json there. */
			run_incomplete(r, "trueup.json names \"%s\", which matches no file", row->glob);
		}
	}
	return rc;
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
