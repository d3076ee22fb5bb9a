#include "dossier/offer.h"

#include "calendar/paris.h"
#include "dossier/sql.h"
#include "dossier/stage.h"
#include "store/query.h"

struct asked {
	struct str form[64]; /* as course_asked.sql */
	size_t count;
	char room[64 * 48];
};

static enum err
read_asked(struct store *s, int64_t dossier, struct str role, struct str scope,
    struct asked *to)
{
	struct buf b = buf_over(to->room, sizeof(to->room));
	struct query q = query_open(s, SQL_COURSE_ASKED, INT(dossier),
	    TEXT(role), TEXT(scope));

	to->count = 0;
	while (to->count < 64 && query_next(&q)) {
		size_t from = b.len;
		buf_str(&b, query_text(&q));
		to->form[to->count++] = str_part(buf_text(&b), from, SIZE_MAX);
	}
	return query_end(&q);
}

static bool
is_asked(const struct asked *a, struct str form)
{
	for (size_t i = 0; i < a->count; i++)
		if (str_eq(a->form[i], form))
			return true;
	return false;
}

enum err
offer_acts(struct store *s, const struct pack *pack, int64_t now,
    int64_t dossier, struct str role, struct str scope, course_visit *visit,
    void *ctx)
{
	const struct rules *r = &pack->rules;
	day today = paris_day(now);
	struct asked asked = {.count = 0};
	int64_t party = 1;
	struct stage at;

	enum err e = stage_read(s, r, dossier, &at);
	if (e == ERR_OK && dossier > 0)
		e = query_number(s, &party, SQL_COURSE_PARTY, INT(dossier),
		    TEXT(role), TEXT(scope));
	if (e == ERR_ABSENT)
		return ERR_OK; /* merged, or none of theirs: nothing may */
	if (e == ERR_OK)
		e = read_asked(s, dossier, role, scope, &asked);
	for (size_t i = 0; e == ERR_OK && i < r->acts_count; i++) {
		const struct rules_act *a = &r->acts[i];
		if (rules_act_of(r, a->form, today) == a && a->central &&
		    (dossier > 0 || a->opens) && rules_named(&a->by, role) &&
		    stage_lets(r, a, &at))
			visit(ctx, a, is_asked(&asked, a->form));
	}
	return e;
}
