#include "account/authres.h"

/* What the results come to, for what is said at the end. */
typedef struct {
	dr_account *account;
	const dr_account_world *world;
	dr_str from;                      /* domain in From; empty: not told */
	bool aligned_pass;                /* SPF or DKIM, by the public suffix list */
	dr_str foreign_spf, foreign_dkim; /* a domain that passed and is not of From's */
	bool dkim_failed, dkim_seen, spf_failed;
	const dr_authres_result *dmarc;
} telling;

static bool is_called(dr_str text, const char *name)
{
	return dr_str_eq_nocase(text, dr_str_of(name));
}

/* Methods whose results count for DMARC, and where the domain stands that they are about. */
static const struct {
	const char *method, *area;
	const char *properties[3][2];
} METHODS[] = {
	{ "dkim", "dkim", { { "header", "d" }, { "header", "i" }, { "header", "from" } } },
	{ "spf", "spf", { { "smtp", "mailfrom" }, { "smtp", "helo" }, { "smtp", "mail" } } },
};

enum { DKIM, SPF };

static dr_str domain_of(const telling *t, const dr_authres_result *result, size_t method)
{
	dr_str value = { NULL, 0 };
	for (size_t i = 0; i < DR_COUNT(METHODS[method].properties) && value.len == 0; i++) {
		value = dr_authres_find(result, METHODS[method].properties[i][0],
		                        METHODS[method].properties[i][1]);
	}
	return dr_tell_domain(t->account->arena, value);
}

static dr_tone tone_of(dr_str result)
{
	if (is_called(result, "pass")) {
		return DR_TONE_GOOD;
	}
	return is_called(result, "fail") || is_called(result, "permerror") ||
	                       is_called(result, "hardfail")
	               ? DR_TONE_BAD
	               : DR_TONE_POOR;
}

static void begin(const telling *t, const dr_authres_result *result, dr_str domain)
{
	dr_account_begin(t->account, "result", tone_of(result->result), "%.*s=%.*s%s%.*s",
	                 DR_FMT(dr_account_quote(result->method)),
	                 DR_FMT(dr_account_quote(result->result)), domain.len > 0 ? " for " : "",
	                 DR_FMT(domain));
	dr_account_fact_add(t->account, "method", result->method);
	dr_account_fact_add(t->account, "result", result->result);
	dr_account_fact_add(t->account, "domain", domain);
	dr_account_fact_add(t->account, "reason", result->reason);
	dr_account_fact_add(t->account, "comment", result->comment);
}

static void say_alignment(telling *t, dr_str domain, bool pass, size_t method)
{
	if (t->from.len == 0 || domain.len == 0) {
		return;
	}
	dr_alignment alignment = dr_tell_relation(t->account, t->world, t->from, domain);
	dr_account_fact_add(t->account, "alignment", dr_str_of(dr_align_name(alignment)));
	if (alignment == DR_ALIGN_STRICT) {
		dr_account_say(t->account, "Aligned: it is the domain in From.");
	} else if (alignment == DR_ALIGN_RELAXED) {
		dr_account_say(t->account,
		               "Aligned unless the record asks for strict: %.*s and %.*s belong to "
		               "one organization.",
		               DR_FMT(domain), DR_FMT(t->from));
	} else {
		dr_account_say(t->account,
		               "Not aligned: %.*s does not belong to %.*s, which is in From. %s",
		               DR_FMT(domain), DR_FMT(t->from),
		               pass ? "For DMARC this pass does not count." : "");
	}
	t->aligned_pass = t->aligned_pass || (pass && alignment != DR_ALIGN_NONE);
	if (pass && alignment == DR_ALIGN_NONE) {
		*(method == DKIM ? &t->foreign_dkim : &t->foreign_spf) = domain;
	}
}

static void tell_mechanism(telling *t, const dr_authres_result *result, size_t method)
{
	bool pass = is_called(result->result, "pass");
	dr_str domain = domain_of(t, result, method);
	dr_str selector = dr_authres_find(result, "header", "s");
	begin(t, result, domain);
	dr_account_fact_add(t->account, "selector", selector);
	dr_tell_word(t->account, t->world, METHODS[method].area, result->result);
	if (selector.len > 0) {
		dr_account_say(t->account, "The key is at %.*s._domainkey.%.*s.",
		               DR_FMT(dr_account_quote(selector)), DR_FMT(domain));
	}
	say_alignment(t, domain, pass, method);
	t->dkim_seen = t->dkim_seen || method == DKIM;
	t->dkim_failed = t->dkim_failed || (method == DKIM && !pass);
	t->spf_failed = t->spf_failed || (method == SPF && !pass);
}

/* "p=REJECT sp=NONE dis=NONE", as Google writes it. */
static dr_str find_in_comment(dr_str comment, const char *key)
{
	for (dr_str rest = comment, word; dr_str_split(&rest, ' ', &word);) {
		dr_str value = word, name;
		dr_str_split(&value, '=', &name);
		if (value.ptr != NULL && is_called(name, key)) {
			return value;
		}
	}
	return (dr_str){ NULL, 0 };
}

static void say_policy(const telling *t, const dr_authres_result *result)
{
	dr_str published = find_in_comment(result->comment, "p");
	dr_str did = find_in_comment(result->comment, "dis");
	dr_str applied = dr_authres_find(result, "policy", "dmarc");
	dr_str action = dr_authres_find(result, "", "action");
	dr_account_fact_add(t->account, "policy", published);
	dr_account_fact_add(t->account, "disposition", did.len > 0 ? did : applied);
	dr_account_fact_add(t->account, "action", action);
	if (published.len > 0) {
		dr_account_say(t->account, "The server found the policy %.*s.", DR_FMT(published));
	}
	if (did.len > 0 || applied.len > 0) {
		dr_account_say(t->account, "It applied: %.*s.",
		               DR_FMT(dr_account_quote(did.len > 0 ? did : applied)));
	}
	if (action.len > 0) {
		dr_account_say(t->account, "What it did about it: action=%.*s.",
		               DR_FMT(dr_account_quote(action)));
	}
}

static void tell_dmarc(telling *t, const dr_authres_result *result)
{
	begin(t, result,
	      dr_tell_domain(t->account->arena, dr_authres_find(result, "header", "from")));
	dr_tell_word(t->account, t->world, "dmarc", result->result);
	say_policy(t, result);
	t->dmarc = result;
}

static void tell_arc(telling *t, const dr_authres_result *result)
{
	begin(t, result, (dr_str){ NULL, 0 });
	dr_tell_word(t->account, t->world, "arc", result->result);
	dr_str oldest = dr_authres_find(result, "header", "oldest-pass");
	if (oldest.len > 0) {
		dr_account_say(t->account, "All seals from instance %.*s on hold.",
		               DR_FMT(dr_account_quote(oldest)));
	}
}

/* A method that DMARC does not look at. */
static void tell_other(telling *t, const dr_authres_result *result)
{
	begin(t, result, (dr_str){ NULL, 0 });
	dr_tell_word(t->account, t->world, "authres", result->method);
	dr_account_say(t->account, "DMARC does not look at it.");
}

static void tell_result(telling *t, const dr_authres_result *result)
{
	for (size_t i = 0; i < DR_COUNT(METHODS); i++) {
		if (is_called(result->method, METHODS[i].method)) {
			tell_mechanism(t, result, i);
			return;
		}
	}
	if (is_called(result->method, "dmarc")) {
		tell_dmarc(t, result);
	} else if (is_called(result->method, "arc")) {
		tell_arc(t, result);
	} else {
		tell_other(t, result);
	}
}

static dr_str find_from(dr_arena *arena, const dr_authres *authres)
{
	for (size_t i = 0; i < authres->results.len; i++) {
		if (is_called(authres->results.items[i].method, "dmarc")) {
			return dr_tell_domain(arena, dr_authres_find(&authres->results.items[i],
			                                             "header", "from"));
		}
	}
	return (dr_str){ NULL, 0 };
}

static void advise_signing(const telling *t)
{
	if (t->foreign_dkim.len > 0) {
		dr_account_advise(t->account,
		                  "At the service that signs as %.*s, switch on signing as %.*s "
		                  "(custom DKIM): then d= belongs to From.",
		                  DR_FMT(t->foreign_dkim), DR_FMT(t->from));
	}
	if (t->foreign_spf.len > 0) {
		dr_account_advise(t->account,
		                  "Bounces of this mail go to %.*s. A return-path below %.*s would "
		                  "make SPF count too; DKIM alone is enough, and survives "
		                  "forwarding.",
		                  DR_FMT(t->foreign_spf), DR_FMT(t->from));
	}
	if (!t->dkim_seen) {
		dr_account_advise(t->account,
		                  "No signature was seen: have the mail signed as %.*s.",
		                  DR_FMT(t->from));
	}
}

/* What DMARC says against what the results show. */
static void conclude(const telling *t)
{
	if (t->from.len == 0) {
		dr_account_advise(t->account,
		                  "The field does not say which domain was in From; without "
		                  "it nobody can tell what is aligned.");
		return;
	}
	bool pass = t->aligned_pass;
	bool said_pass = t->dmarc != NULL && is_called(t->dmarc->result, "pass");
	bool said_fail = t->dmarc != NULL && is_called(t->dmarc->result, "fail");
	dr_account_begin(t->account, "conclusion", pass ? DR_TONE_GOOD : DR_TONE_BAD, "%s",
	                 pass ? "DMARC has an aligned pass" : "DMARC has no aligned pass");
	if (said_fail && pass) {
		dr_account_say(t->account,
		               "Yet the server says dmarc=fail: the record asks for strict "
		               "alignment, or the server sees another organizational domain.");
	} else if (said_pass && !pass) {
		dr_account_say(t->account,
		               "Yet the server says dmarc=pass: it counts something that is not in "
		               "this field, or sees another organizational domain.");
	}
	if (pass) {
		dr_account_say(t->account, "Nothing needs to be done for this mail.");
		return;
	}
	advise_signing(t);
	if (t->dkim_failed) {
		dr_account_advise(
			t->account,
			"A signature did not verify. Save the whole mail and run `dmarcramp "
			"explain mail.eml`: it tells whether the key, the header or the "
			"body is the reason.");
	}
	if (t->spf_failed) {
		dr_account_advise(
			t->account,
			"SPF did not pass. If the sending address is yours, `dmarcramp spf "
			"eval` shows which term should list it; if the mail was "
			"forwarded, only DKIM helps.");
	}
	dr_account_advise(t->account, "dmarcramp lint %.*s", DR_FMT(t->from));
}

static void tell_server(dr_account *account, const dr_authres *authres)
{
	dr_account_begin(account, "server", DR_TONE_PLAIN, "Written by %.*s",
	                 DR_FMT(authres->server.len > 0 ? dr_account_quote(authres->server)
	                                                : DR_STR("a server that does not say its "
	                                                         "name")));
	dr_account_fact_add(account, "server", authres->server);
	if (authres->instance > 0) {
		dr_account_fact_number(account, "instance", authres->instance);
	}
	if (authres->foreign) {
		dr_account_say(account,
		               "It is of a version of the field that nobody knows, so nothing "
		               "else in it counts.");
	} else if (authres->results.len == 0) {
		dr_account_say(account, "It checked nothing, or nothing that can be read.");
	}
	dr_account_say(account, "Anybody can write such a field into a mail: believe it only when "
	                        "that server is the one that received the mail for you.");
}

void dr_tell_authres(dr_account *account, const dr_account_world *world, const dr_authres *authres,
                     dr_str from)
{
	telling t = { .account = account, .world = world, .from = from };
	if (from.len == 0) {
		t.from = find_from(account->arena, authres);
	}
	tell_server(account, authres);
	for (size_t i = 0; i < authres->results.len; i++) {
		tell_result(&t, &authres->results.items[i]);
	}
	if (authres->results.len > 0) {
		conclude(&t);
	}
}

void dr_account_authres(dr_arena *arena, const dr_account_world *world, dr_str value,
                        dr_account *ret_account)
{
	dr_authres authres;
	dr_authres_parse(arena, value, &authres);
	dr_account_init(ret_account, arena, "authentication-results",
	                authres.instance > 0 ? DR_STR("ARC-Authentication-Results")
	                                     : DR_STR("Authentication-Results"));
	dr_tell_authres(ret_account, world, &authres, (dr_str){ NULL, 0 });
}
