/*
 * BIMI logos: SVG in the profile Tiny Portable/Secure (draft-svg-tiny-ps-abrotman), maybe gzipped.
 *
 * A bad file is data: what is wrong comes as a list of problems, each with the line where it occurs
 * first. Nothing is fetched, no entity is expanded.
 */
#pragma once
#include "base/error.h"
#include "base/list.h"

enum {
	DR_LOGO_OCTETS_MAX = 1024 * 1024, /* unpacked octets that are looked at */
	DR_LOGO_PROBLEMS_MAX = 64,        /* different ones; the rest is dropped */
	DR_LOGO_SIZE_WANTED = 32 * 1024,  /* unpacked octets that every receiver takes */
};

typedef enum {
#define DR_MARK(id, kind, name, doc) DR_LOGO_##id,
#include "mark/problem.def"
#undef DR_MARK
	DR_LOGO_PROBLEM_COUNT
} dr_logo_problem_code;

typedef struct {
	dr_logo_problem_code code;
	dr_str subject; /* the element, attribute or value it is about: "<script>", "style of <g>"
	                 */
	uint32_t line;  /* of the first, from 1; 0: none */
	uint32_t count; /* how many there are */
} dr_logo_problem;

typedef DR_LIST(dr_logo_problem) dr_logo_problems;

typedef struct {
	bool gzip;
	dr_str svg;   /* unpacked octets; borrowed from the file when it is not gzipped */
	dr_str title; /* trimmed; empty when there is none */
	dr_logo_problems problems;
} dr_logo;

/* Reads a file. DR_ENOMEM (then `ret_logo` is untouched), DR_EPART. */
int dr_logo_read(dr_arena *arena, dr_str file, dr_logo *ret_logo, dr_error *err);
