#include "core/reply.h"

#include "core/core.h"
#include "core/cover.h"
#include "core/room.h"
#include "core/sql.h"
#include "store/query.h"

bool
reply_may(const struct request *q, const struct concern *c)
{
	return need_of(q->session.who)->acks && c->from_box && c->verified;
}

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (((uint8_t)s.at[i] < 0x20 && s.at[i] != '\n' &&
			s.at[i] != '\t') ||
		    s.at[i] == 0x7f)
			return true;
	return false;
}

/* Without blank lines at either end. */
static struct str
trimmed(struct str s)
{
	while (s.len > 0 && strchr(" \t\n", s.at[0]))
		s = str_part(s, 1, SIZE_MAX);
	while (s.len > 0 && strchr(" \t\n", s.at[s.len - 1]))
		s.len--;
	return s;
}

/* The message has its ident before it is sent: a button pressed twice sends
 * once. */
static void
put_ident(struct request *q)
{
	struct ident id;
	char hex[IDENT_TEXT];
	struct buf text = buf_over(hex, sizeof(hex));

	if (ident_read(urlform_get(&q->form, TXT("message")), &id) != ERR_OK)
		id = ident_new();
	ident_put(&text, &id);
	request_text(q, "id", buf_text(&text));
}

/* The page that re-reads, or asks again what is wrong. */
static enum err
show(struct request *q, const struct concern *c, struct str text,
    struct str wrong)
{
	concern_put(q, c);
	request_text(q, "text", text);
	request_number(q, "most", REPLY_MOST);
	put_ident(q);
	if (wrong.len > 0) {
		q->status = 422;
		request_open(q, "error");
		request_text(q, "wrong", wrong);
		request_close(q);
	} else {
		request_flag(q, "confirm", true);
	}
	return ERR_OK;
}

static enum err
keep(struct request *q, const struct concern *c, struct str text)
{
	struct ident id;

	enum err e = ident_read(urlform_get(&q->form, TXT("message")), &id);
	if (e != ERR_OK)
		return e;
	tx_run(q->tx, SQL_REPLY_ADD, BLOB(BYTES_OF(id.at)), INT(c->act),
	    BLOB(BYTES_OF(q->session.account.at)), TEXT(q->session.service),
	    INT(q->now), TEXT(text));
	if (tx_changed(q->tx) > 0)
		q->note = (struct trail_entry){.action = AUDIT_reply_sent,
		    .object = c->ident};
	return cover_go(q, "/fiche", c);
}

enum err
reply_send(struct request *q)
{
	struct concern c;

	enum err e = concern_find(q, &c);
	if (e != ERR_OK)
		return e;
	if (!reply_may(q, &c))
		return ERR_DENIED;
	struct str text = trimmed(urlform_get(&q->form, TXT("texte")));
	if (text.len == 0)
		return show(q, &c, text, TXT("Écrivez votre message."));
	struct str wrong = room_wrong(q->mem, text, REPLY_MOST);
	if (wrong.len > 0)
		return show(q, &c, text, wrong);
	if (has_control(text))
		return show(q, &c, text,
		    TXT("Ce message contient un caractère qui ne s’affiche "
			"pas. Retapez-le."));
	if (!str_eq(urlform_get(&q->form, TXT("go")), TXT("send")))
		return show(q, &c, text, TXT(""));
	return keep(q, &c, text);
}
