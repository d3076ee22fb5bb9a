/*
 * rung - the last alert of a limit, on a row of the desk (DOMAINE 1.9).
 *
 * As on the dossier's own page (pledge.h): « J-7 », « 36 h ». One that was
 * raised before the end was set or moved says nothing any more.
 */
#ifndef RUNG_H
#define RUNG_H

#include "core/request.h"

/* Members: alert, "" where none was raised. */
enum err rung_put_limit(struct request *q, int64_t limit) CHECKED;

/*
 * Of the limit of a dossier that raised one and ends first, among those its
 * reader may know of: alert, alert_late (its end has passed since), alert_of
 * (« Rapport de l’ASE »); alert is "" where there is none.
 */
enum err rung_put_dossier(struct request *q, int64_t dossier,
    struct str scope) CHECKED;

#endif
