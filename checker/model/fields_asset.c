/* Assets, what was seen on them, and the lists and files that say so. */
#include "checker/base/text.h"
#include "checker/model/fields_inside.h"

#define GET(name) static void name(const struct view *v, struct fval *out)
#define ASSET(v) ((const struct asset *)(v)->rec)
#define STATE(v) ((const struct state *)(v)->rec)
#define POPULATION(v) ((const struct population *)(v)->rec)
#define SOURCE(v) ((const struct source *)(v)->rec)

GET(asset_key) { field_word(out, ASSET(v)->key); }
GET(asset_name) { field_text(out, ASSET(v)->name, "asset.name: no source gives one"); }
GET(asset_system) { field_text(out, ASSET(v)->system, "asset.system: no inventory says"); }
GET(asset_in_scope) { field_bool(out, ASSET(v)->in_scope); }
GET(asset_retired) { field_bool(out, ASSET(v)->retired); }

GET(asset_criticality)
{
	if (ASSET(v)->criticality > 0)
		field_int(out, ASSET(v)->criticality);
	else
		field_unknown(out, "asset.criticality: no source gives one");
}

GET(asset_listed)
{
	if ((view_model(v)->given & ROLE_POPULATION) == 0)
		field_unknown(out, "asset.listed: no inventory was given");
	else
		field_bool(out, ASSET(v)->listed);
}

GET(asset_seen)
{
	if (ASSET(v)->seen || (view_model(v)->given & ROLE_OBSERVATION) != 0)
		field_bool(out, ASSET(v)->seen);
	else
		field_unknown(out, "asset.seen: no test results were given");
}

GET(asset_owner)
{
	field_owner(out, &ASSET(v)->owners, "asset.owner: no inventory names owners",
		"asset.owner: blank");
}

GET(asset_owners) { field_owners(out, v, &ASSET(v)->owners); }

/* States are sorted by asset: those of one are one run. */
const struct state *
asset_states(const struct model *m, const struct asset *a, size_t *n)
{
	uint32_t index = (uint32_t)(a - m->assets);
	size_t lo = 0, hi = m->nstates;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (m->states[mid].asset < index)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (*n = 0; lo + *n < m->nstates && m->states[lo + *n].asset == index; ++*n)
		;
	return m->states + lo;
}

static void
one_state(const struct flist *l, size_t i, struct fval *out)
{
	list_record(l, (const struct state *)l->p + i, out);
}

GET(asset_observations)
{
	size_t n;
	const struct state *s = asset_states(view_model(v), ASSET(v), &n);

	if ((view_model(v)->given & ROLE_OBSERVATION) == 0)
		field_unknown(out, "asset.observations: no test results were given");
	else
		field_list(out, v, s, n, false, one_state);
}

static const struct seen *
newest(const struct state *s)
{
	const struct seen *all[4] = {s->f, s->u, s->na, s->t}, *best = NULL;

	for (size_t i = 0; i < 4; i++)
		if (all[i]->any && (best == NULL || all[i]->hi > best->hi))
			best = all[i];
	return best;
}

static struct instant
seen_instant(const struct seen *s)
{
	struct instant t = {.known = KNOWN};

	if (s == NULL || s->lo <= INSTANT_MIN)
		return instant_unknown();
	t.lo = s->lo;
	t.hi = s->hi;
	return t;
}

GET(asset_last)
{
	size_t n;
	const struct state *s = asset_states(view_model(v), ASSET(v), &n);
	struct instant last = instant_unknown();

	for (size_t i = 0; i < n; i++) {
		struct instant t = seen_instant(newest(&s[i]));

		if (t.known == KNOWN && (last.known != KNOWN || t.hi > last.hi))
			last = t;
	}
	if (last.known != KNOWN && n == 0 && (view_model(v)->given & ROLE_OBSERVATION) != 0)
		last.known = EMPTY;
	field_instant(out, &last, "asset.last_result: no dated test results were given");
}

static const struct field asset_fields[] = {
	{"key", FIELD_STRING, NULL, "Its smallest identifier that is nobody else's.", asset_key},
	{"name", FIELD_STRING, NULL, "Name for people.", asset_name},
	{"system", FIELD_STRING, NULL, "The system that an inventory puts it in.", asset_system},
	{"criticality", FIELD_INT, NULL, "1 low to 5 crown jewel.", asset_criticality},
	{"in_scope", FIELD_BOOL, NULL, "No inventory says that it is out of scope.",
		asset_in_scope},
	{"listed", FIELD_BOOL, NULL, "An independent inventory lists it.", asset_listed},
	{"seen", FIELD_BOOL, NULL, "A test result names it.", asset_seen},
	{"retired", FIELD_BOOL, NULL,
		"An independent source dates its end later than its last result.", asset_retired},
	{"last_result", FIELD_TIMESTAMP, NULL, "Newest test result on it; null if there is none.",
		asset_last},
	{"owner", FIELD_STRING, NULL, "The owner as written.", asset_owner},
	{"owners", FIELD_RECORDS, "owner", "Everybody who is named as owner now.", asset_owners},
	{"observations", FIELD_RECORDS, "observation", "What each tool last saw of each test.",
		asset_observations},
};

const struct record_type type_asset = {"asset", "A thing that controls are to hold on.",
	FIELDS(asset_fields)};

GET(obs_test) { field_word(out, view_model(v)->tests[STATE(v)->test].id); }

GET(obs_benchmark)
{
	field_text(out, view_model(v)->tests[STATE(v)->test].benchmark,
		"observation.benchmark: the test belongs to none");
}

GET(obs_severity)
{
	field_text(out, severity_word(view_model(v)->tests[STATE(v)->test].severity),
		"observation.severity: no source gives one");
}

GET(obs_asset)
{
	if (STATE(v)->asset == UINT32_MAX)
		field_unknown(out, "observation.asset: it names none that can be told");
	else
		field_record(out, v, &view_model(v)->assets[STATE(v)->asset]);
}

/*
 * The latest of its kinds; at one instant F before U, U before not applicable,
 * that before T; after F only a T changes it (judgement.md 5).
 */
static const struct seen *
deciding(const struct state *s)
{
	const struct seen *n = newest(s);

	if (s->f->any && (!s->t->any || s->f->hi >= s->t->hi || s->t->grade < s->sticky))
		return s->f;
	return n;
}

GET(obs_result)
{
	const struct state *s = STATE(v);
	const struct seen *d = deciding(s);

	field_word(out, d == NULL ? "unknown" : d == s->f ? "fail" : d == s->t ? "pass"
		: d == s->na ? "not-applicable" : "unknown");
}

GET(obs_failed)
{
	const struct seen *d = deciding(STATE(v));

	if (d == NULL || d == STATE(v)->u)
		field_unknown(out, "observation.failed: its result is unknown");
	else
		field_bool(out, d == STATE(v)->f);
}

struct instant
state_instant(const struct state *s)
{
	return seen_instant(deciding(s));
}

GET(obs_raw)
{
	const struct seen *d = deciding(STATE(v));

	field_text(
		out, d == NULL ? NULL : d->raw, "observation.raw: the source has no word for it");
}

GET(obs_at)
{
	struct instant t = seen_instant(deciding(STATE(v)));

	field_instant(out, &t, "observation.at: the result has no date");
}

GET(obs_since)
{
	struct instant t =
		STATE(v)->first_f->any ? seen_instant(STATE(v)->first_f) : instant_unknown();

	if (!STATE(v)->first_f->any)
		t.known = EMPTY;
	field_instant(out, &t, "observation.first_failed: the result has no date");
}

GET(obs_grade)
{
	const struct seen *d = deciding(STATE(v));

	field_word(out, d == NULL ? "E0" : grade_word(d->grade));
}

GET(obs_originator) { field_word(out, STATE(v)->originator); }

GET(obs_source)
{
	if (STATE(v)->source == NULL)
		field_unknown(out, "observation.source: not known");
	else
		field_record(out, v, STATE(v)->source);
}

static const struct field observation_fields[] = {
	{"test", FIELD_STRING, NULL, "Id of the test.", obs_test},
	{"benchmark", FIELD_STRING, NULL, "The test's benchmark.", obs_benchmark},
	{"severity", FIELD_STRING, NULL, "The test's severity.", obs_severity},
	{"asset", FIELD_RECORD, "asset", "The asset that was tested.", obs_asset},
	{"result", FIELD_STRING, NULL,
		"pass, fail, unknown or not-applicable: the last that counts.", obs_result},
	{"failed", FIELD_BOOL, NULL, "It failed; unknown where the result is.", obs_failed},
	{"raw", FIELD_STRING, NULL, "That result in the source's own word.", obs_raw},
	{"at", FIELD_TIMESTAMP, NULL, "When that was seen.", obs_at},
	{"first_failed", FIELD_TIMESTAMP, NULL,
		"Earliest admissible failure; null if there is none.", obs_since},
	{"grade", FIELD_STRING, NULL, "Grade of the evidence, E0 to E5.", obs_grade},
	{"originator", FIELD_STRING, NULL, "The product that saw it.", obs_originator},
	{"source", FIELD_RECORD, "source", "A file that holds it.", obs_source},
};

const struct record_type type_observation = {"observation",
	"What one tool last saw of one test on one asset.", FIELDS(observation_fields)};

GET(pop_source)
{
	if (POPULATION(v)->source == NULL)
		field_unknown(out, "population.source: not known");
	else
		field_record(out, v, POPULATION(v)->source);
}

GET(pop_listed) { field_int(out, (int64_t)POPULATION(v)->listed); }
GET(pop_independent) { field_bool(out, POPULATION(v)->independent); }
GET(pop_why)
{
	field_text(out, POPULATION(v)->why_not == NULL ? "" : POPULATION(v)->why_not, NULL);
}

static const struct field population_fields[] = {
	{"source", FIELD_RECORD, "source", "The file that lists it.", pop_source},
	{"listed", FIELD_INT, NULL, "How many assets it lists.", pop_listed},
	{"independent", FIELD_BOOL, NULL, "Another system made it than the one that tests.",
	 pop_independent},
	{"why_not", FIELD_STRING, NULL, "Why it is not independent; null if it is.", pop_why},
};

const struct record_type type_population = {"population", "A list of what should be covered.",
	FIELDS(population_fields)};

static const struct { enum role role; const char *word; } role_names[] = {
	{ROLE_CLAIM, "claim"}, {ROLE_OBSERVATION, "observation"}, {ROLE_ITEM, "item"},
	{ROLE_ROSTER, "roster"}, {ROLE_POPULATION, "population"}, {ROLE_MAPPING, "mapping"},
	{ROLE_CATALOG, "catalog"}, {ROLE_ROLES, "roles"}, {ROLE_EVIDENCE, "evidence"},
};

static void
one_role(const struct flist *l, size_t i, struct fval *out)
{
	const struct source *s = l->p;

	for (size_t k = 0; k < sizeof(role_names) / sizeof(*role_names); k++)
		if ((s->roles & role_names[k].role) != 0 && i-- == 0) {
			field_word(out, role_names[k].word);
			return;
		}
	field_unknown(out, "source.roles: no such role");
}

GET(source_roles)
{
	size_t n = 0;

	for (size_t k = 0; k < sizeof(role_names) / sizeof(*role_names); k++)
		n += (SOURCE(v)->roles & role_names[k].role) != 0 ? 1 : 0;
	field_list(out, v, SOURCE(v), n, true, one_role);
}

GET(source_path) { field_text(out, SOURCE(v)->path, "source.path: not known"); }
GET(source_format) { field_text(out, SOURCE(v)->format == NULL ? "" : SOURCE(v)->format, NULL); }
GET(source_originator)
{
	field_text(out, SOURCE(v)->originator, "source.originator: it does not say");
}
GET(source_grade) { field_word(out, grade_word(SOURCE(v)->grade)); }
GET(source_complete) { field_tri(out, SOURCE(v)->complete, "source.complete: it does not say"); }
GET(source_broken) { field_bool(out, SOURCE(v)->broken); }
GET(source_seen) { field_int(out, (int64_t)SOURCE(v)->seen); }
GET(source_kept) { field_int(out, (int64_t)SOURCE(v)->kept); }
GET(source_refused) { field_int(out, (int64_t)SOURCE(v)->refused); }

GET(source_as_of)
{
	const struct source *s = SOURCE(v);
	struct instant t = s->as_of;

	if (t.known != KNOWN && s->newest > INSTANT_MIN && s->newest < INSTANT_MAX)
		t = instant_exact(s->newest);
	field_instant(out, &t, "source.as_of: nothing in it is dated");
}

static const struct field source_fields[] = {
	{"path", FIELD_STRING, NULL, "Path of the file.", source_path},
	{"format", FIELD_STRING, NULL, "Name of the format; null if it is not read as data.",
		source_format},
	{"originator", FIELD_STRING, NULL, "The product that made it.", source_originator},
	{"grade", FIELD_STRING, NULL, "Highest grade that it can reach.", source_grade},
	{"roles", FIELD_STRINGS, NULL, "What it speaks about.", source_roles},
	{"complete", FIELD_BOOL, NULL, "It is the whole list.", source_complete},
	{"as_of", FIELD_TIMESTAMP, NULL,
		"Date of the export: configured, else the newest date in it.", source_as_of},
	{"broken", FIELD_BOOL, NULL, "It could not be read to its end.", source_broken},
	{"seen", FIELD_INT, NULL, "Records met in it.", source_seen},
	{"kept", FIELD_INT, NULL, "Records kept of them.", source_kept},
	{"refused", FIELD_INT, NULL, "Records refused of them.", source_refused},
};

const struct record_type type_source = {"source", "One input file.", FIELDS(source_fields)};
