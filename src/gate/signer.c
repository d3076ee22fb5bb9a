#include "gate/signer.h"

#include "base/clock.h"
#include "base/ident.h"

/* The answer to `ticket`; older ones, given up on, are read and forgotten. */
static enum err
await(const struct signer *s, uint32_t ticket, struct buf *der)
{
	uint8_t inbox[CHAN_HEAD + KIB];
	int64_t until = clock_boot() + SIGNER_WAIT;

	for (;;) {
		struct buf room = buf_over(inbox, sizeof(inbox));
		struct bytes payload;
		struct tls_signature got;
		enum ipc kind;
		int64_t left = until - clock_boot();

		if (left <= 0)
			return ERR_SLOW;
		enum err e =
		    chan_recv(s->keeper, &room, (int)left, &kind, &payload);
		if (e == ERR_SLOW || e == ERR_ABSENT)
			return e;
		if (e != ERR_OK || kind != IPC_tls_signature ||
		    msg_get_tls_signature(payload, &got) != ERR_OK ||
		    got.ticket != ticket)
			continue;
		if (got.fate != ERR_OK)
			return ERR_DENIED;
		buf_bytes(der, got.signature);
		return buf_err(der);
	}
}

enum err
signer_sign(void *who, uint32_t hash, struct bytes digest, struct buf *der)
{
	struct signer *s = who;
	uint8_t outbox[KIB];
	struct buf b = buf_over(outbox, sizeof(outbox));

	if (clock_boot() < s->rest)
		return ERR_LATER;
	s->ticket++;
	msg_put_tls_sign(&b, &(struct tls_sign){s->ticket, hash, digest});
	if (chan_send(s->keeper, IPC_tls_sign, &b) != ERR_OK)
		return ERR_LATER;

	enum err e = await(s, s->ticket, der);
	if (e == ERR_SLOW)
		s->rest = clock_boot() + SIGNER_REST;
	return e == ERR_SLOW || e == ERR_ABSENT ? ERR_LATER : e;
}

enum err
signer_check(struct signer *s, const struct tls_chain *chain)
{
	uint8_t digest[32], room[TLS_KEY_SIGNATURE_MOST];
	struct buf der = buf_over(room, sizeof(room));

	ident_random(digest, sizeof(digest));
	enum err e = signer_sign(s, TLS_SHA256, BYTES_OF(digest), &der);
	if (e != ERR_OK)
		return e;
	return tls_chain_signed(chain, digest, buf_done(&der)) ? ERR_OK
							       : ERR_DENIED;
}
