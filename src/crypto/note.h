/*
 * note - a text and who signed it, in a form a person can read and keep
 * (C2SP signed-note).
 *
 * A text of whole lines, an empty line, then one line a signature: an em dash,
 * the name of the key, and base64 of its 4-byte identifier and signature. Only
 * Ed25519 is known here; lines of other keys are skipped, as they must be.
 * What is signed is the text with its last newline, so the keeper signs it
 * knowing nothing of notes.
 */
#ifndef NOTE_H
#define NOTE_H

#include "base/buf.h"
#include "crypto/sign.h"

#define NOTE_MOST       (64u << 10) /* bytes of a whole note */
#define NOTE_NAME_MOST  128         /* bytes of a key's name */
#define NOTE_LINES_MOST 16          /* signatures of a note */

/* A key one trusts: the name belongs to its identity. */
struct note_key {
	struct str name; /* 1 to NOTE_NAME_MOST bytes, no space, no '+' */
	uint8_t open[SIGN_PUBLIC];
};

struct note {
	struct str text;  /* with its last newline; this is what is signed */
	struct str lines; /* the signature lines, each with its newline */
};

/* SHA-256(name, 0x0A, 0x01, public key), its first 4 bytes. */
void note_id(const struct note_key *key, uint8_t id[4]);

/* True for a name a key may have. */
bool note_name_ok(struct str name);

/* True for a text that can be signed: UTF-8, whole lines, no control. */
bool note_text_ok(struct str text);

/*
 * Append one signature line. A whole note is the text, "\n", and its lines;
 * a countersignature is one more line.
 */
void note_line(struct buf *to, const struct note_key *key,
    const uint8_t signature[SIGN_LEN]);

/* Append a whole note with one signature, already made. ERR_INPUT remembered
 * by `to` if the text or the name is not fit. */
void note_put(struct buf *to, struct str text, const struct note_key *key,
    const uint8_t signature[SIGN_LEN]);

/* ERR_MANGLED unless `whole` is a note by its form; nothing is verified. */
enum err note_read(struct str whole, struct note *n) CHECKED;

/*
 * ERR_OK if `key` signed it. ERR_FORGED: no line of that key, or one that does
 * not verify, even beside one that does.
 */
enum err note_verify(const struct note *n, const struct note_key *key) CHECKED;

/* Both: read, verify, give the text. ERR_FORGED for whatever is wrong. */
enum err note_open(struct str whole, const struct note_key *key,
    struct str *text) CHECKED;

#endif
