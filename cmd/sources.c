#include "sources.h"
#include "answer/cache.h"
#include "base/part.h"
#include "base/limits.h"
#include "exit_status.h"
#include "files.h"
#include "command.h"
#include "message.h"
#include "resolvers.h"

enum {
	DNS_PORT = 53,
	LIST_OCTETS_MAX = 16 * 1024 * 1024,
	SNAPSHOT_OCTETS_MAX = 256 * 1024 * 1024,
	MARK_OCTETS_MAX = 1024 * 1024,
	/* Commands that fetch unless they are told not to. */
	FETCHING = COMMAND_LINT | COMMAND_FACTS | COMMAND_SNAPSHOT,
};

static int fail(const dr_error *err, const dr_source *source)
{
	message_error(err, source);
	return exit_of_error(err->code);
}

int suffixes_read(dr_arena *arena, const options *given, dr_suffixes **ret_suffixes)
{
	*ret_suffixes = NULL;
	if (given->psl.len == 0) {
		return EXIT_CLEAN;
	}
	dr_source file = { NULL, { NULL, 0 } };
	dr_error err = { 0 };
	int code = files_read(arena, given->psl, LIST_OCTETS_MAX, &file, &err);
	if (code == DR_OK) {
		code = dr_suffixes_load(file.text, ret_suffixes, &err);
	}
	if (code != DR_OK && err.source == NULL) {
		err.source = file.name;
	}
	return code == DR_OK ? EXIT_CLEAN : fail(&err, NULL);
}

static int read_snapshot(dr_arena *arena, dr_str path, dr_snapshot **ret_snapshot,
                         dr_source_of_answers **ret_source)
{
	if (path.len == 0) {
		return EXIT_CLEAN;
	}
	dr_source file = { NULL, { NULL, 0 } };
	dr_error err = { 0 };
	int code = files_read(arena, path, SNAPSHOT_OCTETS_MAX, &file, &err);
	if (code == DR_OK) {
		code = dr_snapshot_load(&file, ret_snapshot, &err);
	}
	if (code != DR_OK) {
		return fail(&err, file.name != NULL ? &file : NULL);
	}
	*ret_source = dr_snapshot_source(*ret_snapshot);
	return EXIT_CLEAN;
}

/* Whether HTTPS is used, and whether it can be. */
static int choose_fetching(const options *given, sources *from)
{
	dr_error err = { 0 };
	bool wanted = given->fetch || ((FETCHING & given->command->bit) != 0 && !given->no_fetch);
	bool needs_part = given->fetch || given->logo.len > 0 || given->certificate.len > 0;
	if (needs_part && !dr_part_is_built("web")) {
		dr_part_fail("web", &err);
		return fail(&err, NULL);
	}
	from->fetches = wanted && given->max_fetches > 0 && from->resolvers.len > 0 &&
	                dr_part_is_built("web");
	return EXIT_CLEAN;
}

static int read_mark_files(dr_arena *arena, const options *given, sources *from)
{
	dr_str roots = given->mark_roots.len > 0 ? given->mark_roots : given->ca_file;
	const struct {
		dr_str path;
		dr_str *into;
	} files[] = {
		{ given->logo, &from->config.logo },
		{ given->certificate, &from->config.certificate },
		{ roots, &from->config.mark_roots },
		{ given->ca_file, NULL }, /* libcurl reads it; here it is only tried */
	};
	for (size_t i = 0; i < DR_COUNT(files); i++) {
		dr_source file = { NULL, { NULL, 0 } };
		dr_error err = { 0 };
		if (files[i].path.len == 0) {
			continue;
		}
		if (files_read(arena, files[i].path, MARK_OCTETS_MAX, &file, &err) != DR_OK) {
			return fail(&err, NULL);
		}
		if (files[i].into != NULL) {
			*files[i].into = file.text;
		}
	}
	return EXIT_CLEAN;
}

static dr_day day_of(const options *given, const sources *from)
{
	if (given->as_of != DR_NO_DAY) {
		return given->as_of;
	}
	dr_day day = from->snapshot != NULL ? dr_snapshot_as_of(from->snapshot) : DR_NO_DAY;
	return day != DR_NO_DAY ? day : system_today();
}

/* Name servers are asked at their addresses, so a detour of theirs names an address. */
static void find_detours(dr_arena *arena, const options *given, sources *from)
{
	for (size_t i = 0; i < given->detours.len; i++) {
		const dr_web_detour *one = &given->detours.items[i];
		dr_ipaddr address;
		if (dr_ipaddr_parse(one->host, &address) &&
		    (one->port == 0 || one->port == DNS_PORT)) {
			uint16_t port = one->address_port != 0 ? one->address_port : DNS_PORT;
			const dr_dns_detour detour = { { address, DNS_PORT },
				                       { one->address, port } };
			dr_list_add(arena, &from->detours, detour);
		}
	}
}

/* EXIT_CLEAN, or EXIT_INTERNAL after telling. */
static int join_zones(dr_arena *arena, sources *from)
{
	if (from->zones.len > 0) {
		from->config.zones = dr_zones_new(arena, from->zones.items, from->zones.len);
	}
	if (from->zones.len > 0 && from->config.zones == NULL) {
		message_say("no memory for the zones");
		return EXIT_INTERNAL;
	}
	return EXIT_CLEAN;
}

static void fill_config(const options *given, const dr_ruleset *rules, sources *from)
{
	from->config.suffixes = from->suffixes;
	from->config.rules = rules;
	from->config.snapshot = from->snapshot_source;
	from->config.previous = from->previous_source;
	from->config.previous_day =
		from->previous != NULL ? dr_snapshot_as_of(from->previous) : DR_NO_DAY;
	from->config.authoritative = given->authoritative;
	from->config.allow_private = given->allow_private;
	from->config.clock = &SYSTEM_CLOCK;
	from->config.as_of = from->as_of;
	from->config.max_questions = (size_t)given->max_questions;
	from->config.max_fetches = (size_t)given->max_fetches;
	from->config.max_arena = (size_t)given->max_arena;
	from->config.run_ms = given->timeout_ms;
}

int sources_open(dr_arena *arena, const options *given, const dr_ruleset *rules,
                 sources *ret_sources)
{
	sources from = { .as_of = DR_NO_DAY };
	int status = suffixes_read(arena, given, &from.suffixes);
	if (status == EXIT_CLEAN) {
		status = zones_open(arena, given, &from.zones);
	}
	if (status == EXIT_CLEAN) {
		status = join_zones(arena, &from);
	}
	if (status == EXIT_CLEAN) {
		status = read_snapshot(arena, given->snapshot, &from.snapshot,
		                       &from.snapshot_source);
	}
	if (status == EXIT_CLEAN) {
		status = read_snapshot(arena, given->previous, &from.previous,
		                       &from.previous_source);
	}
	if (status == EXIT_CLEAN) {
		from.config.catalog = services_load(arena, RULES_ALONE);
		status = from.config.catalog != NULL ? EXIT_CLEAN : EXIT_INTERNAL;
	}
	if (status != EXIT_CLEAN) {
		sources_close(&from);
		return status;
	}
	if (!given->offline && given->snapshot.len == 0) {
		from.resolvers =
			given->resolvers.len > 0 ? given->resolvers : resolvers_of_system(arena);
	}
	from.as_of = day_of(given, &from);
	find_detours(arena, given, &from);
	status = choose_fetching(given, &from);
	if (status == EXIT_CLEAN) {
		status = read_mark_files(arena, given, &from);
	}
	if (status != EXIT_CLEAN) {
		sources_close(&from);
		return status;
	}
	fill_config(given, rules, &from);
	*ret_sources = from;
	return EXIT_CLEAN;
}

void sources_close(sources *from)
{
	dr_source_close(from->snapshot_source);
	dr_snapshot_close(from->snapshot);
	dr_source_close(from->previous_source);
	dr_snapshot_close(from->previous);
	zones_close(&from->zones);
	dr_suffixes_close(from->suffixes);
}

static int open_cache(const sources *from, const options *given, live_source *live, dr_error *err)
{
	if (system_random_open(&live->random, &live->interface) != DR_OK) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "the system has no random numbers");
	}
	dr_hash_key key;
	if (live->interface.fill(live->interface.self, key.octets, sizeof(key.octets)) != DR_OK) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "the system has no random numbers");
	}
	dr_dns_options how = {
		.servers = from->resolvers.items,
		.server_count = from->resolvers.len,
		.trust_ad = given->trust_ad,
		.query_timeout_ms = (int)given->query_timeout_ms,
		.clock = &SYSTEM_CLOCK,
		.random = &live->interface,
		.detours = from->detours.items,
		.detour_count = from->detours.len,
	};
	dr_source_of_answers *dns;
	int code = dr_dns_open(&how, &dns, err);
	if (code != DR_OK) {
		return code;
	}
	live->source = dr_cache_open(dns, DR_LIMIT_CACHE, &SYSTEM_CLOCK, &key);
	if (live->source == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the cache");
	}
	return DR_OK;
}

static int open_web(const sources *from, const options *given, live_source *live, dr_error *err)
{
	if (!from->fetches) {
		return DR_OK;
	}
	dr_web_options how = {
		.max_body = (size_t)given->max_body,
		.allow_private = given->allow_private,
		.ca_file = given->ca_file.len > 0 ? given->ca_file.ptr : NULL,
		.detours = given->detours,
		.clock = &SYSTEM_CLOCK,
	};
	return dr_web_open(&how, &live->web, err);
}

int live_open(const sources *from, const options *given, live_source *ret_live)
{
	*ret_live = (live_source){ .random = { .fd = -1 } };
	if (from->resolvers.len == 0) {
		return EXIT_CLEAN;
	}
	dr_error err = { 0 };
	if (open_cache(from, given, ret_live, &err) != DR_OK ||
	    open_web(from, given, ret_live, &err) != DR_OK) {
		message_error(&err, NULL);
		live_close(ret_live);
		return EXIT_INTERNAL;
	}
	return EXIT_CLEAN;
}

void live_close(live_source *live)
{
	dr_source_close(live->source);
	dr_source_close(live->web);
	live->source = live->web = NULL;
	system_random_close(&live->random);
}
