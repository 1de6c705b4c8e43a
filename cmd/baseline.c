#include "baseline.h"
#include "base/limits.h"
#include "doc/bind.h"
#include "doc/json_out.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "output.h"
#include "render/finding_view.h"

#include <stdlib.h>

#define SCHEMA "dmarcramp.baseline/1"

static int compare(const void *left, const void *right)
{
	const baseline_entry *a = left, *b = right;
	return dr_str_cmp(a->fingerprint, b->fingerprint);
}

static void sort(baseline_entries *list)
{
	if (list->len > 1) {
		qsort(list->items, list->len, sizeof(*list->items), compare);
	}
}

/* ---- reading ---- */

static const dr_field ENTRY_FIELDS[] = {
	DR_PLAIN(baseline_entry, fingerprint, "what identifies it"),
	DR_PLAIN(baseline_entry, rule, "its rule, for people", DR_OPTIONAL),
	DR_PLAIN(baseline_entry, owner, "owner name, for people", DR_OPTIONAL),
};
static DR_SCHEMA(ENTRY, "a finding of the baseline", baseline_entry, ENTRY_FIELDS, "a finding");

static int read_entries(baseline *b, const dr_source *file, const dr_node *root, dr_error *err)
{
	const dr_node *schema = root != NULL ? dr_node_find(root, "schema") : NULL;
	const dr_node *list = root != NULL ? dr_node_find(root, "findings") : NULL;
	dr_errors errors = { NULL, 0 };
	if (schema == NULL || !dr_str_eq(schema->text, DR_STR(SCHEMA)) || list == NULL ||
	    list->kind != DR_NODE_SEQ) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "this is no baseline: expected \"schema\": \"" SCHEMA
		               "\" and a list \"findings\"");
	}
	for (const dr_node *one = list->first; one != NULL; one = one->next) {
		baseline_entry entry = { .rule = { NULL, 0 } };
		if (dr_bind(b->arena, file, &ENTRY, one, &entry, &errors) > 0) {
			*err = errors.items[0];
			return err->code;
		}
		dr_list_add(b->arena, &b->known, entry);
	}
	sort(&b->known);
	return DR_OK;
}

int baseline_open(dr_arena *arena, const options *given, baseline *ret_baseline)
{
	baseline b = { .arena = arena, .notes = given->write_baseline.len > 0 };
	dr_source *file = dr_arena_new_of(arena, dr_source);
	const dr_node *root = NULL;
	dr_error err = { 0 };
	if (given->baseline.len > 0 && file != NULL) {
		int code = files_read(arena, given->baseline, DR_LIMIT_DOC_TEXT, file, &err);
		if (code == DR_OK) {
			code = dr_json_parse(arena, file, &root, &err);
		}
		if (code == DR_OK) {
			code = read_entries(&b, file, root, &err);
		}
		if (code != DR_OK) {
			dr_error_locate(&err, file);
			message_error(&err, file->name != NULL ? file : NULL);
			return exit_of_error(code);
		}
	}
	*ret_baseline = b;
	return EXIT_CLEAN;
}

/* ---- findings ---- */

static bool is_known(const baseline *from, const char *fingerprint)
{
	const baseline_entry wanted = { .fingerprint = dr_str_of(fingerprint) };
	return from->known.len > 0 && bsearch(&wanted, from->known.items, from->known.len,
	                                      sizeof(wanted), compare) != NULL;
}

void baseline_waive(const baseline *from, dr_run_result *result)
{
	if (from->known.len == 0 || result->error.code != DR_OK) {
		return;
	}
	dr_finding_views views = dr_finding_views_by_owner(result->arena, result);
	dr_findings *all = &result->judgement.findings;
	for (size_t i = 0; i < views.len; i++) {
		for (size_t k = 0; k < all->len && is_known(from, views.items[i].fingerprint);
		     k++) {
			all->items[k]->waived |= all->items[k] == views.items[i].finding;
		}
	}
}

void baseline_note(baseline *to, const dr_run_result *result)
{
	if (!to->notes || result->error.code != DR_OK) {
		return;
	}
	dr_finding_views views = dr_finding_views_by_owner(to->arena, result);
	for (size_t i = 0; i < views.len; i++) {
		const dr_finding_view *view = &views.items[i];
		if (view->finding->outcome == DR_HIT) {
			const baseline_entry entry = {
				dr_arena_copy(to->arena, dr_str_of(view->fingerprint)),
				view->finding->rule->id,
				dr_arena_copy(to->arena, view->owner),
			};
			dr_list_add(to->arena, &to->noted, entry);
		}
	}
}

/* ---- writing ---- */

static int write_entries(const baseline *from, dr_buf *out)
{
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return DR_ENOMEM;
	}
	dr_json_object(json);
	dr_json_put_str(json, "schema", DR_STR(SCHEMA));
	dr_json_key(json, "findings");
	dr_json_array(json);
	for (size_t i = 0; i < from->noted.len; i++) {
		const baseline_entry *entry = &from->noted.items[i];
		if (i > 0 && compare(entry, &from->noted.items[i - 1]) == 0) {
			continue;
		}
		dr_json_object(json);
		dr_json_put_str(json, "fingerprint", entry->fingerprint);
		dr_json_put_str(json, "rule", entry->rule);
		dr_json_put_str(json, "owner", entry->owner);
		dr_json_end(json);
	}
	dr_json_end(json);
	dr_json_end(json);
	return dr_json_close(json);
}

int baseline_write(baseline *from, const options *given)
{
	output *file;
	dr_error err = { 0 };
	dr_buf text;
	if (!from->notes) {
		return EXIT_CLEAN;
	}
	dr_buf_init(&text, from->arena);
	sort(&from->noted);
	int code = write_entries(from, &text);
	if (code == DR_OK) {
		code = output_open(from->arena, given->write_baseline, &file, &err);
	}
	if (code == DR_OK) {
		output_write(file, dr_buf_str(&text));
		code = output_commit(file, &err);
	}
	if (code != DR_OK) {
		message_say("%s", err.code != DR_OK ? err.text : "no memory for the baseline");
		return EXIT_INTERNAL;
	}
	return EXIT_CLEAN;
}
