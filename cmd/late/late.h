/*
 * Functions whose libraries are loaded when they are first needed.
 *
 * libcurl, libxml2, GMime, libarchive and SQLite bring some fifty libraries along, and to load them
 * takes longer than everything else in a start. Most commands need none of them. So the program is
 * linked with late.c, whose functions have the names of those in late_web.def and late_reports.def:
 * they load a module, which holds the functions themselves and is linked with the libraries, and
 * call it. The library in lib/ knows nothing of this: who links it alone gets the functions.
 *
 * A module holds copies of what it uses of lib/, which it may because nothing there can be written.
 * What it leaves to others is one table of functions.
 */
#pragma once
#include "mark/logo.h"
#include "message/mime.h"
#include "report/read.h"
#include "store/owners.h"
#include "store/store.h"
#include "web/web.h"

/* A row of the .def files is LATE(name, parameters, arguments), of a function that returns 0 or a
 * DR_E* and has `err` as its last parameter; LATE_CLOSE(name, type) closes what may be NULL;
 * LATE_SETUP(name) prepares and cannot fail. */
#define LATE(name, parameters, arguments) int(*name) parameters;
#define LATE_CLOSE(name, type)            void (*name)(type * self);
#define LATE_SETUP(name)                  void (*name)(void);

typedef struct {
#include "late_web.def"
} late_web;

typedef struct {
#include "late_reports.def"
} late_reports;

#undef LATE
#undef LATE_CLOSE
#undef LATE_SETUP

/* What the modules give. */
extern const late_web DMARCRAMP_WEB;
extern const late_reports DMARCRAMP_REPORTS;
