#include "core/destination.h"

#include "calendar/paris.h"
#include "core/activation.h"
#include "core/core.h"
#include "core/postmark.h"
#include "core/sql.h"
#include "core/turn.h"
#include "store/query.h"

/* What is written on it, and what stands now. */
struct stands {
	struct str service, mailbox, mode;
	bool typed, shown; /* by a person; to a relay */
	bool sends, tried; /* the pack; its address */
};

static enum err
look_up(struct core *c, int64_t delivery, struct stands *s)
{
	struct arena *mem = &c->post.mem;
	enum err kept = ERR_OK;
	struct query q = query_open(&c->write, SQL_DESTINATION_FIND,
	    INT(delivery), TEXT(c->pack.name));
	bool any = query_next(&q);

	*s = (struct stands){0};
	if (any) {
		s->service = arena_keep(mem, query_text(&q), &kept);
		s->mailbox = arena_keep(mem, query_text(&q), &kept);
		s->mode = arena_keep(mem, query_text(&q), &kept);
		s->typed = query_int(&q) != 0;
		s->shown = query_int(&q) != 0;
		s->sends = query_int(&q) != 0 && c->pack.active;
		s->tried = query_int(&q) != 0;
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

/* The service it is for, if it is written to by e-mail today. */
static const struct directory_service *
service_of(struct core *c, const struct stands *s)
{
	const struct directory_service *one =
	    directory_service_of(&c->pack.directory, s->service);

	return one && activation_written_to(one) &&
		directory_in_force(one, paris_day(hour_now(&c->hour).ms))
	    ? one
	    : NULL;
}

enum err
destination_clear(struct core *c, const struct post_slot *slot, bool *clear)
{
	const struct directory_service *one;
	struct tx *tx = turn_tx(c);
	struct stands s;
	enum err e = look_up(c, slot->id, &s);

	*clear = false;
	if (e != ERR_OK)
		return e;
	one = service_of(c, &s);
	/* A notice never says more than its service asks for. */
	bool same = s.typed ||
	    (one && str_eq(one->mailbox, s.mailbox) &&
		(str_eq(one->delivery, s.mode) ||
		    str_eq(s.mode, TXT("courriel_avis"))));
	if (same && s.sends && s.tried) {
		*clear = true;
		return ERR_OK;
	}
	if (!same && (!one || s.shown))
		return postmark_spoilt(c, slot, TXT("adresse changée"));
	tx_save(tx);
	if (!same)
		tx_run(tx, SQL_DESTINATION_CHANGE, INT(slot->id),
		    TEXT(one->mailbox), TEXT(one->delivery));
	else
		tx_run(tx, SQL_DESTINATION_HOLD, INT(slot->id));
	return tx_release(tx);
}
