/*
 * Help and version texts, printed from the tables of commands and options.
 */
#pragma once
#include "base/buf.h"
#include "command.h"

/* What the program is, its commands, the exit codes. */
void help_write_program(const command_table *commands, dr_buf *out);
/* The commands that begin with `word`. */
void help_write_family(const command_table *commands, dr_str word, dr_buf *out);
/* One command: usage, what it does, options by group, examples, exit codes. */
void help_write_command(const command *which, dr_buf *out);
/* Version, parts, libraries. */
void help_write_version(dr_buf *out);
