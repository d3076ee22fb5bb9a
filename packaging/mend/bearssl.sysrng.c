/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Stands in for BearSSL's own src/rand/sysrng.c. That one opens /dev/urandom or
 * asks the processor; a confined role may not open anything, and the kernel
 * mixes the processor in already. getrandom() waits until the pool is ready,
 * once, at boot, and then never fails.
 */
#include <sys/random.h>

#include "inner.h"

static int
seed(const br_prng_class **ctx)
{
	unsigned char fresh[32];

	if (getrandom(fresh, sizeof fresh, 0) != (ssize_t)sizeof fresh)
		return 0;
	(*ctx)->update(ctx, fresh, sizeof fresh);
	explicit_bzero(fresh, sizeof fresh);
	return 1;
}

/* see bearssl_rand.h */
br_prng_seeder
br_prng_seeder_system(const char **name)
{
	if (name != NULL)
		*name = "getrandom";
	return seed;
}
