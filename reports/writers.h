#ifndef TRUEUP_WRITERS_H
#define TRUEUP_WRITERS_H
/* The rows of the table of writers, one a file. */
#include "reports/writer.h"

extern const struct writer writer_json, writer_text, writer_html, writer_requests, writer_worklist;

#endif
