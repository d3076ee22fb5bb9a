/*
 * caused - what an act has caused, in words, from the rows that the course of
 * its dossier wrote (dossier/course.h): the same before it is confirmed, when
 * all of it was done and undone again, and after.
 */
#ifndef CAUSED_H
#define CAUSED_H

#include "core/docket.h"

/*
 * Members education and penal {label}, where they changed from `before`;
 * parties: [{who}], opened: [{title, due, prefer, nature, awaits}], met,
 * dropped, paused, resumed: [{title}], reopens: [{title, due}], tasks: [{title,
 * who, ours, due}], ended: [{title}], letters: [{title, to: [{name, way,
 * copy}]}], readers: [{who}]; fold: {merge, gone, stays, to, sides: [{ref,
 * to_education, to_penal}], acts: [{ref, title}], runs: [{title, due}], gains:
 * [{who}]} of two dossiers that are joined or parted.
 */
enum err caused_put(struct request *q, int64_t act, int64_t dossier,
    const struct docket *before) CHECKED;

#endif
