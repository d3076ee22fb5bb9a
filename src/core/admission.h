/*
 * admission - a box that knows a one-time code asks to be one of ours: POST
 * /enrol/v1, at a central. Ask and grant are those of envelope/enrol.h, each
 * after its proof; whoever has no code that is open is turned away.
 */
#ifndef ADMISSION_H
#define ADMISSION_H

#include "core/enrolling.h"
#include "core/request.h"

#define ADMISSION_TYPE TXT("application/fichep-enrol") /* both ways */

/* This central as one that grants, in this act. ERR_ABSENT: its own address
 * (setting central_url) is not known, so that no grant can say it. */
enum err admission_open(struct request *q, struct enrolling *e) CHECKED;

enum err admission_enrol(struct request *q) CHECKED;

#endif
