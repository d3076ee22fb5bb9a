#include "core/slot.h"

#include "base/log.h"

/* The message is read again from memory of the slot's own. */
static enum err
keep(struct slot *s, struct bytes payload)
{
	uint8_t *own = arena_take(&s->mem, payload.len);

	if (!own)
		return ERR_LIMIT;
	memcpy(own, payload.at, payload.len);
	enum err e =
	    msg_get_http_request((struct bytes){own, payload.len}, &s->m);
	s->mark = arena_mark(&s->mem);
	return e;
}

void
slot_take(struct slot *s, struct buf *room)
{
	enum ipc kind;
	struct bytes payload;

	must(s->state == SLOT_FREE);
	enum err e = chan_recv(s->front, room, 0, &kind, &payload);
	if (e == ERR_OK) {
		e = kind == IPC_http_request ? keep(s, payload) : ERR_FORGED;
		explicit_bzero(room->at, CHAN_HEAD + payload.len);
	}
	if (e == ERR_OK)
		s->state = SLOT_ASKED;
	else if (e == ERR_ABSENT)
		s->gone = true;
	else if (e != ERR_SLOW) {
		log_event(LOG_WARN, EVENT("message_refused"),
		    LOG_WORD("peer", "front"), LOG_WORD("why", err_name(e)));
		slot_forget(s);
	}
}

void
slot_answer(struct slot *s, struct buf *room)
{
	s->answer.ticket = s->m.ticket;
	*room = buf_over(room->at, room->max);
	msg_put_http_response(room, &s->answer);
	/* A front that is gone has no one left to tell. */
	enum err e = chan_send(s->front, IPC_http_response, room);
	if (e != ERR_OK)
		log_event(LOG_WARN, EVENT("answer_not_sent"),
		    LOG_WORD("why", err_name(e)));
	explicit_bzero(room->at, room->len);
	slot_forget(s);
}

void
slot_forget(struct slot *s)
{
	arena_reset(&s->mem);
	*s = (struct slot){.front = s->front, .gone = s->gone, .mem = s->mem};
}
