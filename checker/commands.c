/* The table of commands: a command is its file and its row here. */
#include "checker/commands.h"

const struct command *const commands[] = {
	&command_check,
	&command_identify,
	&command_read,
	&command_explain,
	&command_gate,
	&command_diff,
	&command_render,
	&command_verify,
	&command_keygen,
	&command_sample,
	&command_rules,
	&command_map,
	&command_model,
	&command_formats,
	NULL,
};
