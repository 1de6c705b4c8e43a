/*
 * Reading many report files into a store, in several threads, with a commit after 256 files or a
 * second at the latest. A file is told (in documents that tell files) once it is committed.
 */
#pragma once
#include "outputs.h"
#include "store/store.h"

typedef struct {
	const options *given;
	dr_store *store;
	const char *path; /* of the store */
	documents *list;
} ingest_options;

/* Reads the files of the command line. EXIT_x. */
int ingest_run(dr_arena *arena, const ingest_options *how);
