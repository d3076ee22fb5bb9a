/*
 * secret - handle bytes that must not be guessed or left behind.
 *
 * Everything in this folder rests on libsodium, and no other folder includes
 * it. secret_start comes first in every process, before its confinement: it
 * chooses the code for this processor and asks the kernel whether its random
 * generator is ready. Nothing here reads a file afterwards.
 */
#ifndef SECRET_H
#define SECRET_H

#include "base/str.h"

/* May be called again; ends the process if the kernel has no randomness. */
void secret_start(void);

/* Equal? In a time that depends on the lengths only. */
bool secret_eq(struct bytes a, struct bytes b);

/* Zeroes that the compiler may not leave out. */
void secret_wipe(void *at, size_t len);

#endif
