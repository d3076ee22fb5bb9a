#define SUITE core_timeline
#include "../test.h"

#include "base/clock.h"
#include "base/json.h"
#include "core/timeline.h"

#define NOW INT64_C(1795536000000) /* 24 November 2026, 17 h 00 in Paris */

static int64_t
days(int64_t n)
{
	return NOW + n * CLOCK_DAY;
}

TEST(time_goes_from_left_to_right_and_today_is_between)
{
	const int64_t acts[] = {days(-30), days(-10), days(-1)};
	const struct timeline_limit limits[] = {
	    {.start = days(-10), .end = days(60), .label = TXT("x")}};
	struct timeline t;

	timeline_lay(&t, acts, 3, limits, 1, NOW);
	EQ(t.marks, 3);
	EQ(t.from, days(-30));
	EQ(t.to, days(60));
	EQ(t.mark[0].x, TIMELINE_LEAST);
	TRUE(t.mark[0].x < t.mark[1].x && t.mark[1].x < t.mark[2].x);
	TRUE(t.mark[2].x < t.today && t.today < 1000 - TIMELINE_LEAST);
	EQ(t.bar[0].x, t.mark[1].x);
	EQ(t.bar[0].x + t.bar[0].width, 1000 - TIMELINE_LEAST);
}

TEST(marks_of_one_lane_never_cover_each_other)
{
	int64_t acts[TIMELINE_ACTS + 10];
	struct timeline t;
	int number = 1;

	/* Many in an hour, then some, then many again. */
	for (size_t i = 0; i < TIMELINE_ACTS + 10; i++)
		acts[i] = days(-90) + (int64_t)(i * i) * CLOCK_HOUR / 3;
	timeline_lay(&t, acts, TIMELINE_ACTS + 10, NULL, 0, NOW);
	TRUE(t.marks > 4 && t.marks <= TIMELINE_ACTS);
	TRUE(t.lanes <= TIMELINE_LANES);
	for (size_t i = 0; i < t.marks; i++) {
		const struct timeline_mark *a = &t.mark[i];
		EQ(a->first, number); /* every act is on one mark */
		number = a->last + 1;
		for (size_t k = i + 1; k < t.marks; k++) {
			const struct timeline_mark *b = &t.mark[k];
			if (a->lane == b->lane)
				TRUE(b->x - a->x >= TIMELINE_APART);
		}
	}
	EQ(number, TIMELINE_ACTS + 10 + 1);
}

TEST(acts_of_one_moment_share_the_last_mark)
{
	const int64_t acts[] = {NOW, NOW, NOW, NOW, NOW, NOW, NOW};
	struct timeline t;

	timeline_lay(&t, acts, 7, NULL, 0, NOW);
	EQ(t.marks, TIMELINE_LANES);
	EQ(t.lanes, TIMELINE_LANES);
	EQ(t.mark[3].first, 4);
	EQ(t.mark[3].last, 7);
}

TEST(an_empty_or_mad_timeline_is_laid_all_the_same)
{
	const int64_t acts[] = {0, INT64_C(4000000000000)};
	const struct timeline_limit limits[] = {
	    {.start = days(3), .end = days(1)}};
	struct timeline t;

	timeline_lay(&t, NULL, 0, NULL, 0, NOW);
	EQ(t.marks + t.bars, 0);
	EQ(t.to - t.from, CLOCK_DAY);
	EQ(t.today, TIMELINE_LEAST);
	timeline_lay(&t, acts, 2, limits, 1, NOW);
	EQ(t.mark[0].x, TIMELINE_LEAST);
	EQ(t.mark[1].x, 1000 - TIMELINE_LEAST);
	TRUE(t.bar[0].width > 0);
}

TEST(what_it_writes_is_read_as_json)
{
	const int64_t acts[] = {days(-3), days(-2)};
	const struct timeline_limit limits[] = {{.start = days(-2),
	    .end = days(5),
	    .label = TXT("Rapport « OPP »"),
	    .late = true}};
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, 8192);
	struct timeline t;
	struct json root;

	timeline_lay(&t, acts, 2, limits, 1, NOW);
	timeline_put(&b, &t, limits);
	OK(buf_err(&b));
	OK(json_read(&mem, buf_text(&b), &root, NULL));
	struct json one = json_at(json_get(root, TXT("limits")), 0);
	TRUE(str_eq(json_text(json_get(one, TXT("letter"))), TXT("A")));
	TRUE(str_eq(json_text(json_get(one, TXT("label"))),
	    TXT("Rapport « OPP »")));
	TRUE(json_true(json_get(one, TXT("late"))));
	TRUE(
	    str_eq(json_text(json_get(root, TXT("from"))), TXT("21 novembre")));
	EQ(json_len(json_get(root, TXT("marks"))), 2);
}
