/*
 * postmark - what became of a letter is written on it.
 *
 * In the turn's transaction: state, hour, the relay's code, the audit entry,
 * what it lets begin or end (notice.h); for « not now », when to try again.
 */
#ifndef POSTMARK_H
#define POSTMARK_H

#include "core/post.h"

/* From this step of the courier's on (courier/smtp.h: a recipient was named) an
 * answer is about this letter; before it, about the relay. */
#define POSTMARK_STEP 5

/* A random part of the span after so many tries: ms. */
int64_t postmark_wait(int64_t tries, int64_t most);

enum err postmark_put(struct core *c, const struct post_slot *s,
    const struct mail_fate *m) CHECKED;

/* It cannot leave as it is, and `why`: for a person, for it would fail again.
 */
enum err postmark_spoilt(struct core *c, const struct post_slot *s,
    struct str why) CHECKED;

/* Too long for a message: a notice of it leaves, and a person hands the rest
 * over. ERR_LIMIT: it is a notice already. */
enum err postmark_abridge(struct core *c, const struct post_slot *s) CHECKED;

/* The courier has nothing of it: as before. */
enum err postmark_back(struct core *c, const struct post_slot *s) CHECKED;

#endif
