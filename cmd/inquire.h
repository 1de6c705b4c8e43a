/*
 * Inquiries of commands that look at one message or identifier, not at domains.
 */
#pragma once
#include "errand.h"
#include "run/inquiry.h"

/* Opens the live source, unless offline, and runs the inquiry; a signal ends it. EXIT_CLEAN with a
 * result to close with dr_inquiry_result_done(), or a status after telling what is wrong. */
int inquire(const errand *on, const dr_inquiry *inquiry, dr_inquiry_result *ret_result);
