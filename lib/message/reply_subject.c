#include "message/reply.h"

/* Words that stand before the domain that is meant, most telling first. */
static const char *const BEFORE[] = { "policy for", "policy of", "administrator of",
	                              "from",       "domain",    "sender",
	                              "for",        "of" };

static bool is_below(dr_str name, dr_str suffix)
{
	return dr_str_ends(name, suffix) &&
	       (name.len == suffix.len || name.ptr[name.len - suffix.len - 1] == '.');
}

static bool is_passed_over(dr_str name, const dr_strs *hosts, dr_str recipient)
{
	for (size_t i = 0; i < hosts->len; i++) {
		if (is_below(name, hosts->items[i])) {
			return true;
		}
	}
	return recipient.len > 0 && dr_str_eq_nocase(name, recipient);
}

static bool is_around(char c)
{
	return dr_str_find(DR_STR(" <([{'\":=@"), 0, c) < 9;
}

/* What stands before a name, without signs and blanks, and without the local part of an address. */
static dr_str text_before(dr_str text, dr_str name)
{
	size_t at = (size_t)(name.ptr - text.ptr);
	if (at > 0 && text.ptr[at - 1] == '@') {
		while (at > 0 && !dr_is_space(text.ptr[at - 1]) && text.ptr[at - 1] != '<') {
			at--;
		}
	}
	while (at > 0 && is_around(text.ptr[at - 1])) {
		at--;
	}
	return dr_str_sub(text, 0, at);
}

static bool is_link(dr_str text, dr_str name)
{
	size_t at = (size_t)(name.ptr - text.ptr);
	return dr_str_ends(dr_str_sub(text, 0, at), DR_STR("//"));
}

/* Lower is better. */
static size_t rank(dr_str before)
{
	for (size_t i = 0; i < DR_COUNT(BEFORE); i++) {
		dr_str word = dr_str_of(BEFORE[i]);
		if (dr_str_ends(before, word) &&
		    (before.len == word.len || before.ptr[before.len - word.len - 1] == ' ')) {
			return i;
		}
	}
	return DR_COUNT(BEFORE);
}

dr_str dr_reply_subject(const dr_reply *reply, const dr_strs *hosts, dr_str recipient)
{
	dr_str best = { NULL, 0 };
	size_t least = SIZE_MAX;
	for (size_t i = 0; i < reply->domains.len; i++) {
		dr_str name = reply->domains.items[i];
		size_t found = is_link(reply->text, name) || is_passed_over(name, hosts, recipient)
		                       ? SIZE_MAX
		                       : rank(text_before(reply->text, name));
		if (found < least) {
			best = name;
			least = found;
		}
	}
	return best;
}
