/*
 * What was sealed, read as the central does: whatever it is, it is refused or
 * its members agree with each other.
 */
#include <stdlib.h>
#include <string.h>

#include "core/payload.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect(bool truth)
{
	if (!truth)
		abort();
}

/* What a box may send, as the shipped packs say. */
static const struct pack *
the_pack(void)
{
	static struct rules_act acts[] = {{.form = {"fiche_p", 7}, .box = true},
	    {.form = {"demande_intervention", 20}, .box = true},
	    {.form = {"complement", 10}, .box = true}};
	static struct pack pack =
	    {.forms = {{.id = {"fiche_p", 7}, .version = 1, .letter = {"P", 1}},
		 {.id = {"demande_intervention", 20},
		     .version = 1,
		     .letter = {"I", 1}},
		 {.id = {"complement", 10}, .version = 1}},
		.count = 3};

	pack.rules.acts = acts;
	pack.rules.acts_count = 3;
	return &pack;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t memory[4u << 20] __attribute__((aligned(16)));
	struct arena mem;
	struct payload p = {.version = -1};

	arena_open(&mem, memory, sizeof(memory));
	enum err e =
	    payload_read(&mem, the_pack(), (struct bytes){data, size}, &p);
	if (e == ERR_OK) {
		expect(p.form.len > 0 && p.reference.len > 0);
		expect(p.site.len > 0 && p.version > 0);
		expect(p.clock >= 0 && p.clock <= 2);
		expect(p.urgency >= 0 && p.urgency <= 2);
		/* an addendum is about one; a whole form may be, too */
		expect(p.about.len > 0 || !str_eq(p.form, TXT("complement")));
		expect(p.about.len < p.reference.len ||
		    !str_eq(p.form, TXT("complement")));
	} else {
		expect(e == ERR_FORGED || e == ERR_LIMIT);
		expect(p.version == -1); /* untouched */
	}
	arena_reset(&mem);
	return 0;
}
