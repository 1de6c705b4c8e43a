/*
 * Playbooks: built in by name, or a file.
 */
#pragma once
#include "config/config.h"
#include "playbook/playbook.h"

/* The built-in playbook of that name, or the file at that path. `arena` must outlive it.
 * EXIT_CLEAN, or EXIT_USAGE after telling what is wrong. */
int playbook_open(dr_arena *arena, dr_str name_or_file, const dr_playbook **ret_playbook);

/* Tells of gates under `accept` of a config (NULL: there is none) that neither the playbook nor a
 * built-in one has: whoever mistypes one would take it for accepted. Those of other people's
 * playbooks begin with "X-". EXIT_CLEAN or EXIT_USAGE. */
int playbook_check_accepted(dr_arena *arena, const dr_playbook *playbook, const dr_config *config);

/* Opens it, and tells of phases without examples too. EXIT_CLEAN or EXIT_USAGE. */
int playbook_check(dr_arena *arena, dr_str name_or_file);

/* The built-in playbooks, as far as they can be read; *ret_bad: how many cannot. */
typedef DR_LIST(const dr_playbook *) playbook_list;
playbook_list playbooks_load(dr_arena *arena, size_t *ret_bad);

/* The same for every built-in playbook; *ret_count: how many can be read. */
int playbooks_check(dr_arena *arena, size_t *ret_count);
