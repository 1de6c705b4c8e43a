#include "help.h"
#include "base/part.h"
#include "render/wrap.h"

enum { WIDTH = 80, COMMAND_COLUMN = 18, OPTION_COLUMN = 30, EXIT_COLUMN = 6 };

static const char *const EXITS[] = {
	"0",  "nothing at or above --fail-on",
	"1",  "findings",
	"2",  "the command line, a file or a setting is wrong",
	"3",  "no finding, but an answer that matters could not be had",
	"4",  "internal error, or output that cannot be written",
	NULL,
};

static const char *const EXAMPLES[] = {
	"dmarcramp lint example.com",
	"what is wrong with a domain's records",
	"dmarcramp lint --zone example.com.zone --offline",
	"check a zone before it is published",
	"dmarcramp explain DMARC019",
	"why a rule exists and how to fix what it found",
	NULL,
};

/* `left`, then `text` from a column on; on a line of its own when `left` is too wide. */
static void write_row(dr_buf *out, dr_str left, const char *text, size_t column)
{
	size_t at = 2 + dr_wrap_columns(left);
	dr_buf_addf(out, "  %.*s", DR_FMT(left));
	if (at + 2 > column) {
		dr_buf_add_char(out, '\n');
		at = 0;
	}
	dr_buf_add_repeat(out, ' ', column - at);
	dr_wrap_write(out, dr_str_of(text), column, column, WIDTH);
	dr_buf_add_char(out, '\n');
}

static void write_pairs(dr_buf *out, const char *heading, const char *const *pairs, size_t column)
{
	dr_buf_addf(out, "\n%s:\n", heading);
	for (size_t i = 0; pairs[i] != NULL; i += 2) {
		write_row(out, dr_str_of(pairs[i]), pairs[i + 1], column);
	}
}

/* A command line, and below it what it does. */
static void write_examples(dr_buf *out, const char *const *pairs)
{
	dr_buf_add(out, DR_STR("\nExamples:\n"));
	for (size_t i = 0; pairs[i] != NULL; i += 2) {
		dr_buf_addf(out, "  %s\n      ", pairs[i]);
		dr_wrap_write(out, dr_str_of(pairs[i + 1]), 6, 6, WIDTH);
		dr_buf_add_char(out, '\n');
	}
}

static void write_paragraph(dr_buf *out, const char *text)
{
	dr_buf_add_char(out, '\n');
	dr_wrap_write(out, dr_str_of(text), 0, 0, WIDTH);
	dr_buf_add_char(out, '\n');
}

void help_write_program(const command_table *commands, dr_buf *out)
{
	dr_buf_add(out, DR_STR("usage: dmarcramp COMMAND [OPTION…] [ARGUMENT…]\n"));
	write_paragraph(out,
	                "Checks the DNS records that protect a domain's e-mail (SPF, DKIM, DMARC, "
	                "BIMI and their neighbours), live or from a zone file, says which mail "
	                "suffers and how to fix it, and plans the way from p=none to p=reject.");
	dr_buf_add(out, DR_STR("\nCommands:\n"));
	for (size_t i = 0; i < commands->count; i++) {
		write_row(out, dr_str_of(commands->items[i]->name), commands->items[i]->title,
		          COMMAND_COLUMN);
	}
	write_examples(out, EXAMPLES);
	write_pairs(out, "Exit codes", EXITS, EXIT_COLUMN);
	write_paragraph(out,
	                "`dmarcramp COMMAND --help` shows the options of a command. Every option "
	                "can be set in the environment too: --fail-on as DMARCRAMP_FAIL_ON. "
	                "`dmarcramp --version` shows the version and the libraries.");
}

void help_write_family(const command_table *commands, dr_str word, dr_buf *out)
{
	dr_buf_addf(out, "usage: dmarcramp %.*s …\n\nCommands:\n", DR_FMT(word));
	for (size_t i = 0; i < commands->count; i++) {
		dr_str name = dr_str_of(commands->items[i]->name);
		if (dr_str_starts(name, word)) {
			write_row(out, name, commands->items[i]->title, COMMAND_COLUMN);
		}
	}
}

static void write_option(dr_buf *out, const option_spec *spec, dr_buf *left, dr_buf *text)
{
	left->len = 0;
	text->len = 0;
	if (spec->letter != '\0') {
		dr_buf_addf(left, "-%c, ", spec->letter);
	}
	dr_buf_addf(left, "--%s", spec->name);
	if (spec->value != NULL) {
		dr_buf_addf(left, " %s", spec->value);
	}
	dr_buf_add(text, dr_str_of(spec->doc));
	const char *fallback = spec->shown != NULL ? spec->shown : spec->fallback;
	if (fallback != NULL) {
		dr_buf_addf(text, " (default: %s)", fallback);
	}
	if (spec->repeatable) {
		dr_buf_add(text, DR_STR("; may be repeated"));
	}
	write_row(out, dr_buf_str(left), text->ptr, OPTION_COLUMN);
}

static void write_group(dr_buf *out, const command *which, const option_group *group)
{
	dr_buf left, text;
	dr_buf_init(&left, out->arena);
	dr_buf_init(&text, out->arena);
	bool any = false;
	for (size_t i = 0; i < group->count; i++) {
		const option_spec *spec = &group->specs[i];
		if (!option_is_for(spec, which)) {
			continue;
		}
		if (!any) {
			dr_buf_addf(out, "\n%s:\n", group->heading);
			any = true;
		}
		write_option(out, spec, &left, &text);
	}
}

void help_write_command(const command *which, dr_buf *out)
{
	dr_buf_addf(out, "usage: dmarcramp %s [OPTION…]%s%s\n", which->name,
	            which->usage[0] != '\0' ? " " : "", which->usage);
	write_paragraph(out, which->about);
	for (size_t i = 0; i < OPTION_GROUP_COUNT; i++) {
		write_group(out, which, OPTION_GROUPS[i]);
	}
	write_examples(out, which->examples);
	write_pairs(out, "Exit codes", which->exits, EXIT_COLUMN);
}

void help_write_version(dr_buf *out)
{
	dr_buf_add(out, DR_STR("dmarcramp " DMARCRAMP_VERSION "\n"
	                       "parts: "));
	dr_buf_add(out, dr_str_of(dr_parts()));
	dr_buf_add(out, DR_STR("\n"
	                       "libraries: " DMARCRAMP_LIBRARIES "\n"));
}
