#include "report/words.h"

#define WORD(text, v)                                   \
	{                                               \
		.word = DR_STR_INIT(text), .value = (v) \
	}
#define OLD(text, v)                                                 \
	{                                                            \
		.word = DR_STR_INIT(text), .value = (v), .old = true \
	}
#define WORDS(array)                   \
	{                              \
		array, DR_COUNT(array) \
	}

static const dr_report_word DISPOSITIONS[] = {
	WORD("none", DR_DISPOSITION_NONE),
	WORD("pass", DR_DISPOSITION_PASS),
	WORD("quarantine", DR_DISPOSITION_QUARANTINE),
	WORD("reject", DR_DISPOSITION_REJECT),
	OLD("accept", DR_DISPOSITION_NONE),
	OLD("delivered", DR_DISPOSITION_NONE),
};

static const dr_report_word EVALUATED[] = {
	WORD("pass", DR_EVALUATED_PASS),     WORD("fail", DR_EVALUATED_FAIL),
	OLD("none", DR_EVALUATED_FAIL),      OLD("neutral", DR_EVALUATED_FAIL),
	OLD("softfail", DR_EVALUATED_FAIL),  OLD("hardfail", DR_EVALUATED_FAIL),
	OLD("temperror", DR_EVALUATED_FAIL), OLD("permerror", DR_EVALUATED_FAIL),
	OLD("policy", DR_EVALUATED_FAIL),
};

static const dr_report_word AUTH[] = {
	WORD("none", DR_REPORTED_NONE),           WORD("pass", DR_REPORTED_PASS),
	WORD("fail", DR_REPORTED_FAIL),           WORD("softfail", DR_REPORTED_SOFTFAIL),
	WORD("neutral", DR_REPORTED_NEUTRAL),     WORD("policy", DR_REPORTED_POLICY),
	WORD("temperror", DR_REPORTED_TEMPERROR), WORD("permerror", DR_REPORTED_PERMERROR),
	OLD("hardfail", DR_REPORTED_FAIL),        OLD("unknown", DR_REPORTED_NEUTRAL),
	OLD("error", DR_REPORTED_TEMPERROR),      OLD("temp_error", DR_REPORTED_TEMPERROR),
	OLD("perm_error", DR_REPORTED_PERMERROR), OLD("invalid", DR_REPORTED_PERMERROR),
};

static const dr_report_word SCOPES[] = {
	WORD("mfrom", DR_SCOPE_MFROM),
	WORD("helo", DR_SCOPE_HELO),
	OLD("mailfrom", DR_SCOPE_MFROM),
	OLD("ehlo", DR_SCOPE_HELO),
};

static const dr_report_word OVERRIDES[] = {
	WORD("forwarded", 0),        WORD("sampled_out", 1),  WORD("trusted_forwarder", 2),
	WORD("mailing_list", 3),     WORD("local_policy", 4), WORD("other", 5),
	WORD("policy_test_mode", 6), OLD("arc_pass", 7),
};

const dr_report_words DR_DISPOSITION_WORDS = WORDS(DISPOSITIONS);
const dr_report_words DR_EVALUATED_WORDS = WORDS(EVALUATED);
const dr_report_words DR_REPORTED_WORDS = WORDS(AUTH);
const dr_report_words DR_SCOPE_WORDS = WORDS(SCOPES);
const dr_report_words DR_OVERRIDE_WORDS = WORDS(OVERRIDES);

bool dr_report_word_find(const dr_report_words *words, dr_str text, uint8_t *ret_value,
                         dr_report_issue_code *ret_issue)
{
	dr_str trimmed = dr_str_trim(text);
	for (size_t i = 0; i < words->len; i++) {
		const dr_report_word *one = &words->items[i];
		if (!dr_str_eq_nocase(one->word, trimmed)) {
			continue;
		}
		*ret_value = one->value;
		*ret_issue = DR_REPORT_ISSUE_COUNT;
		if (one->old) {
			*ret_issue = DR_REPORT_VALUE_OLD;
		} else if (!dr_str_eq(one->word, text)) {
			*ret_issue = DR_REPORT_VALUE_CASE;
		}
		return true;
	}
	return false;
}

dr_str dr_report_word_of(const dr_report_words *words, unsigned value)
{
	for (size_t i = 0; i < words->len; i++) {
		if (words->items[i].value == value) {
			return words->items[i].word;
		}
	}
	return DR_STR("unknown");
}
