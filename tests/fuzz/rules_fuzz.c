/*
 * What a person writes as rules.json, over the forms and the directory of the
 * pack demo. Whatever comes: nothing is read of what was blamed, and of what is
 * read every limit ends, every alert has words, and it can be proven or not.
 */
#include <stdalign.h>

#include "base/clock.h"
#include "convention/rules_proof.h"

#define ROOM   (2u << 20)
#define FAULTS (64u << 10)

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static struct pack *
demo(void)
{
	static alignas(max_align_t) uint8_t room[PACK_MEMORY];
	static struct pack pack;
	struct arena mem;

	if (pack.count == 0) {
		arena_open(&mem, room, sizeof(room));
		must(pack_open(&mem, &pack_embedded, TXT("demo"), NULL,
			 &pack) == ERR_OK);
	}
	return &pack;
}

/* From a day that is in the calendar all of it ends in the calendar. */
static void
ends(const struct rules *r, const struct rules_deadline *d)
{
	int64_t start = (int64_t)20000 * CLOCK_DAY, due = 0, warn = 0, at = 0;

	must(rules_due(r, d, start, &due, &warn) == ERR_OK);
	must(d->after.n < 0 ? due < start : due > start);
	for (size_t i = 0; i < d->alerts_count; i++) {
		char room[64];
		struct buf words = buf_over(room, sizeof(room));
		must(rules_alert(r, d, i, start, due, &at) == ERR_OK);
		rules_alert_words(&d->alerts[i], &words);
		must(buf_err(&words) == ERR_OK && words.len > 0);
	}
}

static void
read_one(struct arena *mem, struct str text)
{
	struct pack *p = demo();
	struct buf faults = buf_new(mem, FAULTS);
	struct proof proof = {.lines = &faults};

	enum err e = rules_read(mem, TXT("r"), text, &p->directory, p->forms,
	    p->count, TERRITORY_METROPOLE, &faults, &p->rules);
	must(e != ERR_MANGLED || faults.len > 0 || buf_err(&faults) != ERR_OK);
	must((e == ERR_OK) == (p->rules.version > 0));
	must(e == ERR_OK || p->rules.acts_count == 0);
	if (e != ERR_OK)
		return;
	for (size_t i = 0; i < p->rules.deadlines_count; i++)
		ends(&p->rules, &p->rules.deadlines[i]);
	rules_proof(p, &proof);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	static alignas(max_align_t) uint8_t room[ROOM];
	struct str text = {(const char *)at, len};
	struct arena mem;

	if (len > 64u << 10)
		return 0;
	arena_open(&mem, room, sizeof(room));
	read_one(&mem, text);
	arena_reset(&mem);
	return 0;
}
