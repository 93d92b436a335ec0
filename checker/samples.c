#include "checker/samples.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/file.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/config_inside.h"
#include "checker/model/control_id.h"
#include "checker/model/say.h"
#include "reports/emit_json.h"
#include "reports/seal/seal.h"

bool
sample_digest(const char *s)
{
	size_t n = 0;

	while (ch_digit(s[n]) || (s[n] >= 'a' && s[n] <= 'f'))
		n++;
	return n == SHA256_HEX - 1 && s[n] == '\0';
}

static const char *
want_digest(struct loading *l, const struct node *n)
{
	const char *s = config_string(l, n);

	if (s != NULL && !sample_digest(s))
		config_complain(l, &diag_config_value, n, "a SHA-256 digest is wanted here: 64 lower-case "
			"hexadecimal digits");
	return s;
}

/* An exact instant: a day would leave open what was known when it was committed. */
static struct instant
want_exact(struct loading *l, const struct node *n)
{
	struct instant i = config_instant(l, n);

	if (i.known == KNOWN && i.lo != i.hi)
		config_complain(l, &diag_config_value, n,
			"one instant is wanted here: write 2026-10-01T09:00:00Z");
	return i;
}

static void
load_member(struct loading *l, const struct node *m, struct sample_row *row)
{
	static const char *const names[] = {"trueup", "system", "framework", "control", "population",
		"members", "size", "head", "period_from", "committed", "by"};
	const char *near = text_nearest(m->key, names, sizeof(names) / sizeof(*names));
	struct instant i;
	int64_t v;

	if (str_same(m->key, "system")) {
		row->system = config_string(l, m);
	} else if (str_same(m->key, "framework")) {
		row->framework = config_string(l, m);
	} else if (str_same(m->key, "control")) {
		row->control = config_string(l, m);
	} else if (str_same(m->key, "population")) {
		row->population = want_digest(l, m);
	} else if (str_same(m->key, "head")) {
		row->head = want_digest(l, m);
	} else if (str_same(m->key, "members")) {
		row->members = config_int(l, m, 1, UINT32_MAX, &v) ? (uint64_t)v : 0;
	} else if (str_same(m->key, "size")) {
		row->size = config_int(l, m, 1, MAX_CP_N, &v) ? (uint32_t)v : 0;
	} else if (str_same(m->key, "period_from")) {
		i = want_exact(l, m);
		row->period_from = i.known == KNOWN ? i.lo : INT64_MIN;
	} else if (str_same(m->key, "committed")) {
		row->committed = want_exact(l, m);
	} else if (str_same(m->key, "by")) {
		row->by = config_string(l, m);
	} else if (!str_same(m->key, "trueup")) {
		config_complain(l, &diag_config_member, m, "no member \"%.80s\" is known here%s%s%s",
			m->key, near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
	}
}

static void
check_whole(struct loading *l, const struct node *root, struct sample_row *row)
{
	const char *framework = NULL;

	if (row->control == NULL || row->framework == NULL || row->population == NULL
		|| row->size == 0 || row->committed.known != KNOWN || row->by == NULL) {
		config_complain(l, &diag_sample, root, "\"framework\", \"control\", \"population\", "
			"\"size\", \"committed\" and \"by\" are all needed");
		return;
	}
	row->framework = framework_canonical(row->framework, NULL, l->a);
	row->control = control_id_parse(row->control, row->framework, &framework, NULL, l->a);
	if (row->control == NULL)
		config_complain(l, &diag_config_value, root, "\"control\" is no control id that is known");
	if (row->members > 0 && row->size > row->members)
		config_complain(l, &diag_sample, root, "a sample of %u out of %llu members", row->size,
			(unsigned long long)row->members);
}

static int
parse(struct run *r, const char *path, const char *text, size_t len, struct sample_row *row)
{
	struct loading l = {.c = &r->cfg, .a = r->a, .z = r->zones, .d = r->diags, .file = path,
		.text = text, .len = len};
	size_t before = diags_errors(r->diags);
	const struct node *root = json_parse(r->a, path, text, len, JSON_RELAXED, r->diags);
	char hex[SHA256_HEX];

	if (root == NULL)
		return -1;
	sha256_hex(text, len, hex);
	*row = (struct sample_row){.file = path, .sha256 = arena_strdup(r->a, hex), .head = "",
		.period_from = INT64_MIN};
	if (!node_is(root, NODE_MAP) || !str_same(node_get_text(root, "trueup"), "sample/1")) {
		config_complain(&l, &diag_sample, root,
			"this is no committed sample: it begins { \"trueup\": \"sample/1\", ... }");
		return -1;
	}
	for (const struct node *m = root->child; m != NULL; m = m->next)
		load_member(&l, m, row);
	if (diags_errors(r->diags) == before)
		check_whole(&l, root, row);
	return diags_errors(r->diags) == before ? 0 : -1;
}

static void
prove(struct run *r, const struct trust *t, const char *text, size_t len, struct sample_row *row)
{
	const char *path = arena_printf(r->a, "%s.sig", row->file);
	char hex[SHA256_HEX];
	size_t sig_len;
	char *sig;

	row->unproven = say_text(SAY_SAMPLE_UNASKED);
	if (t == NULL)
		return;
	row->unproven = say_text(SAY_SAMPLE_UNSIGNED);
	if (file_read(r->a, path, MAX_KEY_FILE, &sig, &sig_len) != 0)
		diag_add(r->diags, &diag_sample_unsigned, &(struct place){.file = row->file},
			"its signature %s cannot be read: %s; it gives no bound", path, strerror(errno));
	else
		row->proven = seal_check_sample(t, path, sig, sig_len, text, len, hex, r->diags);
	if (row->proven)
		row->signature = arena_strdup(r->a, hex);
}

static int
by_commitment(const void *x, const void *y)
{
	const struct sample_row *a = x, *b = y;

	if (a->committed.lo != b->committed.lo)
		return a->committed.lo < b->committed.lo ? -1 : 1;
	return strcmp(a->sha256, b->sha256);
}

static int
load_all(struct run *r, const struct trust *t)
{
	struct config *c = &r->cfg;
	int rc = 0;

	c->samples = ARENA_ARRAY(r->a, struct sample_row, c->nsample_files + 1);
	for (size_t i = 0; i < c->nsample_files; i++) {
		struct sample_row *row = &c->samples[c->nsamples];
		char *text;
		size_t len;

		if (file_read(r->a, c->sample_files[i], MAX_CONFIG, &text, &len) != 0) {
			diag_add(r->diags, &diag_sample, &(struct place){.file = c->sample_files[i]},
				"it cannot be read: %s; nothing was judged", strerror(errno));
			rc = -1;
		} else if (parse(r, c->sample_files[i], text, len, row) != 0) {
			rc = -1;
		} else {
			prove(r, t, text, len, row);
			c->nsamples++;
		}
	}
	if (c->nsamples > 1)
		qsort(c->samples, c->nsamples, sizeof(*c->samples), by_commitment);
	return rc;
}

int
samples_load(struct run *r, const struct option_values *signers)
{
	struct trust *t = NULL;
	int rc = 0;

	if (signers != NULL && signers->n > 0) {
		t = trust_new();
		trust_for_samples(t);
		for (size_t i = 0; i < signers->n; i++)
			rc |= trust_add_file(t, signers->v[i], NULL, r->diags);
	}
	rc |= load_all(r, t);
	trust_free(t);
	return rc;
}

void
sample_print(struct buf *b, const struct sample_row *s, struct arena *a)
{
	struct emit_json *j = ej_to_buf(b, EJ_PRETTY);

	ej_object(j);
	ej_kstr(j, "trueup", "sample/1");
	if (s->system != NULL)
		ej_kstr(j, "system", s->system);
	ej_kstr(j, "framework", s->framework);
	ej_kstr(j, "control", control_id_display(s->framework, s->control, a));
	ej_kstr(j, "population", s->population);
	ej_kint(j, "members", (int64_t)s->members);
	ej_kint(j, "size", s->size);
	if (*s->head != '\0')
		ej_kstr(j, "head", s->head);
	if (s->period_from != INT64_MIN)
		ej_kstr(j, "period_from", instant_utc_dup(a, s->period_from));
	ej_kstr(j, "committed", instant_utc_dup(a, s->committed.hi));
	ej_kstr(j, "by", s->by);
	ej_end(j);
	(void)ej_finish(j);
}
