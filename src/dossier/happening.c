#include "dossier/happening.h"

#include "calendar/iso.h"
#include "calendar/paris.h"
#include "dossier/ask.h"
#include "dossier/sql.h"

bool
happening_when(struct json answers, struct str field, int64_t *ms, bool *whole)
{
	struct json v = json_get(answers, field);
	struct str date = json_text(json_get(v, TXT("date")));
	int64_t at;
	day n;

	if (json_int(json_get(v, TXT("ms")), &at)) {
		*ms = at;
		*whole = false;
		return true;
	}
	if (iso_read_day(date.len > 0 ? date : json_text(v), &n) != ERR_OK)
		return false;
	*ms = paris_midnight(n);
	*whole = true;
	return true;
}

/*
 * When what it tells happened. Of a day without hour, its end: a limit is not
 * held to have been met earlier than can be known; and nothing that is told has
 * happened after it was told.
 */
static int64_t
instant_of(const struct happening *h)
{
	int64_t at = h->said->filed, least = h->said->received;
	bool whole = false;

	if (h->rule && h->rule->at &&
	    happening_when(h->answers, h->rule->at->id, &at, &whole) && whole)
		at = paris_midnight(paris_day(at) + 1) - 1;
	return at < least && at > 0 ? at : least;
}

bool
happening_after(const struct happening *h, const struct rules_names *forms)
{
	for (size_t i = 0; i < forms->count; i++)
		if (ask_number(h->c->tx, 0, SQL_HAPPENING_HAS, INT(h->dossier),
			TEXT(forms->at[i])) > 0)
			return true;
	return forms->count == 0;
}

static enum err
answers_of(struct arena *mem, struct bytes payload, struct json *answers)
{
	struct json root;

	enum err e = json_read(mem, str_from(payload), &root, NULL);
	if (e != ERR_OK)
		return e;
	*answers = json_get(root, TXT("answers"));
	return json_kind(*answers) == JSON_OBJECT ? ERR_OK : ERR_MANGLED;
}

enum err
happening_read(struct course *c, const struct course_act *a,
    struct happening *h)
{
	struct happening read = {.c = c,
	    .rules = &c->pack->rules,
	    .said = a,
	    .today = paris_day(c->now),
	    .dossier = a->dossier};

	enum err e = ERR_OK;
	read.answers = a->answers;
	if (json_kind(a->answers) != JSON_OBJECT)
		e = answers_of(c->mem, a->payload, &read.answers);
	if (e != ERR_OK)
		return e;
	read.rule = rules_act_of(read.rules, a->form, read.today);
	read.instant = instant_of(&read);
	*h = read;
	return ERR_OK;
}

enum err
happening_answers(struct course *c, int64_t act, struct json *answers)
{
	struct query q =
	    query_open(c->tx->store, SQL_HAPPENING_PAYLOAD, INT(act));
	struct json read = {0};
	enum err kept = ERR_ABSENT;

	if (query_next(&q))
		kept = answers_of(c->mem, query_blob(&q), &read);
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = kept;
	if (e == ERR_OK)
		*answers = read;
	return e;
}
