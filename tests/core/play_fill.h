/*
 * play_fill - a form filled in as a person does, step by step.
 *
 * What the scenario answers becomes what a browser would send of each step
 * (form/answer.h); the forms, the packs and the judge are the product's own.
 */
#ifndef PLAY_FILL_H
#define PLAY_FILL_H

#include "play.h"

#include "base/item.h"
#include "convention/competence.h"
#include "core/kiosk.h"
#include "form/answer.h"
#include "form/value.h"

static inline void
play_encode(struct buf *to, const char *name, const char *value)
{
	static const char hex[] = "0123456789ABCDEF";

	if (to->len > 0)
		buf_str(to, TXT("&"));
	buf_str(to, str_of(name));
	buf_str(to, TXT("="));
	for (const unsigned char *p = (const void *)value; *p; p++) {
		char as[4] = {(char)*p, 0, 0, 0};
		if (!isalnum(*p) && !strchr("-._~", *p))
			snprintf(as, sizeof(as), "%%%c%c", hex[*p >> 4],
			    hex[*p & 15]);
		buf_str(to, str_of(as));
	}
}

static inline void
play_part(struct buf *to, const char *name, const char *part, const char *value)
{
	char whole[VALUE_NAME + 16];

	snprintf(whole, sizeof(whole), "%s.%s", name, part);
	play_encode(to, whole, value);
}

/* Cut at `mark`, both trimmed; the second is "" without it. */
static inline void
play_cut(const char *value, const char *mark, char *a, char *b, size_t most)
{
	const char *at = strstr(value, mark);
	size_t len = at ? (size_t)(at - value) : strlen(value);

	PLAY_NEED(strlen(value) < most, "too long an answer");
	while (len > 0 && value[len - 1] == ' ')
		len--;
	snprintf(a, most, "%.*s", (int)len, value);
	at = at ? at + strlen(mark) : "";
	snprintf(b, most, "%s", at + strspn(at, " "));
}

static inline void
play_several(struct buf *to, const char *name, const char *value)
{
	char one[1024], rest[1024], whole[VALUE_NAME + 4];

	snprintf(rest, sizeof(rest), "%s", value);
	snprintf(whole, sizeof(whole), "%s[]", name);
	while (*rest) {
		char left[1024];
		play_cut(rest, ",", one, left, sizeof(left));
		play_encode(to, whole, one);
		memcpy(rest, left, sizeof(rest));
	}
}

/* As the inputs of that kind of question are named and typed (answer.h). */
static inline void
play_answer(struct buf *to, const struct form_field *f, const char *name,
    const char *value)
{
	char a[5000], b[5000];

	if (play_is(value, "?") && f->kind != FORM_yes_no_unknown) {
		play_part(to, name, "unknown", "nsp");
		return;
	}
	if (f->instead.len > 0 && str_eq(f->instead, str_of(value))) {
		play_part(to, name, "instead", "oui");
		return;
	}
	switch (f->kind) {
	case FORM_date:
		play_part(to, name, "date", value);
		return;
	case FORM_date_or_age:
		play_part(to, name, strchr(value, '-') ? "date" : "age", value);
		return;
	case FORM_instant:
		play_cut(value, " ", a, b, sizeof(a));
		play_part(to, name, "date", a);
		play_part(to, name, "time", b);
		return;
	case FORM_place:
		play_cut(value, "|", a, b, sizeof(a));
		play_part(to, name, "text", a);
		play_part(to, name, "town", b);
		return;
	case FORM_typed:
		play_cut(value, "|", a, b, sizeof(a));
		play_part(to, name, "type", a);
		play_part(to, name, "text", b);
		return;
	case FORM_several:
		play_several(to, name, value);
		return;
	default:
		play_encode(to, name, value);
	}
}

/* The question that `reseau.0.type` answers. */
static inline const struct form_field *
play_question(const struct form *form, const char *name)
{
	struct str rest = str_of(name);
	const struct form_field *f = form_field_of(form, str_cut(&rest, '.'));

	if (!f || f->kind != FORM_repeat)
		return f;
	(void)str_cut(&rest, '.');
	for (size_t i = 0; i < f->fields_count; i++)
		if (str_eq(f->fields[i].id, rest))
			return &f->fields[i];
	return NULL;
}

static inline const struct form_step *
play_step_of(const struct form *form, const char *name)
{
	struct str rest = str_of(name);
	const struct form_field *f = form_field_of(form, str_cut(&rest, '.'));

	return f ? f->step : NULL;
}

/* Said of this very filing; otherwise what is usual for the form. */
static inline bool
play_said_again(const char *name)
{
	for (size_t i = 0; i < play.fields; i++)
		if (play_is(play.field[i].name, name))
			return true;
	return false;
}

static inline bool
play_said(const struct form *form, const char *name)
{
	for (size_t i = 0; i < play.usuals; i++)
		if (str_eq(form->id, str_of(play.usual[i].form)) &&
		    play_is(play.usual[i].name, name))
			return true;
	return play_said_again(name);
}

/* A page fills in the hour it is; a browser sends it back. */
static inline void
play_now(struct buf *to, const struct form *form, const struct form_field *f)
{
	const char *name = play_keep(f->id.at, f->id.len);

	if (str_eq(f->prefill, TXT("now")) && !play_said(form, name))
		play_answer(to, f, name,
		    f->kind == FORM_date ? play_today() : play_shown(rig.now));
}

/* What a browser would send of one step. */
static inline struct str
play_typed(const struct form *form, const struct form_step *step)
{
	struct buf to = buf_new(&play.mem, 60u << 10);

	for (size_t i = 0; i < play.usuals; i++) {
		const struct play_field *u = &play.usual[i];
		if (str_eq(form->id, str_of(u->form)) &&
		    play_step_of(form, u->name) == step &&
		    !play_said_again(u->name))
			play_answer(&to, play_question(form, u->name), u->name,
			    u->value);
	}
	for (size_t i = 0; i < play.fields; i++) {
		const struct play_field *f = &play.field[i];
		if (play_step_of(form, f->name) == step)
			play_answer(&to, play_question(form, f->name), f->name,
			    f->value);
	}
	for (size_t i = 0; i < step->count; i++)
		play_now(&to, form, &step->fields[i]);
	OK(buf_err(&to));
	return buf_text(&to);
}

static inline void
play_know(const struct form *form)
{
	for (size_t i = 0; i < play.fields; i++)
		PLAY_NEED(play_question(form, play.field[i].name),
		    "%.*s does not ask %s", (int)form->id.len, form->id.at,
		    play.field[i].name);
	for (size_t i = 0; i < play.usuals; i++)
		if (str_eq(form->id, str_of(play.usual[i].form)))
			PLAY_NEED(play_question(form, play.usual[i].name),
			    "%.*s does not ask %s", (int)form->id.len,
			    form->id.at, play.usual[i].name);
}

static inline struct json
play_json(struct buf *b)
{
	struct json v = {NULL};

	OK(buf_err(b));
	OK(json_read(&play.mem, buf_text(b), &v, NULL));
	return v;
}

/* All answers, as they stand in a draft; `faults` may say what is wrong. */
static inline struct json
play_answers(const struct form *form, const struct answer_prefill *with,
    struct answer_faults *faults)
{
	struct buf b = buf_new(&play.mem, ANSWER_MOST);
	struct json v;

	play_know(form);
	OK(json_read(&play.mem, TXT("{}"), &v, NULL));
	OK(answer_prefill(form, v, with, &b));
	v = play_json(&b);
	for (size_t i = 0; i < form->count; i++) {
		struct urlform q;
		struct str typed = play_typed(form, &form->steps[i]);
		if (!form_step_shown(&form->steps[i], v))
			continue;
		OK(urlform_parse(&play.mem, typed, &q));
		if (q.count == 0)
			continue;
		struct buf to = buf_new(&play.mem, ANSWER_MOST);
		OK(answer_take(form, &form->steps[i], v, &q, &to));
		v = play_json(&to);
	}
	OK(answer_check(&play.mem, form, NULL, v, faults));
	return v;
}

static inline const char *
play_fault_words(const struct answer_faults *faults)
{
	static char room[4000];
	size_t n = 0;

	room[0] = 0;
	for (size_t i = 0; i < faults->count && n < 3000; i++)
		n += (size_t)snprintf(room + n, sizeof(room) - n,
		    "\n  %.*s: %.*s", (int)faults->at[i].name.len,
		    faults->at[i].name.at, (int)faults->at[i].text.len,
		    faults->at[i].text.at);
	return room;
}

/* --- what a box seals ------------------------------------------------------
 */

static inline void
play_put_site(const struct play_box *x, struct buf *b)
{
	buf_str(b, TXT(",\"site\":{"));
	item_text(b, "code", str_of(x->code));
	item_text(b, "name", str_of(x->name));
	item_text(b, "kind", str_of(x->kind));
	item_text(b, "commune", str_of(x->commune));
	item_text(b, "phone", TXT("01 99 00 66 00"));
	item_text(b, "departement", rig.core.pack.departement);
	buf_str(b, TXT("},\"author\":{"));
	item_text(b, "id", TXT("0123456789abcdef0123456789abcdef"));
	item_text(b, "name", TXT("Nadia Kessler"));
	item_text(b, "duty", TXT("cheffe de service"));
	item_text(b, "role", str_of(x->kind));
	item_text(b, "service", str_of(x->name));
	buf_str(b, TXT(",\"verified\":true}"));
}

static inline void
play_put_parquet(const struct play_box *x, const struct form *form,
    struct json answers, struct buf *b)
{
	struct str chosen = json_text(json_get(answers, TXT("k_parquet")));
	struct competence c = {0};

	OK(competence_propose(&play.mem, &rig.core.pack, form, answers,
	    str_of(x->commune), &c));
	struct str proposed = c.service ? c.service->id : TXT("");
	buf_str(b, TXT(",\"parquet\":{"));
	item_text(b, "chosen", chosen.len > 0 ? chosen : proposed);
	item_text(b, "proposed", proposed);
	item_text(b, "reason", c.reason);
	buf_str(b, TXT("}"));
}

static inline const char *
play_payload(const struct play_box *x, const struct form *form,
    struct json answers, const char *reference, const char *about)
{
	struct buf b = buf_new(&play.mem, FORM_SENT_MOST);

	buf_str(&b, TXT("{\"payload\":1"));
	item_text(&b, "form", form->id);
	item_number(&b, "version", form->version);
	item_text(&b, "pack", rig.core.pack.name);
	item_text(&b, "reference", str_of(reference));
	item_text(&b, "about", str_of(about));
	play_put_site(x, &b);
	item_number(&b, "filed_ms", rig.now);
	item_number(&b, "clock", 2);
	item_number(&b, "urgency", form_urgency_of(form, answers));
	play_put_parquet(x, form, answers, &b);
	buf_str(&b, TXT(",\"answers\":"));
	OK(answer_sent(form, answers, &b));
	buf_str(&b, TXT(",\"normal\":"));
	OK(answer_normal(form, answers, &b));
	buf_str(&b, TXT("}"));
	buf_u8(&b, 0);
	OK(buf_err(&b));
	return (const char *)b.at;
}

#endif
