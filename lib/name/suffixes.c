#include "name/suffixes.h"
#include <libpsl.h>
#include <stdio.h>
#include <stdlib.h>

struct dr_suffixes {
	psl_ctx_t *psl;
};

enum { TEXT_ROOM = DR_NAME_MAX + 1 };

static const psl_ctx_t *context_of(const dr_suffixes *suffixes)
{
	return suffixes != NULL ? suffixes->psl : psl_builtin();
}

static psl_ctx_t *read_list(dr_str text)
{
	if (text.len == 0) {
		return NULL;
	}
	FILE *stream = fmemopen((void *)(uintptr_t)text.ptr, text.len, "r");
	if (stream == NULL) {
		return NULL;
	}
	psl_ctx_t *psl = psl_load_fp(stream);
	fclose(stream);
	return psl;
}

int dr_suffixes_load(dr_str text, dr_suffixes **ret_suffixes, dr_error *err)
{
	psl_ctx_t *psl = read_list(text);
	if (psl == NULL || psl_suffix_count(psl) <= 0) {
		psl_free(psl);
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "no rule of a public suffix list in this text; the list is at "
		               "https://publicsuffix.org/list/public_suffix_list.dat");
	}
	dr_suffixes *suffixes = malloc(sizeof(*suffixes));
	if (suffixes == NULL) {
		psl_free(psl);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	suffixes->psl = psl;
	*ret_suffixes = suffixes;
	return DR_OK;
}

void dr_suffixes_close(dr_suffixes *suffixes)
{
	if (suffixes != NULL) {
		psl_free(suffixes->psl);
		free(suffixes);
	}
}

/* Label by label, for libpsl: what could be taken for another label's text becomes `?`. */
static void write_plain(dr_name name, char *ret_text)
{
	size_t len = 0;
	for (dr_name rest = name; rest.len > 1; rest = dr_name_parent(rest)) {
		dr_str label = dr_name_label(rest);
		if (len > 0) {
			ret_text[len++] = '.';
		}
		for (size_t i = 0; i < label.len; i++) {
			char c = label.ptr[i];
			ret_text[len++] = dr_is_alnum(c) || c == '-' || c == '_' ? c : '?';
		}
	}
	ret_text[len] = '\0';
}

bool dr_suffixes_is_public(const dr_suffixes *suffixes, dr_name name)
{
	char text[TEXT_ROOM];
	if (name.len <= 1) {
		return name.len == 1;
	}
	write_plain(name, text);
	return psl_is_public_suffix(context_of(suffixes), text) != 0;
}

static size_t count_labels(const char *text)
{
	size_t count = 1;
	for (size_t i = 0; text[i] != '\0'; i++) {
		count += text[i] == '.';
	}
	return count;
}

dr_name dr_suffixes_organizational(const dr_suffixes *suffixes, dr_name name)
{
	char text[TEXT_ROOM];
	if (name.len <= 1) {
		return name;
	}
	write_plain(name, text);
	const char *found = psl_registrable_domain(context_of(suffixes), text);
	return found != NULL ? dr_name_suffix(name, count_labels(found)) : name;
}
