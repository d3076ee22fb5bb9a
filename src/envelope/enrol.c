#include "envelope/enrol.h"

#include "base/encode.h"
#include "envelope/lines.h"
#include "envelope/receipt.h"

#define ASK   TXT("fichep/v1/ask")
#define GRANT TXT("fichep/v1/grant")

#define DIGITS "0123456789"
#define LOWER  "abcdefghijklmnopqrstuvwxyz"
#define UPPER  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

static bool
made_of(struct str s, const char *letters, size_t least, size_t most)
{
	if (s.len < least || s.len > most)
		return false;
	for (size_t i = 0; i < s.len; i++)
		if (!memchr(letters, s.at[i], strlen(letters)))
			return false;
	return true;
}

static bool
url_ok(struct str url)
{
	struct str head = TXT("https://");

	return str_starts(url, head) && url.len <= ENROL_URL_MOST &&
	    made_of(str_part(url, head.len, SIZE_MAX),
		DIGITS LOWER UPPER ".-:[]", 1, ENROL_URL_MOST);
}

static bool
site_ok(const struct enrol_site *s)
{
	return made_of(s->code, DIGITS UPPER, 2, 8) && s->name.len > 0 &&
	    s->name.len <= 80 && made_of(s->kind, LOWER "_", 2, 16) &&
	    (s->commune.len == 0 || made_of(s->commune, DIGITS "AB", 5, 5)) &&
	    s->phone.len <= 24 && made_of(s->departement, DIGITS "AB", 2, 3);
}

static bool
ask_ok(const struct enrol_ask *a)
{
	struct ident named;

	enrol_device(a->sign, &named);
	return ident_eq(&named, &a->device) &&
	    made_of(a->version, DIGITS LOWER ".-", 1, 32);
}

static bool
grant_ok(const struct enrol_grant *g)
{
	return receipt_deployment_ok(g->deployment) && url_ok(g->url) &&
	    site_ok(&g->site);
}

void
enrol_device(const uint8_t sign[SIGN_PUBLIC], struct ident *device)
{
	uint8_t whole[HASH_SHA256];

	hash_sha256((struct bytes){sign, SIGN_PUBLIC}, whole);
	memcpy(device->at, whole, IDENT_LEN);
}

void
enrol_box_name(struct buf *to, const struct ident *device)
{
	buf_str(to, TXT("fichep/box/"));
	ident_put(to, device);
}

void
enrol_central_name(struct buf *to, struct str deployment)
{
	buf_str(to, TXT("fichep/central/"));
	buf_str(to, deployment);
}

void
enrol_ask_text(struct buf *to, const struct enrol_ask *a)
{
	if (!ask_ok(a))
		buf_fail(to, ERR_INPUT);
	buf_str(to, ASK);
	buf_str(to, TXT("\n"));
	lines_put_hex(to, "device", BYTES_OF(a->device.at));
	lines_put_hex(to, "sign", BYTES_OF(a->sign));
	lines_put_hex(to, "spool", BYTES_OF(a->spool));
	lines_put_hex(to, "checkpoint", BYTES_OF(a->checkpoint));
	lines_put(to, "version", a->version);
	lines_put_hex(to, "nonce", BYTES_OF(a->nonce.at));
}

void
enrol_grant_text(struct buf *to, const struct enrol_grant *g)
{
	const struct enrol_site *s = &g->site;

	if (!grant_ok(g))
		buf_fail(to, ERR_INPUT);
	buf_str(to, GRANT);
	buf_str(to, TXT("\n"));
	lines_put(to, "deployment", g->deployment);
	lines_put(to, "url", g->url);
	lines_put_hex(to, "pin", BYTES_OF(g->pin));
	lines_put_hex(to, "intake", BYTES_OF(g->intake));
	lines_put_hex(to, "recovery", BYTES_OF(g->recovery));
	lines_put_hex(to, "sign", BYTES_OF(g->sign));
	lines_put_hex(to, "checkpoint", BYTES_OF(g->checkpoint));
	lines_put_hex(to, "device", BYTES_OF(g->device.at));
	lines_put_hex(to, "ask", BYTES_OF(g->ask));
	lines_put(to, "code", s->code);
	lines_put(to, "name", s->name);
	lines_put(to, "kind", s->kind);
	lines_put_maybe(to, "commune", s->commune);
	lines_put_maybe(to, "phone", s->phone);
	lines_put(to, "departement", s->departement);
	lines_put_number(to, "granted", g->granted);
}

enum err
enrol_ask_parse(struct str text, struct enrol_ask *a)
{
	struct lines l = lines_new(text, ASK);
	struct enrol_ask found;

	lines_hex(&l, "device", found.device.at, IDENT_LEN);
	lines_hex(&l, "sign", found.sign, SIGN_PUBLIC);
	lines_hex(&l, "spool", found.spool, SIGN_PUBLIC);
	lines_hex(&l, "checkpoint", found.checkpoint, SIGN_PUBLIC);
	found.version = lines_text(&l, "version");
	lines_hex(&l, "nonce", found.nonce.at, IDENT_LEN);
	if (!lines_end(&l) || !ask_ok(&found))
		return ERR_MANGLED;
	*a = found;
	return ERR_OK;
}

enum err
enrol_grant_parse(struct str text, struct enrol_grant *g)
{
	struct lines l = lines_new(text, GRANT);
	struct enrol_grant found;

	found.deployment = lines_text(&l, "deployment");
	found.url = lines_text(&l, "url");
	lines_hex(&l, "pin", found.pin, sizeof(found.pin));
	lines_hex(&l, "intake", found.intake, HPKE_KEY);
	lines_hex(&l, "recovery", found.recovery, HPKE_KEY);
	lines_hex(&l, "sign", found.sign, SIGN_PUBLIC);
	lines_hex(&l, "checkpoint", found.checkpoint, SIGN_PUBLIC);
	lines_hex(&l, "device", found.device.at, IDENT_LEN);
	lines_hex(&l, "ask", found.ask, HASH_SHA256);
	found.site.code = lines_text(&l, "code");
	found.site.name = lines_text(&l, "name");
	found.site.kind = lines_text(&l, "kind");
	found.site.commune = lines_maybe(&l, "commune");
	found.site.phone = lines_maybe(&l, "phone");
	found.site.departement = lines_text(&l, "departement");
	found.granted = lines_number(&l, "granted");
	if (!lines_end(&l) || !grant_ok(&found))
		return ERR_MANGLED;
	*g = found;
	return ERR_OK;
}

/* The text is written into the room that remains of `to`, then signed. */
static void
put_note(struct buf *to, const struct buf *text, const struct note_key *key,
    const uint8_t signature[SIGN_LEN])
{
	buf_fail(to, text->err);
	if (text->err == ERR_OK)
		note_put(to, buf_text(text), key, signature);
}

void
enrol_ask_note(struct buf *to, const struct enrol_ask *a,
    const uint8_t signature[SIGN_LEN])
{
	uint8_t room[ENROL_MOST], name[ENROL_NAME_MOST];
	struct buf text = buf_over(room, sizeof(room));
	struct buf n = buf_over(name, sizeof(name));
	struct note_key key;

	enrol_ask_text(&text, a);
	enrol_box_name(&n, &a->device);
	key.name = buf_text(&n);
	memcpy(key.open, a->sign, SIGN_PUBLIC);
	put_note(to, &text, &key, signature);
}

void
enrol_grant_note(struct buf *to, const struct enrol_grant *g,
    const uint8_t signature[SIGN_LEN])
{
	uint8_t room[ENROL_MOST], name[ENROL_NAME_MOST];
	struct buf text = buf_over(room, sizeof(room));
	struct buf n = buf_over(name, sizeof(name));
	struct note_key key;

	enrol_grant_text(&text, g);
	enrol_central_name(&n, g->deployment);
	key.name = buf_text(&n);
	memcpy(key.open, g->sign, SIGN_PUBLIC);
	put_note(to, &text, &key, signature);
}

/* The key a note names signed it, alone, under its own name. */
static bool
signed_by(struct str whole, const struct note *n, const struct buf *name,
    const uint8_t open[SIGN_PUBLIC])
{
	struct note_key key = {.name = buf_text(name)};

	memcpy(key.open, open, SIGN_PUBLIC);
	return buf_err(name) == ERR_OK && whole.len <= ENROL_MOST &&
	    str_find(n->lines, '\n', 0) + 1 == n->lines.len &&
	    note_verify(n, &key) == ERR_OK;
}

enum err
enrol_ask_read(struct str whole, struct enrol_ask *a)
{
	uint8_t room[ENROL_NAME_MOST];
	struct buf name = buf_over(room, sizeof(room));
	struct enrol_ask found;
	struct note n;

	if (note_read(whole, &n) != ERR_OK ||
	    enrol_ask_parse(n.text, &found) != ERR_OK)
		return ERR_FORGED;
	enrol_box_name(&name, &found.device);
	if (!signed_by(whole, &n, &name, found.sign))
		return ERR_FORGED;
	*a = found;
	return ERR_OK;
}

enum err
enrol_grant_read(struct str whole, struct enrol_grant *g)
{
	uint8_t room[ENROL_NAME_MOST];
	struct buf name = buf_over(room, sizeof(room));
	struct enrol_grant found;
	struct note n;

	if (note_read(whole, &n) != ERR_OK ||
	    enrol_grant_parse(n.text, &found) != ERR_OK)
		return ERR_FORGED;
	enrol_central_name(&name, found.deployment);
	if (!signed_by(whole, &n, &name, found.sign))
		return ERR_FORGED;
	*g = found;
	return ERR_OK;
}

bool
enrol_answers(const struct enrol_grant *g, struct str ask)
{
	uint8_t whole[HASH_SHA256];
	struct enrol_ask a;

	hash_sha256(str_bytes(ask), whole);
	return memcmp(whole, g->ask, sizeof(whole)) == 0 &&
	    enrol_ask_read(ask, &a) == ERR_OK &&
	    ident_eq(&a.device, &g->device);
}

void
enrol_fingerprint(struct buf *to, struct str ask, struct str grant)
{
	static const char purpose[] = "fichep/v1/fingerprint";
	uint8_t both[HASH_SHA512], one[HASH_SHA256];
	struct hash h;

	hash_begin_sha512(&h);
	hash_add(&h, BYTES_OF(purpose));
	hash_sha256(str_bytes(ask), one);
	hash_add(&h, BYTES_OF(one));
	hash_sha256(str_bytes(grant), one);
	hash_add(&h, BYTES_OF(one));
	hash_end(&h, both);
	for (size_t i = 0; i < 6; i++) {
		uint64_t n = 0;
		for (size_t k = 0; k < 8; k++)
			n = n << 8 | both[8 * i + k];
		if (i > 0)
			buf_str(to, TXT(" "));
		buf_number(to, (int64_t)(n % 100000), 5);
	}
}

/* --- the one-time code ------------------------------------------------------
 */

/* 32 characters none of which is taken for another (Crockford's). */
static const char alphabet[] = DIGITS "ABCDEFGHJKMNPQRSTVWXYZ";

#define DATA  26 /* characters: 130 bits, the last two of them zero */
#define CHECK 2  /* characters: 10 bits of a hash */
#define GROUP 4

static void
check_of(const uint8_t code[ENROL_CODE], char check[CHECK])
{
	uint8_t whole[HASH_SHA256];

	hash_sha256((struct bytes){code, ENROL_CODE}, whole);
	check[0] = alphabet[whole[0] & 31];
	check[1] = alphabet[whole[1] & 31];
}

/* The i-th five bits of the code. */
static unsigned
five(const uint8_t code[ENROL_CODE], size_t i)
{
	unsigned n = 0;

	for (size_t bit = 5 * i; bit < 5 * i + 5; bit++) {
		unsigned byte = bit / 8 < ENROL_CODE ? code[bit / 8] : 0;
		n = n << 1 | (byte >> (7 - bit % 8) & 1);
	}
	return n;
}

void
enrol_code_write(struct buf *to, const uint8_t code[ENROL_CODE])
{
	char all[DATA + CHECK];

	for (size_t i = 0; i < DATA; i++)
		all[i] = alphabet[five(code, i)];
	check_of(code, all + DATA);
	for (size_t i = 0; i < sizeof(all); i += GROUP) {
		if (i > 0)
			buf_str(to, TXT("-"));
		buf_str(to, (struct str){all + i, GROUP});
	}
}

/* The five bits a typed character stands for; 32 if none. */
static unsigned
value_of(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	const char *at = memchr(alphabet, c, 32);
	return at ? (unsigned)(at - alphabet) : 32;
}

enum err
enrol_code_read(struct str typed, uint8_t code[ENROL_CODE])
{
	uint8_t made[ENROL_CODE] = {0};
	char check[CHECK];
	size_t n = 0;

	for (size_t i = 0; i < typed.len; i++) {
		if (typed.at[i] == ' ' || typed.at[i] == '-')
			continue;
		unsigned v = value_of(typed.at[i]);
		if (v > 31 || n == DATA + CHECK)
			return ERR_INPUT;
		if (n == DATA)
			check_of(made, check);
		if (n >= DATA && alphabet[v] != check[n - DATA])
			return ERR_INPUT;
		for (size_t k = 0; n < DATA && k < 5; k++) {
			size_t bit = 5 * n + k;
			unsigned on = v >> (4 - k) & 1;
			if (bit < 8 * ENROL_CODE)
				made[bit / 8] |= (uint8_t)(on << (7 - bit % 8));
			else if (on)
				return ERR_INPUT;
		}
		n++;
	}
	if (n != DATA + CHECK)
		return ERR_INPUT;
	memcpy(code, made, sizeof(made));
	return ERR_OK;
}

void
enrol_code_key(const uint8_t code[ENROL_CODE], uint8_t key[ENROL_KEY])
{
	static const char purpose[] = "fichep/v1/enrol/code";

	hash_hmac((struct bytes){code, ENROL_CODE}, BYTES_OF(purpose), key);
}

/* The purpose ends with its zero, and the ask is named by its hash: nothing of
 * one proof can be read as another's. */
static void
prove(const uint8_t key[ENROL_KEY], struct bytes purpose, const uint8_t pin[32],
    struct str ask, struct str grant, uint8_t proof[HASH_SHA256])
{
	uint8_t asked[HASH_SHA256];
	struct hash h;

	hash_sha256(str_bytes(ask), asked);
	hash_begin_hmac(&h, (struct bytes){key, ENROL_KEY});
	hash_add(&h, purpose);
	hash_add(&h, (struct bytes){pin, 32});
	hash_add(&h, BYTES_OF(asked));
	hash_add(&h, str_bytes(grant));
	hash_end(&h, proof);
}

void
enrol_prove_ask(const uint8_t key[ENROL_KEY], const uint8_t pin[32],
    struct str ask, uint8_t proof[HASH_SHA256])
{
	static const char purpose[] = "fichep/v1/enrol/ask";

	prove(key, BYTES_OF(purpose), pin, ask, TXT(""), proof);
}

void
enrol_prove_grant(const uint8_t key[ENROL_KEY], const uint8_t pin[32],
    struct str ask, struct str grant, uint8_t proof[HASH_SHA256])
{
	static const char purpose[] = "fichep/v1/enrol/grant";

	prove(key, BYTES_OF(purpose), pin, ask, grant, proof);
}

void
enrol_carry(struct buf *to, const uint8_t proof[HASH_SHA256], struct str note)
{
	lines_put_hex(to, "proof", (struct bytes){proof, HASH_SHA256});
	buf_str(to, note);
}

enum err
enrol_carried(struct str body, uint8_t proof[HASH_SHA256], struct str *note)
{
	struct lines l = {.rest = body, .bad = body.len > ENROL_MOST};
	uint8_t found[HASH_SHA256];

	lines_hex(&l, "proof", found, sizeof(found));
	if (l.bad || l.rest.len == 0)
		return ERR_MANGLED;
	memcpy(proof, found, sizeof(found));
	*note = l.rest;
	return ERR_OK;
}
