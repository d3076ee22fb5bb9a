#define SUITE       mail_message
#define TEST_MEMORY (16u << 20)
#include "../test.h"
#include "longest.h"
#include "mail/message.h"
#include "mail/pdf.h"

static const struct str parquet = {"mineurs@parquet.example", 23};
static const struct str crip = {"crip@departement.example", 24};

static struct mime
addressed(void)
{
	return (struct mime){.from = TXT("fichep@departement.example"),
	    .to = &parquet,
	    .to_count = 1,
	    .cc = &crip,
	    .cc_count = 1,
	    .id = {{1, 2, 3}}};
}

/* What Python's own reader of mail finds in it. */
static struct str
parsed(struct arena *mem, struct bytes message)
{
	static const char program[] =
	    "python3 -c \"\n"
	    "import sys, email, email.policy\n"
	    "m = email.message_from_binary_file(sys.stdin.buffer, "
	    "policy=email.policy.default)\n"
	    "print(m['subject']); print(m['to']); print(m['cc'])\n"
	    "print(m['x-fichep-reference'], len(m.defects))\n"
	    "for p in m.walk():\n"
	    "    print(p.get_content_type(), p.get_filename(), "
	    "len(p.defects))\n"
	    "    if p.get_content_type() == 'text/plain': "
	    "print(p.get_content())\n"
	    "    if p.get_filename(): print(p.get_content()[:8], "
	    "len(p.get_content()))\n"
	    "\" <";
	char path[] = "/tmp/fichep-mail-XXXXXX", line[2000];
	struct buf text = buf_new(mem, 256u << 10);
	int fd = mkstemp(path);
	uint8_t part[4096];
	size_t got;

	TRUE(fd >= 0 &&
	    write(fd, message.at, message.len) == (ssize_t)message.len);
	close(fd);
	snprintf(line, sizeof(line), "%s%s", program, path);
	FILE *out = popen(line, "r");
	while ((got = fread(part, 1, sizeof(part), out)) > 0)
		buf_bytes(&text, (struct bytes){part, got});
	EQ(pclose(out), 0);
	unlink(path);
	return buf_text(&text);
}

/* S1-1.1-c to e: parquet in To, CRIP in Cc, the subject to the letter. */
TEST(a_signalement_is_one_message_that_other_programs_read)
{
	struct arena mem = test_arena();
	struct letter_act act = {.payload = str_bytes(TXT(LETTERS_FICHE))};
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), &act, 1);
	struct buf to = buf_new(&mem, 180u << 10);
	struct mime m = addressed();
	struct letter l;

	OK(letter_compose(&mem, &w, &l));
	OK(message_write(&mem, &l, true, &m, &to));
	struct str text = parsed(&mem, buf_done(&to));
	TRUE(str_starts(text,
	    TXT("signalement mineur en situation de prostitution\n"
		"mineurs@parquet.example\ncrip@departement.example\n"
		"P-99-TIL-2026-12-K 0\nmultipart/mixed None 0\n"
		"text/plain None 0\n")));
	TRUE(letters_has(text, letters_text(&mem, &l)));
	TRUE(letters_has(text,
	    TXT("application/pdf P-99-TIL-2026-12-K.pdf 0\nb'%PDF-1.6' ")));
	TRUE(to.len < 80u << 10);
}

TEST(what_is_too_long_for_a_message_is_in_its_pdf)
{
	struct arena mem = test_arena();
	const struct pack *p = forms_pack(&mem, "demo");
	struct letter_act acts[2];
	struct letter_what w = letters_what(p, acts, 2);
	struct buf to = buf_new(&mem, 175u << 10);
	struct mime m = addressed();
	struct letter l;

	acts[0] = (struct letter_act){
	    .payload = longest_payload(&mem, p, "rapport_mds", 200, 3)};
	acts[1] = (struct letter_act){
	    .payload = longest_payload(&mem, p, "rapport_adn", 200, 3)};
	OK(letter_compose(&mem, &w, &l));
	OK(message_write(&mem, &l, true, &m, &to));
	struct str text = parsed(&mem, buf_done(&to));
	TRUE(letters_has(text, TXT("La CRIP est en copie.")));
	TRUE(letters_has(text, TXT("Le document joint (PDF) contient")));
	TRUE(!letters_has(text, TXT("voiture grise")));
	TRUE(letters_has(text, TXT("b'%PDF-1.6' ")));
}

TEST(a_message_that_can_never_fit_is_told_and_leaves_nothing)
{
	struct arena mem = test_arena();
	struct letter_act act = {.payload = str_bytes(TXT(LETTERS_FICHE))};
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), &act, 1);
	struct buf to = buf_new(&mem, 3000);
	struct mime m = addressed();
	struct letter l;

	OK(letter_compose(&mem, &w, &l));
	EQ(message_write(&mem, &l, true, &m, &to), ERR_LIMIT);
	EQ(to.len, 0);
}

static struct letter letter;
static struct buf *shared;

static enum err
write_again(struct arena *mem, void *ctx)
{
	struct mime m = addressed();

	(void)ctx;
	shared->len = 0;
	shared->err = ERR_OK;
	return message_write(mem, &letter, false, &m, shared);
}

TEST(a_message_that_lacks_memory_is_told)
{
	static uint8_t room[1u << 20], out[64u << 10];
	struct arena kept = test_arena(), mem;
	struct letter_act act = {.payload = str_bytes(TXT(LETTERS_FICHE))};
	struct letter_what w = letters_what(forms_pack(&kept, "demo"), &act, 1);
	struct buf b = buf_over(out, sizeof(out));

	OK(letter_compose(&kept, &w, &letter));
	shared = &b;
	arena_open(&mem, room, sizeof(room));
	TRUE(test_each_allocation(&mem, write_again, NULL) >= 1);
}

static enum err
compose_again(struct arena *mem, void *ctx)
{
	struct letter l = {.count = 3};
	enum err e = letter_compose(mem, ctx, &l);

	if (e != ERR_OK)
		EQ(l.count, 3);
	return e;
}

TEST(a_letter_that_lacks_memory_is_told)
{
	static uint8_t room[4u << 20];
	struct arena kept = test_arena(), mem;
	struct letter_act act = {.payload = str_bytes(TXT(LETTERS_FICHE))};
	struct letter_what w = letters_what(forms_pack(&kept, "demo"), &act, 1);

	arena_open(&mem, room, sizeof(room));
	TRUE(test_each_allocation(&mem, compose_again, &w) > 10);
}

/* R13: of the parquet's decision, the author's house learns what it may. */
TEST(a_letter_shows_only_the_answers_its_rule_names)
{
	static const struct str named[] = {{"h_contexte", 10}};
	struct arena mem = test_arena();
	struct letter_act act = {.payload = str_bytes(TXT(LETTERS_FICHE))};
	struct letter_what w = letters_what(forms_pack(&mem, "demo"), &act, 1);
	struct rules_letter rule = *w.rule;
	struct letter l;

	rule.only = (struct rules_names){named, 1};
	w.rule = &rule;
	OK(letter_compose(&mem, &w, &l));
	struct str text = letters_text(&mem, &l);
	TRUE(letters_has(text, TXT("Un autre jeune")));
	TRUE(!letters_has(text, TXT("Camille")));
	TRUE(!letters_has(text, TXT("Tilleuls")));
	TRUE(!letters_has(text, TXT("refuser")));
	TRUE(!letters_has(text, TXT("AA-1?3")));
}
