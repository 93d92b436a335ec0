/*
 * OSCAL plan of action and milestones: what fails, what is late and what is
 * not shown, each an item with who answers for it.  What is planned about it
 * nobody told trueup, so it names no milestone.
 */
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_oscal.h"
#include "reports/finding.h"
#include "reports/walk.h"
#include "reports/words.h"
#include "reports/writers.h"

static bool
item(void *ctx, const struct finding *f)
{
	struct oscal *o = ctx;
	const char *who = f->control != NULL ? get_str(node_get(f->control, "owner"), "name")
		: get_str(f->late, "who");
	char uuid[37];

	os_uuid(uuid, "poam-item", f->fingerprint, NULL);
	os_entry(o, "poam-item");
	os_flag(o, "uuid", uuid);
	os_line(o, "title", f->control != NULL ? get_str(f->control, "label")
		: f->late != NULL ? get_str(f->late, "subject") : f->rule);
	os_block(o, "description", f->text);
	os_list(o, "props");
	os_prop(o, "rule", f->rule);
	os_prop(o, "shown", f->error ? "refuted" : "unknown");
	if (f->control != NULL) {
		os_prop(o, "scope", get_str(f->scope, "id"));
		os_prop(o, "control", get_str(f->control, "id"));
		os_prop_int(o, "claimed", get_int(node_get(f->control, "claim"), "p"));
		os_prop_int(o, "real_low", get_int(f->control, "real_low"));
		os_prop_int(o, "real_high", get_int(f->control, "real_high"));
	}
	if (f->late != NULL)
		os_prop_int(o, "late_seconds", get_int(f->late, "late_seconds"));
	if (*who != '\0')
		os_prop(o, "owner", who);
	if (*f->at != '\0')
		os_prop(o, "evidence", f->at);
	os_list_end(o);
	os_end(o);
	return true;
}

static int
write_poam(struct buf *out, const struct node *report, bool xml)
{
	struct oscal *o;
	char uuid[37];

	os_document_uuid(uuid, report, "poam");
	o = os_begin(out, xml, "plan-of-action-and-milestones", uuid);
	os_metadata(o, report, say_text(SAY_P_TITLE));
	os_map(o, "system-id");
	os_flag(o, "identifier-type", "urn:trueup:oscal");
	if (xml)
		os_text(o, get_str(report, "organisation"));
	else
		os_value(o, "id", get_str(report, "organisation"));
	os_end(o);
	os_list(o, "poam-items");
	if (findings_walk(report, item, o) == 0) {
		/* OSCAL wants one item. */
		os_uuid(uuid, "poam-item", "none", NULL);
		os_entry(o, "poam-item");
		os_flag(o, "uuid", uuid);
		os_line(o, "title", say_text(SAY_NONE_CONTRADICTED));
		os_block(o, "description", say_text(SAY_NONE_FIRST));
		os_end(o);
	}
	os_list_end(o);
	os_sources(o, report);
	return os_finish(o);
}

static int
write_json(struct buf *out, const struct node *report, const struct writer_options *o)
{
	(void)o;
	return write_poam(out, report, false);
}

static int
write_xml(struct buf *out, const struct node *report, const struct writer_options *o)
{
	(void)o;
	return write_poam(out, report, true);
}

const struct writer writer_oscal_poam_json = {"oscal-poam-json", "report.oscal-poam.json",
	"application/json", "OSCAL plan of action and milestones", write_json, "oscal"};
const struct writer writer_oscal_poam_xml = {"oscal-poam-xml", "report.oscal-poam.xml",
	"application/xml", "the same as XML", write_xml, "oscal"};
