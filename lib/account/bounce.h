/*
 * The account of a bounce: which check failed, for which domain, what to do.
 */
#pragma once
#include "account/tell.h"
#include "message/bounce.h"

/* The domains of the account are those that the check is about, to be linted. */
void dr_account_bounce(dr_arena *arena, const dr_account_world *world, const dr_bounce *bounce,
                       dr_account *ret_account);
