/* formats.md C.3, row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/text.h"
#include "checker/model/control_id.h"

struct one { const char *raw, *hint, *want, *part; }; /* want "framework:id"; NULL: none */

static const struct one ones[] = {
	/* 1 */
	{"AC-2(1)", NULL, "nist-800-53:ac-2.1", NULL},
	{"AC-2 (1)", NULL, "nist-800-53:ac-2.1", NULL},
	{"AC 2 (1)", NULL, "nist-800-53:ac-2.1", NULL},
	{"ac-2.1", NULL, "nist-800-53:ac-2.1", NULL},
	{"ac_2_1", NULL, "nist-800-53:ac-2.1", NULL},
	{"AC-02(01)", NULL, "nist-800-53:ac-2.1", NULL},
	{"AC\xe2\x80\x91"
	 "2(1)",
		NULL, "nist-800-53:ac-2.1", NULL},
	/* 2 */
	{"AC-2", NULL, "nist-800-53:ac-2", NULL},
	{"AC2", NULL, "nist-800-53:ac-2", NULL},
	{"AC-02", NULL, "nist-800-53:ac-2", NULL},
	{"ac-2 ", NULL, "nist-800-53:ac-2", NULL},
	/* 3, 4, 5 */
	{"AC-2(1)(a)", NULL, "nist-800-53:ac-2.1", "a"},
	{"AC-2 (1) (a)", NULL, "nist-800-53:ac-2.1", "a"},
	{"AC-2 a", NULL, "nist-800-53:ac-2", "a"},
	{"CM-6 b", NULL, "nist-800-53:cm-6", "b"},
	{"AC-1 a 1", NULL, "nist-800-53:ac-1", "a.1"},
	{"AC-2a.[01]", NULL, "nist-800-53:ac-2", "a.[1]"},
	{"AC-02a.[02]", NULL, "nist-800-53:ac-2", "a.[2]"},
	/* 6 */
	{"ac-2_obj.a-1", NULL, "nist-800-53:ac-2", "obj.a-1"},
	{"ac-6.1_obj", NULL, "nist-800-53:ac-6.1", "obj"},
	{"ac-2_smt.a", NULL, "nist-800-53:ac-2", "smt.a"},
	{"cm-8.a.4_obj.1", NULL, "nist-800-53:cm-8", "a.4_obj.1"},
	/* 7 */
	{"AC-1.1 (iii)", "NIST SP 800-53A", "nist-800-53:ac-1", "1.iii"},
	{"AC-1.1", "NIST SP 800-53A", "nist-800-53:ac-1", "1"},
	{"AC-1.1", "NIST SP 800-53", "nist-800-53:ac-1.1", NULL},
	/* 8 */
	{"NIST.800-53.r5 AC-2(1)", NULL, "nist-800-53:ac-2.1", NULL},
	{"NIST SP 800-53 Rev. 5 AC-2(1)", NULL, "nist-800-53:ac-2.1", NULL},
	{"800-53|AC-3", NULL, "nist-800-53:ac-3", NULL},
	{"800-53r5|AC-3", NULL, "nist-800-53:ac-3", NULL},
	{"NIST SP 800-53 Revision 4 AC-3", NULL, "nist-800-53:ac-3", NULL},
	/* 9 */
	{"CCI-000015", NULL, "cci:CCI-000015", NULL},
	{"cci-15", NULL, "cci:CCI-000015", NULL},
	{"000015", "cci", "cci:CCI-000015", NULL},
	{"000015", NULL, NULL, NULL},
	/* 10 */
	{"SV-230221r743913_rule", NULL, "stig:SV-230221", NULL},
	{"xccdf_mil.disa.stig_rule_SV-230221r743913_rule", NULL, "stig:SV-230221", NULL},
	/* 11 */
	{"5.1", NULL, NULL, NULL},
	{"Control 5.1", NULL, NULL, NULL},
	/* 12 */
	{"A.5.1", "iso-27001", "iso-27001-2022:5.1", NULL},
	{"A.5.1.1", "iso-27001", "iso-27001-2013:A.5.1.1", NULL},
	{"5.1", "ISO/IEC 27001:2022", "iso-27001-2022:5.1", NULL},
	{"A.9.2.1", "iso27001", "iso-27001-2013:A.9.2.1", NULL},
	/* 13 */
	{"CIS-1.4: 1.20", "cis-aws", "cis-aws-1.4:1.20", NULL},
	{"CIS-1.4: 1.20", "cis-aws-1.4", "cis-aws-1.4:1.20", NULL},
	{"1.20", "cis-aws-1.4", "cis-aws-1.4:1.20", NULL},
	{"1.2", "cis-aws-1.4", "cis-aws-1.4:1.2", NULL},
	{"1.20", NULL, NULL, NULL},
	/* 14 */
	{"CC6.1", NULL, "soc2:CC6.1", NULL},
	{"cc 6.1", "soc2", "soc2:CC6.1", NULL},
	{"A1.2", "SOC 2", "soc2:A1.2", NULL},
	{"A1.2", NULL, NULL, NULL},
	/* 15 */
	{"PR.AC-1", NULL, "nist-csf:PR.AC-1", NULL},
	{"PR.AA-01", NULL, "nist-csf:PR.AA-01", NULL},
	/* 16 */
	{"3.1.1", "NIST SP 800-171", "nist-800-171:3.1.1", NULL},
	{"3.1.1", NULL, NULL, NULL},
	{"AC.L2-3.1.1", "cmmc", "nist-800-171:3.1.1", NULL},
	{"AC.L2-3.1.1", NULL, "nist-800-171:3.1.1", NULL},
	/* 19 */
	{"02-Jan", NULL, NULL, NULL},
	{"45324", NULL, NULL, NULL},
	{"02-Jan", "nist-800-53", NULL, NULL},
	{"45324", "nist-800-53", NULL, NULL},
	/* 20 */
	{"ac_2_3_a", NULL, "nist-800-53:ac-2.3", "a"},
	{"ac_2_d_1", NULL, "nist-800-53:ac-2", "d.1"},
	/* 21 */
	{"XX-9", NULL, NULL, NULL},
	{"RHEL-08-010000", NULL, NULL, NULL},
	{"DCF-71", NULL, NULL, NULL},
	{"DCF-71", "drata-dcf", "drata-dcf:DCF-71", NULL},
	/* no such control, and things that only look like one */
	{"AC-26", NULL, NULL, NULL},
	{"IA-64", NULL, NULL, NULL},
	{"AC-0", NULL, NULL, NULL},
	{"AC-100", NULL, NULL, NULL},
	{"at 3", NULL, NULL, NULL},
	{"AC-2 new", NULL, NULL, NULL},
	{"AC-2(1)(2)", NULL, NULL, NULL},
	{"", NULL, NULL, NULL},
	{"AC", NULL, NULL, NULL},
	{"A", NULL, NULL, NULL},
	{NULL, NULL, NULL, NULL},
};

static void
single_ids(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(ones) / sizeof(*ones); i++) {
		struct arena *a = arena_new();
		const char *fw, *part;
		char *id = control_id_parse(ones[i].raw, ones[i].hint, &fw, &part, a);
		const char *got = id == NULL ? NULL : arena_printf(a, "%s:%s", fw, id);

		if (!str_same(got, ones[i].want) || (id != NULL && !str_same(part, ones[i].part)))
			fail_msg("\"%s\" (%s): %s part %s", ones[i].raw, ones[i].hint, got, part);
		arena_free(a);
	}
}

struct many { const char *text, *hint, *want; };

static const struct many lists[] = {
	/* 17, 18 */
	{"AC-2(13), IA-2;AU-2", NULL, "ac-2.13 ia-2 au-2"},
	{"AC-2(1)-(4)", NULL, "ac-2.1 ac-2.2 ac-2.3 ac-2.4"},
	{"AC-2 (1) - (3), AC-3", NULL, "ac-2.1 ac-2.2 ac-2.3 ac-3"},
	{"AC-2 (1)(2)(3)", NULL, "ac-2.1? ac-2.2? ac-2.3?"},
	{"CP-2; CP-2(1)(3)", NULL, "cp-2 cp-2.1? cp-2.3?"},
	{"AC-2(1)(a)", NULL, "ac-2.1"},
	{"AC-2, AC-2", NULL, "ac-2"},
	{"ac_2_1,ia_2_1", NULL, "ac-2.1 ia-2.1"},
	{"800-53|AC-3", NULL, "ac-3"},
	/* prose */
	{"Fix SV-86707 and RHEL-08-010000 on web01", NULL, ""},
	{"Patch AC-2(1) (see IA-5 (1)), SI-2.", NULL, "ac-2.1 ia-5.1 si-2"},
	{"NIST SP 800-53 Rev. 5 AC-2(1): accounts", NULL, "ac-2.1"},
	{"meet at 3 in MA 02139, pm 10, IA-64, AC-2024, AC-2-foo", NULL, ""},
	{"SC-7.4.2, version sc-7.4.2.1", NULL, ""},
	{"[AC-2a] accounts", NULL, "ac-2"},
	{"CSF PR.AC-1 and CC6.1", NULL, "PR.AC-1 CC6.1"},
	{"https://x.example/ac-2 and me@ac-2.example", NULL, ""},
	{"SEC-12 blocks PR-4", NULL, ""},
	{"", NULL, ""},
	/* with a framework */
	{"A.5.1, A.8.2", "iso-27001", "5.1 8.2"},
	{"5.1 5.2 text", "iso-27001-2022", "5.1 5.2"},
	{"AC-2, nonsense", "nist-800-53-r5", "ac-2"},
	{"DCF-71;DCF-72", "drata-dcf", "DCF-71 DCF-72"},
};

static void
lists_and_prose(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		struct arena *a = arena_new();
		struct tags t = {0};
		struct buf b;

		buf_init(&b, 4096);
		control_ids_find(&t, lists[i].text, lists[i].hint, a);
		for (size_t j = 0; j < t.n; j++)
			buf_fmt(&b, "%s%s%s", j > 0 ? " " : "", t.v[j].id,
				t.v[j].relation == REL_SUBSET ? "?" : "");
		if (strcmp(b.p, lists[i].want) != 0)
			fail_msg("\"%s\": got \"%s\", want \"%s\"", lists[i].text, b.p,
				lists[i].want);
		buf_free(&b);
		arena_free(a);
	}
}

static void
tests_in_prose(void **state)
{
	static const struct many rows[] = {
		{"CVE-2021-44228 on SV-230221r743913_rule (cci-15); cve-2021-44228", NULL,
		 "cve:CVE-2021-44228 stig:SV-230221 cci:CCI-000015"},
		{"xccdf_org.ssgproject.content_rule_no_empty_passwords.", NULL,
		 "rule:xccdf_org.ssgproject.content_rule_no_empty_passwords"},
		{"xccdf_mil.disa.stig_rule_SV-230221r743913_rule", NULL, "stig:SV-230221"},
		{"CVE-21-1 XCVE-2021-44228 SV-1 CCI-x CVE-2021-123", NULL, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena *a = arena_new();
		struct tags t = {0};
		struct buf b;

		buf_init(&b, 4096);
		test_ids_find(&t, rows[i].text, a);
		for (size_t j = 0; j < t.n; j++)
			buf_fmt(&b, "%s%s:%s", j > 0 ? " " : "", t.v[j].scheme, t.v[j].id);
		assert_string_equal(b.p, rows[i].want);
		buf_free(&b);
		arena_free(a);
	}
}

static void
assets_in_prose(void **state)
{
	static const char *const want[] = {IDENT_MENTION "=web01.x.example", "instance=i-0a1b2c3d",
		"arn=arn:aws:ec2:eu-west-1:111122223333:instance/i-0a",
		"uuid=2f1c0c1e-5a77-4a5e-9f6d-0a1b2c3d4e5f"};
	struct arena *a = arena_new();
	struct idents *v = NULL;
	size_t n = 0;

	(void)state;
	asset_ids_find(&v, &n,
		"web01.x.example (i-0a1b2c3d), mail bo@x.example, 10.0.0.7 version 1.2 "
		"arn:aws:ec2:eu-west-1:111122223333:instance/i-0a "
		"2f1c0c1e-5a77-4a5e-9f6d-0a1b2c3d4e5f i-have no WEB01",
		IDENT_MENTION, a);
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(v[i].n, 1);
		assert_string_equal(
			arena_printf(a, "%s=%s", v[i].v[0].ns, v[i].v[0].value), want[i]);
	}
	arena_free(a);
}

static void
frameworks(void **state)
{
	static const char *const rows[][3] = {
		{"NIST SP 800-53 Rev. 5", "nist-800-53", "5"},
		{"nist-800-53-r4", "nist-800-53", "4"},
		{"NIST SP 800-53 Revision 4", "nist-800-53", "4"},
		{"800-53", "nist-800-53", NULL},
		{"nist-800-53", "nist-800-53", NULL},
		{"NIST SP 800-53A", "nist-800-53a", NULL},
		{"ISO/IEC 27001:2022", "iso-27001-2022", NULL},
		{"iso27001", "iso-27001", NULL},
		{"SOC 2", "soc2", NULL},
		{"PCI DSS v4.0", "pci-dss", NULL},
		{"My Own Set", "my-own-set", NULL},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *rev;
		char *name = framework_canonical(rows[i][0], &rev, a);

		if (!str_same(name, rows[i][1]) || !str_same(rev, rows[i][2]))
			fail_msg("%s: %s %s", rows[i][0], name, rev);
	}
	assert_string_equal(control_id_display("nist-800-53", "ac-2.1", a), "AC-2(1)");
	assert_string_equal(control_id_display("nist-800-53", "ac-2", a), "AC-2");
	assert_string_equal(control_id_display("soc2", "CC6.1", a), "CC6.1");
	assert_string_equal(control_id_family("nist-800-53", "ac-2.1", a), "ac");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(single_ids), cmocka_unit_test(lists_and_prose),
		cmocka_unit_test(tests_in_prose), cmocka_unit_test(assets_in_prose),
		cmocka_unit_test(frameworks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
