/*
 * context - what a payload says around its answers: who, from where, how sure.
 */
#ifndef CONTEXT_H
#define CONTEXT_H

#include "base/json.h"
#include "mail/letter.h"

/* `a` and `b`, with `between` if neither is empty; `*e` becomes ERR_LIMIT when
 * the arena is full, and else stays what it was. */
struct str context_joined(struct arena *mem, struct str a, struct str between,
    struct str b, enum err *e);

/* « Nadia Kessler, éducatrice spécialisée » */
struct str context_author(struct arena *mem, struct json payload, enum err *e);

/* That it is urgent, declared, of an uncertain hour, or unfinished. */
enum err context_alerts(struct json payload, bool incomplete,
    struct letter *l) CHECKED;

/* Which service, when, and who if `author` may be told: of an act whose form
 * does not say so itself. */
enum err context_sender(struct arena *mem, struct json payload, bool author,
    struct letter *l) CHECKED;

/* What a form does not ask: the line of the house, which parquet was proposed.
 */
enum err context_origin(const struct pack *p, struct json payload, bool author,
    struct letter *l) CHECKED;

#endif
