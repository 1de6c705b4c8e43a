/*
 * The rules, services, profiles and playbooks of the distribution, embedded in the binary by
 * rules/CMakeLists.txt.
 *
 * Names are paths inside rules/, in octet order: "dmarc.yaml", "playbooks/standard.yaml",
 * "services/zendesk.yaml". The texts are followed by a NUL that their length does not count.
 */
#pragma once
#include "base/source.h"

extern const dr_source DR_BUILTIN_FILES[];
extern const size_t DR_BUILTIN_FILE_COUNT;
