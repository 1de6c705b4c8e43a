/*
 * Reverse names of addresses that nobody knows: asked through the sources that the options mean,
 * confirmed (the name has the address), and kept in the store with the day on which they were
 * asked.
 */
#pragma once
#include "options.h"
#include "store/store.h"
#include "traffic/traffic.h"

enum {
	REVERSE_SOURCES_MAX = 256, /* sources, largest first, whose address is looked at */
	REVERSE_ASKED_MAX = 64,    /* addresses that are asked for in one go */
	REVERSE_DAYS = 30,         /* what is known is asked again after so many days */
};

/* Asks for what is not known yet; *ret_any when something was learnt. A name that cannot be had,
 * offline for example, is no failure. EXIT_CLEAN, or a status after telling what is wrong. */
int reverse_learn(dr_arena *arena, const options *given, dr_store *store, const dr_traffic *traffic,
                  bool *ret_any);
