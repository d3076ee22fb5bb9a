/*
 * cover - what is on the outside of a fiche at the central.
 *
 * Its reference and states, whom it concerns, what completes it, what was said
 * to its author: nothing of what is written in it. From here it is opened, for
 * a reason where need.def has one asked, and acknowledged.
 */
#ifndef COVER_H
#define COVER_H

#include "core/concern.h"

/* Members: concern_put; services: [{who, opened, acked}]; acts: [{reference,
 * kind, filed, this}]; words: replies; motives: [{word, label}]; reading (it
 * was opened already), reads_freely, may_ack, may_reply, no_reply. */
enum err cover_page(struct request *q) CHECKED;

/* Ours is open from now on; then to the reading. */
enum err cover_open(struct request *q) CHECKED;

/* All of the dossier that was shown (`upto`) has been received by our service:
 * of a parquet, that is « remise au parquet ». */
enum err cover_ack(struct request *q) CHECKED;

/* The same of what our service has opened in it, up to the act `upto`: for whom
 * has answered by an act of their own. `*any`: something had not been yet. */
enum err cover_acked(struct request *q, int64_t dossier, struct str scope,
    int64_t upto, bool *any) CHECKED;

/* Ours has had acts of the dossier since now: what waited for that begins (D1c,
 * D3). For whoever has opened or acknowledged them. */
enum err cover_received(struct request *q, int64_t dossier,
    struct str scope) CHECKED;

/* The reason of a reading, in words; ERR_INPUT when it must be given and was
 * not. "" for who need not say. */
enum err cover_motive(const struct request *q, struct str *words) CHECKED;

/* Members of the thread: words: [{sender, sent, text, told}]; those
 * of other services only for who knows the author (need.def). */
enum err cover_put_words(struct request *q, const struct concern *c) CHECKED;

/* To /fiche of this reference, or /fiche/lecture with the motive of `q`. */
enum err cover_go(struct request *q, const char *path,
    const struct concern *c) CHECKED;

#endif
