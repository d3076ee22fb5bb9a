#include "form/past.h"

#include "calendar/iso.h"
#include "calendar/paris.h"

#define WHY_MOST 512 /* bytes of a sentence */

static bool
to_come(const struct form_field *f, struct json v, int64_t now)
{
	int64_t ms;
	day n;

	if (f->kind == FORM_instant)
		return json_int(json_get(v, TXT("ms")), &ms) && ms > now;
	/* A day, or a birth of which more than an age is known. */
	return iso_read_day(json_text(json_get(v, TXT("date"))), &n) ==
	    ERR_OK &&
	    n > paris_day(now);
}

static enum err
blame(struct arena *mem, const struct form_field *f,
    struct answer_faults *faults)
{
	struct buf why = buf_new(mem, WHY_MOST);

	if (faults->count == ANSWER_FAULTS)
		return ERR_OK;
	buf_str(&why, TXT("« "));
	buf_str(&why, f->label);
	buf_str(&why,
	    TXT(" » : cette date est à venir. Vérifiez le jour et "
		"l’année."));
	if (buf_err(&why) != ERR_OK)
		return buf_err(&why);
	faults->at[faults->count++] =
	    (struct answer_fault){f->step, f->id, buf_text(&why)};
	return ERR_OK;
}

enum err
past_check(struct arena *mem, const struct form *f,
    const struct form_step *step, struct json answers, int64_t now,
    struct answer_faults *faults)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->count; i++) {
		const struct form_step *s = &f->steps[i];
		for (size_t k = 0;
		     k < s->count && (!step || s == step) && e == ERR_OK; k++) {
			const struct form_field *field = &s->fields[k];
			if (field->past && form_shown(field, answers) &&
			    to_come(field, json_get(answers, field->id), now))
				e = blame(mem, field, faults);
		}
	}
	return e;
}
