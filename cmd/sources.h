/*
 * Everything that runs share, made from the options: rules, services, suffixes, and where answers
 * come from. The live source is one for each thread.
 */
#pragma once
#include "options.h"
#include "rulebook.h"
#include "run/run.h"
#include "snapshot/snapshot.h"
#include "system.h"
#include "zones.h"

typedef struct {
	dr_run_config config; /* `live` is NULL */
	dr_day as_of;         /* said, the snapshot's, or today */
	zone_list zones;
	dr_snapshot *snapshot;
	dr_source_of_answers *snapshot_source;
	dr_snapshot *previous; /* NULL: nothing to compare with */
	dr_source_of_answers *previous_source;
	dr_suffixes *suffixes;
	server_list resolvers;          /* empty: the network is not used */
	DR_LIST(dr_dns_detour) detours; /* of name servers */
	bool fetches;                   /* HTTPS is used */
} sources;

/* `rules` NULL: facts only. Everything lives in `arena` or is closed by sources_close().
 * EXIT_CLEAN, or a status after telling what is wrong (then nothing is open). */
int sources_open(dr_arena *arena, const options *given, const dr_ruleset *rules,
                 sources *ret_sources);
void sources_close(sources *from);

/* The public suffix list of --psl; NULL means the built-in one. EXIT_CLEAN, or a status after
 * telling what is wrong. */
int suffixes_read(dr_arena *arena, const options *given, dr_suffixes **ret_suffixes);

/* Live DNS behind a cache, and live HTTPS. */
typedef struct {
	system_random random;
	dr_random interface;
	dr_source_of_answers *source; /* NULL: offline */
	dr_source_of_answers *web;    /* NULL: nothing is fetched */
} live_source;

/* EXIT_CLEAN, or EXIT_INTERNAL after telling what is wrong. `from`, `given` must outlive it. */
int live_open(const sources *from, const options *given, live_source *ret_live);
void live_close(live_source *live);
