#include "completion.h"

const char *const COMPLETION_KINDS[] = { "bash", "zsh", "fish", "man", NULL };

static bool wants_file(const option_spec *spec)
{
	static const char *const FILES[] = { "FILE", "PATH", "FILE|live", "FILE|DIR", "DIR" };
	for (size_t i = 0; spec->value != NULL && i < DR_COUNT(FILES); i++) {
		if (dr_str_eq(dr_str_of(spec->value), dr_str_of(FILES[i]))) {
			return true;
		}
	}
	return false;
}

static void write_choices(const option_spec *spec, const char *between, dr_buf *out)
{
	for (size_t i = 0; spec->choices != NULL && spec->choices[i] != NULL; i++) {
		dr_buf_addf(out, "%s%s", i > 0 ? between : "", spec->choices[i]);
	}
}

/* ---- bash ---- */

static void write_bash_command(const command *which, dr_buf *out)
{
	dr_buf_addf(out, "\t'%s') options='", which->name);
	const option_spec *spec;
	for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
		if (option_is_for(spec, which)) {
			dr_buf_addf(out, "--%s ", spec->name);
		}
	}
	dr_buf_add(out, DR_STR("' ;;\n"));
}

static void write_bash_values(dr_buf *out)
{
	const option_spec *spec;
	for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
		if (spec->choices != NULL) {
			dr_buf_addf(out, "\t--%s) COMPREPLY=($(compgen -W '", spec->name);
			write_choices(spec, " ", out);
			dr_buf_add(out, DR_STR("' -- \"$word\")); return ;;\n"));
		} else if (wants_file(spec)) {
			dr_buf_addf(out,
			            "\t--%s) COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n",
			            spec->name);
		} else if (spec->value != NULL) {
			dr_buf_addf(out, "\t--%s) return ;;\n", spec->name);
		}
	}
}

static void write_words(const command_table *commands, dr_str family, dr_buf *out)
{
	for (size_t i = 0; i < commands->count; i++) {
		dr_str rest = dr_str_of(commands->items[i]->name), first;
		dr_str_split(&rest, ' ', &first);
		bool within = family.len > 0 && dr_str_eq(first, family) && rest.len > 0;
		bool again = i > 0 &&
		             dr_str_starts(dr_str_of(commands->items[i - 1]->name), first) &&
		             rest.len > 0;
		if (within || (family.len == 0 && !again)) {
			dr_buf_addf(out, "%.*s ", DR_FMT(within ? rest : first));
		}
	}
}

static void write_bash_families(const command_table *commands, dr_buf *out)
{
	dr_str last = { 0 };
	for (size_t i = 0; i < commands->count; i++) {
		dr_str rest = dr_str_of(commands->items[i]->name), first;
		dr_str_split(&rest, ' ', &first);
		if (rest.len == 0 || dr_str_eq(first, last)) {
			continue;
		}
		dr_buf_addf(out, "\t%.*s) words='", DR_FMT(first));
		write_words(commands, first, out);
		dr_buf_add(out, DR_STR("' ;;\n"));
		last = first;
	}
}

static void write_bash(const command_table *commands, dr_buf *out)
{
	dr_buf_add(
		out,
		DR_STR("# bash completion of dmarcramp; written by `dmarcramp completion bash`\n"
	               "_dmarcramp()\n{\n"
	               "\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
	               "\tlocal first=${COMP_WORDS[1]-} second=${COMP_WORDS[2]-} options= words=\n"
	               "\tCOMPREPLY=()\n"
	               "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
	               "\t\tCOMPREPLY=($(compgen -W '"));
	write_words(commands, (dr_str){ 0 }, out);
	dr_buf_add(
		out,
		DR_STR("--help --version' -- \"$word\"))\n\t\treturn\n\tfi\n\tcase $before in\n"));
	write_bash_values(out);
	dr_buf_add(out, DR_STR("\tesac\n\tcase $first in\n"));
	write_bash_families(commands, out);
	dr_buf_add(out, DR_STR("\tesac\n"
	                       "\tif [ -n \"$words\" ] && [ \"$COMP_CWORD\" -eq 2 ]; then\n"
	                       "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
	                       "\t\treturn\n\tfi\n"
	                       "\t[ -n \"$words\" ] && first=\"$first $second\"\n"
	                       "\tcase $first in\n"));
	for (size_t i = 0; i < commands->count; i++) {
		write_bash_command(commands->items[i], out);
	}
	dr_buf_add(out, DR_STR("\tesac\n"
	                       "\tcase $word in\n"
	                       "\t-*) COMPREPLY=($(compgen -W \"$options\" -- \"$word\")) ;;\n"
	                       "\t*) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n"
	                       "\tesac\n}\n"
	                       "complete -o filenames -F _dmarcramp dmarcramp\n"));
}

/* ---- fish, zsh ---- */

/* A text between single quotation marks; in zsh's lists of descriptions colons and brackets have
 * a meaning of their own. */
static void write_quoted(dr_str text, bool zsh, dr_buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (c == '\'') {
			dr_buf_add(out, DR_STR("'\\''"));
			continue;
		}
		bool special = zsh && (c == ':' || c == '[' || c == ']');
		dr_buf_add(out, dr_str_of(special || c == '\\' ? "\\" : ""));
		dr_buf_add_char(out, c);
	}
}

static void write_fish_option(const command *which, const option_spec *spec, dr_buf *out)
{
	dr_str rest = dr_str_of(which->name), first;
	dr_str_split(&rest, ' ', &first);
	dr_buf_addf(out, "complete -c dmarcramp -n '__fish_seen_subcommand_from %.*s",
	            DR_FMT(first));
	if (rest.len > 0) {
		dr_buf_addf(out, "; and __fish_seen_subcommand_from %.*s", DR_FMT(rest));
	}
	dr_buf_addf(out, "' -l %s", spec->name);
	if (spec->choices != NULL) {
		dr_buf_add(out, DR_STR(" -x -a '"));
		write_choices(spec, " ", out);
		dr_buf_add(out, DR_STR("'"));
	} else if (spec->value != NULL) {
		dr_buf_add(out, wants_file(spec) ? DR_STR(" -r -F") : DR_STR(" -x"));
	}
	dr_buf_add(out, DR_STR(" -d '"));
	write_quoted(dr_str_of(spec->doc), false, out);
	dr_buf_add(out, DR_STR("'\n"));
}

static void write_fish(const command_table *commands, dr_buf *out)
{
	dr_buf_add(
		out,
		DR_STR("# fish completion of dmarcramp; written by `dmarcramp completion fish`\n"));
	for (size_t i = 0; i < commands->count; i++) {
		const command *which = commands->items[i];
		dr_str rest = dr_str_of(which->name), first;
		dr_str_split(&rest, ' ', &first);
		dr_buf_add(out, DR_STR("complete -c dmarcramp "));
		if (rest.len > 0) {
			dr_buf_addf(out, "-n '__fish_seen_subcommand_from %.*s' -a %.*s",
			            DR_FMT(first), DR_FMT(rest));
		} else {
			dr_buf_addf(out, "-n __fish_use_subcommand -a %.*s", DR_FMT(first));
		}
		dr_buf_add(out, DR_STR(" -d '"));
		write_quoted(dr_str_of(which->title), false, out);
		dr_buf_add(out, DR_STR("'\n"));
		if (rest.len > 0) {
			dr_buf_addf(out, "complete -c dmarcramp -n __fish_use_subcommand -a %.*s\n",
			            DR_FMT(first));
		}
		const option_spec *spec;
		for (size_t k = 0; (spec = option_at(k)) != NULL; k++) {
			if (option_is_for(spec, which)) {
				write_fish_option(which, spec, out);
			}
		}
	}
}

static void write_zsh_option(const option_spec *spec, dr_buf *out)
{
	dr_buf_addf(out, "\t\t'%s--%s%s[", spec->repeatable ? "*" : "", spec->name,
	            spec->value != NULL ? "=" : "");
	write_quoted(dr_str_of(spec->doc), true, out);
	dr_buf_add_char(out, ']');
	if (spec->choices != NULL) {
		dr_buf_addf(out, ":%s:(", spec->name);
		write_choices(spec, " ", out);
		dr_buf_add_char(out, ')');
	} else if (spec->value != NULL) {
		dr_buf_addf(out, ":%s:%s", spec->name, wants_file(spec) ? "_files" : "");
	}
	dr_buf_add(out, DR_STR("' \\\n"));
}

static void write_zsh_command(const command *which, dr_buf *out)
{
	dr_buf_addf(out, "\t'%s')\n\t\t_arguments \\\n", which->name);
	const option_spec *spec;
	for (size_t i = 0; (spec = option_at(i)) != NULL; i++) {
		if (option_is_for(spec, which)) {
			write_zsh_option(spec, out);
		}
	}
	dr_buf_add(out, DR_STR("\t\t'*:argument:_files' ;;\n"));
}

static void write_zsh(const command_table *commands, dr_buf *out)
{
	dr_buf_add(out, DR_STR("#compdef dmarcramp\n"
	                       "# written by `dmarcramp completion zsh`\n"
	                       "local -a names\nlocal which=${words[2]}\nnames=(\n"));
	for (size_t i = 0; i < commands->count; i++) {
		dr_buf_add(out, DR_STR("\t'"));
		write_quoted(dr_str_of(commands->items[i]->name), true, out);
		dr_buf_add_char(out, ':');
		write_quoted(dr_str_of(commands->items[i]->title), true, out);
		dr_buf_add(out, DR_STR("'\n"));
	}
	dr_buf_add(out, DR_STR(")\n"
	                       "if (( CURRENT == 2 )); then\n"
	                       "\t_describe command names\n\treturn\nfi\n"
	                       "(( ${names[(I)$which *]} )) && which=\"$which ${words[3]}\"\n"
	                       "case $which in\n"));
	for (size_t i = 0; i < commands->count; i++) {
		write_zsh_command(commands->items[i], out);
	}
	dr_buf_add(out, DR_STR("esac\n"));
}

bool completion_write(dr_str kind, dr_buf *out)
{
	static void (*const WRITERS[])(const command_table *, dr_buf *) = { write_bash, write_zsh,
		                                                            write_fish,
		                                                            manual_write };
	for (size_t i = 0; COMPLETION_KINDS[i] != NULL; i++) {
		if (dr_str_eq(kind, dr_str_of(COMPLETION_KINDS[i]))) {
			WRITERS[i](&COMMAND_TABLE, out);
			return true;
		}
	}
	return false;
}
