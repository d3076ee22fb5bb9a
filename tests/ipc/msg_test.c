/*
 * Every row of messages.def, written, read and broken: a new row is tested by
 * being there.
 */
#define SUITE ipc_msg
#include "../test.h"

#include "ipc/msg.h"

#define ROOM (192 * KIB)

static uint8_t room[ROOM], broken[ROOM];

/* A value for each field, none like another, from the field's place. */
static uint64_t
number(int field)
{
	return UINT64_C(0x0123456789abcdef) * (uint64_t)field;
}

static struct str
text(int field)
{
	static const struct str texts[] = {{"", 0}, {"a", 1},
	    {"\xc3\xa9t\xc3\xa9", 5}};

	return texts[field % 3];
}

#define U32(f)   m.f = (uint32_t)number(__LINE__ + (int)sizeof(#f));
#define U64(f)   m.f = number(__LINE__ + (int)sizeof(#f));
#define STR(f)   m.f = text((int)sizeof(#f));
#define BYTES(f) m.f = str_bytes(TXT("\x00\xff" #f));
#define MSG(name, from, to, most, fields)                                      \
	static struct name a_##name(void)                                      \
	{                                                                      \
		struct name m;                                                 \
		fields return m;                                               \
	}
#include "ipc/messages.def"
#undef MSG
#undef U32
#undef U64
#undef STR
#undef BYTES

#define U32(f)   EQ(got.f, sent.f);
#define U64(f)   EQ(got.f, sent.f);
#define STR(f)   SAME_STR(got.f, sent.f);
#define BYTES(f) SAME(got.f, sent.f);
#define MSG(name, from, to, most, fields)                                      \
	static void same_##name(const struct buf *b)                           \
	{                                                                      \
		struct name sent = a_##name(), got;                            \
		OK(msg_get_##name(buf_done(b), &got));                         \
		fields                                                         \
	}
#include "ipc/messages.def"
#undef MSG
#undef U32
#undef U64
#undef STR
#undef BYTES

/* One row, with its types forgotten. */
struct row {
	const char *name;
	void (*put)(struct buf *b);
	void (*same)(const struct buf *b);
	enum err (*get)(struct bytes from);
};

#define MSG(name, from, to, most, fields)                                      \
	static void put_##name(struct buf *b)                                  \
	{                                                                      \
		struct name m = a_##name();                                    \
		msg_put_##name(b, &m);                                         \
	}                                                                      \
	static enum err get_##name(struct bytes from_peer)                     \
	{                                                                      \
		struct name m;                                                 \
		return msg_get_##name(from_peer, &m);                          \
	}
#include "ipc/messages.def"
#undef MSG

static const struct row rows[IPC_COUNT] = {
#define MSG(name, from, to, most, fields)                                      \
	{#name, put_##name, same_##name, get_##name},
#include "ipc/messages.def"
#undef MSG
};

static struct buf
written(const struct row *row)
{
	struct buf b = buf_over(room, sizeof(room));

	row->put(&b);
	OK(buf_err(&b));
	snprintf(test_where, sizeof(test_where), " (%s)", row->name);
	return b;
}

TEST(every_message_comes_back_as_it_was_written)
{
	for (size_t i = 0; i < IPC_COUNT; i++) {
		struct buf b = written(&rows[i]);
		rows[i].same(&b);
	}
}

TEST(a_message_cut_anywhere_is_refused)
{
	for (size_t i = 0; i < IPC_COUNT; i++) {
		struct buf b = written(&rows[i]);
		for (size_t len = 0; len < b.len; len++)
			EQ(rows[i].get((struct bytes){room, len}), ERR_MANGLED);
	}
}

TEST(a_message_with_one_byte_more_is_refused)
{
	for (size_t i = 0; i < IPC_COUNT; i++) {
		struct buf b = written(&rows[i]);
		room[b.len] = 0;
		EQ(rows[i].get((struct bytes){room, b.len + 1}), ERR_MANGLED);
	}
}

/* The kinds of the fields of each row: 4 and 8 bytes, string, bytes. */
#define U32(f)   "4"
#define U64(f)   "8"
#define STR(f)   "s"
#define BYTES(f) "b"
static const char *const kinds[IPC_COUNT] = {
#define MSG(name, from, to, most, fields) fields,
#include "ipc/messages.def"
#undef MSG
};
#undef U32
#undef U64
#undef STR
#undef BYTES

static size_t
length_at(size_t at)
{
	return (size_t)room[at] << 24 | (size_t)room[at + 1] << 16 |
	    (size_t)room[at + 2] << 8 | room[at + 3];
}

TEST(a_length_that_lies_is_refused)
{
	size_t lengths = 0;

	for (size_t i = 0; i < IPC_COUNT; i++) {
		struct buf b = written(&rows[i]);
		size_t at = 0;
		for (const char *k = kinds[i]; *k; k++) {
			if (*k == '4' || *k == '8') {
				at += *k == '4' ? 4 : 8;
				continue;
			}
			for (int byte = 0; byte < 4; byte++) {
				memcpy(broken, room, b.len);
				broken[at + (size_t)byte] ^= 0x80;
				EQ(rows[i].get((struct bytes){broken, b.len}),
				    ERR_MANGLED);
			}
			lengths++;
			at += 4 + length_at(at);
		}
		EQ(at, b.len);
	}
	TRUE(lengths > 20);
}

TEST(text_that_is_no_utf8_or_holds_a_zero_is_refused)
{
	static const char bad[] = {'\xff', '\xc0', '\0', '\xc3'};
	size_t texts = 0;

	for (size_t i = 0; i < IPC_COUNT; i++) {
		struct buf b = written(&rows[i]);
		size_t at = 0;
		for (const char *k = kinds[i]; *k; k++) {
			size_t len = *k == '4' ? 4
			    : *k == '8'        ? 8
					       : 4 + length_at(at);
			for (size_t n = 0; *k == 's' && len > 4 && n < 4; n++) {
				memcpy(broken, room, b.len);
				broken[at + len - 1] = (uint8_t)bad[n];
				EQ(rows[i].get((struct bytes){broken, b.len}),
				    ERR_MANGLED);
				texts++;
			}
			at += len;
		}
	}
	TRUE(texts > 20);
}

TEST(what_is_not_read_in_full_is_not_given)
{
	struct probe_fate m = {1, 2, 3};

	EQ(msg_get_probe_fate((struct bytes){room, 0}, &m), ERR_MANGLED);
}

TEST(every_row_has_room_for_what_it_carries_and_fits_a_datagram)
{
	for (size_t i = 0; i < IPC_COUNT; i++) {
		struct buf b = written(&rows[i]);
		TRUE(b.len <= msg_table[i].most);
		TRUE(msg_table[i].most < 192 * KIB);
		TRUE(msg_table[i].from != msg_table[i].to);
		TRUE(msg_most(msg_table[i].to) >= msg_table[i].most);
	}
}

TEST(whoever_may_speak_is_wired)
{
	for (size_t i = 0; i < IPC_COUNT; i++) {
		bool wired = false;
		enum peer a = msg_table[i].from, b = msg_table[i].to;
#define WIRE(one, other, pairs)                                                \
	wired = wired || (a == one && b == other) || (a == other && b == one);
#include "ipc/wire.def"
#undef WIRE
		TRUE(wired);
	}
}
