#ifndef TRUEUP_REPORTS_PDF_LIB_H
#define TRUEUP_REPORTS_PDF_LIB_H
/*
 * cairo and pango, loaded when a PDF is asked for and not before: their forty libraries would
 * cost every run of the program some 25 ms.
 */
#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdbool.h>

struct pdf_lib {
#define FN(name, library) __typeof__(name) *name;
#include "reports/pdf/lib.def"
#undef FN
};

/* NULL, or what is missing on this machine. They stay loaded: glib cannot be unloaded. */
const char *pdf_lib_load(struct pdf_lib *l);

#endif
