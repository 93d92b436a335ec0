/* One rule of a pack: its members, slots, parameters and message, all checked when it is loaded. */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "rules/lang/pack_diags.h"
#include "rules/lang/pack_parts.h"
#include "rules/lang/template.h"

#define MAX_VARS 24

static const char *const rule_members[] = {"id", "kind", "dim", "effect", "severity", "question",
	"for", "where", "params", "message", "fix", "refs", "tests", "draft", "off", "why", "calendar", NULL};

/* The nearest of the words, or all of them. */
static const char *
choice_text(struct pack_loading *l, const char *word, const char *const *words, size_t n)
{
	const char *near = text_nearest(word, words, n), *all = "there are";

	if (near != NULL)
		return arena_printf(l->a, "did you mean \"%s\"?", near);
	for (size_t i = 0; i < n; i++)
		all = arena_printf(l->a, "%s%s %s", all, i > 0 ? "," : "", words[i]);
	return all;
}

const char *
pack_word(struct pack_loading *l, const struct node *rule, const char *member,
	const char *const *words)
{
	const struct node *n = node_get(rule, member);
	const char *text = n != NULL ? pack_string(l, n) : NULL;
	size_t count = 0;

	if (n == NULL)
		pack_error(l, &diag_pack_missing, rule, "\"%s\" is missing", member);
	if (text == NULL || words == NULL)
		return text;
	for (; words[count] != NULL; count++) {
		if (str_same(words[count], text))
			return text;
	}
	pack_error(l, &diag_pack_word, n, "\"%.40s\" is no word for \"%s\"; %s", text, member,
		choice_text(l, text, words, count));
	return NULL;
}

static const struct kind_spec *
kind_of(struct pack_loading *l, const struct node *rule, const char *name)
{
	const char *names[32];
	size_t n = 0;

	for (; l->kinds[n] != NULL && n < 32; n++) {
		if (str_same(l->kinds[n]->name, name))
			return l->kinds[n];
		names[n] = l->kinds[n]->name;
	}
	pack_error(l, &diag_pack_kind, node_get(rule, "kind"), "no kind \"%.40s\"; %s", name,
		choice_text(l, name, names, n));
	return NULL;
}

/* The record under the name of its type, as_of, the parameters by name, and what the slot adds. */
static size_t
slot_vars(const struct rule *r, const struct slot_spec *s, struct var out[MAX_VARS])
{
	size_t n = 0;

	out[n++] = (struct var){r->record, FIELD_RECORD, r->record};
	out[n++] = (struct var){"as_of", FIELD_TIMESTAMP, NULL};
	for (size_t i = 0; i < r->nparams && n < MAX_VARS; i++) {
		const struct param *p = &r->params[i];

		if (str_same(p->type, "int"))
			out[n++] = (struct var){p->name, FIELD_INT, NULL};
		else if (str_same(p->type, "duration"))
			out[n++] = (struct var){p->name, FIELD_DURATION, NULL};
		else if (str_same(p->type, "string"))
			out[n++] = (struct var){p->name, FIELD_STRING, NULL};
		else if (str_same(p->type, "strings"))
			out[n++] = (struct var){p->name, FIELD_STRINGS, NULL};
		/* Tables are a kind's own business. */
	}
	/* A slot that adds what the rule is for adds nothing. */
	for (size_t i = 0; s != NULL && i < s->nvars && n < MAX_VARS; i++)
		if (!str_same(s->vars[i].name, r->record))
			out[n++] = s->vars[i];
	return n;
}

static struct program *
compile(struct pack_loading *l, const struct rule *r, const struct slot_spec *s,
	const struct node *n, enum want want)
{
	struct var vars[MAX_VARS];
	size_t nvars = slot_vars(r, s, vars);
	struct program *p;
	struct place at;

	if (!node_is(n, NODE_STRING)) {
		pack_error(l, &diag_pack_type, n, "an expression in quotes is wanted here");
		return NULL;
	}
	at = pack_place(l, n, 1);
	p = program_compile(l->a, n->text, &at, vars, nvars, want, l->d);
	if (p == NULL)
		l->errors++;
	return p;
}

static void
load_slots(struct pack_loading *l, struct rule *r, const struct node *rule)
{
	const struct kind_spec *k = r->spec;
	const char *names[32];
	size_t n = 0;

	for (size_t i = 0; rule_members[i] != NULL; i++)
		names[n++] = rule_members[i];
	for (size_t i = 0; i < k->nslots; i++)
		names[n++] = k->slots[i].name;
	names[n] = NULL;
	pack_members(l, rule, names);
	for (size_t i = 0; i < k->nslots; i++) {
		const struct node *slot = node_get(rule, k->slots[i].name);

		if (slot != NULL)
			r->slots[i] = compile(l, r, &k->slots[i], slot, k->slots[i].want);
		else if (k->slots[i].required && r->draft == NULL)
			pack_error(l, &diag_pack_slot, rule, "the kind %s needs \"%s\"", k->name,
				k->slots[i].name);
	}
}

static void
load_message(struct pack_loading *l, struct rule *r, const struct node *rule)
{
	const struct node *n = node_get(rule, "message");
	struct var vars[MAX_VARS];
	size_t nvars, nwords = 0;
	struct place at;

	if (pack_word(l, rule, "message", NULL) == NULL)
		return;
	nvars = slot_vars(r, NULL, vars);
	for (size_t s = 0; s < r->spec->nslots; s++) {
		for (size_t v = 0; v < r->spec->slots[s].nvars && nvars < MAX_VARS; v++) {
			bool there = false;

			for (size_t i = 0; i < nvars; i++)
				there = there || str_same(vars[i].name, r->spec->slots[s].vars[v].name);
			if (!there)
				vars[nvars++] = r->spec->slots[s].vars[v];
		}
	}
	while (r->spec->words != NULL && r->spec->words[nwords] != NULL)
		nwords++;
	at = pack_place(l, n, 1);
	r->message = template_compile(l->a, n->text, &at, vars, nvars, r->spec->words, nwords, l->d);
	if (r->message == NULL)
		l->errors++;
}

static void
check_record(struct pack_loading *l, const struct rule *r, const struct node *rule)
{
	const struct node *n = node_get(rule, "for");

	if (record_type_find(r->record) == NULL) {
		pack_error(l, &diag_pack_record, n, "no record type \"%.40s\": trueup model lists them",
			r->record);
		return;
	}
	for (size_t i = 0;; i++) {
		if (r->spec->records[i] == NULL) {
			pack_error(l, &diag_pack_record, n, "the kind %s does not judge \"%.40s\"",
				r->spec->name, r->record);
			return;
		}
		if (str_same(r->spec->records[i], r->record))
			return;
	}
}

static enum rule_effect
effect_of(const char *word)
{
	if (str_same(word, "instance"))
		return EFFECT_INSTANCE;
	return str_same(word, "cap") ? EFFECT_CAP : EFFECT_FLAG;
}

/*
 * A rule of effect "instance" supplies the predicate of one dimension (judgement.md 8): only the
 * kind whose slots the judge asks there can have it.  Else it would be asked nothing, silently.
 */
static void
check_effect(struct pack_loading *l, const struct rule *r, const struct node *rule)
{
	const struct node *n = node_get(rule, "effect");

	if (r->effect == EFFECT_CAP && !r->spec->caps)
		pack_error(l, &diag_pack_effect, n, "the kind %s lowers no grade", r->spec->name);
	if (r->effect != EFFECT_CAP && r->spec->only_caps)
		pack_error(l, &diag_pack_effect, n, "the kind %s can only lower a grade: \"cap\"",
			r->spec->name);
	if (r->effect != EFFECT_INSTANCE || r->dim == NULL || r->spec->only_caps)
		return;
	if (r->spec->scores == NULL)
		pack_error(l, &diag_pack_effect, n, "the kind %s feeds no score", r->spec->name);
	else if (!str_same(r->spec->scores, r->dim))
		pack_error(l, &diag_pack_effect, n, "the kind %s feeds dimension %s, not %s",
			r->spec->name, r->spec->scores, r->dim);
	else if (!str_same(r->spec->scores_for, r->record))
		pack_error(l, &diag_pack_effect, n, "the kind %s feeds dimension %s for \"%s\" only",
			r->spec->name, r->spec->scores, r->spec->scores_for);
}

/* Ids are printed in tables, named on the command line, and compared by bytes. */
static void
check_id(struct pack_loading *l, const struct rule *r, const struct node *rule)
{
	size_t n = strspn(r->id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

	if (r->id[n] != '\0' || n > 64)
		pack_error(l, &diag_pack_type, node_get(rule, "id"),
			"an id is up to 64 letters, digits, '-', '_' and '.'");
}

/* "clock", "calendar" or "business:NAME". */
static void
load_calendar(struct pack_loading *l, struct rule *r, const struct node *rule)
{
	const struct node *n = node_get(rule, "calendar");
	const char *word = n != NULL ? pack_string(l, n) : NULL;

	if (word == NULL)
		return;
	if (!r->spec->calendars)
		pack_error(l, &diag_pack_slot, n, "the kind %s has no clock", r->spec->name);
	else if (str_has_prefix(word, "business:") && word[9] != '\0')
		r->calendar = CALENDAR_BUSINESS;
	else if (str_same(word, "calendar"))
		r->calendar = CALENDAR_DAYS;
	else if (!str_same(word, "clock"))
		pack_error(l, &diag_pack_word, n,
			"\"%.40s\" is no calendar: clock, calendar, or business: and a name", word);
	if (r->calendar == CALENDAR_BUSINESS)
		r->calendar_name = word + 9;
	/* judgement.md 7: decision clocks run in calendar time of their own, and never pause. */
	if (r->calendar != CALENDAR_CLOCK && r->effect == EFFECT_INSTANCE)
		pack_error(l, &diag_pack_effect, n, "decision clocks run always: no calendar here");
}

static void
load_words(struct pack_loading *l, struct rule *r, const struct node *rule)
{
	static const char *const dims[] = {"O", "D", "W", "I", "G", NULL};
	static const char *const effects[] = {"instance", "cap", "flag", NULL};
	static const char *const severities[] = {"critical", "high", "moderate", "low", "info", NULL};
	const struct node *draft = node_get(rule, "draft");

	r->id = pack_word(l, rule, "id", NULL);
	r->kind = pack_word(l, rule, "kind", NULL);
	r->dim = pack_word(l, rule, "dim", dims);
	r->effect = effect_of(pack_word(l, rule, "effect", effects));
	r->severity = pack_word(l, rule, "severity", severities);
	r->question = pack_word(l, rule, "question", NULL);
	r->record = pack_word(l, rule, "for", NULL);
	r->fix = pack_word(l, rule, "fix", NULL);
	r->draft = draft != NULL ? pack_string(l, draft) : NULL;
	r->off = node_get(rule, "off") != NULL ? pack_string(l, node_get(rule, "off")) : NULL;
	r->enabled = r->draft == NULL && r->off == NULL;
}

struct rule *
pack_rule(struct pack_loading *l, const struct node *n)
{
	struct rule *r = ARENA_NEW(l->a, struct rule);
	size_t before = l->errors;

	if (!node_is(n, NODE_MAP)) {
		pack_error(l, &diag_pack_type, n, "a rule is an object { ... }");
		return NULL;
	}
	r->pack = l->pack;
	r->file = arena_strdup(l->a, l->text->path);
	r->line = n->line;
	r->col = n->col;
	load_words(l, r, n);
	if (r->kind != NULL)
		r->spec = kind_of(l, n, r->kind);
	if (r->spec == NULL || r->record == NULL || r->id == NULL)
		return NULL;
	check_id(l, r, n);
	check_record(l, r, n);
	check_effect(l, r, n);
	load_calendar(l, r, n);
	pack_params(l, r, n);
	if (record_type_find(r->record) != NULL) {
		if (node_get(n, "where") != NULL)
			r->where = compile(l, r, NULL, node_get(n, "where"), WANT_BOOL);
		load_slots(l, r, n);
		load_message(l, r, n);
	}
	pack_lists(l, r, n);
	return l->errors == before ? r : NULL;
}
