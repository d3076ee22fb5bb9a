#include "envelope/envelope.h"

#include "base/reader.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"

#define ENC_AND_CEK (HPKE_OVERHEAD + ENVELOPE_CEK)
#define KNOWN_FLAGS (ENVELOPE_CLOCK_UNTRUSTED | ENVELOPE_SPOOL_SIGNED)

_Static_assert(ENVELOPE_ENTRY == ENVELOPE_KID + 4 + ENC_AND_CEK, "an entry");

/* A key that seals once needs no other nonce. */
static const uint8_t once[AEAD_NONCE];

void
envelope_kid(const uint8_t open[32], uint8_t kid[ENVELOPE_KID])
{
	uint8_t whole[HASH_SHA256];

	hash_sha256((struct bytes){open, 32}, whole);
	memcpy(kid, whole, ENVELOPE_KID);
}

size_t
envelope_pad(size_t payload)
{
	size_t pad = ENVELOPE_PAD_LEAST;

	if (payload > ENVELOPE_PAYLOAD_MOST)
		return 0;
	while (pad - ENVELOPE_INNER < payload)
		pad *= 2;
	return pad;
}

static bool
pad_ok(size_t pad)
{
	return pad >= ENVELOPE_PAD_LEAST && pad <= ENVELOPE_PAD_MOST &&
	    (pad & (pad - 1)) == 0;
}

/* An act of the central has its number, and never travels. */
static bool
content_ok(unsigned number)
{
	if (number == ENVELOPE_act)
		return false;
	switch (number) {
#define CONTENT(name, number, help) case number:
#include "envelope/content.def"
#undef CONTENT
		return true;
	default:
		return false;
	}
}

static bool
role_ok(unsigned role)
{
	return role == ENVELOPE_INTAKE || role == ENVELOPE_RECOVERY;
}

static void
commit(const uint8_t cek[ENVELOPE_CEK], uint8_t commitment[HASH_SHA256])
{
	hkdf_expand(cek, str_bytes(TXT("fichep/v1/commit")), commitment,
	    HASH_SHA256);
}

static void
body_key(const uint8_t cek[ENVELOPE_CEK], uint8_t key[AEAD_KEY])
{
	hkdf_expand(cek, str_bytes(TXT("fichep/v1/body")), key, AEAD_KEY);
}

/* What binds a sealed CEK to whom it is for: purpose, suite, role, kid. */
#define CEK_INFO 25
static void
cek_info(uint8_t role, const uint8_t kid[ENVELOPE_KID], uint8_t info[CEK_INFO])
{
	struct buf b = buf_over(info, CEK_INFO);

	buf_str(&b, TXT("fichep/v1/cek\0"));
	buf_u16(&b, ENVELOPE_SUITE);
	buf_u8(&b, role);
	buf_bytes(&b, (struct bytes){kid, ENVELOPE_KID});
	must(buf_err(&b) == ERR_OK && b.len == CEK_INFO);
}

static void
message_of(struct bytes signed_part, uint8_t message[ENVELOPE_MESSAGE])
{
	static const char purpose[] = ENVELOPE_PURPOSE;

	_Static_assert(ENVELOPE_MESSAGE == sizeof(purpose) + HASH_SHA512, "");
	memcpy(message, purpose, sizeof(purpose));
	hash_sha512(signed_part, message + sizeof(purpose));
}

static void
put_fixed(struct buf *to, const struct envelope_outer *o, size_t n, size_t pad,
    const uint8_t commitment[HASH_SHA256])
{
	buf_str(to, TXT("FPE1"));
	buf_u16(to, ENVELOPE_VERSION);
	buf_u16(to, ENVELOPE_SUITE);
	buf_u16(to, (uint16_t)(ENVELOPE_FIXED + n * ENVELOPE_ENTRY));
	buf_u8(to, (uint8_t)n);
	buf_u8(to, o->flags);
	buf_bytes(to, BYTES_OF(o->device.at));
	buf_u64(to, o->incarnation);
	buf_u64(to, o->seq);
	buf_bytes(to, BYTES_OF(o->id.at));
	buf_bytes(to, BYTES_OF(o->before));
	buf_u64(to, o->wall_ms);
	buf_u32(to, o->boot_count);
	buf_u64(to, o->boottime_ms);
	buf_bytes(to, BYTES_OF(o->checkpoint));
	buf_bytes(to, BYTES_OF(o->signer));
	buf_bytes(to, (struct bytes){commitment, HASH_SHA256});
	buf_u32(to, (uint32_t)(pad + AEAD_TAG));
}

static enum err
put_entry(struct buf *to, const struct envelope_recipient *r,
    const uint8_t cek[ENVELOPE_CEK])
{
	uint8_t kid[ENVELOPE_KID], info[CEK_INFO];

	envelope_kid(r->open, kid);
	buf_bytes(to, BYTES_OF(kid));
	buf_u8(to, (uint8_t)r->role);
	buf_u8(to, 0);
	buf_u16(to, HPKE_KEY);
	cek_info((uint8_t)r->role, kid, info);
	return hpke_seal(r->open, BYTES_OF(info),
	    (struct bytes){to->at, ENVELOPE_FIXED},
	    (struct bytes){cek, ENVELOPE_CEK}, to);
}

/* The content and its zeros, sealed where they lie. */
static void
put_body(struct buf *to, const struct envelope_inner *inner, size_t pad,
    const uint8_t cek[ENVELOPE_CEK])
{
	static const uint8_t zeros[1024];
	uint8_t key[AEAD_KEY];
	size_t header = to->len;
	size_t left = pad - ENVELOPE_INNER - inner->payload.len + AEAD_TAG;

	buf_u32(to, (uint32_t)inner->payload.len);
	buf_u16(to, inner->schema);
	buf_u8(to, (uint8_t)inner->content);
	buf_u8(to, (uint8_t)inner->urgency);
	buf_bytes(to, inner->payload);
	while (left > 0) {
		size_t part = left < sizeof(zeros) ? left : sizeof(zeros);
		buf_bytes(to, (struct bytes){zeros, part});
		left -= part;
	}
	must(buf_err(to) == ERR_OK);
	body_key(cek, key);
	aead_seal_here(key, once, (struct bytes){to->at, header},
	    to->at + header, pad);
	secret_wipe(key, sizeof(key));
}

/* Would a reader accept what we are asked to write? */
static bool
fit(const struct envelope_outer *outer, const struct envelope_inner *inner,
    size_t pad, size_t n, const struct envelope_recipient to_whom[])
{
	if (n < 1 || n > ENVELOPE_RECIPIENTS || outer->flags & ~KNOWN_FLAGS ||
	    inner->schema != ENVELOPE_SCHEMA || !content_ok(inner->content) ||
	    inner->urgency > ENVELOPE_IMMEDIATE || !pad_ok(pad) ||
	    inner->payload.len > pad - ENVELOPE_INNER)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!role_ok(to_whom[i].role))
			return false;
		for (size_t j = 0; j < i; j++)
			if (!memcmp(to_whom[i].open, to_whom[j].open, HPKE_KEY))
				return false;
	}
	return true;
}

enum err
envelope_seal(const struct envelope_outer *outer,
    const struct envelope_inner *inner, size_t pad, size_t n,
    const struct envelope_recipient to_whom[], struct buf *to,
    uint8_t message[ENVELOPE_MESSAGE])
{
	uint8_t cek[ENVELOPE_CEK], commitment[HASH_SHA256];
	enum err e = ERR_OK;

	must(to->len == 0);
	if (pad == 0)
		pad = envelope_pad(inner->payload.len);
	if (!fit(outer, inner, pad, n, to_whom))
		return ERR_INPUT;
	if (buf_err(to) != ERR_OK || to->max < ENVELOPE_LEN(n, pad))
		return ERR_LIMIT;

	ident_random(cek, sizeof(cek));
	commit(cek, commitment);
	put_fixed(to, outer, n, pad, commitment);
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = put_entry(to, &to_whom[i], cek);
	if (e == ERR_OK) {
		put_body(to, inner, pad, cek);
		message_of(buf_done(to), message);
	} else {
		to->len = 0;
		e = ERR_INPUT; /* a key on which nothing can be sealed */
	}
	secret_wipe(cek, sizeof(cek));
	return e;
}

void
envelope_finish(struct buf *to, const uint8_t signature[SIGN_LEN])
{
	buf_bytes(to, (struct bytes){signature, SIGN_LEN});
}

/* The fixed part; false unless every field is one that version 1 knows. */
static bool
take_fixed(struct reader *r, struct envelope *e, size_t *header, size_t *body)
{
	struct str magic = str_from(reader_take(r, 4));
	uint16_t version = reader_u16(r), suite = reader_u16(r);

	*header = reader_u16(r);
	e->n = reader_u8(r);
	e->outer.flags = reader_u8(r);
	reader_copy(r, e->outer.device.at, sizeof(e->outer.device.at));
	e->outer.incarnation = reader_u64(r);
	e->outer.seq = reader_u64(r);
	reader_copy(r, e->outer.id.at, sizeof(e->outer.id.at));
	reader_copy(r, e->outer.before, sizeof(e->outer.before));
	e->outer.wall_ms = reader_u64(r);
	e->outer.boot_count = reader_u32(r);
	e->outer.boottime_ms = reader_u64(r);
	reader_copy(r, e->outer.checkpoint, sizeof(e->outer.checkpoint));
	reader_copy(r, e->outer.signer, sizeof(e->outer.signer));
	reader_copy(r, e->commitment, sizeof(e->commitment));
	*body = reader_u32(r);
	return r->err == ERR_OK && str_eq(magic, TXT("FPE1")) &&
	    version == ENVELOPE_VERSION && suite == ENVELOPE_SUITE &&
	    e->n >= 1 && e->n <= ENVELOPE_RECIPIENTS &&
	    *header == ENVELOPE_FIXED + e->n * ENVELOPE_ENTRY &&
	    !(e->outer.flags & ~KNOWN_FLAGS) && *body > AEAD_TAG &&
	    pad_ok(*body - AEAD_TAG);
}

/* One recipient, other than those before it. */
static bool
take_entry(struct reader *r, struct envelope *e, size_t i)
{
	struct envelope_entry *entry = &e->entry[i];

	entry->whole = reader_take(r, ENVELOPE_ENTRY);
	struct reader in = reader_new(entry->whole);
	reader_copy(&in, entry->kid, sizeof(entry->kid));
	uint8_t role = reader_u8(&in), zero = reader_u8(&in);
	uint16_t enc = reader_u16(&in);
	(void)reader_take(&in, ENC_AND_CEK);
	if (reader_end(&in) != ERR_OK || !role_ok(role) || zero != 0 ||
	    enc != HPKE_KEY)
		return false;
	entry->role = (enum envelope_role)role;
	for (size_t j = 0; j < i; j++)
		if (!memcmp(e->entry[j].kid, entry->kid, ENVELOPE_KID))
			return false;
	return true;
}

enum err
envelope_read(struct bytes whole, struct envelope *e)
{
	struct envelope found = {.whole = whole};
	struct reader r = reader_new(whole);
	size_t header, body;

	if (whole.len > ENVELOPE_MOST ||
	    !take_fixed(&r, &found, &header, &body))
		return ERR_FORGED;
	for (size_t i = 0; i < found.n; i++)
		if (!take_entry(&r, &found, i))
			return ERR_FORGED;
	found.fixed = (struct bytes){whole.at, ENVELOPE_FIXED};
	found.header = (struct bytes){whole.at, header};
	found.body = reader_take(&r, body);
	(void)reader_take(&r, SIGN_LEN);
	if (reader_end(&r) != ERR_OK)
		return ERR_FORGED;
	*e = found;
	return ERR_OK;
}

enum err
envelope_verify(const struct envelope *e, const uint8_t open[SIGN_PUBLIC])
{
	uint8_t kid[ENVELOPE_KID], message[ENVELOPE_MESSAGE];
	size_t signed_part = e->whole.len - SIGN_LEN;

	envelope_kid(open, kid);
	if (memcmp(kid, e->outer.signer, sizeof(kid)) != 0)
		return ERR_FORGED;
	message_of((struct bytes){e->whole.at, signed_part}, message);
	return sign_verify(open, BYTES_OF(message), e->whole.at + signed_part);
}

const struct envelope_entry *
envelope_entry(const struct envelope *e, const uint8_t kid[ENVELOPE_KID])
{
	for (size_t i = 0; i < e->n; i++)
		if (!memcmp(e->entry[i].kid, kid, ENVELOPE_KID))
			return &e->entry[i];
	return NULL;
}

enum err
envelope_unwrap(const uint8_t mine[HPKE_KEY], struct bytes fixed,
    struct bytes entry, uint8_t cek[ENVELOPE_CEK])
{
	uint8_t info[CEK_INFO], found[ENVELOPE_CEK], commitment[HASH_SHA256];
	struct buf into = buf_over(found, sizeof(found));
	enum err e = ERR_FORGED;

	if (fixed.len != ENVELOPE_FIXED || entry.len != ENVELOPE_ENTRY)
		return ERR_FORGED;
	cek_info(entry.at[ENVELOPE_KID], entry.at, info);
	struct bytes sealed = {entry.at + ENVELOPE_KID + 4, ENC_AND_CEK};
	if (hpke_open(mine, BYTES_OF(info), fixed, sealed, &into) == ERR_OK) {
		commit(found, commitment);
		/* The commitment stands just before the last field. */
		if (secret_eq(BYTES_OF(commitment),
			(struct bytes){fixed.at + ENVELOPE_FIXED - 4 -
				HASH_SHA256,
			    HASH_SHA256})) {
			memcpy(cek, found, sizeof(found));
			e = ERR_OK;
		}
	}
	secret_wipe(found, sizeof(found));
	return e;
}

/* The padded content; false unless it is what version 1 writes. */
static bool
take_inner(struct bytes padded, struct envelope_inner *inner)
{
	struct reader r = reader_new(padded);
	uint32_t len = reader_u32(&r);
	uint16_t schema = reader_u16(&r);
	uint8_t content = reader_u8(&r), urgency = reader_u8(&r);
	struct bytes payload = reader_take(&r, len);
	uint8_t any = 0;

	if (r.err != ERR_OK || schema != ENVELOPE_SCHEMA ||
	    !content_ok(content) || urgency > ENVELOPE_IMMEDIATE)
		return false;
	for (size_t i = 0; i < r.rest.len; i++)
		any |= r.rest.at[i];
	if (any != 0)
		return false;
	*inner = (struct envelope_inner){.schema = schema,
	    .content = (enum envelope_content)content,
	    .urgency = (enum envelope_urgency)urgency,
	    .payload = payload};
	return true;
}

enum err
envelope_open(const struct envelope *e, const uint8_t cek[ENVELOPE_CEK],
    struct arena *mem, struct envelope_inner *inner)
{
	uint8_t commitment[HASH_SHA256], key[AEAD_KEY];
	size_t mark = arena_mark(mem);
	struct buf padded = buf_new(mem, e->body.len - AEAD_TAG);

	if (buf_err(&padded) != ERR_OK)
		return buf_err(&padded);
	commit(cek, commitment);
	body_key(cek, key);
	enum err err = ERR_FORGED;
	if (secret_eq(BYTES_OF(commitment), BYTES_OF(e->commitment)) &&
	    aead_open(key, once, e->header, e->body, &padded) == ERR_OK &&
	    take_inner(buf_done(&padded), inner))
		err = ERR_OK;
	else
		arena_back(mem, mark);
	secret_wipe(key, sizeof(key));
	return err;
}
