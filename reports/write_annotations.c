/*
 * Workflow commands of GitHub Actions, for the log of a step: "::error
 * file=...,line=...::text".  GitHub shows ten errors and ten warnings of a step,
 * so the ninth is followed by how many more there are.
 */
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/finding.h"
#include "reports/place.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define SHOWN 9
#define TITLE_CUT 100
#define TEXT_CUT 600

struct annotating {
	struct buf *out;
	struct places *places;
	size_t n[2]; /* warnings, errors */
};

/* In a property ':' and ',' end it as well. */
static void
put_escaped(struct buf *out, const char *s, size_t max, bool property)
{
	struct buf inert;

	buf_init(&inert, MIB);
	text_inert(&inert, s, max);
	for (const char *p = inert.p; *p != '\0'; p++) {
		if (*p == '%' || (property && (*p == ':' || *p == ',')))
			buf_fmt(out, "%%%02X", (unsigned)(unsigned char)*p);
		else
			buf_chr(out, *p);
	}
	buf_free(&inert);
}

static void
command(struct annotating *a, const char *level, const char *at, const char *title, const char *text)
{
	struct place_parts p;

	buf_fmt(a->out, "::%s ", level);
	if (place_split(&p, a->places, at)) {
		char *path = x_malloc(p.len + 1);

		memcpy(path, p.path, p.len);
		path[p.len] = '\0';
		buf_str(a->out, "file=");
		put_escaped(a->out, path, MAX_TEXT, true);
		buf_fmt(a->out, ",line=%u,", p.line > 0 ? (unsigned)p.line : 1u);
		free(path);
	}
	buf_str(a->out, "title=");
	put_escaped(a->out, title, TITLE_CUT, true);
	buf_str(a->out, "::");
	put_escaped(a->out, text, TEXT_CUT, false);
	buf_chr(a->out, '\n');
}

static bool
finding(void *ctx, const struct finding *f)
{
	struct annotating *a = ctx;

	if (a->n[f->error]++ < SHOWN)
		command(a, f->error ? "error" : "warning", f->at, f->rule, f->text);
	return true;
}

static int
write_annotations(struct buf *out, const struct node *report, const struct writer_options *o)
{
	static const char *const levels[] = {"warning", "error"};
	struct annotating a = {.out = out, .places = places_new(report)};
	struct buf b;

	(void)o;
	buf_init(&b, 4096);
	command(&a, "notice", "", "trueup", get_str(report, "headline"));
	findings_walk(report, finding, &a);
	for (size_t i = 2; i-- > 0;) {
		if (a.n[i] <= SHOWN)
			continue;
		buf_reset(&b);
		SAY_WITH(&b, SAY_MORE_IN, SAY_N(a.n[i] - SHOWN));
		command(&a, levels[i], "", "trueup", b.p);
	}
	buf_free(&b);
	places_free(a.places);
	return out->over ? -1 : 0;
}

const struct writer writer_annotations = {"annotations", "report.annotations.txt", "text/plain",
	"GitHub Actions: annotations of a step, from its log", write_annotations, NULL};
