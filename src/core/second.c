#include "core/second.h"

#include "base/encode.h"
#include "base/reader.h"
#include "core/account.h"
#include "core/attempt.h"
#include "core/core.h"
#include "core/kept.h"
#include "core/signin.h"
#include "core/sql.h"
#include "crypto/secret.h"
#include "crypto/totp.h"
#include "http/cookie.h"
#include "page/qr.h"
#include "store/query.h"

#define TICKET_BODY (sizeof(struct ident) + 8 + TOTP_SECRET)
#define TICKET_LEN  (TICKET_BODY + HASH_SHA256)
#define TICKET_TEXT 102 /* TICKET_LEN bytes in base 64 without '=' */

_Static_assert((TICKET_LEN * 8 + 5) / 6 == TICKET_TEXT, "a ticket's text");

/* Whose passphrase was right. */
struct owner {
	struct ident id;
	struct str login;
	enum who who;
	uint8_t verifier[PASSWORD_TAG]; /* of the passphrase, as it is now */
	bool enrolled;
	uint8_t secret[TOTP_SECRET]; /* theirs, or of the ticket to enrol */
	int64_t last;                /* step of the last code used */
};

static enum err
find(struct request *q, const struct ident *id, struct owner *o)
{
	struct query rows = query_open(q->store, SQL_SECOND_FIND,
	    BLOB(BYTES_OF(id->at)), INT(q->now));
	enum err kept = ERR_OK;
	bool any = query_next(&rows);

	*o = (struct owner){.id = *id};
	if (any) {
		o->login = arena_keep(q->mem, query_text(&rows), &kept);
		if (who_read(query_text(&rows), &o->who) != ERR_OK)
			any = false; /* a role of another release */
		query_copy(&rows, o->verifier, sizeof(o->verifier));
		o->last = query_int(&rows);
		o->enrolled = !query_null(&rows);
		if (o->enrolled)
			query_copy(&rows, o->secret, sizeof(o->secret));
	}
	enum err e = query_end(&rows);
	if (e == ERR_OK)
		e = kept;
	return e == ERR_OK && !any ? ERR_SIGNED_OUT : e;
}

/* --- the ticket: ident, until, secret to enrol or zeros, HMAC ------------- */

static enum err
seal(const struct request *q, const struct owner *o,
    const uint8_t body[TICKET_BODY], uint8_t mac[HASH_SHA256])
{
	struct str browser;
	struct hash h;

	if (cookie_find(q->m->cookie, CSRF_COOKIE, &browser) != ERR_OK)
		return ERR_ALIEN;
	hash_begin_hmac(&h, BYTES_OF(q->core->form_key));
	hash_add(&h, str_bytes(TXT("fichep/v1/second")));
	hash_add(&h, (struct bytes){body, TICKET_BODY});
	hash_add(&h, BYTES_OF(o->verifier));
	hash_add(&h, str_bytes(browser));
	hash_end(&h, mac);
	return ERR_OK;
}

static enum err
write_ticket(const struct request *q, const struct owner *o, struct buf *to)
{
	static const uint8_t none[TOTP_SECRET];
	uint8_t body[TICKET_BODY], mac[HASH_SHA256], room[TICKET_LEN];
	struct buf b = buf_over(body, sizeof(body));
	struct buf ticket = buf_over(room, sizeof(room));

	buf_bytes(&b, BYTES_OF(o->id.at));
	buf_u64(&b, (uint64_t)(q->now + SECOND_LONG));
	buf_bytes(&b, o->enrolled ? BYTES_OF(none) : BYTES_OF(o->secret));
	must(buf_err(&b) == ERR_OK);
	enum err e = seal(q, o, body, mac);
	if (e != ERR_OK)
		return e;
	buf_bytes(&ticket, BYTES_OF(body));
	buf_bytes(&ticket, BYTES_OF(mac));
	encode_base64url(to, buf_done(&ticket));
	secret_wipe(body, sizeof(body));
	secret_wipe(room, sizeof(room));
	return buf_err(to);
}

/* ERR_SIGNED_OUT: not a ticket of ours, not of this browser, or too old; the
 * person begins again. */
static enum err
read_ticket(struct request *q, struct str text, struct owner *o)
{
	uint8_t room[TICKET_LEN], mac[HASH_SHA256];
	struct buf ticket = buf_over(room, sizeof(room));
	struct ident id;

	if (text.len != TICKET_TEXT ||
	    encode_unbase64url(text, &ticket) != ERR_OK ||
	    ticket.len != sizeof(room))
		return ERR_SIGNED_OUT;
	struct reader r = reader_new(buf_done(&ticket));
	reader_copy(&r, id.at, sizeof(id.at));
	int64_t until = (int64_t)reader_u64(&r);
	struct bytes secret = reader_take(&r, TOTP_SECRET);
	struct bytes given = reader_take(&r, HASH_SHA256);
	must(reader_end(&r) == ERR_OK);

	enum err e = find(q, &id, o);
	if (e == ERR_OK)
		e = seal(q, o, room, mac);
	if (e != ERR_OK)
		return e;
	bool enrols = secret.at[0] ||
	    memcmp(secret.at, secret.at + 1, TOTP_SECRET - 1) != 0;
	if (!secret_eq(BYTES_OF(mac), given) || q->now >= until ||
	    q->now < until - SECOND_LONG || enrols == o->enrolled)
		e = ERR_SIGNED_OUT;
	else if (enrols)
		memcpy(o->secret, secret.at, TOTP_SECRET);
	secret_wipe(room, sizeof(room));
	return e;
}

/* --- the page --------------------------------------------------------------
 */

/* « GEZD GNBV GY3T » : what is typed by hand is read four by four. */
static void
put_secret(struct request *q, const struct owner *o)
{
	char text[TOTP_TEXT], spaced[TOTP_TEXT + TOTP_TEXT / 4];
	struct buf plain = buf_over(text, sizeof(text));
	struct buf to = buf_over(spaced, sizeof(spaced));

	encode_base32(&plain, BYTES_OF(o->secret));
	for (size_t i = 0; i < plain.len; i += 4) {
		if (i > 0)
			buf_str(&to, TXT(" "));
		buf_str(&to, str_part(buf_text(&plain), i, 4));
	}
	request_text(q, "secret", buf_text(&to));
	secret_wipe(text, sizeof(text));
	secret_wipe(spaced, sizeof(spaced));
}

static enum err
put_enrolment(struct request *q, const struct owner *o)
{
	struct buf uri = buf_new(q->mem, QR_TEXT_MOST);
	struct buf path = buf_new(q->mem, QR_PATH_MOST);
	unsigned side = 0;

	totp_uri(o->secret, q->core->role->setting.text[SETTING_site], o->login,
	    &uri);
	enum err e = buf_err(&uri);
	if (e == ERR_OK)
		e = qr_path(buf_text(&uri), &path, &side);
	if (e != ERR_OK)
		return e;
	request_open(q, "enrol");
	put_secret(q, o);
	request_open(q, "code");
	request_text(q, "path", buf_text(&path));
	request_number(q, "side", side);
	request_close(q);
	request_close(q);
	return ERR_OK;
}

static enum err
put_page(struct request *q, const struct owner *o)
{
	char room[TICKET_TEXT];
	struct buf ticket = buf_over(room, sizeof(room));

	q->page = TXT("second");
	request_token(q);
	kept_pass_on(q);
	enum err e = write_ticket(q, o, &ticket);
	if (e == ERR_OK)
		request_text(q, "ticket", buf_text(&ticket));
	if (e == ERR_OK && !o->enrolled)
		e = put_enrolment(q, o);
	secret_wipe(room, sizeof(room));
	return e;
}

enum err
second_ask(struct request *q, const struct ident *account)
{
	struct owner o;

	enum err e = find(q, account, &o);
	if (e != ERR_OK)
		return e;
	if (!o.enrolled)
		ident_random(o.secret, sizeof(o.secret));
	e = put_page(q, &o);
	secret_wipe(o.secret, sizeof(o.secret));
	return e;
}

/* --- the answer ------------------------------------------------------------
 */

static enum err
again(struct request *q, const struct owner *o, uint32_t status,
    struct str text)
{
	q->status = status;
	request_open(q, "error");
	request_text(q, "title", TXT("La session n’est pas ouverte."));
	request_text(q, "text", text);
	request_close(q);
	return put_page(q, o);
}

static enum err
wait_first(struct request *q, const struct owner *o, const struct attempt *a)
{
	char room[160];
	struct buf text = buf_over(room, sizeof(room));

	buf_str(&text, TXT("Trop d’essais pour ce compte. Réessayez "));
	signin_put_wait(&text, attempt_wait(a, q->now));
	buf_str(&text, TXT("."));
	if (!a->told) {
		attempt_tell(q->tx, a, q->now);
		q->note = (struct trail_entry){.action = AUDIT_sign_in_refused,
		    .motive = MOTIVE_too_soon,
		    .result = TRAIL_REFUSED,
		    .object = o->id};
	}
	return again(q, o, 429, buf_text(&text));
}

static enum err
turn_away(struct request *q, const struct owner *o, const struct attempt *a)
{
	char room[320];
	struct buf text = buf_over(room, sizeof(room));
	struct attempt now;

	attempt_charge(q->tx, a, q->now);
	enum err e =
	    attempt_find(q->store, q->core->login_key, o->login, q->now, &now);
	if (e != ERR_OK)
		return e;
	buf_str(&text,
	    TXT("Ce code n’est pas le bon, ou il a déjà servi. Attendez que "
		"l’application en montre un autre, puis tapez-le"));
	int64_t wait = attempt_wait(&now, q->now);
	if (wait > 0) {
		buf_str(&text, TXT(" : "));
		signin_put_wait(&text, wait);
	}
	buf_str(&text, TXT("."));
	q->note = (struct trail_entry){.action = AUDIT_sign_in_refused,
	    .motive = MOTIVE_wrong_code,
	    .result = TRAIL_REFUSED,
	    .object = o->id};
	return again(q, o, 403, buf_text(&text));
}

static enum err
judge(struct request *q, struct owner *o)
{
	struct attempt a;

	enum err e =
	    attempt_find(q->store, q->core->login_key, o->login, q->now, &a);
	if (e != ERR_OK)
		return e;
	if (attempt_wait(&a, q->now) > 0)
		return wait_first(q, o, &a);
	e = totp_check(o->secret, urlform_get(&q->form, TXT("code")), q->now,
	    &o->last);
	if (e == ERR_INPUT)
		return again(q, o, 422,
		    TXT("Tapez les six chiffres que montre votre "
			"application."));
	if (e != ERR_OK)
		return turn_away(q, o, &a);

	tx_run(q->tx, SQL_SECOND_USE, BLOB(BYTES_OF(o->secret)), INT(o->last),
	    BLOB(BYTES_OF(o->id.at)));
	if (!o->enrolled)
		request_note(q,
		    &(struct trail_entry){.action = AUDIT_second_enrolled,
			.actor = o->id,
			.role = str_of(who_stored(o->who)),
			.object = o->id});
	return signin_let_in(q, &o->id, o->who, &a);
}

enum err
second_check(struct request *q)
{
	struct owner o;

	enum err e = read_ticket(q, urlform_get(&q->form, TXT("ticket")), &o);
	if (e == ERR_OK)
		e = judge(q, &o);
	secret_wipe(&o.secret, sizeof(o.secret));
	return e;
}
