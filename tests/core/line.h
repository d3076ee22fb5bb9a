/*
 * line - a rig whose box is enrolled: the test holds the central's keys, and a
 * thread plays the keeper, since core waits for signatures within its turn.
 */
#ifndef LINE_H
#define LINE_H

#include "rig.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

#include "core/outbox.h"
#include "core/site.h"

static struct line {
	uint8_t device[SIGN_KEY];
	uint8_t intake[HPKE_KEY], recovery[HPKE_KEY]; /* private */
	uint8_t sign[SIGN_KEY], stamp[SIGN_KEY];
	struct enrol_grant grant;
	char text[ENROL_MOST];
	pthread_t keeper;
	atomic_bool stop, runs;
	atomic_uint signed_device;
} line;

/* Whose words are LINE_WORDS is let in. */
#define LINE_WORDS "abc"

static inline void
line_judge(const struct chan *c, struct bytes payload)
{
	struct passphrase_check m;
	uint8_t out[64];
	struct buf b = buf_over(out, sizeof(out));

	if (msg_get_passphrase_check(payload, &m) != ERR_OK)
		return;
	msg_put_passphrase_verdict(&b,
	    &(struct passphrase_verdict){m.ticket,
		str_eq(m.passphrase, TXT(LINE_WORDS)) ? ERR_OK : ERR_DENIED});
	(void)!chan_send(c, IPC_passphrase_verdict, &b);
}

static inline void *
line_keep(void *none)
{
	struct chan c = {rig.keeper, KEEPER, CORE};
	static uint8_t in[CHAN_HEAD + 8 * KIB], out[256];

	while (!line.stop) {
		struct pollfd p = {rig.keeper, POLLIN, 0};
		struct buf room = buf_over(in, sizeof(in));
		struct buf b = buf_over(out, sizeof(out));
		uint8_t signature[SIGN_LEN];
		struct bytes payload;
		enum ipc kind;
		struct sign m;

		if (poll(&p, 1, 2) != 1 ||
		    chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK)
			continue;
		if (kind == IPC_passphrase_check)
			line_judge(&c, payload);
		if (kind != IPC_sign || msg_get_sign(payload, &m) != ERR_OK)
			continue;
		bool device = m.key == OUTBOX_DEVICE;
		sign_message(device ? line.device : rig.checkpoint, m.message,
		    signature);
		line.signed_device += device;
		msg_put_signature(&b,
		    &(struct signature){m.ticket, ERR_OK, BYTES_OF(signature)});
		(void)!chan_send(&c, IPC_signature, &b);
	}
	return none;
}

static inline void
line_keeper(void)
{
	line.stop = false;
	line.runs = true;
	EQ(pthread_create(&line.keeper, NULL, line_keep, NULL), 0);
}

static inline void
line_keeper_leaves(void)
{
	line.stop = true;
	if (line.runs)
		pthread_join(line.keeper, NULL);
	line.runs = false;
}

/* Keys of both sides; the grant is written where core finds it. */
static inline void
line_make(size_t workers)
{
	uint8_t seed[SIGN_SEED], key[ENROL_KEY], room[SITE_MOST], sig[SIGN_LEN];
	struct enrol_grant *g = &line.grant;

	rig_make(workers, false);
	sign_make(seed);
	sign_key(seed, line.device, rig.keys.device);
	*g = (struct enrol_grant){.deployment = TXT("99-demo"),
	    .url = TXT("https://central.example:8442"),
	    .site = {.code = TXT("TIL"),
		.name = TXT("Foyer Les Tilleuls"),
		.kind = TXT("foyer"),
		.commune = TXT("99001"),
		.phone = TXT("+33199000000"),
		.departement = TXT("99")},
	    .granted = (uint64_t)RIG_NOW};
	hpke_make(line.intake, g->intake);
	hpke_make(line.recovery, g->recovery);
	sign_make(seed);
	sign_key(seed, line.sign, g->sign);
	sign_make(seed);
	sign_key(seed, line.stamp, g->checkpoint);
	enrol_device(rig.keys.device, &g->device);

	struct buf text = buf_over(room, sizeof(room));
	struct buf whole = buf_over(line.text, sizeof(line.text));
	enrol_grant_text(&text, g);
	sign_message(line.sign, buf_done(&text), sig);
	enrol_grant_note(&whole, g, sig);
	OK(buf_err(&whole));

	struct buf file = buf_over(room, sizeof(room));
	char path[128];
	site_key(rig.keys.store, key);
	site_write(&file, key, TXT("12345 12345 12345 12345 12345 12345"),
	    buf_text(&whole));
	OK(buf_err(&file));
	snprintf(path, sizeof(path), "%s/" SITE_FILE, rig.dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	EQ(write(fd, file.at, file.len), (ssize_t)file.len);
	close(fd);
}

static inline void
line_open(size_t workers)
{
	line_make(workers);
	rig_start();
	line_keeper();
}

/* As after a power cut, or the order to stop. */
static inline void
line_stop(void)
{
	line_keeper_leaves();
	rig_stop();
}

static inline void
line_again(void)
{
	rig_wire(&rig.role.chan[KEEPER][0], KEEPER, &rig.keeper);
	rig_start();
	line_keeper();
}

static inline void
line_close(void)
{
	line_keeper_leaves();
	rig_close();
}

/* --- filings -----------------------------------------------------------------
 */

static inline struct outbox_item
line_item(const char *payload)
{
	return (struct outbox_item){.id = ident_new(),
	    .content = ENVELOPE_fiche,
	    .urgency = ENVELOPE_ORDINARY,
	    .payload = str_bytes(str_of(payload))};
}

/* File within the turn's transaction, as an act does. */
static inline enum err
line_put(const struct outbox_item *item)
{
	struct tx *tx = turn_tx(&rig.core);

	tx_save(tx);
	enum err e = outbox_put(&rig.core, tx, &rig.talk, item);
	tx_fail(tx, e);
	enum err kept = tx_release(tx);
	return e == ERR_OK ? kept : e;
}

/* File in a turn of its own: how the commit went. */
static inline enum err
line_file(const char *payload, struct ident *id)
{
	struct outbox_item item = line_item(payload);
	enum err e = line_put(&item);

	if (id)
		*id = item.id;
	turn_run(&rig.core);
	return e;
}

/* Files whose name ends so. */
static inline size_t
line_files(const char *end)
{
	char command[256], said[32] = "0";
	FILE *p;

	snprintf(command, sizeof(command), "ls %s/spool | grep -c '%s$'",
	    rig.dir, end);
	p = popen(command, "r");
	TRUE(p != NULL && fgets(said, sizeof(said), p) != NULL);
	pclose(p);
	return (size_t)atoi(said);
}

#define LINE_PARCELS rig_number("SELECT count(*) FROM parcel")
#define LINE_SEQ     rig_number("SELECT seq FROM chain")

#endif
