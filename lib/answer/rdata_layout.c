#include "answer/rdata_priv.h"

enum { MAX_STRING = 255 };

/* RFC 1035 3.3, 1183, 2163, 2230, 2782, 3403, 3596, 6672, 7208 3.1: the types whose rdata may hold
 * names, and the types that the linter reads. */
static const dr_rdata_layout LAYOUTS[] = {
	{ DR_TYPE_A, { DR_FIELD_IPV4 } },
	{ DR_TYPE_NS, { DR_FIELD_NAME } },
	{ 3 /* MD */, { DR_FIELD_NAME } },
	{ 4 /* MF */, { DR_FIELD_NAME } },
	{ DR_TYPE_CNAME, { DR_FIELD_NAME } },
	{ DR_TYPE_SOA,
	  { DR_FIELD_NAME, DR_FIELD_NAME, DR_FIELD_U32, DR_FIELD_TIME, DR_FIELD_TIME, DR_FIELD_TIME,
	    DR_FIELD_TIME } },
	{ 7 /* MB */, { DR_FIELD_NAME } },
	{ 8 /* MG */, { DR_FIELD_NAME } },
	{ 9 /* MR */, { DR_FIELD_NAME } },
	{ DR_TYPE_PTR, { DR_FIELD_NAME } },
	{ 13 /* HINFO */, { DR_FIELD_STRING, DR_FIELD_STRING } },
	{ 14 /* MINFO */, { DR_FIELD_NAME, DR_FIELD_NAME } },
	{ DR_TYPE_MX, { DR_FIELD_U16, DR_FIELD_NAME } },
	{ DR_TYPE_TXT, { DR_FIELD_STRINGS } },
	{ 17 /* RP */, { DR_FIELD_NAME, DR_FIELD_NAME } },
	{ 18 /* AFSDB */, { DR_FIELD_U16, DR_FIELD_NAME } },
	{ 21 /* RT */, { DR_FIELD_U16, DR_FIELD_NAME } },
	{ 26 /* PX */, { DR_FIELD_U16, DR_FIELD_NAME, DR_FIELD_NAME } },
	{ DR_TYPE_AAAA, { DR_FIELD_IPV6 } },
	{ DR_TYPE_SRV, { DR_FIELD_U16, DR_FIELD_U16, DR_FIELD_U16, DR_FIELD_NAME } },
	{ 35 /* NAPTR */,
	  { DR_FIELD_U16, DR_FIELD_U16, DR_FIELD_STRING, DR_FIELD_STRING, DR_FIELD_STRING,
	    DR_FIELD_NAME } },
	{ 36 /* KX */, { DR_FIELD_U16, DR_FIELD_NAME } },
	{ DR_TYPE_DNAME, { DR_FIELD_NAME } },
	{ DR_TYPE_SPF, { DR_FIELD_STRINGS } },
};

static const uint8_t WIDTHS[] = {
	[DR_FIELD_U8] = 1,   [DR_FIELD_U16] = 2,  [DR_FIELD_U32] = 4,
	[DR_FIELD_TIME] = 4, [DR_FIELD_IPV4] = 4, [DR_FIELD_IPV6] = 16,
};

const dr_rdata_layout *dr_rdata_layout_find(uint16_t type)
{
	for (size_t i = 0; i < DR_COUNT(LAYOUTS); i++) {
		if (LAYOUTS[i].type == type) {
			return &LAYOUTS[i];
		}
	}
	return NULL;
}

size_t dr_rdata_field_after(const dr_rdata_layout *layout, size_t at, bool more)
{
	return layout->fields[at] == DR_FIELD_STRINGS && more ? at : at + 1;
}

/* The octets of an uncompressed name, the root label included; 0 when it is none. */
static size_t name_width(dr_cursor c)
{
	size_t start = c.pos;
	for (uint8_t label = 1; label > 0;) {
		label = dr_cursor_u8(&c);
		dr_cursor_skip(&c, label);
		if (c.overrun || label > DR_LABEL_MAX || c.pos - start > DR_NAME_MAX) {
			return 0;
		}
	}
	return c.pos - start;
}

static size_t field_width(const dr_cursor *c, dr_rdata_field field)
{
	if (field == DR_FIELD_NAME) {
		return name_width(*c);
	}
	if (field == DR_FIELD_STRING || field == DR_FIELD_STRINGS) {
		return 1 + (size_t)(uint8_t)dr_cursor_peek(c);
	}
	return WIDTHS[field];
}

dr_rdata_walk dr_rdata_walk_of(const dr_rdata_layout *layout, dr_str rdata)
{
	return (dr_rdata_walk){ .layout = layout, .cursor = dr_cursor_of(rdata) };
}

bool dr_rdata_walk_next(dr_rdata_walk *walk)
{
	dr_cursor *c = &walk->cursor;
	dr_rdata_field field = (dr_rdata_field)walk->layout->fields[walk->at];
	if (field == DR_FIELD_END) {
		walk->complete = dr_cursor_at_end(c) && !c->overrun;
		return false;
	}
	size_t width = field_width(c, field);
	walk->octets = dr_cursor_take_octets(c, width);
	if (c->overrun || width == 0) {
		return false;
	}
	walk->field = field;
	walk->at = dr_rdata_field_after(walk->layout, walk->at, !dr_cursor_at_end(c));
	return true;
}

/* Length octets are below 'A', so all octets of a name may be lower-cased alike. */
static void lower_octets(char *octets, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		octets[i] = dr_to_lower(octets[i]);
	}
}

static bool lower_names(const dr_rdata_layout *layout, char *octets, size_t len)
{
	dr_rdata_walk walk = dr_rdata_walk_of(layout, (dr_str){ octets, len });
	while (dr_rdata_walk_next(&walk)) {
		if (walk.field == DR_FIELD_NAME) {
			lower_octets(octets + (walk.cursor.pos - walk.octets.len), walk.octets.len);
		}
	}
	return walk.complete;
}

bool dr_rr_set_rdata(dr_arena *arena, uint16_t type, dr_str rdata, dr_rr *rr)
{
	char *octets = dr_arena_copy_octets(arena, rdata.ptr, rdata.len);
	if (octets == NULL || rdata.len > UINT16_MAX) {
		return false;
	}
	const dr_rdata_layout *layout = dr_rdata_layout_find(type);
	if (layout != NULL && !lower_names(layout, octets, rdata.len)) {
		return false;
	}
	dr_rr made = *rr;
	made.rdata = (dr_str){ octets, rdata.len };
	if ((type == DR_TYPE_TXT || type == DR_TYPE_SPF) && !dr_rr_read_txt(arena, &made)) {
		return false;
	}
	*rr = made;
	return true;
}

static size_t count_strings(dr_str rdata)
{
	size_t count = 0;
	dr_rdata_walk walk = dr_rdata_walk_of(dr_rdata_layout_find(DR_TYPE_TXT), rdata);
	while (dr_rdata_walk_next(&walk)) {
		count++;
	}
	return walk.complete ? count : 0;
}

bool dr_rr_read_txt(dr_arena *arena, dr_rr *rr)
{
	size_t count = count_strings(rr->rdata);
	if (count == 0) {
		return false;
	}
	dr_chunk *chunks = dr_arena_alloc_array(arena, count, sizeof(*chunks));
	if (chunks == NULL) {
		return false;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_rdata_walk walk = dr_rdata_walk_of(dr_rdata_layout_find(DR_TYPE_TXT), rr->rdata);
	for (size_t i = 0; dr_rdata_walk_next(&walk); i++) {
		chunks[i].octets = dr_str_sub(walk.octets, 1, walk.octets.len);
		dr_buf_add(&text, chunks[i].octets);
	}
	if (dr_arena_failed(arena)) {
		return false;
	}
	rr->chunks = chunks;
	rr->chunk_count = count;
	rr->text = count == 1 ? chunks[0].octets : dr_buf_str(&text);
	return true;
}

/* A whole name at the cursor, with nothing behind it. */
static bool read_last_name(dr_cursor *c, dr_name *ret_name)
{
	size_t width = name_width(*c);
	dr_str octets = dr_cursor_take_octets(c, width);
	if (width == 0 || c->overrun || !dr_cursor_at_end(c)) {
		return false;
	}
	*ret_name = (dr_name){ (const uint8_t *)octets.ptr, (uint8_t)octets.len };
	return true;
}

bool dr_rr_read_mx(const dr_rr *rr, uint16_t *ret_preference, dr_name *ret_exchange)
{
	dr_cursor c = dr_cursor_of(rr->rdata);
	uint16_t preference = dr_cursor_u16(&c);
	if (!read_last_name(&c, ret_exchange)) {
		return false;
	}
	*ret_preference = preference;
	return true;
}

bool dr_rr_read_name(const dr_rr *rr, dr_name *ret_name)
{
	dr_cursor c = dr_cursor_of(rr->rdata);
	return read_last_name(&c, ret_name);
}

bool dr_rr_read_address(const dr_rr *rr, dr_ipaddr *ret_address)
{
	if (rr->rdata.len != 4 && rr->rdata.len != 16) {
		return false;
	}
	dr_ipaddr address = { .family = rr->rdata.len == 4 ? DR_IPV4 : DR_IPV6 };
	for (size_t i = 0; i < rr->rdata.len; i++) {
		address.octets[i] = (uint8_t)rr->rdata.ptr[i];
	}
	*ret_address = address;
	return true;
}

bool dr_rr_read_soa_minimum(const dr_rr *rr, uint32_t *ret_minimum)
{
	dr_rdata_walk walk = dr_rdata_walk_of(dr_rdata_layout_find(DR_TYPE_SOA), rr->rdata);
	uint32_t last = 0;
	while (dr_rdata_walk_next(&walk)) {
		if (walk.field == DR_FIELD_TIME) {
			dr_cursor c = dr_cursor_of(walk.octets);
			last = dr_cursor_u32(&c);
		}
	}
	if (!walk.complete) {
		return false;
	}
	*ret_minimum = rr->ttl < last ? rr->ttl : last;
	return true;
}

dr_str dr_rdata_txt(dr_arena *arena, const dr_str *strings, size_t count)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < count; i++) {
		if (strings[i].len > MAX_STRING) {
			return (dr_str){ NULL, 0 };
		}
		dr_buf_add_char(&out, (char)strings[i].len);
		dr_buf_add(&out, strings[i]);
	}
	return dr_arena_failed(arena) ? (dr_str){ NULL, 0 } : dr_buf_str(&out);
}

bool dr_rr_read_soa_serial(const dr_rr *rr, uint32_t *ret_serial)
{
	enum { NUMBERS = 5 * sizeof(uint32_t) }; /* serial, refresh, retry, expire, minimum */
	uint32_t minimum;
	if (!dr_rr_read_soa_minimum(rr, &minimum)) {
		return false;
	}
	dr_cursor c = dr_cursor_of(dr_str_sub(rr->rdata, rr->rdata.len - NUMBERS, NUMBERS));
	*ret_serial = dr_cursor_u32(&c);
	return true;
}
