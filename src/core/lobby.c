#include "core/lobby.h"

#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"

/* « La centrale répond (vérifié à 2 h 14) » */
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

enum err
lobby_lock(struct request *q)
{
	const struct liaison *l = &q->core->liaison;

	if (!l->used)
		return ERR_OK;
	switch (l->state) {
	case LIAISON_UNKNOWN:
		put_line(q, "line_unknown",
		    TXT("La liaison avec la centrale est en cours de "
			"vérification."),
		    0, TXT(""));
		break;
	case LIAISON_ANSWERS:
		put_line(q, "line_good", TXT("La centrale répond (vérifié à "),
		    l->at, TXT(")."));
		break;
	case LIAISON_SILENT:
		put_line(q, "line_late",
		    TXT("La centrale ne répond pas depuis "), l->at,
		    TXT(". Ce que vous enregistrez ici reste sur le "
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
