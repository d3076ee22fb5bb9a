#include "core/missive.h"

#include "calendar/paris.h"
#include "core/core.h"
#include "core/need.h"
#include "core/sql.h"
#include "dossier/delivery.h"
#include "envelope/envelope.h"
#include "mail/message.h"
#include "store/query.h"

/* A delivery and what it is part of. */
struct about {
	int64_t letter, version, made, act, dossier;
	struct ident ident;
	struct str rule, site, act_role, act_scope, role, scope;
	bool network;
};

static enum err
look_up(struct store *s, struct arena *mem, int64_t delivery, struct about *a,
    struct missive *m)
{
	enum err kept = ERR_OK;
	struct query q = query_open(s, SQL_MISSIVE_OF, INT(delivery));
	bool any = query_next(&q);

	*a = (struct about){0};
	*m = (struct missive){0};
	if (any) {
		a->letter = query_int(&q);
		query_copy(&q, a->ident.at, sizeof(a->ident.at));
		a->rule = arena_keep(mem, query_text(&q), &kept);
		a->version = query_int(&q);
		a->made = query_int(&q);
		a->act = query_int(&q);
		a->dossier = query_int(&q);
		m->reference = arena_keep(mem, query_text(&q), &kept);
		a->site = arena_keep(mem, query_text(&q), &kept);
		a->act_role = arena_keep(mem, query_text(&q), &kept);
		a->act_scope = arena_keep(mem, query_text(&q), &kept);
		a->role = arena_keep(mem, query_text(&q), &kept);
		a->scope = arena_keep(mem, query_text(&q), &kept);
		m->name = arena_keep(mem, query_text(&q), &kept);
		m->mailbox = arena_keep(mem, query_text(&q), &kept);
		m->mode = arena_keep(mem, query_text(&q), &kept);
		if (!query_null(&q)) {
			struct bytes b = query_blob(&q);
			struct str t = arena_keep(mem,
			    (struct str){(const char *)b.at, b.len}, &kept);
			m->bytes = str_bytes(t);
		}
		a->network = query_int(&q) != 0;
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_ABSENT : e;
}

/* --- which acts are shown --------------------------------------------------
 */

struct shown {
	struct letter_act act[LETTER_ACTS_MOST];
	size_t count;
};

static enum err
add(struct core *c, struct arena *mem, struct shown *to, struct query *q)
{
	enum err kept = ERR_OK;

	while (kept == ERR_OK && query_next(q)) {
		if (to->count == LETTER_ACTS_MOST) {
			kept = ERR_LIMIT; /* rather told than left out */
			break;
		}
		struct bytes b = query_blob(q);
		struct str t = arena_keep(mem,
		    (struct str){(const char *)b.at, b.len}, &kept);
		struct str form = query_text(q);
		bool incomplete = query_int(q) == ENVELOPE_incomplete;
		bool whole = need_whole(query_text(q));
		const struct form *f = pack_form(&c->pack, form, 0);
		to->act[to->count++] =
		    (struct letter_act){.payload = str_bytes(t),
			.title = f ? f->title : TXT(""),
			.incomplete = incomplete,
			.whole = whole};
	}
	enum err e = query_end(q);
	return e == ERR_OK ? kept : e;
}

static enum err
find_acts(struct core *c, struct store *s, struct arena *mem,
    const struct about *a, const struct rules_letter *r, struct shown *to)
{
	struct query q;
	enum err e = ERR_OK;

	*to = (struct shown){0};
	if (r->shows == RULES_ACT) {
		q = query_open(s, SQL_MISSIVE_ACT, INT(a->act));
		e = add(c, mem, to, &q);
	} else if (r->shows == RULES_FIRST) {
		q = query_open(s, SQL_MISSIVE_FIRST, INT(a->dossier),
		    INT(a->act));
		e = add(c, mem, to, &q);
	}
	for (size_t i = 0;
	     e == ERR_OK && r->shows == RULES_REPORTS && i < r->forms.count;
	     i++) {
		q = query_open(s, SQL_MISSIVE_REPORT, INT(a->dossier),
		    TEXT(r->forms.at[i]), INT(a->act));
		e = add(c, mem, to, &q);
	}
	return e;
}

/* --- the letter ------------------------------------------------------------
 */

struct str
missive_desk(const struct core *c, struct arena *mem)
{
	const struct str *set = c->role->setting.text;
	struct buf b = buf_new(mem, 300);

	if (set[SETTING_desk_url].len > 0)
		return set[SETTING_desk_url];
	buf_str(&b, TXT("https://"));
	buf_str(&b, set[SETTING_host]);
	return buf_text(&b);
}

/* Whom it comes from: the establishment, or the service whose act it is. */
static struct str
author(const struct core *c, const struct about *a)
{
	const struct directory_service *s = NULL;

	if (a->site.len > 0)
		return a->site;
	if (a->act_scope.len > 0)
		s = directory_service_of(&c->pack.directory, a->act_scope);
	if (!s)
		s = directory_role(&c->pack.directory, a->act_role);
	return s ? s->name : c->pack.title;
}

static enum err
compose(struct core *c, struct store *s, struct arena *mem,
    const struct about *a, const struct missive *m, bool notice,
    struct letter *l, const struct rules_letter **rule)
{
	const struct rules_letter *r =
	    rules_letter_of(&c->pack.rules, a->rule, paris_day(a->made));
	struct shown shown = {.count = 0};
	enum who who;

	if (!r)
		return ERR_INPUT;
	/* A notice says nothing of them, and leaves however many they are. */
	enum err e = notice ? ERR_OK : find_acts(c, s, mem, a, r, &shown);
	if (e != ERR_OK)
		return e;
	bool known = who_read(a->role, &who) == ERR_OK;
	const struct need *need = known ? need_of(who) : NULL;
	struct letter_what w = {.pack = &c->pack,
	    .rule = r,
	    .reference = m->reference,
	    .from = author(c, a),
	    .to = m->name,
	    .desk = missive_desk(c, mem),
	    .acts = shown.act,
	    .count = shown.count,
	    .network = (need && need->network) || a->network,
	    .author = need && need->author,
	    .communicable = !known,
	    .now = a->made};
	*rule = r;
	return notice ? letter_notice(mem, &w, l) : letter_compose(mem, &w, l);
}

enum err
missive_compose(struct core *c, struct store *s, struct arena *mem,
    int64_t delivery, struct missive *m, struct letter *l)
{
	const struct rules_letter *rule;
	struct about a;
	enum err e = look_up(s, mem, delivery, &a, m);

	return e == ERR_OK ? compose(c, s, mem, &a, m, false, l, &rule) : e;
}

/* --- the message ------------------------------------------------------------
 */

static enum err
named(struct store *s, struct arena *mem, int64_t letter, bool copy,
    struct str at[MIME_ADDRESSES_MOST], size_t *count)
{
	enum err kept = ERR_OK;
	size_t n = 0;
	struct query q = query_open(s, SQL_MISSIVE_TO, INT(letter), INT(copy));

	while (n < MIME_ADDRESSES_MOST && query_next(&q))
		at[n++] = arena_keep(mem, query_text(&q), &kept);
	enum err e = query_end(&q);
	*count = n;
	return e == ERR_OK ? kept : e;
}

enum err
missive_write(struct core *c, struct arena *mem, int64_t delivery,
    struct missive *m, struct buf *to)
{
	struct str direct[MIME_ADDRESSES_MOST], copies[MIME_ADDRESSES_MOST];
	const struct rules_letter *rule = NULL;
	enum delivery_mode mode;
	struct letter l;
	struct about a;

	enum err e = look_up(&c->write, mem, delivery, &a, m);
	if (e != ERR_OK)
		return e;
	if (m->mailbox.len == 0 || !delivery_mode_read(m->mode, &mode))
		return ERR_INPUT;
	if (m->bytes.len > 0) {
		buf_bytes(to, m->bytes);
		return buf_err(to);
	}
	struct mime mime = {.from = c->role->setting.text[SETTING_smtp_from],
	    .id = a.ident,
	    .to = direct,
	    .cc = copies};
	e = compose(c, &c->write, mem, &a, m, mode != DELIVERY_FULL, &l, &rule);
	if (e == ERR_OK)
		e = named(&c->write, mem, a.letter, false, direct,
		    &mime.to_count);
	if (e == ERR_OK)
		e = named(&c->write, mem, a.letter, true, copies,
		    &mime.cc_count);
	if (e == ERR_OK && mime.to_count == 0) {
		direct[0] = m->mailbox;
		mime.to_count = 1;
	}
	return e == ERR_OK ? message_write(mem, &l,
				 mode == DELIVERY_FULL && rule->pdf, &mime, to)
			   : e;
}

enum err
missive_trial(struct core *c, struct arena *mem, int64_t mailbox,
    struct missive *m, struct buf *to)
{
	struct str service = {0}, code = {0};
	enum err kept = ERR_OK;
	struct letter l;
	struct query q = query_open(&c->write, SQL_MISSIVE_TRIAL, INT(mailbox));
	bool any = query_next(&q);

	*m = (struct missive){0};
	if (any) {
		service = arena_keep(mem, query_text(&q), &kept);
		m->mailbox = arena_keep(mem, query_text(&q), &kept);
		code = arena_keep(mem, query_text(&q), &kept);
	}
	enum err e = query_end(&q);
	if (e == ERR_OK)
		e = any ? kept : ERR_ABSENT;
	if (e != ERR_OK)
		return e;
	const struct directory_service *s =
	    directory_service_of(&c->pack.directory, service);
	m->name = s ? s->name : service;
	struct letter_what w = {.pack = &c->pack,
	    .reference = TXT("ESSAI"),
	    .from = c->role->setting.text[SETTING_site],
	    .to = m->name,
	    .desk = missive_desk(c, mem),
	    .now = hour_now(&c->hour).ms};
	e = letter_trial(mem, &w, code, &l);
	struct mime mime = {.from = c->role->setting.text[SETTING_smtp_from],
	    .id = ident_new(),
	    .to = &m->mailbox,
	    .to_count = 1};
	return e == ERR_OK ? message_write(mem, &l, false, &mime, to) : e;
}
