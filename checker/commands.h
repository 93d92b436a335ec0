#ifndef TRUEUP_COMMANDS_H
#define TRUEUP_COMMANDS_H
#include "checker/cmd.h"

extern const struct command command_check, command_identify, command_read, command_explain,
	command_gate, command_diff, command_render, command_verify, command_sample,
	command_keygen, command_rules, command_model, command_formats, command_map;

#endif
