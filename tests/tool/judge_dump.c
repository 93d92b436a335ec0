/* judge_dump [--without o|d|w] FILE: models in, numbers out, a line each (MODELS.md). */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/judge/slots.h"
#include "checker/modelfile.h"
#include "reports/emit_json.h"
#include "tests/tool/model_io.h"

struct dump {
	struct zones *zones;
	struct slots slots;       /* without the rule of a dimension, where that is asked */
	struct buf out;
	bool bad;
};

static void
put_error(struct buf *b, const char *why)
{
	struct emit_json *j = ej_to_buf(b, EJ_COMPACT);

	ej_object(j);
	ej_kstr(j, "error", why);
	ej_end(j);
	(void)ej_finish(j);
}

static int
on_model(void *ctx, const struct json_record *r)
{
	struct dump *d = ctx;
	struct arena *a = arena_new();
	struct diags *diags = diags_new();
	const char *why = NULL;
	struct model *m = modelfile_load(r->node, d->zones, a, diags, &why);
	int rc;

	buf_reset(&d->out);
	if (m != NULL)
		model_out(&d->out, judge_slots(m, &d->slots, a));
	else
		put_error(&d->out, why);
	d->bad = d->bad || m == NULL || d->out.over;
	rc = write_all(STDOUT_FILENO, d->out.p, d->out.len);
	diags_free(diags);
	arena_free(a);
	return rc;
}

static int
feed(struct json_stream *s, int fd)
{
	char chunk[65536];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) > 0)
		if (json_stream_feed(s, chunk, (size_t)n) != 0)
			return -1;
	return n == 0 ? 0 : -1;
}

int
main(int argc, char **argv)
{
	static const char *const cuts[] = {""};
	struct dump d = {.zones = zones_new(), .slots = slots_builtin()};
	const char *without = argc == 4 && strcmp(argv[1], "--without") == 0 ? argv[2] : "";
	const char *path = argv[argc - 1];
	struct json_reader reader = {.cuts = cuts, .ncuts = 1, .lines = true, .on_record = on_model,
		.ctx = &d};
	struct arena *records = arena_new();
	struct diags *diags = diags_new();
	struct json_stream *s;
	int fd, rc = 2;

	if ((argc != 2 && *without == '\0') || (fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
		fprintf(stderr, "usage: judge_dump [--without o|d|w] FILE: %s\n", strerror(errno));
		return 2;
	}
	d.slots.has_o = strcmp(without, "o") != 0;
	d.slots.has_d = strcmp(without, "d") != 0;
	d.slots.has_w = strcmp(without, "w") != 0;
	buf_init(&d.out, 256 * MIB);
	s = json_stream_new(&reader, path, records, diags);
	if (feed(s, fd) == 0 && json_stream_end(s, records) != NULL)
		rc = d.bad ? 1 : 0;
	diags_print(diags, stderr, false);
	json_stream_free(s);
	buf_free(&d.out);
	diags_free(diags);
	arena_free(records);
	zones_free(d.zones);
	(void)close(fd);
	return rc;
}
