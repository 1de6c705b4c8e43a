/*
 * Questions: what can be asked of DNS and of HTTPS. All of a question is its key; class is IN.
 */
#pragma once
#include "base/arena.h"
#include "base/ipaddr.h"
#include "base/name_wire.h"

typedef enum { DR_ASK_DNS, DR_ASK_HTTPS } dr_ask_kind;

/* RR types that the linter asks for or a zone may hold (IANA numbers). */
enum {
	DR_TYPE_A = 1,
	DR_TYPE_NS = 2,
	DR_TYPE_CNAME = 5,
	DR_TYPE_SOA = 6,
	DR_TYPE_PTR = 12,
	DR_TYPE_MX = 15,
	DR_TYPE_TXT = 16,
	DR_TYPE_AAAA = 28,
	DR_TYPE_SRV = 33,
	DR_TYPE_DNAME = 39,
	DR_TYPE_OPT = 41,
	DR_TYPE_DS = 43,
	DR_TYPE_RRSIG = 46,
	DR_TYPE_NSEC = 47,
	DR_TYPE_DNSKEY = 48,
	DR_TYPE_TLSA = 52,
	DR_TYPE_SPF = 99,
	DR_TYPE_ANY = 255,
	DR_TYPE_CAA = 257,
};

/* Only what changes the answer. */
enum {
	DR_FLAG_CD = 1,      /* checking disabled (RFC 4035 3.2.2) */
	DR_FLAG_NO_EDNS = 2, /* without EDNS: at most 512 octets over UDP (RFC 1035 4.2.1) */
};

typedef struct {
	dr_ask_kind kind;
	dr_name name;     /* lower-cased wire form; HTTPS: the host */
	uint16_t type;    /* RR type; HTTPS: the port */
	uint16_t flags;   /* DR_FLAG_* */
	dr_ipaddr server; /* DR_IP_NONE: the run's resolver; else this server, without recursion;
	                     HTTPS: the address to connect to */
	dr_str path;      /* HTTPS only, with the leading slash and the query */
} dr_question;

dr_question dr_question_dns(dr_name name, uint16_t type);
/* The question for "https://host[:port]/path?query"; what follows `#` is left out. False for
 * anything else, an authority with a user included. */
bool dr_question_of_url(dr_arena *arena, dr_str url, dr_question *ret_question);
bool dr_question_eq(const dr_question *a, const dr_question *b);
/* Order of snapshots: name (canonical), type, server, flags, path. */
int dr_question_cmp(const dr_question *a, const dr_question *b);
uint64_t dr_question_hash(const dr_question *q);
dr_question dr_question_copy(dr_arena *arena, const dr_question *q);
/* "_dmarc.example.com TXT", "https://mta-sts.example.com/.well-known/…". */
void dr_question_write(const dr_question *q, dr_buf *out);

/* "cd", "noedns": the flag of bit `i`, NULL behind the last. Static storage. */
const char *dr_question_flag_name(size_t i);

/* "TXT", or "TYPE65280" (RFC 3597) for types without a name here. */
void dr_type_write(uint16_t type, dr_buf *out);
/* The number for a mnemonic or TYPEnnn, any case; 0 when it is none. */
uint16_t dr_type_parse(dr_str text);
