/*
 * jotting - what someone is writing at the central, until it is an act.
 *
 * One a dossier and form, for its author only; kept at each press of a button,
 * right or wrong, and every few seconds where scripts run. Its id is the ident
 * that the act will bear: recording it twice is recording it once. The whole
 * database is encrypted; one that was left for long goes.
 */
#ifndef JOTTING_H
#define JOTTING_H

#include "core/docket.h"
#include "core/draft.h"

#define JOTTING_KEPT (30 * CLOCK_DAY) /* ms since it was last kept */

struct jotting {
	struct draft draft; /* as at a box, without a key of its own */
	const struct rules_act *rule;
	struct docket docket; /* id 0: it will open one */
	bool may;             /* by the rules, now */
	bool asked;           /* a task asks for it */
};

/*
 * The act `forme` about the dossier `ref` of `typed`, by `account` of `who`:
 * what was jotted down, or nothing yet (draft.kept). ERR_ABSENT: no such form,
 * or no such dossier for them; ERR_DENIED: not theirs to record.
 */
enum err jotting_find(struct request *q, const struct urlform *typed,
    struct jotting *j) CHECKED;

/* Keep `draft.text`, in this act's transaction. */
enum err jotting_put(struct request *q, struct jotting *j) CHECKED;
void jotting_drop(struct request *q, const struct jotting *j);

/* Those left for JOTTING_KEPT go. */
void jotting_sweep(struct tx *tx, int64_t now);

#endif
