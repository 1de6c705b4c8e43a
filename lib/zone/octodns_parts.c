/* The files of an octoDNS zone: one for each, or a folder of them. */
#include "zone/intake_priv.h"

enum { TEXT_MAX = 512 * 1024 * 1024 };

/* What nobody can read is an issue, and the zone speaks for nothing that is not there. */
static int keep_broken(intake *in)
{
	const dr_zone_options *options = in->options;
	dr_name origin = dr_name_is_set(options->origin) ? options->origin : options->fallback;
	dr_zone *zone = dr_name_is_set(origin) ? dr_intake_zone(in, origin) : NULL;
	if (zone == NULL) {
		return in->err->code;
	}
	dr_error_locate(in->err, in->source);
	const dr_file_place at = { .file = in->source->name,
		                   .line = in->err->line,
		                   .column = in->err->column };
	dr_zone_issue_add(zone, "syntax", at, origin, (dr_str){ 0 }, "%s", in->err->text);
	*in->err = (dr_error){ 0 };
	return DR_OK;
}

/* Whether the file is broken, which is no failure of ours. */
static int read_part(intake *in, bool *ret_broken)
{
	const dr_node *root = NULL;
	uint32_t base;
	int code = dr_yaml_parse_loose(in->arena, in->source, TEXT_MAX, &root, in->err);
	*ret_broken = code != DR_OK && code != DR_ENOMEM;
	if (code != DR_OK) {
		return *ret_broken ? keep_broken(in) : code;
	}
	if (!dr_intake_add_text(in, in->source, &base)) {
		return dr_fail(in->err, DR_ELIMIT, DR_NOWHERE, "the files are too large together");
	}
	return dr_zone_read_octodns(in, root);
}

int dr_zone_read_parts(intake *in, const dr_source *parts, size_t count)
{
	bool whole = true;
	for (size_t i = 0; i < count; i++) {
		bool broken = false;
		in->source = &parts[i];
		int code = read_part(in, &broken);
		if (code == DR_EINVAL && count > 1) {
			broken = true;
			code = keep_broken(in);
		}
		if (code != DR_OK) {
			return code;
		}
		whole = whole && !broken;
	}
	for (size_t i = 0; i < in->zones->len; i++) {
		dr_zone *zone = in->zones->items[i];
		zone->complete = zone->complete && whole;
	}
	return DR_OK;
}
