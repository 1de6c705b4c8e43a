#include "render/typed.h"
#include "render/neutral.h"

void dr_typed_write(dr_buf *out, dr_str typed)
{
	if (!dr_str_is_ascii(typed)) {
		dr_buf_add(out, DR_STR("  ("));
		dr_neutral_write(out, dr_str_trim(typed));
		dr_buf_add(out, DR_STR(")\n"));
	}
}
