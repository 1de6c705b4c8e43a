#include "facts/make_priv.h"

/* A tag as published: absent when it is not there, maybe empty. */
static void set_tag(const dr_texts *texts, dr_bimi_tag row, dr_str *ret_value,
                    dr_status *ret_status, dr_place *ret_place)
{
	const dr_tag *tag = dr_bimi_find(texts->bimi, row);
	*ret_status = DR_STATUS_ABSENT;
	if (tag != NULL) {
		*ret_value = tag->value;
		*ret_status = DR_STATUS_KNOWN;
		*ret_place = dr_place_in(texts, tag->span);
	}
}

#define SET_TAG(row, member) \
	set_tag(texts, (row), &bimi->member, &bimi->member##_status, &bimi->member##_place)

static void make_record(const dr_maker *m, const dr_texts *texts)
{
	dr_bimi_facts *bimi = &m->facts->bimi;
	const dr_bimi *record = texts->bimi;
	dr_fact_set(bimi, text, record->text);
	bimi->text_place = dr_place_in(texts, (dr_span){ 0, (uint32_t)record->text.len });
	SET_TAG(DR_BIMI_L, l);
	SET_TAG(DR_BIMI_A, a);
	SET_TAG(DR_BIMI_AVP, avp);
	SET_TAG(DR_BIMI_LPS, lps);
	dr_fact_set(bimi, declined, record->declined);
	dr_fact_set(bimi, issues, dr_issues_of(m, &record->issues, texts));
}

static void make_no_record(dr_bimi_facts *bimi)
{
	dr_fact_absent(bimi, text);
	dr_fact_absent(bimi, l);
	dr_fact_absent(bimi, a);
	dr_fact_absent(bimi, avp);
	dr_fact_absent(bimi, lps);
	dr_fact_set(bimi, declined, false);
	bimi->issues_status = DR_STATUS_KNOWN;
}

static bool is_same_text(const dr_texts *a, const dr_texts *b)
{
	return dr_str_eq(a->bimi->text, b->bimi->text);
}

/* Receivers take the domain's own record, so a newer one above it goes unseen. */
static void make_differs(const dr_maker *m, dr_bimi_facts *bimi)
{
	const dr_bimi_found *found = &m->survey->bimi;
	const dr_dmarc_walk *walk = &m->survey->dmarc.walk;
	const dr_texts *own = found->own, *above = found->above;
	if (dr_texts_status(own).state != DR_KNOWN || own->count == 0) {
		dr_fact_with(bimi, differs, dr_texts_status(own), false);
	} else if (above == NULL) {
		dr_fact_with(bimi, differs, walk->status, false);
	} else {
		dr_fact_with(bimi, differs, dr_texts_status(above),
		             above->count > 0 && !is_same_text(own, above));
	}
}

static void make_selector(const dr_maker *m, dr_bimi_facts *bimi)
{
	const dr_bimi_found *found = &m->survey->bimi;
	if (found->chosen == NULL) {
		dr_fact_absent(bimi, selector);
		bimi->selector_present_status = DR_STATUS_NOT_GIVEN;
		return;
	}
	dr_fact_set(bimi, selector, dr_arena_copy(m->arena, found->selector));
	dr_fact_with(bimi, selector_present, dr_texts_status(found->chosen),
	             found->chosen->count == 1);
}

void dr_make_bimi(const dr_maker *m)
{
	dr_bimi_facts *bimi = &m->facts->bimi;
	const dr_bimi_found *found = &m->survey->bimi;
	bool known = found->status.state == DR_KNOWN;
	bool certain = found->status.state != DR_UNKNOWN;
	dr_fact_with(bimi, present, certain ? DR_STATUS_KNOWN : found->status, known);
	dr_fact_with(bimi, records, dr_texts_status(found->own), (int64_t)found->own->count);
	dr_fact_with(bimi, found_at, found->status, dr_name_text(m->arena, found->found_at));
	dr_fact_with(bimi, strays, dr_texts_status(found->own), dr_strays_of(m, found->own, true));
	bimi->alias = dr_alias_of(m, found->own->answer);
	make_differs(m, bimi);
	make_selector(m, bimi);
	dr_make_mark(m);
	if (known) {
		make_record(m, found->texts);
	} else if (certain) {
		make_no_record(bimi);
	} else {
		dr_schema_mark(&DR_BIMI_FACTS_SCHEMA, bimi, found->status);
	}
}
