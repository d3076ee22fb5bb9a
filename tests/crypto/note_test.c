#define SUITE crypto_note
#include "../test.h"

#include "crypto/note.h"

/* The example of Go's sumdb/note, whose format C2SP wrote down. */
#define PETER_TEXT                                                             \
	"If you think cryptography is the answer to your problem,\n"           \
	"then you don't know what your problem is.\n"
#define PETER_LINE                                                             \
	"\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZ"       \
	"InNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
#define DASH "\u2014 "

/* A key from its verifier form: base64 of the kind's byte and 32 more. */
static struct note_key
a_key(struct str name, struct str verifier)
{
	struct note_key key = {.name = name};
	uint8_t room[33];
	struct buf to = buf_over(room, sizeof(room));

	OK(encode_unbase64(verifier, &to));
	EQ(to.len, 33);
	EQ(room[0], 1);
	memcpy(key.open, room + 1, 32);
	return key;
}

static struct note_key
peter(void)
{
	return a_key(TXT("PeterNeumann"),
	    TXT("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"));
}

TEST(the_published_example_is_made_and_opened)
{
	struct arena mem = test_arena();
	struct note_key key = peter();
	uint8_t id[4], seed[33], made[SIGN_KEY], open[SIGN_PUBLIC];
	uint8_t signature[SIGN_LEN];
	struct buf private = buf_over(seed, sizeof(seed));
	struct buf to = buf_new(&mem, 1024);
	struct str text;

	note_id(&key, id);
	SAME(BYTES_OF(id), test_unhex(&mem, TXT("c74f20a3")));
	OK(encode_unbase64(TXT("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"),
	    &private));
	sign_key(seed + 1, made, open);
	SAME(BYTES_OF(open), BYTES_OF(key.open));
	sign_message(made, str_bytes(TXT(PETER_TEXT)), signature);
	note_put(&to, TXT(PETER_TEXT), &key, signature);
	OK(buf_err(&to));
	SAME_TEXT(buf_text(&to), PETER_TEXT "\n" PETER_LINE);
	OK(note_open(buf_text(&to), &key, &text));
	SAME_TEXT(text, PETER_TEXT);
}

TEST(no_byte_of_a_note_can_change)
{
	char whole[] = PETER_TEXT "\n" PETER_LINE;
	struct str note = {whole, sizeof(whole) - 1};
	struct note_key key = peter();
	struct str text = TXT("untouched");

	for (size_t i = 0; i < note.len; i++)
		for (int bit = 0; bit < 8; bit++) {
			whole[i] = (char)(whole[i] ^ 1 << bit);
			EQ(note_open(note, &key, &text), ERR_FORGED);
			whole[i] = (char)(whole[i] ^ 1 << bit);
		}
	for (size_t len = 0; len < note.len; len++)
		EQ(note_open((struct str){whole, len}, &key, &text),
		    ERR_FORGED);
	SAME_TEXT(text, "untouched");
	OK(note_open(note, &key, &text));
}

/* Three keys whose identifiers and signatures are made here. */
struct signer {
	struct note_key key;
	uint8_t private[SIGN_KEY];
};

static struct signer
a_signer(struct str name, uint8_t first)
{
	struct signer s = {.key.name = name};

	sign_key((const uint8_t[SIGN_SEED]){first}, s.private, s.key.open);
	return s;
}

static void
put_line(struct buf *to, const struct signer *s, struct str text)
{
	uint8_t signature[SIGN_LEN];

	sign_message(s->private, str_bytes(text), signature);
	note_line(to, &s->key, signature);
}

TEST(each_of_several_signers_is_found_and_strangers_are_skipped)
{
	struct arena mem = test_arena();
	struct signer a = a_signer(TXT("a.example/log"), 1),
		      b = a_signer(TXT("b.example/log"), 2),
		      /* the name of one, the key of nobody known */
	    c = a_signer(TXT("a.example/log"), 3);
	struct buf to = buf_new(&mem, 2048);
	struct str text = TXT("one\n\ntwo\n"), got;

	buf_str(&to, text);
	buf_str(&to, TXT("\n"));
	put_line(&to, &a, text);
	put_line(&to, &b, text);
	buf_str(&to, TXT(DASH "z.example AAAAAAA=\n"));
	OK(note_open(buf_text(&to), &a.key, &got));
	SAME_STR(got, text);
	OK(note_open(buf_text(&to), &b.key, &got));
	EQ(note_open(buf_text(&to), &c.key, &got), ERR_FORGED);
}

TEST(one_bad_line_of_a_known_key_spoils_the_good_one)
{
	struct arena mem = test_arena();
	struct signer a = a_signer(TXT("a.example/log"), 1);
	struct buf to = buf_new(&mem, 2048);
	struct str got;

	buf_str(&to, TXT("text\n\n"));
	put_line(&to, &a, TXT("text\n"));
	OK(note_open(buf_text(&to), &a.key, &got));
	put_line(&to, &a, TXT("another\n"));
	EQ(note_open(buf_text(&to), &a.key, &got), ERR_FORGED);
}

TEST(sixteen_signatures_are_read_and_no_more)
{
	struct arena mem = test_arena();
	struct signer a = a_signer(TXT("a"), 1), b = a_signer(TXT("b"), 2);
	struct buf to = buf_new(&mem, 8192);
	struct str got;

	buf_str(&to, TXT("text\n\n"));
	for (int i = 0; i < 15; i++)
		put_line(&to, &b, TXT("text\n"));
	put_line(&to, &a, TXT("text\n"));
	OK(note_open(buf_text(&to), &a.key, &got));
	put_line(&to, &b, TXT("text\n"));
	EQ(note_open(buf_text(&to), &a.key, &got), ERR_FORGED);
}

TEST(what_is_no_note_is_refused)
{
	static const char *const wrong[] = {
	    "",
	    "\n",
	    "\n\n",
	    "text",
	    "text\n",
	    "text\n\n",
	    "text\n\n\n",
	    "text\n" DASH "a AAAAAAA=\n",  /* no empty line */
	    "text\n\n" DASH "a AAAAAAA=",  /* no last newline */
	    "text\n\n-- a AAAAAAA=\n",     /* not the dash */
	    "text\n\n\u2014a AAAAAAA=\n",  /* no space */
	    "text\n\n" DASH " AAAAAAA=\n", /* no name */
	    "text\n\n" DASH "a+b AAAAAAA=\n",
	    "text\n\n" DASH "a\u00a0b AAAAAAA=\n", /* space of Unicode */
	    "text\n\n" DASH "a\u2008b AAAAAAA=\n",
	    "text\n\n" DASH "a\u3000b AAAAAAA=\n",
	    "text\n\n" DASH "a  AAAAAAA=\n",
	    "text\n\n" DASH "a AAAAAAA= \n",
	    "text\n\n" DASH "a AAAAAAA\n",        /* no padding */
	    "text\n\n" DASH "a AAAAAAB=\n",       /* an unused bit */
	    "text\n\n" DASH "a AAAAAA==\n",       /* an identifier alone */
	    "text\n\n" DASH "a\n",                /* no signature */
	    "text\n\n" DASH "a AAAAAAA=\nmore\n", /* not a line of it */
	    "te\txt\n\n" DASH "a AAAAAAA=\n",
	    "te\rxt\n\n" DASH "a AAAAAAA=\n",
	    "te\xfft\n\n" DASH "a AAAAAAA=\n",
	};
	struct note n = {0};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		EQ(note_read(str_of(wrong[i]), &n), ERR_MANGLED);
		TRUE(n.text.at == NULL);
	}
	test_where[0] = 0;
	OK(note_read(TXT("text\n\n" DASH "a AAAAAAA=\n"), &n));
	SAME_TEXT(n.text, "text\n");
	OK(note_read(TXT("a\n\nb\n\n" DASH "\u00e9/x AAAAAAA=\n"), &n));
	SAME_TEXT(n.text, "a\n\nb\n");
}

TEST(a_note_beyond_its_limit_is_refused)
{
	static char whole[NOTE_MOST + 1];
	struct note n;
	static const char tail[] = "\n\n" DASH "a AAAAAAA=\n";

	memset(whole, 'x', sizeof(whole));
	memcpy(whole + NOTE_MOST - sizeof(tail) + 1, tail, sizeof(tail) - 1);
	OK(note_read((struct str){whole, NOTE_MOST}, &n));
	memset(whole, 'x', sizeof(whole));
	memcpy(whole + NOTE_MOST - sizeof(tail) + 2, tail, sizeof(tail) - 1);
	EQ(note_read((struct str){whole, NOTE_MOST + 1}, &n), ERR_MANGLED);
}

TEST(what_would_not_read_back_is_not_written)
{
	struct arena mem = test_arena();
	uint8_t signature[SIGN_LEN] = {0};
	struct note_key good = {.name = TXT("a")}, bad = {.name = TXT("a b")};
	static const char *const texts[] = {"", "no newline", "a\tb\n",
	    "\xff\n"};

	for (size_t i = 0; i < 4; i++) {
		struct buf to = buf_new(&mem, 256);
		note_put(&to, str_of(texts[i]), &good, signature);
		EQ(buf_err(&to), ERR_INPUT);
	}
	struct buf to = buf_new(&mem, 256);
	note_put(&to, TXT("text\n"), &bad, signature);
	EQ(buf_err(&to), ERR_INPUT);
	struct buf small = buf_new(&mem, 64);
	note_put(&small, TXT("text\n"), &good, signature);
	EQ(buf_err(&small), ERR_LIMIT);
}
