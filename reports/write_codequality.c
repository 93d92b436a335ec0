/*
 * GitLab code quality: an array of Code Climate issues, of which GitLab reads
 * description, check_name, fingerprint, severity, location.path and
 * location.lines.begin.  Issues with one fingerprint are dropped, so all differ.
 */
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_json.h"
#include "reports/finding.h"
#include "reports/place.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define ISSUES 5000 /* a merge request page with more helps nobody */

struct quality { struct emit_json *j; struct places *places; size_t told, left_out; };

static const char *
severity_of(const struct finding *f)
{
	if (f->error)
		return f->control == NULL && f->late == NULL ? "blocker"
			: str_same(f->rule, "CONTRADICTED") ? "blocker"
			: f->late != NULL ? "major" : "critical";
	return str_same(f->rule, "PAPER") ? "major" : "minor";
}

static void
issue(struct quality *q, const char *rule, const char *text, const char *severity,
	const char *fingerprint, const char *at)
{
	struct place_parts p = {.path = "report.json", .len = 11, .inside = ""};
	char *path;

	place_split(&p, q->places, at);
	path = x_malloc(p.len + 1);
	memcpy(path, p.path, p.len);
	path[p.len] = '\0';
	ej_object(q->j);
	ej_kinert(q->j, "description", text, 0);
	ej_kinert(q->j, "check_name", rule, 200);
	ej_kstr(q->j, "fingerprint", fingerprint);
	ej_kstr(q->j, "severity", severity);
	ej_kobject(q->j, "location");
	ej_kinert(q->j, "path", path, 0);
	ej_kobject(q->j, "lines");
	ej_kint(q->j, "begin", p.line > 0 ? p.line : 1);
	ej_end(q->j);
	ej_end(q->j);
	ej_end(q->j);
	free(path);
}

static bool
finding(void *ctx, const struct finding *f)
{
	struct quality *q = ctx;

	if (q->told == ISSUES) {
		q->left_out++;
		return true;
	}
	q->told++;
	issue(q, f->rule, f->text, severity_of(f), f->fingerprint, f->at);
	return true;
}

static int
write_codequality(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct quality q = {.j = ej_to_buf(out, EJ_PRETTY), .places = places_new(report)};
	int rc;

	(void)o;
	ej_array(q.j);
	findings_walk(report, finding, &q);
	if (q.left_out > 0) {
		char hex[65];
		struct buf b;

		buf_init(&b, 256);
		SAY_WITH(&b, SAY_MORE_IN, SAY_N(q.left_out));
		fingerprint_of(hex, "more", NULL, NULL);
		issue(&q, "trueup", b.p, "blocker", hex, "");
		buf_free(&b);
	}
	ej_end(q.j);
	rc = ej_finish(q.j);
	places_free(q.places);
	return rc;
}

const struct writer writer_codequality = {"codequality", "report.codequality.json",
	"application/json", "GitLab code quality", write_codequality, NULL};
