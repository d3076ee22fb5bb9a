/*
 * activation - before a pack sends, its mailboxes are tried out (G5).
 *
 * An admin asks for it: a test letter with a code leaves to each mailbox that
 * the directory writes to by e-mail. Someone there reads the code and tells it,
 * with their function, to another admin, who types it. Once every mailbox was
 * confirmed that admin opens the way, having seen how many letters wait: those
 * that are not too old leave. Whoever asked confirms and opens nothing.
 */
#ifndef ACTIVATION_H
#define ACTIVATION_H

#include "core/request.h"

struct directory_service;

#define ACTIVATION_OLD (30 * CLOCK_DAY) /* ms: what waited longer stays */

/* By e-mail, with or without what it says. */
bool activation_written_to(const struct directory_service *s);

/* Members: idle, asked: {by, when, mine}, opened: {when}; boxes: [{id, name,
 * address, words, ok, warn, danger, confirmed: {who, when}, waits, told, asker,
 * own}]; complete; untried, left, fresh: untried and no test letter asked for;
 * waiting, old (numbers); inactive (the pack is a sample). */
enum err activation_put(struct request *q) CHECKED;

/* ACT rows of an admin; each answers the page /courrier again. */
enum err activation_ask(struct request *q) CHECKED;
enum err activation_again(struct request *q) CHECKED;
enum err activation_confirm(struct request *q) CHECKED;
enum err activation_open(struct request *q) CHECKED;
enum err activation_stop(struct request *q) CHECKED;

#endif
