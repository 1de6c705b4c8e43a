#include "render/finding_view.h"
#include "answer/rdata.h"
#include "base/digest.h"
#include "run/finding_home.h"

#include <stdlib.h>

static const char *const CATEGORIES[] = { "delivery", "spoofing", "reports", "brand", "hygiene" };

/* A name without the record, but with a CNAME, has that to show. */
static void view_alias(dr_arena *arena, const dr_answer *answer, dr_finding_view *view)
{
	if (answer->hop_count > 0) {
		view->type = DR_STR("CNAME");
		view->record = dr_name_text(arena, answer->hops[0].target);
		view->at = answer->hops[0].at;
	}
}

static void view_record(dr_arena *arena, const dr_place *place, dr_finding_view *view)
{
	const dr_answer *answer = place->answer;
	if (place->rr >= answer->rr_count) {
		view_alias(arena, answer, view);
		return;
	}
	const dr_rr *rr = &answer->rrs[place->rr];
	if (rr->chunk_count > 0) {
		view->record = rr->text;
		view->has_span = true;
		view->span = place->span;
		view->at = dr_rr_find_octet(rr, place->span.off);
		return;
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_rdata_write(answer->question.type, rr->rdata, &text);
	view->record = dr_buf_str(&text);
	view->at = rr->at;
}

/* Over rule, owner, type and subject, so that it survives line moves and edits of the record. */
static void fingerprint(dr_arena *arena, dr_finding_view *view)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	const dr_str parts[] = { view->finding->rule->id, view->owner, view->type,
		                 view->finding->subject };
	for (size_t i = 0; i < DR_COUNT(parts); i++) {
		if (i > 0) {
			dr_buf_add_char(&text, '\0');
		}
		dr_buf_add(&text, parts[i]);
	}
	dr_sha256 digest = dr_digest_sha256(dr_buf_str(&text));
	dr_digest_hex(&digest, DR_FINGERPRINT_CHARS, view->fingerprint);
}

static dr_finding_view view_of(dr_arena *arena, const dr_run_result *result,
                               const dr_finding *finding, size_t index)
{
	dr_finding_home home = dr_finding_home_of(arena, result->domain, finding);
	dr_finding_view view = {
		.finding = finding, .index = index, .owner = home.owner, .type = home.type
	};
	if (finding->place.answer != NULL) {
		view_record(arena, &finding->place, &view);
	}
	if (finding->place.file != NULL) {
		view.at = *finding->place.file;
	}
	fingerprint(arena, &view);
	return view;
}

static int cmp_size(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int cmp_place(const dr_finding_view *a, const dr_finding_view *b)
{
	int order = cmp_size(a->finding->place.rr, b->finding->place.rr);
	if (order == 0) {
		order = cmp_size(a->finding->place.span.off, b->finding->place.span.off);
	}
	return order != 0 ? order : cmp_size(a->index, b->index);
}

static int cmp_owner(const void *left, const void *right)
{
	const dr_finding_view *a = left, *b = right;
	int order = dr_str_cmp(a->owner, b->owner);
	if (order == 0) {
		order = dr_str_cmp(a->finding->rule->id, b->finding->rule->id);
	}
	return order != 0 ? order : cmp_place(a, b);
}

static size_t category_rank(const dr_finding *finding)
{
	size_t rank = 0;
	while (rank < DR_COUNT(CATEGORIES) &&
	       !dr_str_eq(finding->rule->category, dr_str_of(CATEGORIES[rank]))) {
		rank++;
	}
	return rank;
}

static int cmp_weight(const void *left, const void *right)
{
	const dr_finding_view *a = left, *b = right;
	int order = cmp_size(b->finding->severity, a->finding->severity);
	if (order == 0) {
		order = cmp_size(category_rank(a->finding), category_rank(b->finding));
	}
	if (order == 0) {
		order = dr_str_cmp(a->finding->rule->id, b->finding->rule->id);
	}
	return order != 0 ? order : cmp_size(a->index, b->index);
}

static bool is_shown_hit(const dr_finding *finding)
{
	return finding->outcome == DR_HIT && !finding->waived;
}

static bool is_any(const dr_finding *finding)
{
	(void)finding;
	return true;
}

static dr_finding_views views(dr_arena *arena, const dr_run_result *result,
                              bool (*wanted)(const dr_finding *),
                              int (*cmp)(const void *, const void *))
{
	dr_finding_views list = { NULL, 0 };
	for (size_t i = 0; i < result->judgement.findings.len; i++) {
		const dr_finding *finding = result->judgement.findings.items[i];
		if (!finding->superseded && wanted(finding)) {
			dr_list_add(arena, &list, view_of(arena, result, finding, i));
		}
	}
	if (list.len > 1) {
		qsort(list.items, list.len, sizeof(*list.items), cmp);
	}
	return list;
}

dr_finding_views dr_finding_views_by_owner(dr_arena *arena, const dr_run_result *result)
{
	return views(arena, result, is_any, cmp_owner);
}

dr_finding_views dr_finding_views_by_weight(dr_arena *arena, const dr_run_result *result)
{
	return views(arena, result, is_shown_hit, cmp_weight);
}

static void put_path(dr_buf *out, dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		if (dr_is_alnum(c) || dr_str_find(DR_STR("/._-~+"), 0, c) < 6) {
			dr_buf_add_char(out, c);
		} else {
			dr_buf_addf(out, "%%%02X", (unsigned)(uint8_t)c);
		}
	}
}

dr_str dr_finding_file(const dr_finding_view *view)
{
	dr_str file = dr_str_of(view->at.file);
	return dr_str_starts(file, DR_STR("./")) ? dr_str_sub(file, 2, file.len) : file;
}

dr_str dr_finding_path(dr_arena *arena, const dr_finding_view *view)
{
	dr_buf path;
	dr_buf_init(&path, arena);
	dr_str file = dr_finding_file(view);
	if (file.len > 0) {
		put_path(&path, file);
	} else {
		dr_buf_add(&path, DR_STR("dns/"));
		put_path(&path, view->owner);
		dr_buf_addf(&path, "/%.*s",
		            DR_FMT(view->type.len > 0 ? view->type : DR_STR("ANY")));
	}
	return dr_buf_str(&path);
}
