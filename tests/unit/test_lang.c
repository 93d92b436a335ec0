/* The expression language over a small field table: values, unknowns, intervals, messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "rules/lang/regex.h"
#include "rules/lang/template.h"
#include "rules/lang/value.h"

/* ---- the table ---- */

#define DAY0 (INT64_C(20000) * NS_DAY) /* 2024-10-04 */
#define GETTER(name, ...)                                                                          \
	static void get_##name(const struct view *v, struct fval *out)                             \
	{                                                                                          \
		(void)v;                                                                           \
		*out = (struct fval){__VA_ARGS__};                                                 \
	}

static const char rec_ann[] = "ann", rec_bob[] = "bob", rec_control[] = "control";

static void
get_name(const struct view *v, struct fval *out)
{
	*out = (struct fval){.known = KNOWN, .v.s = v->rec};
}

static void
get_active(const struct view *v, struct fval *out)
{
	*out = (struct fval){.known = KNOWN, .v.b = v->rec == rec_ann};
}

/* Nobody knows bob's team. */
static void
get_team(const struct view *v, struct fval *out)
{
	if (v->rec == rec_ann)
		*out = (struct fval){.known = KNOWN, .v.s = "red"};
	else
		*out = (struct fval){.trail = "party.team: no roster was given"};
}

static const struct field party_fields[] = {
	{"name", FIELD_STRING, NULL, "Name.", get_name},
	{"active", FIELD_BOOL, NULL, "Employed.", get_active},
	{"team", FIELD_STRING, NULL, "Team.", get_team},
};

static const struct record_type party = {"party", "A person.", party_fields, 3};

static void
two_strings(const struct flist *l, size_t i, struct fval *out)
{
	static const char *const words[] = {"low", "high"};

	(void)l;
	*out = (struct fval){.known = KNOWN, .v.s = words[i]};
}

static void
two_parties(const struct flist *l, size_t i, struct fval *out)
{
	(void)l;
	*out = (struct fval){.known = KNOWN, .v.rec = {.rec = i == 0 ? rec_ann : rec_bob}};
}

GETTER(id, .known = KNOWN, .v.s = "AC-2")
GETTER(owner, .known = KNOWN, .v.s = "Ann")
GETTER(deputy, .known = EMPTY)
GETTER(sponsor, .known = UNKNOWN, .trail = "control.sponsor: no table of sponsors")
GETTER(bare, .known = UNKNOWN)
GETTER(contested, .known = UNKNOWN, .conflict = true, .trail = "control.contested: a and b disagree")
GETTER(applicable, .known = KNOWN, .v.b = true)
GETTER(open, .known = UNKNOWN, .trail = "control.open: no tickets")
GETTER(weight, .known = KNOWN, .v.i = 5)
GETTER(due, .known = KNOWN, .v.t = {.known = KNOWN, .lo = DAY0 + NS_HOUR, .hi = DAY0 + NS_HOUR})
GETTER(reviewed, .known = KNOWN,
	.v.t = {.known = KNOWN, .date_only = true, .lo = DAY0, .hi = DAY0 + NS_DAY - 1})
GETTER(seen, .known = KNOWN, .v.t = {.known = KNOWN, .lo = DAY0 - 14 * NS_HOUR, .hi = DAY0 + 12 * NS_HOUR})
GETTER(ends, .known = KNOWN, .v.t = {.known = KNOWN, .never = true, .lo = INSTANT_MAX, .hi = INSTANT_MAX})
GETTER(lost, .known = KNOWN, .v.t = {.known = UNKNOWN})
GETTER(blank, .known = KNOWN, .v.t = {.known = EMPTY})
GETTER(age, .known = KNOWN, .v.i = 36 * NS_HOUR)
GETTER(tags, .known = KNOWN, .v.list = {.n = 2, .complete = true, .get = two_strings})
GETTER(notes, .known = KNOWN, .v.list = {.n = 2, .get = two_strings})
GETTER(rumours, .known = KNOWN, .conflict = true, .trail = "control.rumours: sources disagree",
	.v.list = {.n = 2, .get = two_strings})
GETTER(person, .known = KNOWN, .v.rec = {.rec = rec_ann})
GETTER(nobody, .known = EMPTY)
GETTER(ghost, .known = UNKNOWN, .trail = "control.ghost: not found")
GETTER(people, .known = KNOWN, .v.list = {.n = 2, .complete = true, .get = two_parties})
GETTER(guests, .known = KNOWN, .trail = "control.guests: the list was cut",
	.v.list = {.n = 2, .get = two_parties})

#define F(name, type, record) {#name, type, record, "A field.", get_##name}

static const struct field control_fields[] = {
	F(id, FIELD_STRING, NULL), F(owner, FIELD_STRING, NULL), F(deputy, FIELD_STRING, NULL),
	F(sponsor, FIELD_STRING, NULL), F(bare, FIELD_STRING, NULL), F(contested, FIELD_BOOL, NULL),
	F(applicable, FIELD_BOOL, NULL), F(open, FIELD_BOOL, NULL), F(weight, FIELD_INT, NULL),
	F(due, FIELD_TIMESTAMP, NULL), F(reviewed, FIELD_TIMESTAMP, NULL),
	F(seen, FIELD_TIMESTAMP, NULL), F(ends, FIELD_TIMESTAMP, NULL),
	F(lost, FIELD_TIMESTAMP, NULL), F(blank, FIELD_TIMESTAMP, NULL),
	F(age, FIELD_DURATION, NULL), F(tags, FIELD_STRINGS, NULL), F(notes, FIELD_STRINGS, NULL),
	F(rumours, FIELD_STRINGS, NULL), F(person, FIELD_RECORD, "party"),
	F(nobody, FIELD_RECORD, "party"), F(ghost, FIELD_RECORD, "party"),
	F(people, FIELD_RECORDS, "party"), F(guests, FIELD_RECORDS, "party"),
};

static const struct record_type control = {
	"control", "A control.", control_fields, sizeof(control_fields) / sizeof(control_fields[0]),
};

static const struct record_type *const table[] = {&party, &control, NULL};

static const struct var vars[] = {
	{"control", FIELD_RECORD, "control"}, {"limit", FIELD_DURATION, NULL},
};

static const struct binding bindings[] = {
	{"limit", {.known = KNOWN, .v.i = NS_DAY}},
	{"control", {.known = KNOWN, .v.rec = {.rec = rec_control}}},
};

/* ---- helpers ---- */

struct bench { struct arena *a; struct diags *d; struct zones *z; };

static int
setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->a = arena_new();
	b->d = diags_new();
	b->z = zones_new();
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	diags_free(b->d);
	zones_free(b->z);
	arena_free(b->a);
	free(b);
	return 0;
}

static struct program *
compile(struct bench *b, const char *text, enum want want)
{
	return lang_compile_vars(b->a, text, NULL, vars, 2, table, b->z, want, b->d);
}

/* 'T', 'F', 'U' unknown, 'B' unknown by conflict, 'E' error, 'N' null, '?' anything else. */
static char
answer(struct bench *b, const char *text, const char **why)
{
	struct program *p = compile(b, text, WANT_ANY);
	struct value v;

	*why = "does not compile";
	if (p == NULL) {
		diags_print(b->d, stderr, false);
		return '-';
	}
	v = program_run(p, bindings, 2, b->a);
	*why = v.text;
	switch (v.type) {
	case VALUE_BOOL: return v.v.b ? 'T' : 'F';
	case VALUE_UNKNOWN: return v.conflict ? 'B' : 'U';
	case VALUE_ERROR: return 'E';
	case VALUE_NULL: return 'N';
	case VALUE_INT: case VALUE_UINT: case VALUE_DOUBLE: case VALUE_STRING: case VALUE_BYTES:
	case VALUE_TIMESTAMP: case VALUE_DURATION: case VALUE_LIST: case VALUE_MAP:
	case VALUE_RECORD: case VALUE_TYPE:
		break;
	}
	return '?';
}

struct row { const char *text; char want; const char *why; };

static void
run_rows(struct bench *b, const struct row *rows, size_t n)
{
	const char *why;

	for (size_t i = 0; i < n; i++) {
		char got = answer(b, rows[i].text, &why);

		if (got != rows[i].want)
			fail_msg("%s: %c, not %c (%s)", rows[i].text, got, rows[i].want,
				why == NULL ? "" : why);
		if (rows[i].why != NULL && (why == NULL || strstr(why, rows[i].why) == NULL))
			fail_msg("%s: \"%s\" does not say \"%s\"", rows[i].text,
				why == NULL ? "" : why, rows[i].why);
	}
}

#define RUN(rows) run_rows(*state, rows, sizeof(rows) / sizeof((rows)[0]))

/* ---- operators ---- */

static void
test_operators(void **state)
{
	static const struct row rows[] = {
		{"control.weight + 2 == 7 && control.weight - 2 == 3", 'T', NULL},
		{"control.weight * 2 == 10 && control.weight / 2 == 2 && control.weight % 2 == 1", 'T', NULL},
		{"-control.weight == -5 && !(control.weight == 4)", 'T', NULL},
		{"control.weight < 6 && control.weight <= 5 && control.weight > 4 && control.weight >= 5", 'T', NULL},
		{"control.weight != 5", 'F', NULL},
		{"control.id + '/' + control.owner == 'AC-2/Ann'", 'T', NULL},
		{"control.id in ['AC-1', 'AC-2']", 'T', NULL},
		{"control.id in {'AC-1': 1}", 'F', NULL},
		{"{'AC-2': 'x'}[control.id] == 'x'", 'T', NULL},
		{"control.tags[0] == 'low' && control.tags[1] == 'high'", 'T', NULL},
		{"control.tags[2] == 'low'", 'E', "no such element"},
		{"control.applicable ? control.weight == 5 : false", 'T', NULL},
		{"control.person.name == 'ann' && control.person.active", 'T', NULL},
		{"control.person == control.people[0] && control.person != control.people[1]", 'T', NULL},
		{"control.tags + ['x'] == ['low', 'high', 'x']", 'T', NULL},
		{"control.weight / 0 == 1", 'E', "division by zero"},
		{"9223372036854775807 + control.weight == 1", 'E', "overflow"},
		{"control.owner.startsWith('A') && control.owner.endsWith('n')", 'T', NULL},
		{"control.owner.contains('n') && control.owner.size() == 3", 'T', NULL},
		{"control.id.matches('^[A-Z]{2}-[0-9]+$')", 'T', NULL},
		{"control.id.matches(control.owner)", 'F', NULL},
		{"control.age == duration('36h') && control.age > limit", 'T', NULL},
		{"control.due + limit - control.due == limit", 'T', NULL},
		{"control.due.getFullYear() == 2024 && control.due.getMonth() == 9", 'T', NULL},
		{"control.due.getHours('Europe/Berlin') == 3 && control.due.getHours('+05:30') == 6", 'T', NULL},
		{"[1, 2, 3].map(x, x * x).filter(x, x > 1) == [4, 9]", 'T', NULL},
		{"has({'a': 1}.a) && !has({'a': 1}.b)", 'T', NULL},
		{"type(control.id) == string && type(1u) == uint", 'T', NULL},
	};

	RUN(rows);
}

/* ---- null: the cell is blank ---- */

static void
test_null(void **state)
{
	static const struct row rows[] = {
		{"control.deputy == null", 'T', NULL},
		{"control.owner == null", 'F', NULL},
		{"control.owner != null", 'T', NULL},
		{"control.blank == null && control.nobody == null", 'T', NULL},
		{"control.deputy == 'Ann'", 'F', NULL},
		{"control.deputy in ['Ann', 'Bob']", 'F', NULL},
		{"control.deputy", 'N', NULL},
		{"control.deputy.startsWith('A')", 'E', "control.deputy is empty"},
		{"control.blank < control.due", 'E', "control.blank is empty"},
		{"control.nobody.active", 'E', "control.nobody is empty"},
		{"control.deputy == null || control.deputy.startsWith('A')", 'T', NULL},
		{"control.sponsor == null", 'U', "no table of sponsors"},
		{"(control.deputy == null ? control.owner : control.deputy) == 'Ann'", 'T', NULL},
		{"(control.applicable ? null : control.owner) == null", 'T', NULL},
	};

	RUN(rows);
}

/* ---- unknowns ---- */

static void
test_unknown(void **state)
{
	static const struct row rows[] = {
		{"control.open", 'U', "control.open: no tickets"},
		{"control.bare == 'x'", 'U', "control.bare: not known"},
		{"false && control.open", 'F', NULL},
		{"control.open && false", 'F', NULL},
		{"true && control.open", 'U', "no tickets"},
		{"control.open && true", 'U', "no tickets"},
		{"true || control.open", 'T', NULL},
		{"control.open || true", 'T', NULL},
		{"false || control.open", 'U', "no tickets"},
		{"!control.open", 'U', "no tickets"},
		{"control.open ? true : true", 'U', "no tickets"},
		{"control.sponsor == 'x'", 'U', "sponsors"},
		{"control.sponsor + 'y' == 'x'", 'U', "sponsors"},
		{"control.sponsor.startsWith('x')", 'U', "sponsors"},
		{"control.sponsor in ['x']", 'U', "sponsors"},
		{"control.id in ['AC-2', control.sponsor]", 'T', NULL},
		{"control.id in ['AC-1', control.sponsor]", 'U', "sponsors"},
		{"{'a': control.sponsor}.a == 'x'", 'U', "sponsors"},
		{"size([control.sponsor]) == 1", 'T', NULL},
		{"control.ghost.active", 'U', "control.ghost: not found"},
		{"control.ghost.name == 'x' && control.open", 'U', "not found; control.open: no tickets"},
		{"control.open && control.open", 'U', "control.open: no tickets"},
		{"control.lost < control.due", 'U', "control.lost: not known"},
		{"control.contested", 'B', "disagree"},
		{"control.contested && false", 'F', NULL},
		{"control.contested && true", 'B', "disagree"},
		{"control.open && control.contested", 'B', "disagree"},
		{"control.contested || control.open", 'B', "no tickets"},
		/* What is missing might have made the error right. */
		{"control.open && 1 / (control.weight - 5) == 1", 'U', "no tickets"},
		{"1 / (control.weight - 5) == 1 && control.open", 'U', "no tickets"},
		{"1 / (control.weight - 5) == 1 && false", 'F', NULL},
		{"1 / (control.weight - 5) == 1 || true", 'T', NULL},
		{"1 / (control.weight - 5) == 1 || false", 'E', "division"},
	};

	RUN(rows);
}

/* ---- lists that no source calls complete ---- */

static void
test_lists(void **state)
{
	static const struct row rows[] = {
		{"control.tags.all(t, t != 'x')", 'T', NULL},
		{"control.notes.all(t, t != 'x')", 'U', "control.notes: no source says"},
		{"control.notes.all(t, t != 'low')", 'F', NULL},
		{"control.notes.exists(t, t == 'low')", 'T', NULL},
		{"control.notes.exists(t, t == 'x')", 'U', NULL},
		{"control.tags.exists(t, t == 'x')", 'F', NULL},
		{"control.notes.exists_one(t, t == 'low')", 'U', NULL},
		{"control.notes.exists_one(t, true)", 'F', NULL},
		{"control.tags.exists_one(t, t == 'low')", 'T', NULL},
		{"control.notes.size() == 2", 'U', NULL},
		{"size(control.tags) == 2", 'T', NULL},
		{"control.notes[0] == 'low'", 'U', NULL},
		{"'low' in control.notes", 'T', NULL},
		{"'x' in control.notes", 'U', NULL},
		{"'x' in control.rumours", 'B', "sources disagree"},
		{"control.rumours.all(t, t != 'x')", 'B', "sources disagree"},
		{"control.notes == ['low', 'high']", 'U', NULL},
		{"control.notes == ['low']", 'F', NULL},
		{"control.notes.map(t, t + '!').exists(t, t == 'low!')", 'T', NULL},
		{"control.notes.map(t, t + '!').all(t, t != 'x')", 'U', NULL},
		{"control.notes.filter(t, t == 'low').size() == 1", 'U', NULL},
		{"control.tags.filter(t, t == 'low').size() == 1", 'T', NULL},
		{"(control.notes + control.tags).size() == 4", 'U', NULL},
		{"control.guests.all(p, p.name != '')", 'U', "the list was cut"},
		{"control.guests.exists(p, p.active)", 'T', NULL},
		/* A complete list with an element that nobody knows. */
		{"control.people.all(p, p.team == 'red')", 'U', "no roster"},
		{"control.people.exists(p, p.team == 'red')", 'T', NULL},
		{"control.people.exists(p, p.team == 'blue')", 'U', "no roster"},
		{"control.people.filter(p, p.team == 'red').exists(p, p.name == 'ann')", 'T', NULL},
		{"control.people.filter(p, p.team == 'red').size() == 1", 'U', "no roster"},
		{"control.people.map(p, p.team).exists(t, t == 'red')", 'T', NULL},
		{"control.people.map(p, p.team).size() == 2", 'T', NULL},
		{"control.people.exists_one(p, p.team == 'red')", 'U', "no roster"},
		{"control.people.all(i, p, i < 2)", 'T', NULL},
		{"control.guests.all(i, p, i < 2)", 'U', "the list was cut"},
		{"control.people.all(p, 1 / control.weight == 0 && p.name != '')", 'T', NULL},
	};

	RUN(rows);
}

/* ---- instants are intervals ---- */

static void
test_intervals(void **state)
{
	static const struct row rows[] = {
		{"control.due < timestamp('2024-10-04T01:00:00.000000001Z')", 'T', NULL},
		{"control.due == timestamp('2024-10-04T01:00:00Z')", 'T', NULL},
		{"control.reviewed < control.due", 'U', "control.reviewed: only the date is known"},
		{"control.due >= control.reviewed", 'U', "only the date is known"},
		{"control.reviewed == control.due", 'U', "only the date is known"},
		{"control.reviewed != control.due", 'U', "only the date is known"},
		{"control.reviewed == control.reviewed", 'U', "only the date is known"},
		{"control.reviewed < timestamp('2024-10-05T00:00:00Z')", 'T', NULL},
		{"control.reviewed <= timestamp('2024-10-03T23:59:59Z')", 'F', NULL},
		{"control.reviewed == timestamp('2024-10-05T00:00:00Z')", 'F', NULL},
		{"control.reviewed >= timestamp('2024-10-04T00:00:00Z')", 'T', NULL},
		{"control.reviewed > timestamp('2024-10-04T00:00:00Z')", 'U', NULL},
		{"control.seen < control.due", 'U', "control.seen: time zone missing"},
		{"control.seen + duration('12h') > control.due", 'U', "time zone missing"},
		{"control.seen + limit > control.due", 'T', NULL},
		{"control.due - control.reviewed < duration('2h')", 'T', NULL},
		{"control.due - control.reviewed < duration('0s')", 'U', "only the date"},
		{"control.due - control.reviewed > duration('1h')", 'F', NULL},
		{"control.reviewed.getFullYear() == 2024 && control.reviewed.getDate() == 4", 'T', NULL},
		{"control.reviewed.getHours() == 4", 'U', "only the date is known"},
		{"control.reviewed.getDate('+02:00') == 4", 'U', "only the date is known"},
		{"string(control.reviewed) == ''", 'U', "only the date is known"},
		{"control.due < control.ends", 'T', NULL},
		{"control.ends < timestamp('2999-01-01T00:00:00Z')", 'F', NULL},
		{"control.ends - control.due > limit", 'E', "no end"},
		{"control.ends + limit > control.due", 'T', NULL},
		{"control.due in [control.reviewed]", 'U', NULL},
		{"control.due in [control.reviewed, control.due]", 'T', NULL},
	};

	RUN(rows);
}

static void
test_results(void **state)
{
	struct bench *b = *state;
	struct value v = program_run(compile(b, "control.reviewed + limit", WANT_TIMESTAMP), bindings,
		2, b->a);

	assert_int_equal(VALUE_TIMESTAMP, v.type);
	assert_true(v.v.t.lo == DAY0 + NS_DAY && v.v.t.hi == DAY0 + 2 * NS_DAY - 1);
	assert_true(v.v.t.date_only);
	v = program_run(compile(b, "control.age", WANT_DURATION), bindings, 2, b->a);
	assert_true(v.type == VALUE_DURATION && v.v.i == 36 * NS_HOUR);
	v = program_run(compile(b, "control.due - control.reviewed", WANT_DURATION), bindings, 2, b->a);
	assert_int_equal(VALUE_UNKNOWN, v.type);
	v = program_run(compile(b, "control.ends", WANT_TIMESTAMP), bindings, 2, b->a);
	assert_true(v.type == VALUE_TIMESTAMP && v.v.t.never);
	v = program_run(compile(b, "timestamp('0001-01-01T00:00:00Z')", WANT_TIMESTAMP), bindings, 2,
		b->a);
	assert_int_equal(VALUE_ERROR, v.type);
	v = program_run(compile(b, "control.person", WANT_ANY), bindings, 2, b->a);
	assert_true(v.type == VALUE_RECORD && v.v.rec.rec == rec_ann);
	v = program_run(compile(b, "control.id", WANT_STRING), bindings, 2, b->a);
	assert_string_equal("AC-2", v.text);
	assert_int_equal(4, v.len);
	/* A slot that is bool, an expression that is known only when it runs. */
	v = program_run(compile(b, "dyn(control.id)", WANT_BOOL), bindings, 2, b->a);
	assert_int_equal(VALUE_ERROR, v.type);
	/* Not bound at all. */
	v = program_run(compile(b, "control.applicable", WANT_BOOL), bindings, 1, b->a);
	assert_int_equal(VALUE_ERROR, v.type);
}

static void
test_tri(void **state)
{
	static const struct { const char *text; enum tri want; const char *why; } rows[] = {
		{"control.applicable", TRI_T, NULL}, {"!control.applicable", TRI_F, NULL},
		{"control.open", TRI_U, "no tickets"}, {"control.contested", TRI_B, "disagree"},
		{"1 / (control.weight - 5) == 1", TRI_U, "division"},
		{"control.deputy == null ? null : true", TRI_U, "is empty"},
	};
	struct bench *b = *state;
	const char *why;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct program *p = compile(b, rows[i].text, WANT_BOOL);

		assert_non_null(p);
		assert_int_equal(rows[i].want, program_tri(p, bindings, 2, b->a, &why));
		if (rows[i].why == NULL)
			assert_null(why);
		else
			assert_non_null(strstr(why, rows[i].why));
	}
}

/* ---- what is refused when a rule is loaded ---- */

static const struct refused {
	const char *text;
	enum want want;
	const char *code;
	uint32_t col, width;
	const char *says;
} refused[] = {
	{"control.ownr == 'x'", WANT_BOOL, "E311", 9, 4, "did you mean \"owner\"?"},
	{"control.person.activ", WANT_BOOL, "E311", 16, 5, "did you mean \"active\"?"},
	{"contrl.owner == 'x'", WANT_BOOL, "E310", 1, 6, "did you mean \"control\"?"},
	{"party.active", WANT_BOOL, "E310", 1, 5, "there are control, limit"},
	{"control.people.all(p, q.active)", WANT_BOOL, "E310", 23, 1, NULL},
	{"control.people.all(p, p.activ)", WANT_BOOL, "E311", 25, 5, "\"active\""},
	{"control.people.name == 'x'", WANT_BOOL, "E311", 16, 4, "exists, all"},
	{"control.weight == 'x'", WANT_BOOL, "E313", 1, 21, "cannot compare int with string"},
	{"control.weight + 'x' == 'x'", WANT_BOOL, "E313", 1, 20, "no '+' for int and string"},
	{"control.id < 3", WANT_BOOL, "E313", 1, 14, "cannot compare string with int"},
	{"control.id && true", WANT_BOOL, "E313", 1, 10, "'&&' wants bool, this is string"},
	{"!control.id", WANT_BOOL, "E313", 2, 10, "'!' wants bool"},
	{"control.id ? true : false", WANT_BOOL, "E313", 1, 10, "condition"},
	{"control.applicable ? 1 : 'x'", WANT_ANY, "E313", 22, 7, "int and string"},
	{"control.id in control.owner", WANT_BOOL, "E313", 15, 13, "list or map"},
	{"control.weight in control.tags", WANT_BOOL, "E313", 1, 30, "int in list(string)"},
	{"control.id.contains(3)", WANT_BOOL, "E313", 12, 8, "string.(string)"},
	{"control.id.contain('x')", WANT_BOOL, "E312", 12, 7, "did you mean \"contains\"?"},
	{"control.weight.all(x, true)", WANT_BOOL, "E313", 1, 14, "list or map"},
	{"control.tags.all(x, x)", WANT_BOOL, "E313", 21, 1, "bool"},
	{"control.tags.all('x', true)", WANT_BOOL, "E315", 18, 3, "variable"},
	{"control.tags.all(x)", WANT_BOOL, "E315", 14, 3, "variable"},
	{"has(control.owner)", WANT_BOOL, "E314", 1, 18, "control.owner == null"},
	{"has(control)", WANT_BOOL, "E315", 1, 12, "map.key"},
	{"control.owner", WANT_BOOL, "E316", 1, 13, "this is string, and bool is wanted"},
	{"control.weight", WANT_TIMESTAMP, "E316", 1, 14, "timestamp"},
	{"control.id.matches('(?=x)')", WANT_BOOL, "E317", 20, 7, "look-around"},
	{"control.id.matches(r'(a)\\1')", WANT_BOOL, "E317", 20, 8, "back-references"},
	{"control.due < timestamp('2024-13-01T00:00:00Z')", WANT_BOOL, "E318", 15, 33, "RFC 3339"},
	{"control.age > duration('3 days')", WANT_BOOL, "E318", 15, 18, "duration"},
	{"control.due.getHours('Mars/Olympus') == 1", WANT_BOOL, "E318", 22, 14, "Mars/Olympus"},
	{"control.id = 'x'", WANT_BOOL, "E300", 12, 1, "did you mean \"==\"?"},
	{"control.id == 'x", WANT_BOOL, "E301", 15, 1, "no end"},
	{"control.id == '\\q'", WANT_BOOL, "E301", 16, 2, "no escape"},
	{"control.weight == 99999999999999999999", WANT_BOOL, "E302", 19, 20, "64 bits"},
	{"control.weight == ", WANT_BOOL, "E303", 19, 1, "end of the expression"},
	{"control.weight == 1 2", WANT_BOOL, "E303", 21, 1, "operator"},
	{"(control.applicable", WANT_BOOL, "E303", 20, 1, "')'"},
	{"", WANT_BOOL, "E303", 1, 1, "empty"},
	{"control.for == 1 && for", WANT_BOOL, "E303", 21, 3, "reserved"},
	{"control{id: 1}", WANT_ANY, "E306", 8, 1, "messages"},
};

static void
test_refused(void **state)
{
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const struct refused *r = &refused[i];
		const struct diag *d;

		diags_free(b->d);
		b->d = diags_new();
		if (compile(b, r->text, r->want) != NULL || diags_count(b->d) != 1) {
			diags_print(b->d, stderr, false);
			fail_msg("%s: %zu errors", r->text, diags_count(b->d));
		}
		d = diags_at(b->d, 0);
		if (strcmp(d->kind->code, r->code) != 0 || d->at.col != r->col ||
			d->at.width != r->width ||
			(r->says != NULL && strstr(d->text, r->says) == NULL))
			fail_msg("%s: %s %u+%u %s", r->text, d->kind->code, d->at.col, d->at.width,
				d->text);
		assert_string_equal(r->text, d->at.excerpt);
	}
}

/* Errors that do not depend on each other are all told. */
static void
test_all_errors(void **state)
{
	struct bench *b = *state;

	assert_null(compile(b, "control.ownr == 'x' && contrl.id == 'y' && control.weight == 'z' ||\n"
		"control.people.exists(p, p.nam == 1 + 'x')", WANT_BOOL));
	assert_int_equal(5, diags_count(b->d));
	assert_int_equal(2, diags_at(b->d, 4)->at.line);
	diags_free(b->d);
	b->d = diags_new();
	assert_null(compile(b, "'\\q' = \"\\z\"", WANT_ANY));
	assert_int_equal(3, diags_count(b->d));
}

/* In a rule file an expression is a JSON string, in which a quote takes two bytes. */
static void
test_place_in_file(void **state)
{
	static const char line[] = "  \"must\": \"control.id == \\\"x\\\" && control.ownr == 'y'\",";
	const struct place at = {.file = "core.json", .line = 12, .col = 12, .excerpt = line};
	struct bench *b = *state;
	char *text = NULL;
	size_t n = 0;
	FILE *f = open_memstream(&text, &n);

	assert_non_null(f);
	assert_null(lang_compile_vars(b->a, "control.id == \"x\" && control.ownr == 'y'", &at, vars, 2,
		table, NULL, WANT_BOOL, b->d));
	assert_int_equal(1, diags_count(b->d));
	assert_int_equal(12, diags_at(b->d, 0)->at.line);
	assert_int_equal(43, diags_at(b->d, 0)->at.col);
	diags_print(b->d, f, false);
	fclose(f);
	assert_non_null(strstr(text, "core.json:12:43: error[E311]: a control has no field \"ownr\": "
		"did you mean \"owner\"?\n"));
	assert_non_null(strstr(text, "^~~~\n"));
	free(text);
}

/* ---- nothing crashes or hangs ---- */

static char *
repeated(struct arena *a, const char *open, const char *middle, const char *close, size_t n)
{
	struct buf b;
	char *s;

	buf_init(&b, 4 * MIB);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, open);
	buf_str(&b, middle);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, close);
	s = arena_strndup(a, b.p, b.len);
	buf_free(&b);
	return s;
}

static void
test_ceilings(void **state)
{
	static const struct { const char *open, *middle, *close, *code; size_t n; } rows[] = {
		{"(", "1", ")", NULL, 200}, {"(", "1", ")", "E304", 300},
		{"[", "1", "]", "E304", 300}, {"{1:", "1", "}", "E304", 30000}, {"{1:", "1", "}", "E305", 100000},
		{"(", "1", ")", "E304", 60000}, {"true?1:", "1", "", NULL, 200},
		{"true?1:", "1", "", "E304", 300}, {"!", "true", "", NULL, 100001},
		{"-", "1", "", NULL, 100000}, {"!-", "1", "", "E304", 300},
		{"true && ", "true", "", NULL, 30000}, {"1 + ", "1", "", "E304", 300},
		{"true && ", "true", "", "E305", 120000}, {"", "x", ".y", "E304", 300},
		{"[1].map(x, ", "1", ")", NULL, 100}, {"control.tags.all(x, ", "true", ")", "E319", 20},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = repeated(b->a, rows[i].open, rows[i].middle, rows[i].close, rows[i].n);
		struct program *p;

		diags_free(b->d);
		b->d = diags_new();
		p = compile(b, text, WANT_ANY);
		if (rows[i].code == NULL) {
			if (p == NULL)
				fail_msg("row %zu: %s", i, diags_at(b->d, 0)->text);
			program_run(p, bindings, 2, b->a);
		} else {
			assert_null(p);
			assert_string_equal(rows[i].code, diags_at(b->d, 0)->kind->code);
		}
	}
}

/* Doubling: each step is cheap, the sum is not. */
static void
test_budget(void **state)
{
	static const struct row rows[] = {
		{"['aaaaaaaaaaaaaaaa' + control.id].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, "
			"[a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, "
			"[a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, "
			"[a+a+a+a].all(a, [a+a+a+a].all(a, [a+a+a+a].all(a, a != ''))))))))))))))",
			'E', "more memory than the ceiling"},
	};
	struct bench *b = *state;
	const char *why;

	run_rows(b, rows, sizeof(rows) / sizeof(rows[0]));
	/* 900 states in pairs are fine on four bytes (and not on a page: test_pattern_work). */
	assert_int_equal('F', answer(b, "control.id.matches('[abc]{1,900}')", &why));
}

static void
test_cost(void **state)
{
	struct bench *b = *state;
	struct program *p = compile(b, "control.people.all(p, control.people.exists(q, q == p))",
		WANT_BOOL);
	uint64_t ten = program_cost(p, 10), hundred = program_cost(p, 100);

	assert_true(ten > 100 && ten < 1000);
	assert_true(hundred > 10000 && hundred < 100000);
	assert_int_equal(program_cost(compile(b, "[1, 2].all(x, x > 0)", WANT_BOOL), 1),
		program_cost(compile(b, "[1, 2].all(x, x > 0)", WANT_BOOL), 1000000));
	assert_true(program_cost(p, SIZE_MAX) == UINT64_MAX);
	assert_string_equal("control.id", program_text(compile(b, "control.id", WANT_ANY)));
}

/* ---- patterns ---- */

static void
test_patterns(void **state)
{
	static const struct { const char *pattern, *text; int want; } rows[] = {
		{"b", "abc", 1}, {"^b", "abc", 0}, {"c$", "abc", 1}, {"c$", "abc\n", 0},
		{"", "", 1}, {"(?i)ABC", "xabcx", 1}, {"a|^$", "", 1}, {"^(a|b)*$", "abab", 1},
		{"\\bfoo\\b", "a foo b", 1}, {"\\bfoo\\b", "afoob", 0}, {"[[:digit:]]+", "x1", 1},
		{"[^\\d]", "123", 0}, {"^\\s$", "\v", 0}, {"^\\S$", "\v", 1}, {"^[\\S]$", "\v", 1},
		{"^\\v$", "\v", 1}, {"a{2}", "aa", 1}, {"^a{,2}$", "a{,2}", 1}, {"\\Qa.b\\E", "a.b", 1},
		{"\\Qa.b\\E", "axb", 0}, {"\\x41\\x{42}\\103", "ABC", 1}, {"\\pL+", "\xc3\xa9", 1},
		{"^.$", "\xf0\x9f\x90\xb1", 1}, {"(?P<n>a)(?<m>b)", "ab", 1}, {"(?s)a.b", "a\nb", 1},
		{"a.b", "a\nb", 0}, {"(?m)^b$", "a\nb\nc", 1}, {"x*?y", "xxy", 1},
		{"(?m)^$", "a\n", 1}, {"(?m)(a$)|b", "a\nc", 1}, {"(?m:a)$", "a\n", 0}, {"((?m)x)a$", "xa\n", 0},
		{"(?m)(?-m)a$", "a\n", 0}, {"^x+y{2,}z{1,2}$", "xxyyyzz", 1}, {"^[a-c]+$", "abc", 1},
		{"^\\d+$", "123", 1}, {"^\\Qab\\E+$", "abb", 1}, {"^a+?$", "aa", 1}, {"[]]", "]", 1},
		{"[a[]", "[", 1}, {"\\Ab\\z", "b", 1},
		/* refused */
		{"(?=a)", "", -1}, {"(?!a)", "", -1}, {"(?<=a)", "", -1}, {"(?<!a)", "", -1},
		{"(a)\\1", "", -1}, {"\\k<a>", "", -1}, {"\\g1", "", -1}, {"(?P=a)", "", -1},
		{"(?>a)", "", -1}, {"a*+", "", -1}, {"a**", "", -1}, {"*a", "", -1}, {"(", "", -1},
		{")", "", -1}, {"[a", "", -1}, {"\\", "", -1}, {"\\C", "", -1}, {"\\K", "", -1},
		{"\\R", "", -1}, {"\\h", "", -1}, {"\\Z", "", -1}, {"\\G", "", -1}, {"(?R)", "", -1},
		{"(?1)", "", -1}, {"(?(1)a)", "", -1}, {"(*ACCEPT)", "", -1}, {"(?#c)", "", -1},
		{"(?C1)", "", -1}, {"a{1001}", "", -1}, {"(a{100}){100}", "", -1}, {"[z-a]", "", -1},
		{"[[:foo:]]", "", -1}, {"\\xZZ", "", -1}, {"(?x)a", "", -1}, {"\xff", "", -1},
		{"a)|(?:b", "", -1},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *why = NULL;
		size_t at;
		const struct regex *re = regex_compile(b->a, rows[i].pattern, strlen(rows[i].pattern),
			&at, &why);
		int got = re == NULL ? -1 : (int)regex_match(re, b->a, rows[i].text,
			strlen(rows[i].text));

		if (got != rows[i].want)
			fail_msg("/%s/ on \"%s\": %d (%s)", rows[i].pattern, rows[i].text, got,
				why == NULL ? "" : why);
		assert_true((re == NULL) == (why != NULL));
	}
}

/* A backtracking matcher would not come back. */
static void
test_pattern_work(void **state)
{
	struct bench *b = *state;
	const char *why;
	size_t n = 60000, at;
	char *text = arena_alloc(b->a, n + 1);
	const struct regex *re = regex_compile(b->a, "^(a+)+$", 7, &at, &why);

	memset(text, 'a', n);
	text[n - 1] = 'b';
	assert_int_equal(REGEX_NO, regex_match(re, b->a, text, n));
	re = regex_compile(b->a, "(a|aa){900}b", 12, &at, &why);
	assert_null(re);
	re = regex_compile(b->a, "(a?){300}x", 10, &at, &why);
	assert_non_null(re);
	assert_int_equal(REGEX_TOO_MUCH, regex_match(re, b->a, text, n));
	assert_int_equal(REGEX_NOT_TEXT, regex_match(regex_compile(b->a, "a", 1, &at, &why), b->a,
		"\xff", 1));
}

/* ---- messages ---- */

static void
test_template(void **state)
{
	static const struct { const char *text, *why, *want; } rows[] = {
		{"Control {control.id} has no valid owner: \"{control.owner}\" {why}.", "has left",
			"Control AC-2 has no valid owner: \"Ann\" has left."},
		{"Control {control.id} is bare {why}.", "", "Control AC-2 is bare."},
		{"{control.weight + 1} {{literal}} {control.applicable}", "", "6 {literal} yes"},
		{"due {control.due}, {control.reviewed}, {control.ends}", "",
			"due 2024-10-04T01:00:00Z, 2024-10-04, never"},
		{"sponsor {control.sponsor}", "",
			"sponsor unknown (control.sponsor: no table of sponsors)"},
		{"tags {control.tags}; notes {control.notes}", "",
			"tags low, high; notes low, high (and perhaps more)"},
		{"{['{', \"}\"][0]}{ {'a': 'b'}.a }", "", "{b"},
		{"deputy \"{control.deputy}\"", "", "deputy \"\""},
		{"age {control.age}", "", "age 1 day"},
		{"{why == '' ? 'silent' : why}", "", "silent"},
		{"plain", "", "plain"}, {"", "", ""},
		{"{1 / (control.weight - 5)}", "", "not computed (1 / (control.weight - 5): division by zero)"},
	};
	static const char *const words[] = {"why"};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct template *t = template_compile_for(b->a, rows[i].text, NULL, vars, 2, words, 1,
			table, NULL, b->d);
		struct template_word word = {"why", rows[i].why};
		struct buf out;

		assert_non_null(t);
		buf_init(&out, MAX_TEXT);
		template_render(t, bindings, 2, &word, 1, b->a, &out);
		assert_string_equal(rows[i].want, out.p);
		buf_free(&out);
	}
}

static void
test_template_refused(void **state)
{
	static const struct { const char *text, *code; uint32_t col; } rows[] = {
		{"a {control.ownr} b", "E311", 12}, {"a {b} c", "E310", 4}, {"a {control.id", "E325", 3},
		{"a } b", "E325", 3}, {"a {} b", "E303", 4},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		diags_free(b->d);
		b->d = diags_new();
		assert_null(template_compile_for(b->a, rows[i].text, NULL, vars, 2, NULL, 0, table, NULL,
			b->d));
		assert_int_equal(1, diags_count(b->d));
		assert_string_equal(rows[i].code, diags_at(b->d, 0)->kind->code);
		assert_int_equal(rows[i].col, diags_at(b->d, 0)->at.col);
	}
	diags_free(b->d);
	b->d = diags_new();
	assert_null(template_compile_for(b->a, "{x} {control.y} {control.id}", NULL, vars, 2, NULL, 0,
		table, NULL, b->d));
	assert_int_equal(2, diags_count(b->d));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_operators), TEST(test_null), TEST(test_unknown), TEST(test_lists),
		TEST(test_intervals), TEST(test_results), TEST(test_tri), TEST(test_refused),
		TEST(test_all_errors), TEST(test_place_in_file), TEST(test_ceilings),
		TEST(test_budget), TEST(test_cost), TEST(test_patterns), TEST(test_pattern_work),
		TEST(test_template), TEST(test_template_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
