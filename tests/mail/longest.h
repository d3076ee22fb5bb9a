/*
 * longest - a fiche with every question answered, as long as may be, for tests.
 */
#ifndef LONGEST_H
#define LONGEST_H

#include "letters.h"

/* Words of which `n` characters are taken: as wide as French is. */
static inline void
longest_words(struct buf *b, size_t n)
{
	static const char words[] =
	    "Le jeune rentre tard et ne dit pas d’où il vient ; une voiture "
	    "grise attend devant le foyer, deux soirs par semaine environ. ";
	size_t at = 0;

	while (n > 0) {
		size_t one = 1;
		while (((uint8_t)words[at + one] & 0xc0) == 0x80)
			one++;
		buf_str(b, (struct str){words + at, one});
		at += one;
		if (at >= sizeof(words) - 1)
			at = 0;
		n--;
	}
}

/* The option that makes most other questions appear. */
static inline struct str
longest_option(const struct form_field *f)
{
	static const char *const chosen[][2] = {{"b_danger", "oui"},
	    {"d_lieu", "fugue"}, {"d_fugue", "oui"}, {"e_info", "non"},
	    {"f_scol", "scolarise"}, {"g_mesure", "judiciaire"},
	    {"a_cadre", "oui"}};

	for (size_t i = 0; i < sizeof(chosen) / sizeof(*chosen); i++)
		if (str_eq(f->id, str_of(chosen[i][0])))
			return str_of(chosen[i][1]);
	return f->count > 0 ? f->options[0].id : TXT("oui");
}

static inline void longest_answer(struct buf *b, const struct form_field *f,
    size_t most, size_t blocks);

static inline void
longest_text(struct buf *b, const struct form_field *f, size_t most)
{
	size_t n = f->kind == FORM_long_text || f->most < most ? f->most : most;

	buf_str(b, TXT("\""));
	longest_words(b, n);
	buf_str(b, TXT("\""));
}

static inline void
longest_list(struct buf *b, const struct form_field *f, size_t most,
    size_t blocks)
{
	size_t n = f->kind == FORM_repeat ? f->blocks_most : f->count;

	if (f->kind == FORM_repeat && blocks < n)
		n = blocks;
	buf_str(b, TXT("["));
	for (size_t i = 0; i < n; i++) {
		if (f->kind == FORM_several && f->options[i].alone)
			continue;
		buf_str(b, i > 0 ? TXT(",") : TXT(""));
		if (f->kind == FORM_several) {
			json_quote(b, f->options[i].id);
			continue;
		}
		for (size_t k = 0; k < f->fields_count; k++) {
			buf_str(b, k > 0 ? TXT(",") : TXT("{"));
			longest_answer(b, &f->fields[k], most, blocks);
		}
		buf_str(b, TXT("}"));
	}
	buf_str(b, TXT("]"));
}

static inline void
longest_answer(struct buf *b, const struct form_field *f, size_t most,
    size_t blocks)
{
	json_quote(b, f->id);
	buf_str(b, TXT(":"));
	switch (f->kind) {
	case FORM_text:
	case FORM_long_text:
	case FORM_trace:
		longest_text(b, f, most);
		return;
	case FORM_telephone:
		buf_str(b, TXT("\"06 39 98 01 12\""));
		return;
	case FORM_several:
	case FORM_repeat:
		longest_list(b, f, most, blocks);
		return;
	case FORM_instant:
		buf_str(b,
		    TXT("{\"at\":\"2026-11-21T22:10\","
			"\"ms\":1795295400000}"));
		return;
	case FORM_date:
		buf_str(b, TXT("{\"date\":\"2026-11-13\"}"));
		return;
	case FORM_date_or_age:
		buf_str(b, TXT("{\"date\":\"2010-05-02\",\"age\":16}"));
		return;
	case FORM_typed:
		buf_str(b, TXT("{\"type\":"));
		json_quote(b, f->options[0].id);
		buf_str(b, TXT(",\"text\":"));
		longest_text(b, f, most);
		buf_str(b, TXT("}"));
		return;
	case FORM_place:
		buf_str(b, TXT("{\"text\":"));
		longest_text(b, f, most);
		buf_str(b, TXT(",\"town\":\"Valmont\"}"));
		return;
	case FORM_confirmation:
		buf_str(b, TXT("true"));
		return;
	case FORM_choice:
	case FORM_yes_no_unknown:
	case FORM_service:
	case FORM_locked:
		json_quote(b, longest_option(f));
	}
}

/*
 * A payload under `id` of `p`: long texts whole, other texts at most `most`
 * characters, at most `blocks` of what repeats.
 */
static inline struct bytes
longest_payload(struct arena *mem, const struct pack *p, const char *id,
    size_t most, size_t blocks)
{
	const struct form *f = pack_form(p, str_of(id), 0);
	struct buf b = buf_new(mem, 512u << 10);
	bool first = true;

	TRUE(f != NULL);
	buf_str(&b, TXT("{\"payload\":1,\"form\":"));
	json_quote(&b, f->id);
	buf_str(&b, TXT(",\"version\":"));
	buf_number(&b, f->version, 1);
	buf_str(&b, TXT(",\"pack\":"));
	json_quote(&b, p->name);
	buf_str(&b,
	    TXT(",\"reference\":\"P-99-TIL-2026-12-K\",\"about\":\"\","
		"\"site\":{\"name\":\"Foyer des Tilleuls\","
		"\"phone\":\"01 99 00 12 34\"},\"author\":{"
		"\"name\":\"Nadia Kessler\",\"duty\":\"éducatrice\","
		"\"verified\":true},\"filed_ms\":1795313400000,\"clock\":2,"
		"\"urgency\":2,\"answers\":{"));
	for (size_t i = 0; i < f->count; i++)
		for (size_t k = 0; k < f->steps[i].count; k++) {
			const struct form_field *one = &f->steps[i].fields[k];
			if (one->kind == FORM_locked)
				continue;
			buf_str(&b, first ? TXT("") : TXT(","));
			first = false;
			longest_answer(&b, one, most, blocks);
		}
	buf_str(&b, TXT("}}"));
	OK(buf_err(&b));
	return buf_done(&b);
}

#endif
