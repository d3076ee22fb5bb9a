#include "tls/tls_pin.h"

#include "crypto/hash.h"
#include "tls/der.h"

static bool
is_ours(const br_x509_pkey *k)
{
	return k && k->key_type == BR_KEYTYPE_EC &&
	    k->key.ec.curve == BR_EC_secp256r1 &&
	    k->key.ec.qlen == TLS_KEY_PUBLIC && k->key.ec.q[0] == 4;
}

void
tls_pin_of(const uint8_t point[TLS_KEY_PUBLIC], uint8_t pin[TLS_PIN_LEN])
{
	uint8_t room[128];
	struct buf spki = buf_over(room, sizeof(room));

	der_spki(&spki, point);
	must(buf_err(&spki) == ERR_OK);
	hash_sha256(buf_done(&spki), pin);
}

enum err
tls_pin_point(struct bytes certificate, uint8_t point[TLS_KEY_PUBLIC])
{
	br_x509_decoder_context d;

	br_x509_decoder_init(&d, NULL, NULL);
	br_x509_decoder_push(&d, certificate.at, certificate.len);
	const br_x509_pkey *k = br_x509_decoder_get_pkey(&d);
	if (!is_ours(k))
		return ERR_FORGED;
	memcpy(point, k->key.ec.q, TLS_KEY_PUBLIC);
	return ERR_OK;
}

/* The name is BearSSL's way to say "any"; a pin knows no names. */
static void
chain_start(const br_x509_class **ctx, const char *name)
{
	struct tls_pin *p = (struct tls_pin *)(void *)ctx;

	(void)name;
	p->first = true;
	p->found = false;
}

static void
cert_start(const br_x509_class **ctx, uint32_t len)
{
	struct tls_pin *p = (struct tls_pin *)(void *)ctx;

	(void)len;
	if (p->first)
		br_x509_decoder_init(&p->leaf, NULL, NULL);
}

static void
cert_more(const br_x509_class **ctx, const unsigned char *at, size_t len)
{
	struct tls_pin *p = (struct tls_pin *)(void *)ctx;

	if (p->first)
		br_x509_decoder_push(&p->leaf, at, len);
}

static void
cert_end(const br_x509_class **ctx)
{
	struct tls_pin *p = (struct tls_pin *)(void *)ctx;

	if (!p->first)
		return;
	p->first = false;
	const br_x509_pkey *k = br_x509_decoder_get_pkey(&p->leaf);
	if (!is_ours(k))
		return;

	uint8_t pin[TLS_PIN_LEN];
	memcpy(p->point, k->key.ec.q, TLS_KEY_PUBLIC);
	tls_pin_of(p->point, pin);
	if (p->any)
		memcpy(p->wanted, pin, sizeof(pin));
	p->any = false;
	p->found = memcmp(pin, p->wanted, sizeof(pin)) == 0; /* both public */
}

static unsigned
chain_end(const br_x509_class **ctx)
{
	const struct tls_pin *p = (const struct tls_pin *)(const void *)ctx;

	return p->found ? 0 : BR_ERR_X509_NOT_TRUSTED;
}

static const br_x509_pkey *
pinned_key(const br_x509_class *const *ctx, unsigned *usages)
{
	const struct tls_pin *p = (const struct tls_pin *)(const void *)ctx;

	if (!p->found)
		return NULL;
	if (usages)
		*usages = BR_KEYTYPE_SIGN;
	return &p->key;
}

static const br_x509_class pin_class = {
    .context_size = sizeof(struct tls_pin),
    .start_chain = chain_start,
    .start_cert = cert_start,
    .append = cert_more,
    .end_cert = cert_end,
    .end_chain = chain_end,
    .get_pkey = pinned_key,
};

void
tls_pin_open(struct tls_pin *p, const uint8_t wanted[TLS_PIN_LEN])
{
	*p = (struct tls_pin){.vtable = &pin_class};
	memcpy(p->wanted, wanted, TLS_PIN_LEN);
	p->key.key_type = BR_KEYTYPE_EC;
	p->key.key.ec.curve = BR_EC_secp256r1;
	p->key.key.ec.q = p->point;
	p->key.key.ec.qlen = TLS_KEY_PUBLIC;
}

void
tls_pin_learn(struct tls_pin *p)
{
	static const uint8_t none[TLS_PIN_LEN];

	tls_pin_open(p, none);
	p->any = true;
}
