/*
 * Noise as an envelope, as its fixed part and entry, and as its content. The
 * last two lie behind a signature and a seal that noise never passes, so they
 * are fed directly: the content is sealed here as a box would.
 */
#include <stdlib.h>

#include "crypto/hkdf.h"
#include "envelope/envelope.h"

static uint8_t mine[HPKE_KEY], content_key[ENVELOPE_CEK];
static uint8_t room[2 * ENVELOPE_PAD_MOST];

static void
as_a_whole(struct bytes noise)
{
	struct envelope e;
	uint8_t cek[ENVELOPE_CEK], open[SIGN_PUBLIC] = {9};

	if (envelope_read(noise, &e) != ERR_OK)
		return;
	must(e.n >= 1 && e.n <= ENVELOPE_RECIPIENTS);
	must(e.header.len + e.body.len + SIGN_LEN == noise.len);
	must(envelope_verify(&e, open) == ERR_FORGED);
	for (size_t i = 0; i < e.n; i++) {
		must(envelope_entry(&e, e.entry[i].kid) == &e.entry[i]);
		must(envelope_unwrap(mine, e.fixed, e.entry[i].whole, cek) ==
		    ERR_FORGED);
	}
}

/* The first bytes of the smallest content, zeros after them. */
static void
as_a_content(struct bytes noise)
{
	static const uint8_t once[AEAD_NONCE];
	static uint8_t body[ENVELOPE_PAD_LEAST + AEAD_TAG];
	uint8_t key[AEAD_KEY];
	struct envelope e = {.header = {(const uint8_t *)"header", 6}};
	struct envelope_inner inner;
	struct arena mem;

	memset(body, 0, sizeof(body));
	memcpy(body, noise.at,
	    noise.len < ENVELOPE_PAD_LEAST ? noise.len : ENVELOPE_PAD_LEAST);
	hkdf_expand(content_key, str_bytes(TXT("fichep/v1/commit")),
	    e.commitment, sizeof(e.commitment));
	hkdf_expand(content_key, str_bytes(TXT("fichep/v1/body")), key,
	    sizeof(key));
	aead_seal_here(key, once, e.header, body, ENVELOPE_PAD_LEAST);
	e.body = BYTES_OF(body);
	arena_open(&mem, room, sizeof(room));
	enum err err = envelope_open(&e, content_key, &mem, &inner);
	must(err == ERR_OK || err == ERR_FORGED);
	if (err == ERR_OK)
		must(inner.payload.len <= ENVELOPE_PAD_LEAST - ENVELOPE_INNER);
	arena_reset(&mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes noise = {data, size};

	if (size == 0)
		return 0;
	as_a_whole(noise);
	as_a_content(noise);
	return 0;
}
