#include "receiver/dmarc_discover.h"

enum { LONG_NAME = 8, LONG_NAME_STEP = 7 }; /* labels (RFC 9989 4.10 step 4) */

size_t dr_dmarc_walk_names(dr_name start, dr_name ret_names[DR_DMARC_WALK_MAX])
{
	size_t count = 0;
	for (dr_name at = start; at.len > 1 && count < DR_DMARC_WALK_MAX;) {
		bool jump = count == 0 && dr_name_labels(at) >= LONG_NAME;
		ret_names[count++] = at;
		at = jump ? dr_name_suffix(at, LONG_NAME_STEP) : dr_name_parent(at);
	}
	return count;
}

dr_dmarc_step dr_dmarc_step_at(const dr_asking *asking, dr_name domain)
{
	const dr_texts *texts =
		dr_texts_ask_below(asking, DR_STR("_dmarc"), domain, DR_RECORD_DMARC);
	return (dr_dmarc_step){
		.domain = domain,
		.texts = texts,
		.record = texts->count == 1 ? texts->dmarc : NULL,
	};
}

bool dr_dmarc_step_is_missing(const dr_asking *asking, const dr_dmarc_step *step)
{
	dr_outcome outcome = step->texts->answer->outcome;
	return !dr_outcome_is_certain(outcome) &&
	       !(outcome == DR_NOT_GIVEN && dr_suffixes_is_public(asking->suffixes, step->domain));
}

static bool ends_walk(const dr_dmarc_step *step)
{
	return step->record != NULL && step->record->psd != 'u';
}

/* The step with the fewest labels that has a record, or NULL. */
static const dr_dmarc_step *highest(const dr_dmarc_walk *walk)
{
	for (size_t i = walk->count; i > 0; i--) {
		if (walk->steps[i - 1].record != NULL) {
			return &walk->steps[i - 1];
		}
	}
	return NULL;
}

/* RFC 9989 4.10.2. Only the last step of a walk can have a psd of y or n. */
static dr_name select_organizational(const dr_dmarc_walk *walk)
{
	const dr_dmarc_step *first = &walk->steps[0], *last = &walk->steps[walk->count - 1];
	if (ends_walk(last) && last->record->psd == 'y' && last != first) {
		return dr_name_suffix(first->domain, dr_name_labels(last->domain) + 1);
	}
	const dr_dmarc_step *top = highest(walk);
	return top != NULL ? top->domain : first->domain;
}

void dr_dmarc_walk_from(const dr_asking *asking, dr_name start, dr_dmarc_walk *ret_walk)
{
	dr_name names[DR_DMARC_WALK_MAX];
	size_t count = dr_dmarc_walk_names(start, names);
	dr_dmarc_walk walk = { .status = DR_STATUS_KNOWN };
	bool ended = false;
	for (size_t i = 0; i < count; i++) {
		dr_dmarc_step step = dr_dmarc_step_at(asking, names[i]);
		if (ended) {
			continue;
		}
		walk.steps[walk.count++] = step;
		if (walk.status.state == DR_KNOWN && dr_dmarc_step_is_missing(asking, &step)) {
			walk.status = dr_texts_status(step.texts);
		}
		ended = ends_walk(&step);
	}
	if (walk.status.state == DR_KNOWN && walk.count > 0) {
		walk.organizational = select_organizational(&walk);
	}
	*ret_walk = walk;
}

static dr_dmarc_found found_at(const dr_dmarc_step *step)
{
	dr_dmarc_found found = { .status = DR_STATUS_ABSENT };
	if (step != NULL && step->record != NULL) {
		found = (dr_dmarc_found){ .status = DR_STATUS_KNOWN, .step = *step };
	}
	return found;
}

/* The record of the organizational domain, else of the public suffix domain above it. A domain with
 * psd=y rules what is below it without being its organizational domain: it is the last step too. */
static dr_dmarc_found find_ruling(const dr_dmarc_walk *walk)
{
	if (walk->status.state != DR_KNOWN) {
		return (dr_dmarc_found){ .status = walk->status };
	}
	for (size_t i = 0; i < walk->count; i++) {
		const dr_dmarc_step *step = &walk->steps[i];
		if (step->record != NULL && dr_name_eq(step->domain, walk->organizational)) {
			return found_at(step);
		}
	}
	return found_at(highest(walk));
}

static dr_dmarc_found find_rfc9989(const dr_dmarc_discovery *discovery)
{
	const dr_dmarc_step *own = &discovery->walk.steps[0];
	return own->record != NULL ? found_at(own) : discovery->below_rfc9989;
}

/* A set of several records stops a receiver of RFC 7489 (6.6.3 step 5). */
static dr_dmarc_found find_single(const dr_asking *asking, const dr_dmarc_step *step)
{
	return dr_dmarc_step_is_missing(asking, step)
	               ? (dr_dmarc_found){ .status = dr_texts_status(step->texts) }
	               : found_at(step);
}

static void discover_rfc7489(const dr_asking *asking, dr_name domain, dr_dmarc_discovery *discovery)
{
	dr_name organizational = dr_suffixes_organizational(asking->suffixes, domain);
	dr_dmarc_step own = dr_dmarc_step_at(asking, domain),
		      above = dr_dmarc_step_at(asking, organizational);
	dr_dmarc_found at_own = find_single(asking, &own);
	discovery->organizational_rfc7489 = organizational;
	discovery->below_rfc7489 = dr_suffixes_is_public(asking->suffixes, domain)
	                                   ? (dr_dmarc_found){ .status = DR_STATUS_ABSENT }
	                                   : find_single(asking, &above);
	bool goes_on = at_own.status.state == DR_ABSENT && own.texts->count == 0;
	discovery->rfc7489 = goes_on ? find_single(asking, &above) : at_own;
}

void dr_dmarc_discover(const dr_asking *asking, dr_name domain, dr_dmarc_discovery *ret_discovery)
{
	dr_dmarc_walk_from(asking, domain, &ret_discovery->walk);
	ret_discovery->below_rfc9989 = find_ruling(&ret_discovery->walk);
	ret_discovery->rfc9989 = find_rfc9989(ret_discovery);
	discover_rfc7489(asking, domain, ret_discovery);
}
