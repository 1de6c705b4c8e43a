#include "answer/rdata.h"
#include "survey/mail_find.h"
#include "survey/spf_target_priv.h"

/* A domain-spec has no escapes: a backslash in it is an octet like any other. */
static dr_name name_of(dr_arena *arena, dr_str text)
{
	dr_buf escaped;
	if (dr_str_find(text, 0, '\\') == text.len) {
		return dr_name_of(arena, text);
	}
	dr_buf_init(&escaped, arena);
	for (size_t i = 0; i < text.len; i++) {
		dr_buf_add(&escaped, text.ptr[i] == '\\' ? DR_STR("\\\\") : dr_str_sub(text, i, 1));
	}
	return dr_name_of(arena, dr_buf_str(&escaped));
}

dr_name dr_spf_target_name(const dr_asking *asking, dr_name domain, const dr_spf_term *term)
{
	if (term->domain.len == 0) {
		return domain;
	}
	if (dr_str_find(term->domain, 0, '%') == term->domain.len) {
		return name_of(asking->arena, term->domain);
	}
	dr_spf_macro_values values = { .domain = dr_name_text(asking->arena, domain) };
	dr_buf text;
	dr_buf_init(&text, asking->arena);
	if (!dr_spf_macro_expand(term->domain, &values, false, &text)) {
		return (dr_name){ 0 };
	}
	return name_of(asking->arena, dr_spf_macro_shorten(dr_buf_str(&text)));
}

void dr_spf_note_registration(const dr_asking *asking, const dr_answer *answer, dr_spf_visit *visit)
{
	dr_name name = dr_answer_end(answer);
	visit->unregistered_status = dr_answer_fact(answer);
	visit->dangling = answer->outcome == DR_NO_NAME && answer->hop_count > 0;
	if (answer->outcome != DR_NO_NAME || dr_suffixes_is_public(asking->suffixes, name)) {
		return;
	}
	dr_name registrable = dr_suffixes_organizational(asking->suffixes, name);
	const dr_answer *soa = dr_ask_dns(asking->answers, registrable, DR_TYPE_SOA);
	visit->unregistered_status = dr_answer_fact(soa);
	visit->unregistered = soa->outcome == DR_NO_NAME;
}

static bool is_void(const dr_answer *answer)
{
	return answer->outcome == DR_NO_DATA || answer->outcome == DR_NO_NAME;
}

/* The first of two answers that is missing, as a status; DR_KNOWN when none is. */
static dr_status status_of_both(const dr_answer *a, const dr_answer *b)
{
	dr_status status = dr_answer_fact(a);
	return status.state == DR_KNOWN ? dr_answer_fact(b) : status;
}

static dr_spf_outcome outcome_of(const dr_answer *answer)
{
	return answer->outcome == DR_NO_NAME   ? DR_SPF_NO_NAME
	       : answer->outcome == DR_NO_DATA ? DR_SPF_NO_DATA
	                                       : DR_SPF_OK;
}

static void ask_a(const dr_asking *asking, dr_spf_tree *tree, dr_spf_visit *visit)
{
	dr_spf_matcher matcher = { asking, tree, visit, { 0 } };
	const dr_answer *ipv4 = dr_ask_dns(asking->answers, visit->target, DR_TYPE_A);
	const dr_answer *ipv6 = dr_ask_dns(asking->answers, visit->target, DR_TYPE_AAAA);
	bool any = ipv4->outcome == DR_ANSWER || ipv6->outcome == DR_ANSWER;
	visit->own_hosts = true;
	visit->void_status = status_of_both(ipv4, ipv6);
	visit->outcome_status = any ? DR_STATUS_KNOWN : visit->void_status;
	visit->outcome = any ? DR_SPF_OK : outcome_of(ipv4);
	visit->void_ipv4 = is_void(ipv4);
	visit->void_ipv6 = is_void(ipv6);
	dr_spf_match_hosts(&matcher, ipv4);
	dr_spf_match_hosts(&matcher, ipv6);
	dr_spf_match_end(&matcher);
	dr_spf_note_registration(asking, ipv4, visit);
}

/* It asks for the reverse names of senders; only those count that have an address themselves. */
static void ask_ptr(const dr_asking *asking, dr_spf_tree *tree, dr_spf_visit *visit)
{
	(void)tree;
	const dr_answer *ipv4 = dr_ask_dns(asking->answers, visit->target, DR_TYPE_A);
	const dr_answer *ipv6 = dr_ask_dns(asking->answers, visit->target, DR_TYPE_AAAA);
	bool any = ipv4->outcome == DR_ANSWER || ipv6->outcome == DR_ANSWER;
	visit->outcome_status = any ? DR_STATUS_KNOWN : status_of_both(ipv4, ipv6);
	visit->outcome = any ? DR_SPF_OK : outcome_of(ipv4);
}

static void ask_exists(const dr_asking *asking, dr_spf_tree *tree, dr_spf_visit *visit)
{
	(void)tree;
	const dr_answer *answer = dr_ask_dns(asking->answers, visit->target, DR_TYPE_A);
	visit->outcome_status = visit->void_status = dr_answer_fact(answer);
	visit->outcome = outcome_of(answer);
	visit->void_ipv4 = visit->void_ipv6 = is_void(answer);
	dr_spf_note_registration(asking, answer, visit);
}

/* Every host without an address of the client's family is a void look-up. */
static void ask_hosts(const dr_asking *asking, dr_spf_tree *tree, const dr_answer *mx,
                      dr_spf_visit *visit)
{
	dr_spf_matcher matcher = { asking, tree, visit, { 0 } };
	uint16_t preference;
	dr_name host;
	visit->void_ipv4 = visit->void_ipv6 = visit->own_hosts = true;
	for (size_t i = 0; i < mx->rr_count && i < DR_SPF_MX_HOSTS_MAX; i++) {
		if (!dr_rr_read_mx(&mx->rrs[i], &preference, &host) || host.len <= 1) {
			continue;
		}
		const dr_answer *ipv4 = dr_ask_dns(asking->answers, host, DR_TYPE_A);
		const dr_answer *ipv6 = dr_ask_dns(asking->answers, host, DR_TYPE_AAAA);
		visit->void_ipv4 = visit->void_ipv4 && is_void(ipv4);
		visit->void_ipv6 = visit->void_ipv6 && is_void(ipv6);
		if (is_void(ipv4) && is_void(ipv6)) {
			dr_list_add(asking->arena, &visit->dead_hosts,
			            dr_name_text(asking->arena, host));
		}
		visit->voids_ipv4 += is_void(ipv4);
		visit->voids_ipv6 += is_void(ipv6);
		if (visit->void_status.state == DR_KNOWN) {
			visit->void_status = status_of_both(ipv4, ipv6);
		}
		visit->cost.mx_hosts++;
		dr_spf_match_hosts(&matcher, ipv4);
		dr_spf_match_hosts(&matcher, ipv6);
	}
	dr_spf_match_end(&matcher);
}

static void ask_mx(const dr_asking *asking, dr_spf_tree *tree, dr_spf_visit *visit)
{
	const dr_answer *mx = dr_ask_dns(asking->answers, visit->target, DR_TYPE_MX);
	visit->outcome_status = visit->void_status = dr_answer_fact(mx);
	visit->outcome = outcome_of(mx);
	dr_spf_note_unknown(&visit->matches.status, visit->outcome_status);
	if (mx->outcome != DR_ANSWER) {
		visit->void_ipv4 = visit->void_ipv6 = is_void(mx);
		dr_spf_note_registration(asking, mx, visit);
	} else if (dr_mail_is_null_mx(mx)) {
		visit->outcome = DR_SPF_NULL_MX;
	} else {
		visit->outcome = mx->rr_count > DR_SPF_MX_HOSTS_MAX ? DR_SPF_TOO_MANY : DR_SPF_OK;
		ask_hosts(asking, tree, mx, visit);
	}
}

/* What makes a receiver do without the explanation (RFC 7208 6.2); NULL: nothing. */
static const char *problem_of_text(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_printable(text.ptr[i])) {
			return "non-ascii";
		}
	}
	for (;;) {
		dr_spf_macro part = dr_spf_macro_next(&c);
		if (part.kind == DR_MACRO_END) {
			return NULL;
		}
		if (part.kind == DR_MACRO_BAD || part.kind == DR_MACRO_BAD_LETTER) {
			return "macro";
		}
	}
}

static void ask_exp(const dr_asking *asking, dr_spf_tree *tree, dr_spf_visit *visit)
{
	(void)tree;
	const dr_answer *answer = dr_ask_dns(asking->answers, visit->target, DR_TYPE_TXT);
	visit->outcome_status = dr_answer_fact(answer);
	visit->outcome = answer->rr_count > 1 ? DR_SPF_SEVERAL : outcome_of(answer);
	if (answer->rr_count == 1) {
		visit->text_problem = problem_of_text(answer->rrs[0].text);
	}
	dr_spf_note_registration(asking, answer, visit);
}

static void (*const ASKERS[DR_SPF_KIND_COUNT])(const dr_asking *asking, dr_spf_tree *tree,
                                               dr_spf_visit *visit) = {
	[DR_SPF_A] = ask_a,           [DR_SPF_MX] = ask_mx,   [DR_SPF_PTR] = ask_ptr,
	[DR_SPF_EXISTS] = ask_exists, [DR_SPF_EXP] = ask_exp,
};

void dr_spf_target_ask(const dr_asking *asking, dr_spf_tree *tree, dr_name domain,
                       dr_spf_visit *visit)
{
	if (ASKERS[visit->term->kind] == NULL) {
		return;
	}
	visit->target = dr_spf_target_name(asking, domain, visit->term);
	if (!dr_name_is_set(visit->target)) {
		visit->outcome = DR_SPF_NO_NAME;
		visit->outcome_status = DR_STATUS_KNOWN;
		return;
	}
	ASKERS[visit->term->kind](asking, tree, visit);
}
