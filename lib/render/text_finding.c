/* Findings on the screen, with the record and a caret, like a compiler. */
#include "render/excerpt.h"
#include "render/text_priv.h"

enum { FULL_MAX = 10, SEVERITY_COLUMNS = 9, QUESTIONS_MAX = 8, RULES_MAX = 6 };

dr_paint dr_text_severity_paint(dr_severity severity)
{
	static const dr_paint PAINTS[DR_SEVERITY_COUNT] = {
		[DR_ERROR] = DR_PAINT_BAD, [DR_WARNING] = DR_PAINT_POOR, [DR_INFO] = DR_PAINT_NONE
	};
	return PAINTS[severity];
}

/* "error    SPF023  "; the columns it takes. */
static size_t write_head(const dr_render_options *options, const dr_finding *finding, dr_buf *out)
{
	dr_str severity = dr_str_of(dr_severity_name(finding->severity));
	dr_text_paint(options, out, dr_text_severity_paint(finding->severity), severity);
	dr_buf_add_repeat(out, ' ', SEVERITY_COLUMNS - severity.len);
	dr_buf_addf(out, "%.*s  ", DR_FMT(finding->rule->id));
	return SEVERITY_COLUMNS + finding->rule->id.len + 2;
}

static void write_record(const dr_finding_view *view, dr_buf *out)
{
	size_t at = out->len;
	if (view->type.len == 0) {
		return;
	}
	dr_buf_add(out, DR_STR("  "));
	dr_neutral_write(out, view->owner);
	dr_buf_addf(out, " %.*s", DR_FMT(view->type));
	if (view->record.ptr == NULL) {
		dr_buf_add_char(out, '\n');
		return;
	}
	dr_buf_add_char(out, ' ');
	if (view->has_span) {
		dr_excerpt_write(out, view->record, view->span, out->len - at, DR_TEXT_WIDTH);
	} else {
		dr_shown_write(out, view->record);
		dr_buf_add_char(out, '\n');
	}
}

/* Rules, each once: one may have hit several elements. */
static void write_consequences(const dr_finding *finding, dr_buf *out)
{
	const dr_rule *last = NULL;
	for (size_t i = 0; i < finding->consequences.len; i++) {
		const dr_rule *rule = finding->consequences.items[i]->rule;
		if (rule != last) {
			dr_buf_addf(out, "%s%.*s", last == NULL ? "  with it: " : ", ",
			            DR_FMT(rule->id));
		}
		last = rule;
	}
	dr_buf_add(out, last != NULL ? DR_STR("\n") : DR_STR(""));
}

static void write_full(const dr_render_options *options, const dr_finding_view *view, dr_buf *out)
{
	const dr_finding *finding = view->finding;
	dr_buf_add_char(out, '\n');
	dr_text_wrap(out, finding->message, write_head(options, finding, out), 2);
	dr_buf_add_char(out, '\n');
	write_record(view, out);
	if (view->at.file != NULL) {
		dr_buf_add(out, DR_STR("  at "));
		dr_neutral_write(out, dr_str_of(view->at.file));
		dr_buf_addf(out, ":%u:%u", view->at.line, view->at.column);
		if (view->at.address != NULL) {
			dr_buf_addf(out, "  ");
			dr_neutral_write(out, dr_str_of(view->at.address));
		}
		dr_buf_add_char(out, '\n');
	}
	if (finding->fix.len > 0) {
		dr_buf_add(out, DR_STR("  fix: "));
		dr_text_wrap(out, finding->fix, 7, 7);
		dr_buf_add_char(out, '\n');
	}
	write_consequences(finding, out);
}

/* As much of the message as fits. */
static void write_short(const dr_render_options *options, const dr_finding *finding, dr_buf *out)
{
	size_t room = DR_TEXT_WIDTH - write_head(options, finding, out);
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_text_wrap(&text, finding->message, 0, 0);
	dr_str line = dr_buf_str(&text);
	line = dr_str_sub(line, 0, dr_str_find(line, 0, '\n'));
	bool cut = line.len < text.len || dr_wrap_columns(line) > room;
	while (cut && dr_wrap_columns(line) > room - 2) {
		size_t blank = line.len - 1;
		while (blank > 0 && line.ptr[blank] != ' ') {
			blank--;
		}
		line.len = blank;
	}
	dr_buf_addf(out, "%.*s%s\n", DR_FMT(line), cut ? " …" : "");
}

void dr_text_findings(const dr_render_options *options, const dr_run_result *result, dr_buf *out)
{
	dr_finding_views views = dr_finding_views_by_weight(out->arena, result);
	size_t shown = 0;
	for (size_t i = 0; i < views.len; i++) {
		const dr_finding_view *view = &views.items[i];
		if (view->finding->severity == DR_INFO && !options->all) {
			break;
		}
		if (shown++ < FULL_MAX || options->all) {
			write_full(options, view, out);
			continue;
		}
		if (shown == FULL_MAX + 1) {
			dr_buf_add_char(out, '\n');
		}
		write_short(options, view->finding, out);
	}
}

/* The answer a finding waits for; NULL when it is none, or only the message could tell. */
static const dr_answer *missing_answer(const dr_run_result *result, const dr_finding *finding)
{
	for (size_t i = 0; i < finding->because.len; i++) {
		dr_status status = finding->because.items[i].status;
		if (status.question > 0) {
			return dr_answers_at(result->answers, (size_t)status.question - 1);
		}
	}
	return NULL;
}

/* "not sure: _spf.vendor.example TXT: timeout (SPF023, SPF026)" */
static void write_waiting(const dr_run_result *result, const dr_answer *answer, dr_buf *out)
{
	dr_buf text, rules;
	dr_buf_init(&text, out->arena);
	dr_buf_init(&rules, out->arena);
	size_t count = 0;
	for (size_t i = 0; i < result->judgement.findings.len; i++) {
		const dr_finding *finding = result->judgement.findings.items[i];
		if (finding->outcome == DR_UNDECIDED_FINDING &&
		    missing_answer(result, finding) == answer) {
			dr_buf_addf(&rules, "%s%.*s", count++ > 0 ? ", " : "",
			            DR_FMT(finding->rule->id));
		}
	}
	if (count > RULES_MAX) {
		rules.len = 0;
		dr_text_count(&rules, count, "check");
	}
	dr_buf_add(&text, DR_STR("not sure: "));
	dr_question_write(&answer->question, &text);
	dr_buf_addf(&text, ": %s (%.*s)", dr_outcome_name(answer->outcome),
	            DR_FMT(dr_buf_str(&rules)));
	dr_text_wrap(out, dr_buf_str(&text), 0, 2);
	dr_buf_add_char(out, '\n');
}

/* True when questions were asked and not one was answered: the network, not the domain. */
static bool nobody_answered(const dr_run_result *result)
{
	size_t count = result->answers != NULL ? dr_answers_count(result->answers) : 0;
	for (size_t i = 0; i < count; i++) {
		if (dr_outcome_is_certain(dr_answers_at(result->answers, i)->outcome)) {
			return false;
		}
	}
	return count > 0 && result->incomplete;
}

void dr_text_undecided(const dr_run_result *result, dr_buf *out)
{
	if (nobody_answered(result)) {
		dr_buf_add(
			out,
			DR_STR("not sure: no resolver answered; another one: --resolver ADDR\n"));
		return;
	}
	if (result->over_budget) {
		dr_buf_add(out, DR_STR("not sure: a limit was spent: --timeout, --max-questions or "
		                       "--max-arena\n"));
	}
	const dr_answer *seen[QUESTIONS_MAX];
	size_t count = 0;
	for (size_t i = 0; i < result->judgement.findings.len && count < QUESTIONS_MAX; i++) {
		const dr_finding *finding = result->judgement.findings.items[i];
		const dr_answer *answer = finding->outcome == DR_UNDECIDED_FINDING
		                                  ? missing_answer(result, finding)
		                                  : NULL;
		bool known = answer == NULL;
		for (size_t j = 0; j < count; j++) {
			known = known || seen[j] == answer;
		}
		if (!known) {
			seen[count++] = answer;
			write_waiting(result, answer, out);
		}
	}
}
