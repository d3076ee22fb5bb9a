/*
 * msg - the messages of messages.def as C types.
 *
 * For each row `name` this file makes IPC_name, struct name, msg_put_name and
 * msg_get_name. A message read with msg_get_name points into the bytes it came
 * from: it lives as long as they do. A `fate` is an enum err, as a u32.
 */
#ifndef MSG_H
#define MSG_H

#include "base/buf.h"
#include "base/reader.h"

#define KIB 1024u

enum peer {
#define PEER(upper, lower, duty) upper,
#include "ipc/peer.def"
#undef PEER
	PEER_COUNT
};

enum ipc {
#define MSG(name, from, to, most, fields) IPC_##name,
#include "ipc/messages.def"
#undef MSG
	IPC_COUNT
};

#define U32(f)   uint32_t f;
#define U64(f)   uint64_t f;
#define STR(f)   struct str f;
#define BYTES(f) struct bytes f;
#define MSG(name, from, to, most, fields)                                      \
	struct name {                                                          \
		fields                                                         \
	};                                                                     \
	void msg_put_##name(struct buf *b, const struct name *m);              \
	enum err msg_get_##name(struct bytes from_peer, struct name *m) CHECKED;
#include "ipc/messages.def"
#undef MSG
#undef U32
#undef U64
#undef STR
#undef BYTES

struct msg_row {
	const char *name;
	enum peer from, to;
	size_t most; /* bytes of payload */
};
extern const struct msg_row msg_table[IPC_COUNT];

/* The largest `most`: what a receiver needs room for, without the head. */
size_t msg_most(enum peer to);

const char *msg_peer(enum peer p); /* "gate" */

#endif
