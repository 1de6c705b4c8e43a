/* Whether a source still passes by a key or from an address, as far as its days tell. */
#pragma once
#include "traffic/traffic.h"

/* It was not silent for longer than it is now and then, or is ours, as somebody said, and nothing
 * took the place of the key or the address, as far as is known today. Never for sources that are
 * not ours, as somebody said. */
bool dr_use_goes_on(const dr_traffic *traffic, const dr_sender *sender, const dr_traffic_use *use,
                    dr_day today);

/* The source sent nothing for longer than it ever paused: it may have been given up. What it takes
 * to say so is in `arena`. */
bool dr_source_is_silent(dr_arena *arena, const dr_traffic *traffic, const dr_sender *sender);

/* Direct messages as that author domain, of that day and later, in reports that gates count. */
uint64_t dr_messages_since(const dr_sender *sender, dr_str author, dr_day day);
