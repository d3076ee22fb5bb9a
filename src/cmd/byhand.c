#include "cmd/byhand.h"

#include "calendar/paris.h"
#include "core/hour.h"

static enum err
unwrap(void *of, struct bytes fixed, struct bytes entry,
    uint8_t cek[ENVELOPE_CEK])
{
	return envelope_unwrap(of, fixed, entry, cek);
}

enum err
byhand_intake(struct aside *a, struct intake *in)
{
	static uint8_t room[PACK_MEMORY] __attribute__((aligned(16)));
	static uint8_t open[HPKE_KEY];
	static struct pack pack;
	struct arena pack_mem;
	struct hour hour;

	hour_open(&hour, 0);
	*in = (struct intake){.mem = &a->mem,
	    .pack = &pack,
	    .auditor = a->ring.key[KEYRING_AUDITOR],
	    .open = open,
	    .now = hour_now(&hour).ms,
	    .unwrap = unwrap,
	    .of = a->ring.key[KEYRING_INTAKE]};
	arena_open(&pack_mem, room, sizeof(room));
	enum err e = pack_open(&pack_mem, &pack_embedded,
	    a->deploy->setting.text[SETTING_convention], NULL, &pack);
	if (e != ERR_OK)
		return e;
	pack_today(&pack, paris_day(in->now));
	hpke_public(a->ring.key[KEYRING_INTAKE], open);
	return ERR_OK;
}
