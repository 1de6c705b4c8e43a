/*
 * What the evidence says about a domain, with the services, decisions and suffixes that the options
 * and the config give.
 */
#pragma once
#include "settings.h"
#include "store/store.h"
#include "traffic/traffic.h"

typedef struct {
	dr_evidence *evidence;
	dr_store *store;   /* that holds it; NULL: it is a digest */
	dr_owners *owners; /* of --owners; NULL: none */
	dr_suffixes *suffixes;
	settings settings;
	dr_traffic_input input; /* of the domain of the arguments */
} evidence_reader;

/* Opens the evidence that the options mean and reads the config; everything else lives in `arena`.
 * EXIT_CLEAN, or a status after telling what is wrong (then nothing is open). */
int traffic_open(dr_arena *arena, const options *given, evidence_reader *ret_reader);
/* EXIT_CLEAN, or a status after telling what is wrong. */
int traffic_read(dr_arena *arena, const evidence_reader *reader, dr_traffic **ret_traffic);
void traffic_close(evidence_reader *reader);
