#include "checker/reportfile.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checker/base/arena.h"
#include "checker/base/diag.h"
#include "checker/base/file.h"
#include "checker/base/limits.h"
#include "checker/cmd.h"
#include "checker/cmd_diags.h"
#include "reports/report.h"

#define MAX_REPORT ((size_t)1024 * MIB) /* instances are capped; 1,000,000 items give under 1 GiB */

void
reportfile_locate(struct reportfile *f, struct arena *a, const char *path)
{
	struct stat st;
	const char *slash;

	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		path = arena_printf(a, "%s/report.json", path);
	slash = strrchr(path, '/');
	f->path = arena_strdup(a, path);
	f->name = slash == NULL ? f->path : f->path + (slash - path) + 1;
	f->folder = slash == NULL ? "." : slash == path ? "/"
		: arena_strndup(a, path, (size_t)(slash - path));
}

int
reportfile_read(struct reportfile *f, struct arena *a, const char *path, struct diags *d)
{
	char *text;

	reportfile_locate(f, a, path);
	if (file_read(a, f->path, MAX_REPORT, &text, &f->len) != 0) {
		diag_add(d, &diag_path_missing, &(struct place){.file = f->path},
			"no report can be read here: %s", strerror(errno));
		return -1;
	}
	f->text = text;
	return 0;
}

int
reportfile_run(const struct args *args,
	int (*command)(const struct args *args, struct arena *a, struct diags *d))
{
	struct arena *a = arena_new();
	struct diags *d = diags_new();
	int status = command(args, a, d);

	diags_print(d, stderr, isatty(STDERR_FILENO) && getenv("NO_COLOR") == NULL);
	diags_free(d);
	arena_free(a);
	return status;
}

const struct node *
reportfile_load(struct arena *a, const char *path, struct diags *d)
{
	struct reportfile f;

	if (reportfile_read(&f, a, path, d) != 0)
		return NULL;
	return report_load(a, f.path, f.text, f.len, d);
}
