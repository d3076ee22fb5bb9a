#include "gate/conn.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/refusal.h"

#define TLS_RECORD_HANDSHAKE                                                   \
	0x16      /* the first byte of TLS (RFC 5246, 6.2.1)                   \
		   */
#define ROUNDS 16 /* of one connection before others get a turn */

/* What a step did: nothing, something, or away with the connection. */
enum step { STILL, MOVED, GONE };

static struct seat *
seat_of(struct gate *g, uint32_t which)
{
	return &g->seats.at[which];
}

static br_ssl_engine_context *
engine_of(struct gate *g, uint32_t which)
{
	return &g->seats.room[which].tls.eng;
}

void
conn_drop(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);

	if (s->state == SEAT_QUEUED || s->lane != LANE_NONE)
		lane_cancel(&g->lanes, which);
	close(s->fd);
	seat_leave(&g->seats, which);
}

/* Say good-bye, so that the client knows that nothing was cut off. */
static void
farewell(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	br_ssl_engine_context *e = engine_of(g, which);
	size_t len;

	while (br_ssl_engine_recvapp_buf(e, &len))
		br_ssl_engine_recvapp_ack(e, len);
	br_ssl_engine_close(e);
	s->closing = true;
	s->deadline = g->now + CONN_LEAVE;
}

/* Answer by ourselves, then close. Whatever was asked is forgotten. */
static void
refuse(struct gate *g, uint32_t which, int status)
{
	struct seat *s = seat_of(g, which);

	seat_wipe(&g->seats, which);
	struct buf page = buf_over(g->seats.room[which].bytes, SEAT_BYTES);
	refusal_write(&page, status,
	    g->seats.room[which].framing.method == FRAMING_HEAD_ONLY);
	must(buf_err(&page) == ERR_OK);
	s->len = s->touched = page.len;
	s->at = 0;
	s->last = true;
	s->state = SEAT_ANSWERING;
	s->deadline = g->now + CONN_ANSWER;
	g->count[GATE_REFUSED]++;
}

static void
await_request(struct gate *g, uint32_t which, enum seat_state as, int64_t most)
{
	struct seat *s = seat_of(g, which);

	seat_wipe(&g->seats, which);
	framing_start(&g->seats.room[which].framing);
	s->state = as;
	s->since = g->now;
	s->deadline = g->now + most;
	s->retried = false;
	s->stuck = 0;
}

/* Whoever does not begin with TLS is not answered: it costs no memory. */
static enum step
greet(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	struct seat_room *room = &g->seats.room[which];
	uint8_t first;

	if (!s->readable)
		return STILL;
	ssize_t n = recv(s->fd, &first, 1, MSG_PEEK);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		s->readable = errno == EINTR;
		return s->readable ? MOVED : STILL;
	}
	if (n <= 0 || first != TLS_RECORD_HANDSHAKE)
		return GONE;
	s->state = SEAT_HANDSHAKE; /* from here on there is a room to wipe */
	return tls_server_profile(&room->tls, &g->tls, room->in, room->out) ==
		ERR_OK
	    ? MOVED
	    : GONE;
}

/* Records out. Stuck is who once refused some, until he has taken all. */
static enum step
send_records(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	br_ssl_engine_context *e = engine_of(g, which);
	size_t len;
	uint8_t *at = br_ssl_engine_sendrec_buf(e, &len);

	if (!at || !s->writable)
		return STILL;
	ssize_t n = send(s->fd, at, len, MSG_NOSIGNAL);
	if (n > 0) {
		br_ssl_engine_sendrec_ack(e, (size_t)n);
		return MOVED;
	}
	if (errno == EINTR)
		return MOVED;
	if (errno != EAGAIN)
		return GONE;
	s->writable = false;
	if (s->stuck == 0)
		s->stuck = g->now;
	return STILL;
}

static enum step
take_records(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	br_ssl_engine_context *e = engine_of(g, which);
	bool listens = s->state == SEAT_HANDSHAKE || s->state == SEAT_READING ||
	    s->state == SEAT_IDLE;
	size_t len;

	if (!listens || s->closing || !s->readable)
		return STILL;
	uint8_t *at = br_ssl_engine_recvrec_buf(e, &len);
	if (!at)
		return STILL;
	ssize_t n = recv(s->fd, at, len, 0);
	if (n > 0) {
		br_ssl_engine_recvrec_ack(e, (size_t)n);
		return MOVED;
	}
	if (n < 0 && errno == EINTR)
		return MOVED;
	if (n < 0 && errno == EAGAIN) {
		s->readable = false;
		return STILL;
	}
	return GONE;
}

/* The head is whole: from now on its body is waited for. */
static void
begin_body(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	const struct framing *f = &g->seats.room[which].framing;

	s->deadline = g->now + (f->machine ? CONN_SYNC : CONN_BODY);
}

static void
hand_over(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	const struct framing *f = &g->seats.room[which].framing;

	s->last = !f->keep_alive || s->len > framing_len(f);
	s->deadline = g->now + CONN_FRONT;
	g->count[GATE_ASKED]++;
	lane_ask(&g->lanes, which);
	lane_run(&g->lanes, g->now);
}

/* What the client said goes to its request, until that is whole. */
static enum step
hear(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	struct framing *f = &g->seats.room[which].framing;
	br_ssl_engine_context *e = engine_of(g, which);
	size_t len, room = SEAT_BYTES - s->len;

	if (s->state != SEAT_READING && s->state != SEAT_IDLE)
		return STILL;
	const uint8_t *at = br_ssl_engine_recvapp_buf(e, &len);
	if (!at || s->closing)
		return STILL;
	if (s->state == SEAT_IDLE) {
		s->state = SEAT_READING;
		s->since = g->now;
		s->deadline = g->now + CONN_HEAD;
	}

	len = len < room ? len : room;
	memcpy(s->request + s->len, at, len);
	br_ssl_engine_recvapp_ack(e, len);
	s->len += len;
	if (s->request == g->seats.room[which].bytes)
		s->touched = s->touched > s->len ? s->touched : s->len;

	bool headless = f->state == FRAMING_HEAD;
	enum framing_state now =
	    framing_feed(f, (struct bytes){s->request, s->len});
	if (now == FRAMING_BODY && headless)
		begin_body(g, which);
	else if (now == FRAMING_WHOLE)
		hand_over(g, which);
	else if (now == FRAMING_REFUSED)
		refuse(g, which, f->status);
	return MOVED;
}

/* The front went without an answer: ask again, if that can do no harm. */
static void
ask_again(struct gate *g, uint32_t which, enum lane_fate fate)
{
	struct seat *s = seat_of(g, which);
	const struct framing *f = &g->seats.room[which].framing;

	if (fate == LANE_SILENT && (s->retried || f->method == FRAMING_POST)) {
		refuse(g, which, 502);
		return;
	}
	s->retried = s->retried || fate == LANE_SILENT;
	lane_ask(&g->lanes, which);
	lane_run(&g->lanes, g->now);
}

/* From the front into the seat's bytes. */
static enum step
listen_to_front(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	struct answer a;

	if (s->lane == LANE_NONE)
		return STILL;
	enum lane_fate fate = lane_carry(&g->lanes, which, &a);
	switch (fate) {
	case LANE_WAIT:
		return STILL;
	case LANE_UNASKED:
	case LANE_SILENT:
		ask_again(g, which, fate);
		return MOVED;
	case LANE_BROKEN:
		if (s->state == SEAT_ANSWERING)
			return GONE; /* cut off, and to be seen as such */
		refuse(g, which, 502);
		return MOVED;
	case LANE_SOME:
	case LANE_WHOLE:
		break;
	}
	if (fate == LANE_WHOLE)
		lane_run(&g->lanes, g->now); /* its lane is for the next */
	if (a.state == ANSWER_READ && s->state == SEAT_HANDED) {
		s->state = SEAT_ANSWERING;
		s->deadline = g->now + CONN_ANSWER;
	}
	s->last = s->last || (a.state == ANSWER_READ && !a.keep_alive);
	return MOVED;
}

/* From the seat's bytes into the engine; once all is out, what comes next. */
static enum step
speak(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	br_ssl_engine_context *e = engine_of(g, which);
	size_t room;

	if (s->state != SEAT_ANSWERING || s->closing)
		return STILL;
	uint8_t *to = br_ssl_engine_sendapp_buf(e, &room);
	if (s->at < s->len) {
		if (!to)
			return STILL;
		size_t n = s->len - s->at < room ? s->len - s->at : room;
		memcpy(to, g->seats.room[which].bytes + s->at, n);
		br_ssl_engine_sendapp_ack(e, n);
		s->at += n;
		if (s->at == s->len)
			br_ssl_engine_flush(e, 0);
		return MOVED;
	}
	if (s->lane != LANE_NONE) { /* make room for what is still to come */
		if (s->len == 0)
			return STILL;
		s->len = s->at = 0;
		s->stuck = 0;
		return MOVED;
	}
	if (br_ssl_engine_sendrec_buf(e, &room))
		return STILL;
	if (s->last || g->leaving)
		farewell(g, which);
	else
		await_request(g, which, SEAT_IDLE, CONN_IDLE);
	return MOVED;
}

/* All is said: wait for the client to hang up, lest our last words be lost. */
static enum step
leave(struct gate *g, uint32_t which)
{
	static uint8_t nothing[4096];
	struct seat *s = seat_of(g, which);

	if (g->leaving)
		return GONE;
	if (!s->readable)
		return STILL;
	ssize_t n = recv(s->fd, nothing, sizeof(nothing), 0);
	if (n > 0 || (n < 0 && errno == EINTR))
		return MOVED;
	s->readable = false;
	return n < 0 && errno == EAGAIN ? STILL : GONE;
}

static enum step
turn_off(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);

	if (shutdown(s->fd, SHUT_WR) != 0)
		return GONE;
	s->state = SEAT_LEAVING;
	s->deadline = g->now + CONN_LEAVE;
	return MOVED;
}

static enum step
run_engine(struct gate *g, uint32_t which)
{
	static enum step (*const steps[])(struct gate *,
	    uint32_t) = {listen_to_front, speak, send_records, hear,
	    take_records};
	struct seat *s = seat_of(g, which);
	br_ssl_engine_context *e = engine_of(g, which);
	unsigned state = br_ssl_engine_current_state(e);
	enum step done = STILL;

	if (s->closing && !(state & BR_SSL_SENDREC))
		return turn_off(g, which);
	if (state == BR_SSL_CLOSED)
		return GONE;
	if (s->state == SEAT_HANDSHAKE && (state & BR_SSL_SENDAPP)) {
		await_request(g, which, SEAT_READING, CONN_HEAD);
		g->count[GATE_GREETED]++;
	}
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		enum step one = steps[i](g, which);
		if (one == GONE)
			return GONE;
		if (one == MOVED)
			done = MOVED;
	}
	return done;
}

void
conn_run(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);
	enum step done = MOVED;

	s->again = false;
	for (int round = 0; done == MOVED && round < ROUNDS; round++)
		done = s->state == SEAT_SILENT ? greet(g, which)
		    : s->state == SEAT_LEAVING ? leave(g, which)
					       : run_engine(g, which);
	if (done == GONE) {
		conn_drop(g, which);
		return;
	}
	s->again = done == MOVED;
	g->again = g->again || s->again;
}

void
conn_late(struct gate *g, uint32_t which)
{
	struct seat *s = seat_of(g, which);

	if (s->closing) {
		conn_drop(g, which);
		return;
	}
	switch (s->state) {
	case SEAT_READING:
		if (s->len > 0)
			refuse(g, which, 408);
		else
			farewell(g, which);
		break;
	case SEAT_IDLE:
		farewell(g, which);
		break;
	case SEAT_QUEUED:
		lane_cancel(&g->lanes, which);
		refuse(g, which, 503);
		break;
	case SEAT_HANDED:
		lane_cancel(&g->lanes, which);
		refuse(g, which, 504);
		break;
	default:
		conn_drop(g, which);
		return;
	}
	conn_run(g, which);
}
