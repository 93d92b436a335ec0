/* What the numbers of two reports are measured by: rules, limits, files of the judged party. */
#include "checker/base/arena.h"
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "reports/diff.h"
#include "reports/walk.h"
#include "reports/words.h"

static const struct node *
find(const struct map *m, const char *id)
{
	return map_get(m, id, strlen(id));
}

static bool
asked(const struct node *rule)
{
	return rule != NULL && get_bool(rule, "enabled") && !get_bool(rule, "draft");
}

static void
rules(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	struct map *before = diff_index(old, "rules", "id"), *after = diff_index(new, "rules", "id");

	for EACH(r, old, "rules") {
		const char *id = get_str(r, "id");

		if (asked(r) && !asked(find(after, id)))
			diff_add(d, CHANGE_REGRESSION, "rule", id, "", SAID(a, SAY_D_RULE_GONE, SAY_S(id)));
	}
	for EACH(r, new, "rules") {
		const char *id = get_str(r, "id");

		if (asked(r) && !asked(find(before, id)))
			diff_add(d, CHANGE_METHOD, "rule", id, "", SAID(a, SAY_D_RULE_NEW, SAY_S(id)));
	}
	map_free(before);
	map_free(after);
}

/* Which way a limit is stricter is not in the report, so any change of one counts against. */
static void
limits(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	struct map *before = diff_index(old, "parameters", "name");

	for EACH(p, new, "parameters") {
		const char *name = get_str(p, "name"), *is = get_str(p, "value");
		const struct node *was = find(before, name);

		if (was != NULL && !str_same(get_str(was, "value"), is))
			diff_add(d, CHANGE_REGRESSION, "limit", name, "", SAID(a, SAY_D_LIMIT, SAY_S(name),
				SAY_S(is), SAY_S(get_str(was, "value"))));
	}
	map_free(before);
}

static void
files(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	struct map *before = diff_index(old, "inputs", "name"), *after = diff_index(new, "inputs", "name");

	for EACH(i, new, "inputs") {
		const char *name = get_str(i, "name");
		const struct node *was = find(before, name);

		if (was == NULL)
			diff_add(d, CHANGE_METHOD, "file", name, "", SAID(a, SAY_D_FILE_NEW, SAY_S(name)));
		else if (!str_same(get_str(was, "sha256"), get_str(i, "sha256")))
			diff_add(d, CHANGE_METHOD, "file", name, "", SAID(a, SAY_D_FILE, SAY_S(name)));
	}
	for EACH(i, old, "inputs")
		if (find(after, get_str(i, "name")) == NULL)
			diff_add(d, CHANGE_METHOD, "file", get_str(i, "name"), "",
				SAID(a, SAY_D_FILE_GONE, SAY_S(get_str(i, "name"))));
	map_free(before);
	map_free(after);
}

/* Evidence changes from run to run; what was there and is not is worth a line each. */
static void
sources(struct diffing *d, const struct node *old, const struct node *new)
{
	struct arena *a = diff_arena(d);
	struct map *before = diff_index(old, "sources", "path"), *after = diff_index(new, "sources", "path");

	for EACH(s, old, "sources") {
		const char *path = get_str(s, "path");

		if (find(after, path) == NULL && *get_str(s, "format") != '\0')
			diff_add(d, CHANGE_GONE, "source", path, "", SAID(a, SAY_D_SOURCE_GONE, SAY_S(path)));
	}
	for EACH(s, new, "sources") {
		const char *path = get_str(s, "path");

		if (find(before, path) == NULL && *get_str(s, "format") != '\0')
			diff_add(d, CHANGE_NEW, "source", path, "", SAID(a, SAY_D_SOURCE_NEW, SAY_S(path)));
	}
	map_free(before);
	map_free(after);
}

void
diff_method(struct diffing *d, const struct node *old, const struct node *new)
{
	rules(d, old, new);
	limits(d, old, new);
	files(d, old, new);
	sources(d, old, new);
	if (!str_same(get_str(old, "tool_version"), get_str(new, "tool_version")))
		diff_add(d, CHANGE_METHOD, "tool", "", "", SAID(diff_arena(d), SAY_D_TOOL,
			SAY_S(get_str(new, "tool_version")), SAY_S(get_str(old, "tool_version"))));
}
