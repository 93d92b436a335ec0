#include "checker/base/die.h"

#include <stdarg.h>
#include <stdint.h>
#include <unistd.h>

void
die_memory(void)
{
	static const char msg[] = "trueup: out of memory: nothing was written\n";

	/* No allocation here, and nothing to do if stderr is gone as well. */
	if (write(STDERR_FILENO, msg, sizeof(msg) - 1) < 0)
		_exit(EXIT_MACHINE);
	_exit(EXIT_MACHINE);
}

void
die_machine(const char *fmt, ...)
{
	va_list ap;

	fputs("trueup: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(EXIT_MACHINE);
}

void
die_bug(const char *what)
{
	fprintf(stderr, "trueup: bug: %s\n", what);
	fflush(stderr);
	_exit(EXIT_BUG);
}

void *
x_malloc(size_t n)
{
	void *p = malloc(n == 0 ? 1 : n);

	if (p == NULL)
		die_memory();
	return p;
}

void *
x_calloc(size_t n, size_t size)
{
	void *p = calloc(n == 0 ? 1 : n, size == 0 ? 1 : size);

	if (p == NULL)
		die_memory();
	return p;
}

void *
x_realloc(void *p, size_t n)
{
	void *q = realloc(p, n == 0 ? 1 : n);

	if (q == NULL)
		die_memory();
	return q;
}

void *
x_realloc_array(void *p, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / size)
		die_memory();
	return x_realloc(p, n * size);
}

char *
x_strdup(const char *s)
{
	size_t n = strlen(s) + 1;

	return memcpy(x_malloc(n), s, n);
}
