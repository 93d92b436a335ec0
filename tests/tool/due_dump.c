/*
 * due_dump FILE...: loads calendars; each line of standard input is "NAME|zone ZONE start duration"
 * and gives the last second of the period, or "unknown".  tests/judge/periods.py compares.
 */
#include <stdio.h>
#include <string.h>

#include "checker/base/arena.h"
#include "checker/base/buf.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "checker/base/zone.h"
#include "rules/lang/calendars.h"

static void
answer(const struct calendar_set *s, struct zones *z, struct arena *a, char *line)
{
	char *at = strchr(line, ' '), *dur = strrchr(line, ' ');
	struct instant start;
	struct duration d;
	struct buf b;
	int64_t due;
	int rc = 0;

	if (at == NULL || dur == at)
		return;
	*at++ = *dur++ = '\0';
	if (instant_parse(&start, at, NULL, a) != 0 || duration_parse(&d, dur) != 0) {
		puts("bad line");
		return;
	}
	if (str_has_prefix(line, "zone:"))
		due = calendar_plain_due(zone_find(z, line + 5), start.lo, d);
	else
		rc = calendar_due(calendar_named(s, line), start.lo, d, strchr(dur, 'T') != NULL, &due);
	buf_init(&b, 100);
	if (rc == 0)
		instant_put_utc(&b, strchr(dur, 'T') != NULL ? due : due + 1);
	else
		buf_str(&b, "unknown");
	puts(b.p);
	buf_free(&b);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct zones *z = zones_new();
	struct diags *d = diags_new();
	struct calendar_set s = {0};
	char line[256];

	for (int i = 1; i < argc; i++) {
		struct pack_text t = {.path = argv[i]};
		char *text;

		if (file_read(a, argv[i], MAX_CONFIG, &text, &t.len) != 0)
			return 2;
		t.text = text;
		if (calendars_load(&s, &t, a, z, d) != 0) {
			diags_print(d, stderr, false);
			return 2;
		}
	}
	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		answer(&s, z, a, line);
	}
	diags_free(d);
	zones_free(z);
	arena_free(a);
	return 0;
}
