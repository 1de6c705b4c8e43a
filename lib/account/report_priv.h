/*
 * What the readers of the three kinds of reports share.
 */
#pragma once
#include "account/report.h"

/* "org_name: Example. The organization that …": an element, its value and its word. Nothing when
 * the value is empty. */
void dr_tell_element(dr_account *account, const dr_account_world *world, const char *area,
                     const char *name, dr_str value);
/* One row of an aggregate report, as a part. */
void dr_tell_row(dr_account *account, const dr_account_world *world, const dr_report_policy *policy,
                 const dr_aggregate_record *row);
/* The account of an aggregate report, with the rows that were told. */
void dr_tell_aggregate(dr_account *account, const dr_account_world *world,
                       const dr_aggregate *report, const dr_account *rows, size_t left_out);
void dr_tell_failure(dr_account *account, const dr_account_world *world, const dr_failure *report);
void dr_tell_tls(dr_account *account, const dr_account_world *world, const dr_tls_report *report);
