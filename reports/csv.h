#ifndef TRUEUP_REPORTS_CSV_H
#define TRUEUP_REPORTS_CSV_H
/* A cell of text (RFC 4180): quoted, inert, and no formula to a spreadsheet. */
struct buf;

void csv_text(struct buf *out, const char *s);

#endif
