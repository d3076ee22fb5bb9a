/*
 * happening - an act while it is being recorded: what it says, the rule that
 * holds for it, where it stands. The files of this folder pass it on; course.h
 * is what others see. Failures go to the transaction, which is asked once.
 */
#ifndef HAPPENING_H
#define HAPPENING_H

#include "dossier/course.h"

struct happening {
	struct course *c;
	const struct rules *rules;
	const struct rules_act *rule; /* NULL: none is in force for its form */
	const struct course_act *said;
	struct json answers;
	day today;       /* the day it is recorded, in Paris */
	int64_t instant; /* of the fact it tells, never after now */
	int64_t act, dossier;
	bool opened; /* the dossier, by this act */
	bool odd;    /* the rules did not expect it there */
	struct course_done *done;
};

/* Its payload and its rule. ERR_MANGLED: no JSON object with answers. */
enum err happening_read(struct course *c, const struct course_act *a,
    struct happening *h) CHECKED;

/*
 * The day or the instant that was answered to `field`: in ms, and whether it is
 * a whole day, whose beginning that is. False: neither was.
 */
bool happening_when(struct json answers, struct str field, int64_t *ms,
    bool *whole);

/* One of these acts is in its dossier, this one included; true of none. */
bool happening_after(const struct happening *h,
    const struct rules_names *forms);

/* The answers of an act that was recorded before, into `mem`. */
enum err happening_answers(struct course *c, int64_t act,
    struct json *answers) CHECKED;

#endif
