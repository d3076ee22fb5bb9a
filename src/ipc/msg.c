#include "ipc/msg.h"

const struct msg_row msg_table[IPC_COUNT] = {
#define MSG(name, from, to, most, fields) {#name, from, to, most},
#include "ipc/messages.def"
#undef MSG
};

static const char *const peers[PEER_COUNT] = {
#define PEER(upper, lower, duty) #lower,
#include "ipc/peer.def"
#undef PEER
};

const char *
msg_peer(enum peer p)
{
	return peers[p];
}

size_t
msg_most(enum peer to)
{
	size_t most = 0;

	for (size_t i = 0; i < IPC_COUNT; i++)
		if (msg_table[i].to == to && msg_table[i].most > most)
			most = msg_table[i].most;
	return most;
}

#define U32(f)   buf_u32(b, m->f);
#define U64(f)   buf_u64(b, m->f);
#define STR(f)   buf_u32(b, (uint32_t)m->f.len), buf_str(b, m->f);
#define BYTES(f) buf_u32(b, (uint32_t)m->f.len), buf_bytes(b, m->f);
#define MSG(name, from, to, most, fields)                                      \
	void msg_put_##name(struct buf *b, const struct name *m)               \
	{                                                                      \
		fields                                                         \
	}
#include "ipc/messages.def"
#undef MSG
#undef U32
#undef U64
#undef STR
#undef BYTES

#define U32(f)   m->f = reader_u32(&r);
#define U64(f)   m->f = reader_u64(&r);
#define STR(f)   m->f = reader_str(&r);
#define BYTES(f) m->f = reader_bytes(&r);
#define MSG(name, from, to, most, fields)                                      \
	enum err msg_get_##name(struct bytes from_peer, struct name *m)        \
	{                                                                      \
		struct reader r = reader_new(from_peer);                       \
		fields return reader_end(&r);                                  \
	}
#include "ipc/messages.def"
