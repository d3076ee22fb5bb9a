#include "crypto/secret.h"

#include <sodium.h>

#include "base/err.h"

void
secret_start(void)
{
	must(sodium_init() >= 0);
}

bool
secret_eq(struct bytes a, struct bytes b)
{
	return a.len == b.len &&
	    (a.len == 0 || sodium_memcmp(a.at, b.at, a.len) == 0);
}

void
secret_wipe(void *at, size_t len)
{
	sodium_memzero(at, len);
}
