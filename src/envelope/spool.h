/*
 * spool - the envelopes a box holds until the central has them.
 *
 * One folder, one file an envelope, named by incarnation and sequence in 16
 * hexadecimal digits each and nothing else, so that a listing says no more than
 * the wire does. spool_put returns when the file would outlive a power cut:
 * written under another name, flushed, renamed, and the folder flushed. What a
 * power cut left under such another name is cleared when the spool is opened.
 * One process owns the folder; nothing here knows when an envelope may be
 * deleted.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

struct spool {
	int folder; /* the spool's own, until spool_close */
};

/* Which envelope; they sort as they were made. */
struct spool_id {
	uint64_t incarnation;
	uint64_t seq;
};

/*
 * Open the folder `name` in the folder `parent`, made if it is not there.
 * ERR_STORE: the system refuses.
 */
enum err spool_open(int parent, const char *name, struct spool *s) CHECKED;

/* The same folder while its owner may be at work: for reading alone.
 * ERR_ABSENT: there is none. */
enum err spool_look(int parent, const char *name, struct spool *s) CHECKED;
void spool_close(struct spool *s);

/*
 * Hold one more, of at most ENVELOPE_MOST bytes (ERR_LIMIT). ERR_CLASH: one of
 * that id is held already, and stays as it is; ERR_STORE: it could not be
 * written, and no trace of it is left.
 */
enum err spool_put(const struct spool *s, struct spool_id id,
    struct bytes envelope) CHECKED;

/*
 * The same in steps, so that several share what waiting for the disk costs:
 * spool_lay writes one under a name that is none yet, spool_keep flushes it and
 * gives it its name, spool_flush makes all names outlive a power cut. Only what
 * was flushed may be told. Drop what is not to be kept; a second lay of one id
 * takes the place of the first. `*laid` is spent by spool_keep or spool_drop.
 * spool_lay fails as spool_put does; the others by ERR_STORE.
 */
struct spool_laid {
	struct spool_id id;
	int fd;
};
enum err spool_lay(const struct spool *s, struct spool_id id,
    struct bytes envelope, struct spool_laid *laid) CHECKED;
enum err spool_keep(const struct spool *s, struct spool_laid *laid) CHECKED;
void spool_drop(const struct spool *s, struct spool_laid *laid);
enum err spool_flush(const struct spool *s) CHECKED;

/*
 * One of them, read into `mem`. ERR_ABSENT: not held; ERR_LIMIT: no room, or
 * the file is longer than any envelope; ERR_STORE: it cannot be read.
 */
enum err spool_get(const struct spool *s, struct spool_id id, struct arena *mem,
    struct bytes *envelope) CHECKED;

/*
 * The oldest of them in order, at most `most`, into `id`; `*count` is how many
 * were put there and `*held` how many there are in all.
 */
enum err spool_list(const struct spool *s, struct spool_id id[], size_t most,
    size_t *count, size_t *held) CHECKED;

/* The same, of those that come after `after` alone: a way through all. */
enum err spool_after(const struct spool *s, struct spool_id after,
    struct spool_id id[], size_t most, size_t *count) CHECKED;

/* Let go of one, for good once it returns. ERR_ABSENT: not held. */
enum err spool_delete(const struct spool *s, struct spool_id id) CHECKED;

#endif
