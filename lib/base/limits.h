/*
 * Every limit of ours in one place. Limits of the standards stand where they are applied.
 */
#pragma once

enum {
	/* One domain's run (options raise or lower them). */
	DR_LIMIT_RUN_MS = 30000,           /* wall time */
	DR_LIMIT_QUESTIONS = 400,          /* DNS questions */
	DR_LIMIT_FETCHES = 12,             /* HTTPS fetches */
	DR_LIMIT_TXT_SET = 65536,          /* octets of one TXT set that are looked at */
	DR_LIMIT_BODY = 262144,            /* octets of one fetched body */
	DR_LIMIT_FETCH_MS = 15000,         /* one fetch; RFC 8461 3.3 suggests a minute */
	DR_LIMIT_REDIRECTS = 3,            /* followed, of a logo or a mark certificate */
	DR_LIMIT_ARENA = 64 * 1024 * 1024, /* octets of one domain's arena */
	DR_LIMIT_RULE_FINDINGS = 50,       /* of one rule about one domain; the rest is not told */
	DR_LIMIT_ISSUES = 200,             /* issues of one record; the rest is dropped */

	/* Expressions. */
	DR_LIMIT_EXPR_TEXT = 4096,
	DR_LIMIT_EXPR_DEPTH = 32,
	DR_LIMIT_EXPR_LOOPS = 2,
	DR_LIMIT_EXPR_STEPS = 200000,
	DR_LIMIT_TEMPLATE_VALUE = 512, /* octets of one value in a message */

	/* Documents. */
	DR_LIMIT_DOC_TEXT = 8 * 1024 * 1024, /* octets of one YAML or JSON document */
	DR_LIMIT_DOC_DEPTH = 64,
	DR_LIMIT_DOC_NODES = 1000000,
	DR_LIMIT_ERRORS = 50, /* errors a loader collects before it gives up */

	/* Mails that somebody hands over to be looked at. */
	DR_LIMIT_MAIL = 64 * 1024 * 1024, /* octets of one */

	/* Zone files. */
	DR_LIMIT_ZONE_RECORDS = 5000000,
	DR_LIMIT_ZONE_INCLUDES = 16,    /* depth */
	DR_LIMIT_ZONE_GENERATE = 65536, /* records of one $GENERATE */

	/* The cache of live answers. */
	DR_LIMIT_CACHE = 64 * 1024 * 1024,
	DR_LIMIT_CACHE_POSITIVE_S = 3600,
	DR_LIMIT_CACHE_NEGATIVE_S = 300,
	DR_LIMIT_CACHE_FAILURE_S = 30,
};
