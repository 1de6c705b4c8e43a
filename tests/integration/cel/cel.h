/*
 * The C half of the comparison with cel-go: worlds of random facts, random well-typed conditions,
 * and what we make of them, as JSON lines.
 */
#pragma once
#include "../../unit/toy.h"

/* A stream of pseudo-random numbers that depends on the seed alone. */
typedef struct {
	uint64_t state;
} dice;

/* 0 to sides - 1. */
size_t dice_roll(dice *d, size_t sides);

/* Room for what a random world points to. */
typedef struct {
	toy toy;
	toy_term terms[4];
	dr_str lists[8][4];
} cel_world;

/* Random values and states: known, unknown, absent where that is allowed. */
void cel_world_fill(cel_world *world, dice *d);
/* One JSON line without newline: every variable with its facts, states and types. */
void cel_world_write(const cel_world *world, dr_buf *out);
/* The same for the tables, once: {"schemas": …, "variables": …}. */
void cel_schema_write(dr_buf *out);
/* A random condition over the toy world. */
void cel_condition_write(dice *d, dr_buf *out);
