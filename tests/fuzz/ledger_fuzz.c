/*
 * A ledger of anybody's making: read to its end or to the first thing wrong.
 *
 * The key is the one of the corpus (a seed of 32 bytes 0x01), so that genuine
 * checkpoints are met and what lies behind them is reached.
 */
#include <stdlib.h>

#include "audit/verify.h"
#include "audit/vkey.h"
#include "crypto/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t seed[SIGN_SEED], name[VKEY_NAME], sign[SIGN_KEY];
	static struct verify_trust trust;
	struct verify_report r;

	if (size == 0)
		return 0;
	if (trust.key.name.len == 0) {
		struct buf b = buf_over(name, sizeof(name));

		secret_start();
		memset(seed, 1, sizeof(seed));
		sign_key(seed, sign, trust.key.open);
		vkey_name(&b, trust.key.open);
		trust.key.name = buf_text(&b);
	}
	FILE *from = fmemopen((void *)(uintptr_t)data, size, "r");
	if (from == NULL)
		return 0;
	enum err e = verify_ledger(from, &trust, &r);
	fclose(from);
	/* Nobody here has the key: what is intact was signed by the corpus. */
	if ((e == ERR_OK) != (r.verdict == VERIFY_INTACT) ||
	    (e == ERR_OK && (r.checkpoints == 0 || r.covered != r.size)))
		abort();
	return 0;
}
