/* Models in, numbers out, a line each (MODELS.md). */
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/judge/judge.h"
#include "checker/judge/kind.h"
#include "checker/judge/slots.h"
#include "checker/modelfile.h"
#include "reports/emit_json.h"
#include "tests/tool/model_io.h"

static const char usage[] = "usage: judge_dump [--without o|d|w] [--rules EFFECT,EFFECT] "
	"[--pack FILE] [--checks] [--facts] FILE | --tests\n";

struct dump {
	struct zones *zones;
	struct slots slots;            /* without the rule of a dimension, where that is asked */
	struct rule_set *rules;        /* NULL: the built-in predicates */
	const char *effects, *pack, *path;
	bool tests;
	struct model_parts more;
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

	if (m == NULL)
		put_error(&d->out, why);
	else if (d->rules != NULL)
		model_out(&d->out, judge(m, d->rules, a), &d->more);
	else
		model_out(&d->out, judge_slots(m, &d->slots, a), &d->more);
	d->bad = d->bad || m == NULL || d->out.over;
	diags_free(diags);
	arena_free(a);
	if (d->out.len < 65536)
		return 0;
	if (write_all(STDOUT_FILENO, d->out.p, d->out.len) != 0)
		return -1;
	buf_reset(&d->out);
	return 0;
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

/* The shipped rules and those of a pack; asked are those of the effects, also what waits for a profile. */
static int
load_rules(struct dump *d, struct arena *a, struct diags *diags)
{
	static const char *const words[] = {"flag", "cap", "instance"};
	static const enum rule_effect effects[] = {EFFECT_FLAG, EFFECT_CAP, EFFECT_INSTANCE};
	struct pack_text p[2] = {{"core.rules.jsonc", pack_core_text, pack_core_len}, {0}};
	char *text;

	if (d->pack != NULL) {
		if (file_read(a, d->pack, MAX_CONFIG, &text, &p[1].len) != 0)
			return -1;
		p[1].path = d->pack;
		p[1].text = text;
	}
	d->rules = rules_load(a, p, d->pack != NULL ? 2 : 1, kind_specs, diags);
	if (d->rules == NULL)
		return -1;
	for (size_t i = 0; i < d->rules->nrules; i++) {
		struct rule *r = d->rules->rules[i];
		bool asked = false;

		for (size_t k = 0; k < 3; k++)
			asked = asked || (r->effect == effects[k] && strstr(d->effects, words[k]) != NULL);
		if (r->effect == EFFECT_INSTANCE)
			asked = asked && !(str_same(r->dim, "O") && !d->slots.has_o)
				&& !(str_same(r->dim, "D") && !d->slots.has_d)
				&& !(str_same(r->dim, "W") && !d->slots.has_w);
		r->enabled = asked && r->draft == NULL;
	}
	return 0;
}

/* The tests beside each rule that is asked, models with a member "rule" before: a line each. */
static void
put_tests(struct dump *d)
{
	for (size_t i = 0; i < d->rules->nrules; i++) {
		const struct rule *r = d->rules->rules[i];

		for (size_t k = 0; r->enabled && k < r->ntests; k++) {
			struct emit_json *j = ej_to_buf(&d->out, EJ_COMPACT);

			ej_object(j);
			ej_kstr(j, "rule", r->id);
			for (const struct node *n = r->tests[k].node->child; n != NULL; n = n->next) {
				ej_key(j, n->key);
				model_put_node(j, n);
			}
			ej_end(j);
			(void)ej_finish(j);
		}
	}
}

static int
parse_args(struct dump *d, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : "";

		if (str_same(argv[i], "--without")) {
			d->slots.has_o = d->slots.has_o && !str_same(next, "o");
			d->slots.has_d = d->slots.has_d && !str_same(next, "d");
			d->slots.has_w = d->slots.has_w && !str_same(next, "w");
			i++;
		} else if (str_same(argv[i], "--rules")) {
			d->effects = next;
			i++;
		} else if (str_same(argv[i], "--pack")) {
			d->pack = next;
			i++;
		} else if (str_same(argv[i], "--checks")) {
			d->more.checks = true;
		} else if (str_same(argv[i], "--facts")) {
			d->more.facts = true;
		} else if (str_same(argv[i], "--tests")) {
			d->tests = true;
		} else if (d->path == NULL && argv[i][0] != '-') {
			d->path = argv[i];
		} else {
			return -1;
		}
	}
	return d->path != NULL || d->tests ? 0 : -1;
}

static int
run(struct dump *d, struct diags *diags)
{
	struct arena *a = arena_new(); /* emptied after each line */
	static const char *const cuts[] = {""};
	struct json_reader reader = {.cuts = cuts, .ncuts = 1, .lines = true, .on_record = on_model,
		.ctx = d};
	struct json_stream *s;
	int fd = open(d->path, O_RDONLY | O_CLOEXEC), rc = 2;

	if (fd < 0) {
		fprintf(stderr, "%s: %s\n", d->path, strerror(errno));
		arena_free(a);
		return 2;
	}
	s = json_stream_new(&reader, d->path, a, diags);
	if (feed(s, fd) == 0 && json_stream_end(s, a) != NULL
		&& write_all(STDOUT_FILENO, d->out.p, d->out.len) == 0)
		rc = d->bad ? 1 : 0;
	json_stream_free(s);
	arena_free(a);
	(void)close(fd);
	return rc;
}

int
main(int argc, char **argv)
{
	struct dump d = {.slots = slots_builtin()};
	struct arena *a = arena_new();
	struct diags *diags = diags_new();
	int rc = 2;

	/* Regions come and go by the model: what is free is not handed back in between. */
	(void)mallopt(M_TRIM_THRESHOLD, 256 << 20);
	(void)mallopt(M_MMAP_THRESHOLD, 64 << 20);
	d.zones = zones_new();
	buf_init(&d.out, 256 * MIB);
	if (parse_args(&d, argc, argv) != 0)
		fputs(usage, stderr);
	else if (d.effects != NULL && load_rules(&d, a, diags) != 0)
		fputs("the rules cannot be loaded\n", stderr);
	else if (d.tests && d.rules != NULL)
		put_tests(&d), rc = write_all(STDOUT_FILENO, d.out.p, d.out.len) == 0 ? 0 : 2;
	else if (d.path != NULL)
		rc = run(&d, diags);
	diags_print(diags, stderr, false);
	buf_free(&d.out);
	diags_free(diags);
	arena_free(a);
	zones_free(d.zones);
	return rc;
}
