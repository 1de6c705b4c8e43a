/*
 * One JSON document about many domains: a list of what is a document for each.
 */
#pragma once
#include "base/buf.h"
#include "base/clock.h"

void dr_json_list_head(dr_buf *out, const char *schema, dr_day as_of);
/* Between two of them stands ",\n". */
void dr_json_list_add(dr_buf *out, dr_str document);
/* What they add up to, under `key`; NULL: nothing is said of that. */
void dr_json_list_end(dr_buf *out, const char *key, dr_str document);
