/*
 * postal - the queue of letters with the test as its courier, for tests.
 */
#ifndef POSTAL_H
#define POSTAL_H

#include "dossier.h"

#include "core/notice.h"
#include "core/post.h"
#include "dossier/delivery.h"

/*
 * The queue, with the test as its courier; the clock moves as the test says.
 * The same over a real relay and with real deaths: tests/courier/mail.test.mjs.
 */
static uint8_t in_room[CHAN_HEAD + 190 * KIB];

static struct {
	uint64_t ticket;
	char to[256];
	char message[190 * 1024];
} got;

/* The way is open. */
static inline void
sends(void)
{
	struct ident one = rig_person("gestion", "admin", NULL);
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "INSERT INTO activation(pack, asked_by, asked_ms, done_ms) "
	    "VALUES (?, ?, 1, 2)",
	    TEXT(rig.core.pack.name), BLOB(BYTES_OF(one.at)));
	OK(tx_end(&tx));
}

static inline void
begin(void)
{
	rig_make(1, true);
	rig_setting("smtp_url", "smtp://relais.example:587");
	rig_setting("smtp_from", "fichep@departement99.example");
	rig_start();
	sends();
}

/* A letter about an act, on its way to one recipient; the delivery's id. */
static inline int64_t
deliver(int64_t act, int64_t letter, const char *mode, const char *role,
    const char *scope, const char *mailbox, enum delivery_state state)
{
	struct tx tx = tx_begin(&rig.core.write);
	int64_t id = tx_run(&tx,
	    "INSERT INTO delivery(letter, copy, role, scope, service, name, "
	    "mailbox, mode, state, typed) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
	    INT(letter), INT(strcmp(role, "crip") == 0), TEXT(str_of(role)),
	    TEXT(str_of(scope)), TEXT(str_of(scope)),
	    TEXT(TXT("Service de Valmont")), TEXT(str_of(mailbox)),
	    TEXT(str_of(mode)), INT(state));

	(void)act;
	OK(tx_end(&tx));
	return id;
}

static inline int64_t
a_letter(int64_t act)
{
	struct ident ident = ident_new();
	struct tx tx = tx_begin(&rig.core.write);
	int64_t id = tx_run(&tx,
	    "INSERT INTO letter(ident, dossier, act, rule, version, made_ms) "
	    "SELECT ?, dossier, id, 'R1', 1, ? FROM act WHERE id = ?",
	    BLOB(BYTES_OF(ident.at)), INT(rig.now), INT(act));

	OK(tx_end(&tx));
	return id;
}

static inline int64_t
an_act(const char *reference, int64_t urgency)
{
	int64_t act = dossier_put((struct dossier_act){.reference = reference,
	    .urgency = urgency,
	    .payload = "{\"payload\":1,\"pack\":\"demo\",\"form\":\"fiche_p\","
		       "\"version\":1,"
		       "\"reference\":\"P-99-TIL-2026-12-K\",\"site\":{"
		       "\"code\":\"TIL\",\"name\":\"Foyer Les Tilleuls\","
		       "\"kind\":\"foyer\"},\"author\":{\"name\":\"Nadia "
		       "Kessler\",\"duty\":\"éducatrice\"},\"answers\":{"
		       "\"c_nom\":\"Vautrin\",\"c_prenom\":\"Maëlle\"}}"});
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx,
	    "UPDATE dossier SET reference = ?, urgency = ? "
	    "WHERE id = (SELECT dossier FROM act WHERE id = ?)",
	    TEXT(str_of(reference)), INT(urgency), INT(act));
	OK(tx_end(&tx));
	return act;
}

/* One letter by e-mail to the parquet, with the CRIP in copy by the portal. */
static inline int64_t
one_due(void)
{
	int64_t act = an_act("P-99-TIL-2026-12-K", 0), letter = a_letter(act);

	(void)deliver(act, letter, "portail", "crip", "",
	    "crip@departement99.example", DELIVERY_SHOWN);
	return deliver(act, letter, "courriel_complet", "parquet",
	    DOSSIER_PARQUET, "mineurs.parquet-valmont@justice.example",
	    DELIVERY_DUE);
}

static inline void
sql(const char *text)
{
	struct tx tx = tx_begin(&rig.core.write);

	tx_run(&tx, text, NONE);
	OK(tx_end(&tx));
}

/* --- as the courier ----------------------------------------------------------
 */

static inline bool
hears(enum ipc want)
{
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf room = buf_over(in_room, sizeof(in_room));
	struct bytes payload;
	struct mail_send m;
	struct mail_go go;
	enum ipc kind;

	if (chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK)
		return false;
	EQ(kind, want);
	if (kind == IPC_mail_go) {
		OK(msg_get_mail_go(payload, &go));
		got.ticket = go.ticket;
		return true;
	}
	OK(msg_get_mail_send(payload, &m));
	got.ticket = m.ticket;
	snprintf(got.to, sizeof(got.to), "%.*s", (int)m.to.len, m.to.at);
	snprintf(got.message, sizeof(got.message), "%.*s", (int)m.message.len,
	    (const char *)m.message.at);
	return true;
}

static inline bool
takes(void)
{
	rig_turn();
	return hears(IPC_mail_send);
}

static inline void
asks(uint64_t ticket)
{
	uint8_t room[16];
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf b = buf_over(room, sizeof(room));

	msg_put_mail_ready(&b, &(struct mail_ready){ticket});
	OK(chan_send(&c, IPC_mail_ready, &b));
	rig_turn();
}

static inline void
tells(uint64_t ticket, enum err fate, uint32_t step, uint32_t code)
{
	uint8_t room[64];
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf b = buf_over(room, sizeof(room));

	msg_put_mail_fate(&b,
	    &(struct mail_fate){ticket, fate, step, code, 10});
	OK(chan_send(&c, IPC_mail_fate, &b));
	rig_turn();
}

/* All of the way, with this end. */
static inline void
goes(enum err fate, uint32_t code)
{
	uint64_t ticket = got.ticket;

	asks(ticket);
	rig_turn();
	TRUE(hears(IPC_mail_go));
	EQ(got.ticket, ticket);
	tells(ticket, fate, 7, code);
}

/* Statements are known by where their text lies: one text for each. */
static inline int64_t
one_number(const char *sql, int64_t id)
{
	int64_t n = -1;

	OK(query_number(&rig.core.read, &n, sql, INT(id)));
	return n;
}
#define FIELD(name, id)                                                        \
	one_number("SELECT " name " FROM delivery WHERE id = ?", id)

#define SHUT "UPDATE activation SET ended_ms = 3"
#define TASKS(rule)                                                            \
	rig_number("SELECT count(*) FROM task JOIN duty ON duty.kind = 1 AND " \
		   "duty.id = task.id WHERE task.rule = '" rule                \
		   "' AND duty.role = 'crip'")

#endif
