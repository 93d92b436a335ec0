#ifndef TRUEUP_TESTS_LANG_HELP_H
#define TRUEUP_TESTS_LANG_HELP_H
/* A small field table with one field of every kind, and what the tests of the language share. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
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
GETTER(contested, .known = UNKNOWN, .conflict = true,
	.trail = "control.contested: a and b disagree")
GETTER(applicable, .known = KNOWN, .v.b = true)
GETTER(open, .known = UNKNOWN, .trail = "control.open: no tickets")
GETTER(weight, .known = KNOWN, .v.i = 5)
GETTER(due, .known = KNOWN, .v.t = {.known = KNOWN, .lo = DAY0 + NS_HOUR, .hi = DAY0 + NS_HOUR})
GETTER(reviewed, .known = KNOWN,
	.v.t = {.known = KNOWN, .date_only = true, .lo = DAY0, .hi = DAY0 + NS_DAY - 1})
GETTER(seen, .known = KNOWN, .v.t = {.known = KNOWN, .lo = DAY0 - 14 * NS_HOUR,
	.hi = DAY0 + 12 * NS_HOUR})
GETTER(ends, .known = KNOWN, .v.t = {.known = KNOWN, .never = true, .lo = INSTANT_MAX,
	.hi = INSTANT_MAX})
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

static inline int
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

static inline int
teardown(void **state)
{
	struct bench *b = *state;

	diags_free(b->d);
	zones_free(b->z);
	arena_free(b->a);
	free(b);
	return 0;
}

static inline struct program *
compile(struct bench *b, const char *text, enum want want)
{
	return lang_compile_vars(b->a, text, NULL, vars, 2, table, b->z, want, b->d);
}

/* 'T', 'F', 'U' unknown, 'B' unknown by conflict, 'E' error, 'N' null, '?' anything else. */
static inline char
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
	case VALUE_RECORD: case VALUE_TYPE: case VALUE_OPTIONAL:
		break;
	}
	return '?';
}

struct row { const char *text; char want; const char *why; };

static inline void
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

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
