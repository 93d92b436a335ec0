/*
 * The traps that formats.md documents of its formats, one row each: where one that goes unheeded
 * ends in a pass or in something lost.  What a file gives is told in one line: observations as
 * "o TEST RESULT" (with "low" below E3, "undated" without a time), items as "i KEY STATUS", events
 * as "e KIND ACTOR CHOICE", and what was set aside by name as "- n".
 */
#include "tests/unit/read_harness.h"

#include "checker/base/buf.h"

struct trap { const char *what, *text, *want; };

#define SARIF(inv, result) "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"s\"}}," \
	"\"versionControlProvenance\": [{\"repositoryUri\": \"https://git.x.example/a\"}]," \
	"\"invocations\": [{\"endTimeUtc\": \"2025-03-01T10:00:00Z\"" inv "}]," \
	"\"results\": [{\"ruleId\": \"R\", \"message\": {\"text\": \"t\"}" result "}]}]}"
#define ASFF(more) "{\"Findings\": [{\"SchemaVersion\": \"2018-10-08\", \"Id\": \"1\", \"ProductArn\": " \
	"\"arn:aws:securityhub:eu-west-1::product/aws/securityhub\", \"GeneratorId\": \"security-control/IAM.6\", " \
	"\"AwsAccountId\": \"111122223333\", \"CreatedAt\": \"2025-01-01T00:00:00Z\", \"UpdatedAt\": " \
	"\"2025-03-01T00:00:05Z\", \"Severity\": {\"Label\": \"HIGH\"}, \"Title\": \"t\", \"Resources\": [{\"Type\": " \
	"\"AwsAccount\", \"Id\": \"AWS::::Account:111122223333\"}]" more "}]}"
#define OCSF(compliance, more) "[{\"class_uid\": 2003, \"category_uid\": 2, \"activity_id\": 1, \"severity_id\": 4, " \
	"\"time\": 1740823200000, \"metadata\": {\"version\": \"1.5.0\", \"product\": {\"name\": \"csp\"}}, " \
	"\"finding_info\": {\"uid\": \"f\", \"title\": \"t\"}, \"resources\": [{\"uid\": \"r\"}], " \
	"\"compliance\": {\"control\": \"C\"" compliance "}" more "}]"
#define HDF(impact, more, results) "{\"platform\": {\"name\": \"r\"}, \"version\": \"5\", \"statistics\": {}, " \
	"\"profiles\": [{\"name\": \"p\", \"controls\": [{\"id\": \"A\", \"impact\": " impact ", \"tags\": {}" more \
	", \"results\": [" results "]}]}]}"
#define PART(status) "{\"status\": \"" status "\", \"code_desc\": \"x\", \"start_time\": \"2025-03-01T10:00:00Z\"}"
#define XCCDF(id, result) "<Benchmark xmlns='http://checklists.nist.gov/xccdf/1.2' id='b'><TestResult id='t' " \
	"end-time='2025-01-02T03:05:00Z' test-system='cpe:/a:x:scan:1'>" id "<target>web01.x.example</target>" \
	result "</TestResult></Benchmark>"
#define NESSUS(tags, item) "<NessusClientData_v2><Report name='r' xmlns:cm='http://www.nessus.org/cm'>" \
	"<ReportHost name='h'><HostProperties><tag name='host-fqdn'>a.x.example</tag>" \
	"<tag name='HOST_END_TIMESTAMP'>1740823500</tag>" tags "</HostProperties><ReportItem port='0' severity='3' " \
	"pluginID='21157' pluginName='x' pluginFamily='f'>" item "</ReportItem></ReportHost></Report></NessusClientData_v2>"
#define CHECK(result) "<cm:compliance-check-id>c</cm:compliance-check-id><cm:compliance-result>" result \
	"</cm:compliance-result>"
#define CKL(status, details) "<CHECKLIST><ASSET><HOST_NAME>h</HOST_NAME></ASSET><STIGS><iSTIG><STIG_INFO/><VULN>" \
	"<STIG_DATA><VULN_ATTRIBUTE>Rule_ID</VULN_ATTRIBUTE><ATTRIBUTE_DATA>R</ATTRIBUTE_DATA></STIG_DATA><STATUS>" \
	status "</STATUS><FINDING_DETAILS>" details "</FINDING_DETAILS></VULN></iSTIG></STIGS></CHECKLIST>"
#define JUNIT(suite, one) "<testsuites><testsuite name='s' hostname='h' timestamp='2025-03-01T10:00:00Z'" suite ">" \
	"<testcase classname='c' name='n'" one "</testsuite></testsuites>"
#define OVAL(kind, result) "<oval_results xmlns='http://oval.mitre.org/XMLSchema/oval-results-5'><oval_definitions " \
	"xmlns='http://oval.mitre.org/XMLSchema/oval-definitions-5'><definitions><definition id='d'" kind "/></definitions>" \
	"</oval_definitions><results><system><definitions><definition definition_id='d' result='" result \
	"'/></definitions></system></results></oval_results>"
#define JIRA(fields, log) "{\"issues\": [{\"key\": \"S-1\", \"fields\": {\"created\": \"2025-01-02T09:00:00.000+0100\"" \
	fields "}, \"changelog\": {\"startAt\": 0, \"maxResults\": 100, \"total\": 1, \"histories\": [" log "]}}]}"
#define EVENTS(one) "[" one "]"
#define ISSUE "\"issue\": {\"number\": 7, \"html_url\": \"https://github.com/h/a/issues/7\"}"

static const struct trap traps[] = {
	{ "2 role unchecked", XCCDF("", "<rule-result idref='r' role='unchecked'><result>pass</result></rule-result>"),
		"o r unknown" },
	{ "2 fixed", XCCDF("", "<rule-result idref='r'><result>fixed</result></rule-result>"), "o r pass" },
	{ "2 run without privileges", XCCDF("<identity authenticated='false' privileged='false'>u</identity>",
		"<rule-result idref='r'><result>pass</result></rule-result>"), "o r pass low" },
	{ "2 answer file", XCCDF("", "<rule-result idref='r'><result>pass</result><override authority='x' "
		"time='2025-02-01T00:00:00Z'><old-result>unknown</old-result><new-result>pass</new-result></override>"
		"</rule-result>"), "o r unknown; o r pass low" },
	{ "2 a questionnaire is no test", XCCDF("", "<rule-result idref='r'><result>pass</result>"
		"<check system='http://scap.nist.gov/schema/ocil/2'/></rule-result>"), "o r pass low" },
	{ "2 notchecked, informational, error", XCCDF("", "<rule-result idref='a'><result>notchecked</result></rule-result>"
		"<rule-result idref='b'><result>informational</result></rule-result><rule-result idref='c'><result>error"
		"</result></rule-result>"), "o a unknown; o b unknown; o c unknown" },
	{ "2 silently deselected", XCCDF("", "<rule-result idref='r'><result>notselected</result></rule-result>"), "- 1" },
	{ "4 true of a weakness", OVAL(" class='vulnerability'", "true"), "o d fail low undated" },
	{ "4 true of no class", OVAL("", "true"), "o d unknown low undated" },
	{ "4 not evaluated", OVAL(" class='compliance'", "not evaluated"), "o d unknown low undated" },
	{ "5 a person's word, undated", CKL("NotAFinding", ""), "o R pass low undated" },
	{ "5 a date in its text", CKL("NotAFinding", "Evaluate-STIG 1.2 (x) found this to be NOT A FINDING on 09/11/2024:"),
		"o R pass low" },
	{ "5 not reviewed", CKL("Not_Reviewed", ""), "o R unknown low undated" },
	{ "7 impact 0 hides a failure", HDF("0.0", "", PART("failed")), "o A fail low" },
	{ "7 passed and skipped", HDF("0.5", "", PART("passed") "," PART("skipped")), "o A unknown low" },
	{ "7 no results", HDF("0.5", "", ""), "o A unknown low undated" },
	{ "7 a back-trace", HDF("0.5", "", "{\"status\": \"passed\", \"backtrace\": [\"x\"], \"code_desc\": \"x\", "
		"\"start_time\": \"2025-03-01T10:00:00Z\"}"), "o A unknown low" },
	{ "7 waived, as a text", HDF("0.5", ", \"waiver_data\": {\"skipped_due_to_waiver\": \"yes\"}", PART("skipped")),
		"o A unknown low" },
	{ "7 an attestation is no test, and not of the day it was applied", HDF("0.5", "", "{\"status\": \"passed\", "
		"\"code_desc\": \"Manually verified status provided through attestation\", \"message\": "
		"\"Attestation:\\nUpdated: 2025-02-01\\nUpdated By: Ana\", \"start_time\": \"2025-06-01T10:00:00Z\"}"),
		"o A unknown low undated; o A pass low of its day" },
	{ "8 the run failed", SARIF(", \"executionSuccessful\": false", ", \"kind\": \"pass\""), "o R unknown" },
	{ "8 the run succeeded", SARIF(", \"executionSuccessful\": true", ", \"kind\": \"pass\""), "o R pass" },
	{ "8 a rule crashed", SARIF(", \"toolExecutionNotifications\": [{\"level\": \"error\"}]", ", \"kind\": \"pass\""),
		"o R unknown" },
	{ "8 a rule was not set up", SARIF(", \"toolConfigurationNotifications\": [{\"level\": \"error\"}]",
		", \"kind\": \"pass\""), "o R unknown" },
	{ "8 a note is no error", SARIF(", \"toolExecutionNotifications\": [{\"level\": \"note\"}]", ", \"kind\": \"pass\""),
		"o R pass" },
	{ "8 open, not decided", SARIF("", ", \"kind\": \"open\""), "o R unknown" },
	{ "8 kind is fail unless said", SARIF("", ""), "o R fail" },
	{ "8 suppressed by nobody", SARIF("", ", \"suppressions\": [{\"kind\": \"inSource\"}]"), "o R fail" },
	{ "8 a pass of an earlier run", SARIF("", ", \"kind\": \"pass\", \"baselineState\": \"absent\""), "o R unknown" },
	{ "9 a warning is no pass", ASFF(", \"Compliance\": {\"Status\": \"WARNING\"}"),
		"o security-control/IAM.6 fail" },
	{ "9 not available", ASFF(", \"Compliance\": {\"Status\": \"NOT_AVAILABLE\"}"),
		"o security-control/IAM.6 unknown" },
	{ "9 archived is looked at no more", ASFF(", \"RecordState\": \"ARCHIVED\", \"Compliance\": {\"Status\": \"PASSED\"}"),
		"o security-control/IAM.6 unknown" },
	{ "9 archived and failed", ASFF(", \"RecordState\": \"ARCHIVED\", \"Compliance\": {\"Status\": \"FAILED\"}"),
		"o security-control/IAM.6 fail" },
	{ "9 suppressed by nobody", ASFF(", \"Workflow\": {\"Status\": \"SUPPRESSED\"}, \"Compliance\": {\"Status\": \"FAILED\"}"),
		"o security-control/IAM.6 fail" },
	{ "10 a warning is no pass", OCSF(", \"status_id\": 2", ""), "o C fail" },
	{ "10 its word is worse", OCSF(", \"status_id\": 1, \"status\": \"Fail\"", ""), "o C fail" },
	{ "10 another word", OCSF(", \"status_id\": 99, \"status\": \"Mostly\"", ""), "o C unknown" },
	{ "10 archived", OCSF(", \"status_id\": 1", ", \"status_id\": 5"), "o C unknown" },
	{ "10 deleted", OCSF(", \"status_id\": 1", ", \"status_id\": 6"), "o C unknown" },
	{ "10 deleted by its word", OCSF(", \"status_id\": 1", ", \"status\": \"deleted\""), "o C unknown" },
	{ "10 resolved", OCSF(", \"status_id\": 1", ", \"status_id\": 4"), "o C pass" },
	{ "10 a check of it fails", OCSF(", \"status_id\": 1, \"checks\": [{\"uid\": \"c\", \"status_id\": 3}]", ""), "o C fail" },
	{ "10 an assessment does not hold", OCSF(", \"status_id\": 1, \"assessments\": [{\"meets_criteria\": false}]", ""),
		"o C fail" },
	{ "11 without credentials", NESSUS("<tag name='Credentialed_Scan'>false</tag>", CHECK("PASSED")), "o c pass low" },
	{ "11 with credentials", NESSUS("<tag name='Credentialed_Scan'>true</tag>", CHECK("PASSED")), "o c pass" },
	{ "11 a warning is a manual check", NESSUS("", CHECK("WARNING")), "o c unknown" },
	{ "11 a word of no table", NESSUS("", CHECK("PASSED?")), "o c unknown" },
	{ "12 several children: the worst", JUNIT("", "><skipped/><failure/></testcase>"), "o c.n fail low" },
	{ "12 error before skipped", JUNIT("", "><skipped/><error/></testcase>"), "o c.n unknown low" },
	{ "12 flaky", JUNIT("", "><flakyFailure/></testcase>"), "o c.n unknown low" },
	{ "12 not run", JUNIT("", " status='notrun'/>"), "o c.n unknown low" },
	{ "18 an actor who is gone; the first name of a status", JIRA(", \"status\": {\"name\": \"\\uc644\\ub8cc\", "
		"\"statusCategory\": {\"key\": \"done\"}}", "{\"id\": \"1\", \"author\": null, \"created\": "
		"\"2025-03-10T09:00:00.000+0000\", \"items\": [{\"field\": \"resolution\", \"to\": \"1\", \"toString\": "
		"\"Won't Do\"}]}"), "i S-1 closed; e create ?; e decide ? accept" },
	{ "18 a history that is no list", "{\"issues\": [{\"key\": \"S-1\", \"fields\": {\"created\": "
		"\"2025-01-02T09:00:00.000+0100\"}, \"changelog\": {\"histories\": \"None\"}}]}", "i S-1 unknown; e create ?" },
	{ "20 events: the actor is who was assigned", EVENTS("{\"event\": \"assigned\", \"actor\": {\"login\": \"bo\"}, "
		"\"assigner\": {\"login\": \"cy\"}, \"assignee\": {\"login\": \"bo\"}, \"created_at\": \"2025-01-20T08:00:00Z\", "
		ISSUE "}"), "i h/a#7 unknown; i h/a#7 unknown; e create ?; e assign cy" },
	{ "20 a ghost decides", EVENTS("{\"event\": \"closed\", \"actor\": null, \"state_reason\": \"not_planned\", "
		"\"created_at\": \"2025-03-01T08:00:00Z\", " ISSUE "}"), "i h/a#7 unknown; i h/a#7 unknown; e create ?; e status ? accept" },
	{ "20 who closed it, without a log", "[{\"number\": 7, \"node_id\": \"x\", \"state\": \"closed\", \"state_reason\": "
		"\"not_planned\", \"created_at\": \"2025-01-02T08:00:00Z\", \"closed_at\": \"2025-03-01T08:00:00Z\", "
		"\"closed_by\": {\"login\": \"bo\"}, \"html_url\": \"https://github.com/h/a/issues/7\"}]",
		"i h/a#7 accepted; e create ?; e status bo accept" },
	{ "20 closed by nobody who is there", "[{\"number\": 7, \"node_id\": \"x\", \"state\": \"closed\", \"closed_at\": "
		"\"2025-03-01T08:00:00Z\", \"closed_by\": null, \"html_url\": \"https://github.com/h/a/issues/7\"}]",
		"i h/a#7 closed; e create ?" },
	{ "20 open again", "[{\"number\": 7, \"node_id\": \"x\", \"state\": \"open\", \"state_reason\": \"reopened\", "
		"\"closed_at\": null, \"closed_by\": {\"login\": \"bo\"}, \"html_url\": \"https://github.com/h/a/issues/7\"}]",
		"i h/a#7 open; e create ?" },
	{ "20 the log says it, once", "[{\"number\": 7, \"node_id\": \"x\", \"state\": \"closed\", \"closed_by\": {\"login\": "
		"\"bo\"}, \"closed_at\": \"2025-03-01T08:00:00Z\", \"html_url\": \"https://github.com/h/a/issues/7\", "
		"\"timeline\": [{\"event\": \"closed\", \"actor\": {\"login\": \"bo\"}, \"created_at\": "
		"\"2025-03-01T08:00:00Z\"}]}]", "i h/a#7 closed; i h/a#7 unknown; e create ?; e status bo fix" },
	{ "20 a comment says whose it is", "[{\"id\": 5, \"node_id\": \"x\", \"issue_url\": "
		"\"https://api.github.com/repos/h/a/issues/7\", \"user\": {\"login\": \"cy\"}, \"created_at\": "
		"\"2025-03-03T08:00:00Z\", \"body\": \"see AC-2\"}]", "e comment cy" },
	{ "20 nobody dismissed it", "[{\"number\": 2, \"created_at\": \"2025-01-01T00:00:00Z\", \"html_url\": "
		"\"https://github.com/h/a/security/dependabot/2\", \"state\": \"auto_dismissed\", \"auto_dismissed_at\": "
		"\"2025-02-01T00:00:00Z\", \"dependency\": {}, \"security_advisory\": {\"ghsa_id\": \"G\"}}]",
		"i h/a/security/dependabot/2 open" },
	{ "20 no time for it is no acceptance", "[{\"number\": 3, \"created_at\": \"2025-01-01T00:00:00Z\", \"html_url\": "
		"\"https://github.com/h/a/security/dependabot/3\", \"state\": \"dismissed\", \"dismissed_at\": "
		"\"2025-02-01T00:00:00Z\", \"dismissed_reason\": \"no_bandwidth\", \"dismissed_by\": {\"login\": \"bo\"}, "
		"\"dependency\": {}, \"security_advisory\": {\"ghsa_id\": \"G\"}}]",
		"i h/a/security/dependabot/3 open; e other bo" },
	{ "22 the newest update has no time of its own", "{\"count\": 1, \"value\": [{\"id\": 1, \"workItemId\": 42, \"rev\": 1, "
		"\"revisedBy\": {\"displayName\": \"Cy\"}, \"revisedDate\": \"9999-01-01T00:00:00Z\", \"fields\": "
		"{\"System.State\": {\"newValue\": \"Closed\"}, \"System.Reason\": {\"newValue\": \"Deferred\"}}}]}",
		"i 42 unknown; e create Cy; e status Cy accept undated; e other Cy undated" },
	{ "23 1970 is no time", "<log><trace><string key='concept:name' value='c'/><event><string key='concept:name' "
		"value='close'/><date key='time:timestamp' value='1970-01-01T00:00:00.000+00:00'/></event></trace></log>",
		"i c open; e other ? undated" },
};

static const char *
actor(const struct party_ref *p)
{
	return p->raw != NULL && *p->raw != '\0' ? p->raw : p->name != NULL ? p->name : "?";
}

static void
observation(struct buf *b, const struct rec_observation *o)
{
	buf_fmt(b, "o %s %s%s", o->test, result_word(o->result), o->grade < GRADE_E3 ? " low" : "");
	if (o->at.known != KNOWN)
		buf_str(b, " undated");
	else if (o->override && str_same(o->at.raw, "2025-02-01"))
		buf_str(b, " of its day");
}

/* By kind, each in the order of the file. An item that its log alone names has two records. */
static char *
told(const struct run *run, struct arena *a)
{
	static const enum record_kind kinds[] = { REC_OBSERVATION, REC_ITEM, REC_EVENT };
	struct buf b;
	char *out;
	uint64_t ignored = 0;

	buf_init(&b, MIB);
	for (size_t k = 0; k < 3; k++)
		for (size_t i = 0; i < run->records.n; i++) {
			const struct record *r = &run->records.v[i];
			const struct rec_event *e = &r->u.event;

			if (r->kind != kinds[k])
				continue;
			if (b.len > 0)
				buf_str(&b, "; ");
			if (r->kind == REC_OBSERVATION)
				observation(&b, &r->u.observation);
			else if (r->kind == REC_ITEM)
				buf_fmt(&b, "i %s %s", r->u.item.key == NULL ? r->u.item.id : r->u.item.key,
					item_status_word(r->u.item.status));
			else
				buf_fmt(&b, "e %s %s%s%s%s", event_kind_word(e->kind), actor(&e->actor),
					e->choice == CHOICE_NONE ? "" : " ", e->choice == CHOICE_NONE ? ""
					: choice_word(e->choice), e->at.known == KNOWN || e->kind ==
					EVENT_CREATE ? "" : " undated");
		}
	for (size_t i = 0; i < run->source.nignored; i++)
		ignored += run->source.ignored[i].n;
	if (ignored > 0)
		buf_fmt(&b, "%s- %llu", b.len > 0 ? "; " : "", (unsigned long long)ignored);
	out = arena_strndup(a, b.p == NULL ? "" : b.p, b.len);
	buf_free(&b);
	return out;
}

static void
test_traps(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(traps) / sizeof(traps[0]); i++) {
		struct run run;
		const char *got;

		run_text(&run, traps[i].text);
		if (run.reader == NULL)
			fail_msg("%s: no reader", traps[i].what);
		got = told(&run, run.keep);
		if (strcmp(got, traps[i].want) != 0) {
			print_error("%s:\n    got  \"%s\"\n    want \"%s\"\n", traps[i].what, got,
				traps[i].want);
			wrong++;
		}
		run_assert_conserved(&run);
		run_close(&run);
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_traps) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
