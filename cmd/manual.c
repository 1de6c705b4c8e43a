/* dmarcramp(1), in the macros of man(7). */
#include "completion.h"

/* Text for roff: a line must not begin with a control character, and hyphens are hyphens. */
static void put(dr_buf *out, dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool begins = out->len == 0 || out->ptr[out->len - 1] == '\n';
		if (begins && (c == '.' || c == '\'')) {
			dr_buf_add(out, DR_STR("\\&"));
		}
		if (c == '\\') {
			dr_buf_add(out, DR_STR("\\e"));
		} else if (c == '-') {
			dr_buf_add(out, DR_STR("\\-"));
		} else {
			dr_buf_add_char(out, c);
		}
	}
}

static void put_line(dr_buf *out, const char *text)
{
	put(out, dr_str_of(text));
	dr_buf_add_char(out, '\n');
}

static void put_option(dr_buf *out, const option_spec *spec)
{
	dr_buf_add(out, DR_STR(".TP\n"));
	dr_buf_addf(out, "\\fB\\-\\-");
	put(out, dr_str_of(spec->name));
	dr_buf_add(out, DR_STR("\\fR"));
	if (spec->value != NULL) {
		dr_buf_add(out, DR_STR(" \\fI"));
		put(out, dr_str_of(spec->value));
		dr_buf_add(out, DR_STR("\\fR"));
	}
	dr_buf_add_char(out, '\n');
	put(out, dr_str_of(spec->doc));
	const char *fallback = spec->shown != NULL ? spec->shown : spec->fallback;
	if (fallback != NULL) {
		dr_buf_add(out, DR_STR(" (default: "));
		put(out, dr_str_of(fallback));
		dr_buf_add_char(out, ')');
	}
	dr_buf_add(out, spec->repeatable ? DR_STR("; may be repeated.\n") : DR_STR(".\n"));
}

static void put_pairs(dr_buf *out, const char *const *pairs)
{
	for (size_t i = 0; pairs != NULL && pairs[i] != NULL; i += 2) {
		dr_buf_add(out, DR_STR(".TP\n\\fB"));
		put(out, dr_str_of(pairs[i]));
		dr_buf_add(out, DR_STR("\\fR\n"));
		put_line(out, pairs[i + 1]);
	}
}

static void put_command(dr_buf *out, const command *which)
{
	dr_buf_add(out, DR_STR(".SS \"dmarcramp "));
	put(out, dr_str_of(which->name));
	dr_buf_addf(out, " [OPTION...] ");
	put(out, dr_str_of(which->usage));
	dr_buf_add(out, DR_STR("\"\n"));
	put_line(out, which->about);
	dr_buf_add(out, DR_STR(".PP\nOptions: "));
	const option_spec *spec;
	for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
		if (option_is_for(spec, which)) {
			dr_buf_add(out, DR_STR("\\fB\\-\\-"));
			put(out, dr_str_of(spec->name));
			dr_buf_add(out, DR_STR("\\fR "));
		}
	}
	dr_buf_add(out, DR_STR("\n.PP\nExit status:\n"));
	put_pairs(out, which->exits);
	dr_buf_add(out, DR_STR(".PP\nExamples:\n"));
	put_pairs(out, which->examples);
}

void manual_write(const command_table *commands, dr_buf *out)
{
	dr_buf_add(out, DR_STR(".TH DMARCRAMP 1 \"\" \"dmarcramp " DMARCRAMP_VERSION
	                       "\" \"User commands\"\n"
	                       ".SH NAME\ndmarcramp \\- check the DNS records that protect a "
	                       "domain's e\\-mail, and plan the way to DMARC p=reject\n"
	                       ".SH SYNOPSIS\n.B dmarcramp\n\\fICOMMAND\\fR [\\fIOPTION\\fR...] "
	                       "[\\fIARGUMENT\\fR...]\n.SH COMMANDS\n"));
	for (size_t i = 0; i < commands->count; i++) {
		put_command(out, commands->items[i]);
	}
	dr_buf_add(out, DR_STR(".SH OPTIONS\n"
	                       "Every option can be set in the environment too: "
	                       "\\fB\\-\\-fail\\-on\\fR as \\fBDMARCRAMP_FAIL_ON\\fR.\n"));
	for (size_t i = 0; i < OPTION_GROUP_COUNT; i++) {
		dr_buf_addf(out, ".SS \"%s\"\n", OPTION_GROUPS[i]->heading);
		for (size_t k = 0; k < OPTION_GROUPS[i]->count; k++) {
			put_option(out, &OPTION_GROUPS[i]->specs[k]);
		}
	}
	dr_buf_add(out,
	           DR_STR(".SH FILES\n.TP\n.I dmarcramp.yaml\nSettings: in the working "
	                  "directory or above it, or in \\fI$XDG_CONFIG_HOME/dmarcramp\\fR.\n"));
}
