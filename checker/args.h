#ifndef TRUEUP_ARGS_H
#define TRUEUP_ARGS_H
/* GNU-style options by the command's table. */
#include "checker/cmd.h"

enum args_result { ARGS_OK, ARGS_HELP, ARGS_WRONG };

/* Says on stderr what is wrong; prints the help on --help. Free with args_free(). */
enum args_result args_parse(struct args *a, const struct command *c, int argc, char **argv);
void args_free(struct args *a, const struct command *c);

#endif
