/*
 * HDF 1.x, which InSpec, CINC Auditor and converters write (formats.md 7).
 * Host, tool and the order of overlays stand outside of the controls, often
 * behind them: what is kept of each control waits for the end.
 */
#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/finding.h"
#include "checker/read/hdf.h"
#include "checker/read/held.h"
#include "checker/read/read_diags.h"

#define PROFILES "/profiles/#/controls"
#define OVERLAYS 32 /* deepest chain of profiles that is followed: real ones have three */

struct profile { const char *name; size_t parent; }; /* parent: SIZE_MAX, none */

/* A result beside the profiles that names no control: InSpec 1 lists all of them once more. */
struct unnamed { uint32_t line, col; bool failed; };

struct hdf {
	struct reading *r;
	VEC(struct unnamed) unnamed;
	VEC(struct hdf_control) controls, loose; /* loose: results of json-min */
	VEC(struct profile) profiles;
	struct idents asset;
	const char *originator;
	bool checklist;               /* converted from a checklist: a person's word */
	bool broken;                  /* cut off: what is laid over its controls is not known */
	uint64_t waivers;
};

static int
on_record(void *ctx, const struct json_record *rec)
{
	struct hdf *h = ctx;
	struct loc at = { .line = rec->line, .col = rec->col, .path = rec->pointer };
	bool full = strcmp(rec->cut, PROFILES) == 0;
	struct hdf_control c;

	reading_seen(h->r);
	if (!full && node_get(rec->node, "id") == NULL) {
		*VEC_PUSH(&h->unnamed) = (struct unnamed){ rec->line, rec->col,
			str_same(node_get_text(rec->node, "status"), "failed") };
		return 0;
	}
	if (!(full ? hdf_control : hdf_min_result)(h->r, rec->node, &at, &c))
		return 0;
	if (full) {
		c.profile = pointer_index(rec->pointer, 1);
		*VEC_PUSH(&h->controls) = c;
	} else {
		*VEC_PUSH(&h->loose) = c;
	}
	return 0;
}

/* Profiles and who is laid over whom: a child names its parent, which is the outer one. */
static void
profiles(struct hdf *h, const struct node *list)
{
	struct map *by_name = map_new();
	size_t self = 0;

	for (const struct node *p = node_first(list); p != NULL; p = node_next(p)) {
		const char *name = node_get_text(p, "name");
		void **slot;

		if (name == NULL || strlen(name) > MAX_ID)
			name = "";
		*VEC_PUSH(&h->profiles) = (struct profile){ name, SIZE_MAX };
		slot = map_slot(by_name, name, strlen(name), NULL);
		if (*slot == NULL)
			*slot = (void *)(uintptr_t)h->profiles.n;
	}
	for (const struct node *p = node_first(list); p != NULL; p = node_next(p), self++) {
		const char *parent = node_get_text(p, "parent_profile");
		size_t at = parent == NULL ? 0 : (uintptr_t)map_get(by_name, parent, strlen(parent));

		if (at > 0 && at - 1 != self)
			h->profiles.v[self].parent = at - 1;
	}
	map_free(by_name);
}

/* Is outer laid over inner, directly or through others? */
static bool
over(const struct hdf *h, size_t outer, size_t inner)
{
	for (size_t i = 0; i < OVERLAYS && inner < h->profiles.n; i++) {
		inner = h->profiles.v[inner].parent;
		if (inner == outer)
			return true;
	}
	return false;
}

static bool
has_results(const struct hdf_control *c)
{
	return c->passed + c->failed + c->skipped + c->errors > 0;
}

/*
 * An overlay's view of a control: its impact, severity and waiver count, the
 * results are those of the profile that ran.  The outermost comes last.
 */
static void
lay(struct hdf *h, struct hdf_control *inner, struct hdf_control *outer)
{
	if (outer->profile == inner->profile || !over(h, outer->profile, inner->profile) ||
		has_results(outer))
		return;
	outer->absorbed = true;
	if (outer->impact >= 0)
		inner->impact = outer->impact;
	/* An overlay may raise a severity; lowering it is a decision that nobody signed. */
	if (severity_rank(outer->severity) > severity_rank(inner->severity)) {
		inner->severity = outer->severity;
		inner->severity_raw = outer->severity_raw;
	}
	inner->waived = inner->waived || outer->waived;
	inner->waiver = inner->waiver || outer->waiver;
	if (!inner->attested.there)
		inner->attested = outer->attested;
	for (size_t i = 0; i < outer->tags.n; i++) {
		const struct tag *t = &outer->tags.v[i];
		size_t k = 0;

		while (k < inner->tags.n && !(str_same(inner->tags.v[k].scheme, t->scheme) &&
			str_same(inner->tags.v[k].id, t->id)))
			k++;
		if (k == inner->tags.n)
			tags_add(&inner->tags, h->r->a, t->scheme, t->id, t->raw, t->relation);
	}
}

struct chain { VEC(uint32_t) at; };

static void
overlays(struct hdf *h)
{
	struct map *by_id = map_new();
	VEC(struct chain) chains = {0};

	for (size_t i = 0; h->profiles.n > 1 && i < h->controls.n; i++) {
		const char *id = h->controls.v[i].id;
		bool fresh;
		void **slot = map_slot(by_id, id, strlen(id), &fresh);

		if (fresh) {
			VEC_PUSH(&chains);
			*slot = (void *)(uintptr_t)chains.n;
		}
		*VEC_PUSH(&chains.v[(uintptr_t)*slot - 1].at) = (uint32_t)i;
	}
	for (size_t i = 0; i < chains.n; i++) {
		const struct chain *c = &chains.v[i];

		/* Documents have the outermost profile first: from the last, each is laid over. */
		for (size_t k = 0; c->at.n <= OVERLAYS && k < c->at.n; k++)
			for (size_t m = c->at.n; m-- > 0;)
				if (m != k && has_results(&h->controls.v[c->at.v[k]]))
					lay(h, &h->controls.v[c->at.v[k]],
						&h->controls.v[c->at.v[m]]);
		VEC_FREE(&chains.v[i].at);
	}
	VEC_FREE(&chains);
	map_free(by_id);
}

static enum grade
grade_of(const struct hdf *h, const struct hdf_control *c)
{
	if (h->checklist)
		return GRADE_E1;
	return h->asset.n > 0 && c->at.known == KNOWN ? GRADE_E3 : GRADE_E2;
}

static void
put_attestation(struct hdf *h, const struct hdf_control *c, const struct rec_observation *tool)
{
	const struct hdf_attestation *t = &c->attested;
	struct record rec = { .kind = REC_OBSERVATION, .loc = c->loc };
	struct rec_observation *o = &rec.u.observation;

	*o = *tool;
	o->result_raw = t->status == NULL ? "" : t->status;
	o->result = str_same(t->status, "passed") ? RESULT_PASS : str_same(t->status, "failed")
		? RESULT_FAIL : RESULT_UNKNOWN;
	o->at = t->updated;
	o->originator = t->by != NULL && *t->by != '\0' ? t->by : "attestation";
	o->method = "examine";
	o->grade = GRADE_E1;
	o->override = true;
	o->message = t->why;
	reading_put(h->r, &rec);
}

static void
put(struct hdf *h, const struct hdf_control *c, const char *benchmark)
{
	struct reading *r = h->r;
	struct record test = { .kind = REC_TEST, .loc = c->loc };
	struct record rec = { .kind = REC_OBSERVATION, .loc = c->loc };
	struct rec_test *t = &test.u.test;
	struct rec_observation *o = &rec.u.observation;

	t->benchmark = o->benchmark = benchmark;
	t->test = o->test = c->id;
	t->title = c->title;
	t->severity = o->severity = c->severity;
	t->severity_raw = o->severity_raw = c->severity_raw;
	t->tags = o->tags = c->tags;
	o->asset = h->asset;
	o->result = hdf_result(r, c, &o->result_raw);
	if (h->broken && o->result != RESULT_FAIL)
		o->result = RESULT_UNKNOWN;
	o->at = c->at;
	o->originator = h->originator;
	o->method = h->checklist ? "examine" : "test";
	o->grade = grade_of(h, c);
	o->message = c->message;
	if (h->checklist) {
		reading_second_hand(&test);
		reading_second_hand(&rec);
	}
	reading_put(r, &test);
	reading_put(r, &rec);
	if (c->attested.there)
		put_attestation(h, c, o);
	h->waivers += c->waiver;
	reading_kept(r);
	arena_reset(r->rec);
}

/* json-min lists results, several a control: one observation each way is Kleene's over the file. */
static void
put_loose(struct hdf *h)
{
	struct map *by_id = map_new();

	for (size_t i = 0; i < h->loose.n; i++) {
		struct hdf_control *c = &h->loose.v[i], *first;
		bool fresh;
		void **slot = map_slot(by_id, c->id, strlen(c->id), &fresh);

		if (h->controls.n > 0) {
			reading_ignored(h->r, "result that is also below its profile");
			continue;
		}
		if (fresh) {
			*slot = (void *)(uintptr_t)(i + 1);
			continue;
		}
		first = &h->loose.v[(uintptr_t)*slot - 1];
		first->passed += c->passed;
		first->failed += c->failed;
		first->skipped += c->skipped;
		first->errors += c->errors;
		c->absorbed = true;
	}
	for (size_t i = 0; h->controls.n == 0 && i < h->loose.n; i++)
		if (h->loose.v[i].absorbed)
			reading_kept(h->r);
		else
			put(h, &h->loose.v[i], "");
	map_free(by_id);
}

/*
 * Below profiles they are there already, with the names of their controls: all of them, or the
 * failures are refused, so that none is lost.
 */
static void
put_unnamed(struct hdf *h)
{
	uint64_t below = 0, beside = 0;

	for (size_t i = 0; i < h->controls.n; i++)
		below += h->controls.v[i].failed;
	for (size_t i = 0; i < h->unnamed.n; i++)
		beside += h->unnamed.v[i].failed;
	for (size_t i = 0; i < h->unnamed.n; i++) {
		const struct unnamed *u = &h->unnamed.v[i];

		if (h->controls.n > 0 && !(u->failed && beside > below))
			reading_ignored(h->r, "result that is also below its profile");
		else
			reading_refused(h->r, &read_e_record, u->line, u->col,
				"a control without an id");
	}
}

/* Who made the document, and about which target (judgement.md 11, Originator). */
static void
frame(struct hdf *h, const struct node *rest)
{
	struct reading *r = h->r;
	const struct node *platform = node_get(rest, "platform");
	const char *generator = node_text(node_at(rest, "generator/name"));
	const char *name = node_get_text(platform, "name");
	const char *target = node_get_text(platform, "target_id");

	h->originator = "inspec";
	if (generator != NULL && *generator != '\0')
		h->originator = str_lower(r->a, generator);
	else if (name != NULL && str_has_prefix(str_lower(r->rec, name), "heimdall"))
		h->originator = str_lower(r->a, name);
	h->checklist = node_at(rest, "passthrough/checklist") != NULL;
	if (target != NULL && *target != '\0' && strlen(target) <= MAX_ID)
		idents_add(&h->asset, r->a, "uuid", target);
	r->source->producer = r->source->originator = h->originator;
	r->source->version = node_get_text(rest, "version");
	if (h->asset.n == 0)
		reading_note(r, &read_w_asset, 0, 0, "the document names no host");
	profiles(h, node_get(rest, "profiles"));
}

static int
read_hdf(struct reading *r)
{
	static const char *const cuts[] = { PROFILES, "/controls" };
	struct hdf h = { .r = r };
	struct json_reader jr = { .cuts = cuts, .ncuts = 2, .on_record = on_record, .ctx = &h };
	struct node *rest = NULL;
	int rc = reading_json(r, &jr, &rest);

	h.originator = "hdf";
	h.broken = rc != 0;
	if (rc == 0)
		frame(&h, rest);
	overlays(&h);
	for (size_t i = 0; i < h.controls.n; i++) {
		const struct hdf_control *c = &h.controls.v[i];

		if (c->absorbed)
			reading_ignored(r, "overlay of a control of another profile");
		else
			put(&h, c, c->profile < h.profiles.n ? h.profiles.v[c->profile].name : "");
	}
	put_loose(&h);
	put_unnamed(&h);
	finding_suppressed(r, h.waivers);
	VEC_FREE(&h.controls);
	VEC_FREE(&h.loose);
	VEC_FREE(&h.unnamed);
	VEC_FREE(&h.profiles);
	return rc;
}

static bool
head_has(const struct head *h, const char *what)
{
	size_t n = strlen(what);

	for (size_t i = 0; i + n <= h->len; i++)
		if (memcmp(h->bytes + i, what, n) == 0)
			return true;
	return false;
}

static int
probe(const struct head *h, const char **sign)
{
	static const char *const names[] = { "platform", "profiles", "statistics", "version",
		"controls" };
	bool there[5] = { false };

	if (h->json_list)
		return 0;
	for (size_t i = 0; i < h->nkeys; i++)
		for (size_t k = 0; k < 5; k++)
			there[k] = there[k] || str_same(h->keys[i], names[k]);
	/* A long document shows only its first members in the head. */
	if (there[1] && (there[0] || there[2])) {
		*sign = there[0] ? "members platform and profiles" : "members profiles and statistics";
		return 90;
	}
	/* json-min, and old documents whose head is full of its results. */
	if (there[4] && there[3] && (there[2] || head_has(h, "\"code_desc\""))) {
		*sign = "members controls and version, with results";
		return 80;
	}
	return 0;
}

const struct reader reader_hdf = {
	.name = "hdf",
	.title = "HDF 1.x and InSpec results (JSON)",
	.what = "Shows what InSpec or a converter found for each control, when, and what persons "
		"attested. Names a host only by target_id; waivers name no approver.",
	.better = "the scanner's own results, which name the host",
	.syntax = SYNTAX_JSON,
	.roles = ROLE_OBSERVATION | ROLE_MAPPING,
	.grade = GRADE_E3,
	.probe = probe,
	.read = read_hdf,
	.words = hdf_words,
};
