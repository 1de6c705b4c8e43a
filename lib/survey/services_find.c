#include "survey/services_find.h"

bool dr_service_in_use(const dr_service_found *found)
{
	return (found->signs & ~(unsigned)DR_SIGN_TOKEN) != 0;
}

static dr_service_found *find(const dr_services_found *services, const dr_service *service)
{
	for (size_t i = 0; i < services->items.len; i++) {
		if (services->items.items[i].service == service) {
			return &services->items.items[i];
		}
	}
	return NULL;
}

void dr_services_note(dr_arena *arena, dr_services_found *services, const dr_service *service,
                      dr_sign sign, dr_place place)
{
	if (service == NULL) {
		return;
	}
	dr_service_found *found = find(services, service);
	if (found == NULL) {
		dr_list_add(arena, &services->items, (dr_service_found){ service, sign, place });
		return;
	}
	if ((unsigned)sign < (found->signs & (~found->signs + 1))) {
		found->place = place;
	}
	found->signs |= sign;
}

void dr_services_note_missing(dr_services_found *services, dr_status status)
{
	if (services->status.state == DR_KNOWN && status.state == DR_UNKNOWN &&
	    status.why != DR_WHY_MESSAGE) {
		services->status = status;
		services->status.state = DR_PARTIAL;
	}
}

static void note_mx(const dr_asking *asking, const dr_catalog *catalog, const dr_mail_found *mail,
                    dr_services_found *services)
{
	dr_services_note_missing(services, dr_answer_fact(mail->mx));
	for (size_t i = 0; i < mail->hosts.len; i++) {
		const dr_mx_host *host = &mail->hosts.items[i];
		dr_str name = dr_name_text(asking->arena, host->name);
		dr_services_note(asking->arena, services, dr_catalog_by_mx(catalog, name),
		                 DR_SIGN_MX, (dr_place){ .answer = mail->mx, .rr = host->rr });
	}
}

const dr_service *dr_service_of_node(dr_arena *arena, const dr_catalog *catalog,
                                     const dr_spf_node *node)
{
	if (catalog == NULL || node->depth == 0) {
		return NULL;
	}
	return dr_catalog_by_include(catalog, dr_name_text(arena, node->domain));
}

static bool is_of_another(dr_arena *arena, const dr_catalog *catalog, const dr_spf_node *node,
                          const dr_service *service)
{
	for (node = node->parent; node != NULL; node = node->parent) {
		const dr_service *above = dr_service_of_node(arena, catalog, node);
		if (above != NULL && above != service) {
			return true;
		}
	}
	return false;
}

/* What follows the last macro of a domain-spec: "_spf.vali.email"; the empty slice when there is
 * none.
 */
static dr_str behind_macros(dr_str domain)
{
	size_t at = domain.len;
	while (at > 0 && domain.ptr[at - 1] != '}') {
		at--;
	}
	bool is_label = at > 0 && at < domain.len && domain.ptr[at] == '.';
	return is_label ? dr_str_sub(domain, at + 1, domain.len) : (dr_str){ 0 };
}

/* Names that depend on the message lead to no record, but show whose they are. */
static void note_macros(const dr_asking *asking, const dr_catalog *catalog, const dr_spf_node *root,
                        dr_services_found *services)
{
	for (size_t i = 0; root->record != NULL && i < root->record->terms.len; i++) {
		const dr_spf_term *term = &root->record->terms.items[i];
		dr_place place = { root->texts->answer, root->texts->rr, term->span };
		dr_str suffix = behind_macros(term->domain);
		if (suffix.len > 0) {
			suffix = dr_name_text(asking->arena, dr_name_of(asking->arena, suffix));
			dr_services_note(asking->arena, services,
			                 dr_catalog_by_include(catalog, suffix), DR_SIGN_SPF,
			                 place);
		}
	}
}

static void note_spf(const dr_asking *asking, const dr_catalog *catalog, const dr_spf_tree *spf,
                     dr_services_found *services)
{
	for (size_t i = 0; i < spf->nodes.len; i++) {
		const dr_spf_node *node = spf->nodes.items[i];
		const dr_service *service = dr_service_of_node(asking->arena, catalog, node);
		dr_services_note_missing(services, dr_texts_status(node->texts));
		if (service != NULL && !is_of_another(asking->arena, catalog, node, service)) {
			const dr_texts *own = spf->root->texts;
			dr_place place = { own->answer, own->rr, node->via->term->span };
			dr_services_note(asking->arena, services, service, DR_SIGN_SPF, place);
		}
	}
}

static void note_host(const dr_asking *asking, const dr_catalog *catalog, const dr_answer *answer,
                      dr_services_found *services)
{
	dr_services_note_missing(services, dr_answer_fact(answer));
	for (size_t i = 0; i < answer->hop_count; i++) {
		dr_str target = dr_name_text(asking->arena, answer->hops[i].target);
		dr_services_note(asking->arena, services,
		                 dr_catalog_by_host_target(catalog, target), DR_SIGN_RETURN_PATH,
		                 (dr_place){ .answer = answer });
	}
}

static void note_hosts(const dr_asking *asking, const dr_catalog *catalog, dr_name domain,
                       dr_services_found *services)
{
	const dr_strs *hosts = dr_catalog_hosts(catalog);
	for (size_t i = 0; i < hosts->len; i++) {
		note_host(asking, catalog, dr_ask_below(asking, hosts->items[i], domain, DR_TYPE_A),
		          services);
	}
}

static void note_tokens(const dr_asking *asking, const dr_catalog *catalog, const dr_answer *txt,
                        dr_services_found *services)
{
	for (uint32_t i = 0; i < txt->rr_count; i++) {
		dr_services_note(asking->arena, services,
		                 dr_catalog_by_token(catalog, txt->rrs[i].text), DR_SIGN_TOKEN,
		                 (dr_place){ .answer = txt, .rr = i });
	}
}

void dr_survey_services(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                        const dr_mail_found *mail, const dr_spf_tree *spf, bool sends_nothing,
                        dr_services_found *ret_services)
{
	*ret_services = (dr_services_found){ .status = DR_STATUS_KNOWN };
	if (hints->catalog == NULL || spf->root == NULL) {
		return;
	}
	note_mx(asking, hints->catalog, mail, ret_services);
	note_spf(asking, hints->catalog, spf, ret_services);
	note_macros(asking, hints->catalog, spf->root, ret_services);
	if (!sends_nothing && hints->probe != DR_PROBE_NAMED) {
		note_hosts(asking, hints->catalog, domain, ret_services);
	}
	note_tokens(asking, hints->catalog, spf->root->texts->answer, ret_services);
}
