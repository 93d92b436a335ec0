#ifndef TRUEUP_REPORTS_HTML_SVG_H
#define TRUEUP_REPORTS_HTML_SVG_H
/* Pieces of drawings; x and widths are millionths of the drawing's width. */
#include <stdint.h>

#include "reports/emit_xml.h"

/* role img with the label that says the same, and a title; close with ex_close(). */
void svg_open(struct emit_xml *x, const char *width, int height, const char *label);
void svg_rect(struct emit_xml *x, int64_t from, int64_t width, int y, int height, const char *class,
	const char *fill);
void svg_line_at(struct emit_xml *x, int64_t x1, int y1, int64_t x2, int y2, const char *class);
/* shift: dots to the right of x. Text is made inert, not cut. */
void svg_text_at(struct emit_xml *x, int64_t at, int y, const char *class, const char *text,
	int shift);

#endif
