/* The order of input decides nothing; and every field of the model can be read. */
#include "checker/model/fields.h"
#include "tests/unit/join_help.h"
#include "tests/unit/model_dump.h"

/* A world with something of everything. */
static struct world *
rich(void)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");

	world_claim(w, "ssp", "ssp", "AC-2", ",'part':'a','state':'implemented','by':'Bo Lee'");
	world_claim(w, "ssp", "ssp", "AC-2", ",'part':'b','state':'partial'");
	world_claim(w, "grc", "grc", "ac-2", ",'state':'implemented','at':'2025-01-01'");
	world_claim(w, "grc", "grc", "RA-5", ",'state':'not-applicable','approver':'Cy Ng','reason':'x'");
	world_claim(w, "grc2", "grc", "RA-5", ",'state':'implemented','at':'2025-01-01'");
	world_add(w, "grc",
		"{'record':'assign','subject':'control','framework':'nist-800-53','id':'AC-2',"
		"'owner':true,'party':'Bo Lee; Security Team'}");
	world_add(w, "hr",
		"{'record':'party','ids':[{'ns':'email','value':'bo@x.example'},{'ns':'emp','value'"
		":"
		"'1'}],'name':'Bo Lee','team':'IT','hired':'2020-01-01','left':''}");
	world_add(w, "ad",
		"{'record':'party','ids':[{'ns':'email','value':'bo@x.example'},{'ns':'login','"
		"value':"
		"'blee'}],'name':'Lee Bo','active':'T'}");
	world_add(w, "ad",
		"{'record':'party','ids':[{'ns':'login','value':'cng'}],'name':'Cy "
		"Ng','active':'T'}");
	world_add(w, "hr",
		"{'record':'party','ids':[{'ns':'email','value':'re@x.example'},{'ns':'emp','value'"
		":"
		"'2'}],'name':'Al Gray'}");
	world_add(w, "hr",
		"{'record':'party','ids':[{'ns':'email','value':'re@x.example'},{'ns':'emp','value'"
		":"
		"'3'}],'name':'Al Gray'}");
	world_add(w, "roles", "{'record':'role','role':'ISSO','party':'Bo Lee'}");
	world_add(w, "roles", "{'record':'role','role':'ISSO','party':'cng'}");
	for (char c = 'a'; c <= 'd'; c++) {
		world_add(w, "cmdb",
			arena_printf(w->a,
				"{'record':'asset','ids':[{'ns':'fqdn','value':'%c.x'},"
				"{'ns':'serial','value':'S%d'}],'listed':true,'criticality':%d}",
				c, c % 3, c - 'a' + 1));
		for (int t = 1; t <= 3; t++)
			world_add(w, "scan",
				arena_printf(w->a,
					"{'record':'observation','asset':[{'ns':'host',"
					"'value':'%c'}],'benchmark':'B','test':'t%d','result':'%s',"
					"'at':'2025-0%d-01',"
					"'grade':'E3','originator':'o%d','tags':[{'scheme':'cci','"
					"id':'CCI-00000%d'}]}",
					c, t, t % 2 ? "pass" : "fail", t, t % 2, t));
	}
	world_add(
		w, "cmdb", "{'record':'asset','ids':[{'ns':'fqdn','value':'a.y'}],'listed':true}");
	world_add(w, "scan2",
		"{'record':'observation','asset':[{'ns':'fqdn','value':'a.x'}],'benchmark':'B',"
		"'test':'t1','result':'fail','at':'2025-01-01','grade':'E3','originator':'o1'}");
	world_add(w, "scan2",
		"{'record':'observation','asset':[{'ns':'host','value':'localhost'}],'test':'t9',"
		"'result':'fail','grade':'E3','originator':'o1'}");
	/* several names that may mean two assets, and several keys that two assets share */
	for (char c = 'p'; c <= 's'; c++) {
		for (char d = 'x'; d <= 'y'; d++)
			world_add(w, "cmdb",
				arena_printf(w->a,
					"{'record':'asset','ids':[{'ns':'fqdn','value':'%c.%c'},"
					"{'ns':'instance','value':'i-%c%c'},{'ns':'agent','value':'%c'}],"
					"'listed':true}",
					c, d, c, d, c));
		world_add(w, "scan",
			arena_printf(w->a,
				"{'record':'observation','asset':[{'ns':'host','value':'%c'}],"
				"'test':'t8','result':'fail','at':'2025-01-01','grade':'E3',"
				"'originator':'o1','tags':[{'scheme':'cve','id':'CVE-2025-0001'}]}",
				c));
	}
	for (int t = 1; t <= 3; t++)
		for (int r = 4; r <= 5; r++)
			world_add(w, "map",
				arena_printf(w->a,
					"{'record':'mapping','scheme':'cci','id':'CCI-00000%d',"
					"'framework':'nist-800-53','control':'%s','revision':'%d'}",
					t, t == r - 3 ? "AC-2" : "RA-5", r));
	for (int k = 1; k <= 5; k++) {
		world_add(w, k % 2 ? "j1" : "j2",
			arena_printf(w->a,
				"{'record':'item','tracker':'j','key':'K%d',"
				"'type':'finding','severity':'%s','created':'2025-0%d-02','"
				"assignee':'%s',"
				"'has_history':true,'assets':[[{'ns':'fqdn','value':'%c.x'}]],'"
				"duplicate_of':'K%d'}",
				k % 4, severity_word(k - 1), k, k % 2 ? "Bo Lee" : "Al Gray",
				'a' + k % 4, (k + 1) % 4));
		for (int e = 0; e < 4; e++)
			world_add(w, e % 2 ? "j1" : "j2",
				arena_printf(w->a,
					"{'record':'event','tracker':'j',"
					"'item':'K%d','id':'%d','at':'2025-0%d-0%d','kind':'team','"
					"to':'%c','actor':'Bo Lee',"
					"'choice':'%s'}",
					k % 4, e, k, e / 2 + 1, 'A' + e % 3,
					e == 3 ? "accept" : "none"));
	}
	world_add(w, "reg",
		"{'record':'acceptance','id':'W','item':'K1','control':'AC-2','expires':'9999-12-"
		"31',"
		"'approver':'Cy Ng','requester':'cng'}");
	world_add(w, "sys",
		"{'record':'system','id':'s1','framework':'nist-800-53','baseline':'LOW'}");
	for (size_t i = 0; i < w->nsources; i++) {
		w->sources[i].as_of = instant_exact(w->cfg.as_of - (int64_t)(i % 3) * NS_DAY);
		w->sources[i].complete = TRI_T;
	}
	return w;
}

static void
dump(struct world *w, const size_t *order, struct buf *b)
{
	struct arena *a = arena_new();

	buf_reset(b);
	diags_free(w->d);
	w->d = diags_new();
	model_dump(b, world_freeze_order(w, a, order));
	for (size_t i = 0; i < diags_count(w->d); i++)
		buf_fmt(b, "%s %s\n", diags_at(w->d, i)->kind->code, diags_at(w->d, i)->text);
	arena_free(a);
}

/* Two hundred orders of records, and of sources: one model, one list of diagnostics. */
static void
order_decides_nothing(void **state)
{
	struct world *w = rich();
	size_t order[WORLD_RECORDS];
	struct buf first, other;
	uint64_t seed = 12345;

	(void)state;
	buf_init(&first, 1 << 24);
	buf_init(&other, 1 << 24);
	for (size_t i = 0; i < w->n; i++)
		order[i] = i;
	dump(w, NULL, &first);
	assert_true(first.len > 4000);
	for (int round = 0; round < 200; round++) {
		for (size_t i = w->n; i > 1; i--) {
			size_t k, swap;

			seed = seed * 6364136223846793005u + 1442695040888963407u;
			k = (size_t)(seed >> 33) % i;
			swap = order[i - 1];
			order[i - 1] = order[k];
			order[k] = swap;
		}
		dump(w, order, &other);
		if (strcmp(first.p, other.p) != 0) {
			size_t at = 0;

			while (first.p[at] == other.p[at])
				at++;
			while (at > 0 && first.p[at - 1] != '\n')
				at--;
			fail_msg(
				"round %d:\n%.300s\n--\n%.300s", round, first.p + at, other.p + at);
		}
	}
	buf_free(&first);
	buf_free(&other);
	world_free(w);
}

static void read_fields(const struct record_type *t, const struct view *v, int depth, size_t *known,
	size_t *unknown);

static void
read_value(const struct field *f, const struct fval *x, int depth, size_t *known, size_t *unknown)
{
	const struct record_type *of = f->record == NULL ? NULL : record_type_find(f->record);
	struct fval one;

	if (x->known == UNKNOWN) {
		if (x->trail == NULL || *x->trail == '\0')
			fail_msg("%s is unknown and does not say why", f->name);
		++*unknown;
		return;
	}
	++*known;
	if (x->known != KNOWN || depth == 0)
		return;
	if (f->type == FIELD_STRING)
		assert_true(strlen(x->v.s) > 0);
	if (f->type == FIELD_RECORD)
		read_fields(of, &x->v.rec, depth - 1, known, unknown);
	if (f->type != FIELD_RECORDS && f->type != FIELD_STRINGS)
		return;
	for (size_t i = 0; i < x->v.list.n; i++) {
		x->v.list.get(&x->v.list, i, &one);
		assert_int_equal(one.known, KNOWN);
		if (f->type == FIELD_RECORDS)
			read_fields(of, &one.v.rec, depth - 1, known, unknown);
		else
			assert_non_null(one.v.s);
	}
}

static void
read_fields(const struct record_type *t, const struct view *v, int depth, size_t *known,
	size_t *unknown)
{
	for (size_t i = 0; i < t->nfields; i++) {
		struct fval x = {0};

		t->fields[i].get(v, &x);
		read_value(&t->fields[i], &x, depth, known, unknown);
	}
}

/* Every field has a sentence, a record type that is there, and an answer or a reason. */
static void
field_table(void **state)
{
	struct world *w = rich();
	size_t known = 0, unknown = 0;

	(void)state;
	for (size_t t = 0; record_types[t] != NULL; t++)
		for (size_t i = 0; i < record_types[t]->nfields; i++) {
			const struct field *f = &record_types[t]->fields[i];
			bool of = f->type == FIELD_RECORD || f->type == FIELD_RECORDS;

			assert_ptr_equal(record_type_field(record_types[t], f->name), f);
			assert_int_equal(f->doc[strlen(f->doc) - 1], '.');
			assert_int_equal(f->record != NULL, of);
			if (of && record_type_find(f->record) == NULL)
				fail_msg("%s.%s: no record type %s", record_types[t]->name, f->name,
					f->record);
		}
	assert_null(record_type_find("contrl"));
	assert_null(record_type_field(record_type_find("control"), "ownr"));
	world_freeze(w);
	for (size_t i = 0; i < w->m->ncontrols; i++) {
		struct view v = {w->m, &w->m->controls[i], w->cfg.as_of};

		read_fields(record_type_find("control"), &v, 4, &known, &unknown);
	}
	for (size_t i = 0; i < w->m->nassets; i++) {
		struct view v = {w->m, &w->m->assets[i], w->cfg.as_of};

		read_fields(record_type_find("asset"), &v, 3, &known, &unknown);
	}
	for (size_t i = 0; i < w->m->nacceptances; i++) {
		struct view v = {w->m, &w->m->acceptances[i], w->cfg.as_of};

		read_fields(record_type_find("acceptance"), &v, 3, &known, &unknown);
	}
	for (size_t i = 0; i < w->m->npopulations; i++) {
		struct view v = {w->m, &w->m->populations[i], w->cfg.as_of};

		read_fields(record_type_find("population"), &v, 3, &known, &unknown);
	}
	assert_true(known > 1000 && unknown > 100);
	world_free(w);
}

static void
get(const struct world *w, const char *type, const void *rec, const char *name, struct fval *out)
{
	struct view v = {w->m, rec, w->cfg.as_of};

	record_type_field(record_type_find(type), name)->get(&v, out);
}

/*
 * The values behind OWN-001, INT-003, ESC-002: unknown says what is missing, absence never
 * refutes.
 */
static void
field_values(void **state)
{
	struct world *w = world_new("2026-01-01T00:00:00Z");
	struct fval x;

	(void)state;
	world_claim(w, "grc", "grc", "AC-2", ",'state':'implemented'");
	world_freeze(w);
	get(w, "control", world_control(w, "ac-2"), "owner", &x);
	assert_int_equal(x.known, UNKNOWN);
	assert_string_equal(x.trail, "control.owner: no source names owners of controls");
	get(w, "control", world_control(w, "ac-2"), "items", &x);
	assert_string_equal(x.trail, "control.items: no tickets or findings were given");
	world_free(w);
	w = rich();
	world_freeze(w);
	get(w, "control", world_control(w, "ac-2"), "owner", &x);
	assert_string_equal(x.v.s, "Bo Lee");
	get(w, "control", world_control(w, "ac-2"), "applicable", &x);
	assert_true(x.known == KNOWN && x.v.b);
	get(w, "party", &w->m->parties[0], "active", &x);
	assert_true(x.known == KNOWN && x.v.b);
	get(w, "party", &w->m->parties[0], "kind", &x);
	assert_string_equal(x.v.s, "person");
	get(w, "acceptance", &w->m->acceptances[0], "approver_key", &x);
	assert_string_equal(x.v.s, "login:cng");
	get(w, "acceptance", &w->m->acceptances[0], "requester_key", &x);
	assert_string_equal(x.v.s, "login:cng");
	get(w, "acceptance", &w->m->acceptances[0], "endless", &x);
	assert_true(x.known == KNOWN && x.v.b);
	get(w, "item", world_item(w, "K1"), "handoffs", &x);
	assert_int_equal(x.known, KNOWN);
	assert_int_equal(x.v.i, world_item(w, "K1")->handoffs);
	get(w, "item", world_item(w, "K1"), "events", &x);
	assert_true(x.v.list.complete && x.v.list.n == world_item(w, "K1")->nevents);
	get(w, "item", world_item(w, "K2"), "assignee_key", &x);
	assert_int_equal(x.known, UNKNOWN);
	world_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_decides_nothing),
		cmocka_unit_test(field_table),
		cmocka_unit_test(field_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
