/* doc: filling structs from trees by their schemas. */
#include "base/limits.h"
#include "doc/bind.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const char *const SIZES[] = { "small", "large", NULL };

typedef struct {
	dr_str name;
	int64_t legs;
} animal;

static const dr_field ANIMAL_FIELDS[] = {
	DR_PLAIN(animal, name, "what it is called"),
	DR_PLAIN(animal, legs, "how many legs", DR_DEFAULT_INT(4)),
};
static DR_SCHEMA(ANIMAL, "animal", animal, ANIMAL_FIELDS, "an animal");

typedef DR_LIST(animal) animals;

typedef struct {
	bool open;
	int64_t price;
	dr_status price_status;
	double area;
	dr_str size;
	dr_strs days;
	animals lives_here;
	animal keeper;
	const dr_node *notes;
} zoo;

static const dr_field ZOO_FIELDS[] = {
	DR_PLAIN(zoo, open, "whether it is open"),
	DR_FACT(zoo, price, "in cents"),
	DR_PLAIN(zoo, area, "in hectares", .may_be_absent = true),
	DR_PLAIN(zoo, size, "how large", DR_DEFAULT_STR("small"), DR_CHOICES(SIZES)),
	DR_PLAIN(zoo, days, "opening days"),
	DR_LISTED_PLAIN(zoo, lives_here, animal, ANIMAL, "animals"),
	DR_RECORD(zoo, keeper, animal, ANIMAL, "who feeds them", DR_MAY_BE_ABSENT),
	DR_KEPT(zoo, notes, "anything", DR_MAY_BE_ABSENT),
};
static DR_SCHEMA(ZOO, "zoo", zoo, ZOO_FIELDS, "a zoo");

static dr_errors bind(const char *text, zoo *ret_zoo)
{
	static dr_source source;
	source = (dr_source){ "f", dr_str_of(text) };
	const dr_node *root = NULL;
	dr_errors errors = { 0 };
	ck_assert_int_eq(dr_yaml_parse(arena, &source, &root, NULL), DR_OK);
	size_t count = dr_bind(arena, &source, &ZOO, root, ret_zoo, &errors);
	ck_assert_uint_eq(count < DR_LIMIT_ERRORS ? count : DR_LIMIT_ERRORS, errors.len);
	return errors;
}

START_TEST(fills_every_kind_of_member)
{
	zoo z = { 0 };
	dr_errors errors = bind("open: true\nprice: 900\narea: 3\nsize: large\ndays: [mon, tue]\n"
	                        "lives_here:\n- {name: cat}\n- {name: bird, legs: 2}\n"
	                        "keeper: {name: Ann, legs: 2}\nnotes: {any: thing}\n",
	                        &z);
	ck_assert_uint_eq(errors.len, 0);
	ck_assert(z.open);
	ck_assert_int_eq(z.price, 900);
	ck_assert_int_eq(z.price_status.state, DR_KNOWN);
	ck_assert_double_eq(z.area, 3.0);
	ck_assert_dr_str(z.size, "large");
	ck_assert_uint_eq(z.days.len, 2);
	ck_assert_dr_str(z.days.items[1], "tue");
	ck_assert_uint_eq(z.lives_here.len, 2);
	ck_assert_dr_str(z.lives_here.items[1].name, "bird");
	ck_assert_int_eq(z.lives_here.items[0].legs, 4);
	ck_assert_int_eq(z.lives_here.items[1].legs, 2);
	ck_assert_dr_str(z.keeper.name, "Ann");
	ck_assert_dr_str(dr_node_find(z.notes, "any")->text, "thing");
}
END_TEST

START_TEST(what_is_absent_has_its_fallback)
{
	zoo z = { 0 };
	dr_errors errors = bind("open: false\ndays: mon\n", &z);
	ck_assert_uint_eq(errors.len, 0);
	ck_assert_int_eq(z.price_status.state, DR_ABSENT);
	ck_assert_dr_str(z.size, "small");
	ck_assert_uint_eq(z.days.len, 1);
	ck_assert_dr_str(z.days.items[0], "mon");
	ck_assert_uint_eq(z.lives_here.len, 0);
	ck_assert_ptr_null(z.notes);
}
END_TEST

START_TEST(a_bound_list_can_grow)
{
	zoo z = { 0 };
	bind("open: true\ndays: [a, b, c, d, e]\n", &z);
	for (size_t i = 0; i < 20; i++) {
		dr_list_add(arena, &z.days, S("more"));
	}
	ck_assert_uint_eq(z.days.len, 25);
	ck_assert_dr_str(z.days.items[4], "e");
	ck_assert_dr_str(z.days.items[24], "more");
}
END_TEST

START_TEST(says_what_is_wrong_and_where)
{
	static const struct {
		const char *text, *want;
	} CASES[] = {
		{ "open: yes\n", "f:1:7: 'open' must be true or false, not a text" },
		{ "open: true\nprcie: 1\n", "f:2:1: no key 'prcie' in zoo; did you mean 'price'?" },
		{ "open: true\nfrobnicate: 1\n", "f:2:1: no key 'frobnicate' in zoo" },
		{ "price: 1\n", "f:1:1: the key 'open' is missing" },
		{ "{}\n", "f:1:1: the key 'open' is missing" },
		{ "open: true\nprice: '1'\n", "f:2:8: 'price' must be an integer, not a text" },
		{ "open: true\nprice: 1.5\n", "f:2:8: 'price' must be an integer, not a number" },
		{ "open: true\narea: big\n", "f:2:7: 'area' must be a number, not a text" },
		{ "open: true\nsize: 5\n",
		  "f:2:7: 'size' must be a text, not an integer; quote it if it is a text" },
		{ "open: true\nsize: smal\n", "f:2:7: 'size' cannot be 'smal'; it is one of small, "
		                              "large; did you mean 'small'?" },
		{ "open: true\ndays: [a, {b: c}]\n", "f:2:11: 'days' must be a text, not a map" },
		{ "open: true\ndays: [a, [b]]\n", "f:2:11: 'days' must be a text, not a list" },
		{ "open: true\nlives_here: {name: x}\n",
		  "f:2:13: 'lives_here' must be a list, not a map" },
		{ "open: true\nlives_here: [x]\n", "f:2:14: animal: expected a map, not a text" },
		{ "open: true\nlives_here: [{legs: 3}]\n", "f:2:15: the key 'name' is missing" },
		{ "open: true\nkeeper:\n", "f:2:8: animal: expected a map, not null" },
		{ "[1]\n", "f:1:1: zoo: expected a map, not a list" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		zoo z = { 0 };
		dr_errors errors = bind(CASES[i].text, &z);
		ck_assert_msg(errors.len == 1, "%s: %zu errors", CASES[i].text, errors.len);
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_error_write(&errors.items[0], NULL, &out);
		ck_assert_dr_str(dr_str_trim(dr_buf_str(&out)), CASES[i].want);
	}
}
END_TEST

START_TEST(goes_on_after_an_error_but_not_for_ever)
{
	zoo z = { 0 };
	dr_errors errors = bind("open: 1\nprice: x\nsize: s\ndays: 1\n", &z);
	ck_assert_uint_eq(errors.len, 4);
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("open: true\n"));
	for (int i = 0; i < 200; i++) {
		dr_buf_addf(&text, "unknown%d: 1\n", i);
	}
	errors = bind(dr_buf_str(&text).ptr, &z);
	ck_assert_uint_eq(errors.len, DR_LIMIT_ERRORS);
}
END_TEST

UNIT_MAIN("doc_bind", set_up, tear_down, fills_every_kind_of_member,
          what_is_absent_has_its_fallback, a_bound_list_can_grow, says_what_is_wrong_and_where,
          goes_on_after_an_error_but_not_for_ever)
