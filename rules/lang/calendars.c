/* Calendar files: JSON with comments, one calendar a file. */
#include "rules/lang/calendars.h"

#include "checker/base/arena.h"
#include "checker/base/digest.h"
#include "checker/base/json.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "rules/lang/pack_diags.h"
#include "rules/lang/pack_parts.h"

static const char *const week[] = {"monday", "tuesday", "wednesday", "thursday", "friday",
	"saturday", "sunday", NULL};

static int
day_parse(struct pack_loading *l, const struct node *n, int64_t *out)
{
	struct instant i;

	if (node_is(n, NODE_STRING) && instant_parse(&i, n->text, NULL, l->a) == 0
		&& i.known == KNOWN && i.date_only && !i.never) {
		struct civil c = {0};
		int64_t y, m, d;

		if (text_to_int(n->text, 4, 0, 9999, &y) && text_to_int(n->text + 5, 2, 1, 12, &m)
			&& text_to_int(n->text + 8, 2, 1, 31, &d)) {
			c.year = (int)y;
			c.month = (int)m;
			c.day = (int)d;
			*out = civil_days(c.year, c.month, c.day);
			return 0;
		}
	}
	pack_error(l, &diag_calendar, n, "a day such as \"2026-12-25\" is wanted here");
	return -1;
}

/* "09:00-17:30"; 24:00 is the end of the day. */
static int
span_parse(const char *s, int32_t *from, int32_t *to)
{
	int64_t v[4];
	const size_t at[4] = {0, 3, 6, 9};

	if (strlen(s) != 11 || s[2] != ':' || s[5] != '-' || s[8] != ':')
		return -1;
	for (size_t i = 0; i < 4; i++)
		if (!text_to_int(s + at[i], 2, 0, i % 2 == 0 ? 24 : 59, &v[i]))
			return -1;
	*from = (int32_t)(v[0] * 3600 + v[1] * 60);
	*to = (int32_t)(v[2] * 3600 + v[3] * 60);
	return *from < *to && *to <= 86400 ? 0 : -1;
}

/* Of one weekday; stops at the first span that is none, which makes the next ones guesses. */
static void
load_day(struct pack_loading *l, struct calendar *c, size_t wd, const struct node *list)
{
	int32_t last = 0;
	size_t i = 0;

	if (list != NULL && !node_is(list, NODE_LIST))
		pack_error(l, &diag_calendar, list, "a list such as [\"09:00-17:30\"] is wanted here");
	for (const struct node *s = node_is(list, NODE_LIST) ? list->child : NULL; s != NULL;
		s = s->next, i++) {
		int32_t from = 0, to = 0;

		if (i >= CALENDAR_MAX_SPANS || !node_is(s, NODE_STRING)
			|| span_parse(s->text, &from, &to) != 0 || from < last) {
			pack_error(l, &diag_calendar, s, "hours rise, as \"09:00-17:30\", at most 8 a day");
			return;
		}
		c->hours[wd][i].from = from;
		c->hours[wd][i].to = last = to;
	}
}

static void
load_hours(struct pack_loading *l, struct calendar *c, const struct node *n)
{
	if (!node_is(n, NODE_MAP)) {
		pack_error(l, &diag_calendar, n, "\"hours\" is an object of weekdays");
		return;
	}
	pack_members(l, n, week);
	for (size_t wd = 0; week[wd] != NULL; wd++)
		load_day(l, c, wd, node_get(n, week[wd]));
}

static int
by_day(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

	return a < b ? -1 : a > b;
}

static void
load_holidays(struct pack_loading *l, struct calendar *c, const struct node *n)
{
	int64_t *v = ARENA_ARRAY(l->a, int64_t, node_count(n) + 1);

	if (!node_is(n, NODE_LIST)) {
		pack_error(l, &diag_calendar, n, "\"holidays\" is a list of days");
		return;
	}
	for (const struct node *d = n->child; d != NULL; d = d->next)
		if (day_parse(l, d, &v[c->nholidays]) == 0)
			c->nholidays++;
	qsort(v, c->nholidays, sizeof(*v), by_day);
	c->holidays = v;
}

static void
load_valid(struct pack_loading *l, struct calendar *c, const struct node *root)
{
	const struct node *n = node_get(root, "valid");
	static const char *const names[] = {"from", "to", NULL};

	if (!node_is(n, NODE_MAP) || node_get(n, "from") == NULL || node_get(n, "to") == NULL) {
		pack_error(l, &diag_calendar, n != NULL ? n : root,
			"\"valid\" is { \"from\": day, \"to\": day }: outside of it nobody knows the holidays");
		return;
	}
	pack_members(l, n, names);
	if (day_parse(l, node_get(n, "from"), &c->valid_from) == 0
		&& day_parse(l, node_get(n, "to"), &c->valid_to) == 0 && c->valid_from > c->valid_to)
		pack_error(l, &diag_calendar, n, "\"valid\" ends before it begins");
}

static void
load_one(struct pack_loading *l, struct calendar_file *f, const struct node *root, struct zones *z)
{
	static const char *const names[] = {"$schema", "trueup", "name", "title", "zone", "days",
		"hours", "holidays", "valid", "source", "basis", NULL};
	static const char *const days[] = {"working", "rolled", NULL};
	static const char *const bases[] = {"standard", "secondary", "trueup", NULL};
	const char *word, *zone;

	pack_members(l, root, names);
	f->c.name = pack_word(l, root, "name", NULL);
	f->title = node_get_text(root, "title");
	zone = pack_word(l, root, "zone", NULL);
	word = pack_word(l, root, "days", days);
	f->c.days = str_same(word, "rolled") ? DAYS_ROLLED : DAYS_WORKING;
	f->source = pack_word(l, root, "source", NULL);
	f->basis = pack_word(l, root, "basis", bases);
	if (zone != NULL && (f->c.zone = zone_find(z, zone)) == NULL)
		pack_error(l, &diag_calendar, node_get(root, "zone"), "no zone \"%.60s\"", zone);
	load_hours(l, &f->c, node_get(root, "hours"));
	load_holidays(l, &f->c, node_get(root, "holidays"));
	load_valid(l, &f->c, root);
}

int
calendars_load(struct calendar_set *s, const struct pack_text *text, struct arena *a,
	struct zones *z, struct diags *d)
{
	struct pack_loading l = {.a = a, .d = d, .text = text};
	struct calendar_file f = {.path = arena_strdup(a, text->path)}, *more;
	struct node *root = json_parse(a, text->path, text->text, text->len, JSON_RELAXED, d);
	char hex[SHA256_HEX];

	if (root == NULL)
		return -1;
	pack_lines(&l);
	if (!node_is(root, NODE_MAP) || !str_same(node_get_text(root, "trueup"), "calendar/1")
		|| node_get(root, "hours") == NULL || node_get(root, "holidays") == NULL) {
		pack_error(&l, &diag_calendar, root, "this is no calendar: \"trueup\": \"calendar/1\", "
			"\"name\", \"zone\", \"days\", \"hours\", \"holidays\", \"valid\", \"source\" and "
			"\"basis\" are needed");
		return -1;
	}
	load_one(&l, &f, root, z);
	if (f.c.name != NULL && calendar_named(s, f.c.name) != NULL)
		pack_error(&l, &diag_calendar, node_get(root, "name"), "there is a calendar %s already",
			f.c.name);
	if (l.errors > 0)
		return -1;
	sha256_hex(text->text, text->len, hex);
	f.sha256 = arena_strdup(a, hex);
	more = ARENA_ARRAY(a, struct calendar_file, s->n + 1);
	for (size_t i = 0; i < s->n; i++)
		more[i] = s->v[i];
	more[s->n] = f;
	s->v = more;
	s->n++;
	return 0;
}

const struct calendar *
calendar_named(const struct calendar_set *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_same(s->v[i].c.name, name))
			return &s->v[i].c;
	return NULL;
}

void
calendars_bind(const struct calendar_set *s, struct rule_set *rules)
{
	for (size_t i = 0; i < rules->nrules; i++)
		if (rules->rules[i]->calendar == CALENDAR_BUSINESS)
			rules->rules[i]->business = calendar_named(s, rules->rules[i]->calendar_name);
}
