#include "base/log.h"

#include <fcntl.h>
#include <unistd.h>

#define SUITE base_log
#include "../test.h"

/* Standard error goes into a pipe from here on; what it holds is read back. */
static int lines;

static void
listen(void)
{
	int ends[2];

	TRUE(pipe(ends) == 0);
	TRUE(dup2(ends[1], STDERR_FILENO) >= 0);
	TRUE(fcntl(ends[0], F_SETFL, O_NONBLOCK) == 0);
	lines = ends[0];
}

static struct str
heard(void)
{
	static char room[4096];
	ssize_t len = read(lines, room, sizeof(room));

	return (struct str){room, len > 0 ? (size_t)len : 0};
}

TEST(an_event_is_one_line_of_pairs)
{
	listen();
	log_role("core");
	log_event(LOG_WARN, EVENT("child_died"), LOG_NUM("pid", -42),
	    LOG_WORD("path", "/run/x.y:z-1"));
	SAME_TEXT(heard(),
	    "level=warn role=core event=child_died pid=-42 "
	    "path=/run/x.y:z-1\n");
}

TEST(a_word_cannot_forge_a_line_or_say_a_name)
{
	listen();
	log_event(LOG_INFO, EVENT("x\nlevel=error event=\"forged\""),
	    LOG_WORD("a b=c", "Zoé Martin\t\x1b[31m\\\x7f\xff%s"));
	SAME_TEXT(heard(),
	    "level=info role=fichep event=x?level?error?event??forged? "
	    "a?b?c=Zo???Martin???31m????s\n");
}

TEST(a_word_is_cut_and_a_line_is_never_too_long)
{
	char word[1000];

	memset(word, 'w', sizeof(word) - 1);
	word[sizeof(word) - 1] = 0;
	listen();
	log_event(LOG_ERROR, EVENT(word));
	EQ(heard().len,
	    strlen("level=error role=fichep event=\n") + LOG_WORD_MOST);
	log_event(LOG_ERROR, EVENT(word), LOG_WORD(word, word),
	    LOG_WORD(word, word), LOG_WORD(word, word), LOG_WORD(word, word),
	    LOG_WORD(word, word), LOG_WORD(word, word), LOG_NUM("n", 1));
	struct str line = heard();
	TRUE(line.len <= LOG_LINE_MOST);
	EQ(str_find(line, '\n', 0), line.len - 1);
}

TEST(what_is_less_grave_than_asked_is_not_written)
{
	listen();
	log_event(LOG_DEBUG, EVENT("quiet"));
	EQ(heard().len, 0);
	log_level(LOG_DEBUG);
	log_event(LOG_DEBUG, EVENT("heard"));
	SAME_TEXT(heard(), "level=debug role=fichep event=heard\n");
	log_level(LOG_ERROR);
	log_event(LOG_WARN, EVENT("quiet"));
	EQ(heard().len, 0);
	log_event(LOG_ERROR, EVENT("heard"), LOG_NUM("least", INT64_MIN));
	SAME_TEXT(heard(),
	    "level=error role=fichep event=heard "
	    "least=-9223372036854775808\n");
}
