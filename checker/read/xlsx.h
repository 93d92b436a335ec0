#ifndef TRUEUP_READ_XLSX_H
#define TRUEUP_READ_XLSX_H
/*
 * Workbooks (ECMA-376 part 1, SpreadsheetML) as tables: each sheet's rows with
 * what a person would see in a cell.  Shared and inline strings, truth values
 * and errors by their words, numbers as they are stored, dates by their style as ISO 8601,
 * of formulas the stored value.  A cell that is merged downwards says the same in all its rows.
 * Nothing is computed and no link is followed.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "checker/read/archive.h"

struct arena;
struct buf;
struct csv_row;
struct diags;
struct head;

struct workbook;

/*
 * Sheet list, styles and shared strings. NULL (diagnosed) if it is broken. from must outlive it;
 * file is for messages. budget: what the file and all in it may unpack to.
 */
struct workbook *workbook_open(const struct bundle_bytes *from, const char *file,
	struct bundle_budget *budget, struct diags *d);
void workbook_free(struct workbook *w);
size_t workbook_sheets(const struct workbook *w);
const char *workbook_sheet(const struct workbook *w, size_t i);
/* false: a sheet of a chart, dialog or macro. */
bool workbook_has_rows(const struct workbook *w, size_t i);
/* Names of parts that may hold facts and are not read (links, macros, comments ...); "": none. */
const char *workbook_unread(const struct workbook *w);

/* One sheet, its rows one after the other; line and number of a row are those of the sheet. */
struct sheet;
/* file: as messages name it. NULL (diagnosed). */
struct sheet *sheet_open(struct workbook *w, size_t i, const char *file);
void sheet_free(struct sheet *s);
/* What detection needs of the first rows; lives in a. Rows looked at are given again. */
void sheet_look(struct sheet *s, struct head *h, struct arena *a);
/* All rows that are not blank. 0; -1: broken (diagnosed), or stopped by on_row. */
int sheet_rows(struct sheet *s, int (*on_row)(void *ctx, const struct csv_row *row), void *ctx);
uint64_t sheet_bytes(const struct sheet *s);
const char *sheet_name(const struct sheet *s);

/* Is this number format one of dates (ECMA-376 18.8.30, 18.8.31)? */
enum xlsx_format { XLSX_NUMBER, XLSX_DATE, XLSX_DATE_TIME, XLSX_TIME };
enum xlsx_format xlsx_format(unsigned id, const char *code);
/* A serial number as ISO 8601; false: out of range, or no number. No floating point. */
bool xlsx_date(struct buf *out, const char *serial, bool from_1904, enum xlsx_format how);

#endif
