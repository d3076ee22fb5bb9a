/*
 * upkeep - what a box says of itself to whoever keeps it going: to which
 * central it belongs, how the line and the clock are, what waits. Figures only:
 * nothing of what people write.
 */
#ifndef UPKEEP_H
#define UPKEEP_H

#include "core/request.h"

/* GET /boitier: the member box (web/page/upkeep.html says of what). */
enum err upkeep_page(struct request *q) CHECKED;

#endif
