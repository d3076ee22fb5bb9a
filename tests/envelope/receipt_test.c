#define SUITE envelope_receipt
#include "../test.h"

#include "envelope/receipt.h"

#define TEXT                                                                   \
	"fichep/v1/receipt\n"                                                  \
	"deployment 77-2022\n"                                                 \
	"device 00112233445566778899aabbccddeeff\n"                            \
	"incarnation 1\n"                                                      \
	"seq 42\n"                                                             \
	"envelope ffeeddccbbaa99887766554433221100\n"                          \
	"sha256 00000000000000000000000000000000"                              \
	"00000000000000000000000000000007\n"                                   \
	"state stored\n"                                                       \
	"received 1783000000000\n"                                             \
	"leaf 1234\n"

static uint8_t private[SIGN_KEY];

static struct note_key
central(void)
{
	struct note_key key = {.name = TXT("central.example/receipts")};

	sign_key((const uint8_t[SIGN_SEED]){7}, private, key.open);
	return key;
}

static struct receipt
a_receipt(void)
{
	struct receipt r = {.deployment = TXT("77-2022"),
	    .incarnation = 1,
	    .seq = 42,
	    .sha256 = {[31] = 7},
	    .state = RECEIPT_STORED,
	    .received = 1783000000000,
	    .leaf = 1234};

	OK(ident_read(TXT("00112233445566778899aabbccddeeff"), &r.device));
	OK(ident_read(TXT("ffeeddccbbaa99887766554433221100"), &r.envelope));
	return r;
}

static struct str
signed_text(struct arena *mem, struct str text)
{
	struct note_key key = central();
	uint8_t signature[SIGN_LEN];
	struct buf to = buf_new(mem, 4096);

	sign_message(private, str_bytes(text), signature);
	note_put(&to, text, &key, signature);
	OK(buf_err(&to));
	return buf_text(&to);
}

TEST(a_receipt_is_the_text_that_its_header_shows)
{
	struct arena mem = test_arena();
	struct receipt r = a_receipt();
	struct buf to = buf_new(&mem, RECEIPT_MOST);

	receipt_text(&to, &r);
	OK(buf_err(&to));
	SAME_TEXT(buf_text(&to), TEXT);
}

TEST(what_was_signed_is_read_back)
{
	static const char *const states[] = {"stored", "duplicate",
	    "quarantined"};
	struct note_key key = central();

	for (int state = 0; state < 3; state++) {
		struct arena mem = test_arena();
		struct receipt r = a_receipt(), got;
		struct buf text = buf_new(&mem, RECEIPT_MOST);
		r.state = (enum receipt_state)state;
		r.leaf = INT64_MAX;
		receipt_text(&text, &r);
		struct str whole = signed_text(&mem, buf_text(&text));
		TRUE(whole.len <= RECEIPT_MOST);
		OK(receipt_read(whole, &key, &got));
		EQ(got.state, state);
		TRUE(strstr(whole.at, states[state]) != NULL);
		SAME_TEXT(got.deployment, "77-2022");
		TRUE(ident_eq(&got.device, &r.device));
		TRUE(ident_eq(&got.envelope, &r.envelope));
		EQ(got.incarnation, 1);
		EQ(got.seq, 42);
		SAME(BYTES_OF(got.sha256), BYTES_OF(r.sha256));
		EQ(got.received, 1783000000000);
		EQ(got.leaf, INT64_MAX);
	}
}

/* TEXT with its first `from` made `to`. */
static struct str
altered(struct arena *mem, const char *from, const char *to)
{
	const char *at = strstr(TEXT, from);
	struct buf b = buf_new(mem, 2048);

	TRUE(at != NULL);
	buf_str(&b,
	    str_part(TXT(TEXT), 0, (size_t)(strlen(TEXT) - strlen(at))));
	buf_str(&b, str_of(to));
	buf_str(&b, str_of(at + strlen(from)));
	OK(buf_err(&b));
	return buf_text(&b);
}

TEST(another_text_is_refused_even_when_the_central_signed_it)
{
	static const char *const changes[][2] = {
	    {"v1", "v2"},
	    {"deployment 77-2022\n", ""},
	    {"deployment 77-2022", "deployment "},
	    {"77-2022", "77_2022"},
	    {"77-2022", "77 2022"},
	    {"77-2022",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaa"},
	    {"eeff\n", "eeFF\n"},
	    {"eeff\n", "ee\n"},
	    {"eeff\n", "eeff00\n"},
	    {"incarnation 1", "incarnation 01"},
	    {"incarnation 1", "incarnation -1"},
	    {"incarnation 1", "incarnation"},
	    {"incarnation 1", "incarnation  1"},
	    {"seq 42", "seq 9223372036854775808"},
	    {"seq 42\n", "seq 42\n\n"},
	    {"seq 42\n", "seq 42\nseq 42\n"},
	    {"stored", "Stored"},
	    {"stored", "lost"},
	    {"stored", ""},
	    {"leaf 1234\n", "leaf 1234\nmore\n"},
	    {"leaf 1234\n", "\n"},
	    {"leaf 1234\n", "leaf 1234 \n"},
	};
	struct note_key key = central();

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct arena mem = test_arena();
		struct receipt r = {.seq = 99};
		struct str text = altered(&mem, changes[i][0], changes[i][1]);
		snprintf(test_where, sizeof(test_where), " (change %zu)", i);
		EQ(receipt_read(signed_text(&mem, text), &key, &r), ERR_FORGED);
		EQ(r.seq, 99);
	}
	test_where[0] = 0;
}

TEST(another_signer_or_a_changed_byte_is_refused)
{
	struct arena mem = test_arena();
	struct note_key key = central(), other = key;
	struct receipt r;
	struct str whole = signed_text(&mem, TXT(TEXT));
	char *at = arena_take(&mem, whole.len);

	memcpy(at, whole.at, whole.len);
	whole.at = at;
	OK(receipt_read(whole, &key, &r));
	other.name = TXT("other.example");
	EQ(receipt_read(whole, &other, &r), ERR_FORGED);
	other = key;
	other.open[0] ^= 1;
	EQ(receipt_read(whole, &other, &r), ERR_FORGED);
	for (size_t i = 0; i < whole.len; i++) {
		at[i] ^= 1;
		EQ(receipt_read(whole, &key, &r), ERR_FORGED);
		at[i] ^= 1;
	}
}

TEST(a_receipt_that_would_not_read_back_is_not_written)
{
	struct arena mem = test_arena();
	struct receipt r = a_receipt();
	struct buf to = buf_new(&mem, RECEIPT_MOST);

	r.deployment = TXT("77 2022");
	receipt_text(&to, &r);
	EQ(buf_err(&to), ERR_INPUT);
	to = buf_new(&mem, RECEIPT_MOST);
	r = a_receipt();
	r.leaf = UINT64_MAX;
	receipt_text(&to, &r);
	EQ(buf_err(&to), ERR_INPUT);
}
