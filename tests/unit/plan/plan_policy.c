#include "plan_policy.h"

typedef struct {
	bool knows_t, knows_np, samples, nothing_at_zero;
} receiver;

static const receiver KINDS[RECEIVERS] = {
	{ .samples = true },                                    /* RFC 7489 */
	{ .samples = true, .nothing_at_zero = true },           /* OpenDMARC */
	{ .knows_t = true, .knows_np = true },                  /* RFC 9989 */
	{ .knows_t = true, .knows_np = true, .samples = true }, /* both */
	{ .knows_t = false },                                   /* neither pct nor t */
};

dr_str policy_tag(dr_str record, const char *name)
{
	dr_str rest = record, part;
	while (dr_str_split(&rest, ';', &part)) {
		size_t equals = dr_str_find(part, 0, '=');
		dr_str tag = dr_str_trim(dr_str_sub(part, 0, equals));
		if (equals < part.len && dr_str_eq(tag, dr_str_of(name))) {
			return dr_str_trim(dr_str_sub(part, equals + 1, part.len));
		}
	}
	return (dr_str){ 0 };
}

/* -1: it is no policy, or there is none. */
static int level_of(dr_str text)
{
	static const char *const LEVELS[] = { "none", "quarantine", "reject" };
	for (int i = 0; i < 3; i++) {
		if (dr_str_eq(text, dr_str_of(LEVELS[i]))) {
			return i;
		}
	}
	return -1;
}

static bool is_bad(dr_str value)
{
	return value.len > 0 && level_of(value) < 0;
}

/* RFC 9989 4.10.1: where p is missing, or one of them cannot be read, all of them say none. */
static int asked(dr_str record, const receiver *kind, policy_role role)
{
	dr_str p = policy_tag(record, "p"), sp = policy_tag(record, "sp");
	dr_str np = kind->knows_np ? policy_tag(record, "np") : (dr_str){ 0 };
	if (level_of(p) < 0 || is_bad(sp) || is_bad(np)) {
		return 0;
	}
	int of_sp = sp.len > 0 ? level_of(sp) : level_of(p);
	int of_np = np.len > 0 ? level_of(np) : of_sp;
	return role == ROLE_P ? level_of(p) : role == ROLE_SP ? of_sp : of_np;
}

bool policy_is_read(dr_str record)
{
	return level_of(policy_tag(record, "p")) >= 0 && !is_bad(policy_tag(record, "sp")) &&
	       !is_bad(policy_tag(record, "np"));
}

int policy_asked(dr_str record, policy_role role)
{
	return asked(record, &KINDS[2], role);
}

static int lowered(int level)
{
	return level > 0 ? level - 1 : 0;
}

policy_effect policy_at(dr_str record, size_t number, policy_role role)
{
	const receiver *kind = &KINDS[number];
	uint64_t pct = 100;
	(void)dr_str_to_u64(policy_tag(record, "pct"), 100, &pct);
	int level = asked(record, kind, role);
	if (kind->knows_t && dr_str_eq(policy_tag(record, "t"), DR_STR("y"))) {
		level = lowered(level);
	}
	if (!kind->samples || pct == 100) {
		return (policy_effect){ level, level };
	}
	if (pct > 0) {
		return (policy_effect){ lowered(level), level };
	}
	int none = kind->nothing_at_zero ? 0 : lowered(level);
	return (policy_effect){ none, none };
}

policy_effect policy_anywhere(dr_str record, policy_role role)
{
	policy_effect sum = policy_at(record, 0, role);
	for (size_t i = 1; i < RECEIVERS; i++) {
		policy_effect one = policy_at(record, i, role);
		sum.least = one.least < sum.least ? one.least : sum.least;
		sum.most = one.most > sum.most ? one.most : sum.most;
	}
	return sum;
}

static bool is_among(const dr_strs *tags, dr_str tag)
{
	for (size_t i = 0; i < tags->len; i++) {
		if (dr_str_eq(tags->items[i], tag)) {
			return true;
		}
	}
	return false;
}

dr_str policy_without(dr_arena *arena, dr_str record, const dr_strs *tags)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_str rest = record, part;
	while (dr_str_split(&rest, ';', &part)) {
		dr_str tag = dr_str_trim(dr_str_sub(part, 0, dr_str_find(part, 0, '=')));
		if (!is_among(tags, tag)) {
			dr_buf_addf(&text, "%s%.*s", text.len > 0 ? ";" : "", DR_FMT(part));
		}
	}
	return dr_buf_str(&text);
}

static uint64_t share_of(dr_str record)
{
	uint64_t pct = 100;
	(void)dr_str_to_u64(policy_tag(record, "pct"), 100, &pct);
	for (policy_role role = ROLE_P; role < ROLES; role++) {
		if (policy_anywhere(record, role).most > 0) {
			return pct;
		}
	}
	return 100;
}

bool policy_is_same(dr_str a, dr_str b)
{
	if (share_of(a) != share_of(b) && share_of(b) < 100) {
		return false;
	}
	for (size_t i = 0; i < RECEIVERS; i++) {
		for (policy_role role = ROLE_P; role < ROLES; role++) {
			policy_effect one = policy_at(a, i, role), other = policy_at(b, i, role);
			if (one.least != other.least || one.most != other.most) {
				return false;
			}
		}
	}
	return true;
}
