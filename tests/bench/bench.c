/*
 * bench [MB]...: the three syntax layers against the bare parsers that they
 * stand on, in turns on the same generated files, a process a measurement.
 * The budgets of design.md section 10, digest and extraction aside, are the
 * last column; 1 if one is missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <libxml/parser.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/die.h"
#include "checker/base/json.h"
#include "checker/read/csv.h"
#include "checker/read/xml.h"
#include "tests/bench/generate.h"

#define ROUNDS 7
#define PIECE ((size_t)64 << 10)

struct cost {
	uint64_t us; /* processor time, user and system */
	long kib;    /* peak resident memory */
};

/* What a run has seen: so that no compiler can leave it out, and both saw the same. */
struct seen {
	uint64_t things, bytes;
};

static struct seen seen_none;

typedef int feed_fn(void *stream, const char *p, size_t n);

static int
feed_file(const char *path, feed_fn *feed, void *stream)
{
	int fd = open(path, O_RDONLY), rc = 0;
	char *block = x_malloc(PIECE);
	ssize_t n = 0;

	while (rc == 0 && (n = read(fd, block, PIECE)) > 0)
		rc = feed(stream, block, (size_t)n);
	close(fd);
	free(block);
	return n < 0 ? -1 : rc;
}

/* ---- JSON ---- */

static int
on_record(void *ctx, const struct json_record *r)
{
	struct seen *s = ctx;

	s->things++;
	s->bytes += node_get_text(r->node, "key") != NULL;
	return 0;
}

static int
json_feed(void *s, const char *p, size_t n)
{
	return json_stream_feed(s, p, n);
}

static struct seen
json_ours(const char *path)
{
	static const char *const cuts[] = {"/issues"};
	struct seen seen = {0};
	struct json_reader r = {cuts, 1, false, on_record, &seen};
	struct arena *a = arena_new(), *region = arena_new();
	struct diags *d = diags_new();
	struct json_stream *s = json_stream_new(&r, path, region, d);

	if (feed_file(path, json_feed, s) != 0 || json_stream_end(s, a) == NULL)
		return seen_none;
	return seen;
}

static struct seen
json_floor(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct seen seen = {0};
	long size;
	char *text;
	cJSON *root;

	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	text = x_malloc((size_t)size + 1);
	if (fread(text, 1, (size_t)size, f) != (size_t)size)
		return seen_none;
	text[size] = '\0';
	fclose(f);
	root = cJSON_Parse(text);
	seen.things =
		(uint64_t)cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(root, "issues"));
	return seen;
}

/* ---- XML ---- */

/* Looks at names, as a reader does. */
static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct seen *s = ctx;

	s->things++;
	if (strcmp(t->name, "rule-result") == 0 && xml_attr(t, "idref") != NULL)
		s->bytes++;
	return 0;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct seen *s = ctx;

	(void)ns;
	s->bytes += line + (strcmp(name, "TestResult") == 0);
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct seen *s = ctx;

	(void)p;
	s->bytes += n;
	return 0;
}

static int
xml_feed(void *s, const char *p, size_t n)
{
	return xml_stream_feed(s, p, n);
}

static struct seen
xml_ours(const char *path)
{
	struct seen seen = {0};
	struct xml_handler h = {&seen, on_start, on_end, on_text, true};
	struct diags *d = diags_new();
	struct xml_stream *s = xml_stream_new(&h, path, d);

	if (feed_file(path, xml_feed, s) != 0 || xml_stream_end(s) != 0)
		return seen_none;
	return seen;
}

static void
bare_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
	const xmlChar **ns, int nattrs, int ndefaulted, const xmlChar **attrs)
{
	struct seen *s = ctx;

	(void)name;
	(void)prefix;
	(void)uri;
	(void)nns;
	(void)ns;
	(void)nattrs;
	(void)ndefaulted;
	(void)attrs;
	s->things++;
}

static void
bare_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct seen *s = ctx;

	(void)name;
	(void)prefix;
	(void)uri;
	s->bytes++;
}

static void
bare_text(void *ctx, const xmlChar *p, int n)
{
	struct seen *s = ctx;

	(void)p;
	s->bytes += (uint64_t)n;
}

static int
bare_feed(void *s, const char *p, size_t n)
{
	return xmlParseChunk(s, p, (int)n, 0);
}

static struct seen
xml_floor(const char *path)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
		.startElementNs = bare_start,
		.endElementNs = bare_end,
		.characters = bare_text,
		.ignorableWhitespace = bare_text};
	struct seen seen = {0};
	xmlParserCtxtPtr ctxt = xmlCreatePushParserCtxt(&sax, &seen, NULL, 0, NULL);

	xmlCtxtUseOptions(ctxt, XML_PARSE_NONET);
	if (feed_file(path, bare_feed, ctxt) != 0 || xmlParseChunk(ctxt, "", 0, 1) != 0)
		return seen_none;
	return seen;
}

/* ---- CSV ---- */

static int
on_row(void *ctx, const struct csv_row *r)
{
	struct seen *s = ctx;

	s->things++;
	for (size_t i = 0; i < r->n; i++)
		s->bytes += r->lens[i];
	return 0;
}

static int
csv_feed(void *s, const char *p, size_t n)
{
	return csv_stream_feed(s, p, n);
}

static struct seen
csv_ours(const char *path)
{
	struct seen seen = {0};
	struct diags *d = diags_new();
	struct csv_stream *s = csv_stream_new(NULL, on_row, &seen, path, d);

	if (feed_file(path, csv_feed, s) != 0 || csv_stream_end(s) != 0)
		return seen_none;
	return seen;
}

/* No less can be done: quotes by memchr, line ends outside of them. */
struct bare_csv {
	struct seen seen;
	bool quoted;
};

static int
bare_csv_feed(void *ctx, const char *p, size_t n)
{
	struct bare_csv *s = ctx;
	const char *end = p + n;

	while (p < end) {
		const char *q = memchr(p, '"', (size_t)(end - p)), *stop = q == NULL ? end : q;

		while (!s->quoted && (p = memchr(p, '\n', (size_t)(stop - p))) != NULL) {
			s->seen.things++;
			p++;
		}
		if (q != NULL)
			s->quoted = !s->quoted;
		p = q == NULL ? end : q + 1;
	}
	return 0;
}

static struct seen
csv_floor(const char *path)
{
	struct bare_csv s = {0};

	return feed_file(path, bare_csv_feed, &s) == 0 ? s.seen : seen_none;
}

/* ---- measuring ---- */

static struct cost
measure(struct seen (*run)(const char *path), const char *path, uint64_t *things)
{
	struct cost cost = {0};
	struct rusage u;
	struct seen seen;
	int status, fd[2];
	pid_t pid;

	if (pipe(fd) != 0)
		die_machine("pipe: %s", strerror(errno));
	pid = fork();
	if (pid < 0)
		die_machine("fork: %s", strerror(errno));
	if (pid == 0) {
		seen = run(path);
		if (write(fd[1], &seen, sizeof(seen)) != (ssize_t)sizeof(seen))
			_exit(1);
		_exit(seen.things == 0);
	}
	close(fd[1]);
	if (read(fd[0], &seen, sizeof(seen)) != (ssize_t)sizeof(seen) ||
		wait4(pid, &status, 0, &u) != pid || status != 0)
		die_machine("%s: a run failed", path);
	close(fd[0]);
	*things = seen.things;
	cost.us = (uint64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000u +
		(uint64_t)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
	cost.kib = u.ru_maxrss;
	return cost;
}

static int
by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t
median(uint64_t v[ROUNDS])
{
	qsort(v, ROUNDS, sizeof(*v), by_size);
	return v[ROUNDS / 2];
}

struct layer {
	const char *name, *floor_name;
	enum sample sample;
	struct seen (*ours)(const char *path), (*floor)(const char *path);
	uint64_t ratio;   /* in hundredths of the floor, at most; 0: any */
	uint64_t speed;   /* MB/s, at least; 0: any */
	long kib;         /* of peak memory, at most */
};

static const struct layer layers[] = {
	{"JSON records", "whole cJSON_Parse", SAMPLE_JSON, json_ours, json_floor, 85, 0, 16384},
	{"XML events", "bare SAX2 push", SAMPLE_XML, xml_ours, xml_floor, 130, 0, 16384},
	{"CSV rows", "memchr for quotes and lines", SAMPLE_CSV, csv_ours, csv_floor, 0, 500, 16384},
};

static bool
bench(const struct layer *l, const char *path, uint64_t bytes)
{
	uint64_t ours[ROUNDS], floors[ROUNDS], ratios[ROUNDS], speed, ratio, same[2];
	long kib[2] = {0};
	bool good;

	for (int i = 0; i < ROUNDS; i++) {
		struct cost f = measure(l->floor, path, &same[0]),
			    o = measure(l->ours, path, &same[1]);

		if (same[0] != same[1])
			die_machine("%s: %llu and %llu things in the same file", l->name,
				(unsigned long long)same[0], (unsigned long long)same[1]);
		floors[i] = f.us;
		ours[i] = o.us;
		ratios[i] = f.us == 0 ? 0 : o.us * 100 / f.us;
		kib[0] = f.kib > kib[0] ? f.kib : kib[0];
		kib[1] = o.kib > kib[1] ? o.kib : kib[1];
	}
	ratio = median(ratios);
	speed = bytes / (median(ours) + 1);
	good = (l->ratio == 0 || ratio <= l->ratio) && speed >= l->speed && kib[1] <= l->kib;
	printf("%-13s %5llu MB  %5llu MB/s %7ld KiB   %-28s %5llu MB/s %8ld KiB   ratio %llu.%02llu  %s\n",
		l->name, (unsigned long long)(bytes / 1000000), (unsigned long long)speed, kib[1],
		l->floor_name, (unsigned long long)(bytes / (median(floors) + 1)), kib[0],
		(unsigned long long)(ratio / 100), (unsigned long long)(ratio % 100),
		good ? "ok" : "OVER BUDGET");
	fflush(stdout);
	return good;
}

int
main(int argc, char **argv)
{
	static const char *const usual[] = {"10", "100"};
	int n = argc > 1 ? argc - 1 : 2, missed = 0;
	char path[] = "/tmp/trueup-bench-XXXXXX";
	int fd = mkstemp(path);

	if (fd < 0)
		die_machine("%s: %s", path, strerror(errno));
	close(fd);
	for (int i = 0; i < n; i++) {
		uint64_t mb = strtoull(argc > 1 ? argv[i + 1] : usual[i], NULL, 10);

		for (size_t l = 0; l < sizeof(layers) / sizeof(*layers); l++) {
			FILE *out = fopen(path, "wb");
			uint64_t bytes;

			if (out == NULL)
				die_machine("%s: %s", path, strerror(errno));
			generate(out, layers[l].sample, 1, mb * 1000000);
			bytes = (uint64_t)ftell(out);
			if (fclose(out) != 0)
				die_machine("%s: %s", path, strerror(errno));
			missed |= !bench(&layers[l], path, bytes);
		}
	}
	unlink(path);
	return missed;
}
