#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/model/line.h"
#include "checker/model/stream.h"
#include "checker/model/words.h"

static void
put_count(struct buf *b, const char *name, uint64_t n)
{
	if (n == 0)
		return;
	line_name(b, name);
	buf_fmt(b, "%llu", (unsigned long long)n);
}

static void
put_texts(struct buf *b, const char *name, const char *const *v, size_t n)
{
	if (n == 0)
		return;
	line_name(b, name);
	buf_chr(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_chr(b, ',');
		line_string(b, v[i]);
	}
	buf_chr(b, ']');
}

void
stream_head_print(struct buf *b, const struct stream_head *h)
{
	buf_chr(b, '{');
	line_text(b, "trueup", STREAM_VERSION);
	put_count(b, "part", h->part);
	put_count(b, "parts", h->parts);
	line_text(b, "listing", h->listing);
	line_text(b, "hints", h->hints);
	line_text(b, "tool", h->tool);
	buf_chr(b, '}');
}

/* What reports print for a name that is not UTF-8, since JSON cannot carry it. */
static void
put_path(struct buf *b, const char *path)
{
	struct buf inert;

	if (utf8_valid(path, strlen(path)) && stream_path_safe(path)) {
		line_text(b, "path", path);
		return;
	}
	buf_init(&inert, MIB);
	text_inert(&inert, path, 0);
	line_text(b, "path", inert.p);
	buf_free(&inert);
}

static void
put_account(struct buf *b, const struct source *s)
{
	put_count(b, "seen", s->seen);
	put_count(b, "kept", s->kept);
	put_count(b, "refused", s->refused);
	if (s->nignored > 0) {
		line_name(b, "ignored");
		buf_chr(b, '[');
		for (size_t i = 0; i < s->nignored; i++) {
			buf_str(b, i == 0 ? "{" : ",{");
			line_text(b, "reason", s->ignored[i].reason);
			put_count(b, "n", s->ignored[i].n);
			buf_chr(b, '}');
		}
		buf_chr(b, ']');
	}
	line_name(b, "records");
	buf_chr(b, '{');
	for (int k = 0; k < REC_KINDS; k++)
		put_count(b, record_kind_word((enum record_kind)k), s->by_kind[k]);
	buf_chr(b, '}');
}

static void
put_words(struct buf *b, const struct source *s)
{
	put_count(b, "odd_words", s->odd_words);
	if (s->nwords == 0)
		return;
	line_name(b, "words");
	buf_chr(b, '[');
	for (size_t i = 0; i < s->nwords; i++) {
		buf_str(b, i == 0 ? "{" : ",{");
		line_text(b, "word", s->words[i].word);
		put_count(b, "n", s->words[i].n);
		buf_chr(b, '}');
	}
	buf_chr(b, ']');
}

void
stream_source_print(struct buf *b, const struct stream_source *row)
{
	const struct source *s = row->s;

	buf_chr(b, '{');
	line_text(b, "record", "source");
	put_path(b, s->path);
	line_text(b, "sha256", s->sha256);
	put_count(b, "size", s->size);
	line_text(b, "format", s->format);
	line_text(b, "version", s->version);
	line_text(b, "producer", s->producer);
	line_text(b, "sign", s->sign);
	line_text(b, "originator", s->originator);
	if (s->format != NULL)
		line_text(b, "grade", grade_word(s->grade));
	line_instant(b, "as_of", &s->as_of);
	if (s->complete != TRI_U)
		line_text(b, "complete", word_at(&words_tri, (int)s->complete));
	line_flag(b, "has_total", s->has_total);
	put_count(b, "total", s->total);
	put_count(b, "listed", s->listed);
	line_text(b, "query", s->query);
	line_text(b, "loosens", s->loosens);
	line_text(b, "loosened_by", s->loosened_by);
	line_instant(b, "loosened_until", &s->loosened_until);
	line_flag(b, "truncated_history", s->truncated_history);
	line_flag(b, "broken", s->broken);
	line_flag(b, "empty", s->empty);
	put_account(b, s);
	put_count(b, "cut_texts", s->cut_texts);
	put_words(b, s);
	line_text(b, "records_sha256", row->records_sha256);
	put_texts(b, "incomplete", row->incomplete, row->nincomplete);
	buf_chr(b, '}');
}

void
stream_end_print(struct buf *b, const struct stream_end *e)
{
	buf_chr(b, '{');
	line_text(b, "record", "end");
	put_count(b, "sources", e->sources);
	put_count(b, "records", e->records);
	put_texts(b, "incomplete", e->incomplete, e->nincomplete);
	if (e->nzones > 0) {
		line_name(b, "zones");
		buf_chr(b, '[');
		for (size_t i = 0; i < e->nzones; i++) {
			buf_str(b, i == 0 ? "{" : ",{");
			line_text(b, "name", e->zones[i].name);
			line_text(b, "sha256", e->zones[i].sha256);
			buf_chr(b, '}');
		}
		buf_chr(b, ']');
	}
	buf_chr(b, '}');
}
