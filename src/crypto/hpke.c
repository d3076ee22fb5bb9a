#include "crypto/hpke.h"

#include "crypto/aead.h"
#include "crypto/exchange.h"
#include "crypto/hash.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"

#define CONTEXT_MOST 128 /* bytes bound into a labelled expand */

/* What the labels of section 4 are bound to: the KEM alone, or the suite. */
static const uint8_t kem_id[] = {'K', 'E', 'M', 0x00, 0x20};
static const uint8_t suite_id[] = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01,
    0x00, 0x03};
static const struct bytes kem = {kem_id, sizeof(kem_id)};
static const struct bytes suite = {suite_id, sizeof(suite_id)};
static const struct bytes nothing = {(const uint8_t *)"", 0};

/* LabeledExtract (section 4), which is HMAC over the parts one by one. */
static void
extract(struct bytes salt, struct bytes id, struct str label,
    struct bytes secret, uint8_t key[HKDF_KEY])
{
	struct hash h;

	hash_begin_hmac(&h, salt);
	hash_add(&h, str_bytes(TXT("HPKE-v1")));
	hash_add(&h, id);
	hash_add(&h, str_bytes(label));
	hash_add(&h, secret);
	hash_end(&h, key);
}

/* LabeledExpand (section 4). */
static void
expand(const uint8_t key[HKDF_KEY], struct bytes id, struct str label,
    struct bytes context, uint8_t *to, size_t len)
{
	uint8_t room[2 + 7 + sizeof(suite_id) + 16 + CONTEXT_MOST];
	struct buf info = buf_over(room, sizeof(room));

	must(len <= HKDF_MOST);
	buf_u16(&info, (uint16_t)len);
	buf_str(&info, TXT("HPKE-v1"));
	buf_bytes(&info, id);
	buf_str(&info, label);
	buf_bytes(&info, context);
	must(buf_err(&info) == ERR_OK);
	hkdf_expand(key, buf_done(&info), to, len);
}

void
hpke_make(uint8_t mine[HPKE_KEY], uint8_t open[HPKE_KEY])
{
	exchange_make(mine, open);
}

void
hpke_public(const uint8_t mine[HPKE_KEY], uint8_t open[HPKE_KEY])
{
	exchange_public(mine, open);
}

void
hpke_derive(struct bytes ikm, uint8_t mine[HPKE_KEY], uint8_t open[HPKE_KEY])
{
	uint8_t key[HKDF_KEY];

	extract(nothing, kem, TXT("dkp_prk"), ikm, key);
	expand(key, kem, TXT("sk"), nothing, mine, HPKE_KEY);
	secret_wipe(key, sizeof(key));
	exchange_public(mine, open);
}

/* ExtractAndExpand (4.1): the KEM's secret out of the Diffie-Hellman one. */
static void
kem_secret(const uint8_t dh[EXCHANGE_LEN], const uint8_t enc[HPKE_KEY],
    const uint8_t receiver[HPKE_KEY], uint8_t shared[HKDF_KEY])
{
	uint8_t context[2 * HPKE_KEY], key[HKDF_KEY];

	memcpy(context, enc, HPKE_KEY);
	memcpy(context + HPKE_KEY, receiver, HPKE_KEY);
	extract(nothing, kem, TXT("eae_prk"), (struct bytes){dh, EXCHANGE_LEN},
	    key);
	expand(key, kem, TXT("shared_secret"), BYTES_OF(context), shared,
	    HKDF_KEY);
	secret_wipe(key, sizeof(key));
}

/* KeySchedule (5.1) in mode_base, where the pre-shared key is empty. */
static void
schedule(struct hpke *c, const uint8_t shared[HKDF_KEY], struct bytes info)
{
	uint8_t context[1 + 2 * HKDF_KEY] = {0x00}, key[HKDF_KEY];

	extract(nothing, suite, TXT("psk_id_hash"), nothing, context + 1);
	extract(nothing, suite, TXT("info_hash"), info, context + 1 + HKDF_KEY);
	extract((struct bytes){shared, HKDF_KEY}, suite, TXT("secret"), nothing,
	    key);
	expand(key, suite, TXT("key"), BYTES_OF(context), c->key,
	    sizeof(c->key));
	expand(key, suite, TXT("base_nonce"), BYTES_OF(context), c->nonce,
	    sizeof(c->nonce));
	expand(key, suite, TXT("exp"), BYTES_OF(context), c->exporter,
	    sizeof(c->exporter));
	c->next = 0;
	secret_wipe(key, sizeof(key));
}

enum err
hpke_send_known(struct hpke *c, const uint8_t ephemeral[HPKE_KEY],
    const uint8_t to[HPKE_KEY], struct bytes info, uint8_t enc[HPKE_KEY])
{
	uint8_t dh[EXCHANGE_LEN], shared[HKDF_KEY];
	enum err e = exchange_shared(ephemeral, to, dh);

	if (e != ERR_OK)
		return e;
	exchange_public(ephemeral, enc);
	kem_secret(dh, enc, to, shared);
	schedule(c, shared, info);
	secret_wipe(dh, sizeof(dh));
	secret_wipe(shared, sizeof(shared));
	return ERR_OK;
}

enum err
hpke_send(struct hpke *c, const uint8_t to[HPKE_KEY], struct bytes info,
    uint8_t enc[HPKE_KEY])
{
	uint8_t ephemeral[HPKE_KEY], open[HPKE_KEY];

	exchange_make(ephemeral, open);
	enum err e = hpke_send_known(c, ephemeral, to, info, enc);
	secret_wipe(ephemeral, sizeof(ephemeral));
	return e;
}

enum err
hpke_receive(struct hpke *c, const uint8_t mine[HPKE_KEY],
    const uint8_t enc[HPKE_KEY], struct bytes info)
{
	uint8_t dh[EXCHANGE_LEN], shared[HKDF_KEY], receiver[HPKE_KEY];
	enum err e = exchange_shared(mine, enc, dh);

	if (e != ERR_OK)
		return e;
	exchange_public(mine, receiver);
	kem_secret(dh, enc, receiver, shared);
	schedule(c, shared, info);
	secret_wipe(dh, sizeof(dh));
	secret_wipe(shared, sizeof(shared));
	return ERR_OK;
}

/* ComputeNonce (5.2): the count, big-endian, over the end of the base. */
static void
nonce_of(const struct hpke *c, uint8_t nonce[AEAD_NONCE])
{
	memcpy(nonce, c->nonce, AEAD_NONCE);
	for (size_t i = 0; i < 8; i++)
		nonce[AEAD_NONCE - 1 - i] ^= (uint8_t)(c->next >> 8 * i);
}

void
hpke_send_next(struct hpke *c, struct bytes aad, struct bytes plain,
    struct buf *sealed)
{
	uint8_t nonce[AEAD_NONCE];

	must(c->next < UINT64_MAX);
	nonce_of(c, nonce);
	aead_seal(c->key, nonce, aad, plain, sealed);
	if (buf_err(sealed) == ERR_OK)
		c->next++;
}

enum err
hpke_receive_next(struct hpke *c, struct bytes aad, struct bytes sealed,
    struct buf *plain)
{
	uint8_t nonce[AEAD_NONCE];

	must(c->next < UINT64_MAX);
	nonce_of(c, nonce);
	enum err e = aead_open(c->key, nonce, aad, sealed, plain);
	if (e == ERR_OK)
		c->next++;
	return e;
}

void
hpke_export(const struct hpke *c, struct bytes context, uint8_t *to, size_t len)
{
	expand(c->exporter, suite, TXT("sec"), context, to, len);
}

enum err
hpke_seal(const uint8_t to[HPKE_KEY], struct bytes info, struct bytes aad,
    struct bytes plain, struct buf *sealed)
{
	uint8_t enc[HPKE_KEY];
	struct hpke c;

	if (buf_err(sealed) != ERR_OK)
		return buf_err(sealed);
	if (sealed->max - sealed->len < HPKE_OVERHEAD ||
	    plain.len > sealed->max - sealed->len - HPKE_OVERHEAD)
		return ERR_LIMIT;

	enum err e = hpke_send(&c, to, info, enc);
	if (e != ERR_OK)
		return e;
	buf_bytes(sealed, BYTES_OF(enc));
	hpke_send_next(&c, aad, plain, sealed);
	secret_wipe(&c, sizeof(c));
	return buf_err(sealed);
}

enum err
hpke_open(const uint8_t mine[HPKE_KEY], struct bytes info, struct bytes aad,
    struct bytes sealed, struct buf *plain)
{
	struct hpke c;

	if (sealed.len < HPKE_OVERHEAD)
		return ERR_FORGED;
	enum err e = hpke_receive(&c, mine, sealed.at, info);
	if (e != ERR_OK)
		return e;
	e = hpke_receive_next(&c, aad,
	    (struct bytes){sealed.at + HPKE_KEY, sealed.len - HPKE_KEY}, plain);
	secret_wipe(&c, sizeof(c));
	return e;
}
