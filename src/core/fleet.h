/*
 * fleet - the boxes, as those who manage them see them: who calls and who does
 * not, what is wrong, which wait to be confirmed; confirming,
 * revoking, settling an alarm. Nothing here shows what a box has sent.
 */
#ifndef FLEET_H
#define FLEET_H

#include "core/request.h"

#define FLEET_PAGE 100 /* boxes on a page */

enum err fleet_page(struct request *q) CHECKED;    /* all of them */
enum err fleet_one(struct request *q) CHECKED;     /* one */
enum err fleet_confirm(struct request *q) CHECKED; /* by a second person */
enum err fleet_revoke(struct request *q) CHECKED;
enum err fleet_settle(struct request *q) CHECKED; /* an alarm was dealt with */

#endif
