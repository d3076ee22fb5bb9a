/*
 * log - one line an event, for the person who keeps the machine.
 *
 * logfmt on standard error, one write a line. A value is a number, or a word
 * of letters, digits and ._:/- of at most LOG_WORD_MOST bytes; anything else
 * in it is shown as '?'. So a log has no room for a sentence or a name, and no
 * line can pass for two. Roles log; libraries do not.
 */
#ifndef LOG_H
#define LOG_H

#include "base/str.h"

#define LOG_WORD_MOST 64  /* bytes of a word that are shown */
#define LOG_LINE_MOST 512 /* bytes of a line */

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

struct log_pair {
	const char *key;
	const char *word; /* NULL when it is a number */
	int64_t number;
};
#define LOG_WORD(key, word) ((struct log_pair){(key), (word), 0})
#define LOG_NUM(key, n)     ((struct log_pair){(key), NULL, (int64_t)(n)})

/* Who speaks, on every later line; a literal. */
void log_role(const char *role);

/* What is less grave than `least` is not written; LOG_INFO at start. */
void log_level(enum log_level least);

/*
 * One line. The first pair says what happened:
 * log_event(LOG_WARN, EVENT("child_died"), LOG_NUM("pid", pid));
 */
#define EVENT(what) LOG_WORD("event", what)
#define log_event(level, ...)                                                  \
	log_event_n((level),                                                   \
	    sizeof((const struct log_pair[]){__VA_ARGS__}) /                   \
		sizeof(struct log_pair),                                       \
	    (const struct log_pair[]){__VA_ARGS__})
void log_event_n(enum log_level level, size_t n, const struct log_pair pairs[]);

#endif
