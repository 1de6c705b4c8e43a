/* The vectors of tests/vectors/dmarc about walks and messages. */
#include "receiver/message.h"
#include "unit.h"
#include "vectors.h"
#include "world.h"

#define FILE_OF(name) "tests/vectors/dmarc/" name ".yaml"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void add_word(dr_buf *out, dr_str word)
{
	dr_buf_addf(out, "%s%.*s", out->len > 0 ? " " : "", DR_FMT(word));
}

static dr_buf new_text(void)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	return text;
}

/* Walks. */

typedef struct {
	dr_str name, see, start;
	dr_str asks; /* domains, without _dmarc */
} walk_vector;

static const dr_field WALK_FIELDS[] = {
	DR_PLAIN(walk_vector, name, "what it shows"),
	DR_PLAIN(walk_vector, see, "the section"),
	DR_PLAIN(walk_vector, start, "where the walk starts"),
	DR_PLAIN(walk_vector, asks, "the domains asked, in order", DR_OPTIONAL),
};
static DR_SCHEMA(WALK, "walk", walk_vector, WALK_FIELDS, "a tree walk");

START_TEST(walks)
{
	vectors all = vectors_load(arena, FILE_OF("walk"), &WALK, 15);
	for (size_t i = 0; i < all.count; i++) {
		const walk_vector *v = (const walk_vector *)all.items + i;
		dr_name names[DR_DMARC_WALK_MAX];
		size_t count = dr_dmarc_walk_names(dr_name_of(arena, v->start), names);
		dr_buf got = new_text();
		for (size_t k = 0; k < count; k++) {
			add_word(&got, dr_name_text(arena, names[k]));
		}
		ck_assert_msg(dr_str_eq(dr_buf_str(&got), dr_str_trim(v->asks)), "%.*s\ngot  %.*s",
		              DR_FMT(v->name), DR_FMT(dr_buf_str(&got)));
	}
}
END_TEST

/* Messages. */

typedef struct {
	dr_str name, see;
	dr_str zone;     /* master-file lines, names are absolute */
	dr_strs timeout; /* owner names that do not answer */
	dr_str from;
	dr_str spf;              /* DOMAIN or DOMAIN=RESULT */
	dr_strs dkim;            /* the same */
	dr_str rfc9989, rfc7489; /* "key value; key value", see KEYS */
	dr_strs asked, asked_rfc7489;
} message_vector;

static const dr_field MESSAGE_FIELDS[] = {
	DR_PLAIN(message_vector, name, "what it shows"),
	DR_PLAIN(message_vector, see, "the section"),
	DR_PLAIN(message_vector, zone, "the DNS", DR_OPTIONAL),
	DR_PLAIN(message_vector, timeout, "names without an answer"),
	DR_PLAIN(message_vector, from, "domain in From"),
	DR_PLAIN(message_vector, spf, "SPF", DR_OPTIONAL),
	DR_PLAIN(message_vector, dkim, "signatures"),
	DR_PLAIN(message_vector, rfc9989, "what is wanted", DR_OPTIONAL),
	DR_PLAIN(message_vector, rfc7489, "what is wanted", DR_OPTIONAL),
	DR_PLAIN(message_vector, asked, "names, in order (RFC 9989)"),
	DR_PLAIN(message_vector, asked_rfc7489, "names, in order (RFC 7489)"),
};
static DR_SCHEMA(MESSAGE, "message", message_vector, MESSAGE_FIELDS, "a message");

static dr_str result_text(const dr_message_view *view)
{
	return dr_str_of(dr_dmarc_result_name(view->verdict.result));
}

static dr_str at_text(const dr_message_view *view)
{
	bool found = view->found.status.state == DR_KNOWN;
	return found ? dr_name_text(arena, view->found.step.domain) : S("-");
}

static dr_str org_text(const dr_message_view *view)
{
	bool known = dr_name_is_set(view->organizational);
	return known ? dr_name_text(arena, view->organizational) : S("?");
}

static dr_str policy_text(const dr_message_view *view)
{
	const dr_policy_choice *policy = &view->verdict.policy;
	if (policy->policy == DR_POLICY_UNSET) {
		return S("-");
	}
	dr_buf text = new_text();
	dr_buf_addf(&text, "%s=%s", policy->tag, dr_policy_name(policy->policy));
	return dr_buf_str(&text);
}

static dr_str effect_text(const dr_message_view *view)
{
	dr_policy effective = view->verdict.policy.effective;
	return effective == DR_POLICY_UNSET ? S("-") : dr_str_of(dr_policy_name(effective));
}

static dr_str way_text(const dr_dmarc_way *way)
{
	return way->mode == 0 ? S("-") : way->aligned ? S("aligned") : S("not");
}

static dr_str spf_text(const dr_message_view *view)
{
	return way_text(&view->verdict.spf);
}

static dr_str dkim_text(const dr_message_view *view)
{
	return way_text(&view->verdict.dkim);
}

/* The domain that is shown for DKIM. */
static dr_str signer_text(const dr_message_view *view)
{
	const dr_identifier *identifier = view->verdict.dkim.identifier;
	return identifier != NULL ? dr_name_text(arena, identifier->domain) : S("-");
}

static const struct {
	dr_str key;
	dr_str (*text)(const dr_message_view *view);
} KEYS[] = {
	{ DR_STR_INIT("result"), result_text }, { DR_STR_INIT("at"), at_text },
	{ DR_STR_INIT("org"), org_text },       { DR_STR_INIT("policy"), policy_text },
	{ DR_STR_INIT("effect"), effect_text }, { DR_STR_INIT("spf"), spf_text },
	{ DR_STR_INIT("dkim"), dkim_text },     { DR_STR_INIT("signer"), signer_text },
};

static void check_pair(const message_vector *v, const dr_message_view *view, dr_str pair)
{
	dr_str key, want = dr_str_trim(pair);
	ck_assert(dr_str_split(&want, ' ', &key));
	for (size_t i = 0; i < DR_COUNT(KEYS); i++) {
		if (dr_str_eq(key, KEYS[i].key)) {
			dr_str got = KEYS[i].text(view);
			ck_assert_msg(dr_str_eq(got, want), "%.*s: %.*s is %.*s, want %.*s",
			              DR_FMT(v->name), DR_FMT(key), DR_FMT(got), DR_FMT(want));
			return;
		}
	}
	ck_abort_msg("%.*s: no key %.*s", DR_FMT(v->name), DR_FMT(key));
}

static void check_view(const message_vector *v, const dr_message_view *view, dr_str wanted,
                       const dr_strs *asked)
{
	for (dr_str rest = wanted, pair; wanted.len > 0 && dr_str_split(&rest, ';', &pair);) {
		check_pair(v, view, pair);
	}
	dr_buf got = new_text(), want = new_text();
	for (size_t i = 0; i < view->queries.len; i++) {
		dr_name name = view->queries.items[i]->answer->question.name;
		add_word(&got, dr_name_text(arena, name));
	}
	for (size_t i = 0; i < asked->len; i++) {
		add_word(&want, asked->items[i]);
	}
	ck_assert_msg(asked->len == 0 || dr_str_eq(dr_buf_str(&got), dr_buf_str(&want)),
	              "%.*s\nasks %.*s\nwant %.*s", DR_FMT(v->name), DR_FMT(dr_buf_str(&got)),
	              DR_FMT(dr_buf_str(&want)));
}

static dr_identifier read_identifier(dr_str text)
{
	dr_identifier identifier = { .result = DR_AUTH_NONE };
	dr_str result = text, domain = text;
	if (text.len == 0) {
		return identifier;
	}
	identifier.result = DR_AUTH_PASS;
	if (dr_str_find(text, 0, '=') < text.len) {
		dr_str_split(&result, '=', &domain);
		ck_assert(dr_auth_result_parse(result, &identifier.result));
	}
	identifier.domain = dr_name_of(arena, domain);
	ck_assert(dr_name_is_set(identifier.domain));
	return identifier;
}

static const char *c_text(dr_str text)
{
	dr_buf copy = new_text();
	dr_buf_add(&copy, text);
	dr_buf_add_char(&copy, '\0');
	return copy.ptr;
}

static void judge(const message_vector *v)
{
	world w;
	dr_buf timeouts = new_text();
	for (size_t i = 0; i < v->timeout.len; i++) {
		add_word(&timeouts, v->timeout.items[i]);
	}
	world_open(&w, c_text(v->zone), c_text(dr_buf_str(&timeouts)));
	dr_message message = { .author = dr_name_of(arena, v->from),
		               .spf = read_identifier(v->spf) };
	for (size_t i = 0; i < v->dkim.len; i++) {
		dr_list_add(arena, &message.dkim, read_identifier(v->dkim.items[i]));
	}
	dr_message_views views;
	dr_message_judge(&w.asking, &message, &views);
	check_view(v, &views.rfc9989, v->rfc9989, &v->asked);
	check_view(v, &views.rfc7489, v->rfc7489, &v->asked_rfc7489);
	world_close(&w);
}

static const struct {
	const char *path;
	size_t least;
} MESSAGE_FILES[] = {
	{ FILE_OF("discovery"), 30 }, { FILE_OF("organization"), 20 }, { FILE_OF("policy"), 30 },
	{ FILE_OF("alignment"), 30 }, { FILE_OF("errors"), 15 },
};

START_TEST(messages)
{
	vectors all =
		vectors_load(arena, MESSAGE_FILES[_i].path, &MESSAGE, MESSAGE_FILES[_i].least);
	for (size_t i = 0; i < all.count; i++) {
		const message_vector *v = (const message_vector *)all.items + i;
		ck_assert_msg(v->see.len > 0 && (v->rfc9989.len > 0 || v->rfc7489.len > 0), "%.*s",
		              DR_FMT(v->name));
		judge(v);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("vectors dmarc");
	TCase *tcase = tcase_create("vectors dmarc");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, walks);
	tcase_add_loop_test(tcase, messages, 0, (int)DR_COUNT(MESSAGE_FILES));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
