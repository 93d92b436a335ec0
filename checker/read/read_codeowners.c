/*
 * CODEOWNERS of GitHub, GitLab and Bitbucket: who is asked to review which paths.
 * A later line takes the place of earlier ones for the paths that both fit;
 * who that is for one path is for Git to say, so each line is told as it stands.
 */
#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/read/lines.h"
#include "checker/read/tracker.h"
#include "checker/read/tracker_diags.h"

#define MAX_LINE ((size_t)64 * 1024) /* GitHub stops at 3 MB a file; a line has a pattern and some names */

/* One owner: "@name", "@org/team", an address. */
static struct party_ref
owner(struct reading *r, const char *word)
{
	struct party_ref who = { .raw = word };

	if (*word != '@')
		ident_add(r, &who.ids, "email", word);
	else if (strchr(word, '/') == NULL)
		ident_add(r, &who.ids, "github", word + 1);
	/* A team owns nothing until it is known who is in it. */
	return who;
}

static void
put(struct reading *r, const char *pattern, const struct party_ref *who, uint32_t line)
{
	struct record out = { .kind = REC_ASSIGN };
	struct rec_assign *a = &out.u.assign;

	a->subject = SUBJECT_ASSET;
	ident_add(r, &a->asset, "path", pattern);
	a->role = "code owner";
	a->owner = true;
	a->party = *who;
	out.loc = (struct loc){ .line = line, .col = 1 };
	reading_put(r, &out);
}

/* The next word at *p, with "\ " as a blank in it; NULL: none, or a comment begins. */
static const char *
word_at(struct arena *a, const char **p)
{
	const char *s = *p;
	char *out, *to;

	while (*s == ' ' || *s == '\t')
		s++;
	if (*s == '\0' || *s == '#')
		return NULL;
	out = to = arena_alloc(a, strlen(s) + 1);
	for (; *s != '\0' && *s != ' ' && *s != '\t'; s++) {
		if (*s == '\\' && (s[1] == ' ' || s[1] == '#'))
			s++;
		*to++ = *s;
	}
	*to = '\0';
	*p = s;
	return out;
}

static void
line(struct reading *r, const char *text, uint32_t number)
{
	const char *pattern, *name;
	struct party_ref who;
	size_t owners = 0;

	pattern = word_at(r->rec, &text);
	if (pattern == NULL)
		return;
	/* GitLab's sections: "[Docs] @team", "^[Optional][2]". */
	if (*pattern == '[' || (*pattern == '^' && pattern[1] == '['))
		return;
	reading_seen(r);
	while ((name = word_at(r->rec, &text)) != NULL) {
		if (strchr(name, '@') == NULL)
			continue;
		who = owner(r, name);
		put(r, pattern, &who, number);
		owners++;
	}
	if (owners == 0) { /* a path that nobody owns, on purpose */
		who = (struct party_ref){ .raw = "" };
		put(r, pattern, &who, number);
	}
	reading_kept(r);
	arena_reset(r->rec);
}

static void
on_line(void *ctx, const struct text_line *t)
{
	struct reading *r = ctx;

	const char *bad = t->over ? arena_printf(r->rec, "a line of more than %zu bytes", MAX_LINE)
		: text_bad(t->p, t->len);

	if (bad == NULL) {
		line(r, t->p, t->number);
		return;
	}
	if (t->p[strspn(t->p, " \t")] == '#')
		return;
	reading_seen(r);
	reading_refused(r, &tracker_e_record, t->number, 1, "%s", bad);
}

static int
read_codeowners(struct reading *r)
{
	return reading_lines(r, MAX_LINE, on_line, r);
}

/* Most lines are a pattern and names with '@'; the first that is no comment is one of them. */
static int
probe_codeowners(const struct head *h, const char **sign)
{
	const char *p = h->bytes, *end = h->bytes + h->len;
	size_t fit = 0, other = 0;

	if (h->syntax != SYNTAX_NONE || h->len == 0 || memchr(p, '\0', h->len) != NULL)
		return 0;
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl == NULL ? end : nl, *at;

		while (p < stop && (*p == ' ' || *p == '\t'))
			p++;
		if (p < stop && *p != '#' && *p != '\r' && *p != '[' && *p != '^') {
			at = memchr(p, '@', (size_t)(stop - p));
			if ((*p == '/' || *p == '*' || *p == '.' || ch_alnum(*p)) && at != NULL &&
				at > p && (at[-1] == ' ' || at[-1] == '\t'))
				fit++;
			else
				other++;
		}
		if (nl == NULL)
			break;
		p = nl + 1;
	}
	if (fit == 0 || other * 2 > fit)
		return 0;
	*sign = "lines of a path and owners with \"@\"";
	return other == 0 ? 60 : 55;
}

static const struct word_row_doc codeowners_words[] = {
	{ "CODEOWNERS owner", "@NAME, an address", "code owner" },
	{ "CODEOWNERS owner", "@ORG/TEAM", "a team: owns nothing by itself" },
	{ "CODEOWNERS owner", "none", "the path has no owner" },
	{ NULL, NULL, NULL }
};

const struct reader reader_codeowners = {
	.name = "codeowners",
	.title = "CODEOWNERS of a repository",
	.what = "Shows who is asked to review which paths. "
		"Cannot show that anybody answers for what runs, nor since when.",
	.better = "the file's history, or the roster of who is in each team",
	.syntax = SYNTAX_NONE,
	.roles = ROLE_EVIDENCE,
	.grade = GRADE_E2,
	.probe = probe_codeowners,
	.read = read_codeowners,
	.words = codeowners_words,
};
