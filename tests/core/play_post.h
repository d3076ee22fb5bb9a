/*
 * play_post - statements of a scenario: letters that really leave. The courier
 * is the rig's, and its relay takes all it is shown.
 */
#ifndef PLAY_POST_H
#define PLAY_POST_H

#include "play_there.h"

#include "core/activation.h"
#include "core/post.h"

#define PLAY_MAILS 24

static struct {
	char to[256], *text; /* headers, then its text, unwrapped */
} play_mail[PLAY_MAILS];
static size_t play_mails;

/* Two admins tried out every mailbox of the directory, as it is now. */
static void
say_post_is_open(void)
{
	const struct directory *d = &rig.core.pack.directory;
	struct ident one = rig_person("gestion", "admin", NULL);
	struct str pack = rig.core.pack.name;

	play_mails = 0;
	rig_setting("smtp_url", "smtp://relais.example:587");
	rig_setting("smtp_from", "fichep@departement99.example");
	rig.core.post.able = true;
	struct tx tx = tx_begin(&rig.core.write);
	tx_run(&tx,
	    "INSERT INTO activation(pack, asked_by, asked_ms, done_ms)"
	    " VALUES (?1, ?2, ?3, ?3)",
	    TEXT(pack), BLOB(BYTES_OF(one.at)), INT(rig.now));
	for (size_t i = 0; i < d->count; i++)
		if (activation_written_to(&d->services[i]))
			tx_run(&tx,
			    "INSERT INTO mailbox(pack, service, address, code,"
			    " state, asked_by) VALUES (?1, ?2, ?3, '', 9, ?4)",
			    TEXT(pack), TEXT(d->services[i].id),
			    TEXT(d->services[i].mailbox),
			    BLOB(BYTES_OF(one.at)));
	OK(tx_end(&tx));
}

/* Quoted-printable, undone as far as a test reads it: lines made whole. */
static char *
play_unwrapped(struct bytes message)
{
	char *text = play_keep((const char *)message.at, message.len);
	char *to = text;

	for (const char *at = text; *at;) {
		unsigned byte;
		if (strncmp(at, "=\r\n", 3) == 0) {
			at += 3;
		} else if (*at == '=' && sscanf(at + 1, "%2X", &byte) == 1 &&
		    isxdigit((unsigned char)at[1]) &&
		    isxdigit((unsigned char)at[2])) {
			*to++ = (char)byte;
			at += 3;
		} else {
			*to++ = *at++;
		}
	}
	*to = 0;
	return text;
}

static void
play_relay(enum ipc kind, uint64_t ticket)
{
	uint8_t room[64];
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf b = buf_over(room, sizeof(room));

	if (kind == IPC_mail_send)
		msg_put_mail_ready(&b, &(struct mail_ready){ticket});
	else
		msg_put_mail_fate(&b,
		    &(struct mail_fate){ticket, ERR_OK, 7, 250, 10});
	OK(chan_send(&c, kind == IPC_mail_send ? IPC_mail_ready : IPC_mail_fate,
	    &b));
}

/* One message from core, answered as a relay that takes all. */
static bool
play_carry(void)
{
	static uint8_t in[CHAN_HEAD + 190 * KIB];
	struct chan c = {rig.courier, COURIER, CORE};
	struct buf room = buf_over(in, sizeof(in));
	struct bytes payload;
	struct mail_send m;
	struct mail_go go;
	enum ipc kind;

	if (chan_recv(&c, &room, 0, &kind, &payload) != ERR_OK)
		return false;
	if (kind == IPC_mail_go) {
		OK(msg_get_mail_go(payload, &go));
		play_relay(kind, go.ticket);
		return true;
	}
	PLAY_NEED(kind == IPC_mail_send && play_mails < PLAY_MAILS,
	    "the courier is handed something else");
	OK(msg_get_mail_send(payload, &m));
	snprintf(play_mail[play_mails].to, sizeof(play_mail[0].to), "%.*s",
	    (int)m.to.len, m.to.at);
	play_mail[play_mails++].text = play_unwrapped(m.message);
	play_relay(kind, m.ticket);
	return true;
}

static void
say_post_leaves(void)
{
	size_t before = play_mails;

	post_wake(&rig.core);
	for (int idle = 0; idle < 4; idle++) {
		rig_turn();
		while (play_carry())
			idle = 0;
	}
	PLAY_NEED(play_mails > before, "nothing left");
}

/* The last one that left to this mailbox. */
static const char *
play_mail_to(const char *mailbox)
{
	for (size_t i = play_mails; i-- > 0;)
		if (play_is(play_mail[i].to, mailbox))
			return play_mail[i].text;
	PLAY_FAIL("nothing left to %s", mailbox);
	return NULL;
}

/* S1-1.1-d, e: whom its head names. */
static void
say_mail_names(void)
{
	const char *text = play_mail_to(play.word[2]);
	const char *end = strstr(text, "\r\n\r\n");
	char line[300];

	snprintf(line, sizeof(line), "\r\nTo: %s\r\n", play.word[4]);
	const char *at = strstr(text, line);
	PLAY_NEED(at && at < end, "its head is\n%.*s", (int)(end - text), text);
	at = strstr(text, "\r\nCc: ");
	if (play.words == 5) {
		PLAY_NEED(!at || at > end, "its head is\n%.*s",
		    (int)(end - text), text);
		return;
	}
	snprintf(line, sizeof(line), "\r\nCc: %s\r\n", play.word[6]);
	at = strstr(text, line);
	PLAY_NEED(at && at < end, "its head is\n%.*s", (int)(end - text), text);
}

static void
say_mail_says(void)
{
	const char *text = play_mail_to(play.word[2]);

	for (size_t i = 4; i < play.words; i++)
		PLAY_NEED(strstr(text, play.word[i]), "it does not say %s",
		    play.word[i]);
}

static void
say_mail_hides(void)
{
	const char *text = play_mail_to(play.word[2]);

	for (size_t i = 6; i < play.words; i++)
		PLAY_NEED(!strstr(text, play.word[i]), "it says %s\n%s",
		    play.word[i], text);
}

static void
say_mails(void)
{
	PLAY_NEED((int64_t)play_mails == play_count(play.word[0]), "%zu left",
	    play_mails);
}

#endif
