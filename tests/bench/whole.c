/*
 * whole TRUEUP [MB]...: the program from end to end against bare parsers of the
 * same files, a process a measurement, in turns.  Cost is processor time, user
 * and system, so that a busy machine disturbs less; the budgets are those of
 * design.md section 10, each a line, met or missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <libxml/parser.h>

#include "checker/base/die.h"
#include "checker/base/digest.h"
#include "tests/bench/generate.h"

#define ROUNDS 3
#define PIECE ((size_t)128 << 10)
/* What a run may take beside its states and events. */
#define FLAT_KIB 16384
#define RECORD_BYTES 64
#define COLD_US 20000

struct cost {
	uint64_t us; /* processor time */
	long kib;    /* peak resident memory */
};

typedef int feed_fn(void *to, const char *p, size_t n);

static int
feed_file(const char *path, feed_fn *feed, void *to)
{
	int fd = open(path, O_RDONLY), rc = 0;
	char *p = x_malloc(PIECE);
	ssize_t n = 0;

	while (rc == 0 && (n = read(fd, p, PIECE)) > 0)
		rc = feed(to, p, (size_t)n);
	close(fd);
	free(p);
	return n != 0 || rc != 0 ? -1 : 0;
}

/* ---- floors: 0, or -1 where the parser fails ---- */

static int
feed_digest(void *to, const char *p, size_t n)
{
	digest_add(to, p, n);
	return 0;
}

static int
floor_digest(const char *path)
{
	char hex[SHA256_HEX];
	struct digest *d = digest_new();
	int rc = feed_file(path, feed_digest, d);

	digest_hex(d, hex);
	digest_free(d);
	return rc;
}

static int
feed_sax(void *to, const char *p, size_t n)
{
	return xmlParseChunk(to, p, (int)n, 0);
}

static void
sax_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int nns,
	const xmlChar **ns, int nattrs, int ndefaulted, const xmlChar **attrs)
{
	(void)name;
	(void)prefix;
	(void)uri;
	(void)nns;
	(void)ns;
	(void)nattrs;
	(void)ndefaulted;
	(void)attrs;
	++*(uint64_t *)ctx;
}

static void
sax_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	(void)name;
	(void)prefix;
	(void)uri;
	++*(uint64_t *)ctx;
}

static void
sax_text(void *ctx, const xmlChar *p, int n)
{
	(void)p;
	*(uint64_t *)ctx += (uint64_t)n;
}

static int
floor_xml(const char *path)
{
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC, .startElementNs = sax_start,
		.endElementNs = sax_end, .characters = sax_text};
	uint64_t seen = 0;
	xmlParserCtxtPtr c = xmlCreatePushParserCtxt(&sax, &seen, NULL, 0, NULL);
	int rc;

	xmlCtxtUseOptions(c, XML_PARSE_NONET);
	rc = feed_file(path, feed_sax, c);
	if (rc == 0)
		rc = xmlParseChunk(c, "", 0, 1) == 0 && seen > 0 ? 0 : -1;
	xmlFreeParserCtxt(c);
	return rc;
}

/* As a program that does not cut records would: all of it in memory, one tree. */
static int
floor_json(const char *path)
{
	struct stat st;
	FILE *f = fopen(path, "rb");
	char *text;
	bool good;

	if (f == NULL || fstat(fileno(f), &st) != 0)
		return -1;
	text = x_malloc((size_t)st.st_size + 1);
	good = fread(text, 1, (size_t)st.st_size, f) == (size_t)st.st_size;
	text[st.st_size] = '\0';
	fclose(f);
	return good && cJSON_Parse(text) != NULL ? 0 : -1;
}

struct bare_csv {
	uint64_t rows, cells;
	bool quoted;
};

/* A byte at a time: quotes, delimiters and line ends told apart, nothing kept. */
static int
feed_csv(void *to, const char *p, size_t n)
{
	struct bare_csv *c = to;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			c->quoted = !c->quoted;
		else if (!c->quoted && (p[i] == ',' || p[i] == '\n'))
			c->cells++, c->rows += p[i] == '\n';
	}
	return 0;
}

static int
floor_csv(const char *path)
{
	struct bare_csv c = {0};

	return feed_file(path, feed_csv, &c) == 0 && c.rows > 0 && c.cells > c.rows ? 0 : -1;
}

/* ---- measuring ---- */

/* A child that runs the floor, or the program with these arguments. out: its output, or NULL. */
static struct cost
measure(int (*floor)(const char *path), const char *path, const char *const *argv, const char *out)
{
	struct rusage u;
	int status;
	pid_t pid = fork();

	if (pid < 0)
		die_machine("fork: %s", strerror(errno));
	if (pid == 0) {
		int fd = open(out == NULL ? "/dev/null" : out, O_WRONLY | O_CREAT | O_TRUNC, 0600);

		if (floor != NULL)
			_exit(floor(path) == 0 ? 0 : 1);
		dup2(fd, STDOUT_FILENO);
		dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	/* 3: incomplete. The samples' JSON declares more than it holds. */
	if (wait4(pid, &status, 0, &u) != pid || !WIFEXITED(status) ||
		(WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != 3))
		die_machine("%s: %s failed", path, argv == NULL ? "a floor" : argv[1]);
	return (struct cost){(uint64_t)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000u +
			(uint64_t)(u.ru_utime.tv_usec + u.ru_stime.tv_usec),
		u.ru_maxrss};
}

static int
by_size(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static uint64_t
middle(uint64_t v[ROUNDS])
{
	qsort(v, ROUNDS, sizeof(*v), by_size);
	return v[ROUNDS / 2] == 0 ? 1 : v[ROUNDS / 2];
}

/* The number behind "name": in what `trueup identify --json` printed; 0 if it is not there. */
static uint64_t
count_of(const char *path, const char *name)
{
	static char text[65536];
	FILE *f = fopen(path, "rb");
	size_t n = f == NULL ? 0 : fread(text, 1, sizeof(text) - 1, f);
	const char *at;

	if (f != NULL)
		fclose(f);
	text[n] = '\0';
	at = strstr(text, name);
	return at == NULL ? 0 : strtoull(at + strlen(name), NULL, 10);
}

/* ---- what is compared ---- */

struct subject {
	const char *name, *floor_name, *suffix;
	enum sample sample;
	int (*floor)(const char *path);
	uint64_t ratio;  /* in hundredths of the floor, at most; 0: any */
	uint64_t speed;  /* MB/s at least; 0: any */
};

static const struct subject subjects[] = {
	{"XCCDF", "libxml2 SAX2, bare", ".xml", SAMPLE_XML, floor_xml, 165, 0},
	{"Jira JSON", "cJSON_Parse, whole file", ".json", SAMPLE_JSON, floor_json, 85, 0},
	{"ticket CSV", "CSV scan, bare", ".csv", SAMPLE_CSV, floor_csv, 0, 500},
};

struct tally { unsigned met, missed; };

static void __attribute__((format(printf, 3, 4)))
budget(struct tally *t, bool met, const char *fmt, ...)
{
	va_list ap;

	printf("  %s  ", met ? "met   " : "MISSED");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	*(met ? &t->met : &t->missed) += 1;
}

static void
row(const char *what, uint64_t bytes, uint64_t us, long kib, uint64_t against)
{
	printf("  %-26s %8llu ms %6llu MB/s %9ld KiB", what, (unsigned long long)(us / 1000),
		(unsigned long long)(bytes / us), kib);
	if (against > 0)
		printf("   %llu.%02llu", (unsigned long long)(us / against),
			(unsigned long long)(us * 100 / against % 100));
	putchar('\n');
}

static void
compare(const struct subject *s, const char *program, const char *path, const char *out,
	uint64_t bytes, struct tally *t)
{
	const char *const read_args[] = {program, "identify", "--json", path, NULL};
	const char *const check_args[] = {program, "check", "-q", "--gate", "none", path, NULL};
	uint64_t us[3][ROUNDS], records, ratio, flat;
	struct cost check;
	long kib[3] = {0};

	/* A check is long enough to be measured once, and has no budget of time. */
	check = measure(NULL, path, check_args, NULL);
	for (int i = 0; i < ROUNDS; i++) {
		struct cost c[3] = {measure(floor_digest, path, NULL, NULL),
			measure(s->floor, path, NULL, NULL), measure(NULL, path, read_args, out)};

		for (int k = 0; k < 3; k++) {
			us[k][i] = c[k].us;
			kib[k] = c[k].kib > kib[k] ? c[k].kib : kib[k];
		}
	}
	records = count_of(out, "\"observation\":") + count_of(out, "\"event\":");
	flat = FLAT_KIB + records * RECORD_BYTES / 1024;
	printf("\n%s, %llu MB, %llu results and events\n", s->name,
		(unsigned long long)(bytes / 1000000), (unsigned long long)records);
	row("SHA-256", bytes, middle(us[0]), kib[0], 0);
	row(s->floor_name, bytes, middle(us[1]), kib[1], 0);
	row("trueup identify (reading)", bytes, middle(us[2]), kib[2], middle(us[1]));
	row("trueup check", bytes, check.us + 1, check.kib, middle(us[1]));
	ratio = middle(us[2]) * 100 / middle(us[1]);
	if (s->ratio > 0)
		budget(t, ratio <= s->ratio,
			"reading: %llu.%02llu times the floor (at most %llu.%02llu)",
			(unsigned long long)(ratio / 100), (unsigned long long)(ratio % 100),
			(unsigned long long)(s->ratio / 100), (unsigned long long)(s->ratio % 100));
	if (s->speed > 0)
		budget(t, bytes / middle(us[2]) >= s->speed, "reading: %llu MB/s (at least %llu)",
			(unsigned long long)(bytes / middle(us[2])), (unsigned long long)s->speed);
	budget(t, kib[2] <= FLAT_KIB, "memory of reading: %ld KiB (at most %d, whatever the size)",
		kib[2], FLAT_KIB);
	budget(t, (uint64_t)check.kib <= flat,
		"memory of a check: %ld KiB (at most %llu: %d and %d bytes a result or event)",
		check.kib, (unsigned long long)flat, FLAT_KIB, RECORD_BYTES);
	fflush(stdout);
}

static uint64_t
make_file(const char *path, enum sample sample, uint64_t bytes)
{
	FILE *f = fopen(path, "wb");
	uint64_t made;

	if (f == NULL)
		die_machine("%s: %s", path, strerror(errno));
	generate(f, sample, 1, bytes);
	made = (uint64_t)ftell(f);
	if (fclose(f) != 0)
		die_machine("%s: %s", path, strerror(errno));
	return made;
}

/* A small folder, as the first run of a newcomer or a step in CI. */
static void
cold(const char *program, const char *folder, struct tally *t)
{
	const char *const args[] = {program, "check", "-q", "--gate", "none", folder, NULL};
	uint64_t best = UINT64_MAX;

	for (int i = 0; i < ROUNDS * 3; i++) {
		uint64_t us = measure(NULL, folder, args, NULL).us;

		best = us < best ? us : best;
	}
	printf("\nThree files of 20 kB, a whole run\n");
	budget(t, best <= COLD_US, "%llu.%llu ms of processor time (at most %d)",
		(unsigned long long)(best / 1000), (unsigned long long)(best / 100 % 10),
		COLD_US / 1000);
}

int
main(int argc, char **argv)
{
	static const char *const usual[] = {"10", "100"};
	char folder[] = "/tmp/trueup-bench-XXXXXX", path[64], out[64];
	int n = argc > 2 ? argc - 2 : 2;
	struct tally t = {0};

	if (argc < 2 || mkdtemp(folder) == NULL)
		die_machine("usage: whole TRUEUP [MB]...");
	snprintf(out, sizeof(out), "%s.out", folder);
	for (size_t s = 0; s < sizeof(subjects) / sizeof(*subjects); s++) {
		snprintf(path, sizeof(path), "%s/small%s", folder, subjects[s].suffix);
		make_file(path, subjects[s].sample, 20000);
	}
	cold(argv[1], folder, &t);
	for (int i = 0; i < n; i++) {
		uint64_t mb = strtoull(argc > 2 ? argv[i + 2] : usual[i], NULL, 10);

		for (size_t s = 0; s < sizeof(subjects) / sizeof(*subjects); s++) {
			snprintf(path, sizeof(path), "%s/large%s", folder, subjects[s].suffix);
			compare(&subjects[s], argv[1], path, out,
				make_file(path, subjects[s].sample, mb * 1000000), &t);
			unlink(path);
		}
	}
	for (size_t s = 0; s < sizeof(subjects) / sizeof(*subjects); s++) {
		snprintf(path, sizeof(path), "%s/small%s", folder, subjects[s].suffix);
		unlink(path);
	}
	unlink(out);
	rmdir(folder);
	printf("\nBudgets: %u met, %u missed\n", t.met, t.missed);
	return 0;
}
