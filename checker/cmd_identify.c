/* trueup identify: what each file is, by which sign, and what it holds. */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/commands.h"
#include "checker/run.h"
#include "reports/emit_json.h"

static const struct option_row options[] = {
	{"config", 'c', "FILE", false, "trueup.json: formats, zones and hints"},
	{"json", 0, NULL, false, "one JSON object a line"},
	{NULL, 0, NULL, false, NULL},
};

static void
drop(struct sink *s, const struct record *r)
{
	(void)s;
	(void)r;
}

static void
print_counts(struct buf *b, const struct source *s)
{
	bool any = false;

	for (int k = 0; k < REC_KINDS; k++) {
		if (s->by_kind[k] == 0)
			continue;
		buf_fmt(b, "%s%llu %s", any ? ", " : "", (unsigned long long)s->by_kind[k],
			record_kind_word((enum record_kind)k));
		any = true;
	}
	if (!any)
		buf_str(b, "nothing");
}

static void
print_text(const struct source *s, const struct reader *reader)
{
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, s->path, 0);
	if (reader == NULL) {
		buf_fmt(&b, "\n    %s; sha256 %.16s...\n",
			s->empty ? "empty: the run would be incomplete" : s->broken
				? "not understood: see the message"
				: "not read as data: listed by its digest",
			s->sha256);
		fputs(b.p, stdout);
		buf_free(&b);
		return;
	}
	buf_fmt(&b, "\n    %s", reader->title);
	if (s->version != NULL)
		buf_fmt(&b, " %s", s->version);
	if (s->producer != NULL) {
		buf_str(&b, ", made by ");
		text_inert(&b, s->producer, 80);
	}
	buf_fmt(&b, " (by %s)\n    holds: ", s->sign != NULL ? s->sign : "its content");
	print_counts(&b, s);
	if (s->newest != INT64_MIN) {
		buf_str(&b, "\n    dated: ");
		instant_put_utc(&b, s->oldest);
		buf_str(&b, " to ");
		instant_put_utc(&b, s->newest);
	}
	buf_fmt(&b, "\n    account: %llu seen = %llu kept + %llu refused",
		(unsigned long long)s->seen, (unsigned long long)s->kept,
		(unsigned long long)s->refused);
	for (size_t i = 0; i < s->nignored; i++)
		buf_fmt(&b, " + %llu %s", (unsigned long long)s->ignored[i].n, s->ignored[i].reason);
	buf_fmt(&b, "\n    grade at most %s; %s\n", grade_word(s->grade), reader->what);
	fputs(b.p, stdout);
	buf_free(&b);
}

static void
print_json(const struct source *s)
{
	struct emit_json *j;
	struct buf b;

	buf_init(&b, MIB);
	j = ej_to_buf(&b, EJ_COMPACT);
	ej_object(j);
	ej_kstr(j, "path", s->path);
	ej_kstr(j, "format", s->format);
	ej_kstr(j, "version", s->version);
	ej_kstr(j, "producer", s->producer);
	ej_kstr(j, "sign", s->sign);
	ej_kstr(j, "sha256", s->sha256);
	ej_kstr(j, "grade", s->format != NULL ? grade_word(s->grade) : NULL);
	ej_kbool(j, "broken", s->broken);
	ej_kint(j, "seen", (int64_t)s->seen);
	ej_kint(j, "kept", (int64_t)s->kept);
	ej_kint(j, "refused", (int64_t)s->refused);
	ej_kobject(j, "ignored");
	for (size_t i = 0; i < s->nignored; i++)
		ej_kint(j, s->ignored[i].reason, (int64_t)s->ignored[i].n);
	ej_end(j);
	ej_kobject(j, "records");
	for (int k = 0; k < REC_KINDS; k++) {
		if (s->by_kind[k] != 0)
			ej_kint(j, record_kind_word((enum record_kind)k), (int64_t)s->by_kind[k]);
	}
	ej_end(j);
	ej_end(j);
	ej_finish(j);
	fwrite(b.p, 1, b.len, stdout);
	buf_free(&b);
}

static void
done(void *ctx, struct source *s, const struct reader *reader)
{
	if (*(const bool *)ctx)
		print_json(s);
	else
		print_text(s, reader);
}

static int
run(const struct args *a)
{
	bool json = arg_get(&command_identify, a, "json") != NULL;
	struct sink sink = {drop};
	struct run r;
	int status;

	if (a->nrest == 0) {
		fprintf(stderr, "trueup identify: no evidence named\nusage: trueup %s\n",
			command_identify.synopsis);
		return EXIT_USAGE;
	}
	run_init(&r);
	status = run_config(&r, arg_get(&command_identify, a, "config"));
	if (status == EXIT_OK) {
		if (run_read(&r, a->rest, a->nrest, &sink, done, &json) != 0)
			status = r.usage ? EXIT_USAGE : EXIT_INCOMPLETE;
		else if (r.nincomplete > 0)
			status = EXIT_INCOMPLETE;
	}
	run_report(&r);
	run_free(&r);
	return status;
}

const struct command command_identify = {
	"identify", "identify [-c FILE] [--json] EVIDENCE...",
	"what each file is, by which sign, and what it holds",
	"Reads every file below the arguments and says what it is, who made it, what records it\n"
	"holds, from when to when, and what it can prove and cannot.",
	options, run};
