/*
 * What true means depends on the class of the definition, which stands before the results; the
 * host stands behind them, so the results of one system wait for its end.
 */
#include "checker/read/oval.h"

#include "checker/base/arena.h"
#include "checker/base/limits.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/base/vec.h"
#include "checker/read/finding.h"
#include "checker/read/read_diags.h"
#include "checker/read/scan_reader_diags.h"
#include "checker/read/xccdf_words.h"
#include "checker/read/xml_pick.h"

#define RESULTS_NS OVAL_RESULTS_NS
#define DEFINITIONS_NS "http://oval.mitre.org/XMLSchema/oval-definitions-5"
#define SYSTEM_NS "http://oval.mitre.org/XMLSchema/oval-system-characteristics-5"

enum oval_class { CLASS_NONE, CLASS_COMPLIANCE, CLASS_WEAKNESS, CLASS_OTHER };

struct definition {
	enum oval_class class;
	const char *title, *severity_raw;
	struct tags tags;
};

struct outcome { const char *id, *word; uint32_t line, col; };

struct oval {
	struct reading *r;
	struct xml_picker picker;
	struct xml_picking picking;
	const struct oval_place *place; /* NULL: a file of its own */
	struct arena *da;             /* one document */
	struct map *definitions;      /* id to struct definition, da */
	struct definition *open;      /* whose metadata comes */
	const char *benchmark, *originator;
	struct instant made, collected;
	struct arena *sa;             /* one system */
	VEC(struct outcome) outcomes; /* of the system that one is in */
	struct idents ids;
	uint32_t system;
	bool in_results;
};

static enum oval_class
class_of(const char *word)
{
	if (str_same(word, "compliance"))
		return CLASS_COMPLIANCE;
	if (str_same(word, "vulnerability") || str_same(word, "patch"))
		return CLASS_WEAKNESS;
	return str_same(word, "inventory") || str_same(word, "miscellaneous") ? CLASS_OTHER
		: CLASS_NONE;
}

static void
begin_definition(struct oval *o, const struct xml_tag *t)
{
	const char *id = xml_attr(t, "id");
	void **slot;

	o->open = NULL;
	if (id == NULL || strlen(id) > MAX_ID)
		return;
	slot = map_slot(o->definitions, id, strlen(id), NULL);
	if (*slot == NULL) {
		o->open = ARENA_NEW(o->da, struct definition);
		*o->open = (struct definition){ .class = class_of(xml_attr(t, "class")) };
		*slot = o->open;
	} else if (((struct definition *)*slot)->class != class_of(xml_attr(t, "class"))) {
		/* Twice, and of two classes: then nobody knows what true means. */
		((struct definition *)*slot)->class = CLASS_NONE;
	}
}

static void
begin_outcome(struct oval *o, const struct xml_tag *t)
{
	const char *id = xml_attr(t, "definition_id"), *word = xml_attr(t, "result");

	reading_seen(o->r);
	if (id == NULL || *id == '\0' || strlen(id) > MAX_ID || word == NULL) {
		reading_refused(o->r, &read_e_record, t->line, t->col,
			"a definition without definition_id or result");
		return;
	}
	*VEC_PUSH(&o->outcomes) = (struct outcome){ arena_strdup(o->sa, id), arena_strdup(o->sa,
		word), t->line, t->col };
}

/* Results that the producer was told to leave out: absence is no pass. */
static void
directive(struct oval *o, const struct xml_tag *t)
{
	const char *reported = xml_attr(t, "reported");

	if (str_has_prefix(t->name, "definition_") && (str_same(reported, "false") ||
		str_same(reported, "0")))
		reading_note(o->r, &scan_n_left_out, t->line, t->col, "results \"%s\" are left out",
			text_inert_dup(o->r->rec, t->name + strlen("definition_"), 40));
}

static void end_system(struct oval *o);

static bool
pick(void *ctx, const struct xml_tag *t)
{
	struct oval *o = ctx;

	if (str_same(t->ns, RESULTS_NS)) {
		if (str_same(t->name, "results"))
			o->in_results = true;
		if (str_same(t->name, "system")) {
			end_system(o); /* what stood outside of any system is of no host */
			o->system++;
			o->collected = instant_unknown();
		} else if (str_same(t->name, "definition")) {
			begin_outcome(o, t);
		} else if (!o->in_results) {
			directive(o, t);
		}
		return str_same(t->name, "generator");
	}
	if (str_same(t->ns, DEFINITIONS_NS)) {
		if (str_same(t->name, "definition"))
			begin_definition(o, t);
		return str_same(t->name, "generator") ||
			(o->open != NULL && str_same(t->name, "metadata"));
	}
	return str_same(t->ns, SYSTEM_NS) && (str_same(t->name, "generator") ||
		str_same(t->name, "system_info"));
}

static struct instant
timestamp(struct oval *o, const struct node *n)
{
	struct instant i = reading_instant(o->r, node_get_text(n, "timestamp"), n->line);

	i.raw = arena_strdup(o->da, i.raw);
	return i;
}

static void
metadata(struct oval *o, const struct node *n)
{
	struct definition *d = o->open;
	const char *title = node_get_text(n, "title");

	d->title = title == NULL ? NULL : arena_strndup(o->da, title, strnlen(title, 1024));
	d->severity_raw = arena_strdup(o->da, node_text(node_at(n, "advisory/severity")));
	for (const struct node *x = node_first(node_get(n, "reference")); x != NULL;
		x = node_next(x)) {
		const char *source = node_get_text(x, "source"), *id = node_get_text(x, "ref_id");

		if (source == NULL || id == NULL || *id == '\0' || strlen(id) > MAX_ID ||
			strlen(source) > 40)
			continue;
		tags_add(&d->tags, o->da, str_lower(o->da, source), id, id, REL_EQUAL);
	}
}

static void
system_info(struct oval *o, const struct node *n)
{
	const char *host = node_get_text(n, "primary_host_name");

	if (host != NULL && strlen(host) <= MAX_ID)
		xccdf_add_name(&o->ids, host, o->sa);
	for (const struct node *x = node_first(node_at(n, "interfaces/interface")); x != NULL;
		x = node_next(x)) {
		const char *ip = node_get_text(x, "ip_address");
		const char *mac = node_get_text(x, "mac_address");

		if (ip != NULL && *ip != '\0' && strlen(ip) <= MAX_ID)
			idents_add(&o->ids, o->sa, "ip", ip);
		if (mac != NULL && *mac != '\0' && strlen(mac) <= MAX_ID)
			idents_add(&o->ids, o->sa, "mac", mac);
	}
}

static const struct { const char *word; enum result compliance, weakness; } words[] = {
	{ "true", RESULT_PASS, RESULT_FAIL }, { "false", RESULT_FAIL, RESULT_PASS },
	{ "not applicable", RESULT_NOT_APPLICABLE, RESULT_NOT_APPLICABLE },
	{ "unknown", RESULT_UNKNOWN, RESULT_UNKNOWN }, { "error", RESULT_UNKNOWN, RESULT_UNKNOWN },
	{ "not evaluated", RESULT_UNKNOWN, RESULT_UNKNOWN },
};

static enum result
result_of(struct oval *o, enum oval_class class, const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_same(words[i].word, word))
			return class == CLASS_COMPLIANCE ? words[i].compliance
				: class == CLASS_WEAKNESS ? words[i].weakness : RESULT_UNKNOWN;
	source_odd_word(o->r->source, o->r->a, "OVAL result", word);
	return RESULT_UNKNOWN;
}

static void
put(struct oval *o, const struct outcome *x, uint32_t number)
{
	static const struct definition none = { CLASS_NONE, NULL, NULL, { NULL, 0 } };
	const struct definition *d = map_get(o->definitions, x->id, strlen(x->id));
	struct finding f = { .loc = { .line = x->line, .col = x->col }, .test = x->id,
		.benchmark = o->benchmark == NULL ? "oval" : o->benchmark,
		.originator = o->originator, .result_raw = x->word,
		.at = o->collected.known == KNOWN ? o->collected : o->made };

	if (d == NULL)
		d = &none;
	if (d->class == CLASS_OTHER) {
		reading_ignored(o->r, "definition of an inventory or other class");
		return;
	}
	if (o->place != NULL && o->place->rules && d->class == CLASS_COMPLIANCE &&
		str_same(x->word, "not evaluated")) {
		reading_ignored(o->r, "OVAL definition that no selected rule asked for");
		return;
	}
	f.loc.path = arena_printf(o->r->rec, "%ssystem[%u]/definition[%u]", o->place == NULL ? ""
		: o->place->path, o->system, number);
	f.result = result_of(o, d->class, x->word);
	f.severity_raw = d->severity_raw;
	f.severity = word_severity(d->severity_raw, o->r->rec);
	f.tags = d->tags;
	f.message = d->title;
	finding_put(o->r, &f, &o->ids);
	reading_kept(o->r);
	arena_reset(o->r->rec);
}

static void
end_system(struct oval *o)
{
	if (o->place != NULL && o->outcomes.n > 0)
		o->place->about(o->place->ctx, NULL, &o->ids, o->sa);
	if (o->ids.n == 0 && o->outcomes.n > 0)
		reading_note(o->r, &read_w_asset, o->outcomes.v[0].line, 0, "system %u has no host",
			o->system);
	for (size_t i = 0; i < o->outcomes.n; i++)
		put(o, &o->outcomes.v[i], (uint32_t)i + 1);
	o->outcomes.n = 0;
	o->ids = (struct idents){0};
	arena_reset(o->sa);
}

static void
leave(void *ctx, const char *ns, const char *name)
{
	struct oval *o = ctx;

	if (str_same(ns, RESULTS_NS) && str_same(name, "system"))
		end_system(o);
	if (str_same(ns, DEFINITIONS_NS) && str_same(name, "definition"))
		o->open = NULL;
}

static void
generator(struct oval *o, const struct node *n)
{
	const char *product = node_get_text(n, "product_name");

	if (o->system > 0) {
		o->collected = timestamp(o, n);
	} else if (o->made.known != KNOWN && o->originator == NULL) {
		/* The document's own stands first. */
		o->made = timestamp(o, n);
		o->originator = product == NULL ? NULL : xccdf_originator(product, o->da);
		if (o->place == NULL) {
			o->r->source->producer = arena_strdup(o->r->a, product);
			o->r->source->version = arena_strdup(o->r->a, node_get_text(n,
				"schema_version"));
		}
	} else if (o->benchmark == NULL && product != NULL && strlen(product) <= MAX_ID) {
		o->benchmark = arena_strdup(o->da, product);
	}
}

static void
take(void *ctx, const char *name, const struct node *n)
{
	struct oval *o = ctx;

	if (str_same(name, "generator"))
		generator(o, n);
	else if (str_same(name, "metadata"))
		metadata(o, n);
	else
		system_info(o, n);
}

static const struct xml_picker picker = { .pick = pick, .take = take, .leave = leave };

struct oval *
oval_new(struct reading *r, struct xml_handler *h, const struct oval_place *place)
{
	struct oval *o = x_calloc(1, sizeof(*o));

	o->r = r;
	o->place = place;
	o->da = arena_new();
	o->sa = arena_new();
	o->definitions = map_new();
	o->picker = picker;
	o->picker.ctx = o;
	xml_picking_begin(&o->picking, r, &o->picker, h);
	return o;
}

void
oval_free(struct oval *o)
{
	if (o == NULL)
		return;
	xml_picking_end(&o->picking);
	end_system(o); /* of a document that was cut off */
	VEC_FREE(&o->outcomes);
	map_free(o->definitions);
	arena_free(o->sa);
	arena_free(o->da);
	free(o);
}

int
oval_start(struct oval *o, const struct xml_tag *t)
{
	return xml_picking_start(&o->picking, t);
}

int
oval_text(struct oval *o, const char *p, size_t n)
{
	return xml_picking_text(&o->picking, p, n);
}

int
oval_end(struct oval *o, const char *ns, const char *name, uint32_t line)
{
	return xml_picking_leave(&o->picking, ns, name, line);
}

const struct word_row_doc oval_words[] = {
	{ "OVAL compliance", "true; false", "pass; fail" },
	{ "OVAL vulnerability, patch", "true; false", "fail; pass" },
	{ "OVAL inventory, miscellaneous", "any", "ignored and counted" },
	{ "OVAL result", "not applicable", "not-applicable" },
	{ "OVAL result", "unknown, error, not evaluated", "unknown" },
	{ "OVAL class", "(not in the file)", "unknown, whatever the result" },
	{ NULL, NULL, NULL }
};
