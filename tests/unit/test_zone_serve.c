/* What a zone answers: RFC 1034 4.3.2, 4592, 6672, 2308. */
#include "zone_unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

typedef struct {
	const char *name;
	uint16_t type;
	const char *want;
} answer_case;

static void check(const char *text, const answer_case *cases, size_t count)
{
	dr_zone *zone = read_zone_in(arena, text, NULL);
	for (size_t i = 0; i < count; i++) {
		dr_str got = answer_text(arena, zone, cases[i].name, cases[i].type);
		ck_assert_msg(dr_str_eq(got, dr_str_of(cases[i].want)),
		              "%s type %u: got \"%.*s\", want \"%s\"", cases[i].name, cases[i].type,
		              DR_FMT(got), cases[i].want);
	}
	dr_zone_close(zone);
}

static const char ZONE[] =
	"$TTL 3600\n"
	"@ SOA ns hm 1 2 3 4 300\n"
	" NS ns\n"
	"ns 60 A 192.0.2.1\n"
	"ns A 192.0.2.9\n"
	"ns A 192.0.2.1\n"
	"deep.empty.non.terminal TXT \"x\"\n"
	"*.wild TXT \"w\"\n"
	"*.wild MX 10 ns\n"
	"in.wild A 192.0.2.2\n"
	"below.in.wild A 192.0.2.3\n"
	"*.alias CNAME ns\n"
	"c1 120 CNAME c2\n"
	"c2 CNAME ns\n"
	"c3 CNAME gone\n"
	"c4 CNAME www.example.net.\n"
	"c5 CNAME sub\n"
	"c6 CNAME empty.non.terminal\n"
	"loop1 CNAME loop2\n"
	"loop2 CNAME loop1\n"
	"sub NS ns.sub\n"
	"sub DS 1 8 2 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n"
	"ns.sub A 192.0.2.4\n"
	"*.sub TXT \"hidden\"\n"
	"sub2 NS ns.example.net.\n"
	"d 30 DNAME target\n"
	"d TXT \"at the owner\"\n"
	"below.d TXT \"hidden\"\n"
	"x.target TXT \"moved\"\n"
	"away DNAME example.net.\n"
	"a\\.b TXT \"dot\"\n"
	"A\\000\\255z TXT \"octets\"\n";

START_TEST(names_that_exist)
{
	static const answer_case CASES[] = {
		{ "example.com", DR_TYPE_NS, "answer 3600 ns.example.com." },
		{ "EXAMPLE.com.", DR_TYPE_SOA,
		  "answer 3600 ns.example.com. hm.example.com. 1 2 3 4 300" },
		{ "ns.example.com", DR_TYPE_A, "answer 60 192.0.2.1 192.0.2.9" },
		{ "ns.example.com", DR_TYPE_AAAA, "nodata 300" },
		{ "a\\.b.example.com", DR_TYPE_TXT, "answer 3600 \"dot\"" },
		{ "a.b.example.com", DR_TYPE_TXT, "nxdomain 300" },
		{ "a\\000\\255Z.example.com", DR_TYPE_TXT, "answer 3600 \"octets\"" },
		{ "example.net", DR_TYPE_A, "-" },
		{ "com", DR_TYPE_NS, "-" },
		{ "badexample.com", DR_TYPE_NS, "-" },
	};
	check(ZONE, CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(names_that_do_not)
{
	static const answer_case CASES[] = {
		{ "gone.example.com", DR_TYPE_A, "nxdomain 300" },
		{ "x.ns.example.com", DR_TYPE_A, "nxdomain 300" },
		{ "empty.non.terminal.example.com", DR_TYPE_TXT, "nodata 300" },
		{ "terminal.example.com", DR_TYPE_A, "nodata 300" },
		{ "other.non.terminal.example.com", DR_TYPE_TXT, "nxdomain 300" },
	};
	check(ZONE, CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(wildcards)
{
	static const answer_case CASES[] = {
		{ "a.wild.example.com", DR_TYPE_TXT, "answer 3600 \"w\"" },
		{ "a.b.c.wild.example.com", DR_TYPE_TXT, "answer 3600 \"w\"" },
		{ "a.wild.example.com", DR_TYPE_MX, "answer 3600 10 ns.example.com." },
		{ "a.wild.example.com", DR_TYPE_A, "nodata 300" },
		{ "*.wild.example.com", DR_TYPE_TXT, "answer 3600 \"w\"" },
		{ "x.*.wild.example.com", DR_TYPE_TXT, "nxdomain 300" },
		{ "wild.example.com", DR_TYPE_TXT, "nodata 300" },
		{ "in.wild.example.com", DR_TYPE_TXT, "nodata 300" },
		{ "x.in.wild.example.com", DR_TYPE_TXT, "nxdomain 300" },
		{ "x.alias.example.com", DR_TYPE_A,
		  "answer 60 >ns.example.com 192.0.2.1 192.0.2.9" },
		{ "x.alias.example.com", DR_TYPE_CNAME, "answer 3600 ns.example.com." },
	};
	check(ZONE, CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(chains)
{
	static const answer_case CASES[] = {
		{ "c1.example.com", DR_TYPE_A,
		  "answer 60 >c2.example.com >ns.example.com 192.0.2.1 192.0.2.9" },
		{ "c1.example.com", DR_TYPE_TXT, "nodata 300 >c2.example.com >ns.example.com" },
		{ "c1.example.com", DR_TYPE_CNAME, "answer 120 c2.example.com." },
		{ "c3.example.com", DR_TYPE_A, "nxdomain 300 >gone.example.com" },
		{ "c4.example.com", DR_TYPE_A, "open 3600 >www.example.net" },
		{ "c5.example.com", DR_TYPE_A, "open 3600 >sub.example.com" },
		{ "c6.example.com", DR_TYPE_A, "nodata 300 >empty.non.terminal.example.com" },
		{ "loop1.example.com", DR_TYPE_A,
		  "servfail 3600 >loop2.example.com >loop1.example.com" },
	};
	check(ZONE, CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(delegations)
{
	static const answer_case CASES[] = {
		{ "sub.example.com", DR_TYPE_TXT, "-" },
		{ "sub.example.com", DR_TYPE_NS, "-" },
		{ "sub.example.com", DR_TYPE_DS,
		  "answer 3600 1 8 2 "
		  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" },
		{ "ns.sub.example.com", DR_TYPE_A, "-" },
		{ "x.y.sub.example.com", DR_TYPE_TXT, "-" },
		{ "x.sub.example.com", DR_TYPE_DS, "-" },
		{ "sub2.example.com", DR_TYPE_DS, "nodata 300" },
		{ "x.sub2.example.com", DR_TYPE_A, "-" },
	};
	check(ZONE, CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(dnames)
{
	static const answer_case CASES[] = {
		{ "x.d.example.com", DR_TYPE_TXT, "answer 30 >x.target.example.com \"moved\"" },
		{ "below.d.example.com", DR_TYPE_TXT, "nxdomain 300 >below.target.example.com" },
		{ "d.example.com", DR_TYPE_TXT, "answer 3600 \"at the owner\"" },
		{ "d.example.com", DR_TYPE_DNAME, "answer 30 target.example.com." },
		{ "d.example.com", DR_TYPE_A, "nodata 300" },
		{ "x.d.example.com", DR_TYPE_CNAME, "answer 30 x.target.example.com." },
		{ "a.b.away.example.com", DR_TYPE_TXT, "open 3600 >a.b.example.net" },
	};
	check(ZONE, CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(a_dname_that_makes_names_too_long)
{
	char text[1024] = "@ 60 SOA ns hm 1 2 3 4 300\nd 60 DNAME ", name[256] = "";
	for (int i = 0; i < 4; i++) {
		for (int j = 0; j < 59; j++) {
			strcat(text, "a");
		}
		strcat(text, ".");
	}
	strcat(text, "\n");
	for (int i = 0; i < 20; i++) {
		strcat(name, "b");
	}
	strcat(name, ".d.example.com");
	const answer_case cases[] = { { name, DR_TYPE_A, "servfail 0" } };
	check(text, cases, 1);
}
END_TEST

START_TEST(chains_have_a_limit)
{
	char text[1024] = "@ 60 SOA ns hm 1 2 3 4 300\n";
	for (int i = 0; i < 20; i++) {
		char line[32];
		snprintf(line, sizeof(line), "c%d 60 CNAME c%d\n", i, i + 1);
		strcat(text, line);
	}
	strcat(text, "c20 60 A 192.0.2.1\n");
	dr_zone *zone = read_zone_in(arena, text, NULL);
	dr_str got = answer_text(arena, zone, "c4.example.com", DR_TYPE_A);
	ck_assert(dr_str_starts(got, S("answer 60 >c5.example.com ")));
	got = answer_text(arena, zone, "c3.example.com", DR_TYPE_A);
	ck_assert(dr_str_starts(got, S("servfail 60 >c4.example.com ")));
	dr_zone_close(zone);
}
END_TEST

START_TEST(a_partial_zone_denies_nothing)
{
	static const char PARTIAL[] = "$TTL 60\n"
				      "_dmarc TXT \"v=DMARC1; p=none\"\n"
				      "*.w TXT \"w\"\n"
				      "c CNAME elsewhere\n";
	static const answer_case CASES[] = {
		{ "_dmarc.example.com", DR_TYPE_TXT, "answer 60 \"v=DMARC1; p=none\"" },
		{ "_dmarc.example.com", DR_TYPE_A, "-" },
		{ "example.com", DR_TYPE_TXT, "-" },
		{ "gone.example.com", DR_TYPE_TXT, "-" },
		{ "x.w.example.com", DR_TYPE_TXT, "answer 60 \"w\"" },
		{ "c.example.com", DR_TYPE_A, "open 60 >elsewhere.example.com" },
	};
	check(PARTIAL, CASES, DR_COUNT(CASES));
	dr_zone *zone = read_zone_in(arena, PARTIAL, NULL);
	ck_assert(!dr_zone_is_complete(zone));
	dr_zone_close(zone);
}
END_TEST

START_TEST(only_questions_that_are_for_it)
{
	dr_zone *zone = read_zone_in(arena, ZONE, NULL);
	dr_question question = dr_question_dns(dr_name_of(arena, S("ns.example.com")), DR_TYPE_A);
	dr_source_of_answers *source = dr_zone_source(zone);
	ck_assert_str_eq(source->kind, "zone");
	const dr_answer *answer = source->immediate(source, arena, &question);
	ck_assert_ptr_nonnull(answer);
	ck_assert(answer->ttl_exact);
	ck_assert_int_eq(answer->secure, DR_TRUST_UNKNOWN);
	ck_assert(dr_ipaddr_parse(S("192.0.2.53"), &question.server));
	ck_assert_ptr_null(source->immediate(source, arena, &question));
	question.server = (dr_ipaddr){ 0 };
	question.kind = DR_ASK_HTTPS;
	ck_assert_ptr_null(source->immediate(source, arena, &question));
	dr_source_close(source);
	dr_zone_close(zone);
}
END_TEST

START_TEST(owner_names_in_canonical_order)
{
	static const char TEXT[] = "@ 60 SOA ns hm 1 2 3 4 300\n"
				   "z 60 A 192.0.2.1\n"
				   "a.z 60 A 192.0.2.1\n"
				   "*.z 60 A 192.0.2.1\n"
				   "b.empty 60 A 192.0.2.1\n"
				   "sub 60 NS ns.sub\n"
				   "ns.sub 60 A 192.0.2.1\n"
				   "z 60 TXT \"x\"\n";
	static const char *const WANT[] = { "example.com",     "b.empty.example.com",
		                            "sub.example.com", "z.example.com",
		                            "*.z.example.com", "a.z.example.com" };
	dr_zone *zone = read_zone_in(arena, TEXT, NULL);
	dr_name *names;
	size_t count;
	dr_zone_names(zone, arena, &names, &count);
	ck_assert_uint_eq(count, DR_COUNT(WANT));
	for (size_t i = 0; i < count; i++) {
		ck_assert_dr_str(dr_name_text(arena, names[i]), WANT[i]);
	}
	dr_zone_close(zone);
}
END_TEST

START_TEST(no_memory_gives_no_answer_or_the_right_one)
{
	dr_zone *zone = read_zone_in(arena, ZONE, NULL);
	dr_question question = dr_question_dns(dr_name_of(arena, S("c1.example.com")), DR_TYPE_A);
	for (size_t n = 1;; n++) {
		dr_arena *small = dr_arena_new(0);
		dr_arena_fail_at(small, n);
		const dr_answer *answer = dr_zone_answer(zone, small, &question);
		bool failed = dr_arena_failed(small);
		ck_assert(failed || (answer != NULL && answer->rr_count == 2));
		dr_arena_free(small);
		if (!failed) {
			break;
		}
	}
	dr_zone_close(zone);
}
END_TEST

UNIT_MAIN("zone_serve", set_up, tear_down, names_that_exist, names_that_do_not, wildcards, chains,
          delegations, dnames, a_dname_that_makes_names_too_long, chains_have_a_limit,
          a_partial_zone_denies_nothing, only_questions_that_are_for_it,
          owner_names_in_canonical_order, no_memory_gives_no_answer_or_the_right_one)
