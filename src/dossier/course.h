/*
 * course - the life of a dossier: what an act causes, done.
 *
 * An act is recorded once, in the caller's transaction, and all that its rule
 * says (convention/rules.h) happens in the same: parties and who is to read it,
 * states, limits and their alerts, tasks, letters and their deliveries. So
 * either all of it is there or none; recording the same ident twice is
 * recording it once. It knows no request and no session: who may is asked with
 * course_may, and audited, by whoever calls.
 *
 * Writes tables dossier, act, party, reception, deadline, deadline_event,
 * alert, task, duty, minor, likeness, letter, delivery, named, departed and
 * had.
 *
 * A dossier has a few dozen acts. Everything asked of the store is found by an
 * index and grows with one dossier at most, never with their number; one that
 * has more acts than COURSE_ACTS_MOST takes no further one written here, while
 * what boxes send is always recorded.
 */
#ifndef COURSE_H
#define COURSE_H

#include "base/ident.h"
#include "base/json.h"
#include "convention/pack.h"
#include "convention/rules.h"
#include "store/query.h"
#include "store/tx.h"

#define COURSE_ACTS_MOST 999 /* written here in one dossier */

/* Of limits and tasks, as stored. */
enum course_state {
	COURSE_AWAITS = 0, /* its event has not come */
	COURSE_RUNS = 1,
	COURSE_MET = 2,
	COURSE_DROPPED = 3
};

struct course {
	struct tx *tx;
	struct arena *mem;
	const struct pack *pack;
	int64_t now; /* ms UTC */
};

/* Who writes, at the central: role and scope as in table party. */
struct course_author {
	const struct ident *account; /* NULL: it came from a box */
	struct str role, scope;
};

struct course_act {
	struct ident ident;
	int64_t dossier; /* 0: it opens one, or stands in that of `about` */
	struct str form;
	int64_t version, content, urgency, clock, filed, received;
	struct str reference, about; /* "" reference: course gives it one */
	const struct ident *device;  /* NULL: written here */
	struct str site, site_name, parquet;
	bool verified;
	struct bytes
	    payload; /* as sealed; its member "answers" is what counts */
	struct json answers; /* that member, if it was read; or absent */
	struct course_author author;
};

/* What it became. */
struct course_done {
	int64_t act, dossier;
	struct str reference; /* in `mem` */
	bool again;           /* it was there already: nothing was done */
	size_t letters, tasks;
};

/*
 * Record it. ERR_INPUT: the rules of the pack do not let this act stand there
 * (wrong state, twice), or it names nothing that could be merged or parted, or
 * nobody who could leave;
 * ERR_DENIED: they do not let this role record it; ERR_ABSENT: no such dossier,
 * or it was merged. An act that came from a box is never refused for these: it
 * is recorded and a task says so. ERR_MANGLED: its payload is no JSON object
 * with answers; ERR_LIMIT: COURSE_ACTS_MOST, or the arena is full. Other errors
 * are the store's.
 */
enum err course_record(struct course *c, const struct course_act *a,
    struct course_done *done) CHECKED;

/*
 * A service has acknowledged an act (reception.acked_ms was set), or its relay
 * took the letter: what waited for that reception begins (D1c, D3).
 */
enum err course_received(struct course *c, int64_t act, struct str role,
    struct str scope, int64_t at) CHECKED;

/* The alerts that are due at `c->now`: written as events, at most `most`;
 * `*raised` of them were. `*next`: the instant of the next one, or INT64_MAX.
 */
enum err course_alerts(struct course *c, int most, int64_t *raised,
    int64_t *next) CHECKED;

/* Set a limit aside, or give it another end, by hand: kept with who and why.
 * ERR_INPUT: it does not run, no reason was given, or it would end before it
 * began. */
enum err course_move(struct course *c, int64_t deadline, int64_t due,
    const struct ident *account, struct str why) CHECKED;
enum err course_set_aside(struct course *c, int64_t deadline,
    const struct ident *account, struct str why) CHECKED;

/* A task that is ended by hand (`act` 0: by no act), or made by hand: `rule` is
 * a word of task.def, `due` 0 is no limit, `delivery` 0 is none. Making one
 * that is there already for that service makes none. ERR_INPUT: no such open
 * task. */
enum err course_task_done(struct course *c, int64_t task, int64_t act) CHECKED;
/* One that no act ends and that is about no letter: someone of the service that
 * owes it says that it is done. ERR_INPUT: no such task of theirs. */
enum err course_task_by_hand(struct course *c, int64_t dossier, int64_t task,
    struct str role, struct str scope, const struct ident *account) CHECKED;
enum err course_task_make(struct course *c, int64_t dossier, int64_t act,
    struct str rule, struct str role, struct str scope, int64_t delivery,
    int64_t due) CHECKED;

/* The same about a letter, for whoever looks after it. */
enum err course_task_letter(struct course *c, int64_t dossier, int64_t act,
    struct str rule, int64_t delivery) CHECKED;

/*
 * Which acts someone of `role` and `scope` may record in a dossier now (0:
 * those that open one at the central), in the order of the rules: for each,
 * `visit`.
 */
typedef void course_visit(void *ctx, const struct rules_act *act, bool asked);
enum err course_may(struct store *s, const struct pack *pack, int64_t now,
    int64_t dossier, struct str role, struct str scope, course_visit *visit,
    void *ctx) CHECKED;

/* « Signaler au procureur »: a row of table task, `form` of the act that made
 * it. */
struct str course_task_title(const struct pack *pack, struct str form,
    struct str rule, int64_t now);

/*
 * Everything of `from` stands in `into` from now on (an act of its own said so,
 * and bears the reason). Split: `act_moved` goes back to the dossier it was
 * filed under, with all that stood there; if it was never merged, it and what
 * completes it get a dossier of their own. ERR_INPUT: they are one, or merged
 * already, or different acts opened them; the act that names a dossier does not
 * leave it. Acts whose rule
 * folds do this by themselves.
 */
enum err course_merge(struct course *c, int64_t from, int64_t into,
    int64_t act) CHECKED;
enum err course_split(struct course *c, int64_t act_moved, int64_t act,
    int64_t *dossier) CHECKED;

/* A person says that two dossiers that look alike are not the same minor's. */
enum err course_unlike(struct course *c, int64_t dossier,
    int64_t other) CHECKED;

/* Dossiers opened before there were states get the first one of each axis: at
 * most `most` of them, `*done` were. */
enum err course_begin(struct course *c, int most, int64_t *done) CHECKED;

/* The scope under which a service is party: '' where the directory has only one
 * of its role, but for a parquet and a police unit, which always bear theirs.
 * And back: the service, or NULL. */
struct str course_scope(const struct directory *d, struct str role,
    struct str service);
const struct directory_service *course_service(const struct directory *d,
    struct str role, struct str scope);

/*
 * Count again what is derived, and say what differs: "duty 12: of a limit that
 * is over\n" for each, with numbers only. ERR_OK whatever was found; it reads
 * every open row, so it is for tests and for an operator who asks.
 */
enum err course_check(struct store *s, const struct pack *pack,
    struct buf *faults) CHECKED;

#endif
