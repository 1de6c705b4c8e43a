/*
 * Domain names as people type them: internationalised labels (RFC 5890, UTS 46 without transitional
 * processing), and clear words for what is no domain at all.
 *
 * Labels are converted one by one, so that `_dmarc` and other labels with an underscore stay as
 * they are. Nothing here asks the DNS.
 */
#pragma once
#include "base/error.h"
#include "base/name_wire.h"

/* The domain that `text` (UTF-8) names, in A-label form, in `arena`. Spaces around it, upper case
 * and a final dot are fine. DR_EINVAL with a text that says what to type instead (for an e-mail
 * address, URL, IP address, empty or over-long text, …) and the span of the part that is wrong;
 * DR_ENOMEM. */
int dr_domain_load(dr_arena *arena, dr_str text, dr_name *ret_name, dr_error *err);

/* The A-label of one label; ASCII labels come back as they are. DR_EINVAL when the label is not
 * UTF-8 or IDNA does not allow it; DR_ENOMEM. */
int dr_label_to_ascii(dr_arena *arena, dr_str label, dr_str *ret_label, dr_error *err);
