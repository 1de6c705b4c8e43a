/*
 * The account of an Authentication-Results field (RFC 8601): each method in words, whether it is
 * aligned, what DMARC made of it, what to do.
 */
#pragma once
#include "account/tell.h"

/* `value`: as pasted, folded or not, with or without the field's name. */
void dr_account_authres(dr_arena *arena, const dr_account_world *world, dr_str value,
                        dr_account *ret_account);
