/*
 * destination - where a letter may leave to, now (G5).
 *
 * Its address was written on it when its act was recorded, and it may have
 * waited since: for the activation of its pack, for the relay. Meanwhile the
 * directory may have been corrected, or the way shut. So nothing is handed over
 * unless its pack sends, and to no other address than its service's of today,
 * tried out and confirmed, or one that a person typed (resend.h).
 */
#ifndef DESTINATION_H
#define DESTINATION_H

#include "core/post.h"

/*
 * `*clear`: it may leave as it stands. If not, it has been changed: it waits
 * again, for the address of today or for the activation; or it is refused and a
 * person decides, when its service has no address, or when a relay was already
 * shown the former one. In the turn's transaction.
 */
enum err destination_clear(struct core *c, const struct post_slot *s,
    bool *clear) CHECKED;

#endif
