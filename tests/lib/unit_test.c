/* How tests fail, and that it is seen: unit.c runs the samples when named. */
#define SUITE sample
#include "../test.h"

TEST(passes)
{
	puts("nobody reads this");
	EQ(1, 1);
}

TEST(says_no)
{
	EQ(1 + 1, 3);
}

TEST(is_killed)
{
	raise(SIGKILL);
}

TEST(leaves)
{
	exit(0);
}

TEST(never_ends)
{
	for (;;)
		pause();
}

TEST(is_not_for_here)
{
	SKIP("needs another machine");
}

TEST_DIES(does_not_die)
{
}

#undef SUITE
#define SUITE lib_unit

/* What `unit WORDS` prints, and its status. */
static int
run(const char *words, char *text, size_t most)
{
	char line[512], self[256];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	TRUE(len > 0);
	self[len] = 0;
	snprintf(line, sizeof(line), "%s %s 2>&1", self, words);
	FILE *f = popen(line, "r");
	TRUE(f);
	text[fread(text, 1, most - 1, f)] = 0;
	return pclose(f) >> 8;
}

TEST(every_way_to_fail_is_seen_and_named)
{
	static const char *const said[] = {"FAIL  sample/says_no: failed\n",
	    "1 + 1 is 2, not 3\n",
	    "FAIL  sample/is_killed: ended by signal 9 (Killed)\n",
	    "FAIL  sample/leaves: left by itself with status 0\n",
	    "FAIL  sample/never_ends: still running after 1 s\n",
	    "FAIL  sample/does_not_die: did not end by signal 6\n",
	    "skip  sample/is_not_for_here\nneeds another machine\n",
	    "unit: 1 skipped\nunit: 1 passed, 5 failed\n"};
	static char text[8192];

	EQ(run("-j 8 -t 1 'sample/*'", text, sizeof(text)), 1);
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		if (!strstr(text, said[i]))
			FAIL("not said: %s\nbut:\n%s", said[i], text);
	TRUE(!strstr(text, "nobody reads this"));
}

TEST(a_name_that_no_test_has_is_a_failure)
{
	static char text[1024];

	EQ(run("'sample/nothing'", text, sizeof(text)), 1);
	TRUE(strstr(text, "unit: 0 passed, 1 failed"));
	EQ(run("sample/passes", text, sizeof(text)), 0);
	TRUE(strstr(text, "unit: 1 passed, 0 failed"));
}
