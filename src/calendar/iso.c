#include "calendar/iso.h"

#include "base/clock.h"

void
iso_put_day(struct buf *to, day n)
{
	struct ymd t = day_ymd(n);

	buf_number(to, t.y, 4);
	buf_str(to, TXT("-"));
	buf_number(to, t.m, 2);
	buf_str(to, TXT("-"));
	buf_number(to, t.d, 2);
}

static int64_t
inside(int64_t utc)
{
	int64_t least = DAY_LEAST * CLOCK_DAY;
	int64_t most = (DAY_MOST + 1) * CLOCK_DAY - 1;

	return utc < least ? least : utc > most ? most : utc;
}

void
iso_put_utc(struct buf *to, int64_t utc)
{
	int64_t since = inside(utc) - DAY_LEAST * CLOCK_DAY;
	int64_t ms = since % CLOCK_DAY;

	iso_put_day(to, (day)(since / CLOCK_DAY + DAY_LEAST));
	buf_str(to, TXT("T"));
	buf_number(to, ms / CLOCK_HOUR, 2);
	buf_str(to, TXT(":"));
	buf_number(to, ms / CLOCK_MINUTE % 60, 2);
	buf_str(to, TXT(":"));
	buf_number(to, ms / CLOCK_SECOND % 60, 2);
	buf_str(to, TXT("."));
	buf_number(to, ms % CLOCK_SECOND, 3);
	buf_str(to, TXT("Z"));
}

void
iso_put_week(struct buf *to, struct week w)
{
	buf_number(to, w.year, 4);
	buf_str(to, TXT("-W"));
	buf_number(to, w.number, 2);
}

/* The number that `shape`, as "2026-11-24", has where it has `letter`. */
static int
number(struct str text, const char *shape, char letter)
{
	int n = 0;

	for (size_t i = 0; i < text.len; i++)
		if (shape[i] == letter)
			n = n * 10 + text.at[i] - '0';
	return n;
}

/* Letters of a shape stand for digits; all else stands for itself. */
static bool
has_shape(struct str text, const char *shape)
{
	if (text.len != strlen(shape))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool digit = text.at[i] >= '0' && text.at[i] <= '9';
		if (strchr("ymdhi", shape[i]) ? !digit : text.at[i] != shape[i])
			return false;
	}
	return true;
}

static enum err
read_shape(struct str text, const char *shape, day *n, int64_t *hour)
{
	if (!has_shape(text, shape))
		return ERR_INPUT;
	int y = number(text, shape, 'y'), m = number(text, shape, 'm');
	int d = number(text, shape, 'd'), h = number(text, shape, 'h');
	int minute = number(text, shape, 'i');
	if (!day_exists(y, m, d) || h > 23 || minute > 59)
		return ERR_INPUT;
	*n = day_of(y, m, d);
	*hour = h * CLOCK_HOUR + minute * CLOCK_MINUTE;
	return ERR_OK;
}

enum err
iso_read_day(struct str text, day *n)
{
	int64_t midnight;

	return read_shape(text, "yyyy-mm-dd", n, &midnight);
}

enum err
iso_read_hour(struct str text, day *n, int64_t *hour)
{
	return read_shape(text, "yyyy-mm-ddThh:ii", n, hour);
}
