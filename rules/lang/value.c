#include "rules/lang/value.h"

#include "checker/base/arena.h"
#include "rules/lang/eval.h"

struct val
val_null(void)
{
	return (struct val){.type = VALUE_NULL};
}

struct val
val_bool(bool b)
{
	return (struct val){.type = VALUE_BOOL, .v.b = b};
}

struct val
val_int(int64_t i)
{
	return (struct val){.type = VALUE_INT, .v.i = i};
}

struct val
val_uint(uint64_t u)
{
	return (struct val){.type = VALUE_UINT, .v.u = u};
}

struct val
val_double(double d)
{
	return (struct val){.type = VALUE_DOUBLE, .v.d = d};
}

struct val
val_string(const char *p, size_t n)
{
	struct val v = {.type = VALUE_STRING};

	v.v.s.p = p;
	v.v.s.n = n;
	return v;
}

struct val
val_bytes(const char *p, size_t n)
{
	struct val v = val_string(p, n);

	v.type = VALUE_BYTES;
	return v;
}

struct val
val_timestamp(struct moment t)
{
	struct val v = {.type = VALUE_TIMESTAMP};

	v.v.t.lo = v.v.t.hi = t;
	return v;
}

struct val
val_duration(struct moment t)
{
	struct val v = val_timestamp(t);

	v.type = VALUE_DURATION;
	return v;
}

struct val
val_optional(const struct val *v)
{
	return (struct val){.type = VALUE_OPTIONAL, .v.optional = v};
}

struct val
val_kind(enum type_kind kind, const struct record_type *of)
{
	struct val v = {.type = VALUE_TYPE};

	v.v.type.kind = kind;
	v.v.type.of = of;
	return v;
}

const struct record_type *
records_find(const struct record_type *const *records, const char *name)
{
	if (name == NULL || records == NULL)
		return NULL;
	for (; *records != NULL; records++)
		if (strcmp((*records)->name, name) == 0)
			return *records;
	return NULL;
}

/* "never" lies beyond every other time that evidence can name. */
static void
of_instant(const struct instant *t, struct val *out)
{
	*out = val_timestamp(moment_of_ns(t->lo));
	out->v.t.hi = moment_of_ns(t->hi);
	out->date_only = t->date_only;
	if (t->never) {
		out->never = true;
		out->v.t.lo = out->v.t.hi = (struct moment){MOMENT_MAX, 999999999};
	}
}

static void
of_list(const struct fval *f, enum field_type type, const struct record_type *of,
	const char *name, struct arena *a, struct val *out)
{
	struct vlist *l = ARENA_NEW(a, struct vlist);

	l->n = f->v.list.n;
	l->complete = f->v.list.complete;
	l->conflict = f->conflict;
	l->model = f->v.list;
	l->elem = type == FIELD_STRINGS ? FIELD_STRING : FIELD_RECORD;
	l->of = of;
	if (!l->complete)
		l->trail = f->trail != NULL ? f->trail
			: arena_printf(a, "%s: no source says that the list is complete", name);
	*out = (struct val){.type = VALUE_LIST, .v.list = l};
}

void
val_of_field(const struct fval *f, enum field_type type, const struct record_type *of,
	const char *name, struct arena *a, struct val *out)
{
	enum known known = f->known;

	if (known == KNOWN && type == FIELD_TIMESTAMP)
		known = f->v.t.known;
	if (known == EMPTY) {
		*out = val_null();
		return;
	}
	if (known == UNKNOWN) {
		*out = (struct val){.type = VALUE_UNKNOWN, .conflict = f->conflict};
		out->v.s.p = f->trail != NULL ? f->trail : arena_printf(a, "%s: not known", name);
		out->v.s.n = strlen(out->v.s.p);
		return;
	}
	switch (type) {
	case FIELD_BOOL: *out = val_bool(f->v.b); break;
	case FIELD_INT: *out = val_int(f->v.i); break;
	case FIELD_DURATION: *out = val_duration(moment_of_ns(f->v.i)); break;
	case FIELD_STRING:
		*out = f->v.s == NULL ? val_null() : val_string(f->v.s, strlen(f->v.s));
		break;
	case FIELD_TIMESTAMP: of_instant(&f->v.t, out); break;
	case FIELD_STRINGS: case FIELD_RECORDS: of_list(f, type, of, name, a, out); break;
	case FIELD_RECORD:
		*out = (struct val){.type = VALUE_RECORD};
		out->v.rec.view = f->v.rec;
		out->v.rec.of = of;
		break;
	}
}

/* Elements that are not known stay so: what does not look at them is not affected. */
void
vlist_get(const struct vlist *l, size_t i, struct val *out)
{
	struct fval f = {0};

	if (l->items != NULL) {
		*out = l->items[i];
		return;
	}
	l->model.get(&l->model, i, &f);
	if (f.known == UNKNOWN && f.trail == NULL)
		f.trail = "an element of the list is not known";
	val_of_field(&f, l->elem, l->of, "an element of the list", NULL, out);
}
