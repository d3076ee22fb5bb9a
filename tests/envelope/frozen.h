/*
 * frozen - envelopes that every later release must open.
 *
 * tests/vectors/envelope/frozen.txt holds the keys and one line an envelope:
 * what it says outside and inside. The envelopes themselves are beside it, one
 * file each, in base 64. They were made once, by frozen_make below, from those
 * lines; frozen_test.c makes others from the same lines and sees them say the
 * same. To freeze one more, add its line and run, once,
 *
 *	FREEZE=1 build/san/unit --filter 'envelope_frozen*'
 *
 * which writes the files that are missing and never touches those that exist.
 */
#ifndef FROZEN_H
#define FROZEN_H

#include "envelope/envelope.h"

#define FROZEN_MOST 32

struct frozen_key {
	enum envelope_role role;
	uint8_t mine[HPKE_KEY], open[HPKE_KEY];
	uint8_t kid[ENVELOPE_KID];
};

struct frozen_case {
	char name[32];
	struct envelope_outer outer; /* all but `before`, which is chained */
	struct envelope_inner inner; /* the payload is frozen_payload */
	size_t pad, payload;         /* bytes */
	size_t n;
	size_t to[ENVELOPE_RECIPIENTS]; /* which keys */
	uint8_t sha256[HASH_SHA256];    /* of the payload */
};

struct frozen {
	uint8_t seed[SIGN_SEED], key[SIGN_KEY], open[SIGN_PUBLIC];
	size_t keys, cases;
	struct frozen_key to[8];
	struct frozen_case of[FROZEN_MOST];
};

static inline const char *
frozen_path(const struct frozen_case *c)
{
	static char path[96];

	snprintf(path, sizeof(path), "tests/vectors/envelope/%s.b64", c->name);
	return path;
}

/* Fictitious JSON of exactly `len` bytes, at least 24 but for nothing at all.
 */
static inline struct bytes
frozen_payload(struct arena *mem, size_t len)
{
	static const char fact[] = "Fait fictif, \xc3\xa9"
				   "crit pour essai. ";
	struct buf b = buf_new(mem, len + 1);

	if (len == 0)
		return buf_done(&b);
	buf_str(&b, TXT("{\"essai\":true,\"r\":\""));
	for (size_t i = 0; b.len < len - 2; i++)
		/* Never cut inside a letter: the tail is plain. */
		buf_u8(&b,
		    len - 2 - b.len < sizeof(fact)
			? '.'
			: (uint8_t)fact[i % (sizeof(fact) - 1)]);
	buf_str(&b, TXT("\"}"));
	EQ(b.len, len);
	return buf_done(&b);
}

static inline void
frozen_key_line(const struct vectors *v, struct arena *mem, struct frozen *f)
{
	struct frozen_key *k = &f->to[f->keys++];

	TRUE(f->keys <= sizeof(f->to) / sizeof(*f->to) && v->n == 3);
	k->role = str_eq(v->field[1], TXT("intake")) ? ENVELOPE_INTAKE
						     : ENVELOPE_RECOVERY;
	memcpy(k->mine, test_unhex(mem, v->field[2]).at, HPKE_KEY);
	hpke_public(k->mine, k->open);
	envelope_kid(k->open, k->kid);
}

static inline enum envelope_content
frozen_content(struct str name)
{
#define CONTENT(row, number, help)                                             \
	if (str_eq(name, TXT(#row)))                                           \
		return ENVELOPE_##row;
#include "envelope/content.def"
#undef CONTENT
	test_fail(__FILE__, __LINE__, "no such content");
	return ENVELOPE_dummy;
}

/*
 * envelope NAME KEYS FLAGS CONTENT URGENCY PAD PAYLOAD INCARNATION SEQ WALL
 *     BOOTS BOOTTIME CHECKPOINT SHA256-OF-PAYLOAD
 */
static inline void
frozen_case_line(const struct vectors *v, struct arena *mem, struct frozen *f)
{
	struct frozen_case *c = &f->of[f->cases++];
	uint8_t whole[HASH_SHA256];

	TRUE(f->cases <= FROZEN_MOST && v->n == 15);
	snprintf(c->name, sizeof(c->name), "%.*s", (int)v->field[1].len,
	    v->field[1].at);
	for (size_t i = 0; i < v->field[2].len; i++)
		c->to[c->n++] = (size_t)(v->field[2].at[i] - '0');
	c->outer.flags = (uint8_t)vectors_number(v, 3);
	c->inner.schema = ENVELOPE_SCHEMA;
	c->inner.content = frozen_content(v->field[4]);
	c->inner.urgency = (enum envelope_urgency)vectors_number(v, 5);
	c->pad = (size_t)vectors_number(v, 6);
	c->payload = (size_t)vectors_number(v, 7);
	c->outer.incarnation = (uint64_t)vectors_number(v, 8);
	c->outer.seq = (uint64_t)vectors_number(v, 9);
	c->outer.wall_ms = (uint64_t)vectors_number(v, 10);
	c->outer.boot_count = (uint32_t)vectors_number(v, 11);
	c->outer.boottime_ms = (uint64_t)vectors_number(v, 12);
	if (!str_eq(v->field[13], TXT("-")))
		hash_sha256(str_bytes(v->field[13]), c->outer.checkpoint);
	memcpy(c->sha256, test_unhex(mem, v->field[14]).at, HASH_SHA256);

	/* One device; the id is made of the name. */
	memset(c->outer.device.at, 0xd0, IDENT_LEN);
	hash_sha256(str_bytes(v->field[1]), whole);
	memcpy(c->outer.id.at, whole, IDENT_LEN);
	envelope_kid(f->open, c->outer.signer);
}

static inline struct frozen *
frozen_open(struct arena *mem)
{
	static struct frozen f;
	struct vectors v = vectors_open("tests/vectors/envelope/frozen.txt");

	f = (struct frozen){0};
	while (vectors_next(&v))
		if (str_eq(v.field[0], TXT("signer"))) {
			memcpy(f.seed, test_unhex(mem, v.field[1]).at,
			    SIGN_SEED);
			sign_key(f.seed, f.key, f.open);
		} else if (str_eq(v.field[0], TXT("key"))) {
			frozen_key_line(&v, mem, &f);
		} else {
			frozen_case_line(&v, mem, &f);
		}
	return &f;
}

/* The whole envelope of a case, after another or (NULL, 0) the first. */
static inline struct bytes
frozen_make(struct arena *mem, const struct frozen *f,
    const struct frozen_case *c, struct bytes before)
{
	struct envelope_outer outer = c->outer;
	struct envelope_inner inner = c->inner;
	struct envelope_recipient to_whom[ENVELOPE_RECIPIENTS];
	uint8_t message[ENVELOPE_MESSAGE], signature[SIGN_LEN];
	struct buf to = buf_new(mem, ENVELOPE_LEN(c->n, c->pad));

	if (before.len > 0)
		hash_sha256(before, outer.before);
	inner.payload = frozen_payload(mem, c->payload);
	for (size_t i = 0; i < c->n; i++) {
		to_whom[i].role = f->to[c->to[i]].role;
		memcpy(to_whom[i].open, f->to[c->to[i]].open, HPKE_KEY);
	}
	OK(envelope_seal(&outer, &inner, c->pad, c->n, to_whom, &to, message));
	sign_message(f->key, BYTES_OF(message), signature);
	envelope_finish(&to, signature);
	OK(buf_err(&to));
	return buf_done(&to);
}

/* The frozen bytes of a case. */
static inline struct bytes
frozen_bytes(struct arena *mem, const struct frozen_case *c)
{
	struct str text = str_trim(str_from(test_file(mem, frozen_path(c))));
	struct buf to = buf_new(mem, ENVELOPE_MOST);

	text = str_cut(&text, '\n');
	OK(encode_unbase64(text, &to));
	return buf_done(&to);
}

/* As the central does it, in its order; the first refusal is the answer. */
static inline enum err
frozen_read(struct bytes whole, const uint8_t open[SIGN_PUBLIC],
    const struct frozen_key *k, struct arena *mem, struct envelope_inner *inner)
{
	struct envelope e;
	uint8_t cek[ENVELOPE_CEK];
	enum err err = envelope_read(whole, &e);

	if (err != ERR_OK)
		return err;
	err = envelope_verify(&e, open);
	if (err != ERR_OK)
		return err;
	const struct envelope_entry *entry = envelope_entry(&e, k->kid);
	if (!entry)
		return ERR_ABSENT;
	err = envelope_unwrap(k->mine, e.fixed, entry->whole, cek);
	if (err != ERR_OK)
		return err;
	return envelope_open(&e, cek, mem, inner);
}

#endif
