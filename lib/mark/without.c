#include "base/part.h"
#include "mark/evidence.h"
#include "mark/logo.h"

int dr_logo_read(dr_arena *arena, dr_str file, dr_logo *ret_logo, dr_error *err)
{
	(void)arena;
	(void)file;
	(void)ret_logo;
	return dr_part_fail("web", err);
}

int dr_evidence_read(dr_arena *arena, const dr_evidence_input *input, dr_evidence *ret_evidence,
                     dr_error *err)
{
	(void)arena;
	(void)input;
	(void)ret_evidence;
	return dr_part_fail("web", err);
}
