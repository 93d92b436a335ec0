#ifndef TRUEUP_RECENT_H
#define TRUEUP_RECENT_H
/*
 * Copies of strings that tend to come again: a name met lately is not copied
 * a second time.  Unlike a map it costs nothing for a string that never comes
 * again, and a string may have several copies: compare by content.
 */
struct arena;
struct recent;

struct recent *recent_new(void);
void recent_free(struct recent *r);

/* A copy of s that lives as long as a, which must be the same one every time. NULL for NULL. */
const char *recent_copy(struct recent *r, struct arena *a, const char *s);

#endif
