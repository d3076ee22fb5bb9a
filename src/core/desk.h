/*
 * desk - what a service must do now, and its dossiers.
 *
 * Lists, in this order: what is late and never hidden, what is soon due, what
 * else is to be done, what nobody of the service has opened, what it has not
 * acknowledged, what others owe in its dossiers, its dossiers. The landing
 * shows the head of each; a list of its own shows it page by page. A row says
 * what, until when and of which dossier; nothing of what is written in it.
 *
 * Each list is one query whose cost does not grow with what is not shown
 * (tests/core/desk_plan_test.c). Counts stop at DESK_COUNTED.
 */
#ifndef DESK_H
#define DESK_H

#include "core/request.h"

#define DESK_ROWS         40  /* a page of one list */
#define DESK_HEAD         12  /* rows of each on the landing */
#define DESK_COUNTED      999 /* beyond, « 999 et plus » */
#define DESK_COUNTED_WIDE 99  /* of what others owe in thousands of dossiers */

/*
 * Members: landing, or at_ and the word of the list asked for, true; counts: by
 * word of list, texts, "" when none; mark; lists:
 * [{word, title, help, overdue, count, owed, news or mine: {rows}, more,
 * before, next: {page}, empty}] of which the landing has those that are not
 * empty; quiet when it has none; nothing_late; no_ressort; gauges, education,
 * penal (gauge.h); asking (budget.h).
 */
enum err desk_page(struct request *q) CHECKED;

/*
 * {"mark"}: another one whenever the page would show something else. Asked for
 * by the page itself (data-live), which prolongs no session.
 */
enum err desk_state(struct request *q) CHECKED;

struct query;

/* Members of a dossier in a list of the service of `scope`, out of a row of
 * reference, education, penal, urgency, moved_ms, opened_ms, id: dossier,
 * education, penal, danger, urgent, moved, begun; alert and its like (rung.h).
 */
enum err desk_put_dossier(struct request *q, struct query *r,
    struct str scope) CHECKED;

#endif
