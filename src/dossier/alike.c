#include "dossier/alike.h"

#include "calendar/iso.h"
#include "dossier/ask.h"
#include "dossier/called.h"
#include "dossier/sql.h"
#include "dossier/task.h"
#include "form/spelling.h"

#define NAME_MOST 512 /* bytes of a name, folded */

struct minor {
	char room[2][NAME_MOST];
	struct str name, first; /* "" unknown */
	struct val born;
	bool mna;
};

static struct str
folded(const struct happening *h, const struct form_field *f,
    char room[NAME_MOST])
{
	struct str name = TXT("");

	if (!f ||
	    !spelling_fold(json_text(json_get(h->answers, f->id)), room,
		NAME_MOST, &name))
		return TXT("");
	return name;
}

static void
read_minor(const struct happening *h, struct minor *m)
{
	const struct rules_act *r = h->rule;
	day n;

	m->name = folded(h, r->name, m->room[0]);
	m->first = folded(h, r->first, m->room[1]);
	m->born = NIL;
	if (r->born) {
		struct json v = json_get(h->answers, r->born->id);
		struct str date = json_text(json_get(v, TXT("date")));
		if (iso_read_day(date, &n) == ERR_OK)
			m->born = INT(n);
	}
	m->mna = r->mna &&
	    str_eq(json_text(json_get(h->answers, r->mna->id)), TXT("oui"));
}

/* One that looks like it, and why: an identity, names alone, a birth. */
struct found {
	int64_t dossier;
	const char *why;
};

static size_t
search(struct happening *h, const struct minor *m, struct found at[])
{
	struct store *s = h->c->tx->store;
	size_t n = 0;

	if (tx_err(h->c->tx) != ERR_OK)
		return 0;
	if (m->name.len > 0 && m->first.len > 0) {
		struct query q = query_open(s, SQL_ALIKE_NAMES, TEXT(m->name),
		    TEXT(m->first), INT(h->dossier), m->born);
		while (n < ALIKE_MOST && query_next(&q)) {
			at[n].dossier = query_int(&q);
			at[n++].why = query_int(&q) ? "identity" : "name";
		}
		tx_fail(h->c->tx, query_end(&q));
	}
	if (m->born.type == VAL_INT) {
		struct query q = query_open(s, SQL_ALIKE_BORN, m->born,
		    TEXT(m->name), TEXT(m->first), INT(h->dossier));
		while (n < ALIKE_MOST && query_next(&q))
			at[n++] = (struct found){query_int(&q), "born"};
		tx_fail(h->c->tx, query_end(&q));
	}
	return n;
}

void
alike_look(struct happening *h)
{
	struct course *c = h->c;
	struct found at[ALIKE_MOST];
	struct minor m;
	bool any = false;

	if (!h->rule || (!h->rule->name && !h->rule->first))
		return;
	read_minor(h, &m);
	tx_run(c->tx, SQL_ALIKE_ADD, INT(h->act), INT(h->dossier), TEXT(m.name),
	    TEXT(m.first), m.born, INT(m.mna));
	called_add(c->tx, h->act, m.name);
	called_add(c->tx, h->act, m.first);
	size_t n = search(h, &m, at);
	for (size_t i = 0; i < n; i++) {
		tx_run(c->tx, SQL_ALIKE_PROPOSE, INT(h->dossier),
		    INT(at[i].dossier), TEXT(str_of(at[i].why)), INT(c->now));
		any |= tx_changed(c->tx) > 0;
	}
	if (any &&
	    task_make(c, h->dossier, h->act, TXT("rapprocher"), TXT("crip"),
		TXT(""), 0, 0) > 0)
		h->done->tasks++;
}

/* Nothing is left to decide: the CRIP is asked no more. */
static void
settle(struct course *c, int64_t dossier, int64_t act)
{
	int64_t task[ALIKE_MOST];

	if (ask_number(c->tx, 0, SQL_ALIKE_LEFT, INT(dossier)) > 0)
		return;
	size_t n =
	    ask_numbers(c->tx, task, ALIKE_MOST, SQL_ALIKE_TASKS, INT(dossier));
	for (size_t i = 0; i < n; i++)
		task_end(c, task[i], COURSE_MET, act);
}

void
alike_deny(struct course *c, int64_t one, int64_t other, int64_t act)
{
	tx_run(c->tx, SQL_ALIKE_DECIDE, INT(one), INT(other), INT(c->now),
	    INT(0), act > 0 ? INT(act) : NIL);
	settle(c, one, act);
	settle(c, other, act);
}

void
alike_merge(struct course *c, int64_t from, int64_t into, int64_t act)
{
	struct val by = act > 0 ? INT(act) : NIL;

	tx_run(c->tx, SQL_ALIKE_DECIDE, INT(from), INT(into), INT(c->now),
	    INT(1), by);
	tx_run(c->tx, SQL_ALIKE_HANDED, INT(from), INT(into));
	tx_run(c->tx, SQL_ALIKE_OVER, INT(from), INT(c->now), by);
	tx_run(c->tx, SQL_ALIKE_OVER_OTHER, INT(from), INT(c->now), by);
	settle(c, into, act);
	if (act > 0 && ask_number(c->tx, 0, SQL_ALIKE_LEFT, INT(into)) > 0)
		(void)task_make(c, into, act, TXT("rapprocher"), TXT("crip"),
		    TXT(""), 0, 0);
}
