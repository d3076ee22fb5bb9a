#include "gate/lane.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"

#define HOG_MOST  1000  /* ms a client may keep a lane that others wait for */
#define OWED_MOST 30000 /* ms until a worker nobody waits for is given up */

void
lane_open(struct lane_pool *p, uint32_t count, const char *path,
    struct seat_table *seats, int epoll, uint64_t tag)
{
	must(count > 0 && count <= LANE_MOST && strlen(path) < 100);
	p->count = count;
	p->waiting = SEAT_NONE;
	p->epoll = epoll;
	p->tag = tag;
	p->path = path;
	p->seats = seats;
	for (uint32_t i = 0; i < count; i++) {
		p->at[i].fd = -1;
		p->at[i].seat = SEAT_NONE;
	}
}

/* Whom it serves goes away; what it does is still that guest's. */
static void
part(struct lane_pool *p, struct lane *l)
{
	p->seats->at[l->seat].lane = LANE_NONE;
	l->seat = SEAT_NONE;
	explicit_bzero(l->room, l->head.len);
	l->head.len = 0;
}

/* Nobody is served by it any more. */
static void
release(struct lane_pool *p, struct lane *l)
{
	if (l->seat != SEAT_NONE || l->owed)
		p->seats->guest[l->guest].lanes--;
	if (l->seat != SEAT_NONE)
		part(p, l);
	l->owed = 0;
}

static void
cut(struct lane_pool *p, struct lane *l)
{
	release(p, l);
	close(l->fd);
	l->fd = -1;
	l->gen++;
}

static bool
connect_one(struct lane_pool *p, uint32_t which)
{
	struct lane *l = &p->at[which];
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	struct epoll_event ev = {
	    .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET};

	memcpy(to.sun_path, p->path, strlen(p->path));
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return false;
	ev.data.u64 = p->tag | (uint64_t)(l->gen & 0xffffff) << 32 | which;
	if (connect(fd, (const struct sockaddr *)&to, sizeof(to)) != 0 ||
	    epoll_ctl(p->epoll, EPOLL_CTL_ADD, fd, &ev) != 0) {
		close(fd);
		return false;
	}
	l->fd = fd;
	l->readable = false;
	l->writable = true;
	return true;
}

/* The next to be served, taken out of the queue. */
static uint32_t
next_waiting(struct lane_pool *p)
{
	struct seat *at = p->seats->at;
	const struct seat_guest *guest = p->seats->guest;
	uint32_t *best = &p->waiting;

	for (uint32_t *w = &p->waiting; *w != SEAT_NONE; w = &at[*w].next)
		if (guest[at[*w].guest].lanes < guest[at[*best].guest].lanes)
			best = w;
	uint32_t found = *best;
	*best = at[found].next;
	at[found].next = SEAT_NONE;
	return found;
}

void
lane_ask(struct lane_pool *p, uint32_t seat)
{
	uint32_t *w = &p->waiting;

	while (*w != SEAT_NONE)
		w = &p->seats->at[*w].next;
	*w = seat;
	p->seats->at[seat].next = SEAT_NONE;
	p->seats->at[seat].state = SEAT_QUEUED;
}

/*
 * A worker of the front works on, whether or not the client waits. Were its
 * lane cut, whoever asks and hangs up at once could have all of them work for
 * nobody; so it stays taken, and the guest's, until the worker has an answer.
 */
static void
leave_behind(struct lane_pool *p, struct lane *l, const struct framing *f)
{
	uint8_t any;

	if (l->heard || l->sent < l->head.len + f->body_len ||
	    recv(l->fd, &any, 1, MSG_PEEK) >= 0 || errno != EAGAIN) {
		cut(p, l);
		return;
	}
	l->readable = false;
	l->owed = clock_boot() + OWED_MOST;
	part(p, l);
}

void
lane_cancel(struct lane_pool *p, uint32_t seat)
{
	struct seat *s = &p->seats->at[seat];

	if (s->lane != LANE_NONE) {
		leave_behind(p, &p->at[s->lane], &p->seats->room[seat].framing);
		return;
	}
	for (uint32_t *w = &p->waiting; *w != SEAT_NONE;
	     w = &p->seats->at[*w].next)
		if (*w == seat) {
			*w = s->next;
			s->next = SEAT_NONE;
			return;
		}
}

/*
 * What is left of head and body into the socket, as far as it takes them. That
 * the front is gone is found when its answer is read: it may have said why.
 */
static void
send_rest(struct lane *l, const struct seat *s, const struct framing *f)
{
	while (
	    l->writable && !l->heard && l->sent < l->head.len + f->body_len) {
		size_t head = l->sent < l->head.len ? l->head.len - l->sent : 0;
		size_t body = head > 0 ? 0 : l->sent - l->head.len;
		struct iovec part[] = {{l->room + l->head.len - head, head},
		    {s->request + f->head_len + body, f->body_len - body}};
		struct msghdr out = {.msg_iov = part, .msg_iovlen = 2};
		ssize_t n = sendmsg(l->fd, &out, MSG_NOSIGNAL);
		if (n > 0)
			l->sent += (size_t)n;
		else if (errno != EINTR)
			l->writable = false;
	}
}

static void
hand_over(struct lane_pool *p, uint32_t which, uint32_t seat)
{
	struct lane *l = &p->at[which];
	struct seat *s = &p->seats->at[seat];
	const struct framing *f = &p->seats->room[seat].framing;
	char peer[INET6_ADDRSTRLEN];

	l->seat = seat;
	l->guest = s->guest;
	l->sent = l->taken = 0;
	l->heard = false;
	answer_start(&l->answer, f->method == FRAMING_HEAD_ONLY);
	s->lane = which;
	s->state = SEAT_HANDED;
	p->seats->guest[s->guest].lanes++;

	seat_address(s, peer);
	l->head = buf_over(l->room, sizeof(l->room));
	framing_forward(f, str_of(peer), &l->head);
	must(buf_err(&l->head) == ERR_OK);
	send_rest(l, s, f);
}

void
lane_run(struct lane_pool *p, int64_t now)
{
	for (uint32_t i = 0; i < p->count && p->waiting != SEAT_NONE; i++) {
		struct lane *l = &p->at[i];
		if (l->owed && now >= l->owed)
			cut(p, l);
		if (l->owed || (l->fd < 0 && now < p->retry))
			continue;
		if (l->fd < 0 && !connect_one(p, i)) {
			p->retry = now + LANE_RETRY;
			continue;
		}
		if (l->seat == SEAT_NONE)
			hand_over(p, i, next_waiting(p));
	}
}

bool
lane_event(struct lane_pool *p, uint32_t lane, uint32_t gen, uint32_t events,
    uint32_t *seat)
{
	if (lane >= p->count || (p->at[lane].gen & 0xffffff) != gen)
		return false;
	struct lane *l = &p->at[lane];
	if (l->fd < 0)
		return false;

	if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
		l->readable = true;
	if (events & EPOLLOUT)
		l->writable = true;
	if (l->seat != SEAT_NONE) {
		*seat = l->seat;
		return true;
	}
	if (l->owed) {
		if (l->readable)
			cut(p, l); /* nobody waits for what it says */
		return false;
	}
	uint8_t any; /* an idle front has nothing to say but good-bye */
	if (l->readable &&
	    (recv(l->fd, &any, 1, MSG_PEEK) >= 0 || errno != EAGAIN)) {
		cut(p, l);
		p->retry = clock_boot() + LANE_RETRY;
	}
	l->readable = false;
	return false;
}

/*
 * One read into the seat's bytes. The request is forgotten with the answer's
 * first bytes, which are then where it was. False when the front has closed.
 */
static bool
take(struct lane_pool *p, struct lane *l, bool *more)
{
	struct seat *s = &p->seats->at[l->seat];
	uint8_t *bytes = p->seats->room[l->seat].bytes;
	size_t at = l->heard ? s->len : 0, most = SEAT_BYTES - at;

	*more = false;
	if (l->answer.state == ANSWER_READ) {
		size_t left = answer_len(&l->answer) - l->taken;
		most = most < left ? most : left;
	}
	if (most == 0 || !l->readable)
		return true;

	ssize_t n = recv(l->fd, bytes + at, most, 0);
	if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
		l->readable = errno == EINTR;
		*more = l->readable;
		return true;
	}
	if (n <= 0)
		return false;
	if (!l->heard) {
		s->at = 0;
		l->heard = true;
	}
	l->taken += (size_t)n;
	s->len = at + (size_t)n;
	s->touched = s->touched > s->len ? s->touched : s->len;
	*more = true;
	return true;
}

/* The end of an answer: the lane is for others, if all went as it should. */
static void
finish(struct lane_pool *p, struct lane *l)
{
	struct seat *s = &p->seats->at[l->seat];
	size_t body = p->seats->room[l->seat].framing.body_len;
	size_t surplus = l->taken - answer_len(&l->answer);

	s->len -= surplus;
	if (l->answer.keep_alive && surplus == 0 &&
	    l->sent == l->head.len + body)
		release(p, l);
	else
		cut(p, l);
}

static enum lane_fate
fail(struct lane_pool *p, struct lane *l)
{
	size_t whole = l->head.len + p->seats->room[l->seat].framing.body_len;
	enum lane_fate f = l->heard ? LANE_BROKEN
	    : l->sent < whole       ? LANE_UNASKED
				    : LANE_SILENT;

	cut(p, l);
	p->retry = clock_boot() + LANE_RETRY; /* it may be falling over */
	return f;
}

enum lane_fate
lane_carry(struct lane_pool *p, uint32_t seat, struct answer *a)
{
	struct seat *s = &p->seats->at[seat];
	struct seat_room *room = &p->seats->room[seat];
	struct lane *l = &p->at[s->lane];
	size_t before = l->taken;
	bool more;

	send_rest(l, s, &room->framing);
	do {
		if (!take(p, l, &more))
			return fail(p, l);
		if (l->heard && l->answer.state == ANSWER_HEAD &&
		    answer_feed(&l->answer,
			(struct bytes){room->bytes, s->len}) == ANSWER_REFUSED)
			return fail(p, l);
	} while (more);

	*a = l->answer;
	if (a->state != ANSWER_READ || l->taken < answer_len(a))
		return l->taken > before ? LANE_SOME : LANE_WAIT;
	finish(p, l);
	return LANE_WHOLE;
}

uint32_t
lane_hog(const struct lane_pool *p, int64_t now)
{
	uint32_t found = SEAT_NONE;
	int64_t since = now - HOG_MOST;

	if (p->waiting == SEAT_NONE)
		return SEAT_NONE;
	for (uint32_t i = 0; i < p->count; i++) {
		const struct lane *l = &p->at[i];
		if (l->owed)
			continue;
		if (l->fd < 0 || l->seat == SEAT_NONE)
			return SEAT_NONE;
		const struct seat *s = &p->seats->at[l->seat];
		if (s->stuck != 0 && s->stuck < since) {
			since = s->stuck;
			found = l->seat;
		}
	}
	return found;
}
