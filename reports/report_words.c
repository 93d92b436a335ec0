/* Dates and spans as people read them, the printed figures of a scope, the headline. */
#include "checker/base/buf.h"
#include "checker/base/instant.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/judge/assessment.h"
#include "reports/walk.h"
#include "reports/words.h"

/* ---- dates and spans ---- */

/* The shape of RFC 3339 in UTC, 9 standing for a digit; what the report writes and nothing else. */
static bool
shaped(const char *p, const char *shape)
{
	for (; *shape != '\0'; p++, shape++)
		if (*shape == '9' ? !ch_digit(*p) : *p != *shape)
			return false;
	return true;
}

static const char *
put_moment(struct buf *b, const char *p)
{
	bool last = shaped(p + 10, "T23:59:59.999999999Z");
	size_t len = 19;

	buf_add(b, p, 10);
	if (!last) {
		buf_chr(b, ' ');
		buf_add(b, p + 11, shaped(p + 16, ":00Z") ? 5 : 8);
		buf_str(b, " UTC");
	}
	if (p[len] == '.')
		len += 1 + strspn(p + len + 1, "0123456789");
	return p + len + 1;
}

static const char *
put_span(struct buf *b, const char *p)
{
	size_t len = 1 + strspn(p + 1, "0123456789YMWDTHS");
	char text[32];
	struct duration d;

	if (len < sizeof(text)) {
		memcpy(text, p, len);
		text[len] = '\0';
	}
	if (len < 3 || len >= sizeof(text) || duration_parse(&d, text) != 0
		|| (d.months != 0 && d.ns != 0)) {
		buf_chr(b, *p);
		return p + 1;
	}
	/* A limit is said whole, never rounded. */
	if (d.months != 0)
		SAY_WITH(b, SAY_MONTHS, SAY_N((uint64_t)d.months));
	else if (d.ns % NS_DAY == 0)
		SAY_WITH(b, SAY_DAYS, SAY_N((uint64_t)(d.ns / NS_DAY)));
	else if (d.ns % NS_HOUR == 0)
		SAY_WITH(b, SAY_HOURS, SAY_N((uint64_t)(d.ns / NS_HOUR)));
	else
		buf_str(b, text);
	return p + len;
}

void
plain_put(struct buf *b, const char *text)
{
	bool word = false; /* within one: no date or span begins there */

	while (*text != '\0') {
		if (!word && shaped(text, "9999-99-99T99:99:99")
			&& strchr("Z.", text[19]) != NULL && text[19] != '\0') {
			text = put_moment(b, text);
			word = true;
		} else if (!word && *text == 'P' && (ch_digit(text[1]) || text[1] == 'T')) {
			text = put_span(b, text);
			word = true;
		} else {
			word = ch_alnum(*text);
			buf_chr(b, *text++);
		}
	}
}

/* ---- figures ---- */

unsigned
percent_down(int64_t millionths)
{
	if (millionths < 0)
		return 0;
	return millionths > MILLION ? 100 : (unsigned)(millionths / 10000);
}

unsigned
percent_up(int64_t millionths)
{
	if (millionths < 0)
		return 0;
	return millionths > MILLION ? 100 : (unsigned)((millionths + 9999) / 10000);
}

void
share_put(struct buf *b, unsigned low, unsigned high)
{
	if (low == high)
		SAY_WITH(b, SAY_P_SHARE_EXACT, SAY_N(low));
	else
		SAY_WITH(b, SAY_P_SHARE, SAY_N(low), SAY_N(high));
}

struct printed
printed_scores(const struct node *scope)
{
	const struct node *s = node_get(scope, "scores");
	struct printed p = {
		.procedural = percent_up(get_int(s, "procedural")),
		.supported = percent_down(get_int(s, "supported")),
		.refuted = percent_down(get_int(s, "refuted")),
		.real_low = percent_down(get_int(s, "real_low")),
		.real_high = percent_up(get_int(s, "real_high")),
		.understatement = percent_down(get_int(s, "understatement")),
	};

	/* Only an edited report can break these; its figures must add up all the same. */
	if (p.supported > p.procedural)
		p.supported = p.procedural;
	if (p.refuted > p.procedural - p.supported)
		p.refuted = p.procedural - p.supported;
	p.not_shown = p.procedural - p.supported - p.refuted;
	return p;
}

void
headline_put(struct buf *b, const struct node *scope)
{
	struct printed p = printed_scores(scope);
	const struct node *loss = get_child(scope, "loss");

	if (scope == NULL) {
		say(b, SAY_HEADLINE_NO_SCOPE);
		return;
	}
	if (!node_is(node_at(scope, "scores/procedural"), NODE_NUMBER)) {
		say(b, SAY_HEADLINE_UNDEFINED);
		return;
	}
	SAY_WITH(b, SAY_HEADLINE, SAY_N(p.procedural), SAY_N(p.supported), SAY_N(p.refuted),
		SAY_N(p.not_shown));
	if (loss != NULL && *get_str(loss, "reason") != '\0') {
		buf_chr(b, ' ');
		SAY_WITH(b, SAY_HEADLINE_REASON, SAY_S(get_str(loss, "reason")));
	}
}

const char *
say_plain(struct buf *b)
{
	size_t at = 0;

	for (size_t i = 0; i < b->len; i++) {
		if (b->p[i] == '*' && b->p[i + 1] == '*')
			i++;
		else
			b->p[at++] = b->p[i];
	}
	b->len = at;
	b->p[at] = '\0';
	return b->p;
}
