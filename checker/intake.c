#include "checker/intake.h"

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
#include "checker/cmd_diags.h"
#include "checker/model/say.h"
#include "checker/read/mapping.h"
#include "checker/unread.h"

struct source *
intake_source(struct intake *in, const char *path)
{
	struct run *r = in->run;
	struct source *s = ARENA_NEW(r->a, struct source);

	if (r->nsources == r->cap) {
		r->cap = r->cap == 0 ? 32 : r->cap * 2;
		r->sources = x_realloc_array(r->sources, r->cap, sizeof(*r->sources));
	}
	s->path = arena_strdup(r->a, path);
	s->newest = INT64_MIN;
	s->oldest = INT64_MAX;
	r->sources[r->nsources++] = s;
	return s;
}

struct evidence_row *
intake_hint(struct intake *in, const char *path)
{
	struct run *r = in->run;

	for (size_t i = 0; i < r->cfg.nevidence; i++) {
		if (r->cfg.evidence[i].glob != NULL && glob_fits(r->cfg.evidence[i].glob, path)) {
			r->cfg.evidence[i].used = true;
			return &r->cfg.evidence[i];
		}
	}
	return NULL;
}

/* Evidence of one system by its path (judgement.md 3): all rows that fit, for a file may serve two. */
static void
apply_systems(struct run *r, struct source *s)
{
	for (size_t i = 0; i < r->cfg.nsystems; i++) {
		struct system_row *row = &r->cfg.systems[i];

		for (size_t k = 0; k < row->nglobs; k++) {
			if (!glob_fits(row->globs[k], s->path))
				continue;
			row->used[k] = true;
			s->systems |= (uint64_t)1 << i;
		}
	}
}

void
intake_apply_hint(struct intake *in, struct source *s, const struct evidence_row *hint)
{
	s->zone = in->run->cfg.zone;
	apply_systems(in->run, s);
	if (hint == NULL)
		return;
	if (hint->zone != NULL)
		s->zone = zone_find(in->run->zones, hint->zone);
	s->as_of = hint->as_of;
	s->complete = hint->complete;
}

void
intake_refuse(struct intake *in, struct source *s, const struct diag_kind *kind, const char *text)
{
	s->broken = kind != &diag_file_empty;
	s->empty = kind == &diag_file_empty;
	diag_add(in->run->diags, kind, &(struct place){.file = s->path}, "%s", text);
	run_incomplete(in->run, SAID(in->run->a, SAY_INCOMPLETE_OF, SAY_S(s->path), SAY_S(text)));
}

int
intake_settle(struct intake *in, struct source *s, const struct reader *reader)
{
	if (in->done != NULL)
		in->done(in->ctx, s, reader);
	if (!in->run->strict || !(s->broken || s->empty))
		return 0;
	diag_add(in->run->diags, &diag_strict, &(struct place){.file = s->path},
		"stopped here (--strict): nothing was judged");
	return -1;
}

/* ---- bytes ---- */

void
feed_init(struct feed *f, struct intake *in, struct source *s,
	long (*pull)(void *, char *, size_t), void *from)
{
	*f = (struct feed){.in = in, .source = s, .file = s->path, .pull = pull, .from = from,
		.fd = -1, .digest = digest_new(), .head = x_malloc(MAX_HEAD)};
	f->stream = intake_unsealed(f);
}

void
feed_free(struct feed *f)
{
	digest_free(f->digest);
	free(f->head);
}

static long
take(struct feed *f, char *p, size_t n)
{
	long got = f->failed ? -1 : f->pull(f->from, p, n);

	if (got < 0) {
		f->source->broken = f->failed = true;
		return -1;
	}
	digest_add(f->digest, p, (size_t)got);
	f->source->size += (uint64_t)got;
	return got;
}

int
feed_look(struct feed *f)
{
	while (f->head_len < MAX_HEAD) {
		long got = take(f, f->head + f->head_len, MAX_HEAD - f->head_len);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		f->head_len += (size_t)got;
	}
	return 0;
}

static long
more(struct reading *rd, char *p, size_t n)
{
	struct feed *f = rd->more_ctx;
	size_t left = f->head_len - f->head_given;

	if (left == 0)
		return take(f, p, n);
	if (n > left)
		n = left;
	memcpy(p, f->head + f->head_given, n);
	f->head_given += n;
	return (long)n;
}

/* The digest is of all of it, also where the reader stopped half-way. */
void
feed_drain(struct feed *f)
{
	char *p = x_malloc(MIB);

	while (take(f, p, MIB) > 0)
		continue;
	free(p);
	digest_hex(f->digest, f->source->sha256);
}

/* ---- what it is ---- */

/* Files that speak to this program are no evidence: they may be in the folder, with comments. */
static bool
is_own_file(const struct feed *o)
{
	const struct run *r = o->in->run;
	struct stat mine, st;
	const char *slash = strrchr(o->file, '/');

	if (str_same(slash != NULL ? slash + 1 : o->file, "trueup.json")
		|| intake_is_seal(o->in, o->fd))
		return true;
	if (o->fd < 0 || fstat(o->fd, &mine) != 0)
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
pass_by(struct feed *o, const struct head *h)
{
	struct run *r = o->in->run;
	struct reading rd = {.source = o->source, .a = arena_new(), .rec = arena_new(),
		.diags = r->diags, .zones = r->zones, .file = o->file, .more = more, .more_ctx = o};
	const char *why = is_own_file(o) ? NULL : unread_broken(&rd, h, o->file);

	if (why != NULL)
		intake_refuse(o->in, o->source, &diag_unread_broken, why);
	else if (!intake_is_seal(o->in, o->fd))
		diag_add(r->diags, &diag_passed_by, &(struct place){.file = o->file},
			"of no known format, so it is only listed: if it is evidence, give it a "
			"format or mapping in trueup.json");
	arena_free(rd.rec);
	arena_free(rd.a);
}

/* A sheet that no mapping knows: told, unless it has no table at all. */
static void
pass_sheet(struct feed *o, const struct head *h)
{
	if (h->syntax == SYNTAX_CSV)
		diag_add(o->in->run->diags, &diag_passed_by, &(struct place){.file = o->file},
			"no mapping knows this sheet, so it is not read: if it is evidence, give "
			"it a mapping in trueup.json");
}

static int
more_rows(void *ctx, int (*on_row)(void *, const struct csv_row *), void *row_ctx)
{
	return sheet_rows(ctx, on_row, row_ctx);
}

static const struct reader *
detect(struct feed *o, const struct evidence_row *hint, bool named)
{
	struct run *r = o->in->run;
	struct arena *a = arena_new();
	struct head h;
	const char *sign = NULL, *tie = NULL, *packed;
	const struct reader *reader = NULL;

	if (o->sheet != NULL)
		sheet_look(o->sheet, &h, a);
	else
		head_look(&h, o->head, o->head_len, a);
	h.mappings = o->in->maps;
	if (hint != NULL && hint->format != NULL) {
		reader = reader_find(hint->format);
		sign = "configured";
		if (reader == NULL)
			intake_refuse(o->in, o->source, &diag_not_understood,
				arena_printf(r->a, "no format \"%.60s\": 'trueup formats' lists them",
					hint->format));
	} else if (hint != NULL && hint->mapping != NULL) {
		reader = reader_find(mapping_reader_of(o->in->maps, hint->mapping));
		sign = say_text(SAY_SIGN_CONFIGURED);
	} else {
		reader = reader_detect(&h, &sign, &tie);
		if (reader == NULL && tie != NULL)
			intake_refuse(o->in, o->source, &diag_format_tie,
				arena_printf(r->a, "this file fits %s equally well: name one in trueup.json (\"evidence\", \"format\")", tie));
		else if (reader == NULL && (packed = unread_container(o->file, o->head,
			o->head_len)) != NULL)
			intake_refuse(o->in, o->source, &diag_unread_broken, packed);
		else if (reader == NULL && named)
			intake_refuse(o->in, o->source, &diag_not_understood,
				"this file is of no known format: 'trueup formats' lists what is read, "
				"and a mapping can describe any CSV");
		else if (reader == NULL && o->sheet != NULL)
			pass_sheet(o, &h);
		else if (reader == NULL && unread_is_export(o->file))
			pass_by(o, &h);
	}
	if (reader != NULL) {
		o->source->format = reader->name;
		o->source->grade = reader->grade;
		o->source->sign = arena_strdup(r->a, sign);
	}
	arena_free(a);
	return reader;
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
read_with(struct feed *o, const struct reader *reader, const struct evidence_row *hint)
{
	struct run *r = o->in->run;
	struct reading rd = {.source = o->source, .sink = o->in->sink, .a = arena_new(), .rec = arena_new(),
		.diags = r->diags, .zones = r->zones, .zone = o->source->zone,
		.date_order = hint != NULL ? hint->date_order : NULL, .file = o->file,
		.keep = r->a, .mappings = o->in->maps, .mapping = hint != NULL ? hint->mapping : NULL,
		.more = more, .more_ctx = o, .strict = r->strict,
		.rows = o->sheet != NULL ? more_rows : NULL, .rows_ctx = o->sheet,
		.sheet = o->sheet != NULL ? sheet_name(o->sheet) : NULL, .stream = &o->stream};

	if (reading_run(&rd, reader, o->source->sign) != 0 || o->source->broken) {
		o->source->broken = true;
		diag_add(r->diags, &diag_file_broken, &(struct place){.file = o->file},
			"read as %s up to the break: %llu record%s kept; the run is incomplete",
			reader->name, (unsigned long long)o->source->kept,
			o->source->kept == 1 ? "" : "s");
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_BROKEN, SAY_S(o->source->path)));
	} else if (says_nothing(o->source)) {
		intake_refuse(o->in, o->source, &diag_file_empty,
			arena_printf(r->a, "recognised as %s, and holds no record of it", reader->name));
	} else if (lost_evidence(o->source, reader)) {
		diag_add(r->diags, &diag_lost_evidence, &(struct place){.file = o->file},
			"%llu of %llu records refused: each might be a failure; the run is incomplete",
			(unsigned long long)o->source->refused, (unsigned long long)o->source->seen);
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_REFUSED,
			SAY_S(o->source->path), SAY_N(o->source->refused)));
	}
	arena_free(rd.rec);
	arena_free(rd.a);
}

const struct reader *
feed_read(struct feed *f, const struct evidence_row *hint, bool named)
{
	const struct reader *reader = NULL;
	bool failed = f->failed;

	if (f->head_len == 0 && f->sheet == NULL)
		intake_refuse(f->in, f->source, &diag_file_empty,
			"the file is empty: export it again, or take it away");
	else
		reader = detect(f, hint, named);
	if (reader != NULL)
		read_with(f, reader, hint);
	if (f->sheet != NULL)
		return reader;
	feed_drain(f);
	/* Also of what is only listed: its digest is of a part. */
	if (reader == NULL && f->failed && !failed)
		run_incomplete(f->in->run, SAID(f->in->run->a, SAY_INCOMPLETE_REST,
			SAY_S(f->source->path)));
	return reader;
}

/* ---- plain files ---- */

long
plain_pull(void *from, char *p, size_t n)
{
	struct plain *f = from;
	ssize_t got;

	do {
		got = read(f->fd, p, n);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		diag_add(f->in->run->diags, &diag_file_unreadable,
			&(struct place){.file = f->source->path},
			"%s: the rest of the file was not read", strerror(errno));
	return (long)got;
}

static int64_t
seek_plain(void *from, int64_t at)
{
	struct plain *f = from;

	return (int64_t)lseek(f->fd, at < 0 ? 0 : (off_t)at, at < 0 ? SEEK_END : SEEK_SET);
}

int
plain_open(struct plain *f, const char *path)
{
	struct stat st;

	f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (f->fd < 0)
		return -1;
	if (fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode))
		return 0;
	errno = 0;
	return -1;
}

/* The container's own digest and size; then what is in it. Not read as data itself. */
static int
plain_container(struct plain *p, struct feed *f, enum bundle_kind kind,
	const struct evidence_row *hint, bool named)
{
	const struct bundle_bytes bytes = {.read = plain_pull, .seek = seek_plain, .ctx = p};
	size_t understood = 0, lost;
	bool workbook = false;
	const char *document;

	feed_drain(f);
	document = intake_document(p->in, kind, &bytes, &workbook);
	if (document != NULL) {
		f->source->sign = document;
		if (workbook || named || hint != NULL)
			intake_refuse(p->in, f->source, &diag_not_understood, document);
		return intake_settle(p->in, f->source, NULL);
	}
	lost = p->in->run->nincomplete;
	if (workbook ? intake_workbook(p->in, f->source, &bytes, hint, &understood) :
		intake_container(p->in, f->source, kind, &bytes, 0, hint, &understood))
		return -1;
	if (understood == 0 && (named || hint != NULL) && p->in->run->nincomplete == lost)
		intake_refuse(p->in, f->source, &diag_not_understood,
			workbook ? "no sheet of this workbook is of a known format: a mapping can "
			"describe any table" : "nothing in this archive is of a known format: "
			"'trueup formats' lists what is read");
	return intake_settle(p->in, f->source, NULL);
}

int
intake_file(struct intake *in, const struct walk_entry *e, bool named)
{
	struct plain p = {.in = in, .fd = -1};
	struct source *s = p.source = intake_source(in, e->rel);
	const struct evidence_row *hint = intake_hint(in, e->rel);
	const struct reader *reader = NULL;
	enum bundle_kind kind = BUNDLE_NONE;
	struct feed f;
	int rc = 0;

	in->budget = (struct bundle_budget){0};
	feed_init(&f, in, s, plain_pull, &p);
	intake_apply_hint(in, s, hint);
	if (plain_open(&p, e->path) != 0 || (f.fd = p.fd, feed_look(&f)) != 0)
		intake_refuse(in, s, &diag_file_unreadable,
			arena_printf(in->run->a, "the file cannot be read: %s",
				errno == 0 ? "it is no regular file" : strerror(errno)));
	else
		kind = bundle_kind(f.head, f.head_len);
	if (!s->broken && intake_stream_refused(in, s, e->path))
		feed_drain(&f);
	else if (kind != BUNDLE_NONE)
		rc = plain_container(&p, &f, kind, hint, named);
	else if (!s->broken)
		reader = feed_read(&f, hint, named || hint != NULL);
	if (kind == BUNDLE_NONE)
		rc = intake_settle(in, s, reader);
	if (p.fd >= 0)
		close(p.fd);
	feed_free(&f);
	return rc;
}
