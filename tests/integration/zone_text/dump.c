/*
 * Prints the records of a zone file, sorted, with their data as hex: as our reader sees it, or as
 * ldns does.
 *
 * zone_dump ours|ldns FILE ORIGIN     exit 1 when there are issues (ours), which go to standard
 * error
 */
#include "answer/rdata.h"
#include "zone/zone.h"
#include <ldns/ldns.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef DR_LIST(dr_str) lines;

static int compare_lines(const void *a, const void *b)
{
	return dr_str_cmp(*(const dr_str *)a, *(const dr_str *)b);
}

static void add_line(dr_arena *arena, lines *all, dr_name owner, uint32_t ttl, uint16_t type,
                     dr_str rdata)
{
	dr_buf line;
	dr_buf_init(&line, arena);
	dr_name_write(owner, &line);
	dr_buf_addf(&line, " %u TYPE%u ", (unsigned)ttl, (unsigned)type);
	for (size_t i = 0; i < rdata.len; i++) {
		dr_buf_addf(&line, "%02x", (unsigned)(uint8_t)rdata.ptr[i]);
	}
	dr_list_add(arena, all, dr_buf_str(&line));
}

static void print_lines(lines *all)
{
	if (all->len > 0) {
		qsort(all->items, all->len, sizeof(dr_str), compare_lines);
	}
	for (size_t i = 0; i < all->len; i++) {
		if (i == 0 || !dr_str_eq(all->items[i - 1], all->items[i])) {
			printf("%.*s\n", DR_FMT(all->items[i]));
		}
	}
}

/* ---- ours ---- */

static dr_str read_all(dr_arena *arena, const char *path, dr_error *err)
{
	FILE *file = fopen(path, "rb");
	dr_buf text;
	dr_buf_init(&text, arena);
	if (file == NULL) {
		dr_error_set(err, DR_EIO, DR_NOWHERE, "cannot read %s", path);
		return (dr_str){ 0 };
	}
	char room[4096];
	for (size_t got; (got = fread(room, 1, sizeof(room), file)) > 0;) {
		dr_buf_add(&text, (dr_str){ room, got });
	}
	fclose(file);
	return dr_buf_str(&text);
}

static int read_included(void *self, const char *from, dr_str name, dr_source *ret_source,
                         dr_error *err)
{
	(void)from;
	dr_arena *arena = self;
	dr_error error = { 0 };
	dr_str path = dr_arena_copy(arena, name);
	dr_str text = read_all(arena, path.ptr, &error);
	if (error.code != DR_OK) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "%s", error.text);
	}
	*ret_source = (dr_source){ path.ptr, text };
	return DR_OK;
}

static const uint16_t TYPES[] = { 1,  2,  5,  6,  12, 13, 15, 16, 17, 18,  28,  29,   33,
	                          35, 36, 43, 44, 52, 61, 64, 65, 99, 256, 257, 65280 };

static void dump_name(dr_arena *arena, const dr_zone *zone, dr_name name, lines *all)
{
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		dr_question question = dr_question_dns(name, TYPES[i]);
		const dr_answer *answer = dr_zone_answer(zone, arena, &question);
		for (size_t j = 0; answer != NULL && answer->hop_count == 0 && j < answer->rr_count;
		     j++) {
			add_line(arena, all, name, answer->rrs[j].ttl, TYPES[i],
			         answer->rrs[j].rdata);
		}
	}
}

static int print_issues(const dr_zone *zone)
{
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_zone_issue *issue = &issues->items[i];
		fprintf(stderr, "%s:%u:%u: %s: %s\n", issue->at.file, issue->at.line,
		        issue->at.column, issue->code, issue->text);
	}
	return issues->len > 0 ? 1 : 0;
}

static int dump_ours(dr_arena *arena, const char *path, const char *origin, lines *all)
{
	dr_error err = { 0 };
	dr_source source = { .name = path, .text = read_all(arena, path, &err) };
	dr_zone_options options = { .origin = dr_name_of(arena, dr_str_of(origin)) };
	dr_zone_files files = { .read = read_included, .self = arena };
	dr_zone *zone = NULL;
	if (err.code != DR_OK || dr_zone_parse(&source, &options, &files, &zone, &err) != DR_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	dr_name *names;
	size_t count;
	dr_zone_names(zone, arena, &names, &count);
	for (size_t i = 0; i < count; i++) {
		dump_name(arena, zone, names[i], all);
	}
	int status = print_issues(zone);
	dr_zone_close(zone);
	return status;
}

/* ---- ldns ---- */

static void dump_record(dr_arena *arena, const ldns_rr *rr, lines *all)
{
	ldns_buffer *wire = ldns_buffer_new(LDNS_MAX_PACKETLEN);
	uint16_t type = (uint16_t)ldns_rr_get_type(rr);
	dr_name owner = { ldns_rdf_data(ldns_rr_owner(rr)),
		          (uint8_t)ldns_rdf_size(ldns_rr_owner(rr)) };
	dr_rr lowered = { 0 };
	ldns_rr_rdata2buffer_wire(wire, rr);
	dr_rr_set_rdata(
		arena, type,
		(dr_str){ (const char *)ldns_buffer_begin(wire), ldns_buffer_position(wire) },
		&lowered);
	add_line(arena, all, dr_name_of(arena, dr_name_text(arena, owner)), ldns_rr_ttl(rr), type,
	         lowered.rdata);
	ldns_buffer_free(wire);
}

static int dump_ldns(dr_arena *arena, const char *path, lines *all)
{
	FILE *file = fopen(path, "r");
	ldns_zone *zone = NULL;
	int line = 0;
	ldns_status status = LDNS_STATUS_FILE_ERR;
	if (file != NULL) {
		status = ldns_zone_new_frm_fp_l(&zone, file, NULL, 3600, LDNS_RR_CLASS_IN, &line);
		fclose(file);
	}
	if (status != LDNS_STATUS_OK) {
		fprintf(stderr, "%s:%d: %s\n", path, line, ldns_get_errorstr_by_id(status));
		return 2;
	}
	dump_record(arena, ldns_zone_soa(zone), all);
	const ldns_rr_list *rrs = ldns_zone_rrs(zone);
	for (size_t i = 0; i < ldns_rr_list_rr_count(rrs); i++) {
		dump_record(arena, ldns_rr_list_rr(rrs, i), all);
	}
	ldns_zone_deep_free(zone);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 4) {
		fprintf(stderr, "zone_dump ours|ldns FILE ORIGIN\n");
		return 2;
	}
	dr_arena *arena = dr_arena_new(0);
	lines all = { 0 };
	int status = strcmp(argv[1], "ldns") == 0 ? dump_ldns(arena, argv[2], &all)
	                                          : dump_ours(arena, argv[2], argv[3], &all);
	print_lines(&all);
	dr_arena_free(arena);
	return status;
}
