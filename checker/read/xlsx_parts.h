#ifndef TRUEUP_READ_XLSX_PARTS_H
#define TRUEUP_READ_XLSX_PARTS_H
/* Inside of read/xlsx*.c. */
#include "checker/base/vec.h"
#include "checker/read/xlsx.h"
#include "checker/read/xml.h"

struct workbook_sheet { const char *name, *rel, *part; };

struct workbook_format { unsigned id; const char *code; };

struct workbook {
	struct bundle_bytes from;
	const char *file;
	struct bundle_budget *budget;
	struct diags *d;
	struct arena *a;
	bool from_1904;
	VEC(struct workbook_sheet) sheets;
	VEC(const char *) strings;
	size_t string_bytes;
	VEC(unsigned char) styles;      /* enum xlsx_format of a cell style */
	VEC(struct workbook_format) formats;
	const char *unread;
};

/* Says that the workbook is not what it should be; -1. */
int workbook_broken(struct workbook *w, const char *file, uint32_t line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* The part of that name through the handler. 1; 0: no such part; -1: broken (diagnosed). */
int workbook_part(struct workbook *w, const char *part, const char *file, struct xml_handler *h);

/* A part that is read bit by bit: opened at its first byte. NULL: none, or broken (then *broken). */
struct bundle *workbook_member(struct workbook *w, const char *part, bool *broken);

#endif
