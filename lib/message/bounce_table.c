#include "message/bounce_table.h"

/* A file. */
typedef struct {
	dr_str provider;
	dr_strs hosts;
	DR_LIST(dr_bounce_row) replies;
} bounce_file;

struct dr_bounce_table {
	dr_arena *arena;
	DR_LIST(const bounce_file *) files;
};

const char *const DR_BOUNCE_CHECKS[] = {
	"dmarc", "alignment", "spf", "dkim",    "authentication", "record", "no-record",
	"dns",   "ptr",       "tls", "null-mx", "reputation",     "policy", "login",
	"from",  "recipient", "arc", NULL
};

/* clang-format off */
static const dr_field ROW_FIELDS[] = {
	DR_PLAIN(dr_bounce_row, codes, "basic code, or basic and enhanced code; empty: any"),
	DR_PLAIN(dr_bounce_row, text, "fragments of which one must be there, in lower case"),
	DR_PLAIN(dr_bounce_row, check, "what failed", DR_CHOICES(DR_BOUNCE_CHECKS)),
	DR_PLAIN(dr_bounce_row, means, "what the receiver means"),
	DR_PLAIN(dr_bounce_row, fix, "what to do"),
	DR_PLAIN(dr_bounce_row, see, "where this is known from"),
};
static DR_SCHEMA(ROW_SCHEMA, "reply", dr_bounce_row, ROW_FIELDS, "a reply of a receiver");

static const dr_field FILE_FIELDS[] = {
	DR_PLAIN(bounce_file, provider, "who replies so; empty: anybody"),
	DR_PLAIN(bounce_file, hosts, "suffixes of its hosts' names"),
	DR_LISTED_PLAIN(bounce_file, replies, dr_bounce_row, ROW_SCHEMA, "its replies"),
};
static DR_SCHEMA(FILE_SCHEMA, "file of replies", bounce_file, FILE_FIELDS,
	"replies of one provider");
/* clang-format on */

dr_bounce_table *dr_bounce_table_new(dr_arena *arena)
{
	dr_bounce_table *table = dr_arena_new_of(arena, dr_bounce_table);
	if (table != NULL) {
		table->arena = arena;
	}
	return table;
}

static size_t check_row(const dr_bounce_table *table, const dr_source *source,
                        const dr_bounce_row *row, dr_errors *errors)
{
	if (row->codes.len + row->text.len > 0 && row->see.len > 0) {
		return 0;
	}
	return dr_errors_add(table->arena, errors, source, DR_EINVAL, DR_NOWHERE,
	                     "a reply has codes or text, and 'see': %.*s", DR_FMT(row->means));
}

size_t dr_bounce_table_load(dr_bounce_table *table, const dr_source *source, dr_errors *errors)
{
	dr_error err = { 0 };
	const dr_node *root = NULL;
	bounce_file *file = dr_arena_new_of(table->arena, bounce_file);
	int code = dr_yaml_parse(table->arena, source, &root, &err);
	if (file == NULL || code < 0 || root == NULL) {
		return dr_errors_add(table->arena, errors, source, code < 0 ? code : DR_EINVAL,
		                     err.span, "%s",
		                     code < 0 ? err.text : "the file is empty; it holds replies");
	}
	size_t count = dr_bind(table->arena, source, &FILE_SCHEMA, root, file, errors);
	for (size_t i = 0; count == 0 && i < file->replies.len; i++) {
		file->replies.items[i].provider = file->provider;
		count += check_row(table, source, &file->replies.items[i], errors);
	}
	if (count == 0) {
		dr_list_add(table->arena, &table->files, file);
	}
	return count;
}

static bool is_below(dr_str name, dr_str suffix)
{
	return dr_str_ends_nocase(name, suffix) &&
	       (name.len == suffix.len || name.ptr[name.len - suffix.len - 1] == '.');
}

static bool is_of(const bounce_file *file, const dr_strs *names)
{
	for (size_t i = 0; i < file->hosts.len; i++) {
		for (size_t j = 0; j < names->len; j++) {
			if (is_below(names->items[j], file->hosts.items[i])) {
				return true;
			}
		}
	}
	return false;
}

dr_strs dr_bounce_table_hosts(const dr_bounce_table *table)
{
	dr_strs hosts = { NULL, 0 };
	for (size_t i = 0; i < table->files.len; i++) {
		for (size_t j = 0; j < table->files.items[i]->hosts.len; j++) {
			dr_list_add(table->arena, &hosts, table->files.items[i]->hosts.items[j]);
		}
	}
	return hosts;
}

const char *dr_bounce_table_provider(const dr_bounce_table *table, const dr_strs *names)
{
	for (size_t i = 0; i < table->files.len; i++) {
		if (is_of(table->files.items[i], names)) {
			return dr_arena_copy(table->arena, table->files.items[i]->provider).ptr;
		}
	}
	return NULL;
}

/* Octets of the fragment's pieces when all are there in their order; else 0. */
static size_t find_fragment(dr_str text, dr_str fragment)
{
	const dr_str gap = DR_STR(" ... ");
	size_t found = 0;
	while (fragment.len > 0) {
		size_t end = dr_str_search(fragment, gap);
		dr_str piece = dr_str_sub(fragment, 0, end);
		size_t at = dr_str_search(text, piece);
		if (at == text.len) {
			return 0;
		}
		found += piece.len;
		text = dr_str_sub(text, at + piece.len, text.len);
		fragment = dr_str_sub(fragment, end + gap.len, fragment.len);
	}
	return found;
}

/* Octets of the longest fragment that is there. */
static size_t find_wording(const dr_bounce_row *row, dr_str text)
{
	size_t longest = 0;
	for (size_t i = 0; i < row->text.len; i++) {
		size_t found = find_fragment(text, row->text.items[i]);
		longest = found > longest ? found : longest;
	}
	return longest;
}

static bool has_code(const dr_bounce_row *row, const dr_reply *reply)
{
	for (size_t i = 0; i < row->codes.len; i++) {
		dr_str enhanced = row->codes.items[i], basic;
		uint64_t number;
		dr_str_split(&enhanced, ' ', &basic);
		bool same_basic = reply->basic == 0 ||
		                  (dr_str_to_u64(basic, 599, &number) && number == reply->basic);
		if (same_basic && (enhanced.ptr == NULL ? reply->basic != 0
		                                        : dr_str_eq(enhanced, reply->enhanced))) {
			return true;
		}
	}
	return false;
}

/* How well a row fits; 0: not at all. Any wording stands over any code. */
static size_t score(const dr_bounce_row *row, const dr_reply *reply, const char *provider)
{
	const size_t worded = 100000, letter = 10, by_provider = 200, by_anybody = 100,
		     by_code = 50;
	bool known = row->provider.len > 0;
	bool same = known && provider != NULL && dr_str_eq(row->provider, dr_str_of(provider));
	bool other = known && !same && provider != NULL;
	bool code = has_code(row, reply);
	size_t points = (same ? by_provider : other ? 0 : by_anybody) + (code ? by_code : 0);
	if (row->text.len == 0) {
		return code && (same || !known) ? points : 0;
	}
	size_t wording = find_wording(row, reply->text);
	return wording > 0 ? worded + wording * letter + points : 0;
}

const dr_bounce_row *dr_bounce_table_find(const dr_bounce_table *table, const dr_reply *reply,
                                          const char *provider)
{
	const dr_bounce_row *best = NULL;
	size_t most = 0;
	for (size_t i = 0; i < table->files.len; i++) {
		for (size_t j = 0; j < table->files.items[i]->replies.len; j++) {
			const dr_bounce_row *row = &table->files.items[i]->replies.items[j];
			size_t points = score(row, reply, provider);
			if (points > most) {
				best = row;
				most = points;
			}
		}
	}
	return best;
}
