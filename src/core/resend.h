/*
 * resend - the letters of a dossier, for who answers for them: where each
 * stands, and what a person can do about it. Say that one arrived; send one
 * again, elsewhere or otherwise; take one to deposit it by hand (PLEX), and
 * note its receipt.
 */
#ifndef RESEND_H
#define RESEND_H

#include "core/request.h"

/* GET /courrier/lettre?ref=; members: web/page/courrier_lettre.html. */
enum err resend_page(struct request *q) CHECKED;

/* The package, as a file: a reading like another (budget.h). */
enum err resend_package(struct request *q) CHECKED;

/* ACT rows; `id` names a delivery of the dossier of `ref`. */
enum err resend_arrived(struct request *q) CHECKED;
enum err resend_anew(struct request *q) CHECKED;
enum err resend_deposited(struct request *q) CHECKED;

#endif
