#include "facts/make_priv.h"
#include "message/dkim_verify.h"

typedef enum { TELLS_NOTHING, FITS, FITS_NOT } fitness;

/* What a signature says about the key, whatever became of the mail on its way. */
static fitness fitness_of(dr_dkim_outcome outcome)
{
	static const fitness BY_OUTCOME[DR_DKIM_OUTCOME_COUNT] = {
		[DR_DKIM_PASS] = FITS,          [DR_DKIM_EXPIRED] = FITS,
		[DR_DKIM_BODY_CHANGED] = FITS,  [DR_DKIM_HEADER_CHANGED] = FITS,
		[DR_DKIM_KEY_OTHER] = FITS_NOT,
	};
	return BY_OUTCOME[outcome];
}

/* A body that differs is told before an Ed25519 signature that does not hold, which may be of
 * another key. */
static bool is_ambiguous(const dr_signature *signature, dr_dkim_outcome outcome)
{
	return signature->algorithm == DR_ALGORITHM_ED25519_SHA256 &&
	       outcome == DR_DKIM_BODY_CHANGED;
}

static fitness try_signature(const dr_maker *m, const dr_signature *signature, const dr_dkim *key)
{
	dr_dkim_digest_of digest = dr_dkim_digest(m->input->message, signature);
	dr_dkim_outcome outcome = dr_dkim_verify(signature, &digest, key, 0);
	return is_ambiguous(signature, outcome) ? TELLS_NOTHING : fitness_of(outcome);
}

void dr_make_fits(const dr_maker *m, const dr_dkim *key, dr_dkim_selector_fact *fact)
{
	const dr_mail *mail = m->input->message;
	dr_str domain = dr_name_text(m->arena, m->survey->domain);
	fitness best = TELLS_NOTHING;
	for (size_t i = 0; mail != NULL && i < mail->signatures.len && best != FITS; i++) {
		const dr_signature *signature = &mail->signatures.items[i];
		if (dr_str_eq_nocase(signature->selector, fact->selector) &&
		    dr_str_eq_nocase(signature->domain, domain)) {
			fitness one = try_signature(m, signature, key);
			best = one != TELLS_NOTHING ? one : best;
		}
	}
	if (best != TELLS_NOTHING) {
		dr_fact_set(fact, fits, best == FITS);
	}
}
