/*
 * payload - what is sealed in an envelope, as the central reads it.
 *
 * One JSON text, kept byte for byte for ever. Read here is what decides where
 * it goes; what was answered is the form's business. Whatever a person may have
 * left out is not asked for: a fiche that can be read must reach someone.
 */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include "base/json.h"
#include "convention/pack.h"
#include "envelope/envelope.h"

#define PAYLOAD_MOST (120u << 10) /* bytes */

struct payload {
	struct str form; /* that the rules let a box send */
	int64_t version; /* of the form */
	struct str reference, about;
	struct str site;    /* the code within the reference */
	struct str parquet; /* a service of the directory, or "" */
	bool verified;      /* by someone who had signed in */
	int64_t filed_ms, clock, urgency;
	struct json answers;
};

/*
 * Texts are borrowed from `mem`. ERR_FORGED: a member that decides is missing,
 * of another type, or contradicts another, or it is no form that the rules of
 * the pack let a box send; ERR_LIMIT: `mem` is full.
 */
enum err payload_read(struct arena *mem, const struct pack *pack,
    struct bytes json, struct payload *p) CHECKED;

#endif
