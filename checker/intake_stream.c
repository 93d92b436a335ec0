/*
 * Record streams as input: those of a trusted seal count as if their files had been read here, each
 * file once, whichever streams hold it; of others the account and what made them incomplete is
 * taken over, so that nothing is lost on the way (design.md 3, 11).
 */
#include <stdlib.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/intake.h"
#include "checker/model/say.h"
#include "checker/model/stream.h"
#include "checker/streams.h"
#include "reports/report.h"

/* A source that was told of: by which lines, NULL if its file was read here. */
struct told { const char *records_sha256; };

static void **
told_slot(struct intake *in, const struct source *s, bool *fresh)
{
	const char *key = arena_printf(in->run->a, "%s %s", s->sha256, s->path);

	return map_slot(in->told, key, strlen(key), fresh);
}

static void
refuse(struct intake *in, const struct diag_kind *kind, const char *rel, const char *text)
{
	diag_add(in->run->diags, kind, &(struct place){.file = rel}, "%s", text);
	run_incomplete(in->run, SAID(in->run->a, SAY_INCOMPLETE_OF, SAY_S(rel), SAY_S(text)));
}

/* ---- the lines that are no records ---- */

static void
on_head(void *ctx, const struct stream_head *h)
{
	struct feed *f = ctx;
	struct run *r = f->in->run;
	const char *rel = f->source->path;

	*VEC_PUSH(&streams_of(r)->parts) = (struct stream_part){rel, h->part, h->parts,
		h->listing, f->stream.sealed};
	if (!str_same(h->hints, r->hints))
		refuse(f->in, &diag_stream_hints, rel,
			"read with another zone or other rows of \"evidence\" than trueup.json has here: "
			"read it again with -c");
	if (!str_same(h->tool, REPORT_TOOL_VERSION))
		refuse(f->in, &diag_stream_hints, rel,
			"read by another version of trueup: read it again with this one");
}

static void
on_end(void *ctx, const struct stream_end *e)
{
	struct feed *f = ctx;
	struct run *r = f->in->run;

	for (size_t i = 0; i < e->nincomplete; i++) {
		if (f->stream.sealed)
			run_incomplete(r, e->incomplete[i]);
		else
			run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_OF,
				SAY_S(f->source->path), SAY_S(e->incomplete[i])));
	}
	for (size_t i = 0; f->stream.sealed && i < e->nzones; i++)
		if (!zones_note(r->zones, e->zones[i].name, e->zones[i].sha256))
			refuse(f->in, &diag_stream_hints, f->source->path, arena_printf(r->a,
				"the time zone %s is another one where it was read",
				text_inert_dup(r->a, e->zones[i].name, 60)));
}

static struct source *
tell_unsealed(void *ctx, const struct stream_source *row)
{
	struct feed *f = ctx;
	struct run *r = f->in->run;
	const char *path = row->s->path;
	struct source fits = {.path = path};

	/*
	 * The rows of trueup.json that speak of it have found it; that is all that they can do here.
	 * Where keys are named nobody vouches that there was such a file, and the row stays unused.
	 */
	if (r->stream_trust == NULL)
		intake_apply_hint(f->in, &fits, intake_hint(f->in, path));
	for (size_t i = 0; i < row->nincomplete; i++)
		run_incomplete(r, SAID(r->a, SAY_INCOMPLETE_OF, SAY_S(f->source->path),
			SAY_S(row->incomplete[i])));
	if (row->nincomplete == 0 && (row->s->broken || row->s->empty))
		run_incomplete(r, SAID(r->a, row->s->broken ? SAY_INCOMPLETE_PART_BROKEN
			: SAY_INCOMPLETE_PART_EMPTY, SAY_S(f->source->path), SAY_S(path)));
	return NULL;
}

struct stream_host
intake_unsealed(struct feed *f)
{
	return (struct stream_host){.ctx = f, .head = on_head, .begin = tell_unsealed,
		.end = on_end};
}

/* ---- sealed ---- */

/* The row as it would be had the file been read here; what its records add comes with them. */
static struct source *
take_over(struct intake *in, const struct stream_source *row)
{
	struct source *s = intake_source(in, row->s->path);
	const char *path = s->path;

	*s = *row->s;
	s->path = path;
	memset(s->by_kind, 0, sizeof(s->by_kind));
	s->zone = NULL;
	intake_apply_hint(in, s, intake_hint(in, path));
	s->as_of = row->s->as_of;
	s->complete = row->s->complete;
	for (size_t i = 0; i < row->nincomplete; i++)
		run_incomplete(in->run, row->incomplete[i]);
	return s;
}

static struct source *
begin_sealed(void *ctx, const struct stream_source *row)
{
	struct feed *f = ctx;
	struct intake *in = f->in;
	bool fresh;
	void **slot = told_slot(in, row->s, &fresh);
	struct told *t = *slot;

	if (fresh) {
		*slot = t = ARENA_NEW(in->run->a, struct told);
		t->records_sha256 = row->records_sha256;
		return take_over(in, row);
	}
	if (t->records_sha256 != NULL && !str_same(t->records_sha256, row->records_sha256))
		refuse(in, &diag_stream_twice, f->source->path, arena_printf(in->run->a,
			"tells something else of %s than another stream does, and it is the same file",
			text_inert_dup(in->run->a, row->s->path, 200)));
	else
		diag_add(in->run->diags, &diag_stream_again,
			&(struct place){.file = f->source->path},
			"%s is in the evidence twice and counts once",
			text_inert_dup(in->run->a, row->s->path, 200));
	return NULL;
}

/* A trusted stream that cannot be used after all is a source, so that the report lists it. */
static void
list_broken(struct intake *in, const struct source *own)
{
	struct source *s = intake_source(in, own->path);

	*s = *own;
	s->newest = INT64_MIN;
	s->oldest = INT64_MAX;
}

static int
read_sealed(struct intake *in, const struct sealed_stream *given)
{
	struct run *r = in->run;
	struct source *own = ARENA_NEW(r->a, struct source);
	struct plain p = {.in = in, .source = own, .fd = -1};
	struct feed f;
	int rc = 0;

	own->path = given->rel;
	own->newest = INT64_MIN;
	own->oldest = INT64_MAX;
	in->budget = (struct bundle_budget){0};
	feed_init(&f, in, own, plain_pull, &p);
	f.stream = (struct stream_host){.sealed = true, .ctx = &f, .head = on_head,
		.begin = begin_sealed, .end = on_end};
	if (plain_open(&p, given->path) != 0 || (f.fd = p.fd, feed_look(&f)) != 0)
		intake_refuse(in, own, &diag_file_unreadable, "the file cannot be read");
	else
		feed_read(&f, NULL, true);
	if (own->broken || own->format == NULL)
		list_broken(in, own);
	/* What was verified are the bytes of a moment ago; what was used must be the same. */
	if (!own->broken && !str_same(own->sha256, given->sha256)) {
		r->seal_refused = true;
		diag_add(r->diags, &diag_stream_refused, &(struct place){.file = given->rel},
			"changed while it was read: nothing was judged");
		rc = -1;
	}
	if (p.fd >= 0)
		close(p.fd);
	feed_free(&f);
	return rc;
}

int
intake_streams(struct intake *in)
{
	struct run *r = in->run;
	struct streams *all = r->streams;
	int rc = 0;

	if (all == NULL)
		return 0;
	in->told = map_new();
	for (size_t i = 0; i < r->nsources; i++) {
		void **slot = told_slot(in, r->sources[i], NULL);

		*slot = ARENA_NEW(r->a, struct told);
	}
	for (size_t i = 0; i < all->sealed.n && rc == 0; i++)
		if (all->sealed.v[i].state == STREAM_TRUSTED)
			rc = read_sealed(in, &all->sealed.v[i]);
	map_free(in->told);
	in->told = NULL;
	return rc;
}

/* ---- parts ---- */

static int
by_folder(const void *x, const void *y)
{
	const struct stream_part *a = x, *b = y;
	int c = (a->sealed > b->sealed) - (a->sealed < b->sealed);

	if (c == 0)
		c = strcmp(a->listing != NULL ? a->listing : "", b->listing != NULL ? b->listing : "");

	if (c != 0)
		return c;
	if (a->parts != b->parts)
		return a->parts < b->parts ? -1 : 1;
	return a->part < b->part ? -1 : a->part > b->part;
}

static bool
same_folder(const struct stream_part *a, const struct stream_part *b)
{
	return a->sealed == b->sealed && str_same(a->listing, b->listing) && a->parts == b->parts;
}

/* Parts 2, 3 and 5 are missing: the first few of them by number. */
static void
missing(struct intake *in, const struct stream_part *v, size_t n)
{
	unsigned lost = 0, want = 1;
	struct buf b;

	buf_init(&b, MAX_TEXT);
	for (size_t i = 0; i <= n; i++) {
		unsigned have = i < n ? v[i].part : v[0].parts + 1;

		for (; want < have; want++)
			if (lost++ < 10)
				buf_fmt(&b, "%s%u", b.len > 0 ? ", " : "", want);
		if (want == have)
			want++;
	}
	if (lost > 0)
		refuse(in, &diag_stream_part, v[0].rel, arena_printf(in->run->a,
			"%u of the %u parts of its folder %s not here: %s %s%s", lost, v[0].parts,
			lost == 1 ? "is" : "are", lost == 1 ? "part" : "parts", b.p,
			lost > 10 ? ", ..." : ""));
	buf_free(&b);
}

void
intake_parts(struct intake *in)
{
	struct streams *all = in->run->streams;
	size_t from = 0;

	if (all == NULL || all->parts.n == 0)
		return;
	qsort(all->parts.v, all->parts.n, sizeof(*all->parts.v), by_folder);
	for (size_t i = 1; i <= all->parts.n; i++) {
		if (i < all->parts.n && same_folder(&all->parts.v[from], &all->parts.v[i]))
			continue;
		missing(in, all->parts.v + from, i - from);
		from = i;
	}
}

/* ---- how it was read ---- */

static void
add(struct digest *d, const char *s)
{
	digest_add(d, s != NULL ? "+" : "-", 1);
	if (s != NULL)
		digest_add(d, s, strlen(s) + 1);
}

static void
add_row(struct digest *d, struct arena *a, const struct evidence_row *row)
{
	char *text;
	size_t len;

	add(d, row->glob);
	add(d, row->format);
	add(d, row->mapping);
	add(d, row->zone);
	add(d, row->as_of_text);
	add(d, row->complete == TRI_T ? "complete" : row->complete == TRI_F ? "not" : NULL);
	add(d, row->date_order);
	if (row->mapping_file != NULL && file_read(a, row->mapping_file, MAX_CONFIG, &text, &len) == 0)
		digest_add(d, text, len);
}

const char *
intake_hints(const struct run *r, struct arena *a)
{
	char *hex = arena_alloc(a, SHA256_HEX);
	struct digest *d;

	if (r->cfg.zone == NULL && r->cfg.nevidence == 0)
		return NULL;
	d = digest_new();
	add(d, r->cfg.zone != NULL ? zone_name(r->cfg.zone) : NULL);
	for (size_t i = 0; i < r->cfg.nevidence; i++)
		add_row(d, a, &r->cfg.evidence[i]);
	digest_hex(d, hex);
	digest_free(d);
	return hex;
}
