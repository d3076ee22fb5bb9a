#include "tls/tls_chain.h"

#include "base/clock.h"

/* Days from year 0, as BearSSL counts them, to 1970. */
#define DAYS_TO_1970 719528

struct reading {
	struct tls_chain *chain;
	bool full;
};

static void
more(void *who, const void *at, size_t len)
{
	struct reading *r = who;
	struct tls_chain *c = r->chain;

	if (len > sizeof(c->der) - c->len) {
		r->full = true;
		return;
	}
	memcpy(c->der + c->len, at, len);
	c->len += len;
}

/* Also the dates, for `fichep tls show`; the decoder keeps them as it read. */
static enum err
look_at_first(struct tls_chain *c)
{
	br_x509_decoder_context d;
	struct bytes first = {c->at[0].data, c->at[0].data_len};

	enum err e = tls_pin_point(first, c->point);
	if (e != ERR_OK)
		return e;
	br_x509_decoder_init(&d, NULL, NULL);
	br_x509_decoder_push(&d, first.at, first.len);
	c->from = ((int64_t)d.notbefore_days - DAYS_TO_1970) * CLOCK_DAY +
	    d.notbefore_seconds * CLOCK_SECOND;
	c->until = ((int64_t)d.notafter_days - DAYS_TO_1970) * CLOCK_DAY +
	    d.notafter_seconds * CLOCK_SECOND;
	return ERR_OK;
}

enum err
tls_chain_read(struct str pem, struct tls_chain *c)
{
	br_pem_decoder_context d;
	struct reading r = {.chain = c};
	size_t begun = 0;
	bool inside = false;

	memset(c, 0, sizeof(*c));
	br_pem_decoder_init(&d);
	while (pem.len > 0) {
		size_t n = br_pem_decoder_push(&d, pem.at, pem.len);
		pem = str_part(pem, n, SIZE_MAX);

		switch (br_pem_decoder_event(&d)) {
		case 0:
			break;
		case BR_PEM_BEGIN_OBJ:
			if (strcmp(br_pem_decoder_name(&d), "CERTIFICATE") != 0)
				return ERR_MANGLED;
			if (c->count == TLS_CHAIN_MOST)
				return ERR_LIMIT;
			inside = true;
			begun = c->len;
			br_pem_decoder_setdest(&d, more, &r);
			break;
		case BR_PEM_END_OBJ:
			if (r.full)
				return ERR_LIMIT;
			inside = false;
			c->at[c->count++] =
			    (br_x509_certificate){c->der + begun,
				c->len - begun};
			break;
		default:
			return ERR_MANGLED;
		}
	}
	return inside || c->count == 0 ? ERR_MANGLED : look_at_first(c);
}

bool
tls_chain_signed(const struct tls_chain *c, const uint8_t digest[32],
    struct bytes signature)
{
	uint8_t point[TLS_KEY_PUBLIC];
	br_ec_public_key key = {.curve = BR_EC_secp256r1,
	    .q = point,
	    .qlen = sizeof(point)};

	memcpy(point, c->point, sizeof(point));
	return br_ecdsa_i31_vrfy_asn1(&br_ec_p256_m31, digest, 32, &key,
		   signature.at, signature.len) == 1;
}
