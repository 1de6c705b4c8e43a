#include "resolvers.h"
#include "base/cursor.h"
#include "files.h"
#include "option_values.h"

enum { FILE_OCTETS_MAX = 65536 };

static bool is_no_space(char c)
{
	return !dr_is_space(c);
}

server_list resolvers_parse(dr_arena *arena, dr_str text)
{
	server_list servers = { NULL, 0 };
	for (dr_str rest = text, line; dr_str_split(&rest, '\n', &line);) {
		dr_cursor c = dr_cursor_of(dr_str_trim(line));
		dr_str word = dr_cursor_take_while(&c, is_no_space);
		dr_cursor_take_while(&c, dr_is_space);
		dr_str address = dr_cursor_take_while(&c, is_no_space);
		dr_server server = { .port = 0 };
		if (dr_str_eq(word, DR_STR("nameserver")) &&
		    dr_ipaddr_parse(address, &server.address)) {
			dr_list_add(arena, &servers, server);
		}
	}
	return servers;
}

server_list resolvers_of_system(dr_arena *arena)
{
	dr_source file;
	server_list servers = { NULL, 0 };
	if (files_read(arena, DR_STR("/etc/resolv.conf"), FILE_OCTETS_MAX, &file, NULL) == DR_OK) {
		servers = resolvers_parse(arena, file.text);
	}
	if (servers.len == 0) {
		dr_server loopback = { .port = 0 };
		server_parse(DR_STR("127.0.0.1"), &loopback);
		dr_list_add(arena, &servers, loopback);
	}
	return servers;
}
