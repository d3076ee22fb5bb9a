#include "core/invite.h"

#include "base/item.h"
#include "core/admission.h"
#include "core/core.h"
#include "crypto/secret.h"
#include "page/qr.h"

static const struct {
	const char *stored, *label;
} kinds[] = {
    {"foyer", "Foyer ou maison d’enfants"},
    {"pjj", "Service de la PJJ"},
    {"fsi", "Commissariat ou brigade"},
};

const char *
invite_kind(struct str stored)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (str_eq(stored, str_of(kinds[i].stored)))
			return kinds[i].label;
	return "";
}

static enum err
put_form(struct request *q, struct str kind)
{
	static const char *const fields[] = {"code", "name", "commune",
	    "phone"};
	struct buf b = buf_new(q->mem, 1024);

	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		request_text(q, fields[i],
		    urlform_get(&q->form, str_of(fields[i])));
	buf_str(&b, TXT("["));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		item_open(&b);
		item_text(&b, "stored", str_of(kinds[i].stored));
		item_text(&b, "label", str_of(kinds[i].label));
		item_flag(&b, "chosen", str_eq(kind, str_of(kinds[i].stored)));
		buf_str(&b, TXT("}"));
	}
	buf_str(&b, TXT("]"));
	request_json(q, "kinds", buf_text(&b));
	request_flag(q, "reachable",
	    q->core->role->setting.text[SETTING_central_url].len > 0);
	return buf_err(&b);
}

enum err
invite_form(struct request *q)
{
	return put_form(q, TXT(""));
}

static enum err
form_again(struct request *q, struct str what)
{
	q->status = 422;
	q->note = (struct trail_entry){0};
	request_open(q, "error");
	request_text(q, "text", what);
	request_close(q);
	return put_form(q, urlform_get(&q->form, TXT("kind")));
}

/* The code, once: as text, and for a camera. */
static enum err
show_code(struct request *q, const uint8_t code[ENROL_CODE])
{
	char room[ENROL_CODE_TEXT];
	struct buf words = buf_over(room, sizeof(room));
	struct buf path = buf_new(q->mem, QR_PATH_MOST);
	unsigned side = 0;

	enrol_code_write(&words, code);
	enum err e = buf_err(&words);
	if (e == ERR_OK)
		e = qr_path(buf_text(&words), &path, &side);
	if (e == ERR_OK) {
		request_open(q, "invited");
		request_text(q, "code", buf_text(&words));
		request_text(q, "url",
		    q->core->role->setting.text[SETTING_central_url]);
		request_open(q, "qr");
		request_text(q, "path", buf_text(&path));
		request_number(q, "side", side);
		request_close(q);
		request_close(q);
	}
	secret_wipe(room, sizeof(room));
	return e;
}

/* References are written in capitals, whatever was typed. */
static struct str
capitals(struct arena *mem, struct str typed)
{
	char *at = arena_take(mem, typed.len);

	if (!at)
		return (struct str){NULL, 0};
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		at[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
	}
	return (struct str){at, typed.len};
}

/* Its INSEE code, of a code or a name; "" when the directory has no such. */
static struct str
commune(const struct pack *p, struct str typed)
{
	const struct directory_commune *found =
	    directory_commune_of(&p->directory, typed);

	if (!found)
		found = directory_town(&p->directory, typed, NULL);
	return found ? found->code : TXT("");
}

enum err
invite_make(struct request *q)
{
	struct str town = str_trim(urlform_get(&q->form, TXT("commune")));
	struct enrol_site site = {.code = capitals(q->mem,
				      str_trim(
					  urlform_get(&q->form, TXT("code")))),
	    .name = str_trim(urlform_get(&q->form, TXT("name"))),
	    .kind = urlform_get(&q->form, TXT("kind")),
	    .commune = commune(&q->core->pack, town),
	    .phone = str_trim(urlform_get(&q->form, TXT("phone")))};
	uint8_t code[ENROL_CODE];
	struct enrolling e;

	if (town.len > 0 && site.commune.len == 0)
		return form_again(q,
		    TXT("Cette commune n’est pas dans l’annuaire de la "
			"convention, ou plusieurs y portent ce nom : le "
			"boîtier ne saurait pas quel parquet appeler. Donnez "
			"son code Insee, ou laissez vide."));
	enum err err = admission_open(q, &e);
	if (err == ERR_ABSENT)
		return form_again(q,
		    TXT("L’adresse de ce serveur n’est pas réglée : "
			"« central_url » dans fichep.conf. Les boîtiers ne "
			"sauraient pas où appeler."));
	if (err == ERR_OK && *invite_kind(site.kind) == 0)
		err = ERR_INPUT;
	if (err == ERR_OK)
		err = enrolling_invite(&e, &site, &q->session.account, code);
	if (err == ERR_INPUT)
		return form_again(q,
		    TXT("Vérifiez le code (2 à 8 lettres ou chiffres), le nom "
			"et la sorte d’établissement."));
	if (err == ERR_CLASH)
		return form_again(q,
		    TXT("Un boîtier porte ou a porté ce code : ses références "
			"restent les siennes. Choisissez-en un autre, par "
			"exemple le même suivi d’un chiffre."));
	if (err != ERR_OK)
		return err;
	request_text(q, "name", site.name);
	request_text(q, "site_code", site.code);
	err = show_code(q, code);
	secret_wipe(code, sizeof(code));
	return err;
}
