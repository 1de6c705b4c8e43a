/* The SPF tree: what terms ask for, what it costs, and what stays certain when answers are missing.
 */
#include "survey/spf_tree.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

/* "7" when known; "?network", "?message", … else. */
static void write_number(dr_buf *out, int64_t number, dr_status status)
{
	if (status.state == DR_KNOWN) {
		dr_buf_addf(out, "%d", (int)number);
	} else {
		dr_buf_addf(out, "?%s", dr_why_name((dr_why)status.why));
	}
}

/* look-ups, those that are certain, voids for IPv4 and IPv6: "3 3 0 1". */
static dr_str cost_text(const dr_spf_cost *cost)
{
	dr_buf out;
	dr_buf_init(&out, w.arena);
	write_number(&out, cost->lookups, cost->lookups_status);
	dr_buf_addf(&out, " %d ", (int)cost->lookups);
	write_number(&out, cost->voids_ipv4, cost->voids_status);
	dr_buf_add_char(&out, ' ');
	write_number(&out, cost->voids_ipv6, cost->voids_status);
	return dr_buf_str(&out);
}

typedef struct {
	const char *lines, *timeouts, *cost;
} cost_case;

static void check_costs(const cost_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		dr_spf_tree tree;
		world_open(&w, cases[i].lines, cases[i].timeouts);
		dr_survey_spf(&w.asking, world_name(&w, "d.test"), &tree);
		dr_str got = cost_text(&tree.root->cost);
		ck_assert_msg(dr_str_eq(got, dr_str_of(cases[i].cost)), "%sgot %.*s, want %s",
		              cases[i].lines, DR_FMT(got), cases[i].cost);
		world_close(&w);
	}
	world_open(&w, "", NULL);
}

#define SPF(name, terms) name ". TXT \"v=spf1 " terms "\"\n"
#define HOST(name)       name ". A 192.0.2.1\n" name ". AAAA 2001:db8::1\n"

START_TEST(terms_that_ask_are_counted)
{
	static const cost_case CASES[] = {
		{ "", NULL, "0 0 0 0" },
		{ "d.test. TXT \"v=spf1 a\"\nd.test. TXT \"v=spf1 mx\"\n", NULL, "0 0 0 0" },
		{ SPF("d.test", "ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"), NULL, "0 0 0 0" },
		{ SPF("d.test", "a mx -all") HOST("d.test") "d.test. MX 10 d.test.\n", NULL,
		  "2 2 0 0" },
		{ SPF("d.test", "ptr exists:h.test -all") HOST("h.test"), NULL, "2 2 0 0" },
		/* behind a term that everybody matches nobody goes on */
		{ SPF("d.test", "exists:h.test a:n.test -all") HOST("h.test"), NULL, "1 1 0 0" },
		{ SPF("d.test", "include:i.test a:n.test -all") SPF("i.test", "+all"), NULL,
		  "1 1 0 0" },
		{ SPF("d.test", "-ip4:0.0.0.0/0 ip6:::/0 a:n.test"), NULL, "0 0 0 0" },
		{ SPF("d.test", "ip4:0.0.0.0/0 a:h.test -all") HOST("h.test"), NULL, "1 1 0 0" },
		{ SPF("d.test", "redirect=i.test a:h.test") SPF("i.test", "+all") HOST("h.test"),
		  NULL, "2 2 0 0" },
		{ SPF("d.test", "include:i.test -all") SPF("i.test", "a:h.test -all")
		          HOST("h.test"),
		  NULL, "2 2 0 0" },
		{ SPF("d.test", "redirect=i.test") SPF("i.test", "a:h.test -all") HOST("h.test"),
		  NULL, "2 2 0 0" },
		/* behind all; redirect beside all; exp; invalid terms */
		{ SPF("d.test", "-all a mx include:i.test"), NULL, "0 0 0 0" },
		{ SPF("d.test", "a redirect=i.test -all") HOST("d.test"), NULL, "1 1 0 0" },
		{ SPF("d.test", "exp=e.test -all"), NULL, "0 0 0 0" },
		{ SPF("d.test", "a: foo:bar a/33 a:h.test -all") HOST("h.test"), NULL, "1 1 0 0" },
		/* an all in an included record ends that record only */
		{ SPF("d.test", "include:i.test a -all") SPF("i.test", "-all a:x.test")
		          HOST("d.test"),
		  NULL, "2 2 0 0" },
		/* %{d} is the record's own domain; upper case and a final dot are the same name */
		{ SPF("d.test", "include:i.%{d} -all") SPF("i.d.test", "a:%{d} -all")
		          HOST("i.d.test"),
		  NULL, "2 2 0 0" },
		{ SPF("d.test", "include:I.Test. -all") SPF("i.test", "-all"), NULL, "1 1 0 0" },
		{ SPF("d.test", "a:%{d2r} -all") HOST("test.d"), NULL, "1 1 0 0" },
		/* the same record twice is read once and counted twice */
		{ SPF("d.test", "include:i.test include:j.test -all")
		          SPF("i.test", "include:k.test -all") SPF("j.test", "include:k.test -all")
		                  SPF("k.test", "a:h.test -all") HOST("h.test"),
		  NULL, "6 6 0 0" },
	};
	check_costs(CASES, DR_COUNT(CASES));
}
END_TEST

#define A5 "a:h.test a:h.test a:h.test a:h.test a:h.test "

START_TEST(the_count_goes_on_past_the_limit)
{
	static const cost_case CASES[] = {
		{ SPF("d.test", A5 A5 "-all") HOST("h.test"), NULL, "10 10 0 0" },
		{ SPF("d.test", A5 A5 "a:h.test -all") HOST("h.test"), NULL, "11 11 0 0" },
		{ SPF("d.test", "include:i.test " A5 "-all")
		          SPF("i.test", "a:h.test a:h.test a:h.test "
		                        "a:h.test -all") HOST("h.test"),
		  NULL, "10 10 0 0" },
		{ SPF("d.test", "include:i.test include:i.test -all")
		          SPF("i.test", A5 "include:j.test -all") SPF("j.test", A5 "-all")
		                  HOST("h.test"),
		  NULL, "24 24 0 0" },
	};
	check_costs(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(void_lookups_are_counted_for_each_family)
{
	static const cost_case CASES[] = {
		{ SPF("d.test", "a:n1.test a:n2.test -all"), NULL, "2 2 2 2" },
		{ SPF("d.test", "a:n1.test a:n2.test mx:n3.test -all"), NULL, "3 3 3 3" },
		{ SPF("d.test", "a:v4.test a:v6.test -all") "v4.test. A 192.0.2.1\nv6.test. AAAA "
		                                            "2001:db8::1\n",
		  NULL, "2 2 1 1" },
		/* every host of an mx is asked for; the term is one */
		{ SPF("d.test", "mx -all") "d.test. MX 1 v4.test.\nd.test. MX 2 v6.test.\n"
		                           "v4.test. A 192.0.2.1\nv6.test. AAAA 2001:db8::1\n",
		  NULL, "1 1 1 1" },
		{ SPF("d.test", "mx -all") "$GENERATE 1-4 d.test. MX 1 h$.test.\n"
		                           "$GENERATE 1-3 h$.test. A 192.0.2.$\n",
		  NULL, "1 1 1 4" },
		/* %{p} is a look-up of its own */
		{ SPF("d.test", "exists:%{p}.d.test -all"), NULL, "2 2 0 0" },
		{ SPF("d.test", "mx -all") "d.test. MX 1 v4.test.\nv4.test. A 192.0.2.1\n", NULL,
		  "1 1 0 1" },
		{ SPF("d.test", "exists:n.test include:gone.test -all"), NULL, "2 2 2 2" },
		/* what follows all is never asked; ptr and macros depend on the message */
		{ SPF("d.test", "ptr exists:%{i}.d.test -all a:n1.test"), NULL, "2 2 0 0" },
		/* an included record without SPF is no void look-up */
		{ SPF("d.test", "include:i.test -all") "i.test. TXT \"hello\"\n", NULL, "1 1 0 0" },
	};
	check_costs(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(missing_answers_leave_what_is_certain)
{
	static const cost_case CASES[] = {
		{ "", "d.test", "?network 0 ?network ?network" },
		{ SPF("d.test", "include:i.test a mx -all") HOST("d.test") "d.test. MX 1 d.test.\n",
		  "i.test", "?network 3 ?network ?network" },
		{ SPF("d.test", "include:i.test -all") SPF("i.test", "include:j.test a:h.test -all")
		          HOST("h.test"),
		  "j.test", "?network 3 ?network ?network" },
		/* an address that is missing changes no count of terms */
		{ SPF("d.test", "a:h.test a:n.test -all"), "h.test", "2 2 ?network ?network" },
		/* only a message can tell where this leads */
		{ SPF("d.test", "include:%{l}.d.test a:h.test -all") HOST("h.test"), NULL,
		  "?message 2 0 0" },
		{ SPF("d.test", "include:%{o} include:i.test -all"), "i.test",
		  "?network 2 ?network ?network" },
		{ SPF("d.test", "redirect=%{h}"), NULL, "?message 1 0 0" },
	};
	check_costs(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(loops_end)
{
	static const cost_case CASES[] = {
		{ SPF("d.test", "include:d.test -all"), NULL, "1 1 0 0" },
		{ SPF("d.test", "redirect=d.test"), NULL, "1 1 0 0" },
		{ SPF("d.test", "include:i.test -all")
		          SPF("i.test", "include:d.test include:i.test -all"),
		  NULL, "3 3 0 0" },
	};
	check_costs(CASES, DR_COUNT(CASES));
}
END_TEST

static void write_outcome(dr_buf *out, const dr_spf_visit *visit)
{
	if (visit->outcome_status.state == DR_ABSENT) {
		dr_buf_addf(out, "-");
	} else if (visit->outcome_status.state == DR_UNKNOWN) {
		dr_buf_addf(out, "?%s", dr_why_name((dr_why)visit->outcome_status.why));
	} else {
		dr_buf_addf(out, "%s%s", dr_spf_outcome_name(visit->outcome),
		            visit->unregistered ? "!" : "");
	}
}

static dr_str outcomes_text(const dr_spf_node *node)
{
	dr_buf out;
	dr_buf_init(&out, w.arena);
	for (size_t i = 0; node->record != NULL && i < node->record->terms.len; i++) {
		dr_buf_addf(&out, "%s", i > 0 ? " " : "");
		write_outcome(&out, &node->visits[i]);
	}
	return dr_buf_str(&out);
}

START_TEST(every_term_has_an_outcome)
{
	static const struct {
		const char *lines, *timeouts, *outcomes;
	} CASES[] = {
		{ SPF("d.test", "ip4:192.0.2.1 ptr a:h.test exists:h.test -all a:late.test")
		          HOST("h.test"),
		  NULL, "- no-data ok ok - -" },
		{ SPF("d.test",
		      "a:gone.test a:t.test mx:t.test exists:gone.test -all") "t.test. TXT \"x\"\n",
		  NULL, "no-name! no-data no-data no-name! -" },
		{ SPF("d.test",
		      "mx mx:null.test mx:many.test -all") "null.test. MX 0 .\n"
		                                           "d.test. MX 0 h.test.\n" HOST(
								   "h.test") "$GENERATE 1-11 "
		                                                             "many.test. MX 1 "
		                                                             "h$.test.\n",
		  NULL, "ok null-mx too-many -" },
		{ SPF("d.test",
		      "include:gone.test include:t.test include:two.test include:bad.test "
		      "include:good.test include:empty.e.test -all") "t.test. TXT \"hello\"\n" SPF("two.test",
		                                                                                   "a")
		          SPF("two.test", "mx") SPF("bad.test", "b:c")
		                  SPF("good.test", "-all") "x.empty.e.test. TXT \"x\"\n",
		  NULL, "no-name! no-record several-records permerror ok no-data -" },
		{ SPF("d.test", "include:d.test redirect=good.test") SPF("good.test", "-all"), NULL,
		  "loop ok" },
		{ SPF("d.test", "a:%{i}.test include:%{s} a:slow.test -all"), "slow.test",
		  "?message ?message ?network -" },
		{ SPF("d.test", "exp=e.test -all") "e.test. TXT \"one\"\ne.test. TXT \"two\"\n",
		  NULL, "several-records -" },
		{ SPF("d.test", "exp=e.test -all") "e.test. TXT \"one\"\n", NULL, "ok -" },
		/* the first is below a domain that anybody may register */
		{ SPF("d.test", "include:spf.gone.example a:x.d.test -all"), NULL,
		  "no-name! no-name -" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_spf_tree tree;
		world_open(&w, CASES[i].lines, CASES[i].timeouts);
		dr_survey_spf(&w.asking, world_name(&w, "d.test"), &tree);
		dr_str got = outcomes_text(tree.root);
		ck_assert_msg(dr_str_eq(got, dr_str_of(CASES[i].outcomes)), "%sgot  %.*s\nwant %s",
		              CASES[i].lines, DR_FMT(got), CASES[i].outcomes);
		world_close(&w);
	}
	world_open(&w, "", NULL);
}
END_TEST

START_TEST(nodes_know_how_they_are_reached)
{
	dr_spf_tree tree;
	world_open(&w,
	           SPF("d.test", "include:i.test include:j.test -all")
	                   SPF("i.test", "include:k.test -all") SPF("j.test", "include:k.test -all")
	                           SPF("k.test", "-all"),
	           NULL);
	dr_survey_spf(&w.asking, world_name(&w, "d.test"), &tree);
	ck_assert_uint_eq(tree.nodes.len, 4);
	const dr_spf_node *k = tree.nodes.items[2];
	ck_assert_dr_str(dr_name_text(w.arena, k->domain), "k.test");
	ck_assert_uint_eq(k->depth, 2);
	ck_assert_uint_eq(k->times, 2);
	ck_assert_dr_str(k->via->term->text, "include:i.test");
	ck_assert_dr_str(dr_name_text(w.arena, k->parent->domain), "i.test");
	ck_assert_uint_eq(tree.nodes.items[1]->times, 1);
}
END_TEST

/* Six levels of ten includes, each record of which is new: the tree is cut, not followed to
 * its million ends. */
START_TEST(an_include_bomb_is_cut)
{
	dr_buf lines;
	static const char DIGITS[] = "0123456789";
	world_open(&w, "", NULL);
	dr_buf_init(&lines, w.arena);
	dr_buf_addf(&lines, "d.test. TXT \"v=spf1 include:b.test -all\"\n");
	dr_buf_addf(&lines, "*.b.test. TXT \"v=spf1");
	for (size_t i = 0; i < 10; i++) {
		dr_buf_addf(&lines, " include:%c.%%{d}", DIGITS[i]);
	}
	dr_buf_addf(&lines, "\"\nb.test. TXT \"v=spf1 include:x.%%{d} -all\"\n");
	char *text = lines.ptr;
	world bomb;
	dr_spf_tree tree;
	world_open(&bomb, text, NULL);
	dr_survey_spf(&bomb.asking, world_name(&bomb, "d.test"), &tree);
	ck_assert_uint_eq(tree.nodes.len, DR_SPF_NODES_MAX);
	ck_assert_int_eq(tree.root->cost.lookups_status.state, DR_UNKNOWN);
	ck_assert_int_eq(tree.root->cost.lookups_status.why, DR_WHY_BUDGET);
	ck_assert_int_gt(tree.root->cost.lookups, 10);
	world_close(&bomb);
}
END_TEST

UNIT_MAIN("survey spf", NULL, tear_down, terms_that_ask_are_counted,
          the_count_goes_on_past_the_limit, void_lookups_are_counted_for_each_family,
          missing_answers_leave_what_is_certain, loops_end, every_term_has_an_outcome,
          nodes_know_how_they_are_reached, an_include_bomb_is_cut)
