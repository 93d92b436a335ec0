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
#include "reports/seal/seal.h"
#include "reports/writer.h"
#include "rules/lang/pack.h"

#define FORMATS_DEFAULT "html"
#define CHECKS_FILE "checks.jsonl"
/* What every report folder holds, whatever -f says. */
static const char *const always[] = {"json", "requests", "worklist"};

static bool
next_word(const char **list, const char **word, size_t *len)
{
	while (**list == ',')
		(*list)++;
	*word = *list;
	*len = strcspn(*list, ",");
	*list += *len;
	return *len > 0;
}

static const struct writer *
writer_named(const char *word, size_t len)
{
	for (size_t i = 0; writers[i] != NULL; i++) {
		if (strlen(writers[i]->name) == len && strncmp(writers[i]->name, word, len) == 0)
			return writers[i];
	}
	return NULL;
}

int
output_formats_check(const char *list)
{
	const char *word;
	size_t len;

	if (list == NULL)
		return 0;
	while (next_word(&list, &word, &len)) {
		const struct writer *w = writer_named(word, len);

		if (w != NULL && w->file != NULL)
			continue;
		fprintf(stderr, "trueup check: no format \"%.*s\" that makes a file; there are:", (int)len,
			word);
		for (size_t i = 0; writers[i] != NULL; i++) {
			if (writers[i]->file != NULL)
				fprintf(stderr, " %s", writers[i]->name);
		}
		fputc('\n', stderr);
		return -1;
	}
	return 0;
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
	const char *path;
};

static int
failed(struct folder *f)
{
	const char *name = outdir_failed(f->dir);

	diag_add(f->run->diags, &diag_output, &(struct place){.file = f->path},
		"%s%scannot be written: %s; nothing of this report is left there",
		name != NULL ? name : "", name != NULL ? " " : "", strerror(errno));
	return -1;
}

static int
write_one(struct folder *f, const struct writer *w, const struct node *report)
{
	struct writer_options wo = {.colour = false, .width = 80};
	char hex[SHA256_HEX];
	struct buf b;
	int rc = -1;

	buf_init(&b, OUTPUT_MAX);
	if (w->write(&b, report, &wo) != 0 || b.over) {
		errno = EFBIG;
		failed(f);
	} else if (outdir_write(f->dir, w->file, b.p, b.len) != 0) {
		failed(f);
	} else {
		sha256_hex(b.p, b.len, hex);
		statement_output(f->statement, w->file, hex);
		rc = 0;
	}
	buf_free(&b);
	return rc;
}

static int
digest_fd(int fd, char hex[SHA256_HEX])
{
	struct digest *d = digest_new();
	char *p = x_malloc(MIB);
	ssize_t got;
	off_t at = 0;

	while ((got = pread(fd, p, MIB, at)) > 0) {
		digest_add(d, p, (size_t)got);
		at += got;
	}
	digest_hex(d, hex);
	digest_free(d);
	free(p);
	return got < 0 ? -1 : 0;
}

static int
write_checks(struct folder *f, const struct assessment *as)
{
	char hex[SHA256_HEX];
	int fd = outdir_begin(f->dir, CHECKS_FILE);

	if (fd < 0 || checks_write(fd, as) != 0 || digest_fd(fd, hex) != 0
		|| outdir_done(f->dir, fd) != 0)
		return failed(f);
	statement_output(f->statement, CHECKS_FILE, hex);
	return 0;
}

static bool
is_always(const struct writer *w)
{
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++) {
		if (str_same(w->name, always[i]))
			return true;
	}
	return false;
}

static int
write_files(struct folder *f, const char *formats, const struct assessment *as,
	const struct node *report)
{
	const char *word;
	size_t len;

	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++) {
		if (write_one(f, writer_find(always[i]), report) != 0)
			return -1;
	}
	if (formats == NULL)
		formats = FORMATS_DEFAULT;
	while (next_word(&formats, &word, &len)) {
		const struct writer *w = writer_named(word, len);

		if (!is_always(w) && write_one(f, w, report) != 0)
			return -1;
	}
	return write_checks(f, as);
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
	struct folder f = {.run = r, .path = dir, .statement = statement_new()};
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
		failed(&f);
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
