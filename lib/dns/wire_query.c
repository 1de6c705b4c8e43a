#include "dns/wire_priv.h"

static size_t put_u16(uint8_t *message, size_t at, unsigned value)
{
	message[at] = (uint8_t)(value >> 8 & 0xFF);
	message[at + 1] = (uint8_t)(value & 0xFF);
	return at + 2;
}

static size_t put_header(uint8_t *message, const dr_question *question, uint16_t id, bool edns)
{
	unsigned flags = dr_wire_is_recursive(question) ? DR_WIRE_RD | DR_WIRE_AD : 0;
	flags |= question->flags & DR_FLAG_CD ? DR_WIRE_CD : 0;
	size_t at = put_u16(message, 0, id);
	at = put_u16(message, at, flags);
	at = put_u16(message, at, 1);
	at = put_u16(message, at, 0);
	at = put_u16(message, at, 0);
	return put_u16(message, at, edns ? 1 : 0);
}

/* The pseudo-record of RFC 6891 6.1.2: root, type, size, no extended flags, no options. */
static size_t put_opt(uint8_t *message, size_t at)
{
	message[at] = 0;
	at = put_u16(message, at + 1, DR_TYPE_OPT);
	at = put_u16(message, at, DR_WIRE_UDP_SIZE);
	at = put_u16(message, at, 0);
	at = put_u16(message, at, 0);
	return put_u16(message, at, 0);
}

size_t dr_wire_write_query(const dr_question *question, uint16_t id, bool edns,
                           uint8_t *ret_message)
{
	if (!dr_name_is_set(question->name)) {
		return 0;
	}
	size_t at = put_header(ret_message, question, id, edns);
	for (size_t i = 0; i < question->name.len; i++) {
		ret_message[at++] = question->name.wire[i];
	}
	at = put_u16(ret_message, at, question->type);
	at = put_u16(ret_message, at, DR_WIRE_CLASS_IN);
	return edns ? put_opt(ret_message, at) : at;
}
