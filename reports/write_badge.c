/*
 * Badges: two, never one.  What the records say and what evidence shows stand
 * in files of the same size, and nobody can take the first without the second.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_xml.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

#define LETTER 7   /* units of a letter: Verdana at 11 */
#define MARGIN 10
#define HEIGHT 20

static unsigned
width_of(const char *text)
{
	return (unsigned)strlen(text) * LETTER + MARGIN;
}

static void
part(struct emit_xml *x, unsigned left, unsigned width, const char *fill, const char *text)
{
	ex_open(x, "rect");
	ex_attr_fmt(x, "x", "%u", left);
	ex_attr_fmt(x, "width", "%u", width);
	ex_attr_fmt(x, "height", "%d", HEIGHT);
	ex_attr(x, "fill", fill);
	ex_empty(x);
	ex_open(x, "text");
	ex_attr_fmt(x, "x", "%u", left + width / 2);
	ex_attr(x, "y", "14");
	ex_attr(x, "fill", "#fff");
	ex_attr(x, "text-anchor", "middle");
	ex_attr(x, "font-family", "Verdana,DejaVu Sans,sans-serif");
	ex_attr(x, "font-size", "11");
	ex_text(x, text);
	ex_close(x);
}

static int
badge(struct buf *out, const char *label, const char *value, const char *fill)
{
	struct emit_xml *x = ex_to_buf(out);
	unsigned left = width_of(label), right = width_of(value);

	ex_open(x, "svg");
	ex_attr(x, "xmlns", "http://www.w3.org/2000/svg");
	ex_attr_fmt(x, "width", "%u", left + right);
	ex_attr_fmt(x, "height", "%d", HEIGHT);
	ex_attr(x, "role", "img");
	ex_open(x, "title");
	ex_text(x, label);
	ex_text(x, ": ");
	ex_text(x, value);
	ex_close(x);
	part(x, 0, left, "#444", label);
	part(x, left, right, fill, value);
	ex_close(x);
	ex_raw(x, "\n");
	return ex_finish(x);
}

/* The scope of the headline: the worst. NULL: there is none, or nothing in it to score. */
static const struct node *
scored_scope(const struct node *report)
{
	const char *id = get_str(report, "headline_scope");

	for EACH(s, report, "scopes")
		if (str_same(get_str(s, "id"), id)
			&& node_is(node_at(s, "scores/procedural"), NODE_NUMBER))
			return s;
	return NULL;
}

static int
write_records(struct buf *out, const struct node *report, const struct writer_options *o)
{
	const struct node *scope = scored_scope(report);
	struct buf b;
	int rc;

	(void)o;
	buf_init(&b, 256);
	if (scope != NULL)
		SAY_WITH(&b, SAY_P_SHARE_EXACT, SAY_N(printed_scores(scope).procedural));
	else
		say(&b, SAY_B_NOTHING);
	rc = badge(out, say_text(SAY_B_RECORDS), b.p, "#666");
	buf_free(&b);
	return rc;
}

static int
write_evidence(struct buf *out, const struct node *report, const struct writer_options *o)
{
	const struct node *scope = scored_scope(report);
	const char *status = get_str(report, "status"), *fill = "#a4262c";
	struct buf b;
	int rc;

	(void)o;
	buf_init(&b, 256);
	if (scope == NULL) {
		say(&b, SAY_B_NOTHING);
	} else {
		struct printed p = printed_scores(scope);

		SAY_WITH(&b, p.real_low == p.real_high ? SAY_P_SHARE_EXACT : SAY_P_SHARE,
			SAY_N(p.real_low), SAY_N(p.real_high));
	}
	if (!get_bool(report, "complete")) {
		buf_str(&b, ", ");
		say(&b, SAY_B_INCOMPLETE);
	} else if (scope != NULL && str_same(status, "GREEN")) {
		fill = "#107c10";
	} else if (scope != NULL && str_same(status, "AMBER")) {
		fill = "#8a5a00";
	}
	rc = badge(out, say_text(SAY_B_EVIDENCE), b.p, fill);
	buf_free(&b);
	return rc;
}

const struct writer writer_badge_records = {"badge-records", "badge-records.svg", "image/svg+xml",
	"what the records say, for a page; never without the other one", write_records, "badge"};
const struct writer writer_badge_evidence = {"badge-evidence", "badge-evidence.svg",
	"image/svg+xml", "what evidence shows", write_evidence, "badge"};
