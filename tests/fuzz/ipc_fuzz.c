/*
 * Bytes of a peer, to every role in turn: what is accepted is written again
 * and must be the same bytes; what is not must leave everything untouched.
 *
 * The first byte chooses the two roles; the rest is the datagram.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "ipc/chan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t inbox[CHAN_HEAD + 192 * KIB], outbox[192 * KIB];

static void
expect(bool truth)
{
	if (!truth)
		abort();
}

#define MSG(name, from, to, most, fields)                                      \
	static void again_##name(struct bytes payload)                         \
	{                                                                      \
		struct name m;                                                 \
		struct buf b = buf_over(outbox, sizeof(outbox));               \
		if (msg_get_##name(payload, &m) != ERR_OK)                     \
			return;                                                \
		msg_put_##name(&b, &m);                                        \
		expect(buf_err(&b) == ERR_OK && b.len == payload.len &&        \
		    memcmp(b.at, payload.at, b.len) == 0);                     \
	}
#include "ipc/messages.def"
#undef MSG

static void (*const again[IPC_COUNT])(struct bytes payload) = {
#define MSG(name, from, to, most, fields) again_##name,
#include "ipc/messages.def"
#undef MSG
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd[2] = {-1, -1};
	struct buf room = buf_over(inbox, sizeof(inbox));
	enum ipc kind = IPC_COUNT;
	struct bytes payload = {NULL, 0};

	if (fd[0] < 0)
		expect(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fd) == 0);
	if (size < 2 || size > sizeof(inbox))
		return 0;
	struct chan c = {fd[0], (enum peer)(data[0] % PEER_COUNT),
	    (enum peer)(data[0] / PEER_COUNT % PEER_COUNT)};
	expect(send(fd[1], data + 1, size - 1, 0) == (ssize_t)(size - 1));
	enum err e = chan_recv(&c, &room, 0, &kind, &payload);
	if (e == ERR_OK) {
		expect(msg_table[kind].to == c.us &&
		    msg_table[kind].from == c.them &&
		    payload.len <= msg_table[kind].most);
		again[kind](payload);
	} else {
		expect(
		    e == ERR_FORGED && kind == IPC_COUNT && payload.at == NULL);
	}
	return 0;
}
