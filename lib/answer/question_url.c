#include "answer/question.h"

enum { HTTPS_PORT = 443 };

static bool read_port(dr_str text, uint16_t *ret_port)
{
	uint64_t port = HTTPS_PORT;
	bool given = text.ptr != NULL;
	if (given && (!dr_str_to_u64(text, UINT16_MAX, &port) || port == 0)) {
		return false;
	}
	*ret_port = (uint16_t)port;
	return true;
}

/* Where the authority ends (RFC 3986 3.2). */
static size_t authority_end(dr_str text)
{
	size_t end = 0;
	while (end < text.len && text.ptr[end] != '/' && text.ptr[end] != '?' &&
	       text.ptr[end] != '#') {
		end++;
	}
	return end;
}

static dr_str path_of(dr_arena *arena, dr_str rest)
{
	dr_str path = dr_str_sub(rest, 0, dr_str_find(rest, 0, '#'));
	if (path.len > 0 && path.ptr[0] == '/') {
		return path;
	}
	dr_buf with_slash;
	dr_buf_init(&with_slash, arena);
	dr_buf_add_char(&with_slash, '/');
	dr_buf_add(&with_slash, path);
	return dr_buf_str(&with_slash);
}

bool dr_question_of_url(dr_arena *arena, dr_str url, dr_question *ret_question)
{
	const dr_str scheme = DR_STR("https://");
	if (!dr_str_starts_nocase(url, scheme)) {
		return false;
	}
	dr_str rest = dr_str_sub(url, scheme.len, url.len), host = { 0 };
	size_t end = authority_end(rest);
	dr_str authority = dr_str_sub(rest, 0, end);
	dr_question question = { .kind = DR_ASK_HTTPS };
	if (!dr_str_split(&authority, ':', &host) || !read_port(authority, &question.type)) {
		return false;
	}
	question.name = dr_name_of(arena, host);
	question.path = path_of(arena, dr_str_sub(rest, end, rest.len));
	if (!dr_name_is_set(question.name) || question.name.len == 1 ||
	    dr_str_find(host, 0, '@') < host.len) {
		return false;
	}
	*ret_question = question;
	return true;
}
