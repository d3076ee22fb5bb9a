/*
 * chan - one end of the wire between two of our processes.
 *
 * A message is one datagram of a SOCK_SEQPACKET pair: it arrives whole or not
 * at all, so a peer can neither dribble half of one nor glue two together.
 * Who may say what to whom is settled here, from messages.def, for everyone.
 */
#ifndef CHAN_H
#define CHAN_H

#include "ipc/msg.h"

#define CHAN_HEAD 4 /* bytes before the payload: the kind, big-endian */

struct chan {
	int fd; /* -1: not wired */
	enum peer us, them;
};

/*
 * Send one message; never waits. Ends this process if the message is not ours
 * to send: that is our bug. The payload is wiped by whoever owns it.
 * ERR_LIMIT: longer than its row allows. ERR_LATER: the peer's queue is full
 * or the peer is gone; it was not sent.
 */
enum err chan_send(const struct chan *c, enum ipc kind,
    const struct buf *payload) CHECKED;

/*
 * Receive one message, waiting at most `wait_ms` (0: not at all, -1: for ever).
 * `*kind` and `*payload` are set on ERR_OK; the payload lies in `room`, of at
 * least CHAN_HEAD + msg_most(us) bytes.
 * ERR_SLOW: nothing came. ERR_ABSENT: the peer is gone. ERR_FORGED: the peer
 * sent what it may not send, or sent it too long; it was dropped. None is a
 * reason for us to die.
 */
enum err chan_recv(const struct chan *c, struct buf *room, int wait_ms,
    enum ipc *kind, struct bytes *payload) CHECKED;

/*
 * FICHEP_TRACE=ipc: each message that passes is a line of the log at LOG_DEBUG,
 * with its name and size and nothing of what it carries.
 */
void chan_trace(bool on);

#endif
