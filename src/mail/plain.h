/*
 * plain - a letter as the text of a mail, enough to act upon alone.
 */
#ifndef PLAIN_H
#define PLAIN_H

#include "mail/letter.h"

/* Lines end with \n and are as long as what was written in them. Fails as
 * buf_err(to) then says. */
void plain_write(const struct letter *l, struct buf *to);

/* What the letter itself says, and that its acts are in the PDF. */
void plain_brief(const struct letter *l, struct buf *to);

#endif
