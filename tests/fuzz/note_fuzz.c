/*
 * Noise as a signed note, a checkpoint and a receipt. What is read must be
 * written back the same; what is signed here must be opened.
 */
#include "base/err.h"
#include "crypto/checkpoint.h"
#include "crypto/note.h"
#include "envelope/receipt.h"

static uint8_t room[2 * NOTE_MOST];

static void
as_a_note(struct str noise, const struct note_key *key)
{
	struct note n;

	if (note_read(noise, &n) != ERR_OK)
		return;
	must(n.text.len + 1 + n.lines.len == noise.len);
	must(note_text_ok(n.text) && n.lines.len > 0);
	(void)!note_verify(&n, key);
}

static void
as_a_checkpoint(struct str noise)
{
	struct checkpoint c;
	struct buf to = buf_over(room, sizeof(room));

	if (checkpoint_read(noise, &c) != ERR_OK)
		return;
	checkpoint_put(&to, &c);
	must(buf_err(&to) == ERR_OK && str_eq(buf_text(&to), noise));
}

/* The text of a receipt, signed so that its fields are looked at. */
static void
as_a_receipt(struct str noise, const struct note_key *key,
    const uint8_t private[SIGN_KEY])
{
	static uint8_t again[RECEIPT_MOST];
	uint8_t signature[SIGN_LEN];
	struct buf to = buf_over(room, sizeof(room));
	struct buf back = buf_over(again, sizeof(again));
	struct receipt r;

	if (!note_text_ok(noise) || noise.len > RECEIPT_MOST)
		return;
	sign_message(private, str_bytes(noise), signature);
	note_put(&to, noise, key, signature);
	must(buf_err(&to) == ERR_OK);
	if (receipt_read(buf_text(&to), key, &r) != ERR_OK)
		return;
	receipt_text(&back, &r);
	must(buf_err(&back) == ERR_OK && str_eq(buf_text(&back), noise));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t seed[SIGN_SEED] = {7};
	struct str noise = {(const char *)data, size};
	struct note_key key = {.name = TXT("PeterNeumann")};
	uint8_t private[SIGN_KEY];

	sign_key(seed, private, key.open);
	as_a_note(noise, &key);
	as_a_checkpoint(noise);
	as_a_receipt(noise, &key, private);
	return 0;
}
