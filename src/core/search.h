/*
 * search - the dossier of somebody one was called about.
 *
 * By the reference as it was dictated, by words of a name or their
 * beginnings in any order (dossier/called.h), by a date of birth: only dossiers
 * of the service that asks, and by name only where it may read the fiche that
 * says the name. What is looked for comes in the body of a request, never in an
 * address, and is sealed in the audit log before the answer leaves. Found are
 * references and states; who they are about is read by opening one.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "core/request.h"

#define SEARCH_MOST  30 /* shown; beyond, « précisez » */
#define SEARCH_LEAST 2  /* letters of a name */

enum err search_page(struct request *q) CHECKED;

/* `quoi`: reference, name or date; `naissance`: a date, or "". Members: typed,
 * typed_born, wrong or found: {rows: as the dossiers of a desk, none, many}. */
enum err search_find(struct request *q) CHECKED;

#endif
