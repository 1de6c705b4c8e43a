/*
 * DNSControl's print-ir: all domains of a dnsconfig.js as JSON. Texts are whole, without quotation
 * marks; names are relative, "@" is the apex; `filepos` says where the JavaScript makes a record.
 */
#include "answer/rdata.h"
#include "zone/intake_priv.h"

enum { DEFAULT_TTL = 300 };

/* The members that stand before the target in a line of a master file. */
static const struct {
	uint16_t type;
	const char *members[4];
	bool quoted;
} FORMS[] = {
	{ DR_TYPE_MX, { "mxpreference" }, false },
	{ DR_TYPE_SRV, { "srvpriority", "srvweight", "srvport" }, false },
	{ DR_TYPE_CAA, { "caaflag", "caatag" }, true },
	{ DR_TYPE_TLSA, { "tlsausage", "tlsaselector", "tlsamatchingtype" }, false },
	{ DR_TYPE_DS, { "dskeytag", "dsalgorithm", "dsdigesttype", "dsdigest" }, false },
};

static void put_text(const record_set *set, dr_str target)
{
	text_parts parts = { NULL, 0 };
	dr_list_add(set->in->arena, &parts, ((text_part){ .octets = target }));
	dr_intake_put_text(set, &parts, false);
}

static void put_form(const record_set *set, size_t form, const dr_node *map, dr_str target)
{
	dr_buf line;
	dr_buf_init(&line, set->in->arena);
	for (size_t i = 0; i < DR_COUNT(FORMS[form].members); i++) {
		const char *key = FORMS[form].members[i];
		dr_str text = key != NULL ? dr_member_text(map, key) : (dr_str){ 0 };
		if (key != NULL) {
			dr_buf_addf(&line, "%.*s ", DR_FMT(text.len > 0 ? text : DR_STR("0")));
		}
	}
	if (set->type != DR_TYPE_DS) {
		const char *mark = FORMS[form].quoted ? "\"" : "";
		dr_buf_addf(&line, "%s%.*s%s", mark, DR_FMT(target), mark);
	}
	dr_intake_put_value(set, dr_str_trim(dr_buf_str(&line)), TEXT_BARE);
}

static void put_record(const record_set *set, const dr_node *map)
{
	const dr_node *target = dr_node_find(map, "target");
	dr_str text = target != NULL ? target->text : (dr_str){ 0 };
	for (size_t i = 0; i < DR_COUNT(FORMS); i++) {
		if (FORMS[i].type == set->type) {
			put_form(set, i, map, text);
			return;
		}
	}
	if (set->type == 0) {
		dr_intake_put_alias(set);
	} else if (set->type == DR_TYPE_TXT || set->type == DR_TYPE_SPF) {
		put_text(set, text);
	} else if (text.len > 0) {
		dr_intake_put_value(set, text, TEXT_BARE);
	} else {
		dr_intake_put_bare(set, STANDS_ELSEWHERE);
	}
}

static void read_record(record_set *set, const dr_node *map)
{
	set->node = map;
	set->owner = (dr_name){ 0 };
	set->type = dr_type_parse(dr_member_text(map, "type"));
	set->ttl = dr_member_number(map, "ttl", DEFAULT_TTL);
	if (dr_intake_name(set, dr_member_text(map, "name"), false, &set->owner)) {
		const dr_node *target = dr_node_find(map, "target");
		set->node = target != NULL ? target : map;
		put_record(set, map);
	}
}

static int read_domain(intake *in, const dr_node *domain)
{
	dr_str name = dr_member_text(domain, "name");
	dr_name origin = dr_name_of(in->arena, name);
	const dr_node *records = dr_node_find(domain, "records");
	if (!dr_name_is_set(origin)) {
		return dr_fail(in->err, DR_EINVAL, domain->span, "'%.*s' is no name of a zone",
		               DR_FMT(dr_str_sub(name, 0, 64)));
	}
	dr_zone *zone = dr_intake_zone(in, origin);
	if (zone == NULL) {
		return dr_fail(in->err, DR_ENOMEM, domain->span, "no memory for the zone");
	}
	zone->complete = true;
	record_set set = { .in = in, .zone = zone };
	for (const dr_node *one = records != NULL ? records->first : NULL; one != NULL;
	     one = one->next) {
		read_record(&set, one);
	}
	return in->err->code;
}

int dr_zone_read_dnscontrol(intake *in, const dr_node *root)
{
	const dr_node *domains = dr_node_find(root, "domains");
	int code = DR_OK;
	if (domains == NULL || domains->kind != DR_NODE_SEQ) {
		return dr_fail(in->err, DR_EINVAL, root->span, "no list of domains");
	}
	for (const dr_node *one = domains->first; one != NULL && code == DR_OK; one = one->next) {
		code = read_domain(in, one);
	}
	return code;
}
