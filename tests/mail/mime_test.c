#define SUITE mail_mime
#include "../test.h"
#include "mail/mime.h"

static const struct str parquet = {"mineurs.parquet-valmont@justice.example",
    39};
static const struct str crip = {"crip@departement99.example", 26};

static struct mime
message(void)
{
	return (struct mime){.from = TXT("fichep@departement99.example"),
	    .to = &parquet,
	    .to_count = 1,
	    .cc = &crip,
	    .cc_count = 1,
	    .subject = TXT("signalement mineur en situation de prostitution"),
	    .reference = TXT("P-99-TIL-2026-12-K"),
	    .id = {{0xab, 0xcd}},
	    .date = INT64_C(1795313400000),
	    .text = TXT("Référence\n.\nFrom here \nfin"),
	    .pdf = BYTES_OF("%PDF-")};
}

static struct str
written(struct arena *mem, const struct mime *m)
{
	struct buf b = buf_new(mem, 64u << 10);

	OK(mime_write(m, &b));
	return buf_text(&b);
}

static bool
has(struct str text, struct str part)
{
	return memmem(text.at, text.len, part.at, part.len) != NULL;
}

/* S1-1.1-c, S1-1.1-d, S1-1.1-e */
TEST(a_message_has_the_heads_the_convention_asks_and_no_other)
{
	struct arena mem = test_arena();
	struct mime m = message();
	struct str text = written(&mem, &m);
	size_t end =
	    (size_t)((const char *)memmem(text.at, text.len, "\r\n\r\n", 4) -
		text.at);

	SAME_STR(str_part(text, 0, end),
	    TXT("From: fichep@departement99.example\r\n"
		"To: mineurs.parquet-valmont@justice.example\r\n"
		"Cc: crip@departement99.example\r\n"
		"Subject: signalement mineur en situation de prostitution\r\n"
		"Date: Sun, 22 Nov 2026 02:10:00 +0000\r\n"
		"Message-ID: <abcd0000000000000000000000000000@"
		"departement99.example>\r\n"
		"Auto-Submitted: auto-generated\r\n"
		"X-Fichep-Reference: P-99-TIL-2026-12-K\r\n"
		"MIME-Version: 1.0\r\n"
		"Content-Language: fr\r\n"
		"Content-Type: multipart/mixed;\r\n"
		" boundary=\"=_abcd0000000000000000000000000000\""));
}

TEST(its_body_is_quoted_so_that_no_relay_changes_it)
{
	struct arena mem = test_arena();
	struct mime m = message();

	TRUE(has(written(&mem, &m),
	    TXT("\r\n\r\nR=C3=A9f=C3=A9rence\r\n=2E\r\n=46rom here=20\r\n"
		"fin\r\n--=_ab")));
}

TEST(no_line_is_longer_than_76_and_each_ends_with_both)
{
	struct arena mem = test_arena();
	static char words[5000];
	static uint8_t pdf[5000];
	struct mime m = message();

	memset(words, 'x', sizeof(words));
	memset(words + 1000, 0xc3, 1);
	memset(words + 1001, 0xa9, 1);
	m.text = (struct str){words, sizeof(words)};
	m.pdf = BYTES_OF(pdf);
	struct str rest = written(&mem, &m);
	while (rest.len > 0) {
		struct str line = str_cut(&rest, '\n');
		TRUE(str_ends(line, TXT("\r")));
		TRUE(line.len <= 77);
		TRUE(str_find(line, '\r', 0) == line.len - 1);
	}
}

TEST(a_subject_that_is_not_ascii_travels_in_encoded_words)
{
	struct arena mem = test_arena();
	struct mime m = message();

	m.subject = TXT("demande d’évaluation conjointe, tribunal de Valmont "
			"et autres lieux éloignés");
	struct str text = written(&mem, &m);
	TRUE(has(text, TXT("\r\nSubject: =?UTF-8?B?")));
	TRUE(has(text, TXT("?=\r\n =?UTF-8?B?")));
}

TEST(what_would_add_a_head_is_refused)
{
	static const char *const bad[] = {"", "a", "@a.b", "a@", "a@b",
	    "a@b.c\r\nBcc: d@e.f", "a@b.c\n", "a@b..c", ".a@b.c", "a.@b.c",
	    "a..b@c.d", "a b@c.d", "a@b.c,d@e.f", "<a@b.c>", "é@b.c", "a@b.c.",
	    "a@b@c.d", "\"a\"@b.c"};
	struct arena mem = test_arena();
	struct buf b = buf_new(&mem, 64u << 10);

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct str one = str_of(bad[i]);
		struct mime m = message();
		TRUE(!mime_address(one));
		m.to = &one;
		EQ(mime_write(&m, &b), ERR_INPUT);
		m.to = &parquet;
		m.cc = &one;
		EQ(mime_write(&m, &b), ERR_INPUT);
		m.cc_count = 0;
		m.from = one;
		EQ(mime_write(&m, &b), ERR_INPUT);
	}
	struct mime m = message();
	m.subject = TXT("a\r\nBcc: b@c.d");
	EQ(mime_write(&m, &b), ERR_INPUT);
	m = message();
	m.reference = TXT("P\"; x");
	EQ(mime_write(&m, &b), ERR_INPUT);
	EQ(b.len, 0);
}

TEST(a_message_that_does_not_fit_is_told)
{
	struct arena mem = test_arena();
	struct mime m = message();
	struct buf b = buf_new(&mem, 300);

	EQ(mime_write(&m, &b), ERR_LIMIT);
}
