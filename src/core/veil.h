/*
 * veil - a key for each draft, and no way back once it is overwritten.
 *
 * data/draft.keys holds VEIL_SLOTS random keys, in place, for ever. A draft
 * takes the key of a slot; when the draft is gone, a new random key is written
 * over it and flushed. So whoever copies the disk and holds every key of this
 * machine reads the drafts of that moment, and nothing of what was filed before
 * it: the sealed answers may lie in old pages of the database, their key lies
 * nowhere.
 *
 * Table draft alone says which slots are in use: veil_settle looks at it, after
 * a commit, and renews each slot that was in use and is named no more. What a
 * power cut left undone is done at the next start.
 *
 * On flash memory the controller may keep an old block for a while, out of
 * reach of the system: SECURITY.md says so.
 */
#ifndef VEIL_H
#define VEIL_H

#include "base/buf.h"
#include "crypto/aead.h"
#include "store/store.h"

#define VEIL_SLOTS    1024
#define VEIL_KEY      AEAD_KEY
#define VEIL_OVERHEAD (AEAD_NONCE + AEAD_TAG) /* bytes a seal adds */

struct veil {
	int file;              /* -1: there is none, and no draft can be kept */
	bool used[VEIL_SLOTS]; /* has served since it was renewed */
	bool stale;            /* a draft went: settle after the commit */
};

/*
 * Open `name` beside the database at `path`, made if it is not there, and renew
 * every slot that `s` does not name. ERR_STORE: the system refuses.
 */
enum err veil_open(const char *path, struct store *s, struct veil *v) CHECKED;
void veil_close(struct veil *v);

/* A slot no draft has, as the caller's transaction sees them. ERR_LIMIT: they
 * are all taken. */
enum err veil_take(struct veil *v, struct store *s, int64_t *slot) CHECKED;

/* Append nonce, sealed bytes and tag: `about` is bound to them. */
enum err veil_seal(struct veil *v, int64_t slot, struct bytes about,
    struct bytes plain, struct buf *to) CHECKED;

/* ERR_FORGED: the key is not the one it was sealed under. */
enum err veil_lift(const struct veil *v, int64_t slot, struct bytes about,
    struct bytes sealed, struct buf *to) CHECKED;

/* Renew what table draft no longer names. ERR_STORE: it could not all be; what
 * is left is tried again at the next call. */
enum err veil_settle(struct veil *v, struct store *s) CHECKED;

#endif
