/*
 * Asset Reporting Format 1.1 (formats.md 3): assets and relationships stand
 * before the reports, so that reports are read as they come.  Held: names of
 * assets, and which report is about which; of the benchmark nothing, for its
 * rules leave as they end.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/read/oval.h"
#include "checker/read/reader.h"
#include "checker/read/xccdf.h"
#include "checker/read/xccdf_words.h"

#define ARF_NS "http://scap.nist.gov/schema/asset-reporting-format/1.1"
#define CORE_NS "http://scap.nist.gov/schema/reporting-core/1.1"
#define AI_NS "http://scap.nist.gov/schema/asset-identification/1.1"

struct arf {
	struct reading *r;
	struct xml_handler h;
	struct xccdf *x;
	struct oval *oval;       /* the OVAL results that one is in */
	struct oval_place place;
	int64_t newest, oldest;  /* of the source, when they began */
	uint32_t oval_depth;     /* elements of it that are open */
	struct map *assets;      /* asset id to struct idents */
	struct map *about;       /* report id to struct strings: the assets that it is about */
	struct idents *asset;    /* of the asset that one is in */
	struct strings *refs;    /* of the relationship that one is in */
	const char *report;      /* r->a; NULL: it has no id */
	bool in_report;
	uint64_t results_before; /* observations and what was ignored when the report began */
	/* what the text is for: a name space of idents, "" for a name, "ref" */
	const char *ns;
	struct buf text;
};

static void
add_ref(struct arf *f, const char *id)
{
	struct strings *s = f->refs;
	const char **v = ARENA_ARRAY(f->r->a, const char *, s->n + 1);

	if (s->n > 0)
		memcpy(v, s->v, s->n * sizeof(*v));
	v[s->n] = arena_strdup(f->r->a, id);
	s->v = v;
	s->n++;
}

static void *
made(struct arf *f, struct map *m, const char *key, size_t size)
{
	void **slot = map_slot(m, key, strlen(key), NULL);

	if (*slot == NULL)
		*slot = arena_alloc(f->r->a, size);
	return *slot;
}

static void
add_idents(struct idents *out, const struct idents *from, struct arena *a)
{
	for (size_t i = 0; i < from->n; i++) {
		bool there = false;

		for (size_t j = 0; j < out->n; j++)
			there = there || (str_same(out->v[j].ns, from->v[i].ns) &&
				str_same(out->v[j].value, from->v[i].value));
		if (!there)
			idents_add(out, a, from->v[i].ns, from->v[i].value);
	}
}

/*
 * The asset that the TestResult itself points to, else the only one that the
 * report is about.  Of several, none: names of two hosts on one result would
 * make them one host.
 */
static void
about(void *ctx, const char *ref, struct idents *out, struct arena *a)
{
	struct arf *f = ctx;
	const struct strings *refs = f->report == NULL ? NULL :
		map_get(f->about, f->report, strlen(f->report));
	const struct idents *ids = ref == NULL ? NULL : map_get(f->assets, ref, strlen(ref));

	if (ids == NULL && refs != NULL && refs->n == 1)
		ids = map_get(f->assets, refs->v[0], strlen(refs->v[0]));
	if (ids != NULL)
		add_idents(out, ids, a);
}

static void
want(struct arf *f, const char *ns)
{
	f->ns = ns;
	f->h.want_text = true;
	buf_reset(&f->text);
}

static void
start_core(struct arf *f, const struct xml_tag *t)
{
	const char *type = xml_attr(t, "type"), *subject = xml_attr(t, "subject");
	const char *colon = type == NULL ? NULL : strrchr(type, ':');

	if (str_same(t->name, "relationship")) {
		f->refs = NULL;
		/* A QName whose prefix the document chooses (formats.md 3). */
		if (type != NULL && subject != NULL && str_same(colon ? colon + 1 : type,
			"isAbout"))
			f->refs = made(f, f->about, subject, sizeof(struct strings));
	} else if (str_same(t->name, "ref") && f->refs != NULL) {
		want(f, "ref");
	}
}

static void
start_arf(struct arf *f, const struct xml_tag *t)
{
	const char *id = xml_attr(t, "id");

	if (str_same(t->name, "asset") && id != NULL) {
		f->asset = made(f, f->assets, id, sizeof(struct idents));
	} else if (str_same(t->name, "report")) {
		f->report = arena_strdup(f->r->a, id);
		f->in_report = true;
		f->results_before = f->r->source->seen;
	}
}

static void
start_ai(struct arf *f, const struct xml_tag *t)
{
	static const struct { const char *name, *ns; } names[] = {
		{ "fqdn", "" }, { "hostname", "" }, { "ip-v4", "ip" }, { "ip-v6", "ip" },
		{ "mac-address", "mac" }, { "motherboard-guid", "uuid" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (str_same(t->name, names[i].name))
			want(f, names[i].ns);
	if (str_same(t->name, "synthetic-id") && xml_attr(t, "id") != NULL)
		idents_add(f->asset, f->r->a, "tag", xml_attr(t, "id"));
}

static int
start_oval(struct arf *f, const struct xml_tag *t)
{
	const struct source *s = f->r->source;

	if (f->oval == NULL) {
		/* Above every MAX_ID is no id that another file would name. */
		f->place = (struct oval_place){ .ctx = f, .about = about, .path = f->report == NULL
			? "report/" : arena_printf(f->r->a, "report[@id='%.*s']/", MAX_ID, f->report),
			.rules = s->by_kind[REC_OBSERVATION] > 0 };
		f->newest = s->newest;
		f->oldest = s->oldest;
		f->oval = oval_new(f->r, &f->h, &f->place);
	}
	f->oval_depth++;
	return oval_start(f->oval, t);
}

/* OVAL times have no zone; where the rules' own have one, these do not make the scan half a day younger. */
static int
end_oval(struct arf *f, const char *ns, const char *name, uint32_t line)
{
	int rc = oval_end(f->oval, ns, name, line);

	if (--f->oval_depth > 0)
		return rc;
	oval_free(f->oval);
	f->oval = NULL;
	if (f->place.rules && f->newest != INT64_MIN) {
		f->r->source->newest = f->newest;
		f->r->source->oldest = f->oldest;
	}
	return rc;
}

static int
on_start(void *ctx, const struct xml_tag *t)
{
	struct arf *f = ctx;

	if (f->oval != NULL || (f->in_report && !xccdf_busy(f->x) &&
		str_same(t->ns, OVAL_RESULTS_NS) && str_same(t->name, "oval_results")))
		return start_oval(f, t);
	if (xccdf_busy(f->x) || xccdf_is_ns(t->ns))
		return xccdf_start(f->x, t);
	if (strcmp(t->ns, CORE_NS) == 0)
		start_core(f, t);
	else if (strcmp(t->ns, ARF_NS) == 0)
		start_arf(f, t);
	else if (strcmp(t->ns, AI_NS) == 0 && f->asset != NULL)
		start_ai(f, t);
	return 0;
}

static void
take_text(struct arf *f)
{
	char *s = str_trim(f->r->a, f->text.p);

	/* A relationship that stands in a ref ends before it: then it is of none. */
	if (str_same(f->ns, "ref") && f->refs != NULL)
		add_ref(f, s);
	else if (f->asset != NULL && f->ns[0] == '\0')
		xccdf_add_name(f->asset, s, f->r->a);
	else if (f->asset != NULL && s[0] != '\0')
		idents_add(f->asset, f->r->a, f->ns, s);
	f->ns = NULL;
	f->h.want_text = false;
}

static int
on_end(void *ctx, const char *ns, const char *name, uint32_t line)
{
	struct arf *f = ctx;

	if (f->oval != NULL)
		return end_oval(f, ns, name, line);
	if (xccdf_busy(f->x))
		return xccdf_end(f->x, ns, name, line);
	if (f->ns != NULL)
		take_text(f);
	if (strcmp(ns, CORE_NS) == 0 && str_same(name, "relationship"))
		f->refs = NULL;
	if (strcmp(ns, ARF_NS) != 0)
		return 0;
	if (str_same(name, "asset")) {
		f->asset = NULL;
	} else if (str_same(name, "report")) {
		if (f->r->source->seen == f->results_before) {
			reading_seen(f->r);
			reading_ignored(f->r, "report without XCCDF or OVAL results");
		}
		f->report = NULL;
		f->in_report = false;
	}
	return 0;
}

static int
on_text(void *ctx, const char *p, size_t n)
{
	struct arf *f = ctx;

	if (f->oval != NULL)
		return oval_text(f->oval, p, n);
	if (xccdf_busy(f->x))
		return xccdf_text(f->x, p, n);
	if (f->ns != NULL)
		buf_add(&f->text, p, n);
	return 0;
}

static int
probe(const struct head *h, const char **sign)
{
	if (!str_same(h->root, "asset-report-collection") || !str_same(h->root_ns, ARF_NS))
		return 0;
	*sign = arena_printf(h->a, "root element asset-report-collection in %s", ARF_NS);
	return 100;
}

static int
read_arf(struct reading *r)
{
	struct arf f = { .r = r,
		.h = { .start = on_start, .end = on_end, .text = on_text } };
	int rc;

	f.h.ctx = &f;
	f.x = xccdf_new(r, &f.h);
	f.assets = map_new();
	f.about = map_new();
	buf_init(&f.text, MAX_TEXT);
	xccdf_set_about(f.x, about, &f);
	rc = reading_xml(r, &f.h);
	r->source->version = "1.1";
	buf_free(&f.text);
	oval_free(f.oval);
	map_free(f.about);
	map_free(f.assets);
	xccdf_free(f.x);
	return rc;
}

const struct reader reader_arf = {
	.name = "arf",
	.title = "Asset Reporting Format 1.1 with XCCDF and OVAL results",
	.what = "proves what a scanner saw on the hosts it names; an OVAL definition is a test of its own",
	.better = "a scan with privileges of every host: no better format of it exists",
	.syntax = SYNTAX_XML,
	.roles = ROLE_OBSERVATION | ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_arf,
	.words = xccdf_words,
};
