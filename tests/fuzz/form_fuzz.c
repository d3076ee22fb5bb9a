/*
 * Three doors, by the first byte. 'D': a definition, then (after a NUL) what a
 * person sends to it. 'F': what is sent to a step of the Fiche P (the second
 * byte says which). Anything else: answers as they may come in a payload.
 * Whatever comes, what we write is JSON, what is sent reads as the same again,
 * and of what is sent nothing is wrong, though some of it may be missing.
 */
#include <stdalign.h>

#include "convention/pack.h"
#include "form/answer.h"
#include "form/show.h"

#define ROOM (8u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t len);

static const struct form *
fiche(void)
{
	static alignas(max_align_t) uint8_t room[PACK_MEMORY];
	static struct pack pack;
	struct arena mem;

	if (pack.count == 0) {
		arena_open(&mem, room, sizeof(room));
		must(pack_open(&mem, &pack_embedded, TXT("demo"), NULL,
			 &pack) == ERR_OK);
	}
	return pack_form(&pack, TXT("fiche_p"), 0);
}

static struct json
json(struct arena *mem, const struct buf *text)
{
	struct json v;

	must(buf_err(text) == ERR_OK);
	must(json_read(mem, buf_text(text), &v, NULL) == ERR_OK);
	return v;
}

/* What is sent: the same when it is sent again, and nothing in it wrong. */
static void
sent(struct arena *mem, const struct form *f, struct json answers)
{
	static struct answer_faults faults;
	struct buf one = buf_new(mem, 512u << 10);
	struct buf two = buf_new(mem, 512u << 10);
	struct buf copies = buf_new(mem, 512u << 10);

	must(answer_sent(f, answers, &one) == ERR_OK);
	struct json again = json(mem, &one);
	must(answer_sent(f, again, &two) == ERR_OK);
	must(str_eq(buf_text(&one), buf_text(&two)));
	must(answer_check(mem, f, NULL, again, &faults) == ERR_OK);
	for (size_t i = 0; i < faults.count; i++)
		must(faults.at[i].text.len > 0 && faults.at[i].name.len > 0 &&
		    str_utf8(faults.at[i].text));
	must(answer_normal(f, again, &copies) == ERR_OK);
	json(mem, &copies);
}

static void
shown(struct arena *mem, const struct form *f, struct json answers)
{
	static struct answer_faults faults;

	must(answer_check(mem, f, NULL, answers, &faults) == ERR_OK);
	size_t mark = arena_mark(mem);
	for (size_t i = 0; i < f->count; i++) {
		struct buf page = buf_new(mem, 2u << 20);
		must(show_step(mem, f, &f->steps[i], answers, &faults, &page) ==
		    ERR_OK);
		json(mem, &page);
		arena_back(mem, mark);
	}
	struct buf page = buf_new(mem, 2u << 20);
	must(show_reading(mem, f, answers, NULL, SHOW_ALL, &page) == ERR_OK);
	json(mem, &page);
	arena_back(mem, mark);
}

static void
taken(struct arena *mem, const struct form *f, size_t step, struct str body)
{
	struct buf to = buf_new(mem, 512u << 10);
	struct json none;
	struct urlform q;

	if (f->count == 0 || urlform_parse(mem, body, &q) != ERR_OK)
		return;
	must(json_read(mem, TXT("{}"), &none, NULL) == ERR_OK);
	must(answer_take(f, &f->steps[step % f->count], none, &q, &to) ==
	    ERR_OK);
	struct json answers = json(mem, &to);
	sent(mem, f, answers);
	shown(mem, f, answers);
}

static void
defined(struct arena *mem, struct str text)
{
	struct str body = text, definition = str_cut(&body, '\0');
	struct buf faults = buf_new(mem, 64u << 10);
	struct form f = {.version = -1};

	enum err e = form_read(mem, TXT("f"), definition, NULL, &faults, &f);
	must((e == ERR_OK) == (f.version != -1));
	must(e != ERR_MANGLED || faults.len > 0 || buf_err(&faults) != ERR_OK);
	if (e == ERR_OK)
		taken(mem, &f, 0, body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *at, size_t len)
{
	static alignas(max_align_t) uint8_t room[ROOM];
	struct str text = {(const char *)at, len};
	struct arena mem;
	struct json v;

	arena_open(&mem, room, sizeof(room));
	if (len > 32u << 10)
		return 0;
	if (len > 1 && at[0] == 'D')
		defined(&mem, str_part(text, 1, SIZE_MAX));
	else if (len > 2 && at[0] == 'F')
		taken(&mem, fiche(), at[1], str_part(text, 2, SIZE_MAX));
	else if (json_read(&mem, text, &v, NULL) == ERR_OK) {
		sent(&mem, fiche(), v);
		shown(&mem, fiche(), v);
	}
	arena_reset(&mem);
	return 0;
}
