/*
 * overdue - what was left alone for too long is sent as it stands.
 *
 * Marked incomplete, in the name of whoever began it. One in which nothing is
 * answered any more is dropped, and the log says so. One that cannot be sent
 * holds back none of the others.
 */
#ifndef OVERDUE_H
#define OVERDUE_H

#define OVERDUE_MOST 8 /* in a turn */

struct core;
void overdue_send(struct core *c);

#endif
