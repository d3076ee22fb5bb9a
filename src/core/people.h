/*
 * people - the accounts of the central, made by an admin.
 *
 * Each has a role and works in a service: one of the pack's directory, which is
 * then what it may read of (concern.h), or one in words; people of a police
 * unit may be of one that files from a box. A passphrase is shown once; a lost
 * authenticator is taken away, and the next sign-in enrols another (second.h).
 * An account is closed, never deleted, for the audit log names it. All of it is
 * audited; nobody closes or resets oneself.
 */
#ifndef PEOPLE_H
#define PEOPLE_H

#include "core/request.h"

/* {people: [{id, name, duty, login, role, service, ressort, self, closed,
 * second}], roles: [{word, label, chosen}], services: the same} */
enum err people_page(struct request *q) CHECKED;

enum err people_make(struct request *q) CHECKED;
enum err people_words(struct request *q) CHECKED;  /* a new passphrase */
enum err people_second(struct request *q) CHECKED; /* no authenticator */
enum err people_close(struct request *q) CHECKED;

#endif
