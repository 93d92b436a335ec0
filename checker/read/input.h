#ifndef TRUEUP_READ_INPUT_H
#define TRUEUP_READ_INPUT_H
/*
 * A plain file as the bytes of a reading: its head can be looked at before it is read from the
 * start.
 */
#include <stddef.h>

struct reading;
struct input;

/*
 * Opened and the head filled; NULL with errno. Owner closes with input_close(); NULL is allowed
 * there.
 */
struct input *input_open(const char *path);
void input_close(struct input *in);

/* The first MAX_HEAD bytes, or all; valid until closed. */
const char *input_head(const struct input *in, size_t *len);

/* Bytes in memory, of which it keeps the address, not a copy. */
struct input *input_of(const char *p, size_t len);

/* Lets r read it: sets more and more_ctx; size and digest are counted as it is read. */
void input_bind(struct input *in, struct reading *r);

/*
 * After the reader: reads what it left, so that the digest in r's source is that of the whole
 * file.
 */
void input_finish(struct input *in, struct reading *r);

#endif
