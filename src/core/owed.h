/*
 * owed - what a service is to do, and until when, as people read it.
 *
 * A row of table duty: a limit that runs, or a task. Its end is never carried
 * over a week-end: where it falls on a day of rest, the working day before is
 * shown beside it (calendar/deadline.h). A pause is only a mark, for the limit
 * runs on (S1-1.1-f).
 */
#ifndef OWED_H
#define OWED_H

#include "core/request.h"

#define OWED_NEVER INT64_MAX /* due_ms of what has no end */

struct owed {
	bool task; /* else a limit */
	struct str rule;
	int64_t version; /* of a limit's rule */
	int64_t due;     /* ms UTC, exclusive */
	bool paused;
};

/*
 * Members: what (« Rapport de l’ASE »), due (« vendredi 20 novembre, 24 h 00 »,
 * "" without end), left (« il reste 6 h », « dépassé depuis 2 j »), late,
 * prefer (« jeudi 19 novembre », if its last day is one of rest), paused.
 */
void owed_put(struct request *q, const struct owed *o);

/* « Rapport de l’ASE »; its identifier where the pack does not have it. */
struct str owed_title(const struct core *c, const struct owed *o);

#endif
