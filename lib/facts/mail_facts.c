#include "answer/rdata.h"
#include "facts/make_priv.h"
#include <string.h>

/* Worst first: what nobody outside can reach. */
static const char *const WORST[] = { "loopback",  "private",       "link-local",
	                             "multicast", "documentation", "reserved" };

static size_t badness(const char *special)
{
	size_t i = 0;
	while (special != NULL && i < DR_COUNT(WORST) && strcmp(WORST[i], special) != 0) {
		i++;
	}
	return special != NULL ? DR_COUNT(WORST) - i : 0;
}

void dr_add_addresses(const dr_maker *m, const dr_answer *answer, dr_strs *addresses)
{
	dr_ipaddr address;
	for (size_t i = 0; i < answer->rr_count; i++) {
		if (dr_rr_read_address(&answer->rrs[i], &address)) {
			dr_buf text;
			dr_buf_init(&text, m->arena);
			dr_ipaddr_write(address, &text);
			dr_list_add(m->arena, addresses, dr_buf_str(&text));
		}
	}
}

static void find_special(const dr_answer *answer, dr_mx_host_fact *fact)
{
	dr_ipaddr address;
	for (size_t i = 0; i < answer->rr_count; i++) {
		if (!dr_rr_read_address(&answer->rrs[i], &address)) {
			continue;
		}
		const char *special = dr_ipaddr_special(address);
		if (badness(special) > badness(fact->special.len > 0 ? fact->special.ptr : NULL)) {
			fact->special = dr_str_of(special);
		}
	}
}

/* The facts of a host whose addresses were asked for. */
static void make_addresses(const dr_maker *m, const dr_mx_host *host, dr_mx_host_fact *fact)
{
	dr_status status = dr_answer_fact(host->ipv4);
	if (status.state == DR_KNOWN) {
		status = dr_answer_fact(host->ipv6);
	}
	fact->special = DR_STR("");
	dr_add_addresses(m, host->ipv4, &fact->addresses);
	dr_add_addresses(m, host->ipv6, &fact->addresses);
	find_special(host->ipv4, fact);
	find_special(host->ipv6, fact);
	bool any = fact->addresses.len > 0;
	fact->addresses_status = dr_list_status(status);
	fact->special_status = status;
	fact->resolves_status = any ? DR_STATUS_KNOWN : status;
	fact->resolves = any                                 ? DR_STR("yes")
	                 : host->ipv4->outcome == DR_NO_NAME ? DR_STR("no-name")
	                                                     : DR_STR("no-address");
	bool alias = host->ipv4->hop_count > 0 || host->ipv6->hop_count > 0;
	fact->secure_status = dr_secure_status(host->ipv4);
	fact->secure = host->ipv4->secure == DR_TRUST_YES;
	fact->alias_status = alias ? DR_STATUS_KNOWN : dr_answer_fact(host->ipv4);
	fact->alias = alias;
}

static void make_unasked(const dr_mx_host *host, dr_mx_host_fact *fact)
{
	const dr_status spent = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
	bool known = host->literal || host->name.len == 1;
	dr_status status = known ? DR_STATUS_KNOWN : spent;
	dr_fact_with(fact, alias, status, false);
	dr_fact_with(fact, resolves, status, DR_STR("no-address"));
	dr_fact_with(fact, special, status, DR_STR(""));
	fact->addresses_status = status;
	fact->secure_status = known ? DR_STATUS_NOT_GIVEN : spent;
}

static bool is_duplicate(const dr_mx_hosts *hosts, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (dr_name_eq(hosts->items[i].name, hosts->items[index].name)) {
			return true;
		}
	}
	return false;
}

static void make_hosts(const dr_maker *m)
{
	const dr_mail_found *mail = &m->survey->mail;
	for (size_t i = 0; i < mail->hosts.len; i++) {
		const dr_mx_host *host = &mail->hosts.items[i];
		dr_mx_host_fact fact = {
			.name = dr_name_text(m->arena, host->name),
			.preference = host->preference,
			.literal = host->literal,
			.duplicate = is_duplicate(&mail->hosts, i),
			.place = { .answer = mail->mx, .rr = host->rr },
		};
		const dr_service *service = m->input->catalog != NULL
		                                    ? dr_catalog_by_mx(m->input->catalog, fact.name)
		                                    : NULL;
		fact.service = service != NULL ? service->id : DR_STR("");
		if (host->ipv4 != NULL) {
			make_addresses(m, host, &fact);
		} else {
			make_unasked(host, &fact);
		}
		dr_list_add(m->arena, &m->facts->mx.hosts, fact);
	}
}

/* Any certain answer says whether the name is there. */
static void make_exists(const dr_maker *m)
{
	const dr_mail_found *mail = &m->survey->mail;
	const dr_answer *const answers[] = { mail->mx, mail->ipv4, mail->ipv6,
		                             m->survey->spf.root->texts->answer };
	m->facts->mx.exists_status = dr_answer_fact(mail->mx);
	for (size_t i = 0; i < DR_COUNT(answers); i++) {
		if (dr_outcome_is_certain(answers[i]->outcome)) {
			dr_fact_set(&m->facts->mx, exists, dr_answer_name_exists(answers[i]));
			return;
		}
	}
}

static void make_address(const dr_maker *m)
{
	dr_mx_facts *mx = &m->facts->mx;
	const dr_mail_found *mail = &m->survey->mail;
	bool any = mail->ipv4->outcome == DR_ANSWER || mail->ipv6->outcome == DR_ANSWER;
	dr_status status = dr_answer_fact(mail->ipv4);
	if (status.state == DR_KNOWN) {
		status = dr_answer_fact(mail->ipv6);
	}
	dr_fact_with(mx, address, any ? DR_STATUS_KNOWN : status, any);
	if (mx->present_status.state != DR_KNOWN) {
		mx->receives_status = mx->present_status;
	} else if (mx->present) {
		dr_fact_set(mx, receives, !mx->null_mx);
	} else {
		dr_fact_with(mx, receives, mx->address_status, mx->address);
	}
}

static void make_random(const dr_maker *m)
{
	dr_mx_facts *mx = &m->facts->mx;
	const dr_random_found *random = &m->survey->random;
	const dr_answer *answer = random->mx != NULL ? random->mx : random->txt;
	dr_fact_with(mx, wildcard, dr_answer_fact(answer),
	             random->mx != NULL && random->mx->outcome == DR_ANSWER);
	bool negative = random->txt->outcome == DR_NO_NAME || random->txt->outcome == DR_NO_DATA;
	mx->negative_ttl_status = dr_answer_fact(random->txt);
	if (negative && dr_name_is_set(random->txt->soa)) {
		dr_fact_set(mx, negative_ttl, random->txt->negative_ttl);
	} else if (mx->negative_ttl_status.state == DR_KNOWN) {
		dr_fact_absent(mx, negative_ttl);
	}
}

void dr_make_mx(const dr_maker *m)
{
	dr_mx_facts *mx = &m->facts->mx;
	const dr_mail_found *mail = &m->survey->mail;
	dr_status status = dr_answer_fact(mail->mx);
	make_exists(m);
	dr_fact_with(mx, present, status, mail->hosts.len > 0);
	dr_fact_with(mx, null_mx, status, mail->null_mx);
	dr_fact_with(mx, secure, dr_secure_status(mail->mx), mail->mx->secure == DR_TRUST_YES);
	mx->hosts_status = status;
	make_hosts(m);
	make_address(m);
	make_random(m);
}
