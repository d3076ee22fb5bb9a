#include "base/log.h"

#include <unistd.h>

#include "base/buf.h"

static const char *const names[] = {"error", "warn", "info", "debug"};
static const char *who = "fichep";
static enum log_level shown = LOG_INFO;

void
log_role(const char *role)
{
	who = role;
}

void
log_level(enum log_level least)
{
	shown = least;
}

static bool
plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || (c != 0 && strchr("._:/-", c));
}

static void
word(struct buf *line, const char *text)
{
	for (size_t i = 0; text[i] && i < LOG_WORD_MOST; i++)
		buf_u8(line, plain(text[i]) ? (uint8_t)text[i] : '?');
}

static void
pair(struct buf *line, const char *key, const char *text)
{
	if (line->len > 0)
		buf_str(line, TXT(" "));
	word(line, key);
	buf_str(line, TXT("="));
	word(line, text);
}

void
log_event_n(enum log_level level, size_t n, const struct log_pair pairs[])
{
	char room[LOG_LINE_MOST];
	struct buf line = buf_over(room, sizeof(room) - 1);

	if (level > shown)
		return;
	pair(&line, "level", names[level]);
	pair(&line, "role", who);
	for (size_t i = 0; i < n; i++) {
		pair(&line, pairs[i].key, pairs[i].word ? pairs[i].word : "");
		if (!pairs[i].word)
			buf_number(&line, pairs[i].number, 1);
	}
	room[line.len++] = '\n';
	/* Nobody can be told that the log is gone. */
	ssize_t ignored = write(STDERR_FILENO, room, line.len);
	(void)ignored;
}
