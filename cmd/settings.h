/*
 * dmarcramp.yaml: where it is found, and what it adds to what the command line says.
 */
#pragma once
#include "config/config.h"
#include "options.h"

typedef struct {
	const options *given;
	const dr_config *config; /* NULL: there is no config file */
} settings;

/* Reads the file of --config; else `dmarcramp.yaml` in the working directory or above it, up to the
 * root of the repository; else the one in $XDG_CONFIG_HOME/dmarcramp. `rules` are those it may
 * name (NULL: they are not looked at). Everything lives in `arena`. EXIT_CLEAN, or EXIT_USAGE
 * after telling what is wrong, EXIT_INTERNAL. */
int settings_open(dr_arena *arena, const options *given, const dr_ruleset *rules,
                  settings *ret_settings);

/* What is known of one domain, as the config names it; NULL: nothing. */
const dr_domain_config *settings_of(const settings *from, dr_arena *arena, dr_str domain);
