#include "dossier/naming.h"

#include "dossier/ask.h"
#include "dossier/reference.h"
#include "dossier/sql.h"

/* The next number of those the central gives: no box bears that site. */
static void
name_opening(struct happening *h, struct buf *to)
{
	const struct pack *p = h->c->pack;
	const struct form *f = pack_form(p, h->said->form, h->said->version);
	int year = day_ymd(h->today).y;

	if (!f || f->letter.len != 1) {
		tx_fail(h->c->tx, ERR_INPUT);
		return;
	}
	tx_run(h->c->tx, SQL_COURSE_NUMBER, TEXT(f->letter), INT(year));
	reference_put(to,
	    &(struct reference){.letter = f->letter.at[0],
		.departement = p->departement,
		.site = REFERENCE_CENTRAL,
		.year = year,
		.number = ask_number(h->c->tx, 1, SQL_COURSE_NUMBERED,
		    TEXT(f->letter), INT(year))});
}

/* The dossier's own, and a number that no act bears yet. */
static void
name_written(struct happening *h, struct buf *to)
{
	char room[REFERENCE_MOST];
	struct buf stem = buf_over(room, sizeof(room));
	int64_t n = 0;

	if (tx_err(h->c->tx) != ERR_OK)
		return;
	struct query q =
	    query_open(h->c->tx->store, SQL_COURSE_NAME, INT(h->dossier));
	if (query_next(&q)) {
		buf_str(&stem, reference_stem(query_text(&q)));
		n = query_int(&q);
	}
	tx_fail(h->c->tx, query_end(&q));
	tx_fail(h->c->tx, buf_err(&stem));
	do {
		to->len = 0;
		reference_put_written(to, buf_text(&stem), ++n);
	} while (n <= COURSE_ACTS_MOST &&
	    ask_number(h->c->tx, 0, SQL_COURSE_TAKEN, TEXT(buf_text(to))) > 0);
	if (n > COURSE_ACTS_MOST)
		tx_fail(h->c->tx, ERR_LIMIT);
	tx_run(h->c->tx, SQL_COURSE_COUNT, INT(h->dossier), INT(n));
}

struct str
naming_give(struct happening *h)
{
	struct buf b = buf_new(h->c->mem, REFERENCE_MOST);

	if (h->said->reference.len > 0)
		buf_str(&b, h->said->reference);
	else if (h->dossier == 0)
		name_opening(h, &b);
	else
		name_written(h, &b);
	tx_fail(h->c->tx, buf_err(&b));
	return buf_text(&b);
}
