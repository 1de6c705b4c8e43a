#include "packet.h"
#include "answer/rdata.h"

#include <stdlib.h>

static void put_u8(packet *p, unsigned value)
{
	if (p->len == PACKET_MAX) {
		abort();
	}
	p->octets[p->len++] = (uint8_t)value;
}

static void put_u16(packet *p, unsigned value)
{
	put_u8(p, value >> 8 & 0xFF);
	put_u8(p, value & 0xFF);
}

void packet_octets(packet *p, dr_str octets)
{
	for (size_t i = 0; i < octets.len; i++) {
		put_u8(p, (uint8_t)octets.ptr[i]);
	}
}

static void put_name(packet *p, const char *text)
{
	dr_name_room room;
	dr_name name;
	if (dr_name_parse(&room, dr_str_of(text), &name) != DR_NAME_OK) {
		abort();
	}
	/* Letters as they are given, for tests that mix cases; names here have no escapes. */
	for (size_t i = 0; i < name.len; i++) {
		bool is_letter = dr_is_alpha((char)name.wire[i]);
		put_u8(p, is_letter ? (uint8_t)text[i - 1] : name.wire[i]);
	}
}

static void count(packet *p, int section)
{
	p->counts[section]++;
	p->octets[4 + 2 * section] = (uint8_t)(p->counts[section] >> 8);
	p->octets[5 + 2 * section] = (uint8_t)(p->counts[section] & 0xFF);
}

void packet_set_flags(packet *p, unsigned flags)
{
	p->octets[2] = (uint8_t)(flags >> 8);
	p->octets[3] = (uint8_t)(flags & 0xFF);
}

void packet_init(packet *p, uint16_t id, unsigned flags)
{
	p->len = 0;
	put_u16(p, id);
	put_u16(p, flags);
	for (int i = 0; i < 4; i++) {
		p->counts[i] = 0;
		put_u16(p, 0);
	}
}

void packet_question(packet *p, const char *name, uint16_t type)
{
	put_name(p, name);
	put_u16(p, type);
	put_u16(p, 1);
	count(p, 0);
}

void packet_add_raw(packet *p, int section, const char *name, uint16_t type, uint16_t class,
                    uint32_t ttl, dr_str rdata)
{
	put_name(p, name);
	put_u16(p, type);
	put_u16(p, class);
	put_u16(p, ttl >> 16);
	put_u16(p, ttl & 0xFFFF);
	put_u16(p, (unsigned)rdata.len);
	packet_octets(p, rdata);
	count(p, section);
}

void packet_add(packet *p, int section, const char *name, uint16_t type, uint32_t ttl,
                const char *rdata)
{
	dr_arena *arena = dr_arena_new(0);
	dr_rr rr;
	if (dr_rdata_parse(arena, type, dr_str_of(rdata), &rr, NULL) != DR_OK) {
		abort();
	}
	packet_add_raw(p, section, name, type, 1, ttl, rr.rdata);
	dr_arena_free(arena);
}

void packet_add_opt(packet *p, uint8_t extended_rcode)
{
	packet_add_raw(p, PACKET_ADDITIONAL, ".", DR_TYPE_OPT, 1232, (uint32_t)extended_rcode << 24,
	               DR_STR(""));
}

dr_str packet_str(const packet *p)
{
	return (dr_str){ (const char *)p->octets, p->len };
}
