#include "checker/output.h"

#include <errno.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd.h"
#include "checker/cmd_diags.h"
#include "checker/streams.h"
#include "reports/seal/key.h"
#include "reports/seal/seal.h"
#include "reports/writer.h"
#include "rules/lang/pack.h"

#define FORMATS_DEFAULT "html"
#define CHECKS_FILE "checks.jsonl"
/* What every report folder holds, whatever -f says. */
#define ALWAYS "json,requests,worklist"

static void
fwrite_inert(const char *s, size_t len)
{
	struct buf b;
	char *word = x_malloc(len + 1);

	memcpy(word, s, len);
	word[len] = '\0';
	buf_init(&b, MIB);
	text_inert(&b, word, 200);
	fputs(b.p, stderr);
	buf_free(&b);
	free(word);
}

int
output_formats(bool *chosen, const char *command, const char *list)
{
	size_t len;
	const char *odd = writers_choose(chosen, list, &len);

	for (size_t i = 0; odd == NULL && writers[i] != NULL; i++) {
		const char *why = chosen[i] ? writer_refused(writers[i]) : NULL;

		if (why == NULL)
			continue;
		fprintf(stderr, "trueup %s: no format \"%s\" here: %s\n", command, writers[i]->name, why);
		return -1;
	}
	if (odd == NULL)
		return 0;
	fprintf(stderr, "trueup %s: no format \"", command);
	fwrite_inert(odd, len);
	fputs("\" that makes a file; there are:", stderr);
	for (size_t i = 0; writers[i] != NULL; i++) {
		const char *word = writer_word(writers[i]);

		if (writers[i]->file != NULL && (i == 0 || !str_same(word, writer_word(writers[i - 1]))))
			fprintf(stderr, " %s", word);
	}
	fputc('\n', stderr);
	return -1;
}

int
output_formats_check(const char *list)
{
	bool *chosen = x_calloc(writers_count() + 1, sizeof(*chosen));
	int rc = list == NULL ? 0 : output_formats(chosen, "check", list);

	free(chosen);
	return rc;
}

const struct report_input *
output_inputs(const struct run *r, const struct rule_set *rules, struct arena *a, size_t *n)
{
	size_t nzones = zones_used(r->zones);
	struct report_input *v = ARENA_ARRAY(a, struct report_input, rules->npacks + nzones + 1);

	*n = 0;
	if (r->config_path != NULL && r->cfg.sha256 != NULL)
		v[(*n)++] = (struct report_input){"trueup.json", r->cfg.sha256};
	for (size_t i = 0; i < rules->npacks; i++)
		v[(*n)++] = (struct report_input){
			arena_printf(a, "rules/%s", rules->packs[i].name), rules->packs[i].sha256};
	for (size_t i = 0; i < nzones; i++)
		v[(*n)++] = (struct report_input){
			arena_printf(a, "zoneinfo/%s", zones_used_name(r->zones, i)),
			zones_used_sha256(r->zones, i)};
	return v;
}

/* ---- the files ---- */

struct folder {
	struct run *run;
	struct outdir *dir;
	struct statement *statement;
	const char *path, *seal_key; /* NULL: a one-run key */
};

static int
failed(struct folder *f, const char *file)
{
	const char *name = outdir_failed(f->dir);

	if (name == NULL && file != NULL)
		name = arena_printf(f->run->a, "%s/%s", f->path, file);
	diag_add(f->run->diags, &diag_output, &(struct place){.file = f->path},
		"%s%scannot be written: %s; nothing of this report is left there",
		name != NULL ? name : "", name != NULL ? " " : "", strerror(errno));
	return -1;
}

struct stream { int fd; struct digest *digest; };

static int
take(void *ctx, const void *p, size_t n)
{
	struct stream *s = ctx;

	digest_add(s->digest, p, n);
	return write_all(s->fd, p, n);
}

int
output_stream(int fd, const struct writer *w, const struct node *report,
	const struct writer_options *o, char hex[SHA256_HEX])
{
	struct stream s = {.fd = fd, .digest = digest_new()};
	struct buf b;
	int rc, written;

	buf_init_sink(&b, take, &s);
	errno = 0;
	written = w->write(&b, report, o);
	rc = buf_drain(&b);
	if (rc == 0 && written != 0) {
		errno = errno != 0 ? errno : EFBIG;
		rc = -1;
	}
	buf_free(&b);
	digest_hex(s.digest, hex);
	digest_free(s.digest);
	return rc;
}

int
output_one(struct outdir *dir, const struct writer *w, const struct node *report,
	const struct writer_options *o, char hex[SHA256_HEX])
{
	int fd = outdir_begin(dir, w->file);

	if (fd < 0 || output_stream(fd, w, report, o, hex) != 0)
		return -1;
	return outdir_done(dir, fd);
}

static int
write_one(struct folder *f, const struct writer *w, const struct node *report)
{
	struct writer_options o = {.width = 80, .seal_key = f->seal_key};
	char hex[SHA256_HEX];

	if (output_one(f->dir, w, report, &o, hex) != 0)
		return failed(f, w->file);
	statement_output(f->statement, w->file, hex);
	return 0;
}

static int
write_checks(struct folder *f, const struct assessment *as)
{
	struct stream s = {.fd = outdir_begin(f->dir, CHECKS_FILE), .digest = digest_new()};
	char hex[SHA256_HEX];
	int rc = s.fd < 0 ? -1 : checks_write(take, &s, as);

	digest_hex(s.digest, hex);
	digest_free(s.digest);
	if (rc != 0 || outdir_done(f->dir, s.fd) != 0)
		return failed(f, CHECKS_FILE);
	statement_output(f->statement, CHECKS_FILE, hex);
	return 0;
}

static int
write_files(struct folder *f, const char *formats, const struct assessment *as,
	const struct node *report)
{
	bool *chosen = x_calloc(writers_count() + 1, sizeof(*chosen));
	size_t len;
	int rc = 0;

	writers_choose(chosen, ALWAYS, &len);
	writers_choose(chosen, formats != NULL ? formats : FORMATS_DEFAULT, &len);
	for (size_t i = 0; writers[i] != NULL && rc == 0; i++)
		if (chosen[i])
			rc = write_one(f, writers[i], report);
	free(chosen);
	return rc != 0 ? -1 : write_checks(f, as);
}

static void
state(struct folder *f, const struct assessment *as, const struct node *report,
	const struct rule_set *rules)
{
	struct statement *st = f->statement;
	struct run *r = f->run;
	const struct node *scopes = node_get(report, "scopes");

	for (size_t i = 0; i < r->nsources; i++)
		statement_input(st, r->sources[i]->path, r->sources[i]->sha256);
	for (size_t i = 0; r->streams != NULL && i < r->streams->sealed.n; i++)
		if (r->streams->sealed.v[i].state == STREAM_TRUSTED)
			statement_input(st, r->streams->sealed.v[i].rel, r->streams->sealed.v[i].sha256);
	for (size_t i = 0; i < rules->npacks; i++)
		statement_rule(st, rules->packs[i].name, rules->packs[i].sha256);
	statement_tool(st, "trueup", node_get_text(report, "tool_version"));
	statement_parameter(st, "as_of", node_get_text(report, "as_of"));
	if (r->cfg.sha256 != NULL)
		statement_parameter(st, "config_sha256", r->cfg.sha256);
	(void)as;
	for (const struct node *s = scopes != NULL ? scopes->child : NULL; s != NULL; s = s->next) {
		const struct node *scores = node_get(s, "scores");

		for (const struct node *m = scores != NULL ? scores->child : NULL; m != NULL; m = m->next) {
			int64_t v;

			if (node_int(m, &v) == 0)
				statement_total(st, node_get_text(s, "id"), m->key, v);
		}
	}
}

int
output_write(struct run *r, const char *dir, const char *formats, const struct assessment *as,
	const struct node *report, const struct rule_set *rules, struct signer *signer)
{
	struct folder f = {.run = r, .path = dir, .statement = statement_new(SEAL_REPORT),
		.seal_key = signer_one_run(signer) ? NULL : signer_key(signer)->keyid};
	int rc = EXIT_MACHINE;

	f.dir = outdir_open(dir);
	if (f.dir == NULL) {
		diag_add(r->diags, &diag_output, &(struct place){.file = dir},
			"no report can be written here: %s", strerror(errno));
		goto out;
	}
	if (write_files(&f, formats, as, report) != 0)
		goto out;
	state(&f, as, report, rules);
	if (seal_folder(f.dir, signer, f.statement, r->diags) != 0)
		goto out;
	if (outdir_commit(f.dir, SEAL_STEM ".dsse.json") != 0) {
		failed(&f, NULL);
		goto out;
	}
	outdir_close(f.dir);
	f.dir = NULL;
	rc = EXIT_OK;
out:
	outdir_rollback(f.dir);
	statement_free(f.statement);
	return rc;
}
