#include "receiver/message.h"

typedef struct {
	const dr_asking *asking;
	const dr_message *message;
	dr_message_view *view;
	const dr_dmarc_discovery *discovery; /* of the author domain */
} judge;

/* Queries, and what is missing. */

static void note_query(const judge *j, const dr_texts *texts)
{
	dr_dmarc_queries *queries = &j->view->queries;
	dr_name name = texts->answer->question.name;
	bool listed = !dr_name_is_set(name); /* a name that is too long to be asked for */
	for (size_t i = 0; i < queries->len && !listed; i++) {
		listed = dr_name_eq(queries->items[i]->answer->question.name, name);
	}
	if (!listed) {
		dr_list_add(j->asking->arena, queries, texts);
	}
}

static void note_missing(const judge *j, const dr_answer *answer)
{
	if (j->view->missing == NULL) {
		j->view->missing = answer;
	}
}

/* False when the answer of the step is missing. */
static bool note_step(const judge *j, const dr_dmarc_step *step)
{
	note_query(j, step->texts);
	if (dr_dmarc_step_is_missing(j->asking, step)) {
		note_missing(j, step->texts->answer);
		return false;
	}
	return true;
}

/* Up to the first answer that is missing; false when there is one. */
static bool note_walk(const judge *j, const dr_dmarc_walk *walk)
{
	for (size_t i = 0; i < walk->count; i++) {
		if (!note_step(j, &walk->steps[i])) {
			return false;
		}
	}
	return true;
}

/* Alignment. */

/* The organizational domain of an identifier that is at or below the author's. */
typedef bool (*organizer)(const judge *j, dr_name domain, dr_name *ret_organizational,
                          dr_status *ret_status);

static bool is_wanted(const dr_identifier *identifier, bool again)
{
	return identifier->result == (again ? DR_AUTH_TEMPERROR : DR_AUTH_PASS) &&
	       dr_name_is_set(identifier->domain);
}

static void align(const judge *j, char mode, organizer organize, dr_identifier *identifier)
{
	const dr_message_view *view = j->view;
	dr_name author = j->message->author, organizational = { 0 };
	identifier->alignment_status = DR_STATUS_KNOWN;
	if (!dr_name_eq(identifier->domain, author) && mode != 's') {
		if (!organize(j, identifier->domain, &organizational,
		              &identifier->alignment_status)) {
			return;
		}
	}
	identifier->alignment =
		dr_align_of(author, view->organizational, identifier->domain, organizational);
}

/* Identifiers that pass; or, `again`, those that may have done so but for an error. */
static void align_all(const judge *j, organizer organize, bool again)
{
	dr_message_view *view = j->view;
	const dr_dmarc *record = view->found.step.record;
	if (is_wanted(&view->spf, again)) {
		align(j, record->aspf, organize, &view->spf);
	}
	for (size_t i = 0; i < view->dkim.len; i++) {
		if (is_wanted(&view->dkim.items[i], again)) {
			align(j, record->adkim, organize, &view->dkim.items[i]);
		}
	}
}

static void conclude(const judge *j, dr_generation generation, dr_status role_status,
                     organizer organize)
{
	dr_message_view *view = j->view;
	bool found = view->found.status.state == DR_KNOWN;
	dr_dmarc_case input = {
		.generation = generation,
		.record = found ? view->found.step.record : NULL,
		.role = view->role,
		.role_status = role_status,
		.spf = &view->spf,
		.dkim = view->dkim,
	};
	/* Identifiers that met an error are looked at only when no other one passes. */
	view->verdict = dr_dmarc_verdict_of(&input);
	if (view->verdict.result != DR_DMARC_RESULT_NONE) {
		align_all(j, organize, false);
		view->verdict = dr_dmarc_verdict_of(&input);
	}
	if (view->verdict.result == DR_DMARC_RESULT_FAIL ||
	    view->verdict.result == DR_DMARC_RESULT_TEMPERROR) {
		align_all(j, organize, true);
		view->verdict = dr_dmarc_verdict_of(&input);
	}
	if (view->found.status.state == DR_UNKNOWN) {
		view->verdict.result = DR_DMARC_RESULT_TEMPERROR;
	}
}

/* RFC 9989. */

static bool organize_rfc9989(const judge *j, dr_name domain, dr_name *ret_organizational,
                             dr_status *ret_status)
{
	dr_dmarc_walk walk;
	bool had = note_walk(j, &j->discovery->walk);
	if (had && !dr_name_is_within(domain, j->discovery->walk.organizational)) {
		return true;
	}
	if (had) {
		dr_dmarc_walk_from(j->asking, domain, &walk);
		had = note_walk(j, &walk);
	}
	if (!had) {
		*ret_status = dr_answer_fact(j->view->missing);
		return false;
	}
	*ret_organizational = walk.organizational;
	return true;
}

/* The author domain is asked for only when it matters (RFC 9989 4.10.1, A.4). */
static dr_status find_role(const judge *j)
{
	dr_message_view *view = j->view;
	const dr_dmarc *record = view->found.step.record;
	dr_name author = j->message->author;
	view->role = DR_ROLE_OWN;
	if (view->found.status.state != DR_KNOWN || dr_name_eq(view->found.step.domain, author)) {
		return DR_STATUS_KNOWN;
	}
	view->role = DR_ROLE_EXISTING;
	const char *tag = dr_policy_choose(record, DR_RFC9989, DR_ROLE_NONEXISTENT).tag;
	if (!dr_str_eq(dr_str_of(tag), DR_STR("np"))) {
		return DR_STATUS_KNOWN;
	}
	const dr_answer *answer = dr_ask_dns(j->asking->answers, author, DR_TYPE_A);
	if (!dr_outcome_is_certain(answer->outcome)) {
		note_missing(j, answer);
	} else if (!dr_answer_name_exists(answer)) {
		view->role = DR_ROLE_NONEXISTENT;
	}
	return dr_answer_fact(answer);
}

/* True when every identifier that passes is the author domain itself. */
static bool passes_only_as_author(const dr_message *message)
{
	bool only = message->spf.result != DR_AUTH_PASS ||
	            dr_name_eq(message->spf.domain, message->author);
	for (size_t i = 0; i < message->dkim.len; i++) {
		only = only && (message->dkim.items[i].result != DR_AUTH_PASS ||
		                dr_name_eq(message->dkim.items[i].domain, message->author));
	}
	return only;
}

static void judge_rfc9989(const judge *j)
{
	dr_message_view *view = j->view;
	const dr_dmarc_walk *walk = &j->discovery->walk;
	if (note_step(j, &walk->steps[0]) && walk->steps[0].record == NULL) {
		note_walk(j, walk);
	}
	view->found = j->discovery->rfc9989;
	view->organizational = walk->organizational;
	bool own = walk->steps[0].record != NULL;
	if (walk->status.state != DR_KNOWN && own && passes_only_as_author(j->message)) {
		view->organizational = j->message->author;
	}
	conclude(j, DR_RFC9989, find_role(j), organize_rfc9989);
}

/* RFC 7489. */

static bool organize_rfc7489(const judge *j, dr_name domain, dr_name *ret_organizational,
                             dr_status *ret_status)
{
	(void)ret_status;
	*ret_organizational = dr_suffixes_organizational(j->asking->suffixes, domain);
	return true;
}

static void judge_rfc7489(const judge *j)
{
	dr_message_view *view = j->view;
	const dr_dmarc_step *own = &j->discovery->walk.steps[0];
	view->organizational = j->discovery->organizational_rfc7489;
	view->found = j->discovery->rfc7489;
	bool had = note_step(j, own);
	view->several = had && own->texts->count > 1;
	if (had && own->texts->count == 0 && !dr_name_eq(own->domain, view->organizational)) {
		dr_dmarc_step above = dr_dmarc_step_at(j->asking, view->organizational);
		view->several = note_step(j, &above) && above.texts->count > 1;
	}
	bool is_own = view->found.status.state == DR_KNOWN &&
	              dr_name_eq(view->found.step.domain, j->message->author);
	view->role = is_own ? DR_ROLE_OWN : DR_ROLE_EXISTING;
	conclude(j, DR_RFC7489, DR_STATUS_KNOWN, organize_rfc7489);
}

static dr_message_view new_view(const dr_asking *asking, const dr_message *message)
{
	dr_message_view view = { .spf = message->spf };
	for (size_t i = 0; i < message->dkim.len; i++) {
		dr_list_add(asking->arena, &view.dkim, message->dkim.items[i]);
	}
	return view;
}

void dr_message_judge(const dr_asking *asking, const dr_message *message,
                      dr_message_views *ret_views)
{
	dr_dmarc_discovery discovery;
	dr_dmarc_discover(asking, message->author, &discovery);
	ret_views->rfc9989 = new_view(asking, message);
	ret_views->rfc7489 = new_view(asking, message);
	const judge rfc9989 = { asking, message, &ret_views->rfc9989, &discovery };
	const judge rfc7489 = { asking, message, &ret_views->rfc7489, &discovery };
	judge_rfc9989(&rfc9989);
	judge_rfc7489(&rfc7489);
}
