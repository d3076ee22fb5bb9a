#include "core/upkeep.h"

#include "base/release.h"
#include "calendar/wording.h"
#include "core/core.h"
#include "core/sql.h"
#include "store/query.h"

static void
put_moment(struct request *q, const char *key, int64_t at)
{
	char room[128];
	struct buf text = buf_over(room, sizeof(room));

	if (at <= 0)
		return;
	wording_utc(&text, at, wording_year(q->now));
	request_text(q, key, buf_text(&text));
}

static void
put_site(struct request *q, const struct site *s)
{
	char hex[IDENT_TEXT];
	struct buf device = buf_over(hex, sizeof(hex));

	ident_put(&device, &s->device);
	request_text(q, "device", buf_text(&device));
	request_flag(q, "enrolled", s->enrolled);
	request_text(q, "code", s->here.code);
	request_text(q, "place", s->here.name);
	if (!s->enrolled)
		return;
	request_text(q, "fingerprint", s->fingerprint);
	request_text(q, "url", s->grant.url);
	put_moment(q, "granted", (int64_t)s->grant.granted);
}

static void
put_line(struct request *q, const struct core *c)
{
	const struct sync *s = &c->sync;

	request_flag(q, "unknown", s->unknown);
	request_flag(q, "revoked", s->revoked);
	request_flag(q, "silent", c->liaison.state == LIAISON_SILENT);
	put_moment(q, "last", s->last_ms);
}

static void
put_clock(struct request *q, const struct core *c)
{
	static const char *const words[] =
	    {[TRAIL_CLOCK_UNKNOWN] =
		    "incertaine : la machine retarde, et le "
		    "serveur central n’a pas encore donné l’heure",
		[TRAIL_CLOCK_MACHINE] = "celle de la machine, que le serveur "
					"central n’a pas encore confirmée",
		[TRAIL_CLOCK_ANCHORED] = "donnée par le serveur central"};

	request_text(q, "clock", str_of(words[hour_now(&c->hour).clock]));
	request_number(q, "drift_s", hour_drift(&c->hour) / CLOCK_SECOND);
}

static enum err
put_backlog(struct request *q)
{
	struct query rows = query_open(q->store, SQL_UPKEEP, NONE);

	if (query_next(&rows)) {
		int64_t held = query_int(&rows), oldest = query_int(&rows);
		int64_t aside = query_int(&rows), lost = query_int(&rows);
		int64_t broken = query_int(&rows);
		request_number(q, "held", held);
		put_moment(q, "oldest", oldest);
		if (aside > 0)
			request_number(q, "aside", aside);
		if (lost > 0)
			request_number(q, "lost", lost);
		put_moment(q, "broken", broken);
	}
	return query_end(&rows);
}

enum err
upkeep_page(struct request *q)
{
	struct core *c = q->core;

	request_open(q, "box");
	put_site(q, &c->site);
	put_line(q, c);
	put_clock(q, c);
	request_text(q, "version", TXT(RELEASE_NUMBER));
	request_flag(q, "degraded",
	    setting_number(&c->role->setting, SETTING_allow_degraded_sandbox) !=
		0);
	enum err e = put_backlog(q);
	request_close(q);
	return e;
}
