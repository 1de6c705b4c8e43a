#include "run/examples_priv.h"

enum { STRING_MAX = 255 };

/* Where a record of a rule's area usually stands. */
static const struct {
	const char *record, *owner;
} OWNERS[] = {
	{ "spf", "" },
	{ "dmarc", "_dmarc" },
	{ "dkim", "s1._domainkey" },
	{ "bimi", "default._bimi" },
	{ "mtasts", "_mta-sts" },
	{ "tlsrpt", "_smtp._tls" },
};

static const char *owner_of(const dr_rule *rule)
{
	for (size_t i = 0; i < DR_COUNT(OWNERS); i++) {
		if (dr_str_eq(rule->record, dr_str_of(OWNERS[i].record))) {
			return OWNERS[i].owner;
		}
	}
	return "";
}

static void write_strings(dr_str text, dr_buf *out)
{
	for (size_t i = 0; i < text.len || i == 0; i++) {
		char c = i < text.len ? text.ptr[i] : '\0';
		if (i % STRING_MAX == 0) {
			dr_buf_addf(out, i == 0 ? "\"" : "\" \"");
		}
		if (i < text.len && dr_is_printable(c) && c != '"' && c != '\\') {
			dr_buf_add_char(out, c);
		} else if (i < text.len) {
			dr_buf_addf(out, "\\%03u", (unsigned)(uint8_t)c);
		}
	}
	dr_buf_addf(out, "\"\n");
}

static void write_record(const dr_rule *rule, const dr_example *example, dr_name domain,
                         dr_buf *out)
{
	const char *owner = owner_of(rule);
	dr_buf_addf(out, "%s%s", owner, owner[0] != '\0' ? "." : "");
	dr_name_write(domain, out);
	if (dr_str_eq(rule->record, DR_STR("mx"))) {
		dr_buf_addf(out, ". MX %.*s\n", DR_FMT(example->record));
	} else {
		dr_buf_addf(out, ". TXT ");
		write_strings(example->record, out);
	}
}

static bool has_soa(dr_str lines)
{
	return dr_str_search(lines, DR_STR(" SOA ")) < lines.len;
}

dr_str dr_example_zone_text(dr_arena *arena, const dr_rule *rule, const dr_example *example,
                            dr_name domain)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out, "$TTL 3600\nns1 A 192.0.2.53\n");
	if (!has_soa(example->zone)) {
		dr_buf_addf(&out, "@ SOA ns1 hostmaster 1 7200 900 1209600 300\n");
	}
	dr_buf_addf(&out, "@ NS ns1\n");
	if (example->record.ptr != NULL) {
		write_record(rule, example, domain, &out);
	}
	dr_buf_add(&out, example->zone);
	dr_buf_add_char(&out, '\n');
	return dr_buf_str(&out);
}
