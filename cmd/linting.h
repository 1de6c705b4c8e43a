/*
 * Linting domains: what `lint` does, and what `explain` ends with.
 */
#pragma once
#include "errand.h"

/* Lints the domains into the documents of the errand, which must have DR_DOCUMENT_LINT. The status
 * of the work, and in *ret_findings what --fail-on makes of the findings. */
int lint_domains(errand *on, const dr_strs *domains, int *ret_findings);
