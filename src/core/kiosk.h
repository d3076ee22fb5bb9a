/*
 * kiosk - filling in a form at a box: which one, and in whose draft.
 *
 * What may be filed is a row of kiosk.def. One draft at a time: it is found, or
 * begun as the address asks, and filled in with what the house knows. The same
 * pages serve at /fiche for who has signed in and at /urgence for who has no
 * account (urgent.h): step.h asks, reread.h shows all of it, filing.h sends.
 */
#ifndef KIOSK_H
#define KIOSK_H

#include "core/draft.h"
#include "envelope/envelope.h"

struct kiosk_row {
	const char *form, *word;
	uint32_t who; /* as in route.def */
	enum envelope_content content;
	const char *shown; /* « Envoyer ... » */
};

/* By form, or by word; NULL: there is none. */
const struct kiosk_row *kiosk_form(struct str form);
const struct kiosk_row *kiosk_word(struct str word);

/* Whether it may be begun: not if its activity is switched off (module.def). */
bool kiosk_offered(const struct core *c, const struct kiosk_row *row);

/* Whether `q` comes by the pages that ask for no account. */
bool kiosk_urgent(const struct request *q);

/* "/fiche" or "/urgence", by the route of `q`. */
struct str kiosk_base(const struct request *q);

/* Whose draft `q` is about. `room` keeps the browser's hash. */
struct draft_owner kiosk_owner(struct request *q, uint8_t room[HASH_SHA256]);

/*
 * The draft of who asks, its answers read and filled in with what the house
 * knows. ERR_ABSENT: nothing has been kept yet. ERR_LATER, and `d` is kept: its
 * version of the form is no longer there, it can only be sent as it stands.
 */
enum err kiosk_draft(struct request *q, struct draft *d) CHECKED;

/*
 * The same for `owner`, a `who`; or one begun as `asked` says. ERR_CLASH: the
 * page that was sent is of another draft, or of one that has left.
 */
enum err kiosk_load(struct request *q, const struct draft_owner *owner,
    enum who who, const struct urlform *asked, struct draft *d) CHECKED;

/* The reference a complement is about: of something that left from here. */
enum err kiosk_about(struct request *q, struct str typed,
    struct str *about) CHECKED;

/*
 * Without account: the browser has its token. ERR_CLASH: its draft was left
 * alone, and shows nothing to who comes next.
 */
enum err kiosk_settle(struct request *q) CHECKED;

/* What each page of a draft says around it. */
void kiosk_put(struct request *q, const struct draft *d);

/* What is waiting at a box for who is signed in, on their first page. */
enum err kiosk_home(struct request *q) CHECKED;

#endif
