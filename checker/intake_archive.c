/* Members of containers as sources: "bundle.zip!dir/scan.xml". */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/intake.h"
#include "checker/model/say.h"
#include "checker/read/archive_diags.h"

struct nest {
	struct intake *in;
	struct source *source;      /* the container */
	struct bundle *bundle;
	enum bundle_kind kind;
	unsigned depth;
	const struct evidence_row *hint;
	size_t members, understood, lost, others;
};

static long
pull_member(void *from, char *p, size_t n)
{
	const struct nest *x = from;

	return bundle_read(x->bundle, p, n);
}

/* ---- a container within a container: in memory, since it must be sought in ---- */

struct spool {
	const char *p;
	size_t len;
	size_t at;
};

static long
pull_spool(void *from, char *p, size_t n)
{
	struct spool *s = from;

	if (n > s->len - s->at)
		n = s->len - s->at;
	memcpy(p, s->p + s->at, n);
	s->at += n;
	return (long)n;
}

static int64_t
seek_spool(void *from, int64_t at)
{
	struct spool *s = from;

	if (at > (int64_t)s->len)
		return -1;
	s->at = at < 0 ? s->len : (size_t)at;
	return (int64_t)s->at;
}

/* All of the member's bytes behind those of the head. -1: it cannot be had (diagnosed). */
static int
fill(struct nest *x, struct feed *f, struct buf *b)
{
	char *p = x_malloc(MIB);
	long got = 1;

	buf_add(b, f->head, f->head_len);
	while (got > 0 && b->len < MAX_ARCHIVE_SPOOL) {
		size_t n = MAX_ARCHIVE_SPOOL - b->len;

		got = pull_member(x, p, n < MIB ? n : MIB);
		if (got > 0)
			buf_add(b, p, (size_t)got);
	}
	free(p);
	if (got == 0)
		return 0;
	intake_refuse(x->in, f->source, got < 0 ? &archive_broken : &archive_deep,
		say_text(got < 0 ? SAY_UNREAD_PACKED : SAY_UNREAD_PACKED_LARGE));
	return -1;
}

static int
inner_container(struct nest *x, struct feed *f, enum bundle_kind kind,
	const struct evidence_row *hint)
{
	struct spool spool = {0};
	const struct bundle_bytes bytes = {.read = pull_spool, .seek = seek_spool, .ctx = &spool};
	const char *document;
	bool workbook = false;
	struct buf b;
	size_t understood = 0;
	int rc = 0;

	buf_init(&b, MAX_ARCHIVE_SPOOL + 1);
	if (fill(x, f, &b) == 0) {
		spool = (struct spool){.p = b.p, .len = b.len};
		sha256_hex(b.p, b.len, f->source->sha256);
		f->source->size = b.len;
		document = intake_document(x->in, kind, &bytes, &workbook);
		if (document != NULL) {
			f->source->sign = document;
			if (workbook)
				intake_refuse(x->in, f->source, &diag_not_understood, document);
		} else if (workbook) {
			rc = intake_workbook(x->in, f->source, &bytes, hint, &understood);
			x->understood += understood;
		} else if (x->depth + 1 >= MAX_ARCHIVE_DEPTH) {
			intake_refuse(x->in, f->source, &archive_deep,
				say_text(SAY_UNREAD_DEEP));
		} else {
			rc = intake_container(x->in, f->source, kind, &bytes, x->depth + 1, hint,
				&understood);
			x->understood += understood;
		}
	}
	buf_free(&b);
	return rc;
}

/* ---- members ---- */

/* "scan.xml" of "scan.xml.gz"; what has no such end keeps its name. */
static const char *
inner_name(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/'), *mark = strrchr(path, '!'), *name = path, *dot;

	if (slash != NULL)
		name = slash + 1;
	if (mark != NULL && mark + 1 > name)
		name = mark + 1;
	dot = strrchr(name, '.');
	return dot == NULL || dot == name ? name : arena_strndup(a, name, (size_t)(dot - name));
}

/* What the archive is asked for by name counts for each of its members that has no row itself. */
static const struct evidence_row *
hint_of(struct nest *x, const char *path)
{
	const struct evidence_row *own = intake_hint(x->in, path);

	return own != NULL ? own : x->hint;
}

static int
read_member(struct nest *x, const struct bundle_member *m)
{
	struct arena *a = x->in->run->a;
	const char *name = str_same(m->name, "data") && x->kind != BUNDLE_ZIP && x->kind != BUNDLE_TAR
		? inner_name(a, x->source->path) : m->name;
	struct source *s = intake_source(x->in, arena_printf(a, "%s!%s", x->source->path, name));
	const struct evidence_row *hint = hint_of(x, s->path);
	const struct reader *reader = NULL;
	enum bundle_kind kind = BUNDLE_NONE;
	struct feed f;
	int rc = 0;

	x->members++;
	intake_apply_hint(x->in, s, hint);
	feed_init(&f, x->in, s, pull_member, x);
	if (feed_look(&f) != 0) {
		run_incomplete(x->in->run, SAID(x->in->run->a, SAY_INCOMPLETE_END, SAY_S(s->path)));
		feed_drain(&f);
	} else {
		kind = bundle_kind(f.head, f.head_len);
		if (kind == BUNDLE_NONE)
			reader = feed_read(&f, hint, hint != NULL && hint != x->hint);
		else
			rc = inner_container(x, &f, kind, hint);
	}
	feed_free(&f);
	x->understood += reader != NULL;
	return rc != 0 ? rc : intake_settle(x->in, s, reader);
}

/* What the container's row says of it. */
static void
settle(struct nest *x)
{
	struct run *r = x->in->run;
	struct source *s = x->source;

	s->sign = SAID(r->a, x->lost > 0 ? SAY_SIGN_ARCHIVE_LOST : SAY_SIGN_ARCHIVE,
		SAY_S(bundle_kind_word(x->kind)), SAY_N(x->members), SAY_N(x->lost));
	if (x->lost > 0)
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_MEMBERS, SAY_S(s->path),
			SAY_N(x->lost)));
	if (s->broken)
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_ARCHIVE, SAY_S(s->path)));
	else if (x->members + x->lost + x->others == 0)
		intake_refuse(x->in, s, &diag_file_empty,
			say_text(SAY_UNREAD_EMPTY_ARCHIVE));
}

int
intake_container(struct intake *in, struct source *s, enum bundle_kind kind,
	const struct bundle_bytes *bytes, unsigned depth, const struct evidence_row *hint,
	size_t *understood)
{
	struct nest x = {.in = in, .source = s, .kind = kind, .depth = depth, .hint = hint};
	struct bundle_member m;
	int rc = 0;

	x.bundle = bundle_open(kind, bytes, s->path, &in->budget, in->run->diags);
	s->broken = x.bundle == NULL;
	while (!s->broken && rc == 0) {
		enum bundle_step step = bundle_next(x.bundle, &m);

		if (step == BUNDLE_END)
			break;
		if (step == BUNDLE_MEMBER)
			rc = read_member(&x, &m);
		x.lost += step == BUNDLE_REFUSED;
		x.others += step == BUNDLE_PASSED;
		s->broken = step == BUNDLE_BROKEN || bundle_spent(x.bundle);
	}
	bundle_free(x.bundle);
	settle(&x);
	*understood = x.understood;
	return rc;
}

/* ---- documents that are zip files ---- */

struct seen_names { bool types, workbook, binary, mimetype, manifest; };

static void
see(struct seen_names *s, const char *name)
{
	s->types |= str_same(name, "[Content_Types].xml");
	s->workbook |= str_same(name, "xl/workbook.xml");
	s->binary |= str_same(name, "xl/workbook.bin");
	s->mimetype |= str_same(name, "mimetype");
	s->manifest |= str_same(name, "META-INF/MANIFEST.MF");
}

const char *
intake_document(struct intake *in, enum bundle_kind kind, const struct bundle_bytes *bytes,
	bool *workbook)
{
	struct bundle_budget budget = {0};
	struct diags *quiet = diags_new();
	struct seen_names seen = {0};
	struct bundle_member m;
	struct bundle *b = kind != BUNDLE_ZIP ? NULL :
		bundle_open(kind, bytes, "", &budget, quiet);
	enum bundle_step step = BUNDLE_BROKEN;

	(void)in;
	while (b != NULL && (step = bundle_next(b, &m)) != BUNDLE_END && step != BUNDLE_BROKEN)
		if (m.name != NULL)
			see(&seen, m.name);
	bundle_free(b);
	diags_free(quiet);
	bytes->seek(bytes->ctx, 0);
	*workbook = seen.types && (seen.workbook || seen.binary);
	if (*workbook)
		return seen.workbook ? NULL : say_text(SAY_UNREAD_BINARY);
	if (seen.types)
		return say_text(SAY_SIGN_OFFICE);
	if (seen.mimetype)
		return say_text(SAY_SIGN_OPEN);
	return seen.manifest ? say_text(SAY_SIGN_JAVA) : NULL;
}
