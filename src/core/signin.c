#include "core/signin.h"

#include "core/account.h"
#include "core/core.h"
#include "core/kept.h"
#include "core/need.h"
#include "core/route.h"
#include "core/second.h"
#include "crypto/passphrase.h"
#include "crypto/secret.h"
#include "http/cookie.h"

/* Where someone's work is. */
static struct str
home_of(const struct core *c, enum who who)
{
	if (c->role->central && need_of(who)->desk)
		return TXT("/fiches");
	if (c->role->central && need_of(who)->journal)
		return TXT("/journal");
	return TXT("/accueil");
}

/* What is remembered while the keeper works. */
struct trial {
	struct passphrase_check ask;
	struct attempt attempt;
	struct account_lock lock;
	bool known; /* the lock is someone's; else it opens for nobody */
	struct str login;
};

/* Where one may go on to once signed in, by a word of the address. */
static const struct {
	const char *word, *path;
} doors[] = {
    {"fiche", "/fiche?forme=fiche"},
    {"reprise", "/fiche"}, /* whatever was being filled in */
    {"intervention", "/fiche?forme=intervention"},
    {"relire", "/fiche/relire"},
    {"envois", "/envois"},
    {"comptes", "/comptes"},
};
#define DOORS (sizeof(doors) / sizeof(doors[0]))

static const char *const toward[DOORS] = {
    "/session?vers=fiche",
    "/session?vers=reprise",
    "/session?vers=intervention",
    "/session?vers=relire",
    "/session?vers=envois",
    "/session?vers=comptes",
};

bool
signin_may_return(const struct core *c, struct str path)
{
	return !c->role->central &&
	    (str_eq(path, TXT("/fiche/envoyer")) ||
		str_eq(path, TXT("/fiche/laisser")));
}

struct str
signin_toward(const struct core *c, struct str path)
{
	if (signin_may_return(c, path))
		path = TXT("/fiche/relire");
	for (size_t i = 0; !c->role->central && i < DOORS; i++)
		if (str_eq(path, str_of(doors[i].path)))
			return str_of(toward[i]);
	return TXT("/session");
}

/* The place `word` stands for, if `who` may go there. */
static struct str
door(const struct core *c, struct str word, enum who who)
{
	const struct route *r;

	for (size_t i = 0; !c->role->central && i < DOORS; i++) {
		struct str path = str_of(doors[i].path);
		struct str bare = str_part(path, 0, str_find(path, '?', 0));
		if (str_eq(word, str_of(doors[i].word)) &&
		    route_find(TXT("GET"), bare, c->role->central, &r) ==
			ERR_OK &&
		    (r->who & (1u << who)))
			return path;
	}
	return home_of(c, who);
}

/* Where to go on to travels with the form, if it is one of ours. */
static void
put_toward(struct request *q)
{
	struct str word = urlform_get(&q->form, TXT("vers"));

	if (q->core->role->central)
		return;
	for (size_t i = 0; i < DOORS; i++)
		if (str_eq(word, str_of(doors[i].word)))
			request_text(q, "vers", word);
}

/* The form again, with what is wrong with it. The passphrase never returns. */
static enum err
again(struct request *q, uint32_t status, struct str login, struct str text)
{
	q->status = status;
	request_token(q);
	request_text(q, "login", login);
	put_toward(q);
	kept_pass_on(q);
	request_open(q, "error");
	request_text(q, "title", TXT("La session n’est pas ouverte."));
	request_text(q, "text", text);
	request_close(q);
	return ERR_OK;
}

enum err
signin_form(struct request *q)
{
	struct str held;

	request_token(q);
	put_toward(q);
	if (q->session.open ||
	    cookie_find(q->m->cookie, COOKIE_SESSION, &held) == ERR_ABSENT)
		return ERR_OK;
	request_open(q, "closed");
	request_text(q, "text",
	    TXT("Votre session s’est fermée. Ouvrez-la de nouveau pour "
		"continuer."));
	request_close(q);
	return ERR_OK;
}

bool
signin_stale(struct request *q)
{
	struct urlform form = {0};

	if (!str_eq(q->m->method, TXT("POST")) ||
	    !str_eq(q->m->path, TXT("/session")) ||
	    urlform_parse(q->mem, str_from(q->m->body), &form) != ERR_OK)
		return false;
	q->page = TXT("sign_in");
	request_common(q, q->core->role->central ? "desk" : "kiosk");
	return again(q, (uint32_t)err_http(ERR_ALIEN),
		   urlform_get(&form, TXT("login")),
		   TXT("Cette page était restée ouverte trop longtemps. "
		       "Retapez votre phrase de passe : le reste est "
		       "gardé.")) == ERR_OK;
}

void
signin_put_wait(struct buf *to, int64_t ms)
{
	int64_t seconds = (ms + CLOCK_SECOND - 1) / CLOCK_SECOND;
	int64_t minutes = (seconds + 59) / 60;
	bool long_one = seconds > 90;

	buf_str(to, TXT("dans "));
	buf_number(to, long_one ? minutes : seconds, 1);
	buf_str(to, long_one ? TXT(" minutes") : TXT(" seconde"));
	if (!long_one && seconds > 1)
		buf_str(to, TXT("s"));
}

static enum err
wait_first(struct request *q, const struct trial *t, int64_t ms)
{
	char room[160];
	struct buf text = buf_over(room, sizeof(room));

	buf_str(&text, TXT("Trop d’essais pour ce compte. Réessayez "));
	signin_put_wait(&text, ms);
	buf_str(&text, TXT("."));
	if (!t->attempt.told) {
		attempt_tell(q->tx, &t->attempt, q->now);
		q->note = (struct trail_entry){.action = AUDIT_sign_in_refused,
		    .motive = MOTIVE_too_soon,
		    .result = TRAIL_REFUSED};
	}
	return again(q, 429, t->login, buf_text(&text));
}

/* As accounts are named: small letters, no space around. */
static struct str
normal_login(struct arena *mem, struct str typed)
{
	typed = str_trim(typed);
	char *at = arena_take(mem, typed.len);
	if (!at)
		return (struct str){NULL, 0};
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		at[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	return (struct str){at, typed.len};
}

/* A lock that no passphrase opens, for a login that nobody has. */
static void
make_up(struct account_lock *lock)
{
	*lock = (struct account_lock){0};
	ident_random(&lock->secret, sizeof(lock->secret));
}

/*
 * A passphrase takes the keeper long, and its worker waits as long: some are
 * kept free, so that however many try to sign in, pages are still served.
 */
static bool
room_left(const struct core *c)
{
	size_t kept = c->slots > 1 ? (c->slots + 3) / 4 : 0;
	size_t taken = 0;

	for (size_t i = 0; i < c->slots; i++) {
		const struct slot *s = &c->slot[i];
		taken += s->state == SLOT_CHECKING ||
		    (s->state == SLOT_ANSWERED && s->ask);
	}
	return taken + kept < c->slots;
}

static enum err
begin(struct request *q)
{
	struct trial *t = arena_take(q->mem, sizeof(*t));
	struct buf phrase = buf_new(q->mem, PASSPHRASE_TYPED);
	struct str login =
	    normal_login(q->mem, urlform_get(&q->form, TXT("login")));

	if (!t || !login.at || buf_err(&phrase) != ERR_OK)
		return ERR_LIMIT;
	*t = (struct trial){.login = login};
	if (login.len == 0 || login.len > ACCOUNT_LOGIN_MOST ||
	    passphrase_normal(urlform_get(&q->form, TXT("passphrase")),
		&phrase) != ERR_OK ||
	    phrase.len > PASSWORD_MOST)
		return again(q, 422, login,
		    TXT("Indiquez votre compte et votre phrase de "
			"passe."));

	enum err e = attempt_find(q->store, q->core->login_key, login, q->now,
	    &t->attempt);
	if (e != ERR_OK)
		return e;
	int64_t wait = attempt_wait(&t->attempt, q->now);
	if (wait > 0)
		return wait_first(q, t, wait);
	if (!room_left(q->core))
		return again(q, 503, login,
		    TXT("Plusieurs personnes ouvrent leur session en même "
			"temps. Réessayez dans quelques secondes."));
	e = account_lock(q->store, login, q->now, &t->lock);
	t->known = e == ERR_OK;
	if (e == ERR_ABSENT)
		make_up(&t->lock);
	else if (e != ERR_OK)
		return e;

	attempt_charge(q->tx, &t->attempt, q->now);
	t->ask.passphrase = buf_text(&phrase);
	t->ask.salt = BYTES_OF(t->lock.secret.salt);
	t->ask.verifier = BYTES_OF(t->lock.secret.tag);
	q->kept = t;
	q->ask = &t->ask;
	return ERR_OK;
}

enum err
signin_let_in(struct request *q, const struct ident *account, enum who who,
    const struct attempt *attempt)
{
	if (q->session.open && session_end(q->tx, &q->session))
		request_note(q,
		    &(struct trail_entry){.action = AUDIT_session_ended,
			.motive = MOTIVE_replaced});
	attempt_clear(q->tx, attempt);
	session_begin(q->tx, account, q->now, &q->cookie);
	q->session = (struct session){0};
	q->location = door(q->core, urlform_get(&q->form, TXT("vers")), who);
	kept_take(q, account, who, &q->location);
	q->note = (struct trail_entry){.action = AUDIT_signed_in,
	    .actor = *account,
	    .role = str_of(who_stored(who))};
	return ERR_OK;
}

/* Right so far. At the central a code is asked as well, and what failed before
 * stays counted until it is given. */
static enum err
let_on(struct request *q, const struct trial *t)
{
	if (!q->core->role->central)
		return signin_let_in(q, &t->lock.id, t->lock.who, &t->attempt);
	attempt_refund(q->tx, &t->attempt, q->now);
	return second_ask(q, &t->lock.id);
}

static enum err
turn_away(struct request *q, const struct trial *t)
{
	char room[200];
	struct buf text = buf_over(room, sizeof(room));
	struct attempt now;

	enum err e =
	    attempt_find(q->store, q->core->login_key, t->login, q->now, &now);
	if (e != ERR_OK)
		return e;
	buf_str(&text, TXT("Compte ou phrase de passe inexact. "));
	int64_t wait = attempt_wait(&now, q->now);
	if (wait > 0) {
		buf_str(&text, TXT("Réessayez "));
		signin_put_wait(&text, wait);
		buf_str(&text, TXT("."));
	} else {
		buf_str(&text, TXT("Vérifiez les deux, puis réessayez."));
	}
	q->note = (struct trail_entry){.action = AUDIT_sign_in_refused,
	    .motive =
		t->known ? MOTIVE_wrong_passphrase : MOTIVE_unknown_account,
	    .result = TRAIL_REFUSED,
	    .object = t->lock.id};
	return again(q, 403, t->login, buf_text(&text));
}

enum err
signin_open(struct request *q)
{
	const struct trial *t = q->kept;

	if (!q->heard)
		return begin(q);
	if (q->verdict == ERR_OK && t->known)
		return let_on(q, t);
	if (q->verdict == ERR_OK || q->verdict == ERR_DENIED)
		return turn_away(q, t);
	attempt_refund(q->tx, &t->attempt, q->now);
	return again(q, 503, t->login,
	    TXT("Votre phrase de passe n’a pas pu être vérifiée. Réessayez "
		"dans un instant."));
}

enum err
signin_close(struct request *q)
{
	session_end(q->tx, &q->session);
	cookie_clear(&q->cookie, COOKIE_SESSION);
	q->location = TXT("/");
	return ERR_OK;
}

enum err
signin_stay(struct request *q)
{
	/* Whoever presses that button is at work: the turn writes it down. */
	request_common(q, "");
	return ERR_OK;
}
