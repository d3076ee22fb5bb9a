#define SUITE       envelope_frozen
#define TEST_MEMORY (8u << 20)
#include "../test.h"

#include "frozen.h"

/* FREEZE=1: write what is missing. */
static void
freeze(struct arena *mem, const struct frozen *f)
{
	struct bytes before = {NULL, 0};
	size_t mark = arena_mark(mem);

	for (size_t i = 0; i < f->cases; i++) {
		const struct frozen_case *c = &f->of[i];
		FILE *old = fopen(frozen_path(c), "r");
		if (old) {
			fclose(old);
			arena_back(mem, mark);
			before = frozen_bytes(mem, c);
			continue;
		}
		if (i > 0 && c->outer.incarnation != c[-1].outer.incarnation)
			before = (struct bytes){NULL, 0};
		before = frozen_make(mem, f, c, before);
		struct buf text = buf_new(mem, before.len / 3 * 4 + 8);
		encode_base64(&text, before);
		buf_str(&text, TXT("\n"));
		OK(buf_err(&text));
		FILE *new = fopen(frozen_path(c), "wx");
		TRUE(new &&fwrite(text.at, 1, text.len, new) == text.len);
		EQ(fclose(new), 0);
	}
	arena_back(mem, mark);
}

/* Outside and inside, what the line says. */
static void
says(struct bytes whole, const struct frozen *f, const struct frozen_case *c,
    struct bytes before, struct arena *mem)
{
	struct envelope e;
	uint8_t hash[HASH_SHA256] = {0};

	OK(envelope_read(whole, &e));
	if (before.len > 0)
		hash_sha256(before, hash);
	EQ(whole.len, ENVELOPE_LEN(c->n, c->pad));
	EQ(e.n, c->n);
	EQ(e.outer.flags, c->outer.flags);
	TRUE(ident_eq(&e.outer.device, &c->outer.device));
	TRUE(e.outer.incarnation == c->outer.incarnation);
	TRUE(e.outer.seq == c->outer.seq);
	TRUE(ident_eq(&e.outer.id, &c->outer.id));
	SAME(BYTES_OF(e.outer.before), BYTES_OF(hash));
	TRUE(e.outer.wall_ms == c->outer.wall_ms);
	EQ(e.outer.boot_count, c->outer.boot_count);
	TRUE(e.outer.boottime_ms == c->outer.boottime_ms);
	SAME(BYTES_OF(e.outer.checkpoint), BYTES_OF(c->outer.checkpoint));
	SAME(BYTES_OF(e.outer.signer), BYTES_OF(c->outer.signer));

	for (size_t i = 0; i < c->n; i++) {
		struct envelope_inner inner;
		size_t mark = arena_mark(mem);
		EQ(e.entry[i].role, f->to[c->to[i]].role);
		OK(frozen_read(whole, f->open, &f->to[c->to[i]], mem, &inner));
		EQ(inner.schema, ENVELOPE_SCHEMA);
		EQ(inner.content, c->inner.content);
		EQ(inner.urgency, c->inner.urgency);
		EQ(inner.payload.len, c->payload);
		hash_sha256(inner.payload, hash);
		SAME(BYTES_OF(hash), BYTES_OF(c->sha256));
		arena_back(mem, mark);
	}
}

TEST(every_frozen_envelope_opens_for_each_of_its_recipients)
{
	struct arena mem = test_arena();
	const struct frozen *f = frozen_open(&mem);
	struct bytes before = {NULL, 0};

	if (getenv("FREEZE"))
		freeze(&mem, f);
	EQ(f->cases, 20);
	for (size_t i = 0; i < f->cases; i++) {
		const struct frozen_case *c = &f->of[i];
		snprintf(test_where, sizeof(test_where), " (%s)", c->name);
		if (i > 0 && c->outer.incarnation != c[-1].outer.incarnation)
			before = (struct bytes){NULL, 0};
		struct bytes whole = frozen_bytes(&mem, c);
		says(whole, f, c, before, &mem);
		before = whole;
	}
	test_where[0] = 0;
}

TEST(what_is_made_today_from_the_same_lines_says_the_same)
{
	struct arena mem = test_arena();
	const struct frozen *f = frozen_open(&mem);
	struct bytes before = {NULL, 0};

	for (size_t i = 0; i < f->cases; i++) {
		const struct frozen_case *c = &f->of[i];
		snprintf(test_where, sizeof(test_where), " (%s)", c->name);
		struct bytes whole = frozen_make(&mem, f, c, before);
		says(whole, f, c, before, &mem);
		before = whole;
	}
	test_where[0] = 0;
}

TEST(no_recipient_opens_what_is_not_for_it)
{
	struct arena mem = test_arena();
	const struct frozen *f = frozen_open(&mem);
	const struct frozen_case *c = &f->of[0];
	struct bytes whole = frozen_bytes(&mem, c);
	struct envelope_inner inner;

	EQ(frozen_read(whole, f->open, &f->to[1], &mem, &inner), ERR_ABSENT);
	/* Another key that claims the kid of the right one. */
	struct frozen_key liar = f->to[1];
	memcpy(liar.kid, f->to[0].kid, ENVELOPE_KID);
	EQ(frozen_read(whole, f->open, &liar, &mem, &inner), ERR_FORGED);
}

TEST(every_byte_of_an_envelope_counts_and_each_refusal_is_the_same)
{
	struct arena mem = test_arena();
	const struct frozen *f = frozen_open(&mem);
	struct bytes frozen = frozen_bytes(&mem, &f->of[0]);
	uint8_t *at = arena_take(&mem, frozen.len);
	struct bytes whole = {at, frozen.len};
	struct envelope_inner inner = {.urgency = ENVELOPE_URGENT};

	memcpy(at, frozen.at, frozen.len);
	for (size_t i = 0; i < whole.len; i++) {
		uint8_t flip = (uint8_t)(1 << i % 8);
		at[i] ^= flip;
		enum err e =
		    frozen_read(whole, f->open, &f->to[0], &mem, &inner);
		if (e != ERR_FORGED) {
			snprintf(test_where, sizeof(test_where), " (byte %zu)",
			    i);
			EQ(e, ERR_FORGED);
		}
		at[i] ^= flip;
	}
	EQ(inner.urgency, ENVELOPE_URGENT);
	for (size_t len = 0; len < whole.len; len++)
		EQ(frozen_read((struct bytes){at, len}, f->open, &f->to[0],
		       &mem, &inner),
		    ERR_FORGED);
	OK(frozen_read(whole, f->open, &f->to[0], &mem, &inner));
}
