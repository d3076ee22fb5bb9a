#include "http/digest.h"

#include "crypto/hash.h"
#include "http/field.h"

void
digest_write(struct buf *to, struct bytes body)
{
	uint8_t sum[HASH_SHA256];

	hash_sha256(body, sum);
	buf_str(to, TXT("sha-256="));
	field_put_binary(to, BYTES_OF(sum));
}

enum err
digest_check(struct str value, struct bytes body)
{
	uint8_t told[HASH_SHA256], sum[HASH_SHA256];
	struct buf to = buf_over(told, sizeof(told));
	struct field f = field_open(value);
	struct str key = TXT("");

	if (!field_member(&f, &key) || !str_eq(key, TXT("sha-256")))
		return ERR_MANGLED;
	field_binary(&f, &to);
	if (field_end(&f) != ERR_OK || to.len != sizeof(told))
		return ERR_MANGLED;
	hash_sha256(body, sum);
	return memcmp(told, sum, sizeof(sum)) == 0 ? ERR_OK : ERR_FORGED;
}
