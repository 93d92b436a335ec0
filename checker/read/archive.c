/*
 * Containers by libarchive.  Only the formats of bundle_kind are switched on,
 * no filter may start a program, and a zip is read by its central directory, as
 * other programs do: what stands in local headers alone is nobody's member.
 */
#include "checker/read/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/archive_diags.h"

#define CHUNK ((size_t)128 * 1024)
#define TAR_BLOCK 512

struct bundle {
	enum bundle_kind kind;
	struct bundle_bytes from;
	const char *file;
	struct bundle_budget *budget;
	struct diags *d;
	struct arena *a;
	struct archive *ar;
	struct map *names;
	locale_t utf8;         /* names of members are converted in it, whatever the caller's is */
	char *buf;
	int64_t at, length;    /* of the container's bytes; length -1: only known at the end */
	uint64_t unpacked;
	const char *member;
	bool inner_failed;     /* its bytes could not be had: told by who gives them */
	bool spent, data_open;
};

static const char *const words[] = { "", "zip", "tar", "gzip", "zstd" };

const char *
bundle_kind_word(enum bundle_kind k)
{
	return words[k];
}

enum bundle_kind
bundle_kind(const char *head, size_t len)
{
	if (len >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "PK\5\6", 4) == 0))
		return BUNDLE_ZIP;
	if (len >= 3 && memcmp(head, "\x1f\x8b\x08", 3) == 0)
		return BUNDLE_GZIP;
	if (len >= 4 && memcmp(head, "\x28\xb5\x2f\xfd", 4) == 0)
		return BUNDLE_ZSTD;
	if (len >= 263 && memcmp(head + 257, "ustar", 5) == 0)
		return BUNDLE_TAR;
	return BUNDLE_NONE;
}

static void __attribute__((format(printf, 3, 4)))
tell(struct bundle *b, const struct diag_kind *kind, const char *fmt, ...)
{
	struct place at = { .file = b->file };
	struct buf text;
	va_list ap;

	buf_init(&text, MAX_TEXT);
	va_start(ap, fmt);
	buf_vfmt(&text, fmt, ap);
	va_end(ap);
	diag_add(b->d, kind, &at, "%s", text.p);
	buf_free(&text);
}

/* ---- the container's bytes, as libarchive asks for them ---- */

static la_ssize_t
give(struct archive *ar, void *ctx, const void **p)
{
	struct bundle *b = ctx;
	long got = b->from.read(b->from.ctx, b->buf, CHUNK);

	if (got < 0) {
		b->inner_failed = true;
		archive_set_error(ar, -1, "the bytes of the archive cannot be read");
		return -1;
	}
	b->at += got;
	*p = b->buf;
	return got;
}

static la_int64_t
seek_to(struct archive *ar, void *ctx, la_int64_t off, int whence)
{
	struct bundle *b = ctx;
	int64_t to = whence == SEEK_SET ? off : whence == SEEK_CUR ? b->at + off : b->length + off;

	(void)ar;
	if (to < 0 || to > b->length || b->from.seek(b->from.ctx, to) < 0)
		return ARCHIVE_FATAL;
	b->at = to;
	return to;
}

/* Formats and filters of the kind; a filter that would start a program warns, and is refused. */
static int
switch_on(struct bundle *b)
{
	struct archive *ar = b->ar;

	switch (b->kind) {
	case BUNDLE_ZIP:
		return archive_read_support_format_zip_seekable(ar);
	case BUNDLE_TAR:
		return archive_read_support_format_tar(ar);
	case BUNDLE_GZIP: case BUNDLE_ZSTD:
		if ((b->kind == BUNDLE_GZIP ? archive_read_support_filter_gzip(ar) :
			archive_read_support_filter_zstd(ar)) != ARCHIVE_OK ||
			archive_read_support_format_empty(ar) != ARCHIVE_OK ||
			archive_read_support_format_raw(ar) != ARCHIVE_OK)
			return ARCHIVE_FATAL;
		return archive_read_support_format_tar(ar);
	case BUNDLE_NONE: default:
		return ARCHIVE_FATAL;
	}
}

static const char *
why(const struct bundle *b)
{
	const char *s = archive_error_string(b->ar);

	return s == NULL ? "damaged" : s;
}

static enum bundle_step
broken(struct bundle *b)
{
	if (!b->spent && !b->inner_failed)
		tell(b, &archive_broken, "the archive cannot be read on: %s",
			text_inert_dup(b->a, why(b), 200));
	b->spent = true;
	return BUNDLE_BROKEN;
}

/* A stream that no filter took, or one in another, would be handed on packed. */
static int
check_filters(struct bundle *b)
{
	int want = b->kind == BUNDLE_GZIP ? ARCHIVE_FILTER_GZIP :
		b->kind == BUNDLE_ZSTD ? ARCHIVE_FILTER_ZSTD : ARCHIVE_FILTER_NONE;

	if (archive_filter_code(b->ar, 0) != want)
		tell(b, &archive_broken, "it begins like a %s file, and is none", words[b->kind]);
	else if (archive_filter_count(b->ar) > (want == ARCHIVE_FILTER_NONE ? 1 : 2))
		tell(b, &archive_deep, "it is packed twice: unpack the outer file");
	else
		return 0;
	return -1;
}

struct bundle *
bundle_open(enum bundle_kind kind, const struct bundle_bytes *from, const char *file,
	struct bundle_budget *budget, struct diags *d)
{
	struct bundle *b = x_calloc(1, sizeof(*b));

	b->kind = kind;
	b->from = *from;
	b->budget = budget;
	b->d = d;
	b->a = arena_new();
	b->file = arena_strdup(b->a, file);
	b->names = map_new();
	b->buf = x_malloc(CHUNK);
	b->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	b->length = from->seek == NULL ? -1 : from->seek(from->ctx, -1);
	b->ar = archive_read_new();
	if (b->ar == NULL)
		die_memory();
	if ((kind == BUNDLE_ZIP && b->length < 0) || switch_on(b) != ARCHIVE_OK) {
		tell(b, &archive_broken, "this program cannot read %s archives here", words[kind]);
		goto fail;
	}
	if (b->length >= 0) {
		if (from->seek(from->ctx, 0) < 0)
			goto fail;
		archive_read_set_seek_callback(b->ar, seek_to);
	}
	archive_read_set_read_callback(b->ar, give);
	archive_read_set_callback_data(b->ar, b);
	if (archive_read_open1(b->ar) != ARCHIVE_OK) {
		broken(b);
		goto fail;
	}
	if (check_filters(b) != 0)
		goto fail;
	return b;
fail:
	bundle_free(b);
	return NULL;
}

void
bundle_free(struct bundle *b)
{
	if (b == NULL)
		return;
	archive_read_free(b->ar);
	if (b->utf8 != (locale_t)0)
		freelocale(b->utf8);
	map_free(b->names);
	free(b->buf);
	arena_free(b->a);
	free(b);
}

bool
bundle_spent(const struct bundle *b)
{
	return b->spent;
}

void
bundle_budget_to(struct bundle *b, struct bundle_budget *budget)
{
	b->budget = budget;
}

/* ---- members ---- */

/* With bytes that are no UTF-8 as %XX: two names that differ stay two. */
static const char *
as_utf8(struct bundle *b, const char *name)
{
	struct buf out;
	const char *copy;
	size_t n, len = strlen(name);

	if (utf8_valid(name, len))
		return arena_strdup(b->a, name);
	buf_init(&out, MAX_ARCHIVE_NAME * 4);
	for (const char *p = name; p < name + len; p += n) {
		if (utf8_next(p, len - (size_t)(p - name), &n) >= 0) {
			buf_add(&out, p, n);
			continue;
		}
		n = 1;
		buf_fmt(&out, "%%%02X", (unsigned)(unsigned char)*p);
	}
	copy = arena_strndup(b->a, out.p, out.len);
	buf_free(&out);
	return copy;
}

/* "./a//b" as "a/b"; NULL where it leads out, or is none. */
static const char *
clean(struct bundle *b, const char *raw)
{
	char *name = arena_strdup(b->a, as_utf8(b, raw)), *w = name;

	for (char *p = name; *p != '\0'; p++) {
		/* ".NET" and PowerShell 5 write them against 4.4.17.1 of the zip specification. */
		if (*p == '\\' && b->kind == BUNDLE_ZIP)
			*p = '/';
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return NULL;
	}
	if (name[0] == '/' || (ch_alpha(name[0]) && name[1] == ':'))
		return NULL;
	for (const char *p = name; *p != '\0';) {
		size_t n = strcspn(p, "/");

		if (n == 2 && memcmp(p, "..", 2) == 0)
			return NULL;
		if (n > 0 && !(n == 1 && *p == '.')) {
			if (w != name)
				*w++ = '/';
			memmove(w, p, n);
			w += n;
		}
		p += n;
		while (*p == '/')
			p++;
	}
	*w = '\0';
	return w == name ? NULL : name;
}

static const char *
raw_name(struct bundle *b, struct archive_entry *e)
{
	const char *s = archive_entry_pathname(e);

	if (archive_format(b->ar) == ARCHIVE_FORMAT_RAW)
		return "data";
	if (s == NULL)
		s = archive_entry_pathname_utf8(e);
	return s == NULL ? "" : s;
}

/* What a member that is no plain file is; NULL: it is one. */
static const char *
no_file(struct archive_entry *e)
{
	if (archive_entry_hardlink(e) != NULL)
		return "a hard link";
	if (archive_entry_filetype(e) == AE_IFREG)
		return NULL;
	return archive_entry_filetype(e) == AE_IFLNK ? "a symbolic link" : "no file";
}

static enum bundle_step
refuse(struct bundle *b, const struct diag_kind *kind, const char *name, const char *text)
{
	tell(b, kind, "member \"%s\" %s", text_inert_dup(b->a, name, 120), text);
	return BUNDLE_REFUSED;
}

static enum bundle_step
judge_member(struct bundle *b, struct archive_entry *e, struct bundle_member *out)
{
	const char *raw = raw_name(b, e), *name;
	bool fresh;

	if (archive_entry_filetype(e) == AE_IFDIR)
		return BUNDLE_END;
	out->name = b->member = as_utf8(b, raw);
	if (strlen(raw) > MAX_ARCHIVE_NAME)
		return refuse(b, &archive_name, raw, "has a name longer than MAX_ARCHIVE_NAME");
	name = clean(b, raw);
	if (name == NULL)
		return refuse(b, &archive_name, raw, "has a name that leads out of the archive, or is none");
	out->name = b->member = name;
	map_slot(b->names, name, strlen(name), &fresh);
	if (!fresh)
		return refuse(b, &archive_twice, name, "is there twice: the second is not read");
	out->why = no_file(e);
	if (out->why != NULL) {
		tell(b, &archive_link, "member \"%s\" is %s: not followed, not read",
			text_inert_dup(b->a, name, 120), out->why);
		return BUNDLE_PASSED;
	}
	if (archive_entry_is_encrypted(e))
		return refuse(b, &archive_encrypted, name, "is encrypted: it cannot be read");
	b->data_open = true;
	return BUNDLE_MEMBER;
}

/* A tar that was cut off between two members has not the block of zeros behind the last. */
static enum bundle_step
end(struct bundle *b, int64_t before)
{
	int format = archive_format(b->ar) & ARCHIVE_FORMAT_BASE_MASK;

	if (format != ARCHIVE_FORMAT_TAR || archive_filter_bytes(b->ar, 0) - before >= TAR_BLOCK)
		return BUNDLE_END;
	tell(b, &archive_broken, "the archive ends without the mark of its end: it was cut off");
	b->spent = true;
	return BUNDLE_BROKEN;
}

static bool
too_many(struct bundle *b)
{
	if (++b->budget->members <= MAX_ARCHIVE_MEMBERS)
		return false;
	tell(b, &archive_bomb, "more than %d members: the rest is not read", MAX_ARCHIVE_MEMBERS);
	b->spent = true;
	return true;
}

enum bundle_step
bundle_next(struct bundle *b, struct bundle_member *out)
{
	enum bundle_step step = BUNDLE_END;

	*out = (struct bundle_member){ 0 };
	while (step == BUNDLE_END) {
		struct archive_entry *e;
		locale_t old;
		int64_t before;
		int rc;

		if (b->spent || (b->data_open && archive_read_data_skip(b->ar) < ARCHIVE_WARN))
			return broken(b);
		b->data_open = false;
		before = archive_filter_bytes(b->ar, 0);
		old = b->utf8 == (locale_t)0 ? (locale_t)0 : uselocale(b->utf8);
		rc = archive_read_next_header(b->ar, &e);
		if (rc == ARCHIVE_OK || rc == ARCHIVE_WARN)
			step = too_many(b) ? BUNDLE_BROKEN : judge_member(b, e, out);
		if (old != (locale_t)0)
			uselocale(old);
		if (rc == ARCHIVE_EOF)
			return end(b, before);
		if (rc != ARCHIVE_OK && rc != ARCHIVE_WARN)
			return broken(b);
		/* Entries that are passed over have data as well. */
		b->data_open = true;
	}
	return step;
}

/* Unpacked so far against packed so far: of a zip all of it, of a stream what has been read. */
static bool
grown(struct bundle *b, size_t n)
{
	uint64_t packed = (uint64_t)(b->length >= 0 ? b->length : b->at);
	bool ratio, total;

	b->unpacked += n;
	b->budget->bytes += n;
	ratio = b->unpacked > MAX_ARCHIVE_FREE && b->unpacked / MAX_ARCHIVE_RATIO > packed;
	total = b->budget->bytes > MAX_ARCHIVE_BYTES;
	if (!ratio && !total)
		return false;
	tell(b, &archive_bomb, "member \"%s\" unpacks to more than %s: the archive is read no further",
		text_inert_dup(b->a, b->member == NULL ? "" : b->member, 120),
		total ? "MAX_ARCHIVE_BYTES allow" : "MAX_ARCHIVE_RATIO allows");
	b->spent = true;
	return true;
}

long
bundle_read(struct bundle *b, char *p, size_t n)
{
	la_ssize_t got;

	if (b->spent)
		return -1;
	got = archive_read_data(b->ar, p, n);
	if (got < 0) {
		if (!b->inner_failed)
			tell(b, &archive_broken, "member \"%s\" cannot be read on: %s",
				text_inert_dup(b->a, b->member, 120),
				text_inert_dup(b->a, why(b), 200));
		b->data_open = false;
		b->spent = got == ARCHIVE_FATAL;
		return -1;
	}
	return grown(b, (size_t)got) ? -1 : (long)got;
}
