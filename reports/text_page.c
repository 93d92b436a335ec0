/* Lines, columns and colour of the terminal summary. */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/utf8.h"
#include "reports/text_page.h"

#define LEAST_WHAT 16u  /* columns of the middle, below which names and places stand alone */
#define LONGEST_NAME 16u

void
page_paint(struct page *p, enum paint how)
{
	static const char *const codes[] = {"\033[0m", "\033[1m", "\033[31m", "\033[32m",
		"\033[33m", "\033[2m"};

	if (p->colour)
		buf_str(p->out, codes[how]);
}

bool
page_room(const struct page *p, unsigned n)
{
	return p->lines + n + p->reserved <= TEXT_LINES;
}

void
page_end_line(struct page *p)
{
	buf_chr(p->out, '\n');
	p->lines++;
}

static unsigned
columns(const char *s, size_t len)
{
	unsigned w = 0;
	size_t n;

	for (size_t i = 0; i < len; i += n) {
		int32_t c = utf8_next(s + i, len - i, &n);

		w += c < 0 ? 1 : (unsigned)utf8_width((uint32_t)c);
	}
	return w;
}

/* The longest beginning of s that takes at most width columns. */
static size_t
fitting(const char *s, size_t len, unsigned width)
{
	unsigned w = 0;
	size_t i = 0, n;

	while (i < len) {
		int32_t c = utf8_next(s + i, len - i, &n);
		unsigned one = c < 0 ? 1 : (unsigned)utf8_width((uint32_t)c);

		if (w + one > width)
			break;
		w += one;
		i += n;
	}
	return i;
}

void
page_cut(struct page *p, const char *s, unsigned width)
{
	size_t len = strlen(s);

	if (columns(s, len) <= width) {
		buf_str(p->out, s);
		return;
	}
	buf_add(p->out, s, fitting(s, len, width > 3 ? width - 3 : 0));
	buf_str(p->out, "...");
}

/* One word with its "**" turned into weight. */
static void
put_word(struct page *p, const char *s, size_t len, bool *heavy)
{
	if (!p->marks) {
		buf_add(p->out, s, len);
		return;
	}
	for (size_t i = 0; i < len; i++) {
		if (i + 1 < len && s[i] == '*' && s[i + 1] == '*') {
			*heavy = !*heavy;
			page_paint(p, *heavy ? PAINT_BOLD : PAINT_OFF);
			i++;
		} else {
			buf_chr(p->out, s[i]);
		}
	}
}

static unsigned
word_columns(const struct page *p, const char *s, size_t len)
{
	unsigned stars = 0;

	for (size_t i = 0; p->marks && i + 1 < len; i++)
		if (s[i] == '*' && s[i + 1] == '*') {
			stars += 2;
			i++;
		}
	return columns(s, len) - stars;
}

struct wrapping {
	unsigned at, used;  /* column; lines begun */
	unsigned most, indent;
	bool begin, heavy;
};

/* Room for one more word of w columns, on this line or a new one; false: no more lines. */
static bool
wrap_room(struct page *p, struct wrapping *s, const char *text, unsigned w)
{
	bool last = s->used >= s->most || !page_room(p, 2);
	unsigned rest = word_columns(p, text, strlen(text)), blank = s->begin ? 0 : 1;
	/* On the last line there must be room for " ..." unless all of the rest fits. */
	unsigned width = last && s->at + blank + rest > p->width ? p->width - 4 : p->width;

	if (s->at + blank + w <= width || (s->begin && !last)) {
		if (blank)
			buf_chr(p->out, ' ');
		s->at += blank;
		return true;
	}
	if (last)
		return false;
	page_end_line(p);
	s->used++;
	buf_fmt(p->out, "%*s", (int)s->indent, "");
	s->at = s->indent;
	s->begin = true;
	return wrap_room(p, s, text, w);
}

void
page_wrap_own(struct page *p, const char *first, unsigned indent, const char *text,
	unsigned most)
{
	struct wrapping s = {.at = (unsigned)strlen(first), .used = 1, .most = most,
		.indent = indent, .begin = true};

	buf_str(p->out, first);
	while (*text != '\0') {
		size_t len = strcspn(text, " ");
		unsigned w = word_columns(p, text, len);

		if (!wrap_room(p, &s, text, w)) {
			buf_str(p->out, s.begin ? "..." : " ...");
			break;
		}
		if (s.at + w > p->width) {
			/* A word wider than the line, such as a hostile name: its beginning. */
			buf_add(p->out, text, fitting(text, len, p->width - 3 - s.at));
			buf_str(p->out, "...");
			s.at = p->width;
		} else {
			put_word(p, text, len, &s.heavy);
			s.at += w;
		}
		s.begin = false;
		text += len;
		text += strspn(text, " ");
	}
	if (s.heavy)
		page_paint(p, PAINT_OFF);
	page_end_line(p);
}

void
page_wrap(struct page *p, const char *first, unsigned indent, const char *text, unsigned most)
{
	struct buf b;

	buf_init(&b, MIB);
	text_inert(&b, text, TEXT_LONGEST);
	page_wrap_own(p, first, indent, b.p, most);
	buf_free(&b);
}

void
page_heading(struct page *p, enum say what, uint64_t n)
{
	struct buf b;

	buf_init(&b, 256);
	buf_str(&b, say_text(what));
	if (n > 0) {
		buf_str(&b, " (");
		count_put(&b, n);
		buf_chr(&b, ')');
	}
	page_end_line(p);
	page_paint(p, PAINT_BOLD);
	page_cut(p, b.p, p->width);
	page_paint(p, PAINT_OFF);
	page_end_line(p);
	buf_free(&b);
}

/* ---- rows ---- */

void
rows_init(struct rows *r)
{
	r->n = 0;
	for (unsigned i = 0; i < TEXT_ROWS; i++) {
		buf_init(&r->name[i], MIB);
		buf_init(&r->what[i], MIB);
		buf_init(&r->where[i], MIB);
	}
}

static bool
is_uuid(const char *s)
{
	for (unsigned i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? s[i] != '-' : !ch_digit(s[i]) && !(ch_low(s[i]) >= 'a' && ch_low(s[i]) <= 'f'))
			return false;
	}
	return s[36] == '\0';
}

bool
rows_add(struct rows *r, const struct page *p, const char *name, const char *what,
	const char *where)
{
	if (r->n == TEXT_ROWS || !page_room(p, r->n + 1))
		return false;
	/* The first digits of a UUID are enough to find it; all 36 push the words off the line. */
	text_inert(&r->name[r->n], name, is_uuid(name) ? 8 : TEXT_LONGEST);
	if (is_uuid(name))
		r->name[r->n].p[8] = '\0';
	text_inert(&r->what[r->n], what, TEXT_LONGEST);
	text_inert(&r->where[r->n], where, TEXT_LONGEST);
	r->n++;
	return true;
}

static unsigned
widest(const struct buf *v, unsigned n)
{
	unsigned most = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned w = columns(v[i].p, strlen(v[i].p));

		most = w > most ? w : most;
	}
	return most;
}

/* How much of a text stands in so many columns: all, up to the last whole clause, or to a word. */
static size_t
clause(const char *s, unsigned width, bool *dots)
{
	size_t fits = fitting(s, strlen(s), width), word = 0;

	*dots = false;
	if (s[fits] == '\0')
		return fits;
	for (size_t i = fits; i > 0; i--) {
		bool blank = s[i] == ' ';

		if (blank && i >= LEAST_WHAT && (strchr(":;,", s[i - 1]) != NULL || s[i + 1] == '('))
			return s[i + 1] == '(' ? i : i - 1;
		if (blank && word == 0 && i + 4 <= fits)
			word = i;
	}
	*dots = true;
	return word > 0 ? word : fitting(s, strlen(s), width > 3 ? width - 3 : 0);
}

static void
put_clause(struct page *p, const char *s, unsigned width, unsigned fill)
{
	bool dots;
	size_t n = clause(s, width, &dots);
	unsigned w = columns(s, n) + (dots ? 3 : 0);

	buf_add(p->out, s, n);
	if (dots)
		buf_str(p->out, "...");
	while (w++ < fill)
		buf_chr(p->out, ' ');
}

static unsigned
widest_clause(const struct rows *r, unsigned width)
{
	unsigned most = 0;

	for (unsigned i = 0; i < r->n; i++) {
		bool dots;
		size_t n = clause(r->what[i].p, width, &dots);
		unsigned w = columns(r->what[i].p, n) + (dots ? 3 : 0);

		most = w > most ? w : most;
	}
	return most;
}

/* The widest place that leaves room beside it: of a row with a longer one only name and place are told. */
static unsigned
widest_place(const struct rows *r, unsigned most)
{
	unsigned widest = 0;

	for (unsigned i = 0; i < r->n; i++) {
		unsigned w = columns(r->where[i].p, strlen(r->where[i].p));

		widest = w > widest && w <= most ? w : widest;
	}
	return widest;
}

/* Too narrow for three columns: the place is what a reader needs to find the rest. */
static void
put_narrow(struct page *p, const struct rows *r, unsigned i, unsigned name)
{
	unsigned left = p->width - 2, w = columns(r->where[i].p, strlen(r->where[i].p));

	if (w > 0 && w + 2 + name <= left) {
		put_clause(p, r->name[i].p, left - w - 2, name);
		buf_str(p->out, "  ");
		buf_str(p->out, r->where[i].p);
	} else if (w > 0) {
		page_cut(p, r->where[i].p, left);
	} else if (*r->name[i].p != '\0' && name + 2 + LEAST_WHAT / 2 <= left) {
		put_clause(p, r->name[i].p, name, name);
		buf_str(p->out, "  ");
		put_clause(p, r->what[i].p, left - name - 2, 0);
	} else {
		put_clause(p, *r->name[i].p != '\0' ? r->name[i].p : r->what[i].p, left, 0);
	}
}

void
rows_print(struct rows *r, struct page *p)
{
	unsigned name = widest(r->name, r->n), where = widest_place(r, p->width / 2), what, gaps;

	name = name > LONGEST_NAME ? LONGEST_NAME : name;
	gaps = 2 + (name > 0 ? 2u : 0) + (where > 0 ? 2u : 0);
	what = p->width > gaps + name + where ? p->width - gaps - name - where : 0;
	for (unsigned i = 0; i < r->n; i++) {
		buf_str(p->out, "  ");
		if (what < LEAST_WHAT || columns(r->where[i].p, strlen(r->where[i].p)) > where) {
			put_narrow(p, r, i, name);
			page_end_line(p);
			continue;
		}
		if (name > 0) {
			put_clause(p, r->name[i].p, name, name);
			buf_str(p->out, "  ");
		}
		put_clause(p, r->what[i].p, what, *r->where[i].p != '\0'
			? widest_clause(r, what) : 0);
		if (*r->where[i].p != '\0') {
			buf_str(p->out, "  ");
			page_paint(p, PAINT_DIM);
			buf_str(p->out, r->where[i].p);
			page_paint(p, PAINT_OFF);
		}
		page_end_line(p);
	}
	for (unsigned i = 0; i < TEXT_ROWS; i++) {
		buf_free(&r->name[i]);
		buf_free(&r->what[i]);
		buf_free(&r->where[i]);
	}
}
