#include "tls/tls_cert.h"

#include <arpa/inet.h>

#include "base/clock.h"
#include "base/encode.h"
#include "base/ident.h"
#include "crypto/hash.h"
#include "tls/der.h"

#define NAME_MOST   253 /* bytes of a host name (RFC 1123, 2.1) */
#define LABEL_MOST  63  /* bytes between two dots of it */
#define COMMON_MOST 64  /* bytes of a common name (RFC 5280, ub-common-name) */
#define KEY_ID      20  /* bytes of our subject key identifier */

/* Object identifiers, as DER has them. */
static const uint8_t ecdsa_sha256[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2};
static const uint8_t common_name[] = {0x55, 4, 3};
static const uint8_t subject_key_id[] = {0x55, 0x1d, 14};
static const uint8_t key_usage[] = {0x55, 0x1d, 15};
static const uint8_t subject_alt_name[] = {0x55, 0x1d, 17};
static const uint8_t basic_constraints[] = {0x55, 0x1d, 19};
static const uint8_t extended_key_usage[] = {0x55, 0x1d, 37};
static const uint8_t server_auth[] = {0x2b, 6, 1, 5, 5, 7, 3, 1};
static const uint8_t extension_request[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
    1, 9, 14};

/* The address that `name` writes out: 4 or 16 bytes; 0 if it is none. */
static size_t
address(struct str name, uint8_t to[16])
{
	char text[INET6_ADDRSTRLEN];

	if (name.len >= sizeof(text) || memchr(name.at, 0, name.len))
		return 0;
	memcpy(text, name.at, name.len);
	text[name.len] = 0;
	if (inet_pton(AF_INET, text, to) == 1)
		return 4;
	return inet_pton(AF_INET6, text, to) == 1 ? 16 : 0;
}

static bool
label_ok(struct str label)
{
	if (label.len < 1 || label.len > LABEL_MOST)
		return false;
	for (size_t i = 0; i < label.len; i++) {
		char c = label.at[i];
		bool edge = i == 0 || i == label.len - 1;
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && (edge || c != '-'))
			return false;
	}
	return true;
}

static bool
name_ok(struct str name)
{
	uint8_t ip[16];

	if (address(name, ip) > 0)
		return true;
	if (name.len < 1 || name.len > NAME_MOST ||
	    name.at[name.len - 1] == '.')
		return false;
	while (name.len > 0)
		if (!label_ok(str_cut(&name, '.')))
			return false;
	return true;
}

static bool
names_ok(struct tls_cert_names names)
{
	if (names.count < 1 || names.count > TLS_CERT_NAMES_MOST)
		return false;
	for (size_t i = 0; i < names.count; i++)
		if (!name_ok(names.at[i]))
			return false;
	return true;
}

/*
 * Name: one common name. A host name too long for it stands in the alternative
 * names alone, and `otherwise` here unless that is "".
 */
static void
put_name(struct buf *b, struct tls_cert_names names, struct str otherwise)
{
	struct str common =
	    names.at[0].len <= COMMON_MOST ? names.at[0] : otherwise;
	size_t name = der_open(b, DER_SEQUENCE);

	if (common.len > 0) {
		size_t set = der_open(b, DER_SET);
		size_t pair = der_open(b, DER_SEQUENCE);
		der_bytes(b, DER_OID, BYTES_OF(common_name));
		der_bytes(b, DER_UTF8, str_bytes(common));
		der_close(b, pair);
		der_close(b, set);
	}
	der_close(b, name);
}

static void
put_algorithm(struct buf *b)
{
	size_t at = der_open(b, DER_SEQUENCE);

	der_bytes(b, DER_OID, BYTES_OF(ecdsa_sha256));
	der_close(b, at);
}

struct extension {
	size_t whole, value;
};

static struct extension
extension_open(struct buf *b, struct bytes oid, bool critical)
{
	static const uint8_t yes[] = {0xff};
	struct extension x = {.whole = der_open(b, DER_SEQUENCE)};

	der_bytes(b, DER_OID, oid);
	if (critical)
		der_bytes(b, DER_BOOLEAN, BYTES_OF(yes));
	x.value = der_open(b, DER_OCTETS);
	return x;
}

static void
extension_close(struct buf *b, struct extension x)
{
	der_close(b, x.value);
	der_close(b, x.whole);
}

/* [2] a host name or [7] an address each (RFC 5280, 4.2.1.6). */
static void
put_alternatives(struct buf *b, struct tls_cert_names names)
{
	struct extension x =
	    extension_open(b, BYTES_OF(subject_alt_name), false);
	size_t list = der_open(b, DER_SEQUENCE);

	for (size_t i = 0; i < names.count; i++) {
		uint8_t ip[16];
		size_t len = address(names.at[i], ip);
		if (len > 0)
			der_bytes(b, DER_PLAIN(7), (struct bytes){ip, len});
		else
			der_bytes(b, DER_PLAIN(2), str_bytes(names.at[i]));
	}
	der_close(b, list);
	extension_close(b, x);
}

/* What both a certificate and a request say of the key's use. */
static void
put_uses(struct buf *b)
{
	static const uint8_t digital_signature[] = {7, 0x80};
	struct extension x;

	x = extension_open(b, BYTES_OF(basic_constraints), true);
	der_close(b, der_open(b, DER_SEQUENCE)); /* empty: not a CA */
	extension_close(b, x);

	x = extension_open(b, BYTES_OF(key_usage), true);
	der_bytes(b, DER_BITS, BYTES_OF(digital_signature));
	extension_close(b, x);

	x = extension_open(b, BYTES_OF(extended_key_usage), false);
	size_t list = der_open(b, DER_SEQUENCE);
	der_bytes(b, DER_OID, BYTES_OF(server_auth));
	der_close(b, list);
	extension_close(b, x);
}

/* RFC 7093, 2, method 1: the left half of a SHA-256 of the key. */
static void
put_key_id(struct buf *b, const uint8_t point[TLS_KEY_PUBLIC])
{
	uint8_t id[HASH_SHA256];
	struct extension x = extension_open(b, BYTES_OF(subject_key_id), false);

	hash_sha256((struct bytes){point, TLS_KEY_PUBLIC}, id);
	der_bytes(b, DER_OCTETS, (struct bytes){id, KEY_ID});
	extension_close(b, x);
}

/* What was signed, the algorithm, the signature: one SEQUENCE. */
static enum err
put_signed(struct buf *b, const uint8_t key[TLS_KEY_LEN], struct bytes body)
{
	uint8_t digest[HASH_SHA256], room[TLS_KEY_SIGNATURE_MOST];
	struct buf sig = buf_over(room, sizeof(room));

	hash_sha256(body, digest);
	enum err e = tls_key_sign(key, TLS_SHA256, BYTES_OF(digest), &sig);
	if (e != ERR_OK)
		return e;

	size_t whole = der_open(b, DER_SEQUENCE);
	buf_bytes(b, body);
	put_algorithm(b);
	der_bits(b, buf_done(&sig));
	der_close(b, whole);
	return buf_err(b);
}

enum err
tls_cert_make(const uint8_t key[TLS_KEY_LEN], struct tls_cert_names names,
    int64_t now, struct buf *der)
{
	/* an issuer has a name, whatever it is (RFC 5280, 4.1.2.4) */
	const struct str nameless = TXT("fichep");
	uint8_t point[TLS_KEY_PUBLIC], serial[16], room[TLS_CERT_MOST];
	struct buf b = buf_over(room, sizeof(room));

	if (!names_ok(names))
		return ERR_INPUT;
	enum err e = tls_key_public(key, point);
	if (e != ERR_OK)
		return e;
	ident_random(serial, sizeof(serial));
	serial[0] |= 0x40; /* never zero, always of one length */
	serial[0] &= 0x7f;

	size_t body = der_open(&b, DER_SEQUENCE);
	size_t version = der_open(&b, DER_WITHIN(0));
	der_small(&b, 2); /* v3 */
	der_close(&b, version);
	der_integer(&b, BYTES_OF(serial));
	put_algorithm(&b);
	put_name(&b, names, nameless);
	size_t dates = der_open(&b, DER_SEQUENCE);
	der_time(&b, now - CLOCK_DAY);
	der_time(&b, now + (TLS_CERT_DAYS - 1) * CLOCK_DAY);
	der_close(&b, dates);
	put_name(&b, names, nameless);
	der_spki(&b, point);
	size_t extensions = der_open(&b, DER_WITHIN(3));
	size_t list = der_open(&b, DER_SEQUENCE);
	put_uses(&b);
	put_key_id(&b, point);
	put_alternatives(&b, names);
	der_close(&b, list);
	der_close(&b, extensions);
	der_close(&b, body);

	e = buf_err(&b);
	return e == ERR_OK ? put_signed(der, key, buf_done(&b)) : e;
}

enum err
tls_cert_request(const uint8_t key[TLS_KEY_LEN], struct tls_cert_names names,
    struct buf *der)
{
	uint8_t point[TLS_KEY_PUBLIC], room[TLS_CERT_MOST];
	struct buf b = buf_over(room, sizeof(room));

	if (!names_ok(names))
		return ERR_INPUT;
	enum err e = tls_key_public(key, point);
	if (e != ERR_OK)
		return e;

	size_t body = der_open(&b, DER_SEQUENCE);
	der_small(&b, 0); /* v1, the only one */
	put_name(&b, names, TXT(""));
	der_spki(&b, point);
	size_t attributes = der_open(&b, DER_WITHIN(0));
	size_t attribute = der_open(&b, DER_SEQUENCE);
	der_bytes(&b, DER_OID, BYTES_OF(extension_request));
	size_t set = der_open(&b, DER_SET);
	size_t list = der_open(&b, DER_SEQUENCE);
	put_uses(&b);
	put_alternatives(&b, names);
	der_close(&b, list);
	der_close(&b, set);
	der_close(&b, attribute);
	der_close(&b, attributes);
	der_close(&b, body);

	e = buf_err(&b);
	return e == ERR_OK ? put_signed(der, key, buf_done(&b)) : e;
}

void
tls_cert_pem(struct str label, struct bytes der, struct buf *pem)
{
	const size_t line = 48; /* bytes of DER in a line of 64 (RFC 7468, 2) */

	buf_str(pem, TXT("-----BEGIN "));
	buf_str(pem, label);
	buf_str(pem, TXT("-----\n"));
	for (size_t at = 0; at < der.len; at += line) {
		size_t n = der.len - at < line ? der.len - at : line;
		encode_base64(pem, (struct bytes){der.at + at, n});
		buf_str(pem, TXT("\n"));
	}
	buf_str(pem, TXT("-----END "));
	buf_str(pem, label);
	buf_str(pem, TXT("-----\n"));
}
