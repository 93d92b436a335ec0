#include "checker/args.h"

#include "checker/base/die.h"
#include "checker/base/text.h"

#define MAX_OPTION_ROWS 64

static const int worst_first[] = {EXIT_BUG, EXIT_MACHINE, EXIT_USAGE, EXIT_UNTRUSTED,
	EXIT_INCOMPLETE, EXIT_GATE, EXIT_OK};

int
exit_worse(int a, int b)
{
	for (size_t i = 0; i < sizeof(worst_first) / sizeof(*worst_first); i++) {
		if (a == worst_first[i] || b == worst_first[i])
			return worst_first[i];
	}
	die_bug("an exit status that is not in the table");
}

static void
help(const struct command *c)
{
	printf("usage: trueup %s\n\n%s\n", c->synopsis, c->about);
	if (c->options[0].name != NULL)
		puts("\nOptions:");
	for (const struct option_row *o = c->options; o->name != NULL; o++) {
		char left[64];

		if (o->letter != 0)
			snprintf(left, sizeof(left), "-%c, --%s%s%s", o->letter, o->name,
				o->arg != NULL ? "=" : "", o->arg != NULL ? o->arg : "");
		else
			snprintf(left, sizeof(left), "    --%s%s%s", o->name,
				o->arg != NULL ? "=" : "", o->arg != NULL ? o->arg : "");
		printf("  %-28s %s%s\n", left, o->help, o->many ? " (may be repeated)" : "");
	}
}

/* "--" before a long name, nothing before what stood on the command line. */
static int
wrong(const struct command *c, const char *dashes, const char *what, const char *why)
{
	fprintf(stderr, "trueup %s: %s%.120s: %s\n", c->name, dashes, what, why);
	fprintf(stderr, "usage: trueup %s\n", c->synopsis);
	return -1;
}

static void
push(const char ***v, size_t *n, const char *s)
{
	*v = x_realloc_array(*v, *n + 1, sizeof(**v));
	(*v)[(*n)++] = s;
}

static int
set(struct args *a, const struct command *c, size_t row, const char *value)
{
	if (a->opt[row].n > 0 && !c->options[row].many)
		return wrong(c, "--", c->options[row].name, "this option is given twice");
	push(&a->opt[row].v, &a->opt[row].n, value);
	return 0;
}

/* "--name", "--name=value", "--name value"; *i moves past what is used. */
static int
long_option(struct args *a, const struct command *c, int argc, char **argv, int *i)
{
	const char *word = argv[*i] + 2, *eq = strchr(word, '=');
	size_t len = eq != NULL ? (size_t)(eq - word) : strlen(word);
	const char *names[MAX_OPTION_ROWS], *near;
	char name[80], why[120];
	size_t n = 0;

	for (const struct option_row *o = c->options; o->name != NULL; o++) {
		size_t row = (size_t)(o - c->options);

		names[n++] = o->name;
		if (strlen(o->name) != len || strncmp(o->name, word, len) != 0)
			continue;
		if (o->arg == NULL) {
			if (eq != NULL)
				return wrong(c, "--", o->name, "this option takes no value");
			return set(a, c, row, "");
		}
		if (eq != NULL)
			return set(a, c, row, eq + 1);
		if (*i + 1 >= argc)
			return wrong(c, "--", o->name, "this option needs a value");
		return set(a, c, row, argv[++*i]);
	}
	snprintf(name, sizeof(name), "%.*s", (int)(len < 79 ? len : 79), word);
	near = text_nearest(name, names, n);
	if (near == NULL)
		return wrong(c, "--", name, "no such option");
	snprintf(why, sizeof(why), "no such option; did you mean --%s?", near);
	return wrong(c, "--", name, why);
}

static int
short_option(struct args *a, const struct command *c, int argc, char **argv, int *i)
{
	for (const char *p = argv[*i] + 1; *p != '\0'; p++) {
		const struct option_row *o = c->options;

		while (o->name != NULL && o->letter != *p)
			o++;
		if (o->name == NULL)
			return wrong(c, "", argv[*i], "no such option");
		if (o->arg == NULL) {
			if (set(a, c, (size_t)(o - c->options), "") != 0)
				return -1;
			continue;
		}
		if (p[1] != '\0')
			return set(a, c, (size_t)(o - c->options), p + 1);
		if (*i + 1 >= argc)
			return wrong(c, "", argv[*i], "this option needs a value");
		return set(a, c, (size_t)(o - c->options), argv[++*i]);
	}
	return 0;
}

enum args_result
args_parse(struct args *a, const struct command *c, int argc, char **argv)
{
	size_t rows = 0;
	bool options = true;

	while (c->options[rows].name != NULL)
		rows++;
	*a = (struct args){.opt = x_calloc(rows + 1, sizeof(*a->opt))};
	for (int i = 0; i < argc; i++) {
		int rc = 0;

		if (!options || argv[i][0] != '-' || argv[i][1] == '\0') {
			push(&a->rest, &a->nrest, argv[i]);
		} else if (str_same(argv[i], "--")) {
			options = false;
		} else if (str_same(argv[i], "--help") || str_same(argv[i], "-h")) {
			help(c);
			return ARGS_HELP;
		} else if (argv[i][1] == '-') {
			rc = long_option(a, c, argc, argv, &i);
		} else {
			rc = short_option(a, c, argc, argv, &i);
		}
		if (rc != 0)
			return ARGS_WRONG;
	}
	return ARGS_OK;
}

void
args_free(struct args *a, const struct command *c)
{
	for (size_t i = 0; c->options[i].name != NULL; i++)
		free(a->opt[i].v);
	free(a->opt);
	free(a->rest);
}

const struct option_values *
arg_all(const struct command *c, const struct args *a, const char *name)
{
	for (size_t i = 0; c->options[i].name != NULL; i++) {
		if (str_same(c->options[i].name, name))
			return &a->opt[i];
	}
	die_bug("an option that the command has not got");
}

const char *
arg_get(const struct command *c, const struct args *a, const char *name)
{
	const struct option_values *v = arg_all(c, a, name);

	return v->n == 0 ? NULL : v->v[v->n - 1];
}
