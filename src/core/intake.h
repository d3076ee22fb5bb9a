/*
 * intake - one envelope that came, judged and kept.
 *
 * In this order: its form, the box it names, the key that signed it, the
 * signature, whether it came before, whether it contradicts what came, the
 * seal, the content. What passes becomes an act in a dossier; whatever does not
 * is kept in quarantine as it came, never dropped, and the sender is told
 * nothing but that. All of it stands in the caller's transaction: an entry of
 * the audit log for each envelope, whose leaf its receipt names.
 *
 *	same id, same bytes      a duplicate: the answer of the first time
 *	same id, other bytes     quarantine, alarm "clash"
 *	same place, other id     quarantine, alarm "fork": a box was copied;
 *what had come first stays where people have read it not after the one before
 *alarm "fork", and kept as an act: a broken chain is no reason not to read a
 *fiche a reference that is      quarantine: another box has it, or a box bears
 *	 not its own             the site it names
 */
#ifndef INTAKE_H
#define INTAKE_H

#include "audit/trail.h"
#include "convention/pack.h"
#include "core/box.h"
#include "envelope/receipt.h"

struct intake {
	struct tx *tx;
	struct arena *mem;             /* given back after each envelope */
	const struct pack *pack;       /* whose rules say what an act causes */
	const uint8_t *auditor, *open; /* HPKE_KEY bytes, public, ours */
	int64_t now;                   /* ms UTC */

	/* notary_unwrap, or the same with the key at hand. */
	enum err (*unwrap)(void *of, struct bytes fixed, struct bytes entry,
	    uint8_t cek[ENVELOPE_CEK]);
	void *of;

	/* A person looked into it: that its box is revoked, its place or its
	 * reference another's, are no reasons any more. */
	bool accept;
};

/* What its receipt says (envelope/receipt.h), but for who says it. */
struct intake_fate {
	struct ident device, envelope;
	int64_t incarnation, seq;
	uint8_t sha256[HASH_SHA256];
	enum receipt_state state;
	int64_t received, leaf;
	enum motive why; /* of a quarantine that was just decided */
};

/*
 * `from` is the box that brings it, whose highest place is moved on, or NULL
 * when someone else does and any box may be named. ERR_OK whatever becomes of
 * it; otherwise nothing is known of it and the caller gives up: ERR_LATER, the
 * keeper is away; ERR_DENIED, its box was not confirmed yet, and holds it until
 * it is; ERR_STORE.
 */
enum err intake_take(struct intake *in, struct box *from, struct bytes whole,
    struct intake_fate *fate) CHECKED;

/*
 * What stands in quarantine is judged again, as things are now: a newer pack, a
 * box that was enrolled since, `in->accept`. What passes is an act from now on,
 * and its box is told; otherwise nothing is changed.
 */
enum err intake_again(struct intake *in, struct bytes whole,
    struct intake_fate *fate) CHECKED;

#endif
