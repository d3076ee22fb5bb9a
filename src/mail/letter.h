/*
 * letter - what a letter says, before it has a shape.
 *
 * A title, whom it comes from and goes to, paragraphs, questions with their
 * answers. plain.h writes it as the text of a mail, pdf.h as pages, mime.h puts
 * both in an envelope, parcel.h in a package to be deposited by hand. None of
 * this knows a socket, a database or a request.
 *
 * What its reader may not know is left out here, once, so that no shape can let
 * it through: who exploits (block I), who wrote and which line to call back.
 * Texts are borrowed from what was given, or taken from the arena.
 */
#ifndef LETTER_H
#define LETTER_H

#include "convention/pack.h"
#include "convention/rules.h"

#define LETTER_BLOCKS_MOST 1024 /* of a letter */
#define LETTER_ACTS_MOST   24   /* shown in one */
#define LETTER_SECRET      TXT("CONFIDENTIEL – Art. 8")

enum letter_kind {
	LETTER_TEXT,    /* a paragraph */
	LETTER_ALERT,   /* what is urgent */
	LETTER_ACT,     /* an act begins: its title */
	LETTER_SECTION, /* a part of it begins */
	LETTER_ANSWER,  /* a question, and its answer */
	LETTER_QUOTE,   /* somebody's own words */
	LETTER_ITEM,    /* one of a list: what it is, what is said of it */
	LETTER_NOTE     /* said aside */
};

struct letter_block {
	enum letter_kind kind;
	struct str label, text;
	bool unknown; /* asked, and not known */
};

struct letter {
	struct str title;          /* « Signalement »: never a name */
	struct str subject;        /* of the mail */
	struct str reference;      /* also names its files */
	struct str from, to, desk; /* services; address of the desk */
	int64_t date;              /* ms UTC */
	bool communicable;
	size_t pages; /* a PDF has at most so many; 0: as many as it needs */
	struct letter_block *blocks;
	size_t count;
};

struct letter_act {
	struct bytes payload; /* as sealed (core/payload.h) */
	struct str title;     /* of its rule; "": that of its form */
	bool incomplete;      /* a draft left behind, sent as it was */
	bool whole;           /* its reader knows its author and its network */
};

struct letter_what {
	const struct pack *pack;
	const struct rules_letter *rule; /* NULL: the acts alone, to be read */
	struct str reference;            /* of the dossier, or of the act */
	struct str from; /* « Service départemental, Valmont » */
	struct str to;   /* name of the recipient's service */
	struct str desk; /* https://… */
	const struct letter_act *acts;
	size_t count;
	bool network, author; /* what need.def and its party let it know */
	bool communicable;    /* then neither, whoever it is */
	int64_t now;
};

/*
 * All of it, as this recipient may read it. ERR_INPUT: the reference is none;
 * ERR_MANGLED: a payload is no JSON; ERR_LIMIT: too much, or the arena is full.
 */
enum err letter_compose(struct arena *mem, const struct letter_what *w,
    struct letter *l) CHECKED;

/* courriel_avis: that something waits on the desk, and nothing of it: neither
 * the title nor whom it is from. Of `w`, the acts are not looked at. */
enum err letter_notice(struct arena *mem, const struct letter_what *w,
    struct letter *l) CHECKED;

/* The test letter of a mailbox, with the code its reader is asked for. */
enum err letter_trial(struct arena *mem, const struct letter_what *w,
    struct str code, struct letter *l) CHECKED;

/* Letters, digits and hyphens, as references are: it may be a file's name. */
bool letter_reference(struct str reference);

/* For extract.c: one block more; ERR_LIMIT beyond LETTER_BLOCKS_MOST. */
enum err letter_add(struct letter *l, enum letter_kind kind, struct str label,
    struct str text) CHECKED;

#endif
