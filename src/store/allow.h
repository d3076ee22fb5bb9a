/*
 * allow - what a statement may do, judged while it is compiled.
 *
 * GET cannot change anything, whatever SQL it runs: its connection says no.
 * Even the one that writes may not touch the schema once it is settled, attach
 * a file, or call a function that is not in the list of allow.c.
 */
#ifndef ALLOW_H
#define ALLOW_H

struct sqlite3;

enum allow {
	ALLOW_READ,   /* select from our tables and json_each */
	ALLOW_WRITE,  /* that, and insert, update, delete, transactions */
	ALLOW_SCHEMA, /* that, and make or alter what is ours: migrations */
};

/* From the next statement on; those compiled before are judged again. */
void allow_set(struct sqlite3 *db, enum allow level);

#endif
