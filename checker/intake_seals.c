/*
 * Seals of record streams (design.md 3, 8).  A folder that `trueup read -o` wrote holds the stream
 * and its seal; all of it is verified before a byte of the stream is parsed, by keys that come from
 * the caller alone.
 */
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/cmd.h"
#include "checker/cmd_diags.h"
#include "checker/intake.h"
#include "checker/model/say.h"
#include "checker/streams.h"
#include "reports/seal/seal.h"
#include "reports/seal/seal_diags.h"

struct streams *
streams_of(struct run *r)
{
	if (r->streams == NULL)
		r->streams = x_calloc(1, sizeof(*r->streams));
	return r->streams;
}

void
streams_free(struct streams *s)
{
	if (s == NULL)
		return;
	VEC_FREE(&s->sealed);
	VEC_FREE(&s->parts);
	free(s);
}

int
streams_trust(struct run *r, const struct option_values *files)
{
	int rc = 0;

	if (files == NULL || files->n == 0)
		return 0;
	r->stream_trust = trust_new();
	for (size_t i = 0; i < files->n; i++)
		rc |= trust_add_file(r->stream_trust, files->v[i], NULL, r->diags);
	return rc;
}

bool
streams_in_part(const struct run *r, const char *rel)
{
	unsigned char sum[SHA256_LEN];
	struct digest *d;
	uint64_t v = 0;

	if (r->parts < 2)
		return true;
	d = digest_new();
	digest_add(d, rel, strlen(rel));
	digest_bytes(d, sum);
	digest_free(d);
	for (size_t i = 0; i < 8; i++)
		v = v << 8 | sum[i];
	return v % r->parts == r->part - 1;
}

/* The folder of a path, with its last slash; "" for none. */
static const char *
folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? "" : arena_strndup(a, path, (size_t)(slash - path) + 1);
}

/* Nothing is wrong but that the caller does not know the key. */
static bool
only_unknown(const struct diags *d)
{
	for (size_t i = 0; i < diags_count(d); i++) {
		const struct diag *x = diags_at(d, i);

		if (x->kind->level == DIAG_ERROR && x->kind != &seal_no_trust
			&& x->kind != &seal_unknown_key)
			return false;
	}
	return true;
}

static void
pass_on(struct intake *in, const struct diags *d, const char *folder)
{
	for (size_t i = 0; i < diags_count(d); i++) {
		const struct diag *x = diags_at(d, i);
		struct place at = x->at;

		if (x->kind->level != DIAG_ERROR)
			continue;
		at.file = arena_printf(in->run->a, "%s%s", folder, at.file != NULL ? at.file : "");
		diag_add(in->run->diags, x->kind, &at, "%s", x->text);
	}
}

/* What the seal vouches for: the digest of the stream, and the names of all that belongs to it. */
static int
look_inside(struct intake *in, struct sealed_stream *s, const struct verified *v,
	const char *folder, struct map *own)
{
	struct arena *a = in->run->a;
	struct statement_view view;
	struct diags *d = diags_new();
	int rc = statement_read(&view, a, SEAL_STATEMENT, v->statement, v->statement_len, d);
	const char *slash = strrchr(s->path, '/');
	const char *name = slash != NULL ? slash + 1 : s->path;

	diags_free(d);
	for (size_t i = 0; rc == 0 && i < view.noutputs; i++) {
		const char *rel = arena_printf(a, "%s%s", folder, view.outputs[i].name);

		map_slot(own, rel, strlen(rel), NULL);
		if (str_same(view.outputs[i].name, name))
			memcpy(s->sha256, view.outputs[i].sha256, sizeof(s->sha256));
	}
	for (size_t i = 0; i <= SEALERS; i++) {
		const char *rel = arena_printf(a, "%s" SEAL_STEM "%s", folder,
			i < SEALERS ? sealers[i].suffix : SEAL_STATEMENT_SUFFIX);

		map_slot(own, rel, strlen(rel), NULL);
	}
	return rc == 0 && s->sha256[0] != '\0' ? 0 : -1;
}

static void
verify(struct intake *in, struct sealed_stream *s, struct map *own)
{
	static const char *const names[] = {SEAL_RECORDS_FILE};
	struct arena *a = in->run->a;
	const char *folder = folder_of(a, s->path), *shown = folder_of(a, s->rel);
	const struct verify_options o = {.kind = SEAL_RECORDS, .trust = in->run->stream_trust,
		.allow_untrusted = true, .outputs = names, .noutputs = 1};
	struct diags *d = diags_new();
	struct verified v;

	seal_verify(&v, a, *folder == '\0' ? "." : folder, &o, d);
	s->keyid = v.keyid;
	if (v.status == 0 && !v.untrusted && look_inside(in, s, &v, shown, own) == 0) {
		s->state = STREAM_TRUSTED;
	} else if (v.status != 0 && !only_unknown(d)) {
		s->state = STREAM_REFUSED;
		pass_on(in, d, shown);
	} else {
		diag_add(in->run->diags, &diag_stream_untrusted, &(struct place){.file = s->rel},
			"sealed by %s: what it says is E2 at most; --trust FILE names a key that you trust",
			v.untrusted ? "a one-run key" : "a key that you did not name");
	}
	diags_free(d);
}

/* The file that part k of a seal beside the stream would be; SEALERS: the statement. */
static const char *
seal_part(struct arena *a, const char *stream, size_t k)
{
	return arena_printf(a, "%s" SEAL_STEM "%s", folder_of(a, stream),
		k < SEALERS ? sealers[k].suffix : SEAL_STATEMENT_SUFFIX);
}

/* Is there any part of a seal beside it? One that lost another part must not count as unsealed. */
static bool
has_seal(struct arena *a, const char *path)
{
	for (size_t i = 0; i <= SEALERS; i++)
		if (access(seal_part(a, path, i), F_OK) == 0)
			return true;
	return false;
}

static bool
is_stream_name(const char *rel)
{
	const char *slash = strrchr(rel, '/');

	return str_same(slash != NULL ? slash + 1 : rel, SEAL_RECORDS_FILE);
}

void
intake_seals(struct intake *in, struct walk_entry *files, size_t n)
{
	struct map *own = map_new();

	for (size_t i = 0; i < n; i++) {
		struct sealed_stream s = {.rel = files[i].rel, .path = files[i].path};

		if (!is_stream_name(s.rel) || !has_seal(in->run->a, s.path))
			continue;
		verify(in, &s, own);
		*VEC_PUSH(&streams_of(in->run)->sealed) = s;
	}
	for (size_t i = 0; i < n; i++)
		if (map_has(own, files[i].rel, strlen(files[i].rel)))
			files[i].rel = NULL;
	map_free(own);
}

/* That very file, in the stream's own folder: one of another folder may be evidence of the same name. */
bool
intake_is_seal(const struct intake *in, int fd)
{
	const struct streams *all = in->run->streams;
	struct stat mine, st;

	if (all == NULL || fd < 0 || fstat(fd, &mine) != 0)
		return false;
	for (size_t i = 0; i < all->sealed.n; i++)
		for (size_t k = 0; k <= SEALERS; k++) {
			const char *path = seal_part(in->run->a, all->sealed.v[i].path, k);

			if (stat(path, &st) == 0 && st.st_ino == mine.st_ino && st.st_dev == mine.st_dev)
				return true;
		}
	return false;
}

bool
intake_stream_refused(struct intake *in, struct source *s, const char *path)
{
	const struct streams *all = in->run->streams;

	for (size_t i = 0; all != NULL && i < all->sealed.n; i++) {
		if (all->sealed.v[i].state != STREAM_REFUSED || !str_same(all->sealed.v[i].path, path))
			continue;
		s->format = "records";
		s->sign = say_text(SAY_SIGN_SEAL);
		in->run->seal_refused = true;
		intake_refuse(in, s, &diag_stream_refused,
			"the seal of this record stream does not fit it: nothing of it was used");
		return true;
	}
	return false;
}
