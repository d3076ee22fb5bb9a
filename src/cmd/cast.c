#include "cmd/cast.h"

#include "base/encode.h"
#include "base/ident.h"
#include "base/json.h"

#define FILE_MOST 16384 /* bytes of demo.json */

static const struct {
	int side;
	const char *login, *name, *role, *service, *duty, *scope;
	bool chief;
} people[] = {
#define DEMO(side, login, name, role, service, duty, scope, chief)             \
	{CAST_##side, login, name, role, service, duty, scope, chief},
#include "cmd/demo.def"
#undef DEMO
};

void
cast_fill(struct cast_side *s, int which)
{
	s->people = 0;
	for (size_t i = 0; i < CAST_PEOPLE; i++) {
		if (people[i].side != which)
			continue;
		struct init_person *p = &s->person[s->people];
		*p = (struct init_person){
		    .login = str_of(people[i].login),
		    .name = str_of(people[i].name),
		    .role = str_of(people[i].role),
		    .service = str_of(people[i].service),
		    .duty = str_of(people[i].duty),
		    .scope = str_of(people[i].scope),
		    .chief = people[i].chief,
		};
		if (which == CAST_CENTRAL) {
			ident_random(s->totp[s->people], TOTP_SECRET);
			p->totp = s->totp[s->people];
		}
		s->people++;
	}
}

static void
recall_totp(struct json one, uint8_t to[TOTP_SECRET])
{
	uint8_t room[TOTP_SECRET];
	struct buf secret = buf_over(room, sizeof(room));

	if (encode_unhex(json_text(json_get(one, TXT("totp"))), &secret) ==
		ERR_OK &&
	    secret.len == TOTP_SECRET)
		memcpy(to, room, TOTP_SECRET);
}

/* The words of someone, as an earlier start wrote them down. */
static void
recall(struct json sheet, struct cast_side *s)
{
	struct json list =
	    json_get(json_get(sheet, str_of(s->word)), TXT("accounts"));

	for (size_t i = 0; i < json_len(list); i++) {
		struct json one = json_at(list, i);
		struct str phrase = json_text(json_get(one, TXT("passphrase")));
		for (size_t k = 0; k < s->people; k++) {
			struct init_person *p = &s->person[k];
			if (!str_eq(p->login,
				json_text(json_get(one, TXT("login")))) ||
			    phrase.len >= sizeof(p->phrase))
				continue;
			memcpy(p->phrase, phrase.at, phrase.len);
			p->len = phrase.len;
			recall_totp(one, s->totp[k]);
		}
	}
}

enum err
cast_recall(const char *dir, struct cast_side sides[CAST_SIDES])
{
	static uint8_t memory[1 << 18] __attribute__((aligned(16)));
	static uint8_t text[FILE_MOST];
	char path[FILE_PATH];
	struct arena mem;
	struct buf b = buf_over(text, sizeof(text));
	struct json sheet;

	arena_open(&mem, memory, sizeof(memory));
	enum err e = file_path(path, dir, TXT("demo.json"));
	if (e == ERR_OK)
		e = file_read(path, &b);
	if (e == ERR_OK)
		e = json_read(&mem, buf_text(&b), &sheet, NULL);
	if (e != ERR_OK) {
		deploy_say("%s/demo.json manque ou est illisible : effacez le "
			   "dossier pour repartir de zéro.",
		    dir);
		return e;
	}
	for (int i = 0; i < CAST_SIDES; i++)
		recall(sheet, &sides[i]);
	return ERR_OK;
}

static void
quoted(struct buf *b, const char *key, struct str value, bool last)
{
	json_quote(b, str_of(key));
	buf_str(b, TXT(": "));
	json_quote(b, value);
	if (!last)
		buf_str(b, TXT(", "));
}

void
cast_url(struct buf *b, const struct cast_side *s)
{
	buf_str(b, TXT("https://localhost:"));
	buf_number(b, s->port, 1);
	buf_str(b, TXT("/"));
}

/* What a person or a test needs to know of a running demo. */
enum err
cast_write(const char *path, const struct cast_side sides[CAST_SIDES])
{
	static uint8_t text[FILE_MOST];
	struct buf b = buf_over(text, sizeof(text));

	buf_str(&b, TXT("{"));
	for (int i = 0; i < CAST_SIDES; i++) {
		const struct cast_side *s = &sides[i];
		uint8_t url[64], pin[2 * TLS_PIN_LEN];
		struct buf u = buf_over(url, sizeof(url));
		struct buf p = buf_over(pin, sizeof(pin));
		cast_url(&u, s);
		encode_hex(&p, BYTES_OF(s->pin));
		buf_str(&b, i ? TXT(",\n ") : TXT("\n "));
		json_quote(&b, str_of(s->word));
		buf_str(&b, TXT(": {"));
		quoted(&b, "url", buf_text(&u), false);
		quoted(&b, "spki_sha256", buf_text(&p), false);
		quoted(&b, "dir", str_of(s->dir), false);
		buf_str(&b, TXT("\"accounts\": ["));
		for (size_t k = 0; k < s->people; k++) {
			const struct init_person *q = &s->person[k];
			buf_str(&b, k ? TXT(",\n  {") : TXT("\n  {"));
			quoted(&b, "login", q->login, false);
			quoted(&b, "passphrase",
			    (struct str){q->phrase, q->len}, false);
			quoted(&b, "name", q->name, false);
			quoted(&b, "role", q->role, false);
			quoted(&b, "service", q->service, !q->totp);
			if (q->totp) {
				buf_str(&b, TXT("\"totp\": \""));
				encode_hex(&b, BYTES_OF(s->totp[k]));
				buf_str(&b, TXT("\""));
			}
			buf_str(&b, TXT("}"));
		}
		buf_str(&b, TXT("]}"));
	}
	buf_str(&b, TXT("\n}\n"));
	enum err e = buf_err(&b);
	if (e == ERR_OK)
		e = file_write(path, buf_done(&b), 0600);
	if (e != ERR_OK)
		deploy_say("impossible d’écrire %s.", path);
	return e;
}
