#include "zone_nsd.h"
#include <stdio.h>
#include <string.h>

/* As master files write them. "A" and "a" are one label, and so are "*" and "\\*". */
static const char *const POOL[] = {
	"a",      "b",
	"c",      "d",
	"*",      "A",
	"_dmarc", "x\\.y",
	"\\000z", "\\255\\@",
	"s1",     "_domainkey",
	"\\*",    "l12345678901234567890123456789012345678901234567890123456789012",
};
enum { POOL_COUNT = sizeof(POOL) / sizeof(POOL[0]), WILDCARD = 4 };

uint64_t random_next(random_stream *r)
{
	r->state += 0x9E3779B97F4A7C15u;
	uint64_t z = r->state;
	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

unsigned random_below(random_stream *r, unsigned limit)
{
	return (unsigned)(random_next(r) % limit);
}

static bool chance(random_stream *r, unsigned percent)
{
	return random_below(r, 100) < percent;
}

void plan_zone_name(unsigned number, char ret_name[16])
{
	snprintf(ret_name, 16, "z%04u.test", number % 10000);
}

/* ---- names ---- */

static uint8_t folded(uint8_t label)
{
	if (POOL[label][0] == 'A') {
		return 0;
	}
	return POOL[label][0] == '\\' && POOL[label][1] == '*' ? WILDCARD : label;
}

static bool same_labels(const uint8_t *a, const uint8_t *b, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (folded(a[i]) != folded(b[i])) {
			return false;
		}
	}
	return true;
}

static bool is_below(const plan_name *name, const plan_name *above)
{
	return name->count > above->count &&
	       same_labels(name->labels + (name->count - above->count), above->labels,
	                   above->count);
}

/* Room for another label, however long, and for the zone's name. */
static bool has_room(const plan_name *name)
{
	size_t octets = 0;
	for (size_t i = 0; i < name->count; i++) {
		octets += 1 + strlen(POOL[name->labels[i]]);
	}
	return name->count < LABELS_MAX && octets < DR_NAME_MAX - DR_LABEL_MAX - 16;
}

static plan_name random_name(random_stream *r, const zone_plan *plan)
{
	plan_name name = { 0 };
	if (plan->count > 0 && chance(r, 50)) {
		name = plan->names[random_below(r, (unsigned)plan->count)];
		name.holds = 0;
		name.types = 0;
	}
	if (name.count > 1 && chance(r, 20)) {
		name.count--;
		memmove(name.labels, name.labels + 1, name.count);
	}
	unsigned more = name.count == 0 ? 1 + random_below(r, 3) : random_below(r, 3);
	while (more-- > 0 && has_room(&name)) {
		memmove(name.labels + 1, name.labels, name.count);
		name.labels[0] = (uint8_t)random_below(r, POOL_COUNT);
		name.count++;
	}
	return name;
}

static void write_labels(const plan_name *name, dr_buf *out)
{
	for (size_t i = 0; i < name->count; i++) {
		dr_buf_add(out, dr_str_of(i > 0 ? "." : ""));
		dr_buf_add(out, dr_str_of(POOL[name->labels[i]]));
	}
}

static void write_name(random_stream *r, const zone_plan *plan, const plan_name *name, dr_buf *out)
{
	char zone[16];
	plan_zone_name(plan->number, zone);
	if (name->count == 0) {
		dr_buf_addf(out, chance(r, 50) ? "@" : "%s.", zone);
		return;
	}
	write_labels(name, out);
	if (chance(r, 30)) {
		dr_buf_addf(out, ".%s.", zone);
	}
}

static void write_target(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	static const char *const OUTSIDE[] = { "www.example.net.", ".", "a.z.test.", "Test." };
	if (chance(r, 15)) {
		dr_buf_add(out, dr_str_of(OUTSIDE[random_below(r, DR_COUNT(OUTSIDE))]));
		return;
	}
	plan_name target = random_name(r, plan);
	if (chance(r, 60) && plan->count > 0) {
		target = plan->names[random_below(r, (unsigned)plan->count)];
	}
	write_name(r, plan, &target, out);
}

/* ---- data ---- */

static void write_address(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	(void)plan;
	dr_buf_addf(out, "192.0.2.%u", random_below(r, 256));
}

static void write_address6(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	(void)plan;
	dr_buf_addf(out, "2001:DB8::%x:0:%x", random_below(r, 65536), random_below(r, 9));
}

static void write_preference(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	dr_buf_addf(out, "%u ", random_below(r, 30));
	write_target(r, plan, out);
}

static void write_service(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	dr_buf_addf(out, "%u %u %u ", random_below(r, 9), random_below(r, 9),
	            random_below(r, 9999));
	write_target(r, plan, out);
}

static void write_authority(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	(void)plan;
	dr_buf_addf(out, "0 issue \"ca%u.example\"", random_below(r, 9));
}

static void write_digest(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	(void)plan;
	dr_buf_addf(out, "%u 8 1 00112233445566778899AABBCCDDEEFF00112233", random_below(r, 65536));
}

static void write_unknown(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	(void)plan;
	dr_buf_addf(out, "\\# 3 ab%02xcd", random_below(r, 256));
}

static void write_string(random_stream *r, dr_buf *out)
{
	static const char *const PARTS[] = { "v=DMARC1", "\\;",   ";", " ", "\\\"",   "\\\\",
		                             "\\000",    "\\255", "(", ")", "p=none", "\xC3\xA4" };
	dr_buf_add_char(out, '"');
	for (unsigned parts = random_below(r, 8); parts > 0; parts--) {
		dr_buf_add(out, dr_str_of(PARTS[random_below(r, DR_COUNT(PARTS))]));
	}
	if (chance(r, 10)) {
		dr_buf_add_repeat(out, 'x', 150 + random_below(r, 50));
	}
	dr_buf_add_char(out, '"');
}

static void write_text(random_stream *r, const zone_plan *plan, dr_buf *out)
{
	(void)plan;
	if (chance(r, 10)) {
		dr_buf_add(out, DR_STR("plain\\; \\119ord"));
		return;
	}
	bool parentheses = chance(r, 20);
	dr_buf_add(out, dr_str_of(parentheses ? "( ; comment\n" : ""));
	for (unsigned strings = 1 + random_below(r, 3); strings > 0; strings--) {
		write_string(r, out);
		dr_buf_add(out, dr_str_of(strings == 1 ? "" : parentheses ? "\n\t" : " "));
	}
	dr_buf_add(out, dr_str_of(parentheses ? " )" : ""));
}

static const struct {
	uint16_t number;
	const char *name;
	unsigned weight;
	uint8_t holds;
	void (*write)(random_stream *r, const zone_plan *plan, dr_buf *out);
} TYPES[] = {
	{ DR_TYPE_A, "A", 20, HOLDS_OTHER, write_address },
	{ DR_TYPE_TXT, "TXT", 25, HOLDS_OTHER, write_text },
	{ DR_TYPE_AAAA, "AAAA", 8, HOLDS_OTHER, write_address6 },
	{ DR_TYPE_MX, "mx", 10, HOLDS_OTHER, write_preference },
	{ DR_TYPE_CNAME, "CNAME", 18, HOLDS_CNAME, write_target },
	{ DR_TYPE_NS, "NS", 5, HOLDS_NS, write_target },
	{ DR_TYPE_DNAME, "DNAME", 4, HOLDS_DNAME, write_target },
	{ DR_TYPE_DS, "DS", 2, HOLDS_OTHER, write_digest },
	{ DR_TYPE_SRV, "SRV", 3, HOLDS_OTHER, write_service },
	{ DR_TYPE_CAA, "CAA", 3, HOLDS_OTHER, write_authority },
	{ DR_TYPE_PTR, "TYPE12", 1, HOLDS_OTHER, write_target },
	{ 65280, "TYPE65280", 1, HOLDS_OTHER, write_unknown },
	{ DR_TYPE_SOA, "SOA", 0, HOLDS_OTHER, NULL },
};
enum { WEIGHTS = 100 };

static size_t random_type(random_stream *r)
{
	unsigned pick = random_below(r, WEIGHTS);
	size_t i = 0;
	while (pick >= TYPES[i].weight) {
		pick -= TYPES[i++].weight;
	}
	return i;
}

/* ---- records ---- */

static plan_name *find_name(zone_plan *plan, const plan_name *name)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (plan->names[i].count == name->count &&
		    same_labels(plan->names[i].labels, name->labels, name->count)) {
			return &plan->names[i];
		}
	}
	if (plan->count == NAMES_MAX) {
		return NULL;
	}
	plan->names[plan->count] = *name;
	return &plan->names[plan->count];
}

static bool has_wildcard(const plan_name *name)
{
	for (size_t i = 0; i < name->count; i++) {
		if (folded(name->labels[i]) == WILDCARD) {
			return true;
		}
	}
	return false;
}

/* What servers refuse to load, and what the standards leave undefined, is not generated. */
static bool may_hold(const zone_plan *plan, const plan_name *name, uint8_t kind)
{
	static const uint8_t REFUSES[] = {
		[HOLDS_CNAME] = HOLDS_CNAME | HOLDS_DNAME | HOLDS_NS | HOLDS_OTHER,
		[HOLDS_DNAME] = HOLDS_CNAME | HOLDS_DNAME | HOLDS_NS,
		[HOLDS_NS] = HOLDS_CNAME | HOLDS_DNAME,
		[HOLDS_OTHER] = HOLDS_CNAME,
	};
	bool undefined = (kind & (HOLDS_DNAME | HOLDS_NS)) != 0 && has_wildcard(name);
	if ((name->holds & REFUSES[kind]) != 0 || undefined) {
		return false;
	}
	for (size_t i = 0; i < plan->count; i++) {
		const plan_name *other = &plan->names[i];
		if (((other->holds & HOLDS_DNAME) != 0 && is_below(name, other)) ||
		    (kind == HOLDS_DNAME && is_below(other, name))) {
			return false;
		}
	}
	return true;
}

/* One TTL for a set (RFC 2181 5.2): it follows from name and type. */
static unsigned ttl_of(const plan_name *name, size_t type)
{
	unsigned sum = (unsigned)type;
	for (size_t i = 0; i < name->count; i++) {
		sum = sum * 31 + folded(name->labels[i]);
	}
	return 60 + sum % 40 * 60;
}

static void write_head(random_stream *r, unsigned ttl, const char *type, dr_buf *out)
{
	char text[32];
	if (chance(r, 30)) {
		snprintf(text, sizeof(text), "%um", ttl / 60);
	} else {
		snprintf(text, sizeof(text), "%u", ttl);
	}
	switch (random_below(r, 3)) {
	case 0: dr_buf_addf(out, " %s IN %s ", text, type); break;
	case 1: dr_buf_addf(out, "\tIN %s %s\t", text, type); break;
	default: dr_buf_addf(out, " %s %s ", text, type);
	}
}

static void write_record(random_stream *r, zone_plan *plan, const plan_name *last, dr_buf *out)
{
	plan_name name = random_name(r, plan);
	if (last != NULL && chance(r, 30)) {
		name = *last;
	}
	if (chance(r, 10)) {
		name.count = 0;
	}
	plan_name *at = name.count > 0 ? find_name(plan, &name) : NULL;
	size_t type = random_type(r);
	uint8_t kind = TYPES[type].holds;
	bool apex_ok = kind == HOLDS_OTHER && TYPES[type].number != DR_TYPE_DS;
	if (name.count > 0 && at == NULL) {
		return;
	}
	if (name.count == 0 ? !apex_ok : !may_hold(plan, at, kind)) {
		return;
	}
	if (TYPES[type].number == DR_TYPE_DS && (at->holds & HOLDS_NS) == 0) {
		return;
	}
	write_name(r, plan, &name, out);
	write_head(r, ttl_of(&name, type), TYPES[type].name, out);
	TYPES[type].write(r, plan, out);
	dr_buf_add(out, dr_str_of(chance(r, 10) ? " ; a comment\n" : "\n"));
	if (at != NULL) {
		at->holds |= kind;
		at->types |= (uint32_t)1 << type;
		plan->count += at == &plan->names[plan->count];
	}
}

void plan_write_zone(random_stream *r, zone_plan *plan, dr_buf *out)
{
	char zone[16];
	plan_zone_name(plan->number, zone);
	dr_buf_addf(out,
	            "$ORIGIN %s.\n$TTL 1h\n@ IN SOA ns.example.net. hostmaster (\n\t%u ; serial\n"
	            "\t2h 1h 2w %u )\n\tNS ns.example.net.\n",
	            zone, 1 + random_below(r, 99999), 60 + random_below(r, 7200));
	for (unsigned records = 5 + random_below(r, 60); records > 0; records--) {
		const plan_name *last = plan->count > 0 ? &plan->names[plan->count - 1] : NULL;
		write_record(r, plan, last, out);
	}
}

/* ---- questions ---- */

dr_question plan_question(random_stream *r, const zone_plan *plan, dr_arena *arena)
{
	char zone[16];
	plan_zone_name(plan->number, zone);
	plan_name name = random_name(r, plan);
	if (chance(r, 60) && plan->count > 0) {
		name = plan->names[random_below(r, (unsigned)plan->count)];
	}
	for (size_t i = 0; i < name.count; i++) {
		if (folded(name.labels[i]) == WILDCARD && chance(r, 70)) {
			name.labels[i] = (uint8_t)random_below(r, WILDCARD);
		}
	}
	if (chance(r, 4)) {
		name.count = 0;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	write_labels(&name, &text);
	dr_buf_addf(&text, "%s%s", name.count > 0 ? "." : "", zone);
	size_t type = chance(r, 30) ? random_below(r, DR_COUNT(TYPES)) : random_type(r);
	while (name.types != 0 && (name.types >> type & 1) == 0 && chance(r, 90)) {
		type = random_type(r);
	}
	return dr_question_dns(dr_name_of(arena, dr_buf_str(&text)), TYPES[type].number);
}
