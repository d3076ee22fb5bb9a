/*
 * adopt - make the database agree with what the spool holds.
 *
 * The spool is ahead of the database when the disk refused a commit, when the
 * power was cut between the two, or when the database went back: the last of
 * its write-ahead log was lost, or it was put back from a copy. In the first
 * two the author was told nothing, and the draft is there, under its key. In
 * the last the draft may be there again, but its key was overwritten once the
 * author had been told (veil.h): then the envelope is all there is.
 */
#ifndef ADOPT_H
#define ADOPT_H

#include "core/chain.h"
#include "envelope/envelope.h"

struct core;

/*
 * Look at each file of the spool: what the database had given back goes, what
 * it does not know is entered and will be sent, unless adopt_untold. What is
 * entered is shown among the sendings too. The chain `h` and the numbers of
 * references go on above what was given.
 */
enum err adopt_all(struct core *c, struct chain *h) CHECKED;

/* Was the author of this envelope told nothing, and can go on with its draft?
 * ERR_OK says nothing of that: `*untold` does. */
enum err adopt_untold(struct core *c, struct store *s, struct arena *mem,
    const struct ident *id, bool *untold) CHECKED;

/* The row of it that people read (sendings.h): what its outside says, and what
 * a draft that is there knows of it. */
void adopt_row(struct tx *tx, const struct envelope_outer *e);

/* An enrolled box begins its chain: what it had numbered is not known. `lived`:
 * it had a spool already. */
enum err adopt_nothing(struct core *c, bool lived) CHECKED;

#endif
