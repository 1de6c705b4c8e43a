/*
 * One term of an SPF record.
 */
#pragma once
#include "record/spf.h"

/* Reads `word`, a slice of `record` without spaces. */
dr_spf_term dr_spf_term_parse(dr_arena *arena, dr_str record, dr_str word, dr_issues *issues);

/* True when `text` begins like a term with an argument, or is a directive `all` with a qualifier:
 * what stands behind a missing space. */
bool dr_spf_begins_term(dr_str text);
