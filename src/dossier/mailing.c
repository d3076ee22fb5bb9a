#include "dossier/mailing.h"

#include "dossier/ask.h"
#include "dossier/delivery.h"
#include "dossier/sql.h"
#include "dossier/task.h"
#include "dossier/whom.h"

/* A pack sends once an admin activated it, and not before; nor to a mailbox
 * that came into the directory since. */
static bool
sends(struct course *c, const struct directory_service *s)
{
	return c->pack->active &&
	    ask_number(c->tx, 0, SQL_MAILING_SENDS, TEXT(c->pack->name),
		TEXT(s->id), TEXT(s->mailbox)) > 0;
}

static enum delivery_mode
mode_of(const struct whom *w)
{
	enum delivery_mode mode = DELIVERY_PORTAL;

	if (w->service)
		(void)delivery_mode_read(w->service->delivery, &mode);
	else if (w->box)
		mode = DELIVERY_BOX;
	return mode;
}

static enum delivery_state
state_of(struct course *c, enum delivery_mode mode,
    const struct directory_service *s)
{
	switch (mode) {
	case DELIVERY_FULL:
	case DELIVERY_NOTICE:
		if (!s || s->mailbox.len == 0)
			return DELIVERY_REFUSED;
		return sends(c, s) ? DELIVERY_DUE : DELIVERY_HELD;
	case DELIVERY_PLEX:
		return DELIVERY_MANUAL;
	case DELIVERY_BOX:
		return DELIVERY_DUE;
	case DELIVERY_PORTAL:
		break;
	}
	return DELIVERY_SHOWN;
}

/* What a letter shows is there to be read by whom it is addressed to, if that
 * is a party and has a desk. */
static void
show(struct happening *h, const struct rules_letter *l, const struct whom *w)
{
	struct tx *tx = h->c->tx;

	if (l->shows == RULES_ACT && l->only.count == 0)
		tx_run(tx, SQL_MAILING_SHOW, INT(h->dossier), INT(h->act),
		    TEXT(w->role), TEXT(w->scope));
	if (l->shows == RULES_FIRST)
		tx_run(tx, SQL_MAILING_SHOW_FIRST, INT(h->dossier),
		    TEXT(w->role), TEXT(w->scope));
	for (size_t i = 0; i < l->forms.count; i++)
		tx_run(tx, SQL_MAILING_SHOW_FORM, INT(h->dossier),
		    TEXT(w->role), TEXT(w->scope), TEXT(l->forms.at[i]),
		    INT(h->act));
}

/* On its way to one of its recipients. */
static void
address(struct happening *h, int64_t letter, bool copy, const struct whom *w)
{
	struct course *c = h->c;
	enum delivery_mode mode = mode_of(w);
	struct str service = w->service ? w->service->id : TXT("");
	struct str mailbox = w->service ? w->service->mailbox : TXT("");
	enum delivery_state state = state_of(c, mode, w->service);

	int64_t delivery =
	    tx_run(c->tx, SQL_MAILING_TO, INT(letter), INT(copy), TEXT(w->role),
		TEXT(w->scope), TEXT(service), TEXT(w->name), TEXT(mailbox),
		TEXT(delivery_mode_word(mode)), INT(state), INT(c->now));
	if (tx_changed(c->tx) == 0)
		return;
	if (state == DELIVERY_REFUSED || state == DELIVERY_MANUAL)
		h->done->tasks += task_letter(c, h->dossier, h->act,
				      state == DELIVERY_MANUAL ? TXT("deposer")
							       : TXT("adresse"),
				      delivery) > 0;
}

/* Nobody is told what they have written; nor, by a letter that stands in for
 * others, what one of those told them. */
static bool
knows(const struct happening *h, const struct rules_letter *l,
    const struct whom *w)
{
	const struct course_author *a = &h->said->author;
	bool had = str_eq(a->role, w->role) && str_eq(a->scope, w->scope);

	for (size_t i = 0; i < l->unless.count && !had; i++)
		had = ask_number(h->c->tx, 0, SQL_MAILING_HAD, INT(h->dossier),
			  TEXT(l->unless.at[i]), TEXT(w->role),
			  TEXT(w->scope)) > 0;
	return had;
}

/* How many it is addressed to; whom nobody knows, the CRIP is to name. */
static size_t
address_all(struct happening *h, int64_t letter, bool copy,
    const struct rules_letter *l)
{
	const struct rules_whos *whos = copy ? &l->cc : &l->to;
	size_t n = 0;

	for (size_t i = 0; i < whos->count; i++) {
		struct whom w[WHOM_MOST];
		enum whom_found found;
		size_t all = whom_all(h, &whos->at[i], w, WHOM_MOST, &found);
		if (found == WHOM_UNKNOWN)
			task_name_someone(h);
		for (size_t k = 0; k < all; k++) {
			show(h, l, &w[k]);
			if (knows(h, l, &w[k]))
				continue;
			address(h, letter, copy, &w[k]);
			n++;
		}
	}
	return n;
}

static void
write_one(struct happening *h, const struct rules_letter *l)
{
	struct ident ident = ident_new();
	int64_t letter = tx_run(h->c->tx, SQL_MAILING_ADD,
	    BLOB(BYTES_OF(ident.at)), INT(h->dossier), INT(h->act), TEXT(l->id),
	    INT(l->version), INT(h->c->now));

	size_t n = address_all(h, letter, false, l);
	n += address_all(h, letter, true, l);
	if (n == 0)
		tx_run(h->c->tx, SQL_MAILING_DROP, INT(letter));
	else
		h->done->letters++;
}

void
mailing_do(struct happening *h)
{
	if (!h->rule)
		return;
	for (size_t i = 0; i < h->rule->letters.count; i++) {
		const struct rules_letter *l =
		    rules_letter_of(h->rules, h->rule->letters.at[i], h->today);
		if (l)
			write_one(h, l);
	}
}

/* Its act's own answers decide whom it meant. */
static void
complete(struct happening *h, int64_t letter, int64_t act,
    const struct rules_letter *l)
{
	struct happening then = *h;

	enum err e = happening_answers(h->c, act, &then.answers);
	if (e != ERR_OK)
		tx_fail(h->c->tx, e);
	then.act = act;
	(void)address_all(&then, letter, false, l);
}

void
mailing_joined(struct happening *h)
{
	int64_t letter = 0, act = 0;
	bool any = true;

	while (any && tx_err(h->c->tx) == ERR_OK) {
		const struct rules_letter *l = NULL;
		struct query q = query_open(h->c->tx->store,
		    SQL_MAILING_HEADLESS, INT(h->dossier), INT(letter));
		any = query_next(&q);
		if (any) {
			letter = query_int(&q);
			act = query_int(&q);
			l = rules_letter_of(h->rules, query_text(&q), h->today);
		}
		tx_fail(h->c->tx, query_end(&q));
		if (any && l && act != h->act)
			complete(h, letter, act, l);
	}
}
