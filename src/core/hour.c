#include "core/hour.h"

#include "base/log.h"

void
hour_open(struct hour *h, int64_t least)
{
	*h = (struct hour){.least = least > HOUR_BUILD ? least : HOUR_BUILD,
	    .floor_boot = clock_boot()};
	h->floor = h->least;
}

void
hour_recall(struct hour *h, int64_t ms, int64_t agreed)
{
	if (ms > h->floor)
		h->floor = ms;
	h->said_ms = ms;
	h->agreed = agreed;
}

void
hour_doubt(struct hour *h, int64_t ms, int64_t boot)
{
	h->doubt = true;
	h->doubt_ms = ms;
	h->doubt_boot = boot;
}

/* How far `ms` at `boot` is from a count that was at `from` at `from_boot`. */
static int64_t
apart(int64_t ms, int64_t boot, int64_t from, int64_t from_boot)
{
	int64_t d = ms - (from + (boot - from_boot));

	return d < 0 ? -d : d;
}

/* Not yet: it says so for the first time, or not for long enough. */
static bool
doubted(struct hour *h, int64_t ms, int64_t boot)
{
	if (!h->doubt ||
	    apart(ms, boot, h->doubt_ms, h->doubt_boot) > HOUR_STEP)
		hour_doubt(h, ms, boot);
	return boot - h->doubt_boot < HOUR_SURE;
}

/* Heard again: nobody counted meanwhile, so it may be a day later at most. */
static bool
goes_on(const struct hour *h, int64_t ms)
{
	return ms >= h->said_ms - HOUR_STEP && ms <= h->said_ms + HOUR_JUMP;
}

void
hour_anchor(struct hour *h, int64_t ms, int64_t boot)
{
	int64_t off = 0;

	if (ms > HOUR_MOST)
		return;
	if (ms < h->least)
		ms = h->least;
	if (h->anchored)
		off = apart(ms, boot, h->anchor_ms, h->anchor_boot);
	if (off > HOUR_JUMP && boot - h->agreed_boot >= HOUR_SURE &&
	    doubted(h, ms, boot))
		return;
	if (!h->anchored)
		h->agreed_boot = boot - (goes_on(h, ms) ? h->agreed : 0);
	else if (off > HOUR_STEP)
		h->agreed_boot = boot;
	h->doubt = false;
	h->anchored = true;
	h->anchor_ms = ms;
	h->anchor_boot = boot;
}

void
hour_keep(struct hour *h)
{
	bool was = h->doubt;

	h->own = true;
	if (clock_now() >= h->least)
		hour_anchor(h, clock_now(), clock_boot());
	if (h->doubt != was)
		log_event(LOG_WARN,
		    EVENT(was ? "clock_believed" : "clock_doubted"));
}

struct hour_moment
hour_now(const struct hour *h)
{
	int64_t machine = clock_now();
	int64_t least = h->floor + (clock_boot() - h->floor_boot);

	if (h->anchored)
		return (struct hour_moment){h->anchor_ms +
			(clock_boot() - h->anchor_boot),
		    h->own ? TRAIL_CLOCK_MACHINE : TRAIL_CLOCK_ANCHORED};
	if (machine < h->floor)
		return (struct hour_moment){least, TRAIL_CLOCK_UNKNOWN};
	return (struct hour_moment){machine, TRAIL_CLOCK_MACHINE};
}

int64_t
hour_agreed(const struct hour *h)
{
	return h->anchored ? h->anchor_boot - h->agreed_boot : 0;
}

bool
hour_sure(const struct hour *h)
{
	return h->anchored && !h->doubt &&
	    clock_boot() - h->agreed_boot >= HOUR_SURE;
}

int64_t
hour_drift(const struct hour *h)
{
	return h->anchored ? clock_now() - hour_now(h).ms : 0;
}
