#include "mail/letter.h"

#include "calendar/paris.h"
#include "calendar/wording.h"
#include "http/octet.h"
#include "mail/extract.h"

#define REFERENCE_MOST 48             /* bytes */
#define WHEN_MOST      96             /* bytes of a day in words */
#define SUBJECT_READ   TXT("dossier") /* of what is printed, never mailed */

enum err
letter_add(struct letter *l, enum letter_kind kind, struct str label,
    struct str text)
{
	if (l->count == LETTER_BLOCKS_MOST)
		return ERR_LIMIT;
	l->blocks[l->count++] =
	    (struct letter_block){.kind = kind, .label = label, .text = text};
	return ERR_OK;
}

bool
letter_reference(struct str reference)
{
	for (size_t i = 0; i < reference.len; i++)
		if (!octet_alnum(reference.at[i]) && reference.at[i] != '-')
			return false;
	return reference.len > 0 && reference.len <= REFERENCE_MOST &&
	    octet_alnum(reference.at[0]);
}

static enum err
begin(struct arena *mem, const struct letter_what *w, struct letter *l)
{
	if (!letter_reference(w->reference))
		return ERR_INPUT;
	*l = (struct letter){.reference = w->reference,
	    .subject = w->rule ? w->rule->subject : SUBJECT_READ,
	    .title = w->rule ? w->rule->title : TXT(""),
	    .from = w->from,
	    .to = w->to,
	    .desk = w->desk,
	    .date = w->now,
	    .communicable = w->communicable};
	l->blocks =
	    arena_take(mem, LETTER_BLOCKS_MOST * sizeof(struct letter_block));
	return l->blocks ? ERR_OK : ERR_LIMIT;
}

/* One {word} of a paragraph; what is no word of ours stays as it is. */
static void
put_word(const struct letter_what *w, struct str word, struct buf *to)
{
	if (str_eq(word, TXT("reference")))
		buf_str(to, w->reference);
	else if (str_eq(word, TXT("service")))
		buf_str(to, w->to);
	else if (str_eq(word, TXT("titre")))
		buf_str(to, w->rule->title);
	else if (str_eq(word, TXT("date")))
		wording_utc(to, w->now, WORDING_YEAR);
	else {
		buf_str(to, TXT("{"));
		buf_str(to, word);
		buf_str(to, TXT("}"));
	}
}

static void
put_paragraph(const struct letter_what *w, struct str text, struct buf *to)
{
	while (text.len > 0) {
		size_t open = str_find(text, '{', 0);
		size_t close = str_find(text, '}', open);
		buf_str(to, str_part(text, 0, open));
		if (close == text.len) {
			buf_str(to, str_part(text, open, SIZE_MAX));
			return;
		}
		put_word(w, str_part(text, open + 1, close - open - 1), to);
		text = str_part(text, close + 1, SIZE_MAX);
	}
}

/* What its rule says in every letter of its kind. */
static enum err
add_paragraphs(struct arena *mem, const struct letter_what *w, struct letter *l)
{
	struct str rest = w->rule->text;
	size_t words = w->reference.len + w->to.len + w->rule->title.len;
	enum err e = ERR_OK;

	while (e == ERR_OK && rest.len > 0) {
		struct str one = str_cut(&rest, '\n');
		if (one.len == 0)
			continue;
		struct buf b = buf_new(mem, 4 * (one.len + words + WHEN_MOST));
		put_paragraph(w, one, &b);
		e = buf_err(&b);
		if (e == ERR_OK)
			e = letter_add(l, LETTER_TEXT, TXT(""), buf_text(&b));
	}
	return e;
}

static enum err
add_acts(struct arena *mem, const struct letter_what *w, struct letter *l)
{
	bool network = w->network && !w->communicable;
	bool author = w->author && !w->communicable;
	enum err e = ERR_OK;

	if (w->count > LETTER_ACTS_MOST)
		return ERR_LIMIT;
	for (size_t i = 0; e == ERR_OK && i < w->count; i++)
		e = extract_act(mem, w, &w->acts[i],
		    network || (w->acts[i].whole && !w->communicable),
		    author || (w->acts[i].whole && !w->communicable), l);
	return e;
}

enum err
letter_compose(struct arena *mem, const struct letter_what *w, struct letter *l)
{
	struct letter made;
	enum err e = begin(mem, w, &made);

	if (e == ERR_OK && w->communicable)
		e = letter_add(&made, LETTER_NOTE, TXT(""),
		    TXT("Version communicable : sans l’auteur, sans la ligne "
			"à rappeler, sans les éléments sur le réseau."));
	if (e == ERR_OK && w->rule)
		e = add_paragraphs(mem, w, &made);
	if (e == ERR_OK)
		e = add_acts(mem, w, &made);
	if (e != ERR_OK)
		return e;
	*l = made;
	return ERR_OK;
}

/* « Pour lire …: https://… », of a reader who has a desk. */
static enum err
add_desk(struct arena *mem, const struct letter_what *w, const char *before,
    struct letter *l)
{
	struct buf b = buf_new(mem, strlen(before) + w->desk.len);

	if (w->desk.len == 0)
		return ERR_OK;
	buf_str(&b, str_of(before));
	buf_str(&b, w->desk);
	if (buf_err(&b) != ERR_OK)
		return buf_err(&b);
	return letter_add(l, LETTER_TEXT, TXT(""), buf_text(&b));
}

enum err
letter_notice(struct arena *mem, const struct letter_what *w, struct letter *l)
{
	struct letter made = {0};
	enum err e = begin(mem, w, &made);

	/* Not even what it is, or which house it comes from. */
	made.title = TXT("");
	made.from = w->pack->title;
	if (e == ERR_OK)
		e = letter_add(&made, LETTER_TEXT, TXT(""),
		    TXT("Un document vous attend sur votre bureau, sous la "
			"référence ci-dessus. Ce message n’en contient rien."));
	if (e == ERR_OK)
		e = add_desk(mem, w, "Pour le lire, ouvrez : ", &made);
	if (e == ERR_OK)
		e = letter_add(&made, LETTER_NOTE, TXT(""),
		    TXT("Ne répondez pas à ce message : personne ne lit cette "
			"adresse."));
	if (e == ERR_OK)
		*l = made;
	return e;
}

enum err
letter_trial(struct arena *mem, const struct letter_what *w, struct str code,
    struct letter *l)
{
	struct letter made;
	enum err e = begin(mem, w, &made);

	if (e != ERR_OK)
		return e;
	made.title = TXT("Essai de boîte de messagerie");
	made.subject = TXT("essai de messagerie");
	e = letter_add(&made, LETTER_TEXT, TXT(""),
	    TXT("Ce message est un essai : il ne concerne aucun mineur et ne "
		"contient rien de confidentiel. Il vérifie que les "
		"signalements de votre ressort arriveront bien ici."));
	if (e == ERR_OK)
		e = letter_add(&made, LETTER_ANSWER, TXT("Votre code"), code);
	if (e == ERR_OK)
		e = letter_add(&made, LETTER_TEXT, TXT(""),
		    TXT("La personne qui vous en a parlé vous demandera ce "
			"code au téléphone. Si personne ne vous appelle, ou "
			"si vous n’êtes pas le service nommé ci-dessus, "
			"prévenez l’expéditeur."));
	if (e == ERR_OK)
		*l = made;
	return e;
}
