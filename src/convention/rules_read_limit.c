#include "base/clock.h"
#include "calendar/paris.h"
#include "convention/rules_read.h"
#include "convention/span.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define LIMIT_KEYS                                                             \
	"id title version since source from after count nature information "   \
	"owed alerts"

/* The field is asked by every act that opens this limit. */
static void
field_asked(struct rules_read *rd, struct str id, struct str field)
{
	for (size_t i = 0; i < json_len(rd->acts); i++) {
		struct json act = json_at(rd->acts, i);
		struct json open =
		    json_get(json_get(act, TXT("deadlines")), TXT("open"));
		const struct form *f =
		    rules_read_form(rd, json_text(json_get(act, TXT("form"))));
		for (size_t k = 0; f && k < json_len(open); k++) {
			if (!str_eq(rules_read_done(json_at(open, k)), id))
				continue;
			const struct form_field *asked =
			    rules_read_field(rd, f, field);
			if (asked && asked->kind != FORM_instant &&
			    asked->kind != FORM_date)
				sheet_blame_text(&rd->s, field,
				    "« %.*s » n’est ni un jour ni une heure",
				    SHOWN(field));
		}
	}
}

static void
from_read(struct rules_read *rd, struct json v, struct rules_deadline *d)
{
	struct json from = json_get(v, TXT("from"));
	struct str word = json_text(from);

	if (json_kind(from) == JSON_OBJECT) {
		sheet_object(&rd->s, from, "field reception");
		d->field = sheet_text_or(&rd->s, from, "field");
		d->roles = rules_read_names(rd, from, "reception",
		    rules_read_is_role, "un rôle");
		d->from = d->field.len > 0 ? RULES_FIELD : RULES_RECEPTION;
		if (json_len(from) != 1)
			sheet_blame(&rd->s, from,
			    "un seul de « field » et « reception »");
		if (d->field.len > 0)
			field_asked(rd, d->id, d->field);
		return;
	}
	d->from = str_eq(word, TXT("received")) ? RULES_RECEIVED : RULES_FILED;
	if (!str_eq(word, TXT("received")) && !str_eq(word, TXT("filed")))
		sheet_blame_text(&rd->s, word.len > 0 ? word : d->id,
		    "« from » attend filed, received, { \"field\": … } ou "
		    "{ \"reception\": [ … ] }");
}

static void
nature_read(struct rules_read *rd, struct json v, struct rules_deadline *d)
{
	static const char *const words[] = {"objectif", "convention", "legal",
	    "interne"};
	struct str word = sheet_text(&rd->s, v, "nature");

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (str_eq(str_of(words[i]), word)) {
			d->nature = (enum rules_nature)i;
			return;
		}
	}
	sheet_blame_text(&rd->s, word.len > 0 ? word : d->id,
	    "« nature » attend objectif, convention, legal ou interne");
}

/*
 * Every step of the ladder stands inside the limit; looked at from the shortest
 * month there is, and from a Saturday. The last working day is what it is.
 */
static void
ladder_judge(struct rules_read *rd, const struct rules_deadline *d, size_t i,
    struct str word)
{
	const day from[] = {day_of(2027, 2, 1), day_of(2026, 11, 21)};

	for (size_t k = 0; k < sizeof(from) / sizeof(from[0]); k++) {
		int64_t start = paris_midnight(from[k]) + 10 * CLOCK_HOUR;
		int64_t due = 0, warn = 0, at = 0;
		struct rules_deadline bare = *d;
		bare.alerts_count = 0;
		if (d->alerts[i].hour == SPAN_WORKING ||
		    rules_due(rd->r, &bare, start, &due, &warn) != ERR_OK)
			return;
		if (rules_alert(rd->r, d, i, start, due, &at) == ERR_OK &&
		    ((at > start && at < due) || (due < start && at < due)))
			continue;
		sheet_blame_text(&rd->s, word,
		    "l’alerte « %.*s » n’est pas avant la fin du délai",
		    SHOWN(word));
		return;
	}
}

static void
alerts_read(struct rules_read *rd, struct json v, struct rules_deadline *d)
{
	struct json list = sheet_list_or(&rd->s, v, "alerts");

	d->alerts =
	    rules_read_rows(rd, list, RULES_ALERTS_MOST, sizeof(*d->alerts));
	for (size_t i = 0; d->alerts && i < json_len(list); i++) {
		struct str word = json_text(json_at(list, i));
		size_t n = d->alerts_count;
		if (!span_read(word, &d->alerts[n])) {
			sheet_blame_text(&rd->s, word.len > 0 ? word : d->id,
			    "« %.*s » n’est pas une alerte (PT12H, P3D, "
			    "P6DT8H, -P15D, dernier_jour_ouvre)",
			    SHOWN(word));
			continue;
		}
		d->alerts_count++;
		ladder_judge(rd, d, n, word);
	}
}

void
rules_read_limit(struct rules_read *rd, struct json v, struct rules_deadline *d)
{
	if (!sheet_object(&rd->s, v, LIMIT_KEYS))
		return;
	struct rules_read_head h =
	    rules_read_head(rd, v, rules_read_code(rd, v, "id"));
	for (size_t i = 0; i < rd->r->deadlines_count; i++)
		rules_read_order(rd, &h, rd->r->deadlines[i].id,
		    rd->r->deadlines[i].version, rd->r->deadlines[i].since);
	d->id = h.id;
	d->title = h.title;
	d->source = h.source;
	d->version = h.version;
	d->since = h.since;
	d->line = sheet_line(&rd->s, v);
	from_read(rd, v, d);
	d->after = rules_read_span(rd, v, "after", "after count");
	if (d->after.n == 0)
		sheet_blame_text(&rd->s, d->id, "il manque « after »");
	if (d->after.unit != RULES_DAYS && d->after.n < 0)
		sheet_blame_text(&rd->s, d->id,
		    "avant un événement, un délai est en jours");
	struct str count = sheet_text_or(&rd->s, v, "count");
	if (count.len > 0 && !span_count_read(count, &d->after.count))
		sheet_blame_text(&rd->s, count,
		    "« %.*s » : count attend tout, semaine, ouvres ou "
		    "bureau",
		    SHOWN(count));
	if (d->after.unit == RULES_MONTHS && d->after.count != RULES_ELAPSED)
		sheet_blame_text(&rd->s, count,
		    "des mois comptent tous leurs jours");
	nature_read(rd, v, d);
	d->information = sheet_flag(&rd->s, v, "information");
	d->owed =
	    rules_read_names(rd, v, "owed", rules_read_is_role, "un rôle");
	if (!d->information && d->owed.count == 0)
		sheet_blame_text(&rd->s, d->id,
		    "« %.*s » : il manque « owed », ou « information »",
		    SHOWN(d->id));
	alerts_read(rd, v, d);
}
