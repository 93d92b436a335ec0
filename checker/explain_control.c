/* A control: what is claimed, O, D and W with their arithmetic, and the lines behind them. */
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/explain.h"
#include "reports/rise.h"

#define ROWS 20

static uint64_t
count(const struct node *map, const char *key)
{
	return (uint64_t)get_int(map, key);
}

/* "75", "33.3333" */
static void
percent(struct buf *b, int64_t millionths)
{
	if (millionths % 10000 == 0)
		buf_fmt(b, "%lld", (long long)(millionths / 10000));
	else
		buf_fmt(b, "%lld.%04lld", (long long)(millionths / 10000),
			(long long)(millionths % 10000));
}

static uint64_t
down(uint64_t part, uint64_t whole)
{
	return whole == 0 || part > whole || whole > UINT64_MAX / 1000000 ? 0
		: part * 1000000 / whole;
}

static uint64_t
up(uint64_t part, uint64_t whole)
{
	return whole == 0 || part > whole || whole > UINT64_MAX / 2000000 ? 1000000
		: (part * 1000000 + whole - 1) / whole;
}

/* The fractions where they are what was computed; else the interval with its reason. */
static void
arithmetic(struct buf *b, const struct node *d)
{
	uint64_t n = count(d, "n"), m = count(d, "m"), good = count(d, "good");
	uint64_t bad = count(d, "bad"), lo = count(d, "lo"), hi = count(d, "hi");
	const char *why = get_str(d, "why");
	struct buf low, high;

	buf_init(&low, 64);
	buf_init(&high, 64);
	percent(&low, (int64_t)lo);
	percent(&high, (int64_t)hi);
	if (n > 0 && bad <= m && lo == down(good, n) && hi == (m == 0 ? 1000000 : up(m - bad, m))) {
		EXPLAIN(b, "", NULL, SAY_X_LO, SAY_N(good), SAY_N(n), SAY_S(low.p));
		EXPLAIN(b, "", NULL, SAY_X_HI, SAY_N(m), SAY_N(bad), SAY_S(high.p));
		if (*why != '\0')
			explain_line(b, "", why, NULL);
	} else if (*why != '\0') {
		EXPLAIN(b, "", NULL, SAY_X_INTERVAL, SAY_S(low.p), SAY_S(high.p), SAY_S(why));
	} else {
		EXPLAIN(b, "", NULL, SAY_X_INTERVAL_BARE, SAY_S(low.p), SAY_S(high.p));
	}
	buf_free(&low);
	buf_free(&high);
}

static void
dimension(struct buf *b, const struct node *c, const char *key, const char *label,
	enum say question)
{
	const struct node *d = node_get(c, key);

	explain_line(b, label, say_text(question), NULL);
	if (get_bool(d, "empty") || !node_is(node_get(d, "lo"), NODE_NUMBER)) {
		explain_line(b, "", say_text(SAY_P_EMPTY_DIM), NULL);
		return;
	}
	if (*get_str(d, "kind") != '\0' && count(d, "n") > 0)
		EXPLAIN(b, "", NULL, SAY_P_COUNT_O, SAY_N(count(d, "good")), SAY_N(count(d, "n")),
			SAY_S(get_str(d, "kind")), SAY_N(count(d, "bad")));
	arithmetic(b, d);
}

static void
samples(struct buf *b, const struct node *c)
{
	for EACH(s, c, "samples")
		explain_line(b, say_text(SAY_X_SAMPLE), get_str(s, "text"), NULL);
}

static void
claim(struct buf *b, const struct node *c)
{
	const struct node *k = node_get(c, "claim");
	const char *state = get_str(k, "state");

	if (*state == '\0')
		explain_line(b, say_text(SAY_T_CLAIM), say_text(SAY_P_CLAIM_NONE), get_str(k, "from"));
	else if (*get_str(k, "raw") == '\0')
		explain_line(b, say_text(SAY_T_CLAIM), state, get_str(k, "from"));
	else
		EXPLAIN(b, say_text(SAY_T_CLAIM), get_str(k, "from"), SAY_P_CLAIM_IS, SAY_S(state),
			SAY_S(get_str(k, "raw")));
	for EACH(o, k, "others")
		explain_line(b, "", get_str(o, "state"), get_str(o, "from"));
}

static void
owner(struct buf *b, const struct node *c)
{
	const struct node *o = node_get(c, "owner"), *from = get_child(o, "from");
	const char *name = get_str(o, "name"), *valid = get_str(o, "valid");
	struct buf text;

	buf_init(&text, MIB);
	buf_fmt(&text, "%s: %s", *name != '\0' ? name : say_text(SAY_P_NO_OWNER),
		say_text(str_same(valid, "T") ? SAY_P_VALID_T : str_same(valid, "U") ? SAY_P_VALID_U
			: SAY_P_VALID_F));
	if (*get_str(o, "why") != '\0')
		buf_fmt(&text, ", %s", get_str(o, "why"));
	explain_line(b, say_text(SAY_T_OWNER), text.p, node_text(from));
	for (from = from != NULL ? from->next : NULL; from != NULL; from = from->next)
		explain_line(b, "", "", node_text(from));
	buf_free(&text);
}

static void
together(struct buf *b, const struct node *c)
{
	unsigned lo = percent_down(get_int(c, "real_low")), hi = percent_up(get_int(c, "real_high"));
	struct buf share;

	buf_init(&share, 256);
	if (lo == hi)
		SAY_WITH(&share, SAY_P_SHARE_EXACT, SAY_N(lo));
	else
		SAY_WITH(&share, SAY_P_SHARE, SAY_N(lo), SAY_N(hi));
	if (str_same(get_str(c, "limited_by"), "none"))
		EXPLAIN(b, say_text(SAY_X_R), NULL, SAY_X_LEAST_FREE, SAY_S(share.p));
	else
		EXPLAIN(b, say_text(SAY_X_R), NULL, SAY_X_LEAST, SAY_S(share.p),
			SAY_S(get_str(c, "limited_why")));
	buf_free(&share);
}

static void
more(struct buf *b, uint64_t all, uint64_t told)
{
	if (all > told)
		EXPLAIN(b, "", NULL, SAY_MORE_IN, SAY_N(all - told));
}

static void
failing(struct buf *b, const struct node *c)
{
	const struct node *inst = node_get(c, "instances");
	uint64_t all = count(inst, "failing_total"), m = count(node_get(c, "w"), "m"), told = 0;
	struct buf text;

	if (node_is(node_get(c, "refuted"), NODE_MAP))
		explain_line(b, say_text(SAY_X_REFUTED), get_str(node_get(c, "refuted"), "text"),
			get_str(node_get(c, "refuted"), "at"));
	if (all == 0)
		return;
	buf_init(&text, MIB);
	if (m > 0)
		SAY_WITH(&text, SAY_X_FAILING, SAY_N(all), SAY_N(m));
	else
		SAY_WITH(&text, SAY_X_FAILING_SEEN, SAY_N(all));
	buf_fmt(b, "\n%s\n", text.p);
	for EACH(f, inst, "failing") {
		if (told++ == ROWS)
			break;
		buf_reset(&text);
		buf_fmt(&text, "%s  %s", get_str(f, "asset"), get_str(f, "test"));
		if (*get_str(f, "title") != '\0')
			buf_fmt(&text, ": %s", get_str(f, "title"));
		if (get_bool(f, "uncovered"))
			buf_fmt(&text, " (%s)", say_text(SAY_P_UNCOVERED));
		buf_str(b, "  ");
		text_inert(b, text.p, 0);
		buf_str(b, "  [");
		text_inert(b, get_str(f, "at"), 0);
		buf_str(b, "]\n");
	}
	more(b, all, told < ROWS ? told : ROWS);
	buf_free(&text);
}

static const struct node *
item_of(const struct node *report, const char *id)
{
	for EACH(i, report, "items")
		if (str_same(get_str(i, "id"), id))
			return i;
	return NULL;
}

static void
linked(struct buf *b, const struct node *report, const struct node *c)
{
	uint64_t all = count(c, "items_total"), told = 0;
	struct buf text;

	if (all == 0)
		return;
	buf_init(&text, MIB);
	SAY_WITH(&text, SAY_X_ITEMS, SAY_N(all));
	buf_fmt(b, "\n%s\n", text.p);
	for EACH(id, c, "items") {
		const char *name = node_text(id) != NULL ? node_text(id) : "";
		const struct node *i = item_of(report, name), *k = node_get(i, "clock");

		if (told == ROWS)
			break;
		told++;
		buf_reset(&text);
		if (*get_str(k, "late") != '\0')
			SAY_WITH(&text, SAY_X_ITEM_LATE, SAY_S(name), SAY_S(get_str(k, "state")),
				SAY_S(get_str(k, "why")), SAY_S(get_str(k, "late")));
		else
			SAY_WITH(&text, SAY_X_ITEM_SHORT, SAY_S(name), SAY_S(get_str(k, "state")),
				SAY_S(get_str(k, "why")));
		buf_str(b, "  ");
		text_inert(b, text.p, 0);
		if (*get_str(i, "from") != '\0') {
			buf_str(b, "  [");
			text_inert(b, get_str(i, "from"), 0);
			buf_chr(b, ']');
		}
		buf_chr(b, '\n');
	}
	more(b, all, told);
	buf_free(&text);
}

static void
rise_head(void *to, const char *text)
{
	text_inert(to, text, 0);
	buf_chr(to, '\n');
}

static void
rise_point(void *to, const char *text, const char *place)
{
	explain_line(to, "-", text, place);
}

void
explain_control(struct buf *b, const struct node *report, const struct node *scope,
	const struct node *c)
{
	struct buf text;

	buf_init(&text, MIB);
	buf_fmt(&text, "%s: %s", get_str(c, "verdict"), get_str(c, "meaning"));
	explain_head(b, get_str(c, "label"), get_str(c, "title"), text.p);
	buf_reset(&text);
	for EACH(o, c, "overlays")
		buf_fmt(&text, "%s%s", text.len > 0 ? ", " : "", node_text(o) != NULL ? node_text(o) : "");
	explain_line(b, say_text(SAY_X_SCOPE), get_str(scope, "id"), NULL);
	if (text.len > 0)
		explain_line(b, say_text(SAY_T_OVERLAYS), text.p, NULL);
	claim(b, c);
	owner(b, c);
	dimension(b, c, "o", "O", SAY_P_DIM_O);
	dimension(b, c, "d", "D", SAY_P_DIM_D);
	dimension(b, c, "w", "W", SAY_P_DIM_W);
	samples(b, c);
	together(b, c);
	failing(b, c);
	linked(b, report, c);
	buf_chr(b, '\n');
	rise_tell(&(struct rise){rise_head, rise_point, b}, report, c);
	buf_free(&text);
}
