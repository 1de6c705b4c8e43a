/*
 * Accounts of reports, whatever they are packed in: every element in words, times in UTC and here,
 * why the disposition is what it is, and why auth_results and policy_evaluated differ.
 */
#pragma once
#include "account/tell.h"
#include "report/read.h"

/* Who is told. */
typedef struct {
	void (*account)(void *self, const dr_account *account); /* of one report */
	void (*refused)(void *self, dr_str place, const char *why);
	void *self;
} dr_account_sink;

/* Reads the octets and tells each report in them; *ret_found: how many. In `arena`. DR_ENOMEM;
 * DR_EPART without the part reports. */
int dr_account_reports(dr_arena *arena, const dr_account_world *world,
                       const dr_report_options *options, dr_str octets, const dr_account_sink *sink,
                       size_t *ret_found, dr_error *err);
