/* trueup identify: what each file is, by which sign, and what it holds, can prove and cannot. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/commands.h"
#include "checker/links.h"
#include "checker/run.h"
#include "checker/tally.h"
#include "reports/emit_json.h"

static const struct option_row options[] = {
	{"config", 'c', "FILE", false, "trueup.json: formats, zones and hints"},
	{"json", 0, NULL, false, "one JSON object a line"},
	{"links", 0, NULL, false, "why two identities are one, and which are not"},
	{NULL, 0, NULL, false, NULL},
};

struct teller {
	struct sink sink;
	bool json;
	struct tally tally;
	struct links *links;          /* NULL: not asked for */
	uint64_t files, read, broken; /* containers are not counted as files that are read */
	uint64_t by_reader[64];       /* files, by position in readers[] */
	unsigned roles;
};

static void
put(struct sink *s, const struct record *r)
{
	struct teller *t = (struct teller *)s;

	tally_add(&t->tally, r);
	if (t->links != NULL)
		links_add(t->links, r);
}

/* ---- for a person ---- */

#define WIDTH 80
#define LABEL 11

/* A label and its text, broken between words. */
static void
line(const char *label, const char *text)
{
	struct buf b;
	size_t column = LABEL;

	if (text == NULL || *text == '\0')
		return;
	buf_init(&b, MAX_TEXT * 4);
	text_inert(&b, text, 0);
	printf("  %-*s", LABEL - 2, label);
	for (const char *p = b.p; p != NULL && *p != '\0';) {
		size_t n = strcspn(p, " ");

		if (column > LABEL && column + n >= WIDTH) {
			printf("\n%*s", LABEL, "");
			column = LABEL;
		} else if (p != b.p) {
			putchar(' ');
			column++;
		}
		fwrite(p, 1, n, stdout);
		column += n;
		p += n + (p[n] == ' ');
	}
	putchar('\n');
	buf_free(&b);
}

/* "Shows ... Cannot ...": what it can, and what it cannot. */
static void
print_what(const char *what)
{
	const char *cannot = strstr(what, " Cannot ");
	struct buf b;

	if (cannot == NULL) {
		line("can", what);
		return;
	}
	buf_init(&b, MAX_TEXT);
	buf_add(&b, what, (size_t)(cannot - what));
	line("can", b.p);
	line("cannot", cannot + 1);
	buf_free(&b);
}

static void
print_holds(const struct teller *t)
{
	struct tally_row rows[TALLY_ROWS];
	struct buf b;

	buf_init(&b, MAX_TEXT);
	tally_rows(&t->tally, rows);
	for (size_t i = 0; i < TALLY_ROWS; i++)
		if (rows[i].n > 0)
			buf_fmt(&b, "%s%llu %s", b.len > 0 ? ", " : t->tally.more ? "at least " : "",
				(unsigned long long)rows[i].n,
				rows[i].n == 1 ? rows[i].one : rows[i].several);
	line("holds", b.len > 0 ? b.p : "nothing");
	buf_free(&b);
}

static void
print_dates(const struct source *s)
{
	struct buf b;

	if (s->newest == INT64_MIN)
		return;
	buf_init(&b, 200);
	instant_put_utc(&b, s->oldest);
	b.len = b.len > 10 ? 10 : b.len;
	buf_str(&b, " to ");
	instant_put_utc(&b, s->newest);
	b.len = b.len > 24 ? 24 : b.len;
	b.p[b.len] = 0;
	line("dated", b.p);
	buf_free(&b);
}

static void
print_account(const struct source *s)
{
	struct buf b;

	buf_init(&b, MAX_TEXT);
	buf_fmt(&b, "%llu seen = %llu kept + %llu refused", (unsigned long long)s->seen,
		(unsigned long long)s->kept, (unsigned long long)s->refused);
	for (size_t i = 0; i < s->nignored; i++)
		buf_fmt(&b, " + %llu %s", (unsigned long long)s->ignored[i].n, s->ignored[i].reason);
	line("account", b.p);
	buf_free(&b);
}

/* Why it is not read as data. */
static const char *
not_read(const struct source *s)
{
	if (s->sign != NULL && s->format == NULL)
		return s->sign;
	return s->empty ? "empty: the run would be incomplete" : s->broken ?
		"not understood: see the message" : "not read as data: listed by its digest";
}

static void
print_text(const struct teller *t, const struct source *s, const struct reader *reader)
{
	struct buf b;

	buf_init(&b, MAX_TEXT * 4);
	text_inert(&b, s->path, 0);
	puts(b.p == NULL ? "" : b.p);
	buf_reset(&b);
	if (reader == NULL) {
		line("is", not_read(s));
		buf_fmt(&b, "%.16s...", s->sha256);
		line("sha256", b.p);
		buf_free(&b);
		return;
	}
	buf_fmt(&b, "%s%s%s; at most %s%s", reader->title, s->version != NULL ? ", " : "",
		s->version != NULL ? s->version : "", grade_word(s->grade),
		s->broken ? "; BROKEN: read up to the break" : "");
	line("is", b.p);
	line("known by", s->sign);
	line("made by", s->producer);
	print_holds(t);
	print_dates(s);
	print_account(s);
	buf_free(&b);
}

/* ---- after all files ---- */

static void
print_formats(const struct teller *t)
{
	puts("\nWhat they can show");
	for (size_t i = 0; readers[i] != NULL && i < 64; i++) {
		if (t->by_reader[i] == 0)
			continue;
		printf("%s: %llu file%s, at most %s\n", readers[i]->title,
			(unsigned long long)t->by_reader[i], t->by_reader[i] == 1 ? "" : "s",
			grade_word(readers[i]->grade));
		print_what(readers[i]->what);
		line("better", readers[i]->better);
	}
}

/* What nobody says, and what would: without it the judgement is unknown, never passed. */
static const struct { unsigned role; const char *kind, *lacks, *bring; } wants[] = {
	{ROLE_CLAIM, "claims", "nothing says which controls are in place",
		"Bring an OSCAL system security plan, or a table of controls with their state."},
	{ROLE_OBSERVATION, "results", "no claim can be supported or refuted",
		"Bring scanner results: ARF, XCCDF, HDF, OCSF."},
	{ROLE_POPULATION, "assets", "nobody can say that all were tested",
		"Bring the CMDB or cloud inventory, not the scanner's own list."},
	{ROLE_ROSTER, "people", "no owner can be found active",
		"Bring the HR roster, or users by SCIM, Okta or Graph."},
	{ROLE_ITEM, "items", "no decision can be found made in time",
		"Bring the tracker with its history: Jira with changelog, ServiceNow with sys_audit."},
};

static void
print_missing(const struct teller *t)
{
	bool any = false;

	for (size_t i = 0; i < sizeof(wants) / sizeof(wants[0]); i++) {
		if (t->roles & wants[i].role)
			continue;
		if (!any)
			puts("\nWhat is not here");
		any = true;
		line(wants[i].kind, wants[i].lacks);
		line("", wants[i].bring);
	}
}

static void
print_end(const struct teller *t)
{
	if (t->files == 0)
		return;
	printf("\n%llu file%s, %llu read as data, %llu broken, empty or not understood\n",
		(unsigned long long)t->files, t->files == 1 ? "" : "s", (unsigned long long)t->read,
		(unsigned long long)t->broken);
	if (t->read > 0)
		print_formats(t);
	print_missing(t);
}

/* ---- for a program ---- */

static void
json_limit(struct emit_json *j, const char *key, int64_t ns)
{
	struct buf b;

	if (ns == INT64_MIN || ns == INT64_MAX) {
		ej_knull(j, key);
		return;
	}
	buf_init(&b, 100);
	instant_put_utc(&b, ns);
	ej_kstr(j, key, b.p);
	buf_free(&b);
}

static void
json_holds(struct emit_json *j, const struct teller *t)
{
	struct tally_row rows[TALLY_ROWS];

	tally_rows(&t->tally, rows);
	ej_kobject(j, "holds");
	for (size_t i = 0; i < TALLY_ROWS; i++)
		if (rows[i].n > 0)
			ej_kint(j, rows[i].several, (int64_t)rows[i].n);
	ej_end(j);
	ej_kbool(j, "at_least", t->tally.more);
}

static void
json_account(struct emit_json *j, const struct source *s)
{
	ej_kint(j, "seen", (int64_t)s->seen);
	ej_kint(j, "kept", (int64_t)s->kept);
	ej_kint(j, "refused", (int64_t)s->refused);
	ej_kobject(j, "ignored");
	for (size_t i = 0; i < s->nignored; i++)
		ej_kint(j, s->ignored[i].reason, (int64_t)s->ignored[i].n);
	ej_end(j);
	ej_kobject(j, "records");
	for (int k = 0; k < REC_KINDS; k++)
		if (s->by_kind[k] != 0)
			ej_kint(j, record_kind_word((enum record_kind)k), (int64_t)s->by_kind[k]);
	ej_end(j);
}

static void
print_json(const struct teller *t, const struct source *s, const struct reader *reader)
{
	struct emit_json *j;
	struct buf b;

	buf_init(&b, 16 * MIB);
	j = ej_to_buf(&b, EJ_COMPACT);
	ej_object(j);
	ej_kstr(j, "path", s->path);
	ej_kstr(j, "format", s->format);
	ej_kstr(j, "title", reader != NULL ? reader->title : NULL);
	ej_kstr(j, "version", s->version);
	ej_kstr(j, "producer", s->producer);
	ej_kstr(j, "sign", s->sign);
	ej_kstr(j, "sha256", s->sha256);
	ej_kstr(j, "grade", s->format != NULL ? grade_word(s->grade) : NULL);
	ej_kstr(j, "not_read", reader == NULL ? not_read(s) : NULL);
	ej_kbool(j, "broken", s->broken);
	ej_kbool(j, "empty", s->empty);
	json_account(j, s);
	json_holds(j, t);
	json_limit(j, "oldest", s->newest == INT64_MIN ? INT64_MIN : s->oldest);
	json_limit(j, "newest", s->newest);
	ej_kstr(j, "shows", reader != NULL ? reader->what : NULL);
	ej_kstr(j, "better", reader != NULL ? reader->better : NULL);
	ej_end(j);
	ej_finish(j);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

static void
done(void *ctx, struct source *s, const struct reader *reader)
{
	struct teller *t = ctx;

	if (t->links == NULL && t->json)
		print_json(t, s, reader);
	else if (t->links == NULL)
		print_text(t, s, reader);
	t->files++;
	t->read += reader != NULL && !s->broken;
	t->broken += s->broken || s->empty;
	t->roles |= s->roles;
	for (size_t i = 0; readers[i] != NULL && i < 64; i++)
		t->by_reader[i] += readers[i] == reader;
	tally_reset(&t->tally);
}

static int
identify(const struct args *a, struct run *r, struct teller *t)
{
	int status = run_config(r, arg_get(&command_identify, a, "config"));

	if (status != EXIT_OK)
		return status;
	if (arg_get(&command_identify, a, "links") != NULL)
		t->links = links_new(r);
	if (run_read(r, a->rest, a->nrest, &t->sink, done, t) != 0)
		return r->usage ? EXIT_USAGE : EXIT_INCOMPLETE;
	if (t->links != NULL)
		links_print(t->links, t->json);
	else if (!t->json)
		print_end(t);
	return r->nincomplete > 0 ? EXIT_INCOMPLETE : EXIT_OK;
}

static int
run(const struct args *a)
{
	struct teller t = {.sink = {put}, .json = arg_get(&command_identify, a, "json") != NULL};
	struct run r;
	int status;

	if (a->nrest == 0) {
		fprintf(stderr, "trueup identify: no evidence named\nusage: trueup %s\n",
			command_identify.synopsis);
		return EXIT_USAGE;
	}
	run_init(&r);
	tally_init(&t.tally);
	status = identify(a, &r, &t);
	tally_free(&t.tally);
	links_free(t.links);
	run_report(&r);
	run_free(&r);
	return status;
}

const struct command command_identify = {
	"identify", "identify [-c FILE] [--json] [--links] EVIDENCE...",
	"what each file is, by which sign, and what it holds",
	"Reads every file below the arguments and says what it is, who made it, what it holds, from\n"
	"when to when, what it can show and cannot, what would be better, and what is not here.\n"
	"--links joins them and says which identities are one, and by what they are.",
	options, run};
