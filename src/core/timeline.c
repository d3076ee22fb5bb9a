#include "core/timeline.h"

#include "base/clock.h"
#include "base/item.h"
#include "calendar/paris.h"
#include "calendar/wording.h"

#define ALL  1000
#define THIN 12 /* of a bar at least: one is never invisible */

/* Pixels down the page. */
#define TOP   22 /* the words of today */
#define LANE  30
#define STEM  18 /* from the line to the first lane */
#define DATES 22 /* under the line */
#define ROW   40 /* of a limit: its words, then its bar */

static int
place(const struct timeline *t, int64_t at)
{
	const int64_t room = ALL - 2 * TIMELINE_LEAST;
	int64_t long_ = t->to - t->from;

	if (at < t->from)
		at = t->from;
	if (at > t->to)
		at = t->to;
	/* Years in ms times a thousand stay far below 63 bits. */
	return TIMELINE_LEAST + (int)((at - t->from) * room / long_);
}

/* From the first act or limit to today, or the last end that is awaited. */
static void
span(struct timeline *t, const int64_t *acts, size_t count,
    const struct timeline_limit *limits, size_t limits_count, int64_t now)
{
	t->from = now;
	t->to = now;
	for (size_t i = 0; i < count; i++) {
		t->from = acts[i] < t->from ? acts[i] : t->from;
		t->to = acts[i] > t->to ? acts[i] : t->to;
	}
	for (size_t i = 0; i < limits_count; i++) {
		t->from = limits[i].start < t->from ? limits[i].start : t->from;
		t->to = limits[i].end > t->to ? limits[i].end : t->to;
	}
	if (t->to - t->from < CLOCK_DAY)
		t->to = t->from + CLOCK_DAY;
}

static bool
shared(const struct timeline_mark *m)
{
	return m->last > m->first;
}

/* How far the next mark of its lane must be. */
static int
apart(const struct timeline_mark *m)
{
	return shared(m) ? TIMELINE_WIDE : TIMELINE_APART;
}

/* The lowest lane where `x` is free; -1: none. */
static int
free_lane(const struct timeline *t, int x)
{
	const struct timeline_mark *last[TIMELINE_LANES] = {NULL};

	for (size_t i = 0; i < t->marks; i++)
		last[t->mark[i].lane] = &t->mark[i];
	for (int k = 0; k < TIMELINE_LANES; k++)
		if (!last[k] || last[k]->x + apart(last[k]) <= x)
			return k;
	return -1;
}

static void
add_mark(struct timeline *t, int x, int number)
{
	int lane = free_lane(t, x);

	if (t->marks > 0 && (lane < 0 || t->marks == TIMELINE_ACTS)) {
		t->mark[t->marks - 1].last = number;
		return;
	}
	t->mark[t->marks++] = (struct timeline_mark){x, lane, number, number};
	if (lane >= t->lanes)
		t->lanes = lane + 1;
}

static struct timeline_bar
bar_of(const struct timeline *t, const struct timeline_limit *l)
{
	struct timeline_bar b = {.x = place(t, l->start)};

	b.width = place(t, l->end) - b.x;
	if (b.width < THIN)
		b.width = THIN;
	return b;
}

void
timeline_lay(struct timeline *t, const int64_t *acts, size_t count,
    const struct timeline_limit *limits, size_t limits_count, int64_t now)
{
	size_t n =
	    limits_count < TIMELINE_LIMITS ? limits_count : TIMELINE_LIMITS;

	*t = (struct timeline){.year = wording_year(now)};
	span(t, acts, count, limits, n, now);
	t->today = place(t, now);
	for (size_t i = 0; i < count; i++)
		add_mark(t, place(t, acts[i]), (int)i + 1);
	for (size_t i = 0; i < n; i++)
		t->bar[t->bars++] = bar_of(t, &limits[i]);
}

/* --- as members of a page ------------------------------------------------- */

/* « 37.4% » */
static void
put_share(struct buf *to, const char *key, int x)
{
	char room[24];
	struct buf b = buf_over(room, sizeof(room));

	buf_number(&b, x / 10, 1);
	buf_str(&b, TXT("."));
	buf_number(&b, x % 10, 1);
	buf_str(&b, TXT("%"));
	item_text(to, key, buf_text(&b));
}

static void
put_day(struct buf *to, const struct timeline *t, const char *key, int64_t at)
{
	char room[64];
	struct buf b = buf_over(room, sizeof(room));

	wording_day(&b, paris_day(at), t->year);
	/* The day of the week is in the lists; a drawing has no room for it. */
	struct str words = buf_text(&b);
	(void)str_cut(&words, ' ');
	item_text(to, key, words);
}

static void
put_mark(struct buf *to, const struct timeline_mark *m, int axis)
{
	char room[24];
	struct buf label = buf_over(room, sizeof(room));
	int y = axis - STEM - LANE * m->lane;

	buf_number(&label, m->first, 1);
	if (shared(m)) {
		buf_str(&label, TXT("–"));
		buf_number(&label, m->last, 1);
	}
	item_open(to);
	put_share(to, "x", m->x);
	item_number(to, "y", y - 12);
	item_number(to, "text_y", y + 5);
	item_number(to, "stem", y + 12);
	item_text(to, "label", buf_text(&label));
	item_flag(to, "shared", shared(m));
	buf_str(to, TXT("}"));
}

static void
put_limit(struct buf *to, const struct timeline_bar *b,
    const struct timeline_limit *l, size_t i, int y)
{
	char letter = (char)('A' + i);

	item_open(to);
	put_share(to, "x", b->x);
	put_share(to, "width", b->width);
	item_number(to, "text_y", y + 16);
	item_number(to, "y", y + 23);
	item_text(to, "letter", (struct str){&letter, 1});
	item_text(to, "label", l->label);
	item_flag(to, "over", l->over);
	item_flag(to, "late", l->late);
	buf_str(to, TXT("}"));
}

void
timeline_put(struct buf *to, const struct timeline *t,
    const struct timeline_limit *limits)
{
	int axis = TOP + STEM + 14 + LANE * (t->lanes > 0 ? t->lanes - 1 : 0);
	int under = axis + DATES;
	int height = under + ROW * (int)t->bars + 8;

	item_open(to);
	item_number(to, "height", height);
	item_number(to, "axis", axis);
	item_number(to, "dates", axis + 17);
	item_number(to, "foot", height - 4);
	put_share(to, "begin", TIMELINE_LEAST);
	put_share(to, "end", ALL - TIMELINE_LEAST);
	put_share(to, "today", t->today);
	item_text(to, "anchor",
	    t->today < 200             ? TXT("start")
		: t->today > ALL - 200 ? TXT("end")
				       : TXT("middle"));
	put_day(to, t, "from", t->from);
	put_day(to, t, "to", t->to);
	item_list(to, "marks");
	for (size_t i = 0; i < t->marks; i++)
		put_mark(to, &t->mark[i], axis);
	buf_str(to, TXT("]"));
	item_list(to, "limits");
	for (size_t i = 0; i < t->bars; i++)
		put_limit(to, &t->bar[i], &limits[i], i, under + ROW * (int)i);
	buf_str(to, TXT("]}"));
}
