#include "web/web_priv.h"

enum { HTTPS_PORT = 443 };

static uint16_t port_of(const dr_question *question)
{
	return question->type != 0 ? question->type : HTTPS_PORT;
}

static bool leads(const dr_web_detour *detour, dr_str host, uint16_t port)
{
	return (detour->host.len == 0 || dr_str_eq_nocase(detour->host, host)) &&
	       (detour->port == 0 || detour->port == port);
}

dr_web_target dr_web_target_of(dr_arena *arena, const dr_web_options *options,
                               const dr_question *question)
{
	dr_str host = dr_name_text(arena, question->name);
	uint16_t port = port_of(question);
	for (size_t i = 0; i < options->detours.len; i++) {
		const dr_web_detour *detour = &options->detours.items[i];
		if (leads(detour, host, port)) {
			return (dr_web_target){ detour->address,
				                detour->address_port != 0 ? detour->address_port
				                                          : port,
				                false };
		}
	}
	dr_ipaddr address = question->server;
	bool special =
		address.family != DR_IP_NONE && dr_ipaddr_special(dr_ipaddr_unmap(address)) != NULL;
	return (dr_web_target){ address, port, special && !options->allow_private };
}

void dr_web_target_write(const dr_web_target *target, dr_buf *out)
{
	bool brackets = target->address.family == DR_IPV6;
	dr_buf_add(out, brackets ? DR_STR("::[") : DR_STR("::"));
	dr_ipaddr_write(target->address, out);
	dr_buf_addf(out, "%s:%u", brackets ? "]" : "", target->port);
}

static bool is_host(dr_str host)
{
	for (size_t i = 0; i < host.len; i++) {
		char c = host.ptr[i];
		if (!dr_is_alnum(c) && c != '-' && c != '.' && c != '_') {
			return false;
		}
	}
	return host.len > 0;
}

static bool is_path(dr_str path)
{
	for (size_t i = 0; i < path.len; i++) {
		if (!dr_is_printable(path.ptr[i]) || path.ptr[i] == ' ' || path.ptr[i] == '#') {
			return false;
		}
	}
	return path.len > 0 && path.ptr[0] == '/';
}

bool dr_web_url_write(const dr_question *question, dr_buf *out)
{
	dr_str host = dr_name_text(out->arena, question->name);
	if (!is_host(host) || !is_path(question->path)) {
		return false;
	}
	dr_buf_addf(out, "https://%.*s", DR_FMT(host));
	if (port_of(question) != HTTPS_PORT) {
		dr_buf_addf(out, ":%u", port_of(question));
	}
	dr_buf_add(out, question->path);
	return true;
}
