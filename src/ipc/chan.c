#include "ipc/chan.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/log.h"

static bool traced;

void
chan_trace(bool on)
{
	traced = on;
}

static void
trace(const char *what, const struct chan *c, enum ipc kind, size_t len)
{
	if (traced)
		log_event(LOG_DEBUG, EVENT(what),
		    LOG_WORD("message", msg_table[kind].name),
		    LOG_WORD("peer", msg_peer(c->them)), LOG_NUM("bytes", len));
}

enum err
chan_send(const struct chan *c, enum ipc kind, const struct buf *payload)
{
	const struct msg_row *row = &msg_table[kind];
	uint8_t head[CHAN_HEAD] = {0, 0, 0, (uint8_t)kind};

	must(kind < IPC_COUNT && row->from == c->us && row->to == c->them);
	enum err e = buf_err(payload);
	if (e != ERR_OK)
		return e;
	if (payload->len > row->most)
		return ERR_LIMIT;

	struct iovec parts[] = {{head, sizeof(head)},
	    {payload->at, payload->len}};
	struct msghdr out = {.msg_iov = parts, .msg_iovlen = 2};
	ssize_t sent;
	do
		sent = sendmsg(c->fd, &out, MSG_NOSIGNAL | MSG_DONTWAIT);
	while (sent < 0 && errno == EINTR);
	if (sent != (ssize_t)(CHAN_HEAD + payload->len))
		return ERR_LATER;
	trace("sent", c, kind, payload->len);
	return ERR_OK;
}

enum err
chan_recv(const struct chan *c, struct buf *room, int wait_ms, enum ipc *kind,
    struct bytes *payload)
{
	struct pollfd p = {.fd = c->fd, .events = POLLIN};

	if (wait_ms != 0 && poll(&p, 1, wait_ms) <= 0)
		return ERR_SLOW;

	ssize_t got =
	    recv(c->fd, room->at, room->max, MSG_TRUNC | MSG_DONTWAIT);
	if (got < 0)
		return errno == EAGAIN || errno == EINTR ? ERR_SLOW
							 : ERR_ABSENT;
	if (got == 0)
		return ERR_ABSENT; /* no message of ours is without a head */
	if (got < CHAN_HEAD || (size_t)got > room->max)
		return ERR_FORGED;

	struct reader head = reader_new((struct bytes){room->at, CHAN_HEAD});
	uint32_t k = reader_u32(&head);
	struct bytes body = {room->at + CHAN_HEAD, (size_t)got - CHAN_HEAD};
	if (k >= IPC_COUNT || msg_table[k].from != c->them ||
	    msg_table[k].to != c->us || body.len > msg_table[k].most)
		return ERR_FORGED;

	trace("received", c, (enum ipc)k, body.len);
	*kind = (enum ipc)k;
	*payload = body;
	return ERR_OK;
}
