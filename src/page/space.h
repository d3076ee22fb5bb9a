/*
 * space - the spaces of French that no line may end with.
 *
 * « Envoyer ? », « 17 : police » : before ; : ? ! » and after « a space is
 * never where a line is broken. Templates, packs and sentences are written with
 * the space bar; a page is put right here, once it is whole. Only what is read
 * as text is: no tag, no attribute, and nothing that is sent back as it was
 * typed (textarea), nor a script or a style.
 */
#ifndef SPACE_H
#define SPACE_H

#include "base/buf.h"

/* Of what `page` has from `start` on. ERR_LIMIT, in `page`: it is full. */
void space_french(struct buf *page, size_t start);

#endif
