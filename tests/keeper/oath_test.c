#define SUITE keeper_oath
#include "../test.h"

#include "crypto/secret.h"
#include "envelope/envelope.h"
#include "keeper/oath.h"

static struct oath oath;

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
	TRUE(oath_envelope(BYTES_OF(message)));
	TRUE(!oath_envelope((struct bytes){message, sizeof(message) - 1}));
	TRUE(!oath_envelope((struct bytes){message, 0}));
	/* Not a byte of the purpose may differ. */
	for (size_t i = 0; i < sizeof(ENVELOPE_PURPOSE); i++) {
		message[i] ^= 1;
		TRUE(!oath_envelope(BYTES_OF(message)));
		message[i] ^= 1;
	}
	message[sizeof(ENVELOPE_PURPOSE)] ^= 1;
	TRUE(oath_envelope(BYTES_OF(message)));
}
