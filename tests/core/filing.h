/*
 * filing - a fiche that someone filled in, and what the central reads of one.
 */
#ifndef FILING_TEST_H
#define FILING_TEST_H

#include "kiosk.h"

#include "core/payload.h"

/* What the central would read of the n-th envelope held. */
static inline struct envelope_inner
opened(size_t n)
{
	static uint8_t memory[1 << 20] __attribute__((aligned(16)));
	static struct arena mem;
	uint8_t open[HPKE_KEY], kid[ENVELOPE_KID], cek[ENVELOPE_CEK];
	struct envelope_inner inner;
	struct spool_id id[64];
	size_t count, all;
	struct bytes whole;
	struct envelope e;

	arena_open(&mem, memory, sizeof(memory));
	OK(spool_list(&rig.core.outbox.spool, id, 64, &count, &all));
	TRUE(n < count);
	OK(spool_get(&rig.core.outbox.spool, id[n], &mem, &whole));
	OK(envelope_read(whole, &e));
	hpke_public(line.intake, open);
	envelope_kid(open, kid);
	OK(envelope_unwrap(line.intake, e.fixed, envelope_entry(&e, kid)->whole,
	    cek));
	OK(envelope_open(&e, cek, &mem, &inner));
	struct payload p;
	OK(payload_read(&mem, &rig.core.pack, inner.payload,
	    &p)); /* the central takes it */
	return inner;
}

/* A member of a payload, by a path of two keys at most. */
static inline struct str
said(const struct envelope_inner *inner, const char *key, const char *in)
{
	static uint8_t memory[1 << 20] __attribute__((aligned(16)));
	static struct arena mem;
	struct json root;

	arena_open(&mem, memory, sizeof(memory));
	OK(json_read(&mem, str_from(inner->payload), &root, NULL));
	struct json v = json_get(root, str_of(key));
	return json_text(in ? json_get(v, str_of(in)) : v);
}

static inline void
filled(const char *login)
{
	EQ(kiosk_sign_in(login), 303);
	EQ(rig_get("/fiche"), 200);
	kiosk_fill("/fiche");
}

#endif
