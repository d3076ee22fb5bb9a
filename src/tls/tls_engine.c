#include "tls/tls_engine.h"

#include "base/ident.h"
#include "crypto/exchange.h"

#define CURVE(id) ((uint32_t)1 << (id))

/* RFC 7748, 4.1: the base point is 9, little-endian. */
static const uint8_t x25519_base[EXCHANGE_LEN] = {9};

/*
 * BearSSL draws a scalar below this "order"; the scalar is taken as it is, as
 * BearSSL's own X25519 does, and clamped (RFC 7748, 5).
 */
static const uint8_t x25519_order[EXCHANGE_LEN] = {0x7f, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff};

static const br_ec_impl *
prime(int curve)
{
	return curve == BR_EC_secp256r1 ? &br_ec_p256_m31 : &br_ec_prime_i31;
}

static const unsigned char *
curve_generator(int curve, size_t *len)
{
	if (curve != BR_EC_curve25519)
		return prime(curve)->generator(curve, len);
	*len = sizeof(x25519_base);
	return x25519_base;
}

static const unsigned char *
curve_order(int curve, size_t *len)
{
	if (curve != BR_EC_curve25519)
		return prime(curve)->order(curve, len);
	*len = sizeof(x25519_order);
	return x25519_order;
}

static size_t
curve_xoff(int curve, size_t *len)
{
	if (curve != BR_EC_curve25519)
		return prime(curve)->xoff(curve, len);
	*len = EXCHANGE_LEN;
	return 0;
}

static uint32_t
curve_mul(unsigned char *point, size_t len, const unsigned char *x, size_t xlen,
    int curve)
{
	uint8_t shared[EXCHANGE_LEN];

	if (curve != BR_EC_curve25519)
		return prime(curve)->mul(point, len, x, xlen, curve);
	if (len != EXCHANGE_LEN || xlen != EXCHANGE_LEN ||
	    exchange_shared(x, point, shared) != ERR_OK)
		return 0;
	memcpy(point, shared, sizeof(shared));
	explicit_bzero(shared, sizeof(shared));
	return 1;
}

static size_t
curve_mulgen(unsigned char *to, const unsigned char *x, size_t xlen, int curve)
{
	if (curve != BR_EC_curve25519)
		return prime(curve)->mulgen(to, x, xlen, curve);
	if (xlen != EXCHANGE_LEN)
		return 0;
	exchange_public(x, to);
	return EXCHANGE_LEN;
}

/* Verifying a signature; X25519 signs nothing. */
static uint32_t
curve_muladd(unsigned char *a, const unsigned char *b, size_t len,
    const unsigned char *x, size_t xlen, const unsigned char *y, size_t ylen,
    int curve)
{
	if (curve == BR_EC_curve25519)
		return 0;
	return prime(curve)->muladd(a, b, len, x, xlen, y, ylen, curve);
}

const br_ec_impl tls_engine_curves = {
    .supported_curves = CURVE(BR_EC_curve25519) | CURVE(BR_EC_secp256r1) |
	CURVE(BR_EC_secp384r1),
    .generator = curve_generator,
    .order = curve_order,
    .xoff = curve_xoff,
    .mul = curve_mul,
    .mulgen = curve_mulgen,
    .muladd = curve_muladd,
};

bool
tls_engine_aes(void)
{
	return br_aes_x86ni_ctr_get_vtable() != NULL;
}

void
tls_engine_profile(br_ssl_engine_context *e)
{
	uint8_t seed[32];

	br_ssl_engine_set_versions(e, BR_TLS12, BR_TLS12);
	br_ssl_engine_set_ec(e, &tls_engine_curves);
	br_ssl_engine_set_hash(e, br_sha256_ID, &br_sha256_vtable);
	br_ssl_engine_set_hash(e, br_sha384_ID, &br_sha384_vtable);
	br_ssl_engine_set_prf_sha256(e, &br_tls12_sha256_prf);
	br_ssl_engine_set_prf_sha384(e, &br_tls12_sha384_prf);
	br_ssl_engine_set_default_aes_gcm(e);
	br_ssl_engine_set_default_chapol(e);

	/* or the engine would open /dev/urandom, which ends a confined role */
	e->rng_os_rand_done = 1;
	ident_random(seed, sizeof(seed));
	br_ssl_engine_inject_entropy(e, seed, sizeof(seed));
	explicit_bzero(seed, sizeof(seed));
}
