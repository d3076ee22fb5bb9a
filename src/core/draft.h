/*
 * draft - a form being filled in, for whoever began it and nobody else.
 *
 * One per author; without an account, one per browser. What was typed is sealed
 * under a key of the draft's own (veil.h) and kept at each step, right or
 * wrong. The id of a draft is the id its envelope will bear, and its reference
 * once given stays: sending twice is sending once.
 *
 * A draft is never thrown away: it is sent, whole or as it stands (sealing.h).
 * One in which nothing was answered is none: it is not begun, nor sent.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include "base/ident.h"
#include "base/json.h"
#include "core/request.h"
#include "form/form.h"

#define DRAFT_KEPT  CLOCK_DAY  /* ms, then it is sent as it stands */
#define DRAFT_QUIET CLOCK_HOUR /* ms without a change, before that */
#define DRAFT_URGENT                                                           \
	(2 * CLOCK_HOUR) /* ms, without account: nobody resumes                \
			  */
#define DRAFT_MOST 64    /* without account; then the oldest is sent */
#define DRAFT_EVERY                                                            \
	(5 * CLOCK_MINUTE) /* ms between two of those that are sent */

/* Whoever has no account says who they are. */
struct draft_person {
	struct str name, duty, phone;
};

struct draft {
	bool kept; /* it is in the table */
	bool mine; /* of an account; else of a browser: */
	struct ident id, author;
	uint8_t holder[HASH_SHA256];
	struct str form_id, about, reference; /* "" if none */
	struct str step; /* where to resume; "": the page to read again */
	int64_t version, slot, begun, saved;
	const struct form *form; /* NULL: its version is not in the pack */
	struct draft_person who;
	struct str text;     /* answers, as JSON */
	struct json answers; /* the same, read */
};

/* Whose: an account, or a browser by the hash of its cookie. */
struct draft_owner {
	const struct ident *account; /* NULL: */
	const uint8_t *holder;
};

/* The hash that stands for the browser of `q`, once it has its token. */
void draft_holder(const struct request *q, uint8_t holder[HASH_SHA256]);

/*
 * The draft of `owner`, or a new one, not kept yet, when ERR_ABSENT: of `form`
 * about `about`, with no answer. ERR_FORGED: there is one, but its key is lost.
 */
enum err draft_find(struct request *q, const struct draft_owner *owner,
    struct draft *d) CHECKED;
void draft_new(struct request *q, const struct draft_owner *owner,
    const struct form *form, struct str about, struct draft *d);

/* Nobody answered anything yet: what the house fills in is no fiche. */
bool draft_empty(const struct draft *d);

/*
 * Its version of the form has left the pack: the one of today reads it well
 * enough to send it as it stands. ERR_CLASH: there is none any more.
 */
enum err draft_adopt(const struct request *q, struct draft *d) CHECKED;

/* Keep `text` as its answers, in this act's transaction. */
enum err draft_put(struct request *q, struct draft *d, struct str text) CHECKED;

/* It is in an envelope, or unreadable for ever: the row goes, then its key. */
void draft_drop(struct request *q, const struct draft *d);

/* Without account: whether one more may be begun. */
enum err draft_room(struct request *q, bool *room) CHECKED;

/* When it is sent as it stands, ms UTC, if nobody comes back to it. */
int64_t draft_leaves(const struct draft *d);

/* One that is due to be sent as it stands, `skip` others left out; ERR_ABSENT:
 * none. */
enum err draft_due(struct request *q, int64_t skip, struct draft *d) CHECKED;

#endif
