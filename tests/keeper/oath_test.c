#define SUITE keeper_oath
#include "../test.h"

#include "base/encode.h"
#include "crypto/secret.h"
#include "envelope/batch.h"
#include "envelope/enrol.h"
#include "envelope/envelope.h"
#include "envelope/receipt.h"
#include "http/digest.h"
#include "http/httpsig.h"
#include "keeper/keyring.h"
#include "keeper/oath.h"

static struct oath oath;

/* Of a box, or of a central, whose keys are all of one byte. */
static struct oath_self
me(bool central)
{
	struct oath_self m = {.central = central};

	memset(m.sign, 1, sizeof(m.sign));
	memset(m.checkpoint, 2, sizeof(m.checkpoint));
	memset(m.intake, 3, sizeof(m.intake));
	memset(m.recovery, 4, sizeof(m.recovery));
	memset(m.pin, 5, sizeof(m.pin));
	enrol_device(m.sign, &m.device);
	return m;
}

/* Signed by this side, and never by the other: no message is both's. */
static bool
signs(bool central, struct bytes message)
{
	struct oath_self us = me(central), them = me(!central);
	bool good = oath_device(&us, message);

	TRUE(!good || !oath_device(&them, message));
	/* Nor is it when a byte is added, or left out. */
	if (good) {
		uint8_t room[8192];
		struct buf b = buf_over(room, sizeof(room));
		buf_bytes(&b, message);
		buf_u8(&b, '\n');
		OK(buf_err(&b));
		TRUE(!oath_device(&us, buf_done(&b)));
		message.len--;
		TRUE(!oath_device(&us, message));
	}
	return good;
}

/* Would the log `name` of so many entries, whose head begins so, be signed? */
static bool
asks(const char *name, uint64_t size, uint8_t head, const char *more)
{
	uint8_t room[512];
	struct buf b = buf_over(room, sizeof(room));
	struct checkpoint c = {.origin = str_of(name),
	    .size = size,
	    .root = {{head}},
	    .extensions = str_of(more)};

	checkpoint_put(&b, &c);
	OK(buf_err(&b));
	return oath_checkpoint(&oath, buf_done(&b));
}

static void
anew(void)
{
	oath = (struct oath){0};
}

TEST(a_log_that_grows_is_signed_again_and_again)
{
	anew();
	TRUE(asks("fichep/0011", 1, 1, ""));
	TRUE(asks("fichep/0011", 2, 2, ""));
	TRUE(asks("fichep/0011", 2, 2, ""));
	TRUE(asks("fichep/0011", 900, 3, ""));
}

TEST(a_log_cut_back_is_not_signed)
{
	anew();
	TRUE(asks("fichep/0011", 900, 3, ""));
	TRUE(!asks("fichep/0011", 899, 2, ""));
	TRUE(!asks("fichep/0011", 1, 1, ""));
	TRUE(asks("fichep/0011", 901, 4, ""));
}

TEST(two_logs_of_one_length_are_not_both_signed)
{
	anew();
	TRUE(asks("fichep/0011", 900, 3, ""));
	TRUE(!asks("fichep/0011", 900, 4, ""));
	TRUE(asks("fichep/0011", 900, 3, ""));
}

TEST(one_log_is_signed_and_not_another)
{
	anew();
	TRUE(!asks("fichep/0011", 0, 0, ""));
	TRUE(!asks("fichep/0011", 5, 1, "and something else\n"));
	TRUE(asks("fichep/0011", 5, 1, ""));
	TRUE(!asks("fichep/0012", 6, 2, ""));
	TRUE(!asks("fichep/00111", 6, 2, ""));
	TRUE(asks("fichep/0011", 6, 2, ""));
}

TEST(what_is_no_checkpoint_is_not_signed)
{
	static const char *const texts[] = {"", "fichep/v1/receipt\nstored\n",
	    "fichep/0011\n5\n", "fichep/0011\n5\nAAAA\n",
	    "fichep/0011\n05\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
	    "fichep/0011\n5\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="};

	anew();
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		TRUE(!oath_checkpoint(&oath, str_bytes(str_of(texts[i]))));
	TRUE(asks("fichep/0011", 1, 1, ""));
}

TEST(an_envelope_is_signed_and_nothing_that_is_none)
{
	static uint8_t room[ENVELOPE_MOST];
	struct buf to = buf_over(room, sizeof(room));
	struct envelope_recipient intake = {.role = ENVELOPE_INTAKE};
	uint8_t message[ENVELOPE_MESSAGE], mine[HPKE_KEY];

	secret_start();
	hpke_make(mine, intake.open);
	OK(envelope_seal(&(struct envelope_outer){.seq = 1},
	    &(struct envelope_inner){.schema = ENVELOPE_SCHEMA,
		.content = ENVELOPE_fiche,
		.payload = str_bytes(TXT("{}"))},
	    0, 1, &intake, &to, message));
	TRUE(signs(false, BYTES_OF(message)));
	TRUE(!signs(false, (struct bytes){message, sizeof(message) - 1}));
	TRUE(!signs(false, (struct bytes){message, 0}));
	/* Not a byte of the purpose may differ. */
	for (size_t i = 0; i < sizeof(ENVELOPE_PURPOSE); i++) {
		message[i] ^= 1;
		TRUE(!signs(false, BYTES_OF(message)));
		message[i] ^= 1;
	}
	message[sizeof(ENVELOPE_PURPOSE)] ^= 1;
	TRUE(signs(false, BYTES_OF(message)));
}

/* --- a synchronisation -------------------------------------------------------
 */

static struct str
request(struct arena *mem, struct httpsig_request r, struct str keyid)
{
	struct buf b = buf_new(mem, HTTPSIG_BASE_MOST);

	httpsig_request_base(&b, &r, keyid);
	OK(buf_err(&b));
	return buf_text(&b);
}

TEST(a_box_signs_its_own_synchronisation_and_no_other_request)
{
	struct arena mem = test_arena();
	struct oath_self m = me(false);
	struct buf digest = buf_new(&mem, 64), own = buf_new(&mem, 64);
	struct buf id = buf_new(&mem, 64);

	digest_write(&digest, BYTES_OF("body"));
	ident_put(&own, &m.device);
	encode_hex(&id, (struct bytes){m.device.at, 8});
	struct str keyid = buf_text(&id);
	struct httpsig_request good = {.method = TXT("POST"),
	    .path = BATCH_PATH,
	    .digest = buf_text(&digest),
	    .length = 1234,
	    .type = BATCH_TYPE,
	    .device = buf_text(&own),
	    .nonce = TXT("abc123")};

	TRUE(signs(false, str_bytes(request(&mem, good, keyid))));
	TRUE(!signs(false, str_bytes(request(&mem, good, TXT("other")))));
	struct httpsig_request bad[5];
	for (int i = 0; i < 5; i++)
		bad[i] = good;
	bad[0].method = TXT("PUT");
	bad[1].path = TXT("/session");
	bad[2].type = TXT("application/json");
	bad[3].device = TXT("00112233445566778899aabbccddeeff");
	bad[4].length = BATCH_MOST + 1;
	for (int i = 0; i < 5; i++)
		TRUE(!signs(false, str_bytes(request(&mem, bad[i], keyid))));
}

TEST(a_central_signs_answers_of_a_synchronisation_and_no_other)
{
	struct arena mem = test_arena();
	struct oath_self m = me(true);
	struct buf digest = buf_new(&mem, 64), id = buf_new(&mem, 64);
	uint8_t asked[HTTPSIG_LEN] = {7};

	digest_write(&digest, BYTES_OF("body"));
	encode_hex(&id, (struct bytes){m.device.at, 8});
	struct httpsig_answer good = {.status = 200,
	    .digest = buf_text(&digest),
	    .length = 1234,
	    .type = TXT("application/json"),
	    .request = asked};
	struct httpsig_answer bad[2] = {good, good};
	bad[0].status = 303;
	bad[1].type = TXT("text/html");
	for (int i = -1; i < 2; i++) {
		struct buf b = buf_new(&mem, HTTPSIG_BASE_MOST);
		httpsig_answer_base(&b, i < 0 ? &good : &bad[i], buf_text(&id));
		OK(buf_err(&b));
		EQ(signs(true, buf_done(&b)), i < 0);
	}
}

/* --- enrolment ---------------------------------------------------------------
 */

TEST(a_box_asks_with_its_own_keys_only)
{
	struct arena mem = test_arena();
	struct oath_self m = me(false);
	struct enrol_ask a = {.version = TXT("0.1.0"), .device = m.device};

	for (int i = 0; i < 3; i++) {
		struct buf b = buf_new(&mem, ENROL_MOST);
		memset(a.sign, i == 1 ? 9 : 1, sizeof(a.sign));
		memset(a.checkpoint, i == 2 ? 9 : 2, sizeof(a.checkpoint));
		enrol_device(a.sign, &a.device);
		enrol_ask_text(&b, &a);
		OK(buf_err(&b));
		EQ(signs(false, buf_done(&b)), i == 0);
	}
}

TEST(a_central_grants_its_own_keys_only)
{
	struct arena mem = test_arena();
	struct enrol_grant g = {.deployment = TXT("99-demo"),
	    .url = TXT("https://central.example"),
	    .site = {.code = TXT("TIL"),
		.name = TXT("Foyer Les Tilleuls"),
		.kind = TXT("foyer"),
		.departement = TXT("99")}};
	uint8_t *key[] = {g.sign, g.checkpoint, g.intake, g.recovery, g.pin};

	for (int i = 0; i < 5; i++)
		memset(key[i], i + 1, 32);
	for (int bad = -1; bad < 5; bad++) {
		struct buf b = buf_new(&mem, ENROL_MOST);
		if (bad >= 0)
			key[bad][31] ^= 1;
		enrol_grant_text(&b, &g);
		OK(buf_err(&b));
		EQ(signs(true, buf_done(&b)), bad < 0);
		if (bad >= 0)
			key[bad][31] ^= 1;
	}
}

TEST(a_central_signs_receipts_and_the_checkpoints_of_others)
{
	struct arena mem = test_arena();
	struct oath_self m = me(true);
	struct receipt r = {.deployment = TXT("99-demo"), .seq = 1};
	struct buf text = buf_new(&mem, RECEIPT_MOST);
	uint8_t hash[HASH_SHA256];

	receipt_text(&text, &r);
	OK(buf_err(&text));
	TRUE(signs(true, buf_done(&text)));

	hash_sha256(BYTES_OF(m.checkpoint), hash);
	for (int own = 0; own < 2; own++) {
		struct buf name = buf_new(&mem, 64), b = buf_new(&mem, 512);
		buf_str(&name, TXT("fichep/"));
		hash[0] ^= !own;
		encode_hex(&name, (struct bytes){hash, 8});
		checkpoint_put(&b,
		    &(struct checkpoint){.origin = buf_text(&name), .size = 3});
		OK(buf_err(&b));
		EQ(signs(true, buf_done(&b)), !own);
		hash[0] ^= !own;
	}
}
