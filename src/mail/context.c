#include "mail/context.h"

#include "calendar/wording.h"

#define CLOCK_UNKNOWN 0  /* quality of an instant: trail_clock_quality */
#define WHEN_MOST     96 /* bytes of an instant in words */

struct str
context_joined(struct arena *mem, struct str a, struct str between,
    struct str b, enum err *e)
{
	struct buf to = buf_new(mem, a.len + between.len + b.len);

	buf_str(&to, a);
	if (a.len > 0 && b.len > 0)
		buf_str(&to, between);
	buf_str(&to, b);
	if (*e == ERR_OK)
		*e = buf_err(&to);
	return buf_text(&to);
}

struct str
context_author(struct arena *mem, struct json payload, enum err *e)
{
	struct json a = json_get(payload, TXT("author"));

	return context_joined(mem, json_text(json_get(a, TXT("name"))),
	    TXT(", "), json_text(json_get(a, TXT("duty"))), e);
}

static enum err
add_if(struct letter *l, const char *label, struct str text)
{
	return text.len == 0
	    ? ERR_OK
	    : letter_add(l, LETTER_ANSWER, str_of(label), text);
}

enum err
context_sender(struct arena *mem, struct json payload, bool author,
    struct letter *l)
{
	struct json site = json_get(payload, TXT("site"));
	struct buf when = buf_new(mem, WHEN_MOST);
	int64_t filed = 0;
	enum err e = ERR_OK;

	if (json_int(json_get(payload, TXT("filed_ms")), &filed) && filed > 0)
		wording_utc(&when, filed, WORDING_YEAR);
	struct str who = author ? context_author(mem, payload, &e) : TXT("");
	if (e == ERR_OK)
		e = buf_err(&when);
	if (e == ERR_OK)
		e = add_if(l, "Service",
		    json_text(json_get(site, TXT("name"))));
	if (e == ERR_OK)
		e = add_if(l, "Enregistré le", buf_text(&when));
	return e == ERR_OK ? add_if(l, "Par", who) : e;
}

static struct str
service_name(const struct pack *p, struct str id)
{
	const struct directory_service *s =
	    directory_service_of(&p->directory, id);

	return s ? s->name : id;
}

enum err
context_origin(const struct pack *p, struct json payload, bool author,
    struct letter *l)
{
	struct json site = json_get(payload, TXT("site"));
	struct json who = json_get(payload, TXT("author"));
	struct json parquet = json_get(payload, TXT("parquet"));
	struct str chosen = json_text(json_get(parquet, TXT("chosen")));
	struct str proposed = json_text(json_get(parquet, TXT("proposed")));
	struct str service = json_text(json_get(who, TXT("service")));
	enum err e = ERR_OK;

	if (author)
		e = add_if(l, "Ligne du service",
		    json_text(json_get(site, TXT("phone"))));
	if (e == ERR_OK && author &&
	    !str_eq(service, json_text(json_get(site, TXT("name")))))
		e = add_if(l, "Service de l’auteur", service);
	if (e == ERR_OK && !str_eq(chosen, proposed) && proposed.len > 0)
		e = add_if(l, "Parquet d’abord proposé",
		    service_name(p, proposed));
	return e;
}

enum err
context_alerts(struct json payload, bool incomplete, struct letter *l)
{
	struct json author = json_get(payload, TXT("author"));
	int64_t urgency = 0, clock = 0;
	enum err e = ERR_OK;

	(void)json_int(json_get(payload, TXT("urgency")), &urgency);
	(void)json_int(json_get(payload, TXT("clock")), &clock);
	if (urgency >= 2)
		e = letter_add(l, LETTER_ALERT, TXT(""),
		    TXT("Danger immédiat signalé"));
	else if (urgency == 1)
		e = letter_add(l, LETTER_ALERT, TXT(""), TXT("Urgent"));
	if (e == ERR_OK && !json_true(json_get(author, TXT("verified"))))
		e = letter_add(l, LETTER_NOTE, TXT(""),
		    TXT("Déposé sans compte : identité déclarée, non "
			"vérifiée."));
	if (e == ERR_OK && clock == CLOCK_UNKNOWN)
		e = letter_add(l, LETTER_NOTE, TXT(""),
		    TXT("Heure non certifiée."));
	if (e == ERR_OK && incomplete)
		e = letter_add(l, LETTER_NOTE, TXT(""),
		    TXT("Incomplet : envoyé tel quel, sans avoir été "
			"terminé."));
	return e;
}
