/*
 * message - a letter written whole into the message that carries it.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "mail/mime.h"

/*
 * Append `l` as a message: `m` says the addresses and the ident, this sets its
 * text, PDF (if `pdf`), subject, reference and date. Where all of it is more
 * than `to` holds, the text says only what the letter itself says, and that the
 * rest is in the PDF. Fails as pdf_write and mime_write do, and then leaves
 * `to` as it was.
 */
enum err message_write(struct arena *mem, const struct letter *l, bool pdf,
    struct mime *m, struct buf *to) CHECKED;

#endif
