/* `explain SERVICE`: what a person needs who uses it, or is asked to. */
#include "render/text_priv.h"

enum { LABEL = 14 };

/* Words of the catalogue for people. */
typedef struct {
	const char *word, *text;
} wording;

static const wording KINDS[] = {
	{ "mailbox", "mailbox service: people's mail lives there" },
	{ "sender", "sends mail for programs or campaigns" },
	{ "security", "filters mail on its way" },
	{ "forwarder", "forwards mail" },
	{ "dmarc", "keeps records, or reads reports" },
};

static const wording COUNTS[] = {
	{ "author-domain",
	  "At your own domain: its mail has your domain as return-path, so your SPF "
	  "record must let it send." },
	{ "own-subdomain",
	  "At a subdomain that it asks for: that is its return-path. An include at "
	  "your own domain does nothing." },
	{ "service-domain", "At its own domain: that is its return-path. An include at your domain "
	                    "does nothing; its mail passes DMARC by DKIM." },
	{ "none", "Nowhere: it sends no mail of its own." },
};

static const wording SIGNATURES[] = {
	{ "yes", "It can sign as your domain." },
	{ "costs-extra", "It signs as your domain only in a plan or with an option that costs "
	                 "extra; else as itself, which does not count for your From address." },
	{ "no", "It cannot sign as your domain." },
};

static const char *words_of(const wording *table, size_t count, dr_str word)
{
	for (size_t i = 0; i < count; i++) {
		if (dr_str_eq(word, dr_str_of(table[i].word))) {
			return table[i].text;
		}
	}
	return NULL;
}

static void write_heading(dr_buf *out, const char *heading)
{
	dr_buf_addf(out, "\n%s\n", heading);
}

static void write_paragraph(dr_buf *out, dr_str text)
{
	if (text.len > 0) {
		dr_buf_add(out, DR_STR("  "));
		dr_text_wrap(out, text, 2, 2);
		dr_buf_add_char(out, '\n');
	}
}

static void write_row(dr_buf *out, const char *label, dr_str text)
{
	dr_buf_addf(out, "  %-*s", LABEL, label);
	dr_text_wrap(out, text, LABEL + 2, LABEL + 2);
	dr_buf_add_char(out, '\n');
}

static void write_names(dr_buf *out, const char *label, const dr_strs *names)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	for (size_t i = 0; i < names->len; i++) {
		dr_buf_addf(&text, "%s%.*s", i > 0 ? ", " : "", DR_FMT(names->items[i]));
	}
	if (names->len > 0) {
		write_row(out, label, dr_buf_str(&text));
	}
}

static void write_selectors(dr_buf *out, const dr_service *service)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	for (size_t i = 0; i < service->dkim.len; i++) {
		const dr_service_selector *one = &service->dkim.items[i];
		dr_buf_addf(&text, "%s%.*s._domainkey", i > 0 ? ", " : "", DR_FMT(one->selector));
		if (one->target.len > 0) {
			dr_buf_addf(&text, " (a CNAME to …%.*s)", DR_FMT(one->target));
		}
	}
	if (service->dkim.len > 0) {
		write_row(out, "DKIM keys", dr_buf_str(&text));
	}
	write_names(out, "DKIM targets", &service->dkim_targets);
}

static void write_signs(dr_buf *out, const dr_service *service)
{
	write_heading(out, "How it shows");
	write_names(out, "MX hosts", &service->mx);
	write_names(out, "SPF includes", &service->includes);
	write_selectors(out, service);
	write_names(out, "subdomains", &service->hosts);
	write_names(out, "CNAMEs to", &service->host_targets);
	write_names(out, "reverse DNS", &service->rdns);
	write_names(out, "texts (maybe)", &service->tokens);
}

static void write_defaults(dr_buf *out, const dr_service *service)
{
	size_t domains = service->default_signing.len + service->default_return_path.len;
	if (domains == 0 && service->before_setup.len == 0) {
		return;
	}
	write_heading(out, "How its mail looks before it is set up");
	write_paragraph(out, service->before_setup);
	write_names(out, "signed by", &service->default_signing);
	write_names(out, "return-path", &service->default_return_path);
}

static void write_records(dr_buf *out, const dr_service *service)
{
	if (service->records.len > 0) {
		write_heading(out, "What to publish");
	}
	for (size_t i = 0; i < service->records.len; i++) {
		const dr_service_record *record = &service->records.items[i];
		bool is_text = dr_str_eq(record->type, DR_STR("TXT"));
		dr_buf_addf(out, "  %.*s %.*s %s", DR_FMT(record->name), DR_FMT(record->type),
		            is_text ? "\"" : "");
		dr_neutral_write(out, record->value);
		dr_buf_addf(out, "%s\n", is_text ? "\"" : "");
	}
}

static void write_alignment(dr_buf *out, const dr_service *service)
{
	const char *signature = words_of(SIGNATURES, DR_COUNT(SIGNATURES), service->author_dkim);
	write_heading(out, "Where its SPF counts");
	write_paragraph(out, dr_str_of(words_of(COUNTS, DR_COUNT(COUNTS), service->spf_counts)));
	if (signature != NULL || !service->can_align) {
		write_heading(out, "DMARC");
	}
	write_paragraph(out, dr_str_of(signature));
	if (!service->can_align) {
		write_paragraph(out,
		                DR_STR("Its mail cannot be made to pass DMARC for your domain: "
		                       "give it a subdomain of its own, or use its domain in "
		                       "From and yours in Reply-To."));
	}
}

void dr_text_explain_service(const dr_render_options *options, const dr_service *service,
                             dr_buf *out)
{
	dr_text_paint(options, out, DR_PAINT_HEAD, service->name);
	dr_buf_addf(out, "  %.*s\n", DR_FMT(service->id));
	write_paragraph(out, dr_str_of(words_of(KINDS, DR_COUNT(KINDS), service->kind)));
	if (service->retired.len > 0) {
		write_heading(out, "Retired");
		write_paragraph(out, service->retired);
	}
	write_signs(out, service);
	write_alignment(out, service);
	write_defaults(out, service);
	write_records(out, service);
	write_heading(out, "Where to click");
	write_paragraph(out, service->setup);
	if (service->note.len > 0) {
		write_heading(out, "Note");
		write_paragraph(out, service->note);
	}
	write_heading(out, "Sources");
	for (size_t i = 0; i < service->see.len; i++) {
		write_paragraph(out, service->see.items[i]);
	}
}
