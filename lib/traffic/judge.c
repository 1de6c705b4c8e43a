#include "traffic/traffic_priv.h"

enum {
	STEADY_DAYS = 3, /* a stranger that comes back on as many days is no burst */
	LIST_BIT = 3,    /* of DR_OVERRIDE_MAILING_LIST */
	FEW = 1000,      /* one in as many: every sender has some that break */
};

typedef struct {
	const dr_traffic *traffic;
	const dr_traffic_knowledge *knowledge;
} judging;

static const char *const CLASS_NAMES[] = {
	"aligned",      "spf-only",           "not-aligned", "misconfigured",    "forwarder",
	"mailing-list", "changed-in-transit", "unknown",     "probable-spoofing"
};
static const char *const CLASS_WORDS[] = {
	"aligned",
	"aligned by SPF only",
	"authenticated, not aligned",
	"known, misconfigured",
	"forwarder",
	"mailing list",
	"changed in transit",
	"unknown, decide",
	"probable spoofing",
};
static const char *const CONFIDENCES[] = { "certain", "likely", "cannot-tell" };
static const char *const DIAGNOSES[] = {
#define DR_DIAGNOSIS(id, code, ...) code,
#include "traffic/diagnosis.def"
#undef DR_DIAGNOSIS
};

const char *dr_class_name(dr_class class)
{
	return CLASS_NAMES[class];
}

const char *dr_class_words(dr_class class)
{
	return CLASS_WORDS[class];
}

const char *dr_confidence_name(dr_confidence confidence)
{
	return CONFIDENCES[confidence];
}

const char *dr_diagnosis_name(dr_diagnosis diagnosis)
{
	return DIAGNOSES[diagnosis];
}

static bool any_within(const dr_prefixset *set, const dr_sender *sender)
{
	for (size_t i = 0; set != NULL && i < sender->addresses.len; i++) {
		if (dr_prefixset_holds(set, sender->addresses.items[i].ip)) {
			return true;
		}
	}
	return false;
}

static void set(dr_sender *sender, dr_class class, dr_confidence confidence, dr_diagnosis diagnosis)
{
	sender->class = class;
	sender->confidence = confidence;
	sender->diagnosis = diagnosis;
}

static uint64_t dkim_aligned(const dr_tally *tally)
{
	return tally->both + tally->dkim_only;
}

static bool most(uint64_t part, uint64_t whole)
{
	return part * 2 >= whole;
}

static dr_diagnosis of_failing_service(const dr_sender *sender)
{
	const dr_service *service = sender->service;
	if (service->retired.len > 0) {
		return DR_DIAGNOSIS_SERVICE_RETIRED;
	}
	if (!service->can_align) {
		return DR_DIAGNOSIS_CANNOT_ALIGN;
	}
	if (sender->uses_our_return_path && service->include.len > 0 &&
	    dr_str_eq(service->spf_counts, DR_STR("author-domain"))) {
		return DR_DIAGNOSIS_INCLUDE_MISSING;
	}
	return sender->signers.len > 0 ? DR_DIAGNOSIS_VENDOR_SIGNING : DR_DIAGNOSIS_SERVICE_DKIM;
}

static void judge_indirect(dr_sender *sender)
{
	const dr_tally *tally = &sender->indirect.all;
	bool holds = most(dr_tally_aligned(tally), tally->messages);
	bool list = sender->outcomes.overrides[LIST_BIT] > 0;
	switch (sender->path) {
	case DR_PATH_LIST:
		set(sender, DR_CLASS_LIST, list ? DR_CERTAIN : DR_LIKELY,
		    holds ? DR_DIAGNOSIS_LIST_KEEPS : DR_DIAGNOSIS_LIST);
		return;
	case DR_PATH_CHANGED:
		set(sender, DR_CLASS_CHANGED, DR_LIKELY, DR_DIAGNOSIS_CHANGED);
		return;
	case DR_PATH_FORWARDED:
	case DR_PATH_DIRECT:
		set(sender, DR_CLASS_FORWARDER, holds ? DR_CERTAIN : DR_LIKELY,
		    holds                          ? DR_DIAGNOSIS_FORWARDED
		    : sender->outcomes.rescued > 0 ? DR_DIAGNOSIS_RESCUED
		                                   : DR_DIAGNOSIS_FORWARDED_UNSIGNED);
		return;
	}
}

static void judge_aligned(dr_sender *sender)
{
	const dr_tally *tally = &sender->direct.all;
	if (sender->breaks_ours && !most(dkim_aligned(tally), tally->messages)) {
		set(sender, DR_CLASS_CHANGED, DR_LIKELY, DR_DIAGNOSIS_OWN_GATEWAY);
	} else if (!most(dkim_aligned(tally), tally->messages)) {
		set(sender, DR_CLASS_SPF_ONLY, DR_CERTAIN,
		    sender->never_verifies    ? DR_DIAGNOSIS_KEY_MISSING
		    : sender->service != NULL ? DR_DIAGNOSIS_SPF_ONLY_SERVICE
		                              : DR_DIAGNOSIS_SPF_ONLY);
	} else {
		set(sender, DR_CLASS_ALIGNED, DR_CERTAIN,
		    tally->none * FEW < tally->messages || tally->none == 0 ? DR_DIAGNOSIS_FINE
		    : sender->service != NULL ? DR_DIAGNOSIS_SERVICE_SOME_FAIL
		                              : DR_DIAGNOSIS_SOME_FAIL);
	}
}

/* Nothing of it authenticates, and nobody knows it. Steady strangers are devices and forgotten
 * servers more often than forgers; and without a signature on our own mail, a forwarded message
 * looks the same. */
static void judge_stranger(const judging *j, dr_sender *sender)
{
	bool could_be_forwarded = j->traffic->unsigned_mail && sender->uses_our_return_path;
	bool known = j->knowledge->spf != NULL || sender->spf_denied;
	if (could_be_forwarded) {
		set(sender, DR_CLASS_UNKNOWN, DR_CANNOT_TELL, DR_DIAGNOSIS_UNKNOWN_FORWARDER);
	} else if (sender->kind != DR_SOURCE_REST && sender->days >= STEADY_DAYS) {
		set(sender, DR_CLASS_UNKNOWN, DR_CANNOT_TELL, DR_DIAGNOSIS_UNKNOWN);
	} else if (known) {
		set(sender, DR_CLASS_SPOOFING, DR_LIKELY, DR_DIAGNOSIS_SPOOFING);
	} else {
		set(sender, DR_CLASS_UNKNOWN, DR_CANNOT_TELL, DR_DIAGNOSIS_UNKNOWN);
	}
}

static void judge_failing(const judging *j, dr_sender *sender)
{
	bool own_address = sender->in_spf || sender->in_networks;
	bool declared = sender->decision != NULL && sender->decision->is == DR_IS_OURS;
	if (sender->within_us) {
		set(sender, DR_CLASS_NOT_ALIGNED, DR_CERTAIN, DR_DIAGNOSIS_STRICT);
	} else if (sender->service != NULL) {
		set(sender, DR_CLASS_MISCONFIGURED, DR_CERTAIN, of_failing_service(sender));
	} else if (sender->signers.len > 0 && !sender->signs_as_us) {
		set(sender, DR_CLASS_NOT_ALIGNED, DR_CERTAIN, DR_DIAGNOSIS_FOREIGN_SIGNING);
	} else if (own_address) {
		set(sender, DR_CLASS_MISCONFIGURED, DR_LIKELY,
		    sender->breaks_ours ? DR_DIAGNOSIS_OWN_GATEWAY : DR_DIAGNOSIS_OWN_SERVER);
	} else if (sender->signs_as_us && !sender->ever_aligned) {
		set(sender, DR_CLASS_UNKNOWN, DR_CANNOT_TELL, DR_DIAGNOSIS_KEY_MISSING);
	} else if (sender->ever_aligned && declared) {
		set(sender, DR_CLASS_MISCONFIGURED, DR_LIKELY, DR_DIAGNOSIS_SOME_FAIL);
	} else if (sender->ever_aligned && (sender->signs_as_us || sender->uses_our_return_path)) {
		set(sender, DR_CLASS_UNKNOWN, DR_CANNOT_TELL, DR_DIAGNOSIS_UNKNOWN);
	} else if (sender->return_paths.len > 0) {
		set(sender, DR_CLASS_NOT_ALIGNED, DR_LIKELY, DR_DIAGNOSIS_FOREIGN_RETURN_PATH);
	} else if (declared) {
		set(sender, DR_CLASS_MISCONFIGURED, DR_LIKELY, DR_DIAGNOSIS_OWN_SERVER);
	} else if (sender->ever_aligned) {
		set(sender, DR_CLASS_UNKNOWN, DR_CANNOT_TELL, DR_DIAGNOSIS_UNKNOWN);
	} else {
		judge_stranger(j, sender);
	}
}

static bool passes_by_spf(const dr_sender *sender)
{
	return sender->direct.all.both + sender->direct.all.spf_only > 0;
}

/* Evidence against what somebody decided: what is not ours passes as us, what forwards passes SPF
 * as us, what was retired still sends. DR_DIAGNOSIS_FINE: there is none. */
static dr_diagnosis against_decision(const dr_sender *sender)
{
	bool direct = sender->path == DR_PATH_DIRECT;
	switch (sender->decision->is) {
	case DR_IS_NOT_OURS:
		return direct && sender->ever_aligned ? DR_DIAGNOSIS_STRANGER_PASSES
		                                      : DR_DIAGNOSIS_FINE;
	case DR_IS_FORWARDER:
		return direct && passes_by_spf(sender) ? DR_DIAGNOSIS_FORWARDER_PASSES
		                                       : DR_DIAGNOSIS_FINE;
	case DR_IS_RETIRED:
		return sender->recent > 0 ? DR_DIAGNOSIS_RETIRED_SENDS : DR_DIAGNOSIS_FINE;
	case DR_IS_OURS: return DR_DIAGNOSIS_FINE;
	}
	return DR_DIAGNOSIS_FINE;
}

static void apply_decision(dr_sender *sender)
{
	dr_diagnosis against = against_decision(sender);
	sender->ours = sender->decision->is == DR_IS_OURS;
	sender->lapsed = against != DR_DIAGNOSIS_FINE;
	sender->undecided = sender->lapsed;
	if (sender->lapsed) {
		sender->diagnosis = against;
		sender->confidence = DR_CERTAIN;
	}
}

static void decide(dr_sender *sender)
{
	bool passes = sender->path == DR_PATH_DIRECT && sender->class <= DR_CLASS_SPF_ONLY;
	bool gateway = sender->diagnosis == DR_DIAGNOSIS_OWN_GATEWAY ||
	               sender->diagnosis == DR_DIAGNOSIS_OWN_SERVER;
	if (sender->decision != NULL) {
		apply_decision(sender);
		return;
	}
	sender->ours = passes || gateway;
	sender->lapsed = false;
	sender->undecided = !sender->ours && (sender->class == DR_CLASS_NOT_ALIGNED ||
	                                      sender->class == DR_CLASS_MISCONFIGURED ||
	                                      sender->class == DR_CLASS_UNKNOWN);
}

static void judge(const judging *j, dr_sender *sender)
{
	const dr_tally *tally = &sender->direct.all;
	sender->in_spf = any_within(j->knowledge->spf, sender);
	sender->in_networks = any_within(&j->traffic->networks, sender);
	if (sender->path != DR_PATH_DIRECT ||
	    (sender->decision != NULL && sender->decision->is == DR_IS_FORWARDER)) {
		judge_indirect(sender);
	} else if (most(dr_tally_aligned(tally), tally->messages)) {
		judge_aligned(sender);
	} else {
		judge_failing(j, sender);
	}
	decide(sender);
}

int dr_traffic_judge(dr_arena *arena, dr_traffic *traffic, const dr_traffic_knowledge *knowledge,
                     dr_error *err)
{
	const judging j = { .traffic = traffic, .knowledge = knowledge };
	for (size_t i = 0; i < traffic->senders.len; i++) {
		judge(&j, traffic->senders.items[i]);
		dr_traffic_explain(arena, traffic->senders.items[i]);
	}
	return dr_arena_failed(arena)
	               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to judge the sources")
	               : DR_OK;
}
