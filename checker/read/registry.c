/* The one table of readers: a format is one file and one row here. */
#include "checker/read/reader.h"

#include "checker/base/arena.h"
#include "checker/base/text.h"

extern const struct reader reader_oscal_catalog, reader_oscal_profile, reader_oscal_ssp;
extern const struct reader reader_oscal_ar, reader_oscal_poam;
extern const struct reader reader_oscal_component, reader_oscal_plan, reader_oscal_mapping;
extern const struct reader reader_xccdf, reader_arf, reader_cci;
extern const struct reader reader_ckl, reader_cklb, reader_ocsf, reader_asff, reader_hdf, reader_hdf_attestations;
extern const struct reader reader_nessus, reader_oval, reader_sarif, reader_aws_config;
extern const struct reader reader_openvex, reader_csaf, reader_cyclonedx, reader_intoto;
extern const struct reader reader_scim, reader_jira;
extern const struct reader reader_okta, reader_graph;
extern const struct reader reader_servicenow, reader_github, reader_gitlab, reader_azure_devops;
extern const struct reader reader_pagerduty, reader_opsgenie, reader_kev, reader_xes;
extern const struct reader reader_jira_rss, reader_junit, reader_ldif, reader_codeowners, reader_owners, reader_backstage, reader_cac;
extern const struct reader reader_bugzilla, reader_redmine;
extern const struct reader reader_records, reader_csv_mapping;
extern const struct reader reader_json_mapping, reader_xml_mapping;

const struct reader *const readers[] = {
	&reader_oscal_catalog,
	&reader_oscal_profile,
	&reader_oscal_ssp,
	&reader_oscal_ar,
	&reader_oscal_poam,
	&reader_oscal_component,
	&reader_oscal_plan,
	&reader_oscal_mapping,
	&reader_xccdf,
	&reader_arf,
	&reader_cci,
	&reader_ckl,
	&reader_cklb,
	&reader_ocsf,
	&reader_asff,
	&reader_hdf,
	&reader_hdf_attestations,
	&reader_nessus,
	&reader_oval,
	&reader_sarif,
	&reader_aws_config,
	&reader_openvex,
	&reader_csaf,
	&reader_cyclonedx,
	&reader_intoto,
	&reader_scim,
	&reader_okta,
	&reader_graph,
	&reader_ldif,
	&reader_codeowners,
	&reader_owners,
	&reader_backstage,
	&reader_jira,
	&reader_jira_rss,
	&reader_servicenow,
	&reader_github,
	&reader_gitlab,
	&reader_azure_devops,
	&reader_pagerduty,
	&reader_opsgenie,
	&reader_bugzilla,
	&reader_redmine,
	&reader_xes,
	&reader_junit,
	&reader_kev,
	&reader_cac,
	&reader_records,
	&reader_csv_mapping,
	&reader_json_mapping,
	&reader_xml_mapping,
	NULL
};

const struct reader *
reader_find(const char *name)
{
	for (size_t i = 0; readers[i] != NULL; i++)
		if (str_same(readers[i]->name, name))
			return readers[i];
	return NULL;
}

/* design.md 3: detection is by content, scored; a tie is an error that asks for a hint. */
const struct reader *
reader_detect(const struct head *h, const char **sign, const char **tie)
{
	const struct reader *best = NULL, *second = NULL;
	int top = 0;

	*sign = *tie = NULL;
	for (size_t i = 0; readers[i] != NULL; i++) {
		const char *why = NULL;
		int score;

		if (readers[i]->syntax != SYNTAX_NONE && readers[i]->syntax != h->syntax)
			continue;
		score = readers[i]->probe(h, &why);
		if (score <= 0 || score < top)
			continue;
		if (score == top) {
			second = readers[i];
			continue;
		}
		best = readers[i];
		second = NULL;
		top = score;
		*sign = why;
	}
	if (second == NULL)
		return best;
	*tie = arena_printf(h->a, "%s and %s", best->name, second->name);
	*sign = NULL;
	return NULL;
}
