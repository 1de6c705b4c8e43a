/*
 * Where results go: standard output or a file. A file appears whole or not at all: it is written
 * under another name beside it and renamed at the end. What is no regular file (/dev/stdout, a
 * pipe) is written as it is.
 */
#pragma once
#include "base/arena.h"
#include "base/error.h"

typedef struct output output;

/* `file` ptr NULL: standard output. DR_EIO with a text, DR_ENOMEM. In `arena`. */
int output_open(dr_arena *arena, dr_str file, output **ret_output, dr_error *err);
/* Buffered. Once something could not be written the rest is dropped. */
void output_write(output *out, dr_str text);
void output_flush(output *out);
/* True when nothing that is written arrives any more: the reader has gone, or an error. */
bool output_is_dead(const output *out);
/* Writes the rest and gives a file its name. A reader of standard output that has gone is no error.
 * DR_EIO with a text; no file is left then. */
int output_commit(output *out, dr_error *err);
/* Ends without a file. After output_commit() it does nothing; NULL is fine. */
void output_abandon(output *out);

/* True when `out` is a terminal. */
bool output_is_terminal(const output *out);

/* All of standard output at once. EXIT_CLEAN, or EXIT_INTERNAL after saying why. */
int output_print(dr_arena *arena, dr_str text);
