#include "account/bounce.h"

/* Whose domain a check is about. */
typedef enum { ABOUT_FROM, ABOUT_RETURN_PATH, ABOUT_ADDRESS, ABOUT_NOTHING } subject;

static const struct {
	const char *check;
	subject about;
	const char *title;
} CHECKS[] = {
	{ "dmarc", ABOUT_FROM, "DMARC failed" },
	{ "alignment", ABOUT_FROM, "SPF or DKIM passed, but not for the domain in From" },
	{ "spf", ABOUT_RETURN_PATH, "SPF did not pass" },
	{ "dkim", ABOUT_FROM, "DKIM did not pass" },
	{ "authentication", ABOUT_FROM, "Neither SPF nor DKIM passed" },
	{ "record", ABOUT_FROM, "The DMARC record is broken" },
	{ "no-record", ABOUT_FROM, "There is no DMARC record" },
	{ "dns", ABOUT_FROM, "The DNS of the sender's domain did not answer as it should" },
	{ "ptr", ABOUT_ADDRESS, "The sending address has no good reverse name" },
	{ "tls", ABOUT_ADDRESS, "The mail came without encryption" },
	{ "null-mx", ABOUT_RETURN_PATH, "The sender's domain takes no mail" },
	{ "reputation", ABOUT_FROM, "The reputation is bad; authentication is not the reason" },
	{ "policy", ABOUT_FROM, "A policy of the receiver refused the mail" },
	{ "login", ABOUT_NOTHING, "The login failed; this has nothing to do with DMARC" },
	{ "from", ABOUT_FROM, "The From field is not accepted" },
	{ "recipient", ABOUT_NOTHING, "The recipient's domain takes no mail" },
	{ "arc", ABOUT_FROM, "The ARC chain of a forwarder does not hold" },
};

/* Domains of free mail services: nobody may send as them from elsewhere. */
static const char *const FREE_MAIL[] = { "gmail.com",   "googlemail.com", "yahoo.com", "aol.com",
	                                 "outlook.com", "hotmail.com",    "icloud.com" };

typedef struct {
	dr_account *account;
	const dr_account_world *world;
	const dr_bounce *bounce;
	const char *provider; /* NULL: not known */
} telling;

static const char *find_provider(const telling *t)
{
	dr_strs names = { NULL, 0 };
	if (t->bounce->remote_mta.len > 0) {
		dr_list_add(t->account->arena, &names, t->bounce->remote_mta);
		const char *found = dr_bounce_table_provider(t->world->bounces, &names);
		if (found != NULL) {
			return found;
		}
	}
	return dr_bounce_table_provider(t->world->bounces, &t->bounce->reply.domains);
}

/* "550 5.7.26" */
static dr_str codes_of(const telling *t)
{
	dr_buf text;
	dr_buf_init(&text, t->account->arena);
	if (t->bounce->reply.basic != 0) {
		dr_buf_addf(&text, "%u ", t->bounce->reply.basic);
	}
	dr_buf_addf(&text, "%.*s", DR_FMT(t->bounce->reply.enhanced));
	return dr_str_trim(dr_buf_str(&text));
}

static bool is_delayed(const dr_bounce *bounce)
{
	return dr_str_eq_nocase(bounce->action, DR_STR("delayed")) ||
	       (bounce->reply.basic >= 400 && bounce->reply.basic < 500);
}

static void tell_refusal(const telling *t)
{
	const dr_bounce *b = t->bounce;
	dr_str who = b->remote_mta.len > 0 ? b->remote_mta : DR_STR("The receiver");
	bool delayed = is_delayed(b);
	dr_str codes = codes_of(t);
	dr_account_begin(t->account, "refusal", delayed ? DR_TONE_POOR : DR_TONE_BAD,
	                 "%.*s %s the mail%s%.*s", DR_FMT(dr_account_quote(who)),
	                 delayed ? "put off" : "refused", codes.len > 0 ? ": " : "", DR_FMT(codes));
	dr_account_fact_add(t->account, "provider", dr_str_of(t->provider));
	dr_account_fact_add(t->account, "remote_mta", b->remote_mta);
	dr_account_fact_add(t->account, "reporting_mta", b->reporting_mta);
	dr_account_fact_add(t->account, "recipient_domain", b->recipient);
	dr_account_fact_add(t->account, "code", codes);
	dr_account_fact_add(t->account, "reply", b->reply.text);
	if (t->provider != NULL) {
		dr_account_say(t->account, "The receiver is %s.", t->provider);
	}
	enum { SHOWN = 600 };
	dr_account_say(t->account, "It said: %.*s", DR_FMT(dr_str_sub(b->reply.text, 0, SHOWN)));
	if (delayed) {
		dr_account_say(t->account,
		               "The sending server tries again by itself, for some days.");
	}
}

static dr_str first_author(const dr_mail *mail)
{
	return mail->authors.len > 0 ? mail->authors.items[0] : (dr_str){ NULL, 0 };
}

/* The domain that a check is about: what the quoted header says is certain, the words of the reply
 * are a guess. */
static dr_str find_domain(const telling *t, subject about, bool *ret_certain)
{
	const dr_bounce *b = t->bounce;
	dr_str from = first_author(&b->original);
	dr_str back = b->original.return_path.len > 0 ? b->original.return_path : b->sender;
	dr_str domain = about == ABOUT_RETURN_PATH ? back : from;
	*ret_certain = domain.len > 0;
	if (domain.len == 0) {
		dr_strs hosts = dr_bounce_table_hosts(t->world->bounces);
		domain = dr_reply_subject(&b->reply, &hosts, b->recipient);
	}
	if (domain.len == 0) {
		domain = from.len > 0 ? from : back;
	}
	return about == ABOUT_NOTHING ? (dr_str){ NULL, 0 } : domain;
}

static void advise_free_mail(const telling *t, dr_str domain)
{
	for (size_t i = 0; i < DR_COUNT(FREE_MAIL); i++) {
		if (dr_str_eq_nocase(domain, dr_str_of(FREE_MAIL[i]))) {
			dr_account_advise(
				t->account,
				"Nobody but %s may send as %s: put an address of your own "
				"domain into From and the %s address into Reply-To.",
				FREE_MAIL[i], FREE_MAIL[i], FREE_MAIL[i]);
		}
	}
}

static void say_domain(const telling *t, dr_str domain, subject about, bool certain)
{
	if (domain.len == 0) {
		dr_account_say(t->account, "The bounce does not say which domain it is about.");
		return;
	}
	dr_account_fact_add(t->account, "domain", domain);
	dr_account_fact_add(t->account, "domain_from",
	                    certain ? DR_STR("header") : DR_STR("reply"));
	dr_account_say(t->account, "It is about %.*s, %s.", DR_FMT(domain),
	               !certain                     ? "as far as the words of the reply tell"
	               : about == ABOUT_RETURN_PATH ? "the domain of the return-path"
	                                            : "the domain in From");
	dr_account_add_domain(t->account, domain);
}

static void tell_check(const telling *t, const dr_bounce_row *row)
{
	size_t i = 0;
	while (i + 1 < DR_COUNT(CHECKS) && !dr_str_eq(row->check, dr_str_of(CHECKS[i].check))) {
		i++;
	}
	bool certain;
	dr_str domain = find_domain(t, CHECKS[i].about, &certain);
	dr_account_begin(t->account, "check", DR_TONE_BAD, "%s", CHECKS[i].title);
	dr_account_fact_add(t->account, "check", row->check);
	dr_account_say(t->account, "%.*s", DR_FMT(row->means));
	if (row->text.len == 0) {
		dr_account_say(t->account,
		               "Only the code tells so; the words of the reply are in no "
		               "table.");
	}
	if (CHECKS[i].about != ABOUT_NOTHING) {
		say_domain(t, domain, CHECKS[i].about, certain);
	}
	for (size_t j = 0; j < row->see.len; j++) {
		dr_account_say(t->account, "Source: %.*s", DR_FMT(row->see.items[j]));
	}
	dr_account_advise(t->account, "%.*s", DR_FMT(row->fix));
	advise_free_mail(t, domain);
}

static void tell_nothing(const telling *t)
{
	bool certain;
	dr_str domain = find_domain(t, ABOUT_FROM, &certain);
	dr_account_begin(t->account, "check", DR_TONE_POOR,
	                 "The reply names no check of authentication that is known");
	dr_account_say(t->account, "It may be about the recipient, the content or the volume.");
	if (domain.len > 0) {
		say_domain(t, domain, ABOUT_FROM, certain);
	}
	dr_account_advise(t->account, "Ask the receiver, with the whole reply and the time.");
}

static void tell_original(const telling *t)
{
	const dr_mail *mail = &t->bounce->original;
	if (mail->header.len == 0) {
		return;
	}
	dr_account_begin(t->account, "original", DR_TONE_PLAIN, "The mail that came back");
	dr_str from = first_author(mail);
	dr_account_fact_add(t->account, "from", from);
	dr_account_fact_add(t->account, "return_path", mail->return_path);
	dr_account_say(t->account, "From: %.*s", DR_FMT(from.len > 0 ? from : DR_STR("no domain")));
	if (mail->signatures.len == 0) {
		dr_account_say(t->account, "It was not signed, as far as its header is quoted.");
	}
	for (size_t i = 0; i < mail->signatures.len; i++) {
		const dr_signature *s = &mail->signatures.items[i];
		dr_alignment alignment = dr_tell_relation(t->account, t->world, from, s->domain);
		dr_account_say(t->account, "Signed as %.*s, selector %.*s: %s.", DR_FMT(s->domain),
		               DR_FMT(dr_account_quote(s->selector)),
		               alignment == DR_ALIGN_NONE ? "not aligned with From" : "aligned");
	}
}

void dr_account_bounce(dr_arena *arena, const dr_account_world *world, const dr_bounce *bounce,
                       dr_account *ret_account)
{
	dr_account_init(ret_account, arena, "bounce",
	                bounce->is_dsn ? DR_STR("Bounce (delivery status notification)")
	                               : DR_STR("Bounce"));
	telling t = { .account = ret_account, .world = world, .bounce = bounce };
	t.provider = find_provider(&t);
	if (t.provider != NULL && t.provider[0] == '\0') {
		t.provider = NULL;
	}
	tell_refusal(&t);
	const dr_bounce_row *row = dr_bounce_table_find(world->bounces, &bounce->reply, t.provider);
	if (row != NULL) {
		tell_check(&t, row);
	} else {
		tell_nothing(&t);
	}
	tell_original(&t);
}
