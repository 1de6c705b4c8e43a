#include "record/der.h"
#include "base/cursor.h"

enum { TAG_INTEGER = 0x02, TAG_BIT_STRING = 0x03, TAG_NULL = 0x05, TAG_OID = 0x06 };
/* More than three octets of length can say. */
enum { ANY_LENGTH = 1 << 24 };
enum { TAG_SEQUENCE = 0x30, LONG_FORM = 0x80, MAX_LENGTH_OCTETS = 3, ED25519_OCTETS = 32 };

static const dr_str OID_RSA = DR_STR_INIT("\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01");
static const dr_str OID_ED25519 = DR_STR_INIT("\x2b\x65\x70");

/* The contents of an element, as far as they are there. */
typedef struct {
	dr_cursor inside;
	size_t length; /* as announced */
} element;

const char *dr_key_kind_name(dr_key_kind kind)
{
	static const char *const NAMES[] = { "", "rsa", "ed25519" };
	return NAMES[kind];
}

static size_t take_length(dr_cursor *c)
{
	size_t first = dr_cursor_u8(c);
	if (first < LONG_FORM) {
		return first;
	}
	size_t octets = first - LONG_FORM, length = 0;
	if (octets == 0 || octets > MAX_LENGTH_OCTETS) {
		c->overrun = true;
		return 0;
	}
	for (size_t i = 0; i < octets; i++) {
		length = length << 8 | dr_cursor_u8(c);
	}
	return length;
}

/* Reads an element with this tag, which may be up to `missing` octets longer than what holds it.
 * False leaves the cursor somewhere behind its start. */
static bool take_element(dr_cursor *c, uint8_t tag, size_t missing, element *ret_element)
{
	if (dr_cursor_u8(c) != tag) {
		return false;
	}
	size_t length = take_length(c), left = dr_cursor_left(c);
	if (c->overrun || length > left + missing) {
		return false;
	}
	ret_element->length = length;
	ret_element->inside = dr_cursor_of(dr_cursor_take_octets(c, length < left ? length : left));
	return true;
}

static bool is_cut(const element *e)
{
	return e->inside.text.len < e->length;
}

/* Skips the zeros in front of an INTEGER and returns the octets that it has without them. */
static size_t skip_zeros(element *integer)
{
	size_t octets = integer->length;
	while (octets > 0 && !dr_cursor_at_end(&integer->inside) &&
	       dr_cursor_peek(&integer->inside) == 0) {
		dr_cursor_next(&integer->inside);
		octets--;
	}
	return octets;
}

static uint32_t count_bits(element integer)
{
	size_t octets = skip_zeros(&integer);
	uint32_t bits = (uint32_t)(octets * 8);
	uint8_t first = dr_cursor_u8(&integer.inside);
	for (uint8_t mask = 0x80; mask > 0 && octets > 0 && (first & mask) == 0; mask >>= 1) {
		bits--;
	}
	return bits;
}

static uint64_t value_of(element integer)
{
	uint64_t value = 0;
	while (!dr_cursor_at_end(&integer.inside)) {
		if (value > UINT64_MAX >> 8) {
			return UINT64_MAX;
		}
		value = value << 8 | dr_cursor_u8(&integer.inside);
	}
	return value;
}

static dr_str octets_of(element integer)
{
	skip_zeros(&integer);
	return dr_cursor_rest(&integer.inside);
}

/* The two integers of an RSAPublicKey. What is cut off counts as read. */
static bool read_rsa(dr_cursor *c, dr_der_key *key)
{
	element modulus, exponent;
	bool cut = key->missing > 0;
	if (!take_element(c, TAG_INTEGER, key->missing, &modulus) || modulus.length == 0) {
		return false;
	}
	key->bits = modulus.inside.text.len > 0 ? count_bits(modulus) : 0;
	key->kind = DR_KEY_RSA;
	if (is_cut(&modulus) || dr_cursor_at_end(c)) {
		return cut;
	}
	key->modulus = octets_of(modulus);
	if (!take_element(c, TAG_INTEGER, key->missing, &exponent) || exponent.length == 0) {
		return cut;
	}
	key->exponent = is_cut(&exponent) ? 0 : value_of(exponent);
	return dr_cursor_at_end(c);
}

/* AlgorithmIdentifier. The parameters of RSA are NULL, and often left out; Ed25519 has none. */
static dr_key_kind read_algorithm(dr_cursor *c)
{
	element oid, parameters;
	if (!take_element(c, TAG_OID, 0, &oid)) {
		return DR_KEY_NONE;
	}
	if (dr_str_eq(oid.inside.text, OID_ED25519)) {
		return dr_cursor_at_end(c) ? DR_KEY_ED25519 : DR_KEY_NONE;
	}
	bool none = dr_cursor_at_end(c);
	bool null = !none && take_element(c, TAG_NULL, 0, &parameters) && parameters.length == 0;
	bool rsa = dr_str_eq(oid.inside.text, OID_RSA) && (none || null) && dr_cursor_at_end(c);
	return rsa ? DR_KEY_RSA : DR_KEY_NONE;
}

/* The key inside the BIT STRING. */
static bool read_bits(dr_cursor *c, dr_der_key *key)
{
	element sequence;
	if (dr_cursor_u8(c) != 0) {
		return false;
	}
	if (key->kind == DR_KEY_ED25519) {
		key->bits = 8 * ED25519_OCTETS;
		return dr_cursor_left(c) == ED25519_OCTETS || key->missing > 0;
	}
	return take_element(c, TAG_SEQUENCE, key->missing, &sequence) &&
	       read_rsa(&sequence.inside, key) && dr_cursor_at_end(c);
}

static bool read_wrapped(dr_cursor *c, dr_der_key *key)
{
	element algorithm, bits;
	if (!take_element(c, TAG_SEQUENCE, 0, &algorithm)) {
		return false;
	}
	key->wrapped = true;
	key->kind = read_algorithm(&algorithm.inside);
	if (key->kind == DR_KEY_NONE || !take_element(c, TAG_BIT_STRING, key->missing, &bits)) {
		return false;
	}
	return read_bits(&bits.inside, key) && dr_cursor_at_end(c);
}

dr_der_key dr_der_read_key(dr_str octets)
{
	dr_der_key key = { 0 };
	dr_cursor c = dr_cursor_of(octets);
	element outer;
	if (!take_element(&c, TAG_SEQUENCE, ANY_LENGTH, &outer)) {
		return key;
	}
	key.missing = outer.length - outer.inside.text.len;
	key.trailing = dr_cursor_left(&c);
	bool wrapped = dr_cursor_peek(&outer.inside) == TAG_SEQUENCE;
	bool good = wrapped ? read_wrapped(&outer.inside, &key) : read_rsa(&outer.inside, &key);
	if (!good && (key.missing == 0 || key.kind == DR_KEY_NONE)) {
		return (dr_der_key){ 0 };
	}
	return key;
}
