/* What receivers cannot read of a record: no record that the plan writes has it, and the step that
 * leaves it out says so. */
#include "plan/plan_priv.h"
#include "record/edit.h"

static const dr_issue *find_issue(const dr_dmarc *record, dr_issue_code code, dr_str within)
{
	size_t from = (size_t)(within.ptr - record->text.ptr);
	for (size_t i = 0; i < record->issues.len; i++) {
		const dr_issue *issue = &record->issues.items[i];
		size_t at = issue->place.span.off;
		if (issue->code == code && at >= from && at < from + within.len) {
			return issue;
		}
	}
	return NULL;
}

/* The tag is not there for receivers, whatever its value was meant to be. Policies and addresses
 * are not among them: what their place is taken by is for a phase, or a person, to say. */
static bool is_lost(const dr_dmarc *record, const dr_tag *tag)
{
	switch (tag->def) {
	case DR_TAG_UNKNOWN:
		return find_issue(record, DR_ISSUE_TAG_NAME, tag->text) != NULL ||
		       find_issue(record, DR_ISSUE_TAG_MERGED, tag->text) != NULL;
	case DR_DMARC_V:
	case DR_DMARC_P:
	case DR_DMARC_SP:
	case DR_DMARC_NP: return false;
	case DR_DMARC_RUA:
	case DR_DMARC_RUF: return tag->value.len == 0;
	default: return !dr_dmarc_is_valid(record, (dr_dmarc_tag)tag->def);
	}
}

dr_str dr_planner_readable(dr_planner *p, dr_str text)
{
	dr_dmarc record = dr_planner_parse(p, text);
	DR_LIST(dr_tag_edit) edits = { NULL, 0 };
	for (size_t i = 0; i < record.list.tags.len; i++) {
		const dr_tag *tag = &record.list.tags.items[i];
		if (tag->name.len > 0 && !tag->duplicate && is_lost(&record, tag)) {
			dr_list_add(p->arena, &edits, (dr_tag_edit){ tag->name, { NULL, 0 } });
		}
	}
	return edits.len > 0 ? dr_dmarc_edit(p->arena, text, edits.items, edits.len) : text;
}

static bool has_tag(const dr_dmarc *record, const dr_tag *wanted)
{
	for (size_t i = 0; i < record->list.tags.len; i++) {
		const dr_tag *tag = &record->list.tags.items[i];
		if (dr_str_eq_nocase(tag->name, wanted->name) &&
		    dr_str_eq(tag->value, wanted->value)) {
			return true;
		}
	}
	return false;
}

static bool is_unreadable(const dr_dmarc *record, const dr_tag *tag)
{
	bool policy = tag->def >= DR_DMARC_P && tag->def <= DR_DMARC_NP;
	return tag->name.len == 0 || tag->duplicate || is_lost(record, tag) ||
	       (policy && !dr_dmarc_is_valid(record, (dr_dmarc_tag)tag->def));
}

static void add_part(dr_arena *arena, dr_strs *parts, dr_str part)
{
	enum { SHOWN_MAX = 60 };
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "\"%.*s%s\"", DR_FMT(dr_str_sub(part, 0, SHOWN_MAX)),
	            part.len > SHOWN_MAX ? "…" : "");
	dr_list_add(arena, parts, dr_buf_str(&text));
}

/* Parts of a record that are no tags, but for empty ones. */
static void add_junk(dr_arena *arena, const dr_dmarc *record, dr_strs *parts)
{
	for (size_t i = 0; i < record->issues.len; i++) {
		const dr_issue *issue = &record->issues.items[i];
		bool junk = issue->code == DR_ISSUE_TAG_SYNTAX ||
		            issue->code == DR_ISSUE_TAG_NO_EQUALS ||
		            issue->code == DR_ISSUE_TAG_TRAILING;
		if (junk && issue->subject.len > 0 && !dr_str_eq(issue->subject, DR_STR(";"))) {
			add_part(arena, parts, issue->subject);
		}
	}
}

dr_str dr_planner_left_out(dr_planner *p, dr_str before, dr_str after)
{
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, after);
	dr_strs parts = { NULL, 0 };
	add_junk(p->arena, &old, &parts);
	for (size_t i = 0; i < old.list.tags.len; i++) {
		const dr_tag *tag = &old.list.tags.items[i];
		if (is_unreadable(&old, tag) && !has_tag(&new, tag)) {
			add_part(p->arena, &parts, tag->text);
		}
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	for (size_t i = 0; i < parts.len; i++) {
		dr_buf_addf(&text, "%s%.*s", i > 0 ? ", " : "", DR_FMT(parts.items[i]));
	}
	return dr_buf_str(&text);
}
