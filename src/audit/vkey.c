#include "audit/vkey.h"

#include "base/encode.h"
#include "crypto/hash.h"

#define ED25519 0x01 /* the algorithm's byte in a verifier key */
#define ID_LEN  4

void
vkey_name(struct buf *to, const uint8_t open[SIGN_PUBLIC])
{
	uint8_t sum[HASH_SHA256];

	hash_sha256((struct bytes){open, SIGN_PUBLIC}, sum);
	buf_str(to, TXT("fichep/"));
	encode_hex(to, (struct bytes){sum, 8});
}

void
vkey_put(struct buf *to, const struct note_key *key)
{
	uint8_t id[ID_LEN], raw[1 + SIGN_PUBLIC] = {ED25519};

	note_id(key, id);
	memcpy(raw + 1, key->open, SIGN_PUBLIC);
	buf_str(to, key->name);
	buf_str(to, TXT("+"));
	encode_hex(to, BYTES_OF(id));
	buf_str(to, TXT("+"));
	encode_base64(to, BYTES_OF(raw));
}

enum err
vkey_read(struct str line, struct note_key *key)
{
	uint8_t id[ID_LEN], told[ID_LEN], raw[1 + SIGN_PUBLIC];
	struct buf told_to = buf_over(told, sizeof(told));
	struct buf raw_to = buf_over(raw, sizeof(raw));
	struct note_key k = {.name = str_cut(&line, '+')};
	struct str hex = str_cut(&line, '+');

	if (!note_name_ok(k.name) || encode_unhex(hex, &told_to) != ERR_OK ||
	    encode_unbase64(line, &raw_to) != ERR_OK ||
	    told_to.len != sizeof(told) || raw_to.len != sizeof(raw) ||
	    raw[0] != ED25519)
		return ERR_MANGLED;
	memcpy(k.open, raw + 1, SIGN_PUBLIC);
	note_id(&k, id);
	if (memcmp(id, told, sizeof(id)) != 0)
		return ERR_MANGLED;
	*key = k;
	return ERR_OK;
}
