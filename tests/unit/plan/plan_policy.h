/*
 * What a DMARC record does at receivers, told once more and without the code under test
 * (RFC 9989 4.7, 4.10.1, A.6; RFC 7489 6.3, 6.6.4).
 */
#pragma once
#include "base/buf.h"
#include "base/list.h"

/* The domain itself, names below it that exist, names below it that do not. */
typedef enum { ROLE_P, ROLE_SP, ROLE_NP, ROLES } policy_role;

enum { RECEIVERS = 5 };

/* 0: nothing, 1: quarantine, 2: reject; to the message that fares best, and worst. */
typedef struct {
	int least, most;
} policy_effect;

/* Receivers are numbered from 0. A record that is empty does nothing. */
policy_effect policy_at(dr_str record, size_t receiver, policy_role role);
/* What every, or any receiver does. */
policy_effect policy_anywhere(dr_str record, policy_role role);

/* What the record says, whatever pct and t make of it. */
int policy_asked(dr_str record, policy_role role);

/* Its policies can be read by all receivers. */
bool policy_is_read(dr_str record);

/* The value of a tag, the first there is; the empty slice: there is none. */
dr_str policy_tag(dr_str record, const char *name);
/* The record without some tags. */
dr_str policy_without(dr_arena *arena, dr_str record, const dr_strs *tags);
/* No receiver does something else, or to another share of the messages, with the second. */
bool policy_is_same(dr_str a, dr_str b);
