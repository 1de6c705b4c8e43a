/*
 * The TXT records at a name, as receivers of one kind of record see them: which of them are records
 * of the kind, and the first of those, read.
 */
#pragma once
#include "receiver/asking.h"
#include "record/bimi.h"
#include "record/dkim.h"
#include "record/dmarc.h"
#include "record/kind.h"
#include "record/mtasts.h"
#include "record/spf.h"
#include "record/tlsrpt.h"

typedef struct {
	const dr_answer *answer; /* of the TXT question */
	dr_record_kind kind;
	size_t count; /* records of the kind; those of other kinds do not count */
	uint32_t rr;  /* the first of them */
	union {       /* the same, read; NULL when count is 0 */
		const dr_spf *spf;
		const dr_dkim *dkim;
		const dr_dmarc *dmarc;
		const dr_bimi *bimi;
		const dr_mtasts *mtasts;
		const dr_tlsrpt *tlsrpt;
		const void *any;
	};
} dr_texts;

/* The texts of a TXT answer; never NULL. They are read once for the whole run. Of an answer that is
 * not certain nothing is known: count is 0. */
const dr_texts *dr_texts_of(const dr_asking *asking, const dr_answer *answer, dr_record_kind kind);
/* What is at a name, and below a prefix ("_dmarc"). */
const dr_texts *dr_texts_ask(const dr_asking *asking, dr_name name, dr_record_kind kind);
const dr_texts *dr_texts_ask_below(const dr_asking *asking, dr_str prefix, dr_name name,
                                   dr_record_kind kind);
/* DR_STATUS_KNOWN when the answer is certain; else unknown because of it. */
dr_status dr_texts_status(const dr_texts *texts);
