#include "playbook/playbook.h"

static const dr_str AHEAD = DR_STR_INIT("upcoming");

static bool edits_records(const dr_playbook_phase *phase)
{
	return phase->raise_p.len + phase->raise_sp.len + phase->raise_np.len > 0 ||
	       phase->set.len + phase->replace.len + phase->remove.len > 0 ||
	       phase->apart != NULL || phase->rejoin;
}

static bool is_ahead(const dr_phase_example *example)
{
	return dr_str_eq(example->state->text, AHEAD);
}

static bool has_example(const dr_playbook_phase *phase, bool ahead)
{
	bool edits = ahead && edits_records(phase);
	for (size_t i = 0; i < phase->examples.len; i++) {
		const dr_phase_example *example = &phase->examples.items[i];
		bool shown = example->writes.len + example->removes.len > 0;
		if (is_ahead(example) == ahead && (shown || !edits)) {
			return true;
		}
	}
	return false;
}

static size_t check_phase(dr_arena *arena, const dr_playbook *playbook,
                          const dr_playbook_phase *phase, dr_errors *errors)
{
	size_t count = 0;
	if (!has_example(phase, true)) {
		count += dr_errors_add(
			arena, errors, playbook->text, DR_EINVAL, phase->at,
			"%.*s has no example in which it is upcoming%s", DR_FMT(phase->id),
			edits_records(phase) ? ", with what it writes or removes" : "");
	}
	if (!has_example(phase, false)) {
		count += dr_errors_add(arena, errors, playbook->text, DR_EINVAL, phase->at,
		                       "%.*s has no example in which it is not upcoming",
		                       DR_FMT(phase->id));
	}
	return count;
}

size_t dr_playbook_check_examples(dr_arena *arena, const dr_playbook *playbook, dr_errors *errors)
{
	size_t count = 0;
	for (size_t i = 0; i < playbook->phases.len; i++) {
		count += check_phase(arena, playbook, &playbook->phases.items[i], errors);
	}
	return count;
}
