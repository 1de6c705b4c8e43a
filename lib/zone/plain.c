/*
 * Data of the common types in its plainest form, at once. Whatever is not plain, or not right, is
 * left to dr_rdata_parse_below(), which knows every form and says what is wrong.
 */
#include "zone/reader_priv.h"
#include <string.h>

typedef struct {
	uint8_t octets[3 * 2 + DR_NAME_MAX];
	size_t len;
} data_room;

static bool add(data_room *room, const void *octets, size_t len)
{
	memcpy(room->octets + room->len, octets, len);
	room->len += len;
	return true;
}

static bool add_name(const reader *r, dr_str text, data_room *room)
{
	dr_name_room name_room;
	dr_name name;
	if (dr_str_eq(text, DR_STR("@"))) {
		return add(room, r->origin.wire, r->origin.len);
	}
	if (dr_name_parse(&name_room, text, &name) != DR_NAME_OK) {
		return false;
	}
	if (dr_name_text_is_absolute(text)) {
		return add(room, name.wire, name.len);
	}
	size_t own = name.len - 1u;
	return own + r->origin.len <= DR_NAME_MAX && add(room, name.wire, own) &&
	       add(room, r->origin.wire, r->origin.len);
}

static bool add_u16(const reader *r, dr_str text, data_room *room)
{
	(void)r;
	uint64_t value;
	if (!dr_str_to_u64(text, UINT16_MAX, &value)) {
		return false;
	}
	return add(room, (const uint8_t[]){ (uint8_t)(value >> 8), (uint8_t)value }, 2);
}

static bool add_ipv4(const reader *r, dr_str text, data_room *room)
{
	(void)r;
	dr_ipaddr address;
	return dr_ipaddr_parse_v4(text, &address) && add(room, address.octets, 4);
}

static bool add_ipv6(const reader *r, dr_str text, data_room *room)
{
	(void)r;
	dr_ipaddr address;
	return dr_ipaddr_parse_v6(text, &address) && add(room, address.octets, 16);
}

typedef bool (*add_field)(const reader *r, dr_str text, data_room *room);

static const struct {
	uint16_t type;
	uint8_t count;
	add_field fields[4];
} FORMS[] = {
	{ DR_TYPE_A, 1, { add_ipv4 } },
	{ DR_TYPE_CNAME, 1, { add_name } },
	{ DR_TYPE_AAAA, 1, { add_ipv6 } },
	{ DR_TYPE_MX, 2, { add_u16, add_name } },
	{ DR_TYPE_NS, 1, { add_name } },
	{ DR_TYPE_PTR, 1, { add_name } },
	{ DR_TYPE_SRV, 4, { add_u16, add_u16, add_u16, add_name } },
};

bool dr_zone_read_plain(reader *r, const fields *f, uint16_t type, dr_rr *rr)
{
	size_t form = 0;
	while (form < DR_COUNT(FORMS) && FORMS[form].type != type) {
		form++;
	}
	if (form == DR_COUNT(FORMS) || FORMS[form].count != f->count) {
		return false;
	}
	data_room room;
	room.len = 0;
	for (size_t i = 0; i < f->count; i++) {
		const token *t = &f->items[i];
		if (t->quoted || t->escaped || !FORMS[form].fields[i](r, t->raw, &room)) {
			return false;
		}
	}
	rr->rdata = dr_arena_copy(r->zone->arena, (dr_str){ (const char *)room.octets, room.len });
	return rr->rdata.ptr != NULL;
}
