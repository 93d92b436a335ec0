/*
 * How a rule came to its answer on one record, told while it is asked: the facts that its
 * expressions read, what each of them gave, the limit and the arithmetic of a clock, the checks.
 * Nothing is decided here.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/judge/kind.h"
#include "checker/model/say.h"
#include "rules/lang/changes.h"

#define LABEL 12
#define NAME 34
#define MAX_ENTRIES 40 /* answers of entries that are told one by one */
#define SAME 5 /* results of one value that are told one by one */

static void
line(struct explaining *x, const char *label, const char *text)
{
	buf_fmt(x->out, "  %-*s", LABEL, label);
	text_inert(x->out, text, 0);
	buf_chr(x->out, '\n');
}

static void
line_of(struct explaining *x, const char *label, enum say what, uint64_t n)
{
	buf_fmt(x->out, "  %-*s", LABEL, label);
	SAY_WITH(x->out, what, SAY_N(n));
	buf_chr(x->out, '\n');
}

static void
put_place(struct buf *b, const struct loc *at)
{
	if (at->source == NULL)
		return;
	buf_str(b, "  [");
	text_inert(b, at->source->path, 0);
	if (at->line > 0)
		buf_fmt(b, ":%u", at->line);
	buf_chr(b, ']');
}

static bool
tracing(const struct kind_run *k)
{
	return k->trace != NULL && k->trace->on;
}

/* "SEC-12" is the item, and each entry of its log ("SEC-12 at ..."). */
static bool
meant(const struct explaining *x, const struct kind_record *r)
{
	size_t n = strlen(x->subject);

	return str_same_fold(r->subject, x->subject) ||
		(strncmp(r->subject, x->subject, n) == 0 && str_has_prefix(r->subject + n, " at "));
}

void
trace_record(struct kind_run *k, const struct kind_record *r)
{
	struct explaining *x = k->trace;

	if (x == NULL)
		return;
	trace_end(k);
	x->on = meant(x, r);
	if (!x->on)
		return;
	x->found++;
	x->checks = x->refused = x->told = x->answered = 0;
	memset(x->values, 0, sizeof(x->values));
	buf_chr(x->out, '\n');
	text_inert(x->out, r->subject, 0);
	buf_fmt(x->out, " (%s)", k->rule->record);
	put_place(x->out, &r->at);
	buf_chr(x->out, '\n');
}

void
trace_end(struct kind_run *k)
{
	static const enum say more[] = {[TRI_T] = SAY_TRACE_MORE_T, [TRI_F] = SAY_TRACE_MORE_F,
		[TRI_U] = SAY_TRACE_MORE_U, [TRI_B] = SAY_TRACE_MORE_B};
	struct explaining *x = k->trace;

	if (x == NULL || !x->on)
		return;
	if (x->refused > 0)
		line_of(x, "entries", SAY_TRACE_REFUSED, x->refused);
	if (x->answered > MAX_ENTRIES)
		line_of(x, "", SAY_TRACE_ANSWERED, x->answered - MAX_ENTRIES);
	for (size_t v = 0; v < 4; v++)
		if (x->values[v] > SAME)
			line_of(x, "", more[v], x->values[v] - SAME);
	if (x->checks == 0 && !k->rule->spec->together)
		line(x, "result", say_text(SAY_TRACE_NONE));
	x->on = false;
}

/* The slot's name; NULL: `where`. */
static const struct slot_spec *
slot_of(const struct kind_run *k, const struct program *p)
{
	for (size_t i = 0; i < k->rule->spec->nslots; i++)
		if (k->rule->slots[i] == p)
			return &k->rule->spec->slots[i];
	return NULL;
}

static void
fact(void *ctx, const char *name, const char *shown)
{
	struct explaining *x = ctx;

	buf_fmt(x->out, "  %-*s", LABEL, x->told++ == 0 ? "facts" : "");
	text_inert(x->out, name, 0);
	for (size_t n = strlen(name); n < NAME; n++)
		buf_chr(x->out, ' ');
	buf_str(x->out, "  ");
	text_inert(x->out, shown, 0);
	buf_chr(x->out, '\n');
}

static void
slot(struct kind_run *k, const struct program *p, const struct kind_env *e, const char *shown,
	bool no)
{
	const struct slot_spec *s = slot_of(k, p);
	struct explaining *x = k->trace;

	/* Of what is asked of each entry of a log, only the entries that say something. */
	if (s != NULL && s->nvars > 0 && no) {
		x->refused++;
		return;
	}
	if (s != NULL && s->nvars > 0 && ++x->answered > MAX_ENTRIES)
		return;
	x->told = 0;
	program_facts(p, e->b, e->n, k->scratch, fact, x);
	line(x, s == NULL ? "where" : s->name, program_text(p));
	buf_fmt(x->out, "  %-*s= ", LABEL, "");
	text_inert(x->out, shown, 0);
	buf_chr(x->out, '\n');
	if (s != NULL && str_same(s->name, "key"))
		x->key = arena_strdup(k->j->a, shown);
}

void
trace_tri(struct kind_run *k, const struct program *p, const struct kind_env *e, enum tri v,
	const char *why)
{
	if (tracing(k))
		slot(k, p, e, v == TRI_T ? "true" : v == TRI_F ? "false"
			: arena_printf(k->scratch, "%s: %s", v == TRI_B ? "contradicted" : "unknown",
				why != NULL ? why : say_text(SAY_WHY_UNKNOWN)), v == TRI_F);
}

void
trace_value(struct kind_run *k, const struct program *p, const struct kind_env *e,
	const struct value *v)
{
	if (tracing(k))
		slot(k, p, e, value_shown(v, k->scratch), v->type == VALUE_NULL ||
			(v->type == VALUE_BOOL && !v->v.b) || (v->type == VALUE_STRING && v->len == 0));
}

static const char *
calendar_text(const struct kind_run *k, bool in_hours)
{
	const struct rule *r = k->rule;

	if (r->calendar == CALENDAR_BUSINESS)
		return SAID(k->scratch, SAY_TRACE_CALENDAR, SAY_S(r->calendar_name));
	if (r->calendar == CALENDAR_DAYS && !in_hours)
		return k->j->cfg->zone != NULL ? say_text(SAY_TRACE_DAYS)
			: say_text(SAY_TRACE_DAYS_NO_ZONE);
	return say_text(SAY_TRACE_CLOCK);
}

void
trace_due(struct kind_run *k, const struct instant *start, const char *severity, const char *limit,
	const struct instant *due, const char *why)
{
	const struct param *p = rule_param(k->rule, "limit");
	struct explaining *x = k->trace;
	struct buf b;

	if (!tracing(k))
		return;
	buf_init(&b, 65536);
	buf_fmt(&b, "%s%s%s", p != NULL && str_same(p->type, "table") && severity != NULL ? severity
		: "", p != NULL && str_same(p->type, "table") && severity != NULL ? ": " : "",
		limit != NULL ? limit : "none");
	if (p != NULL)
		buf_fmt(&b, "  (%s: %s)", p->basis, p->source);
	line(x, "limit", b.p);
	for (size_t i = 0; i < k->rule->nchanges; i++)
		if (str_same(k->rule->changes[i].what, "limit"))
			line(x, "", SAID(k->scratch, SAY_TRACE_CHANGED,
				SAY_S(k->rule->changes[i].by), SAY_S(k->rule->changes[i].to),
				SAY_S(k->rule->changes[i].from)));
	buf_reset(&b);
	if (due->known == KNOWN) {
		instant_put(&b, start);
		buf_fmt(&b, " + %s %s = ", limit, calendar_text(k, strchr(limit, 'T') != NULL));
		instant_put(&b, due);
	} else {
		buf_str(&b, why);
	}
	line(x, "due", b.p);
	buf_free(&b);
}

void
trace_row(struct kind_run *k, const struct regime_table *t, const unsigned *facts, unsigned known,
	const char *limit, const struct instant *due)
{
	struct buf b;

	if (!tracing(k))
		return;
	buf_init(&b, 65536);
	for (size_t i = 0; i < t->nkeys; i++)
		buf_fmt(&b, "%s%s%s%s", i > 0 ? ", " : "", (*facts >> i & 1) != 0 ? "" : "not ",
			t->keys[i], (known >> i & 1) == 0 ? say_text(SAY_TRACE_NOT_KNOWN) : "");
	buf_fmt(&b, ": %s, due ", limit);
	instant_put(&b, due);
	line(k->trace, "row", b.p);
	buf_free(&b);
}

void
trace_clock(struct kind_run *k, const struct clock *c)
{
	if (tracing(k) && c->limit_text != NULL && *c->limit_text != '\0')
		line(k->trace, "limit", c->limit_text);
}

/* "it stopped at ..., before due by 3h", where both are exact. */
void
trace_margin(struct kind_run *k, const struct instant *due, const struct instant *stop)
{
	struct instant now = instant_exact(k->j->cfg->as_of);
	const struct instant *end = stop != NULL && stop->known == KNOWN ? stop : &now;
	bool stopped = end == stop;
	struct buf at, span;
	enum say what;

	if (!tracing(k) || due == NULL || due->known != KNOWN || due->never)
		return;
	buf_init(&at, 4096);
	buf_init(&span, 4096);
	instant_put(&at, end);
	if (end->hi <= due->lo) {
		what = stopped ? SAY_TRACE_STOP_BEFORE : SAY_TRACE_OPEN_BEFORE;
		span_put(&span, due->lo - end->hi);
	} else if (end->lo > due->hi) {
		what = stopped ? SAY_TRACE_STOP_AFTER : SAY_TRACE_OPEN_AFTER;
		span_put(&span, end->lo - due->hi);
	} else {
		what = stopped ? SAY_TRACE_STOP_UNSURE : SAY_TRACE_OPEN_UNSURE;
	}
	line(k->trace, "stop", SAID(k->scratch, what, SAY_S(at.p), SAY_S(span.p)));
	buf_free(&at);
	buf_free(&span);
}

/* Of what is judged together, the groups to which the record belongs. */
static bool
of_group(const struct kind_run *k, const struct kind_record *r)
{
	const struct explaining *x = k->trace;

	if (!k->rule->spec->together || x->found == 0)
		return false;
	return x->key == NULL || strstr(x->key, r->subject) != NULL;
}

void
trace_check(struct kind_run *k, const struct kind_record *r, enum tri v, const char *message)
{
	static const enum say words[] = {[TRI_T] = SAY_TRACE_T, [TRI_F] = SAY_TRACE_F,
		[TRI_U] = SAY_TRACE_U, [TRI_B] = SAY_TRACE_B};
	struct explaining *x = k->trace;

	if (x == NULL || !(x->on || of_group(k, r)))
		return;
	x->checks++;
	if (++x->values[v] > SAME && x->on)
		return;
	if (!x->on) {
		buf_str(x->out, "\ntogether: ");
		text_inert(x->out, r->subject, 0);
		buf_chr(x->out, '\n');
	}
	buf_fmt(x->out, "  %-*s%s", LABEL, "result", say_text(words[v]));
	if (x->on)
		put_place(x->out, &r->at);
	buf_chr(x->out, '\n');
	if (message[0] != '\0')
		line(x, "", message);
	if (v == TRI_F || v == TRI_B)
		line(x, "fix", k->rule->fix);
}
