/*
 * Noise as an ask, a grant, what carries them and a typed code; the texts are
 * read unsigned as well, so that their fields are looked at. What is read must
 * be written back the same.
 */
#include "envelope/enrol.h"

static uint8_t room[2 * ENROL_MOST];

static void
as_texts(struct str noise)
{
	struct buf to = buf_over(room, sizeof(room));
	struct buf too = buf_over(room, sizeof(room));
	struct enrol_ask a;
	struct enrol_grant g;

	if (enrol_ask_parse(noise, &a) == ERR_OK) {
		enrol_ask_text(&to, &a);
		must(buf_err(&to) == ERR_OK && str_eq(buf_text(&to), noise));
	}
	if (enrol_grant_parse(noise, &g) == ERR_OK) {
		enrol_grant_text(&too, &g);
		must(buf_err(&too) == ERR_OK && str_eq(buf_text(&too), noise));
	}
}

static void
as_notes(struct str noise)
{
	uint8_t proof[HASH_SHA256];
	struct enrol_ask a;
	struct enrol_grant g;
	struct str note;

	(void)!enrol_ask_read(noise, &a);
	(void)!enrol_grant_read(noise, &g);
	if (enrol_carried(noise, proof, &note) != ERR_OK)
		return;
	struct buf to = buf_over(room, sizeof(room));
	enrol_carry(&to, proof, note);
	must(buf_err(&to) == ERR_OK && str_eq(buf_text(&to), noise));
}

static void
as_a_code(struct str noise)
{
	uint8_t code[ENROL_CODE], again[ENROL_CODE];
	struct buf to = buf_over(room, sizeof(room));

	if (enrol_code_read(noise, code) != ERR_OK)
		return;
	enrol_code_write(&to, code);
	must(enrol_code_read(buf_text(&to), again) == ERR_OK);
	must(memcmp(code, again, sizeof(code)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str noise = {(const char *)data, size};

	as_texts(noise);
	as_notes(noise);
	as_a_code(noise);
	return 0;
}
