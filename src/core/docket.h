/*
 * docket - a dossier on one page, for who is party to it.
 *
 * Its reference, its states, who is party, what is to be done by when, what was
 * written to whom: nothing of what a fiche says. A service is shown the acts it
 * was given to read (table reception), and of limits, tasks and letters those
 * that came of these or that it owes itself; the state of the penal side, only
 * who needs to know the network as well (need.def). A dossier of others is
 * answered as one that is not, and the audit log is told.
 */
#ifndef DOCKET_H
#define DOCKET_H

#include "core/concern.h"

#define DOCKET_ROWS 60 /* acts, letters, tasks shown at most */

struct docket {
	int64_t id;
	struct ident ident; /* of its first act */
	struct str reference, education, penal, parquet;
	int64_t urgency, opened, moved;
	struct str into;        /* the one it was merged into, or "" */
	struct str role, scope; /* ours */
};

/*
 * What the form's `ref` names: a dossier, or an act in it. ERR_ABSENT: no such
 * for who is asking; `q->note` then says so. The one that another was merged
 * into is found in its place, `into` being its reference.
 */
enum err docket_find(struct request *q, struct docket *d) CHECKED;

/* The same of another reference than the form's `ref`. */
enum err docket_find_named(struct request *q, struct str reference,
    struct docket *d) CHECKED;

/* « CRIP », or the name of the service where there are several of a role. */
struct str docket_service(const struct core *c, struct str role,
    struct str scope);

/* « Signalement », of a form by the rules in force, else the form's title. */
struct str docket_title(const struct core *c, struct str form, int64_t at);

/* Members of the head: reference, education and penal: {label, closed}, danger,
 * urgent, age, ressort. */
void docket_put(struct request *q, const struct docket *d);

/* GET /dossier?ref=: see web/page/dossier.html. */
enum err docket_page(struct request *q) CHECKED;

/* ACT: to its page. */
enum err docket_go(struct request *q, const struct docket *d) CHECKED;

#endif
