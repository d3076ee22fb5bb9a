#include "core/request.h"

#include "base/json.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/call.h"
#include "core/core.h"
#include "core/need.h"
#include "core/policy.h"
#include "core/route.h"
#include "core/slot.h"

#define TITLE TXT("Fiche") /* seen in tabs and histories: it says nothing */

struct request
request_new(struct core *core, struct slot *s)
{
	struct request q = {.core = core,
	    .m = &s->m,
	    .mem = &s->mem,
	    .store = &core->read,
	    .now = hour_now(&core->hour).ms,
	    .status = 200,
	    .data = buf_over(core->data.at, core->data.max),
	    .kept = s->kept,
	    .heard = s->state == SLOT_HEARD,
	    .verdict = s->verdict,
	    .made = &s->made,
	    .report = s->state == SLOT_REPORTED ? &s->report : NULL};

	buf_str(&q.data, TXT("{"));
	return q;
}

/* A comma unless the member is the first of its object. */
static void
key(struct request *q, const char *name)
{
	struct buf *b = &q->data;

	if (b->len > 0 && b->at[b->len - 1] != '{')
		buf_str(b, TXT(","));
	buf_str(b, TXT("\""));
	buf_str(b, str_of(name));
	buf_str(b, TXT("\":"));
}

void
request_text(struct request *q, const char *name, struct str value)
{
	key(q, name);
	json_quote(&q->data, value);
}

void
request_number(struct request *q, const char *name, int64_t value)
{
	key(q, name);
	buf_number(&q->data, value, 1);
}

void
request_flag(struct request *q, const char *name, bool value)
{
	key(q, name);
	buf_str(&q->data, value ? TXT("true") : TXT("false"));
}

void
request_json(struct request *q, const char *name, struct str json)
{
	key(q, name);
	buf_str(&q->data, json);
}

void
request_open(struct request *q, const char *name)
{
	key(q, name);
	buf_str(&q->data, TXT("{"));
}

void
request_close(struct request *q)
{
	buf_str(&q->data, TXT("}"));
}

void
request_hour(struct request *q, const char *name, int64_t at)
{
	char room[64];
	struct buf text = buf_over(room, sizeof(room));

	wording_hour(&text, paris_of(at).hour);
	request_text(q, name, buf_text(&text));
}

void
request_when(struct request *q, const char *name, int64_t at)
{
	char room[96];
	struct buf text = buf_over(room, sizeof(room));

	if (at > 0)
		wording_utc(&text, at, wording_year(q->now));
	request_text(q, name, buf_text(&text));
}

void
request_end(struct request *q, const char *name, int64_t due)
{
	char room[96];
	struct buf text = buf_over(room, sizeof(room));

	if (due > 0)
		wording_end(&text, due, wording_year(q->now));
	request_text(q, name, buf_text(&text));
}

static void
put_day(struct request *q, const char *name, int64_t at)
{
	char room[64];
	struct buf text = buf_over(room, sizeof(room));

	wording_day(&text, paris_day(at), wording_year(q->now));
	request_text(q, name, buf_text(&text));
}

static void
put_token(struct request *q, struct bytes bound)
{
	char room[CSRF_TOKEN];
	struct buf token = buf_over(room, sizeof(room));

	csrf_token(q->core->form_key, bound, &token);
	request_text(q, "token", buf_text(&token));
}

void
request_token(struct request *q)
{
	put_token(q,
	    str_bytes(csrf_browser(q->m->cookie, &q->cookie, q->browser)));
}

void
request_token_anew(struct request *q)
{
	memset(q->browser, 0, sizeof(q->browser));
	put_token(q, str_bytes(csrf_browser(TXT(""), &q->cookie, q->browser)));
}

/* Who is signed in, on the pages meant for them. */
static void
put_account(struct request *q)
{
	const struct session *s = &q->session;
	int64_t until = session_until(s, q->now, q->core->idle);

	put_token(q, BYTES_OF(s->hash));
	request_hour(q, "until", until);
	request_number(q, "left_ms", until - q->now);
	request_open(q, "account");
	request_text(q, "name", s->name);
	request_text(q, "role", who_shown(s->who));
	request_text(q, "service", s->service);
	request_flag(q, who_stored(s->who), true);
	const struct need *need = need_of(s->who);
	request_flag(q, "desk", q->core->role->central && need->desk);
	request_flag(q, "search", q->core->role->central && need->search);
	request_close(q);
}

void
request_common(struct request *q, const char *shape)
{
	const struct core *c = q->core;
	bool open_to_all = !q->route || q->route->who == ROUTE_ANYONE;

	request_text(q, "title", TITLE);
	request_text(q, "shape", str_of(shape));
	request_text(q, "site", c->role->setting.text[SETTING_site]);
	request_flag(q, "central", c->role->central);
	request_flag(q, "posted", q->route && q->route->kind == ROUTE_ACT);
	request_flag(q, "apart", !c->role->central && !c->site.enrolled);
	request_number(q, "now_ms", q->now);
	request_hour(q, "hour", q->now);
	put_day(q, "day", q->now);
	request_flag(q, "signed", q->session.open);
	call_put(q);
	if (q->session.open && !open_to_all)
		put_account(q);
}

/* `host` without its port, among the names of the setting `host`. */
static bool
called_by_name(struct str names, struct str host)
{
	size_t colon = host.len;

	while (
	    colon > 0 && host.at[colon - 1] >= '0' && host.at[colon - 1] <= '9')
		colon--;
	if (colon > 0 && host.at[colon - 1] == ':' && colon < host.len)
		host = str_part(host, 0, colon - 1);
	while (names.len > 0) {
		struct str one = str_trim(str_cut(&names, ','));
		if (one.len > 0 && str_eq_nocase(one, host))
			return true;
	}
	return false;
}

/* Notes what was refused to someone known; a stranger's refusals are only the
 * gate's business, or they would fill the log. */
static enum err
refused(struct request *q, enum err e, enum motive why)
{
	if (q->session.open)
		q->note =
		    (struct trail_entry){.action = q->tx ? AUDIT_act_refused
							 : AUDIT_page_refused,
			.motive = why,
			.result = TRAIL_REFUSED};
	return e;
}

static enum err
read_form(struct request *q)
{
	bool act = q->route->kind == ROUTE_ACT;
	struct str type = TXT("application/x-www-form-urlencoded");

	if (act && !str_eq_nocase(str_part(q->m->type, 0, type.len), type))
		return ERR_MANGLED;
	return urlform_parse(q->mem, act ? str_from(q->m->body) : q->m->query,
	    &q->form);
}

static bool
form_from_here(struct request *q)
{
	struct bytes bound = BYTES_OF(q->session.hash);
	struct buf none = buf_over(q->cookies, 0);

	if (!csrf_from_here(q->m))
		return false;
	/* A browser without its cookie gets a new one here, whose token the
	 * form cannot have. */
	if (q->route->who == ROUTE_ANYONE)
		bound =
		    str_bytes(csrf_browser(q->m->cookie, &none, q->browser));
	return csrf_same(q->core->form_key, bound,
	    urlform_get(&q->form, TXT("token")));
}

void
request_note(struct request *q, const struct trail_entry *e)
{
	struct trail_entry n = *e;

	n.at = q->now;
	n.clock = hour_now(&q->core->hour).clock;
	if (n.role.len == 0 && q->session.open) {
		n.role = q->session.role;
		n.actor = q->session.account;
	}
	trail_append(q->tx, q->mem, q->core->auditor, &n);
}

enum err
request_admit(struct request *q)
{
	struct core *c = q->core;

	if (!called_by_name(c->role->setting.text[SETTING_host], q->m->host))
		return ERR_HOST;
	enum err e =
	    route_find(q->m->method, q->m->path, c->role->central, &q->route);
	if (e != ERR_OK)
		return e;
	if (q->route->page)
		q->page = str_of(q->route->page);
	if (q->route->kind == ROUTE_MACHINE)
		return q->m->query.len > 0 ? ERR_MANGLED : ERR_OK;
	e = session_find(q->store, q->mem, q->m->cookie, q->now, c->idle,
	    &q->session);
	if (e != ERR_OK)
		return e;
	e = policy_judge(q->route, &q->session);
	if (e != ERR_OK)
		return refused(q, e, MOTIVE_not_allowed);
	e = read_form(q);
	if (e != ERR_OK)
		return e;
	if (q->route->kind == ROUTE_ACT && !form_from_here(q))
		return refused(q, ERR_ALIEN, MOTIVE_forged_request);
	q->note.action = (enum audit)q->route->event;
	return ERR_OK;
}
