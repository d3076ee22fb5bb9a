/*
 * resend - the letters of a dossier, for who answers for them: where each
 * stands, and what a person can do about it. Say that one arrived; send one
 * again, elsewhere or otherwise; take one to deposit it by hand (PLEX), and
 * note its receipt.
 */
#ifndef RESEND_H
#define RESEND_H

#include "core/docket.h"

/* One delivery, as who answers for it finds it. */
struct resend_found {
	struct docket d;
	int64_t id, letter, act, state;
	int64_t made; /* ms UTC, its letter */
	struct ident ident;
	struct str title, mode, name, mailbox, about; /* about: its act */
	bool called; /* its recipient was told of it by telephone */
	bool left;   /* its recipient, as named by mistake, and is not again */
};

/* Of the form's `ref` and `id`. ERR_ABSENT: none that theirs may follow. */
enum err resend_find(struct request *q, struct resend_found *f) CHECKED;

/* May a person hand it over? Not to a service that had been named by mistake.
 */
bool resend_handable(const struct resend_found *f);

/* To the page of its dossier's letters. */
enum err resend_back(struct request *q, const struct resend_found *f) CHECKED;

/* GET /courrier/lettre?ref=; members: web/page/courrier_lettre.html. */
enum err resend_page(struct request *q) CHECKED;

/* The package, to be deposited or handed over, as a file: a reading like
 * another (budget.h). */
enum err resend_package(struct request *q) CHECKED;

/* ACT rows; `id` names a delivery of the dossier of `ref`. */
enum err resend_arrived(struct request *q) CHECKED;
enum err resend_anew(struct request *q) CHECKED;
enum err resend_deposited(struct request *q) CHECKED;

#endif
