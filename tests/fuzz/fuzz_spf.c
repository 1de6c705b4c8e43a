/* SPF records and macros. The first octet says where the text is split into two strings. */
#include "record/spf.h"
#include "record_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_term(const dr_spf *record, const dr_spf_term *term)
{
	must_be_inside(record->text, term->span);
	must_be_inside(record->text, term->domain_span);
	must(term->v4_length <= 32 && term->v6_length <= 128);
	must(term->prefix.length <= dr_ipaddr_bits(term->prefix.address));
	must(term->valid || !record->valid);
}

/* A valid domain-spec expands. */
static void check_expansion(dr_arena *arena, const dr_spf_term *term)
{
	dr_spf_macro_values values = {
		.sender = DR_STR("strong-bad@email.example.com"),
		.local = DR_STR("strong-bad"),
		.sender_domain = DR_STR("email.example.com"),
		.domain = DR_STR("example.com"),
		.helo = DR_STR("mx.example.org"),
		.ip = { .family = DR_IPV6, .octets = { 0x20, 0x01, 0x0d, 0xb8, [15] = 1 } },
	};
	dr_buf out;
	dr_buf_init(&out, arena);
	bool expanded = dr_spf_macro_expand(term->domain, &values, false, &out);
	must(expanded || !term->valid);
	must(dr_spf_macro_shorten(dr_buf_str(&out)).len <= out.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(FUZZ_ARENA);
	if (size == 0 || arena == NULL) {
		dr_arena_free(arena);
		return 0;
	}
	dr_str text = { (const char *)data + 1, size - 1 };
	uint32_t starts[] = { 0, data[0] < text.len ? data[0] : (uint32_t)text.len };
	dr_strings strings = { starts, DR_COUNT(starts) };
	dr_spf record;
	if (dr_spf_parse(arena, text, &strings, &record) == 0) {
		must_be_good_issues(text, &record.issues);
		must(record.issues.len > 0 || record.valid);
		for (size_t i = 0; i < record.terms.len; i++) {
			check_term(&record, &record.terms.items[i]);
			check_expansion(arena, &record.terms.items[i]);
		}
	}
	dr_arena_free(arena);
	return 0;
}
