/* `simulate` on the screen: what receivers of both generations do, and why. */
#include "render/text_priv.h"
#include "render/typed.h"

enum { LABEL_COLUMNS = 12 };

typedef struct {
	const dr_render_options *options;
	const dr_message *message;
	dr_buf *out;
} page;

static dr_str name_text(const page *p, dr_name name)
{
	return dr_name_text(p->out->arena, name);
}

/* "  record    …": the text is wrapped. */
static void write_line(const page *p, const char *label, const dr_buf *text)
{
	dr_buf_addf(p->out, "  %-10s", label);
	dr_text_wrap(p->out, dr_buf_str(text), LABEL_COLUMNS, LABEL_COLUMNS);
	dr_buf_add_char(p->out, '\n');
}

static dr_buf sentence(const page *p)
{
	dr_buf text;
	dr_buf_init(&text, p->out->arena);
	return text;
}

static void write_record(const page *p, const dr_message_view *view)
{
	dr_buf text = sentence(p);
	const dr_dmarc_step *step = &view->found.step;
	dr_buf_addf(&text, "_dmarc.%.*s \"", DR_FMT(name_text(p, step->domain)));
	dr_shown_write(&text, step->record->text);
	dr_buf_add_char(&text, '"');
	write_line(p, "record", &text);
}

/* Why nothing applies. */
static void write_no_policy(const page *p, const dr_message_view *view)
{
	dr_buf text = sentence(p);
	if (view->found.status.state == DR_KNOWN) {
		dr_buf_add(&text, DR_STR("none: the record has no valid policy and no valid rua, "
		                         "so receivers ignore it"));
	} else if (view->several) {
		dr_buf_add(&text, DR_STR("none: several records at one name end the search"));
	} else {
		dr_buf_add(&text, DR_STR("none: there is no record at the names asked"));
	}
	write_line(p, "policy", &text);
}

static void add_reason(const page *p, const dr_message_view *view, dr_buf *text)
{
	static const dr_str NP = DR_STR_INIT("np"), SP = DR_STR_INIT("sp");
	dr_str tag = dr_str_of(view->verdict.policy.tag);
	dr_str author = name_text(p, p->message->author);
	dr_str above = name_text(p, view->found.step.domain);
	if (view->verdict.policy.fallen) {
		dr_buf_add(text, DR_STR("p is missing, or a policy is not valid, and the record "
		                        "has a valid rua"));
	} else if (view->role == DR_ROLE_OWN) {
		dr_buf_addf(text, "the record is that of %.*s itself", DR_FMT(author));
	} else if (dr_str_eq(tag, NP)) {
		dr_buf_addf(text, "%.*s does not exist and has no record; that of %.*s applies",
		            DR_FMT(author), DR_FMT(above));
	} else {
		dr_buf_addf(text, "%.*s has no record of its own; that of %.*s applies%s",
		            DR_FMT(author), DR_FMT(above),
		            dr_str_eq(tag, SP) ? "" : ", which has no sp");
	}
}

static void write_policy(const page *p, const dr_message_view *view)
{
	const dr_policy_choice *policy = &view->verdict.policy;
	dr_buf text = sentence(p);
	dr_buf_addf(&text, "%s=%s: ", policy->tag, dr_policy_name(policy->policy));
	add_reason(p, view, &text);
	write_line(p, "policy", &text);
}

static void add_sampling(const dr_dmarc *record, dr_policy policy, dr_buf *text)
{
	if (record->pct == 0) {
		dr_buf_add(text, DR_STR("; pct=0 selects no message, so it is one level less"));
	} else if (record->pct < 100) {
		dr_buf_addf(text, " for %u %% of failing mail, %s for the rest (pct=%u)",
		            record->pct, dr_policy_name(dr_policy_lowered(policy)), record->pct);
	}
}

static void write_effect(const page *p, const dr_message_view *view, dr_generation generation)
{
	const dr_dmarc *record = view->found.step.record;
	const dr_policy_choice *policy = &view->verdict.policy;
	bool enforced = policy->policy != DR_POLICY_NONE;
	dr_buf text = sentence(p);
	dr_buf_addf(&text, "%s", dr_policy_name(policy->effective));
	if (generation == DR_RFC7489 && enforced) {
		add_sampling(record, policy->policy, &text);
		dr_buf_add(&text, record->t ? DR_STR("; t is not known") : DR_STR(""));
	} else if (enforced) {
		dr_buf_add(&text, record->t ? DR_STR("; t=y asks for one level less") : DR_STR(""));
		dr_buf_add(&text, record->pct < 100 ? DR_STR("; pct is not known") : DR_STR(""));
	}
	write_line(p, "in effect", &text);
}

/* How the identifier relates to the author domain, as far as that was looked at. */
static void add_relation(const page *p, const dr_message_view *view, const dr_dmarc_way *way,
                         dr_buf *text)
{
	dr_str author = name_text(p, p->message->author);
	bool same = dr_name_eq(way->identifier->domain, p->message->author);
	if (way->aligned && same) {
		dr_buf_add(text, DR_STR(", aligned: it is the domain in From"));
	} else if (way->aligned) {
		dr_buf_addf(text, ", aligned: %.*s is the organizational domain of both",
		            DR_FMT(name_text(p, view->organizational)));
	} else if (way->identifier->result != DR_AUTH_PASS) {
		dr_buf_add(text, same ? DR_STR(", so it does not count, though it is the domain "
		                               "in From")
		                      : DR_STR(", so it does not count"));
	} else if (way->identifier->alignment_status.state != DR_KNOWN) {
		dr_buf_add(text, DR_STR(", alignment not known: an answer is missing"));
	} else if (way->mode == 's') {
		dr_buf_addf(text, ", not aligned: strict asks for exactly %.*s", DR_FMT(author));
	} else {
		dr_buf_addf(text, ", not aligned: its organizational domain is not %.*s",
		            DR_FMT(name_text(p, view->organizational)));
	}
}

static void write_way(const page *p, const char *label, const dr_message_view *view,
                      const dr_dmarc_way *way)
{
	dr_buf text = sentence(p);
	if (way->identifier == NULL) {
		dr_buf_add(&text, DR_STR("none"));
	} else {
		dr_buf_addf(&text, "%s for %.*s", dr_auth_result_name(way->identifier->result),
		            DR_FMT(name_text(p, way->identifier->domain)));
	}
	if (way->identifier != NULL && way->mode != 0) {
		add_relation(p, view, way, &text);
	}
	if (way->mode != 0) {
		dr_buf_addf(&text, " (%s)", way->mode == 's' ? "strict" : "relaxed");
	}
	write_line(p, label, &text);
}

static void add_outcome(const dr_texts *texts, dr_buf *text)
{
	if (!dr_outcome_is_certain(texts->answer->outcome)) {
		dr_buf_addf(text, ": %s", dr_outcome_name(texts->answer->outcome));
	} else if (texts->count > 1) {
		dr_buf_addf(text, ": %zu records, which count as none", texts->count);
	} else if (texts->count == 1) {
		dr_buf_add(text, DR_STR(": a record"));
	}
}

static void write_queries(const page *p, const dr_dmarc_queries *queries)
{
	for (size_t i = 0; i < queries->len; i++) {
		dr_buf text = sentence(p);
		dr_name name = queries->items[i]->answer->question.name;
		dr_buf_add(&text, name_text(p, name));
		add_outcome(queries->items[i], &text);
		write_line(p, i == 0 ? "asked" : "", &text);
	}
}

static void write_missing(const page *p, const dr_answer *missing)
{
	dr_buf text = sentence(p);
	dr_question_write(&missing->question, &text);
	dr_buf_addf(&text, ": %s", dr_outcome_name(missing->outcome));
	write_line(p, "missing", &text);
}

static const char *way_text(const dr_dmarc_verdict *verdict)
{
	bool spf = verdict->spf.aligned, dkim = verdict->dkim.aligned;
	return spf && dkim ? " by SPF and DKIM" : spf ? " by SPF" : dkim ? " by DKIM" : "";
}

static void write_result(const page *p, const dr_message_view *view)
{
	static const dr_paint PAINTS[DR_DMARC_RESULT_COUNT] = {
		[DR_DMARC_RESULT_NONE] = DR_PAINT_POOR,
		[DR_DMARC_RESULT_PASS] = DR_PAINT_GOOD,
		[DR_DMARC_RESULT_FAIL] = DR_PAINT_BAD,
		[DR_DMARC_RESULT_TEMPERROR] = DR_PAINT_POOR,
	};
	const dr_dmarc_verdict *verdict = &view->verdict;
	dr_text_paint(p->options, p->out, PAINTS[verdict->result],
	              dr_str_of(dr_dmarc_result_name(verdict->result)));
	dr_buf_addf(p->out, "%s\n", way_text(verdict));
}

static void write_view(const page *p, const char *title, const dr_message_view *view,
                       dr_generation generation)
{
	bool found = view->found.status.state == DR_KNOWN;
	dr_buf_addf(p->out, "\n%s: ", title);
	write_result(p, view);
	if (found) {
		write_record(p, view);
	}
	if (view->verdict.result == DR_DMARC_RESULT_NONE) {
		write_no_policy(p, view);
	} else if (view->verdict.policy.policy != DR_POLICY_UNSET) {
		write_policy(p, view);
		write_effect(p, view, generation);
	}
	write_way(p, "SPF", view, &view->verdict.spf);
	write_way(p, "DKIM", view, &view->verdict.dkim);
	write_queries(p, &view->queries);
	if (view->missing != NULL) {
		write_missing(p, view->missing);
	}
}

void dr_text_simulate(const dr_render_options *options, const dr_message *message,
                      const dr_message_views *views, dr_buf *out)
{
	const page p = { options, message, out };
	dr_buf_addf(out, "mail from %.*s\n", DR_FMT(name_text(&p, message->author)));
	dr_typed_write(out, message->typed);
	write_view(&p, "receivers of RFC 9989", &views->rfc9989, DR_RFC9989);
	write_view(&p, "receivers of RFC 7489", &views->rfc7489, DR_RFC7489);
}
