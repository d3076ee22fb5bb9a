#include "core/liaison.h"

#include "base/encode.h"
#include "base/ident.h"

#define PATH TXT("/etat")

enum err
liaison_open(struct liaison *l, struct str url, struct str pin)
{
	struct liaison made = {.used = url.len > 0, .url = url};
	struct buf b = buf_over(made.pin, sizeof(made.pin));

	if (made.used &&
	    (encode_unhex(pin, &b) != ERR_OK || b.len != sizeof(made.pin) ||
		!str_starts(url, TXT("https://"))))
		return ERR_INPUT;
	if (str_ends(url, TXT("/")))
		made.url.len--;
	*l = made;
	return ERR_OK;
}

/* Between 80 and 120 % of a span, so that boxes do not all look at once. */
static int64_t
about(int64_t span)
{
	uint32_t r;

	ident_random(&r, sizeof(r));
	return span * (int64_t)(80 + r % 41) / 100;
}

bool
liaison_due(struct liaison *l, uint64_t ticket, char url[256], struct probe *m)
{
	int64_t now = clock_boot();
	struct buf b = buf_over(url, 256);

	if (!l->used || now < l->next)
		return false;
	if (l->asked) {
		liaison_told(l, ERR_SLOW, clock_now());
		return false;
	}
	buf_str(&b, l->url);
	buf_str(&b, PATH);
	if (buf_err(&b) != ERR_OK) {
		l->used = false;
		return false;
	}
	l->asked = true;
	l->ticket = ticket;
	l->next = now + LIAISON_SLOW;
	*m = (struct probe){ticket, buf_text(&b), BYTES_OF(l->pin)};
	return true;
}

void
liaison_told(struct liaison *l, enum err fate, int64_t now)
{
	int64_t wait = LIAISON_EVERY;

	l->asked = false;
	if (fate == ERR_OK) {
		l->state = LIAISON_ANSWERS;
		l->at = now;
		l->silent = 0;
	} else {
		if (l->state != LIAISON_SILENT)
			l->at = now;
		l->state = LIAISON_SILENT;
		if (l->silent < 5)
			wait = LIAISON_AGAIN << l->silent;
		l->silent++;
	}
	l->next = clock_boot() + about(wait);
}
