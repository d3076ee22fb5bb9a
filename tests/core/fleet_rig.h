/*
 * fleet_rig - a real central, a keeper beside it that signs and opens, and a
 * box that seals, signs and calls: everything but the network.
 */
#ifndef FLEET_RIG_H
#define FLEET_RIG_H

#include "rig.h"

#include <pthread.h>

#include "base/json.h"
#include "core/box.h"
#include "dossier/reference.h"
#include "envelope/batch.h"
#include "envelope/enrol.h"
#include "envelope/receipt.h"
#include "http/digest.h"
#include "http/httpsig.h"
#include "keeper/oath.h"

/* The central's private halves, which only the keeper has. */
static struct {
	uint8_t device[SIGN_KEY], intake[HPKE_KEY], recovery[HPKE_KEY];
	struct oath_self me;
	pthread_t thread;
	_Atomic bool away; /* answers nothing */
	_Atomic unsigned signed_, opened;
} fleet;

struct fleet_box {
	uint8_t sign[SIGN_KEY], spool[SIGN_KEY], checkpoint[SIGN_KEY];
	uint8_t sign_open[SIGN_PUBLIC], spool_open[SIGN_PUBLIC];
	uint8_t checkpoint_open[SIGN_PUBLIC];
	struct ident device;
	char site[9], nonce[64];
	uint64_t incarnation, seq;
	uint8_t before[HASH_SHA256];
	int64_t number;                 /* of its references */
	const char *report;             /* instead of the ordinary one */
	enum envelope_urgency urgency;  /* of what it seals */
	uint8_t signature[HTTPSIG_LEN]; /* of its last request */
	bool spool_key;                 /* seals as while its keeper is away */
};

/* --- the keeper ---------------------------------------------------------- */

static inline void
fleet_sign(const struct sign *m)
{
	uint8_t signature[SIGN_LEN], room[256];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf b = buf_over(room, sizeof(room));
	bool central = m->key == 3 && oath_device(&fleet.me, m->message);
	bool stamp = m->key == MILESTONE_KEY;

	if (central)
		sign_message(fleet.device, m->message, signature);
	else if (stamp)
		sign_message(rig.checkpoint, m->message, signature);
	fleet.signed_ += central;
	msg_put_signature(&b,
	    &(struct signature){m->ticket,
		central || stamp ? ERR_OK : ERR_DENIED,
		{signature, central || stamp ? sizeof(signature) : 0}});
	(void)!chan_send(&c, IPC_signature, &b); /* or it is closing */
}

static inline void
fleet_unwrap(const struct cek_unwrap *m)
{
	uint8_t cek[ENVELOPE_CEK], room[256];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf b = buf_over(room, sizeof(room));
	enum err e =
	    envelope_unwrap(fleet.intake, m->header, m->recipient, cek);

	fleet.opened++;
	msg_put_cek_unwrapped(&b,
	    &(struct cek_unwrapped){m->ticket, e,
		{cek, e == ERR_OK ? sizeof(cek) : 0}});
	OK(chan_send(&c, IPC_cek_unwrapped, &b));
}

static inline void *
fleet_keep(void *nothing)
{
	static uint8_t in[CHAN_HEAD + 8 * KIB];
	struct chan c = {rig.keeper, KEEPER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct bytes payload;
	enum ipc kind;

	for (;;) {
		enum err e = chan_recv(&c, &room, 100, &kind, &payload);
		struct passphrase_check p;
		struct cek_unwrap u;
		struct sign s;

		if (e == ERR_SLOW)
			continue;
		if (e != ERR_OK)
			return nothing;
		if (fleet.away)
			continue;
		if (kind == IPC_sign) {
			OK(msg_get_sign(payload, &s));
			fleet_sign(&s);
		} else if (kind == IPC_cek_unwrap) {
			OK(msg_get_cek_unwrap(payload, &u));
			fleet_unwrap(&u);
		} else if (kind == IPC_passphrase_check) {
			uint8_t out[64];
			struct buf b = buf_over(out, sizeof(out));
			OK(msg_get_passphrase_check(payload, &p));
			msg_put_passphrase_verdict(&b,
			    &(struct passphrase_verdict){p.ticket, ERR_OK});
			OK(chan_send(&c, IPC_passphrase_verdict, &b));
		}
	}
}

static inline void
fleet_open(void)
{
	uint8_t seed[SIGN_SEED];

	rig_make(1, true);
	sign_make(seed);
	sign_key(seed, fleet.device, rig.keys.device);
	hpke_make(fleet.intake, rig.keys.intake);
	hpke_make(fleet.recovery, rig.keys.recovery);
	memset(rig.keys.pin, 7, sizeof(rig.keys.pin));
	fleet.me = (struct oath_self){.central = true};
	enrol_device(rig.keys.device, &fleet.me.device);
	memcpy(fleet.me.sign, rig.keys.device, SIGN_PUBLIC);
	memcpy(fleet.me.checkpoint, rig.keys.checkpoint, SIGN_PUBLIC);
	memcpy(fleet.me.intake, rig.keys.intake, HPKE_KEY);
	memcpy(fleet.me.recovery, rig.keys.recovery, HPKE_KEY);
	memcpy(fleet.me.pin, rig.keys.pin, sizeof(rig.keys.pin));
	rig_setting("central_url", "https://central.example:8442");
	rig_start();
	EQ(pthread_create(&fleet.thread, NULL, fleet_keep, NULL), 0);
	rig_turn(); /* the first checkpoint is asked for */
	while (rig_number("SELECT count(*) FROM trail_stamp") == 0) {
		usleep(2000);
		rig_turn();
	}
}

static inline void
fleet_close(void)
{
	shutdown(rig.keeper, SHUT_RDWR);
	pthread_join(fleet.thread, NULL);
	rig_close();
}

/* Signed in, the keeper and the code of the moment agreeing. */
static inline void
fleet_sign_in(const char *login)
{
	char body[128];
	uint32_t status;

	rig.session[0] = 0;
	EQ(rig_get("/session"), 200);
	snprintf(body, sizeof(body), "token=%s&login=%s&passphrase=abc",
	    rig.token, login);
	rig_send(0, rig_request("POST", "/session", body));
	while (rig_turn(), (status = rig_receive(0)) == 0)
		usleep(1000);
	EQ(status, 200);
	EQ(rig_second(0), 303);
	rig_pass(60 * CLOCK_SECOND); /* the next code is another */
}

/* --- a box --------------------------------------------------------------- */

static inline void
fleet_key(uint8_t key[SIGN_KEY], uint8_t open[SIGN_PUBLIC])
{
	uint8_t seed[SIGN_SEED];

	sign_make(seed);
	sign_key(seed, key, open);
}

static inline struct fleet_box
fleet_stranger(const char *site)
{
	struct fleet_box b = {.incarnation = 5,
	    .nonce = "none yet",
	    .urgency = ENVELOPE_URGENT};

	fleet_key(b.sign, b.sign_open);
	fleet_key(b.spool, b.spool_open);
	fleet_key(b.checkpoint, b.checkpoint_open);
	enrol_device(b.sign_open, &b.device);
	snprintf(b.site, sizeof(b.site), "%s", site);
	return b;
}

/* It is confirmed; how that comes about is enrolling_test's subject. */
static inline void
fleet_admit(const struct fleet_box *b)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO box(device, site, name, kind, sign, spool_sign,"
	    " checkpoint, state, asked_ms, confirmed_ms, nonce, last_ms)"
	    " VALUES (?1, ?2, 'Foyer Les Tilleuls', 'foyer', ?3, ?4, ?5, 1,"
	    " ?6, ?6, '00000000000000000000000000000000', ?6)",
	    BLOB(BYTES_OF(b->device.at)), TEXT(str_of(b->site)),
	    BLOB(BYTES_OF(b->sign_open)), BLOB(BYTES_OF(b->spool_open)),
	    BLOB(BYTES_OF(b->checkpoint_open)), INT(rig.now));
	OK(tx_end(&tx));
}

static inline struct fleet_box
fleet_box(const char *site)
{
	struct fleet_box b = fleet_stranger(site);

	fleet_admit(&b);
	return b;
}

/* Its next reference of that form. */
static inline const char *
fleet_reference(struct fleet_box *b, char letter)
{
	static char room[REFERENCE_MOST + 1];
	struct buf to = buf_over(room, REFERENCE_MOST);

	reference_put(&to,
	    &(struct reference){.letter = letter,
		.departement = TXT("99"),
		.site = str_of(b->site),
		.year = 2026,
		.number = ++b->number});
	OK(buf_err(&to));
	room[to.len] = 0;
	return room;
}

static inline const char *
fleet_payload(const char *form, const char *reference, const char *about)
{
	static char room[2048];

	snprintf(room, sizeof(room),
	    "{\"payload\":1,\"form\":\"%s\",\"version\":1,\"pack\":\"demo\","
	    "\"reference\":\"%s\",\"about\":\"%s\",\"site\":{\"code\":\"TIL\"},"
	    "\"author\":{\"id\":null,\"verified\":true},\"filed_ms\":%" PRId64
	    ",\"clock\":1,\"urgency\":1,\"parquet\":{\"chosen\":"
	    "\"parquet-valmont\",\"proposed\":\"parquet-valmont\"},"
	    "\"answers\":{\"faits\":\"sans objet\"},\"normal\":[]}",
	    form, reference, about, rig.now - 60000);
	return room;
}

static inline struct envelope_outer
fleet_outer(struct fleet_box *b)
{
	struct envelope_outer o = {.device = b->device,
	    .incarnation = b->incarnation,
	    .seq = ++b->seq,
	    .id = ident_new(),
	    .wall_ms = (uint64_t)rig.now,
	    .flags = b->spool_key ? ENVELOPE_SPOOL_SIGNED : 0};

	memcpy(o.before, b->before, sizeof(o.before));
	envelope_kid(b->spool_key ? b->spool_open : b->sign_open, o.signer);
	return o;
}

/* Sealed to the central and to the safe; the chain moves on. */
static inline struct bytes
fleet_seal_as(struct fleet_box *b, const struct envelope_outer *o,
    enum envelope_content content, const char *payload)
{
	struct envelope_inner inner = {.schema = ENVELOPE_SCHEMA,
	    .content = content,
	    .urgency = b->urgency,
	    .payload = str_bytes(str_of(payload))};
	struct envelope_recipient to[2] = {{.role = ENVELOPE_INTAKE},
	    {.role = ENVELOPE_RECOVERY}};
	uint8_t message[ENVELOPE_MESSAGE], signature[SIGN_LEN];
	struct buf whole =
	    buf_new(&rig.talk, ENVELOPE_LEN(2, ENVELOPE_PAD_MOST / 2));

	memcpy(to[0].open, rig.keys.intake, HPKE_KEY);
	memcpy(to[1].open, rig.keys.recovery, HPKE_KEY);
	OK(envelope_seal(o, &inner, 0, 2, to, &whole, message));
	sign_message(b->spool_key ? b->spool : b->sign, BYTES_OF(message),
	    signature);
	envelope_finish(&whole, signature);
	OK(buf_err(&whole));
	hash_sha256(buf_done(&whole), b->before);
	return buf_done(&whole);
}

static inline struct bytes
fleet_seal(struct fleet_box *b, enum envelope_content content,
    const char *payload)
{
	struct envelope_outer o = fleet_outer(b);

	return fleet_seal_as(b, &o, content, payload);
}

/* A Fiche P like any other. */
static inline struct bytes
fleet_fiche(struct fleet_box *b)
{
	return fleet_seal(b, ENVELOPE_fiche,
	    fleet_payload("fiche_p", fleet_reference(b, 'P'), ""));
}

/* What it sends, signed; the texts live until the next request. */
static inline struct http_request
fleet_request(struct fleet_box *b, size_t n, const struct bytes e[])
{
	static uint8_t body_room[BATCH_MOST], base_room[HTTPSIG_BASE_MOST];
	static char device[40], digest[80], input[HTTPSIG_INPUT_MOST], by[32],
	    signature[128], ordinary[512];
	struct buf body = buf_over(body_room, sizeof(body_room));
	unsigned count = 0;
	uint8_t kid[ENVELOPE_KID];

	snprintf(ordinary, sizeof(ordinary),
	    "{\"version\":\"0.1.0\",\"held\":%zu,\"oldest_ms\":0,\"clock\":1,"
	    "\"now_ms\":%" PRId64 ",\"boot_ms\":1,\"checkpoint\":\"\","
	    "\"proof\":[],\"seen\":\"\",\"states_since\":0}",
	    n, rig.now);
	struct str report = str_of(b->report ? b->report : ordinary);
	batch_begin(&body, report);
	for (size_t i = 0; i < n; i++)
		TRUE(batch_add(&body, &count, e[i]));
	batch_end(&body, count, report.len);
	OK(buf_err(&body));

	struct http_request m = {.method = TXT("POST"),
	    .path = BATCH_PATH,
	    .host = TXT(RIG_HOST),
	    .type = BATCH_TYPE,
	    .nonce = str_of(b->nonce),
	    .body = buf_done(&body)};
	struct buf t = buf_over(device, sizeof(device));
	ident_put(&t, &b->device);
	m.device = buf_text(&t);
	t = buf_over(digest, sizeof(digest));
	digest_write(&t, m.body);
	m.digest = buf_text(&t);
	envelope_kid(b->sign_open, kid);
	t = buf_over(by, sizeof(by));
	encode_hex(&t, BYTES_OF(kid));
	struct str keyid = buf_text(&t);
	t = buf_over(input, sizeof(input));
	httpsig_input_write(&t, HTTPSIG_REQUEST, keyid);
	m.signed_as = buf_text(&t);
	t = buf_over(base_room, sizeof(base_room));
	httpsig_request_base(&t,
	    &(struct httpsig_request){m.method, m.path, m.digest, m.body.len,
		m.type, m.device, m.nonce},
	    keyid);
	OK(buf_err(&t));
	sign_message(b->sign, buf_done(&t), b->signature);
	t = buf_over(signature, sizeof(signature));
	httpsig_signature_write(&t, b->signature);
	m.signature = buf_text(&t);
	return m;
}

/* The last answer: its fields, and its body in rig.page. */
static struct {
	char nonce[64], digest[80], signed_as[HTTPSIG_INPUT_MOST];
	char signature[128], type[64];
	struct arena mem;
	struct json json;
} heard;

static inline void
fleet_copy(char *to, size_t most, struct str s)
{
	TRUE(s.len < most);
	snprintf(to, most, "%.*s", (int)s.len, s.at);
}

static inline uint32_t
fleet_receive(void)
{
	static uint8_t room_at[CHAN_HEAD + 160 * KIB];
	static uint8_t memory[1 << 20] __attribute__((aligned(16)));
	struct chan c = {rig.front[0], FRONT, CORE};
	struct buf room = buf_over(room_at, sizeof(room_at));
	struct bytes payload;
	struct http_response a;
	enum ipc kind;

	if (chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK)
		return 0;
	OK(msg_get_http_response(payload, &a));
	fleet_copy(rig.page, sizeof(rig.page), str_from(a.page));
	fleet_copy(heard.nonce, sizeof(heard.nonce), a.nonce);
	fleet_copy(heard.digest, sizeof(heard.digest), a.digest);
	fleet_copy(heard.signed_as, sizeof(heard.signed_as), a.signed_as);
	fleet_copy(heard.signature, sizeof(heard.signature), a.signature);
	fleet_copy(heard.type, sizeof(heard.type), a.type);
	memset(memory, 0, sizeof(memory));
	arena_open(&heard.mem, memory, sizeof(memory));
	if (str_eq(a.type, TXT("application/json")))
		OK(json_read(&heard.mem, str_of(rig.page), &heard.json, NULL));
	return a.status;
}

static inline uint32_t
fleet_send(struct http_request m)
{
	rig_send(0, m);
	rig_turn();
	return fleet_receive();
}

/* One call, the nonce learned if need be; the next nonce is taken. */
static inline uint32_t
fleet_sync(struct fleet_box *b, size_t n, const struct bytes e[])
{
	uint32_t status = fleet_send(fleet_request(b, n, e));

	if (status == 401) {
		snprintf(b->nonce, sizeof(b->nonce), "%s", heard.nonce);
		status = fleet_send(fleet_request(b, n, e));
	}
	if (status == 200)
		fleet_copy(b->nonce, sizeof(b->nonce),
		    json_text(json_get(heard.json, TXT("nonce"))));
	return status;
}

/* Is the last answer signed by this central, for the last request of `b`? */
static inline enum err
fleet_verify(const struct fleet_box *b)
{
	uint8_t room[HTTPSIG_BASE_MOST], signature[HTTPSIG_LEN];
	struct buf base = buf_over(room, sizeof(room));
	struct str by, body = str_of(rig.page);

	enum err e =
	    httpsig_input_read(str_of(heard.signed_as), HTTPSIG_ANSWER, &by);
	if (e == ERR_OK)
		e = httpsig_signature_read(str_of(heard.signature), signature);
	if (e == ERR_OK)
		e = digest_check(str_of(heard.digest), str_bytes(body));
	if (e != ERR_OK)
		return e;
	httpsig_answer_base(&base,
	    &(struct httpsig_answer){.status = 200,
		.digest = str_of(heard.digest),
		.length = body.len,
		.type = str_of(heard.type),
		.request = b->signature},
	    by);
	e = buf_err(&base);
	return e == ERR_OK
	    ? sign_verify(rig.keys.device, buf_done(&base), signature)
	    : e;
}

/* The i-th receipt of the last answer, verified. */
static inline struct receipt
fleet_receipt(size_t i)
{
	static char name[128];
	struct buf n = buf_over(name, sizeof(name));
	struct note_key key;
	struct receipt r;

	enrol_central_name(&n, life_name(&rig.core.life));
	key.name = buf_text(&n);
	memcpy(key.open, rig.keys.device, sizeof(key.open));
	OK(receipt_read(json_text(
			    json_at(json_get(heard.json, TXT("receipts")), i)),
	    &key, &r));
	return r;
}

#endif
