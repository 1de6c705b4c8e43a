/*
 * The zone reader and server against NSD: generated zones, generated questions, the same answers.
 */
#pragma once
#include "base/buf.h"
#include "zone/zone.h"

/* A deterministic stream of numbers (splitmix64). */
typedef struct {
	uint64_t state;
} random_stream;
uint64_t random_next(random_stream *r);
/* 0 to limit - 1. */
unsigned random_below(random_stream *r, unsigned limit);

enum { NAMES_MAX = 64, LABELS_MAX = 5 };

/* A name below the zone: labels as indices into the pool, the leftmost first. */
typedef struct {
	uint8_t labels[LABELS_MAX];
	uint8_t count;
	uint8_t holds;  /* HOLDS_* */
	uint32_t types; /* what it holds, as bits of their places in the table of types */
} plan_name;

enum { HOLDS_CNAME = 1, HOLDS_DNAME = 2, HOLDS_NS = 4, HOLDS_OTHER = 8 };

typedef struct {
	unsigned number; /* of the zone */
	plan_name names[NAMES_MAX];
	size_t count;
} zone_plan;

/* "z0001.test". */
void plan_zone_name(unsigned number, char ret_name[16]);
/* Writes a zone that NSD accepts, in many of the forms master files allow. */
void plan_write_zone(random_stream *r, zone_plan *plan, dr_buf *out);
/* A question that has good chances to be interesting. */
dr_question plan_question(random_stream *r, const zone_plan *plan, dr_arena *arena);

/* Asks the server on loopback, over UDP, or over TCP when `tcp` or when the answer was truncated.
 * The message is in `arena`; empty when none came. */
dr_str ask_server(dr_arena *arena, uint16_t port, const dr_question *question, bool tcp);

/* Says in `out` how the message differs from our answer; nothing when it does not. */
void compare(dr_arena *arena, const dr_question *question, const dr_answer *ours, dr_str message,
             dr_buf *out);
