#include "answer/cache_priv.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_FIXED = 22, KEY_MAX = KEY_FIXED + DR_NAME_MAX };

void dr_cache_move(dr_cache_entry *e, dr_cache_entries *list)
{
	if (e->list != NULL) {
		*(e->previous != NULL ? &e->previous->next : &e->list->first) = e->next;
		*(e->next != NULL ? &e->next->previous : &e->list->last) = e->previous;
	}
	e->list = list;
	e->next = NULL;
	e->previous = list != NULL ? list->last : NULL;
	if (list != NULL) {
		*(list->last != NULL ? &list->last->next : &list->first) = e;
		list->last = e;
	}
}

static size_t write_key(const dr_question *q, uint8_t *ret_key)
{
	ret_key[0] = (uint8_t)(q->type >> 8);
	ret_key[1] = (uint8_t)(q->type & 0xFF);
	ret_key[2] = (uint8_t)(q->flags >> 8);
	ret_key[3] = (uint8_t)(q->flags & 0xFF);
	ret_key[4] = q->server.family;
	ret_key[5] = 0;
	memcpy(ret_key + 6, q->server.octets, sizeof(q->server.octets));
	memcpy(ret_key + KEY_FIXED, q->name.wire, q->name.len);
	return KEY_FIXED + (size_t)q->name.len;
}

static unsigned hash_of(const dr_cache *c, const uint8_t *key, size_t len)
{
	return (unsigned)dr_hash(&c->key, key, len);
}

dr_cache_entry *dr_cache_find(dr_cache *c, const dr_question *q)
{
	uint8_t key[KEY_MAX];
	size_t len = write_key(q, key);
	dr_cache_entry *found;
	HASH_FIND_BYHASHVALUE(hh, c->table, key, len, hash_of(c, key, len), found);
	return found;
}

dr_cache_entry *dr_cache_add(dr_cache *c, const dr_question *q)
{
	uint8_t key[KEY_MAX];
	size_t len = write_key(q, key);
	dr_cache_entry *e = calloc(1, sizeof(*e) + len);
	if (e == NULL) {
		return NULL;
	}
	memcpy(e->key, key, len);
	e->key_len = len;
	e->cache = c;
	e->question = *q;
	e->question.name.wire = e->key + KEY_FIXED;
	e->question.path = (dr_str){ NULL, 0 };
	HASH_ADD_KEYPTR_BYHASHVALUE(hh, c->table, e->key, len, hash_of(c, key, len), e);
	if (e->hh.tbl == NULL) {
		free(e);
		return NULL;
	}
	return e;
}

static size_t octets_of(const dr_cache_entry *e)
{
	return sizeof(*e) + e->key_len + e->packed_len;
}

void dr_cache_drop_answer(dr_cache_entry *e)
{
	if (e->packed != NULL) {
		e->cache->stats.octets -= octets_of(e);
		e->cache->stats.entries--;
		free(e->packed);
		e->packed = NULL;
	}
}

void dr_cache_free_entry(dr_cache_entry *e)
{
	dr_cache_drop_answer(e);
	dr_cache_move(e, NULL);
	HASH_DEL(e->cache->table, e);
	while (e->waiters != NULL) {
		dr_cache_waiter *w = e->waiters;
		e->waiters = w->next;
		free(w);
	}
	free(e);
}

/* ---- keeping answers ---- */

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Seconds that the answer may be kept (RFC 2308 5 and 7). */
static uint32_t lifetime_s(const dr_answer *answer)
{
	bool has_ttl = answer->hop_count + answer->rr_count > 0;
	uint32_t ttl = has_ttl ? answer->ttl : UINT32_MAX;
	if (answer->outcome == DR_ANSWER || answer->outcome == DR_NOT_GIVEN) {
		return has_ttl ? least(ttl, DR_LIMIT_CACHE_POSITIVE_S) : 0;
	}
	if (dr_outcome_is_certain(answer->outcome)) {
		return least(least(ttl, answer->negative_ttl), DR_LIMIT_CACHE_NEGATIVE_S);
	}
	bool ours = answer->outcome == DR_OPEN || answer->outcome == DR_BUDGET;
	return ours ? 0 : DR_LIMIT_CACHE_FAILURE_S;
}

void dr_cache_evict(dr_cache *c)
{
	dr_cache_entry *next;
	for (dr_cache_entry *e = c->stored.first; e != NULL; e = next) {
		next = e->next;
		if (c->stats.octets <= c->max_octets) {
			return;
		}
		c->stats.evicted++;
		dr_cache_free_entry(e);
	}
}

/* Packs the answer into the entry; false when there is no memory. */
static bool pack_into(dr_cache_entry *e, const dr_answer *answer)
{
	dr_buf packed;
	dr_arena_reset(e->cache->scratch);
	dr_buf_init(&packed, e->cache->scratch);
	dr_cache_pack(answer, &packed);
	e->packed = dr_arena_failed(packed.arena) ? NULL : malloc(packed.len);
	if (e->packed == NULL) {
		return false;
	}
	memcpy(e->packed, packed.ptr, packed.len);
	e->packed_len = packed.len;
	return true;
}

void dr_cache_keep(dr_cache_entry *e, const dr_answer *answer, int64_t now)
{
	dr_cache *c = e->cache;
	uint32_t lifetime = lifetime_s(answer);
	bool hurried = !dr_outcome_is_certain(answer->outcome) && now >= e->deadline;
	if (lifetime == 0 || hurried || !pack_into(e, answer)) {
		return;
	}
	e->stored_at = now;
	e->expires = now + (int64_t)lifetime * 1000;
	c->stats.octets += octets_of(e);
	c->stats.entries++;
	dr_cache_move(e, &c->ready);
}

bool dr_cache_is_fresh(const dr_cache_entry *e, int64_t now)
{
	bool promised = e->list == &e->cache->ready;
	return promised || (e->packed != NULL && now < e->expires);
}

const dr_answer *dr_cache_answer(dr_arena *arena, const dr_cache_entry *e, int64_t now)
{
	uint32_t age_s = (uint32_t)((now - e->stored_at) / 1000);
	return dr_cache_unpack(arena, &e->question, (dr_str){ e->packed, e->packed_len }, age_s);
}
