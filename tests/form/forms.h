/*
 * forms - a shipped pack, and what a person does with its forms, for tests.
 */
#ifndef FORMS_H
#define FORMS_H

#include "convention/competence.h"
#include "form/answer.h"
#include "form/show.h"

/* The pack of that name, in an arena that lasts as long as the test. */
static inline struct pack *
forms_pack(struct arena *mem, const char *name)
{
	static struct pack pack;
	struct buf faults = buf_new(mem, 16u << 10);
	enum err e =
	    pack_open(mem, &pack_embedded, str_of(name), &faults, &pack);

	if (e != ERR_OK)
		FAIL("%s: %s: %.*s", name, err_name(e), (int)faults.len,
		    (const char *)faults.at);
	return &pack;
}

static inline const struct form *
forms_form(struct arena *mem, const char *id)
{
	const struct form *f =
	    pack_form(forms_pack(mem, "demo"), str_of(id), 0);

	TRUE(f != NULL);
	return f;
}

static inline struct json
forms_json(struct arena *mem, struct str text)
{
	struct json v;

	OK(json_read(mem, text, &v, NULL));
	return v;
}

/* `before` after a person sent `body` from `step`; also as text. */
static inline struct json
forms_take(struct arena *mem, const struct form *f, const char *step,
    struct json before, const char *body, struct str *text)
{
	const struct form_step *s = form_step_of(f, str_of(step));
	struct buf to = buf_new(mem, ANSWER_MOST);
	struct urlform q;

	TRUE(s != NULL);
	OK(urlform_parse(mem, str_of(body), &q));
	OK(answer_take(f, s, before, &q, &to));
	if (text)
		*text = buf_text(&to);
	return forms_json(mem, buf_text(&to));
}

/* What is blamed in a step, or in all of it when `step` is NULL. */
static inline struct answer_faults *
forms_check(struct arena *mem, const struct form *f, const char *step,
    struct json answers)
{
	static struct answer_faults faults;

	OK(answer_check(mem, f, step ? form_step_of(f, str_of(step)) : NULL,
	    answers, &faults));
	return &faults;
}

#endif
