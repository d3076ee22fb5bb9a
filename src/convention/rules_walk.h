/*
 * rules_walk - which acts can ever be recorded, by the rules alone.
 *
 * From the acts that open a dossier, every pair of states it can come to is
 * followed, and every act that may be recorded there. What an act says of those
 * that must not be there (`unless`) is tried by a walk without them; that an
 * act is recorded once only, or which answers are given, is not looked at: an
 * act that is not reached here never is, one that is may still be rare.
 */
#ifndef RULES_WALK_H
#define RULES_WALK_H

#include "convention/rules.h"

/* Acts, by their place in rules.acts. */
struct rules_walk {
	bool reached[RULES_ACTS_MOST];
};

void rules_walk(const struct rules *r, struct rules_walk *walk);

/* Whether a limit that may be open can end, from every state in which it may
 * be; otherwise `where` that is: no act there ends it, nor leads to one that
 * does. */
bool rules_walk_ends(const struct rules *r, const struct rules_walk *walk,
    struct str limit, struct str *where);

/* Whether the `i`-th act can ever be recorded, `unless` and all. */
bool rules_walk_to(const struct rules *r, size_t i);

#endif
