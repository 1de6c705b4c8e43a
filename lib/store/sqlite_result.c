#include "store/sqlite_priv.h"

/* Bits of each part, from the lowest. They are in databases: never changed. */
enum {
	BITS_DISPOSITION = 3,
	BITS_DKIM = 2,
	BITS_SPF = 2,
	BITS_SPF_SCOPE = 2,
	BITS_SPF_RESULT = 4,
	BITS_OVERRIDES = 8,
	BITS_NEWER = 1,
	BITS_VOUCHED = 1,
};

static int64_t push(int64_t packed, unsigned value, unsigned bits)
{
	return packed << bits | (int64_t)(value & ((1u << bits) - 1));
}

static unsigned pop(int64_t *packed, unsigned bits)
{
	unsigned value = (unsigned)(*packed & (int64_t)((1u << bits) - 1));
	*packed >>= bits;
	return value;
}

int64_t dr_sqlite_result_pack(const dr_sqlite_result *result)
{
	int64_t packed = push(0, result->vouched ? 1 : 0, BITS_VOUCHED);
	packed = push(packed, result->newer ? 1 : 0, BITS_NEWER);
	packed = push(packed, result->overrides, BITS_OVERRIDES);
	packed = push(packed, (unsigned)result->spf_result, BITS_SPF_RESULT);
	packed = push(packed, (unsigned)result->spf_scope, BITS_SPF_SCOPE);
	packed = push(packed, (unsigned)result->spf, BITS_SPF);
	packed = push(packed, (unsigned)result->dkim, BITS_DKIM);
	return push(packed, (unsigned)result->disposition, BITS_DISPOSITION);
}

dr_sqlite_result dr_sqlite_result_unpack(int64_t packed)
{
	dr_sqlite_result result;
	result.disposition = (dr_disposition)pop(&packed, BITS_DISPOSITION);
	result.dkim = (dr_evaluated)pop(&packed, BITS_DKIM);
	result.spf = (dr_evaluated)pop(&packed, BITS_SPF);
	result.spf_scope = (dr_spf_scope)pop(&packed, BITS_SPF_SCOPE);
	result.spf_result = (dr_reported)pop(&packed, BITS_SPF_RESULT);
	result.overrides = pop(&packed, BITS_OVERRIDES);
	result.newer = pop(&packed, BITS_NEWER) != 0;
	result.vouched = pop(&packed, BITS_VOUCHED) != 0;
	return result;
}

enum { NUMBER_OCTETS = 4 };

/* The set of one number, as number_union() takes it. */
static void number_set(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	sqlite3_int64 number = sqlite3_value_int64(values[0]);
	unsigned char set[NUMBER_OCTETS];
	for (size_t i = 0; i < NUMBER_OCTETS; i++) {
		set[i] = (unsigned char)(number >> (8 * (NUMBER_OCTETS - 1 - i)) & 0xFF);
	}
	sqlite3_result_blob(context, set, sizeof(set), SQLITE_TRANSIENT);
}

/* The sorted sets of big-endian numbers in two blobs as one: which reporters stand behind a row. */
static void number_union(sqlite3_context *context, int count, sqlite3_value **values)
{
	(void)count;
	dr_str a = { sqlite3_value_blob(values[0]), (size_t)sqlite3_value_bytes(values[0]) };
	dr_str b = { sqlite3_value_blob(values[1]), (size_t)sqlite3_value_bytes(values[1]) };
	char *out = sqlite3_malloc64(a.len + b.len + 1);
	if (out == NULL) {
		sqlite3_result_error_nomem(context);
		return;
	}
	size_t len = 0;
	while (a.len > 0 || b.len > 0) {
		dr_str x = dr_str_sub(a, 0, NUMBER_OCTETS), y = dr_str_sub(b, 0, NUMBER_OCTETS);
		int order = a.len == 0 ? 1 : b.len == 0 ? -1 : dr_str_cmp(x, y);
		dr_str least = order <= 0 ? x : y;
		for (size_t i = 0; i < least.len; i++) {
			out[len++] = least.ptr[i];
		}
		a = order <= 0 ? dr_str_sub(a, x.len, a.len) : a;
		b = order >= 0 ? dr_str_sub(b, y.len, b.len) : b;
	}
	sqlite3_result_blob64(context, out, len, sqlite3_free);
}

bool dr_sqlite_add_functions(dr_sqlite *s)
{
	enum { FLAGS = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY };
	return sqlite3_create_function(s->db, "number_set", 1, FLAGS, NULL, number_set, NULL,
	                               NULL) == SQLITE_OK &&
	       sqlite3_create_function(s->db, "number_union", 2, FLAGS, NULL, number_union, NULL,
	                               NULL) == SQLITE_OK;
}
