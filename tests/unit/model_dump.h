#ifndef TRUEUP_TESTS_MODEL_DUMP_H
#define TRUEUP_TESTS_MODEL_DUMP_H
/* The whole model as text, a fact a line: the same model, the same bytes. */
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/model/model.h"

static void
put(struct buf *b, const char *name, const char *s)
{
	if (s == NULL)
		return;
	buf_fmt(b, " %s=\"", name);
	text_inert(b, s, 0);
	buf_chr(b, '"');
}

static void
put_flag(struct buf *b, const char *name, bool v)
{
	if (v)
		buf_fmt(b, " %s", name);
}

static void
put_number(struct buf *b, const char *name, uint64_t v)
{
	buf_fmt(b, " %s=%llu", name, (unsigned long long)v);
}

static void
put_index(struct buf *b, const char *name, uint32_t i)
{
	if (i == UINT32_MAX)
		buf_fmt(b, " %s=-", name);
	else
		buf_fmt(b, " %s=%u", name, (unsigned)i);
}

static void
put_ns(struct buf *b, int64_t ns)
{
	if (ns <= INSTANT_MIN)
		buf_str(b, "undated");
	else
		instant_put_utc(b, ns);
}

static void
put_instant(struct buf *b, const char *name, const struct instant *i)
{
	if (i->known == UNKNOWN && i->raw == NULL)
		return;
	buf_fmt(b, " %s=", name);
	if (i->known == KNOWN && !i->never) {
		put_ns(b, i->lo);
		if (i->hi != i->lo) {
			buf_str(b, "..");
			put_ns(b, i->hi);
		}
	} else {
		buf_str(b, i->never ? "never" : i->known == EMPTY ? "empty" : "unknown");
	}
	if (i->raw != NULL) {
		buf_str(b, "/\"");
		text_inert(b, i->raw, 0);
		buf_chr(b, '"');
	}
}

static void
put_loc(struct buf *b, const struct loc *l)
{
	if (l->source == NULL && l->line == 0 && l->path == NULL)
		return;
	buf_fmt(b, " at=%s:%u:%u",
		l->source == NULL || l->source->path == NULL ? "" : l->source->path,
		(unsigned)l->line, (unsigned)l->col);
	if (l->path != NULL)
		buf_fmt(b, "#%s", l->path);
}

static const char *const resolutions[] = {
	"unknown", "empty", "nobody", "role", "party", "ambiguous", "miss", "machine"};

static void
put_who(struct buf *b, const char *name, const struct who *w)
{
	if (w->how == RES_UNKNOWN && w->raw == NULL)
		return;
	buf_fmt(b, " %s=%s", name, resolutions[w->how]);
	put(b, "raw", w->raw);
	put(b, "key", w->key);
	put(b, "role", w->role);
	put(b, "is", w->party == NULL ? NULL : w->party->key);
}

static void
put_owners(struct buf *b, const struct owner_refs *o)
{
	buf_fmt(b, " owners=%s", o->source_names_owners ? "named" : "unnamed");
	for (size_t i = 0; i < o->n; i++) {
		buf_str(b, "\n   ");
		put_who(b, "owner", &o->v[i].who);
		put_flag(b, "accountable", o->v[i].accountable);
		put_instant(b, "from", &o->v[i].from);
		put_instant(b, "to", &o->v[i].to);
		put_loc(b, &o->v[i].loc);
	}
}

static void
put_indices(struct buf *b, const char *name, const uint32_t *v, size_t n)
{
	buf_fmt(b, " %s=[", name);
	for (size_t i = 0; i < n; i++)
		buf_fmt(b, "%s%u", i > 0 ? " " : "", (unsigned)v[i]);
	buf_chr(b, ']');
}

static void
put_idents(struct buf *b, const struct idents *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		put(b, ids->v[i].ns, ids->v[i].value);
}

static void
dump_parties(struct buf *b, const struct model *m)
{
	for (size_t i = 0; i < m->nparties; i++) {
		const struct party *p = &m->parties[i];

		buf_fmt(b, "party %zu", i);
		put(b, "key", p->key);
		put(b, "name", p->name);
		put(b, "team", p->team);
		put_flag(b, "roster", p->on_roster);
		put_flag(b, "machine", p->machine);
		put_flag(b, "group", p->group);
		for (size_t k = 0; k < p->nrows; k++) {
			const struct rec_party *r = &p->rows[k];

			buf_str(b, "\n   ");
			put_idents(b, &r->ids);
			put(b, "name", r->name);
			buf_fmt(b, " active=%s", tri_word(r->active));
			put(b, "status", r->status_raw);
			put(b, "title", r->title);
			put_instant(b, "hired", &r->hired);
			put_instant(b, "left", &r->left);
			put_instant(b, "created", &r->created);
			put_instant(b, "modified", &r->modified);
			put_loc(b, &p->row_locs[k]);
		}
		buf_chr(b, '\n');
	}
	for (size_t i = 0; i < m->nroles; i++) {
		buf_str(b, "role");
		put(b, "key", m->roles[i].key);
		put(b, "role", m->roles[i].role);
		put_who(b, "holder", &m->roles[i].who);
		put_instant(b, "from", &m->roles[i].from);
		put_instant(b, "to", &m->roles[i].to);
		put_loc(b, &m->roles[i].loc);
		buf_chr(b, '\n');
	}
}

static void
dump_assets(struct buf *b, const struct model *m)
{
	for (size_t i = 0; i < m->nassets; i++) {
		const struct asset *a = &m->assets[i];

		buf_fmt(b, "asset %zu", i);
		put(b, "key", a->key);
		put(b, "name", a->name);
		put_idents(b, &a->ids);
		put_number(b, "criticality", (uint64_t)a->criticality);
		put_flag(b, "listed", a->listed);
		put_flag(b, "seen", a->seen);
		put_flag(b, "in-scope", a->in_scope);
		put_flag(b, "retired", a->retired);
		put(b, "system", a->system);
		put_loc(b, &a->loc);
		put_owners(b, &a->owners);
		buf_chr(b, '\n');
	}
	for (size_t i = 0; i < m->npopulations; i++) {
		const struct population *p = &m->populations[i];

		buf_str(b, "population");
		put(b, "source", p->source == NULL ? NULL : p->source->path);
		put_number(b, "listed", p->listed);
		put_flag(b, "independent", p->independent);
		put(b, "why", p->why_not);
		buf_chr(b, '\n');
	}
}

static void
put_seen(struct buf *b, const char *name, const struct seen *s)
{
	if (!s->any)
		return;
	buf_fmt(b, "\n    %s %s ", name, grade_word(s->grade));
	put_ns(b, s->lo);
	if (s->hi != s->lo) {
		buf_str(b, "..");
		put_ns(b, s->hi);
	}
	put(b, "raw", s->raw);
	put_loc(b, &s->loc);
}

static void
dump_states(struct buf *b, const struct model *m)
{
	for (size_t i = 0; i < m->ntests; i++) {
		const struct test *t = &m->tests[i];

		buf_fmt(b, "test %zu", i);
		put(b, "benchmark", t->benchmark);
		put(b, "id", t->id);
		put(b, "title", t->title);
		buf_fmt(b, " severity=%d", t->severity);
		put_loc(b, &t->loc);
		if (t->due.known == KNOWN)
			buf_fmt(b, " due=%lld", (long long)t->due.lo);
		if (t->added.known == KNOWN)
			buf_fmt(b, " added=%lld", (long long)t->added.lo);
		buf_chr(b, '\n');
	}
	for (size_t i = 0; i < m->nbenchmarks; i++) {
		buf_str(b, "benchmark");
		put(b, "id", m->benchmarks[i].id);
		put_indices(b, "tests", m->benchmarks[i].tests, m->benchmarks[i].ntests);
		buf_chr(b, '\n');
	}
	for (size_t i = 0; i < m->nstates; i++) {
		const struct state *s = &m->states[i];

		buf_str(b, "state");
		put_index(b, "asset", s->asset);
		put_index(b, "test", s->test);
		put(b, "originator", s->originator);
		put(b, "source", s->source == NULL ? NULL : s->source->path);
		put_flag(b, "undated-f", s->undated_f);
		put_flag(b, "ambiguous", s->ambiguous);
		put_flag(b, "unplaced", s->unplaced);
		put_seen(b, "T", s->t);
		put_seen(b, "F", s->f);
		put_seen(b, "U", s->u);
		put_seen(b, "N", s->na);
		put_seen(b, "first-F", s->first_f);
		put_seen(b, "listed-F", s->listed_f);
		put_seen(b, "doubt", s->doubt);
		put_flag(b, "tested", s->tested);
		buf_chr(b, '\n');
	}
}

static void
dump_claims(struct buf *b, const struct control *c)
{
	for (size_t i = 0; i < c->nclaims; i++) {
		const struct claim_seen *s = &c->claims[i];

		buf_fmt(b, "    claim %s %s p=%u", claim_kind_word(s->kind),
			claim_state_word(s->state), (unsigned)s->p);
		put(b, "raw", s->state_raw);
		put_instant(b, "on", &s->at);
		put_who(b, "by", &s->by);
		put_who(b, "approver", &s->approver);
		put(b, "reason", s->reason);
		put_instant(b, "review", &s->review);
		put_loc(b, &s->loc);
		buf_chr(b, '\n');
	}
}

static void
dump_controls(struct buf *b, const struct model *m)
{
	for (size_t i = 0; i < m->ncontrols; i++) {
		const struct control *c = &m->controls[i];

		buf_fmt(b, "control %zu %s:%s", i, c->framework, c->id);
		put(b, "title", c->title);
		put(b, "family", c->family);
		put_flag(b, "in-scope", c->in_scope);
		put_flag(b, "catalog", c->in_catalog);
		put(b, "from", c->scope_from);
		put_number(b, "weight", c->weight);
		buf_fmt(b, " state=%s", claim_state_word(c->state));
		put_number(b, "p", c->p);
		put_flag(b, "claimed", c->has_claim);
		put_flag(b, "disagree", c->claims_disagree);
		put_flag(b, "na", c->na);
		put_loc(b, &c->loc);
		put_owners(b, &c->owners);
		buf_chr(b, '\n');
		dump_claims(b, c);
		for (size_t k = 0; k < c->ntests; k++) {
			buf_fmt(b, "    test %u", (unsigned)c->tests[k].test);
			put_flag(b, "t-counts", c->tests[k].t_counts);
			put(b, "via", c->tests[k].via);
			put_loc(b, &c->tests[k].loc);
			buf_chr(b, '\n');
		}
		for (size_t k = 0; k < c->nitems; k++)
			buf_fmt(b, "    item %u how=%u\n", (unsigned)c->items[k].item,
				c->items[k].how);
	}
}

static void
dump_events(struct buf *b, const struct item *it)
{
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		buf_fmt(b, "    event %s", event_kind_word(e->kind));
		put_instant(b, "on", &e->at);
		put_who(b, "actor", &e->actor);
		put(b, "field", e->field);
		put(b, "from", e->from);
		put(b, "to", e->to);
		put_who(b, "to-party", &e->to_party);
		put(b, "team", e->team);
		buf_fmt(b, " choice=%s severity=%d", choice_word(e->choice), e->severity);
		put_instant(b, "until", &e->until);
		put(b, "rationale", e->rationale);
		put_flag(b, "evaluated", e->evaluated);
		put_flag(b, "closes", e->closes);
		put_flag(b, "reopens", e->reopens);
		put_loc(b, &e->loc);
		buf_chr(b, '\n');
	}
}

static void
dump_item(struct buf *b, const struct item *it)
{
	put(b, "tracker", it->tracker);
	put(b, "key", it->key);
	put(b, "title", it->title);
	buf_fmt(b, " type=%s severity=%d status=%s", item_type_word(it->type), it->severity,
		item_status_word(it->status));
	put(b, "type-raw", it->type_raw);
	put(b, "status-raw", it->status_raw);
	put_flag(b, "severity-empty", it->severity_empty);
	put_flag(b, "from-priority", it->severity_from_priority);
	put_flag(b, "informational", it->informational);
	put_instant(b, "created", &it->created);
	put_instant(b, "detected", &it->detected);
	put_instant(b, "evaluated", &it->evaluated);
	put_instant(b, "due", &it->due);
	put_instant(b, "closed", &it->closed);
	put_instant(b, "first-fail", &it->first_fail);
	put_who(b, "reporter", &it->reporter);
	put_who(b, "assignee", &it->assignee);
	put(b, "team", it->team);
	put_flag(b, "history", it->has_history);
	put_flag(b, "truncated", it->truncated);
	put_flag(b, "rationale-place", it->rationale_place);
	put_flag(b, "open", it->open);
	put_flag(b, "names-test", it->names_test);
	put_indices(b, "assets", it->assets, it->nassets);
	put_indices(b, "tests", it->tests, it->ntests);
	put_index(b, "duplicate-of", it->duplicate_of);
	put_instant(b, "duplicate-at", &it->duplicate_at);
	put_number(b, "handoffs", it->handoffs);
	put_number(b, "direct", it->returns_direct);
	put_number(b, "indirect", it->returns_indirect);
	for (size_t i = 0; i < it->npath; i++)
		put(b, i == 0 ? "path" : "to", it->path[i]);
	put_loc(b, &it->loc);
	put_owners(b, &it->owners);
	buf_chr(b, '\n');
	dump_events(b, it);
}

static void
dump_acceptances(struct buf *b, const struct model *m)
{
	for (size_t i = 0; i < m->nacceptances; i++) {
		const struct acceptance *a = &m->acceptances[i];

		buf_fmt(b, "acceptance %zu", i);
		put(b, "id", a->id);
		put_index(b, "item", a->item);
		put_index(b, "control", a->control);
		put_who(b, "approver", &a->approver);
		put_who(b, "requester", &a->requester);
		put_instant(b, "granted", &a->granted);
		put_instant(b, "expires", &a->expires);
		put(b, "reason", a->reason);
		put(b, "state", a->state_raw);
		put_loc(b, &a->loc);
		buf_chr(b, '\n');
	}
}

static void
model_dump(struct buf *b, const struct model *m)
{
	buf_str(b, "model");
	put(b, "framework", m->framework);
	put(b, "revision", m->revision);
	put(b, "baseline", m->baseline);
	put(b, "system", m->system);
	put_number(b, "given", m->given);
	put_flag(b, "roster-complete", m->nwhole_rosters > 0);
	put_flag(b, "role-table", m->has_role_table);
	put_number(b, "after", m->after_as_of);
	put_number(b, "unlinked", m->unlinked_items);
	put_number(b, "other", m->other_items);
	put_number(b, "ambiguous", m->ambiguous_assets);
	put_number(b, "poisoned", m->poisoned);
	put_number(b, "unplaced", m->unplaced);
	buf_chr(b, '\n');
	for (size_t i = 0; i < m->nsources; i++)
		buf_fmt(b, "source %zu %s\n", i, m->sources[i]->path);
	dump_parties(b, m);
	dump_assets(b, m);
	dump_states(b, m);
	dump_controls(b, m);
	for (size_t i = 0; i < m->nitems; i++) {
		buf_fmt(b, "item %zu", i);
		dump_item(b, &m->items[i]);
	}
	dump_acceptances(b, m);
	for (size_t i = 0; i < m->nnotices; i++) {
		buf_fmt(b, "notice %s n=%llu", m->notices[i].code,
			(unsigned long long)m->notices[i].n);
		put(b, "text", m->notices[i].text);
		buf_chr(b, '\n');
	}
}

#endif
