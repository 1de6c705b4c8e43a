/*
 * A plan as JSON: what its documents share.
 */
#pragma once
#include "render/render_priv.h"

/* The key `gates` and its list. */
void dr_json_plan_gates(dr_json *json, const dr_plan_gates *gates);
/* The key `alarms`. */
void dr_json_plan_alarms(dr_json *json, const dr_plan_alarms *alarms);
