#define SUITE crypto_checkpoint
#include "../test.h"

#include "crypto/checkpoint.h"
#include "crypto/note.h"

/* The example of C2SP tlog-checkpoint. */
#define SOFA                                                                   \
	"example.com/behind-the-sofa\n20852163\n"                              \
	"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="

TEST(the_published_example_is_read_and_written_back)
{
	struct arena mem = test_arena();
	struct buf to = buf_new(&mem, 256);
	struct checkpoint c;

	OK(checkpoint_read(TXT(SOFA), &c));
	SAME_TEXT(c.origin, "example.com/behind-the-sofa");
	EQ(c.size, 20852163);
	EQ(c.root.at[0], 0x0a);
	EQ(c.root.at[31], 0x62);
	EQ(c.extensions.len, 0);
	checkpoint_put(&to, &c);
	OK(buf_err(&to));
	SAME_TEXT(buf_text(&to), SOFA);
}

TEST(the_published_note_around_it_has_its_form)
{
	struct note n;

	OK(note_read(
	    TXT(SOFA
		"\n\xe2\x80\x94 example.com/behind-the-sofa "
		"Az3grlgtzPICa5OS8npVm"
		"f1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xe"
		"McTOAYQ8=\n"),
	    &n));
	SAME_TEXT(n.text, SOFA);
}

TEST(extension_lines_are_kept)
{
	struct arena mem = test_arena();
	struct buf to = buf_new(&mem, 256);
	struct checkpoint c;

	OK(checkpoint_read(TXT("log\n0\n" ROOT "\none\ntwo\n"), &c));
	SAME_TEXT(c.extensions, "one\ntwo\n");
	checkpoint_put(&to, &c);
	SAME_TEXT(buf_text(&to), "log\n0\n" ROOT "\none\ntwo\n");
}

TEST(any_other_form_is_refused)
{
	static const char *const wrong[] = {
	    "",
	    "log\n",
	    "log\n1\n",
	    "log\n1\n" ROOT,
	    "\n1\n" ROOT "\n",
	    "log\n\n" ROOT "\n",
	    "log\n01\n" ROOT "\n",
	    "log\n+1\n" ROOT "\n",
	    "log\n-1\n" ROOT "\n",
	    "log\n1 \n" ROOT "\n",
	    "log\n0x1\n" ROOT "\n",
	    "log\n9223372036854775808\n" ROOT "\n",
	    "log\n1\n" ROOT " \n",
	    "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
	    "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
	    "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
	    "log\n1\n" ROOT "\n\n",
	    "log\n1\n" ROOT "\n\nmore\n",
	    "log\n1\n" ROOT "\nmore\n\n",
	    "log\n1\n" ROOT "\nmo\tre\n",
	    "lo\xffg\n1\n" ROOT "\n",
	    "log\r\n1\r\n" ROOT "\r\n",
	};
	struct checkpoint c = {.size = 42};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(test_where, sizeof(test_where), " (case %zu)", i);
		EQ(checkpoint_read(str_of(wrong[i]), &c), ERR_MANGLED);
		EQ(c.size, 42);
	}
	test_where[0] = 0;
	OK(checkpoint_read(TXT("log\n9223372036854775807\n" ROOT "\n"), &c));
}

TEST(what_would_not_read_back_is_not_written)
{
	struct arena mem = test_arena();
	static char endless[CHECKPOINT_ORIGIN_MOST + 1];
	memset(endless, 'a', sizeof(endless));
	const struct checkpoint wrong[] = {
	    {.origin = TXT("")},
	    {.origin = TXT("a\nb")},
	    {.origin = {endless, sizeof(endless)}},
	    {.origin = TXT("log"), .size = UINT64_C(1) << 63},
	    {.origin = TXT("log"), .extensions = TXT("no newline")},
	    {.origin = TXT("log"), .extensions = TXT("\n")},
	    {.origin = TXT("log"), .extensions = TXT("a\n\nb\n")},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct buf to = buf_new(&mem, 512);
		checkpoint_put(&to, &wrong[i]);
		EQ(buf_err(&to), ERR_INPUT);
	}
}
