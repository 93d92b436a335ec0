/* The row of the PDF in a program that was built without cairo and pango. */
#include "reports/words.h"
#include "reports/writers.h"

static int
write_nothing(struct buf *out, const struct node *report, const struct writer_options *o)
{
	(void)out;
	(void)report;
	(void)o;
	return -1;
}

const char *
pdf_refused(void)
{
	return say_text(SAY_F_NOT_BUILT);
}

const struct writer writer_pdf = {"pdf", "report.pdf", "application/pdf",
	"pages for the board (not in this build)", write_nothing, NULL};
