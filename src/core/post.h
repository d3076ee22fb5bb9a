/*
 * post - letters leave, and what became of each is known.
 *
 * What is due leaves in the order of urgency, then of age, each to one
 * recipient; the courier carries it. Killed anywhere, nothing is sent twice and
 * nothing is forgotten:
 *
 *   DUE -> LEAVING     is on the disk before the courier is handed the message:
 *                      found so at a start, nothing of it can have arrived, and
 *                      it is DUE again;
 *   LEAVING -> DOUBTFUL  is on the disk before its last line leaves: found so
 *                      when nobody carries it any more, a person asks the
 *                      recipient (task « verifier »);
 *   -> ACCEPTED, REFUSED or DUE  by the relay's own answer.
 *
 * « Not now » is tried again after a random part of a span that doubles (full
 * jitter), at most POST_MOST, POST_URGENT for what is urgent. What fails before
 * a recipient was named is the relay's fault, not the letter's: then all wait,
 * and one goes first. After POST_LATE a person is told; it goes on trying.
 *
 * The letters that try a mailbox out (activation.h) leave the same way.
 */
#ifndef POST_H
#define POST_H

#include "base/arena.h"
#include "base/clock.h"
#include "dossier/course.h"
#include "dossier/delivery.h"
#include "ipc/msg.h"
#include "store/tx.h"

#define POST_SLOTS  4                  /* letters under way at once */
#define POST_AGAIN  CLOCK_MINUTE       /* ms: first span after « not now » */
#define POST_MOST   CLOCK_HOUR         /* ms: the longest */
#define POST_URGENT (5 * CLOCK_MINUTE) /* ms: the longest of what is urgent */
#define POST_LATE   CLOCK_DAY          /* ms: then a person is told */
#define POST_SORTED 256                /* letters turned back at one look */
#define POST_SLOW   (330 * CLOCK_SECOND) /* ms without a fate: given up */
#define POST_LOOK   (30 * CLOCK_SECOND)  /* ms between two looks */
#define POST_MEMORY                                                            \
	(3072u * 1024) /* bytes, for one letter; untouched pages cost nothing  \
			*/

struct core;

/* One letter under way. */
struct post_slot {
	uint64_t ticket; /* 0: free */
	int64_t id;      /* of table delivery, or of mailbox */
	bool trial;      /* of mailbox */
	bool asked;    /* the courier waits to be told that its end may leave */
	bool gone;     /* it was told so */
	int64_t since; /* clock_boot */
};

struct post {
	struct arena mem; /* of one letter */
	struct post_slot slot[POST_SLOTS];
	uint64_t seen;   /* commits at the last look */
	bool able;       /* a relay and a sender are set: letters may leave */
	int64_t next;    /* clock_boot of the next look */
	int64_t late;    /* clock_boot of the next look at what is late */
	int64_t stuck;   /* clock_boot: what asked to end was not let go */
	int64_t barred;  /* clock_boot until which the relay is left alone */
	unsigned failed; /* times in a row that the relay failed */
	/* What the relay last did, for the page; 0 ms: nothing yet. */
	int64_t told_ms, taken_ms;
	uint32_t fate, step, code;
};

/* Take memory for it, and take back what was under way when we ended. */
enum err post_open(struct core *c, struct arena *mem) CHECKED;

/* Between turns: answer the courier, hand it what is due, note what is late.
 * Commits. */
void post_run(struct core *c);

/* Something may be due now. */
void post_wake(struct core *c);

/* The courier's questions and answers; in the turn's transaction. */
void post_asked(struct core *c, uint64_t ticket);
void post_told(struct core *c, const struct mail_fate *m);

/* The courier is another one, and carries nothing any more. */
void post_courier_gone(struct core *c);

/*
 * The service has the dossier before its eyes: its letters are read, and nobody
 * is to tell it of them otherwise. Whoever opens a dossier calls it, in the
 * same transaction.
 */
void post_read(struct course *course, int64_t dossier, struct str role,
    struct str scope);

/* Is it in the courier's hands now? */
bool post_carries(const struct core *c, int64_t delivery);

/* clock_boot at which there is something to do. */
int64_t post_next(const struct core *c);

#endif
