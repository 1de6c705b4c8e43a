/*
 * What a reader tells its sink, as lines of text, for tests.
 *
 *   report ORG ID DOMAIN BEGIN END rfc7489
 *   policy p=none sp=none
 *   row 192.0.2.1 3 none dkim=pass spf=fail from=example.com; pass example.com s1; spf pass
 * b.example mfrom issue value-case Pass failure KEY=VALUE …, tls ORG ID BEGIN END, tlspolicy,
 * tlsfailure, dropped, refused PLACE: WHY
 */
#pragma once
#include "report/read.h"

/* Everything in `octets`, read with these limits; what is personal is not kept. In `arena`. */
dr_str report_text(dr_arena *arena, dr_str octets, const dr_report_limits *limits);
