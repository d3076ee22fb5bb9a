#include "form/doubt.h"

#include "calendar/iso.h"
#include "calendar/paris.h"

#define SAID_MOST 512 /* bytes of a sentence */

/* Years between a birth and `today`, or those that were estimated; -1: neither
 * can be read. */
static int64_t
years_of(struct json v, day today)
{
	int64_t age;
	day n;

	if (iso_read_day(json_text(json_get(v, TXT("date"))), &n) == ERR_OK) {
		struct ymd t = day_ymd(today), b = day_ymd(n);
		bool still = t.m < b.m || (t.m == b.m && t.d < b.d);
		return t.y - b.y - still;
	}
	return json_int(json_get(v, TXT("age")), &age) ? age : -1;
}

static bool
grown(struct json v, const struct doubt_when *when, struct buf *say)
{
	int64_t years = years_of(v, paris_day(when->now));

	if (years < DOUBT_ADULT)
		return false;
	buf_str(say,
	    json_kind(json_get(v, TXT("date"))) == JSON_ABSENT
		? TXT("cet âge est de ")
		: TXT("cette date fait "));
	buf_number(say, years, 1);
	buf_str(say, TXT(" ans"));
	return true;
}

static bool
old(const struct form_field *f, struct json v, const struct doubt_when *when,
    struct buf *say)
{
	int64_t ms;
	day n;

	if (f->kind == FORM_instant) {
		if (!json_int(json_get(v, TXT("ms")), &ms))
			return false;
		n = paris_day(ms);
	} else if (iso_read_day(json_text(json_get(v, TXT("date"))), &n) !=
	    ERR_OK) {
		return false;
	}
	if (when->first > 0 && n < paris_day(when->first))
		buf_str(say,
		    TXT("cette date est avant le premier acte de ce dossier"));
	else if (n < paris_day(when->now) - DOUBT_OLD)
		buf_str(say, TXT("cette date a plus de deux mois"));
	return say->len > 0;
}

static bool
doubted(const struct form_field *f, struct json v,
    const struct doubt_when *when, struct buf *say)
{
	if (!f->past)
		return false;
	if (f->kind == FORM_date_or_age)
		return grown(v, when, say);
	return when->act && old(f, v, when, say);
}

static void
put(const struct form_field *f, struct str say, struct buf *to)
{
	char room[SAID_MOST];
	struct buf b = buf_over(room, sizeof(room));

	buf_str(&b, TXT("« "));
	buf_str(&b, f->label);
	buf_str(&b, TXT(" » : "));
	buf_str(&b, say);
	buf_str(&b, TXT(". Vérifiez ; si c’est exact, ne changez rien."));
	json_quote(to, buf_text(&b));
}

enum err
doubt_write(const struct form *f, struct json answers,
    const struct doubt_when *when, struct buf *to, size_t *count)
{
	for (size_t i = 0; i < f->count; i++) {
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *field = &f->steps[i].fields[k];
			char room[96];
			struct buf say = buf_over(room, sizeof(room));
			if (!form_shown(field, answers) ||
			    !doubted(field, json_get(answers, field->id), when,
				&say))
				continue;
			buf_str(to, (*count)++ > 0 ? TXT(",") : TXT(""));
			put(field, buf_text(&say), to);
		}
	}
	return buf_err(to);
}
