#include "base/cursor.h"
#include "base/error.h"
#include "record/mtasts.h"
#include "record/text_priv.h"

enum { MAX_AGE = 31557600, MAX_AGE_DIGITS = 10, MAX_MX = 256 };

static const char *const MODE_NAMES[] = {
	[DR_MTASTS_UNSET] = "",
	[DR_MTASTS_NONE] = "none",
	[DR_MTASTS_TESTING] = "testing",
	[DR_MTASTS_ENFORCE] = "enforce",
};

typedef struct {
	dr_arena *arena;
	dr_mtasts_policy *policy;
	unsigned seen; /* set of 1 << row of KEYS */
} reader;

const char *dr_mtasts_mode_name(dr_mtasts_mode mode)
{
	return MODE_NAMES[mode];
}

static void report(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	dr_issue_add(r->arena, &r->policy->issues, code, subject,
	             dr_span_in(r->policy->text, where));
}

/* What reads the value of a key. False: the grammar does not allow the value. */

static bool read_version(reader *r, dr_str value)
{
	r->policy->version = dr_str_eq(value, DR_STR("STSv1"));
	return r->policy->version;
}

static bool read_mode(reader *r, dr_str value)
{
	for (dr_mtasts_mode mode = DR_MTASTS_NONE; mode <= DR_MTASTS_ENFORCE; mode++) {
		if (dr_str_eq(value, dr_str_of(MODE_NAMES[mode]))) {
			r->policy->mode = mode;
			return true;
		}
	}
	return false;
}

static bool read_max_age(reader *r, dr_str value)
{
	uint64_t seconds;
	if (value.len > MAX_AGE_DIGITS || !dr_str_to_u64(value, MAX_AGE, &seconds)) {
		return false;
	}
	r->policy->has_max_age = true;
	r->policy->max_age = (uint32_t)seconds;
	return true;
}

static bool is_host(dr_str text)
{
	dr_name_room room;
	dr_name name;
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_alnum(text.ptr[i]) && text.ptr[i] != '-' && text.ptr[i] != '.' &&
		    text.ptr[i] != '_') {
			return false;
		}
	}
	return dr_name_parse(&room, text, &name) == DR_NAME_OK && name.len > 1;
}

static bool read_mx(reader *r, dr_str value)
{
	bool wildcard = dr_str_starts(value, DR_STR("*."));
	dr_mtasts_mx mx = {
		.pattern = value,
		.span = dr_span_in(r->policy->text, value),
		.valid = is_host(wildcard ? dr_str_sub(value, 2, value.len) : value),
	};
	if (r->policy->mx.len < MAX_MX) {
		dr_list_add(r->arena, &r->policy->mx, mx);
	}
	return mx.valid;
}

static const struct {
	const char *name;
	bool (*read)(reader *r, dr_str value);
	dr_issue_code wrong; /* what a bad value is */
	bool repeats;
} KEYS[] = {
	{ "version", read_version, DR_ISSUE_VERSION, false },
	{ "mode", read_mode, DR_ISSUE_TAG_VALUE, false },
	{ "max_age", read_max_age, DR_ISSUE_TAG_VALUE, false },
	{ "mx", read_mx, DR_ISSUE_TAG_VALUE, true },
};
enum { KEY_MX = 3 };

static void read_key(reader *r, size_t key, dr_str value, dr_str line)
{
	dr_str name = dr_str_of(KEYS[key].name);
	if ((r->seen & 1u << key) != 0 && !KEYS[key].repeats) {
		report(r, DR_ISSUE_TAG_DUPLICATE, name, line);
		return;
	}
	r->seen |= 1u << key;
	if (!KEYS[key].read(r, value)) {
		report(r, KEYS[key].wrong, name, line);
	}
}

static void read_line(reader *r, dr_str line)
{
	size_t colon = dr_str_find(line, 0, ':');
	if (colon == line.len) {
		report(r, DR_ISSUE_TAG_SYNTAX, line, line);
		return;
	}
	dr_str name = dr_str_trim(dr_str_sub(line, 0, colon));
	dr_str value = dr_str_trim(dr_str_sub(line, colon + 1, line.len));
	dr_nearest nearest = dr_nearest_start(name);
	for (size_t i = 0; i < DR_COUNT(KEYS); i++) {
		if (dr_str_eq(name, dr_str_of(KEYS[i].name))) {
			read_key(r, i, value, line);
			return;
		}
		dr_nearest_try(&nearest, KEYS[i].name);
	}
	dr_issue_add_unknown(r->arena, &r->policy->issues, DR_ISSUE_TAG_UNKNOWN, name,
	                     nearest.found, dr_span_in(r->policy->text, line));
}

/* Lines end with CRLF or LF. */
static void read_lines(reader *r)
{
	for (dr_str rest = r->policy->text, line; dr_str_split(&rest, '\n', &line);) {
		bool ended = rest.ptr != NULL;
		bool carriage_return = dr_str_ends(line, DR_STR("\r"));
		r->policy->lf_only = r->policy->lf_only || (ended && !carriage_return);
		line = dr_str_sub(line, 0, line.len - carriage_return);
		dr_text_check_in(r->arena, r->policy->text, line, &r->policy->issues);
		dr_str trimmed = dr_str_trim(line);
		if (trimmed.len > 0) {
			read_line(r, trimmed);
		}
	}
}

static void check_missing(reader *r)
{
	for (size_t i = 0; i < DR_COUNT(KEYS); i++) {
		bool needed = i != KEY_MX || r->policy->mode != DR_MTASTS_NONE;
		if (needed && (r->seen & 1u << i) == 0) {
			report(r, DR_ISSUE_TAG_MISSING, dr_str_of(KEYS[i].name), r->policy->text);
		}
	}
}

static bool has_usable_mx(const dr_mtasts_policy *policy)
{
	for (size_t i = 0; i < policy->mx.len; i++) {
		if (policy->mx.items[i].valid) {
			return true;
		}
	}
	return policy->mode == DR_MTASTS_NONE;
}

int dr_mtasts_policy_parse(dr_arena *arena, dr_str body, dr_mtasts_policy *ret_policy)
{
	dr_mtasts_policy *policy = ret_policy;
	*policy = (dr_mtasts_policy){ .text = body };
	reader r = { .arena = arena, .policy = policy };
	read_lines(&r);
	check_missing(&r);
	policy->valid = policy->version && policy->mode != DR_MTASTS_UNSET && policy->has_max_age &&
	                has_usable_mx(policy);
	return dr_arena_failed(arena) ? DR_ENOMEM : DR_OK;
}

bool dr_mtasts_mx_matches(const dr_mtasts_mx *mx, dr_name host)
{
	bool wildcard = dr_str_starts(mx->pattern, DR_STR("*."));
	dr_name_room room;
	dr_name name;
	dr_str text = wildcard ? dr_str_sub(mx->pattern, 2, mx->pattern.len) : mx->pattern;
	if (!mx->valid || dr_name_parse(&room, text, &name) != DR_NAME_OK) {
		return false;
	}
	return wildcard ? dr_name_labels(host) > 1 && dr_name_eq(dr_name_parent(host), name)
	                : dr_name_eq(host, name);
}
