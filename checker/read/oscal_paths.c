#include "checker/read/oscal_paths.h"

#include <stddef.h>
#include <string.h>

/*
 * From the metaschemas of OSCAL 1.0.0 to 1.2.2 (group-as names and json-value
 * keys); no name changed between them.  What is read nowhere is left out where its names are equal.
 */
#define L(xml, json) { xml, NULL, json, true, false }
#define LIN(xml, parent, json) { xml, parent, json, true, false }
#define P(xml) { xml, NULL, xml, false, true }

const struct oscal_name oscal_names[] = {
	L("action", "actions"),
	L("activity", "activities"),
	L("actor", "actors"),
	L("add", "adds"),
	L("address", "addresses"),
	L("alter", "alters"),
	L("assessment-platform", "assessment-platforms"),
	L("associated-activity", "associated-activities"),
	L("associated-risk", "related-risks"),
	L("attestation", "attestations"),
	L("authorized-privilege", "authorized-privileges"),
	L("by-component", "by-components"),
	L("capability", "capabilities"),
	L("characterization", "characterizations"),
	L("component", "components"),
	L("control", "controls"),
	LIN("control-implementation", "capability", "control-implementations"),
	LIN("control-implementation", "component", "control-implementations"),
	L("control-objective-selection", "control-objective-selections"),
	L("control-selection", "control-selections"),
	P("description"),
	L("diagram", "diagrams"),
	L("document-id", "document-ids"),
	L("email-address", "email-addresses"),
	L("entry", "entries"),
	L("exclude-control", "exclude-controls"),
	L("exclude-controls", "exclude-controls"),
	L("exclude-objective", "exclude-objectives"),
	L("exclude-subject", "exclude-subjects"),
	L("external-id", "external-ids"),
	L("facet", "facets"),
	L("finding", "findings"),
	L("function-performed", "functions-performed"),
	L("group", "groups"),
	L("hash", "hashes"),
	L("implemented-component", "implemented-components"),
	L("implemented-requirement", "implemented-requirements"),
	L("import", "imports"),
	L("include-control", "include-controls"),
	L("include-controls", "include-controls"),
	L("include-objective", "include-objectives"),
	L("include-subject", "include-subjects"),
	L("information-type", "information-types"),
	L("inherited", "inherited"),
	L("inventory-item", "inventory-items"),
	L("leveraged-authorization", "leveraged-authorizations"),
	L("link", "links"),
	L("location", "locations"),
	L("location-uuid", "location-uuids"),
	L("logged-by", "logged-by"),
	LIN("map", "mapping", "maps"),
	LIN("mapping", "mapping-collection", "mappings"),
	L("matching", "matching"),
	L("member-of-organization", "member-of-organizations"),
	L("method", "methods"),
	L("mitigating-factor", "mitigating-factors"),
	L("objective", "objectives"),
	L("observation", "observations"),
	{ "origin", "characterization", "origin", false, false },
	L("origin", "origins"),
	L("param", "params"),
	L("part", "parts"),
	L("party", "parties"),
	L("party-uuid", "party-uuids"),
	L("poam-item", "poam-items"),
	L("prop", "props"),
	L("protocol", "protocols"),
	L("provided", "provided"),
	L("related-finding", "related-findings"),
	L("related-observation", "related-observations"),
	L("related-response", "related-responses"),
	L("related-task", "related-tasks"),
	L("relevant-evidence", "relevant-evidence"),
	P("remarks"),
	L("required-asset", "required-assets"),
	L("resource", "resources"),
	L("response", "remediations"),
	L("responsibility", "responsibilities"),
	L("responsible-party", "responsible-parties"),
	L("responsible-role", "responsible-roles"),
	L("result", "results"),
	L("risk", "risks"),
	L("rlink", "rlinks"),
	L("role", "roles"),
	L("role-id", "role-ids"),
	L("satisfied", "satisfied"),
	L("set-parameter", "set-parameters"),
	LIN("source", "map", "sources"),
	LIN("statement", "implemented-requirement", "statements"),
	P("statement"),
	L("step", "steps"),
	L("subject", "subjects"),
	L("system-id", "system-ids"),
	{ "system-id", "plan-of-action-and-milestones", "system-id", false, false },
	LIN("target", "map", "targets"),
	L("task", "tasks"),
	L("telephone-number", "telephone-numbers"),
	L("threat-id", "threat-ids"),
	P("title"),
	L("type", "types"),
	L("user", "users"),
	L("uses-component", "uses-components"),
	L("value", "values"),
	L("with-id", "with-ids"),
};
const unsigned oscal_name_count = sizeof(oscal_names) / sizeof(oscal_names[0]);

/* The first of the rows of an element, by halving. */
static unsigned
first_row(const char *xml)
{
	unsigned lo = 0, hi = oscal_name_count;

	while (lo < hi) {
		unsigned mid = lo + (hi - lo) / 2;

		if (strcmp(oscal_names[mid].xml, xml) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct oscal_name *
oscal_name(const char *parent, const char *xml)
{
	const struct oscal_name *any = NULL;

	for (unsigned i = first_row(xml); i < oscal_name_count; i++) {
		const struct oscal_name *n = &oscal_names[i];

		if (strcmp(n->xml, xml) != 0)
			break;
		if (n->parent == NULL)
			any = n;
		else if (parent != NULL && strcmp(n->parent, parent) == 0)
			return n;
	}
	return any;
}
