/* Path patterns of trueup.json: no brackets, no escapes, linear enough. */
#include "checker/base/text.h"
#include "checker/run.h"

static bool
fits(const char *p, const char *s, unsigned depth)
{
	for (; *p != '\0'; p++, s++) {
		if (p[0] == '*' && p[1] == '*') {
			const char *rest = p[2] == '/' ? p + 3 : p + 2;

			/* Every '**' is another choice: patterns with more than a few are refused as unfit. */
			if (depth == 0)
				return false;
			if (fits(rest, s, depth - 1))
				return true;
			for (; *s != '\0'; s++) {
				if (*s == '/' && fits(rest, s + 1, depth - 1))
					return true;
			}
			return *rest == '\0';
		}
		if (*p == '*') {
			for (;; s++) {
				if (depth > 0 && fits(p + 1, s, depth - 1))
					return true;
				if (*s == '\0' || *s == '/')
					return false;
			}
		}
		if (*s == '\0' || (*p == '?' ? *s == '/' : *p != *s))
			return false;
	}
	return *s == '\0';
}

bool
glob_fits(const char *pattern, const char *path)
{
	const char *slash = strrchr(path, '/');

	const char *mark = strrchr(path, '!');

	if (strchr(pattern, '/') == NULL && slash != NULL)
		path = slash + 1;
	if (fits(pattern, path, 8))
		return true;
	/* A member of an archive also by its own name. */
	return mark != NULL && mark >= path && strchr(pattern, '!') == NULL &&
		fits(pattern, mark + 1, 8);
}
