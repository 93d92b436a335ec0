#ifndef TRUEUP_WRITERS_H
#define TRUEUP_WRITERS_H
/* The rows of the table of writers, one a file. */
#include "reports/writer.h"

extern const struct writer writer_json, writer_text, writer_html, writer_requests, writer_worklist,
	writer_markdown, writer_sarif, writer_junit, writer_annotations, writer_codequality,
	writer_badge_records, writer_badge_evidence, writer_prometheus,
	writer_oscal_ar_json, writer_oscal_ar_xml, writer_oscal_poam_json, writer_oscal_poam_xml,
	writer_cyclonedx, writer_csv_controls, writer_csv_checks, writer_csv_items,
	writer_csv_owners, writer_pdf;

/* NULL, or why this program on this machine makes no PDF. */
const char *pdf_refused(void);

#endif
