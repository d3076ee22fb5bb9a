/*
 * reading - a fiche as it was written, for who needs to know.
 *
 * Each time it is read, printed or read again, an entry goes to the audit log
 * first: the page leaves once that is durable (turn.h). Who may not know who
 * exploits, or who wrote, is shown neither (need.def); nor does the « version
 * communicable » show them to anyone. An act written under a form that this
 * release does not have is shown all the same, as it is.
 */
#ifndef READING_H
#define READING_H

#include "core/concern.h"

/* What a reader is shown, this time. */
struct reading_view {
	bool network, author;
	bool communicable, to_print;
};

/*
 * What `ref` names may be read, as `v` says, and the audit log is told: `how`
 * (« (PDF) ») is added to what it seals. Not `*may`: `q->location` leads to
 * where it is opened; answer ERR_OK.
 */
enum err reading_admit(struct request *q, struct str how, struct concern *c,
    struct reading_view *v, bool *may) CHECKED;

/* As one of its acts is shown. */
struct reading_view reading_view_of(const struct concern *c,
    const struct reading_view *v);

/*
 * Members: concern_put; acts: [{ref, kind, filed, known (then what show_reading
 * writes) or raw: [{label, text}], from: what the payload says of where it
 * comes from, traces: [{kind, value}]}]; without_network, without_author,
 * communicable, to_print, motif, upto, may_ack. With too_long, only the act
 * asked for is there.
 */
enum err reading_page(struct request *q) CHECKED;

#endif
