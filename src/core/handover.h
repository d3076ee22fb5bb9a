/*
 * handover - what the keeper tells core before its first turn.
 */
#ifndef HANDOVER_H
#define HANDOVER_H

#include "core/core.h"

/*
 * Ask until the keeper tells, which may have to be started again meanwhile.
 * Wipe them when done. ERR_ABSENT: told to stop first.
 */
enum err handover_keys(struct role *r, struct core_keys *keys) CHECKED;

#endif
