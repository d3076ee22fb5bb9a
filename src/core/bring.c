#include "core/bring.h"

#include "audit/trail.h"

static enum err
take_one(struct store *s, struct intake *in, struct bytes whole,
    struct brought *done)
{
	struct tx tx = tx_begin(s);
	struct intake_fate fate;

	in->tx = &tx;
	enum err taken = intake_take(in, NULL, whole, &fate);
	tx_fail(&tx, taken);
	enum err e = tx_end(&tx);
	if (taken == ERR_DENIED) {
		done->asked++;
		return ERR_OK;
	}
	if (e == ERR_OK)
		done->state[fate.state]++;
	return e;
}

/* That someone did it, and what box it was said to be of. */
static enum err
note(struct store *s, const struct intake *in, const struct bundle *b)
{
	struct tx tx = tx_begin(s);

	trail_append(&tx, in->mem, in->auditor,
	    &(struct trail_entry){.action = AUDIT_bundle_imported,
		.clock = TRAIL_CLOCK_MACHINE,
		.at = in->now,
		.object = b->device});
	return tx_end(&tx);
}

enum err
bring_all(struct store *s, struct intake *in, struct bundle *b,
    struct brought *done)
{
	struct bytes whole;
	enum err read, e = note(s, in, b);

	*done = (struct brought){0};
	while (e == ERR_OK && (read = bundle_next(b, &whole)) == ERR_OK)
		e = take_one(s, in, whole, done);
	if (e == ERR_OK)
		done->whole = read == ERR_ABSENT;
	return e;
}
