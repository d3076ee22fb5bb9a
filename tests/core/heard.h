/*
 * heard - what a central answers to a box, as tidings takes it.
 */
#ifndef HEARD_H
#define HEARD_H

#include "line.h"

#include "core/tidings.h"
#include "envelope/receipt.h"

/* Of this life, with one receipt and one checkpoint, or "", and members more.
 */
static inline void
heard(int64_t life, const char *receipt, const char *checkpoint,
    const char *more)
{
	static char answer[8 * KIB];
	static uint8_t quoted[4 * KIB], shown[4 * KIB];
	struct buf r = buf_over(quoted, sizeof(quoted));
	struct buf c = buf_over(shown, sizeof(shown));
	struct tidings t;
	struct tx tx = tx_begin(&rig.core.write);

	if (receipt[0])
		json_quote(&r, str_of(receipt));
	json_quote(&c, str_of(checkpoint));
	snprintf(answer, sizeof(answer),
	    "{\"now_ms\":%" PRId64 ",\"nonce\":\"n\",\"incarnation\":%" PRId64
	    ",\"revoked\":false,\"states_upto\":0,\"receipts\":[%.*s],"
	    "\"checkpoint\":%.*s,\"proof\":[]%s}",
	    rig.now, life, (int)r.len, (char *)r.at, (int)c.len, (char *)c.at,
	    more);
	OK(tidings_take(&rig.core, &tx, &rig.talk, str_bytes(str_of(answer)),
	    rig.boot, &t));
	OK(tx_end(&tx));
}

/* The central's receipt for the only envelope that is held. */
static inline const char *
heard_receipt(enum receipt_state state)
{
	static char room[RECEIPT_MOST + 1];
	char text[RECEIPT_MOST];
	uint8_t sig[SIGN_LEN], key_room[128];
	struct buf t = buf_over(text, sizeof(text));
	struct buf whole = buf_over(room, RECEIPT_MOST);
	struct receipt r = {.deployment = rig.core.site.grant.deployment,
	    .device = rig.core.site.device,
	    .state = state,
	    .received = (uint64_t)rig.now};

	struct query q = query_open(&rig.core.write,
	    "SELECT id, incarnation, seq, sha256 FROM parcel", NONE);
	TRUE(query_next(&q));
	query_copy(&q, r.envelope.at, IDENT_LEN);
	r.incarnation = (uint64_t)query_int(&q);
	r.seq = (uint64_t)query_int(&q);
	query_copy(&q, r.sha256, sizeof(r.sha256));
	OK(query_end(&q));
	receipt_text(&t, &r);
	sign_message(line.sign, buf_done(&t), sig);
	struct note_key key = site_central(&rig.core.site, key_room);
	note_put(&whole, buf_text(&t), &key, sig);
	OK(buf_err(&whole));
	room[whole.len] = 0;
	return room;
}

#endif
