#include "mark/evidence.h"
#include "base/buf.h"
#include "mark/logotype.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

#define OID_EKU_BIMI      "1.3.6.1.5.5.7.3.31"
#define OID_LOGOTYPE      "1.3.6.1.5.5.7.1.12"
#define OID_POLICY        "1.3.6.1.4.1.53087.1.1"
#define OID_MARK_TYPE     "1.3.6.1.4.1.53087.1.13"
#define OID_OFFICE        "1.3.6.1.4.1.53087.1.2"
#define OID_OFFICE_LAND   "1.3.6.1.4.1.53087.1.3"
#define OID_REGISTRATION  "1.3.6.1.4.1.53087.1.4"
#define OID_STATUTE_LAND  "1.3.6.1.4.1.53087.3.2"
#define OID_STATUTE       "1.3.6.1.4.1.53087.3.5"
#define OID_PILOT         "1.3.6.1.4.1.53087.4.1"
#define OID_PRIOR_USE_URL "1.3.6.1.4.1.53087.5.1"

enum { SECONDS_A_DAY = 86400, NAMES_MAX = 200, TEXT_MAX = 256 };

typedef struct {
	dr_arena *arena;
	const dr_evidence_input *input;
	dr_evidence *evidence;
	X509 *certificates[DR_EVIDENCE_CERTIFICATES_MAX]; /* the mark certificate first */
	size_t count;
} reader;

static void add(reader *r, dr_strs *list, const char *phrase)
{
	if (list->len < DR_EVIDENCE_PROBLEMS_MAX) {
		dr_list_add(r->arena, list, dr_str_of(phrase));
	}
}

/* ---- certificates ---- */

static size_t read_pem(dr_str pem, X509 **certificates, size_t max)
{
	BIO *bio = pem.len <= INT32_MAX ? BIO_new_mem_buf(pem.ptr, (int)pem.len) : NULL;
	size_t count = 0;
	X509 *one;
	while (bio != NULL && count < max &&
	       (one = PEM_read_bio_X509(bio, NULL, NULL, NULL)) != NULL) {
		certificates[count++] = one;
	}
	BIO_free(bio);
	ERR_clear_error();
	return count;
}

static void free_certificates(X509 **certificates, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		X509_free(certificates[i]);
	}
}

static dr_day day_of(const ASN1_TIME *time)
{
	struct tm parts;
	if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1) {
		return DR_NO_DAY;
	}
	return dr_day_of(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

static dr_str copy_string(dr_arena *arena, const ASN1_STRING *string)
{
	unsigned char *octets = NULL;
	int len = string != NULL ? ASN1_STRING_to_UTF8(&octets, string) : -1;
	dr_str copy = { 0 };
	if (len >= 0) {
		size_t kept = len < TEXT_MAX ? (size_t)len : TEXT_MAX;
		copy = dr_arena_copy(arena, (dr_str){ (const char *)octets, kept });
		OPENSSL_free(octets);
	}
	return copy;
}

/* A field of a name; ptr NULL when it is not there. */
static dr_str field_of(dr_arena *arena, const X509_NAME *name, const char *oid)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 0);
	int at = object != NULL ? X509_NAME_get_index_by_OBJ(name, object, -1) : -1;
	ASN1_OBJECT_free(object);
	if (at < 0) {
		return (dr_str){ 0 };
	}
	return copy_string(arena, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

static dr_str name_of(dr_arena *arena, const X509_NAME *name)
{
	dr_str organization = field_of(arena, name, "O");
	return organization.len > 0 ? organization : field_of(arena, name, "CN");
}

/* ---- extensions ---- */

static const ASN1_OCTET_STRING *extension_of(const X509 *certificate, const char *oid)
{
	ASN1_OBJECT *object = OBJ_txt2obj(oid, 1);
	int at = object != NULL ? X509_get_ext_by_OBJ(certificate, object, -1) : -1;
	ASN1_OBJECT_free(object);
	return at >= 0 ? X509_EXTENSION_get_data(X509_get_ext(certificate, at)) : NULL;
}

static bool is_oid(const ASN1_OBJECT *object, const char *oid)
{
	char text[80];
	return OBJ_obj2txt(text, sizeof(text), object, 1) > 0 && strcmp(text, oid) == 0;
}

static bool has_eku(const X509 *certificate)
{
	EXTENDED_KEY_USAGE *usage = X509_get_ext_d2i(certificate, NID_ext_key_usage, NULL, NULL);
	bool found = false;
	for (int i = 0; usage != NULL && i < sk_ASN1_OBJECT_num(usage); i++) {
		found = found || is_oid(sk_ASN1_OBJECT_value(usage, i), OID_EKU_BIMI);
	}
	EXTENDED_KEY_USAGE_free(usage);
	return found;
}

static bool has_policy(const X509 *certificate)
{
	CERTIFICATEPOLICIES *policies =
		X509_get_ext_d2i(certificate, NID_certificate_policies, NULL, NULL);
	bool found = false;
	for (int i = 0; policies != NULL && i < sk_POLICYINFO_num(policies); i++) {
		found = found || is_oid(sk_POLICYINFO_value(policies, i)->policyid, OID_POLICY);
	}
	CERTIFICATEPOLICIES_free(policies);
	return found;
}

static bool has_nid(const X509 *certificate, int nid)
{
	return X509_get_ext_by_NID(certificate, nid, -1) >= 0;
}

static void read_names(reader *r, const X509 *mark)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(mark, NID_subject_alt_name, NULL, NULL);
	for (int i = 0; names != NULL && i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
		if (name->type == GEN_DNS && r->evidence->names.len < NAMES_MAX) {
			dr_str text = copy_string(r->arena, name->d.dNSName);
			dr_list_add(r->arena, &r->evidence->names, text);
		}
	}
	GENERAL_NAMES_free(names);
}

static bool read_logo(reader *r, const X509 *mark)
{
	dr_evidence *evidence = r->evidence;
	const ASN1_OCTET_STRING *value = extension_of(mark, OID_LOGOTYPE);
	dr_logotype logotype = { 0 };
	if (value == NULL) {
		add(r, &evidence->extensions, "there is no logotype extension");
		return true;
	}
	dr_str der = { (const char *)ASN1_STRING_get0_data(value),
		       (size_t)ASN1_STRING_length(value) };
	if (!dr_logotype_read(r->arena, der, &logotype)) {
		return false;
	}
	if (!logotype.readable) {
		add(r, &evidence->extensions, "the logotype extension cannot be read");
	} else if (logotype.svg.ptr == NULL) {
		add(r, &evidence->extensions, "the logotype extension holds no SVG in a data: URI");
	} else if (!logotype.hash_holds) {
		add(r, &evidence->extensions, "the logotype's SHA-256 is not that of its picture");
	}
	evidence->logo = dr_arena_copy(r->arena, logotype.svg);
	evidence->logo = logotype.svg.ptr != NULL ? evidence->logo : (dr_str){ 0 };
	return true;
}

static void check_extensions(reader *r, const X509 *mark)
{
	const struct {
		bool wrong;
		const char *phrase;
	} checks[] = {
		{ !has_eku(mark), "the extended key usage for brand indicators is missing" },
		{ !has_nid(mark, NID_subject_alt_name), "there is no subject alternative name" },
		{ !has_nid(mark, NID_crl_distribution_points),
		  "no place for revocation lists is named" },
		{ !has_policy(mark), "the policy for mark certificates is missing" },
		{ has_nid(mark, NID_name_constraints), "it has name constraints" },
		{ extension_of(mark, OID_PILOT) != NULL, "it has the pilot's extension" },
		{ X509_check_ca((X509 *)(uintptr_t)mark) != 0, "it is a certificate authority's" },
		{ r->count > 1 && !has_eku(r->certificates[1]) &&
		          X509_self_signed(r->certificates[1], 0) == 0,
		  "its issuer lacks the extended key usage for brand indicators" },
	};
	for (size_t i = 0; i < DR_COUNT(checks); i++) {
		if (checks[i].wrong) {
			add(r, &r->evidence->extensions, checks[i].phrase);
		}
	}
}

/* ---- the subject, by mark type ---- */

enum { ANY = 1, REGISTERED = 2, GOVERNMENT = 4, PRIOR_USE = 8, MODIFIED = 16, PENDING = 32 };

static const struct {
	const char *name;
	unsigned bit;
} MARKS[] = {
	{ "Registered Mark", REGISTERED },        { "Government Mark", GOVERNMENT },
	{ "Prior Use Mark", PRIOR_USE },          { "Modified Registered Mark", MODIFIED },
	{ "Pending Registration Mark", PENDING },
};

static const struct {
	const char *oid;
	unsigned marks; /* that need the field */
	const char *phrase;
} FIELDS[] = {
	{ "O", ANY, "no organization" },
	{ "C", ANY, "no country" },
	{ OID_OFFICE_LAND, REGISTERED | MODIFIED, "no country of the trademark office" },
	{ OID_REGISTRATION, REGISTERED | MODIFIED, "no trademark registration" },
	{ OID_STATUTE_LAND, GOVERNMENT, "no country of the statute" },
	{ OID_STATUTE, GOVERNMENT, "no citation of the statute" },
};

static unsigned mark_bit(dr_str type)
{
	for (size_t i = 0; i < DR_COUNT(MARKS); i++) {
		if (dr_str_eq(type, dr_str_of(MARKS[i].name))) {
			return MARKS[i].bit;
		}
	}
	return 0;
}

/* Prior use needs its source since 2025-04-15. */
static void check_mark(reader *r, const X509_NAME *subject, unsigned bit)
{
	dr_evidence *evidence = r->evidence;
	if (evidence->mark_type.len == 0) {
		add(r, &evidence->marks, "no mark type is named");
	} else if (bit == 0) {
		add(r, &evidence->marks, "the mark type is none that there is");
	}
	if (bit == PRIOR_USE && evidence->not_before >= dr_day_of(2025, 4, 15) &&
	    field_of(r->arena, subject, OID_PRIOR_USE_URL).ptr == NULL) {
		add(r, &evidence->marks, "the source of the prior use is missing");
	}
}

static void check_subject(reader *r, const X509 *mark)
{
	const X509_NAME *subject = X509_get_subject_name(mark);
	r->evidence->mark_type = field_of(r->arena, subject, OID_MARK_TYPE);
	unsigned bit = mark_bit(r->evidence->mark_type);
	for (size_t i = 0; i < DR_COUNT(FIELDS); i++) {
		if ((FIELDS[i].marks & (bit | ANY)) != 0 &&
		    field_of(r->arena, subject, FIELDS[i].oid).len == 0) {
			add(r, &r->evidence->fields, FIELDS[i].phrase);
		}
	}
	check_mark(r, subject, bit);
}

/* ---- the chain ---- */

static time_t noon_of(dr_day day)
{
	return (time_t)day * SECONDS_A_DAY + SECONDS_A_DAY / 2;
}

/* What OpenSSL says about the chain: X509_V_OK, or an error. */
static int verify(reader *r, X509_STORE *store, STACK_OF(X509) * others, bool timeless,
                  int *ret_depth)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	int error = X509_V_ERR_OUT_OF_MEM;
	if (context != NULL &&
	    X509_STORE_CTX_init(context, store, r->certificates[0], others) == 1) {
		X509_VERIFY_PARAM *how = X509_STORE_CTX_get0_param(context);
		if (timeless) {
			X509_VERIFY_PARAM_set_flags(how, X509_V_FLAG_NO_CHECK_TIME);
		} else {
			X509_VERIFY_PARAM_set_time(how, noon_of(r->input->as_of));
		}
		X509_verify_cert(context);
		error = X509_STORE_CTX_get_error(context);
		*ret_depth = X509_STORE_CTX_get_error_depth(context);
	}
	X509_STORE_CTX_free(context);
	return error;
}

static bool is_about_time(int error)
{
	return error == X509_V_ERR_CERT_HAS_EXPIRED || error == X509_V_ERR_CERT_NOT_YET_VALID;
}

/* That the mark certificate itself is out of time is told apart. */
static void check_chain(reader *r, X509_STORE *store, STACK_OF(X509) * others)
{
	bool timeless = r->input->as_of == 0 || r->input->as_of == DR_NO_DAY;
	int depth = 0;
	int error = verify(r, store, others, timeless, &depth);
	if (is_about_time(error) && depth == 0) {
		error = verify(r, store, others, true, &depth);
	}
	r->evidence->chain_judged = error != X509_V_ERR_OUT_OF_MEM;
	if (error != X509_V_OK) {
		r->evidence->chain_problem = dr_str_of(X509_verify_cert_error_string(error));
	}
}

static void judge_chain(reader *r)
{
	X509 *roots[DR_EVIDENCE_CERTIFICATES_MAX * 8];
	size_t count = read_pem(r->input->roots, roots, DR_COUNT(roots));
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *others = sk_X509_new_null();
	for (size_t i = 0; store != NULL && i < count; i++) {
		X509_STORE_add_cert(store, roots[i]);
	}
	for (size_t i = 1; others != NULL && i < r->count; i++) {
		sk_X509_push(others, r->certificates[i]);
	}
	if (store != NULL && others != NULL) {
		check_chain(r, store, others);
	}
	sk_X509_free(others);
	X509_STORE_free(store);
	free_certificates(roots, count);
}

static bool read_mark(reader *r)
{
	const X509 *mark = r->certificates[0];
	dr_evidence *evidence = r->evidence;
	evidence->certificates = r->count;
	evidence->subject = name_of(r->arena, X509_get_subject_name(mark));
	evidence->issuer = name_of(r->arena, X509_get_issuer_name(mark));
	evidence->not_before = day_of(X509_get0_notBefore(mark));
	evidence->not_after = day_of(X509_get0_notAfter(mark));
	evidence->timestamps = has_nid(mark, NID_ct_precert_scts);
	read_names(r, mark);
	check_extensions(r, mark);
	check_subject(r, mark);
	if (r->input->roots.ptr != NULL) {
		judge_chain(r);
	}
	return read_logo(r, mark);
}

int dr_evidence_read(dr_arena *arena, const dr_evidence_input *input, dr_evidence *ret_evidence,
                     dr_error *err)
{
	dr_evidence evidence = { .not_before = DR_NO_DAY, .not_after = DR_NO_DAY };
	reader r = { .arena = arena, .input = input, .evidence = &evidence };
	r.count = read_pem(input->file, r.certificates, DR_COUNT(r.certificates));
	bool read = r.count == 0 || read_mark(&r);
	free_certificates(r.certificates, r.count);
	ERR_clear_error();
	if (!read || dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the certificate");
	}
	*ret_evidence = evidence;
	return DR_OK;
}
