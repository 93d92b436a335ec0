/*
 * A mapping's text to struct mapping: top level, detection, reading options, tables. Strict:
 * what is not known is an error.
 */
#include "checker/read/mapping_parts.h"

#include <stdarg.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/digest.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/mapping_set.h"
#include "checker/read/read_diags.h"

void
map_error(struct map_load *l, const struct diag_kind *kind, const struct node *at, const char *fmt,
	...)
{
	struct place p = { .file = l->file };
	const char *line = l->text;
	struct buf b;
	va_list ap;

	l->errors++;
	if (at != NULL) {
		const char *end;
		size_t left;

		for (uint32_t i = 1; i < at->line && line != NULL; i++) {
			line = memchr(line, '\n', l->len - (size_t)(line - l->text));
			line = line == NULL ? NULL : line + 1;
		}
		p.line = at->line;
		p.col = at->col;
		if (line != NULL) {
			left = l->len - (size_t)(line - l->text);
			end = memchr(line, '\n', left);
			p.excerpt = arena_strndup(l->a, line, end == NULL ?
				left : (size_t)(end - line));
		}
		if (at->type == NODE_STRING)
			p.width = (uint32_t)strlen(at->text) + 2;
	}
	buf_init(&b, MAX_TEXT);
	va_start(ap, fmt);
	buf_vfmt(&b, fmt, ap);
	va_end(ap);
	diag_add(l->d, kind, &p, "%s", b.p);
	buf_free(&b);
}

void
map_only(struct map_load *l, const struct node *map, const char *const *names)
{
	size_t n = 0;

	if (!node_is(map, NODE_MAP)) {
		map_error(l, &map_e_syntax, map, "this must be an object");
		return;
	}
	while (names[n] != NULL)
		n++;
	for (const struct node *c = map->child; c != NULL; c = c->next) {
		bool known = false;

		for (size_t i = 0; i < n; i++)
			known = known || strcmp(names[i], c->key) == 0;
		if (known)
			continue;
		map_error(l, &map_e_syntax, c, "\"%s\" is no member here%s",
			text_inert_dup(l->a, c->key, 60), map_near(l, c->key, names, n));
	}
}

const char *
map_near(struct map_load *l, const char *word, const char *const *names, size_t n)
{
	const char *near = text_nearest(word, names, n);

	return near == NULL ? "" : arena_printf(l->a, "; did you mean \"%s\"?", near);
}

const char *
map_string(struct map_load *l, const struct node *n)
{
	if (n == NULL)
		return NULL;
	if (n->type != NODE_STRING) {
		map_error(l, &map_e_syntax, n, "this must be a string");
		return NULL;
	}
	return n->text;
}

void
map_strings(struct map_load *l, const struct node *n, const char ***out, size_t *count)
{
	size_t all;

	*out = NULL;
	*count = 0;
	if (n == NULL)
		return;
	all = n->type == NODE_LIST ? node_count(n) : 1;
	*out = ARENA_ARRAY(l->a, const char *, all + 1);
	for (const struct node *c = node_first(n); c != NULL; c = n->type == NODE_LIST ?
		c->next : NULL) {
		const char *s = map_string(l, c);

		if (s != NULL)
			(*out)[(*count)++] = s;
	}
}

void
map_words(struct map_load *l, const char **v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		v[i] = str_word_key(l->a, v[i]);
}

/* The list of texts doubles when it is full: 1, 2, 4, 8 ... */
static void
add_ref(struct map_load *l, struct map_ref *ref)
{
	struct mapping *m = l->m;

	if ((m->nrefs & (m->nrefs - 1)) == 0) {
		const char **v = ARENA_ARRAY(l->a, const char *, m->nrefs * 2 + 1);

		if (m->nrefs > 0)
			memcpy(v, m->texts, m->nrefs * sizeof(*v));
		m->texts = v;
	}
	m->texts[ref->id = m->nrefs++] = ref->text;
}

/* "A|B|C" by name, "#3" by position. */
void
map_read_ref(struct map_load *l, const struct node *n, struct map_ref *out)
{
	const char *s = map_string(l, n);
	int64_t position;
	size_t k = 1;

	*out = (struct map_ref){ .text = s == NULL ? "" : s };
	if (l->m->nrefs >= MAP_MAX_REFS)
		map_error(l, &map_e_syntax, n, "more than %d references", MAP_MAX_REFS);
	else
		add_ref(l, out);
	if (s == NULL)
		return;
	if (l->m->format != MAP_CSV) {
		map_read_ref_paths(l, n, out);
		return;
	}
	out->sheet = str_same(s, "@sheet");
	if (out->sheet)
		return;
	if (s[0] == '#' && text_to_int(s + 1, strlen(s + 1), 1, MAX_CSV_COLUMNS, &position)) {
		out->position = (int)position;
		return;
	}
	for (const char *p = s; *p != '\0'; p++)
		k += *p == '|';
	out->keys = ARENA_ARRAY(l->a, const char *, k);
	for (const char *p = s; p != NULL;) {
		const char *bar = strchr(p, '|');
		const char *key = str_word_key(l->a,
			bar == NULL ? p : arena_strndup(l->a, p, (size_t)(bar - p)));

		if (key[0] == '\0')
			map_error(l, &map_e_syntax, n, "an empty column name");
		else
			out->keys[out->nkeys++] = key;
		p = bar == NULL ? NULL : bar + 1;
	}
}

void
map_read_refs(struct map_load *l, const struct node *n, struct map_ref **out, size_t *count)
{
	*count = 0;
	*out = ARENA_ARRAY(l->a, struct map_ref, n == NULL ? 1 : node_count(n) + 1);
	for (const struct node *c = node_first(n); c != NULL;
		c = n->type == NODE_LIST ? c->next : NULL)
		map_read_ref(l, c, &(*out)[(*count)++]);
}

static bool
of_format(enum map_format format, const char *name)
{
	if (str_same(name, "root"))
		return format == MAP_XML;
	if (str_same(name, "min_any"))
		return format != MAP_XML;
	return (str_has_prefix(name, "keys")) == (format == MAP_JSON) && format != MAP_XML;
}

static void
read_detect(struct map_load *l, const struct node *n)
{
	static const char *const names[] = { "format", "header_all", "header_any", "keys_all",
		"keys_any", "root", "min_any", NULL };
	static const char *const formats[] = { "csv", "json", "xml" };
	struct mapping *m = l->m;
	const char *format;
	int64_t min = 0;

	if (n == NULL) {
		map_error(l, &map_e_syntax, NULL, "\"detect\" is missing");
		return;
	}
	map_only(l, n, names);
	format = map_string(l, node_get(n, "format"));
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (str_same(format, formats[i]))
			m->format = (enum map_format)i;
	if (!str_same(format, formats[m->format]))
		map_error(l, &map_e_syntax, node_get(n, "format") != NULL ? node_get(n,
			"format") : n,
			"\"format\" must be \"csv\", \"json\" or \"xml\"");
	for (size_t i = 1; names[i] != NULL; i++)
		if (node_get(n, names[i]) != NULL && !of_format(m->format, names[i]))
			map_error(l, &map_e_syntax, node_get(n, names[i]),
				"\"%s\" is not for this format", names[i]);
	if (m->format == MAP_XML) {
		map_read_root(l, node_get(n, "root") != NULL ? node_get(n, "root") : n);
		return;
	}
	if (m->format == MAP_JSON) {
		map_read_keys(l, node_get(n, "keys_all"), &m->keys_all, &m->nkeys_all);
		map_read_keys(l, node_get(n, "keys_any"), &m->keys_any, &m->nkeys_any);
	} else {
		map_read_refs(l, node_get(n, "header_all"), &m->all, &m->nall);
		map_read_refs(l, node_get(n, "header_any"), &m->any, &m->nany);
	}
	if (node_get(n, "min_any") != NULL && (node_int(node_get(n, "min_any"), &min) != 0 ||
		min < 0 || (uint64_t)min > m->nany + m->nkeys_any))
		map_error(l, &map_e_syntax, node_get(n, "min_any"),
			"\"min_any\" must be a number from 0 to the length of the list it counts in");
	m->min_any = min < 0 ? 0 : (size_t)min;
	if (m->format == MAP_JSON && m->nkeys_all + m->min_any == 0)
		map_error(l, &map_e_syntax, n, "a mapping that fits every file: "
			"give \"keys_all\", or \"keys_any\" with \"min_any\"");
	if (m->format == MAP_CSV && m->nall + m->min_any == 0)
		map_error(l, &map_e_syntax, n,
			"a mapping that fits every table: "
			"give \"header_all\", or \"header_any\" with \"min_any\"");
}

static void
read_delimiter(struct map_load *l, const struct node *n)
{
	const char *s = map_string(l, n);

	if (s == NULL || str_same(s, "auto"))
		return;
	if (strlen(s) != 1 || strchr(",;\t|", s[0]) == NULL)
		map_error(l, &map_e_syntax, n,
			"\"delimiter\" must be \"auto\" or one of , ; | and tab");
	else
		l->m->delimiter = s[0];
}

static void
read_read(struct map_load *l, const struct node *n)
{
	static const char *const names[] = { "encoding", "delimiter", "timezone", "date_order",
		"dates", "null", "ns", NULL };
	static const char *const encodings[] = { "auto", "utf-8", "utf-16le", "utf-16be",
		"windows-1252" };
	struct mapping *m = l->m;
	bool known = false;

	if (n == NULL)
		return;
	map_only(l, n, names);
	m->encoding = map_string(l, node_get(n, "encoding"));
	for (size_t i = 0; i < sizeof(encodings) / sizeof(encodings[0]); i++)
		known = known || str_same(encodings[i], m->encoding);
	if (m->encoding != NULL && !known)
		map_error(l, &map_e_syntax, node_get(n, "encoding"), "no such encoding");
	if (str_same(m->encoding, "auto"))
		m->encoding = NULL;
	read_delimiter(l, node_get(n, "delimiter"));
	m->zone = map_string(l, node_get(n, "timezone"));
	m->date_order = map_string(l, node_get(n, "date_order"));
	if (m->date_order != NULL && !str_same(m->date_order, "dmy") &&
		!str_same(m->date_order, "mdy"))
		map_error(l, &map_e_syntax, node_get(n, "date_order"),
			"\"date_order\" must be \"dmy\" or \"mdy\"");
	if (m->format != MAP_CSV && (m->encoding != NULL || m->delimiter != 0))
		map_error(l, &map_e_syntax, n, "\"encoding\" and \"delimiter\" are for CSV");
	map_read_ns(l, node_get(n, "ns"));
	map_strings(l, node_get(n, "dates"), &m->dates, &m->ndates);
	map_strings(l, node_get(n, "null"), &m->nulls, &m->nnulls);
	map_words(l, m->nulls, m->nnulls);
	for (size_t i = 0; i < m->nnulls; i++) {
		unsigned char first = (unsigned char)m->nulls[i][0];

		if (strlen(m->nulls[i]) > m->null_max)
			m->null_max = strlen(m->nulls[i]);
		if (first < sizeof(m->null_first))
			m->null_first[first] = true;
	}
}

static void
read_table(struct map_load *l, const struct node *n, struct map_table *t)
{
	t->name = n->key;
	t->at = n;
	if (n->type != NODE_MAP) {
		map_error(l, &map_e_syntax, n, "a table must be an object");
		return;
	}
	t->rows = ARENA_ARRAY(l->a, struct map_row, node_count(n) + 1);
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		const char *value = map_string(l, c), *key = str_word_key(l->a, c->key);

		if (value == NULL)
			continue;
		if (strcmp(c->key, "*else") == 0) {
			t->otherwise = value;
			t->otherwise_at = c;
			continue;
		}
		for (size_t i = 0; i < t->nrows; i++)
			if (strcmp(t->rows[i].key, key) == 0)
				map_error(l, &map_e_syntax, c,
					"\"%s\" is the same word as \"%s\" above",
					text_inert_dup(l->a, c->key, 60),
					text_inert_dup(l->a, t->rows[i].raw, 60));
		t->rows[t->nrows++] = (struct map_row){ key, c->key, value, c };
	}
}

static void
read_tables(struct map_load *l, const struct node *n)
{
	if (n == NULL)
		return;
	if (n->type != NODE_MAP) {
		map_error(l, &map_e_syntax, n, "\"tables\" must be an object");
		return;
	}
	l->m->tables = ARENA_ARRAY(l->a, struct map_table, node_count(n) + 1);
	for (const struct node *c = n->child; c != NULL; c = c->next)
		read_table(l, c, &l->m->tables[l->m->ntables++]);
}

/* Reason, approver and expiry of what loosens (attacks G4): all three, or none. */
static void
read_loosens(struct map_load *l, const struct node *n)
{
	static const char *const names[] = { "reason", "approver", "expires", NULL };
	struct mapping_info *info = &l->m->info;
	const char *expires;

	if (n == NULL)
		return;
	map_only(l, n, names);
	info->loosens = true;
	info->reason = map_string(l, node_get(n, "reason"));
	info->approver = map_string(l, node_get(n, "approver"));
	expires = map_string(l, node_get(n, "expires"));
	for (size_t i = 0; names[i] != NULL; i++) {
		const char *s = node_get_text(n, names[i]);

		if (s == NULL || str_trim(l->a, s)[0] == '\0')
			map_error(l, &map_e_loose, n, "\"loosens\" must say \"%s\"", names[i]);
	}
	if (expires != NULL && (instant_parse(&info->expires, expires, NULL, l->a) != 0 ||
		info->expires.known != KNOWN || info->expires.never))
		map_error(l, &map_e_loose, node_get(n, "expires"),
			"\"expires\" must be a date such as 2027-06-30");
}

static void
read_top(struct map_load *l, const struct node *n)
{
	static const char *const names[] = { "trueup_map", "name", "version", "title", "detect",
		"read", "tables", "loosens", "emit", NULL };
	struct mapping *m = l->m;
	int64_t version = 0;

	map_only(l, n, names);
	if (n->type != NODE_MAP)
		return;
	if (node_int(node_get(n, "trueup_map"), &version) != 0 || version != 1)
		map_error(l, &map_e_syntax, node_get(n, "trueup_map") != NULL ?
			node_get(n, "trueup_map") : n, "\"trueup_map\" must be 1");
	m->info.name = map_string(l, node_get(n, "name"));
	m->info.version = map_string(l, node_get(n, "version"));
	m->info.title = map_string(l, node_get(n, "title"));
	if (m->info.name == NULL || m->info.name[0] == '\0')
		map_error(l, &map_e_syntax, n, "\"name\" is missing");
	read_detect(l, node_get(n, "detect"));
	read_read(l, node_get(n, "read"));
	read_tables(l, node_get(n, "tables"));
	read_loosens(l, node_get(n, "loosens"));
	if (node_get(n, "emit") == NULL)
		map_error(l, &map_e_syntax, n, "\"emit\" is missing");
	else
		map_read_emits(l, node_get(n, "emit"));
	map_plan(l);
}

struct mapping *
mapping_load(struct arena *a, const char *file, const char *text, size_t len, bool shipped,
	struct diags *d)
{
	struct mapping *m = ARENA_NEW(a, struct mapping);
	struct map_load l = { .a = a, .d = d, .file = file, .text = text, .len = len, .m = m };
	const struct node *n = json_parse(a, file, text, len, JSON_RELAXED, d);
	char hex[SHA256_HEX];

	if (n == NULL)
		return NULL;
	m->a = a;
	sha256_hex(text, len, hex);
	m->info.sha256 = arena_strdup(a, hex);
	m->info.file = shipped ? NULL : arena_strdup(a, file);
	read_top(&l, n);
	/* Shipped ones are built-in tables themselves: they say what "Applicable: No" means. */
	if (l.errors == 0 && !shipped)
		map_check_loose(&l);
	return l.errors == 0 ? m : NULL;
}

struct mapping *
mapping_load_detect(struct arena *a, const struct shipped_mapping *t, struct diags *d)
{
	struct mapping *m = ARENA_NEW(a, struct mapping);
	struct map_load l = { .a = a, .d = d, .file = t->name, .text = t->detect,
		.len = t->detect_len, .m = m };
	const struct node *n = json_parse(a, l.file, l.text, l.len, JSON_STRICT, d);

	m->a = a;
	m->info.name = t->name;
	if (n != NULL)
		read_detect(&l, node_get(n, "detect"));
	return n != NULL && l.errors == 0 ? m : NULL;
}
