#include "core/activity.h"

#include "base/json.h"
#include "calendar/paris.h"
#include "calendar/wording.h"
#include "core/sql.h"
#include "store/query.h"

struct activity {
	int64_t opened, refused;
};

/* From the newest entry back, until one is older than the first day shown. */
static enum err
count(struct store *s, day today, struct activity days[ACTIVITY_DAYS])
{
	int64_t from = paris_midnight(today - (ACTIVITY_DAYS - 1));
	enum err e = ERR_OK;

	struct query q = query_open(s, SQL_ACTIVITY, NONE);
	while (e == ERR_OK && query_next(&q)) {
		uint8_t public[TRAIL_PUBLIC];
		struct trail_public p;

		query_copy(&q, public, sizeof(public));
		e = trail_read(public, &p);
		if (e != ERR_OK || p.entry.at < from)
			break;
		int64_t ago = today - paris_day(p.entry.at);
		if (ago < 0 || ago >= ACTIVITY_DAYS)
			continue; /* the clock went back since */
		if (p.entry.action == AUDIT_signed_in)
			days[ago].opened++;
		if (p.entry.action == AUDIT_sign_in_refused)
			days[ago].refused++;
	}
	enum err ended = query_end(&q);
	return e == ERR_OK ? ended : e;
}

enum err
activity_report(struct store *s, struct arena *mem, int64_t now,
    struct buf *json)
{
	struct activity days[ACTIVITY_DAYS] = {0};
	day today = paris_day(now);

	(void)mem;
	enum err e = count(s, today, days);
	if (e != ERR_OK)
		return e;
	buf_str(json, TXT("{\"days\":["));
	for (int i = 0; i < ACTIVITY_DAYS; i++) {
		char room[64];
		struct buf words = buf_over(room, sizeof(room));

		wording_day(&words, today - i, wording_year(now));
		buf_str(json, i > 0 ? TXT(",{\"day\":") : TXT("{\"day\":"));
		json_quote(json, buf_text(&words));
		buf_str(json, TXT(",\"opened\":"));
		buf_number(json, days[i].opened, 1);
		buf_str(json, TXT(",\"refused\":"));
		buf_number(json, days[i].refused, 1);
		buf_str(json, TXT("}"));
	}
	buf_str(json, TXT("]}"));
	return buf_err(json);
}
