/*
 * A source that takes every question and answers none.
 */
#pragma once
#include "answer/source.h"

/* Needs no closing. */
dr_source_of_answers source_silent(void);
