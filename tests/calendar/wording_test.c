#include "calendar/wording.h"

#define SUITE calendar_wording
#include "../test.h"
#include "moment.h"

/* The text with its unbreakable spaces made plain, as the vectors have it. */
static struct str
plain(struct buf *b)
{
	size_t to = 0;

	for (size_t i = 0; i < b->len; i++) {
		bool space = b->at[i] == 0xc2 && b->at[i + 1] == 0xa0;
		b->at[to++] = space ? ' ' : b->at[i];
		i += space;
	}
	b->len = to;
	return buf_text(b);
}

TEST(dates_and_hours_read_as_french_writes_them)
{
	struct vectors v = vectors_open("tests/vectors/calendar/wording.txt");
	int this_year = wording_year(moment_utc(TXT("2026-11-24T18:00")));

	while (vectors_next(&v)) {
		char room[128];
		struct buf b = buf_over(room, sizeof(room));
		int64_t utc = moment_utc(v.field[0]);
		if (str_eq(v.field[1], TXT("end")))
			wording_end(&b, utc, this_year);
		else
			wording_utc(&b, utc,
			    str_eq(v.field[1], TXT("year")) ? WORDING_YEAR
							    : this_year);
		OK(buf_err(&b));
		SAME_STR(plain(&b), vectors_rest(&v, 2));
	}
}

TEST(an_hour_never_straddles_two_lines)
{
	char room[16];
	struct buf b = buf_over(room, sizeof(room));

	wording_hour(&b, 18 * CLOCK_HOUR + 5 * CLOCK_MINUTE);
	SAME_TEXT(buf_text(&b), "18\u00a0h\u00a005");
}

TEST(every_day_and_month_has_its_name)
{
	static const char *const want[] = {"jeudi 1er janvier 2026",
	    "dimanche 1er février 2026", "dimanche 1er mars 2026",
	    "mercredi 1er avril 2026", "vendredi 1er mai 2026",
	    "lundi 1er juin 2026", "mercredi 1er juillet 2026",
	    "samedi 1er août 2026", "mardi 1er septembre 2026",
	    "jeudi 1er octobre 2026", "dimanche 1er novembre 2026",
	    "mardi 1er décembre 2026"};

	for (int m = 1; m <= 12; m++) {
		char room[64];
		struct buf b = buf_over(room, sizeof(room));
		wording_day(&b, day_of(2026, m, 1), WORDING_YEAR);
		SAME_STR(buf_text(&b), str_of(want[m - 1]));
	}
}

TEST(a_week_is_named_as_the_weekly_table_is)
{
	char room[16];
	struct buf b = buf_over(room, sizeof(room));

	wording_week(&b, week_of(day_of(2027, 1, 1)));
	wording_week(&b, week_of(day_of(2027, 1, 4)));
	SAME_TEXT(buf_text(&b), "S53-2026S01-2027");
}
