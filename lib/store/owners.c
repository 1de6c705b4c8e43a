#include "store/owners.h"
#include "base/buf.h"
#include <maxminddb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { NAME_MAX_OCTETS = 200 };

typedef struct {
	dr_owners owners; /* a pointer to it is one to this */
	MMDB_s file;
} mmdb;

static void set_address(dr_ipaddr address, struct sockaddr_storage *to)
{
	memset(to, 0, sizeof(*to));
	if (address.family == DR_IPV4) {
		struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)to;
		v4->sin_family = AF_INET;
		memcpy(&v4->sin_addr, address.octets, sizeof(v4->sin_addr));
	} else {
		struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)to;
		v6->sin6_family = AF_INET6;
		memcpy(&v6->sin6_addr, address.octets, sizeof(v6->sin6_addr));
	}
}

/* Files name the same things differently; the first that is there counts. */
static bool read_text(MMDB_entry_s *entry, const char *const *keys, dr_str *ret_text)
{
	MMDB_entry_data_s value;
	for (; *keys != NULL; keys++) {
		const char *const path[] = { *keys, NULL };
		if (MMDB_aget_value(entry, &value, path) == MMDB_SUCCESS && value.has_data &&
		    value.type == MMDB_DATA_TYPE_UTF8_STRING) {
			*ret_text = dr_str_sub((dr_str){ value.utf8_string, value.data_size }, 0,
			                       NAME_MAX_OCTETS);
			return true;
		}
	}
	return false;
}

/* "AS64500", or nothing. */
static void write_number(MMDB_entry_s *entry, dr_buf *out)
{
	static const char *const NUMBER[] = { "autonomous_system_number", NULL };
	static const char *const TEXT[] = { "asn", NULL };
	MMDB_entry_data_s value;
	dr_str text;
	if (MMDB_aget_value(entry, &value, NUMBER) == MMDB_SUCCESS && value.has_data &&
	    value.type == MMDB_DATA_TYPE_UINT32) {
		dr_buf_addf(out, "AS%u", (unsigned)value.uint32);
	} else if (read_text(entry, TEXT, &text)) {
		dr_buf_add(out, text);
	}
}

static dr_str find(const dr_owners *self, dr_arena *arena, dr_ipaddr address)
{
	static const char *const NAMES[] = { "autonomous_system_organization", "as_name", "name",
		                             "organization", NULL };
	const mmdb *m = (const mmdb *)(const void *)self;
	struct sockaddr_storage socket;
	dr_buf out;
	dr_str name;
	int error = 0;
	if (address.family == DR_IP_NONE) {
		return (dr_str){ 0 };
	}
	set_address(address, &socket);
	MMDB_lookup_result_s found = MMDB_lookup_sockaddr(
		&m->file, (const struct sockaddr *)(const void *)&socket, &error);
	if (error != MMDB_SUCCESS || !found.found_entry) {
		return (dr_str){ 0 };
	}
	dr_buf_init(&out, arena);
	write_number(&found.entry, &out);
	if (read_text(&found.entry, NAMES, &name)) {
		dr_buf_add(&out, out.len > 0 ? DR_STR(" ") : DR_STR(""));
		dr_buf_add(&out, name);
	}
	return dr_buf_str(&out);
}

int dr_owners_open(const char *path, dr_owners **ret_owners, dr_error *err)
{
	mmdb *m = calloc(1, sizeof(*m));
	if (m == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for %s", path);
	}
	int status = MMDB_open(path, MMDB_MODE_MMAP, &m->file);
	if (status != MMDB_SUCCESS) {
		free(m);
		return dr_fail(err, DR_EIO, DR_NOWHERE, "%s: %s", path, MMDB_strerror(status));
	}
	m->owners.find = find;
	*ret_owners = &m->owners;
	return DR_OK;
}

void dr_owners_close(dr_owners *owners)
{
	if (owners != NULL) {
		mmdb *m = (mmdb *)(void *)owners;
		MMDB_close(&m->file);
		free(m);
	}
}
