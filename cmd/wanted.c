#include "wanted.h"
#include "answer/rdata.h"
#include "exit_status.h"
#include "message.h"
#include "planning.h"
#include "record/edit.h"
#include "render/plan_view.h"
#include "sweep.h"

typedef struct {
	planning from;
	wanted_answers *wanted;
	bool taken;
	int status; /* of the plan */
} taking;

/* NULL: no memory. */
static const dr_answer *answer_of(dr_arena *arena, const dr_plan_record *record)
{
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	dr_rr *rr = dr_arena_new_of(arena, dr_rr);
	dr_strs strings = dr_text_split(arena, dr_arena_copy(arena, record->value));
	if (answer == NULL || rr == NULL) {
		return NULL;
	}
	*rr = (dr_rr){ .rdata = dr_rdata_txt(arena, strings.items, strings.len),
		       .ttl = (uint32_t)record->ttl };
	*answer = (dr_answer){
		.question = dr_question_dns(dr_name_of(arena, record->name), DR_TYPE_TXT),
		.outcome = DR_ANSWER,
		.rrs = rr,
		.rr_count = 1,
	};
	dr_answer_settle(arena, answer);
	return answer;
}

static bool next_domain(void *self, dr_arena *arena, sweep_request *ret_request)
{
	taking *t = self;
	if (t->taken) {
		return false;
	}
	t->taken = true;
	dr_str domain = t->from.on->given->arguments.items[0];
	ret_request->request = planning_request(&t->from, arena, domain);
	return true;
}

/* The domain's servers hold no record that stands elsewhere. */
static int check_place(const dr_plan *plan)
{
	if (plan->cname.len == 0 || dr_str_ends_nocase(plan->cname, plan->domain)) {
		return EXIT_CLEAN;
	}
	message_say("_dmarc.%.*s is a CNAME: ask the servers of %.*s for the record",
	            DR_FMT(plan->domain), DR_FMT(plan->cname));
	return EXIT_UNSURE;
}

static int take(void *self, dr_run_result *result, dr_render_item *item)
{
	taking *t = self;
	const errand *on = t->from.on;
	dr_plan_records records = { NULL, 0 };
	int status = planning_make(&t->from, result, NULL, &item->plan);
	if (status == EXIT_CLEAN && item->plan->incomplete) {
		dr_buf lacks;
		dr_buf_init(&lacks, result->arena);
		dr_plan_write_missing(&lacks, result, item->plan);
		message_say("there is no plan: %.*s could not be found out",
		            DR_FMT(dr_buf_str(&lacks)));
		status = EXIT_UNSURE;
	}
	if (status == EXIT_CLEAN) {
		status = check_place(item->plan);
	}
	if (status == EXIT_CLEAN) {
		status = planning_wanted(result->arena, item->plan, on->given->phase, &records);
	}
	for (size_t i = 0; i < records.len; i++) {
		dr_list_add(on->arena, t->wanted, answer_of(on->arena, &records.items[i]));
	}
	t->status = status;
	return EXIT_CLEAN;
}

int wanted_of_phase(errand *on, wanted_answers *ret_wanted)
{
	documents none = { NULL, 0 };
	taking t = { .wanted = ret_wanted, .status = EXIT_CLEAN };
	int status = planning_open(on, &t.from);
	if (status != EXIT_CLEAN) {
		return status;
	}
	const sweep_options how = {
		.on = on,
		.list = &none,
		.kind = DR_DOCUMENT_PLAN,
		.jobs = 1,
		.ordered = true,
		.next = next_domain,
		.prepare = take,
		.self = &t,
	};
	sweep_result result;
	status = sweep_run(&how, &result);
	return dr_arena_failed(on->arena) ? EXIT_INTERNAL : exit_worse(status, t.status);
}
