/*
 * Messages taken apart (RFC 2045, RFC 2046): every part that holds something, decoded.
 */
#pragma once
#include "base/arena.h"
#include "base/error.h"

typedef struct {
	dr_str type;      /* "text/xml", lower-case; empty when not said */
	dr_str file_name; /* as declared; empty when not */
	dr_str octets;    /* decoded; of message/rfc822: the whole inner message */
	size_t level;     /* multiparts around it */
} dr_mime_part;

/* DR_OK goes on; anything else ends the walk with it. */
typedef int (*dr_mime_visit)(void *self, const dr_mime_part *part, dr_error *err);

/* Once in a program, before threads; what it sets up stays until the program ends. */
void dr_mime_setup(void);

/* Visits the parts in their order, at most `max` of them (DR_ELIMIT without text beyond it). An
 * inner message is one part and not taken apart. A message without MIME is one part of text/plain.
 * Whatever the octets, there are parts: a broken message has odd ones. DR_ENOMEM. */
int dr_mime_walk(dr_arena *arena, dr_str message, size_t max, dr_mime_visit visit, void *self,
                 dr_error *err);
