#include "core/search.h"

#include "core/concern.h"
#include "core/core.h"
#include "core/desk.h"
#include "core/sql.h"
#include "dossier/reference.h"
#include "form/spelling.h"
#include "store/query.h"

#define TYPED_MOST 120 /* bytes */
#define WORDS_MOST 5   /* of a name, as sql/search_name.sql has */
#define RARE_MOST  500 /* of a word: more are common */
#define BIRTHLESS  NIL

/* What is looked for, and what was found. */
struct search {
	struct str typed, scope;
	char room[TYPED_MOST + 8];
	struct str name; /* as names compare; "" none */
	bool dated;      /* and born on `born` */
	day born;
	int64_t found[SEARCH_MOST + 1];
	size_t count;
};

static void
keep(struct search *s, int64_t dossier)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->found[i] == dossier)
			return;
	if (s->count <= SEARCH_MOST)
		s->found[s->count++] = dossier;
}

static enum err
collect(struct search *s, struct query r)
{
	while (s->count <= SEARCH_MOST && query_next(&r))
		keep(s, query_int(&r));
	return query_end(&r);
}

/* --- by what ------------------------------------------------------------- */

static enum err
by_reference(struct request *q, struct search *s, bool *is)
{
	struct buf b = buf_new(q->mem, REFERENCE_MOST);

	*is = reference_read(s->typed, &b) == ERR_OK;
	if (!*is)
		return ERR_OK;
	return collect(s,
	    query_open(q->store, SQL_SEARCH_REFERENCE, TEXT(buf_text(&b)),
		TEXT(q->session.role), TEXT(s->scope)));
}

/* Words that must each begin one of somebody's. */
struct words {
	struct str at[WORDS_MOST];
	size_t count;
};

/* The rarest leads, so that few are looked at; `*none`: one begins nobody's. */
static enum err
rarest_first(struct request *q, struct words *w, bool *none)
{
	int64_t least = RARE_MOST + 1;
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < w->count; i++) {
		int64_t n = 0;
		e = query_number(q->store, &n, SQL_SEARCH_RARE, TEXT(w->at[i]),
		    INT(RARE_MOST));
		if (n >= least)
			continue;
		struct str led = w->at[0];
		w->at[0] = w->at[i];
		w->at[i] = led;
		least = n;
	}
	*none = least == 0;
	return e;
}

static enum err
by_words(struct request *q, struct search *s, struct words w)
{
	struct val v[WORDS_MOST];
	bool none = false;

	enum err e = rarest_first(q, &w, &none);
	if (e != ERR_OK || none)
		return e;
	for (size_t i = 0; i < WORDS_MOST; i++)
		v[i] = TEXT(i < w.count ? w.at[i] : TXT(""));
	return collect(s,
	    query_open(q->store, SQL_SEARCH_NAME, v[0], v[1], v[2], v[3], v[4],
		s->dated ? INT(s->born) : BIRTHLESS, TEXT(q->session.role),
		TEXT(s->scope)));
}

static enum err
by_birth(struct request *q, struct search *s)
{
	return collect(s,
	    query_open(q->store, SQL_SEARCH_BORN, INT(s->born),
		TEXT(q->session.role), TEXT(s->scope)));
}

/* Letters alone begin everybody's: they count joined. */
static size_t
longest(const struct words *w)
{
	size_t most = 0;

	for (size_t i = 0; i < w->count; i++)
		most = w->at[i].len > most ? w->at[i].len : most;
	return most;
}

/* `count` of the words, from the `from`-th, as one: « o brien », « obrien ». */
static enum err
by_joined(struct request *q, struct search *s, struct words w, size_t from,
    size_t count)
{
	struct buf one = buf_new(q->mem, TYPED_MOST);

	for (size_t i = from; i < from + count; i++)
		buf_str(&one, w.at[i]);
	w.at[from] = buf_text(&one);
	for (size_t i = from + 1; i + count <= w.count; i++)
		w.at[i] = w.at[i + count - 1];
	w.count -= count - 1;
	enum err e = buf_err(&one);
	return e == ERR_OK ? by_words(q, s, w) : e;
}

/* « martin alix », « alix martin » and « de la tour » of one who writes
 * « Delatour ». */
static enum err
by_name(struct request *q, struct search *s)
{
	struct str rest = s->name;
	struct words w = {0};

	while (rest.len > 0 && w.count < WORDS_MOST)
		w.at[w.count++] = str_cut(&rest, ' ');
	enum err e = ERR_OK;
	if (longest(&w) >= SEARCH_LEAST)
		e = by_words(q, s, w);
	for (size_t n = 2; n <= w.count; n++)
		for (size_t i = 0; e == ERR_OK && i + n <= w.count; i++)
			e = by_joined(q, s, w, i, n);
	return e;
}

/* NULL, or what is wrong with what was typed. */
static const char *
understand(struct request *q, struct search *s)
{
	struct str born = str_trim(urlform_get(&q->form, TXT("naissance")));

	s->typed = str_trim(urlform_get(&q->form, TXT("quoi")));
	if (s->typed.len > TYPED_MOST || born.len > TYPED_MOST)
		return "C’est trop long. Écrivez une référence, un nom ou une "
		       "date de naissance.";
	if (born.len > 0 && !spelling_day(born, &s->born))
		return "Cette date n’en est pas une. Par exemple : 2 mai 2010, "
		       "ou 02/05/2010.";
	s->dated = born.len > 0;
	if (!s->dated && spelling_day(s->typed, &s->born))
		s->dated = true;
	else if (!spelling_fold(s->typed, s->room, sizeof(s->room), &s->name))
		s->name = TXT("");
	if (s->name.len < SEARCH_LEAST && (s->name.len > 0 || !s->dated))
		return "Écrivez une référence, au moins deux lettres d’un nom, "
		       "ou une date de naissance.";
	return NULL;
}

static enum err
look(struct request *q, struct search *s)
{
	bool reference = false;

	enum err e = by_reference(q, s, &reference);
	if (e != ERR_OK || reference)
		return e;
	return s->name.len > 0 ? by_name(q, s) : by_birth(q, s);
}

/* --- what is said ------------------------------------------------------------
 */

static enum err
put_found(struct request *q, const struct search *s)
{
	size_t n = s->count < SEARCH_MOST ? s->count : SEARCH_MOST;
	enum err e = ERR_OK;

	request_open(q, "found");
	request_flag(q, "none", n == 0);
	request_flag(q, "many", s->count > SEARCH_MOST);
	request_json(q, "rows", TXT("["));
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		struct query r =
		    query_open(q->store, SQL_SEARCH_SHOW, INT(s->found[i]));
		buf_str(&q->data, i > 0 ? TXT(",{") : TXT("{"));
		if (query_next(&r))
			e = desk_put_dossier(q, &r, s->scope);
		request_close(q);
		enum err ended = query_end(&r);
		e = e == ERR_OK ? ended : e;
	}
	buf_str(&q->data, TXT("]"));
	request_close(q);
	return e;
}

/* What the audit log seals. */
static struct bytes
detail(struct request *q)
{
	struct buf b = buf_new(q->mem, 3 * TYPED_MOST);

	buf_str(&b, str_trim(urlform_get(&q->form, TXT("quoi"))));
	buf_str(&b, TXT(" | "));
	buf_str(&b, str_trim(urlform_get(&q->form, TXT("naissance"))));
	return buf_done(&b);
}

enum err
search_page(struct request *q)
{
	struct str scope;

	request_flag(q, "no_ressort", !concern_scope(&q->session, &scope));
	return ERR_OK;
}

enum err
search_find(struct request *q)
{
	struct search *s = arena_take(q->mem, sizeof(*s));

	if (!s)
		return ERR_LIMIT;
	request_text(q, "typed", urlform_get(&q->form, TXT("quoi")));
	request_text(q, "typed_born", urlform_get(&q->form, TXT("naissance")));
	if (!concern_scope(&q->session, &s->scope))
		return ERR_DENIED;
	const char *wrong = understand(q, s);
	if (wrong) {
		q->status = 422;
		q->note = (struct trail_entry){0};
		request_text(q, "wrong", str_of(wrong));
		return ERR_OK;
	}
	q->note.detail = detail(q);
	enum err e = look(q, s);
	return e == ERR_OK ? put_found(q, s) : e;
}
