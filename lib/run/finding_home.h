/*
 * Where a finding's record stands, or should stand: what identifies the finding for waivers,
 * fingerprints and documents.
 */
#pragma once
#include "rule/rule.h"

typedef struct {
	dr_str owner; /* owner name, no final dot */
	dr_str type;  /* "TXT"; empty when no one type is meant */
} dr_finding_home;

/* Of a finding about `domain` (A-labels); texts are in `arena` or borrowed from the finding. */
dr_finding_home dr_finding_home_of(dr_arena *arena, dr_str domain, const dr_finding *finding);
