#ifndef TRUEUP_REPORT_SAMPLE_H
#define TRUEUP_REPORT_SAMPLE_H
/*
 * A small assessment built by hand: one control of every verdict, items in every
 * state of the clock, one of which bounced between teams.  The hostile one has
 * names that try markup, bidirectional controls, escapes, formulas and length.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/model/config.h"
#include "reports/report.h"
#include "reports/writer.h"

#define SAMPLE_ITEMS 5
#define SAMPLE_ASSETS 4

struct sample {
	struct arena *a;
	struct config cfg;
	struct source ssp, scan, tickets, roster, notes;
	const struct source *sources[5];
	struct party dora, olga, risk[5]; /* the people of the team Risk */
	struct control controls[VERDICTS];
	struct claim_seen claims[VERDICTS];
	struct owner_ref owners[VERDICTS];
	struct link_item links[VERDICTS][SAMPLE_ITEMS];
	struct item items[SAMPLE_ITEMS];
	struct event events[SAMPLE_ITEMS][8];
	struct clock clocks[SAMPLE_ITEMS + 1];
	struct timeline timelines[SAMPLE_ITEMS + 1];
	struct asset assets[SAMPLE_ASSETS];
	struct test tests[2];
	struct state states[3];
	struct seen seen[2];
	struct benchmark benchmark;
	uint32_t benchmark_tests[2];
	struct population population;
	struct model m;
	struct control_result results[VERDICTS];
	struct instance instances[2];
	struct scope_result scope;
	struct rule_result rules[1];
	struct check checks[3];
	struct request requests[2];
	struct work work[3];
	struct late late[2];
	struct not_person not_persons[1];
	struct assessment as;
	struct report_options options;
	const char *paths[SAMPLE_ITEMS][8];
};

static inline struct instant
sample_at(struct sample *s, const char *text)
{
	struct instant i;

	assert_int_equal(instant_parse(&i, text, NULL, s->a), 0);
	return i;
}

static inline struct loc
sample_loc(const struct source *s, uint32_t line)
{
	return (struct loc){.source = s, .line = line, .col = 1};
}

static inline void
sample_source(struct source *s, const char *path, const char *format, unsigned roles)
{
	*s = (struct source){.path = path, .format = format, .roles = roles, .grade = GRADE_E3,
		.complete = TRI_T, .seen = 12, .kept = 10, .refused = 0, .nignored = 1, .size = 4096,
		.newest = INT64_MIN, .oldest = INT64_MAX};
	memset(s->sha256, 'a' + (int)(strlen(path) % 6), 64);
	s->ignored[0].reason = "header row";
	s->ignored[0].n = 2;
}

/* Per verdict: p, has_claim, real_low, real_high, what limits it; chosen so that the sum is easy. */
static const struct report_row {
	const char *id, *title, *owner;
	uint32_t p, lo, hi;
	bool claim;
	enum limit limit;
	enum tri owner_valid;
} sample_rows[VERDICTS] = {
	[CONTRADICTED] = {"ac-2", "Account Management", "Olga Ortiz", 1000000, 0, 500000, true,
		LIMIT_W, TRI_T},
	[EXPOSED] = {"ac-3", "Access Enforcement", "Security Team", 0, 0, 250000, false, LIMIT_O, TRI_F},
	[ADMITTED] = {"ac-6", "Least Privilege", "Olga Ortiz", 0, 0, 400000, true, LIMIT_W, TRI_T},
	[PAPER] = {"au-6", "Audit Record Review", "Bo Berg", 1000000, 0, 1000000, true, LIMIT_D, TRI_T},
	[VERDICT_UNKNOWN] = {"ca-7", "Continuous Monitoring", "", 0, 0, 1000000, false, LIMIT_ROSTER,
		TRI_U},
	[UNTESTED_ADMITTED] = {"cm-2", "Baseline Configuration", "Bo Berg", 0, 0, 1000000, true,
		LIMIT_POPULATION, TRI_T},
	[PARTIAL] = {"cm-6", "Configuration Settings", "Olga Ortiz", 1000000, 750000, 1000000, true,
		LIMIT_W, TRI_T},
	[PARTIAL_UNCLAIMED] = {"cp-9", "System Backup", "Bo Berg", 0, 500000, 1000000, false, LIMIT_W,
		TRI_T},
	[PARTIAL_ADMITTED] = {"ia-2.1", "Multi-factor Authentication", "Bo Berg", 500000, 500000,
		1000000, true, LIMIT_D, TRI_T},
	[DISPUTED] = {"ir-4", "Incident Handling", "Dora Dahl", 0, 1000000, 1000000, true, LIMIT_NONE,
		TRI_T},
	[UNCLAIMED] = {"ra-5", "Vulnerability Monitoring and Scanning", "Dora Dahl", 0, 1000000, 1000000,
		false, LIMIT_NONE, TRI_T},
	[CONFIRMED] = {"sc-7", "Boundary Protection", "Olga Ortiz", 1000000, 1000000, 1000000, true,
		LIMIT_NONE, TRI_T},
	[NOT_EXERCISED] = {"si-2", "Flaw Remediation", "Dora Dahl", 1000000, 0, 1000000, true, LIMIT_W,
		TRI_T},
	[NOT_APPLICABLE] = {"sr-2", "Supply Chain Risk Management Plan", "Dora Dahl", 1000000, 0, 0, true,
		LIMIT_W, TRI_T},
};

static inline void
sample_controls(struct sample *s)
{
	for (int v = 0; v < VERDICTS; v++) {
		const struct report_row *row = &sample_rows[v];
		struct control *c = &s->controls[v];
		struct control_result *r = &s->results[v];

		s->claims[v] = (struct claim_seen){.kind = CLAIM_SSP, .state = STATE_IMPLEMENTED,
			.state_raw = "Implemented", .p = row->p,
			.loc = sample_loc(&s->ssp, 100u + (uint32_t)v)};
		s->owners[v] = (struct owner_ref){.who = {
			.how = str_same(row->owner, "Security Team") ? RES_NOBODY : RES_PARTY, .raw = row->owner,
			.key = row->owner}, .loc = sample_loc(&s->ssp, 200u + (uint32_t)v)};
		*c = (struct control){.framework = "nist-800-53", .id = row->id, .title = row->title,
			.family = "ac", .in_scope = true, .weight = 3, .has_claim = row->claim,
			.state = STATE_IMPLEMENTED, .p = row->p, .scope_from = "profile MODERATE",
			.claims = &s->claims[v], .nclaims = row->claim, .loc = s->claims[v].loc};
		c->owners = (struct owner_refs){&s->owners[v], *row->owner != '\0', true};
		*r = (struct control_result){.control = (uint32_t)v, .weight = 3, .p = row->p,
			.has_claim = row->claim, .owner = row->owner_valid, .owner_text = row->owner,
			.owner_why = row->owner_valid == TRI_F ? "names no person" : "",
			.r_lo = row->lo, .r_hi = row->hi, .verdict = (enum verdict)v,
			.limited_by = row->limit};
		r->o = (struct dim){.lo = row->owner_valid == TRI_T ? MILLION : 0,
			.hi = row->owner_valid == TRI_F ? 0 : MILLION, .n = 1, .m = 1,
			.good = row->owner_valid == TRI_T, .bad = row->owner_valid == TRI_F,
			.kind = "control", .why = row->owner_valid == TRI_F ? "names no person" : NULL};
		r->d = (struct dim){.lo = MILLION, .hi = MILLION, .n = 4, .m = 4, .good = 4,
			.why = "decided in time"};
		r->w = (struct dim){.lo = row->lo, .hi = row->hi, .n = 4, .m = 4,
			.good = row->lo * 4u / MILLION, .bad = 4 - row->hi * 4u / MILLION,
			.why = "not every asset is shown"};
	}
}

/* What judgement.md 9 says, written again: the tests must not trust the judge's own sums. */
static inline void
sample_score(struct sample *s)
{
	uint64_t p = 0, sup = 0, ref = 0, lo = 0, hi = 0, under = 0, n = 0;

	s->scope = (struct scope_result){.revision = "5", .id = "orders/nist-800-53/moderate", .system = "orders",
		.framework = "nist-800-53", .baseline = "moderate", .scope_from = "profile MODERATE",
		.controls = s->results, .ncontrols = VERDICTS, .status = RED, .weighted = false,
		.contradicted = 1, .failing = 1, .tests_hold = 40, .tests_total = 52,
		.criticality_unknown = 2, .caps_unknown = "criticality unknown for 2 assets"};
	for (int v = 0; v < VERDICTS; v++) {
		const struct report_row *r = &sample_rows[v];

		s->scope.verdicts[v] = 1;
		if (v == NOT_APPLICABLE)
			continue;
		n++;
		p += r->p;
		sup += r->p < r->lo ? r->p : r->lo;
		ref += r->p > r->hi ? r->p - r->hi : 0;
		lo += r->lo;
		hi += r->hi;
		under += r->lo > r->p ? r->lo - r->p : 0;
	}
	s->scope.weight = 3 * n;
	s->scope.procedural = (uint32_t)((p + n - 1) / n);
	s->scope.supported = (uint32_t)(sup / n);
	s->scope.refuted = (uint32_t)(ref / n);
	s->scope.not_shown = s->scope.procedural - s->scope.supported - s->scope.refuted;
	s->scope.real_low = (uint32_t)(lo / n);
	s->scope.real_high = (uint32_t)((hi + n - 1) / n);
	s->scope.understatement = (uint32_t)(under / n);
	s->scope.fog = s->scope.real_high - s->scope.real_low;
	s->scope.loss[0] = (struct loss){LIMIT_D, 153846, 2};
	s->scope.loss[1] = (struct loss){LIMIT_W, 96153, 3};
	s->scope.loss[2] = (struct loss){LIMIT_POPULATION, 4000, 1};
	s->scope.nloss = 3;
}

static inline struct item *
sample_item(struct sample *s, int i, const char *key, const char *title, const char *team_path)
{
	struct item *it = &s->items[i];
	const char *p = team_path;

	*it = (struct item){.tracker = "jira", .key = key, .title = title,
		.type = ITEM_VULNERABILITY, .type_raw = "Vulnerability", .severity = 3,
		.status = STATUS_OPEN, .status_raw = "Open", .open = true, .tracker_open = true, .has_history = true,
		.duplicate_of = UINT32_MAX, .loc = sample_loc(&s->tickets, 10u + (uint32_t)i * 40),
		.events = s->events[i], .source = &s->tickets, .path = s->paths[i],
		.created = sample_at(s, "2026-08-01T09:00:00Z"),
		.assignee = {.how = RES_PARTY, .raw = "Bo Berg", .key = "email:bo@x.example"}};
	while (*p != '\0') {
		size_t len = strcspn(p, ">");
		const char *team = arena_strndup(s->a, p, len);

		if (it->npath > 0) {
			s->events[i][it->nevents++] = (struct event){.kind = EVENT_TEAM, .team = team,
				.at = sample_at(s, arena_printf(s->a, "2026-08-%02zuT10:00:00Z",
					2 + it->npath * 3)),
				.actor = {.how = RES_PARTY, .raw = "Dora Dahl", .key = s->dora.key,
					.party = &s->dora},
				.loc = sample_loc(&s->tickets, 20u + (uint32_t)(i * 40) + (uint32_t)it->nevents)};
			it->handoffs++;
		}
		s->paths[i][it->npath++] = team;
		p += len + (p[len] == '>');
	}
	return it;
}

static inline void
sample_clock(struct sample *s, uint32_t i, enum clock_state state, const char *why)
{
	s->clocks[i] = (struct clock){.item = i, .state = state, .why = why,
		.in_period = state != CLOCK_NONE && state != CLOCK_RUNNING, .severity_used = 3};
	if (state == CLOCK_NONE)
		return;
	s->clocks[i].start = sample_at(s, "2026-08-01T09:00:00Z");
	s->clocks[i].due = sample_at(s, "2026-08-13T09:00:00Z");
	s->clocks[i].started_by = "created";
	s->timelines[i] = (struct timeline){.known = true, .exact = true, .owner = TIMELINE_NOBODY,
		.life = 92 * NS_DAY, .net = 92 * NS_DAY, .unowned = 92 * NS_DAY, .moves_empty = 2,
		.escalations = 1, .escalations_undecided = 1, .slips = 1, .slipped = NS_DAY};
	s->clocks[i].limit_text = "P7D (high) after evaluation or P5D";
	if (state == CLOCK_BREACHED) {
		s->clocks[i].late_ns = 79 * NS_DAY + 15 * NS_HOUR;
		s->clocks[i].overdue_undecided = true;
	}
	if (state == CLOCK_MET) {
		s->clocks[i].stop = sample_at(s, "2026-08-10T12:00:00Z");
		s->clocks[i].choice = CHOICE_FIX;
		s->clocks[i].decision = &s->events[i][7];
		s->events[i][7] = (struct event){.kind = EVENT_DECIDE, .choice = CHOICE_FIX,
			.at = s->clocks[i].stop, .rationale = "patched in the next window",
			.actor = {.how = RES_PARTY, .raw = "dora@x.example", .key = s->dora.key,
				.party = &s->dora}, .loc = sample_loc(&s->tickets, 133)};
	}
}

static inline void
sample_items(struct sample *s)
{
	struct item *it;

	it = sample_item(s, 0, "SEC-12", "OpenSSL on the order hosts is two versions behind",
		"DevOps>AppSec>IT>DevOps>Compliance>AppSec");
	it->returns_direct = 0;
	it->returns_indirect = 2;
	(void)sample_item(s, 1, "SEC-15", "Admin accounts without a second factor", "AppSec");
	(void)sample_item(s, 2, "SEC-19", "Log forwarding stopped", "IT>DevOps");
	(void)sample_item(s, 3, "SEC-20", "Expired certificate", "IT");
	it = sample_item(s, 4, "SEC-31", "Ask for a new laptop", "");
	it->type = ITEM_OTHER;
	it->type_raw = "Service Request";
	sample_clock(s, 0, CLOCK_BREACHED, "nobody decided in time");
	sample_clock(s, 1, CLOCK_UNKNOWN, "the log of the item is cut off");
	sample_clock(s, 2, CLOCK_RUNNING, "not due yet");
	sample_clock(s, 3, CLOCK_MET, "decided in time");
	sample_clock(s, 4, CLOCK_NONE, "no decision clock");
	for (uint32_t i = 0; i < SAMPLE_ITEMS; i++)
		s->links[PAPER][i] = (struct link_item){i, LINK_TAG};
	s->controls[PAPER].items = s->links[PAPER];
	s->controls[PAPER].nitems = 4;
}

static inline void
sample_assets(struct sample *s)
{
	static const char *const names[SAMPLE_ASSETS] = {"db01.x.example", "web01.x.example",
		"web02.x.example", "web03.x.example"};

	for (int i = 0; i < SAMPLE_ASSETS; i++)
		s->assets[i] = (struct asset){.key = arena_printf(s->a, "fqdn:%s", names[i]),
			.name = names[i], .listed = true, .seen = true, .in_scope = true,
			.criticality = i == 0 ? 5 : 0};
	s->tests[0] = (struct test){.benchmark = "RHEL-9", .id = "SV-257777",
		.title = "SSH must not permit root logins", .severity = 3, .loc = sample_loc(&s->scan, 40)};
	s->tests[1] = (struct test){.benchmark = "RHEL-9", .id = "SV-257778",
		.title = "Audit logs must be forwarded", .severity = 2, .loc = sample_loc(&s->scan, 50)};
	s->benchmark_tests[1] = 1;
	s->benchmark = (struct benchmark){"RHEL-9", s->benchmark_tests, 2};
	for (uint32_t i = 0; i < 3; i++)
		s->states[i] = (struct state){.asset = i, .test = 0, .source = &s->scan,
			.originator = "openscap", .t = &seen_none, .f = &seen_none,
			.u = &seen_none, .na = &seen_none, .first_f = &seen_none,
			.listed_f = &seen_none, .doubt = &seen_none};
	s->seen[0] = (struct seen){true, GRADE_E3, s->cfg.as_of, s->cfg.as_of, {0}, "pass"};
	s->seen[1] = (struct seen){true, GRADE_E3, s->cfg.as_of, s->cfg.as_of, {0}, "fail"};
	s->states[0].t = &s->seen[0];
	s->states[1].f = s->states[2].f = &s->seen[1];
	s->instances[0] = (struct instance){.asset = 1, .value = TRI_F, .listed = true,
		.nrequired = 2, .nt = 1, .nf = 1, .test = 0, .at = sample_loc(&s->scan, 120)};
	s->instances[1] = (struct instance){.asset = 2, .value = TRI_F, .listed = true,
		.nrequired = 2, .nf = 2, .test = 0, .uncovered = true, .at = sample_loc(&s->scan, 240)};
	s->results[CONTRADICTED].instances = s->instances;
	s->results[CONTRADICTED].ninstances = 2;
	s->results[CONTRADICTED].failing = true;
	s->results[CONTRADICTED].fail_at = s->instances[0].at;
	s->results[CONTRADICTED].refuted = 2;
	s->results[CONTRADICTED].overlays = REFUTED | UNDECIDED;
	s->results[EXPOSED].overlays = ORPHANED;
	s->population = (struct population){&s->roster, 4, true, NULL};
}

static inline void
sample_lists(struct sample *s)
{
	s->rules[0] = (struct rule_result){.id = "OWN-001", .pack = "core", .severity = "high",
		.question = "Does every control have one named, employed person answerable for it?",
		.kind = "resolve", .effect = "instance", .dim = DIM_O, .enabled = true, .t = 1, .f = 1,
		.u = 1, .refs = "NIST-800-53r5:CM-8(4)", .basis = "standard"};
	s->checks[0] = (struct check){0, CONTRADICTED, UINT32_MAX, UINT32_MAX, TRI_T, "ac-2", NULL, NULL,
		sample_loc(&s->ssp, 200), {0}};
	s->checks[1] = (struct check){0, EXPOSED, UINT32_MAX, UINT32_MAX, TRI_F, "ac-3",
		"Control ac-3 has no valid owner: \"Security Team\" names no person.",
		"Name one active person and a deputy.", sample_loc(&s->ssp, 201), {0}};
	s->checks[2] = (struct check){0, VERDICT_UNKNOWN, UINT32_MAX, UINT32_MAX, TRI_U, "ca-7",
		"no source names anybody", NULL, {0}, {0}};
	s->requests[0] = (struct request){"roster",
		"an export of all employees, complete, with the dates on which they came and left",
		"HR, or whoever runs the directory", 14, 9, 3, false};
	s->requests[1] = (struct request){"population",
		"an inventory of all assets from a system other than the scanner",
		"whoever runs the inventory or the cloud accounts", 3, 3, 1, false};
	s->late[0] = (struct late){UINT32_MAX, CONTRADICTED, 2, "fails, and no item covers it",
		"Olga Ortiz", s->instances[1].at};
	s->late[1] = (struct late){0, PAPER, UINT32_MAX,
		"79 days late; due 2026-08-13T09:00:00Z, P7D (high) after evaluation or P5D", "Bo Berg",
		s->items[0].loc};
	s->not_persons[0] = (struct not_person){EXPOSED, "Security Team", "names no person",
		sample_loc(&s->ssp, 201)};
	s->work[0] = (struct work){"", "own", "ac-3", "names no person", "", sample_loc(&s->ssp, 201)};
	s->work[1] = (struct work){"Bo Berg", "decide", "SEC-12", "a decision is overdue",
		"2026-08-13T09:00:00Z", s->items[0].loc};
	s->work[2] = (struct work){"Olga Ortiz", "fix", "ac-2 on web02.x.example",
		"it fails and no item covers it", "", s->instances[1].at};
}

static inline struct sample *
sample_new(void)
{
	struct arena *a = arena_new();
	struct sample *s = ARENA_NEW(a, struct sample);

	s->a = a;
	config_default(&s->cfg);
	s->cfg.as_of_text = "2026-11-01T00:00:00Z";
	s->cfg.as_of = sample_at(s, s->cfg.as_of_text).lo;
	s->cfg.organisation = "Example Orders";
	sample_source(&s->notes, "notes/handbook.pdf", NULL, 0);
	sample_source(&s->roster, "roster.csv", "csv", ROLE_ROSTER | ROLE_POPULATION);
	sample_source(&s->scan, "scan/rhel9.xml", "xccdf", ROLE_OBSERVATION | ROLE_MAPPING);
	sample_source(&s->ssp, "ssp.json", "oscal-ssp", ROLE_CLAIM);
	sample_source(&s->tickets, "tickets.json", "jira", ROLE_ITEM);
	s->notes.seen = s->notes.kept = s->notes.nignored = 0;
	s->sources[0] = &s->notes;
	s->sources[1] = &s->roster;
	s->sources[2] = &s->scan;
	s->sources[3] = &s->ssp;
	s->sources[4] = &s->tickets;
	s->dora = (struct party){.key = "email:dora@x.example", .name = "Dora Dahl", .on_roster = true,
		.team = "Risk"};
	sample_controls(s);
	sample_score(s);
	sample_items(s);
	sample_assets(s);
	sample_lists(s);
	for (size_t i = 0; i < 5; i++)
		s->risk[i] = (struct party){.key = s->dora.key, .name = s->dora.name,
			.on_roster = true, .team = s->dora.team};
	s->m = (struct model){.config = &s->cfg, .sources = s->sources, .nsources = 5,
		.given = ROLE_CLAIM | ROLE_OBSERVATION | ROLE_ITEM | ROLE_ROSTER | ROLE_POPULATION,
		.parties = s->risk, .nparties = 5, .assets = s->assets, .nassets = SAMPLE_ASSETS,
		.tests = s->tests, .ntests = 2, .states = s->states, .nstates = 3,
		.controls = s->controls, .ncontrols = VERDICTS, .items = s->items,
		.nitems = SAMPLE_ITEMS, .populations = &s->population, .npopulations = 1,
		.benchmarks = &s->benchmark, .nbenchmarks = 1, .framework = "nist-800-53",
		.revision = "5", .baseline = "moderate", .system = "orders", .after_as_of = 3,
		.unlinked_items = 1, .other_items = 1};
	s->as = (struct assessment){.model = &s->m, .scopes = &s->scope, .nscopes = 1,
		.clocks = s->clocks, .timelines = s->timelines, .nclocks = SAMPLE_ITEMS, .rules = s->rules, .nrules = 1,
		.checks = s->checks, .nchecks = 3, .requests = s->requests, .nrequests = 2,
		.work = s->work, .nwork = 3, .late = s->late, .nlate = 2,
		.not_persons = s->not_persons, .nnot_persons = 1};
	s->options = (struct report_options){.names = "owners", .complete = true};
	return s;
}

static inline void
sample_free(struct sample *s)
{
	arena_free(s->a);
}

/* Right-to-left override, escape, markup, quotes, line ends, a formula, a byte that is not UTF-8. */
#define HOSTILE "=HYPERLINK(\"http://x\")<script>alert('1')</script>&\xe2\x80\xae\x1b[31m\r\n**\"'" \
	";@SUM(1)\xff"

static inline void
sample_hostile(struct sample *s)
{
	char *longest = arena_alloc(s->a, 10241);

	memset(longest, 'x', 10240);
	s->ssp.path = "ssp-\xff" HOSTILE ".json";
	s->cfg.organisation = HOSTILE;
	s->controls[CONTRADICTED].id = longest;
	s->controls[CONTRADICTED].title = HOSTILE;
	s->controls[EXPOSED].id = HOSTILE;
	s->claims[CONTRADICTED].state_raw = HOSTILE;
	s->results[CONTRADICTED].owner_text = HOSTILE;
	s->owners[CONTRADICTED].who.raw = HOSTILE;
	s->assets[1].name = HOSTILE;
	s->assets[2].name = longest;
	s->tests[0].id = HOSTILE;
	s->tests[0].title = HOSTILE;
	s->items[0].key = HOSTILE;
	s->items[0].title = longest;
	s->items[1].key = longest;
	s->paths[0][1] = HOSTILE;
	s->paths[0][2] = longest;
	s->events[0][0].team = HOSTILE;
	s->scope.id = HOSTILE;
	s->rules[0].id = HOSTILE;
	s->rules[0].question = HOSTILE;
	s->checks[1].message = HOSTILE;
	s->checks[1].subject = longest;
	s->late[1].who = HOSTILE;
	s->not_persons[0].raw = HOSTILE;
	s->work[1].owner = HOSTILE;
	s->work[2].subject = longest;
	s->work[2].what = "\t\xef\xbc\x9d" "1+1;-2";
	s->scan.ignored[0].reason = HOSTILE;
}

static inline const struct node *
sample_report(struct sample *s)
{
	return report_build(s->a, &s->as, &s->options);
}

/* A whole rendering, in the sample's region. */
static inline const char *
sample_render(struct sample *s, const struct node *report, const char *format)
{
	const struct writer *w = writer_find(format);
	struct writer_options o = {.width = 80};
	struct buf b;
	const char *text;

	assert_non_null(w);
	buf_init(&b, 64 * MIB);
	assert_int_equal(w->write(&b, report, &o), 0);
	text = arena_strndup(s->a, b.p, b.len);
	buf_free(&b);
	return text;
}

#endif
