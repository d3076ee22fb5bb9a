/*
 * rules_proof - what must hold of a convention's rules besides being well
 * written: its part of proof.h.
 *
 * Every act can be recorded, by someone; what opens can close; whoever is to be
 * told, to act or to take part exists for each commune; what each rule rests on
 * is a text we know; and the signalement leaves as S1-1.1 says.
 */
#ifndef RULES_PROOF_H
#define RULES_PROOF_H

#include "convention/proof.h"

void rules_proof(const struct pack *p, struct proof *proof);

#endif
