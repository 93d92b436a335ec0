#ifndef TRUEUP_EMIT_JSON_H
#define TRUEUP_EMIT_JSON_H
/*
 * The one JSON serializer (RFC 8259), shared by every writer of that syntax.
 * It streams: memory does not grow with the output.  Whole numbers only; a
 * score is an integer in millionths, so the same report has the same bytes
 * everywhere.  A write error is kept, later calls do nothing, and
 * ej_finish() tells.  Members come out in the order in which they are given.
 * Misuse (a member without a key, an end too many) is our bug: exit 70.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct emit_json;

/* Blanks and lines, or none. Each top-level value ends with "\n" in both (JSON Lines). */
enum ej_style { EJ_PRETTY, EJ_COMPACT };

/* 0, or -1 with errno. Must take all n bytes. */
typedef int ej_write_fn(void *ctx, const void *p, size_t n);

/* The caller ends each with ej_finish() and keeps fd and out. A buf over its ceiling: EFBIG. */
struct emit_json *ej_to(ej_write_fn *write, void *ctx, enum ej_style style);
struct emit_json *ej_to_fd(int fd, enum ej_style style);
struct emit_json *ej_to_buf(struct buf *out, enum ej_style style);

/* Writes what is left and frees j. 0, or -1 with errno of the first error. NULL is allowed (0). */
int ej_finish(struct emit_json *j);
/* Frees j and drops what was not written yet: after an error elsewhere, at any depth. */
void ej_abandon(struct emit_json *j);
bool ej_failed(const struct emit_json *j);

void ej_object(struct emit_json *j);
void ej_array(struct emit_json *j);
/* An object whose first members are JSON already, from "{" to before the next comma; not checked. */
void ej_object_begun(struct emit_json *j, const char *p, size_t n);
void ej_end(struct emit_json *j); /* of the innermost object or array */
void ej_key(struct emit_json *j, const char *key);

/*
 * s may be NULL (null).  Control characters and line separators are escaped; a
 * byte that is not UTF-8 becomes U+FFFD.  s and the n bytes of ej_strn are not kept.
 */
void ej_str(struct emit_json *j, const char *s);
void ej_strn(struct emit_json *j, const char *s, size_t n);
void ej_int(struct emit_json *j, int64_t v);
void ej_bool(struct emit_json *j, bool v);
void ej_null(struct emit_json *j);
/* One value that is JSON already, such as a number's own text; not checked. */
void ej_raw(struct emit_json *j, const char *p, size_t n);

/* Key and value in one. */
void ej_kobject(struct emit_json *j, const char *key);
void ej_karray(struct emit_json *j, const char *key);
void ej_kstr(struct emit_json *j, const char *key, const char *s);
void ej_kstrn(struct emit_json *j, const char *key, const char *s, size_t n);
/* Text for people, made inert (base/text.h), at most max bytes of it (0: all); NULL: "". */
void ej_kinert(struct emit_json *j, const char *key, const char *s, size_t max);
void ej_kint(struct emit_json *j, const char *key, int64_t v);
void ej_kbool(struct emit_json *j, const char *key, bool v);
void ej_knull(struct emit_json *j, const char *key);

#endif
