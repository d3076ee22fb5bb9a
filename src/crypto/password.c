#include "crypto/password.h"

#include <sodium.h>

#include "base/ident.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

_Static_assert(PASSWORD_SALT == crypto_pwhash_argon2id_SALTBYTES, "salt");
_Static_assert(PASSWORD_KEY == PASSWORD_TAG, "one length of output");

enum err
password_argon2id(struct bytes secret, const uint8_t salt[PASSWORD_SALT],
    unsigned passes, size_t memory, uint8_t tag[PASSWORD_TAG])
{
	uint8_t found[PASSWORD_TAG];

	/* What it refuses but for want of memory is our own mistake. */
	must(passes >= crypto_pwhash_argon2id_OPSLIMIT_MIN &&
	    memory >= crypto_pwhash_argon2id_MEMLIMIT_MIN);
	if (crypto_pwhash_argon2id(found, sizeof(found),
		(const char *)secret.at, secret.len, salt, passes, memory,
		crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0)
		return ERR_LATER;
	memcpy(tag, found, sizeof(found));
	secret_wipe(found, sizeof(found));
	return ERR_OK;
}

static enum err
stretch(struct str phrase, const uint8_t pepper[PASSWORD_PEPPER],
    const uint8_t salt[PASSWORD_SALT], uint8_t tag[PASSWORD_TAG])
{
	uint8_t peppered[HASH_SHA256];

	hash_hmac((struct bytes){pepper, PASSWORD_PEPPER}, str_bytes(phrase),
	    peppered);
	enum err e = password_argon2id(BYTES_OF(peppered), salt,
	    PASSWORD_PASSES, PASSWORD_MEMORY, tag);
	secret_wipe(peppered, sizeof(peppered));
	return e;
}

enum err
password_set(struct str phrase, const uint8_t pepper[PASSWORD_PEPPER],
    struct password *p)
{
	struct password made;

	if (phrase.len == 0 || phrase.len > PASSWORD_MOST)
		return ERR_LIMIT;
	ident_random(made.salt, sizeof(made.salt));
	enum err e = stretch(phrase, pepper, made.salt, made.tag);
	if (e == ERR_OK)
		*p = made;
	return e;
}

enum err
password_check(struct str phrase, const uint8_t pepper[PASSWORD_PEPPER],
    const struct password *p)
{
	uint8_t tag[PASSWORD_TAG];
	bool fit = phrase.len > 0 && phrase.len <= PASSWORD_MOST;

	enum err e = stretch(fit ? phrase : TXT("unfit"), pepper, p->salt, tag);
	if (e != ERR_OK)
		return e;
	bool same = secret_eq(BYTES_OF(tag), BYTES_OF(p->tag));
	secret_wipe(tag, sizeof(tag));
	return same && fit ? ERR_OK : ERR_DENIED;
}

enum err
password_key(struct bytes secret, const uint8_t salt[PASSWORD_SALT],
    uint8_t key[PASSWORD_KEY])
{
	if (secret.len == 0 || secret.len > PASSWORD_MOST)
		return ERR_LIMIT;
	return password_argon2id(secret, salt, PASSWORD_PASSES, PASSWORD_MEMORY,
	    key);
}
