#include "message/arc.h"

enum { SEAL_V, SEAL_I, SEAL_A, SEAL_B, SEAL_CV, SEAL_D, SEAL_S, SEAL_T, SEAL_H };

static const dr_tag_def DEFS[] = {
	[SEAL_V] = { "v", 0 },
	[SEAL_I] = { "i", DR_TAG_REQUIRED },
	[SEAL_A] = { "a", DR_TAG_REQUIRED },
	[SEAL_B] = { "b", DR_TAG_REQUIRED | DR_TAG_FREE_TEXT },
	[SEAL_CV] = { "cv", DR_TAG_REQUIRED },
	[SEAL_D] = { "d", DR_TAG_REQUIRED },
	[SEAL_S] = { "s", DR_TAG_REQUIRED },
	[SEAL_T] = { "t", 0 },
	[SEAL_H] = { "h", 0 },
};

static const dr_taglist_kind SEAL_TAGS = {
	.defs = DEFS,
	.count = DR_COUNT(DEFS),
	.version = "",
	.folds = true,
};

static dr_str value_of(const dr_taglist *list, int tag)
{
	const dr_tag *found = dr_taglist_find(list, tag);
	return found != NULL ? found->value : (dr_str){ NULL, 0 };
}

static void fail(dr_arc *arc, size_t at, const char *why)
{
	if (arc->state != DR_ARC_BROKEN) {
		arc->state = DR_ARC_BROKEN;
		arc->why = why;
		arc->at = at;
	}
}

/* The set of an instance; NULL when there can be no such. */
static dr_arc_set *set_at(dr_arc *arc, uint64_t instance)
{
	if (instance == 0 || instance > DR_ARC_MAX) {
		fail(arc, 0, "has a field whose instance (i=) is not 1 to 50");
		return NULL;
	}
	arc->count = instance > arc->count ? (size_t)instance : arc->count;
	return &arc->sets[instance - 1];
}

static uint64_t instance_of(dr_str text)
{
	uint64_t instance;
	return dr_str_to_u64(text, 1000, &instance) ? instance : 0;
}

static void read_seal(dr_arena *arena, const dr_header_field *field, dr_arc *arc)
{
	dr_taglist list;
	dr_issues issues = { NULL, 0 };
	dr_taglist_parse(arena, dr_header_unfold(arena, field->value), &SEAL_TAGS, &list, &issues);
	dr_arc_set *set = set_at(arc, instance_of(value_of(&list, SEAL_I)));
	if (set != NULL) {
		set->seals++;
		set->sealer = value_of(&list, SEAL_D);
		set->selector = value_of(&list, SEAL_S);
		set->cv = value_of(&list, SEAL_CV);
		set->forbidden = dr_taglist_find(&list, SEAL_H) != NULL;
	}
}

static void read_signature(dr_arena *arena, const dr_header_field *field, dr_arc *arc)
{
	dr_signature signature;
	dr_signature_parse_arc(arena, field->value, field->value, &signature);
	const dr_tag *instance = dr_signature_find(&signature, DR_SIGNATURE_I);
	dr_arc_set *set = set_at(arc, instance != NULL ? instance_of(instance->value) : 0);
	if (set != NULL) {
		set->signatures++;
	}
}

static void read_results(dr_arena *arena, const dr_header_field *field, dr_arc *arc)
{
	dr_authres authres;
	dr_authres_parse(arena, field->value, &authres);
	dr_arc_set *set = set_at(arc, authres.instance);
	if (set != NULL) {
		set->results++;
		set->authres = authres;
	}
}

/* RFC 8617 5.2, steps 2 and 3, without the seals. */
static void check_set(dr_arc *arc, size_t instance)
{
	const dr_arc_set *set = &arc->sets[instance - 1];
	bool first = instance == 1;
	if (set->seals != 1 || set->signatures != 1 || set->results != 1) {
		fail(arc, instance, "lacks one of its three fields, or has one twice");
	} else if (set->forbidden) {
		fail(arc, instance, "has a seal with h=, which is forbidden");
	} else if (dr_str_eq_nocase(set->cv, DR_STR("fail"))) {
		if (arc->state == DR_ARC_WHOLE) {
			arc->state = DR_ARC_ENDED;
			arc->at = instance;
		}
	} else if (!dr_str_eq_nocase(set->cv, first ? DR_STR("none") : DR_STR("pass"))) {
		fail(arc, instance, "has a seal whose cv= does not fit its place");
	}
}

void dr_arc_read(dr_arena *arena, const dr_mail *mail, dr_arc *ret_arc)
{
	*ret_arc = (dr_arc){ .state = mail->arc.len > 0 ? DR_ARC_WHOLE : DR_ARC_NONE };
	for (size_t i = 0; i < mail->arc.len; i++) {
		const dr_header_field *field = &mail->arc.items[i];
		if (dr_str_eq_nocase(field->name, DR_STR("ARC-Seal"))) {
			read_seal(arena, field, ret_arc);
		} else if (dr_str_eq_nocase(field->name, DR_STR("ARC-Message-Signature"))) {
			read_signature(arena, field, ret_arc);
		} else {
			read_results(arena, field, ret_arc);
		}
	}
	for (size_t i = 1; i <= ret_arc->count; i++) {
		check_set(ret_arc, i);
	}
}
