#include "core/kept.h"

#include "base/encode.h"
#include "base/json.h"
#include "core/core.h"
#include "core/step.h"
#include "core/writing.h"
#include "crypto/aead.h"
#include "crypto/hkdf.h"
#include "crypto/secret.h"

#define MARK   22 /* characters of 16 bytes in base 64 */
#define HEAD   8  /* bytes before what was typed: when */
#define PIECES ((KEPT_MOST * 2) / KEPT_CHUNK)

void
kept_key(const uint8_t store[32], uint8_t key[32])
{
	hkdf_expand(store, str_bytes(TXT("fichep/v1/kept")), key, 32);
}

static void
put_mark(const struct core *c, const struct ident *account, struct buf *to)
{
	uint8_t mac[HASH_SHA256];

	hash_hmac(BYTES_OF(c->kept_key), BYTES_OF(account->at), mac);
	encode_base64url(to, (struct bytes){mac, 16});
}

void
kept_mark(struct request *q)
{
	char room[MARK];
	struct buf b = buf_over(room, sizeof(room));

	put_mark(q->core, &q->session.account, &b);
	request_text(q, "whose", buf_text(&b));
}

static enum err
seal(struct request *q, struct bytes typed, struct buf *text)
{
	uint8_t nonce[AEAD_NONCE];
	struct buf plain = buf_new(q->mem, HEAD + typed.len);
	struct buf b =
	    buf_new(q->mem, AEAD_NONCE + HEAD + typed.len + AEAD_TAG);

	ident_random(nonce, sizeof(nonce));
	buf_u64(&plain, (uint64_t)q->now);
	buf_bytes(&plain, typed);
	if (buf_err(&plain) != ERR_OK)
		return ERR_LIMIT;
	buf_bytes(&b, BYTES_OF(nonce));
	aead_seal(q->core->kept_key, nonce, str_bytes(TXT("fichep/v1/kept")),
	    buf_done(&plain), &b);
	*text = buf_new(q->mem, b.len * 4 / 3 + 4);
	encode_base64url(text, buf_done(&b));
	return buf_err(&b) == ERR_OK ? buf_err(text) : ERR_LIMIT;
}

/* [{"n":0,"text":"..."}, ...] */
static void
put_pieces(struct request *q, struct str text)
{
	struct buf b = buf_new(q->mem, text.len + 64 * (PIECES + 1));

	buf_str(&b, TXT("["));
	for (size_t n = 0; n * KEPT_CHUNK < text.len; n++) {
		buf_str(&b, n > 0 ? TXT(",{\"n\":\"") : TXT("{\"n\":\""));
		buf_number(&b, (int64_t)n, 1);
		buf_str(&b, TXT("\",\"text\":\""));
		buf_str(&b, str_part(text, n * KEPT_CHUNK, KEPT_CHUNK));
		buf_str(&b, TXT("\"}"));
	}
	buf_str(&b, TXT("]"));
	if (buf_err(&b) != ERR_OK)
		return;
	request_json(q, "kept", buf_text(&b));
	request_flag(q, "resumes", true);
}

bool
kept_offer(struct request *q)
{
	struct urlform form = {0};
	struct buf text;

	bool central = q->core->role->central;

	if (!csrf_from_here(q->m) || !str_eq(q->m->method, TXT("POST")) ||
	    !str_eq(q->m->path, central ? TXT("/acte") : TXT("/fiche")) ||
	    q->m->body.len > KEPT_MOST ||
	    urlform_parse(q->mem, str_from(q->m->body), &form) != ERR_OK ||
	    urlform_get(&form, TXT("whose")).len != MARK ||
	    seal(q, q->m->body, &text) != ERR_OK)
		return false;
	q->page = TXT("sign_in");
	request_common(q, central ? "desk" : "kiosk");
	request_token(q);
	request_text(q, "vers", central ? TXT("") : TXT("reprise"));
	put_pieces(q, buf_text(&text));
	return true;
}

/* What a form to sign in bears, put together again; "" if nothing. */
static struct str
gather(struct request *q, const struct urlform *form)
{
	struct buf b = buf_new(q->mem, PIECES * KEPT_CHUNK);
	char room[24];

	for (size_t n = 0; n < PIECES; n++) {
		struct buf name = buf_over(room, sizeof(room));
		buf_str(&name, TXT("kept."));
		buf_number(&name, (int64_t)n, 1);
		if (!urlform_has(form, buf_text(&name)))
			break;
		buf_str(&b, urlform_get(form, buf_text(&name)));
	}
	return buf_err(&b) == ERR_OK ? buf_text(&b) : TXT("");
}

/* Base 64 for a page, or it is not put there: what comes is anybody's. */
static bool
plain_text(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && c != '-' && c != '_')
			return false;
	}
	return s.len > 0;
}

void
kept_pass_on(struct request *q)
{
	struct str text;

	if (!urlform_has(&q->form, TXT("kept.0")))
		return;
	text = gather(q, &q->form);
	if (plain_text(text))
		put_pieces(q, text);
}

static enum err
open_kept(struct request *q, struct str text, struct urlform *typed)
{
	struct buf b = buf_new(q->mem, text.len);
	enum err e = encode_unbase64url(text, &b);

	if (e != ERR_OK || b.len < AEAD_NONCE + HEAD + AEAD_TAG)
		return ERR_FORGED;
	struct buf plain = buf_new(q->mem, b.len);
	e = aead_open(q->core->kept_key, b.at, str_bytes(TXT("fichep/v1/kept")),
	    (struct bytes){b.at + AEAD_NONCE, b.len - AEAD_NONCE}, &plain);
	if (e != ERR_OK)
		return e;
	int64_t at = 0;
	for (size_t i = 0; i < HEAD; i++)
		at = at << 8 | plain.at[i];
	if (q->now > at + KEPT_LONG)
		return ERR_ABSENT;
	return urlform_parse(q->mem,
	    (struct str){(const char *)plain.at + HEAD, plain.len - HEAD},
	    typed);
}

void
kept_take(struct request *q, const struct ident *account, enum who who,
    struct str *location)
{
	char room[MARK];
	struct buf mark = buf_over(room, sizeof(room));
	struct urlform typed = {0};

	if (!urlform_has(&q->form, TXT("kept.0")) ||
	    open_kept(q, gather(q, &q->form), &typed) != ERR_OK)
		return;
	put_mark(q->core, account, &mark);
	if (!secret_eq(str_bytes(urlform_get(&typed, TXT("whose"))),
		buf_done(&mark)))
		return;
	/* A form that no longer fits its draft is not worth refusing a
	 * session: what was saved before is still there. */
	tx_save(q->tx);
	tx_fail(q->tx,
	    q->core->role->central
		? writing_again(q, account, who, &typed, location)
		: step_again(q, account, who, &typed, location));
	(void)!tx_release(q->tx);
}
