/*
 * signer - the keeper's signature, asked for in the middle of a handshake.
 *
 * The engine waits for it, so the gate waits: as long as a small board needs to
 * sign, and not as long as a keeper that is stuck. A keeper that let us wait in
 * vain is not asked again for a moment: handshakes fail, the rest goes on.
 */
#ifndef SIGNER_H
#define SIGNER_H

#include "ipc/chan.h"
#include "tls/tls_chain.h"

#define SIGNER_WAIT 500  /* ms an answer may take */
#define SIGNER_REST 2000 /* ms without asking, after one that did not come */

struct signer {
	const struct chan *keeper;
	uint32_t ticket;
	int64_t rest; /* do not ask before, clock_boot */
};

/*
 * A tls_server_sign; `who` is a struct signer. ERR_LATER: the keeper is away
 * or too slow; another err is the keeper's own.
 */
enum err signer_sign(void *who, uint32_t hash, struct bytes digest,
    struct buf *der);

/*
 * Does the keeper hold the key of the chain's first certificate? ERR_DENIED: it
 * holds another; ERR_LATER: it cannot be asked now.
 */
enum err signer_check(struct signer *s, const struct tls_chain *chain) CHECKED;

#endif
