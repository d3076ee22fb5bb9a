/*
 * journal - the audit log, for who controls it.
 *
 * Every entry is there, newest first, filtered by day, action, result, actor
 * and object. Who did it and what to are pseudonyms; a personal detail is only
 * said to exist, since it is sealed to the auditor's own key. Parts of the log
 * can be taken away with the checkpoints that prove them, in the format of
 * audit/ledger.h: `fichep audit verify` judges them anywhere.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include "core/request.h"

#define JOURNAL_ROWS 60    /* a page */
#define JOURNAL_SCAN 20000 /* entries looked at for one page, at most */

/*
 * Members: filters as they were given (du, au, acteur, objet), actions and
 * results: [{word, label, chosen}], rows: [{seq, when, role, actor, action,
 * refused, failed, motive, object, sealed}], next: {before}, parts: [{from, to,
 * last}] of what is shown, wrong: a filter was not understood.
 */
enum err journal_page(struct request *q) CHECKED;

/* The part of the log between two checkpoints (`de`, `a`), as a file. */
enum err journal_export(struct request *q) CHECKED;

#endif
