#include "core/search.h"

#include "core/concern.h"
#include "core/core.h"
#include "core/desk.h"
#include "core/sql.h"
#include "dossier/reference.h"
#include "form/spelling.h"
#include "store/query.h"

#define TYPED_MOST 120 /* bytes */
#define WORDS_MOST 5   /* of a name, both orders of each parting are tried */
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

static enum err
by_both(struct request *q, struct search *s, struct str name, struct str first)
{
	return collect(s,
	    query_open(q->store, SQL_SEARCH_NAME, TEXT(name), TEXT(first),
		s->dated ? INT(s->born) : BIRTHLESS, TEXT(q->session.role),
		TEXT(s->scope)));
}

static enum err
by_first(struct request *q, struct search *s)
{
	return collect(s,
	    query_open(q->store, SQL_SEARCH_FIRST, TEXT(s->name),
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

/* « martin alix » and « alix martin »: wherever the one may end and the other
 * begin. */
static enum err
by_name(struct request *q, struct search *s)
{
	enum err e = by_both(q, s, s->name, TXT(""));
	int parts = 0;

	if (e == ERR_OK)
		e = by_first(q, s);
	for (size_t i = 1; e == ERR_OK && i < s->name.len; i++) {
		if (s->name.at[i] != ' ' || ++parts >= WORDS_MOST)
			continue;
		struct str left = str_part(s->name, 0, i);
		struct str right = str_part(s->name, i + 1, SIZE_MAX);
		e = by_both(q, s, left, right);
		if (e == ERR_OK)
			e = by_both(q, s, right, left);
	}
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
