#include "record/align.h"

dr_alignment dr_align_of(dr_name author, dr_name author_organization, dr_name authenticated,
                         dr_name authenticated_organization)
{
	if (!dr_name_is_set(author) || !dr_name_is_set(authenticated)) {
		return DR_ALIGN_NONE;
	}
	if (dr_name_eq(author, authenticated)) {
		return DR_ALIGN_STRICT;
	}
	return dr_name_is_set(author_organization) &&
	                       dr_name_eq(author_organization, authenticated_organization)
	               ? DR_ALIGN_RELAXED
	               : DR_ALIGN_NONE;
}

bool dr_align_holds(dr_alignment alignment, char mode)
{
	return alignment >= (mode == 's' ? DR_ALIGN_STRICT : DR_ALIGN_RELAXED);
}

const char *dr_align_name(dr_alignment alignment)
{
	static const char *const NAMES[] = { "none", "relaxed", "strict" };
	return NAMES[alignment];
}
