/*
 * What shells complete, and the manual page: written from the tables of commands and options.
 */
#pragma once
#include "base/buf.h"
#include "command.h"

/* "bash", "zsh", "fish", "man"; NULL at the end. */
extern const char *const COMPLETION_KINDS[];

/* Writes the script of a shell, or the page dmarcramp(1). False: there is no such kind. */
bool completion_write(dr_str kind, dr_buf *out);
/* The page alone (roff, man(7)). */
void manual_write(const command_table *commands, dr_buf *out);
