#include "core/concern.h"

#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/docket.h"
#include "core/sql.h"
#include "envelope/envelope.h"
#include "store/query.h"

#define REFERENCE_TYPED 64 /* bytes of a reference at most */

bool
concern_scope(const struct session *s, struct str *scope)
{
	switch (need_of(s->who)->fiches) {
	case NEED_ALL:
		*scope = TXT("");
		return true;
	case NEED_PARTY:
		*scope = s->scope;
		return true;
	case NEED_SCOPE:
		*scope = s->scope;
		return s->scope.len > 0;
	case NEED_NONE:
		break;
	}
	return false;
}

bool
concern_network(const struct request *q, const struct concern *c)
{
	return need_of(q->session.who)->network || c->released;
}

struct str
concern_service(const struct core *c, struct str id)
{
	const struct directory_service *s =
	    directory_service_of(&c->pack.directory, id);

	return s ? s->name : id;
}

struct str
concern_who(const struct core *c, struct str role, struct str scope)
{
	enum who who;

	if (scope.len > 0)
		return concern_service(c, scope);
	return who_read(role, &who) == ERR_OK ? who_shown(who) : role;
}

static void
read_row(struct query *r, struct arena *mem, struct concern *c, enum err *kept)
{
	c->act = query_int(r);
	c->dossier = query_int(r);
	query_copy(r, c->ident.at, sizeof(c->ident.at));
	c->reference = arena_keep(mem, query_text(r), kept);
	c->about = arena_keep(mem, query_text(r), kept);
	c->form = arena_keep(mem, query_text(r), kept);
	c->site = arena_keep(mem, query_text(r), kept);
	c->site_name = arena_keep(mem, query_text(r), kept);
	c->parquet = arena_keep(mem, query_text(r), kept);
	c->scope = arena_keep(mem, query_text(r), kept);
	c->version = query_int(r);
	c->content = query_int(r);
	c->urgency = query_int(r);
	c->clock = query_int(r);
	c->filed = query_int(r);
	c->received = query_int(r);
	c->verified = query_int(r) != 0;
	c->from_box = query_int(r) != 0;
	c->opened = query_int(r);
	c->acked = query_int(r);
	c->delivered = query_int(r);
	c->released = query_int(r) != 0;
	c->titled = arena_keep(mem, query_text(r), kept);
}

/* Not for who is asking: it is said as if there were none, and kept in mind. */
static enum err
not_theirs(struct request *q, struct str reference)
{
	q->note = (struct trail_entry){.action = q->tx ? AUDIT_act_refused
						       : AUDIT_page_refused,
	    .motive = MOTIVE_not_concerned,
	    .result = TRAIL_REFUSED};
	struct query r =
	    query_open(q->store, SQL_CONCERN_OTHER, TEXT(reference));
	if (query_next(&r))
		query_copy(&r, q->note.object.at, sizeof(q->note.object.at));
	enum err e = query_end(&r);
	return e == ERR_OK ? ERR_ABSENT : e;
}

enum err
concern_find(struct request *q, struct concern *c)
{
	struct str reference = urlform_get(&q->form, TXT("ref")), scope;
	struct concern found = {0};
	enum err kept = ERR_OK;

	if (reference.len == 0 || reference.len > REFERENCE_TYPED)
		return ERR_ABSENT;
	if (!concern_scope(&q->session, &scope))
		return not_theirs(q, reference);
	struct query r = query_open(q->store, SQL_CONCERN_FIND, TEXT(reference),
	    TEXT(q->session.role), TEXT(scope));
	bool any = query_next(&r);
	if (any)
		read_row(&r, q->mem, &found, &kept);
	enum err e = query_end(&r);
	if (e == ERR_OK)
		e = kept;
	if (e != ERR_OK)
		return e;
	if (!any)
		return not_theirs(q, reference);
	*c = found;
	return ERR_OK;
}

void
concern_age(struct buf *to, int64_t ms)
{
	int64_t minutes = ms > 0 ? ms / CLOCK_MINUTE : 0;

	if (minutes < 1) {
		buf_str(to, TXT("à l’instant"));
		return;
	}
	buf_str(to, TXT("il y a "));
	if (minutes < 60) {
		buf_number(to, minutes, 1);
		buf_str(to, TXT(" min"));
	} else if (minutes < 48 * 60) {
		buf_number(to, minutes / 60, 1);
		buf_str(to, TXT(" h"));
	} else {
		buf_number(to, minutes / (24 * 60), 1);
		buf_str(to, TXT(" j"));
	}
}

static void
put_when(struct request *q, const char *key, int64_t at)
{
	char room[96];
	struct buf text = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&text, at, wording_year(q->now));
	request_text(q, key, buf_text(&text));
}

static struct str
kind_of(const struct core *core, const struct concern *c)
{
	if (c->titled.len > 0)
		return c->titled;
	switch (c->content) {
	case ENVELOPE_emergency:
		return TXT("Fiche P déposée sans compte");
	case ENVELOPE_incomplete:
		return TXT("Fiche P incomplète");
	case ENVELOPE_addendum:
		return TXT("Complément");
	case ENVELOPE_intervention:
		return TXT("Demande d’intervention");
	case ENVELOPE_act:
		return docket_title(core, c->form, c->filed);
	default:
		return TXT("Fiche P");
	}
}

void
concern_put(struct request *q, const struct concern *c)
{
	char room[64];
	struct buf age = buf_over(room, sizeof(room));

	concern_age(&age, q->now - c->filed);
	request_text(q, "reference", c->reference);
	request_text(q, "about", c->about);
	request_text(q, "kind", kind_of(q->core, c));
	request_flag(q, "is_act", c->content == ENVELOPE_act);
	request_flag(q, "danger", c->urgency >= 2);
	request_flag(q, "urgent", c->urgency == 1);
	request_flag(q, "no_account", !c->verified);
	request_flag(q, "no_clock", c->clock == TRAIL_CLOCK_UNKNOWN);
	request_flag(q, "incomplete", c->content == ENVELOPE_incomplete);
	request_text(q, "from", c->site_name);
	request_text(q, "ressort", concern_service(q->core, c->parquet));
	request_text(q, "age", buf_text(&age));
	put_when(q, "filed", c->filed);
	put_when(q, "received", c->received);
	put_when(q, "delivered", c->delivered);
	put_when(q, "opened", c->opened);
	put_when(q, "acked", c->acked);
}
