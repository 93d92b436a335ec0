#ifndef TRUEUP_REPORTS_MARKDOWN_H
#define TRUEUP_REPORTS_MARKDOWN_H
/* Text from evidence within Markdown (CommonMark, GitHub's and GitLab's): read, never obeyed. */
#include <stddef.h>

struct buf;

/*
 * Escaped; words that a forge would turn into a link, mention or reference
 * ("@", "#", "!", "://", "www.") stand in code. At most max bytes of s, then "...".
 */
void md_text(struct buf *b, const char *s, size_t max);

/* The whole in code, with a fence longer than any within; "": nothing. Good in tables too. */
void md_code(struct buf *b, const char *s, size_t max);

#endif
