/*
 * site - where a box stands, and which central it belongs to.
 *
 * Enrolled, the grant says both (envelope/enrol.h). It lies beside the database
 * in data/grant, so that a box whose database is lost can still file; and under
 * an HMAC of a key that follows from the database's, so that whoever writes the
 * disk cannot have fiches sealed to someone else. `fichep enrol` writes it,
 * core reads it when it starts:
 *
 *     proof (64)                       over all that follows
 *     fingerprint 12345 ... 12345      what two people compared
 *     (the grant, whole)
 *
 * Not enrolled, the settings say where it stands, and nothing can be filed.
 */
#ifndef SITE_H
#define SITE_H

#include "envelope/enrol.h"

#define SITE_FILE "grant" /* beside the database */
#define SITE_MOST (ENROL_MOST + 128)

struct core;
struct setting_set;

struct site {
	bool enrolled;
	struct enrol_grant grant; /* borrows from text */
	struct str whole;         /* the grant as it came */
	struct str fingerprint;
	struct ident device;    /* this one */
	struct enrol_site here; /* as granted, or as set */
	uint8_t text[SITE_MOST];
};

/* What the file is proved with, from the key of the database. */
void site_key(const uint8_t store[32], uint8_t key[ENROL_KEY]);

/* Append the file. */
void site_write(struct buf *to, const uint8_t key[ENROL_KEY],
    struct str fingerprint, struct str grant);

/*
 * Read it from the folder; texts of `set` are borrowed. A file that is missing
 * is no failure, nor is one that proves nothing, for another device or made
 * under another key: `*refused` tells.
 */
void site_open(struct site *s, int folder, const uint8_t key[ENROL_KEY],
    const uint8_t device[SIGN_PUBLIC], const struct setting_set *set,
    bool *refused);

/* Table central is made to say the same, once core can write to it: what is
 * known of another central is forgotten. */
enum err site_settle(struct core *c) CHECKED;

/* The name and key of the central's notes. */
struct note_key site_central(const struct site *s, uint8_t room[128]);

#endif
