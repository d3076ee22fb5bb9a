/*
 * answer - what a person answered: taken, kept, checked, made ready to send.
 *
 * Answers are the text of one JSON object, field id to value (kind.def says
 * how each kind is kept). What is not there was not answered; null is the
 * answer « Inconnu ». What was typed is kept as typed, even wrong, so that it
 * can be shown again and corrected; only answer_sent is what is right.
 *
 * Names in the HTML form: the field's id; in a block `reseau.0.type`; boxes to
 * tick `h_signes[]`; « Inconnu » `c_nom.unknown`, another answer
 * `e_domicile.instead`; date `.date`; date_or_age `.date` `.age`; instant
 * `.date` `.time`; place `.text` `.town`; typed `.type` `.text`. The button
 * `go` with the value `more.reseau` adds a block and `less.reseau.0` takes one
 * away.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include "form/form.h"
#include "http/urlform.h"

#define ANSWER_MOST   (120u << 10) /* bytes of answers kept */
#define ANSWER_FAULTS 64           /* shown at once */

/* What the house fills in when nothing was answered yet. */
struct answer_prefill {
	int64_t now;        /* ms UTC; 0: not */
	struct str phone;   /* of the establishment; "": not */
	struct str parquet; /* proposed service (competence.h); "": not */
};

struct answer_fault {
	const struct form_step *step;
	struct str name; /* in the HTML form: "c_nom", "reseau.0.type" */
	struct str text; /* in French, with an example */
};

struct answer_faults {
	struct answer_fault at[ANSWER_FAULTS];
	size_t count; /* further ones are found once these are mended */
};

/* Write `before` with what is not answered yet filled in. */
enum err answer_prefill(const struct form *f, struct json before,
    const struct answer_prefill *with, struct buf *to) CHECKED;

/* Whether anything was answered that the house does not fill in by itself. */
bool answer_any(const struct form *f, struct json answers);

/*
 * Write `before` with the fields of `step` as `q` has them now. ERR_LIMIT: `to`
 * is full.
 */
enum err answer_take(const struct form *f, const struct form_step *step,
    struct json before, const struct urlform *q, struct buf *to) CHECKED;

/*
 * What keeps these answers from being sent, in the order of the form; of one
 * step, or of all when it is NULL. ERR_OK: looked at, see `faults->count`.
 */
enum err answer_check(struct arena *mem, const struct form *f,
    const struct form_step *step, struct json answers,
    struct answer_faults *faults) CHECKED;

/*
 * Write what is sent: the answers to questions that are shown, in the order of
 * the form, without what is still wrong.
 */
enum err answer_sent(const struct form *f, struct json answers,
    struct buf *to) CHECKED;

/* Write the array of comparable copies (normal.h), [{field, i, kind, value}].
 */
enum err answer_normal(const struct form *f, struct json answers,
    struct buf *to) CHECKED;

#endif
