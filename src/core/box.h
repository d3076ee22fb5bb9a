/*
 * box - what the central knows of a box: one row of table box.
 *
 * A box is its device ident, which follows from its key (envelope/enrol.h). It
 * is asked for, then confirmed by a second person, then may be revoked; it is
 * never forgotten, since what it sent bears its name.
 */
#ifndef BOX_H
#define BOX_H

#include "crypto/sign.h"
#include "envelope/envelope.h"
#include "store/tx.h"

#define BOX_NONCE        32   /* bytes of a nonce, as text */
#define BOX_VERSION_MOST 32   /* bytes */
#define BOX_SITE_MOST    8    /* bytes of a site's code */
#define BOX_NAME_MOST    80   /* bytes of an establishment's name */
#define BOX_KIND_MOST    16   /* bytes of a role */
#define BOX_NOTE_MOST    1024 /* bytes of a checkpoint, signed */

enum box_state { BOX_ASKED = 0, BOX_ACTIVE = 1, BOX_REVOKED = 2 };

/* What a synchronisation reads and writes of it. */
struct box {
	struct ident device;
	enum box_state state;
	uint8_t sign[SIGN_PUBLIC], spool[SIGN_PUBLIC], checkpoint[SIGN_PUBLIC];
	char site[BOX_SITE_MOST], name[BOX_NAME_MOST];
	size_t site_len, name_len;
	char kind[BOX_KIND_MOST]; /* role of its people: "foyer" */
	size_t kind_len;
	char nonce[BOX_NONCE];       /* its next request must bear it */
	int64_t incarnation, seq;    /* highest accepted */
	int64_t told;                /* of what goes down, all it has taken */
	int64_t shown, shown_before; /* sizes of our checkpoints it was given */
	char milestone[BOX_NOTE_MOST]; /* its last that was verified, or none */
	size_t milestone_len;

	/* What it says of itself. */
	int64_t last_ms, held, oldest_ms, clock, drift_ms;
	char version[BOX_VERSION_MOST];
	size_t version_len;
};

/* ERR_ABSENT: there is no such box. */
enum err box_find(struct store *s, const struct ident *device,
    struct box *b) CHECKED;

struct str box_site(const struct box *b);
struct str box_name(const struct box *b);
struct str box_kind(const struct box *b);
struct str box_nonce(const struct box *b);
struct str box_milestone(const struct box *b);

/* It was here: all that a synchronisation may have changed, and a new nonce. */
void box_seen(struct tx *tx, struct box *b);

/*
 * Say that something is wrong with a box, once: it stays until it is ended.
 * `kind` is a word of table alarm, `detail` holds numbers at most.
 */
void box_alarm(struct tx *tx, const struct ident *device, const char *kind,
    struct str detail, int64_t now);
void box_calm(struct tx *tx, const struct ident *device, const char *kind,
    int64_t now);

#endif
