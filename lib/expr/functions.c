#include "base/ipaddr.h"
#include "base/name_wire.h"
#include "expr/expr_priv.h"

const dr_type EXPR_ANY_LIST = { .kind = DR_T_LIST };

static bool give_text(evaluator *ev, const dr_buf *text, value *out)
{
	out->s = dr_buf_str(text);
	return !dr_arena_failed(ev->scratch) || expr_spent(ev);
}

/* Strings and lists. */

static bool size_of_string(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	out->i = (int64_t)expr_code_points(args[0].s);
	return true;
}

static bool size_of_list(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	out->i = (int64_t)args[0].list.len;
	return true;
}

static bool starts_with(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	out->b = dr_str_starts(args[0].s, args[1].s);
	return true;
}

static bool ends_with(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	out->b = dr_str_ends(args[0].s, args[1].s);
	return true;
}

static bool contains(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	out->b = args[1].s.len == 0 || dr_str_search(args[0].s, args[1].s) < args[0].s.len;
	return true;
}

static char to_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool map_letters(evaluator *ev, dr_str s, char (*letter)(char), value *out)
{
	char *mapped = dr_arena_alloc(ev->scratch, s.len);
	if (mapped == NULL) {
		return expr_spent(ev);
	}
	for (size_t i = 0; i < s.len; i++) {
		mapped[i] = letter(s.ptr[i]);
	}
	out->s = (dr_str){ mapped, s.len };
	return true;
}

static bool lower_ascii(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)n;
	return map_letters(ev, args[0].s, dr_to_lower, out);
}

static bool upper_ascii(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)n;
	return map_letters(ev, args[0].s, to_upper, out);
}

static bool join_with(evaluator *ev, const value *list, dr_str separator, value *out)
{
	dr_buf text;
	dr_buf_init(&text, ev->scratch);
	for (size_t i = 0; i < list->list.len; i++) {
		value item;
		expr_load(ev, expr_item(list, &DR_STRING, i), &DR_STRING, &item);
		expr_charge(ev, separator.len + item.s.len + sizeof(item.s));
		dr_buf_add(&text, i > 0 ? separator : DR_STR(""));
		dr_buf_add(&text, item.s);
	}
	return give_text(ev, &text, out);
}

static bool join(evaluator *ev, const node *n, const value *args, value *out)
{
	return join_with(ev, &args[0], n->kids.len > 1 ? args[1].s : DR_STR(""), out);
}

/* Numbers. */

static bool is_finite_below(double x, double limit)
{
	return x > -limit && x < limit;
}

static bool int_to_double(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	out->d = (double)args[0].i;
	return true;
}

static bool double_to_int(evaluator *ev, const node *n, const value *args, value *out)
{
	if (!is_finite_below(args[0].d, 9223372036854775808.0)) {
		return expr_fault(ev, n);
	}
	out->i = (int64_t)args[0].d;
	return true;
}

static bool int_to_string(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)n;
	dr_buf text;
	dr_buf_init(&text, ev->scratch);
	dr_buf_add_int(&text, args[0].i);
	return give_text(ev, &text, out);
}

/* Half away from zero. */
static bool fixed(evaluator *ev, const node *n, const value *args, value *out)
{
	static const int64_t POWERS[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };
	const double limit = 1e9;
	int64_t digits = args[1].i;
	double x = args[0].d;
	if (digits < 0 || digits >= (int64_t)DR_COUNT(POWERS) || !is_finite_below(x, limit)) {
		return expr_fault(ev, n);
	}
	int64_t power = POWERS[digits];
	double scaled = x * (double)power;
	int64_t rounded = (int64_t)((x < 0 ? -scaled : scaled) + 0.5);
	dr_buf text;
	dr_buf_init(&text, ev->scratch);
	dr_buf_addf(&text, "%s%lld", x < 0 && rounded > 0 ? "-" : "", (long long)(rounded / power));
	if (digits > 0) {
		dr_buf_addf(&text, ".%0*lld", (int)digits, (long long)(rounded % power));
	}
	return give_text(ev, &text, out);
}

/* Cut, not rounded: what misses a share that is asked for never reads as that share. Never "0%"
 * when something is there. */
static bool percent(evaluator *ev, const node *n, const value *args, value *out)
{
	const double limit = 1e9;
	double share = args[0].d;
	if (!is_finite_below(share, limit) || share < 0) {
		return expr_fault(ev, n);
	}
	const double inexact = 1e-6; /* 0.29 * 1000 is a little less than 290 */
	int64_t tenths = (int64_t)(share * 1000 + inexact);
	if (tenths >= 1000 && share < 1) {
		tenths = 999;
	} else if (tenths == 0 && share > 0) {
		tenths = 1;
	}
	dr_buf text;
	dr_buf_init(&text, ev->scratch);
	dr_buf_add_int(&text, tenths / 10);
	if (tenths % 10 != 0) {
		dr_buf_addf(&text, ".%lld", (long long)(tenths % 10));
	}
	dr_buf_add_char(&text, '%');
	return give_text(ev, &text, out);
}

static bool plural(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)n;
	dr_str word = args[0].i == 1 ? args[1].s : args[2].s;
	dr_buf text;
	dr_buf_init(&text, ev->scratch);
	dr_buf_add_int(&text, args[0].i);
	dr_buf_add_char(&text, ' ');
	dr_buf_add(&text, word);
	return give_text(ev, &text, out);
}

/* Mail and DNS. */

static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };

static bool strength(evaluator *ev, const node *n, const value *args, value *out)
{
	for (int64_t i = 0; POLICIES[i] != NULL; i++) {
		if (dr_str_eq(args[0].s, dr_str_of(POLICIES[i]))) {
			out->i = i;
			return true;
		}
	}
	return expr_fault(ev, n);
}

static bool is_subdomain_of(evaluator *ev, const node *n, const value *args, value *out)
{
	(void)ev;
	(void)n;
	dr_name_room room, above_room;
	dr_name name, above;
	out->b = dr_name_parse(&room, args[0].s, &name) == DR_NAME_OK &&
	         dr_name_parse(&above_room, args[1].s, &above) == DR_NAME_OK &&
	         dr_name_is_within(name, above) && !dr_name_eq(name, above);
	return true;
}

static bool parse_prefix(dr_str text, dr_prefix *ret_prefix)
{
	dr_prefix prefix;
	uint64_t length;
	dr_str rest = text, address;
	if (!dr_str_split(&rest, '/', &address) || !dr_ipaddr_parse(address, &prefix.address) ||
	    !dr_str_to_u64(rest, dr_ipaddr_bits(prefix.address), &length)) {
		return false;
	}
	prefix.length = (uint8_t)length;
	*ret_prefix = prefix;
	return true;
}

static int prepare_prefix(dr_arena *arena, node *n, dr_error *err)
{
	const node *prefix = n->kids.items[1];
	dr_prefix parsed;
	(void)arena;
	if (prefix->kind != N_CONST || parse_prefix(prefix->constant.s, &parsed)) {
		return DR_OK;
	}
	return dr_fail(err, DR_EINVAL, prefix->span, "'%.*s' is no prefix such as 192.0.2.0/24",
	               DR_FMT(prefix->constant.s));
}

static bool in_prefix(evaluator *ev, const node *n, const value *args, value *out)
{
	dr_prefix prefix;
	dr_ipaddr address;
	if (!parse_prefix(args[1].s, &prefix)) {
		return expr_fault(ev, n);
	}
	out->b = dr_ipaddr_parse(args[0].s, &address) && dr_prefix_holds(prefix, address);
	return true;
}

/* clang-format off */
const function EXPR_FUNCTIONS[] = {
	{ { "size", "size(string) or string.size()", "how many characters (code points)" },
	  FORM_BOTH, { &DR_STRING }, &DR_INT, .run = size_of_string },
	{ { "size", "size(list) or list.size()", "how many elements" },
	  FORM_BOTH, { &EXPR_ANY_LIST }, &DR_INT, .run = size_of_list },
	{ { "startsWith", "string.startsWith(string)", "whether it begins with the other" },
	  FORM_MEMBER, { &DR_STRING, &DR_STRING }, &DR_BOOL, .run = starts_with },
	{ { "endsWith", "string.endsWith(string)", "whether it ends with the other" },
	  FORM_MEMBER, { &DR_STRING, &DR_STRING }, &DR_BOOL, .run = ends_with },
	{ { "contains", "string.contains(string)", "whether the other is in it" },
	  FORM_MEMBER, { &DR_STRING, &DR_STRING }, &DR_BOOL, .run = contains },
	{ { "matches", "string.matches('pattern')",
	    "whether the regular expression (RE2 syntax) matches somewhere in it" },
	  FORM_BOTH, { &DR_STRING, &DR_STRING }, &DR_BOOL,
	  .prepare = expr_regex_prepare, .run = expr_regex_run },
	{ { "lowerAscii", "string.lowerAscii()", "with A to Z in lower case" },
	  FORM_MEMBER, { &DR_STRING }, &DR_STRING, .run = lower_ascii },
	{ { "upperAscii", "string.upperAscii()", "with a to z in upper case" },
	  FORM_MEMBER, { &DR_STRING }, &DR_STRING, .run = upper_ascii },
	{ { "join", "list.join(string)", "the strings of the list, with the other between them" },
	  FORM_MEMBER, { &DR_STRINGS, &DR_STRING }, &DR_STRING, .run = join },
	{ { "join", "list.join()", "the strings of the list, one after the other" },
	  FORM_MEMBER, { &DR_STRINGS }, &DR_STRING, .run = join },
	{ { "double", "double(int)", "the nearest double" },
	  FORM_GLOBAL, { &DR_INT }, &DR_DOUBLE, .run = int_to_double },
	{ { "int", "int(double)", "without the fraction; an error when it does not fit" },
	  FORM_GLOBAL, { &DR_DOUBLE }, &DR_INT, .run = double_to_int },
	{ { "string", "string(int)", "in decimal" },
	  FORM_GLOBAL, { &DR_INT }, &DR_STRING, .run = int_to_string },
	{ { "fixed", "fixed(double, int)", "in decimal, with 0 to 6 digits behind the point" },
	  FORM_GLOBAL, { &DR_DOUBLE, &DR_INT }, &DR_STRING, .run = fixed },
	{ { "percent", "percent(double)",
	    "a share as per cent: 0.9739 gives '97.3%': cut, not rounded; '100%' and '0%' only when exact" },
	  FORM_GLOBAL, { &DR_DOUBLE }, &DR_STRING, .run = percent },
	{ { "plural", "plural(int, string, string)",
	    "the number and the word for one or for many: '1 look-up', '3 look-ups'" },
	  FORM_GLOBAL, { &DR_INT, &DR_STRING, &DR_STRING }, &DR_STRING, .run = plural },
	{ { "strength", "strength(policy)", "0 for none, 1 for quarantine, 2 for reject" },
	  FORM_GLOBAL, { &DR_STRING }, &DR_INT, .choices = POLICIES, .run = strength },
	{ { "isSubdomainOf", "isSubdomainOf(name, name)",
	    "whether the first name is below the second; false for equal names" },
	  FORM_GLOBAL, { &DR_STRING, &DR_STRING }, &DR_BOOL, .run = is_subdomain_of },
	{ { "inPrefix", "inPrefix(address, prefix)",
	    "whether the prefix holds the IP address; false when it is no address" },
	  FORM_GLOBAL, { &DR_STRING, &DR_STRING }, &DR_BOOL,
	  .prepare = prepare_prefix, .run = in_prefix },
};
const size_t EXPR_FUNCTION_COUNT = DR_COUNT(EXPR_FUNCTIONS);

const macro EXPR_MACROS[] = {
	{ { "has", "has(fact)", "whether a fact that may be absent is there" }, N_HAS, 0 },
	{ { "exists", "list.exists(x, condition)", "whether it holds for an element" },
	  N_EXISTS, 2 },
	{ { "all", "list.all(x, condition)", "whether it holds for every element" }, N_ALL, 2 },
	{ { "exists_one", "list.exists_one(x, condition)",
	    "whether it holds for exactly one element" }, N_EXISTS_ONE, 2 },
	{ { "filter", "list.filter(x, condition)", "the elements for which it holds" },
	  N_FILTER, 2 },
	{ { "map", "list.map(x, value) or list.map(x, condition, value)",
	    "the value for each element, or for those for which the condition holds" }, N_MAP, 2 },
};
const size_t EXPR_MACRO_COUNT = DR_COUNT(EXPR_MACROS);
/* clang-format on */

const dr_function_doc *dr_function_doc_at(size_t index)
{
	if (index < EXPR_MACRO_COUNT) {
		return &EXPR_MACROS[index].doc;
	}
	index -= EXPR_MACRO_COUNT;
	return index < EXPR_FUNCTION_COUNT ? &EXPR_FUNCTIONS[index].doc : NULL;
}
