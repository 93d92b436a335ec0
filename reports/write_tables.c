/*
 * The tables of the format csv: controls, checks, items, owners.  A row that
 * says what is not listed stands last, so that no table looks whole that is not.
 */
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/csv.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

/* Where a column's value stands below the row. */
struct column { const char *head, *path; };

static void
cell(struct buf *out, const struct node *n)
{
	if (node_is(n, NODE_NUMBER))
		buf_str(out, n->text);
	else if (node_is(n, NODE_TRUE) || node_is(n, NODE_FALSE))
		buf_str(out, n->type == NODE_TRUE ? "true" : "false");
	else
		csv_text(out, node_is(n, NODE_STRING) ? n->text : "");
}

static void
heads(struct buf *out, const char *first, const struct column *v, size_t n)
{
	buf_str(out, first);
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%s%s", i > 0 || *first != '\0' ? "," : "", v[i].head);
	buf_str(out, "\r\n");
}

static void
cells(struct buf *out, bool begun, const struct node *row, const struct column *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0 || begun)
			buf_chr(out, ',');
		cell(out, node_at(row, v[i].path));
	}
	buf_str(out, "\r\n");
}

/* The last row: its words in the first cell, the others empty. */
static void
remark(struct buf *out, const char *text, size_t columns)
{
	csv_text(out, text);
	for (size_t i = 1; i < columns; i++)
		buf_chr(out, ',');
	buf_str(out, "\r\n");
}

static int
write_controls(struct buf *out, const struct node *report, const struct writer_options *o)
{
	static const struct column v[] = {{"control", "label"}, {"title", "title"},
		{"family", "family"}, {"weight", "weight"}, {"records_say", "claim/state"},
		{"claimed", "claim/p"}, {"verdict", "verdict"}, {"meaning", "meaning"},
		{"real_low", "real_low"}, {"real_high", "real_high"}, {"limited_by", "limited_why"},
		{"o_good", "o/good"}, {"o_bad", "o/bad"}, {"o_of", "o/m"}, {"d_good", "d/good"},
		{"d_bad", "d/bad"}, {"d_of", "d/m"}, {"w_good", "w/good"}, {"w_bad", "w/bad"},
		{"w_of", "w/m"}, {"owner", "owner/name"}, {"owner_valid", "owner/valid"},
		{"owner_why", "owner/why"}, {"failing", "failing"}, {"against_it", "refuted/text"},
		{"at", "refuted/at"}, {"items", "items_total"}};

	(void)o;
	heads(out, "scope", v, sizeof(v) / sizeof(*v));
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			csv_text(out, get_str(s, "id"));
			cells(out, true, c, v, sizeof(v) / sizeof(*v));
		}
	return out->over ? -1 : 0;
}

static int
write_checks(struct buf *out, const struct node *report, const struct writer_options *o)
{
	static const struct column v[] = {{"value", "value"}, {"subject", "subject"},
		{"message", "message"}, {"fix", "fix"}, {"at", "at"}, {"also", "also"}};
	size_t n = sizeof(v) / sizeof(*v);
	struct buf b;

	(void)o;
	buf_init(&b, 4096);
	heads(out, "rule", v, n);
	for EACH(r, report, "rules") {
		uint64_t all = (uint64_t)get_int(r, "instances_total");
		uint64_t shown = node_count(node_get(r, "instances"));

		for EACH(i, r, "instances") {
			csv_text(out, get_str(r, "id"));
			cells(out, true, i, v, n);
		}
		if (all <= shown)
			continue;
		buf_reset(&b);
		SAY_WITH(&b, SAY_MORE_CHECKS, SAY_N(all - shown));
		csv_text(out, get_str(r, "id"));
		buf_chr(out, ',');
		remark(out, b.p, n);
	}
	buf_free(&b);
	return out->over ? -1 : 0;
}

static int
write_items(struct buf *out, const struct node *report, const struct writer_options *o)
{
	static const struct column v[] = {{"item", "id"}, {"title", "title"}, {"type", "type"},
		{"severity", "severity"}, {"status", "status"}, {"open", "open"}, {"owner", "owner"},
		{"team", "team"}, {"clock", "clock/state"}, {"why", "clock/why"},
		{"start", "clock/start"}, {"limit", "clock/limit"}, {"due", "clock/due"},
		{"decided", "clock/decision/at"}, {"choice", "clock/decision/choice"},
		{"by", "clock/decision/by"}, {"late_seconds", "clock/late_seconds"},
		{"hand_offs", "handoffs"}, {"returns_direct", "returns_direct"},
		{"returns_indirect", "returns_indirect"}, {"at", "from"}};
	uint64_t left = (uint64_t)get_int(node_get(report, "clocks"), "left_out");
	size_t n = sizeof(v) / sizeof(*v);
	struct buf b;

	(void)o;
	heads(out, "", v, n);
	for EACH(i, report, "items")
		cells(out, false, i, v, n);
	if (left > 0) {
		buf_init(&b, 4096);
		SAY_WITH(&b, SAY_NOTICE_ITEMS_CUT, SAY_N(left));
		remark(out, b.p, n);
		buf_free(&b);
	}
	return out->over ? -1 : 0;
}

/* ---- owners ---- */

struct owner { const char *name, *valid, *why; uint64_t controls, failing, late, work; };

static struct owner *
owner_of(struct map *m, const char *name)
{
	void **slot = map_slot(m, name, strlen(name), NULL);
	struct owner *w = *slot;

	if (w == NULL)
		*slot = w = x_calloc(1, sizeof(*w));
	w->name = name;
	return w;
}

static void
gather(struct map *m, const struct node *report)
{
	for EACH(s, report, "scopes")
		for EACH(c, s, "controls") {
			const struct node *n = node_get(c, "owner");
			struct owner *w = owner_of(m, get_str(n, "name"));

			w->controls++;
			w->failing += get_bool(c, "failing");
			/* One bad word about a name stays: the same name may be valid elsewhere. */
			if (w->valid == NULL || str_same(w->valid, "T")) {
				w->valid = get_str(n, "valid");
				w->why = get_str(n, "why");
			}
		}
	for EACH(l, report, "late")
		owner_of(m, get_str(l, "who"))->late++;
	for EACH(l, report, "work")
		owner_of(m, get_str(l, "owner"))->work++;
}

/* The report lists so many late decisions and work only; the rest is named to nobody here. */
static void
unlisted(struct buf *out, const struct node *report)
{
	uint64_t late = (uint64_t)get_int(report, "late_total"), work = (uint64_t)get_int(report, "work_total");
	uint64_t late_told = node_count(node_get(report, "late"));
	uint64_t work_told = node_count(node_get(report, "work"));

	if (late <= late_told && work <= work_told)
		return;
	csv_text(out, say_text(SAY_CUT_HERE));
	buf_fmt(out, ",,,,,%llu,%llu\r\n", (unsigned long long)(late > late_told ? late - late_told : 0),
		(unsigned long long)(work > work_told ? work - work_told : 0));
}

static int
write_owners(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct map *m = map_new();

	(void)o;
	gather(m, report);
	buf_str(out, "owner,valid,why,controls,controls_failing,late_decisions,work\r\n");
	for (size_t i = 0; i < map_count(m); i++) {
		struct owner *w = map_value_at(m, i);

		csv_text(out, *w->name != '\0' ? w->name : say_text(SAY_P_NO_OWNER));
		buf_chr(out, ',');
		csv_text(out, w->valid != NULL ? w->valid : "");
		buf_chr(out, ',');
		csv_text(out, w->why != NULL ? w->why : "");
		buf_fmt(out, ",%llu,%llu,%llu,%llu\r\n", (unsigned long long)w->controls,
			(unsigned long long)w->failing, (unsigned long long)w->late,
			(unsigned long long)w->work);
		free(w);
	}
	map_free(m);
	unlisted(out, report);
	return out->over ? -1 : 0;
}

const struct writer writer_csv_controls = {"csv-controls", "controls.csv", "text/csv",
	"tables: every control with its counts", write_controls, "csv"};
const struct writer writer_csv_checks = {"csv-checks", "checks.csv", "text/csv",
	"what the rules found, as far as report.json has it", write_checks, "csv"};
const struct writer writer_csv_items = {"csv-items", "items.csv", "text/csv",
	"items with their clocks and ways", write_items, "csv"};
const struct writer writer_csv_owners = {"csv-owners", "owners.csv", "text/csv",
	"who answers for how much", write_owners, "csv"};
