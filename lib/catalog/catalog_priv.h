/*
 * What the files of this folder share.
 */
#pragma once
#include "catalog/catalog.h"
#include "base/name_table.h"

typedef struct {
	dr_service service;
	const dr_source *source;
	const dr_node *node; /* the file's map */
} dr_service_entry;

/* What a name may stand for. Names of an OF table stand for themselves and everything below, names
 * of a BELOW table only for what is below, others for themselves. */
typedef enum {
	DR_TABLE_MX_OF,
	DR_TABLE_INCLUDE,
	DR_TABLE_INCLUDE_BELOW,
	DR_TABLE_DKIM_TARGET_OF,
	DR_TABLE_HOST_TARGET_OF,
	DR_TABLE_RDNS_OF,
	DR_TABLE_SELECTOR,
	DR_TABLE_COUNT
} dr_catalog_table;

typedef struct {
	dr_str beginning;
	const dr_service *service;
} dr_service_token;

struct dr_catalog {
	dr_arena *arena;
	DR_LIST(dr_service_entry *) entries;
	dr_name_table tables[DR_TABLE_COUNT]; /* to dr_service_entry */
	DR_LIST(dr_service_token) tokens;
	dr_strs hosts;
	const char **names; /* ids, then names, for suggestions */
};

/* Fills the tables from the entries. The number of errors added: a name of two services. */
size_t dr_catalog_fill_tables(dr_catalog *catalog, dr_errors *errors);
