/*
 * What the program says to the person at the keyboard, on standard error. Never results.
 */
#pragma once
#include "base/source.h"

/* "dmarcramp: " and the text. Control characters are neutralised. */
void message_say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* An error with its place, and the line it stands on when `source` is given (NULL: without). */
void message_error(const dr_error *err, const dr_source *source);
