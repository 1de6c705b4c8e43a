#include "answer/rdata_priv.h"
#include <ldns/ldns.h>

/* ---- text to octets ---- */

/* ldns reads past an open quotation mark and stops at odd characters: our own words come first. */
static int check_words(dr_str text, dr_error *err)
{
	dr_cursor c = dr_cursor_of(text);
	dr_rdata_word word = { .text = text };
	if (dr_str_find(text, 0, '\0') < text.len) {
		return dr_fail(err, DR_ESYNTAX, DR_NOWHERE, "a NUL octet must be written as \\000");
	}
	while (word.text.ptr != NULL) {
		int code = dr_rdata_word_next(&c, &word, err);
		if (code != DR_OK) {
			return code;
		}
	}
	return DR_OK;
}

static ldns_rr *ldns_of_text(uint16_t type, dr_str text, dr_name origin)
{
	ldns_rdf *below = ldns_rdf_new_frm_data(LDNS_RDF_TYPE_DNAME, origin.len, origin.wire);
	ldns_rr *rr = NULL;
	ldns_rdf *previous = NULL;
	if (below != NULL &&
	    ldns_rr_new_frm_str(&rr, text.ptr, 0, below, &previous) != LDNS_STATUS_OK) {
		rr = NULL;
	}
	if (rr != NULL && ldns_rr_get_type(rr) != (ldns_rr_type)type) {
		ldns_rr_free(rr);
		rr = NULL;
	}
	ldns_rdf_deep_free(previous);
	ldns_rdf_deep_free(below);
	return rr;
}

static int parse_by_ldns(uint16_t type, dr_str text, dr_name origin, dr_buf *out, dr_error *err)
{
	int code = check_words(text, err);
	if (code != DR_OK) {
		return code;
	}
	dr_buf line;
	dr_buf_init(&line, out->arena);
	dr_buf_addf(&line, ". 0 IN TYPE%u ", type);
	for (size_t i = 0; i < text.len; i++) {
		dr_buf_add_char(&line, dr_is_space(text.ptr[i]) ? ' ' : text.ptr[i]);
	}
	if (dr_arena_failed(out->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	ldns_rr *rr = ldns_of_text(type, dr_buf_str(&line), origin);
	ldns_buffer *wire = ldns_buffer_new(LDNS_MIN_BUFLEN);
	bool ok =
		rr != NULL && wire != NULL && ldns_rr_rdata2buffer_wire(wire, rr) == LDNS_STATUS_OK;
	if (ok) {
		dr_buf_add(out, (dr_str){ (const char *)ldns_buffer_begin(wire),
		                          ldns_buffer_position(wire) });
	}
	ldns_buffer_free(wire);
	ldns_rr_free(rr);
	return ok ? DR_OK
	          : dr_fail(err, DR_ESYNTAX, ((dr_span){ 0, (uint32_t)text.len }),
	                    "the data does not have the form of its type");
}

int dr_rdata_parse_below(dr_arena *arena, uint16_t type, dr_str text, dr_name origin, dr_rr *rr,
                         dr_error *err)
{
	const dr_rdata_layout *layout = dr_rdata_layout_find(type);
	dr_buf rdata;
	dr_buf_init(&rdata, arena);
	int code;
	if (dr_rdata_is_unknown(text)) {
		code = dr_rdata_parse_unknown(text, &rdata, err);
	} else if (layout != NULL) {
		code = dr_rdata_parse_fields(layout, text, origin, &rdata, err);
	} else {
		code = parse_by_ldns(type, text, origin, &rdata, err);
	}
	if (code == DR_OK && dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	if (code == DR_OK && !dr_rr_set_rdata(arena, type, dr_buf_str(&rdata), rr)) {
		return dr_arena_failed(arena)
		               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory")
		               : dr_fail(err, DR_ESYNTAX, DR_NOWHERE,
		                         "the octets do not have the form of their type");
	}
	return code;
}

int dr_rdata_parse(dr_arena *arena, uint16_t type, dr_str text, dr_rr *ret_rr, dr_error *err)
{
	dr_rr rr = { 0 };
	int code = dr_rdata_parse_below(arena, type, text, DR_NAME_ROOT, &rr, err);
	if (code == DR_OK) {
		*ret_rr = rr;
	}
	return code;
}

/* ---- octets to text ---- */

/* An ldns record of the type with this rdata; NULL when ldns does not read it as that. */
static ldns_rr *ldns_of_rdata(uint16_t type, dr_str rdata)
{
	ldns_rr *rr = ldns_rr_new();
	ldns_buffer *wire = ldns_buffer_new(rdata.len + 2);
	bool ok = rr != NULL && wire != NULL;
	if (ok) {
		size_t pos = 0;
		ldns_buffer_write_u16(wire, (uint16_t)rdata.len);
		ldns_buffer_write(wire, rdata.ptr, rdata.len);
		ldns_rr_set_type(rr, (ldns_rr_type)type);
		ok = ldns_wire2rdf(rr, ldns_buffer_begin(wire), rdata.len + 2, &pos) ==
		     LDNS_STATUS_OK;
	}
	ldns_buffer_free(wire);
	if (!ok) {
		ldns_rr_free(rr);
		return NULL;
	}
	return rr;
}

/* What ldns leaves as it is depends on the C locale; octets outside ASCII become `\DDD` here. */
static void write_ldns_text(const char *text, dr_buf *out)
{
	for (size_t i = 0; text[i] != '\0'; i++) {
		dr_rdata_write_octet(text[i], out);
	}
}

/* The fields with a blank between them; false when ldns has no text for one. */
static bool write_ldns_fields(const ldns_rr *rr, dr_buf *out)
{
	bool ok = ldns_rr_rd_count(rr) > 0;
	for (size_t i = 0; ok && i < ldns_rr_rd_count(rr); i++) {
		char *text = ldns_rdf2str(ldns_rr_rdf(rr, i));
		ok = text != NULL;
		if (ok) {
			dr_buf_add(out, dr_str_of(i > 0 ? " " : ""));
			write_ldns_text(text, out);
		}
		LDNS_FREE(text);
	}
	return ok;
}

/* Of records that end early or hold compression pointers, which have no place here, ldns writes a
 * text that says something else. Such a text is not used. */
static bool reads_back(uint16_t type, dr_str text, dr_str rdata, dr_arena *arena)
{
	dr_buf again;
	dr_buf_init(&again, arena);
	return !dr_rdata_is_unknown(text) &&
	       parse_by_ldns(type, text, DR_NAME_ROOT, &again, NULL) == DR_OK &&
	       dr_str_eq(dr_buf_str(&again), rdata);
}

/* Of WKS ldns writes the names that this machine has for the ports, slowly. */
static bool has_text(uint16_t type)
{
	return type != LDNS_RR_TYPE_WKS && ldns_rr_descript(type)->_name != NULL;
}

static bool write_by_ldns(uint16_t type, dr_str rdata, dr_buf *out)
{
	ldns_rr *rr = has_text(type) ? ldns_of_rdata(type, rdata) : NULL;
	if (rr == NULL) {
		return false;
	}
	dr_buf line;
	dr_buf_init(&line, out->arena);
	bool ok = write_ldns_fields(rr, &line) &&
	          reads_back(type, dr_buf_str(&line), rdata, out->arena);
	ldns_rr_free(rr);
	if (ok) {
		dr_buf_add(out, dr_buf_str(&line));
	}
	return ok;
}

void dr_rdata_write(uint16_t type, dr_str rdata, dr_buf *out)
{
	const dr_rdata_layout *layout = dr_rdata_layout_find(type);
	bool written = layout != NULL ? dr_rdata_write_fields(layout, rdata, out)
	                              : write_by_ldns(type, rdata, out);
	if (!written) {
		dr_rdata_write_unknown(rdata, out);
	}
}
