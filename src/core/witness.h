/*
 * witness - the central and its boxes look at each other's audit logs.
 *
 * A box shows the checkpoint of its log, with the proof that it goes on from
 * the last one we had; we sign beneath it. In return it is shown ours, with
 * the same proof, from the one it says it knows. So neither can rewrite what it
 * once signed without the other's copy contradicting it for ever.
 */
#ifndef WITNESS_H
#define WITNESS_H

#include "base/json.h"
#include "core/box.h"
#include "core/request.h"

struct witness {
	struct str note, text; /* its checkpoint, verified: to be signed; "" */
	struct str ours;       /* ours, which it has not seen yet; or "" */
	int64_t known;         /* size of ours that it knows; 0: none */
};

/*
 * The members checkpoint, proof and seen of its report. A log that does not go
 * on from what it was raises the alarm "history", and is not signed. `b` has
 * its milestone and what it was shown moved on. ERR_MANGLED: not of that form.
 */
enum err witness_look(struct request *q, struct json report, struct box *b,
    struct witness *w) CHECKED;

#endif
