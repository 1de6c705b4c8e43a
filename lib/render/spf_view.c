#include "render/spf_view.h"

const dr_service *dr_spf_view_service(const dr_spf_view *view, dr_arena *arena,
                                      const dr_spf_visit *visit)
{
	bool leads_on = visit->term->kind == DR_SPF_INCLUDE || visit->term->kind == DR_SPF_REDIRECT;
	if (!leads_on || view->catalog == NULL || !dr_name_is_set(visit->target)) {
		return NULL;
	}
	return dr_catalog_by_include(view->catalog, dr_name_text(arena, visit->target));
}

static const char *const OUTCOME_TEXTS[DR_SPF_OUTCOME_COUNT] = {
	[DR_SPF_OK] = NULL,
	[DR_SPF_NO_NAME] = "does not exist",
	[DR_SPF_NO_DATA] = "has no records of the type",
	[DR_SPF_NO_RECORD] = "has no SPF record",
	[DR_SPF_SEVERAL] = "has several records",
	[DR_SPF_PERMERROR] = "has an error",
	[DR_SPF_LOOP] = "leads back to itself",
	[DR_SPF_TOO_MANY] = "has more than 10 hosts",
	[DR_SPF_NULL_MX] = "receives no mail",
};

const char *dr_spf_view_problem(const dr_spf_visit *visit)
{
	if (!visit->term->valid) {
		return "not valid";
	}
	if (!visit->reached) {
		return visit->term->kind == DR_SPF_OTHER ? NULL : "never reached";
	}
	if (visit->outcome_status.state == DR_UNKNOWN) {
		return visit->outcome_status.why == DR_WHY_MESSAGE ? "depends on the message"
		                                                   : "not answered";
	}
	return visit->outcome_status.state == DR_KNOWN ? OUTCOME_TEXTS[visit->outcome] : NULL;
}

const char *dr_spf_view_missing(const dr_spf_node *root)
{
	if (!dr_outcome_is_certain(root->texts->answer->outcome)) {
		return "not answered";
	}
	return root->texts->count > 1 ? "several SPF records: receivers use none of them"
	                              : "no SPF record";
}

static void add_count(dr_buf *out, uint64_t count, const char *one, const char *many)
{
	if (count > 0) {
		dr_buf_addf(out, "%s%llu %s", out->len > 0 ? ", " : "", (unsigned long long)count,
		            count == 1 ? one : many);
	}
}

dr_str dr_spf_view_senders(dr_arena *arena, const dr_spf_senders *senders, bool reached)
{
	dr_prefix_count count = dr_prefixset_count(&senders->set);
	dr_buf out;
	dr_buf_init(&out, arena);
	if (!reached) {
		return DR_STR("");
	}
	if (count.v4 == UINT64_C(1) << 32 && count.v6_slash64 == UINT64_MAX) {
		return DR_STR("everybody");
	}
	add_count(&out, count.v4, "IPv4 address", "IPv4 addresses");
	add_count(&out, count.v6_slash64, "IPv6 network (/64)", "IPv6 networks (/64)");
	if (senders->status.state == DR_UNKNOWN && out.len > 0) {
		dr_buf_addf(&out, " %s",
		            senders->status.why == DR_WHY_MESSAGE ? "and whom the message decides"
		                                                  : "at least");
	}
	return dr_buf_str(&out);
}

void dr_spf_view_join(dr_arena *arena, const dr_spf_node *node, size_t at, size_t count,
                      dr_spf_senders *ret_senders)
{
	dr_prefixes prefixes = { 0 };
	for (size_t i = at; i < at + count; i++) {
		dr_list_add(arena, &prefixes, node->visits[i].term->prefix);
	}
	dr_prefixset_build(arena, prefixes.items, prefixes.len, &ret_senders->set);
}

static const struct {
	const char *verb, *reason;
} MEASURES[DR_SPF_MEASURE_COUNT] = {
	[DR_SPF_DROP_USELESS] = { "drop", "the service sends with its own return-path, where SPF "
	                                  "is checked" },
	[DR_SPF_DROP_UNLIKELY] = { "drop", "the service sends with a return-path below your "
	                                   "domain; look at one mail first" },
	[DR_SPF_DROP_DUPLICATE] = { "drop", "the same stands in the record already" },
	[DR_SPF_DROP_DEAD] = { "drop", "nothing is found there" },
	[DR_SPF_DROP_COVERED] = { "drop", "other terms let the same senders pass" },
	[DR_SPF_WRITE_ADDRESS] = { "write", "these are your own hosts; change the record when they "
	                                    "move" },
	[DR_SPF_DROP_PTR] = { "drop",
	                      "nobody knows whom it lets pass; add the addresses you miss" },
	[DR_SPF_MOVE] = { "move",
	                  "give the service a subdomain of its own as return-path and publish "
	                  "the include there" },
};

void dr_spf_view_proposal(const dr_spf_proposal *proposal, dr_buf *out)
{
	dr_spf_senders lost = { proposal->loses, DR_STATUS_KNOWN };
	dr_str named = dr_spf_view_senders(out->arena, &lost, true);
	dr_buf_addf(out, "%s", MEASURES[proposal->measure].verb);
	for (size_t i = 0; i < proposal->terms.len; i++) {
		dr_buf_addf(out, " %.*s", DR_FMT(proposal->terms.items[i]->term->text));
	}
	if (proposal->instead.len > 0) {
		dr_buf_addf(out, " as %.*s", DR_FMT(proposal->instead));
	}
	dr_buf_addf(out, ": %s", MEASURES[proposal->measure].reason);
	if (named.len > 0) {
		dr_buf_addf(out, "; %.*s pass no more", DR_FMT(named));
	}
}
