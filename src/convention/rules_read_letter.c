#include "convention/rules_read.h"

/* For "%.*s". */
#define SHOWN(s) (int)(s).len, (s).at

#define LETTER_KEYS                                                            \
	"id title version since source subject to cc unless shows forms only " \
	"text pdf"
#define LETTER_TEXT (8u << 10) /* bytes of its paragraphs */

/* What may stand between braces. */
static bool
place_known(struct str name)
{
	return str_eq(name, TXT("reference")) || str_eq(name, TXT("service")) ||
	    str_eq(name, TXT("date")) || str_eq(name, TXT("titre"));
}

static void
places_judge(struct rules_read *rd, struct str paragraph)
{
	struct str rest = paragraph;

	while (str_find(rest, '{', 0) < rest.len) {
		str_cut(&rest, '{');
		struct str name = str_cut(&rest, '}');
		if (!place_known(name))
			sheet_blame_text(&rd->s, paragraph,
			    "« {%.*s} » : attendus {reference}, {service}, "
			    "{date} et {titre}",
			    SHOWN(name));
	}
}

/* A paragraph a line. */
static struct str
text_read(struct rules_read *rd, struct json v)
{
	struct json list = sheet_list(&rd->s, v, "text");
	size_t len = 0;

	for (size_t i = 0; i < json_len(list); i++)
		len += json_text(json_at(list, i)).len + 1;
	if (len > LETTER_TEXT) {
		sheet_blame(&rd->s, list, "une lettre de plus de %u octets",
		    LETTER_TEXT);
		return TXT("");
	}
	char *room = sheet_take(&rd->s, len, 1);
	if (!room)
		return TXT("");
	struct buf to = buf_over(room, len);
	for (size_t i = 0; i < json_len(list); i++) {
		struct str line = json_text(json_at(list, i));
		if (line.len == 0 || str_find(line, '\n', 0) < line.len)
			sheet_blame(&rd->s, list,
			    "chaque paragraphe est un texte, sans retour");
		places_judge(rd, line);
		if (i > 0)
			buf_str(&to, TXT("\n"));
		buf_str(&to, line);
	}
	return buf_text(&to);
}

static void
shows_read(struct rules_read *rd, struct json v, struct rules_letter *l)
{
	static const char *const words[] = {"nothing", "act", "first",
	    "reports"};
	struct str word = sheet_text(&rd->s, v, "shows");
	size_t i = 0;

	while (i < sizeof(words) / sizeof(words[0]) &&
	    !str_eq(str_of(words[i]), word))
		i++;
	if (i == sizeof(words) / sizeof(words[0]))
		sheet_blame_text(&rd->s, word.len > 0 ? word : l->id,
		    "« shows » attend act, first, reports ou nothing");
	l->shows = (enum rules_shows)i;
	l->forms = rules_read_names(rd, v, "forms", rules_read_is_act,
	    "un acte de ces règles");
	if ((l->shows == RULES_REPORTS) != (l->forms.count > 0))
		sheet_blame_text(&rd->s, l->id,
		    "« forms » dit quels rapports, avec « shows »: reports");
}

/* Of the act that causes it, these answers alone; it asks each of them. */
static void
only_read(struct rules_read *rd, const struct form *f, struct json v,
    struct rules_letter *l)
{
	struct json list = sheet_list_or(&rd->s, v, "only");
	struct str *at =
	    rules_read_rows(rd, list, RULES_LIST_MOST, sizeof(*at));

	for (size_t i = 0; at && i < json_len(list); i++) {
		struct str id = json_text(json_at(list, i));
		if (f)
			(void)rules_read_field(rd, f, id);
		at[l->only.count++] = id;
	}
	l->only.at = at;
	if (l->only.count > 0 && l->shows != RULES_ACT)
		sheet_blame_text(&rd->s, l->id,
		    "« only » va avec « shows »: act");
}

/* The form of an act that causes it, from the `*next`-th act on; or NULL. */
static const struct form *
cause(const struct rules_read *rd, struct str id, size_t *next)
{
	while (*next < json_len(rd->acts)) {
		struct json act = json_at(rd->acts, (*next)++);
		struct json letters = json_get(act, TXT("letters"));
		for (size_t i = 0; i < json_len(letters); i++)
			if (str_eq(json_text(json_at(letters, i)), id))
				return rules_read_form(rd,
				    json_text(json_get(act, TXT("form"))));
	}
	return NULL;
}

/*
 * Who it goes to may depend on the answers of the act that causes it: each such
 * act must ask what is named, and the first lends its fields.
 */
static void
recipients_read(struct rules_read *rd, struct json v, struct rules_letter *l)
{
	size_t next = 0;
	const struct form *f = cause(rd, l->id, &next);

	only_read(rd, f, v, l);
	l->to = rules_read_who_list(rd, f, v, "to");
	l->cc = rules_read_who_list(rd, f, v, "cc");
	while (f && rd->s.count == 0 && (f = cause(rd, l->id, &next))) {
		rules_read_who_list(rd, f, v, "to");
		rules_read_who_list(rd, f, v, "cc");
	}
	if (l->to.count == 0)
		sheet_blame_text(&rd->s, l->id, "« %.*s » n’a pas de « to »",
		    SHOWN(l->id));
}

void
rules_read_letter(struct rules_read *rd, struct json v, struct rules_letter *l)
{
	if (!sheet_object(&rd->s, v, LETTER_KEYS))
		return;
	struct rules_read_head h =
	    rules_read_head(rd, v, rules_read_code(rd, v, "id"));
	for (size_t i = 0; i < rd->r->letters_count; i++)
		rules_read_order(rd, &h, rd->r->letters[i].id,
		    rd->r->letters[i].version, rd->r->letters[i].since);
	l->id = h.id;
	l->title = h.title;
	l->source = h.source;
	l->version = h.version;
	l->since = h.since;
	l->line = sheet_line(&rd->s, v);
	l->subject = sheet_text(&rd->s, v, "subject");
	if (str_find(l->subject, '\n', 0) < l->subject.len ||
	    str_find(l->subject, '{', 0) < l->subject.len)
		sheet_blame_text(&rd->s, l->subject,
		    "l’objet est d’une ligne, le même pour toutes");
	l->unless = rules_read_names(rd, v, "unless", rules_read_is_letter,
	    "une lettre de ces règles");
	l->text = text_read(rd, v);
	shows_read(rd, v, l);
	l->pdf = sheet_flag(&rd->s, v, "pdf");
	recipients_read(rd, v, l);
}
