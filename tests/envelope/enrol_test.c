#define SUITE envelope_enrol
#include "../test.h"

#include "crypto/secret.h"
#include "envelope/enrol.h"

static uint8_t box[SIGN_KEY], central[SIGN_KEY];

static struct enrol_ask
an_ask(void)
{
	struct enrol_ask a = {.version = TXT("0.1.0"),
	    .spool = {2},
	    .checkpoint = {3},
	    .nonce = {{4}}};

	secret_start();
	sign_key((const uint8_t[SIGN_SEED]){1}, box, a.sign);
	enrol_device(a.sign, &a.device);
	return a;
}

static struct enrol_grant
a_grant(struct str ask)
{
	struct enrol_grant g = {.deployment = TXT("99-demo"),
	    .url = TXT("https://central.example:8442"),
	    .pin = {1},
	    .intake = {2},
	    .recovery = {3},
	    .checkpoint = {4},
	    .site = {.code = TXT("TIL"),
		.name = TXT("Foyer Les Tilleuls"),
		.kind = TXT("foyer"),
		.commune = TXT("99001"),
		.departement = TXT("99")},
	    .granted = 1795536000000};
	struct enrol_ask a = an_ask();

	sign_key((const uint8_t[SIGN_SEED]){9}, central, g.sign);
	g.device = a.device;
	hash_sha256(str_bytes(ask), g.ask);
	return g;
}

static struct str
asked(struct arena *mem)
{
	struct buf text = buf_new(mem, ENROL_MOST);
	struct buf whole = buf_new(mem, ENROL_MOST);
	struct enrol_ask a = an_ask();
	uint8_t signature[SIGN_LEN];

	enrol_ask_text(&text, &a);
	OK(buf_err(&text));
	sign_message(box, buf_done(&text), signature);
	enrol_ask_note(&whole, &a, signature);
	OK(buf_err(&whole));
	return buf_text(&whole);
}

static struct str
granted(struct arena *mem, const struct enrol_grant *g)
{
	struct buf text = buf_new(mem, ENROL_MOST);
	struct buf whole = buf_new(mem, ENROL_MOST);
	uint8_t signature[SIGN_LEN];

	enrol_grant_text(&text, g);
	OK(buf_err(&text));
	sign_message(central, buf_done(&text), signature);
	enrol_grant_note(&whole, g, signature);
	OK(buf_err(&whole));
	return buf_text(&whole);
}

/* `text` with its first `from` made `to`. */
static struct str
altered(struct arena *mem, struct str text, const char *from, const char *to)
{
	struct buf b = buf_new(mem, ENROL_MOST);
	const char *at = memmem(text.at, text.len, from, strlen(from));

	TRUE(at != NULL);
	size_t before = (size_t)(at - text.at);
	buf_str(&b, str_part(text, 0, before));
	buf_str(&b, str_of(to));
	buf_str(&b, str_part(text, before + strlen(from), SIZE_MAX));
	OK(buf_err(&b));
	return buf_text(&b);
}

TEST(an_ask_that_was_written_is_read_back)
{
	struct arena mem = test_arena();
	struct enrol_ask want = an_ask(), got;

	OK(enrol_ask_read(asked(&mem), &got));
	TRUE(ident_eq(&got.device, &want.device));
	SAME(BYTES_OF(got.sign), BYTES_OF(want.sign));
	SAME(BYTES_OF(got.spool), BYTES_OF(want.spool));
	SAME(BYTES_OF(got.checkpoint), BYTES_OF(want.checkpoint));
	SAME_TEXT(got.version, "0.1.0");
	TRUE(ident_eq(&got.nonce, &want.nonce));
}

TEST(a_grant_that_was_written_is_read_back)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem);
	struct enrol_grant want = a_grant(ask), got;
	struct str whole = granted(&mem, &want);

	OK(enrol_grant_read(whole, &got));
	SAME_STR(got.deployment, want.deployment);
	SAME_STR(got.url, want.url);
	SAME(BYTES_OF(got.pin), BYTES_OF(want.pin));
	SAME(BYTES_OF(got.intake), BYTES_OF(want.intake));
	SAME(BYTES_OF(got.recovery), BYTES_OF(want.recovery));
	SAME(BYTES_OF(got.sign), BYTES_OF(want.sign));
	SAME(BYTES_OF(got.checkpoint), BYTES_OF(want.checkpoint));
	SAME_TEXT(got.site.code, "TIL");
	SAME_TEXT(got.site.name, "Foyer Les Tilleuls");
	SAME_TEXT(got.site.kind, "foyer");
	SAME_TEXT(got.site.commune, "99001");
	SAME_TEXT(got.site.phone, "");
	SAME_TEXT(got.site.departement, "99");
	EQ(got.granted, 1795536000000);
	TRUE(enrol_answers(&got, ask));
	TRUE(whole.len <= ENROL_MOST);
}

TEST(a_grant_answers_one_ask_and_no_other)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem);
	struct enrol_grant g = a_grant(ask);

	TRUE(enrol_answers(&g, ask));
	TRUE(!enrol_answers(&g, altered(&mem, ask, "0.1.0", "0.1.1")));
	g.device.at[0] ^= 1;
	TRUE(!enrol_answers(&g, ask));
}

TEST(an_ask_changed_on_its_way_is_refused)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem);
	struct enrol_ask got = {.version = TXT("untouched")};

	for (size_t i = 0; i < ask.len; i++) {
		char *at = arena_take(&mem, ask.len);
		memcpy(at, ask.at, ask.len);
		at[i] ^= 1;
		EQ(enrol_ask_read((struct str){at, ask.len}, &got), ERR_FORGED);
		EQ(enrol_ask_read((struct str){at, i}, &got), ERR_FORGED);
		arena_back(&mem, mem.used - ask.len);
	}
	SAME_TEXT(got.version, "untouched");
}

TEST(a_grant_with_a_field_that_is_not_fit_is_not_written)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem);
	static const struct {
		size_t at;
		const char *value;
	} bad[] = {
#define FIELD(name) offsetof(struct enrol_grant, name)
	    {FIELD(deployment), "Seine et Marne"},
	    {FIELD(deployment), ""},
	    {FIELD(url), "http://central.example"},
	    {FIELD(url), "https://central.example/"},
	    {FIELD(url), "https://a@central.example"},
	    {FIELD(url), "https://"},
	    {FIELD(site.code), "til"},
	    {FIELD(site.code), "T"},
	    {FIELD(site.name), ""},
	    {FIELD(site.name), "two\nlines"},
	    {FIELD(site.kind), "Foyer"},
	    {FIELD(site.commune), "9900"},
	    {FIELD(site.phone), "1234567890123456789012345"},
	    {FIELD(site.departement), "9"},
#undef FIELD
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct enrol_grant g = a_grant(ask);
		struct buf to = buf_new(&mem, ENROL_MOST);
		struct str value = str_of(bad[i].value);
		memcpy((char *)&g + bad[i].at, &value, sizeof(value));
		enrol_grant_text(&to, &g);
		EQ(buf_err(&to), ERR_INPUT);
	}
}

TEST(a_grant_of_another_form_is_refused_even_when_it_is_signed)
{
	struct arena mem = test_arena();
	struct enrol_grant g = a_grant(asked(&mem)), got;
	struct str whole = granted(&mem, &g);
	struct note n;
	static const char *const changes[][2] = {
	    {"v1/grant", "v1/ask"},
	    {"commune 99001\n", ""},
	    {"commune 99001", "commune "},
	    {"phone -", "phone"},
	    {"granted 1795536000000", "granted 01795536000000"},
	    {"kind foyer\n", "kind foyer\nkind foyer\n"},
	    {"code TIL", "code til"},
	    {"granted 1795536000000\n", "granted 1795536000000\nmore 1\n"},
	};

	OK(note_read(whole, &n));
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		uint8_t signature[SIGN_LEN];
		struct buf to = buf_new(&mem, ENROL_MOST);
		struct note_key key = {.name = TXT("fichep/central/99-demo")};
		memcpy(key.open, g.sign, SIGN_PUBLIC);
		struct str text =
		    altered(&mem, n.text, changes[i][0], changes[i][1]);
		sign_message(central, str_bytes(text), signature);
		note_put(&to, text, &key, signature);
		OK(buf_err(&to));
		EQ(enrol_grant_read(buf_text(&to), &got), ERR_FORGED);
	}
}

TEST(a_grant_signed_by_another_key_or_under_another_name_is_refused)
{
	struct arena mem = test_arena();
	struct enrol_grant g = a_grant(asked(&mem)), got;
	uint8_t other[SIGN_PUBLIC], key[SIGN_KEY], signature[SIGN_LEN];
	struct buf text = buf_new(&mem, ENROL_MOST);
	struct buf forged = buf_new(&mem, ENROL_MOST);
	struct buf renamed = buf_new(&mem, ENROL_MOST);
	struct note_key name = {.name = TXT("fichep/central/98-demo")};

	enrol_grant_text(&text, &g);
	sign_key((const uint8_t[SIGN_SEED]){8}, key, other);
	sign_message(key, buf_done(&text), signature);
	enrol_grant_note(&forged, &g, signature);
	OK(buf_err(&forged));
	EQ(enrol_grant_read(buf_text(&forged), &got), ERR_FORGED);

	memcpy(name.open, g.sign, SIGN_PUBLIC);
	sign_message(central, buf_done(&text), signature);
	note_put(&renamed, buf_text(&text), &name, signature);
	OK(buf_err(&renamed));
	EQ(enrol_grant_read(buf_text(&renamed), &got), ERR_FORGED);
}

TEST(a_device_named_after_another_key_cannot_ask)
{
	struct arena mem = test_arena();
	struct buf to = buf_new(&mem, ENROL_MOST);
	struct enrol_ask a = an_ask();

	a.device.at[3] ^= 1;
	enrol_ask_text(&to, &a);
	EQ(buf_err(&to), ERR_INPUT);
}

TEST(the_thirty_digits_change_with_either_text)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem);
	struct enrol_grant g = a_grant(ask);
	struct str grant = granted(&mem, &g);
	uint8_t rooms[4][64];
	struct buf b[4];

	for (int i = 0; i < 4; i++)
		b[i] = buf_over(rooms[i], sizeof(rooms[i]));
	enrol_fingerprint(&b[0], ask, grant);
	enrol_fingerprint(&b[1], ask, grant);
	enrol_fingerprint(&b[2], altered(&mem, ask, "0.1.0", "0.1.1"), grant);
	enrol_fingerprint(&b[3], ask, altered(&mem, grant, "TIL", "TIM"));
	for (int i = 0; i < 4; i++) {
		OK(buf_err(&b[i]));
		EQ(b[i].len, ENROL_DIGITS);
		for (size_t k = 0; k < b[i].len; k++)
			TRUE(k % 6 == 5
				? rooms[i][k] == ' '
				: rooms[i][k] >= '0' && rooms[i][k] <= '9');
	}
	SAME_STR(buf_text(&b[1]), buf_text(&b[0]));
	TRUE(!str_eq(buf_text(&b[2]), buf_text(&b[0])));
	TRUE(!str_eq(buf_text(&b[3]), buf_text(&b[0])));
}

TEST(a_code_is_read_back_however_it_is_typed)
{
	uint8_t room[64], code[ENROL_CODE], got[ENROL_CODE];
	char typed[64];

	for (int i = 0; i < 200; i++) {
		struct buf b = buf_over(room, sizeof(room));
		ident_random(code, sizeof(code));
		enrol_code_write(&b, code);
		OK(buf_err(&b));
		EQ(b.len, ENROL_CODE_TEXT);
		OK(enrol_code_read(buf_text(&b), got));
		SAME(BYTES_OF(got), BYTES_OF(code));

		size_t n = 0;
		for (size_t k = 0; k < b.len; k++) {
			char c = (char)room[k];
			if (c == '-')
				c = ' ';
			else if (c == '0')
				c = 'o';
			else if (c == '1')
				c = i % 2 ? 'l' : 'I';
			else if (c >= 'A')
				c = (char)(c - 'A' + 'a');
			typed[n++] = c;
		}
		memset(got, 0, sizeof(got));
		OK(enrol_code_read((struct str){typed, n}, got));
		SAME(BYTES_OF(got), BYTES_OF(code));
	}
}

TEST(a_code_with_one_wrong_character_is_told_before_it_is_sent)
{
	uint8_t room[64], got[ENROL_CODE] = {7};
	const uint8_t code[ENROL_CODE] = {0xA5, 1, 2, 3, 4, 5, 6, 7};
	struct buf b = buf_over(room, sizeof(room));
	unsigned slipped = 0;

	enrol_code_write(&b, code);
	for (size_t i = 0; i < b.len; i++) {
		uint8_t was = room[i];
		if (was == '-')
			continue;
		room[i] = was == '7' ? '8' : '7';
		slipped += enrol_code_read(buf_text(&b), got) == ERR_OK;
		room[i] = '*';
		EQ(enrol_code_read(buf_text(&b), got), ERR_INPUT);
		room[i] = was;
	}
	EQ(slipped, 0); /* one in 1024 would, over all codes */
	EQ(enrol_code_read(str_part(buf_text(&b), 0, b.len - 1), got),
	    ERR_INPUT);
	EQ(enrol_code_read(TXT(""), got), ERR_INPUT);
	EQ(got[0], 7);
}

TEST(a_proof_holds_for_one_code_one_tls_key_and_one_text)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem);
	struct enrol_grant g = a_grant(ask);
	struct str grant = granted(&mem, &g);
	const uint8_t pin[32] = {1}, other_pin[32] = {2};
	const uint8_t code[ENROL_CODE] = {1}, other_code[ENROL_CODE] = {2};
	uint8_t key[ENROL_KEY], other_key[ENROL_KEY], p[7][HASH_SHA256];

	enrol_code_key(code, key);
	enrol_code_key(other_code, other_key);
	enrol_prove_ask(key, pin, ask, p[0]);
	enrol_prove_ask(key, other_pin, ask, p[1]);
	enrol_prove_ask(other_key, pin, ask, p[2]);
	enrol_prove_ask(key, pin, altered(&mem, ask, "0.1.0", "0.1.1"), p[3]);
	enrol_prove_grant(key, pin, ask, grant, p[4]);
	enrol_prove_grant(key, other_pin, ask, grant, p[5]);
	enrol_prove_grant(key, pin, ask, TXT(""), p[6]);
	for (int i = 0; i < 7; i++)
		for (int k = 0; k < i; k++)
			TRUE(memcmp(p[i], p[k], HASH_SHA256) != 0);
}

TEST(a_note_travels_with_its_proof)
{
	struct arena mem = test_arena();
	struct str ask = asked(&mem), note;
	struct buf b = buf_new(&mem, ENROL_MOST);
	uint8_t proof[HASH_SHA256] = {1, 2}, got[HASH_SHA256];

	enrol_carry(&b, proof, ask);
	OK(buf_err(&b));
	OK(enrol_carried(buf_text(&b), got, &note));
	SAME(BYTES_OF(got), BYTES_OF(proof));
	SAME_STR(note, ask);
	EQ(enrol_carried(ask, got, &note), ERR_MANGLED);
	EQ(enrol_carried(str_part(buf_text(&b), 0, 71), got, &note),
	    ERR_MANGLED);
	EQ(enrol_carried(TXT(""), got, &note), ERR_MANGLED);
}

/* Frozen, and computed apart from this code: a box and a central of different
 * releases must agree on them. */
TEST(codes_proofs_and_digits_stay_what_they_were)
{
	const uint8_t code[ENROL_CODE] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
	    12, 13, 14, 15};
	uint8_t room[96], key[ENROL_KEY], proof[HASH_SHA256];
	struct buf b = buf_over(room, sizeof(room));
	char hex[2][65];

	enrol_code_write(&b, code);
	enrol_code_key(code, key);
	enrol_prove_grant(key, key, TXT("ask"), TXT("grant"), proof);
	for (int i = 0; i < 32; i++) {
		snprintf(hex[0] + 2 * i, 3, "%02x", key[i]);
		snprintf(hex[1] + 2 * i, 3, "%02x", proof[i]);
	}
	buf_str(&b, TXT(" "));
	enrol_fingerprint(&b, TXT("ask"), TXT("grant"));
	SAME_TEXT(buf_text(&b),
	    "000G-40R4-0M30-E209-185G-R38E-1WY5 38318 63280 50844 06051 66601 "
	    "98587");
	SAME_TEXT(str_of(hex[0]),
	    "69fc9f44806f4b152c738d188e33011f129c438668ebd6b7e98958d344e44040");
	SAME_TEXT(str_of(hex[1]),
	    "9a96c40b37b96898557cf7b4e0d8130e3012506ff0315461cb4f431abb7424b7");
}
