/* The table of a profile: requirement by who asks for it. */
#include "render/text_priv.h"

enum { TITLE_COLUMNS = 58, CELL_COLUMNS = 12 };

static const char *cell_of(const dr_requirement *requirement, dr_str party,
                           dr_requirement_state state)
{
	for (size_t i = 0; i < requirement->asked_by.len; i++) {
		if (dr_str_eq(requirement->asked_by.items[i], party)) {
			return state == DR_REQUIREMENT_NOT_VISIBLE
			               ? "not in DNS"
			               : dr_requirement_state_name(state);
		}
	}
	return "not asked";
}

static dr_paint paint_of(const char *cell)
{
	if (dr_str_eq(dr_str_of(cell), DR_STR("yes"))) {
		return DR_PAINT_GOOD;
	}
	return dr_str_eq(dr_str_of(cell), DR_STR("no")) ? DR_PAINT_BAD : DR_PAINT_NONE;
}

static void write_cell(const dr_render_options *options, dr_buf *out, const char *cell, bool last)
{
	dr_str text = dr_str_of(cell);
	dr_text_paint(options, out, paint_of(cell), text);
	if (!last) {
		dr_buf_add_repeat(out, ' ', CELL_COLUMNS - text.len);
	}
}

static void write_head(const dr_profile *profile, dr_buf *out)
{
	size_t used = dr_wrap_columns(profile->title);
	dr_buf_addf(out, "\n%.*s", DR_FMT(profile->title));
	dr_buf_add_repeat(out, ' ', used < TITLE_COLUMNS ? TITLE_COLUMNS - used : 2);
	for (size_t i = 0; i < profile->parties.len; i++) {
		bool last = i + 1 == profile->parties.len;
		dr_buf_addf(out, "%-*.*s", last ? 0 : CELL_COLUMNS,
		            DR_FMT(profile->parties.items[i]));
	}
	dr_buf_add_char(out, '\n');
}

void dr_text_profile(const dr_render_options *options, const dr_judgement *judgement, dr_buf *out)
{
	const dr_profile *profile = options->profile;
	if (profile == NULL || profile->requirements.len == 0) {
		return;
	}
	write_head(profile, out);
	for (size_t i = 0; i < profile->requirements.len; i++) {
		const dr_requirement *one = &profile->requirements.items[i];
		dr_requirement_state state = dr_requirement_judge(profile, one, judgement);
		size_t used = dr_wrap_columns(one->title) + 2;
		dr_buf_addf(out, "  %.*s", DR_FMT(one->title));
		dr_buf_add_repeat(out, ' ', used < TITLE_COLUMNS ? TITLE_COLUMNS - used : 2);
		for (size_t k = 0; k < profile->parties.len; k++) {
			write_cell(options, out, cell_of(one, profile->parties.items[k], state),
			           k + 1 == profile->parties.len);
		}
		dr_buf_add_char(out, '\n');
	}
}
