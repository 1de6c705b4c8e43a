/*
 * Which resolvers to ask: those of --resolver, else the system's (resolv.conf(5)).
 */
#pragma once
#include "options.h"

/* The `nameserver` lines of a resolv.conf, in order. Lines that are no address that can be asked
 * (a link-local one with its scope) are left out. */
server_list resolvers_parse(dr_arena *arena, dr_str text);
/* Those of /etc/resolv.conf; 127.0.0.1 when there are none, as the system does it. */
server_list resolvers_of_system(dr_arena *arena);
