/*
 * reply - a few words to the author of a fiche, shown on their box.
 *
 * A question, or what became of it (CASF L226-5). It is re-read before it is
 * sent, for it may be on its way at once and cannot be taken back; it leaves
 * with the next synchronisation of the box. Nobody could read it where the
 * fiche was filed without an account, or here.
 */
#ifndef REPLY_H
#define REPLY_H

#include "core/concern.h"

#define REPLY_MOST 1000 /* characters */

/* May one be written to the author of this? */
bool reply_may(const struct request *q, const struct concern *c);

/* First the words again, to confirm; then they are kept. */
enum err reply_send(struct request *q) CHECKED;

#endif
