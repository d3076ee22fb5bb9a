/*
 * stage - where a dossier stands, on its two axes, and what may come next.
 */
#ifndef STAGE_H
#define STAGE_H

#include "dossier/happening.h"

/* How a dossier stands, and which acts it holds already. */
struct stage {
	struct str education, penal; /* ids; in `room` */
	int64_t
	    last[RULES_ACTS_MOST]; /* act of each row of the rules; 0: none */
	bool runs[RULES_DEADLINES_MOST]; /* one of that row is not over */
	char room[160];
};

/* `dossier` 0: one that is still to be opened. ERR_ABSENT: no such, or it was
 * merged. */
enum err stage_read(struct store *s, const struct rules *r, int64_t dossier,
    struct stage *at) CHECKED;

/* All that its rule asks of the dossier holds. */
bool stage_lets(const struct rules *r, const struct rules_act *a,
    const struct stage *at);

/*
 * How a dossier would stand without one that was merged into it. stage_apart:
 * the next of those, after `a->dossier` (0: the first); false: none.
 */
struct stage_apart {
	int64_t dossier; /* that was merged */
	struct str education, penal;
};
bool stage_apart(struct course *c, int64_t dossier, struct stage_apart *a);
void stage_apart_keep(struct course *c, const struct stage_apart *a);

/* The states that the act leads to, written; also as it stands without those
 * that were merged into it. `at` is how it stood before. */
void stage_move(struct happening *h, const struct stage *at);

#endif
