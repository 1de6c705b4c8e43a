/*
 * Unpredictable numbers: ids and ports of DNS queries. The library never asks the system itself;
 * the program fills in where they come from, tests fill in a fixed stream.
 */
#pragma once
#include "base/str.h"

typedef struct {
	/* Fills `len` octets; 0, or a negative DR_E* when the system has none. */
	int (*fill)(void *self, void *octets, size_t len);
	void *self;
} dr_random;
