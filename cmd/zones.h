/*
 * Zone files: read, kept in their folder, and the domains in them that have to do with mail.
 */
#pragma once
#include "options.h"
#include "zone/zone.h"

typedef DR_LIST(dr_zone *) zone_list;

/* Reads the files of --zone, and those of folders that --zone names: what is no zone there is told
 * and passed over. A file may hold several zones. What an $INCLUDE names must lie in the folder of
 * the first file or below it. EXIT_CLEAN, or a status after telling what is wrong (then nothing is
 * open). */
int zones_open(dr_arena *arena, const options *given, zone_list *ret_zones);
void zones_close(zone_list *zones);

/* The name a zone has by its file's name: "example.com" for "zones/example.com.zone" and for
 * "db.example.com"; not set when that has no two labels. */
dr_name zones_name_of_file(dr_arena *arena, dr_str path);

/* The domains of a zone that have to do with mail: the apex, every name with MX, and every name
 * with an SPF, DMARC or DKIM record at or below it. In canonical order, as text. */
dr_strs zones_domains(dr_arena *arena, const dr_zone *zone);
