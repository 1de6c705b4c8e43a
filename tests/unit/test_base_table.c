/* Hash tables: SipHash-2-4 and the uthash set-up. */
#include "base/table.h"
#include "unit.h"

/* The reference vectors of the SipHash paper: key 00..0f, message 00, 00 01, … */
static const struct {
	size_t len;
	uint64_t want;
} VECTORS[] = {
	{ 0, 0x726fdb47dd0e0e31u },  { 1, 0x74f839c593dc67fdu },  { 7, 0xab0200f58b01d137u },
	{ 8, 0x93f5f5799a932462u },  { 15, 0xa129ca6149be45e5u }, { 16, 0x3f2acc7f57c29bdbu },
	{ 63, 0x958a324ceb064572u },
};

START_TEST(siphash_vectors)
{
	dr_hash_key key;
	uint8_t message[64];
	for (uint8_t i = 0; i < 64; i++) {
		message[i] = i;
	}
	for (uint8_t i = 0; i < 16; i++) {
		key.octets[i] = i;
	}
	for (size_t i = 0; i < DR_COUNT(VECTORS); i++) {
		ck_assert_uint_eq(dr_hash(&key, message, VECTORS[i].len), VECTORS[i].want);
	}
}
END_TEST

START_TEST(hash_of_nothing_reads_nothing)
{
	ck_assert_uint_eq(dr_hash(&DR_HASH_FIXED, NULL, 0), dr_hash(&DR_HASH_FIXED, "x", 0));
}
END_TEST

typedef struct {
	int key, value;
	UT_hash_handle hh;
} entry;

START_TEST(table_adds_and_finds)
{
	entry room[1000];
	entry *table = NULL;
	for (int i = 0; i < 1000; i++) {
		room[i].key = i * 7;
		room[i].value = i;
		entry *added = &room[i];
		HASH_ADD_INT(table, key, added);
	}
	ck_assert_uint_eq(HASH_COUNT(table), 1000);
	int key = 7 * 321;
	entry *found = NULL;
	HASH_FIND_INT(table, &key, found);
	ck_assert_ptr_nonnull(found);
	ck_assert_int_eq(found->value, 321);
	key = 1;
	HASH_FIND_INT(table, &key, found);
	ck_assert_ptr_null(found);
	HASH_CLEAR(hh, table);
}
END_TEST

UNIT_MAIN("base_table", NULL, NULL, siphash_vectors, hash_of_nothing_reads_nothing,
          table_adds_and_finds)
