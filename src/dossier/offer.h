/*
 * offer - the acts that may come next in a dossier, for who asks.
 */
#ifndef OFFER_H
#define OFFER_H

#include "dossier/course.h"

/* course_may (course.h). */
enum err offer_acts(struct store *s, const struct pack *pack, int64_t now,
    int64_t dossier, struct str role, struct str scope, course_visit *visit,
    void *ctx) CHECKED;

#endif
