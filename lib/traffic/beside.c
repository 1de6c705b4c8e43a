/* What evidence tells beside rows and reports: reverse names, oddities, TLS sessions (tls.c). */
#include "report/words.h"
#include "traffic/traffic_priv.h"

enum { KINDS_MAX = 64 };

dr_str dr_traffic_reverse(dr_reading *r, dr_ipaddr ip)
{
	dr_kept_name *known = NULL;
	HASH_FIND(hh, r->reverse, &ip, sizeof(ip), known);
	return known != NULL ? known->name : (dr_str){ 0 };
}

static int no_memory(dr_error *err)
{
	return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the evidence");
}

static int take_name(void *self, const dr_evidence_name *name, dr_error *err)
{
	dr_reading *r = self;
	dr_kept_name *known = NULL;
	HASH_FIND(hh, r->reverse, &name->ip, sizeof(name->ip), known);
	if (known != NULL) {
		return DR_OK;
	}
	known = dr_arena_new_of(r->arena, dr_kept_name);
	if (known == NULL) {
		return no_memory(err);
	}
	known->ip = name->ip;
	known->name = dr_arena_copy(r->arena, name->name);
	HASH_ADD(hh, r->reverse, ip, sizeof(known->ip), known);
	return dr_arena_failed(r->arena) ? no_memory(err) : DR_OK;
}

int dr_traffic_read_names(dr_reading *r, dr_evidence *evidence, dr_error *err)
{
	return evidence->names(evidence, take_name, r, err);
}

/* Of the same kind; NULL: there are too many, or no memory. */
static dr_traffic_oddity *oddity_of(dr_reading *r, dr_str kind)
{
	dr_traffic_oddities *list = &r->traffic->oddities;
	size_t at = list->len, old = list->len;
	while (at > 0 && dr_str_cmp(list->items[at - 1].kind, kind) > 0) {
		at--;
	}
	if (at > 0 && dr_str_eq(list->items[at - 1].kind, kind)) {
		return &list->items[at - 1];
	}
	if (old >= KINDS_MAX) {
		return NULL;
	}
	dr_traffic_oddity fresh = { .kind = dr_arena_copy(r->arena, kind), .last = DR_NO_DAY };
	dr_list_insert(r->arena, list, at, fresh);
	return list->len > old ? &list->items[at] : NULL;
}

static int take_oddity(void *self, const dr_evidence_oddity *oddity, dr_error *err)
{
	dr_reading *r = self;
	dr_traffic_oddity *kind = oddity_of(r, oddity->kind);
	if (kind != NULL) {
		kind->reports += oddity->reports;
		kind->last = kind->last == DR_NO_DAY || oddity->day > kind->last ? oddity->day
		                                                                 : kind->last;
		dr_traffic_add_few(r->arena, &kind->reporters, oddity->reporter);
	}
	return dr_arena_failed(r->arena) ? no_memory(err) : DR_OK;
}

int dr_traffic_read_beside(dr_reading *r, dr_evidence *evidence, dr_error *err)
{
	const dr_evidence_query *query = &r->input->query;
	int code = evidence->oddities(evidence, query, take_oddity, r, err);
	return code == DR_OK ? evidence->tls(evidence, query, dr_traffic_take_tls, r, err) : code;
}

dr_str dr_traffic_override_name(unsigned bit)
{
	return dr_report_word_of(&DR_OVERRIDE_WORDS, bit);
}
