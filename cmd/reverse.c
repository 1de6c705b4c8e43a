#include "reverse.h"
#include "exit_status.h"
#include "inquire.h"
#include "message.h"
#include "survey/reverse_find.h"

enum { INQUIRY_MS = 10000 };

typedef struct {
	dr_ipaddr ip;
	bool known; /* it was asked not long ago */
} candidate;

typedef struct {
	dr_day today;
	candidate all[REVERSE_SOURCES_MAX];
	size_t count;
	dr_reverse_found found[REVERSE_ASKED_MAX];
	size_t asked;
} learning;

/* Where only an address, or a stranger's name, is known of a source. */
static bool is_wanted(const dr_sender *sender)
{
	bool nameless = sender->kind == DR_SOURCE_NETWORK || sender->kind == DR_SOURCE_RDNS;
	return sender->addresses.len > 0 && (nameless || sender->class == DR_CLASS_UNKNOWN) &&
	       dr_ipaddr_special(sender->addresses.items[0].ip) == NULL;
}

static void gather(learning *l, const dr_traffic *traffic)
{
	for (size_t i = 0; i < traffic->senders.len && l->count < REVERSE_SOURCES_MAX; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		if (is_wanted(sender)) {
			l->all[l->count++] = (candidate){ .ip = sender->addresses.items[0].ip };
		}
	}
}

static int mark_known(void *self, const dr_evidence_name *name, dr_error *err)
{
	learning *l = self;
	(void)err;
	for (size_t i = 0; i < l->count; i++) {
		candidate *one = &l->all[i];
		bool fresh = l->today - name->day < REVERSE_DAYS;
		one->known = one->known || (fresh && dr_ipaddr_eq(one->ip, name->ip));
	}
	return DR_OK;
}

static size_t count_wanted(const learning *l)
{
	size_t wanted = 0;
	for (size_t i = 0; i < l->count; i++) {
		wanted += l->all[i].known ? 0 : 1;
	}
	return wanted;
}

static void ask(void *self, const dr_asking *asking)
{
	learning *l = self;
	l->asked = 0;
	for (size_t i = 0; i < l->count && l->asked < REVERSE_ASKED_MAX; i++) {
		if (!l->all[i].known) {
			dr_survey_reverse_of(asking, l->all[i].ip, &l->found[l->asked++]);
		}
	}
}

static int keep(dr_arena *arena, const learning *l, dr_store *store, bool *ret_any)
{
	dr_error err = { 0 };
	int code = DR_OK;
	for (size_t i = 0; i < l->asked && code == DR_OK; i++) {
		const dr_reverse_found *one = &l->found[i];
		dr_evidence_name name = { .ip = one->address, .day = l->today };
		if (one->confirmed) {
			name.name = dr_name_text(arena, one->name);
		}
		if (one->status.state == DR_KNOWN) {
			code = store->name(store, &name, &err);
			*ret_any = *ret_any || one->confirmed;
		}
	}
	code = code == DR_OK ? store->commit(store, &err) : code;
	if (code != DR_OK) {
		message_error(&err, NULL);
	}
	return exit_of_error(code);
}

static int inquire_all(errand *on, learning *l, dr_store *store, bool *ret_any)
{
	const dr_inquiry inquiry = { .ask = ask, .self = l };
	dr_inquiry_result result = { 0 };
	on->from.config.run_ms = INQUIRY_MS;
	int status = inquire(on, &inquiry, &result);
	if (status == EXIT_CLEAN) {
		status = keep(on->arena, l, store, ret_any);
		dr_inquiry_result_done(&result);
	}
	return status;
}

int reverse_learn(dr_arena *arena, const options *given, dr_store *store, const dr_traffic *traffic,
                  bool *ret_any)
{
	*ret_any = false;
	learning *l = dr_arena_new_of(arena, learning);
	if (l == NULL) {
		return EXIT_INTERNAL;
	}
	gather(l, traffic);
	if (l->count == 0) {
		return EXIT_CLEAN;
	}
	errand on = { .arena = arena, .given = given };
	int status = sources_open(arena, given, NULL, &on.from);
	if (status != EXIT_CLEAN) {
		return status;
	}
	l->today = on.from.as_of;
	dr_error err = { 0 };
	int code = store->evidence.names(&store->evidence, mark_known, l, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
		status = exit_of_error(code);
	} else if (count_wanted(l) > 0) {
		status = inquire_all(&on, l, store, ret_any);
	}
	sources_close(&on.from);
	return status;
}
