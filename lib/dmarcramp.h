/*
 * libdmarcramp: what other programs may use. Everything else in lib/ is ours and changes.
 *
 * Lints a zone that is given as text, by the built-in rules, without the network: what the zone
 * does not hold is not judged. Link with `pkg-config --libs dmarcramp`.
 *
 *     static void show(void *self, const dmarcramp_finding *finding)
 *     {
 *             printf("%s %s: %s\n", finding->severity, finding->rule, finding->message);
 *     }
 *     …
 *     dmarcramp *linter = dmarcramp_open();
 *     dmarcramp_lint_zone(linter, &(dmarcramp_zone){ .text = text, .length = strlen(text) },
 *                         "example.com", show, NULL, &error);
 *     dmarcramp_close(linter);
 */
#pragma once
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The rules, read once; any number of zones can be linted with them, by one thread at a time. */
typedef struct dmarcramp dmarcramp;

/* NULL: no memory. */
dmarcramp *dmarcramp_open(void);
void dmarcramp_close(dmarcramp *linter); /* NULL is fine */

typedef struct {
	const char *text;
	size_t length;      /* octets */
	const char *name;   /* of the file, for places; NULL: "zone" */
	const char *origin; /* the zone's name; NULL: as the text says */
	const char
		*format; /* zone octodns dnscontrol route53 cloudflare; NULL: as the text looks */
} dmarcramp_zone;

/* Texts live until the callback returns. Numbers of lines and columns are 0 where nothing of the
 * zone is at fault but its absence. */
typedef struct {
	const char *rule;     /* "SPF023" */
	const char *name;     /* "spf-lookup-limit" */
	const char *severity; /* "error", "warning", "info" */
	const char *message;  /* a sentence; what came from the zone is in it as it stood there */
	const char *fix;      /* empty when there is none */
	const char *file;     /* empty: no place */
	unsigned line, column;
} dmarcramp_finding;

typedef struct {
	char text[256]; /* what is wrong, a sentence without a full stop */
} dmarcramp_error;

/* Tells every finding about a domain of the zone. The number of them; -1 with a text in `error`
 * (which may be NULL) when the zone cannot be read, the domain is none, or memory is spent: then
 * nothing was told. */
int dmarcramp_lint_zone(dmarcramp *linter, const dmarcramp_zone *zone, const char *domain,
                        void (*tell)(void *self, const dmarcramp_finding *finding), void *self,
                        dmarcramp_error *error);

/* "0.1.0". */
const char *dmarcramp_version(void);

#ifdef __cplusplus
}
#endif
