/*
 * What the formats of `diff` share: the findings that came and went, and whether all is for the
 * worse.
 */
#pragma once
#include "render/render_priv.h"

typedef struct {
	dr_finding_views fresh, gone; /* by fingerprint; worst first */
} dr_diff_findings;

dr_diff_findings dr_diff_findings_of(dr_arena *arena, const dr_diff_item *item);
