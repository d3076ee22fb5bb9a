/*
 * missive - the bytes of a letter, as one recipient is to receive them.
 *
 * What its rule says of the acts is looked up, what this recipient may not know
 * is left out (need.def, table party), and mail/ gives it its shape. Whoever
 * the letter names stands in its head, for all of them alike.
 */
#ifndef MISSIVE_H
#define MISSIVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "mail/letter.h"

#define MISSIVE_MOST (188u * 1024) /* bytes: what the courier takes */

struct core;
struct store;

/* What stands around a delivery. */
struct missive {
	struct str mailbox, mode, name, reference;
	struct bytes bytes; /* kept from an earlier try; or none */
};

/*
 * The message of a delivery, appended to `to`; or the one kept from an earlier
 * try. `*m` lives in `mem`. ERR_ABSENT: no such delivery; ERR_INPUT: an address
 * or a rule that is none; ERR_LIMIT: too long; ERR_MANGLED: a payload.
 */
enum err missive_write(struct core *c, struct arena *mem, int64_t delivery,
    struct missive *m, struct buf *to) CHECKED;

/* The letter itself, whatever its mode, for a package or a page. */
enum err missive_compose(struct core *c, struct store *s, struct arena *mem,
    int64_t delivery, struct missive *m, struct letter *l) CHECKED;

/* The letter that tries a mailbox out. */
enum err missive_trial(struct core *c, struct arena *mem, int64_t mailbox,
    struct missive *m, struct buf *to) CHECKED;

/* https://…: where recipients read what is only announced to them. */
struct str missive_desk(const struct core *c, struct arena *mem);

#endif
