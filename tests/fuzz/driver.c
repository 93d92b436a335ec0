/* A plain main for fuzz targets: replays files, and the files of folders. */
#include <dirent.h>
#include <stdint.h>
#include <sys/stat.h>

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static size_t
replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	struct buf b;
	char block[4096], *exact;
	size_t n;

	if (f == NULL)
		die_machine("%s: cannot be opened", path);
	buf_init(&b, 256 * MIB);
	while ((n = fread(block, 1, sizeof(block), f)) > 0)
		buf_add(&b, block, n);
	fclose(f);
	/* A block of its exact size, so that a sanitizer sees a byte read past the end. */
	exact = x_malloc(b.len);
	memcpy(exact, b.p, b.len);
	LLVMFuzzerTestOneInput((const uint8_t *)exact, b.len);
	free(exact);
	buf_free(&b);
	return 1;
}

static size_t
replay(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	size_t n = 0;

	if (dir == NULL)
		return replay_file(path);
	while ((e = readdir(dir)) != NULL) {
		char sub[4096];

		if (e->d_name[0] == '.')
			continue;
		snprintf(sub, sizeof(sub), "%s/%s", path, e->d_name);
		n += replay(sub);
	}
	closedir(dir);
	return n;
}

int
main(int argc, char **argv)
{
	size_t n = 0;

	for (int i = 1; i < argc; i++)
		n += replay(argv[i]);
	printf("%s: %zu inputs replayed\n", argv[0], n);
	return n == 0;
}
