#include "answer/rdata.h"
#include "snapshot/snapshot_priv.h"

/* What an element's parts are read with. */
typedef struct {
	snapshot_reader *reader;
	const dr_node *map;
	const answer_form *form;
	dr_answer *answer;
} element;

bool dr_snapshot_read_outcome(snapshot_reader *r, const dr_node *map, dr_str text,
                              dr_outcome *ret_outcome)
{
	return dr_outcome_parse(text, ret_outcome) ||
	       dr_snapshot_refuse(
		       r, map, "outcome", DR_EINVAL,
		       "there is no outcome '%.*s'; they are answer, nodata, nxdomain, "
		       "servfail, refused, timeout, unreachable, garbled, budget, unknown",
		       DR_FMT(text));
}

static bool read_name(snapshot_reader *r, const dr_node *map, const char *key, dr_str text,
                      dr_name *ret_name)
{
	dr_name_room room;
	dr_name name;
	dr_name_status status = dr_name_parse(&room, text, &name);
	if (status != DR_NAME_OK) {
		return dr_snapshot_refuse(r, map, key, DR_ESYNTAX, "the name '%.*s' %s",
		                          DR_FMT(text), dr_name_status_text(status));
	}
	*ret_name = dr_name_copy(r->arena, name);
	return true;
}

static bool read_number(snapshot_reader *r, const dr_node *map, const char *key, int64_t value,
                        uint32_t *ret_value)
{
	if (value < 0 || value > INT32_MAX) {
		return dr_snapshot_refuse(r, map, key, DR_EINVAL,
		                          "expected a number from 0 to 2147483647, found %lld",
		                          (long long)value);
	}
	*ret_value = (uint32_t)value;
	return true;
}

/* 0: there is none of this name. */
static uint16_t flag_of(dr_str name)
{
	for (size_t i = 0; dr_question_flag_name(i) != NULL; i++) {
		if (dr_str_eq(name, dr_str_of(dr_question_flag_name(i)))) {
			return (uint16_t)(1u << i);
		}
	}
	return 0;
}

static bool read_question(element *e)
{
	const answer_form *form = e->form;
	dr_question *question = &e->answer->question;
	if (!read_name(e->reader, e->map, "name", form->name, &question->name)) {
		return false;
	}
	question->type = dr_type_parse(form->type);
	if (question->type == 0) {
		return dr_snapshot_refuse(e->reader, e->map, "type", DR_EINVAL,
		                          "there is no type '%.*s'", DR_FMT(form->type));
	}
	if (form->server.len > 0 && !dr_ipaddr_parse(form->server, &question->server)) {
		return dr_snapshot_refuse(e->reader, e->map, "server", DR_EINVAL,
		                          "'%.*s' is no address", DR_FMT(form->server));
	}
	for (size_t i = 0; i < form->flags.len; i++) {
		uint16_t flag = flag_of(form->flags.items[i]);
		if (flag == 0) {
			return dr_snapshot_refuse(e->reader, e->map, "flags", DR_EINVAL,
			                          "there is no flag '%.*s', only cd and noedns",
			                          DR_FMT(form->flags.items[i]));
		}
		question->flags |= flag;
	}
	return true;
}

/* ---- the chain ---- */

/* A link begins where the one before ends. */
static bool read_hop(element *e, const dr_node *node, dr_hop *hop)
{
	hop_form form = { 0 };
	dr_name at = dr_answer_end(e->answer);
	if (!dr_snapshot_bind(e->reader, &SNAPSHOT_HOP, node, &form) ||
	    !read_name(e->reader, node, "name", form.name, &hop->name) ||
	    !read_name(e->reader, node, "target", form.target, &hop->target) ||
	    !read_number(e->reader, node, "ttl", form.ttl, &hop->ttl)) {
		return false;
	}
	return dr_name_eq(hop->name, at) ||
	       dr_snapshot_refuse(e->reader, node, "name", DR_EINVAL,
	                          "this link of the chain does not begin where the last one ends");
}

static bool read_chain(element *e)
{
	if (e->form->chain == NULL) {
		return true;
	}
	if (e->form->chain->kind != DR_NODE_SEQ) {
		return dr_snapshot_refuse(e->reader, e->map, "chain", DR_ETYPE,
		                          "expected a list, found %s",
		                          dr_node_kind_name(e->form->chain->kind));
	}
	dr_hop *hops =
		dr_arena_alloc_array(e->reader->arena, e->form->chain->count, sizeof(dr_hop));
	e->answer->hops = hops;
	for (const dr_node *node = e->form->chain->first; hops != NULL && node != NULL;
	     node = node->next) {
		if (!read_hop(e, node, &hops[e->answer->hop_count])) {
			return false;
		}
		e->answer->hop_count++;
	}
	return true;
}

static bool read_alias(element *e)
{
	if (e->form->alias.len == 0) {
		return true;
	}
	if (e->form->chain != NULL) {
		return dr_snapshot_refuse(e->reader, e->map, "alias", DR_EINVAL,
		                          "alias and chain exclude each other");
	}
	dr_hop *hop = dr_arena_new_of(e->reader->arena, dr_hop);
	if (hop == NULL) {
		return true;
	}
	hop->name = e->answer->question.name;
	hop->ttl = (uint32_t)e->form->ttl;
	e->answer->hops = hop;
	e->answer->hop_count = 1;
	return read_name(e->reader, e->map, "alias", e->form->alias, &hop->target);
}

/* ---- records ---- */

/* TXT without any string is not allowed (RFC 1035 3.3.14), but test data have it. */
static dr_str rdata_text(uint16_t type, dr_str text)
{
	bool strings = type == DR_TYPE_TXT || type == DR_TYPE_SPF;
	return strings && text.len == 0 ? DR_STR("\"\"") : text;
}

static bool read_records(element *e)
{
	const dr_strs *texts = &e->form->rrs;
	dr_rr *rrs = dr_arena_alloc_array(e->reader->arena, texts->len, sizeof(dr_rr));
	for (size_t i = 0; rrs != NULL && i < texts->len; i++) {
		dr_error error = { 0 };
		uint16_t type = e->answer->question.type;
		if (dr_rdata_parse(e->reader->arena, type, rdata_text(type, texts->items[i]),
		                   &rrs[i], &error) != DR_OK) {
			return dr_snapshot_refuse(
				e->reader, e->map, "rrs", DR_ESYNTAX, "'%.*s': %s",
				DR_FMT(dr_str_sub(texts->items[i], 0, 60)), error.text);
		}
		rrs[i].ttl = (uint32_t)e->form->ttl;
	}
	e->answer->rrs = rrs;
	e->answer->rr_count = rrs != NULL ? texts->len : 0;
	return true;
}

/* Records and an outcome that says there are some go together. */
static bool read_outcome(element *e)
{
	if (!dr_snapshot_read_outcome(e->reader, e->map, e->form->outcome, &e->answer->outcome)) {
		return false;
	}
	bool answered = e->answer->outcome == DR_ANSWER;
	if (answered == (e->form->rrs.len > 0)) {
		return true;
	}
	return dr_snapshot_refuse(e->reader, e->map, answered ? "outcome" : "rrs", DR_EINVAL,
	                          answered ? "an answer without rrs; without records it is nodata"
	                                   : "only the outcome answer has rrs");
}

static bool read_numbers(element *e)
{
	uint32_t ttl;
	const answer_form *form = e->form;
	return read_number(e->reader, e->map, "ttl", form->ttl, &ttl) &&
	       read_number(e->reader, e->map, "negative_ttl", form->negative_ttl,
	                   &e->answer->negative_ttl) &&
	       read_number(e->reader, e->map, "size", form->size, &e->answer->wire_size);
}

static dr_trust trust_of(const answer_form *form)
{
	if (form->secure_status.state != DR_KNOWN) {
		return DR_TRUST_UNKNOWN;
	}
	return form->secure ? DR_TRUST_YES : DR_TRUST_NO;
}

bool dr_snapshot_read_answer(snapshot_reader *r, const dr_node *node, dr_answer *ret_answer)
{
	answer_form form = { 0 };
	dr_answer answer = { 0 };
	element e = { .reader = r, .map = node, .form = &form, .answer = &answer };
	bool ok = dr_snapshot_bind(r, &SNAPSHOT_ANSWER, node, &form) && read_question(&e) &&
	          read_outcome(&e) && read_numbers(&e) && read_chain(&e) && read_alias(&e) &&
	          read_records(&e) &&
	          (form.soa.len == 0 || read_name(r, node, "soa", form.soa, &answer.soa));
	if (ok) {
		answer.ttl_exact = form.ttl_exact;
		answer.secure = trust_of(&form);
		answer.truncated = form.truncated;
		dr_answer_settle(r->arena, &answer);
		*ret_answer = answer;
	}
	return ok;
}
