/*
 * What is known about a fact, and why not when it is not.
 */
#pragma once
#include "base/str.h"

/* Zeroed memory is unknown, so a fact that nobody set never reads as an answer. */
typedef enum {
	DR_UNKNOWN,
	DR_ABSENT, /* certainly not there */
	DR_KNOWN,
	DR_PARTIAL, /* lists: what is there is true, more may be missing */
} dr_state;

/* Why a fact is unknown (or partial). */
typedef enum {
	DR_WHY_NOBODY,    /* nobody set it: a bug when a run has ended */
	DR_WHY_NETWORK,   /* asked, not answered */
	DR_WHY_BUDGET,    /* a limit of ours */
	DR_WHY_MESSAGE,   /* depends on the message: SPF macros */
	DR_WHY_NOT_GIVEN, /* this kind of input was not supplied */
	DR_WHY_ERROR,     /* an expression's own fault: division by zero, … */
	DR_WHY_COUNT
} dr_why;

/* "nobody", "network", "budget", "message", "not-given", "error". Static storage. */
const char *dr_why_name(dr_why why);

/* Beside every fact. */
typedef struct {
	uint8_t state;     /* dr_state */
	uint8_t why;       /* dr_why, when unknown or partial */
	uint16_t question; /* 1 + index of the question whose answer is missing; 0: none */
} dr_status;

#define DR_STATUS_KNOWN     ((dr_status){ .state = DR_KNOWN })
#define DR_STATUS_ABSENT    ((dr_status){ .state = DR_ABSENT })
#define DR_STATUS_NOT_GIVEN ((dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_NOT_GIVEN })

/* The fact has its value: neither absent nor partial. */
static inline bool dr_is_known(dr_status status)
{
	return status.state == DR_KNOWN;
}

/* That of a list which is known as far as the status says: unknown becomes partial. */
dr_status dr_list_status(dr_status status);
