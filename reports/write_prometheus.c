/*
 * Prometheus' text format 0.0.4, for the textfile collector.  Gauges without
 * timestamps; shares are ratios, printed from millionths.  Labels hold scopes,
 * verdicts and rules only: hosts and people would make a series each.
 */
#include <inttypes.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

struct label { const char *name, *value; };

static void
family(struct buf *out, const char *name, enum say help)
{
	buf_fmt(out, "# HELP %s ", name);
	buf_str(out, say_text(help)); /* ours: without backslashes and line ends */
	buf_fmt(out, "\n# TYPE %s gauge\n", name);
}

static void
labels(struct buf *out, const struct label *v, size_t n)
{
	struct buf inert;

	buf_init(&inert, MIB);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&inert);
		text_inert(&inert, v[i].value, 0); /* cut, two could become one */
		buf_fmt(out, "%s%s=\"", i == 0 ? "{" : ",", v[i].name);
		for (const char *p = inert.p; *p != '\0'; p++) {
			if (*p == '"' || *p == '\\')
				buf_chr(out, '\\');
			buf_chr(out, *p);
		}
		buf_chr(out, '"');
	}
	if (n > 0)
		buf_chr(out, '}');
	buf_free(&inert);
}

static void
count(struct buf *out, const char *name, const struct label *v, size_t n, int64_t value)
{
	buf_str(out, name);
	labels(out, v, n);
	buf_fmt(out, " %" PRId64 "\n", value);
}

static void
ratio(struct buf *out, const char *name, const struct label *v, size_t n, int64_t millionths)
{
	buf_str(out, name);
	labels(out, v, n);
	buf_fmt(out, " %" PRId64 ".%06" PRId64 "\n", millionths / 1000000, millionths % 1000000);
}

/* Two scopes of one name would be one series twice, which a scrape refuses. */
static bool
first_of_name(const struct node *report, const struct node *scope)
{
	for EACH(s, report, "scopes") {
		if (s == scope)
			return true;
		if (str_same(get_str(s, "id"), get_str(scope, "id")))
			return false;
	}
	return true;
}

static void
about_scopes(struct buf *out, const struct node *report)
{
	static const struct { const char *name, *key; enum say help; } counts[] = {
		{"trueup_contradicted_controls", "contradicted", SAY_G_CONTRADICTED},
		{"trueup_failing_controls", "failing", SAY_G_FAILING},
		{"trueup_weight", "weight", SAY_G_WEIGHT},
	};

	family(out, "trueup_score_ratio", SAY_G_SCORE);
	for EACH(s, report, "scopes")
		for EACH(n, s, "scores")
			if (n->type == NODE_NUMBER && first_of_name(report, s)) {
				const struct label v[] = {{"scope", get_str(s, "id")}, {"score", n->key}};

				ratio(out, "trueup_score_ratio", v, 2, get_int(node_get(s, "scores"), n->key));
			}
	family(out, "trueup_controls", SAY_G_CONTROLS);
	for EACH(s, report, "scopes")
		for EACH(n, s, "verdicts")
			if (first_of_name(report, s)) {
				const struct label v[] = {{"scope", get_str(s, "id")}, {"verdict", n->key}};

				count(out, "trueup_controls", v, 2, get_int(node_get(s, "verdicts"), n->key));
			}
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		family(out, counts[i].name, counts[i].help);
		for EACH(s, report, "scopes")
			if (first_of_name(report, s)) {
				const struct label v[] = {{"scope", get_str(s, "id")}};

				count(out, counts[i].name, v, 1, get_int(s, counts[i].key));
			}
	}
}

static void
about_items(struct buf *out, const struct node *report)
{
	static const char *const states[] = {"none", "running", "met", "breached", "unknown"};
	static const char *const values[] = {"t", "f", "u", "b"};

	family(out, "trueup_items", SAY_G_ITEMS);
	for (size_t i = 0; i < sizeof(states) / sizeof(*states); i++) {
		const struct label v[] = {{"clock", states[i]}};

		count(out, "trueup_items", v, 1, get_int(node_get(report, "clocks"), states[i]));
	}
	family(out, "trueup_late_decisions", SAY_G_LATE);
	count(out, "trueup_late_decisions", NULL, 0, get_int(report, "late_total"));
	family(out, "trueup_owners_not_persons", SAY_G_NOT_PERSONS);
	count(out, "trueup_owners_not_persons", NULL, 0, get_int(report, "not_persons_total"));
	family(out, "trueup_rule_checks", SAY_G_CHECKS);
	for EACH(r, report, "rules")
		for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++) {
			const struct label v[] = {{"rule", get_str(r, "id")}, {"value", values[i]}};

			count(out, "trueup_rule_checks", v, 2, get_int(r, values[i]));
		}
}

static void
about_sources(struct buf *out, const struct node *report)
{
	static const char *const accounts[] = {"seen", "kept", "refused", "ignored_total"};
	struct arena *a = arena_new();
	struct instant i;

	family(out, "trueup_records", SAY_G_RECORDS);
	for (size_t k = 0; k < sizeof(accounts) / sizeof(*accounts); k++) {
		const struct label v[] = {{"account", k == 3 ? "ignored" : accounts[k]}};
		int64_t sum = 0;

		for EACH(s, report, "sources")
			sum += get_int(s, accounts[k]);
		count(out, "trueup_records", v, 1, sum);
	}
	family(out, "trueup_sources", SAY_G_SOURCES);
	count(out, "trueup_sources", NULL, 0, (int64_t)node_count(node_get(report, "sources")));
	family(out, "trueup_complete", SAY_G_COMPLETE);
	count(out, "trueup_complete", NULL, 0, get_bool(report, "complete"));
	family(out, "trueup_as_of_timestamp_seconds", SAY_G_AS_OF);
	if (instant_parse(&i, get_str(report, "as_of"), NULL, a) == 0 && i.known == KNOWN)
		count(out, "trueup_as_of_timestamp_seconds", NULL, 0, i.lo / NS_SECOND);
	arena_free(a);
}

static int
write_prometheus(struct buf *out, const struct node *report, const struct writer_options *o)
{
	(void)o;
	about_scopes(out, report);
	about_items(out, report);
	about_sources(out, report);
	return out->over ? -1 : 0;
}

const struct writer writer_prometheus = {"prometheus", "report.prom", "text/plain; version=0.0.4",
	"Prometheus: for the textfile collector", write_prometheus, NULL};
