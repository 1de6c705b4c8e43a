#include "base/name_wire.h"
#include "traffic/traffic_priv.h"

/* By what a row's source is known. */
typedef struct {
	dr_source_kind kind;
	dr_str text;     /* what the id says behind the kind */
	dr_str selector; /* behind it; empty: none */
	const dr_service *service;
	const dr_source_decision *decision;
} naming;

static const char *const KINDS[] = { "service", "dkim", "spf", "rdns", "network", "rest" };
static const char *const PATHS[] = { "", "+forwarded", "+list", "+changed" };

static bool signs_within(const dr_evidence_row *row, dr_str domain)
{
	for (size_t i = 0; i < row->signatures.len; i++) {
		if (dr_name_text_is_within(row->signatures.items[i].domain, domain)) {
			return true;
		}
	}
	return false;
}

static bool is_reverse(dr_str name, dr_str pattern)
{
	if (dr_str_starts(pattern, DR_STR("*."))) {
		dr_str above = dr_str_sub(pattern, 2, pattern.len);
		return dr_name_text_is_within(name, above) && name.len > above.len;
	}
	return dr_str_eq(name, pattern);
}

static bool is_service(const dr_service *service, dr_str id)
{
	return service != NULL &&
	       (dr_str_eq_nocase(service->id, id) || dr_str_eq_nocase(service->name, id));
}

static bool is_about(dr_reading *r, const dr_source_decision *decision, const dr_evidence_row *row,
                     const dr_service *service)
{
	if (decision->network.address.family != DR_IP_NONE) {
		return dr_prefix_holds(decision->network, row->ip);
	}
	if (decision->service.len > 0) {
		return is_service(service, decision->service);
	}
	if (decision->dkim.len > 0) {
		return signs_within(row, decision->dkim);
	}
	if (decision->spf.len > 0) {
		return dr_name_text_is_within(row->spf_domain, decision->spf);
	}
	return decision->rdns.len > 0 && is_reverse(dr_traffic_reverse(r, row->ip), decision->rdns);
}

/* The first that is about the row. Mail that only went through somebody is not theirs: of indirect
 * mail only those are about it that say so. */
static const dr_source_decision *find_decision(dr_reading *r, const dr_evidence_row *row,
                                               const dr_service *service, dr_path path)
{
	const dr_domain_config *config = r->input->config;
	for (size_t i = 0; config != NULL && i < config->sources.len; i++) {
		const dr_source_decision *decision = &config->sources.items[i];
		bool fits = path == DR_PATH_DIRECT || decision->is == DR_IS_FORWARDER ||
		            decision->is == DR_IS_NOT_OURS;
		if (fits && is_about(r, decision, row, service)) {
			return decision;
		}
	}
	return NULL;
}

static dr_str prefix_text(dr_arena *arena, dr_prefix prefix)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (prefix.length == dr_ipaddr_bits(prefix.address)) {
		dr_ipaddr_write(prefix.address, &text);
	} else {
		dr_prefix_write(prefix, &text);
	}
	return dr_buf_str(&text);
}

static naming name_by_decision(dr_reading *r, const dr_source_decision *decision,
                               const dr_service *service)
{
	naming name = { .decision = decision, .service = service };
	const struct {
		dr_str text;
		dr_source_kind kind;
	} BY[] = {
		{ decision->service, DR_SOURCE_SERVICE },
		{ decision->dkim, DR_SOURCE_DKIM },
		{ decision->spf, DR_SOURCE_SPF },
		{ decision->rdns, DR_SOURCE_RDNS },
	};
	for (size_t i = 0; i < DR_COUNT(BY); i++) {
		if (BY[i].text.len > 0) {
			name.kind = BY[i].kind;
			name.text = BY[i].text;
			return name;
		}
	}
	name.kind = DR_SOURCE_NETWORK;
	name.text = prefix_text(r->arena, decision->network);
	return name;
}

static naming name_by_address(dr_reading *r, dr_ipaddr ip)
{
	dr_str reverse = dr_traffic_organization(r, dr_traffic_reverse(r, ip));
	if (reverse.len > 0) {
		return (naming){ .kind = DR_SOURCE_RDNS, .text = reverse };
	}
	if (HASH_COUNT(r->senders) >= DR_TRAFFIC_SOURCES_MAX) {
		return (naming){ .kind = DR_SOURCE_REST, .text = DR_STR("addresses") };
	}
	uint8_t bits = ip.family == DR_IP_NONE ? 0 : dr_ipaddr_bits(ip);
	dr_str text = bits > 0 ? prefix_text(r->arena, (dr_prefix){ ip, bits }) : DR_STR("none");
	return (naming){ .kind = DR_SOURCE_NETWORK, .text = text };
}

static naming name_by_identity(dr_identity *identity)
{
	const dr_identity *first = dr_identity_first(identity);
	return (naming){ .kind = DR_SOURCE_DKIM,
		         .text = first->domain,
		         .selector = first->selector };
}

/* Nothing but the address is left: what usually sends from there. */
static naming name_by_home(dr_reading *r, const dr_evidence_row *row, const dr_report_dkim *own)
{
	const dr_address_profile *profile = dr_profile_find(r, row->ip);
	dr_identity *identity = own != NULL ? dr_identity_find(r, own) : NULL;
	if (profile != NULL && profile->identity != NULL) {
		return name_by_identity(profile->identity);
	}
	if (identity != NULL && row->spf == DR_EVALUATED_PASS) {
		return identity->passed == 0 ? name_by_identity(identity)
		                             : name_by_address(r, row->ip);
	}
	if (profile != NULL && profile->spf_aligned > 0) {
		return (naming){ .kind = DR_SOURCE_SPF, .text = profile->spf_domain };
	}
	for (size_t i = 0; r->input->config != NULL && i < r->input->config->networks.len; i++) {
		dr_prefix network = r->input->config->networks.items[i];
		if (dr_prefix_holds(network, row->ip)) {
			return (naming){ .kind = DR_SOURCE_NETWORK,
				         .text = prefix_text(r->arena, network) };
		}
	}
	return identity != NULL ? name_by_identity(identity) : name_by_address(r, row->ip);
}

static naming name_direct(dr_reading *r, const dr_evidence_row *row)
{
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	dr_identity *identity = own != NULL ? dr_identity_find(r, own) : NULL;
	if (identity != NULL && own->result == DR_REPORTED_PASS) {
		return name_by_identity(identity);
	}
	if (row->dkim == DR_EVALUATED_PASS) {
		return (naming){ .kind = DR_SOURCE_DKIM, .text = row->header_from };
	}
	if (row->spf == DR_EVALUATED_PASS) {
		return name_by_home(r, row, own);
	}
	dr_identity *usual = dr_traffic_usual_sender(r, row);
	if (usual != NULL) {
		return name_by_identity(usual);
	}
	dr_str signer = dr_traffic_organization(r, dr_traffic_other_signer(r, row));
	if (signer.len > 0) {
		return (naming){ .kind = DR_SOURCE_DKIM, .text = signer };
	}
	dr_str path = dr_traffic_organization(r, dr_traffic_other_return_path(r, row));
	return path.len > 0 ? (naming){ .kind = DR_SOURCE_SPF, .text = path }
	                    : name_by_home(r, row, own);
}

static naming name_indirect(dr_reading *r, const dr_evidence_row *row)
{
	dr_str path = dr_traffic_organization(r, dr_traffic_other_return_path(r, row));
	if (path.len > 0) {
		return (naming){ .kind = DR_SOURCE_SPF, .text = path };
	}
	dr_str signer = dr_traffic_organization(r, dr_traffic_other_signer(r, row));
	return signer.len > 0 ? (naming){ .kind = DR_SOURCE_DKIM, .text = signer }
	                      : name_by_address(r, row->ip);
}

static naming name_of(dr_reading *r, const dr_evidence_row *row, dr_path path)
{
	const dr_service *service = dr_traffic_service(r, row);
	const dr_source_decision *decision = find_decision(r, row, service, path);
	if (decision != NULL) {
		return name_by_decision(r, decision, service);
	}
	if (service != NULL) {
		return (naming){ .kind = DR_SOURCE_SERVICE,
			         .text = service->id,
			         .service = service };
	}
	return path == DR_PATH_DIRECT ? name_direct(r, row) : name_indirect(r, row);
}

static void write_id(dr_buf *out, const naming *name, dr_path path)
{
	out->len = 0;
	dr_buf_addf(out, "%s:%.*s", KINDS[name->kind], DR_FMT(name->text));
	if (name->selector.len > 0) {
		dr_buf_addf(out, "/%.*s", DR_FMT(name->selector));
	}
	dr_buf_addf(out, "%s", PATHS[path]);
}

static dr_str name_for_people(dr_arena *arena, const naming *name)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (name->decision != NULL && name->decision->name.len > 0) {
		dr_buf_add(&text, name->decision->name);
	} else if (name->kind == DR_SOURCE_SERVICE && name->service != NULL) {
		dr_buf_add(&text, name->service->name);
	} else if (name->kind == DR_SOURCE_REST) {
		dr_buf_add(&text, DR_STR("more addresses"));
	} else {
		dr_buf_add(&text, name->text);
	}
	if (name->selector.len > 0) {
		dr_buf_addf(&text, " (selector %.*s)", DR_FMT(name->selector));
	}
	return dr_buf_str(&text);
}

static dr_sender_entry *add_sender(dr_reading *r, const naming *name, dr_path path, dr_str key)
{
	dr_sender_entry *entry = dr_arena_new_of(r->arena, dr_sender_entry);
	if (entry == NULL) {
		return NULL;
	}
	entry->key = dr_arena_copy(r->arena, key);
	entry->sender = (dr_sender){
		.id = entry->key,
		.name = name_for_people(r->arena, name),
		.kind = name->kind,
		.path = path,
		.service = name->service,
		.decision = name->decision,
		.first = DR_NO_DAY,
		.last = DR_NO_DAY,
	};
	HASH_ADD_KEYPTR(hh, r->senders, entry->key.ptr, entry->key.len, entry);
	dr_list_add(r->arena, &r->traffic->senders, &entry->sender);
	return entry;
}

dr_sender *dr_traffic_sender(dr_reading *r, const dr_evidence_row *row, dr_path path)
{
	naming name = name_of(r, row, path);
	dr_sender_entry *entry = NULL;
	write_id(&r->key, &name, path);
	dr_str key = dr_buf_str(&r->key);
	HASH_FIND(hh, r->senders, key.ptr, key.len, entry);
	if (entry == NULL) {
		entry = add_sender(r, &name, path, key);
	}
	return entry != NULL ? &entry->sender : NULL;
}
