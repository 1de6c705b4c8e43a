#include "traffic/traffic_priv.h"

static bool names_organization(dr_reading *r, dr_str name, dr_str organization)
{
	return name.len > 0 && dr_str_eq(dr_traffic_organization(r, name), organization);
}

const dr_report_dkim *dr_traffic_own_signature(dr_reading *r, const dr_evidence_row *row)
{
	dr_str organization = dr_traffic_organization(r, row->header_from);
	const dr_report_dkim *first = NULL;
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		if (!names_organization(r, one->domain, organization)) {
			continue;
		}
		if (one->result == DR_REPORTED_PASS) {
			return one;
		}
		first = first != NULL ? first : one;
	}
	return first;
}

static dr_str identity_key(dr_reading *r, const dr_report_dkim *signature)
{
	r->key.len = 0;
	dr_buf_add(&r->key, signature->domain);
	dr_buf_add_char(&r->key, '/');
	dr_buf_add(&r->key, signature->selector);
	return dr_buf_str(&r->key);
}

dr_identity *dr_identity_find(dr_reading *r, const dr_report_dkim *signature)
{
	dr_str key = identity_key(r, signature);
	dr_identity *identity = NULL;
	HASH_FIND(hh, r->identities, key.ptr, key.len, identity);
	return identity;
}

static dr_identity *identity_of(dr_reading *r, const dr_report_dkim *signature)
{
	dr_identity *identity = dr_identity_find(r, signature);
	if (identity != NULL || HASH_COUNT(r->identities) >= DR_TRAFFIC_NAMES_MAX) {
		return identity;
	}
	identity = dr_arena_new_of(r->arena, dr_identity);
	if (identity != NULL) {
		identity->key = dr_arena_copy(r->arena, identity_key(r, signature));
		identity->domain = dr_str_sub(identity->key, 0, signature->domain.len);
		identity->selector =
			dr_str_sub(identity->key, signature->domain.len + 1, identity->key.len);
		identity->last = identity->last_counted = DR_NO_DAY;
		HASH_ADD_KEYPTR(hh, r->identities, identity->key.ptr, identity->key.len, identity);
	}
	return identity;
}

dr_identity *dr_identity_first(dr_identity *identity)
{
	while (identity->same != NULL) {
		identity = identity->same;
	}
	return identity;
}

/* The same sender: the one with the smaller selector stands for both. */
static void unite(dr_identity *a, dr_identity *b)
{
	a = dr_identity_first(a);
	b = dr_identity_first(b);
	if (a == b || !dr_str_eq(a->domain, b->domain)) {
		return;
	}
	bool in_order = dr_str_cmp(a->selector, b->selector) < 0;
	*(in_order ? &b->same : &a->same) = in_order ? a : b;
}

static dr_address_profile *profile_of(dr_reading *r, dr_ipaddr ip)
{
	dr_address_profile *profile = NULL;
	HASH_FIND(hh, r->profiles, &ip, sizeof(ip), profile);
	if (profile != NULL || ip.family == DR_IP_NONE ||
	    HASH_COUNT(r->profiles) >= DR_TRAFFIC_PROFILED_MAX) {
		return profile;
	}
	profile = dr_arena_new_of(r->arena, dr_address_profile);
	if (profile != NULL) {
		profile->ip = ip;
		HASH_ADD(hh, r->profiles, ip, sizeof(profile->ip), profile);
	}
	return profile;
}

const dr_address_profile *dr_profile_find(const dr_reading *r, dr_ipaddr ip)
{
	dr_address_profile *profile = NULL;
	HASH_FIND(hh, r->profiles, &ip, sizeof(ip), profile);
	return profile;
}

/* The largest few return-paths are enough: a place is only missing when many share it. */
static void add_home(dr_identity *identity, dr_str organization, uint64_t messages)
{
	for (size_t i = 0; i < DR_TRAFFIC_HOMES_MAX; i++) {
		if (identity->homes[i].messages == 0) {
			identity->homes[i].organization = organization;
		}
		if (dr_str_eq(identity->homes[i].organization, organization)) {
			identity->homes[i].messages += messages;
			return;
		}
	}
}

static void add_signature(dr_reading *r, dr_identity *identity, const dr_evidence_row *row)
{
	if (row->spf == DR_EVALUATED_PASS) {
		identity->at_home += row->messages;
	} else if (row->spf_result == DR_REPORTED_PASS && row->spf_domain.len > 0) {
		add_home(identity, dr_traffic_organization(r, row->spf_domain), row->messages);
	} else {
		identity->elsewhere += row->messages;
	}
	identity->passed += row->messages;
	identity->last = row->day > identity->last ? row->day : identity->last;
	if (dr_traffic_is_row_counted(r, row) && row->day > identity->last_counted) {
		identity->last_counted = row->day;
	}
}

static void add_address(dr_reading *r, dr_address_profile *profile, const dr_evidence_row *row,
                        dr_identity *identity)
{
	if (row->spf != DR_EVALUATED_PASS) {
		profile->carried += identity != NULL ? row->messages : 0;
		profile->carries = profile->carries != NULL ? profile->carries : identity;
		return;
	}
	profile->spf_aligned += row->messages;
	if (profile->spf_domain.len == 0 || dr_str_cmp(row->spf_domain, profile->spf_domain) < 0) {
		profile->spf_domain = row->spf_domain;
	}
	r->aligned_by_spf += row->messages;
	if (identity == NULL) {
		r->aligned_unsigned += row->messages;
	} else if (profile->identity == NULL) {
		profile->identity = identity;
	} else {
		unite(profile->identity, identity);
	}
}

bool dr_profile_row(dr_reading *r, const dr_evidence_row *row)
{
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	dr_identity *identity = own != NULL ? identity_of(r, own) : NULL;
	bool passed = identity != NULL && own->result == DR_REPORTED_PASS;
	if (passed) {
		add_signature(r, identity, row);
	} else if (identity != NULL) {
		identity->failed += row->messages;
	}
	dr_address_profile *profile = profile_of(r, row->ip);
	if (profile != NULL) {
		add_address(r, profile, row, passed ? identity : NULL);
	}
	return !dr_arena_failed(r->arena);
}
