#include "keeper/keyring.h"

#include "base/ident.h"
#include "base/reader.h"
#include "crypto/aead.h"
#include "crypto/hkdf.h"
#include "crypto/hpke.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "crypto/sign.h"
#include "tls/tls_key.h"

#define SALT    16
#define HEAD    24 /* bytes before what is sealed */
#define VERSION 1
#define ROW     (1 + KEYRING_KEY)

static const struct bytes magic = {(const uint8_t *)"FPK1", 4};

enum { EVERYWHERE, CENTRAL_ONLY };
static const struct {
	enum keyring_key number;
	int where;
} rows[] = {
#define KEY(name, number, where, what) {KEYRING_##name, where},
#include "keeper/key.def"
#undef KEY
};
#define ROWS (sizeof(rows) / sizeof(rows[0]))

void
keyring_make(bool central, struct keyring *ring, struct keyring_safe *safe)
{
	*safe = (struct keyring_safe){0};
	*ring = (struct keyring){0};
	for (size_t i = 0; i < ROWS; i++) {
		if (rows[i].where == CENTRAL_ONLY && !central)
			continue;
		ident_random(ring->key[rows[i].number], KEYRING_KEY);
		ring->has[rows[i].number] = true;
	}
	/* These are not any 32 bytes. */
	tls_key_make(ring->key[KEYRING_TLS]);
	hpke_make(safe->auditor, ring->key[KEYRING_AUDITOR]);
	if (central)
		hpke_make(safe->recovery, ring->key[KEYRING_RECOVERY]);
}

/* The key that seals this file and no other. */
static enum err
sealing_key(enum keyring_how how, struct bytes secret, const uint8_t salt[SALT],
    uint8_t key[AEAD_KEY])
{
	uint8_t even[HKDF_KEY];
	enum err e = ERR_OK;

	if (secret.len > KEYRING_SECRET_MOST || secret.len == 0 ||
	    (how == KEYRING_RANDOM && secret.len < KEYRING_SECRET))
		return ERR_INPUT;
	if (how == KEYRING_PHRASE)
		e = password_key(secret, salt, even);
	else
		hkdf_extract((struct bytes){salt, SALT}, secret, even);
	if (e == ERR_OK)
		hkdf_expand(even, str_bytes(TXT("fichep/v1/keyring")), key,
		    AEAD_KEY);
	secret_wipe(even, sizeof(even));
	return e;
}

enum err
keyring_seal(const struct keyring *ring, enum keyring_how how,
    struct bytes secret, struct buf *file)
{
	static const uint8_t nonce[AEAD_NONCE];
	uint8_t salt[SALT], key[AEAD_KEY], room[ROWS * ROW];
	struct buf plain = buf_over(room, sizeof(room));
	size_t start = file->len;

	ident_random(salt, sizeof(salt));
	enum err e = sealing_key(how, secret, salt, key);
	if (e != ERR_OK)
		return e;

	buf_bytes(file, magic);
	buf_u16(file, VERSION);
	buf_u8(file, (uint8_t)how);
	buf_u8(file, 0);
	buf_bytes(file, BYTES_OF(salt));
	struct bytes head = {file->at + start, file->len - start};
	for (size_t i = 0; i < ROWS; i++) {
		if (!ring->has[rows[i].number])
			continue;
		buf_u8(&plain, (uint8_t)rows[i].number);
		buf_bytes(&plain, BYTES_OF(ring->key[rows[i].number]));
	}
	must(buf_err(&plain) == ERR_OK);
	if (buf_err(file) == ERR_OK)
		aead_seal(key, nonce, head, buf_done(&plain), file);
	secret_wipe(key, sizeof(key));
	secret_wipe(room, sizeof(room));
	return buf_err(file);
}

/* The rows, already known to be ours: rising numbers that we know. */
static enum err
take(struct bytes plain, struct keyring *ring)
{
	struct reader r = reader_new(plain);
	unsigned before = 0;

	while (r.rest.len > 0 && r.err == ERR_OK) {
		uint8_t number = reader_u8(&r);
		if (number <= before || number >= KEYRING_END)
			return ERR_MANGLED;
		reader_copy(&r, ring->key[number], KEYRING_KEY);
		ring->has[number] = true;
		before = number;
	}
	return reader_end(&r);
}

enum err
keyring_open(struct bytes file, struct bytes secret, struct keyring *ring)
{
	static const uint8_t nonce[AEAD_NONCE];
	uint8_t salt[SALT], key[AEAD_KEY], room[KEYRING_MOST];
	struct buf plain = buf_over(room, sizeof(room));
	struct reader r = reader_new(file);
	struct keyring read = {0};

	struct str mark = str_from(reader_take(&r, magic.len));
	uint16_t version = reader_u16(&r);
	uint8_t how = reader_u8(&r);
	uint8_t zero = reader_u8(&r);
	reader_copy(&r, salt, sizeof(salt));
	if (r.err != ERR_OK || !str_eq(mark, str_from(magic)) ||
	    version != VERSION || zero != 0 || file.len > KEYRING_MOST ||
	    (how != KEYRING_RANDOM && how != KEYRING_PHRASE))
		return ERR_MANGLED;

	enum err e = sealing_key((enum keyring_how)how, secret, salt, key);
	if (e == ERR_INPUT)
		e = ERR_DENIED; /* no such secret ever sealed a keyring */
	if (e == ERR_OK &&
	    aead_open(key, nonce, (struct bytes){file.at, HEAD}, r.rest,
		&plain) != ERR_OK)
		e = ERR_DENIED;
	if (e == ERR_OK)
		e = take(buf_done(&plain), &read);
	if (e == ERR_OK)
		*ring = read;
	secret_wipe(key, sizeof(key));
	secret_wipe(room, sizeof(room));
	keyring_wipe(&read);
	return e;
}

void
keyring_wipe(struct keyring *ring)
{
	secret_wipe(ring, sizeof(*ring));
}
