/*
 * version - which fichep this is, and what it is made of.
 *
 *	fichep version         one line: name, version, machine
 *	fichep version --sbom  every component with its version and hash, as
 *	                       CycloneDX 1.5 JSON (ECMA-424)
 *
 * The second is packaging/deps.lock, embedded: what was pinned when this binary
 * was built, and nothing written by hand.
 */
#ifndef VERSION_H
#define VERSION_H

#include "base/release.h"

#define VERSION_NUMBER RELEASE_NUMBER

/* A subcommand: the exit status of the process. */
int version_main(int argc, char **argv);

#endif
