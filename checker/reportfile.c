#include "checker/reportfile.h"

#include <errno.h>
#include <sys/stat.h>

#include "checker/base/arena.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/cmd_diags.h"
#include "reports/report.h"

#define MAX_REPORT ((size_t)1024 * MIB) /* instances are capped; 1,000,000 items give under 1 GiB */

const struct node *
reportfile_load(struct arena *a, const char *path, struct diags *d)
{
	struct stat st;
	char *text;
	size_t len;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		path = arena_printf(a, "%s/report.json", path);
	if (file_read(a, path, MAX_REPORT, &text, &len) != 0) {
		diag_add(d, &diag_path_missing, &(struct place){.file = path}, "no report can be read here: %s",
			strerror(errno));
		return NULL;
	}
	return report_load(a, path, text, len, d);
}
