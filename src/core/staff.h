/*
 * staff - the accounts of an establishment, made by its head.
 *
 * Whoever has `chief` makes accounts of their own role and service, for good or
 * for a replacement (a time after which it may not sign in), gives a new
 * passphrase, and closes one. A passphrase is made here, kept by nobody, and
 * shown once on a page to print.
 */
#ifndef STAFF_H
#define STAFF_H

#include "core/request.h"

/* {people: [{id, name, duty, login, chief, self, closed, leaves}], stays} */
enum err staff_page(struct request *q) CHECKED;

enum err staff_make(struct request *q) CHECKED;
enum err staff_words(struct request *q) CHECKED; /* a new passphrase */
enum err staff_close(struct request *q) CHECKED;

#endif
