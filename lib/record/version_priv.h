/*
 * The version of records that senders discard unless they begin with exactly `v=…;`.
 */
#pragma once
#include "record/kind.h"
#include "record/taglist.h"

/* True when the record begins so; else VERSION is among the issues, once. */
bool dr_record_version(dr_arena *arena, dr_str text, dr_record_kind kind, const dr_taglist *list,
                       dr_issues *issues);
