/*
 * Where the evidence is: --evidence FILE, --store PATH, or the user's own store.
 */
#pragma once
#include "options.h"
#include "store/store.h"

/* The path of the store that the options mean. EXIT_x after telling that none can be told. */
int evidence_store_path(dr_arena *arena, const options *given, const char **ret_path);
/* Opens the store that the options mean; a store that is written is made with its folders. EXIT_x
 * after telling what is wrong. */
int evidence_open_store(dr_arena *arena, const options *given, dr_store_mode mode,
                        dr_store **ret_store);
/* Opens what --evidence says, else the store for reading. EXIT_x after telling what is wrong. */
int evidence_open(dr_arena *arena, const options *given, dr_evidence **ret_evidence);
/* The same; *ret_evidence is NULL when nothing was said and the user has no store yet. */
int evidence_open_if_any(dr_arena *arena, const options *given, dr_evidence **ret_evidence);
/* The domain of the arguments (all domains when there is none), from --since on. EXIT_x. */
int evidence_query(dr_arena *arena, const options *given, dr_evidence_query *ret_query);
