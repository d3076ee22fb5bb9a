#include "core/posted.h"

#include "calendar/paris.h"
#include "core/core.h"
#include "core/sql.h"
#include "dossier/delivery.h"

#define ROWS 60 /* deliveries */

struct str
posted_way(struct str word)
{
	enum delivery_mode mode;

	if (!delivery_mode_read(word, &mode))
		return word;
	switch (mode) {
	case DELIVERY_FULL:
		return TXT("par courriel");
	case DELIVERY_NOTICE:
		return TXT("par un avis sans contenu");
	case DELIVERY_PLEX:
		return TXT("par dépôt sur PLEX");
	case DELIVERY_PORTAL:
		return TXT("sur son bureau");
	case DELIVERY_BOX:
		return TXT("sur le boîtier de l’établissement");
	}
	return word;
}

void
posted_state(struct request *q, int64_t state)
{
	request_flag(q, "ok",
	    state == DELIVERY_ACCEPTED || state == DELIVERY_READ ||
		state == DELIVERY_CONFIRMED || state == DELIVERY_HANDED);
	request_flag(q, "warn",
	    state == DELIVERY_DOUBTFUL || state == DELIVERY_MANUAL);
	request_flag(q, "danger", state == DELIVERY_REFUSED);
}

bool
posted_handed(struct request *q, struct query *r, int64_t state)
{
	const struct delivery_hand *hand = delivery_hand_of(query_text(r));
	struct str to = query_text(r);
	int64_t at = query_int(r);
	struct str by = query_text(r);

	if (!hand) {
		request_flag(q, "handed", false);
		return false;
	}
	request_open(q, "handed");
	request_text(q, "how", str_of(hand->words));
	request_text(q, "to", to);
	request_when(q, "when", at);
	request_text(q, "by", by);
	request_flag(q, "told", state != DELIVERY_HANDED);
	request_close(q);
	return !hand->whole;
}

static void
put_delivery(struct request *q, struct query *r)
{
	bool copy = query_int(r) != 0;
	struct str name = query_text(r), mode = query_text(r);
	int64_t state = query_int(r), at = query_int(r);

	request_flag(q, "copy", copy);
	request_text(q, "name", name);
	request_text(q, "way", posted_way(mode));
	request_text(q, "state", delivery_words(state));
	request_when(q, "when", at);
	(void)posted_handed(q, r, state);
	posted_state(q, state);
}

struct str
posted_title(const struct core *c, struct str rule, int64_t made)
{
	const struct rules_letter *l =
	    rules_letter_of(&c->pack.rules, rule, paris_day(made));

	return l ? l->title : rule;
}

enum err
posted_letters(struct request *q, struct query *r, posted_put *put)
{
	int64_t letter = 0;

	request_json(q, "letters", TXT("["));
	while (query_next(r)) {
		int64_t id = query_int(r);
		struct str rule = query_text(r);
		int64_t made = query_int(r);
		struct str act = query_text(r);
		if (id != letter) {
			buf_str(&q->data, letter > 0 ? TXT("]},{") : TXT("{"));
			request_text(q, "title",
			    posted_title(q->core, rule, made));
			request_when(q, "made", made);
			request_text(q, "act", act);
			request_json(q, "to", TXT("["));
		}
		buf_str(&q->data, id == letter ? TXT(",{") : TXT("{"));
		letter = id;
		put(q, r);
		request_close(q);
	}
	buf_str(&q->data, letter > 0 ? TXT("]}]") : TXT("]"));
	request_flag(q, "has_letters", letter > 0);
	return query_end(r);
}

enum err
posted_list(struct request *q, const struct docket *d)
{
	struct query r = query_open(q->store, SQL_POSTED_LIST, INT(d->id),
	    TEXT(d->role), TEXT(d->scope), INT(ROWS));

	return posted_letters(q, &r, put_delivery);
}
