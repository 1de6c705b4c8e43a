/* Ways back below ten look-ups. Every proposal is published in the record's place and surveyed
 * again: the count is the one that was promised, and exactly the named addresses are lost. */
#include "survey/spf_advice.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

static const char *const SERVICES[] = {
	"id: bulk\nname: Bulk\nkind: sender\nincludes: [bulk.test]\nspf_counts: service-domain\n"
	"can_align: true\nsetup: x\nsee: [\"https://bulk.test/\"]\n",
	"id: letters\nname: Letters\nkind: sender\nincludes: [letters.test]\n"
	"spf_counts: own-subdomain\ncan_align: true\nsetup: x\nsee: [\"https://letters.test/\"]\n",
	"id: box\nname: Box\nkind: mailbox\nincludes: [box.test]\nspf_counts: author-domain\n"
	"can_align: true\nsetup: x\nsee: [\"https://box.test/\"]\n",
};

static const dr_catalog *load_catalog(void)
{
	dr_catalog *catalog = dr_catalog_new(w.arena);
	dr_errors errors = { 0 };
	for (size_t i = 0; i < DR_COUNT(SERVICES); i++) {
		dr_source *source = dr_arena_new_of(w.arena, dr_source);
		*source = (dr_source){ "service", dr_str_of(SERVICES[i]) };
		ck_assert_uint_eq(dr_catalog_load(catalog, source, &errors), 0);
	}
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 0);
	return catalog;
}

static void write_set(dr_buf *out, const dr_prefixset *set)
{
	const dr_prefixes *lists[] = { &set->v4, &set->v6 };
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_buf_add_char(out, ' ');
			dr_prefix_write(lists[i]->items[j], out);
		}
	}
}

/* "drop-useless include:bulk.test -> 11, loses 192.0.2.0/24". */
static void write_proposal(dr_buf *out, const dr_spf_proposal *p)
{
	dr_buf_addf(out, "%s", dr_spf_measure_name(p->measure));
	for (size_t i = 0; i < p->terms.len; i++) {
		dr_buf_addf(out, " %.*s", DR_FMT(p->terms.items[i]->term->text));
	}
	if (p->instead.len > 0) {
		dr_buf_addf(out, " as %.*s", DR_FMT(p->instead));
	}
	dr_buf_addf(out, " -> %d", (int)p->lookups);
	if (p->loses.v4.len + p->loses.v6.len > 0) {
		dr_buf_addf(out, ", loses");
		write_set(out, &p->loses);
	}
	dr_buf_add_char(out, '\n');
}

static dr_str proposals_text(const dr_spf_advice *advice)
{
	dr_buf out;
	dr_buf_init(&out, w.arena);
	for (size_t i = 0; i < advice->proposals.len; i++) {
		write_proposal(&out, &advice->proposals.items[i]);
	}
	return dr_buf_str(&out);
}

/* The world's other lines with another record at the advised name. */
static void publish(const char *others, dr_name name, dr_str record, world *ret_world)
{
	dr_buf lines;
	dr_buf_init(&lines, w.arena);
	dr_name_write(name, &lines);
	dr_buf_addf(&lines, ". TXT ( ");
	for (size_t at = 0; at < record.len; at += 200) {
		dr_buf_addf(&lines, "\"%.*s\" ", DR_FMT(dr_str_sub(record, at, 200)));
	}
	dr_buf_addf(&lines, ")\n%s", others);
	world_open(ret_world, lines.ptr, NULL);
}

static void check_applied(const char *others, const dr_spf_tree *before,
                          const dr_spf_advice *advice, size_t step)
{
	world after;
	dr_spf_tree tree;
	dr_prefixset lost, gained, named = { 0 };
	const dr_spf_proposal *p = &advice->proposals.items[step];
	publish(others, advice->node->domain, p->record, &after);
	dr_survey_spf(&after.asking, before->root->domain, &tree);
	ck_assert_msg(tree.root->record != NULL && tree.root->record->valid, "%.*s",
	              DR_FMT(p->record));
	ck_assert_msg(tree.root->cost.lookups == p->lookups, "%.*s costs %d, not %d",
	              DR_FMT(p->record), (int)tree.root->cost.lookups, (int)p->lookups);
	for (size_t i = 0; i <= step; i++) {
		dr_prefixset_union(w.arena, &named, &advice->proposals.items[i].loses, &named);
	}
	dr_spf_senders_minus(w.arena, &before->root->senders, &tree.root->senders, &lost);
	dr_spf_senders_minus(w.arena, &tree.root->senders, &before->root->senders, &gained);
	ck_assert_uint_eq(gained.v4.len + gained.v6.len, 0);
	dr_buf got, want;
	dr_buf_init(&got, w.arena);
	dr_buf_init(&want, w.arena);
	write_set(&got, &lost);
	write_set(&want, &named);
	ck_assert_msg(dr_str_eq(dr_buf_str(&got), dr_buf_str(&want)), "lost%.*s, named%.*s",
	              DR_FMT(dr_buf_str(&got)), DR_FMT(dr_buf_str(&want)));
	world_close(&after);
}

typedef struct {
	const char *name, *record; /* that is advised, and where it stands */
	const char *others, *proposals;
} advice_case;

static void check(const advice_case *c)
{
	dr_spf_tree tree;
	dr_spf_advice advice;
	world_open(&w, "", NULL);
	world *first = dr_arena_new_of(w.arena, world);
	publish(c->others, world_name(&w, c->name), dr_str_of(c->record), first);
	dr_survey_spf(&first->asking, world_name(&w, "d.test"), &tree);
	dr_spf_advise(w.arena, &tree, load_catalog(), &advice);
	dr_str got = proposals_text(&advice);
	ck_assert_msg(dr_str_eq(got, dr_str_of(c->proposals)), "%s\ngot:\n%.*swant:\n%s", c->record,
	              DR_FMT(got), c->proposals);
	for (size_t i = 0; i < advice.proposals.len; i++) {
		check_applied(c->others, &tree, &advice, i);
	}
	world_close(first);
	world_close(&w);
}

#define SPF(name, terms) name ". TXT \"v=spf1 " terms "\"\n"
/* Includes that cost five and three in all. */
#define FIVE                                                                \
	SPF("five.test", "include:f1.test include:f2.test include:f3.test " \
	                 "include:f4.test ip4:198.51.100.5 -all")           \
	SPF("f1.test", "-all")                                              \
	SPF("f2.test", "-all") SPF("f3.test", "-all") SPF("f4.test", "-all")
#define THREE                                                                      \
	SPF("three.test", "include:t1.test include:t2.test ip4:198.51.100.3 -all") \
	SPF("t1.test", "-all") SPF("t2.test", "-all")
#define BULK    SPF("bulk.test", "include:b1.test ip4:203.0.113.0/25 -all") SPF("b1.test", "-all")
#define LETTERS SPF("letters.test", "ip4:203.0.113.128/25 -all")
#define BOX     SPF("box.test", "include:x1.test ip4:192.0.2.128/25 -all") SPF("x1.test", "-all")
#define HOSTS                                                                     \
	"d.test. A 192.0.2.7\nd.test. AAAA 2001:db8::7\nd.test. MX 1 m.d.test.\n" \
	"m.d.test. A 192.0.2.8\n"

START_TEST(the_safest_comes_first)
{
	static const advice_case CASES[] = {
		{ "d.test",
		  "v=spf1 include:five.test include:bulk.test include:letters.test "
		  "include:three.test "
		  "a mx -all",
		  FIVE BULK LETTERS THREE HOSTS,
		  "drop-useless include:bulk.test -> 11, loses 203.0.113.0/25\n"
		  "drop-unlikely include:letters.test -> 10, loses 203.0.113.128/25\n"
		  "write-address a mx as ip4:192.0.2.7 ip6:2001:db8::7 ip4:192.0.2.8 -> 8\n" },
		{ "d.test",
		  "v=spf1 include:five.test include:three.test include:gone.test include:five.test "
		  "a:void.test -all",
		  FIVE THREE,
		  "drop-duplicate include:five.test -> 10\n"
		  "drop-dead include:gone.test a:void.test -> 8\n" },
		{ "d.test",
		  "v=spf1 include:five.test include:box.test a:h.other.test include:three.test "
		  "-all",
		  FIVE BOX THREE "h.other.test. A 192.0.2.200\n",
		  "drop-covered a:h.other.test -> 10\n" },
		{ "d.test", "v=spf1 include:five.test include:three.test ptr ?a/24 -all",
		  FIVE THREE HOSTS,
		  "write-address ?a/24 as ?ip4:192.0.2.0/24 ?ip6:2001:db8::7 -> 9\n"
		  "drop-ptr ptr -> 8\n" },
		/* mailboxes are the last to move */
		{ "d.test",
		  "v=spf1 include:box.test include:five.test include:three.test a:h.other.test "
		  "-all",
		  FIVE BOX THREE "h.other.test. A 192.0.2.20\n",
		  "move include:five.test -> 6, loses 198.51.100.5/32\n" },
		/* nothing is dropped for the sake of what has to go itself */
		{ "d.test", "v=spf1 include:big.test include:three.test -all",
		  FIVE THREE SPF("big.test",
		                 "include:five.test include:three.test include:five.test -all"),
		  "move include:big.test -> 3, loses 198.51.100.5/32\n" },
		/* the record is somewhere else */
		{ "_spf.d.test", "v=spf1 include:five.test include:five.test -all",
		  FIVE SPF("d.test", "redirect=_spf.d.test"),
		  "drop-duplicate include:five.test -> 6\n" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check(&CASES[i]);
	}
	world_open(&w, "", NULL);
}
END_TEST

START_TEST(nothing_is_proposed_where_nothing_helps)
{
	static const advice_case CASES[] = {
		{ "d.test", "v=spf1 include:five.test include:bulk.test -all", FIVE BULK, "" },
		{ "d.test", "v=spf1 include:five.test include:three.test a:h.other.test -all",
		  FIVE THREE "h.other.test. A 192.0.2.20\n", "" },
		/* what is refused on purpose stays, and so does what others mean by it */
		{ "d.test", "v=spf1 -include:bulk.test include:five.test include:three.test -all",
		  FIVE THREE BULK, "" },
		/* hosts of others move when they like; so does a CNAME */
		{ "d.test", "v=spf1 include:five.test include:three.test a:w.d.test mx -all",
		  FIVE THREE "w.d.test. CNAME h.other.test.\nh.other.test. A 192.0.2.1\n"
		             "d.test. MX 1 h.other.test.\n",
		  "drop-covered a:w.d.test -> 9\n" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check(&CASES[i]);
	}
	world_open(&w, "", NULL);
}
END_TEST

UNIT_MAIN("survey spf advice", NULL, tear_down, the_safest_comes_first,
          nothing_is_proposed_where_nothing_helps)
