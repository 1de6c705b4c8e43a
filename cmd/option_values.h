/*
 * From the text of an option to its value: one reader for each kind (option_reader in options.h).
 * Also used for what stands in other places in the same form (resolv.conf).
 */
#pragma once
#include "options.h"

int option_read_switch(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err);
int option_read_text(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                     dr_error *err);
/* The same; the text may be empty. */
int option_read_any_text(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                         dr_error *err);
int option_read_texts(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                      dr_error *err);
int option_read_choice(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err);
int option_read_number(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err);
/* Milliseconds: "30" and "30s" are seconds; ms, m. */
int option_read_time(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                     dr_error *err);
/* Octets: K, M and G are powers of 1024. */
int option_read_size(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                     dr_error *err);
int option_read_day(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                    dr_error *err);
/* Mailboxes with commas between them, kept as the mailto: URIs that a record's rua can hold. */
int option_read_report_addresses(dr_arena *arena, const option_spec *spec, dr_str text,
                                 void *member, dr_error *err);
/* An IPv4 or IPv6 address. */
int option_read_address(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                        dr_error *err);
/* ADDR, ADDR:PORT, [ADDR]:PORT. */
int option_read_server(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err);
/* HOST:PORT:ADDR:PORT, an IPv6 address in brackets; HOST and PORT may be empty. */
int option_read_detour(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err);
/* NAME or NAME=FILE; whether there is such a format is the command's to say. */
int option_read_format(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                       dr_error *err);

/* NAME=VALUE of a limit of report files; sizes may have a unit. */
int option_read_limit(dr_arena *arena, const option_spec *spec, dr_str text, void *member,
                      dr_error *err);

/* "192.0.2.1", "192.0.2.1:5353", "2001:db8::1", "[2001:db8::1]:5353"; port 0 when none is given. */
bool server_parse(dr_str text, dr_server *ret_server);

/* Adds the mailto: URIs of mailboxes with commas between them. What dr_mailbox_load() gives. */
int report_uris_parse(dr_arena *arena, dr_str text, dr_strs *uris, dr_error *err);
