/*
 * mailing - the letters an act causes, and the way of each to its recipients.
 *
 * Only what is to leave is written here; how it leaves is the post's business
 * (core). A letter has a recipient or is not written: where its rule means
 * somebody nobody knows, the CRIP is asked to name them, and it is completed
 * once they are.
 */
#ifndef MAILING_H
#define MAILING_H

#include "dossier/happening.h"

/* What the act's rule says of letters. */
void mailing_do(struct happening *h);

/* Letters of the dossier that are addressed to nobody yet (their copies left):
 * now that somebody joined. */
void mailing_joined(struct happening *h);

#endif
