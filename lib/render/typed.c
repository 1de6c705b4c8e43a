#include "render/typed.h"
#include "render/neutral.h"

static bool is_ascii(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if ((uint8_t)text.ptr[i] > 0x7F) {
			return false;
		}
	}
	return true;
}

void dr_typed_write(dr_buf *out, dr_str typed)
{
	if (!is_ascii(typed)) {
		dr_buf_add(out, DR_STR("  ("));
		dr_neutral_write(out, dr_str_trim(typed));
		dr_buf_add(out, DR_STR(")\n"));
	}
}
