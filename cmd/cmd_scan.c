/* scan */
#include "command.h"
#include "base/limits.h"
#include "doc/tree.h"
#include "exit_status.h"
#include "lines.h"
#include "sweep.h"

typedef struct {
	const errand *on;
	lines *in;
} scanning;

static bool fail(sweep_request *request, const char *why)
{
	request->refused = why;
	return false;
}

static bool read_id(const dr_node *node, sweep_request *request)
{
	if (node == NULL) {
		return true;
	}
	if (node->kind != DR_NODE_STRING && (node->kind != DR_NODE_INT || node->i < 0)) {
		return fail(request, "\"id\" is no text and no number");
	}
	request->item.id = node->text;
	request->item.id_is_number = node->kind == DR_NODE_INT;
	return true;
}

static bool read_selectors(dr_arena *arena, const dr_node *node, sweep_request *request)
{
	if (node == NULL) {
		return true;
	}
	if (node->kind != DR_NODE_SEQ) {
		return fail(request, "\"selectors\" is no list of texts");
	}
	dr_strs selectors = { NULL, 0 };
	for (size_t i = 0; i < request->request.selectors.len; i++) {
		dr_list_add(arena, &selectors, request->request.selectors.items[i]);
	}
	for (const dr_node *one = node->first; one != NULL; one = one->next) {
		if (one->kind != DR_NODE_STRING) {
			return fail(request, "\"selectors\" is no list of texts");
		}
		dr_list_add(arena, &selectors, one->text);
	}
	request->request.selectors = selectors;
	return true;
}

static bool has_only_known_keys(const dr_node *map, sweep_request *request)
{
	static const char *const KEYS[] = { "domain", "id", "selectors", NULL };
	for (const dr_node *one = map->first; one != NULL; one = one->next) {
		if (!dr_choices_hold(KEYS, one->key)) {
			return fail(request,
			            "there is an unknown key; known are \"domain\", \"id\" and "
			            "\"selectors\"");
		}
	}
	return true;
}

/* {"domain":"example.com","id":"17","selectors":["s1"]} */
static void read_object(dr_arena *arena, dr_str line, sweep_request *request)
{
	dr_source source = { .name = "line", .text = line };
	const dr_node *map;
	dr_error err = { 0 };
	if (dr_json_parse(arena, &source, &map, &err) != DR_OK) {
		request->refused = dr_arena_copy(arena, dr_str_of(err.text)).ptr;
		return;
	}
	const dr_node *domain = dr_node_find(map, "domain");
	if (domain != NULL && domain->kind == DR_NODE_STRING) {
		request->request.domain = domain->text;
	}
	if (!read_id(dr_node_find(map, "id"), request) || !has_only_known_keys(map, request) ||
	    !read_selectors(arena, dr_node_find(map, "selectors"), request)) {
		return;
	}
	if (domain == NULL || domain->kind != DR_NODE_STRING) {
		request->refused = "there is no \"domain\" with a text";
	}
}

static bool next_line(void *self, dr_arena *arena, sweep_request *ret_request)
{
	scanning *s = self;
	dr_str line;
	bool cut;
	while (lines_next(s->in, arena, &line, &cut)) {
		line = dr_str_trim(line);
		if (line.len == 0 || line.ptr[0] == '#') {
			continue;
		}
		ret_request->request = errand_request(s->on, arena, line, DR_PROBE_SERVICES);
		if (cut) {
			ret_request->request.domain = dr_str_sub(line, 0, 64);
			ret_request->refused = "the line is too long";
		} else if (line.ptr[0] == '{') {
			read_object(arena, line, ret_request);
		}
		return true;
	}
	return false;
}

static bool is_ready(void *self)
{
	scanning *s = self;
	return lines_ready(s->in);
}

static int work(errand *on)
{
	lines in;
	int status = lines_open(on->arena, &in);
	if (status != EXIT_CLEAN) {
		return status;
	}
	scanning s = { .on = on, .in = &in };
	sweep_options how = {
		.on = on,
		.list = &on->list,
		.kind = DR_DOCUMENT_SCAN,
		.jobs = (size_t)on->given->jobs,
		.ordered = on->given->ordered,
		.next = next_line,
		.ready = is_ready,
		.self = &s,
	};
	sweep_result result;
	return sweep_run(&how, &result);
}

static int scan(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_SCAN, "json", true, work };
	return errand_run(arena, given, &plan);
}

const command CMD_SCAN = {
	.bit = COMMAND_SCAN,
	.name = "scan",
	.usage = "< LIST",
	.title = "many domains from standard input, one JSON line each",
	.about = "Reads domains from standard input, one a line: a name, or "
		 "{\"domain\":\"…\",\"id\":"
		 "\"…\",\"selectors\":[\"…\"]}; blank lines and lines that begin with # are "
		 "skipped. "
		 "Writes one JSON line for each, as they get ready. A domain that cannot be judged "
		 "is a line with an \"error\".",
	.examples =
		(const char *const[]){
			"dmarcramp scan --jobs 4 < domains.txt > results.jsonl",
			"a list, in four threads",
			"dmarcramp scan --ordered --resolver 192.0.2.53 < domains.txt",
			"lines out in the order of lines in", NULL },
	.exits = (const char *const[]){ "0", "every line was answered, also those that failed", "2",
	                                "the command line, a file or a rule is wrong", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = scan,
};
