/*
 * How sources of mail are shown, whatever the format.
 */
#pragma once
#include "traffic/traffic.h"

typedef enum {
	DR_SECTION_FIX,    /* ours, and something is wrong */
	DR_SECTION_DECIDE, /* a person must say what it is */
	DR_SECTION_PASS,   /* ours, and fine */
	DR_SECTION_FOLDED, /* nobody has to do anything: one line for all of a class */
} dr_traffic_section;

/* TLS sessions of all outcomes together. */
typedef struct {
	uint64_t sessions, failed;
} dr_traffic_tls_sums;

dr_traffic_tls_sums dr_traffic_tls_sum(const dr_traffic_tls *list);
dr_traffic_section dr_traffic_section_of(const dr_sender *sender);
/* The line to paste into dmarcramp.yaml: "- {match: {dkim: vendor.example}, is: ours}". What does
 * not stand for itself in YAML is quoted. */
void dr_traffic_decision_write(const dr_sender *sender, dr_buf *out);
