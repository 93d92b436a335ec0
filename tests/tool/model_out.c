/* The assessment of one model as a line of MODELS.md. */
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/model/words.h"
#include "reports/emit_json.h"
#include "reports/report.h"
#include "tests/tool/model_io.h"

static const char *const clock_words[] = {"NONE", "RUNNING", "MET", "BREACHED", "UNKNOWN"};
static const char *const status_words[] = {"GREEN", "AMBER", "RED", "UNDEFINED"};
static const char *const overlay_words[] = {"ORPHANED", "UNDECIDED", "REFUTED", "STALE", "SUSPECT",
	"ACCEPTED", "LOOSENED"};

static void
put_utc(struct emit_json *j, int64_t ns)
{
	struct buf b;

	buf_init(&b, 64);
	instant_put_utc(&b, ns);
	ej_str(j, b.p);
	buf_free(&b);
}

static void
put_instant(struct emit_json *j, const char *key, const struct instant *i)
{
	ej_key(j, key);
	if (i->known != KNOWN) {
		ej_null(j);
		return;
	}
	ej_array(j);
	put_utc(j, i->lo);
	put_utc(j, i->hi);
	ej_end(j);
}

static void
put_dim(struct emit_json *j, const char *key, const struct dim *d)
{
	ej_kobject(j, key);
	ej_kstr(j, "kind", d->kind != NULL ? d->kind : "");
	ej_kint(j, "n", (int64_t)d->n);
	ej_kint(j, "m", (int64_t)d->m);
	ej_kint(j, "good", (int64_t)d->good);
	ej_kint(j, "bad", (int64_t)d->bad);
	if (d->empty) {
		ej_knull(j, "lo");
		ej_knull(j, "hi");
	} else {
		ej_kint(j, "lo", d->lo);
		ej_kint(j, "hi", d->hi);
	}
	ej_kbool(j, "empty", d->empty);
	ej_end(j);
}

static void
put_instances(struct emit_json *j, const struct model *m, const struct control_result *r)
{
	ej_karray(j, "instances");
	for (size_t i = 0; i < r->ninstances; i++) {
		const struct instance *v = &r->instances[i];

		if (v->only_na)
			continue;
		ej_object(j);
		ej_kstr(j, "asset", m->assets[v->asset].key);
		ej_kstr(j, "value", tri_word(v->value));
		ej_kbool(j, "stale", v->stale);
		ej_kbool(j, "uncovered", v->uncovered);
		ej_end(j);
	}
	ej_end(j);
}

static void
put_control(struct emit_json *j, const struct model *m, const struct control_result *r)
{
	const struct control *c = &m->controls[r->control];

	ej_object(j);
	ej_kstr(j, "framework", c->framework);
	ej_kstr(j, "id", c->id);
	ej_kint(j, "weight", r->weight);
	ej_kint(j, "p", r->p);
	ej_kbool(j, "claim", r->has_claim);
	put_dim(j, "o", &r->o);
	put_dim(j, "d", &r->d);
	put_dim(j, "w", &r->w);
	ej_kstr(j, "owner", tri_word(r->owner));
	ej_kint(j, "r_lo", r->r_lo);
	ej_kint(j, "r_hi", r->r_hi);
	ej_kstr(j, "verdict", verdict_word(r->verdict));
	ej_karray(j, "overlays");
	for (unsigned i = 0; i < sizeof(overlay_words) / sizeof(*overlay_words); i++)
		if (r->overlays & 1u << i)
			ej_str(j, overlay_words[i]);
	ej_end(j);
	ej_kint(j, "refuted", (int64_t)r->refuted);
	ej_key(j, "accepted_until");
	if (r->overlays & ACCEPTED)
		put_utc(j, r->accepted_until);
	else
		ej_null(j);
	ej_kstr(j, "limited_by", limit_word(r->limited_by));
	ej_kbool(j, "failing", r->failing);
	ej_kint(j, "tests_hold", (int64_t)r->tests_hold);
	ej_kint(j, "tests_fail", (int64_t)r->tests_fail);
	ej_kint(j, "listed_failures", (int64_t)r->listed_failures);
	put_instances(j, m, r);
	ej_end(j);
}

static void
put_items(struct emit_json *j, const struct assessment *out)
{
	ej_karray(j, "items");
	for (size_t i = 0; i < out->nclocks; i++) {
		const struct clock *c = &out->clocks[i];
		const struct item *it = &out->model->items[c->item];

		ej_object(j);
		ej_kstr(j, "tracker", it->tracker);
		ej_kstr(j, "key", it->key);
		ej_kstr(j, "state", clock_words[c->state]);
		ej_kbool(j, "in_period", c->in_period);
		put_instant(j, "start", &c->start);
		put_instant(j, "due", &c->due);
		put_instant(j, "stop", &c->stop);
		ej_kstr(j, "choice", choice_word(c->choice));
		ej_kbool(j, "overdue_undecided", c->overdue_undecided);
		ej_end(j);
	}
	ej_end(j);
}

static void
put_scores(struct emit_json *j, const struct scope_result *s)
{
	ej_object(j);
	ej_kstr(j, "framework", s->framework);
	ej_kint(j, "weight", (int64_t)s->weight);
	ej_kint(j, "procedural", s->procedural);
	ej_kint(j, "supported", s->supported);
	ej_kint(j, "refuted", s->refuted);
	ej_kint(j, "not_shown", s->not_shown);
	ej_kint(j, "real_low", s->real_low);
	ej_kint(j, "real_high", s->real_high);
	ej_kint(j, "understatement", s->understatement);
	ej_kint(j, "fog", s->fog);
	ej_kstr(j, "status", status_words[s->status]);
	ej_kbool(j, "undefined", s->undefined);
	ej_kint(j, "contradicted", s->contradicted);
	ej_kint(j, "failing", s->failing);
	ej_kint(j, "tests_hold", (int64_t)s->tests_hold);
	ej_kint(j, "tests_total", (int64_t)s->tests_total);
	ej_karray(j, "loss");
	for (size_t i = 0; i < s->nloss; i++) {
		ej_object(j);
		ej_kstr(j, "by", limit_word(s->loss[i].by));
		ej_kint(j, "points", (int64_t)s->loss[i].points);
		ej_kint(j, "controls", s->loss[i].controls);
		ej_end(j);
	}
	ej_end(j);
	ej_kobject(j, "verdicts");
	for (int v = 0; v < VERDICTS; v++)
		if (s->verdicts[v] > 0)
			ej_kint(j, verdict_word((enum verdict)v), s->verdicts[v]);
	ej_end(j);
	ej_end(j);
}

/* By rule the subjects of its checks and their values, those of rules without any left out. */
static void
put_checks(struct emit_json *j, const struct assessment *out)
{
	size_t i = 0;

	ej_kobject(j, "checks");
	while (i < out->nchecks) {
		uint32_t rule = out->checks[i].rule;

		ej_karray(j, out->rules[rule].id);
		for (; i < out->nchecks && out->checks[i].rule == rule; i++) {
			ej_array(j);
			ej_str(j, out->checks[i].subject);
			ej_str(j, tri_word(out->checks[i].value));
			ej_end(j);
		}
		ej_end(j);
	}
	ej_end(j);
}

void
model_put_node(struct emit_json *j, const struct node *n)
{
	switch (n->type) {
	case NODE_NULL:
		ej_null(j);
		break;
	case NODE_FALSE:
	case NODE_TRUE:
		ej_bool(j, n->type == NODE_TRUE);
		break;
	case NODE_NUMBER:
		ej_raw(j, n->text, strlen(n->text));
		break;
	case NODE_STRING:
		ej_str(j, n->text);
		break;
	case NODE_LIST:
	case NODE_MAP:
		if (n->type == NODE_MAP)
			ej_object(j);
		else
			ej_array(j);
		for (const struct node *x = n->child; x != NULL; x = x->next) {
			if (n->type == NODE_MAP)
				ej_key(j, x->key);
			model_put_node(j, x);
		}
		ej_end(j);
		break;
	}
}

/* What was drawn for each committed sample, and what it shows. */
static void
put_draws(struct emit_json *j, const struct model *m, const struct control_result *r)
{
	for (size_t i = 0; i < r->nsamples; i++) {
		const struct sample_result *s = &r->samples[i];

		ej_object(j);
		ej_kstr(j, "framework", m->controls[r->control].framework);
		ej_kstr(j, "control", m->controls[r->control].id);
		ej_kstr(j, "population", s->population);
		ej_kstr(j, "why_not", s->why_not);
		ej_kint(j, "n", s->n);
		ej_kint(j, "k", s->k);
		ej_kint(j, "bound", s->bound);
		ej_kbool(j, "raised", s->raised);
		ej_karray(j, "assets");
		for (uint32_t k = 0; k < s->n; k++)
			ej_str(j, m->assets[s->assets[k]].key);
		ej_end(j);
		ej_end(j);
	}
}

/* As the next model takes it: its day, and the facts that report.json would hold. */
static void
put_facts(struct emit_json *j, const struct assessment *out)
{
	struct arena *a = arena_new();
	const struct report_options o = {.complete = true};
	const struct node *report = report_build(a, out, &o);

	ej_kobject(j, "previous");
	ej_kstr(j, "as_of", node_get_text(report, "as_of"));
	ej_key(j, "facts");
	model_put_node(j, node_get(report, "facts"));
	ej_end(j);
	ej_karray(j, "draws");
	for (size_t i = 0; i < out->nscopes; i++)
		for (size_t k = 0; k < out->scopes[i].ncontrols; k++)
			put_draws(j, out->model, &out->scopes[i].controls[k]);
	ej_end(j);
	arena_free(a);
}

void
model_out(struct buf *b, const struct assessment *out, const struct model_parts *more)
{
	struct emit_json *j = ej_to_buf(b, EJ_COMPACT);

	ej_object(j);
	ej_karray(j, "controls");
	for (size_t i = 0; i < out->nscopes; i++)
		for (size_t k = 0; k < out->scopes[i].ncontrols; k++)
			put_control(j, out->model, &out->scopes[i].controls[k]);
	ej_end(j);
	put_items(j, out);
	ej_karray(j, "scopes");
	for (size_t i = 0; i < out->nscopes; i++)
		put_scores(j, &out->scopes[i]);
	ej_end(j);
	if (more->checks)
		put_checks(j, out);
	if (more->facts)
		put_facts(j, out);
	ej_end(j);
	(void)ej_finish(j);
}
