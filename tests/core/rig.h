/*
 * rig - a real core, its database on disk and its wires, turned by hand.
 *
 * The test holds the other ends: it is the front, the keeper and the courier,
 * and says with rig_turn when core may move. Clocks stand still until moved.
 */
#ifndef RIG_H
#define RIG_H

#define TEST_MEMORY (48u << 20)
#include "../test.h"

#include <ftw.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/account.h"
#include "core/core.h"
#include "core/request.h"
#include "core/route.h"
#include "core/turn.h"
#include "crypto/secret.h"
#include "crypto/totp.h"
#include "store/query.h"

#include "../store/fresh.h"

#define RIG_NOW                                                                \
	INT64_C(1795536000000) /* 24 November 2026, 17 h 00 in Paris           \
				*/
#define RIG_HOST "boitier.example"
#define NBSP     "\u00a0"

struct rig {
	struct role role;
	struct core core;
	struct arena mem;
	struct arena talk; /* of the test's own messages */
	char dir[64], path[96];
	struct core_keys keys;
	uint8_t checkpoint[SIGN_KEY];
	int front[ROLE_WIRES_MOST], keeper, courier, control;
	uint64_t ticket; /* of the last request */
	int64_t now, boot;
	char browser[64], session[64]; /* cookies held, as values */
	char token[64];                /* of the last page */
	char page[160 * 1024];         /* body of the last answer */
	size_t page_len;
	char type[64]; /* and what it is */
	char location[128];
	unsigned keeper_signed;
};

static struct rig rig;

static inline void
rig_wire(struct chan *ours, enum peer them, int *theirs)
{
	int fd[2];

	EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, fd), 0);
	*ours = (struct chan){fd[0], CORE, them};
	*theirs = fd[1];
}

static inline void
rig_setting(const char *name, const char *value)
{
	const char *why;

	OK(setting_put(&rig.role.setting, str_of(name), str_of(value), &why));
}

static inline int
rig_remove(const char *path, const struct stat *s, int kind, struct FTW *w)
{
	(void)s, (void)kind, (void)w;
	return remove(path);
}

static inline void
rig_at(int64_t now)
{
	rig.boot += now - rig.now;
	rig.now = now;
	clock_hold(rig.now);
	clock_hold_boot(rig.boot);
}

static inline void
rig_pass(int64_t ms)
{
	rig_at(rig.now + ms);
}

/* Keys, wires and a folder; settings may be put before rig_start. */
static inline void
rig_make(size_t workers, bool central)
{
	static uint8_t talk[4u << 20];
	uint8_t seed[SIGN_SEED], secret[HPKE_KEY];

	secret_start();
	memset(&rig, 0, sizeof(rig));
	arena_open(&rig.talk, talk, sizeof(talk));
	rig.role = (struct role){.us = CORE,
	    .central = central,
	    .setting = setting_defaults()};
	rig_setting("host", RIG_HOST);
	rig.role.wires[FRONT] = workers;
	rig.role.wires[KEEPER] = rig.role.wires[COURIER] = 1;
	for (size_t i = 0; i < workers; i++)
		rig_wire(&rig.role.chan[FRONT][i], FRONT, &rig.front[i]);
	rig_wire(&rig.role.chan[KEEPER][0], KEEPER, &rig.keeper);
	rig_wire(&rig.role.chan[COURIER][0], COURIER, &rig.courier);
	struct chan control;
	rig_wire(&control, GATE, &rig.control);
	rig.role.control = control.fd;

	memcpy(rig.keys.store, fresh_key, sizeof(rig.keys.store));
	sign_make(seed);
	sign_key(seed, rig.checkpoint, rig.keys.checkpoint);
	hpke_make(secret, rig.keys.auditor);
	snprintf(rig.dir, sizeof(rig.dir), "%s/fichep-core-XXXXXX",
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	TRUE(mkdtemp(rig.dir));
	snprintf(rig.path, sizeof(rig.path), "%s/fichep.db", rig.dir);
	rig.now = RIG_NOW;
	rig.boot = 1000000;
	rig_pass(0);
}

static inline void
rig_start(void)
{
	if (access(rig.path, F_OK) != 0)
		fresh_database(rig.path);
	rig.mem = test_arena();
	OK(core_open(&rig.core, &rig.role, &rig.keys, rig.path, &rig.mem));
}

static inline void
rig_open(size_t workers, bool central)
{
	rig_make(workers, central);
	rig_start();
}

/* The keeper goes first, or core would wait for a last signature. */
static inline void
rig_stop(void)
{
	close(rig.keeper);
	core_close(&rig.core);
}

static inline void
rig_again(void)
{
	rig_wire(&rig.role.chan[KEEPER][0], KEEPER, &rig.keeper);
	rig_start();
}

static inline void
rig_close(void)
{
	rig_stop();
	nftw(rig.dir, rig_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* Of the authenticator of everyone at the central. */
static const uint8_t rig_secret[TOTP_SECRET] = "12345678901234567890";

/* Someone who may sign in; the passphrase is checked by who plays keeper. */
static inline struct ident
rig_person(const char *login, const char *role, const struct password *secret)
{
	static const struct password none = {{1}, {2}};
	struct tx tx = tx_begin(&rig.core.write);
	struct ident id = account_add(&tx,
	    &(struct account_new){.login = str_of(login),
		.name = TXT("Nadia Kessler"),
		.role = str_of(role),
		.service = TXT("Foyer Les Tilleuls"),
		.secret = secret ? secret : &none},
	    rig.now);

	if (rig.role.central)
		tx_run(&tx, "UPDATE account SET totp = ? WHERE id = ?",
		    BLOB(BYTES_OF(rig_secret)), BLOB(BYTES_OF(id.at)));
	OK(tx_end(&tx));
	return id;
}

static inline void
rig_turn(void)
{
	OK(core_turn(&rig.core, 0));
}

/* --- as the front ------------------------------------------------------------
 */

static inline void
rig_send(size_t worker, struct http_request m)
{
	struct chan c = {rig.front[worker], FRONT, CORE};
	size_t mark = arena_mark(&rig.talk);
	struct buf b = buf_new(&rig.talk, 160 * KIB);

	m.ticket = ++rig.ticket;
	msg_put_http_request(&b, &m);
	OK(chan_send(&c, IPC_http_request, &b));
	arena_back(&rig.talk, mark);
}

/* What the last page holds between `before` and the next quote. */
static inline void
rig_find(const char *text, const char *before, char *to, size_t most)
{
	const char *at = strstr(text, before);

	to[0] = 0;
	if (!at)
		return;
	at += strlen(before);
	size_t len = strcspn(at, "\";");
	snprintf(to, most, "%.*s", (int)len, at);
}

/* The spaces that page/space.h put are here as they are typed. */
static inline void
rig_plain(void)
{
	const char *at = rig.page;
	size_t to = 0;

	while (*at) {
		bool put = strncmp(at, NBSP, 2) == 0 &&
		    (strchr(";:?!", at[2]) || strncmp(at + 2, "»", 2) == 0 ||
			(to >= 2 && memcmp(rig.page + to - 2, "«", 2) == 0));
		rig.page[to++] = put ? ' ' : *at;
		at += put ? 2 : 1;
	}
	rig.page[to] = 0;
	rig.page_len = to;
}

/* 0 when no answer is there; else its status, and rig.page and so on. */
static inline uint32_t
rig_receive(size_t worker)
{
	struct chan c = {rig.front[worker], FRONT, CORE};
	size_t mark = arena_mark(&rig.talk);
	struct buf room = buf_new(&rig.talk, CHAN_HEAD + 160 * KIB);
	struct bytes payload;
	struct http_response a;
	enum ipc kind;
	char set[256];

	if (chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK) {
		arena_back(&rig.talk, mark);
		return 0;
	}
	EQ(kind, IPC_http_response);
	OK(msg_get_http_response(payload, &a));
	TRUE(a.page.len < sizeof(rig.page));
	memcpy(rig.page, a.page.at, a.page.len); /* it may be a PDF */
	rig.page[a.page.len] = 0;
	rig.page_len = a.page.len;
	snprintf(rig.type, sizeof(rig.type), "%.*s", (int)a.type.len,
	    a.type.at);
	if (str_starts(a.type, TXT("text/html")))
		rig_plain();
	snprintf(rig.location, sizeof(rig.location), "%.*s",
	    (int)a.location.len, a.location.at);
	snprintf(set, sizeof(set), "%.*s", (int)a.cookie.len, a.cookie.at);
	if (str_starts(str_of(set), TXT("__Host-p=")))
		rig_find(set, "__Host-p=", rig.browser, sizeof(rig.browser));
	if (str_starts(str_of(set), TXT("__Host-s=")))
		rig_find(set, "__Host-s=", rig.session, sizeof(rig.session));
	if (strstr(rig.page, "name=\"token\" value=\""))
		rig_find(rig.page, "name=\"token\" value=\"", rig.token,
		    sizeof(rig.token));
	arena_back(&rig.talk, mark);
	return a.status;
}

static inline struct http_request
rig_request(const char *method, const char *path, const char *body)
{
	static char cookies[256];

	snprintf(cookies, sizeof(cookies), "a=b%s%s%s%s",
	    rig.browser[0] ? "; __Host-p=" : "", rig.browser,
	    rig.session[0] ? "; __Host-s=" : "", rig.session);
	return (struct http_request){.method = str_of(method),
	    .path = str_of(path),
	    .host = TXT(RIG_HOST ":8443"),
	    .cookie = str_of(cookies),
	    .origin = body ? TXT("https://" RIG_HOST ":8443") : TXT(""),
	    .site = body ? TXT("same-origin") : TXT("none"),
	    .type = body ? TXT("application/x-www-form-urlencoded") : TXT(""),
	    .body = body ? str_bytes(str_of(body)) : (struct bytes){0}};
}

static inline uint32_t
rig_get(const char *path)
{
	rig_send(0, rig_request("GET", path, NULL));
	rig_turn();
	return rig_receive(0);
}

static inline uint32_t
rig_post(const char *path, const char *body)
{
	rig_send(0, rig_request("POST", path, body));
	rig_turn();
	return rig_receive(0);
}

/* --- as the keeper
 * ------------------------------------------------------------- */

static inline void
rig_sign(const struct sign *m)
{
	uint8_t signature[SIGN_LEN], room[256];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf b = buf_over(room, sizeof(room));

	EQ(m->key, MILESTONE_KEY);
	sign_message(rig.checkpoint, m->message, signature);
	msg_put_signature(&b,
	    &(struct signature){m->ticket, ERR_OK, BYTES_OF(signature)});
	OK(chan_send(&c, IPC_signature, &b));
	rig.keeper_signed++;
}

/*
 * Answer what core asked: sign for real; let a passphrase that is `right` in,
 * or with NULL check it for real. How many passphrases were looked at.
 */
static inline unsigned
rig_keep(const char *right)
{
	static const uint8_t pepper[PASSWORD_PEPPER] = {7};
	uint8_t in[CHAN_HEAD + 8 * KIB], out[64];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct bytes payload;
	unsigned looked = 0;
	enum ipc kind;

	while (chan_recv(&c, &room, 0, &kind, &payload) == ERR_OK) {
		struct passphrase_check p;
		struct sign s;
		struct password kept;

		if (kind == IPC_sign) {
			OK(msg_get_sign(payload, &s));
			rig_sign(&s);
			continue;
		}
		EQ(kind, IPC_passphrase_check);
		OK(msg_get_passphrase_check(payload, &p));
		EQ(p.salt.len, sizeof(kept.salt));
		EQ(p.verifier.len, sizeof(kept.tag));
		memcpy(kept.salt, p.salt.at, p.salt.len);
		memcpy(kept.tag, p.verifier.at, p.verifier.len);
		enum err fate = right
		    ? (str_eq(p.passphrase, str_of(right)) ? ERR_OK
							   : ERR_DENIED)
		    : password_check(p.passphrase, pepper, &kept);
		struct buf b = buf_over(out, sizeof(out));
		msg_put_passphrase_verdict(&b,
		    &(struct passphrase_verdict){p.ticket, fate});
		OK(chan_send(&c, IPC_passphrase_verdict, &b));
		looked++;
	}
	return looked;
}

/* The code of the step `steps` away, sent with the ticket of the last page. */
static inline uint32_t
rig_second(int64_t steps)
{
	char code[TOTP_DIGITS], ticket[128], body[512];

	totp_code(rig_secret, totp_step(rig.now) + steps, code);
	rig_find(rig.page, "name=\"ticket\" value=\"", ticket, sizeof(ticket));
	snprintf(body, sizeof(body), "token=%s&ticket=%s&code=%.*s", rig.token,
	    ticket, TOTP_DIGITS, code);
	return rig_post("/session/code", body);
}

/* Fill in the form and send it; at the central, with the code of this very
 * moment after it, which is good once; the keeper knows `right`. The status. */
static inline uint32_t
rig_sign_in(const char *login, const char *typed, const char *right)
{
	char body[512];

	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=%s&passphrase=%s",
	    rig.token, login, typed);
	uint32_t at_once = rig_post("/session", body);
	if (at_once != 0)
		return at_once;
	EQ(rig_keep(right), 1);
	rig_turn();
	uint32_t status = rig_receive(0);
	return status == 200 && rig.role.central ? rig_second(0) : status;
}

/* --- what is in the database
 * ------------------------------------------------------ */

static inline int64_t
rig_number(const char *sql)
{
	int64_t n = -1;

	OK(query_number(&rig.core.read, &n, sql, NONE));
	return n;
}

#define RIG_SESSIONS rig_number("SELECT count(*) FROM session")
#define RIG_TRAIL    rig_number("SELECT count(*) FROM trail")

/* The last entry of the audit log. */
static inline struct trail_entry
rig_last(void)
{
	uint8_t public[TRAIL_PUBLIC];
	struct trail_public p;
	struct query q = query_open(&rig.core.read,
	    "SELECT public FROM trail ORDER BY seq DESC LIMIT 1", NONE);

	TRUE(query_next(&q));
	query_copy(&q, public, sizeof(public));
	OK(query_end(&q));
	OK(trail_read(public, &p));
	p.entry.role = TXT("");
	return p.entry;
}

#endif
