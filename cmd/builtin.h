/*
 * The rules, services, profiles and playbooks of the distribution, embedded in the binary by
 * rules/CMakeLists.txt.
 *
 * Names are paths inside rules/, in octet order: "dmarc.yaml", "playbooks/standard.yaml",
 * "services/zendesk.yaml". The texts are followed by a NUL that their length does not count.
 *
 * The trees are the same files in the same order. Rules and services are read already there, as far
 * as every start needs them: without examples and what else only `explain` and `rules test` show.
 */
#pragma once
#include "base/source.h"

extern const dr_source DR_BUILTIN_FILES[];
extern const dr_source DR_BUILTIN_TREES[];
extern const size_t DR_BUILTIN_FILE_COUNT;
