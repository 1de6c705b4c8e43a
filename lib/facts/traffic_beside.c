/* Of the variable `traffic`: streams, oddities, TLS sessions, includes that sent nothing. */
#include "base/share.h"
#include "facts/make_priv.h"
#include "traffic/traffic.h"

enum { STREAMS_MAX = 200, THOUSAND = 1000 };

static void add_stream(const dr_maker *m, const dr_sender *sender, const dr_mail_stream *stream,
                       dr_traffic_facts *facts)
{
	const dr_tally *tally = &stream->direct.all;
	if (tally->messages == 0 || facts->streams.len >= STREAMS_MAX) {
		return;
	}
	dr_traffic_stream_fact fact = {
		.source = sender->id,
		.name = sender->name,
		.scope = stream->scope,
		.messages = (int64_t)tally->messages,
		.failing = (int64_t)tally->none,
		.bound = (int64_t)(dr_share_bound(dr_tally_aligned(tally), tally->messages) *
		                   THOUSAND),
		.broke = stream->broke != DR_NO_DAY,
	};
	dr_list_add(m->arena, &facts->streams, fact);
}

static void add_streams(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		for (size_t k = 0; sender->ours && k < sender->streams.len; k++) {
			add_stream(m, sender, &sender->streams.items[k], facts);
		}
	}
}

static void add_oddities(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 0; i < traffic->oddities.len; i++) {
		const dr_traffic_oddity *one = &traffic->oddities.items[i];
		dr_traffic_oddity_fact fact = { .kind = one->kind,
			                        .reports = (int64_t)one->reports,
			                        .reporters = one->reporters };
		dr_list_add(m->arena, &facts->oddities, fact);
	}
}

static void add_tls(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 0; i < traffic->tls.len; i++) {
		const dr_traffic_sessions *one = &traffic->tls.items[i];
		facts->tls_sessions += (int64_t)one->sessions;
		if (one->result.len > 0) {
			dr_traffic_tls_fact fact = { .policy = one->type,
				                     .result = one->result,
				                     .host = one->host,
				                     .remedy = dr_traffic_tls_remedy(one->result),
				                     .sessions = (int64_t)one->sessions };
			dr_list_add(m->arena, &facts->tls, fact);
		}
	}
}

static bool any_address_in(const dr_traffic *traffic, const dr_prefixset *set)
{
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		for (size_t k = 0; k < sender->addresses.len; k++) {
			if (dr_prefixset_holds(set, sender->addresses.items[k].ip)) {
				return true;
			}
		}
	}
	return false;
}

static bool all_addresses_known(const dr_traffic *traffic)
{
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		if (sender->more_addresses || sender->kind == DR_SOURCE_REST) {
			return false;
		}
	}
	return true;
}

/* Includes of the domain's own record whose addresses are known as a whole, and sent nothing. */
static void add_unused(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	const dr_spf_node *root = m->survey->spf.root;
	facts->unused_status = all_addresses_known(traffic) ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN;
	for (size_t i = 0; root != NULL && i < root->visit_count; i++) {
		const dr_spf_visit *visit = &root->visits[i];
		bool whole = visit->term->kind == DR_SPF_INCLUDE && visit->reached &&
		             visit->outcome == DR_SPF_OK &&
		             visit->matches.status.state == DR_KNOWN &&
		             visit->cost.lookups_status.state == DR_KNOWN &&
		             !dr_spf_senders_are_empty(&visit->matches);
		if (whole && !any_address_in(traffic, &visit->matches.set)) {
			dr_traffic_include_fact fact = { dr_name_text(m->arena, visit->target),
				                         visit->cost.lookups };
			dr_list_add(m->arena, &facts->unused, fact);
		}
	}
}

void dr_make_traffic_beside(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	add_streams(m, traffic, facts);
	add_oddities(m, traffic, facts);
	add_tls(m, traffic, facts);
	add_unused(m, traffic, facts);
}
