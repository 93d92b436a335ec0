/* Sheets of workbooks as sources: "book.xlsx!Open items". */
#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/cmd_diags.h"
#include "checker/intake.h"
#include "checker/model/say.h"
#include "checker/read/mapping.h"

/*
 * What trueup.json says of the workbook counts for its sheets, but a mapping is for the sheets that
 * it fits: a workbook has a sheet of instructions as well.
 */
static const struct evidence_row *
hint_of(struct intake *in, const char *path, const struct evidence_row *outer,
	struct evidence_row *copy)
{
	const struct evidence_row *own = intake_hint(in, path);

	if (own != NULL || outer == NULL || outer->mapping == NULL)
		return own != NULL ? own : outer;
	*copy = *outer;
	return copy;
}

static bool
fits(struct intake *in, struct sheet *sheet, const char *name)
{
	struct arena *a = arena_new();
	struct head h;
	bool yes;

	sheet_look(sheet, &h, a);
	yes = mapping_fits_header(in->maps, name, h.header, h.nheader);
	arena_free(a);
	return yes;
}

static long
no_bytes(void *from, char *p, size_t n)
{
	(void)from;
	(void)p;
	(void)n;
	return 0;
}

static int
read_sheet(struct intake *in, struct source *book, struct workbook *w, size_t i,
	const struct evidence_row *outer, size_t *understood)
{
	struct source *s = intake_source(in, arena_printf(in->run->a, "%s!%s", book->path,
		text_inert_dup(in->run->a, workbook_sheet(w, i), 0)));
	struct sheet *sheet = sheet_open(w, i, s->path);
	struct evidence_row copy;
	const struct evidence_row *hint = hint_of(in, s->path, outer, &copy);
	const struct reader *reader = NULL;
	struct feed f;

	intake_apply_hint(in, s, hint);
	memcpy(s->sha256, book->sha256, sizeof(s->sha256));
	if (sheet == NULL && workbook_has_rows(w, i)) {
		s->broken = true;
		run_incomplete(in->run, SAID(in->run->a, SAY_INCOMPLETE_SHEET, SAY_S(s->path)));
	} else if (sheet == NULL) {
		s->sign = say_text(SAY_SIGN_NO_CELLS);
	} else {
		if (hint == &copy && !fits(in, sheet, hint->mapping))
			copy.mapping = NULL;
		feed_init(&f, in, s, no_bytes, NULL);
		f.sheet = sheet;
		reader = feed_read(&f, hint, hint != NULL && hint != outer && hint != &copy);
		feed_free(&f);
		s->size = sheet_bytes(sheet);
		if (reader == NULL && !s->broken)
			s->sign = say_text(SAY_SIGN_NO_MAPPING);
	}
	sheet_free(sheet);
	*understood += reader != NULL;
	return intake_settle(in, s, reader);
}

int
intake_workbook(struct intake *in, struct source *s, const struct bundle_bytes *bytes,
	const struct evidence_row *hint, size_t *understood)
{
	struct workbook *w = workbook_open(bytes, s->path, &in->budget, in->run->diags);
	int rc = 0;

	*understood = 0;
	if (w == NULL) {
		s->broken = true;
		run_incomplete(in->run, SAID(in->run->a, SAY_INCOMPLETE_WORKBOOK, SAY_S(s->path)));
		return 0;
	}
	s->sign = SAID(in->run->a, SAY_SIGN_WORKBOOK, SAY_N(workbook_sheets(w)));
	for (size_t i = 0; i < workbook_sheets(w) && rc == 0; i++)
		rc = read_sheet(in, s, w, i, hint, understood);
	workbook_free(w);
	return rc;
}
