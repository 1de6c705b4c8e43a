/* explain */
#include "command.h"
#include "exit_status.h"
#include "handed_over.h"
#include "topics.h"

/* What was asked about: things with a name first, then what was handed over. */
typedef struct {
	topic_index index;
	topics topics;
	handed_list handed;
} question;

/* A name; else a file, standard input, or a pasted text. */
static int find_one(dr_arena *arena, dr_str what, question *q)
{
	bool told;
	handed_over handed;
	if (topics_find(&q->index, what, &q->topics)) {
		return EXIT_CLEAN;
	}
	int status = handed_read(arena, what, &handed, &told);
	if (status == EXIT_CLEAN) {
		dr_list_add(arena, &q->handed, handed);
	} else if (!told) {
		topics_suggest(&q->index, what);
	}
	return status;
}

static int find_all(dr_arena *arena, const options *given, question *q)
{
	int status = topics_open(arena, given, &q->index);
	for (size_t i = 0; i < given->arguments.len && status == EXIT_CLEAN; i++) {
		status = find_one(arena, given->arguments.items[i], q);
	}
	return status;
}

static int write_topics(dr_arena *arena, const options *given, const question *q)
{
	documents list;
	bool listed;
	int status = outputs_open(arena, given, DR_DOCUMENT_EXPLAIN, "text", &list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	for (size_t i = 0; i < list.len; i++) {
		topics_write(arena, &list.items[i], &q->topics);
	}
	return outputs_close(&list, !dr_arena_failed(arena));
}

static int work(errand *on)
{
	const question *q = on->self;
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < on->list.len && q->topics.len > 0; i++) {
		topics_write(on->arena, &on->list.items[i], &q->topics);
		on->list.items[i].begun = true;
	}
	for (size_t i = 0; i < q->handed.len && (status == EXIT_CLEAN || status == EXIT_UNSURE);
	     i++) {
		int one = handed_explain(on, q->index.glossary, &q->handed.items[i]);
		status = exit_worse(status, one);
	}
	return status;
}

static int explain(dr_arena *arena, const options *given)
{
	question q = { .handed = { NULL, 0 } };
	int status = outputs_only_listed(given) ? EXIT_CLEAN : find_all(arena, given, &q);
	if (status != EXIT_CLEAN) {
		return status;
	}
	if (q.handed.len == 0) {
		return write_topics(arena, given, &q);
	}
	const errand_plan plan = { DR_DOCUMENT_EXPLAIN, "text", true, work, &q };
	return errand_run(arena, given, &plan);
}

const command CMD_EXPLAIN = {
	.bit = COMMAND_EXPLAIN,
	.name = "explain",
	.usage = "RULE|SERVICE|WORD|FILE|TEXT|-…",
	.min = 1,
	.max = SIZE_MAX,
	.title = "what a rule, a word, a bounce, a header or a mail means, and what to do",
	.about = "Says what a rule looks for and why it matters, how to fix what it found, shows "
		 "records that it hits and records that pass, and where the standard says so. Of "
		 "a service it says how it shows in DNS, where its SPF counts, how its mail looks "
		 "before it is set up, what to publish and where to click. Of a tag, a result, an "
		 "element of a report it says what it means and what receivers of the two "
		 "generations make of it. A bounce (or the reply of a server), an "
		 "Authentication-Results field, a mail or a report may be a file, standard input "
		 "(-) or "
		 "pasted; it says which check failed, for which domain, and what to do.",
	.examples = (const char *const[]){ "dmarcramp explain SPF023", "a rule by id",
	                                   "dmarcramp explain subdomain-policy-weaker",
	                                   "a rule by name", "dmarcramp explain sendgrid",
	                                   "a service", "dmarcramp explain sampled_out pct",
	                                   "words of reports and records",
	                                   "dmarcramp explain bounce.eml", "a bounce",
	                                   "dmarcramp explain - <header.txt",
	                                   "what was pasted into a file", NULL },
	.exits = (const char *const[]){ "0", "explained", "1", "--verify: the mail proves nothing",
	                                "2", "nothing is called so, or it cannot be read", "3",
	                                "an answer of the DNS is missing", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = explain,
};
