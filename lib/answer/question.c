#include "answer/question.h"
#include "base/table.h"
#include <string.h>

typedef struct {
	uint16_t number;
	dr_str name;
} type_name;

/* IANA's mnemonics; the ones that zones mostly hold come first, because the search is linear. */
static const type_name TYPES[] = {
	{ DR_TYPE_A, DR_STR_INIT("A") },
	{ DR_TYPE_TXT, DR_STR_INIT("TXT") },
	{ DR_TYPE_CNAME, DR_STR_INIT("CNAME") },
	{ DR_TYPE_AAAA, DR_STR_INIT("AAAA") },
	{ DR_TYPE_MX, DR_STR_INIT("MX") },
	{ DR_TYPE_NS, DR_STR_INIT("NS") },
	{ DR_TYPE_PTR, DR_STR_INIT("PTR") },
	{ DR_TYPE_SRV, DR_STR_INIT("SRV") },
	{ DR_TYPE_SOA, DR_STR_INIT("SOA") },
	{ DR_TYPE_CAA, DR_STR_INIT("CAA") },
	{ DR_TYPE_DS, DR_STR_INIT("DS") },
	{ DR_TYPE_TLSA, DR_STR_INIT("TLSA") },
	{ DR_TYPE_DNAME, DR_STR_INIT("DNAME") },
	{ DR_TYPE_SPF, DR_STR_INIT("SPF") },
	{ DR_TYPE_RRSIG, DR_STR_INIT("RRSIG") },
	{ DR_TYPE_NSEC, DR_STR_INIT("NSEC") },
	{ DR_TYPE_DNSKEY, DR_STR_INIT("DNSKEY") },
	{ 3, DR_STR_INIT("MD") },
	{ 4, DR_STR_INIT("MF") },
	{ 7, DR_STR_INIT("MB") },
	{ 8, DR_STR_INIT("MG") },
	{ 9, DR_STR_INIT("MR") },
	{ 10, DR_STR_INIT("NULL") },
	{ 11, DR_STR_INIT("WKS") },
	{ 13, DR_STR_INIT("HINFO") },
	{ 14, DR_STR_INIT("MINFO") },
	{ 17, DR_STR_INIT("RP") },
	{ 18, DR_STR_INIT("AFSDB") },
	{ 19, DR_STR_INIT("X25") },
	{ 20, DR_STR_INIT("ISDN") },
	{ 21, DR_STR_INIT("RT") },
	{ 22, DR_STR_INIT("NSAP") },
	{ 23, DR_STR_INIT("NSAP-PTR") },
	{ 24, DR_STR_INIT("SIG") },
	{ 25, DR_STR_INIT("KEY") },
	{ 26, DR_STR_INIT("PX") },
	{ 27, DR_STR_INIT("GPOS") },
	{ 29, DR_STR_INIT("LOC") },
	{ 30, DR_STR_INIT("NXT") },
	{ 35, DR_STR_INIT("NAPTR") },
	{ 36, DR_STR_INIT("KX") },
	{ 37, DR_STR_INIT("CERT") },
	{ 38, DR_STR_INIT("A6") },
	{ DR_TYPE_OPT, DR_STR_INIT("OPT") },
	{ 42, DR_STR_INIT("APL") },
	{ 44, DR_STR_INIT("SSHFP") },
	{ 45, DR_STR_INIT("IPSECKEY") },
	{ 49, DR_STR_INIT("DHCID") },
	{ 50, DR_STR_INIT("NSEC3") },
	{ 51, DR_STR_INIT("NSEC3PARAM") },
	{ 53, DR_STR_INIT("SMIMEA") },
	{ 55, DR_STR_INIT("HIP") },
	{ 56, DR_STR_INIT("NINFO") },
	{ 57, DR_STR_INIT("RKEY") },
	{ 58, DR_STR_INIT("TALINK") },
	{ 59, DR_STR_INIT("CDS") },
	{ 60, DR_STR_INIT("CDNSKEY") },
	{ 61, DR_STR_INIT("OPENPGPKEY") },
	{ 62, DR_STR_INIT("CSYNC") },
	{ 63, DR_STR_INIT("ZONEMD") },
	{ 64, DR_STR_INIT("SVCB") },
	{ 65, DR_STR_INIT("HTTPS") },
	{ 104, DR_STR_INIT("NID") },
	{ 105, DR_STR_INIT("L32") },
	{ 106, DR_STR_INIT("L64") },
	{ 107, DR_STR_INIT("LP") },
	{ 108, DR_STR_INIT("EUI48") },
	{ 109, DR_STR_INIT("EUI64") },
	{ DR_TYPE_ANY, DR_STR_INIT("ANY") },
	{ 256, DR_STR_INIT("URI") },
	{ 258, DR_STR_INIT("AVC") },
	{ 32768, DR_STR_INIT("TA") },
	{ 32769, DR_STR_INIT("DLV") },
};

static const dr_str GENERIC_TYPE = DR_STR_INIT("TYPE");

dr_question dr_question_dns(dr_name name, uint16_t type)
{
	return (dr_question){ .kind = DR_ASK_DNS, .name = name, .type = type };
}

int dr_question_cmp(const dr_question *a, const dr_question *b)
{
	int order = (int)a->kind - (int)b->kind;
	if (order == 0) {
		order = dr_name_cmp(a->name, b->name);
	}
	if (order == 0) {
		order = (int)a->type - (int)b->type;
	}
	if (order == 0) {
		order = dr_ipaddr_cmp(a->server, b->server);
	}
	if (order == 0) {
		order = (int)a->flags - (int)b->flags;
	}
	return order != 0 ? order : dr_str_cmp(a->path, b->path);
}

bool dr_question_eq(const dr_question *a, const dr_question *b)
{
	return a->type == b->type && a->kind == b->kind && a->flags == b->flags &&
	       dr_name_eq(a->name, b->name) && dr_ipaddr_eq(a->server, b->server) &&
	       dr_str_eq(a->path, b->path);
}

uint64_t dr_question_hash(const dr_question *q)
{
	struct {
		uint64_t name, path;
		uint32_t kind, type, flags, family;
		uint8_t server[16];
	} parts = { 0 };
	parts.name = dr_name_hash(q->name);
	parts.path = dr_hash(&DR_HASH_FIXED, q->path.ptr, q->path.len);
	parts.kind = (uint32_t)q->kind;
	parts.type = q->type;
	parts.flags = q->flags;
	parts.family = q->server.family;
	memcpy(parts.server, q->server.octets, sizeof(parts.server));
	return dr_hash(&DR_HASH_FIXED, &parts, sizeof(parts));
}

dr_question dr_question_copy(dr_arena *arena, const dr_question *q)
{
	dr_question copy = *q;
	copy.name = dr_name_copy(arena, q->name);
	if (q->path.len > 0) {
		copy.path = dr_arena_copy(arena, q->path);
	}
	return copy;
}

static void write_url(const dr_question *q, dr_buf *out)
{
	dr_buf_add(out, DR_STR("https://"));
	dr_name_write(q->name, out);
	if (q->type != 0 && q->type != 443) {
		dr_buf_addf(out, ":%u", (unsigned)q->type);
	}
	dr_buf_add(out, q->path);
}

static const char *const FLAGS[] = { "cd", "noedns", NULL };

const char *dr_question_flag_name(size_t i)
{
	return FLAGS[i];
}

void dr_question_write(const dr_question *q, dr_buf *out)
{
	if (q->kind == DR_ASK_HTTPS) {
		write_url(q, out);
		return;
	}
	dr_name_write(q->name, out);
	dr_buf_add_char(out, ' ');
	dr_type_write(q->type, out);
	for (size_t i = 0; FLAGS[i] != NULL; i++) {
		if (q->flags & 1u << i) {
			dr_buf_addf(out, " +%s", FLAGS[i]);
		}
	}
	if (q->server.family != DR_IP_NONE) {
		dr_buf_add(out, DR_STR(" @"));
		dr_ipaddr_write(q->server, out);
	}
}

void dr_type_write(uint16_t type, dr_buf *out)
{
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		if (TYPES[i].number == type) {
			dr_buf_add(out, TYPES[i].name);
			return;
		}
	}
	dr_buf_addf(out, "TYPE%u", (unsigned)type);
}

uint16_t dr_type_parse(dr_str text)
{
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		if (TYPES[i].name.len == text.len && dr_str_eq_nocase(TYPES[i].name, text)) {
			return TYPES[i].number;
		}
	}
	uint64_t number = 0;
	if (dr_str_starts_nocase(text, GENERIC_TYPE) &&
	    dr_str_to_u64(dr_str_sub(text, GENERIC_TYPE.len, text.len), UINT16_MAX, &number)) {
		return (uint16_t)number;
	}
	return 0;
}
