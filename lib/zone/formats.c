#include "base/cursor.h"
#include "zone/intake_priv.h"

enum {
	TEXT_MAX = 512 * 1024 * 1024,
	NODES_MAX = 32 * 1000 * 1000,
};

/* ---- what a text looks like ---- */

static bool has(const dr_node *root, const char *key)
{
	return dr_node_find(root, key) != NULL;
}

static bool is_terraform(const dr_node *root)
{
	return has(root, "format_version") &&
	       (has(root, "planned_values") || has(root, "resource_changes") ||
	        has(root, "values") || has(root, "terraform_version"));
}

static bool is_route53(const dr_node *root)
{
	return has(root, "ResourceRecordSets") || has(root, "Changes") || has(root, "ChangeBatch");
}

static bool is_dnscontrol(const dr_node *root)
{
	return has(root, "domains") && (has(root, "dns_providers") || has(root, "registrars"));
}

static bool is_cloudflare(const dr_node *root)
{
	const dr_node *list = root->kind == DR_NODE_MAP ? dr_node_find(root, "result") : root;
	return list != NULL && list->kind == DR_NODE_SEQ &&
	       (list->first == NULL || (has(list->first, "content") && has(list->first, "type")));
}

/* The first line that says something to a reader of YAML. */
static dr_str first_line(dr_str text)
{
	for (dr_str rest = text, line; dr_str_split(&rest, '\n', &line);) {
		dr_str trimmed = dr_str_trim(line);
		if (trimmed.len > 0 && !dr_str_starts(trimmed, DR_STR("#"))) {
			return trimmed;
		}
	}
	return (dr_str){ 0 };
}

static bool is_no_blank(char c)
{
	return !dr_is_space(c);
}

/* A document's beginning, or a key; master files have neither. */
static bool is_yaml(dr_str text)
{
	dr_str line = first_line(text);
	if (dr_str_starts(line, DR_STR("---")) || dr_str_starts(line, DR_STR("%YAML"))) {
		return true;
	}
	dr_cursor c = dr_cursor_of(line);
	char quote = dr_cursor_peek(&c);
	if (quote == '\'' || quote == '"') {
		size_t end = dr_str_find(line, 1, quote);
		return dr_str_starts(dr_str_sub(line, end + 1, line.len), DR_STR(":"));
	}
	dr_str word = dr_cursor_take_while(&c, is_no_blank);
	return word.len > 1 && dr_str_ends(word, DR_STR(":"));
}

/* ---- the formats ---- */

static const struct {
	const char *name;
	bool (*looks_like)(const dr_node *root); /* of JSON; NULL: not JSON */
	int (*read)(intake *in, const dr_node *root);
} FORMATS[] = {
	{ "zone", NULL, NULL },
	{ "octodns", NULL, dr_zone_read_octodns },
	{ "dnscontrol", is_dnscontrol, dr_zone_read_dnscontrol },
	{ "route53", is_route53, dr_zone_read_route53 },
	{ "cloudflare", is_cloudflare, dr_zone_read_cloudflare },
	{ "terraform", is_terraform, dr_zone_read_terraform },
};

enum { FORMAT_ZONE = 0, FORMAT_OCTODNS = 1 };

const char *const DR_ZONE_FORMATS[] = { "zone",       "octodns",   "dnscontrol", "route53",
	                                "cloudflare", "terraform", NULL };

static size_t format_of_json(const dr_node *root)
{
	for (size_t i = 0; root != NULL && i < DR_COUNT(FORMATS); i++) {
		if (FORMATS[i].looks_like != NULL && FORMATS[i].looks_like(root)) {
			return i;
		}
	}
	return DR_COUNT(FORMATS);
}

static size_t format_named(const char *name)
{
	for (size_t i = 0; name != NULL && i < DR_COUNT(FORMATS); i++) {
		if (dr_str_eq(dr_str_of(FORMATS[i].name), dr_str_of(name))) {
			return i;
		}
	}
	return DR_COUNT(FORMATS);
}

static bool is_json(dr_str text)
{
	dr_str trimmed = dr_str_trim(text);
	return dr_str_starts(trimmed, DR_STR("{")) || dr_str_starts(trimmed, DR_STR("["));
}

/* ---- reading ---- */

typedef struct {
	const dr_zone_options *options;
	const dr_zone_files *files;
	dr_zone_list *ret_zones;
} reading;

static bool is_plan_log(dr_str text)
{
	return dr_str_starts(dr_str_trim(text), DR_STR("{\"@level\""));
}

static int refuse_json(dr_str text, dr_error *err)
{
	if (is_plan_log(text)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "this is the log of terraform plan -json; give the output of "
		               "terraform show -json PLANFILE");
	}
	return dr_fail(
		err, DR_EINVAL, DR_NOWHERE,
		"this JSON is none of DNSControl (print-ir), Route 53, Cloudflare, Terraform "
		"(show -json)");
}

static int settle(intake *in)
{
	for (size_t i = 0; i < in->zones->len; i++) {
		dr_zone *zone = in->zones->items[i];
		const dr_zone_options how = { .origin = zone->origin };
		int code = dr_zone_settle(zone, &how, in->err);
		if (code != DR_OK) {
			return code;
		}
	}
	return in->err->code;
}

static int read_json(intake *in, size_t format, const dr_node **ret_root, size_t *ret_format)
{
	int code =
		dr_json_parse_large(in->arena, in->source, TEXT_MAX, NODES_MAX, ret_root, in->err);
	bool told = format < DR_COUNT(FORMATS);
	*ret_format = told || code != DR_OK ? format : format_of_json(*ret_root);
	if (is_plan_log(in->source->text) || (code == DR_OK && *ret_format == DR_COUNT(FORMATS))) {
		*in->err = (dr_error){ 0 };
		return refuse_json(in->source->text, in->err);
	}
	return code;
}

static int read_json_tree(intake *in, size_t format)
{
	const dr_node *root = NULL;
	uint32_t base;
	int code = read_json(in, format, &root, &format);
	if (code == DR_OK && !dr_intake_add_text(in, in->source, &base)) {
		code = dr_fail(in->err, DR_ENOMEM, DR_NOWHERE, "no memory for the lines");
	}
	return code != DR_OK ? code : FORMATS[format].read(in, root);
}

static int read_parts(intake *in, const dr_source *parts, size_t count, size_t format)
{
	bool json = count == 1 && is_json(parts->text);
	int code = json ? read_json_tree(in, format) : dr_zone_read_parts(in, parts, count);
	return code != DR_OK ? code : settle(in);
}

static int read_document(dr_arena *arena, const dr_source *parts, size_t count, size_t format,
                         const reading *how, dr_error *err)
{
	dr_error own = { 0 };
	dr_zone_list zones = { NULL, 0 };
	intake in = {
		.arena = dr_arena_new(0),
		.source = parts,
		.options = how->options,
		.files = how->files,
		.err = err != NULL ? err : &own,
		.zones_arena = arena,
		.zones = &zones,
	};
	if (in.arena == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	int code = read_parts(&in, parts, count, format);
	if (code == DR_OK && (dr_arena_failed(in.arena) || dr_arena_failed(arena))) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	dr_arena_free(in.arena);
	for (size_t i = 0; code != DR_OK && i < zones.len; i++) {
		dr_zone_close(zones.items[i]);
	}
	if (code == DR_OK) {
		*how->ret_zones = zones;
	}
	return code;
}

static int read_master(dr_arena *arena, const dr_source *text, const reading *how, dr_error *err)
{
	dr_zone *zone = NULL;
	dr_zone_list zones = { NULL, 0 };
	if (dr_str_starts(text->text, DR_STR("PK\x03\x04"))) {
		return dr_fail(
			err, DR_EINVAL, DR_NOWHERE,
			"this is a binary plan; give the output of terraform show -json on it");
	}
	int code = dr_zone_parse(text, how->options, how->files, &zone, err);
	if (code != DR_OK) {
		return code;
	}
	dr_list_add(arena, &zones, zone);
	if (zones.len == 0) {
		dr_zone_close(zone);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the zone");
	}
	*how->ret_zones = zones;
	return DR_OK;
}

int dr_zone_parse_all(dr_arena *arena, const dr_source *text, const dr_zone_options *options,
                      const dr_zone_files *files, dr_zone_list *ret_zones, dr_error *err)
{
	size_t format = format_named(options->format);
	bool told = format < DR_COUNT(FORMATS);
	bool master = told ? format == FORMAT_ZONE : !is_json(text->text) && !is_yaml(text->text);
	const reading how = { options, files, ret_zones };
	int code = master ? read_master(arena, text, &how, err)
	                  : read_document(arena, text, 1, format, &how, err);
	if (code != DR_OK) {
		dr_error_locate(err, text);
	}
	return code;
}

int dr_zone_parse_split(dr_arena *arena, const dr_source *parts, size_t count,
                        const dr_zone_options *options, const dr_zone_files *files,
                        dr_zone_list *ret_zones, dr_error *err)
{
	const reading how = { options, files, ret_zones };
	int code = read_document(arena, parts, count, FORMAT_OCTODNS, &how, err);
	if (code != DR_OK) {
		dr_error_locate(err, parts);
	}
	return code;
}
