/*
 * What receivers mean by their replies: the tables of rules/bounces/. Wording decides, then the
 * provider, then the code; one and the same code means different things at different providers.
 */
#pragma once
#include "doc/bind.h"
#include "message/reply.h"

typedef struct {
	dr_strs codes; /* "550 5.7.26", "421"; empty: any */
	dr_strs text;  /* fragments of which one must be there; " ... " stands for anything; empty:
	                  provider and code decide */
	dr_str check;  /* what failed: see DR_BOUNCE_CHECKS */
	dr_str means, fix;
	dr_strs see;
	dr_str provider; /* of the file; empty: any */
} dr_bounce_row;

typedef struct dr_bounce_table dr_bounce_table;

/* The closed set of `check`, NULL at the end. */
extern const char *const DR_BOUNCE_CHECKS[];

/* In `arena`, which must outlive it. NULL: no memory. */
dr_bounce_table *dr_bounce_table_new(dr_arena *arena);
/* Reads one file. The number of errors added. */
size_t dr_bounce_table_load(dr_bounce_table *table, const dr_source *source, dr_errors *errors);
/* All host suffixes of all providers. In the table's arena. */
dr_strs dr_bounce_table_hosts(const dr_bounce_table *table);
/* The provider that one of the names belongs to; NULL when none does. */
const char *dr_bounce_table_provider(const dr_bounce_table *table, const dr_strs *names);
/* The most specific row; NULL when none fits. `provider` as above, or NULL. */
const dr_bounce_row *dr_bounce_table_find(const dr_bounce_table *table, const dr_reply *reply,
                                          const char *provider);
