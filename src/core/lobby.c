#include "core/lobby.h"

#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/kiosk.h"
#include "core/sql.h"
#include "store/query.h"

/* « Le serveur central répond (vérifié à 2 h 14) » */
static void
put_line(struct request *q, const char *key, struct str before, int64_t at,
    struct str after)
{
	char room[256];
	struct buf text = buf_over(room, sizeof(room));

	buf_str(&text, before);
	if (at != 0)
		wording_hour(&text, paris_of(at).hour);
	buf_str(&text, after);
	request_open(q, key);
	request_text(q, "text", buf_text(&text));
	request_close(q);
}

/* What can be filed from here: the brigade's request too, where one works. */
static enum err
put_doors(struct request *q)
{
	int64_t brigade = 0;

	if (q->core->role->central)
		return ERR_OK;
	enum err e =
	    query_number(q->store, &brigade, SQL_LOBBY_BRIGADE, INT(q->now));
	if (e != ERR_OK)
		return e;
	request_open(q, "files");
	request_flag(q, "intervention",
	    kiosk_offered(q->core, kiosk_word(TXT("intervention"))) &&
		(brigade > 0 || str_eq(q->core->site.here.kind, TXT("fsi"))));
	request_close(q);
	return ERR_OK;
}

enum err
lobby_lock(struct request *q)
{
	const struct liaison *l = &q->core->liaison;
	enum err e = put_doors(q);

	if (e != ERR_OK)
		return e;
	if (q->core->sync.revoked) {
		put_line(q, "line_late",
		    TXT("Ce boîtier a été révoqué : ce que vous y déposez est "
			"gardé, mais n’est plus lu au serveur central. "
			"Appelez."),
		    0, TXT(""));
		return ERR_OK;
	}
	if (q->core->role->central)
		return ERR_OK;
	/* A box apart says so first: that somebody answers at the address it
	 * was given is for who enrols it, and no good news. */
	bool apart = !q->core->site.enrolled;
	switch (l->state) {
	case LIAISON_UNKNOWN:
		if (apart &&
		    q->core->role->setting.text[SETTING_central_url].len == 0)
			break; /* there is no line */
		put_line(q, "line_unknown",
		    TXT("La liaison avec le serveur central est en "
			"cours de vérification."),
		    0, TXT(""));
		break;
	case LIAISON_ANSWERS:
		put_line(q, apart ? "line_unknown" : "line_good",
		    apart ? TXT("À l’adresse du serveur central, on "
				"répond (vérifié à ")
			  : TXT("Le serveur central répond (vérifié à "),
		    l->at, TXT(")."));
		break;
	case LIAISON_SILENT:
		put_line(q, "line_late",
		    TXT("Le serveur central ne répond pas (constaté à "), l->at,
		    TXT("). Ce que vous enregistrez ici reste sur le "
			"boîtier."));
		break;
	}
	return ERR_OK;
}

enum err
lobby_state(struct request *q)
{
	request_flag(q, "ok", true);
	return ERR_OK;
}
