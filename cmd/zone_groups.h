/*
 * Which files of a folder are one zone. Usually each is one; octoDNS also keeps a zone in a folder
 * that is called after it, with its final dot ("example.com.") or with a file "$example.com.yaml"
 * in it, beside "example.com.yaml" or instead of it; and pieces of a zone that are put together
 * before use are called "example.com._1_mail.yaml".
 */
#pragma once
#include "base/error.h"
#include "base/list.h"
#include "base/name_wire.h"

typedef struct {
	dr_str path;   /* of the file or folder; of several, of the first */
	dr_strs files; /* empty: `path` is all, whatever it is */
	dr_name zone;  /* of `files` */
} zone_group;

typedef DR_LIST(zone_group) zone_groups;

/* What lies in the folder, in octet order. DR_EIO, DR_ENOMEM. */
int zone_groups_of(dr_arena *arena, dr_str folder, zone_groups *ret_groups, dr_error *err);

/* Whether the folder itself is a zone. */
bool zone_group_of_folder(dr_arena *arena, dr_str folder, zone_group *ret_group);
